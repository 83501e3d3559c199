//! Backups at each start: none outlives what it holds.
//!
//! What is counted is a time that a policy promises: `age`, `entry.idle`, and what follows the end of a flow. With a
//! server or a member their secrets go, and with those what backups hold about them. A store that is kept until `boot`
//! is in no backup.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::Trigger,
    resolve::{Policy, StoreDecl},
    vocab::{Duration, Span},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("backups are kept for {age}, and rows of `{store}` for {shortest}")]
#[diagnostic(code("candor::retention::backup-outlives"), help("{help}"))]
pub(crate) struct BackupOutlives {
    age: Duration,
    store: String,
    shortest: String,
    help: String,
    #[label(primary, "outlives what it holds")]
    at: Span,
    #[label("over by then")]
    clause_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let Some(backup) = &policy.backup else {
        return;
    };
    let age = backup.node.max_age;
    for store in &policy.stores {
        if let Some((shortest, clause_at)) = shortest(store)
            && shortest < age
        {
            let name = &store.node.name;
            let leave_out =
                format!("add `or boot` to the `retain` of `{name}`, which leaves it out");
            let (shortest, help) = if shortest.ms > 0 {
                let help = format!("write `max-age=\"{shortest}\"`, or {leave_out}");
                (shortest.to_string(), help)
            } else {
                ("no longer than their flow".to_owned(), leave_out)
            };
            findings.push(BackupOutlives {
                age,
                store: name.clone(),
                shortest,
                help,
                at: backup.name,
                clause_at,
            });
        }
    }
}

fn shortest(store: &StoreDecl) -> Option<(Duration, Span)> {
    let clauses = store.node.retention.clauses.iter();
    let is_left_out =
        |clause: &crate::plan::Clause| clause.trigger == Trigger::Boot && clause.after.ms <= 0;
    if clauses.clone().any(is_left_out) {
        return None;
    }
    let counted = clauses.zip(&store.clauses).filter(|(clause, _)| {
        matches!(
            clause.trigger,
            Trigger::Age | Trigger::EntryIdle | Trigger::FlowEnded
        )
    });
    counted
        .map(|(clause, at)| (clause.after, *at))
        .min_by_key(|(after, _)| *after)
}
