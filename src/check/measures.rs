//! Measures that Candor takes: a policy that names one takes it.
//!
//! What `sealed-storage` and `key-apart` say is so for every bot. The others depend on what the handlers do.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, StepKind},
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

/// A message that may notify people.
fn notifies(policy: &Policy) -> Option<Span> {
    let mut steps = policy.bodies().flat_map(|body| plan::all(&body.steps));
    let said = steps.find_map(|step| {
        let message = step.kind.message()?;
        message.mentions.then_some(step.name)
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
        | StepKind::Limit { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_)
        | StepKind::Then { .. } => false,
    })
}
