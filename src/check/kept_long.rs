//! Data about people that stay for more than 30 days without serving anybody. Discord advises 30 days for what individual
//! people do and write, and asks about it in its review of intents.
//!
//! What goes with the bot or with the member, and at most 30 days later, serves for as long as it stays. What only its age
//! ends, or a long time after that, stays also where nobody needs it any more.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Clause, Trigger},
    resolve::{Policy, StoreDecl},
    vocab::{Duration, Span},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("what `{store}` keeps about people stays for up to {longest}, also where the bot is gone")]
#[diagnostic(
    code("candor::retention::retention-over-30d"),
    severity(Warning),
    help("write `{help}`")
)]
pub(crate) struct RetentionOver30d {
    store: String,
    longest: String,
    help: String,
    #[label(primary, "more than 30 days")]
    at: Span,
}

const ADVISED: Duration = Duration::days(30);

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let stores = policy.stores.iter().filter(|store| !store.is_journal());
    for store in stores {
        if store.node.people().next().is_none() {
            continue;
        }
        let clauses = &store.node.retention.clauses;
        if clauses.iter().any(is_bound) {
            continue;
        }
        // Each is a length that is too long; the least of them says how long the rows stay.
        let by_length = clauses.iter().zip(&store.clauses);
        let Some((shortest, at)) = by_length.min_by_key(|(clause, _)| clause.after) else {
            continue;
        };
        findings.push(RetentionOver30d {
            store: store.node.name.clone(),
            longest: shortest.after.to_string(),
            help: help(store, shortest),
            at: *at,
        });
    }
}

/// Whether a clause ends what serves nobody any more within 30 days.
fn is_bound(clause: &Clause) -> bool {
    match clause.trigger {
        Trigger::Age
        | Trigger::EntryIdle
        | Trigger::GuildRemoved
        | Trigger::MemberLeft
        | Trigger::Boot
        | Trigger::FlowEnded
        | Trigger::FeatureOff
        | Trigger::ChannelRemoved { .. }
        | Trigger::Field { .. } => clause.after <= ADVISED,
        // As long as the server says, and it can say less; or for as long as the policy has a reason.
        Trigger::Setting { .. } | Trigger::Erased => true,
    }
}

fn help(store: &StoreDecl, shortest: &Clause) -> String {
    let is_limit = [Trigger::Age, Trigger::EntryIdle].contains(&shortest.trigger);
    let sign = if is_limit { ">" } else { "+" };
    let word = match shortest.trigger {
        Trigger::Field { field } => {
            let field = store.node.fields.get(field.0 as usize);
            format!("row.{}", field.map_or("", |field| field.name.as_str()))
        }
        Trigger::Age
        | Trigger::EntryIdle
        | Trigger::GuildRemoved
        | Trigger::MemberLeft
        | Trigger::Boot
        | Trigger::FlowEnded
        | Trigger::FeatureOff
        | Trigger::ChannelRemoved { .. }
        | Trigger::Erased
        | Trigger::Setting { .. } => shortest.trigger.length().name.to_owned(),
    };
    format!("{word} {sign} {ADVISED}")
}
