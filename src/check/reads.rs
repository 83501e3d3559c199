//! What handlers read: an event's `reads=` is a limit, and the notice repeats it.
//!
//! The server and the channel are always known.

use std::collections::BTreeSet;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    resolve::{Policy, canonical, category_of},
    sabotage::{Saboteur, off},
    vocab::Span,
};

use super::flow::Flows;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` is read outside `reads=`")]
#[diagnostic(
    code("candor::flow::undeclared-read"),
    help("add `{name}` to `reads=`, or stop reading it")
)]
pub(crate) struct UndeclaredRead {
    name: String,
    #[label(primary, "read here")]
    at: Span,
    #[label("this event's limit")]
    on_at: Span,
}

pub(super) fn check(policy: &Policy, flows: &Flows, findings: &mut Findings) {
    for read in &flows.reads {
        // Events come first, in order; commands have no limit but their options.
        let Some(handler) = policy.handlers.get(read.handler) else {
            continue;
        };
        let (Some(reads), Some(source)) = (&handler.reads, flows.source(read.source)) else {
            continue;
        };
        let allowed: BTreeSet<_> = reads.iter().map(|one| canonical(&one.node)).collect();
        // What is told of the person of a row is read of that row.
        if category_of(&source.name).is_none() {
            continue;
        }
        let is_place = source.name.starts_with("guild.") || source.name == "channel.id";
        if is_place || allowed.contains(&source.name) || off(Saboteur::Reads) {
            continue;
        }
        let all = reads.iter().map(|one| one.span).reduce(Span::join);
        findings.push(UndeclaredRead {
            name: source.name.clone(),
            at: read.at,
            on_at: all.unwrap_or(handler.name),
        });
    }
}
