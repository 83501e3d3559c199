//! Clauses of a retention that change nothing, and a setting that can end every row at once.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Clause, Trigger},
    resolve::{Policy, StoreDecl},
    vocab::{Duration, Span},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("this clause of the `retain` of {what} changes nothing: another always ends a row before")]
#[diagnostic(
    code("candor::retention::shadowed-retention"),
    severity(Warning),
    help("delete this clause")
)]
pub(crate) struct ShadowedRetention {
    what: String,
    #[label(primary, "never counts")]
    at: Span,
    #[label("always comes first")]
    first_at: Span,
}

/// A server's choice, made by a slip, that no `/config` takes back.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a server that sets `{setting}` to nothing deletes every row of `{store}` at once")]
#[diagnostic(
    code("candor::retention::ends-all"),
    severity(Warning),
    help("say the least that makes sense: `min=\"1d\"`")
)]
pub(crate) struct EndsAll {
    setting: String,
    store: String,
    #[label(primary, "may be no time at all")]
    at: Span,
    #[label("rows are kept for as long as it says")]
    clause_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for store in policy.stores.iter().filter(|store| !store.is_journal()) {
        let clauses = &store.node.retention.clauses;
        let what = format!("`{}`", store.node.name);
        shadows(policy, &what, clauses, &store.clauses, findings);
        settings(policy, store, findings);
    }
    if let Some(retention) = &policy.settings_retention {
        let (clauses, spans) = (&retention.clauses, &policy.settings_clauses);
        shadows(policy, "the settings", clauses, spans, findings);
    }
}

fn shadows(
    policy: &Policy,
    what: &str,
    clauses: &[Clause],
    spans: &[Span],
    findings: &mut Findings,
) {
    for (i, (later, at)) in clauses.iter().zip(spans).enumerate() {
        let mut others = clauses.iter().zip(spans).enumerate();
        let first = others.find(|(j, (first, _))| {
            // Of two that say the same, the second is one too many.
            let same = *first == later;
            *j != i && is_before(policy, first, later) && (!same || *j < i)
        });
        if let Some((_, (_, first_at))) = first {
            findings.push(ShadowedRetention {
                what: what.to_owned(),
                at: *at,
                first_at: *first_at,
            });
        }
    }
}

/// Whether `first` always ends a row no later than `later`.
fn is_before(policy: &Policy, first: &Clause, later: &Clause) -> bool {
    let is_same = first.trigger == later.trigger;
    if is_same {
        return first.after <= later.after;
    }
    // An erasure ends every row, whatever its policy says.
    if later.trigger == Trigger::Erased {
        return true;
    }
    let Some((_, most)) = since_made(policy, first) else {
        return false;
    };
    // What was last written was made no later.
    let least = if later.trigger == Trigger::EntryIdle {
        Some(later.after)
    } else {
        since_made(policy, later).map(|(least, _)| least)
    };
    most.zip(least).is_some_and(|(most, least)| most <= least)
}

/// The least and the most time that a clause gives a row from its making on.
fn since_made(policy: &Policy, clause: &Clause) -> Option<(Duration, Option<Duration>)> {
    if clause.trigger == Trigger::Age {
        return Some((clause.after, Some(clause.after)));
    }
    let setting = policy.settings.get(clause.trigger.setting()?.0 as usize)?;
    let length = |ms: i64| Duration {
        ms: ms.saturating_add(clause.after.ms),
    };
    let least = length(setting.node.min.unwrap_or_default());
    Some((least, setting.node.max.map(length)))
}

fn settings(policy: &Policy, store: &StoreDecl, findings: &mut Findings) {
    for (clause, at) in store.node.retention.clauses.iter().zip(&store.clauses) {
        let setting = clause.trigger.setting();
        let setting = setting.and_then(|id| policy.settings.get(id.0 as usize));
        let Some(setting) = setting else {
            continue;
        };
        let least = setting.node.min.unwrap_or_default();
        if least <= 0 && clause.after <= Duration::default() {
            findings.push(EndsAll {
                setting: setting.node.name.clone(),
                store: store.node.name.clone(),
                at: setting.name,
                clause_at: *at,
            });
        }
    }
}
