//! Measures that Candor takes: a policy that names one takes it.
//!
//! What `sealed-storage` and `key-apart` say is so for every bot. The others depend on what the handlers do.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Step, StepKind, all},
    resolve::Policy,
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{so}, so `{measure}` is not what the bot does")]
#[diagnostic(code("candor::claims::measure-not-taken"), help("{help}"))]
pub(crate) struct MeasureNotTaken {
    so: &'static str,
    measure: &'static str,
    help: &'static str,
    #[label(primary, "claimed here")]
    at: Span,
    #[label("notifies")]
    by: Option<Span>,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for measure in &policy.measures {
        let not_taken = match measure.node.id.as_deref() {
            Some("no-mentions") => notifies(policy).map(|by| MeasureNotTaken {
                so: "a message notifies people",
                measure: "no-mentions",
                help: "take `mentions=#true` out of the message, or the measure out of the policy",
                at: measure.name,
                by: Some(by),
            }),
            Some("hierarchy") => (!compares(policy)).then_some(MeasureNotTaken {
                so: "no command compares whom it acts on with the person who uses it",
                measure: "hierarchy",
                help: "give a `require` a `target=`, or take the measure out of the policy",
                at: measure.name,
                by: None,
            }),
            Some(_) | None => None,
        };
        if let Some(not_taken) = not_taken {
            findings.push(not_taken);
        }
    }
}

fn steps(policy: &Policy) -> impl Iterator<Item = &Step> {
    let commands = policy.commands.iter().map(|command| &command.body.steps);
    let handlers = policy.handlers.iter().map(|handler| &handler.steps);
    commands.chain(handlers).flat_map(|steps| all(steps))
}

/// A message that may notify people.
fn notifies(policy: &Policy) -> Option<Span> {
    let said = steps(policy).find_map(|step| match &step.kind {
        StepKind::Say { message, .. } => message.mentions.then_some(step.name),
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Do { .. }
        | StepKind::Then { .. } => None,
    });
    let mut sets = policy.command_sets.iter();
    said.or_else(|| {
        let set = sets.find(|set| set.reply.mentions);
        set.map(|set| set.span)
    })
}

/// A command that always compares: what stands in a branch is asked in some cases only.
fn compares(policy: &Policy) -> bool {
    let commands = policy.commands.iter();
    let mut steps = commands.flat_map(|command| &command.body.steps);
    steps.any(|step| match &step.kind {
        StepKind::Require { target, .. } => target.is_some(),
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Stop
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Then { .. } => false,
    })
}
