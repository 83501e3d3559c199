//! Journals of effects with a result: what their entries may keep.
//!
//! Judges nothing, and adds no finding: a block that needs what the policy promises not to store is not gone on with
//! after a crash, so its journal keeps nothing. `lower` asks.

use std::collections::BTreeSet;

use crate::{
    plan::{FieldId, StoreId},
    resolve::{ClaimKind, Policy, StoreDecl},
    sabotage::{Saboteur, Unless as _},
    vocab::{Category, Sink},
};

use super::{
    flow::{End, Flows},
    path,
};

/// Whether a value ends in a journal.
pub(super) fn is_field(policy: &Policy, end: End) -> bool {
    match end {
        End::Field(store, _) => policy.store(store).is_some_and(StoreDecl::is_journal),
        End::Rows(_) | End::Out(_) => false,
    }
}

/// The journals whose entries keep nothing, because some promise would be broken.
#[must_use]
pub fn bare(policy: &Policy, flows: &Flows) -> BTreeSet<StoreId> {
    let mut bare = BTreeSet::new();
    for claim in &policy.claims {
        let ClaimKind::Never { what, to } = &claim.kind else {
            continue;
        };
        match to {
            Some(Sink::Storage) => {}
            // What is stored reaches a processor where one hosts it.
            Some(Sink::Processor) if policy.is_hosted() => {}
            None | Some(_) => continue,
        }
        let mut reached = flows.explicit(
            |source| path::is_about(what, source),
            |end| is_field(policy, end),
        );
        reached.retain(|flow| !path::is_declassified(policy, flows, flow));
        bare.extend(reached.unless(Saboteur::BareJournal).iter().filter_map(
            |flow| match flow.end {
                End::Field(store, _) => Some(store),
                End::Rows(_) | End::Out(_) => None,
            },
        ));
    }
    bare
}

/// What a field of a journal holds, by what flows into it.
#[must_use]
pub fn categories(flows: &Flows, store: &StoreDecl, field: FieldId) -> Vec<Category> {
    let reached = flows.into_field(store.node.id, field);
    let sources = reached.filter_map(|flow| flows.source(flow.source));
    let all: BTreeSet<Category> = sources
        .flat_map(|source| source.categories.iter().copied())
        .collect();
    all.into_iter().collect()
}
