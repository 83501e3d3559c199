//! Several values of one type, where a setting or a field says so.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    syntax::form::Given,
    vocab::{Span, Spanned, Type},
};

use super::types::words;

/// What always has a value is said to be one that may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` {why}, so it is never none")]
#[diagnostic(code("candor::types::never-none"), help("{help}"))]
pub(crate) struct NeverNone {
    pub(super) name: String,
    pub(super) why: &'static str,
    pub(super) help: &'static str,
    #[label(primary, "it needs no `optional`")]
    pub(super) at: Span,
}

/// Of some types there is one value at a time.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::types::no-list"), help("{help}"))]
pub(crate) struct NoList {
    message: String,
    help: String,
    #[label(primary, "no list")]
    at: Span,
}

impl NoList {
    pub(super) fn in_key(at: Span) -> Self {
        Self {
            message: "a key is one value".to_owned(),
            help: "delete `list=#true`".to_owned(),
            at,
        }
    }
}

impl NeverNone {
    pub(super) fn list(name: &str, at: Span) -> Self {
        Self {
            name: name.to_owned(),
            why: "can be empty",
            help: "delete `optional=#true`",
            at,
        }
    }
}

/// A type, or a list of it where the policy says so.
pub(super) fn in_list(kind: Type, list: &Given<Spanned<bool>>, findings: &mut Findings) -> Type {
    let Some(list) = list.value.as_ref().filter(|list| list.node) else {
        return kind;
    };
    let row = kind.kind();
    if row.in_lists {
        return Type::List(Box::new(kind));
    }
    let known = words(|kind| kind.in_lists);
    findings.push(NoList {
        message: format!("there are no lists of {}", row.name),
        help: if [Type::Text, Type::Words].contains(&kind) {
            "write the type `words`, without `list=#true`".to_owned()
        } else {
            format!("there are lists of `{}`", known.join("`, `"))
        },
        at: list.span,
    });
    kind
}
