//! Nodes of handlers by hand, until each has a form of its own (`syntax::form`): a shape reports what is unknown or
//! repeated, and the readers after it take what they know.

use crate::{
    finding::Findings,
    lexicon::Deed,
    syntax::{
        ast::{Node, Scalar, Written},
        closest,
        form::{self, Form, Kind, Taking, in_a_policy},
    },
    vocab::Spanned,
};

pub(crate) use crate::syntax::{
    did_you_mean,
    form::{Missing, Repeated, TooManyValues, UnknownNode, WrongValue, words},
};

/// Steps with a form of their own; the others are deeds.
pub(super) const STEPS: &[&str] = &[
    "when",
    "else",
    "let",
    "each",
    "first",
    "limit",
    "stop",
    "require",
    "insert",
    "update",
    "delete",
    "finish",
    "reply",
    "send",
    "emit",
    "dm",
    "edit-message",
];

/// Whether a node of this name is a step.
pub(super) fn is_step(word: &str) -> bool {
    STEPS.contains(&word) || Deed::of_word(word).is_some()
}

/// What one kind of node may have.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape<'a> {
    /// As findings call the node: `store`.
    pub(crate) what: &'a str,
    /// Least and most arguments.
    pub(crate) args: (usize, usize),
    pub(crate) props: &'a [&'a str],
    /// Children that may stand once.
    pub(crate) once: &'static [&'static str],
    /// Children that may repeat.
    pub(crate) many: &'static [&'static str],
    /// Whether `resolve` judges the children elsewhere.
    pub(crate) open: bool,
}

impl Shape<'_> {
    /// Reports everything about the node's outside that its reader would otherwise pass over.
    pub(crate) fn check(&self, node: &Node, findings: &mut Findings) {
        let flags: Vec<bool> = self.props.iter().map(|prop| FLAGS.contains(prop)).collect();
        let form = Form {
            name: self.what,
            usage: self.usage(),
            values_max: self.args.1,
            props: self.props,
            flags: &flags,
            once: self.once,
            many: self.many,
            open: self.open,
        };
        let mut taking = Taking::of(node, form, in_a_policy);
        for _ in 0..self.args.0 {
            taking.value::<form::Any>(findings);
        }
        for _ in self.args.0..self.args.1.min(node.args.len()) {
            taking.optional::<form::Any>(findings);
        }
        taking.finish(findings);
    }

    fn usage(&self) -> &'static str {
        match self.what {
            "command" => "command \"/name\" about=\"…\" { … }",
            "on" => "on message { … }",
            "let" => "let NAME \"…\"",
            "when" => "when \"…\" { … }",
            _ => "",
        }
    }
}

/// Properties of handlers that are on or off.
const FLAGS: [&str; 3] = ["ephemeral", "mentions", "reads-held"];

/// Words of handlers, which are themselves and no other one misspelt.
const WORDS: &[&str] = &[
    "about",
    "across",
    "as",
    "avatar",
    "button",
    "by",
    "card",
    "command",
    "commands",
    "emoji",
    "empty",
    "ephemeral",
    "files",
    "for",
    "from",
    "in",
    "key",
    "label",
    "line",
    "list",
    "member",
    "mentions",
    "menu",
    "message",
    "name",
    "on",
    "otherwise",
    "param",
    "permission",
    "persona",
    "reads",
    "reads-held",
    "reason",
    "reply",
    "role",
    "setting",
    "store",
    "style",
    "target",
    "to",
    "where",
];

/// Whether a word stands for another.
pub(crate) fn means(written: &str, wanted: &str) -> bool {
    written == wanted || !WORDS.contains(&written) && closest(written, [wanted]).is_some()
}

pub(crate) fn prop<'a>(node: &'a Node, name: &str) -> Option<&'a Spanned<Scalar>> {
    exact_prop(node, name).or_else(|| {
        let mut props = node.props.iter();
        let near = props.find(|prop| means(&prop.name.node, name))?;
        Some(&near.value)
    })
}

/// For nodes whose other properties have names of the policy's own.
pub(crate) fn exact_prop<'a>(node: &'a Node, name: &str) -> Option<&'a Spanned<Scalar>> {
    let prop = node.props.iter().find(|prop| prop.name.node == name)?;
    Some(&prop.value)
}

pub(crate) fn child<'a>(node: &'a Node, name: &'a str) -> Option<&'a Node> {
    children(node, name).next()
}

pub(crate) fn children<'a>(node: &'a Node, name: &'a str) -> impl Iterator<Item = &'a Node> {
    node.children
        .iter()
        .filter(move |child| means(&child.name.node, name))
}

/// The scalar as a string, for a clause or a word. `what` names it in the finding: `` `about` ``.
pub(crate) fn text(
    value: &Spanned<Scalar>,
    what: &str,
    findings: &mut Findings,
) -> Option<Spanned<Written>> {
    let read = form::Text::read(value);
    if read.is_none() {
        findings.push(WrongValue::new(what, form::Text::WANTED, value));
    }
    read
}

pub(crate) fn word(
    value: &Spanned<Scalar>,
    what: &str,
    findings: &mut Findings,
) -> Option<Spanned<String>> {
    text(value, what, findings).map(|written| Spanned::new(written.node.text, written.span))
}

pub(crate) fn arg_word(node: &Node, i: usize, findings: &mut Findings) -> Option<Spanned<String>> {
    let value = node.args.get(i)?;
    word(value, &format!("`{}`", node.name.node), findings)
}

pub(crate) fn arg_text(node: &Node, i: usize, findings: &mut Findings) -> Option<Spanned<Written>> {
    let value = node.args.get(i)?;
    text(value, &format!("`{}`", node.name.node), findings)
}

pub(crate) fn prop_word(
    node: &Node,
    name: &str,
    findings: &mut Findings,
) -> Option<Spanned<String>> {
    word(prop(node, name)?, &format!("`{name}`"), findings)
}

/// A flag that is off when left out.
pub(crate) fn prop_flag(node: &Node, name: &str, findings: &mut Findings) -> Option<bool> {
    let Some(value) = prop(node, name) else {
        // Written as a value it has its finding; what it was meant to say still counts.
        let mut rest = node.args.iter().skip(1);
        let meant = rest.any(|arg| matches!(&arg.node, Scalar::Text(text) if text.text == name));
        return meant.then_some(true);
    };
    let read = form::Flag::read(value).map(|flag| flag.node);
    if read.is_none() {
        let what = format!("`{name}`");
        findings.push(WrongValue::new(&what, form::Flag::WANTED, value));
    }
    read.or_else(|| form::Flag::guess(value).map(|flag| flag.node))
}
