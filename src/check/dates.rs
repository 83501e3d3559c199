//! Dates that contradict each other: a notice is as old as its last change.

use miette::Diagnostic;
use thiserror::Error;

use crate::{finding::Findings, resolve::Policy, vocab::Span};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the policy was last changed on {updated}, and a change of {changed} is listed")]
#[diagnostic(
    code("candor::rights::dates-out-of-order"),
    help("write `updated=\"{changed}\"`, or correct the date of the change")
)]
pub(crate) struct DatesOutOfOrder {
    updated: String,
    changed: String,
    #[label(primary, "older than its last change")]
    at: Span,
    #[label("the change")]
    change_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let Some(header) = &policy.header else {
        return;
    };
    // Days are written so that their order is that of their letters.
    let newest = policy.changes.iter().max_by_key(|change| &change.node.date);
    if let Some(newest) = newest.filter(|newest| newest.node.date > header.updated) {
        findings.push(DatesOutOfOrder {
            updated: header.updated.clone(),
            changed: newest.node.date.clone(),
            at: header.span,
            change_at: newest.span,
        });
    }
}
