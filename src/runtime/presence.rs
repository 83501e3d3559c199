//! Whether the bot is in a server: an outage is not a departure.
//!
//! Reads what the gateway says and what `GET /guilds/{id}` says; writes `Op::GuildPresent` and `Op::GuildRemoved`.
//!
//! INVARIANT: a removal is written only after Discord confirmed it (403 or 404), and counts from when it was first
//! noticed, or, where the bot was away, from the last proof of presence (`contact`); whatever proves presence before that ends the doubt, and afterwards cancels the removal.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::bot::Core;
use crate::{
    discord::Happening,
    port::{Batch, Op, VaultError},
    vocab::{GuildId, Timestamp},
};

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

    fn since(&self, guild: GuildId) -> Option<Timestamp> {
        self.state().doubts.get(&guild).map(|doubt| doubt.since)
    }

    /// Tries again later, at most five minutes from now.
    fn postpone(&self, guild: GuildId) {
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

    pub(super) fn is_settled(&self) -> bool {
        self.state().doubts.is_empty()
    }

    fn set_removed(&self, guild: GuildId, since: Option<Timestamp>) {
        let mut state = self.state();
        state.doubts.remove(&guild);
        match since {
            Some(since) => drop(state.removed.insert(guild, since)),
            None => drop(state.removed.remove(&guild)),
        }
    }
}

impl Core {
    /// The bot is in the server: cancels a removal that was written.
    pub(super) async fn guild_present(&self, guild: GuildId) {
        if self.presence.removed(guild).is_none() {
            return;
        }
        match self.write_presence(Op::GuildPresent { guild }).await {
            Ok(()) => self.presence.set_removed(guild, None),
            Err(error) => tracing::error!(%error, "a return to a server could not be written"),
        }
    }

    /// Asks Discord whether the bot was removed, and writes it down if so.
    pub(super) async fn confirm_removal(&self, guild: GuildId) {
        if self.presence.since(guild).is_none() {
            return;
        }
        let answer = self.rest.is_in_guild(guild).await;
        // What proved presence while the question was under way has ended the doubt.
        let Some(since) = self.presence.since(guild) else {
            return;
        };
        match answer {
            Ok(true) => self.presence.trust(guild),
            Ok(false) => match self.write_presence(Op::GuildRemoved { guild, since }).await {
                Ok(()) => {
                    self.presence.set_removed(guild, Some(since));
                    self.members.forget(guild);
                    self.meters.removals.one();
                    tracing::info!("the bot's removal from a server is confirmed");
                }
                Err(error) => {
                    tracing::error!(%error, "a removal could not be written");
                    self.presence.postpone(guild);
                }
            },
            Err(error) => {
                tracing::info!(%error, "a removal could not be confirmed yet");
                self.presence.postpone(guild);
            }
        }
    }

    /// A session begins: servers with data that Discord does not name may have removed the bot since `since`.
    pub(super) async fn compare_guilds(
        &self,
        named: &[GuildId],
        shard: (u64, u64),
        since: Timestamp,
    ) -> Vec<GuildId> {
        let kept = match self.vault.guilds().await {
            Ok(kept) => kept,
            Err(error) => {
                tracing::error!(%error, "servers could not be compared with those in the vault");
                return Vec::new();
            }
        };
        let ours = kept
            .into_iter()
            .map(|(guild, _)| guild)
            .filter(|guild| Happening::is_of_shard(*guild, shard));
        let mut doubted = Vec::new();
        for guild in ours {
            if named.contains(&guild) {
                self.presence.trust(guild);
                self.guild_present(guild).await;
            } else {
                self.presence.doubt(guild, since);
                doubted.push(guild);
            }
        }
        doubted
    }

    pub(super) async fn write_presence(&self, op: Op) -> Result<(), VaultError> {
        let batch = Batch {
            expect: Vec::new(),
            ops: vec![op],
        };
        self.vault.commit(batch, self.clock.now()).await.map(drop)
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
