//! Deletes what is due, and destroys the secrets of those about whom nothing is left.
//!
//! Costs what is due: the index by time is read from its start, and a removed server or a member who left is one entry
//! of it for each store.

use std::{collections::BTreeSet, sync::Arc};

use super::{erase::ROWS_MAX, transaction::Transaction, view, writer::Writer};
use crate::{
    port::{Swept, VaultError},
    sabotage::{Saboteur, off},
    vault::{
        engines::{Engine, Readable},
        ground::fault::damaged,
        ledger::{Who, seal::Alias},
        rows::{
            layout::{self, Due},
            named,
            record::Roles,
            schema::SETTINGS,
        },
    },
    vocab::Timestamp,
};

impl Writer {
    pub(in crate::vault) fn sweep(&mut self, now: Timestamp) -> Result<Swept, VaultError> {
        let shared = Arc::clone(&self.shared);
        let mut swept = Swept::default();
        loop {
            let mut room = ROWS_MAX;
            let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
            let mut any = false;
            let mut places = BTreeSet::new();
            for (key, _) in shared.engine.scan(&[layout::DUE], ROWS_MAX)? {
                let (at, what) =
                    layout::split_due(&key).ok_or_else(|| damaged("the index of due times"))?;
                if at > now || room == 0 || off(Saboteur::Sweep) {
                    break;
                }
                any = true;
                transaction.leave_texts(at, &what)?;
                let rows = transaction.rows_due(at, &what, room)?;
                room -= rows.len();
                if room > 0 {
                    transaction.overlay.remove(key);
                }
                for row in rows {
                    let (scope, store, _) =
                        layout::split_row(&row).ok_or_else(|| damaged("a row"))?;
                    swept.late_ms_max = swept.late_ms_max.max(now.since(at).ms);
                    let kept = shared.shape.numbered(store)?;
                    if kept.ends && what.ends() {
                        transaction.end(kept, &row)?;
                        continue;
                    }
                    if store != SETTINGS {
                        swept.rows += 1;
                        places.insert((scope, store));
                    }
                    transaction.remove(&row)?;
                    if store == SETTINGS
                        && let Some(guild) = shared.ledger.who(&scope).and_then(Who::guild)
                    {
                        transaction.forget_what_is_on(guild, &scope)?;
                    }
                }
            }
            let overlay = transaction.done()?;
            if !any {
                break;
            }
            self.write(overlay, self.revision)?;
            for (scope, store) in places {
                let guild = shared.ledger.who(&scope).and_then(Who::guild);
                swept
                    .places
                    .extend(guild.zip(shared.shape.numbered(store)?.id));
            }
        }
        swept.guilds = self.forget_servers(now)?;
        self.destroy_idle()?;
        self.destroy(&shared.ledger.backups_over(now))?;
        self.turn(now)?;
        Ok(swept)
    }

    /// Forgets removed servers that have nothing left, with all secrets of their members.
    fn forget_servers(&mut self, now: Timestamp) -> Result<u64, VaultError> {
        let shared = Arc::clone(&self.shared);
        let mut gone: Vec<Alias> = Vec::new();
        let mut servers = 0;
        let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
        for (key, _) in shared.engine.scan(&[layout::REMOVED], usize::MAX)? {
            let scope = layout::alias(&key).ok_or_else(|| damaged("an index"))?;
            if shared.engine.any(&layout::scope_prefix(&scope))? {
                continue;
            }
            transaction.forget_removal(&scope)?;
            transaction.forget_switches(&scope)?;
            transaction.forget_numbers(&scope)?;
            gone.push(scope);
            if let Some(guild) = shared.ledger.who(&scope).and_then(Who::guild) {
                gone.extend(shared.ledger.members(guild));
            }
            servers += 1;
        }
        let overlay = transaction.done()?;
        self.write(overlay, self.revision)?;
        self.destroy(&gone)?;
        Ok(servers)
    }

    /// Destroys the secrets of those that nothing points to any more.
    pub(super) fn destroy_idle(&mut self) -> Result<(), VaultError> {
        let engine = &*self.shared.engine;
        let mut gone = Vec::new();
        for alias in &self.idle {
            let used = match self.shared.ledger.who(alias) {
                // Gone already, or not somebody's.
                None | Some(Who::Bot | Who::Generation(_) | Who::Backup { .. }) => true,
                Some(Who::Person(..) | Who::Refused(..)) => {
                    engine.any(&layout::person_prefix(alias))?
                }
                Some(Who::Server(_)) => {
                    engine.any(&layout::scope_prefix(alias))? || is_marked(engine, alias)?
                }
            };
            if !used {
                gone.push(*alias);
            }
        }
        // Only now: what could not be asked is asked the next time.
        self.idle.clear();
        self.destroy(&gone)
    }

    pub(in crate::vault) fn destroy(&mut self, aliases: &[Alias]) -> Result<(), VaultError> {
        if aliases.is_empty() {
            return Ok(());
        }
        self.durable()?;
        let done = self.shared.ledger.destroy(aliases);
        let gone: BTreeSet<&Alias> = aliases.iter().collect();
        self.idle.retain(|alias| !gone.contains(alias));
        done.map_err(|error| self.ledger_broke(&error))
    }
}

impl Transaction<'_, '_> {
    /// Who left a server leaves what others wrote as well, in stores that keep nothing of those who left.
    fn leave_texts(&mut self, at: Timestamp, what: &Due) -> Result<(), VaultError> {
        let Due::Member(person, store) = what else {
            return Ok(());
        };
        let shape = self.shape;
        let kept = shape.numbered(*store)?;
        if self.view().gone_at(kept, person)? != Some(at) {
            return Ok(());
        }
        let prefix = layout::person_store_prefix(person, *store);
        for (entry, roles) in self.overlay.scan(&prefix, usize::MAX)? {
            let roles = Roles::decode(&roles).ok_or_else(|| damaged("an index"))?;
            let mut named = roles.0.iter().filter(|role| named::is_named(role));
            if named.next().is_none() || roles.0.iter().any(|role| named::is_in_key(role)) {
                continue;
            }
            let row = layout::row_of_person(&entry).ok_or_else(|| damaged("an index"))?;
            let record = self
                .view()
                .record(&row)?
                .ok_or_else(|| damaged("an index"))?;
            let new = self.without(kept, &row, &record, person, named::is_named)?;
            self.store(kept, &row, Some(&record), &new)?;
        }
        Ok(())
    }

    /// At most `room` rows that an entry makes due; none when what it was made for is over.
    fn rows_due(&self, at: Timestamp, what: &Due, room: usize) -> Result<Vec<Vec<u8>>, VaultError> {
        let view = self.view();
        match what {
            Due::Row(row) => {
                let record = view
                    .record(row)?
                    .filter(|record| record.deadlines.first() == at);
                Ok(record.map(|_| row.clone()).into_iter().collect())
            }
            Due::Server(scope, store) => {
                let grace = self.shape.numbered(*store)?.server_grace;
                let due = view
                    .removed(scope)?
                    .zip(grace)
                    .map(|(since, grace)| since.plus(grace));
                if due != Some(at) {
                    return Ok(Vec::new());
                }
                let rows = self
                    .overlay
                    .scan(&layout::store_prefix(scope, *store), room)?;
                Ok(rows.into_iter().map(|(row, _)| row).collect())
            }
            Due::Feature(scope, store) => {
                let kept = self.shape.numbered(*store)?;
                if view.off_at(kept, scope)? != Some(at) {
                    return Ok(Vec::new());
                }
                self.lasting(kept, &layout::store_prefix(scope, *store), room)
            }
            Due::Member(person, store) => {
                let kept = self.shape.numbered(*store)?;
                if view.gone_at(kept, person)? != Some(at) {
                    return Ok(Vec::new());
                }
                let mut rows = Vec::new();
                for (entry, roles) in self
                    .overlay
                    .scan(&layout::person_store_prefix(person, *store), usize::MAX)?
                {
                    let row = layout::row_of_person(&entry).ok_or_else(|| damaged("an index"))?;
                    let record = view.record(&row)?.ok_or_else(|| damaged("an index"))?;
                    let roles = Roles::decode(&roles).ok_or_else(|| damaged("an index"))?;
                    // What a text in its key mentions cannot be taken out of it.
                    let goes = view::subjects(kept, &record).contains(person)
                        || roles.0.iter().any(|role| named::is_in_key(role));
                    if rows.len() < room && goes {
                        rows.push(row);
                    }
                }
                Ok(rows)
            }
        }
    }
}
/// Whether something is known of a server without a row.
pub(super) fn is_marked(engine: &dyn Engine, server: &Alias) -> Result<bool, VaultError> {
    Ok(engine.any(&layout::counter_prefix(server))?
        || engine.any(&layout::removed(server))?
        || engine.any(&layout::off_prefix(server))?)
}
