//! Names that stand for something declared elsewhere, and words out of a closed list.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    vocab::{Basis, ButtonStyle, Card, Category, Intent, Origin, Permission, Sink, Span, Spanned},
};

use super::shape::did_you_mean;

/// A name that nothing has.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` is not {what}")]
#[diagnostic(code("candor::names::unknown-name"))]
pub(crate) struct UnknownName {
    pub(crate) name: String,
    /// `a store`, `a category`, `a permission`.
    pub(crate) what: String,
    #[help]
    pub(crate) help: Option<String>,
    #[label(primary, "not known")]
    pub(crate) at: Span,
}

impl UnknownName {
    pub(crate) fn new(name: &Spanned<String>, what: &str, known: &[&str]) -> Self {
        Self {
            name: name.node.clone(),
            what: what.to_owned(),
            help: Some(if known.is_empty() {
                format!("declare `{}` first", name.node)
            } else {
                did_you_mean(&name.node, known)
            }),
            at: name.span,
        }
    }
}

/// Something about a person that Discord does not say with the event.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("Discord does not tell `{name}` with `{event}`")]
#[diagnostic(code("candor::names::not-told"), help("of the person, use `{told}`"))]
pub(crate) struct NotTold {
    pub(crate) name: String,
    pub(crate) event: &'static str,
    pub(crate) told: String,
    #[label(primary, "not told here")]
    pub(crate) at: Span,
}

/// A word of a closed list.
pub(crate) trait Word: Copy + 'static {
    /// As findings say it: `a category`.
    const WHAT: &'static str;
    fn all() -> &'static [Self];
    fn spelled(self) -> &'static str;
}

macro_rules! word {
    ($($kind:ty = $what:literal),* $(,)?) => {$(
        impl Word for $kind {
            const WHAT: &'static str = $what;
            fn all() -> &'static [Self] { Self::ALL }
            fn spelled(self) -> &'static str { self.word() }
        }
    )*};
}

word! {
    Category = "a category",
    Origin = "an origin",
    Basis = "a legal basis",
    Sink = "a sink",
    Permission = "a permission",
    Intent = "an intent",
    ButtonStyle = "a style of button",
    Card = "a card",
}

pub(crate) fn word_of<W: Word>(name: &Spanned<String>, findings: &mut Findings) -> Option<W> {
    let found = W::all()
        .iter()
        .copied()
        .find(|word| word.spelled() == name.node);
    if found.is_none() {
        let known: Vec<_> = W::all().iter().map(|word| word.spelled()).collect();
        findings.push(UnknownName::new(name, W::WHAT, &known));
    }
    found
}
