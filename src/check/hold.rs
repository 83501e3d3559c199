//! Holds: they hold something back, and only a command that not everybody may use sees it.

use std::collections::BTreeSet;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{StoreId, Trigger, walk::walk},
    resolve::{Command, Policy},
    sabotage::{Saboteur, off},
    vocab::Span,
};

use super::authority::PrivilegedUnguarded;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::retention::holds-nothing"), help("{help}"))]
pub(crate) struct HoldsNothing {
    message: String,
    help: &'static str,
    #[label(primary, "changes nothing")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for store in &policy.stores {
        let mut clauses = store.node.retention.clauses.iter();
        if let (Some(at), Some(_)) = (store.hold, store.retain)
            && !clauses.any(|clause| clause.trigger == Trigger::MemberLeft)
        {
            findings.push(HoldsNothing {
                message: format!(
                    "nothing of `{}` is deleted because a member left",
                    store.node.name
                ),
                help: "add `member.left` to its `retain`, or delete the `hold`",
                at,
            });
        }
    }
    for command in &policy.commands {
        let Some(at) = command.reads_held else {
            continue;
        };
        if read_by(policy, command).is_empty() {
            if !command.body.understood {
                continue;
            }
            findings.push(HoldsNothing {
                message: format!("{} reads no store that has a `hold`", command.title()),
                help: "delete `reads-held=#true`",
                at,
            });
        } else if command.permissions.is_empty() && !off(Saboteur::HeldForAll) {
            findings.push(PrivilegedUnguarded::new(
                "rows about members who left are read at the command of anybody".to_owned(),
                "add `permission=…` to the command",
                "read for anybody who asks",
                at,
                command.body.name,
            ));
        }
    }
}

/// Stores with a hold whose rows this command sees, also where only the hold keeps them.
#[must_use]
pub fn read_by(policy: &Policy, command: &Command) -> Vec<StoreId> {
    let mut read = BTreeSet::new();
    walk(&command.body.steps, &mut |part| {
        read.extend(part.reads().map(|(store, _)| store));
    });
    let has_hold = |id: &StoreId| policy.store(*id).is_some_and(|store| store.hold.is_some());
    let asked = command.reads_held.is_some();
    read.into_iter()
        .filter(|id| asked && has_hold(id))
        .collect()
}
