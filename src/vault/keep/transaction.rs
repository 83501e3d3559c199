//! Writing: from ops to changes of rows, indexes, deadlines and counts, all in one overlay.

use std::collections::BTreeSet;

use super::{
    overlay::Overlay,
    sealed::NewRow,
    view::{self, View},
};
use crate::{
    plan::Wish,
    port::{Batch, Commit, Op, Revision, RowId, Settings, VaultError},
    sabotage::{Saboteur, off},
    vault::{
        engines::Readable,
        ground::fault::damaged,
        ledger::{
            Ledger, Who,
            seal::{Alias, Keys},
        },
        rows::{
            layout::{self, DbKey, Due},
            named::{self, Named},
            record::Record,
            rules::{self, Deadlines},
            schema::{Kept, SETTINGS, Shape},
        },
    },
    vocab::{GuildId, Timestamp, UserId, Value},
};

pub(in crate::vault) struct Transaction<'a, 'w> {
    pub(in crate::vault) shape: &'a Shape,
    pub(in crate::vault) ledger: &'a Ledger,
    pub(in crate::vault) overlay: Overlay<'a>,
    /// Aliases that may have nothing left; a sweep looks and destroys.
    pub(in crate::vault) idle: &'w mut BTreeSet<Alias>,
    /// People whom a row points to no more; whether others do is looked at once, by `forget_loose`.
    pub(super) loose: BTreeSet<Alias>,
    pub(in crate::vault) revision: Revision,
    pub(in crate::vault) now: Timestamp,
}

/// Whether a row may take the place of an earlier one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Write {
    New,
    Over,
}

impl<'a> Transaction<'a, '_> {
    pub(in crate::vault) fn view(&self) -> View<'_, Overlay<'a>> {
        View {
            shape: self.shape,
            ledger: self.ledger,
            source: &self.overlay,
        }
    }

    /// All ops or an error; then the caller undoes the overlay.
    pub(in crate::vault) fn commit(&mut self, batch: Batch) -> Result<Commit, VaultError> {
        self.expect(&batch)?;
        let mut commit = Commit {
            revision: self.revision,
            ..Commit::default()
        };
        for (place, op) in (0..).zip(batch.ops) {
            self.apply(op, place, &mut commit)?;
            self.forget_loose()?;
        }
        Ok(commit)
    }

    /// What was written without an op.
    pub(in crate::vault) fn done(mut self) -> Result<Overlay<'a>, VaultError> {
        self.forget_loose()?;
        Ok(self.overlay)
    }

    /// A person without rows is nobody: when they left is forgotten, and a sweep destroys their secret. The sweep looks
    /// again, so that here it need not be certain.
    fn forget_loose(&mut self) -> Result<(), VaultError> {
        for person in std::mem::take(&mut self.loose) {
            let has_left = self.view().left(&person)?.is_some();
            if has_left && self.overlay.any(&layout::person_prefix(&person))? {
                continue;
            }
            self.idle.insert(person);
            if has_left {
                self.forget_departure(&person)?;
            }
        }
        Ok(())
    }

    pub(in crate::vault) fn expect(&self, batch: &Batch) -> Result<(), VaultError> {
        for (id, revision) in &batch.expect {
            let found = match self.view().address(id)? {
                Some(row) => self.view().record(&row)?,
                None => None,
            };
            let Some(record) = &found else {
                if *revision == 0 {
                    continue;
                }
                return Err(VaultError::Conflict);
            };
            let kept = self.shape.of(id.store)?;
            let row = self.view().address(id)?.unwrap_or_default();
            let is_ended = self.view().is_ended(kept, &row)?;
            let is_past = !is_ended && self.view().is_past(kept, &row, record, self.now)?;
            let is_as_read = if *revision == 0 {
                // What a departure hides, and what is over, was read as not there.
                is_ended || is_past || self.view().is_hidden(kept, record)?
            } else {
                record.revision == *revision && !is_past
            };
            if !is_as_read {
                return Err(VaultError::Conflict);
            }
        }
        for (store, guild, number) in &batch.numbers {
            if self.view().next_number(*store, *guild)? != *number {
                return Err(VaultError::Conflict);
            }
        }
        Ok(())
    }

    fn apply(&mut self, op: Op, place: u32, commit: &mut Commit) -> Result<(), VaultError> {
        match op {
            Op::Put { row, values } => self.put(&row, values),
            Op::Insert {
                store,
                guild,
                values,
            } => {
                let kept = self.shape.of(store)?;
                rules::check_auto(&kept.store, guild)?;
                let scope = self.keys(Who::server(guild))?;
                let counter = layout::counter(&scope.alias, kept.number);
                let number = self.view().next_number(store, guild)?;
                self.overlay.put(counter, number.to_be_bytes());
                commit.keys.push(number);
                let key = vec![Value::Int(number)];
                self.write(&RowId { store, guild, key }, values, Write::New)
            }
            Op::Remove { row } => match self.view().address(&row)? {
                Some(row) => self.remove(&row),
                None => Ok(()),
            },
            Op::FlowEnded { row } => self.flow_ended(&row),
            Op::InsertedFlowEnded {
                store,
                guild,
                insert,
            } => self.flow_ended(&rules::inserted(store, guild, insert, &commit.keys)?),
            Op::SetSetting {
                guild,
                setting,
                value,
            } => {
                let value = rules::kept_setting(&self.shape.plan, setting, value)?;
                self.set(guild, |settings| match value {
                    Some(value) => drop(settings.values.insert(setting, value)),
                    None => drop(settings.values.remove(&setting)),
                })
            }
            Op::SwitchFeature { guild, feature, on } => {
                let kept = rules::kept_switch(&self.shape.plan, &feature, on)?;
                let is_on = rules::is_on(&self.shape.plan, &feature, on);
                self.set(guild, |settings| match kept {
                    Some(on) => drop(settings.switched.insert(feature.clone(), on)),
                    None => drop(settings.switched.remove(&feature)),
                })?;
                self.switched(guild, &feature, is_on)
            }
            // The writer hands a batch with an erasure to `erase`, and has no part in the record of requests.
            Op::Erase { .. } | Op::EraseServer { .. } | Op::Record(_) => Err(rules::refused(
                "an erasure or a request reached the wrong place".to_owned(),
            )),
            Op::Suppress { guild, user, on } => self.choose(guild, user, place, rules::said(on)),
            Op::EraseFrom {
                guild,
                user,
                stores,
            } => self.erase_from(guild, user, &stores, commit),
            Op::GuildPresent { guild } => self.server_back(guild),
            Op::GuildRemoved { guild, since } => self.server_gone(guild, since),
            Op::MemberPresent { guild, user } => {
                match self.ledger.get(Who::person(Some(guild), user)) {
                    Some(keys) => self.forget_departure(&keys.alias),
                    None => Ok(()),
                }
            }
            Op::MemberLeft { guild, user, since } => self.member_gone(guild, user, since),
            Op::ChannelRemoved {
                guild,
                channel,
                since,
            } => self.channel_removed(guild, channel, since),
        }
    }

    pub(super) fn keys(&mut self, who: Who) -> Result<Keys, VaultError> {
        let (keys, new) = self.ledger.get_or_new(who)?;
        if new {
            self.idle.insert(keys.alias);
        }
        Ok(keys)
    }

    fn put(&mut self, id: &RowId, values: Vec<Value>) -> Result<(), VaultError> {
        if self.shape.of(id.store)?.store.auto_key {
            let exists = match self.view().address(id)? {
                Some(row) => {
                    let kept = self.shape.of(id.store)?;
                    self.not_past(kept, &row)?.is_some()
                }
                None => false,
            };
            if !exists {
                return Err(VaultError::Conflict);
            }
        }
        self.write(id, values, Write::Over)
    }

    fn write(&mut self, id: &RowId, values: Vec<Value>, how: Write) -> Result<(), VaultError> {
        let shape = self.shape;
        let kept = shape.of(id.store)?;
        rules::check_scope(&kept.store, id.guild)?;
        let values = rules::whole_row(&kept.store, &id.key, values)?;
        for (user, stops) in rules::stoppable(&kept.store, &values) {
            if self.view().wish(id.guild, user)? >= stops {
                return Err(VaultError::Conflict);
            }
        }
        let scope = self.keys(Who::server(id.guild))?;
        let named = Named::of(&kept.store, &values);
        let people = self.keys_of(&kept.store, &values, &named, |_, by, user| match by {
            Some(by) => rules::who(&kept.store, by, (id.guild, user)),
            None => Who::person(id.guild, user),
        })?;
        let alias = |by, user| people.get(&(by, user)).map(|keys| keys.alias);
        let row = self
            .view()
            .addressed(kept, &scope, &id.key, alias)?
            .ok_or_else(|| rules::refused("a row has no address".to_owned()))?;
        let moved = self.view().address(id)?.filter(|there| *there != row);
        if self.view().is_ended(kept, &row)? {
            // First what runs at its end.
            return Err(VaultError::Conflict);
        }
        let old = match &moved {
            Some(there) => self.not_past(kept, there)?,
            None => self.not_past(kept, &row)?,
        };
        if how == Write::New && old.is_some() {
            let name = &kept.store.name;
            return Err(damaged(&format!(
                "the counter of `{name}`, which gives a number again,"
            )));
        }
        let created = old.as_ref().map_or(self.now, |old| old.created);
        let finished = old.as_ref().and_then(|old| old.finished);
        let there = moved.as_deref().unwrap_or(&row);
        let channel_gone = match &old {
            Some(old) => self.still_gone(kept, there, old, &values)?,
            None => None,
        };
        let mut deadlines = self
            .deadlines(kept, id.guild, created, self.now, finished, &values)?
            .with_channel(channel_gone, kept.channel_grace());
        if let Some(old) = old.as_ref().filter(|_| !off(Saboteur::EndsNoLater)) {
            deadlines.fixed = deadlines.fixed.min(old.deadlines.fixed);
        }
        let new = NewRow {
            kept,
            row,
            values: &values,
            named: &named,
            created,
            deadlines,
            finished,
            channel_gone,
        };
        let record = self.sealed(&new, &scope, &people)?;
        let old = match &moved {
            Some(there) => {
                self.remove(there)?;
                None
            }
            None => old,
        };
        self.store(kept, &new.row, old.as_ref(), &record)?;
        self.close_rings(kept, &record)
    }

    /// The row that stands there. One whose second has come does not any more, whether or not a sweep came by.
    fn not_past(&mut self, kept: &Kept, row: &[u8]) -> Result<Option<Record>, VaultError> {
        let Some(record) = self.view().record(row)? else {
            return Ok(None);
        };
        if !self.view().is_past(kept, row, &record, self.now)? {
            return Ok(Some(record));
        }
        if kept.ends && kept.number != SETTINGS {
            // First what runs at its end, which the sweep sees to.
            return Err(VaultError::Conflict);
        }
        self.remove(row)?;
        Ok(None)
    }

    /// Puts a record in place, and brings indexes, due times and counts along.
    pub(in crate::vault) fn store(
        &mut self,
        kept: &Kept,
        row: &[u8],
        old: Option<&Record>,
        new: &Record,
    ) -> Result<(), VaultError> {
        self.overlay.put(row.to_vec(), new.encode(row)?);
        if old.is_some_and(|old| old.sections != new.sections) {
            self.overlay.died.get_or_insert(self.now);
        }
        let due = |record: &Record| {
            rules::known(record.deadlines.first())
                .map(|at| layout::due(at, &Due::Row(row.to_vec())))
        };
        let (before, after) = (old.and_then(due), due(new));
        if before != after {
            if let Some(key) = before {
                self.overlay.remove(key);
            }
            if let Some(key) = after {
                self.overlay.put(key, []);
            }
        }
        if old.is_none() {
            let count = self.view().count(kept.number)?;
            self.overlay
                .put(layout::count(kept.number), (count + 1).to_be_bytes());
            self.due_with_server(kept, row)?;
            let (scope, _, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
            self.due_with_feature(kept, &scope)?;
        }
        let (before, after) = (old.map(Record::people).unwrap_or_default(), new.people());
        for (person, roles) in &after {
            if before.get(person) != Some(roles) {
                self.overlay.put(index(person, row)?, roles.encode());
            }
        }
        let named = new
            .sections
            .iter()
            .filter(|section| named::is_named(&section.owner));
        let named = named.filter_map(|section| section.alias);
        for person in view::subjects(kept, new).into_iter().chain(named) {
            self.due_with_member(kept, &person)?;
        }
        for person in before.keys().filter(|person| !after.contains_key(*person)) {
            self.unindex(person, row)?;
        }
        Ok(())
    }

    /// A row that is written while its server is gone goes with it.
    fn due_with_server(&mut self, kept: &Kept, row: &[u8]) -> Result<(), VaultError> {
        let (scope, number, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        if let Some(grace) = kept.server_grace
            && let Some(since) = self.view().removed(&scope)?
        {
            self.overlay.put(
                layout::due(since.plus(grace), &Due::Server(scope, number)),
                [],
            );
        }
        Ok(())
    }

    /// Removes a row and all that points to it. A row that is not there is fine.
    pub(in crate::vault) fn remove(&mut self, row: &[u8]) -> Result<(), VaultError> {
        let Some(record) = self.view().record(row)? else {
            return Ok(());
        };
        let (scope, number, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        self.idle.insert(scope);
        let shape = self.shape;
        self.forget_end(shape.numbered(number)?, row)?;
        self.overlay.remove(row.to_vec());
        self.overlay.died.get_or_insert(self.now);
        if let Some(at) = rules::known(record.deadlines.first()) {
            self.overlay
                .remove(layout::due(at, &Due::Row(row.to_vec())));
        }
        let count = self.view().count(number)?;
        self.overlay
            .put(layout::count(number), count.saturating_sub(1).to_be_bytes());
        for person in record.people().keys() {
            self.unindex(person, row)?;
        }
        Ok(())
    }

    fn unindex(&mut self, person: &Alias, row: &[u8]) -> Result<(), VaultError> {
        self.overlay.remove(index(person, row)?);
        self.loose.insert(*person);
        Ok(())
    }

    fn set(
        &mut self,
        guild: GuildId,
        change: impl FnOnce(&mut Settings),
    ) -> Result<(), VaultError> {
        let shape = self.shape;
        let kept = shape.numbered(SETTINGS)?;
        let mut settings = self.view().settings(guild, self.now)?;
        change(&mut settings);
        let scope = self.keys(Who::server(Some(guild)))?;
        let row = layout::row(&scope.alias, SETTINGS, &[]);
        let old = self.not_past(kept, &row)?;
        if settings == Settings::default() {
            self.remove(&row)?;
            return self.plan_again(guild, &scope.alias);
        }
        let created = old.as_ref().map_or(self.now, |old| old.created);
        let file = self.view().settings_file(&settings);
        let sections = self.settings_sections(guild, &scope, &row, &file)?;
        let mut record = Record {
            generation: self.ledger.generation(),
            revision: self.revision,
            created,
            written: self.now,
            deadlines: Deadlines::NONE,
            finished: None,
            channel_gone: None,
            sections,
        };
        // Once without deadlines, so that they see the new settings.
        self.overlay.put(row.clone(), record.encode(&row)?);
        record.deadlines = self.deadlines(kept, Some(guild), created, self.now, None, &[])?;
        if let Some(old) = &old {
            record.deadlines.fixed = record.deadlines.fixed.min(old.deadlines.fixed);
        }
        self.store(kept, &row, old.as_ref(), &record)?;
        self.plan_again(guild, &scope.alias)
    }

    pub(in crate::vault) fn choose(
        &mut self,
        guild: Option<GuildId>,
        user: UserId,
        place: u32,
        wish: Wish,
    ) -> Result<(), VaultError> {
        let tag = self.ledger.choice_tag(guild, user);
        self.note(&tag, place, wish)
    }

    /// Writes a choice, or that something is as of now, where also a lost database does not lose it.
    pub(super) fn note(
        &mut self,
        tag: &[u8; 32],
        place: u32,
        wish: Wish,
    ) -> Result<(), VaultError> {
        let mut choice = self.revision.to_be_bytes().to_vec();
        choice.extend_from_slice(&place.to_be_bytes());
        let byte = rules::WISHES.iter().position(|one| *one == wish);
        choice.push(byte.and_then(|byte| u8::try_from(byte).ok()).unwrap_or(0));
        let (key, mut all) = (layout::suppressed(tag), self.view().choices()?);
        if let Some(before) = self.overlay.get(&key)? {
            all.take(&key, &before);
        }
        all.add(&key, &choice);
        self.overlay.put(layout::meta("choices"), all.encode());
        self.overlay.put(key, choice);
        Ok(())
    }

    fn server_gone(&mut self, guild: GuildId, since: Timestamp) -> Result<(), VaultError> {
        let Some(scope) = self
            .ledger
            .get(Who::server(Some(guild)))
            .map(|keys| keys.alias)
        else {
            return Ok(());
        };
        let is_known = self.overlay.any(&layout::scope_prefix(&scope))?
            || self.overlay.any(&layout::off_prefix(&scope))?;
        if self.view().removed(&scope)?.is_some() || !is_known {
            return Ok(());
        }
        self.overlay
            .put(layout::removed(&scope), since.0.to_be_bytes());
        for kept in self.shape.all() {
            if let Some(grace) = kept.server_grace
                && self
                    .overlay
                    .any(&layout::store_prefix(&scope, kept.number))?
            {
                self.overlay.put(
                    layout::due(since.plus(grace), &Due::Server(scope, kept.number)),
                    [],
                );
            }
        }
        Ok(())
    }

    fn server_back(&mut self, guild: GuildId) -> Result<(), VaultError> {
        match self.ledger.get(Who::server(Some(guild))) {
            Some(keys) if self.view().removed(&keys.alias)?.is_some() => {
                self.forget_removal(&keys.alias)?;
                self.forget_what_is_on(guild, &keys.alias)
            }
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn forget_removal(&mut self, scope: &Alias) -> Result<(), VaultError> {
        if let Some(since) = self.view().removed(scope)? {
            self.overlay.remove(layout::removed(scope));
            for kept in self.shape.all() {
                if let Some(grace) = kept.server_grace {
                    self.overlay.remove(layout::due(
                        since.plus(grace),
                        &Due::Server(*scope, kept.number),
                    ));
                }
            }
        }
        Ok(())
    }
}

fn index(person: &Alias, row: &[u8]) -> Result<DbKey, VaultError> {
    layout::person_row(person, row).ok_or_else(|| damaged("a row"))
}
