//! How long things are kept: always said, and counted from something the bot can see. GDPR 5(1)(e), 13(2)(a).

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Scope, Trigger},
    resolve::{ClaimKind, Policy, StoreDecl},
    vocab::{Intent, Span},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the store `{store}` does not say how long it is kept")]
#[diagnostic(
    code("candor::retention::no-retention"),
    help("add `retain \"until guild.removed\"`, or `retain \"age > 30d\"`")
)]
pub(crate) struct NoRetention {
    store: String,
    #[label(primary, "kept for how long?")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::retention::unobservable-trigger"), help("{help}"))]
pub(crate) struct UnobservableTrigger {
    message: String,
    help: &'static str,
    #[label(primary, "never seen")]
    at: Span,
    #[label("ruled out here")]
    claim_at: Option<Span>,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for store in &policy.stores {
        if store.retain.is_none() {
            findings.push(NoRetention {
                store: store.node.name.clone(),
                at: store.name,
            });
        }
        for (clause, at) in store.node.retention.clauses.iter().zip(&store.clauses) {
            if let Some(unseen) = unobservable(policy, store, clause.trigger, *at) {
                findings.push(unseen);
            }
        }
    }
}

fn unobservable(
    policy: &Policy,
    store: &StoreDecl,
    trigger: Trigger,
    at: Span,
) -> Option<UnobservableTrigger> {
    let of_no_server = store.node.scope != Scope::Guild;
    let name = &store.node.name;
    let (message, help, claim_at) = match trigger {
        Trigger::MemberLeft => {
            let claim = policy
                .claims
                .iter()
                .find(|claim| claim.kind == ClaimKind::Intent(Intent::GuildMembers));
            match claim {
                Some(claim) => (
                    "that a member left is not seen without the intent `guild-members`".to_owned(),
                    "count from something else, such as `entry.idle > 90d`, or delete `never intent=guild-members`",
                    Some(claim.span),
                ),
                None if of_no_server => (
                    format!("a row of `{name}` belongs to no server that a member could leave"),
                    "count from something else, such as `entry.idle > 90d`",
                    None,
                ),
                None => return None,
            }
        }
        Trigger::GuildRemoved | Trigger::Setting(_) if of_no_server => (
            format!("a row of `{name}` belongs to no server"),
            "count from something else, such as `entry.idle > 90d`",
            None,
        ),
        Trigger::FlowEnded | Trigger::TokenRevoked => (
            "no policy can let people sign in yet, so no sign-in ends".to_owned(),
            "count from something else, such as `age > 30d`",
            None,
        ),
        _ => return None,
    };
    Some(UnobservableTrigger {
        message,
        help,
        at,
        claim_at,
    })
}
