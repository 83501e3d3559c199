//! Messages that are deleted for what they say: a harmless one can be changed into another later.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{
        Event,
        deed::DELETE_MESSAGE,
        event::{MESSAGE, MESSAGE_EDIT},
        source::MESSAGE_CONTENT,
    },
    plan::{self, Kind},
    resolve::{Handler, Policy},
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a message is deleted for what it says, and what it says can be changed later")]
#[diagnostic(
    code("candor::discord::edits-unseen"),
    severity(Warning),
    help("let edits share the steps: `on message message-edit {{ … }}`")
)]
pub(crate) struct EditsUnseen {
    #[label(primary, "only new messages are deleted")]
    at: Span,
    #[label("edits are not looked at here")]
    on_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for handler in of(policy, &MESSAGE) {
        let Some(at) = deletes(handler).filter(|_| decides_by_content(handler)) else {
            continue;
        };
        let mut edits = of(policy, &MESSAGE_EDIT);
        let sees = |edit: &Handler| decides_by_content(edit) && deletes(edit).is_some();
        if !edits.any(|edit| edit.feature == handler.feature && sees(edit)) {
            findings.push(EditsUnseen {
                at,
                on_at: handler.name,
            });
        }
    }
}

fn of<'p>(policy: &'p Policy, event: &'static Event) -> impl Iterator<Item = &'p Handler> {
    let handlers = policy.handlers.iter();
    handlers.filter(move |handler| handler.on.event == event)
}

/// The first step that deletes a message.
fn deletes(handler: &Handler) -> Option<Span> {
    let mut steps = plan::all(&handler.steps);
    let found = steps.find(|step| step.kind.deed() == Some(&DELETE_MESSAGE))?;
    Some(found.name)
}

/// Whether what somebody wrote decides about steps, by itself or by way of a `let`.
fn decides_by_content(handler: &Handler) -> bool {
    let mut all = plan::all(&handler.steps).filter_map(|step| step.kind.decider());
    all.any(|decider| {
        decider.any(|part| {
            if let Kind::Told(source) = part.kind {
                return *source == MESSAGE_CONTENT;
            }
            false
        })
    })
}
