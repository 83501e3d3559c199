//! The one reader of nodes, for policies, scenarios and worlds.
//!
//! A reader takes what it knows of a node, one part after the other ([`Taking`]); what nobody took is reported, so that
//! nothing is silently ignored. Where a node has the same parts always, [`form!`] declares them: each word stands there
//! once, and the accepted words, "unknown", "given twice", "lacks", the usage and "did you mean" follow from it.
//!
//! A misspelt word has its finding and is then read as what was meant, so that it causes no second one.
//!
//! A language decides under which code a [`Fault`] is told: policies with [`in_a_policy`], scenarios and worlds with
//! functions of their own.

#[cfg(feature = "runtime")]
mod asking;
mod declare;
mod taking;
#[cfg(test)]
mod tests;
mod trouble;
mod value;

pub(crate) use declare::form;
pub(crate) use taking::{Given, Taking};
pub(crate) use trouble::{
    Fault, Missing, PropertyAlone, Repeated, Tell, TooManyValues, UnknownNode, UnknownProperty,
    WrongValue, in_a_policy,
};
#[cfg(feature = "runtime")]
use value::Said;
pub(crate) use value::{Any, Flag, Kind, Sentence, Text, Word, words};

use super::{
    ast::{Node, Scalar},
    suggest::closest,
};
use crate::{finding::Findings, vocab::Spanned};

/// The words of one kind of node.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Form<'f> {
    /// As findings call the node: `store`.
    pub(crate) name: &'f str,
    /// `store NAME scope=guild { … }`
    pub(crate) usage: &'f str,
    /// The most values it takes.
    pub(crate) values_max: usize,
    pub(crate) props: &'f [&'f str],
    /// For each of them, whether it is on or off.
    pub(crate) flags: &'f [bool],
    /// Children that may stand once.
    pub(crate) once: &'f [&'f str],
    /// Children that may repeat.
    pub(crate) many: &'f [&'f str],
    /// Whether the children are judged elsewhere.
    pub(crate) open: bool,
}

impl Form<'_> {
    /// The child that a node is, or is meant to be.
    pub(crate) fn meant<'n>(&'n self, child: &'n Node) -> &'n str {
        nearest(&child.name.node, || {
            self.once.iter().chain(self.many).copied()
        })
    }

    /// The property that a name is, or is meant to be.
    pub(crate) fn meant_prop<'n>(&'n self, name: &'n str) -> &'n str {
        nearest(name, || self.props.iter().copied())
    }
}

fn nearest<'a, I: Iterator<Item = &'a str>>(name: &'a str, known: impl Fn() -> I) -> &'a str {
    if known().any(|known| known == name) {
        return name;
    }
    closest(name, known()).unwrap_or(name)
}

/// A value of a policy whose name is the policy's own; a finding where it is of another kind.
pub(crate) fn value_as<'n, K: Kind<'n>>(
    value: &'n Spanned<Scalar>,
    name: &str,
    findings: &mut Findings,
) -> Option<K::Is> {
    let read = K::read(value);
    if read.is_none() {
        findings.push(WrongValue::new(&format!("`{name}`"), K::WANTED, value));
    }
    read
}

/// The value of a policy's node that has one and nothing else.
pub(crate) fn only_value<'n, K: Kind<'n>>(
    node: &'n Node,
    usage: &'n str,
    findings: &mut Findings,
) -> Option<K::Is> {
    let form = Form {
        name: &node.name.node,
        usage,
        values_max: 1,
        ..Form::default()
    };
    let mut taking = Taking::of(node, form, in_a_policy);
    let value = taking.value::<K>(findings).value;
    taking.finish(findings);
    value
}
