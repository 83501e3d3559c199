//! Reading: from the engine's bytes and the ledger's keys to rows and answers.
//!
//! INVARIANT: a missing key is never an error. The field reads as none; a row whose owner was to take it along reads as
//! not there.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    plan::{EraseRule, FieldId, StoreId, Wish},
    port::{Answer, Erased, Read, RowId, Settings, StoredRow, VaultError},
    sabotage::{Saboteur, off},
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
pub(in crate::vault) type SettingsFile = BTreeMap<String, Value>;

pub(in crate::vault) struct View<'a, S: ?Sized> {
    pub(in crate::vault) shape: &'a Shape,
    pub(in crate::vault) ledger: &'a Ledger,
    pub(in crate::vault) source: &'a S,
}

impl<S: Readable + ?Sized> View<'_, S> {
    /// What is so at `now`. A row whose time is over by then is not there.
    pub(in crate::vault) fn answer(
        &self,
        read: &Read,
        now: Timestamp,
    ) -> Result<Answer, VaultError> {
        Ok(match read {
            Read::Row(id) => Answer::Row(self.row(id, false, now)?),
            Read::Scan(scan) => Answer::Rows(self.scan(scan, false, now)?),
            Read::WithHeld(read) => match &**read {
                Read::Row(id) => Answer::Row(self.row(id, true, now)?),
                Read::Scan(scan) => Answer::Rows(self.scan(scan, true, now)?),
                Read::Tally { of, sum } => Answer::Number(self.tally(of, *sum, true, now)?),
                read => self.answer(read, now)?,
            },
            Read::Tally { of, sum } => Answer::Number(self.tally(of, *sum, false, now)?),
            Read::Number { store, guild } => Answer::Number(self.next_number(*store, *guild)?),
            Read::Settings(guild) => Answer::Settings(self.settings(*guild, now)?),
            Read::Suppressed { guild, user } => {
                let wish = self.wish(*guild, *user)?;
                Answer::Suppressed(rules::stopped(&self.shape.plan, wish))
            }
            Read::Export { guild, user } => Answer::Export(self.export(*guild, *user, now)?),
            Read::Erasure { guild, user } => Answer::Erasure(self.erasure(*guild, *user, now)?),
            Read::ServerErasure(guild) => Answer::Erasure(self.server_erasure(*guild, now)?),
        })
    }

    /// Where a row stands; none when somebody in its address has no keys, so that it cannot exist.
    pub(in crate::vault) fn address(&self, id: &RowId) -> Result<Option<DbKey>, VaultError> {
        let kept = self.shape.of(id.store)?;
        rules::check_scope(&kept.store, id.guild)?;
        let Some(scope) = self.ledger.get(Who::server(id.guild)) else {
            return Ok(None);
        };
        let named = |by: Option<FieldId>, user| match by {
            Some(by) => rules::who(&kept.store, by, (id.guild, user)),
            None => Who::person(id.guild, user),
        };
        let usual = |by, user| Some(self.ledger.get(named(by, user))?.alias);
        let row = self.addressed(kept, &scope, &id.key, usual)?;
        // Where the policy refused to erase it once and does not now, or the other way round.
        let other = |by: Option<FieldId>, user| {
            let who = named(by, user);
            let who = if by.is_some() { who.other() } else { who };
            Some(self.ledger.get(who)?.alias)
        };
        let Some(earlier) = self.addressed(kept, &scope, &id.key, other)? else {
            return Ok(row);
        };
        let there = |row: &DbKey| Ok::<_, VaultError>(self.source.get(row)?.is_some());
        let is_earlier = row.as_ref() != Some(&earlier) && there(&earlier)?;
        let is_there = is_earlier && row.as_ref().map(there).transpose()?.unwrap_or(false);
        Ok(if is_earlier && !is_there {
            Some(earlier)
        } else {
            row
        })
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
                let content = section.open(row, &key)?;
                if kept.renamed.is_empty() {
                    found.extend(content);
                } else {
                    let content = content.into_iter();
                    found.extend(content.map(|(name, value)| (kept.now(&name).to_owned(), value)));
                }
                continue;
            }
            if named::is_named(&section.owner) {
                if named::is_in_key(&section.owner) {
                    return Ok(None);
                }
                lacks_named = true;
                continue;
            }
            let owner = kept.now(&section.owner);
            let by = store.people().find(|(_, field)| field.name == owner);
            if by.is_none_or(|(by, _)| rules::erase_rule(store, by).takes_row()) {
                return Ok(None);
            }
            lost.insert(owner);
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

    pub(super) fn scope_of(&self, row: &[u8]) -> Option<Keys> {
        let (scope, _, _) = layout::split_row(row)?;
        self.ledger.by_alias(&scope)
    }

    pub(in crate::vault) fn settings(
        &self,
        guild: GuildId,
        now: Timestamp,
    ) -> Result<Settings, VaultError> {
        let mut settings = Settings::default();
        let Some(scope) = self.ledger.get(Who::server(Some(guild))) else {
            return Ok(settings);
        };
        let row = layout::row(&scope.alias, SETTINGS, &[]);
        let Some(record) = self.record(&row)? else {
            return Ok(settings);
        };
        let kept = self.shape.numbered(SETTINGS)?;
        if self.is_past(kept, &row, &record, now)? {
            return Ok(settings);
        }
        let file = self.settings_in(&row, &record, &scope)?;
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

    pub(super) fn choice(
        &self,
        guild: Option<GuildId>,
        user: UserId,
    ) -> Result<Option<Choice>, VaultError> {
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

    fn erasure(
        &self,
        guild: Option<GuildId>,
        user: UserId,
        now: Timestamp,
    ) -> Result<Erased, VaultError> {
        let (mut erased, mut seen) = (Erased::default(), BTreeSet::new());
        for (of, alias) in self.ledger.of_user(user) {
            if guild.is_some() && of.is_some() && guild != of {
                continue;
            }
            let prefix = layout::person_prefix(&alias);
            for (entry, roles) in self.source.scan(&prefix, usize::MAX)? {
                let (kept, row) = pointed(self.shape, &entry)?;
                let (rule, _) = self.fate(kept, &row, &alias, &roles, now)?;
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
        now: Timestamp,
    ) -> Result<(EraseRule, Option<Record>), VaultError> {
        let roles = Roles::decode(roles).ok_or_else(|| damaged("an index"))?;
        let mut rule = fate(kept, &roles);
        if rule == EraseRule::Refuse && !self.is_refused(kept, row, person, now)? {
            rule = EraseRule::Delete;
        }
        if rule == EraseRule::Delete {
            return Ok((rule, None));
        }
        let record = self.record(row)?.ok_or_else(|| damaged("an index"))?;
        if record.people().get(person) != Some(&roles) {
            return Err(damaged("an index"));
        }
        Ok((rule, Some(record)))
    }

    /// Whether the policy still refuses to erase a row. What was written before it refused was promised to be erased.
    fn is_refused(
        &self,
        kept: &Kept,
        row: &[u8],
        person: &Alias,
        now: Timestamp,
    ) -> Result<bool, VaultError> {
        match self.ledger.who(person) {
            Some(Who::Refused(..)) => {}
            None | Some(_) => return Ok(false),
        }
        let record = self.record(row)?.ok_or_else(|| damaged("an index"))?;
        let opened = self.opened(kept, row, &record)?;
        Ok(opened.is_some_and(|opened| rules::leaves(&kept.store, &opened.values, now)))
    }

    /// Whether handlers see the row as not there: its subject left, and only a hold keeps it.
    pub(super) fn is_hidden(&self, kept: &Kept, record: &Record) -> Result<bool, VaultError> {
        if kept.hold.is_some() {
            for person in subjects(kept, record) {
                if self.left(&person)?.is_some() && !off(Saboteur::Held) {
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
        let (mut people, role) = (kept.store.people(), kept.now(role));
        let by = people.find(|(_, field)| field.name == role);
        by.map_or(EraseRule::Delete, |(by, _)| {
            rules::erase_rule(&kept.store, by)
        })
    });
    each.min().unwrap_or(EraseRule::Delete)
}

/// The people that a row is about, as far as they are still somebody.
pub(super) fn subjects(kept: &Kept, record: &Record) -> Vec<Alias> {
    let is_subject = |owner: &str| {
        let (mut people, owner) = (kept.store.people(), kept.now(owner));
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
