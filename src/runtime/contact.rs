//! When Discord's events were last known to arrive: the last proof of who was where.
//!
//! INVARIANT: a proof is never later than the last moment before an interruption; a new session asks for it before it
//! counts as one itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    discord::Connected,
    sabotage::{Saboteur, off},
    vocab::{GuildId, Timestamp},
};

#[derive(Default)]
pub(super) struct Contact {
    gateway: OnceLock<(Arc<AtomicU64>, Connected)>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By number of the shard.
    proofs: BTreeMap<u64, Timestamp>,
    /// How many shards there are, once the first told.
    shards: Option<u64>,
    /// The last look, and which were connected then.
    looked: Option<(Timestamp, BTreeSet<u64>)>,
    /// Servers whose events may have been missed, and since when.
    away: BTreeMap<GuildId, Timestamp>,
}

impl Contact {
    /// What the gateway tells of itself: dispatches received, and shards that are connected.
    pub(super) fn watch(&self, received: Arc<AtomicU64>, connected: Connected) {
        // Done once, when the only gateway is opened.
        let _ = self.gateway.set((received, connected));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Single operations on maps, which leave them whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks which shards are connected; `taken` is how many dispatches were taken. One that was connected at the last
    /// look too proves that one; `exactly`, it proves this one, which suits whoever knows that nothing happens meanwhile.
    pub(super) fn look(&self, now: Timestamp, taken: u64, exactly: bool) {
        let Some((received, connected)) = self.gateway.get() else {
            return;
        };
        let open = connected
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        // A new session that is not taken yet is no proof.
        let is_taken = received.load(Ordering::SeqCst) == taken;
        let mut state = self.state();
        let looked = state.looked.replace((now, open.clone()));
        for shard in open.iter().filter(|_| is_taken) {
            let proof = match &looked {
                _ if exactly => now,
                Some((at, before)) if before.contains(shard) => *at,
                _ => continue,
            };
            let last = state.proofs.entry(*shard).or_insert(proof);
            *last = proof.max(*last);
        }
    }

    /// A session begins. Since when its servers' events may have been missed: `before` at first.
    pub(super) fn begin(
        &self,
        (shard, shards): (u64, u64),
        guilds: &[GuildId],
        now: Timestamp,
        before: Option<Timestamp>,
    ) -> Timestamp {
        let mut state = self.state();
        let last = state.proofs.insert(shard, now).or(before);
        let since = last.map_or(now, |last| last.min(now));
        state.shards = Some(shards.max(1));
        for guild in guilds {
            state.away.entry(*guild).or_insert(since);
        }
        drop(state);
        if let Some((_, connected)) = self.gateway.get() {
            let mut open = connected.lock().unwrap_or_else(PoisonError::into_inner);
            open.insert(shard);
        }
        since
    }

    /// Events of the server are missed from now on.
    pub(super) fn lose(&self, guild: GuildId, now: Timestamp) {
        self.state().away.entry(guild).or_insert(now);
    }

    /// Whether nothing is heard of the server now, as during an outage, when Discord refuses what it is asked for there.
    pub(super) fn is_away(&self, guild: GuildId) -> bool {
        missed(self.state().away.contains_key(&guild))
    }

    /// Whether nothing is heard of some server now.
    pub(super) fn is_any_away(&self) -> bool {
        missed(!self.state().away.is_empty())
    }

    /// The server is back: since when its events may have been missed, if they may.
    pub(super) fn regain(&self, guild: GuildId) -> Option<Timestamp> {
        self.state().away.remove(&guild)
    }

    /// When the events of all shards last arrived; none as long as some shard has not begun.
    pub(super) fn proof(&self) -> Option<Timestamp> {
        let state = self.state();
        let all = state.shards == Some(state.proofs.len() as u64);
        state.proofs.values().min().copied().filter(|_| all)
    }
}

fn missed(is_away: bool) -> bool {
    is_away && !off(Saboteur::Outage)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: GuildId = GuildId(1);

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000)
    }

    #[test]
    fn a_proof_is_from_before_the_interruption() {
        let contact = Contact::default();
        let (received, connected) = (Arc::new(AtomicU64::new(1)), Connected::default());
        contact.watch(Arc::clone(&received), Arc::clone(&connected));
        let since = contact.begin((0, 1), &[GUILD], at(100), Some(at(40)));
        assert_eq!(since, at(40), "the last process");
        assert_eq!(contact.regain(GUILD), Some(at(40)));
        assert_eq!(contact.regain(GUILD), None);
        for second in 101..=110 {
            contact.look(at(second), 1, false);
        }
        assert_eq!(contact.proof(), Some(at(109)));
        connected.lock().unwrap().clear();
        contact.look(at(111), 1, false);
        contact.look(at(112), 1, false);
        // Connected again, by a session that is received and not taken.
        received.store(2, Ordering::SeqCst);
        connected.lock().unwrap().insert(0);
        contact.look(at(113), 1, false);
        contact.look(at(114), 1, false);
        assert_eq!(
            contact.begin((0, 1), &[GUILD], at(115), Some(at(40))),
            at(109)
        );
    }

    #[test]
    fn every_shard_has_to_have_begun() {
        let contact = Contact::default();
        assert_eq!(contact.begin((0, 2), &[], at(5), None), at(5));
        assert_eq!(contact.proof(), None);
        contact.begin((1, 2), &[], at(9), None);
        assert_eq!(contact.proof(), Some(at(5)));
    }
}
