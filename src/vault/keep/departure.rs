//! Members who left: when, what is due because of it, and how a mass departure holds it back.
//!
//! Where a store has a `hold`, a departure is counted before it deletes: the rows wait for as long as the hold looks,
//! and where that many left within it, for as long as it holds. Counted are members whom rows of the store are about.
//! The index has one entry for each of them, and ends with the mark that they left:
//!
//! ```text
//! scope(16) store(4) held(1) since, latest first(8) person(16)
//! ```
//!
//! INVARIANT: what a departure makes due is due `wait` after it, never later; a return forgets all of it.

use super::{
    transaction::Transaction,
    view::{self, View},
};
use crate::{
    plan::Hold,
    port::VaultError,
    vault::{
        engines::Readable,
        ground::fault::damaged,
        ledger::{Who, seal::Alias},
        rows::{
            layout::{self, Due},
            rules,
            schema::Kept,
        },
    },
    vocab::{GuildId, Timestamp, UserId},
};

/// How many entries of the index are looked at first; more where the window holds more.
const LOOK: usize = 64;

impl<S: Readable + ?Sized> View<'_, S> {
    pub(in crate::vault) fn left(&self, person: &Alias) -> Result<Option<Timestamp>, VaultError> {
        Ok(self
            .source
            .get(&layout::left(person))?
            .and_then(|bytes| layout::instant(&bytes)))
    }

    /// When what a store keeps about this person goes because they left; none while they have not.
    pub(super) fn gone_at(
        &self,
        kept: &Kept,
        person: &Alias,
    ) -> Result<Option<Timestamp>, VaultError> {
        let (Some(grace), Some(since)) = (kept.member_grace, self.left(person)?) else {
            return Ok(None);
        };
        let held = self.is_held(kept, person, since)?;
        let wait = rules::wait(grace, kept.hold.as_ref(), held);
        Ok(Some(since.plus(wait)))
    }

    fn is_held(&self, kept: &Kept, person: &Alias, since: Timestamp) -> Result<bool, VaultError> {
        if kept.hold.is_none() {
            return Ok(false);
        }
        let Some(scope) = self.server_of(person) else {
            return Ok(false);
        };
        let key = layout::departed(&scope, kept.number, true, since, person);
        Ok(self.source.get(&key)?.is_some())
    }

    /// Whether some row of the store is about this person.
    pub(super) fn is_about(&self, kept: &Kept, person: &Alias) -> Result<bool, VaultError> {
        let prefix = layout::person_store_prefix(person, kept.number);
        for (entry, _) in self.source.scan(&prefix, usize::MAX)? {
            let row = layout::row_of_person(&entry).ok_or_else(|| damaged("an index"))?;
            let record = self.record(&row)?.ok_or_else(|| damaged("an index"))?;
            if view::subjects(kept, &record).contains(person) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The server that a member is one of.
    fn server_of(&self, person: &Alias) -> Option<Alias> {
        let guild = self.ledger.who(person)?.guild()?;
        Some(self.ledger.get(Who::server(Some(guild)))?.alias)
    }

    /// Departures later than `after` and no later than `last`, `enough` at most.
    fn departed(
        &self,
        prefix: &[u8],
        after: Timestamp,
        last: Timestamp,
        enough: usize,
    ) -> Result<Vec<(Timestamp, Alias)>, VaultError> {
        let mut limit = LOOK;
        loop {
            let entries = self.source.scan(prefix, limit)?;
            let all = entries.len() < limit;
            let mut found = Vec::new();
            let mut past = false;
            for (key, _) in entries {
                let (since, person) =
                    layout::split_departed(&key).ok_or_else(|| damaged("an index"))?;
                past |= since <= after;
                if since > after && since <= last {
                    found.push((since, person));
                }
            }
            if all || past || found.len() >= enough {
                return Ok(found);
            }
            limit = limit.saturating_mul(2);
        }
    }
}

impl Transaction<'_, '_> {
    pub(super) fn member_gone(
        &mut self,
        guild: GuildId,
        user: UserId,
        since: Timestamp,
    ) -> Result<(), VaultError> {
        let Some(person) = self
            .ledger
            .get(Who::person(Some(guild), user))
            .map(|keys| keys.alias)
        else {
            return Ok(());
        };
        if self.view().left(&person)?.is_some()
            || !self.overlay.any(&layout::person_prefix(&person))?
        {
            return Ok(());
        }
        self.overlay
            .put(layout::left(&person), since.0.to_be_bytes());
        let shape = self.shape;
        for kept in shape.all() {
            let prefix = layout::person_store_prefix(&person, kept.number);
            if kept.member_grace.is_none() || !self.overlay.any(&prefix)? {
                continue;
            }
            if let Some(hold) = &kept.hold
                && self.view().is_about(kept, &person)?
            {
                self.count_departure(kept, hold, guild, &person, since)?;
            }
            self.due_with_member(kept, &person)?;
        }
        Ok(())
    }

    /// What a store keeps about somebody who left goes in time, also what is written later.
    pub(super) fn due_with_member(
        &mut self,
        kept: &Kept,
        person: &Alias,
    ) -> Result<(), VaultError> {
        if let Some(at) = self.view().gone_at(kept, person)? {
            self.overlay
                .put(layout::due(at, &Due::Member(*person, kept.number)), []);
        }
        Ok(())
    }

    /// Enters a departure; where it is the last of a mass departure, all that belong to it are held.
    fn count_departure(
        &mut self,
        kept: &Kept,
        hold: &Hold,
        guild: GuildId,
        person: &Alias,
        since: Timestamp,
    ) -> Result<(), VaultError> {
        let (Some(grace), Some(scope)) = (
            kept.member_grace,
            self.ledger
                .get(Who::server(Some(guild)))
                .map(|keys| keys.alias),
        ) else {
            return Ok(());
        };
        let entry = |held, since, person: Alias| {
            layout::departed(&scope, kept.number, held, since, &person)
        };
        self.overlay.put(entry(false, since, *person), []);
        let after = since.plus(hold.within.negated());
        let of = |held| layout::departed_prefix(&scope, kept.number, held);
        let free = self.view().departed(&of(false), after, since, usize::MAX)?;
        let many = hold.departures as usize;
        let before = self.view().departed(&of(true), after, since, many)?;
        if free.len() + before.len() < many {
            return Ok(());
        }
        for (since, person) in free {
            let what = Due::Member(person, kept.number);
            let at = since.plus(rules::wait(grace, Some(hold), false));
            self.overlay.remove(layout::due(at, &what));
            self.overlay.remove(entry(false, since, person));
            self.overlay.put(entry(true, since, person), []);
            let at = since.plus(rules::wait(grace, Some(hold), true));
            self.overlay.put(layout::due(at, &what), []);
        }
        Ok(())
    }

    pub(super) fn forget_departure(&mut self, person: &Alias) -> Result<(), VaultError> {
        let Some(since) = self.view().left(person)? else {
            return Ok(());
        };
        let shape = self.shape;
        let scope = self.view().server_of(person);
        for kept in shape.all() {
            if let Some(at) = self.view().gone_at(kept, person)? {
                self.overlay
                    .remove(layout::due(at, &Due::Member(*person, kept.number)));
            }
            // Also where the policy has dropped the hold since.
            if let Some(scope) = scope.filter(|_| kept.member_grace.is_some()) {
                for held in [false, true] {
                    let key = layout::departed(&scope, kept.number, held, since, person);
                    self.overlay.remove(key);
                }
            }
        }
        self.overlay.remove(layout::left(person));
        Ok(())
    }
}
