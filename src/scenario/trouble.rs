//! Findings about scenario files: said before anything runs.

use miette::Diagnostic;
use thiserror::Error;

use crate::{syntax::closest, vocab::Span};

/// A step, an expectation or a property that the scenario language does not have.
#[derive(Debug, Error, Diagnostic)]
#[error("there is no {kind} `{word}` here")]
#[diagnostic(code("candor::scenario::unknown-word"))]
pub(super) struct UnknownWord {
    pub kind: &'static str,
    pub word: String,
    #[label(primary, "not known")]
    pub at: Span,
    #[help]
    pub help: String,
}

/// Somebody or something that is neither in the scenario's world nor in the policy.
#[derive(Debug, Error, Diagnostic)]
#[error("there is no {kind} `{name}`{place}")]
#[diagnostic(code("candor::scenario::unknown-name"))]
pub(super) struct UnknownName {
    pub kind: &'static str,
    pub name: String,
    /// Empty, or such as ` in the policy`.
    pub place: String,
    #[label(primary, "not known")]
    pub at: Span,
    #[help]
    pub help: String,
}

#[derive(Debug, Error, Diagnostic)]
#[error("{what} is missing")]
#[diagnostic(code("candor::scenario::missing"))]
pub(super) struct Missing {
    pub what: String,
    #[label(primary, "here")]
    pub at: Span,
    #[help]
    pub help: String,
}

#[derive(Debug, Error, Diagnostic)]
#[error("`{given}` is not {wanted}")]
#[diagnostic(code("candor::scenario::wrong-value"))]
pub(super) struct WrongValue {
    pub given: String,
    pub wanted: String,
    #[label(primary, "this value")]
    pub at: Span,
    #[help]
    pub help: String,
}

#[derive(Debug, Error, Diagnostic)]
#[error("a second {kind} is called `{name}`")]
#[diagnostic(code("candor::scenario::duplicate"), help("give it a name of its own"))]
pub(super) struct Duplicate {
    pub kind: &'static str,
    pub name: String,
    #[label(primary, "again")]
    pub at: Span,
    #[label("first here")]
    pub first_at: Span,
}

/// Such a scenario would pass whatever the bot does.
#[derive(Debug, Error, Diagnostic)]
#[error("scenario `{name}` expects nothing, so it can never fail")]
#[diagnostic(
    code("candor::scenario::no-expect"),
    help("say what must be true at the end, such as `expect reply contains=\"…\"`")
)]
pub(super) struct NoExpect {
    pub name: String,
    #[label(primary, "nothing is expected")]
    pub at: Span,
}

/// `did you mean …`, or the list to choose from.
pub(super) fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match closest(word, known.iter().copied()) {
        Some(one) => format!("did you mean `{one}`?"),
        None if known.is_empty() => "nothing of that kind exists here".to_owned(),
        None => {
            let list: Vec<String> = known
                .iter()
                .take(24)
                .map(|one| format!("`{one}`"))
                .collect();
            format!("known here: {}", list.join(", "))
        }
    }
}
