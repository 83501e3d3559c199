//! Direct messages that nobody asked for. Discord's Developer Policy lets no bot write to somebody unasked.
//!
//! Who uses a command or presses a button began it; what follows from that, a message to somebody else included, is the
//! deed of a person. A message to whoever joined, wrote or reacted is the bot's own. What a row ends may remind the person who
//! made the row with a command.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, Expr, FieldId, Kind, StepKind, StoreId, To},
    resolve::{Handler, Policy},
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("this writes to somebody who asked for nothing")]
#[diagnostic(
    code("candor::discord::dm-unsolicited"),
    severity(Warning),
    help("use `send to=…`, or write only after a command or a button")
)]
pub(crate) struct DmUnsolicited {
    #[label(primary, "nobody asked for this")]
    at: Span,
    #[label("this only happens")]
    on_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for handler in &policy.handlers {
        if handler.on.event.is_asked_for() {
            continue;
        }
        for step in plan::all(&handler.steps) {
            if let Some(to) = written_to(&step.kind)
                && !asked_before(policy, handler, to)
            {
                findings.push(DmUnsolicited {
                    at: step.name,
                    on_at: handler.name,
                });
            }
        }
    }
}

fn written_to(kind: &StepKind) -> Option<&Expr> {
    match kind {
        StepKind::Say { to, .. } => match to {
            To::Dm(to) => Some(to),
            To::Reply { .. } | To::Channel(_) | To::ModLog => None,
        },
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
    }
}

/// Whether it is a person of a row who made the row themself, by a command or a button.
fn asked_before(policy: &Policy, handler: &Handler, to: &Expr) -> bool {
    let Kind::Row(store, field) = bound(handler, to).kind else {
        return false;
    };
    let bodies = policy.commands.iter().map(|command| &command.body);
    let mut written = policy.handlers.iter().chain(bodies).flat_map(|handler| {
        let steps = plan::all(&handler.steps);
        steps.filter_map(move |step| Some((handler, given(&step.kind, store, field)?)))
    });
    let by_themself =
        |(handler, given): (&Handler, &Expr)| handler.on.event.is_asked_for() && given.is_actor();
    written.all(by_themself)
}

/// What a name of the handler stands for.
fn bound<'p>(handler: &'p Handler, of: &'p Expr) -> &'p Expr {
    let mut bindings = plan::all(&handler.steps).filter_map(|step| step.kind.binds());
    let found = bindings.find(|(slot, _)| of.kind == Kind::Local(*slot));
    found.map_or(of, |(_, value)| value)
}

/// What a step writes into a field, or looks a row up by.
fn given(kind: &StepKind, store: StoreId, field: FieldId) -> Option<&Expr> {
    match kind {
        StepKind::Insert { store: of, values } if *of == store => of_field(values, field),
        StepKind::Update {
            store: of,
            key,
            values,
        } if *of == store => key
            .get(field.0 as usize)
            .or_else(|| of_field(values, field)),
        StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Then { .. } => None,
    }
}

fn of_field(values: &[(FieldId, Expr)], field: FieldId) -> Option<&Expr> {
    let found = values.iter().find(|(of, _)| *of == field);
    found.map(|(_, value)| value)
}
