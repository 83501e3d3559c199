//! The predicates of sentences on one store.

use super::{
    super::pen::About,
    holds::{is_of_people, stops},
};
use crate::{
    emit::trace::{Extent, Shown, Via},
    plan::{EraseRule, Owner, Scope, Trigger},
    sabotage::{Saboteur, Unless as _},
};

pub(super) fn of_a_store(of: &About) -> bool {
    of.store(|_| true)
}

/// Whether something else than an erasure ends a row.
pub(super) fn store_ends(of: &About) -> bool {
    of.store(|store| {
        let mut clauses = store.retention.clauses.iter();
        clauses.any(|clause| clause.trigger != Trigger::Erased)
    })
}

pub(super) fn store_ends_by_erasure(of: &About) -> bool {
    of_a_store(of) && !store_ends(of)
}

pub(super) fn store_says_why(of: &About) -> bool {
    of.store(|store| store.retention.reason.is_some())
}

pub(super) fn store_crosses(of: &About) -> bool {
    of.store(|store| store.across)
}

pub(super) fn store_is_of_people(of: &About) -> bool {
    of.store(is_of_people)
}

pub(super) fn store_is_not_of_people(of: &About) -> bool {
    of.store(|store| !is_of_people(store))
}

pub(super) fn store_is_described(of: &About) -> bool {
    of.store(|store| store.fields.iter().any(|field| field.about.is_some()))
}

pub(super) fn store_has_origins(of: &About) -> bool {
    of.store(|store| store.fields.iter().any(|field| field.origin.is_some()))
}

pub(super) fn store_is_a_ring(of: &About) -> bool {
    of.store(|store| store.keep.is_some())
}

pub(super) fn store_ends_with_steps(of: &About) -> bool {
    of.store(|store| of.plan.ended(store.id).is_some())
}

pub(super) fn store_holds(of: &About) -> bool {
    of.store(|store| store.hold.is_some())
}

pub(super) fn store_is_finished(of: &About) -> bool {
    of.store(|store| of.trace.finishes.iter().any(|one| one.store == store.id))
}

pub(super) fn store_is_removed(of: &About) -> bool {
    of.store(|store| of.trace.deletes.iter().any(|one| one.store == store.id))
}

pub(super) fn store_is_shown(of: &About) -> bool {
    becomes_known(of, |what| what == Extent::Said)
}

/// Whoever is mentioned in a key takes the row along.
pub(super) fn store_has_texts_in_its_key(of: &About) -> bool {
    of.store(crate::plan::Store::has_text_in_key)
}

/// A row of no server can be shown to, changed or deleted by people with a permission, which is one in some server.
pub(super) fn store_is_open_by_permissions_of_any_server(of: &About) -> bool {
    let asks = |via: &Via| match via {
        Via::Command {
            asked, sometimes, ..
        } => !asked.permissions.is_empty() || !sometimes.permissions.is_empty(),
        Via::Custom | Via::Event(..) => false,
    };
    let is_of = |store| Some(store) == of.store;
    let trace = of.trace;
    let touched = [&trace.writes, &trace.deletes, &trace.finishes];
    let mut touched = touched.into_iter().flatten();
    let mut shown = trace.shown.iter();
    of.store(|store| store.scope != Scope::Guild && is_of_people(store))
        && (touched.any(|one| is_of(one.store) && !one.own && asks(&one.via))
            || shown.any(|one| is_of(one.store) && !one.own && asks(&one.via)))
}

/// Neither said nor to be guessed from what the bot says and does. A journal is there for something that is said or done.
pub(super) fn store_is_shown_to_nobody(of: &About) -> bool {
    let of_others = |one: &Shown| Some(one.store) == of.store && !one.is_of_own();
    let seen = of.trace.shown.iter().any(of_others);
    of.store(is_of_people) && !store_is_a_journal(of) && !seen.unless(Saboteur::SaysNobodySees)
}

pub(super) fn store_is_said_to_nobody(of: &About) -> bool {
    of_a_store(of) && !store_is_a_journal(of) && !store_is_shown(of)
}

pub(super) fn store_is_a_journal(of: &About) -> bool {
    of.store(|store| of.plan.is_journal(store.id))
}

pub(super) fn store_is_a_journal_of_people(of: &About) -> bool {
    of.store(is_of_people) && store_is_a_journal(of)
}

pub(super) fn store_can_be_guessed(of: &About) -> bool {
    let depends = |one: &Shown| {
        Some(one.store) == of.store && one.what == Extent::Depends && !one.is_of_own()
    };
    of.store(is_of_people) && of.trace.shown.iter().any(depends)
}

fn becomes_known(of: &About, so: fn(Extent) -> bool) -> bool {
    let mut shown = of.trace.shown.iter();
    shown.any(|one| Some(one.store) == of.store && so(one.what))
}

fn store_erases(of: &About, rule: EraseRule) -> bool {
    of.store(|store| store.on_erase.iter().any(|one| one.rule == rule))
}

pub(super) fn store_is_redacted(of: &About) -> bool {
    store_erases(of, EraseRule::Redact)
}

pub(super) fn store_refuses_erasure(of: &About) -> bool {
    store_erases(of, EraseRule::Refuse)
}

pub(super) fn store_is_pseudonymised(of: &About) -> bool {
    store_erases(of, EraseRule::Pseudonymise)
}

pub(super) fn store_has_parties(of: &About) -> bool {
    of.store(|store| {
        let mut people = store.people();
        people.any(|(_, field)| matches!(field.person, Some(Owner::Party(_))))
    })
}

pub(super) fn store_can_be_opted_out_of(of: &About) -> bool {
    of.store(stops)
}

pub(super) fn store_refuses_objection(of: &About) -> bool {
    of.store(|store| store.on_object.is_some())
}

pub(super) fn store_is_stopped_by_objection(of: &About) -> bool {
    of.store(|store| !store.stops.is_empty())
}

pub(super) fn store_is_exported(of: &About) -> bool {
    of.store(|store| store.export.is_some())
}

/// Who else has a part in it is given that part, also where it is refused to whom it is about.
pub(super) fn store_gives_parts(of: &About) -> bool {
    store_is_exported(of) || store_is_refused(of) && store_has_parties(of)
}

pub(super) fn store_is_refused(of: &About) -> bool {
    of.store(|store| store.refused.is_some())
}
