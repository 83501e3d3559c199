//! The virtual clock: it starts at the machine's time and then stands still until somebody moves it.
//!
//! Standing still is what makes a test repeatable, and what lets a bot that answers in real time always be in time:
//! Discord's deadlines (three seconds, fifteen minutes) are counted on this clock. It never goes back.

use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::{
    port::{Clock, Wall},
    vocab::{Duration, Timestamp},
};

/// Shared by everything that must agree on the time: the sandbox, the bot's runtime, a scenario.
#[derive(Debug)]
pub struct VirtualClock {
    now_ms: watch::Sender<i64>,
}

impl VirtualClock {
    /// A clock that shows the machine's time now, in whole milliseconds.
    #[must_use]
    pub fn at_present() -> Self {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self::at(Timestamp(
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        ))
    }

    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self {
            now_ms: watch::Sender::new(now.0),
        }
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp(*self.now_ms.borrow())
    }

    /// What it shows, for who waits for a change.
    pub(super) fn watch(&self) -> watch::Receiver<i64> {
        self.now_ms.subscribe()
    }

    /// Moves the clock forward and tells the new time. Time does not go back: a negative duration moves nothing.
    #[expect(clippy::must_use_candidate, reason = "moving the clock is the point")]
    pub fn advance(&self, by: Duration) -> Timestamp {
        let step = by.ms.max(0);
        self.now_ms
            .send_modify(|now| *now = now.saturating_add(step));
        self.now()
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        Self::now(self)
    }
}

impl Wall for VirtualClock {
    fn elapsed(&self) -> Duration {
        self.now().since(Timestamp(0))
    }
}
