//! What Discord is to be asked for: people who may have left, or returned, while nobody looked (`departure`), and channels
//! that may be deleted (`channels`).

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Notify;

use super::progress::{Busy, Progress};
use crate::vocab::{ChannelId, GuildId, Timestamp, UserId};

/// The longest pause between two questions about the same.
const NEXT_TRY_MAX: Duration = Duration::from_mins(5);

pub(super) type Member = (GuildId, UserId);

/// A channel, and the server of the rows that go with it; none for rows that belong to no server.
pub(super) type Place = (Option<GuildId>, ChannelId);

pub(super) struct Doubts<K> {
    doubts: Mutex<BTreeMap<K, Doubt>>,
    pub(super) more: Notify,
}

/// What may be gone, or back.
struct Doubt {
    since: Timestamp,
    /// What the vault has.
    is_gone: bool,
    tries: u32,
    next_try: Instant,
    /// Until it was asked for once.
    busy: Option<Busy>,
}

impl<K> Default for Doubts<K> {
    fn default() -> Self {
        Self {
            doubts: Mutex::default(),
            more: Notify::default(),
        }
    }
}

impl<K: Ord + Copy> Doubts<K> {
    fn doubts(&self) -> MutexGuard<'_, BTreeMap<K, Doubt>> {
        // Single operations on the map, which leave it whole.
        self.doubts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn doubt(&self, what: K, since: Timestamp, is_gone: bool, progress: &Progress) {
        self.doubts().entry(what).or_insert_with(|| Doubt {
            since,
            is_gone,
            tries: 0,
            next_try: Instant::now(),
            busy: Some(progress.busy()),
        });
        self.more.notify_waiters();
    }

    /// It is told how it is, or nobody needs to know any more.
    pub(super) fn trust(&self, what: K) {
        self.doubts().remove(&what);
    }

    /// The bot left the server: nobody can be asked about what is in it.
    pub(super) fn forget(&self, is_there: impl Fn(&K) -> bool) {
        self.doubts().retain(|what, _| !is_there(what));
    }

    pub(super) fn is_certain(&self) -> bool {
        self.doubts().is_empty()
    }

    /// All are due now.
    pub(super) fn hurry(&self, progress: &Progress) {
        for doubt in self.doubts().values_mut() {
            doubt.next_try = Instant::now();
            doubt.busy.get_or_insert_with(|| progress.busy());
        }
        self.more.notify_waiters();
    }

    /// Whoever takes one asks once: the next try waits until this one has had its time.
    pub(super) fn take(&self) -> Option<K> {
        let now = Instant::now();
        let mut doubts = self.doubts();
        let (what, doubt) = doubts.iter_mut().find(|(_, doubt)| doubt.next_try <= now)?;
        doubt.next_try = now + NEXT_TRY_MAX;
        Some(*what)
    }

    pub(super) fn since(&self, what: K) -> Option<(Timestamp, bool)> {
        let doubts = self.doubts();
        doubts.get(&what).map(|doubt| (doubt.since, doubt.is_gone))
    }

    pub(super) fn postpone(&self, what: K) {
        if let Some(doubt) = self.doubts().get_mut(&what) {
            doubt.tries += 1;
            let wait = Duration::from_secs(1 << doubt.tries.min(9)).min(NEXT_TRY_MAX);
            doubt.next_try = Instant::now() + wait;
            doubt.busy = None;
        }
    }
}
