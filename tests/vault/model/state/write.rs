//! What each op does to the model.

use super::*;

impl State {
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
            Op::EraseServer { guild } => {
                let would = self.server_erasure(plan, guild);
                if would.erased.rows_by(EraseRule::Refuse) > 0 {
                    return Err(fault("the policy refuses to erase some of it"));
                }
                for (store, rule, rows) in would.erased.by_store() {
                    (0..rows).for_each(|_| commit.erased.add(store, rule));
                }
                commit.erased_in.extend(would.erased_in);
                self.erase_server(guild);
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
                if self.removed.remove(&guild).is_some() {
                    self.forget_what_is_on(plan, guild);
                }
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
            Op::ChannelRemoved {
                guild,
                channel,
                since,
            } => {
                for row in self
                    .rows
                    .iter_mut()
                    .filter(|row| row.guild == guild && !row.over)
                {
                    let store = &plan.stores[row.store.0 as usize];
                    if rules::channel(store, &row.stored.values) == Some(channel) {
                        let gone = row.life.channel_gone.map_or(since, |gone| gone.min(since));
                        row.life.channel_gone = Some(gone);
                    }
                }
            }
        }
        self.forget_departures(plan);
        Ok(())
    }

    pub(super) fn has_anything(&self, guild: GuildId) -> bool {
        let mut rows = self.rows.iter();
        self.settings.contains_key(&guild) || rows.any(|row| row.guild == Some(guild))
    }

    /// Also where only a feature was switched off.
    pub(super) fn knows(&self, guild: GuildId) -> bool {
        self.has_anything(guild) || self.off.keys().any(|(of, _)| *of == guild)
    }

    pub(super) fn leave(&mut self, plan: &Plan, guild: GuildId, user: UserId, since: Timestamp) {
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

    pub(super) fn write(
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
        let before = old
            .as_ref()
            .and_then(|old| rules::channel(store, &old.stored.values));
        let mut life = old.map_or_else(|| Life::new(now), |old| old.life);
        life.write(now);
        if rules::channel(store, &values) != before {
            life.channel_gone = None;
        }
        let settings = id.guild.map(|guild| self.settings_at(plan, guild, now));
        let settings = settings.unwrap_or_default();
        let promises = rules::promised(plan, &store.retention, &settings, &values);
        life.promises.extend(promises);
        let mut erasures = store.on_erase.iter();
        let refusable = erasures.any(|said| said.rule == EraseRule::Refuse);
        self.rows.push(Row {
            refusable,
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
    pub(super) fn close_rings(&mut self, plan: &Plan) {
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
    pub(super) fn finish(
        &mut self,
        plan: &Plan,
        id: &RowId,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        if let Some(at) = self.position(plan, id)? {
            let life = &mut self.rows[at].life;
            let mut promises = life.promises.iter();
            if promises.any(|promise| matches!(promise, Promise::SinceFinished(_))) {
                life.finished.get_or_insert(now);
            }
        }
        Ok(())
    }

    pub(super) fn set(
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
}
