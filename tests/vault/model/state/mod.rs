//! What the model holds, and what a start does to it: plain rows, and full scans.

mod ending;
mod read;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use candor::{
    plan::{EraseRule, FieldId, Plan, Store, StoreId, Trigger, Wish},
    port::{
        Absence, Answer, Commit, Export, Marks, Op, Others, Read, Revision, RowId, Settings,
        StoredRow, Swept, VaultError,
    },
    vocab::{GuildId, Timestamp, UserId, Value},
};

use super::rules::{self, Promise, fault};

#[derive(Clone, Default)]
pub struct State {
    pub revision: Revision,
    pub rows: Vec<Row>,
    pub settings: BTreeMap<GuildId, SettingsRow>,
    pub removed: BTreeMap<GuildId, Timestamp>,
    /// Since when a server has a feature switched off.
    pub off: BTreeMap<(GuildId, String), Timestamp>,
    pub left: BTreeMap<(GuildId, UserId), Departure>,
    pub(super) counters: BTreeMap<(StoreId, Option<GuildId>), i64>,
    /// Everything that people said about being collected about: who, where, and their wish.
    said: Vec<(UserId, Option<GuildId>, Wish)>,
    pub marks: Marks,
}

#[derive(Clone)]
pub struct Departure {
    pub since: Timestamp,
    /// Stores with a hold that had rows about them then.
    pub(super) counted: BTreeSet<StoreId>,
    /// Those in which they left among many.
    pub(super) held: BTreeSet<StoreId>,
}

#[derive(Clone)]
pub struct Row {
    pub store: StoreId,
    pub guild: Option<GuildId>,
    pub stored: StoredRow,
    life: Life,
    /// Its time is over, and what is to run then has not: nobody sees it.
    pub over: bool,
    /// Written while the policy refused to erase it. What was written before was promised to be.
    pub refusable: bool,
}

#[derive(Clone)]
pub struct SettingsRow {
    pub settings: Settings,
    life: Life,
}

impl SettingsRow {
    /// Whether a text in it mentions somebody.
    fn mentions(&self, user: UserId) -> bool {
        let mut values = self.settings.values.values();
        values.any(|value| rules::mentioned(value).contains(&user))
    }
}

/// All that was ever promised of a row, and the moments it counts from.
#[derive(Clone)]
struct Life {
    made: Timestamp,
    written: Timestamp,
    finished: Option<Timestamp>,
    channel_gone: Option<Timestamp>,
    promises: BTreeSet<Promise>,
}

impl Life {
    fn new(now: Timestamp) -> Self {
        Self {
            made: now,
            written: now,
            finished: None,
            channel_gone: None,
            promises: BTreeSet::new(),
        }
    }

    /// Being idle starts again, and times are as they are written now; nothing else that was promised changes.
    fn write(&mut self, now: Timestamp) {
        self.written = now;
        let stays = |promise: &Promise| {
            !matches!(promise, Promise::SinceWritten(_) | Promise::AsWritten(_))
        };
        self.promises.retain(stays);
    }

    fn due(&self) -> Option<Timestamp> {
        let due = |promise: &Promise| match promise {
            Promise::SinceMade(after) => Some(self.made.plus(*after)),
            Promise::SinceWritten(after) => Some(self.written.plus(*after)),
            Promise::SinceFinished(after) => Some(self.finished?.plus(*after)),
            Promise::SinceChannelGone(after) => Some(self.channel_gone?.plus(*after)),
            Promise::UntilThen(at) | Promise::AsWritten(at) => Some(*at),
        };
        self.promises.iter().filter_map(due).min()
    }
}

impl Row {
    pub fn id(&self) -> RowId {
        RowId {
            store: self.store,
            guild: self.guild,
            key: self.stored.key.clone(),
        }
    }

    fn named(&self, plan: &Plan) -> Vec<(FieldId, UserId)> {
        rules::named(&plan.stores[self.store.0 as usize], &self.stored.values)
    }

    fn names(&self, plan: &Plan, user: UserId) -> bool {
        self.named(plan).iter().any(|(_, named)| *named == user) || self.mentions(user)
    }

    /// Whether its time goes on, and its channel is there as far as anybody told.
    pub fn counts_on(&self) -> bool {
        !self.over && self.life.channel_gone.is_none()
    }

    /// Whether a text in it mentions somebody.
    pub fn mentions(&self, user: UserId) -> bool {
        let mut values = self.stored.values.iter();
        values.any(|value| rules::mentioned(value).contains(&user))
    }

    /// The people it is about.
    pub fn subjects(&self, store: &Store) -> Vec<UserId> {
        rules::subjects(store, &self.stored.values)
    }
}

impl State {
    fn position(&self, plan: &Plan, id: &RowId) -> Result<Option<usize>, VaultError> {
        let store = rules::store_in(plan, id.store, id.guild)?;
        let mut rows = self.rows.iter();
        let found = rows.position(|row| row.id() == *id);
        Ok(found.filter(|_| rules::is_key(store, &id.key)))
    }

    pub fn find(&self, plan: &Plan, id: &RowId) -> Result<Option<&Row>, VaultError> {
        Ok(self.position(plan, id)?.map(|at| &self.rows[at]))
    }

    /// What a start under another policy does: shorter promises shorten, and what was promised stays. What counts from
    /// something that is yet to come was promised by the store, so `plan` gets these clauses of `before`, as long as
    /// there are rows.
    ///
    /// # Errors
    /// `Refused` when other stores are declared than before: rows are kept by the number of their store here.
    pub fn reopen(
        &mut self,
        before: &Plan,
        plan: &mut Plan,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let yet_to_come = |clause: &&candor::plan::Clause| match clause.trigger {
            Trigger::GuildRemoved
            | Trigger::MemberLeft
            | Trigger::FlowEnded
            | Trigger::ChannelRemoved { .. }
            | Trigger::FeatureOff => true,
            Trigger::Age
            | Trigger::EntryIdle
            | Trigger::Boot
            | Trigger::Field { .. }
            | Trigger::Setting { .. }
            | Trigger::Erased => false,
        };
        for (old, new) in Self::same(before, plan) {
            let (old, new) = (&before.stores[old], &mut plan.stores[new]);
            if self.rows.iter().any(|row| row.store == old.id) {
                if rules::says(&old.retention, Trigger::MemberLeft) {
                    new.hold = rules::promised_hold(old.hold.as_ref(), new.hold.as_ref());
                }
                let clauses = old.retention.clauses.iter().filter(yet_to_come);
                new.retention.clauses.extend(clauses.copied());
            }
        }
        if !self.settings.is_empty() {
            let clauses = before.settings_retention.clauses.iter();
            let clauses = clauses.filter(yet_to_come).copied();
            plan.settings_retention.clauses.extend(clauses);
        }
        self.move_to(before, plan)?;
        self.start(before, plan, now);
        Ok(())
    }

    fn start(&mut self, before: &Plan, plan: &Plan, now: Timestamp) {
        // A feature may be on now where nobody switched it; since when it is off was not always written.
        let settings = self.settings.clone();
        let switched = |guild: GuildId, feature: &str| {
            let here = settings.get(&guild)?;
            here.settings.switched.get(feature).copied()
        };
        let all: Vec<_> = self.off.keys().map(|(guild, _)| *guild).collect();
        for guild in all {
            self.forget_what_is_on(plan, guild);
        }
        for guild in settings.keys() {
            for feature in &plan.features {
                if switched(*guild, &feature.name) == Some(false) {
                    let here = (*guild, feature.name.clone());
                    self.off.entry(here).or_insert(now);
                }
            }
        }
        let same = Self::same(before, plan);
        let ran = |store: StoreId| {
            let mut all = same.iter();
            let old = all.find(|(_, now)| *now == store.0 as usize);
            old.is_some_and(|(old, _)| runs_at_end(before, StoreId(u32::try_from(*old).unwrap())))
        };
        for mut row in std::mem::take(&mut self.rows) {
            let retention = &plan.stores[row.store.0 as usize].retention;
            if row.over {
                // A policy may have dropped what was to run.
                if runs_at_end(plan, row.store) {
                    self.rows.push(row);
                }
                continue;
            }
            let boot: Vec<_> = rules::after(retention, Trigger::Boot).collect();
            if boot.iter().any(|grace| grace.ms <= 0) {
                // What was not to be read by anybody after a start is not, also where something runs at its end now.
                if runs_at_end(plan, row.store) && ran(row.store) {
                    row.over = true;
                    self.rows.push(row);
                }
                continue;
            }
            let boot = boot
                .into_iter()
                .map(|grace| Promise::UntilThen(now.plus(grace)));
            row.life.promises.extend(boot);
            let settings = row.guild.map(|guild| self.settings_at(plan, guild, now));
            let settings = settings.unwrap_or_default();
            let promises = rules::promised(plan, retention, &settings, &row.stored.values);
            row.life.promises.extend(promises);
            self.rows.push(row);
        }
        self.close_rings(plan);
        for row in self.settings.values_mut() {
            let promises =
                rules::promised(plan, &plan.settings_retention, &Settings::default(), &[]);
            row.life.promises.extend(promises);
        }
        self.forget_departures(plan);
    }
}

impl State {
    /// Where the bot is, what is on is not off any more, also where it is on because the settings are gone.
    fn forget_what_is_on(&mut self, plan: &Plan, guild: GuildId) {
        if self.removed.contains_key(&guild) {
            return;
        }
        let here = self.settings.get(&guild);
        let switched = here.map_or_else(BTreeMap::new, |row| row.settings.switched.clone());
        self.off.retain(|(of, feature), _| {
            let mut features = plan.features.iter();
            let declared = features.find(|one| one.name == *feature).unwrap();
            let is_on = switched.get(feature).copied();
            *of != guild || !is_on.unwrap_or(declared.default_on)
        });
    }
}

/// Whether something is to run once a row of the store is over.
fn runs_at_end(plan: &Plan, store: StoreId) -> bool {
    let mut handlers = plan.handlers.iter();
    handlers.any(|handler| handler.on.store == Some(store))
}
