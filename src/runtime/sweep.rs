//! Deletes what is due, and looks again into doubtful removals.
//!
//! Driven by the bot's clock, looked at every second of real time, so that a virtual clock may jump. DESIGN's bound,
//! "at most 60 s late", holds with room to spare.

use std::{sync::Arc, time::Duration};

use super::{bot::Core, lane::Lane};

/// How often the clock is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl Core {
    /// Sweeps when something is due.
    pub(super) async fn sweep(&self) {
        let now = self.clock.now();
        let due = match self.vault.next_due().await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "what is due cannot be read");
                return;
            }
        };
        if due.is_none_or(|due| due > now) {
            return;
        }
        match self.vault.sweep(now).await {
            Ok(swept) => {
                self.meters.swept.add(swept.rows);
                self.late_ms
                    .store(swept.late_ms_max, std::sync::atomic::Ordering::Relaxed);
                tracing::debug!(rows = swept.rows, late_ms = swept.late_ms_max, "swept");
            }
            Err(error) => tracing::error!(%error, "what is due could not be deleted"),
        }
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
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(core) = core.upgrade() else {
            return;
        };
        core.sweep().await;
        core.look_into_doubts(false).await;
    }
}
