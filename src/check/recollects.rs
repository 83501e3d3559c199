//! Rows that come back after an erasure: whoever was erased writes, reacts or joins, and the bot begins anew.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{EraseRule, FieldId, Owner, StoreId},
    resolve::{Handler, Policy, StoreDecl},
    vocab::{Basis, Span},
};

use super::writes::{self, Lets};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("who is erased from `{store}` is in it again with the next event")]
#[diagnostic(
    code("candor::erasure::recollects-after-erase"),
    severity(Warning),
    help("write `{help}`")
)]
pub(crate) struct RecollectsAfterErase {
    store: String,
    help: String,
    #[label(primary, "erases once")]
    at: Span,
    #[label("and begins anew here, without being asked")]
    written_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    // Who is asked first is asked again after an erasure.
    let asked = |store: &StoreDecl| {
        let basis = policy
            .feature(store.node.feature)
            .and_then(|one| one.basis.as_ref());
        basis.is_some_and(|basis| basis.node.basis == Basis::Consent)
    };
    let stores = policy.stores.iter();
    for store in stores.filter(|store| !store.is_journal() && !asked(store)) {
        for (rule, at) in store.node.on_erase.iter().zip(&store.on_erase) {
            if rule.suppress || rule.rule != EraseRule::Delete || !is_subject(store, rule.by) {
                continue;
            }
            if let Some(written_at) = collected(policy, store.node.id, rule.by) {
                findings.push(RecollectsAfterErase {
                    store: store.node.name.clone(),
                    help: suppressed(policy, *at),
                    at: *at,
                    written_at,
                });
            }
        }
    }
}

fn is_subject(store: &StoreDecl, field: FieldId) -> bool {
    let field = store.node.fields.get(field.0 as usize);
    field.is_some_and(|field| match field.person {
        Some(Owner::Subject(_)) => true,
        Some(Owner::Party(_) | Owner::Guild) | None => false,
    })
}

/// The rule as it stands, with what it lacks.
fn suppressed(policy: &Policy, at: Span) -> String {
    let written = policy.sources.text().get(at.start..at.end);
    let written = written.unwrap_or("on-erase delete");
    format!("{} suppress=#true", written.trim_end_matches([';', ' ']))
}

/// Where an event that nobody asks for makes a row about whoever caused it.
fn collected(policy: &Policy, store: StoreId, field: FieldId) -> Option<Span> {
    let unasked =
        |handler: &&Handler| handler.on.event.has_actor() && !handler.on.event.is_asked_for();
    let handlers = policy.handlers.iter().filter(unasked);
    let mut writes = handlers.flat_map(writes::by);
    let found = writes.find(|write| {
        let given = write.value(field).filter(|_| write.store == store);
        given.is_some_and(|given| Lets::of(write.handler).follow(given).is_actor())
    });
    found.map(|write| write.step.name)
}
