//! Deletes what is due, and looks again into doubtful removals.
//!
//! Driven by the bot's clock (`trust`), looked at every second of real time, so that a virtual clock may jump. DESIGN's bound,
//! "at most 60 s late", holds with room to spare. What has no due time, as the secrets of those about whom nothing is left,
//! is looked for once a minute, by that clock or by real time.

use std::{
    sync::{Arc, MutexGuard, PoisonError, atomic::Ordering},
    time::Duration,
};

use super::{core::Core, lane::Lane};
use crate::{
    port::{Marks, Swept},
    vocab::{self, Timestamp},
};

/// How often the clock is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many looks, and how much time by the bot's clock, may pass without a sweep.
const LOOKS_MAX: u32 = 60;
const SWEEP_EVERY: vocab::Duration = vocab::Duration::seconds(60);
/// How many looks pass before what Discord did not answer is asked for again.
const RETRY_EVERY: u64 = 60;
/// How old the marks may be.
const MARK_EVERY: vocab::Duration = vocab::Duration::seconds(60);

impl Core {
    /// Whether something waits to be deleted.
    pub(super) async fn is_due(&self) -> bool {
        match self.vault.next_due().await {
            Ok(due) => due.is_some_and(|due| due <= self.clock.now()),
            Err(error) => {
                tracing::error!(%error, "what is due cannot be read");
                false
            }
        }
    }

    /// Deletes what is due, and the secrets that nothing needs any more.
    pub(super) async fn sweep(self: &Arc<Self>) {
        let now = self.clock.now();
        self.waiting.forget(now);
        self.counts.forget(now);
        match self.vault.sweep(now).await {
            Ok(swept) => self.swept(&swept),
            Err(error) => tracing::error!(%error, "what is due could not be deleted"),
        }
        self.tell_reviews().await;
        self.mark(false).await;
    }

    /// The same for somebody who goes on at once: what follows from it is seen to with the next look.
    pub(super) async fn sweep_aside(&self) {
        match self.vault.sweep(self.clock.now()).await {
            Ok(swept) => self.swept_aside().push(swept),
            Err(error) => tracing::error!(%error, "what is due could not be deleted"),
        }
    }

    fn swept_aside(&self) -> MutexGuard<'_, Vec<Swept>> {
        // Single operations on the list, which leave it whole.
        self.swept_aside
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// What was swept, by the bot itself or by its operator, is counted.
    pub(super) fn swept(self: &Arc<Self>, swept: &Swept) {
        self.meters.swept.add(swept.rows);
        self.late_ms.store(swept.late_ms_max, Ordering::Relaxed);
        tracing::debug!(rows = swept.rows, late_ms = swept.late_ms_max, "swept");
        self.given_up(swept.places.iter().copied());
        self.follow(&swept.places);
    }

    /// Tells the next process what time it is, at most once a minute unless `always`.
    pub(super) async fn mark(&self, always: bool) {
        let now = self.clock.now();
        let mut marks = self.marks.lock().await;
        let age = marks.time.map(|time| now.since(time));
        if !always && age.is_some_and(|age| (0..MARK_EVERY.ms).contains(&age.ms)) {
            return;
        }
        // What is in doubt has to be asked about again by the next process, from the same moment on.
        let is_settled =
            self.presence.is_certain() && self.members.is_certain() && self.channels.is_certain();
        let proof = self.contact.proof().filter(|_| is_settled);
        let new = Marks {
            time: Some(now),
            connected: proof.or(marks.connected),
        };
        match self.vault.mark(new).await {
            Ok(()) => *marks = new,
            Err(error) => {
                tracing::error!(%error, "the time could not be marked for the next start");
            }
        }
    }

    /// Notes that events arrive, as far as they do.
    pub(super) fn look_at_gateway(&self, exactly: bool) {
        let taken = self.progress.now().taken;
        self.contact.look(self.clock.now(), taken, exactly);
    }

    /// Asks about doubtful removals again: all of them, or those whose time has come.
    pub(super) async fn look_into_doubts(self: &Arc<Self>, all: bool) {
        for guild in self.presence.doubted(all) {
            let core = Arc::clone(self);
            let work = async move { core.confirm_removal(guild).await };
            self.lanes.push(Lane::Guild(guild), work).await;
        }
    }
}

/// Runs until the bot's core is gone.
pub(super) async fn keep_sweeping(core: std::sync::Weak<Core>) {
    let mut pace = Pace::default();
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(core) = core.upgrade() else {
            return;
        };
        core.look_at_gateway(false);
        let now = core.clock.now();
        let aside = std::mem::take(&mut *core.swept_aside());
        for swept in &aside {
            core.swept(swept);
        }
        if pace.is_time(now) || core.is_due().await {
            core.sweep().await;
            pace = Pace::from(now);
        }
        core.end_everywhere().await;
    }
}

/// Since the last sweep, or the first look.
#[derive(Debug, Default)]
struct Pace {
    looks: u32,
    since: Option<Timestamp>,
}

impl Pace {
    fn from(now: Timestamp) -> Self {
        Self {
            looks: 0,
            since: Some(now),
        }
    }

    /// Whether to sweep although nothing is due.
    fn is_time(&mut self, now: Timestamp) -> bool {
        self.looks += 1;
        let since = *self.since.get_or_insert(now);
        self.looks >= LOOKS_MAX || now.since(since) >= SWEEP_EVERY
    }
}

/// Runs until the bot's core is gone. Apart from sweeps, since it waits for room among the jobs.
pub(super) async fn keep_looking(core: std::sync::Weak<Core>) {
    let mut looks = 0u64;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(core) = core.upgrade() else {
            return;
        };
        core.look_into_doubts(false).await;
        looks += 1;
        if looks.is_multiple_of(RETRY_EVERY) {
            core.take_up_unfinished().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_by_either_clock_is_enough() {
        let start = Timestamp(1_760_000_000_000);
        let mut pace = Pace::default();
        // A virtual clock stands still.
        let looks = (1..=2 * LOOKS_MAX).find(|_| pace.is_time(start));
        assert_eq!(looks, Some(LOOKS_MAX));

        let mut pace = Pace::from(start);
        let soon = start.plus(vocab::Duration::seconds(59));
        assert!(!pace.is_time(soon));
        assert!(pace.is_time(start.plus(SWEEP_EVERY)));
        assert!(!Pace::from(start).is_time(start.plus(vocab::Duration::days(-1))));
    }
}
