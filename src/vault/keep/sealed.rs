//! What a row says, sealed for those whom it belongs to: a row that is written, one of an earlier policy that is written
//! anew, and what a server set.

use std::{borrow::Cow, collections::BTreeMap};

use super::{transaction::Transaction, view::SettingsFile};
use crate::{
    plan::{FieldId, Store},
    port::VaultError,
    vault::{
        ground::fault::damaged,
        ledger::{Ledger, Who, seal::Keys},
        rows::{
            layout::{self, DbKey},
            named::Named,
            record::{Record, Section},
            rules::{self, Deadlines},
            schema::{Kept, SETTINGS},
        },
    },
    vocab::{GuildId, Timestamp, UserId, Value},
};

/// The keys of those in a row, by the field that names them; without one, of those whom its texts mention.
pub(super) type People = BTreeMap<(Option<FieldId>, UserId), Keys>;

/// A row to be written; what is not here follows from the store.
pub(super) struct NewRow<'a> {
    pub(super) kept: &'a Kept,
    pub(super) row: DbKey,
    pub(super) values: &'a [Value],
    pub(super) named: &'a Named,
    pub(super) created: Timestamp,
    pub(super) deadlines: Deadlines,
    pub(super) finished: Option<Timestamp>,
    pub(super) channel_gone: Option<Timestamp>,
}

impl Transaction<'_, '_> {
    /// A row of an earlier policy as this one's: fields under their names of today, sealed for whom they belong to today.
    pub(super) fn renew(&mut self, kept: &Kept, row: &[u8]) -> Result<(), VaultError> {
        let Some(old) = self.view().record(row)? else {
            return Ok(());
        };
        let Some(opened) = self.view().opened(kept, row, &old)? else {
            return Ok(());
        };
        let (scope, _, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        let lost = || damaged("the ledger, which lacks secrets of rows,");
        let guild = self.ledger.who(&scope).ok_or_else(lost)?.guild();
        let scope = self.ledger.by_alias(&scope).ok_or_else(lost)?;
        let named = Named::of(&kept.store, &opened.values);
        let before = old.people();
        let people = self.keys_of(&kept.store, &opened.values, &named, |ledger, by, user| {
            let usual = by.map_or(Who::person(guild, user), |by| {
                rules::who(&kept.store, by, (guild, user))
            });
            // Under which secret it stands, and at which address, only a write changes.
            let other = ledger.get(usual.other());
            match other.filter(|keys| by.is_some() && before.contains_key(&keys.alias)) {
                Some(_) => usual.other(),
                None => usual,
            }
        })?;
        let new = NewRow {
            kept,
            row: row.to_vec(),
            values: &opened.values,
            named: &named,
            created: old.created,
            deadlines: old.deadlines,
            finished: old.finished,
            channel_gone: old.channel_gone,
        };
        let record = Record {
            revision: old.revision,
            written: old.written,
            ..self.sealed(&new, &scope, &people)?
        };
        self.store(kept, row, Some(&old), &record)
    }

    /// The keys of those whom a row names and of those whom its texts mention.
    pub(super) fn keys_of(
        &mut self,
        store: &Store,
        values: &[Value],
        named: &Named,
        who: impl Fn(&Ledger, Option<FieldId>, UserId) -> Who,
    ) -> Result<People, VaultError> {
        let there = rules::people(store, values).into_iter();
        let there = there.map(|(by, user)| (Some(by), user));
        let all = there.chain(named.people().map(|user| (None, user)));
        all.map(|(by, user)| Ok(((by, user), self.keys(who(self.ledger, by, user))?)))
            .collect()
    }

    pub(super) fn sealed(
        &self,
        new: &NewRow<'_>,
        scope: &Keys,
        people: &People,
    ) -> Result<Record, VaultError> {
        let store = &new.kept.store;
        let generation = self.ledger.generation();
        let mut owners: BTreeMap<Option<FieldId>, BTreeMap<&str, Cow<'_, Value>>> = BTreeMap::new();
        for (field, value) in store.fields.iter().zip(new.values) {
            owners
                .entry(rules::owner(store, field))
                .or_default()
                .insert(&field.name, new.named.hidden(value));
        }
        let mut sections = Vec::with_capacity(owners.len());
        for (owner, content) in owners {
            let at = owner.map(|owner| owner.0 as usize);
            let name = at
                .and_then(|at| store.fields.get(at))
                .map_or("", |field| &field.name);
            let theirs = match at.and_then(|at| new.values.get(at)) {
                Some(Value::User(user)) => people.get(&(owner, *user)),
                _ => None,
            };
            let keys = theirs.unwrap_or(scope);
            let key = self
                .shape
                .sealing(new.kept, self.ledger, keys, generation)?;
            let alias = theirs.map(|keys| keys.alias);
            sections.push(Section::seal(&new.row, name, alias, &key, &content)?);
        }
        sections.extend(self.named(new.kept, &new.row, new.named, people)?);
        Ok(Record {
            generation,
            revision: self.revision,
            created: new.created,
            written: self.now,
            deadlines: new.deadlines,
            finished: new.finished,
            channel_gone: new.channel_gone,
            sections,
        })
    }

    /// A section for each person whom a row's texts mention.
    fn named(
        &self,
        kept: &Kept,
        row: &[u8],
        named: &Named,
        people: &People,
    ) -> Result<Vec<Section>, VaultError> {
        let generation = self.ledger.generation();
        let mut sections = Vec::new();
        for (owner, user) in named.owners() {
            let Some(theirs) = people.get(&(None, user)) else {
                continue;
            };
            let key = self.shape.sealing(kept, self.ledger, theirs, generation)?;
            let content = BTreeMap::from([(owner.as_str(), Value::User(user))]);
            let section = Section::seal(row, &owner, Some(theirs.alias), &key, &content)?;
            sections.push(section);
        }
        Ok(sections)
    }

    /// What a server set, sealed for it and for whom it mentions.
    pub(super) fn settings_sections(
        &mut self,
        guild: GuildId,
        scope: &Keys,
        row: &[u8],
        file: &SettingsFile,
    ) -> Result<Vec<Section>, VaultError> {
        let shape = self.shape;
        let kept = shape.numbered(SETTINGS)?;
        let named = Named::among(file.values());
        let mut people = People::new();
        for user in named.people() {
            people.insert((None, user), self.keys(Who::person(Some(guild), user))?);
        }
        let content = file
            .iter()
            .map(|(name, value)| (name.as_str(), named.hidden(value)))
            .collect();
        let key = shape.sealing(kept, self.ledger, scope, self.ledger.generation())?;
        let mut sections = vec![Section::seal(row, "", None, &key, &content)?];
        sections.extend(self.named(kept, row, &named, &people)?);
        Ok(sections)
    }
}
