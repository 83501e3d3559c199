//! Backups at each start: none outlives what it holds.
//!
//! What is counted is a time that a policy promises: `age`, `entry.idle`, and what follows the end of a flow, the time
//! in a field or the switch of a feature. With a server or a member their secrets go, and with those what backups hold
//! about them. A store that is kept until `boot` is in no backup, and with `short=left-out` none that would have to be gone
//! before it. Settings are in each.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Clause, Trigger},
    resolve::Policy,
    sabotage::{Saboteur, off},
    vocab::{Duration, Span},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("backups are kept for {age}, and {what} for {shortest}")]
#[diagnostic(code("candor::retention::backup-outlives"), help("{help}"))]
pub(crate) struct BackupOutlives {
    age: Duration,
    what: String,
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
    let mut compare = |what: String,
                       shortest: Option<(Duration, &'static str, Span)>,
                       leave_out: Option<String>| {
        let Some((shortest, at_once, clause_at)) =
            shortest.filter(|(shortest, _, _)| *shortest < age && !off(Saboteur::BackupAge))
        else {
            return;
        };
        let shorten = (shortest.ms > 0).then(|| format!("write `max-age=\"{shortest}\"`"));
        let ways: Vec<String> = shorten.into_iter().chain(leave_out).collect();
        findings.push(BackupOutlives {
            age,
            what,
            shortest: if shortest.ms > 0 {
                shortest.to_string()
            } else {
                at_once.to_owned()
            },
            help: ways.join(", or "),
            at: backup.name,
            clause_at,
        });
    };
    for store in &policy.stores {
        if backup.node.leaves_out {
            continue;
        }
        // An entry that keeps nothing of anybody is no promise.
        if store.is_journal() && store.node.fields.len() == 1 {
            continue;
        }
        let (name, clauses) = (&store.node.name, &store.node.retention.clauses);
        let is_left_out = |clause: &Clause| clause.trigger == Trigger::Boot && clause.after.ms <= 0;
        if !clauses.iter().any(is_left_out) {
            compare(
                format!("rows of `{name}`"),
                shortest(clauses, &store.clauses),
                Some("add `short=left-out`, which leaves it out".to_owned()),
            );
        }
    }
    if let Some(retention) = &policy.settings_retention {
        let shortest = shortest(&retention.clauses, &policy.settings_clauses);
        compare("the settings of a server".to_owned(), shortest, None);
    }
}

fn shortest(clauses: &[Clause], spans: &[Span]) -> Option<(Duration, &'static str, Span)> {
    let clauses = clauses.iter().zip(spans);
    let counted = clauses.filter_map(|(clause, at)| {
        let at_once = clause.trigger.length().in_backups?;
        Some((clause.after, at_once, *at))
    });
    counted.min_by_key(|(after, _, _)| *after)
}
