//! The virtual clock: it starts at the machine's time and then stands still until somebody moves it.
//!
//! Standing still is what makes a test repeatable, and what lets a bot that answers in real time always be in time:
//! Discord's deadlines (three seconds, fifteen minutes) are counted on this clock. It never goes back.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{
    port::{Clock, Wall},
    vocab::{Duration, Timestamp},
};

/// Shared by everything that must agree on the time: the sandbox, the bot's runtime, a scenario.
#[derive(Debug)]
pub struct VirtualClock {
    now_ms: AtomicI64,
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
    pub const fn at(now: Timestamp) -> Self {
        Self {
            now_ms: AtomicI64::new(now.0),
        }
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp(self.now_ms.load(Ordering::SeqCst))
    }

    /// Moves the clock forward and tells the new time. Time does not go back: a negative duration moves nothing.
    pub fn advance(&self, by: Duration) -> Timestamp {
        let step = by.ms.max(0);
        let before = self.now_ms.fetch_add(step, Ordering::SeqCst);
        Timestamp(before).plus(Duration { ms: step })
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
