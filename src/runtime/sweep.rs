//! Deletes what is due, and looks again into doubtful removals.
//!
//! Driven by the bot's clock (`trust`), looked at every second of real time, so that a virtual clock may jump. DESIGN's bound,
//! "at most 60 s late", holds with room to spare.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use super::{bot::Core, lane::Lane};
use crate::{
    port::{Marks, Swept},
    vocab,
};

/// How often the clock is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many looks may pass without a sweep: the vault also destroys the secrets of those about whom nothing is left,
/// which has no due time.
const LOOKS_MAX: u32 = 60;
/// How old the marks may be.
const MARK_EVERY: vocab::Duration = vocab::Duration::seconds(60);

impl Core {
    /// Whether something waits to be deleted.
    async fn is_due(&self) -> bool {
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
        match self.vault.sweep(now).await {
            Ok(swept) => self.swept(&swept),
            Err(error) => tracing::error!(%error, "what is due could not be deleted"),
        }
        self.mark(false).await;
    }

    /// What was swept, by the bot itself or by its operator, is counted.
    pub(super) fn swept(self: &Arc<Self>, swept: &Swept) {
        self.meters.swept.add(swept.rows);
        self.late_ms.store(swept.late_ms_max, Ordering::Relaxed);
        tracing::debug!(rows = swept.rows, late_ms = swept.late_ms_max, "swept");
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
        let is_settled = self.presence.is_settled() && self.members.is_settled();
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
    for look in (1..=LOOKS_MAX).cycle() {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(core) = core.upgrade() else {
            return;
        };
        core.look_at_gateway(false);
        if look == LOOKS_MAX || core.is_due().await {
            core.sweep().await;
        }
    }
}

/// Runs until the bot's core is gone. Apart from sweeps, since it waits for room among the jobs.
pub(super) async fn keep_looking(core: std::sync::Weak<Core>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(core) = core.upgrade() else {
            return;
        };
        core.look_into_doubts(false).await;
    }
}
