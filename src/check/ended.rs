//! What runs at the end of rows: that they have an end at which it runs, that it does not write where it began, and that
//! nothing looks for rows at the start at which they end.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::event::BOOT,
    plan::{
        self, Scope, Trigger,
        walk::{self, Part},
    },
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

/// Whoever keeps rows until a start to tidy up after it finds none.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("rows of `{store}` are over at a start, before `on boot` looks for them")]
#[diagnostic(
    code("candor::retention::gone-at-boot"),
    help("write what is to be done with each of them into `on ended {store}`")
)]
pub(crate) struct GoneAtBoot {
    store: String,
    #[label(primary, "finds none")]
    at: Span,
    #[label("until then they are kept")]
    retain_at: Option<Span>,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for handler in &policy.handlers {
        if *handler.on.event == BOOT && !off(Saboteur::GoneAtBoot) {
            looks_too_late(policy, handler, findings);
        }
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

fn looks_too_late(policy: &Policy, handler: &Handler, findings: &mut Findings) {
    walk::walk(&handler.steps, &mut |part| {
        let Part::Query(query) = part else { return };
        let Some(store) = policy.store(query.store) else {
            return;
        };
        let mut clauses = store.node.retention.clauses.iter();
        if clauses.any(|clause| clause.trigger == Trigger::Boot && clause.after.ms <= 0) {
            findings.push(GoneAtBoot {
                store: store.node.name.clone(),
                at: query.span,
                retain_at: store.retain,
            });
        }
    });
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
