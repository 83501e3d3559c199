//! What can be wrong with the parts of a node, and the findings that policies make of it.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    syntax::ast::Scalar,
    vocab::{Span, Spanned},
};

use super::value::is_on_one_line;

/// What a reader found, before a language gives it a code.
#[derive(Debug)]
pub(crate) enum Fault {
    UnknownNode(UnknownNode),
    UnknownProperty(UnknownProperty),
    Repeated(Repeated),
    PropertyAlone(PropertyAlone),
    TooManyValues(TooManyValues),
    /// A value that the node needs is not there: its `first`.
    Lacks {
        of: String,
        nth: &'static str,
        help: String,
        at: Span,
    },
    /// Something else that the node needs is not there.
    Missing(Missing),
    WrongValue(WrongValue),
}

/// How a language tells a fault.
pub(crate) type Tell = fn(Fault, &mut Findings);

/// Policies tell faults as findings of this room.
pub(crate) fn in_a_policy(fault: Fault, findings: &mut Findings) {
    match fault {
        Fault::UnknownNode(fault) => findings.push(fault),
        Fault::UnknownProperty(fault) => findings.push(fault),
        Fault::Repeated(fault) => findings.push(fault),
        Fault::PropertyAlone(fault) => findings.push(fault),
        Fault::TooManyValues(fault) => findings.push(fault),
        Fault::Lacks { of, nth, help, at } => findings.push(Missing {
            message: format!("{of} lacks its {nth} value"),
            help,
            at,
        }),
        Fault::Missing(fault) => findings.push(fault),
        Fault::WrongValue(fault) => findings.push(fault),
    }
}

/// KDL keeps what it does not know; a policy must not.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::syntax::unknown-node"), help("{help}"))]
pub(crate) struct UnknownNode {
    pub(crate) message: String,
    pub(crate) name: String,
    pub(crate) help: String,
    #[label(primary, "not known here")]
    pub(crate) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{of} has no property `{name}`")]
#[diagnostic(code("candor::syntax::unknown-property"), help("{help}"))]
pub(crate) struct UnknownProperty {
    pub(crate) of: String,
    pub(crate) name: String,
    pub(crate) help: String,
    #[label(primary, "not known here")]
    pub(crate) at: Span,
}

/// KDL keeps the last of what is repeated; a policy must not.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{what} is given twice")]
#[diagnostic(code("candor::syntax::repeated"), help("keep one of the two"))]
pub(crate) struct Repeated {
    pub(crate) what: String,
    #[label(primary, "given again")]
    pub(crate) at: Span,
    #[label("first here")]
    pub(crate) first_at: Span,
}

impl Repeated {
    pub(crate) fn new(what: &str, at: Span, first_at: Span) -> Self {
        Self {
            what: what.to_owned(),
            at,
            first_at,
        }
    }
}

/// A property's name among the values: `subject` for `subject=#true`.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` is a property of {of}, and stands here alone")]
#[diagnostic(
    code("candor::syntax::property-alone"),
    help("write `{name}={example}`")
)]
pub(crate) struct PropertyAlone {
    pub(crate) of: String,
    pub(crate) name: String,
    pub(crate) example: &'static str,
    #[label(primary, "without a value")]
    pub(crate) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::syntax::too-many-values"), help("{help}"))]
pub(crate) struct TooManyValues {
    pub(crate) message: String,
    pub(crate) help: String,
    /// As written.
    pub(crate) value: String,
    #[label(primary, "one too many")]
    pub(crate) at: Span,
}

/// A node lacks something without which it means nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::syntax::missing"), help("{help}"))]
pub(crate) struct Missing {
    pub(crate) message: String,
    pub(crate) help: String,
    #[label(primary, "something is missing here")]
    pub(crate) at: Span,
}

impl Missing {
    pub(crate) fn new(message: impl Into<String>, help: &str, at: Span) -> Self {
        Self {
            message: message.into(),
            help: help.to_owned(),
            at,
        }
    }
}

/// A value is written in another form than its place asks for.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::syntax::wrong-value"), help("{help}"))]
pub(crate) struct WrongValue {
    pub(crate) message: String,
    pub(crate) label: &'static str,
    pub(crate) help: String,
    /// As written.
    pub(crate) given: String,
    /// `a text in quotes`
    pub(crate) wanted: String,
    #[label(primary, "{label}")]
    pub(crate) at: Span,
}

impl WrongValue {
    /// `what` names the place: `` `about` ``.
    pub(crate) fn new(what: &str, wanted: &str, found: &Spanned<Scalar>) -> Self {
        let shown = match &found.node {
            Scalar::Text(written) if !is_on_one_line(&written.text) => {
                "one with a line break or a control character".to_owned()
            }
            Scalar::Text(written) => format!("the text `{}`", written.text),
            Scalar::Int(number) => format!("the number `{number}`"),
            Scalar::Bool(_) | Scalar::Null => format!("`{}`", found.node),
        };
        let help = match (&found.node, wanted) {
            (Scalar::Int(number), "a text in quotes") => format!("write `\"{number}\"`"),
            (Scalar::Text(written), "`#true` or `#false`")
                if matches!(written.text.as_str(), "true" | "false") =>
            {
                format!("write `#{}`", written.text)
            }
            (Scalar::Text(written), _)
                if wanted.contains("number") && written.text.parse::<i64>().is_ok() =>
            {
                format!("write `{}` without quotes", written.text)
            }
            _ => format!("write {wanted}"),
        };
        Self {
            message: format!("{what} is {wanted}, and this is {shown}"),
            label: "does not fit",
            help,
            given: found.node.to_string(),
            wanted: wanted.to_owned(),
            at: found.span,
        }
    }

    /// A word that is not one of its kind: `` `tomorrow` is not a date ``.
    pub(crate) fn word(
        word: &Spanned<String>,
        wanted: &str,
        label: &'static str,
        help: &str,
    ) -> Self {
        Self {
            message: format!("`{}` is not {wanted}", word.node),
            label,
            help: help.to_owned(),
            given: word.node.clone(),
            wanted: wanted.to_owned(),
            at: word.span,
        }
    }
}
