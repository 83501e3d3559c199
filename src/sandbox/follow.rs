//! Who goes by the sandbox's clock from another process: told at once when it moves, and waited for.
//!
//! INVARIANT: when `POST /sandbox/clock` is answered, everybody who follows has come back knowing the new time, or has
//! been gone for [`PATIENCE`]. So what somebody does after moving the clock, a bot that follows does by the new time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::watch,
    time::{Instant, timeout, timeout_at},
};

use super::clock::VirtualClock;
use crate::vocab::Timestamp;

/// How long a follower is kept waiting before it is answered that nothing changed.
const HOLD: Duration = Duration::from_secs(20);
/// How long a move waits for a follower that was told and has not come back.
const PATIENCE: Duration = Duration::from_secs(2);

/// By the name each gave itself, what they knew when they last asked.
#[derive(Debug, Clone)]
pub(crate) struct Followers {
    clock: Arc<VirtualClock>,
    known: Arc<Mutex<BTreeMap<String, Timestamp>>>,
    asked: watch::Sender<()>,
}

impl Followers {
    pub(crate) fn new(clock: Arc<VirtualClock>) -> Self {
        Self {
            clock,
            known: Arc::default(),
            asked: watch::channel(()).0,
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Timestamp>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the clock shows something else than the follower knows.
    pub(crate) async fn hold(&self, follower: &str, knows: Timestamp) {
        let mut moved = self.clock.watch();
        self.known().insert(follower.to_owned(), knows);
        self.asked.send_replace(());
        let gone = Gone {
            followers: self,
            follower: Some(follower),
        };
        let news = moved.wait_for(|now| *now != knows.0);
        // The clock outlives its followers; a hold that is over is answered with the same time.
        drop(timeout(HOLD, news).await);
        gone.stays();
    }

    /// Waits until everybody knows what the clock shows now.
    pub(crate) async fn all_told(&self) {
        let now = self.clock.now();
        let mut asked = self.asked.subscribe();
        let until = Instant::now() + PATIENCE;
        loop {
            if self.known().values().all(|knows| *knows >= now) {
                return;
            }
            if timeout_at(until, asked.changed()).await.is_err() {
                self.known().retain(|_, knows| *knows >= now);
                return;
            }
        }
    }
}

/// Forgets a follower whose connection ended while it waited.
struct Gone<'a> {
    followers: &'a Followers,
    follower: Option<&'a str>,
}

impl Gone<'_> {
    fn stays(mut self) {
        self.follower = None;
    }
}

impl Drop for Gone<'_> {
    fn drop(&mut self) {
        if let Some(follower) = self.follower {
            self.followers.known().remove(follower);
            self.followers.asked.send_replace(());
        }
    }
}
