//! What `limit` counts, in memory alone: a restart forgets it.
//!
//! INVARIANT: no more than `TIMES_MAX` times are remembered, all servers together; beyond that the oldest go first.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    port::{Use, Uses},
    vocab::{GuildId, Timestamp},
};

/// All times that are remembered.
const TIMES_MAX: usize = 100_000;

#[derive(Default)]
pub(super) struct Counts(Mutex<Servers>);

#[derive(Default)]
struct Servers {
    /// None for direct messages.
    servers: BTreeMap<Option<GuildId>, Arc<Uses>>,
    /// At least as many as are remembered.
    times: usize,
}

impl Counts {
    /// What is known of a server, as of now.
    pub(super) fn of(&self, guild: Option<GuildId>) -> Arc<Uses> {
        let counts = self.lock();
        let uses = counts.servers.get(&guild);
        uses.cloned().unwrap_or_default()
    }

    pub(super) fn count(&self, guild: Option<GuildId>, used: Vec<Use>, now: Timestamp) {
        if used.is_empty() {
            return;
        }
        let mut counts = self.lock();
        if counts.times + used.len() > TIMES_MAX {
            counts.make_room(now);
        }
        counts.times += used.len();
        let times = Arc::make_mut(counts.servers.entry(guild).or_default());
        for one in used {
            times.count(one, now);
        }
    }

    /// Forgets what counts no more.
    pub(super) fn forget(&self, now: Timestamp) {
        self.lock().forget(|uses| uses.forget(now));
    }

    fn lock(&self) -> MutexGuard<'_, Servers> {
        // Held for single operations only, which leave the map whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Servers {
    fn forget(&mut self, forget: impl Fn(&mut Uses)) {
        for uses in self.servers.values_mut() {
            forget(Arc::make_mut(uses));
        }
        self.servers.retain(|_, uses| uses.all().next().is_some());
        self.times = self.servers.values().map(|uses| uses.all().count()).sum();
    }

    /// A tenth of the room at once, so that it is not looked for again at every event.
    fn make_room(&mut self, now: Timestamp) {
        self.forget(|uses| uses.forget(now));
        let room = TIMES_MAX / 10;
        let Some(over) = (self.times + room)
            .checked_sub(TIMES_MAX)
            .filter(|n| *n > 0)
        else {
            return;
        };
        let mut times: Vec<Timestamp> = self.servers.values().flat_map(|uses| uses.all()).collect();
        let (_, last, _) = times.select_nth_unstable(over - 1);
        let last = *last;
        self.forget(|uses| uses.forget_until(last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        plan::LimitId,
        vocab::{Duration, UserId, Value},
    };

    const SERVER: Option<GuildId> = Some(GuildId(1));

    fn used(user: u64, within: Duration) -> Use {
        Use {
            limit: LimitId(0),
            per: Value::User(UserId(user)),
            within,
        }
    }

    #[test]
    fn times_are_forgotten_when_they_count_no_more() {
        let counts = Counts::default();
        let one = used(7, Duration::seconds(60));
        counts.count(SERVER, vec![one.clone()], Timestamp(0));
        assert_eq!(counts.of(SERVER).times(&one, Timestamp(59_999)), 1);
        assert_eq!(counts.of(SERVER).times(&one, Timestamp(60_000)), 0);
        assert_eq!(counts.of(Some(GuildId(2))).times(&one, Timestamp(1)), 0);
        counts.forget(Timestamp(60_000));
        assert!(counts.lock().servers.is_empty());
    }

    #[test]
    fn what_is_remembered_is_bounded_and_the_oldest_goes_first() {
        let counts = Counts::default();
        let day = Duration::days(1);
        let total = TIMES_MAX + TIMES_MAX / 5;
        for n in 0..total {
            let now = Timestamp(i64::try_from(n).unwrap());
            counts.count(SERVER, vec![used(n as u64, day)], now);
            assert!(counts.lock().times <= TIMES_MAX);
        }
        let now = Timestamp(i64::try_from(total).unwrap());
        let uses = counts.of(SERVER);
        assert_eq!(uses.times(&used(total as u64 - 1, day), now), 1);
        assert_eq!(uses.times(&used(0, day), now), 0);
        assert!(uses.all().count() > TIMES_MAX / 2);
    }
}
