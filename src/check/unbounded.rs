//! Ends that come: a row has one that does not depend on what somebody happens to do, or its policy says why not.
//!
//! Which clauses come is said by each length's row (`lexicon::length::Comes`). What only a connected bot sees ends for
//! rows of a server with the bot's removal at the latest; `parting` adds that clause, and `lower` takes it over.
//!
//! INVARIANT: without findings from here, every row of an accepted policy has an end that comes, or its notice says that
//! it lasts until it is erased, and why.

use std::collections::BTreeSet;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::length::Comes,
    plan::{self, Clause, EraseRule, Scope, StoreId, Trigger},
    resolve::{Policy, StoreDecl},
    sabotage::{Saboteur, off},
    vocab::{Duration, Span},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::retention::unbounded-retention"), help("{help}"))]
pub(crate) struct UnboundedRetention {
    message: String,
    help: String,
    label: &'static str,
    #[label(primary, "{label}")]
    at: Span,
}

/// What is longer than anybody lives is no end.
const LIFETIME: Duration = Duration::days(36_525);

/// `told` are stores of which a clause has a finding already.
pub(super) fn check(policy: &Policy, told: &BTreeSet<StoreId>, findings: &mut Findings) {
    for store in &policy.stores {
        if store.is_journal() || !store.retain_known || told.contains(&store.node.id) {
            continue;
        }
        if let Some(retain_at) = store.retain {
            reason(store, retain_at, findings);
            bounded(policy, store, findings);
        }
    }
    // `until erased` has a finding already: nobody could erase settings.
    let needs_none = |settings: &&plan::Retention| {
        let is_erased = |clause: &Clause| clause.trigger == Trigger::Erased;
        settings.reason.is_some() && !settings.clauses.iter().any(is_erased)
    };
    if policy
        .settings_retention
        .as_ref()
        .is_some_and(|one| needs_none(&one))
        && let Some(at) = policy.settings_clauses.first()
    {
        findings.push(needless("settings", *at));
    }
}

/// A reason stands beside `until erased`, and nowhere else.
fn reason(store: &StoreDecl, retain_at: Span, findings: &mut Findings) {
    let retention = &store.node.retention;
    let is_erased = |clause: &&Clause| clause.trigger == Trigger::Erased;
    let says_why = retention.reason.as_ref();
    let says_why = says_why.is_some_and(|reason| !reason.trim().is_empty());
    match (retention.clauses.iter().find(is_erased), says_why) {
        (Some(_), false) => findings.push(UnboundedRetention {
            message: format!(
                "`{}` is kept until it is erased, and the policy does not say why",
                store.node.name
            ),
            help: "add `reason=\"…\"`, which the notice shows".to_owned(),
            label: "why so long?",
            at: retain_at,
        }),
        (None, true) => findings.push(needless(&format!("`{}`", store.node.name), retain_at)),
        (Some(_), true) | (None, false) => {}
    }
}

fn needless(what: &str, at: Span) -> UnboundedRetention {
    UnboundedRetention {
        message: format!("a reason says why nothing else ends {what}, and something does"),
        help: "delete `reason=…`, or write `until erased`".to_owned(),
        label: "ends without it",
        at,
    }
}

fn bounded(policy: &Policy, store: &StoreDecl, findings: &mut Findings) {
    let clauses = &store.node.retention.clauses;
    let ends = |clause: &Clause| comes(policy, store, clause);
    if clauses.iter().any(ends) || parting(store).is_some() {
        return;
    }
    let Some((clause, at)) = clauses.iter().zip(&store.clauses).next() else {
        return;
    };
    let name = &store.node.name;
    let message = match clause.trigger.length().comes {
        Comes::Always => format!("nobody sees the day on which a row of `{name}` ends"),
        Comes::IfSaid => {
            let field = clause.trigger.field();
            let field = field.and_then(|id| store.node.fields.get(id.0 as usize));
            let field = field.map_or("", |field| field.name.as_str());
            format!("`{field}` may be none, and then nothing ends a row of `{name}`")
        }
        Comes::IfErased => format!("nobody can erase a row of `{name}`, and nothing else ends it"),
        Comes::IfDone => {
            format!("whoever gives up ends nothing, and nothing else ends a row of `{name}`")
        }
    };
    let also = if store.node.scope == Scope::Guild {
        "guild.removed"
    } else {
        "age > 365d"
    };
    findings.push(UnboundedRetention {
        message,
        help: format!("add `or {also}`, or write `until erased` with a `reason=…`"),
        label: "may never come",
        at: *at,
    });
}

fn comes(policy: &Policy, store: &StoreDecl, clause: &Clause) -> bool {
    if clause.after > LIFETIME && !off(Saboteur::Lifetime) {
        return false;
    }
    match clause.trigger.length().comes {
        Comes::Always => true,
        Comes::IfDone => off(Saboteur::NeverComes),
        Comes::IfSaid => {
            let field = clause.trigger.field();
            let field = field.and_then(|id| store.node.fields.get(id.0 as usize));
            field.is_some_and(|field| !field.optional || off(Saboteur::OptionalEnd))
        }
        Comes::IfErased => is_erasable(policy, store),
    }
}

/// Whether somebody in the row can have it deleted, or some step deletes it.
fn is_erasable(policy: &Policy, store: &StoreDecl) -> bool {
    let mut rules = store.node.on_erase.iter();
    let mut steps = policy.bodies().flat_map(|body| plan::all(&body.steps));
    rules.any(|rule| rule.rule == EraseRule::Delete)
        || !store.erasure_known
        || steps.any(|step| {
            let ended = step.kind.ended().filter(|_| step.kind.finishes().is_none());
            ended.is_some_and(|query| query.store == store.node.id)
        })
}

/// That a row goes with the bot, where its other ends are seen only as long as the bot is there.
#[must_use]
pub fn parting(store: &StoreDecl) -> Option<Clause> {
    let comes = |clause: &Clause| clause.trigger.length().comes;
    let clauses = &store.node.retention.clauses;
    let seen_there = clauses.iter().any(|one| comes(one) == Comes::IfDone);
    let by_itself = clauses.iter().any(|one| match comes(one) {
        Comes::Always => true,
        // Where the row may say no time, the removal ends it as well.
        Comes::IfSaid | Comes::IfErased | Comes::IfDone => false,
    });
    (store.node.scope == Scope::Guild && seen_there && !by_itself).then_some(Clause {
        trigger: Trigger::GuildRemoved,
        after: Duration::default(),
    })
}
