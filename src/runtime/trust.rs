//! The time by which everything is written and deleted: the machine's clock, as long as it can be believed.
//!
//! Beside the machine's clock stands the time that passed for sure: since the last agreement, and, across restarts,
//! since the time that the vault marked. A clock that is further ahead of that than a day, or further behind what it
//! showed before than seconds, is in doubt. Time then goes on by what passes, until a second source, Discord's `Date`,
//! agrees with the clock; where the two differ, only that is believed which both say has passed.
//!
//! INVARIANT: without an agreement, time is never more than a day ahead of the last agreement and what passed since,
//! and never stands still for longer than `BEHIND_MAX`; it goes back only by an agreement.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::{
    port::{Clock, Wall},
    vocab::{Duration, Timestamp},
};

/// How far the clock may be ahead before a second source is asked: a night's suspension, a slow clock set right.
pub const AHEAD_MAX: Duration = Duration::days(1);
/// How far it may fall behind; well within the minute by which deletions may be late.
pub const BEHIND_MAX: Duration = Duration::seconds(20);
/// How far two clocks that agree may be apart: an answer's way, and the whole seconds it tells.
const APART_MAX: Duration = Duration::seconds(30);

/// Why the machine's clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// By more than a day: deletions by the time it shows are held.
    Ahead,
    /// Deletions go on by the time that passes.
    Behind,
}

/// What the machine's clock shows, and what is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub shows: Timestamp,
    pub believed: Timestamp,
    pub doubt: Option<Doubt>,
}

/// The bot's clock.
pub struct TrustedClock {
    wall: Arc<dyn Wall>,
    state: Mutex<State>,
    doubted: Notify,
}

#[derive(Debug)]
struct State {
    /// What passed for sure since the start. More than a day between two looks is no proof: also that may be a jump.
    passed: Duration,
    elapsed: Duration,
    /// How far the clock was before `passed` when it was last agreed with, and at most since.
    agreed: Duration,
    furthest: Duration,
    believed: Timestamp,
    doubt: Option<Doubt>,
    /// Whether the operator was told of the doubt.
    reported: bool,
}

impl TrustedClock {
    /// `last` is the latest time that was believed by a process before this one; none where there was none.
    #[must_use]
    pub fn new(wall: Arc<dyn Wall>, last: Option<Timestamp>) -> Self {
        let from = last.unwrap_or_else(|| wall.now());
        let agreed = from.since(Timestamp(0));
        let state = State {
            passed: Duration::default(),
            elapsed: wall.elapsed(),
            agreed,
            furthest: agreed,
            believed: from,
            doubt: None,
            reported: false,
        };
        Self {
            wall,
            state: Mutex::new(state),
            doubted: Notify::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Plain numbers, whole at every step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the clock.
    pub fn read(&self) -> Reading {
        let mut state = self.state();
        let before = state.doubt;
        let reading = state.look(&*self.wall);
        if before.is_none() && reading.doubt.is_some() {
            self.doubted.notify_one();
        }
        reading
    }

    /// What is believed.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.read().believed
    }

    /// Waits for a doubt to begin; at once when one began since the last time.
    pub async fn until_doubted(&self) {
        self.doubted.notified().await;
    }

    /// Notes that the operator knows whether there is a doubt; whether that is news.
    pub(super) fn report(&self, doubt: bool) -> bool {
        let mut state = self.state();
        std::mem::replace(&mut state.reported, doubt) != doubt
    }

    /// Ends a doubt as far as the second source, which said `told` just now, allows.
    pub fn hear(&self, told: Timestamp) -> Reading {
        let mut state = self.state();
        let Reading {
            shows,
            believed,
            doubt,
        } = state.look(&*self.wall);
        let apart = shows.since(told).ms.saturating_abs();
        let common = if apart <= APART_MAX.ms {
            shows
        } else {
            shows.min(told).max(believed)
        };
        if doubt.is_some() && common != believed {
            let at = Timestamp(0).plus(state.passed);
            state.agreed = common.since(at);
            state.furthest = state.agreed;
            state.believed = common;
        }
        state.look(&*self.wall)
    }
}

impl State {
    fn look(&mut self, wall: &dyn Wall) -> Reading {
        let (shows, elapsed) = (wall.now(), wall.elapsed());
        let ms = elapsed.ms.saturating_sub(self.elapsed.ms);
        if (0..=AHEAD_MAX.ms).contains(&ms) {
            self.passed.ms = self.passed.ms.saturating_add(ms);
        }
        self.elapsed = elapsed;
        let passed = Timestamp(0).plus(self.passed);
        let offset = shows.since(passed);
        self.doubt = if offset.ms.saturating_sub(self.agreed.ms) > AHEAD_MAX.ms {
            Some(Doubt::Ahead)
        } else if self.furthest.ms.saturating_sub(offset.ms) > BEHIND_MAX.ms {
            Some(Doubt::Behind)
        } else {
            self.furthest = self.furthest.max(offset);
            None
        };
        let time = match self.doubt {
            None => shows,
            Some(_) => passed.plus(self.furthest),
        };
        self.believed = self.believed.max(time);
        Reading {
            shows,
            believed: self.believed,
            doubt: self.doubt,
        }
    }
}

impl Clock for TrustedClock {
    fn now(&self) -> Timestamp {
        Self::now(self)
    }
}

#[cfg(test)]
mod tests;
