//! Servers that the bot was removed from, and those that may have removed it. What is done about them: `removal`.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::vocab::{GuildId, Timestamp};

/// The longest pause between two questions about the same server.
const NEXT_TRY_MAX: Duration = Duration::from_mins(5);

#[derive(Debug, Default)]
pub(super) struct Presence {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Removed, as the vault has it.
    removed: BTreeMap<GuildId, Timestamp>,
    doubts: BTreeMap<GuildId, Doubt>,
}

/// A server that may have removed the bot.
#[derive(Debug, Clone, Copy)]
struct Doubt {
    since: Timestamp,
    tries: u32,
    next_try: Instant,
}

impl Presence {
    /// `guilds` as the vault tells them.
    pub(super) fn new(guilds: &[(GuildId, Option<Timestamp>)]) -> Self {
        let removed = guilds
            .iter()
            .filter_map(|(guild, since)| Some((*guild, (*since)?)));
        let state = State {
            removed: removed.collect(),
            doubts: BTreeMap::new(),
        };
        Self {
            state: Mutex::new(state),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Single operations on maps, which leave them whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn doubt(&self, guild: GuildId, since: Timestamp) {
        let mut state = self.state();
        if !state.removed.contains_key(&guild) {
            state.doubts.entry(guild).or_insert(Doubt {
                since,
                tries: 0,
                next_try: Instant::now(),
            });
        }
    }

    pub(super) fn trust(&self, guild: GuildId) {
        self.state().doubts.remove(&guild);
    }

    /// Doubts to be looked into; all of them, or those whose time has come. Whoever takes them asks once: the next try
    /// waits until this one has had its time.
    pub(super) fn doubted(&self, all: bool) -> Vec<GuildId> {
        let now = Instant::now();
        let mut state = self.state();
        let due = state
            .doubts
            .iter_mut()
            .filter(|(_, doubt)| all || doubt.next_try <= now);
        due.map(|(guild, doubt)| {
            doubt.next_try = now + NEXT_TRY_MAX;
            *guild
        })
        .collect()
    }

    pub(super) fn since(&self, guild: GuildId) -> Option<Timestamp> {
        self.state().doubts.get(&guild).map(|doubt| doubt.since)
    }

    /// Whether it may have removed the bot, or did.
    pub(super) fn is_doubted(&self, guild: GuildId) -> bool {
        let state = self.state();
        state.doubts.contains_key(&guild) || state.removed.contains_key(&guild)
    }

    /// Tries again later, at most five minutes from now.
    pub(super) fn postpone(&self, guild: GuildId) {
        if let Some(doubt) = self.state().doubts.get_mut(&guild) {
            doubt.tries += 1;
            let wait = Duration::from_secs(1 << doubt.tries.min(9)).min(NEXT_TRY_MAX);
            doubt.next_try = Instant::now() + wait;
        }
    }

    /// Since when the bot is removed, if it is.
    pub(super) fn removed(&self, guild: GuildId) -> Option<Timestamp> {
        self.state().removed.get(&guild).copied()
    }

    pub(super) fn is_certain(&self) -> bool {
        self.state().doubts.is_empty()
    }

    pub(super) fn set_removed(&self, guild: GuildId, since: Option<Timestamp>) {
        let mut state = self.state();
        state.doubts.remove(&guild);
        match since {
            Some(since) => drop(state.removed.insert(guild, since)),
            None => drop(state.removed.remove(&guild)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_is_handed_out_once_until_its_answer_is_there() {
        let presence = Presence::new(&[]);
        let guild = GuildId(1);
        presence.doubt(guild, Timestamp(0));
        assert_eq!(presence.doubted(false), [guild]);
        assert_eq!(presence.doubted(false), [], "the question is under way");
        assert_eq!(presence.doubted(true), [guild], "unless all are asked for");
        presence.trust(guild);
        assert_eq!(presence.doubted(true), []);
    }
}
