//! What a store's rows rest on: the answer of those they are about, or an interest that they can object to.

use std::collections::BTreeSet;

use crate::{
    plan::{self, FeatureId, FieldId, Owner, Store, StoreId},
    resolve::Policy,
    vocab::Basis,
};

/// The store in which people's answers about the feature are kept.
pub(super) fn answers(policy: &Policy, feature: FeatureId) -> Option<StoreId> {
    let mut stores = policy.stores.iter();
    let answers = stores.find(|one| one.is_answers() && one.node.feature == feature)?;
    Some(answers.node.id)
}

pub(super) struct Rest<'a> {
    policy: &'a Policy,
    /// Journals of what follows the end of a row: that was begun when nobody objected, and comes to its end.
    endings: BTreeSet<StoreId>,
}

impl<'a> Rest<'a> {
    pub(super) fn of(policy: &'a Policy) -> Self {
        let ended = policy.handlers.iter().filter(|one| one.on.store.is_some());
        let journals = ended
            .flat_map(|one| plan::all(&one.steps))
            .filter_map(|step| step.kind.journal());
        Self {
            policy,
            endings: journals.collect(),
        }
    }

    /// The store, with what stops it.
    pub(super) fn laid(&self, mut store: Store) -> Store {
        let feature = self.policy.feature(store.feature);
        let basis = feature.and_then(|feature| feature.basis.as_ref());
        let answers = answers(self.policy, store.feature);
        if answers == Some(store.id) {
            return store;
        }
        let people: Vec<(FieldId, bool)> = store
            .people()
            .map(|(id, field)| (id, matches!(field.person, Some(Owner::Subject(_)))))
            .collect();
        match basis.map(|basis| basis.node.basis) {
            Some(Basis::Consent) if !people.is_empty() => store.consent = answers,
            Some(Basis::LegitimateInterest) if store.on_object.is_none() => {}
            Some(_) | None => return store,
        }
        if !self.endings.contains(&store.id) {
            let has_subject = people.iter().any(|(_, is_subject)| *is_subject);
            let about = people
                .iter()
                .filter(|(_, subject)| *subject || !has_subject);
            store.stops = about.map(|(id, _)| *id).collect();
        }
        store
    }
}
