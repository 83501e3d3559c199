//! Direct messages that nobody asked for. Discord's Developer Policy lets no bot write to somebody unasked.
//!
//! Who uses a command or presses a button began it; what follows from that, a message to somebody else included, is the
//! deed of a person. A message to whoever joined, wrote or reacted is the bot's own. What runs at the end of a row may
//! remind the person who made the row with a command.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, Expr, Kind},
    resolve::{Handler, Policy},
    sabotage::{Saboteur, off},
    vocab::Span,
};

use super::writes::{self, Lets};

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
            if let Some(to) = step.kind.said().and_then(|(to, _)| to.person())
                && !asked_before(policy, handler, to)
                && !off(Saboteur::Unsolicited)
            {
                findings.push(DmUnsolicited {
                    at: step.name,
                    on_at: handler.name,
                });
            }
        }
    }
}

/// Whether it is a person of a row who made the row themself, by a command or a button.
fn asked_before(policy: &Policy, handler: &Handler, to: &Expr) -> bool {
    let Kind::Row(store, field) = Lets::of(handler).follow(to).kind else {
        return false;
    };
    let writes = writes::of(policy).into_iter();
    let mut written = writes.filter(|write| write.store == store);
    written.all(|write| {
        let given = write
            .value(field)
            .map(|given| Lets::of(write.handler).follow(given));
        given.is_none_or(|given| write.handler.on.event.is_asked_for() && given.is_actor())
    })
}
