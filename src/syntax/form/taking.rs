//! Taking a node apart, part by part.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    finding::Findings,
    syntax::{
        ast::{Node, Prop, Scalar, Written},
        suggest::did_you_mean,
    },
    vocab::{Span, Spanned},
};

use super::{
    Fault, Form, Kind, Missing, PropertyAlone, Repeated, Tell, TooManyValues, UnknownNode,
    UnknownProperty, WrongValue,
};

/// A value as it was taken.
#[derive(Debug, Clone)]
pub(crate) struct Given<T> {
    /// None where it has a finding already, and where nothing was given.
    pub(crate) value: Option<T>,
    /// Where it stands, whether it is one or not.
    pub(crate) at: Option<Span>,
    /// Whether it is a property's name among the values.
    pub(crate) alone: bool,
}

impl<T> Given<T> {
    /// Whether nothing at all was written, which is another fault than a wrong value.
    pub(crate) fn is_absent(&self) -> bool {
        self.at.is_none()
    }
}

/// A node whose parts are taken one after the other.
pub(crate) struct Taking<'n> {
    pub(crate) node: &'n Node,
    pub(super) form: Form<'n>,
    pub(super) tell: Tell,
    pub(super) next: usize,
    /// Names of properties among the values.
    alone: Vec<(&'n str, Span)>,
    /// Properties beside those of the form.
    asked: RefCell<BTreeSet<String>>,
}

impl<'n> Taking<'n> {
    /// Of a node whose words are declared.
    pub(crate) fn of(node: &'n Node, form: Form<'n>, tell: Tell) -> Self {
        let mut alone = Vec::new();
        // Only one too many can be a property: `store subject` is a store of that name.
        let mut more = node.args.len().saturating_sub(form.values_max);
        for arg in node.args.iter().rev() {
            if let (1.., Some(name)) = (more, bare_word(arg))
                && form.props.contains(&name)
            {
                alone.push((name, arg.span));
                more -= 1;
            }
        }
        Self {
            node,
            form,
            tell,
            next: 0,
            alone,
            asked: RefCell::default(),
        }
    }

    /// Whether its children are judged elsewhere.
    pub(crate) fn is_open(&self) -> bool {
        self.form.open
    }

    fn quoted(&self) -> String {
        format!("`{}`", self.form.name)
    }

    /// The next value, whatever it is.
    pub(super) fn peek(&self) -> Option<(usize, &'n Spanned<Scalar>)> {
        let args = self.node.args.iter().enumerate().skip(self.next);
        let mut values = args.filter(|(_, arg)| !self.alone.iter().any(|(_, at)| *at == arg.span));
        values.next()
    }

    /// The next value, which may be left out; a fault where it is of another kind.
    pub(crate) fn optional<K: Kind<'n>>(&mut self, findings: &mut Findings) -> Given<K::Is> {
        let Some((place, value)) = self.peek() else {
            return Given {
                value: None,
                at: None,
                alone: false,
            };
        };
        self.next = place + 1;
        self.read::<K>(&self.node.name.node, value, findings)
    }

    /// The next value; a fault where there is none.
    pub(crate) fn value<K: Kind<'n>>(&mut self, findings: &mut Findings) -> Given<K::Is> {
        let lacks = self.peek().is_none().then_some(self.next);
        // One fault, however many are missing.
        if let Some(lacks) = lacks.filter(|lacks| *lacks <= self.node.args.len()) {
            let lacks = Fault::Lacks {
                of: self.quoted(),
                nth: ordinal(lacks),
                help: match self.form.usage {
                    "" => "give it the value".to_owned(),
                    usage => format!("write `{usage}`"),
                },
                at: self.node.name.span,
            };
            (self.tell)(lacks, findings);
            self.next = usize::MAX;
        }
        self.optional::<K>(findings)
    }

    /// All values that are left.
    pub(crate) fn rest<K: Kind<'n>>(&mut self, findings: &mut Findings) -> Vec<K::Is> {
        let mut all = Vec::new();
        while self.peek().is_some() {
            all.extend(self.optional::<K>(findings).value);
        }
        all
    }

    fn read<K: Kind<'n>>(
        &self,
        name: &str,
        value: &'n Spanned<Scalar>,
        findings: &mut Findings,
    ) -> Given<K::Is> {
        let read = K::read(value);
        if read.is_none() {
            let wrong = WrongValue::new(&format!("`{name}`"), K::wanted(value), value);
            (self.tell)(Fault::WrongValue(wrong), findings);
        }
        Given {
            value: read.or_else(|| K::guess(value)),
            at: Some(value.span),
            alone: false,
        }
    }

    /// The property of this name, or the one that means it.
    pub(crate) fn prop(&self, name: &str) -> Option<&'n Prop> {
        if !self.form.props.contains(&name) {
            self.asked.borrow_mut().insert(name.to_owned());
        }
        let mut props = self.node.props.iter();
        props.find(|prop| prop.name.node == name).or_else(|| {
            let mut props = self.node.props.iter();
            props.find(|prop| self.form.meant_prop(&prop.name.node) == name)
        })
    }

    /// The value of a property at hand; a fault where it is of another kind.
    pub(crate) fn value_of<K: Kind<'n>>(
        &self,
        prop: &'n Prop,
        findings: &mut Findings,
    ) -> Option<K::Is> {
        self.read::<K>(&prop.name.node, &prop.value, findings).value
    }

    /// The value of a property; a fault where it is of another kind.
    pub(crate) fn given<K: Kind<'n>>(&self, name: &str, findings: &mut Findings) -> Given<K::Is> {
        if let Some(prop) = self.prop(name) {
            return self.read::<K>(name, &prop.value, findings);
        }
        // Written as a value it has its finding; what it was meant to say still counts.
        let alone = self.alone.iter().find(|(alone, _)| *alone == name);
        Given {
            value: alone.and_then(|(_, at)| K::alone(*at)),
            at: alone.map(|(_, at)| *at),
            alone: alone.is_some(),
        }
    }

    pub(crate) fn child(&self, name: &str) -> Option<&'n Node> {
        self.children(name).next()
    }

    /// The children of this name, and those that mean it.
    pub(crate) fn children(&self, name: &str) -> impl Iterator<Item = &'n Node> {
        let form = self.form;
        let children = self.node.children.iter();
        children.filter(move |child| form.meant(child) == name)
    }

    /// Tells that a part is missing which is neither a value nor always asked for.
    pub(crate) fn missing(&self, message: &str, help: &str, findings: &mut Findings) {
        let missing = Missing::new(message, help, self.node.name.span);
        (self.tell)(Fault::Missing(missing), findings);
    }

    /// Reports what was never asked for.
    pub(crate) fn finish(self, findings: &mut Findings) {
        self.unknown_props(findings);
        self.values_left(findings);
        if !self.form.open {
            self.form
                .check_children(&self.node.children, &self.quoted(), self.tell, findings);
        }
    }

    fn unknown_props(&self, findings: &mut Findings) {
        let asked = self.asked.borrow();
        let declared = self.form.props.iter().copied();
        let known: Vec<&str> = declared.chain(asked.iter().map(String::as_str)).collect();
        for prop in &self.node.props {
            let name = prop.name.node.as_str();
            if known.contains(&name) {
                continue;
            }
            let help = if self.form.once.contains(&name) {
                format!("write it as a node: `{name} …`")
            } else if self.form.name == "when" && ["else", "otherwise"].contains(&name) {
                "write it after the block: `else { … }`".to_owned()
            } else {
                did_you_mean(name, &known)
            };
            let unknown = UnknownProperty {
                of: self.quoted(),
                name: name.to_owned(),
                help,
                at: prop.name.span,
            };
            (self.tell)(Fault::UnknownProperty(unknown), findings);
        }
    }

    fn values_left(&self, findings: &mut Findings) {
        for (name, at) in &self.alone {
            let place = self.form.props.iter().position(|prop| prop == name);
            let is_flag = place.and_then(|place| self.form.flags.get(place)) == Some(&true);
            let alone = PropertyAlone {
                of: self.quoted(),
                name: (*name).to_owned(),
                example: if is_flag { "#true" } else { "…" },
                at: *at,
            };
            (self.tell)(Fault::PropertyAlone(alone), findings);
        }
        if let Some((place, extra)) = self.peek() {
            let many = TooManyValues {
                message: format!("{} takes no {} value", self.quoted(), ordinal(place)),
                help: "delete it, or give it a name: `name=…`".to_owned(),
                value: extra.node.to_string(),
                at: extra.span,
            };
            (self.tell)(Fault::TooManyValues(many), findings);
        }
    }
}

impl Form<'_> {
    /// Reports unknown nodes, and repeated ones that may stand once.
    pub(crate) fn check_children(
        &self,
        nodes: &[Node],
        of: &str,
        tell: Tell,
        findings: &mut Findings,
    ) {
        let all: Vec<&str> = self.once.iter().chain(self.many).copied().collect();
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for child in nodes {
            let name = child.name.node.as_str();
            let at = child.name.span;
            if !all.contains(&name) {
                let help = if self.props.contains(&name) {
                    format!("write it as a property: `{name}=…`")
                } else {
                    did_you_mean(name, &all)
                };
                let message = format!("{of} has no node `{name}`");
                let unknown = UnknownNode {
                    message,
                    name: name.to_owned(),
                    help,
                    at,
                };
                tell(Fault::UnknownNode(unknown), findings);
            } else if self.once.contains(&name) {
                if let Some(first_at) = seen.get(name).copied() {
                    let what = format!("`{name}`");
                    let repeated = Repeated { what, at, first_at };
                    tell(Fault::Repeated(repeated), findings);
                } else {
                    seen.insert(name, at);
                }
            }
        }
    }
}

/// A word written without quotes.
fn bare_word(arg: &Spanned<Scalar>) -> Option<&str> {
    match &arg.node {
        Scalar::Text(Written { text, .. }) if arg.span.end - arg.span.start == text.len() => {
            Some(text)
        }
        Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_) | Scalar::Null => None,
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
