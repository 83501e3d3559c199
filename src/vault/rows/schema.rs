//! The stores as the database knows them: by name and number, also those that a policy has dropped since.
//!
//! A promise outlives the policy that made it: a dropped store keeps its last rules, and a grace that a policy made
//! longer stays as short as it was while there are rows.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::rules;
use crate::{
    plan::{Hold, Plan, Retention, Scope, SettingId, Store, StoreId, Trigger},
    port::{self, Trouble, VaultError},
    vault::{
        ground::fault::{RETRY, damaged},
        ledger::{
            Ledger,
            seal::{self, Key, Keys},
        },
    },
    vocab::{Duration, Place},
};

/// The number of the settings, which are kept like rows of a store.
pub(in crate::vault) const SETTINGS: u32 = 0;

pub(in crate::vault) struct Shape {
    pub(in crate::vault) plan: Arc<Plan>,
    stores: BTreeMap<u32, Kept>,
    numbers: Vec<u32>,
    /// Mixed into the keys of stores that must not outlive the process; never on disk.
    boot: Key,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::vault) struct Kept {
    pub(in crate::vault) number: u32,
    /// None for a store that the policy has dropped.
    #[serde(skip)]
    pub(in crate::vault) id: Option<StoreId>,
    pub(in crate::vault) store: Store,
    pub(in crate::vault) server_grace: Option<Duration>,
    pub(in crate::vault) member_grace: Option<Duration>,
    pub(in crate::vault) hold: Option<Hold>,
    pub(in crate::vault) flow_grace: Option<Duration>,
    #[serde(default)]
    pub(in crate::vault) off_grace: Option<Duration>,
    /// Whose store it is, by name.
    #[serde(default)]
    pub(in crate::vault) feature: String,
    /// Whether something runs once a row is over (`ended`).
    #[serde(default)]
    pub(in crate::vault) ends: bool,
    /// Whether rows of an earlier policy are sealed so that no later process can read them.
    #[serde(skip)]
    pub(in crate::vault) lost: bool,
}

#[derive(Serialize, Deserialize)]
struct File {
    v: u32,
    stores: Vec<Kept>,
}

impl Kept {
    fn new(number: u32, id: Option<StoreId>, store: Store, plan: &Plan) -> Self {
        let feature = plan.feature(store.feature);
        Self {
            feature: feature.map(|one| one.name.clone()).unwrap_or_default(),
            off_grace: rules::grace(&store.retention, Trigger::FeatureOff),
            number,
            id,
            server_grace: rules::grace(&store.retention, Trigger::GuildRemoved),
            member_grace: rules::grace(&store.retention, Trigger::MemberLeft),
            hold: store.hold.clone(),
            flow_grace: rules::grace(&store.retention, Trigger::FlowEnded),
            ends: id.is_some_and(|id| plan.ended(id).is_some()),
            lost: false,
            store,
        }
    }

    /// As receipts call it.
    pub(in crate::vault) fn called(&self) -> &str {
        if self.number == SETTINGS {
            port::SETTINGS
        } else {
            &self.store.name
        }
    }

    /// Rows that must be gone at the next start, without any grace.
    pub(in crate::vault) fn until_boot(&self) -> bool {
        rules::grace(&self.store.retention, Trigger::Boot).is_some_and(|grace| grace.ms <= 0)
    }

    /// Whether rows are sealed for this process alone. What runs at their end has to read them in the next.
    fn is_of_process(&self) -> bool {
        self.until_boot() && !self.ends
    }
}

impl Shape {
    /// Joins the plan with what the database knew before.
    ///
    /// # Errors
    /// `Refused` when a store with rows changed what its keys mean.
    pub(in crate::vault) fn join(
        plan: &Arc<Plan>,
        stored: Option<&[u8]>,
        rows: impl Fn(u32) -> Result<u64, VaultError>,
    ) -> Result<Self, VaultError> {
        let mut old: BTreeMap<String, Kept> = BTreeMap::new();
        if let Some(stored) = stored {
            let file: File =
                serde_json::from_slice(stored).map_err(|_| damaged("the list of stores"))?;
            old.extend(
                file.stores
                    .into_iter()
                    .map(|kept| (kept.store.name.clone(), kept)),
            );
        }
        let mut next = old.values().map(|kept| kept.number + 1).max().unwrap_or(1);
        let settings = settings_store(&plan.settings_retention, &plan.at);
        let declared = plan
            .stores
            .iter()
            .map(|store| (Some(store.id), store.clone()));
        let mut shape = Self {
            numbers: Vec::new(),
            stores: BTreeMap::new(),
            boot: seal::random()?,
            plan: Arc::clone(plan),
        };
        for (id, store) in std::iter::once((None, settings)).chain(declared) {
            let before = old.remove(&store.name);
            let number = match (&before, id) {
                (Some(before), _) => before.number,
                (None, None) => SETTINGS,
                (None, Some(_)) => {
                    next += 1;
                    next - 1
                }
            };
            let mut kept = Kept::new(number, id, store, plan);
            if let Some(before) = before
                && rows(number)? > 0
            {
                same_keys(&before.store, &kept.store)?;
                kept.lost = before.is_of_process();
                kept.server_grace = nearer(before.server_grace, kept.server_grace);
                // Rows that were to go at once are not held because of a later policy.
                if before.member_grace.is_some() {
                    kept.hold = rules::stricter(before.hold, kept.hold);
                }
                kept.member_grace = nearer(before.member_grace, kept.member_grace);
                kept.flow_grace = nearer(before.flow_grace, kept.flow_grace);
                kept.off_grace = nearer(before.off_grace, kept.off_grace);
            }
            if id.is_some() {
                shape.numbers.push(number);
            }
            shape.stores.insert(number, kept);
        }
        shape.stores.extend(old.into_values().map(|kept| {
            let lost = kept.is_of_process();
            // Nothing runs at the end of what the policy has dropped.
            (
                kept.number,
                Kept {
                    ends: false,
                    lost,
                    ..kept
                },
            )
        }));
        Ok(shape)
    }

    pub(in crate::vault) fn encode(&self) -> Result<Vec<u8>, VaultError> {
        let file = File {
            v: 1,
            stores: self.stores.values().cloned().collect(),
        };
        Ok(serde_json::to_vec(&file).map_err(std::io::Error::from)?)
    }

    pub(in crate::vault) fn of(&self, id: StoreId) -> Result<&Kept, VaultError> {
        let kept = self
            .numbers
            .get(id.0 as usize)
            .and_then(|number| self.stores.get(number));
        kept.ok_or_else(|| rules::refused(format!("the plan has no store {}", id.0)))
    }

    pub(in crate::vault) fn numbered(&self, number: u32) -> Result<&Kept, VaultError> {
        self.stores
            .get(&number)
            .ok_or_else(|| damaged("the list of stores"))
    }

    /// All stores, the settings first.
    pub(in crate::vault) fn all(&self) -> impl Iterator<Item = &Kept> {
        self.stores.values()
    }

    /// The key that seals what `keys` belongs to in rows of this store and generation.
    ///
    /// # Errors
    /// The kind that asks to read again, when the generation has just been replaced; `Damaged` when it was never there.
    pub(in crate::vault) fn sealing(
        &self,
        kept: &Kept,
        ledger: &Ledger,
        keys: &Keys,
        generation: u32,
    ) -> Result<Key, VaultError> {
        if kept.is_of_process() {
            return Ok(keys.with(&self.boot));
        }
        let key = ledger.sealing(keys, generation);
        key.ok_or_else(|| {
            if generation < ledger.generation() {
                let told = Trouble::new("the row was sealed anew meanwhile", "try again");
                told.of_kind(RETRY).into()
            } else {
                damaged("the ledger, which lacks a secret of rows,")
            }
        })
    }

    /// A setting's name on disk.
    pub(in crate::vault) fn setting_name(&self, id: SettingId) -> Option<String> {
        let setting = self.plan.setting(id)?;
        let feature = setting
            .feature
            .and_then(|feature| self.plan.feature(feature));
        Some(format!(
            "{}.{}",
            feature.map_or("", |feature| &feature.name),
            setting.name
        ))
    }
}

fn nearer(a: Option<Duration>, b: Option<Duration>) -> Option<Duration> {
    a.into_iter().chain(b).min()
}

fn settings_store(retention: &Retention, at: &Place) -> Store {
    Store {
        id: StoreId(u32::MAX),
        feature: crate::plan::FeatureId(u32::MAX),
        name: String::new(),
        about: None,
        scope: Scope::Guild,
        across: false,
        fields: Vec::new(),
        key_len: 0,
        auto_key: false,
        retention: retention.clone(),
        keep: None,
        hold: None,
        on_erase: Vec::new(),
        on_object: None,
        stops: Vec::new(),
        consent: None,
        export: None,
        refused: None,
        at: at.clone(),
    }
}

fn same_keys(old: &Store, new: &Store) -> Result<(), VaultError> {
    let keys = |store: &Store| {
        let fields = store.fields.iter().take(store.key_len as usize);
        let fields = fields.map(|field| {
            (
                field.name.clone(),
                field.kind.clone(),
                field.person.is_some(),
            )
        });
        (store.scope, store.auto_key, fields.collect::<Vec<_>>())
    };
    if keys(old) == keys(new) {
        return Ok(());
    }
    Err(VaultError::Refused {
        what: format!(
            "the key or scope of store `{}` has changed, and it has rows",
            new.name
        ),
        help:
            "give the new store another name; the rows of the old one are kept until they are due"
                .to_owned(),
    })
}
