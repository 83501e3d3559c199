//! One event that tells of a departure deletes nothing: it may be wrong, late, or part of an attack (law 4).
//!
//! `member.left` in a `retain` waits, is taken back by a return, and is caught up with after an outage.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, Step, StepKind, StoreId, Trigger},
    resolve::{Handler, Policy, StoreDecl},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Span, Timestamp, Value},
};

use super::{
    known::{Known, Trust},
    writes::{self, Write},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::retention::outage-deletes"), help("{help}"))]
pub(crate) struct OutageDeletes {
    message: String,
    help: String,
    #[label(primary, "cannot be taken back")]
    at: Span,
    #[label("follows from one event")]
    on_at: Span,
    #[label("which writes what ends here")]
    through_at: Option<Span>,
}

impl OutageDeletes {
    fn new(store: &StoreDecl, does: &str, at: Span, on_at: Span) -> Self {
        let name = &store.node.name;
        let mut clauses = store.node.retention.clauses.iter();
        Self {
            message: format!("one event that somebody left {does} rows of `{name}`"),
            help: if clauses.any(|clause| clause.trigger == Trigger::MemberLeft) {
                "delete this step: `member.left` does it, once it is sure".to_owned()
            } else {
                format!("delete this step, and add `or member.left` to the `retain` of `{name}`")
            },
            at,
            on_at,
            through_at: None,
        }
    }
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for handler in policy.handlers.iter().filter(|one| tells_departure(one)) {
        for step in plan::all(&handler.steps) {
            if let Some((store, does)) = ends(&step.kind)
                && let Some(store) = policy.store(store)
            {
                findings.push(OutageDeletes::new(store, does, step.span, handler.name));
            }
        }
        let known = Known::of(policy, Trust::Allowed, handler);
        for write in writes::by(handler) {
            if let Some(store) = policy
                .store(write.store)
                .filter(|store| !store.is_journal())
                && let Some((does, at)) = undoes(store, &write, &known)
            {
                findings.push(OutageDeletes::new(store, does, at, handler.name));
            }
        }
    }
    for handler in &policy.handlers {
        let row = handler.on.store.and_then(|store| policy.store(store));
        let written = row.and_then(|row| by_departures(policy, row.node.id));
        let Some((step, on_at)) = written else {
            continue;
        };
        for deleting in plan::all(&handler.steps) {
            if let Some((store, does)) = ends(&deleting.kind)
                && let Some(store) = policy.store(store)
            {
                findings.push(OutageDeletes {
                    through_at: Some(step.span),
                    ..OutageDeletes::new(store, does, deleting.span, on_at)
                });
            }
        }
    }
}

fn tells_departure(handler: &Handler) -> bool {
    handler.on.event.departs
}

fn ends(step: &StepKind) -> Option<(StoreId, &'static str)> {
    let does = if step.finishes().is_some() {
        "ends"
    } else {
        "deletes"
    };
    step.ended()
        .map(|query| (query.store, does))
        .unless(Saboteur::DepartureDeletes)
}

/// A change that leaves no way back: a field is emptied, or says when the row is over.
fn undoes(store: &StoreDecl, write: &Write, known: &Known) -> Option<(&'static str, Span)> {
    if write.makes {
        return None;
    }
    let mut clauses = store.node.retention.clauses.iter();
    write.values().find_map(|(id, value)| {
        if id.0 < store.node.key_len {
            return None;
        }
        if clauses.any(|clause| clause.trigger.field() == Some(id))
            && !off(Saboteur::DepartureSaysWhen)
        {
            return Some(("says when to end", value.span));
        }
        let field = store.node.fields.get(id.0 as usize)?;
        let value_of = known.value(value)?;
        let is_empty = [
            Value::None,
            Value::Text(String::new()),
            Value::Int(0),
            Value::Instant(Timestamp(0)),
        ]
        .contains(&value_of)
            || field.default.as_ref() == Some(&value_of);
        is_empty
            .then_some(("empties", value.span))
            .unless(Saboteur::DepartureEmpties)
    })
}

/// The step that writes rows of a store, where only departures do, and what that follows from.
fn by_departures(policy: &Policy, store: StoreId) -> Option<(&Step, Span)> {
    let writes = writes::of(policy);
    let mut writes = writes.into_iter().filter(|write| write.store == store);
    let first = writes.next()?;
    let all = tells_departure(first.handler) && writes.all(|write| tells_departure(write.handler));
    all.then_some((first.step, first.handler.name))
        .unless(Saboteur::DepartureLater)
}
