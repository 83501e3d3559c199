//! What the model holds, and what each op and each sweep does to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    plan::{EraseRule, FieldId, Plan, Retention, Store, StoreId, Trigger},
    port::{
        Answer, Commit, Export, Marks, Op, Read, Revision, RowId, Scan, Settings, StoredRow, Swept,
        VaultError,
    },
    vault::rules::{self, Choice, Deadlines, Ends},
    vocab::{GuildId, Timestamp, UserId, Value},
};

#[derive(Clone, Default)]
pub(super) struct State {
    pub(super) revision: Revision,
    pub(super) rows: Vec<Row>,
    pub(super) settings: BTreeMap<GuildId, SettingsRow>,
    pub(super) removed: BTreeMap<GuildId, Timestamp>,
    pub(super) left: BTreeMap<(GuildId, UserId), Departure>,
    counters: BTreeMap<(StoreId, Option<GuildId>), i64>,
    choices: BTreeMap<(Option<GuildId>, UserId), Choice>,
    pub(super) marks: Marks,
}

#[derive(Clone)]
pub(super) struct Departure {
    pub(super) since: Timestamp,
    /// Stores with a hold that had rows about them then.
    counted: BTreeSet<StoreId>,
    /// Those in which they left among many.
    held: BTreeSet<StoreId>,
}

#[derive(Clone)]
pub(super) struct Row {
    pub(super) store: StoreId,
    pub(super) guild: Option<GuildId>,
    pub(super) stored: StoredRow,
    pub(super) deadlines: Deadlines,
    ends: Ends,
}

#[derive(Clone)]
pub(super) struct SettingsRow {
    pub(super) settings: Settings,
    pub(super) created: Timestamp,
    pub(super) written: Timestamp,
    pub(super) deadlines: Deadlines,
}

impl Row {
    pub(super) fn id(&self) -> RowId {
        RowId {
            store: self.store,
            guild: self.guild,
            key: self.stored.key.clone(),
        }
    }

    fn names(&self, plan: &Plan, user: UserId) -> bool {
        self.roles(plan, user).next().is_some()
    }

    /// The people it is about.
    pub(super) fn subjects(&self, store: &Store) -> Vec<UserId> {
        let people = rules::people(store, &self.stored.values).into_iter();
        let subjects = people.filter(|(field, _)| rules::is_subject(store, *field));
        subjects.map(|(_, user)| user).collect()
    }

    fn roles(&self, plan: &Plan, user: UserId) -> impl Iterator<Item = FieldId> {
        let people = plan
            .store(self.store)
            .map(|store| rules::people(store, &self.stored.values));
        people
            .unwrap_or_default()
            .into_iter()
            .filter(move |(_, who)| *who == user)
            .map(|(field, _)| field)
    }
}

impl State {
    fn position(&self, plan: &Plan, id: &RowId) -> Result<Option<usize>, VaultError> {
        let store = rules::store_of(plan, id.store)?;
        rules::check_scope(store, id.guild)?;
        Ok(self.rows.iter().position(|row| {
            row.store == id.store
                && row.guild == id.guild
                && row.stored.key == id.key
                && rules::names_a_row(store, &id.key)
        }))
    }

    pub(super) fn find(&self, plan: &Plan, id: &RowId) -> Result<Option<&Row>, VaultError> {
        Ok(self.position(plan, id)?.and_then(|at| self.rows.get(at)))
    }

    pub(super) fn read(&self, plan: &Plan, read: &Read) -> Result<Answer, VaultError> {
        Ok(match read {
            Read::Row(id) => {
                let row = self.find(plan, id)?;
                let row = row.filter(|row| !self.is_hidden(plan, row));
                Answer::Row(row.map(|row| row.stored.clone()))
            }
            Read::Scan(scan) => Answer::Rows(self.scan(plan, scan, false)?),
            Read::WithHeld(read) => match &**read {
                Read::Row(id) => Answer::Row(self.find(plan, id)?.map(|row| row.stored.clone())),
                Read::Scan(scan) => Answer::Rows(self.scan(plan, scan, true)?),
                read => self.read(plan, read)?,
            },
            Read::Settings(guild) => {
                let row = self.settings.get(guild);
                Answer::Settings(row.map(|row| row.settings.clone()).unwrap_or_default())
            }
            Read::Suppressed { guild, user } => {
                Answer::Suppressed(if self.is_suppressed(*guild, *user) {
                    rules::suppressing(plan)
                } else {
                    Vec::new()
                })
            }
            Read::Erasure { guild, user } => {
                let mut commit = Commit::default();
                self.clone().erase(plan, *guild, *user, &mut commit);
                Answer::Erasure(commit.erased)
            }
            Read::Export { guild, user } => {
                let mut rows: Vec<_> = self
                    .rows
                    .iter()
                    .filter(|row| guild.is_none() || row.guild == *guild)
                    .collect();
                rows.sort_by(|a, b| {
                    (a.store, a.guild)
                        .cmp(&(b.store, b.guild))
                        .then_with(|| rules::by_key(&a.stored, &b.stored))
                });
                let rows = rows.into_iter().filter_map(|row| {
                    let due = rules::known(self.due(plan, row));
                    rules::exported(plan.store(row.store)?, &row.id(), &row.stored, *user, due)
                });
                Answer::Export(Export {
                    rows: rows.collect(),
                })
            }
        })
    }

    fn is_suppressed(&self, guild: Option<GuildId>, user: UserId) -> bool {
        let here = self.choices.get(&(guild, user)).copied();
        let everywhere = self.choices.get(&(None, user)).copied();
        rules::is_suppressed(here, everywhere)
    }

    fn scan(&self, plan: &Plan, scan: &Scan, held: bool) -> Result<Vec<StoredRow>, VaultError> {
        rules::check_scope(rules::store_of(plan, scan.store)?, scan.guild)?;
        let rows = self
            .rows
            .iter()
            .filter(|row| row.store == scan.store && row.guild == scan.guild)
            .filter(|row| held || !self.is_hidden(plan, row));
        Ok(rules::scanned(
            scan,
            rows.map(|row| row.stored.clone()).collect(),
        ))
    }

    pub(super) fn apply(
        &mut self,
        plan: &Plan,
        op: Op,
        place: u32,
        now: Timestamp,
        commit: &mut Commit,
    ) -> Result<(), VaultError> {
        match op {
            Op::Put { row, values } => {
                let store = rules::store_of(plan, row.store)?;
                if store.auto_key && self.position(plan, &row)?.is_none() {
                    return Err(VaultError::Conflict);
                }
                self.write(plan, row, values, now)?;
            }
            Op::Insert {
                store,
                guild,
                values,
            } => {
                rules::check_auto(rules::store_of(plan, store)?, guild)?;
                let counter = self.counters.entry((store, guild)).or_default();
                *counter += 1;
                let number = *counter;
                commit.keys.push(number);
                let row = RowId {
                    store,
                    guild,
                    key: vec![Value::Int(number)],
                };
                self.write(plan, row, values, now)?;
            }
            Op::Remove { row } => {
                if let Some(at) = self.position(plan, &row)? {
                    self.rows.remove(at);
                }
            }
            Op::FlowEnded { row } => self.flow_ended(plan, &row, now)?,
            Op::InsertedFlowEnded {
                store,
                guild,
                insert,
            } => {
                let row = rules::inserted(store, guild, insert, &commit.keys)?;
                self.flow_ended(plan, &row, now)?;
            }
            Op::TokenRevoked { user } => self.token_revoked(plan, user, now),
            Op::SetSetting {
                guild,
                setting,
                value,
            } => {
                let value = rules::kept_setting(plan, setting, value)?;
                self.set(plan, guild, now, |settings| match value {
                    Some(value) => drop(settings.values.insert(setting, value)),
                    None => drop(settings.values.remove(&setting)),
                });
            }
            Op::SwitchFeature { guild, feature, on } => {
                let on = rules::kept_switch(plan, &feature, on)?;
                self.set(plan, guild, now, |settings| match on {
                    Some(on) => drop(settings.switched.insert(feature, on)),
                    None => drop(settings.switched.remove(&feature)),
                });
            }
            Op::Erase { guild, user } => {
                self.erase(plan, guild, user, commit);
                if !rules::suppressing(plan).is_empty() {
                    self.choose(guild, user, place, true);
                }
            }
            // Taken out before.
            Op::Record(_) => {}
            Op::Suppress { guild, user, on } => self.choose(guild, user, place, on),
            Op::GuildPresent { guild } => {
                self.removed.remove(&guild);
            }
            Op::GuildRemoved { guild, since } => {
                let has_data = self.settings.contains_key(&guild)
                    || self.rows.iter().any(|row| row.guild == Some(guild));
                if has_data {
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

    fn leave(&mut self, plan: &Plan, guild: GuildId, user: UserId, since: Timestamp) {
        let here = |row: &&Row| row.guild == Some(guild) && row.names(plan, user);
        if self.left.contains_key(&(guild, user)) || !self.rows.iter().any(|row| here(&row)) {
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
    pub(super) fn is_hidden(&self, plan: &Plan, row: &Row) -> bool {
        let store = plan.store(row.store).filter(|store| store.hold.is_some());
        let subjects = store.map(|store| row.subjects(store)).unwrap_or_default();
        let mut gone = subjects.into_iter().zip(std::iter::repeat(row.guild));
        gone.any(|(user, guild)| guild.is_some_and(|guild| self.left.contains_key(&(guild, user))))
    }

    fn write(
        &mut self,
        plan: &Plan,
        id: RowId,
        values: Vec<Value>,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let store = rules::store_of(plan, id.store)?;
        let values = rules::whole_row(store, &id.key, values)?;
        let mut people = rules::suppressible(store, &values).into_iter();
        if people.any(|user| self.is_suppressed(id.guild, user)) {
            return Err(VaultError::Conflict);
        }
        let old = self.position(plan, &id)?;
        let old = old.map(|at| self.rows.remove(at));
        let created = old.as_ref().map_or(now, |old| old.stored.created);
        let ends = old.as_ref().map_or(Ends::NONE, |old| old.ends);
        let deadlines = self.deadlines(plan, &store.retention, id.guild, created, now, ends);
        let fixed = old.map_or(deadlines.fixed, |old| {
            old.deadlines.fixed.min(deadlines.fixed)
        });
        self.rows.push(Row {
            store: id.store,
            guild: id.guild,
            stored: StoredRow {
                values,
                key: id.key,
                revision: self.revision,
                created,
                written: now,
            },
            deadlines: Deadlines { fixed, ..deadlines },
            ends,
        });
        Ok(())
    }

    fn flow_ended(&mut self, plan: &Plan, id: &RowId, now: Timestamp) -> Result<(), VaultError> {
        let at = self.position(plan, id)?;
        let retention = &rules::store_of(plan, id.store)?.retention;
        if let Some(grace) = rules::grace(retention, Trigger::FlowEnded)
            && let Some(row) = at.and_then(|at| self.rows.get_mut(at))
        {
            row.deadlines = row.deadlines.nearer(Deadlines::after(now, grace));
            row.ends = row.ends.earlier(Ends::flow(now));
        }
        Ok(())
    }

    fn token_revoked(&mut self, plan: &Plan, user: UserId, now: Timestamp) {
        for row in &mut self.rows {
            let Some(store) = plan.store(row.store) else {
                continue;
            };
            if let Some(grace) = rules::grace(&store.retention, Trigger::TokenRevoked)
                && row.subjects(store).contains(&user)
            {
                row.deadlines = row.deadlines.nearer(Deadlines::after(now, grace));
                row.ends = row.ends.earlier(Ends::token(now));
            }
        }
    }

    fn set(
        &mut self,
        plan: &Plan,
        guild: GuildId,
        now: Timestamp,
        change: impl FnOnce(&mut Settings),
    ) {
        let old = self.settings.remove(&guild);
        let created = old.as_ref().map_or(now, |old| old.created);
        let fixed = old.as_ref().map_or(rules::NEVER, |old| old.deadlines.fixed);
        let mut settings = old.map(|old| old.settings).unwrap_or_default();
        change(&mut settings);
        if settings != Settings::default() {
            let row = SettingsRow {
                settings,
                created,
                written: now,
                deadlines: Deadlines::NONE,
            };
            self.settings.insert(guild, row);
            let retention = &plan.settings_retention;
            let deadlines = self.deadlines(plan, retention, Some(guild), created, now, Ends::NONE);
            if let Some(row) = self.settings.get_mut(&guild) {
                row.deadlines = Deadlines {
                    fixed: fixed.min(deadlines.fixed),
                    ..deadlines
                };
            }
        }
        self.plan_again(plan, guild);
    }

    /// A setting can be a retention: shorter shortens what is there, longer does not lengthen it.
    fn plan_again(&mut self, plan: &Plan, guild: GuildId) {
        self.shorten(plan, |row, store| {
            row.guild == Some(guild) && rules::waits_for_setting(&store.retention)
        });
    }

    /// Brings deadlines nearer where the plan now says so.
    pub(super) fn shorten(&mut self, plan: &Plan, concerns: impl Fn(&Row, &Store) -> bool) {
        let nearer: Vec<Deadlines> = self
            .rows
            .iter()
            .map(|row| match plan.store(row.store) {
                Some(store) if concerns(row, store) => {
                    let StoredRow {
                        created, written, ..
                    } = row.stored;
                    let retention = &store.retention;
                    let deadlines =
                        self.deadlines(plan, retention, row.guild, created, written, row.ends);
                    row.deadlines.nearer(deadlines)
                }
                _ => row.deadlines,
            })
            .collect();
        for (row, deadlines) in self.rows.iter_mut().zip(nearer) {
            row.deadlines = deadlines;
        }
    }

    fn deadlines(
        &self,
        plan: &Plan,
        retention: &Retention,
        guild: Option<GuildId>,
        created: Timestamp,
        written: Timestamp,
        ends: Ends,
    ) -> Deadlines {
        let settings = guild.and_then(|guild| self.settings.get(&guild));
        Deadlines::of(retention, created, written, ends, |id| {
            rules::duration(
                plan,
                settings.and_then(|row| row.settings.values.get(&id)),
                id,
            )
        })
    }

    pub(super) fn due(&self, plan: &Plan, row: &Row) -> Timestamp {
        let mut due = row.deadlines.first();
        let (Some(store), Some(guild)) = (plan.store(row.store), row.guild) else {
            return due;
        };
        if let Some(since) = self.removed.get(&guild)
            && let Some(grace) = rules::grace(&store.retention, Trigger::GuildRemoved)
        {
            due = due.min(since.plus(grace));
        }
        if let Some(grace) = rules::grace(&store.retention, Trigger::MemberLeft) {
            let subjects = row.subjects(store).into_iter();
            let left = subjects.filter_map(|user| self.left.get(&(guild, user)));
            due = left
                .map(|left| {
                    let held = left.held.contains(&store.id);
                    left.since
                        .plus(rules::wait(grace, store.hold.as_ref(), held))
                })
                .fold(due, Timestamp::min);
        }
        due
    }

    pub(super) fn settings_due(&self, plan: &Plan, guild: GuildId) -> Timestamp {
        let row = self
            .settings
            .get(&guild)
            .map_or(rules::NEVER, |row| row.deadlines.first());
        let removed = self.removed.get(&guild);
        let grace = rules::grace(&plan.settings_retention, Trigger::GuildRemoved);
        removed
            .zip(grace)
            .map_or(row, |(since, grace)| row.min(since.plus(grace)))
    }

    fn erase(&mut self, plan: &Plan, guild: Option<GuildId>, user: UserId, commit: &mut Commit) {
        let revision = self.revision;
        self.rows.retain_mut(|row| {
            let roles: Vec<_> = row.roles(plan, user).collect();
            let Some(store) = plan.store(row.store) else {
                return true;
            };
            if roles.is_empty() || guild.is_some_and(|guild| row.guild != Some(guild)) {
                return true;
            }
            let fate = roles
                .iter()
                .map(|role| rules::erase_rule(store, *role))
                .min();
            commit
                .erased
                .add(&store.name, fate.unwrap_or(EraseRule::Delete));
            commit.erased_in.extend(row.guild.map(|of| (of, row.store)));
            for role in roles {
                match rules::erase_rule(store, role) {
                    EraseRule::Delete => return false,
                    EraseRule::Redact => blank(store, &mut row.stored, |at, owner| {
                        at == role || owner == Some(role)
                    }),
                    EraseRule::Pseudonymise => blank(store, &mut row.stored, |at, _| at == role),
                }
            }
            row.stored.revision = revision;
            true
        });
        self.left
            .retain(|(of, who), _| *who != user || guild.is_some_and(|guild| guild != *of));
    }

    fn choose(&mut self, guild: Option<GuildId>, user: UserId, place: u32, on: bool) {
        let choice = Choice {
            revision: self.revision,
            place,
            on,
        };
        self.choices.insert((guild, user), choice);
    }

    /// When somebody left is only known while there is something about them.
    pub(super) fn forget_departures(&mut self, plan: &Plan) {
        let rows = &self.rows;
        self.left.retain(|(guild, user), _| {
            rows.iter()
                .any(|row| row.guild == Some(*guild) && row.names(plan, *user))
        });
    }

    pub(super) fn sweep(&mut self, plan: &Plan, now: Timestamp) -> Swept {
        let mut swept = Swept::default();
        let (due, rest): (Vec<Row>, Vec<Row>) = self
            .rows
            .iter()
            .cloned()
            .partition(|row| self.due(plan, row) <= now);
        for row in &due {
            swept.rows += 1;
            swept.places.extend(row.guild.map(|of| (of, row.store)));
            swept.late_ms_max = swept.late_ms_max.max(now.since(self.due(plan, row)).ms);
        }
        let settings: Vec<_> = self.settings.keys().copied().collect();
        for guild in settings {
            let due = self.settings_due(plan, guild);
            if due <= now {
                swept.late_ms_max = swept.late_ms_max.max(now.since(due).ms);
                self.settings.remove(&guild);
            }
        }
        self.rows = rest;
        self.forget_departures(plan);
        let removed: Vec<_> = self.removed.keys().copied().collect();
        for guild in removed {
            if !self.settings.contains_key(&guild)
                && !self.rows.iter().any(|row| row.guild == Some(guild))
            {
                self.removed.remove(&guild);
                self.counters.retain(|(_, of), _| *of != Some(guild));
                swept.guilds += 1;
            }
        }
        swept
    }
}

fn blank(store: &Store, row: &mut StoredRow, is_theirs: impl Fn(FieldId, Option<FieldId>) -> bool) {
    for ((at, field), value) in (0..).zip(&store.fields).zip(&mut row.values) {
        if is_theirs(FieldId(at), rules::owner(store, field)) {
            *value = Value::None;
        }
    }
    for (key, value) in row.key.iter_mut().zip(&row.values) {
        key.clone_from(value);
    }
}
