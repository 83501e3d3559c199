//! The stores as the database knows them: by name and number, also those that a policy has no more (`join` says which).
//!
//! INVARIANT: a number stands for one store for as long as there is a ledger, so that a backup means today's.

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
            seal::{Key, Keys},
        },
    },
    vocab::{ChannelId, Duration, Place, Value},
};

/// The number of the settings, which are kept like rows of a store.
pub(in crate::vault) const SETTINGS: u32 = 0;

pub(in crate::vault) struct Shape {
    pub(in crate::vault) plan: Arc<Plan>,
    pub(super) stores: BTreeMap<u32, Kept>,
    pub(super) numbers: Vec<u32>,
    /// The number of the next store that is new.
    pub(super) next: u32,
    /// Mixed into the keys of stores that must not outlive the process; never on disk.
    pub(super) boot: Key,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact by itself, and the list of stores has some of them by name"
)]
pub(in crate::vault) struct Kept {
    pub(in crate::vault) number: u32,
    /// None for a store that the policy does not have.
    #[serde(skip)]
    pub(in crate::vault) id: Option<StoreId>,
    pub(in crate::vault) store: Store,
    pub(in crate::vault) server_grace: Option<Duration>,
    pub(in crate::vault) member_grace: Option<Duration>,
    pub(in crate::vault) hold: Option<Hold>,
    pub(in crate::vault) flow_grace: Option<Duration>,
    #[serde(default)]
    pub(in crate::vault) off_grace: Option<Duration>,
    /// How long a row stays whose channel was deleted, and which field names that.
    #[serde(default)]
    pub(in crate::vault) channel: Option<(String, Duration)>,
    /// Whose store it is, by name.
    #[serde(default)]
    pub(in crate::vault) feature: String,
    /// Whether something runs once a row is over (`ended`).
    #[serde(default)]
    pub(in crate::vault) ends: bool,
    /// Whether its rows say what is still to follow an effect, which only the policy that they are of can do.
    #[serde(default)]
    pub(in crate::vault) journal: bool,
    /// Whether a policy dropped it. Nothing of it is kept or comes back from a backup.
    #[serde(default)]
    pub(in crate::vault) gone: bool,
    /// Whether rows of an earlier policy are sealed so that no later process can read them.
    #[serde(skip)]
    pub(in crate::vault) lost: bool,
    /// Fields of rows of an earlier policy that are called something else now.
    #[serde(skip)]
    pub(in crate::vault) renamed: BTreeMap<String, String>,
    /// Whether rows of an earlier policy are to be written anew.
    #[serde(skip)]
    pub(in crate::vault) anew: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct File {
    v: u32,
    /// Whose data these are, as its policy calls it; none until a policy has opened them.
    #[serde(default)]
    pub(super) bot: Option<String>,
    #[serde(default)]
    pub(super) next: u32,
    pub(super) stores: Vec<Kept>,
}

impl File {
    pub(super) fn read(stored: Option<&[u8]>) -> Result<Self, VaultError> {
        let none = || Self {
            v: 1,
            bot: None,
            next: 1,
            stores: Vec::new(),
        };
        let read = stored.map(serde_json::from_slice);
        let file = read.unwrap_or_else(|| Ok(none()));
        let mut file: Self = file.map_err(|_| damaged("the list of stores"))?;
        let numbers = file.stores.iter().map(|kept| kept.number + 1);
        file.next = numbers.chain([file.next, 1]).max().unwrap_or(1);
        Ok(file)
    }

    pub(super) fn encode(&self) -> Result<Vec<u8>, VaultError> {
        Ok(serde_json::to_vec(self).map_err(std::io::Error::from)?)
    }
}

impl Kept {
    pub(super) fn new(number: u32, id: Option<StoreId>, store: Store, plan: &Plan) -> Self {
        let feature = plan.feature(store.feature);
        Self {
            feature: feature.map(|one| one.name.clone()).unwrap_or_default(),
            off_grace: rules::grace(&store.retention, Trigger::FeatureOff),
            channel: rules::channel(&store),
            number,
            id,
            server_grace: rules::grace(&store.retention, Trigger::GuildRemoved),
            member_grace: rules::grace(&store.retention, Trigger::MemberLeft),
            hold: store.hold.clone(),
            flow_grace: rules::grace(&store.retention, Trigger::FlowEnded),
            ends: id.is_some_and(|id| plan.ended(id).is_some()),
            journal: id.is_some_and(|id| plan.is_journal(id)),
            gone: false,
            lost: false,
            renamed: BTreeMap::new(),
            anew: false,
            store,
        }
    }

    /// How long a row stays whose channel was deleted.
    pub(in crate::vault) fn channel_grace(&self) -> Option<Duration> {
        self.channel.as_ref().map(|(_, grace)| *grace)
    }

    /// The channel that a row goes with.
    pub(in crate::vault) fn channel_of(&self, values: &[Value]) -> Option<ChannelId> {
        let (name, _) = self.channel.as_ref()?;
        let mut named = self.store.fields.iter().zip(values);
        match named.find(|(field, _)| field.name == *name)?.1 {
            Value::Channel(channel) => Some(*channel),
            _ => None,
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

    /// Whether a start deletes its rows, or what runs at their end.
    pub(in crate::vault) fn goes_at_start(&self) -> bool {
        self.gone || self.lost || self.until_boot()
    }

    /// Whether rows are sealed for this process alone. What runs at their end has to read them in the next.
    pub(super) fn is_of_process(&self) -> bool {
        self.until_boot() && !self.ends
    }

    /// What a field is called now that rows of an earlier policy know as `name`.
    pub(in crate::vault) fn now<'a>(&'a self, name: &'a str) -> &'a str {
        self.renamed.get(name).map_or(name, String::as_str)
    }
}

impl Shape {
    pub(in crate::vault) fn encode(&self) -> Result<Vec<u8>, VaultError> {
        let file = File {
            v: 1,
            bot: Some(self.plan.bot.clone()),
            next: self.next,
            stores: self.stores.values().cloned().collect(),
        };
        file.encode()
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

pub(super) fn settings_store(retention: &Retention, at: &Place) -> Store {
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
