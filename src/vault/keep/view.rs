//! Reading: from the engine's bytes and the ledger's keys to rows and answers.
//!
//! INVARIANT: a missing key is never an error. The field reads as none; a row whose owner was to take it along reads as
//! not there.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    plan::{EraseRule, FieldId, StoreId, Wish},
    port::{
        Absence, Answer, Erased, Export, Others, Read, RowId, Scan, Settings, StoredRow, VaultError,
    },
    vault::{
        engines::{Readable, sum::Sum},
        ground::fault::damaged,
        ledger::{
            Ledger, Who,
            seal::{Alias, Keys},
        },
        rows::{
            layout::{self, DbKey},
            named,
            record::{Record, Roles},
            rules::{self, Choice},
            schema::{Kept, SETTINGS, Shape},
        },
    },
    vocab::{GuildId, Timestamp, UserId, Value},
};

/// A server's settings on disk, by name; `F` before a feature's name, `S` before a setting's.
type SettingsFile = BTreeMap<String, Value>;

pub(in crate::vault) struct View<'a, S: ?Sized> {
    pub(in crate::vault) shape: &'a Shape,
    pub(in crate::vault) ledger: &'a Ledger,
    pub(in crate::vault) source: &'a S,
}

impl<S: Readable + ?Sized> View<'_, S> {
    pub(in crate::vault) fn answer(&self, read: &Read) -> Result<Answer, VaultError> {
        Ok(match read {
            Read::Row(id) => Answer::Row(self.row(id, false)?),
            Read::Scan(scan) => Answer::Rows(self.scan(scan, false)?),
            Read::WithHeld(read) => match &**read {
                Read::Row(id) => Answer::Row(self.row(id, true)?),
                Read::Scan(scan) => Answer::Rows(self.scan(scan, true)?),
                read => self.answer(read)?,
            },
            Read::Number { store, guild } => Answer::Number(self.next_number(*store, *guild)?),
            Read::Settings(guild) => Answer::Settings(self.settings(*guild)?),
            Read::Suppressed { guild, user } => {
                let wish = self.wish(*guild, *user)?;
                Answer::Suppressed(rules::stopped(&self.shape.plan, wish))
            }
            Read::Export { guild, user } => Answer::Export(self.export(*guild, *user)?),
            Read::Erasure { guild, user } => Answer::Erasure(self.erasure(*guild, *user)?),
        })
    }

    /// Where a row stands; none when somebody in its address has no keys, so that it cannot exist.
    pub(in crate::vault) fn address(&self, id: &RowId) -> Result<Option<DbKey>, VaultError> {
        let kept = self.shape.of(id.store)?;
        rules::check_scope(&kept.store, id.guild)?;
        let Some(scope) = self.ledger.get(Who::server(id.guild)) else {
            return Ok(None);
        };
        let person = |user| Some(self.ledger.get(Who::person(id.guild, user))?.alias);
        self.addressed(kept, &scope, &id.key, person)
    }

    /// The number that the next row gets.
    pub(super) fn next_number(
        &self,
        store: StoreId,
        guild: Option<GuildId>,
    ) -> Result<i64, VaultError> {
        let kept = self.shape.of(store)?;
        rules::check_auto(&kept.store, guild)?;
        let Some(scope) = self.ledger.get(Who::server(guild)) else {
            return Ok(1);
        };
        let last = self
            .source
            .get(&layout::counter(&scope.alias, kept.number))?;
        let last = last.and_then(|bytes| layout::number(&bytes)).unwrap_or(0);
        Ok((last + 1).cast_signed())
    }

    pub(in crate::vault) fn record(&self, row: &[u8]) -> Result<Option<Record>, VaultError> {
        let bytes = self.source.get(row)?;
        bytes.map(|bytes| Record::decode(row, &bytes)).transpose()
    }

    /// With `held`, also a row that only a hold keeps.
    fn row(&self, id: &RowId, held: bool) -> Result<Option<StoredRow>, VaultError> {
        let Some(row) = self.address(id)? else {
            return Ok(None);
        };
        match self.record(&row)? {
            Some(record) => self.seen(self.shape.of(id.store)?, &row, &record, held),
            None => Ok(None),
        }
    }

    fn seen(
        &self,
        kept: &Kept,
        row: &[u8],
        record: &Record,
        held: bool,
    ) -> Result<Option<StoredRow>, VaultError> {
        if !held && self.is_hidden(kept, record)? || self.is_ended(kept, row)? {
            return Ok(None);
        }
        self.opened(kept, row, record)
    }

    /// A record's fields in the plan's order, as far as there are keys for them.
    pub(in crate::vault) fn opened(
        &self,
        kept: &Kept,
        row: &[u8],
        record: &Record,
    ) -> Result<Option<StoredRow>, VaultError> {
        let store = &kept.store;
        let mut found: BTreeMap<String, Value> = BTreeMap::new();
        let mut lost: BTreeSet<&str> = BTreeSet::new();
        let mut lacks_named = false;
        for section in &record.sections {
            let keys = match section.alias {
                Some(alias) => self.ledger.by_alias(&alias),
                None => self.scope_of(row),
            };
            if let Some(keys) = keys {
                let key = self
                    .shape
                    .sealing(kept, self.ledger, &keys, record.generation)?;
                found.extend(section.open(row, &key)?);
                continue;
            }
            if named::is_named(&section.owner) {
                if named::is_in_key(&section.owner) {
                    return Ok(None);
                }
                lacks_named = true;
                continue;
            }
            let by = store
                .people()
                .find(|(_, field)| field.name == section.owner);
            if by.is_none_or(|(by, _)| rules::erase_rule(store, by) == EraseRule::Delete) {
                return Ok(None);
            }
            lost.insert(&section.owner);
        }
        named::shown(&mut found, lacks_named);
        let values = store.fields.iter().map(|field| {
            found.remove(&field.name).unwrap_or_else(|| {
                let owner =
                    rules::owner(store, field).and_then(|of| store.fields.get(of.0 as usize));
                match &field.default {
                    Some(default) if owner.is_none_or(|of| !lost.contains(of.name.as_str())) => {
                        default.clone()
                    }
                    _ => Value::None,
                }
            })
        });
        let values: Vec<Value> = values.collect();
        Ok(Some(StoredRow {
            key: values
                .iter()
                .take(store.key_len as usize)
                .cloned()
                .collect(),
            values,
            revision: record.revision,
            created: record.created,
            written: record.written,
        }))
    }

    fn scope_of(&self, row: &[u8]) -> Option<Keys> {
        let (scope, _, _) = layout::split_row(row)?;
        self.ledger.by_alias(&scope)
    }

    fn scan(&self, scan: &Scan, held: bool) -> Result<Vec<StoredRow>, VaultError> {
        let kept = self.shape.of(scan.store)?;
        rules::check_scope(&kept.store, scan.guild)?;
        let Some(scope) = self.ledger.get(Who::server(scan.guild)) else {
            return Ok(Vec::new());
        };
        let mut rows = Vec::new();
        if let Some((_, user)) = scan.of {
            if let Some(keys) = self.ledger.get(Who::person(scan.guild, user)) {
                let prefix = layout::person_store_prefix(&keys.alias, kept.number);
                for (entry, _) in self.source.scan(&prefix, usize::MAX)? {
                    let row = layout::row_of_person(&entry).ok_or_else(|| damaged("an index"))?;
                    let record = self.record(&row)?.ok_or_else(|| damaged("an index"))?;
                    rows.extend(self.seen(kept, &row, &record, held)?);
                }
            }
        } else {
            // An auto key's order is the engine's, so that only what is asked for is opened.
            let mut limit = match scan.limit {
                Some(limit) if kept.store.auto_key && scan.by.is_none() && kept.hold.is_none() => {
                    limit as usize
                }
                _ => usize::MAX,
            };
            let prefix = layout::store_prefix(&scope.alias, kept.number);
            loop {
                let found = self.source.scan(&prefix, limit)?;
                for (row, bytes) in &found {
                    let record = Record::decode(row, bytes)?;
                    rows.extend(self.seen(kept, row, &record, held)?);
                }
                if limit == usize::MAX || rows.len() == found.len() {
                    break;
                }
                // Some are of people who were just erased, and others may stand behind them.
                limit = usize::MAX;
                rows.clear();
            }
        }
        Ok(rules::scanned(scan, rows))
    }

    pub(in crate::vault) fn settings(&self, guild: GuildId) -> Result<Settings, VaultError> {
        let mut settings = Settings::default();
        let Some(scope) = self.ledger.get(Who::server(Some(guild))) else {
            return Ok(settings);
        };
        let row = layout::row(&scope.alias, SETTINGS, &[]);
        let Some(record) = self.record(&row)? else {
            return Ok(settings);
        };
        let kept = self.shape.numbered(SETTINGS)?;
        let mut file = SettingsFile::new();
        let mut lacks_named = false;
        for section in &record.sections {
            let keys = match section.alias {
                Some(alias) => self.ledger.by_alias(&alias),
                None => Some(scope.clone()),
            };
            let Some(keys) = keys else {
                lacks_named = true;
                continue;
            };
            let key = self
                .shape
                .sealing(kept, self.ledger, &keys, record.generation)?;
            file.extend(section.open(&row, &key)?);
        }
        named::shown(&mut file, lacks_named);
        for setting in &self.shape.plan.settings {
            let name = self.shape.setting_name(setting.id).unwrap_or_default();
            if let Some(value) = file.get(&format!("S{name}")) {
                settings.values.insert(setting.id, value.clone());
            }
        }
        for feature in &self.shape.plan.features {
            if let Some(Value::Bool(on)) = file.get(&format!("F{}", feature.name)) {
                settings.switched.insert(feature.name.clone(), *on);
            }
        }
        Ok(settings)
    }

    pub(super) fn settings_file(&self, settings: &Settings) -> SettingsFile {
        let values = settings.values.iter().filter_map(|(id, value)| {
            Some((format!("S{}", self.shape.setting_name(*id)?), value.clone()))
        });
        let switched = settings
            .switched
            .iter()
            .map(|(name, on)| (format!("F{name}"), Value::Bool(*on)));
        values.chain(switched).collect()
    }

    pub(in crate::vault) fn wish(
        &self,
        guild: Option<GuildId>,
        user: UserId,
    ) -> Result<Wish, VaultError> {
        let here = self.choice(guild, user)?;
        let everywhere = self.choice(None, user)?;
        Ok(rules::wish(here, everywhere))
    }

    /// What the choices add up to, as it was written with them.
    pub(in crate::vault) fn choices(&self) -> Result<Sum, VaultError> {
        let Some(bytes) = self.source.get(&layout::meta("choices"))? else {
            return Ok(Sum::default());
        };
        Sum::decode(&bytes).ok_or_else(|| damaged("the count of opt-outs"))
    }

    fn choice(&self, guild: Option<GuildId>, user: UserId) -> Result<Option<Choice>, VaultError> {
        let tag = self.ledger.choice_tag(guild, user);
        let Some(bytes) = self.source.get(&layout::suppressed(&tag))? else {
            return Ok(None);
        };
        let parsed = || {
            let (revision, rest) = bytes.split_first_chunk::<8>()?;
            let (place, rest) = rest.split_first_chunk::<4>()?;
            let [wish] = rest else { return None };
            Some(Choice {
                revision: u64::from_be_bytes(*revision),
                place: u32::from_be_bytes(*place),
                wish: *rules::WISHES.get(usize::from(*wish))?,
            })
        };
        parsed().map(Some).ok_or_else(|| damaged("an opt-out"))
    }

    fn export(&self, guild: Option<GuildId>, user: UserId) -> Result<Export, VaultError> {
        let mut export = Export::default();
        let mut rows = Vec::new();
        let mut others: BTreeMap<(String, Option<GuildId>, Absence), u64> = BTreeMap::new();
        for (of, alias) in self.ledger.of_user(user) {
            if guild.is_some() && guild != of {
                continue;
            }
            export.left.extend(of.zip(self.left(&alias)?));
            for (entry, roles) in self
                .source
                .scan(&layout::person_prefix(&alias), usize::MAX)?
            {
                let (kept, row) = pointed(self.shape, &entry)?;
                let roles = Roles::decode(&roles).ok_or_else(|| damaged("an index"))?;
                let why = if roles.0.iter().all(|role| named::is_named(role)) {
                    Absence::Named
                } else if self.is_ended(kept, &row)? {
                    Absence::Over
                } else if let Some(store) = kept.id {
                    let record = self.record(&row)?.ok_or_else(|| damaged("an index"))?;
                    let Some(opened) = self.opened(kept, &row, &record)? else {
                        continue;
                    };
                    let due = rules::known(self.due(kept, &row, &record)?);
                    let id = RowId {
                        store,
                        guild: of,
                        key: opened.key.clone(),
                    };
                    if let Some(given) = rules::exported(&kept.store, &id, &opened, user, due) {
                        rows.push((opened, given));
                        continue;
                    }
                    Absence::Refused
                } else {
                    Absence::Dropped
                };
                let of = (kept.called().to_owned(), of, why);
                *others.entry(of).or_default() += 1;
            }
        }
        rows.sort_by(|(a, of), (b, other)| {
            (of.store, of.guild)
                .cmp(&(other.store, other.guild))
                .then_with(|| rules::by_key(a, b))
        });
        export.rows = rows.into_iter().map(|(_, given)| given).collect();
        export.others = others
            .into_iter()
            .map(|((store, guild, why), rows)| Others {
                store,
                guild,
                why,
                rows,
            })
            .collect();
        export.choices = self.chosen(guild, user)?;
        Ok(export)
    }

    /// What somebody said about being started with: everywhere, and in the server that is asked about. Those of other
    /// servers cannot be listed, since nothing beside them says where they were given.
    fn chosen(
        &self,
        guild: Option<GuildId>,
        user: UserId,
    ) -> Result<Vec<(Option<GuildId>, bool)>, VaultError> {
        let places = [None].into_iter().chain(guild.map(Some));
        let mut chosen = Vec::new();
        for place in places {
            let choice = self.choice(place, user)?;
            chosen.extend(choice.map(|choice| (place, choice.wish > Wish::Nothing)));
        }
        Ok(chosen)
    }

    fn erasure(&self, guild: Option<GuildId>, user: UserId) -> Result<Erased, VaultError> {
        let (mut erased, mut seen) = (Erased::default(), BTreeSet::new());
        for (of, alias) in self.ledger.of_user(user) {
            if guild.is_some() && guild != of {
                continue;
            }
            let prefix = layout::person_prefix(&alias);
            for (entry, roles) in self.source.scan(&prefix, usize::MAX)? {
                let (kept, row) = pointed(self.shape, &entry)?;
                let (rule, _) = self.fate(kept, &row, &alias, &roles)?;
                if seen.insert(row) {
                    erased.add(kept.called(), rule);
                }
            }
        }
        Ok(erased)
    }

    /// What erasing a person does to a row, and the row where it stays.
    pub(in crate::vault) fn fate(
        &self,
        kept: &Kept,
        row: &[u8],
        person: &Alias,
        roles: &[u8],
    ) -> Result<(EraseRule, Option<Record>), VaultError> {
        let roles = Roles::decode(roles).ok_or_else(|| damaged("an index"))?;
        let rule = fate(kept, &roles);
        if rule == EraseRule::Delete {
            return Ok((rule, None));
        }
        let record = self.record(row)?.ok_or_else(|| damaged("an index"))?;
        if record.people().get(person) != Some(&roles) {
            return Err(damaged("an index"));
        }
        Ok((rule, Some(record)))
    }

    /// When a row will be deleted, from everything that is known.
    pub(in crate::vault) fn due(
        &self,
        kept: &Kept,
        row: &[u8],
        record: &Record,
    ) -> Result<Timestamp, VaultError> {
        let mut due = record.deadlines.first();
        let (scope, _, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        if let Some(grace) = kept.server_grace
            && let Some(since) = self.removed(&scope)?
        {
            due = due.min(since.plus(grace));
        }
        if let Some(at) = self.off_at(kept, &scope)? {
            due = due.min(at);
        }
        if kept.member_grace.is_some() {
            for alias in subjects(kept, record) {
                if let Some(at) = self.gone_at(kept, &alias)? {
                    due = due.min(at);
                }
            }
        }
        Ok(due)
    }

    pub(in crate::vault) fn due_of(&self, id: &RowId) -> Result<Option<Timestamp>, VaultError> {
        let Some(row) = self.address(id)? else {
            return Ok(None);
        };
        let Some(record) = self.record(&row)? else {
            return Ok(None);
        };
        let kept = self.shape.of(id.store)?;
        if self.is_ended(kept, &row)? {
            return Ok(None);
        }
        Ok(rules::known(self.due(kept, &row, &record)?))
    }

    /// Whether handlers see the row as not there: its subject left, and only a hold keeps it.
    pub(super) fn is_hidden(&self, kept: &Kept, record: &Record) -> Result<bool, VaultError> {
        if kept.hold.is_some() {
            for person in subjects(kept, record) {
                if self.left(&person)?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    pub(in crate::vault) fn removed(&self, scope: &Alias) -> Result<Option<Timestamp>, VaultError> {
        Ok(self
            .source
            .get(&layout::removed(scope))?
            .and_then(|bytes| layout::instant(&bytes)))
    }

    pub(in crate::vault) fn guilds(&self) -> Result<Vec<(GuildId, Option<Timestamp>)>, VaultError> {
        let mut guilds = Vec::new();
        for (guild, scope) in self.ledger.servers() {
            let removed = self.removed(&scope)?;
            if removed.is_some()
                || self.source.any(&layout::scope_prefix(&scope))?
                || self.source.any(&layout::off_prefix(&scope))?
            {
                guilds.push((guild, removed));
            }
        }
        Ok(guilds)
    }

    pub(in crate::vault) fn members(
        &self,
        guild: GuildId,
    ) -> Result<Vec<(UserId, Option<Timestamp>)>, VaultError> {
        let mut members = Vec::new();
        for person in self.ledger.members(guild) {
            if let Some(Who::Person(_, user)) = self.ledger.who(&person)
                && self.ends_with(&person)?
            {
                members.push((user, self.left(&person)?));
            }
        }
        members.sort_unstable();
        Ok(members)
    }

    /// Whether some row is about the person that ends when they leave.
    fn ends_with(&self, person: &Alias) -> Result<bool, VaultError> {
        for kept in self.shape.all().filter(|kept| kept.member_grace.is_some()) {
            if self.is_about(kept, person)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(in crate::vault) fn count(&self, number: u32) -> Result<u64, VaultError> {
        Ok(self
            .source
            .get(&layout::count(number))?
            .and_then(|bytes| layout::number(&bytes))
            .unwrap_or(0))
    }

    /// How many rows there are, settings included.
    pub(in crate::vault) fn rows(&self) -> Result<u64, VaultError> {
        self.shape.all().map(|kept| self.count(kept.number)).sum()
    }

    pub(in crate::vault) fn dump(
        &self,
        store: StoreId,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        let kept = self.shape.of(store)?;
        let mut scopes: Vec<_> = self
            .ledger
            .servers()
            .into_iter()
            .map(|(guild, scope)| (Some(guild), scope))
            .collect();
        scopes.extend(
            self.ledger
                .get(Who::server(None))
                .map(|keys| (None, keys.alias)),
        );
        scopes.sort_unstable();
        let mut rows = Vec::new();
        for (guild, scope) in scopes {
            let prefix = layout::store_prefix(&scope, kept.number);
            let mut here = Vec::new();
            for (row, bytes) in self.source.scan(&prefix, usize::MAX)? {
                if self.is_ended(kept, &row)? {
                    continue;
                }
                here.extend(self.opened(kept, &row, &Record::decode(&row, &bytes)?)?);
            }
            here.sort_by(rules::by_key);
            rows.extend(here.into_iter().map(|row| {
                let key = row.key.clone();
                (RowId { store, guild, key }, row)
            }));
        }
        Ok(rows)
    }
}

/// The row that an entry of the index of people points to.
pub(super) fn pointed<'a>(shape: &'a Shape, entry: &[u8]) -> Result<(&'a Kept, DbKey), VaultError> {
    let row = layout::row_of_person(entry).ok_or_else(|| damaged("an index"))?;
    let (_, number, _) = layout::split_row(&row).ok_or_else(|| damaged("an index"))?;
    Ok((shape.numbered(number)?, row))
}

/// What erasing a person does to a row with them in it: of several roles the hardest rule.
fn fate(kept: &Kept, roles: &Roles) -> EraseRule {
    let each = roles.0.iter().map(|role| {
        if named::is_named(role) {
            return rules::named_rule(role);
        }
        let mut people = kept.store.people();
        let by = people.find(|(_, field)| field.name == *role);
        by.map_or(EraseRule::Delete, |(by, _)| {
            rules::erase_rule(&kept.store, by)
        })
    });
    each.min().unwrap_or(EraseRule::Delete)
}

/// The people that a row is about, as far as they are still somebody.
pub(super) fn subjects(kept: &Kept, record: &Record) -> Vec<Alias> {
    let is_subject = |owner: &str| {
        let mut people = kept.store.people();
        people.any(|(id, field): (FieldId, _)| {
            field.name == owner && rules::is_subject(&kept.store, id)
        })
    };
    let of = record
        .sections
        .iter()
        .filter(|section| is_subject(&section.owner));
    of.filter_map(|section| section.alias).collect()
}
