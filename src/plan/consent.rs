//! Consent: who is asked, where the answer is kept, and what exactly it was about.
//!
//! A feature whose basis is consent has a store of answers, made by `resolve`, so erasure, export, retention and the notice
//! treat them like anything else that is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::{Clause, Feature, FeatureId, FieldId, Plan, Store, StoreId, all};
use crate::vocab::{Permission, Value};

/// The fields of a store of answers, in order.
pub const FIELDS: [&str; 5] = ["user", "given", "since", "policy", "agreed"];

/// Who answered.
pub const USER: FieldId = FieldId(0);
/// Whether it was a yes that still stands.
pub const GIVEN: FieldId = FieldId(1);
/// When they answered last.
pub const SINCE: FieldId = FieldId(2);
/// What they were asked, as a digest.
pub const AGREED: FieldId = FieldId(4);

/// What somebody answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Nobody asked yet, or they did not answer.
    Unasked,
    Given,
    /// They said yes to something else: the policy has changed since.
    Outdated,
    /// They said no, or took their consent back.
    Refused,
}

impl Plan {
    /// What people agree to, by feature, to be kept before its texts are said in other languages.
    #[must_use]
    pub fn agreements(&self) -> BTreeMap<String, String> {
        let features = self.consents();
        let agreed = features.map(|(id, feature, _)| (feature.name.clone(), self.agreed(id)));
        agreed.collect()
    }

    /// Features that people are asked about, with the store of their answers.
    pub fn consents(&self) -> impl Iterator<Item = (FeatureId, &Feature, &Store)> {
        let features = (0u32..).map(FeatureId).zip(&self.features);
        features.filter_map(|(id, feature)| Some((id, feature, self.store(feature.consent?)?)))
    }

    /// Stores whose rows rest on the answers in `answers`.
    pub fn resting_on(&self, answers: StoreId) -> impl Iterator<Item = &Store> {
        let stores = self.stores.iter();
        stores.filter(move |store| store.consent == Some(answers))
    }

    /// What somebody agrees to, as a digest: what is kept, for how long, why and by whom, who sees it, and what the bot does
    /// in the feature. Whoever said yes to another one is asked again. It is the same in each language.
    #[must_use]
    pub fn agreed(&self, id: FeatureId) -> String {
        let Some(feature) = self.feature(id) else {
            return String::new();
        };
        if let Some(agreed) = self.agreed.get(&feature.name) {
            return agreed.clone();
        }
        let purposes = feature.purposes.iter();
        let purposes: Vec<_> = purposes
            .filter_map(|at| self.purposes.get(*at as usize))
            .map(|purpose| purpose.text.as_str())
            .collect();
        let mut said = format!("{} {} {purposes:?}", self.controller.name, feature.name);
        let Some(answers) = feature.consent else {
            return String::new();
        };
        for store in self.resting_on(answers) {
            let (name, about, scope) = (&store.name, &store.about, store.scope);
            said = format!("{said}\n{name} {about:?} {scope:?}");
            for field in &store.fields {
                let (name, about, categories) = (&field.name, &field.about, &field.categories);
                let kind = &field.kind;
                said = format!("{said}\n{name} {kind:?} {about:?} {categories:?}");
            }
            for Clause { trigger, after } in &store.retention.clauses {
                let setting = trigger.setting().and_then(|id| self.setting(id));
                let setting = setting.map(|setting| setting.name.as_str());
                let field = trigger
                    .asks()
                    .and_then(|id| store.fields.get(id.0 as usize));
                let field = field.map(|field| field.name.as_str());
                let (length, after) = (trigger.length().name, after.ms);
                said = format!("{said}\n{length} {setting:?} {field:?} {after}");
            }
        }
        for line in self.known_of(answers) {
            said = format!("{said}\n{line}");
        }
        // FNV-1a by hand, since the compiler does without sha2: it tells what one bot said at two times apart. Whoever
        // could make two texts with one digest writes the policy, and could leave the text as it is and do otherwise.
        let hash = said.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{hash:016x}")
    }

    /// Who is told of what rests on the answers, or sees what depends on it, and what the bot does where that is so; in
    /// words that stay the same when other parts of the policy change.
    fn known_of(&self, answers: StoreId) -> BTreeSet<String> {
        let rests = |id: StoreId| {
            let store = self.store(id);
            store.filter(|store| store.consent == Some(answers))
        };
        let mut lines = BTreeSet::new();
        for shown in &self.shown {
            let (to, by) = (shown.to, self.done_by(shown.handler));
            for (store, field) in &shown.fields {
                if let Some(store) = rests(*store) {
                    let field = store.fields.get(field.0 as usize);
                    let field = field.map(|field| field.name.as_str());
                    lines.insert(format!("{} {field:?} {to:?} {by}", store.name));
                }
            }
            for store in shown.rows.iter().filter_map(|id| rests(*id)) {
                lines.insert(format!("{} rows {to:?} {by}", store.name));
            }
            let decides = shown.decides.iter().map(|(store, _)| store);
            let decides = decides.chain(&shown.depends).chain(&shown.behind);
            for store in decides.filter_map(|id| rests(*id)) {
                lines.insert(format!("{} decides {to:?} {by}", store.name));
            }
        }
        let of_feature = |id: FeatureId| {
            let feature = self.feature(id);
            feature.is_some_and(|feature| feature.consent == Some(answers))
        };
        let handlers = self.handlers.iter().map(|one| (one.feature, &one.steps));
        let commands = self.commands.iter().map(|one| (one.feature, &one.steps));
        let bodies = handlers.chain(commands).filter(|(id, _)| of_feature(*id));
        let deeds = bodies.flat_map(|(_, steps)| all(steps).filter_map(|step| step.kind.deed()));
        lines.extend(deeds.map(|deed| format!("does {}", deed.name)));
        lines
    }

    /// What sets the steps at a place of [`Shown`](super::Shown) going, and which permissions it asks for.
    fn done_by(&self, at: usize) -> String {
        let handlers = self.handlers.iter().map(|one| {
            let id = one.on.id.as_deref().unwrap_or_default();
            format!("{} {id}", one.on.event.name)
        });
        let commands = self.commands.iter().map(|one| {
            let required = all(&one.steps).filter_map(|step| step.kind.permission());
            let asked = one.permissions.iter().copied().chain(required);
            let asked: BTreeSet<_> = asked.map(Permission::word).collect();
            format!("{:?} {asked:?} {}", one.path, one.ephemeral)
        });
        let sets = self.command_sets.iter().map(|one| {
            let store = self.store(one.store).map(|store| store.name.as_str());
            format!("commands from {store:?} {}", one.ephemeral)
        });
        let mut all = handlers.chain(commands).chain(sets);
        all.nth(at).unwrap_or_default()
    }

    /// What a row of answers says today; none where there is none.
    #[must_use]
    pub fn consent(&self, id: FeatureId, row: Option<&[Value]>) -> Consent {
        let Some(values) = row else {
            return Consent::Unasked;
        };
        let at = |field: FieldId| values.get(field.0 as usize);
        let agreed = self.agreed(id);
        if at(GIVEN) != Some(&Value::Bool(true)) {
            Consent::Refused
        } else if at(AGREED) == Some(&Value::Text(agreed)) {
            Consent::Given
        } else {
            Consent::Outdated
        }
    }
}
