//! What the model holds, and what each op and each sweep does to it: plain rows, and full scans.

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
    promises: BTreeSet<Promise>,
}

impl Life {
    fn new(now: Timestamp) -> Self {
        Self {
            made: now,
            written: now,
            finished: None,
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

    pub fn read(&self, plan: &Plan, read: &Read, now: Timestamp) -> Result<Answer, VaultError> {
        self.answer(plan, read, false, now)
    }

    /// Whether its second has come.
    pub fn is_past(&self, plan: &Plan, row: &Row, now: Timestamp) -> bool {
        self.due(plan, row).is_some_and(|due| due <= now)
    }

    fn answer(
        &self,
        plan: &Plan,
        read: &Read,
        held: bool,
        now: Timestamp,
    ) -> Result<Answer, VaultError> {
        let is_there = |row: &&Row| !row.over && !self.is_past(plan, row, now);
        let is_seen = |row: &&Row| is_there(row) && (held || !self.is_hidden(plan, row));
        Ok(match read {
            Read::WithHeld(read) => self.answer(plan, read, true, now)?,
            Read::Row(id) => {
                let row = self.find(plan, id)?.filter(is_seen);
                Answer::Row(row.map(|row| row.stored.clone()))
            }
            Read::Scan(scan) => {
                rules::store_in(plan, scan.store, scan.guild)?;
                let here = |row: &&Row| row.store == scan.store && row.guild == scan.guild;
                let rows = self.rows.iter().filter(here).filter(is_seen);
                let rows = rows.map(|row| row.stored.clone()).collect();
                Answer::Rows(rules::scanned(scan, rows))
            }
            Read::Tally { of, sum } => {
                let rows = self.answer(plan, &Read::Scan(of.clone()), held, now)?;
                let rows = match rows {
                    Answer::Rows(rows) => rows,
                    other => unreachable!("{other:?}"),
                };
                let numbers = rows.iter().map(|row| match sum {
                    None => 1,
                    Some(field) => match row.values[field.0 as usize] {
                        Value::Int(number) => i128::from(number),
                        _ => 0,
                    },
                });
                let total: i128 = numbers.sum();
                let total = total.clamp(i64::MIN.into(), i64::MAX.into());
                Answer::Number(total.try_into().unwrap())
            }
            Read::Number { store, guild } => {
                let last = self.counters.get(&(*store, *guild)).copied();
                Answer::Number(last.unwrap_or_default() + 1)
            }
            Read::Settings(guild) => Answer::Settings(self.settings_at(plan, *guild, now)),
            Read::Suppressed { guild, user } => {
                Answer::Suppressed(rules::stopped(plan, self.wish(*guild, *user)))
            }
            Read::Erasure { guild, user } => {
                let mut commit = Commit::default();
                self.clone().erase(plan, *guild, *user, &mut commit);
                Answer::Erasure(commit.erased)
            }
            Read::Export { guild, user } => Answer::Export(self.export(plan, *guild, *user, now)),
        })
    }

    fn export(&self, plan: &Plan, guild: Option<GuildId>, user: UserId, now: Timestamp) -> Export {
        let mut export = Export::default();
        for store in &plan.stores {
            let of = |row: &&Row| row.store == store.id && (guild.is_none() || row.guild == guild);
            let guilds: BTreeSet<_> = self.rows.iter().filter(of).map(|row| row.guild).collect();
            for guild in guilds {
                let here = |row: &&Row| row.store == store.id && row.guild == guild;
                let here = self.rows.iter().filter(here);
                let here = here.filter(|row| !row.over && !self.is_past(plan, row, now));
                let here: Vec<_> = here.collect();
                let mut rows: Vec<_> = here.iter().map(|row| row.stored.clone()).collect();
                rules::sort(&mut rows);
                for stored in rows {
                    let row = here.iter().find(|row| row.stored == stored).unwrap();
                    let due = self.due(plan, row);
                    let theirs = rules::exported(store, &row.id(), &stored, user, due);
                    export.rows.extend(theirs);
                }
            }
        }
        export.others = self.others(plan, guild, user, now);
        let left = self.left.iter().filter(|((_, who), _)| *who == user);
        let left = left.filter(|((of, _), _)| guild.is_none_or(|guild| guild == *of));
        export.left = left.map(|((of, _), left)| (*of, left.since)).collect();
        for place in [None].into_iter().chain(guild.map(Some)) {
            let mut said = self.said.iter().rev();
            let last = said.find(|(who, of, _)| *who == user && *of == place);
            export
                .choices
                .extend(last.map(|(_, _, wish)| (place, *wish > Wish::Nothing)));
        }
        export
    }

    /// Rows that somebody is in and does not get.
    fn others(
        &self,
        plan: &Plan,
        guild: Option<GuildId>,
        user: UserId,
        now: Timestamp,
    ) -> Vec<Others> {
        let mut found: BTreeMap<_, u64> = BTreeMap::new();
        let is_here = |of: Option<GuildId>| guild.is_none() || of == guild;
        for row in self.rows.iter().filter(|row| is_here(row.guild)) {
            let store = &plan.stores[row.store.0 as usize];
            let has_part = row.named(plan).iter().any(|(_, who)| *who == user);
            let why = match (has_part, row.mentions(user)) {
                (true, _) if row.over || self.is_past(plan, row, now) => Absence::Over,
                (false, true) => Absence::Named,
                _ => continue,
            };
            *found
                .entry((store.name.clone(), row.guild, why))
                .or_default() += 1;
        }
        for (of, row) in &self.settings {
            if is_here(Some(*of)) && row.mentions(user) {
                let key = ("settings".to_owned(), Some(*of), Absence::Named);
                found.insert(key, 1);
            }
        }
        let found = found.into_iter();
        found
            .map(|((store, guild, why), rows)| Others {
                store,
                guild,
                why,
                rows,
            })
            .collect()
    }

    fn settings_of(&self, guild: Option<GuildId>) -> Settings {
        let row = guild.and_then(|guild| self.settings.get(&guild));
        row.map(|row| row.settings.clone()).unwrap_or_default()
    }

    /// The latest word counts, whether it was about one server or about all; where that is to stop, the one that goes further.
    fn wish(&self, guild: Option<GuildId>, user: UserId) -> Wish {
        let last = |wanted: Option<GuildId>| {
            let said = self.said.iter().enumerate().rev();
            let mut about = said.filter(|(_, (who, of, _))| *who == user && *of == wanted);
            about.next().map(|(at, (_, _, wish))| (at, *wish))
        };
        let both = [last(guild), last(None)];
        match both.iter().flatten().max() {
            None | Some((_, Wish::Nothing)) => Wish::Nothing,
            Some(_) => both.iter().flatten().map(|(_, wish)| *wish).max().unwrap(),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each operation")]
    pub fn apply(
        &mut self,
        plan: &Plan,
        op: Op,
        now: Timestamp,
        commit: &mut Commit,
    ) -> Result<(), VaultError> {
        match op {
            Op::Put { row, values } => {
                let store = rules::store_in(plan, row.store, row.guild)?;
                let there = self.find(plan, &row)?;
                let there = there.filter(|row| !self.is_past(plan, row, now));
                if store.auto_key && there.is_none() {
                    return Err(VaultError::Conflict);
                }
                self.write(plan, row, values, now)?;
            }
            Op::Insert {
                store,
                guild,
                values,
            } => {
                if !rules::store_in(plan, store, guild)?.auto_key {
                    return Err(fault("the store has no auto key"));
                }
                let counter = self.counters.entry((store, guild)).or_default();
                *counter += 1;
                let key = vec![Value::Int(*counter)];
                commit.keys.push(*counter);
                self.write(plan, RowId { store, guild, key }, values, now)?;
            }
            Op::Remove { row } => {
                if let Some(at) = self.position(plan, &row)? {
                    self.rows.remove(at);
                }
            }
            Op::FlowEnded { row } => self.finish(plan, &row, now)?,
            Op::InsertedFlowEnded {
                store,
                guild,
                insert,
            } => {
                let made = commit.keys.get(insert);
                let made = made.ok_or_else(|| fault("a batch finishes what it did not make"))?;
                let key = vec![Value::Int(*made)];
                self.finish(plan, &RowId { store, guild, key }, now)?;
            }
            Op::SetSetting {
                guild,
                setting,
                value,
            } => {
                let declared = plan.setting(setting);
                let declared = declared.ok_or_else(|| fault("there is no such setting"))?;
                self.set(plan, guild, now, |settings| {
                    settings.values.remove(&setting);
                    if let Some(value) = value
                        && Some(&value) != declared.default.as_ref()
                    {
                        settings.values.insert(setting, value);
                    }
                });
            }
            Op::SwitchFeature { guild, feature, on } => {
                let mut features = plan.features.iter();
                let declared = features.find(|declared| declared.name == feature);
                let by_default = declared
                    .ok_or_else(|| fault("there is no such feature"))?
                    .default_on;
                if on.unwrap_or(by_default) {
                    self.off.remove(&(guild, feature.clone()));
                } else {
                    self.off.entry((guild, feature.clone())).or_insert(now);
                }
                self.set(plan, guild, now, |settings| {
                    settings.switched.remove(&feature);
                    if let Some(on) = on
                        && on != by_default
                    {
                        settings.switched.insert(feature, on);
                    }
                });
            }
            Op::Erase { guild, user } => {
                self.erase(plan, guild, user, commit);
                let starts_again = rules::stopped(plan, Wish::NotAgain);
                if !starts_again.is_empty() && self.wish(guild, user) < Wish::NoMore {
                    self.said.push((user, guild, Wish::NotAgain));
                }
            }
            Op::EraseFrom {
                guild,
                user,
                stores,
            } => self.erase_rows(plan, user, commit, true, |row| {
                let is_here = guild.is_none() || row.guild.is_none() || row.guild == guild;
                is_here && stores.contains(&row.store)
            }),
            // Taken out before.
            Op::Record(_) => {}
            Op::Suppress { guild, user, on } => {
                let wish = if on { Wish::NoMore } else { Wish::Nothing };
                self.said.push((user, guild, wish));
            }
            Op::GuildPresent { guild } => {
                self.removed.remove(&guild);
            }
            Op::GuildRemoved { guild, since } => {
                if self.knows(guild) {
                    self.removed.entry(guild).or_insert(since);
                }
            }
            Op::MemberPresent { guild, user } => {
                self.left.remove(&(guild, user));
            }
            Op::MemberLeft { guild, user, since } => self.leave(plan, guild, user, since),
        }
        self.forget_departures(plan);
        Ok(())
    }

    fn has_anything(&self, guild: GuildId) -> bool {
        let mut rows = self.rows.iter();
        self.settings.contains_key(&guild) || rows.any(|row| row.guild == Some(guild))
    }

    /// Also where only a feature was switched off.
    fn knows(&self, guild: GuildId) -> bool {
        self.has_anything(guild) || self.off.keys().any(|(of, _)| *of == guild)
    }

    fn leave(&mut self, plan: &Plan, guild: GuildId, user: UserId, since: Timestamp) {
        let here = |row: &&Row| row.guild == Some(guild) && row.names(plan, user);
        let by_settings = self.settings.get(&guild);
        let is_known = self.rows.iter().any(|row| here(&row))
            || by_settings.is_some_and(|row| row.mentions(user));
        if self.left.contains_key(&(guild, user)) || !is_known {
            return;
        }
        let holding = plan.stores.iter().filter(|store| store.hold.is_some());
        let about = |store: &&Store| {
            let mut rows = self.rows.iter().filter(here);
            rows.any(|row| row.store == store.id && row.subjects(store).contains(&user))
        };
        let departure = Departure {
            since,
            counted: holding.filter(about).map(|store| store.id).collect(),
            held: BTreeSet::new(),
        };
        let counted = departure.counted.clone();
        self.left.insert((guild, user), departure);
        for store in plan.stores.iter().filter(|one| counted.contains(&one.id)) {
            let Some(hold) = &store.hold else { continue };
            let window = since.plus(hold.within.negated());
            let among = self.left.iter_mut().filter(|((of, _), departure)| {
                *of == guild
                    && departure.counted.contains(&store.id)
                    && departure.since > window
                    && departure.since <= since
            });
            let mut among: Vec<_> = among.map(|(_, departure)| departure).collect();
            if among.len() >= hold.departures as usize {
                for departure in &mut among {
                    departure.held.insert(store.id);
                }
            }
        }
    }

    /// Whether handlers see the row as not there: its subject left, and only a hold keeps it.
    pub fn is_hidden(&self, plan: &Plan, row: &Row) -> bool {
        let store = &plan.stores[row.store.0 as usize];
        let (Some(guild), Some(_)) = (row.guild, &store.hold) else {
            return false;
        };
        let mut subjects = row.subjects(store).into_iter();
        subjects.any(|user| self.left.contains_key(&(guild, user)))
    }

    fn write(
        &mut self,
        plan: &Plan,
        id: RowId,
        mut values: Vec<Value>,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let store = rules::store_in(plan, id.store, id.guild)?;
        if values.len() != store.fields.len() || !rules::is_key(store, &id.key) {
            return Err(fault("this is no row of the store"));
        }
        values[..id.key.len()].clone_from_slice(&id.key);
        for (field, user) in rules::named(store, &values) {
            let wish = self.wish(id.guild, user);
            if rules::stops(store, field, wish) {
                return Err(VaultError::Conflict);
            }
        }
        let at = self.position(plan, &id)?;
        if at.is_some_and(|at| self.rows[at].over) {
            return Err(VaultError::Conflict);
        }
        let is_past = at.is_some_and(|at| self.is_past(plan, &self.rows[at], now));
        if is_past && runs_at_end(plan, id.store) {
            return Err(VaultError::Conflict);
        }
        let old = at.map(|at| self.rows.remove(at)).filter(|_| !is_past);
        let mut life = old.map_or_else(|| Life::new(now), |old| old.life);
        life.write(now);
        let settings = id.guild.map(|guild| self.settings_at(plan, guild, now));
        let settings = settings.unwrap_or_default();
        let promises = rules::promised(plan, &store.retention, &settings, &values);
        life.promises.extend(promises);
        self.rows.push(Row {
            store: id.store,
            guild: id.guild,
            stored: StoredRow {
                values,
                key: id.key,
                revision: self.revision,
                created: life.made,
                written: now,
            },
            life,
            over: false,
        });
        self.close_rings(plan);
        Ok(())
    }

    /// Of each person's rows the newest stay.
    fn close_rings(&mut self, plan: &Plan) {
        for store in &plan.stores {
            let Some(keep) = &store.keep else { continue };
            let mut rings: BTreeMap<_, Vec<RowId>> = BTreeMap::new();
            let standing = |row: &&Row| row.store == store.id && !row.over;
            for row in self.rows.iter().filter(standing) {
                let who = row.stored.values[keep.per.0 as usize].clone();
                rings.entry((row.guild, who)).or_default().push(row.id());
            }
            rings.retain(|(_, who), _| *who != Value::None);
            for (_, mut rows) in rings {
                rows.sort_by(|a, b| b.key.cmp(&a.key));
                let over: Vec<_> = rows.into_iter().skip(keep.newest as usize).collect();
                self.rows.retain_mut(|row| {
                    let lacks_room = over.contains(&row.id()) && !row.over;
                    row.over |= lacks_room;
                    !lacks_room || runs_at_end(plan, store.id)
                });
            }
        }
    }

    /// The first time counts. What is not promised to go because of it does not know of it.
    fn finish(&mut self, plan: &Plan, id: &RowId, now: Timestamp) -> Result<(), VaultError> {
        if let Some(at) = self.position(plan, id)? {
            let life = &mut self.rows[at].life;
            let mut promises = life.promises.iter();
            if promises.any(|promise| matches!(promise, Promise::SinceFinished(_))) {
                life.finished.get_or_insert(now);
            }
        }
        Ok(())
    }

    fn set(
        &mut self,
        plan: &Plan,
        guild: GuildId,
        now: Timestamp,
        change: impl FnOnce(&mut Settings),
    ) {
        let is_past = self.settings_due(plan, guild).is_some_and(|due| due <= now);
        let old = self.settings.remove(&guild).filter(|_| !is_past);
        let mut row = old.unwrap_or(SettingsRow {
            settings: Settings::default(),
            life: Life::new(now),
        });
        change(&mut row.settings);
        if row.settings != Settings::default() {
            row.life.write(now);
            let promises = rules::promised(plan, &plan.settings_retention, &row.settings, &[]);
            row.life.promises.extend(promises);
            self.settings.insert(guild, row);
        }
        // A setting can be a retention: shorter shortens what is there, longer does not lengthen it.
        let settings = self.settings_at(plan, guild, now);
        for row in &mut self.rows {
            let store = &plan.stores[row.store.0 as usize];
            if row.guild == Some(guild) && rules::counts_by_a_setting(store) {
                let values = &row.stored.values;
                let promises = rules::promised(plan, &store.retention, &settings, values);
                row.life.promises.extend(promises);
            }
        }
    }

    /// When a row will be deleted, as far as is known.
    pub fn due(&self, plan: &Plan, row: &Row) -> Option<Timestamp> {
        let own = self.own_due(plan, row).filter(|_| !row.over);
        own.into_iter().chain(self.gone_due(plan, row)).min()
    }

    /// When its time is over.
    fn own_due(&self, plan: &Plan, row: &Row) -> Option<Timestamp> {
        let mut due: Vec<Timestamp> = row.life.due().into_iter().collect();
        let store = &plan.stores[row.store.0 as usize];
        if let Some(guild) = row.guild {
            let feature = &plan.features[store.feature.0 as usize].name;
            if let Some(since) = self.off.get(&(guild, feature.clone())) {
                let graces = rules::after(&store.retention, Trigger::FeatureOff);
                due.extend(graces.map(|grace| since.plus(grace)));
            }
        }
        due.into_iter().min()
    }

    /// When it goes with its server, or with whom it is about.
    fn gone_due(&self, plan: &Plan, row: &Row) -> Option<Timestamp> {
        let mut due: Vec<Timestamp> = Vec::new();
        let store = &plan.stores[row.store.0 as usize];
        if let Some(guild) = row.guild {
            if let Some(since) = self.removed.get(&guild) {
                let graces = rules::after(&store.retention, Trigger::GuildRemoved);
                due.extend(graces.map(|grace| since.plus(grace)));
            }
            for user in row.subjects(store) {
                if let Some(left) = self.left.get(&(guild, user)) {
                    let many = left.held.contains(&store.id);
                    let graces = rules::after(&store.retention, Trigger::MemberLeft);
                    let graces = graces.map(|grace| rules::held(grace, store.hold.as_ref(), many));
                    due.extend(graces.map(|grace| left.since.plus(grace)));
                }
            }
        }
        due.into_iter().min()
    }

    fn settings_at(&self, plan: &Plan, guild: GuildId, now: Timestamp) -> Settings {
        if self.settings_due(plan, guild).is_some_and(|due| due <= now) {
            return Settings::default();
        }
        self.settings_of(Some(guild))
    }

    pub fn settings_due(&self, plan: &Plan, guild: GuildId) -> Option<Timestamp> {
        let own = self.settings.get(&guild).and_then(|row| row.life.due());
        let graces = rules::after(&plan.settings_retention, Trigger::GuildRemoved);
        let removed = self.removed.get(&guild).copied();
        let removed = graces.filter_map(|grace| Some(removed?.plus(grace)));
        removed.chain(own).min()
    }

    fn erase(&mut self, plan: &Plan, guild: Option<GuildId>, user: UserId, commit: &mut Commit) {
        let is_here = |row: &Row| guild.is_none() || row.guild == guild;
        self.erase_rows(plan, user, commit, false, is_here);
        for (of, row) in &mut self.settings {
            if guild.is_none_or(|guild| guild == *of) && row.mentions(user) {
                commit.erased.add("settings", EraseRule::Pseudonymise);
                for value in row.settings.values.values_mut() {
                    rules::without(value, user);
                }
            }
        }
        self.left
            .retain(|(of, who), _| *who != user || guild.is_some_and(|guild| guild != *of));
    }

    fn erase_rows(
        &mut self,
        plan: &Plan,
        user: UserId,
        commit: &mut Commit,
        // Whether who is taken out is still somebody, whom a key would name.
        stays: bool,
        is_meant: impl Fn(&Row) -> bool,
    ) {
        let revision = self.revision;
        self.rows.retain_mut(|row| {
            let store = &plan.stores[row.store.0 as usize];
            let named = row.named(plan).into_iter();
            let fields: Vec<_> = named.filter(|(_, who)| *who == user).collect();
            let is_here = is_meant(row);
            let rules = fields
                .iter()
                .map(|(field, _)| rules::erasing(store, *field));
            let rules: Vec<EraseRule> = rules.collect();
            let key_len = row.stored.key.len();
            let in_key = |value: &Value| rules::mentioned(value).contains(&user);
            let by_text = if row.stored.values[..key_len].iter().any(in_key) {
                Some(EraseRule::Delete)
            } else {
                row.mentions(user).then_some(EraseRule::Pseudonymise)
            };
            let keyed = fields.iter().any(|(field, _)| (field.0 as usize) < key_len);
            let outright = (stays && keyed).then_some(EraseRule::Delete);
            let all = rules.iter().chain(&by_text).chain(&outright);
            let Some(rule) = all.min().filter(|_| is_here) else {
                return true;
            };
            for value in &mut row.stored.values {
                rules::without(value, user);
            }
            commit.erased.add(&store.name, *rule);
            commit.erased_in.extend(row.guild.map(|of| (of, row.store)));
            for (rule, (field, _)) in rules.iter().zip(&fields) {
                for at in 0..store.fields.len() {
                    let is_theirs = rules::belongs_to(store, at) == Some(*field);
                    let is_name = at == field.0 as usize;
                    if is_name || (is_theirs && *rule == EraseRule::Redact) {
                        row.stored.values[at] = Value::None;
                    }
                }
            }
            let key = row.stored.key.len();
            row.stored.key = row.stored.values[..key].to_vec();
            row.stored.revision = revision;
            *rule != EraseRule::Delete
        });
    }

    /// Who left a server leaves what others wrote as well, in stores that keep nothing of those who left.
    fn leave_texts(&mut self, plan: &Plan, now: Timestamp) {
        for ((guild, user), left) in &self.left {
            for row in self.rows.iter_mut().filter(|row| row.guild == Some(*guild)) {
                let store = &plan.stores[row.store.0 as usize];
                let many = left.held.contains(&store.id);
                let graces = rules::after(&store.retention, Trigger::MemberLeft);
                let mut due = graces.map(|grace| {
                    let wait = rules::held(grace, store.hold.as_ref(), many);
                    left.since.plus(wait)
                });
                if row.mentions(*user) && due.any(|due| due <= now) {
                    for value in &mut row.stored.values {
                        rules::without(value, *user);
                    }
                    row.stored.revision = self.revision;
                }
            }
        }
    }

    /// When somebody left is only known while there is something about them.
    pub fn forget_departures(&mut self, plan: &Plan) {
        let (rows, settings) = (&self.rows, &self.settings);
        self.left.retain(|(guild, user), _| {
            let mut here = rows.iter().filter(|row| row.guild == Some(*guild));
            here.any(|row| row.names(plan, *user))
                || settings.get(guild).is_some_and(|row| row.mentions(*user))
        });
    }

    pub fn sweep(&mut self, plan: &Plan, now: Timestamp) -> Swept {
        self.leave_texts(plan, now);
        let mut swept = Swept::default();
        let rows = std::mem::take(&mut self.rows);
        let (mut gone, mut stay) = (Vec::new(), Vec::new());
        for mut row in rows {
            let departs = self.gone_due(plan, &row).is_some_and(|due| due <= now);
            match self.due(plan, &row).filter(|due| *due <= now) {
                Some(due) if !departs && runs_at_end(plan, row.store) => {
                    swept.late_ms_max = swept.late_ms_max.max(now.since(due).ms);
                    row.over = true;
                    stay.push(row);
                }
                Some(due) => gone.push((row, due)),
                None => stay.push(row),
            }
        }
        self.rows = stay;
        for (row, due) in gone {
            swept.rows += 1;
            swept.places.extend(row.guild.map(|of| (of, row.store)));
            swept.late_ms_max = swept.late_ms_max.max(now.since(due).ms);
        }
        let guilds: Vec<_> = self.settings.keys().copied().collect();
        for guild in guilds {
            if let Some(due) = self.settings_due(plan, guild).filter(|due| *due <= now) {
                swept.late_ms_max = swept.late_ms_max.max(now.since(due).ms);
                self.settings.remove(&guild);
            }
        }
        self.forget_departures(plan);
        let removed: Vec<_> = self.removed.keys().copied().collect();
        for guild in removed {
            if !self.has_anything(guild) {
                self.removed.remove(&guild);
                self.off.retain(|(of, _), _| *of != guild);
                self.counters.retain(|(_, of), _| *of != Some(guild));
                swept.guilds += 1;
            }
        }
        swept
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
        self.off.retain(|(guild, feature), _| {
            let mut features = plan.features.iter();
            let declared = features.find(|one| one.name == *feature).unwrap();
            !switched(*guild, feature).unwrap_or(declared.default_on)
        });
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

/// Whether something is to run once a row of the store is over.
fn runs_at_end(plan: &Plan, store: StoreId) -> bool {
    let mut handlers = plan.handlers.iter();
    handlers.any(|handler| handler.on.store == Some(store))
}
