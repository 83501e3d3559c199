//! Answers that a command seems to hide and does not: who sees one is said where it is given.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Step, To, all},
    resolve::Policy,
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{command}` says `ephemeral=#true`, and this answers in public")]
#[diagnostic(
    code("candor::discord::answers-in-public"),
    severity(Warning),
    help("write `reply ephemeral=#true`")
)]
pub(crate) struct AnswersInPublic {
    command: String,
    #[label(primary, "everybody in the channel sees it")]
    at: Span,
}

/// A command with answers of both kinds knows that they are its own.
pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let hides = policy
        .commands
        .iter()
        .filter(|one| one.ephemeral == Some(true));
    for command in hides {
        let answers = all(&command.body.steps).filter_map(|step| Some((step, is_hidden(step)?)));
        let answers: Vec<_> = answers.collect();
        if answers.iter().any(|(_, hidden)| *hidden) {
            continue;
        }
        for (step, _) in answers {
            findings.push(AnswersInPublic {
                command: command.title(),
                at: step.name,
            });
        }
    }
}

/// Whether only who asked sees an answer; none of what is no answer.
fn is_hidden(step: &Step) -> Option<bool> {
    match step.kind.said() {
        Some((To::Reply { ephemeral }, _)) => Some(*ephemeral),
        Some((To::Channel(_) | To::ModLog | To::Operators | To::Dm(_) | To::Edit(_), _)) | None => {
            None
        }
    }
}
