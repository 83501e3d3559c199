//! The ledger in memory: slots, and the ways to find them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Who;
use super::seal::{Alias, Keys};
use crate::vocab::{GuildId, UserId};

/// How many slots a file grows by.
const GROWTH: usize = 32;

pub(in crate::vault) struct Entry {
    pub(in crate::vault) who: Who,
    pub(in crate::vault) keys: Keys,
}

#[derive(Default)]
pub(super) struct Index {
    slots: Vec<Option<Entry>>,
    by_who: HashMap<Who, usize>,
    by_alias: HashMap<Alias, usize>,
    /// In order, for those that are asked for together.
    in_order: BTreeSet<Who>,
    by_user: BTreeSet<(UserId, Option<GuildId>)>,
    /// The same for what is refused to be erased.
    refused: BTreeSet<(UserId, Option<GuildId>)>,
    free: BTreeSet<usize>,
    /// Generations by number; the last is the current one.
    pub(in crate::vault) generations: BTreeMap<u32, Keys>,
}

impl Index {
    pub(in crate::vault) fn of(&self, who: Who) -> Option<&Keys> {
        self.by_who.get(&who).and_then(|at| self.keys(*at))
    }

    pub(in crate::vault) fn named(&self, alias: &Alias) -> Option<&Entry> {
        self.slots.get(self.place_of(alias)?)?.as_ref()
    }

    pub(super) fn place_of(&self, alias: &Alias) -> Option<usize> {
        self.by_alias.get(alias).copied()
    }

    /// All that stand between two, with both.
    pub(in crate::vault) fn between(
        &self,
        first: Who,
        last: Who,
    ) -> impl Iterator<Item = (Who, &Keys)> {
        let range = self.in_order.range(first..=last);
        range.filter_map(|who| Some((*who, self.of(*who)?)))
    }

    /// Where a person has a secret; first for what is refused to be erased.
    pub(in crate::vault) fn of_user(
        &self,
        user: UserId,
    ) -> impl Iterator<Item = (Option<GuildId>, &Keys)> {
        let all = (user, None)..=(user, Some(GuildId(u64::MAX)));
        let refused = self.refused.range(all.clone());
        let refused = refused.map(|(user, guild)| (*guild, Who::Refused(*guild, *user)));
        let own = self.by_user.range(all);
        let own = own.map(|(user, guild)| (*guild, Who::person(*guild, *user)));
        let places = refused.chain(own);
        places.filter_map(|(guild, who)| Some((guild, self.of(who)?)))
    }

    pub(in crate::vault) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().flatten()
    }

    fn keys(&self, at: usize) -> Option<&Keys> {
        Some(&self.slots.get(at)?.as_ref()?.keys)
    }

    pub(in crate::vault) fn push(&mut self, entry: Option<Entry>) {
        let at = self.slots.len();
        self.slots.push(None);
        self.free.insert(at);
        if let Some(entry) = entry {
            self.place(at, entry);
        }
    }

    /// The number of the slot that the entry was given.
    pub(in crate::vault) fn insert(&mut self, entry: Entry) -> usize {
        if self.free.is_empty() {
            for _ in 0..GROWTH {
                self.push(None);
            }
        }
        let at = self.free.first().copied().unwrap_or_default();
        self.place(at, entry);
        at
    }

    fn place(&mut self, at: usize, mut entry: Entry) {
        self.free.remove(&at);
        if let Some((number, generation)) = self.generations.last_key_value() {
            entry.keys.prepare(*number, &generation.seal);
        }
        self.by_who.insert(entry.who, at);
        self.by_alias.insert(entry.keys.alias, at);
        self.in_order.insert(entry.who);
        match entry.who {
            Who::Person(guild, user) => drop(self.by_user.insert((user, guild))),
            Who::Refused(guild, user) => drop(self.refused.insert((user, guild))),
            Who::Generation(number) => {
                self.generations.insert(number, entry.keys.clone());
                for other in self.slots.iter_mut().flatten() {
                    other.keys.prepare(number, &entry.keys.seal);
                }
            }
            Who::Bot | Who::Server(_) | Who::Backup { .. } => {}
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = Some(entry);
        }
    }

    pub(in crate::vault) fn remove(&mut self, at: usize) {
        let Some(entry) = self.slots.get_mut(at).and_then(Option::take) else {
            return;
        };
        self.by_who.remove(&entry.who);
        self.by_alias.remove(&entry.keys.alias);
        self.in_order.remove(&entry.who);
        match entry.who {
            Who::Person(guild, user) => drop(self.by_user.remove(&(user, guild))),
            Who::Refused(guild, user) => drop(self.refused.remove(&(user, guild))),
            Who::Generation(number) => drop(self.generations.remove(&number)),
            Who::Bot | Who::Server(_) | Who::Backup { .. } => {}
        }
        self.free.insert(at);
    }
}
