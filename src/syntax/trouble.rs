//! The findings of this room.

use miette::Diagnostic;
use thiserror::Error;

use crate::vocab::Span;

/// The text is not KDL, or not the part of KDL that policies use.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::syntax::malformed"))]
pub(crate) struct Malformed {
    pub(crate) message: String,
    pub(crate) label: String,
    #[help]
    pub(crate) help: Option<String>,
    #[label(primary, "{label}")]
    pub(crate) at: Span,
}

/// A clause inside a string cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::syntax::clause"))]
pub(crate) struct Clause {
    pub(crate) message: String,
    pub(crate) label: String,
    #[help]
    pub(crate) help: Option<String>,
    #[label(primary, "{label}")]
    pub(crate) at: Span,
}

/// More nesting than anybody reads, and than a parser should be asked to follow.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{what} is nested more than {limit} deep")]
#[diagnostic(code("candor::syntax::too-deep"), help("{help}"))]
pub(crate) struct TooDeep {
    what: &'static str,
    limit: usize,
    help: &'static str,
    #[label(primary, "too deep from here on")]
    at: Span,
}

impl TooDeep {
    pub(crate) fn blocks(limit: usize, at: Span) -> Self {
        Self {
            what: "this block",
            limit,
            help: "move the inner blocks out",
            at,
        }
    }

    pub(crate) fn clause(at: Span) -> Self {
        Self {
            what: "this expression",
            limit: super::clause::DEPTH_MAX / 2,
            help: "split it into a `when` within a `when`",
            at,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{what} has {size} bytes, and {limit} are allowed")]
#[diagnostic(code("candor::syntax::too-large"), help("{help}"))]
pub(crate) struct TooLarge {
    pub(crate) what: String,
    pub(crate) size: usize,
    pub(crate) limit: usize,
    pub(crate) help: String,
    #[label(primary, "too large")]
    pub(crate) at: Span,
}

/// KDL keeps the last of a repeated property and says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{property}` is given twice for `{node}`")]
#[diagnostic(code("candor::syntax::repeated"), help("keep one `{property}=…`"))]
pub(crate) struct RepeatedProperty {
    pub(crate) property: String,
    pub(crate) node: String,
    #[label(primary, "given again")]
    pub(crate) at: Span,
    #[label("first given here")]
    pub(crate) first_at: Span,
}
