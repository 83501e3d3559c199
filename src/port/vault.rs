//! What the vault answers and what it is told, as data: no closures cross this joint, so that a batch is one durable
//! commit on an embedded engine and one transaction on a database server.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Erased, Operators, Receipt, Request, Uses};
use crate::{
    plan::{Feature, FieldId, LANGUAGE, Plan, Setting, SettingId, StoreId},
    vocab::{ChannelId, GuildId, Language, Side, Timestamp, UserId, Value},
};

/// A question the router can ask. Answered from one consistent state, with the revision it had.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Read {
    Row(RowId),
    Scan(Scan),
    /// How many rows a scan has, or the sum of a field of theirs. They are gone through and not handed over, so that it does
    /// not matter how many there are. Orders and limits do not count.
    Tally {
        of: Scan,
        sum: Option<FieldId>,
    },
    /// A row, a scan or a tally, with rows about members who left that only a hold keeps. Without this they are not there.
    WithHeld(Box<Read>),
    /// The number that the next row of a store with an auto key gets.
    Number {
        store: StoreId,
        guild: Option<GuildId>,
    },
    /// What a server set, and which features it switched.
    Settings(GuildId),
    /// Whether the person asked that stores do not start about them again. `guild` is none outside servers. Of what they
    /// said about one server and about all, the latest word counts.
    Suppressed {
        guild: Option<GuildId>,
        user: UserId,
    },
    /// Everything about a person that they may export; in one server, or everywhere.
    Export {
        guild: Option<GuildId>,
        user: UserId,
    },
    /// What `Op::Erase` would do.
    Erasure {
        guild: Option<GuildId>,
        user: UserId,
    },
    /// What `Op::EraseServer` would do. Where some of it is refused, it does nothing.
    ServerErasure(GuildId),
}

/// A row of a store. `guild` is none for stores of scope user or bot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowId {
    pub store: StoreId,
    pub guild: Option<GuildId>,
    pub key: RowKey,
}

/// Values of the key fields, in order; for an auto key, one int.
pub type RowKey = Vec<Value>;

/// Rows of a store within a server, in order of key unless `by` says otherwise. Equal values keep the order of keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scan {
    pub store: StoreId,
    pub guild: Option<GuildId>,
    /// Only rows in which this field names this person; served by an index.
    pub of: Option<(FieldId, UserId)>,
    pub by: Option<(FieldId, Direction)>,
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Ascending,
    Descending,
}

/// Counts commits; a row's revision is that of the commit that last wrote it. 0 stands for no row.
pub type Revision = u64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    pub key: RowKey,
    /// A value for each field of the store, key fields included. A field whose owner was erased is `None`.
    pub values: Vec<Value>,
    pub revision: Revision,
    pub created: Timestamp,
    pub written: Timestamp,
}

/// What a server changed from the defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    pub values: BTreeMap<SettingId, Value>,
    /// By feature name.
    pub switched: BTreeMap<String, bool>,
}

impl Settings {
    /// What the server set, or what the policy does without that.
    #[must_use]
    pub fn value<'a>(&'a self, setting: &'a Setting) -> Option<&'a Value> {
        let set = self.values.get(&setting.id);
        set.or(setting.default.as_ref())
    }

    /// Whether the feature is at work in the server.
    #[must_use]
    pub fn is_on(&self, feature: &Feature) -> bool {
        // A switch of before the policy fixed it counts no more.
        let switched = self.switched.get(&feature.name).filter(|_| !feature.fixed);
        switched.copied().unwrap_or(feature.default_on)
    }

    /// The language that the server chose, where the bot speaks it.
    #[must_use]
    pub fn language(&self, plan: &Plan) -> Option<Language> {
        let Value::Locale(locale) = self.value(plan.shared_setting(LANGUAGE)?)? else {
            return None;
        };
        Language::of_locale(locale).filter(|one| plan.languages.contains(one))
    }

    /// Where the server reads what its moderators are to know, if it chose a channel for that.
    #[must_use]
    pub fn mod_log(&self, plan: &Plan) -> Option<ChannelId> {
        let setting = plan.setting(plan.mod_log.as_ref()?.setting)?;
        let Value::Channel(channel) = self.value(setting)? else {
            return None;
        };
        Some(*channel)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Row(Option<StoredRow>),
    Rows(Vec<StoredRow>),
    /// A tally, or a number that a row is to get.
    Number(i64),
    Settings(Settings),
    /// Stores the person does not want to be started in again.
    Suppressed(Vec<StoreId>),
    Export(Export),
    Erasure(Erased),
}

/// Answers so far; grows between calls of the router.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reads {
    pub answers: BTreeMap<Read, Answer>,
    /// How often something was done lately in the server of the event; of one look at it as of one moment.
    pub uses: Arc<Uses>,
    /// Who operates the bot, where somebody does.
    pub operators: Option<Operators>,
}

impl Reads {
    /// What a commit expects to be unchanged: the rows read by key.
    #[must_use]
    pub fn expectations(&self) -> Vec<(RowId, Revision)> {
        let rows = self
            .answers
            .iter()
            .filter_map(|(read, answer)| match (read, answer) {
                (Read::Row(id), Answer::Row(row)) => {
                    Some((id.clone(), row.as_ref().map_or(0, |row| row.revision)))
                }
                (Read::WithHeld(read), Answer::Row(row)) => match &**read {
                    Read::Row(id) => Some((id.clone(), row.as_ref().map_or(0, |row| row.revision))),
                    _ => None,
                },
                _ => None,
            });
        rows.collect()
    }

    /// The same for numbers that rows are to get.
    #[must_use]
    pub fn numbers(&self) -> Vec<(StoreId, Option<GuildId>, i64)> {
        let numbers = self.answers.iter().filter_map(|answered| match answered {
            (Read::Number { store, guild }, Answer::Number(next)) => Some((*store, *guild, *next)),
            _ => None,
        });
        numbers.collect()
    }
}

/// One transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    pub expect: Vec<(RowId, Revision)>,
    /// Stores, each with the number that its next row must get.
    pub numbers: Vec<(StoreId, Option<GuildId>, i64)>,
    pub ops: Vec<Op>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Writes a whole row; about somebody who opted out of the store it is a conflict. `values` has a value for each field, of which the key's are taken from `row`. Due times and
    /// indexes follow from the plan. With an auto key the row must exist: else it is a conflict.
    Put {
        row: RowId,
        values: Vec<Value>,
    },
    /// Adds a row to a store with an auto key, as `Put` does; `values[0]` is ignored. `Commit::keys` tells the number given.
    Insert {
        store: StoreId,
        guild: Option<GuildId>,
        values: Vec<Value>,
    },
    Remove {
        row: RowId,
    },
    /// The flow that the row belongs to has ended: what `flow.ended` gives it begins now. Nothing happens where the row is
    /// not there, or its store has no such clause; a deadline is never moved away.
    FlowEnded {
        row: RowId,
    },
    /// The same for the row that the batch's `insert`th `Op::Insert` made, counted from 0.
    InsertedFlowEnded {
        store: StoreId,
        guild: Option<GuildId>,
        insert: usize,
    },
    /// `None` goes back to the default, which removes the entry.
    SetSetting {
        guild: GuildId,
        setting: SettingId,
        value: Option<Value>,
    },
    SwitchFeature {
        guild: GuildId,
        feature: String,
        on: Option<bool>,
    },
    /// Applies every store's on-erase rules for this person, in one server (and to what belongs to none) or everywhere,
    /// destroys their secrets, and suppresses what the rules say is not to start again. Stands in a batch with other
    /// erasures and suppressions only, since destroying secrets is no part of a transaction.
    Erase {
        guild: Option<GuildId>,
        user: UserId,
    },
    /// Deletes all that is kept of a server, with the secrets of the server and of its members; nothing runs at the end of
    /// rows. What belongs to no server stays. Refused where the policy refuses to erase some of it. Stands in a batch like
    /// `Erase`.
    EraseServer {
        guild: GuildId,
    },
    /// Applies the on-erase rules of these stores alone, in one server or everywhere. Their secrets stay, so it stands beside
    /// other writes; what is left of the rows can be read for as long as that of other deleted rows. A row whose key names
    /// them is deleted.
    EraseFrom {
        guild: Option<GuildId>,
        user: UserId,
        stores: Vec<StoreId>,
    },
    /// Stops collection about a person, wherever they can object or a store says `suppress`, or allows it again. Survives
    /// erasure without their id.
    Suppress {
        guild: Option<GuildId>,
        user: UserId,
        on: bool,
    },
    /// Enters what a person asked for, which is what the batch does, into the record of requests. Of one batch there is
    /// one; `Commit::receipt` is for the person.
    Record(Request),
    /// The bot is in the server: cancels a pending removal.
    GuildPresent {
        guild: GuildId,
    },
    /// The bot's removal from the server is confirmed; retention clauses count from `since`. Nothing happens where
    /// nothing is kept about the server, or it is removed already.
    GuildRemoved {
        guild: GuildId,
        since: Timestamp,
    },
    MemberPresent {
        guild: GuildId,
        user: UserId,
    },
    MemberLeft {
        guild: GuildId,
        user: UserId,
        since: Timestamp,
    },
    /// A channel was deleted: `channel.removed` of the rows that name it, in this server or of those that belong to none,
    /// counts from `since`.
    ChannelRemoved {
        guild: Option<GuildId>,
        channel: ChannelId,
        since: Timestamp,
    },
}

/// Servers and the stores of the plan that have rows there.
pub type Places = BTreeSet<(GuildId, StoreId)>;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commit {
    pub revision: Revision,
    /// Auto keys, one for each `Op::Insert`, in order.
    pub keys: Vec<i64>,
    /// Rows deleted, redacted or pseudonymised by `Op::Erase`.
    pub erased: Erased,
    /// Where they are, or were.
    pub erased_in: Places,
    /// What `Op::Record` gave.
    pub receipt: Option<Receipt>,
}

/// GDPR 15 and 20: one person's data, for people and for machines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Export {
    pub rows: Vec<ExportRow>,
    /// What else names the person, by store and server.
    pub others: Vec<Others>,
    /// Servers of which it is kept that they left, and when.
    pub left: Vec<(GuildId, Timestamp)>,
    /// Where they said whether the bot may start about them, and whether they opted out: everywhere, and in the server
    /// that was asked about.
    pub choices: Vec<(Option<GuildId>, bool)>,
    /// Settings of servers that name them, and on which side.
    pub settings: Vec<(GuildId, SettingId, Side)>,
}

impl Export {
    /// Whether nothing that is kept names the person.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self {
            rows,
            others,
            left,
            choices,
            settings,
        } = self;
        rows.is_empty()
            && others.is_empty()
            && left.is_empty()
            && choices.is_empty()
            && settings.is_empty()
    }
}

/// What rows of a server's settings are called among those of stores. No store is called so.
pub const SETTINGS: &str = "settings";

/// Rows of a store in one place that name somebody who does not get them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Others {
    /// By name; the policy may not have it any more.
    pub store: String,
    pub guild: Option<GuildId>,
    pub why: Absence,
    pub rows: u64,
}

/// Why a row that names somebody is not among what they take along.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Absence {
    /// A text in it mentions them, and it is not about them.
    Named,
    /// The policy refuses it, and says why.
    Refused,
    /// Its time is over, and what follows from that is still to come.
    Over,
    /// An earlier policy kept it.
    Dropped,
}

impl Absence {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Refused => "refused",
            Self::Over => "over",
            Self::Dropped => "dropped",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportRow {
    pub store: StoreId,
    pub guild: Option<GuildId>,
    pub key: RowKey,
    /// By field name. What is about somebody else is left out.
    pub fields: BTreeMap<String, Value>,
    pub created: Timestamp,
    /// When it will be deleted, where that is known already.
    pub due: Option<Timestamp>,
}

/// What one sweep did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Swept {
    pub rows: u64,
    pub guilds: u64,
    /// How late the latest deletion was, in milliseconds.
    pub late_ms_max: i64,
    /// Where the rows were.
    pub places: Places,
}

/// What somebody else than the bot did to its data while it runs, such as its operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    Changed(Places),
    Swept(Swept),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StoreCount {
    pub store: StoreId,
    pub rows: u64,
}

/// What the next process must know of the time of this one. Approximate: written about once a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// The latest time that was believed. None before the first; the beginning of time where it cannot be read.
    pub time: Option<Timestamp>,
    /// When Discord's events were last known to arrive.
    pub connected: Option<Timestamp>,
}

#[derive(Debug, Error)]
pub enum VaultError {
    /// Somebody else wrote what was read; read again and retry.
    #[error("what was read has changed since")]
    Conflict,
    #[error("{what}; {help}")]
    Refused { what: String, help: String },
    #[error("{what} is damaged; {}", VaultError::RESTORE)]
    Damaged { what: String },
    #[error("cannot reach the data: {0}")]
    Io(#[from] std::io::Error),
}

impl VaultError {
    /// What to do about damage.
    pub(super) const RESTORE: &str = "restore a backup with `candor restore`";
}
