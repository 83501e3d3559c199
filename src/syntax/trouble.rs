//! The findings of this room.

use miette::{Diagnostic, LabeledSpan};
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

    pub(crate) fn imports(limit: usize, at: Span) -> Self {
        Self {
            what: "this import",
            limit,
            help: "import the file from the policy itself",
            at,
        }
    }

    pub(crate) fn clause(limit: usize, at: Span) -> Self {
        Self {
            what: "this expression",
            limit,
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

/// What an import names is not there, or is no text.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::import::not-found"), help("{help}"))]
pub(crate) struct ImportMissing {
    pub(crate) message: String,
    pub(crate) help: String,
    #[label(primary, "cannot be read")]
    pub(crate) at: Span,
}

/// A policy is a folder at most: what stands elsewhere may be anybody's, and may change unseen.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` leads out of the policy's folder")]
#[diagnostic(code("candor::import::outside"), help("{help}"))]
pub(crate) struct ImportOutside {
    pub(crate) name: String,
    pub(crate) help: &'static str,
    #[label(primary, "not in the folder")]
    pub(crate) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("this import comes back to itself: {round}")]
#[diagnostic(
    code("candor::import::cycle"),
    help("move what both need into a third file, and import that")
)]
pub(crate) struct ImportCycle {
    pub(crate) round: String,
    #[label(primary, "comes back")]
    pub(crate) at: Span,
    #[label(collection, "on the way")]
    pub(crate) through: Vec<LabeledSpan>,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a policy has more than {limit} imports")]
#[diagnostic(
    code("candor::import::too-many"),
    help("put features that belong together into one file")
)]
pub(crate) struct ImportsMany {
    pub(crate) limit: usize,
    #[label(primary, "too many from here on")]
    pub(crate) at: Span,
}
