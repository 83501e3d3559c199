//! Nodes as the language allows them: which arguments, properties and children each may have.
//!
//! Every node passes through [`Shape::check`] once, which reports what is unknown or repeated; the readers after it
//! take what they know and ignore the rest.

use std::collections::BTreeMap;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    syntax::{
        ast::{Node, Scalar, Written},
        closest,
    },
    vocab::{Span, Spanned},
};

use super::types::TypeMismatch;

/// KDL keeps what it does not know, and the last of what is repeated; a policy must not.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::syntax::duplicate-or-unknown"))]
pub(crate) struct DuplicateOrUnknown {
    pub(crate) message: String,
    pub(crate) label: &'static str,
    #[help]
    pub(crate) help: Option<String>,
    #[label(primary, "{label}")]
    pub(crate) at: Span,
    #[label("first here")]
    pub(crate) first_at: Option<Span>,
}

impl DuplicateOrUnknown {
    pub(crate) fn unknown(what: &str, of: &str, word: &Spanned<String>, known: &[&str]) -> Self {
        Self {
            message: format!("{of} has no {what} `{}`", word.node),
            label: "not known here",
            help: Some(did_you_mean(&word.node, known)),
            at: word.span,
            first_at: None,
        }
    }

    pub(crate) fn repeated(what: &str, at: Span, first_at: Span) -> Self {
        Self {
            message: format!("{what} is given twice"),
            label: "given again",
            help: Some("keep one of the two".to_owned()),
            at,
            first_at: Some(first_at),
        }
    }

    pub(crate) fn missing(message: String, help: &str, at: Span) -> Self {
        Self {
            message,
            label: "something is missing here",
            help: Some(help.to_owned()),
            at,
            first_at: None,
        }
    }
}

/// "did you mean `x`?", or what there is to choose from.
pub(crate) fn did_you_mean(word: &str, known: &[&str]) -> String {
    if let Some(near) = closest(word, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    if known.is_empty() {
        return format!("delete `{word}`");
    }
    let mut all: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
    let more = all.len() > 12;
    all.truncate(12);
    format!("use {}{}", all.join(", "), if more { " …" } else { "" })
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
        let of = format!("`{}`", self.what);
        for prop in &node.props {
            if !self.props.contains(&prop.name.node.as_str()) {
                let mut unknown =
                    DuplicateOrUnknown::unknown("property", &of, &prop.name, self.props);
                if self.once.contains(&prop.name.node.as_str()) {
                    unknown.help = Some(format!("write it as a node: `{} …`", prop.name.node));
                }
                findings.push(unknown);
            }
        }
        let (least, most) = self.args;
        let flag = lone_property(node, self.props).filter(|_| node.args.len() > most);
        if let Some((flag, at)) = flag {
            findings.push(DuplicateOrUnknown {
                message: format!("`{flag}` is a property of {of}, and stands here alone"),
                label: "without a value",
                help: Some(format!(
                    "write `{flag}={}`",
                    if FLAGS.contains(&flag) {
                        "#true"
                    } else {
                        "…"
                    }
                )),
                at,
                first_at: None,
            });
        } else if let Some(extra) = node.args.get(most) {
            findings.push(DuplicateOrUnknown {
                message: format!("{of} takes no {} value", ordinal(most)),
                label: "one too many",
                help: Some("delete it, or give it a name: `name=…`".to_owned()),
                at: extra.span,
                first_at: None,
            });
        }
        if node.args.len() < least {
            findings.push(DuplicateOrUnknown::missing(
                format!("{of} lacks its {} value", ordinal(node.args.len())),
                self.usage(),
                node.name.span,
            ));
        }
        if !self.open {
            self.check_children(&node.children, &of, findings);
        }
    }

    /// Reports unknown nodes, and repeated ones that may stand once.
    pub(crate) fn check_children(&self, nodes: &[Node], of: &str, findings: &mut Findings) {
        let all: Vec<&str> = self.once.iter().chain(self.many).copied().collect();
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for child in nodes {
            let name = child.name.node.as_str();
            if !all.contains(&name) {
                let mut unknown = DuplicateOrUnknown::unknown("node", of, &child.name, &all);
                if self.props.contains(&name) {
                    unknown.help = Some(format!("write it as a property: `{name}=…`"));
                }
                findings.push(unknown);
            } else if self.once.contains(&name) {
                if let Some(first) = seen.get(name) {
                    let what = format!("`{name}`");
                    findings.push(DuplicateOrUnknown::repeated(&what, child.name.span, *first));
                } else {
                    seen.insert(name, child.name.span);
                }
            }
        }
    }

    fn usage(&self) -> &'static str {
        match self.what {
            "store" => "write `store NAME scope=guild { … }`",
            "setting" => "write `setting NAME TYPE default=…`",
            "field" => "write `field NAME TYPE`",
            "key" => "write `key NAME TYPE`, or `key id auto`",
            "purpose" => "write `purpose NAME \"why\"`",
            "processor" => "write `processor NAME \"who\" role=hosting { receives … }`",
            "feature" => "write `feature NAME { … }`",
            "command" => "write `command \"/name\" about=\"…\" { … }`",
            "controller" => "write `controller \"who\" { contact … }`",
            "on" => "write `on message { … }`",
            "retain" => "write `retain \"until guild.removed\"`",
            "basis" => "write `basis legitimate-interest purpose=NAME interest=\"…\"`",
            "never" => "write `never \"message.content\" to=storage`",
            "let" => "write `let NAME \"…\"`",
            "when" => "write `when \"…\" { … }`",
            _ => "give it the value",
        }
    }
}

fn ordinal(n: usize) -> &'static str {
    match n {
        0 => "first",
        1 => "second",
        2 => "third",
        _ => "further",
    }
}

/// Properties that are on or off.
const FLAGS: [&str; 8] = [
    "ephemeral",
    "influence",
    "mentions",
    "optional",
    "party",
    "reads-held",
    "subject",
    "suppress",
];

/// A property's name among the values: `subject` for `subject=#true`.
fn lone_property<'a>(node: &'a Node, props: &[&str]) -> Option<(&'a str, Span)> {
    node.args.iter().rev().find_map(|arg| match &arg.node {
        Scalar::Text(written)
            if props.contains(&written.text.as_str()) && is_bare(written, arg.span) =>
        {
            Some((written.text.as_str(), arg.span))
        }
        _ => None,
    })
}

fn is_bare(written: &Written, span: Span) -> bool {
    span.end - span.start == written.text.len()
}

/// Every word that names a node or a property. Others can only be one of these misspelt.
const WORDS: &[&str] = &[
    "about",
    "authority",
    "backup",
    "basis",
    "bot",
    "by",
    "candor",
    "card",
    "category",
    "change",
    "command",
    "commands",
    "contact",
    "controller",
    "country",
    "declassify",
    "default",
    "departures",
    "discord",
    "dpv",
    "email",
    "empty",
    "ephemeral",
    "emoji",
    "established",
    "export",
    "feature",
    "field",
    "for",
    "from",
    "hold",
    "influence",
    "intent",
    "interest",
    "key",
    "label",
    "line",
    "list",
    "max",
    "max-age",
    "measure",
    "member",
    "mentions",
    "message",
    "min",
    "minimum-age",
    "name",
    "never",
    "on",
    "on-erase",
    "optional",
    "origin",
    "otherwise",
    "param",
    "party",
    "permission",
    "processor",
    "purpose",
    "reads",
    "reads-held",
    "reason",
    "receives",
    "redact",
    "reply",
    "respond-within",
    "retain",
    "role",
    "scope",
    "server",
    "setting",
    "settings",
    "stated",
    "store",
    "style",
    "subject",
    "suppress",
    "surface",
    "target",
    "to",
    "updated",
    "url",
    "version",
    "where",
    "within",
];

/// Whether a word stands for another. A misspelt one has its finding from [`Shape::check`]; read as what was meant, it
/// causes no second.
pub(crate) fn means(written: &str, wanted: &str) -> bool {
    written == wanted || !WORDS.contains(&written) && closest(written, [wanted]).is_some()
}

/// What a node of the policy's outermost level is, or is meant to be.
pub(crate) fn meant(node: &Node) -> &str {
    let name = node.name.node.as_str();
    let known = super::TOP.once.iter().chain(super::TOP.many).copied();
    if known.clone().any(|known| known == name) {
        return name;
    }
    closest(name, known).unwrap_or(name)
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
    if let Scalar::Text(written) = &value.node {
        return Some(Spanned::new(written.clone(), value.span));
    }
    findings.push(TypeMismatch::scalar(what, "a text in quotes", value));
    None
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

pub(crate) fn prop_string(node: &Node, name: &str, findings: &mut Findings) -> Option<String> {
    prop_word(node, name, findings).map(|word| word.node)
}

/// A flag that is off when left out.
pub(crate) fn prop_flag(node: &Node, name: &str, findings: &mut Findings) -> Option<bool> {
    let Some(value) = prop(node, name) else {
        // Written as a value it has its finding; what it was meant to say still counts.
        let mut rest = node.args.iter().skip(1);
        let meant = rest.any(|arg| matches!(&arg.node, Scalar::Text(text) if text.text == name));
        return meant.then_some(true);
    };
    if let Scalar::Bool(flag) = value.node {
        Some(flag)
    } else {
        findings.push(TypeMismatch::scalar(
            &format!("`{name}`"),
            "`#true` or `#false`",
            value,
        ));
        // Whoever writes the flag at all seldom means that it is off.
        Some(!matches!(&value.node, Scalar::Text(text) if text.text == "false"))
    }
}

/// Words separated by spaces, each with its own span where the source shows the text as it is.
pub(crate) fn words(written: &Spanned<Written>) -> Vec<Spanned<String>> {
    let text = &written.node.text;
    let mut found = Vec::new();
    let mut at = 0;
    for part in text.split(char::is_whitespace) {
        if !part.is_empty() {
            let span = written.node.verbatim_at.map_or(written.span, |start| {
                Span::new(start + at, start + at + part.len())
            });
            found.push(Spanned::new(part.to_owned(), span));
        }
        // Separators may be longer than a byte; the next part starts after this one and its separator.
        at += part.len();
        at += text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
    found
}
