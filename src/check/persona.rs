//! Names under which the bot posts, where the policy writes them out: Discord takes some from nobody, and a name that
//! looks like a value was meant to be one.
//!
//! What a name is only at run time is answered there.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::text::{PERSONA_CHARS_MAX, Unfit, unfit},
    plan::walk::{Part, walk},
    resolve::Policy,
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::discord::persona-name"), help("{help}"))]
pub(crate) struct PersonaName {
    message: String,
    help: String,
    #[label(primary, "posts under this name")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for handler in policy.bodies() {
        walk(&handler.steps, &mut |part| {
            let Part::Step(step) = part else {
                return;
            };
            let persona = step.kind.message().and_then(|one| one.persona.as_ref());
            let name = persona.and_then(|persona| persona.name.literal());
            if let Some((message, help)) = name.and_then(|name| wrong(&name)) {
                findings.push(PersonaName {
                    message,
                    help,
                    at: step.name,
                });
            }
        });
    }
}

fn wrong(name: &str) -> Option<(String, String)> {
    Some(match unfit(name) {
        Some(Unfit::Empty) => (
            "a name under which something is posted is not empty".to_owned(),
            "write the name, or delete `persona`".to_owned(),
        ),
        Some(Unfit::TooLong) => (
            format!("Discord takes names of at most {PERSONA_CHARS_MAX} characters"),
            "shorten it".to_owned(),
        ),
        Some(Unfit::Forbidden(word)) => (
            format!("Discord lets nobody post under a name that has `{word}` in it, or is that"),
            "choose another name".to_owned(),
        ),
        None if is_path(name) => (
            format!("this posts under the name `{name}` as it stands here"),
            format!("write `{{{name}}}` for the value"),
        ),
        None => return None,
    })
}

/// `row.name`, as values are written.
fn is_path(name: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    name.contains('.') && name.split('.').all(is_word)
}
