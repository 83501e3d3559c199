//! What runs at the end of rows: that they have an end at which it runs, and that it does not write where it began.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, Scope},
    resolve::{Handler, Policy, StoreDecl},
    sabotage::{Saboteur, off},
    vocab::Span,
};

/// Rows that only go with a server, with a member or by a handler.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the time of a row of `{store}` is never over")]
#[diagnostic(
    code("candor::retention::never-ended"),
    help(
        "add a time to the `retain` of `{store}`, such as `or age > 30d`, or delete the `on ended`"
    )
)]
pub(crate) struct NeverEnded {
    store: String,
    #[label(primary, "never runs")]
    at: Span,
    #[label("what goes like this does not end")]
    retain_at: Span,
}

/// A row that begins when one ends would never let go.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("what runs at the end of a row of `{store}` changes `{store}`")]
#[diagnostic(
    code("candor::retention::ended-writes-itself"),
    help("write to another store, or give the row more time with a write before its end")
)]
pub(crate) struct EndedWritesItself {
    store: String,
    #[label(primary, "changes the rows that end")]
    at: Span,
    #[label("runs at their end")]
    on_at: Span,
}

/// Features and channels belong to servers.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a row of `{store}` belongs to no server, in which something could run at its end")]
#[diagnostic(
    code("candor::retention::ended-without-server"),
    help("write `scope=guild`, or delete the `on ended`")
)]
pub(crate) struct EndedWithoutServer {
    store: String,
    #[label(primary, "in which server?")]
    at: Span,
    #[label("declared here")]
    declared_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for handler in &policy.handlers {
        let Some(store) = handler.on.store.and_then(|store| policy.store(store)) else {
            continue;
        };
        ends(store, handler, findings);
        for step in plan::all(&handler.steps) {
            let writes = step.kind.changes().or(step.kind.finishes());
            if writes == Some(store.node.id) && !off(Saboteur::EndedAgain) {
                findings.push(EndedWritesItself {
                    store: store.node.name.clone(),
                    at: step.span,
                    on_at: handler.name,
                });
            }
        }
    }
}

fn ends(store: &StoreDecl, handler: &Handler, findings: &mut Findings) {
    let name = store.node.name.clone();
    if store.node.scope != Scope::Guild {
        findings.push(EndedWithoutServer {
            store: name,
            at: handler.name,
            declared_at: store.name,
        });
        return;
    }
    let clauses = &store.node.retention.clauses;
    let mut ends = clauses.iter().map(|clause| clause.trigger.length().fires);
    // A clause that was not understood may be one.
    let all = clauses.len() == store.clauses.len() && !clauses.is_empty();
    if let Some(retain_at) = store.retain.filter(|_| all)
        && !ends.any(|fires| fires)
        && store.node.keep.is_none()
    {
        findings.push(NeverEnded {
            store: name,
            at: handler.name,
            retain_at,
        });
    }
}
