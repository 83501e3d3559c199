//! Jobs of one server run one after the other; servers run side by side.
//!
//! INVARIANT: bounded: whoever adds a job waits while as many as allowed are under way, and with it the gateway. A job
//! that panics ends alone.

use std::{
    collections::{HashMap, VecDeque},
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::FutureExt as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::progress::{Busy, Progress};
use crate::vocab::{GuildId, UserId};

/// Jobs waiting or under way, all lanes together.
const JOBS_MAX: usize = 2_048;

/// What keeps an order of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Lane {
    Guild(GuildId),
    /// Direct messages with a person.
    Person(UserId),
}

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Job {
    work: Work,
    _room: Option<OwnedSemaphorePermit>,
    _busy: Busy,
}

#[derive(Clone)]
pub(super) struct Lanes {
    /// A lane stands here as long as it has a worker.
    queues: Arc<Mutex<HashMap<Lane, VecDeque<Job>>>>,
    room: Arc<Semaphore>,
    progress: Progress,
}

impl Lanes {
    pub(super) fn new(progress: Progress) -> Self {
        Self {
            queues: Arc::default(),
            room: Arc::new(Semaphore::new(JOBS_MAX)),
            progress,
        }
    }

    /// Adds a job behind those of its lane, once there is room.
    pub(super) async fn push(&self, lane: Lane, work: impl Future<Output = ()> + Send + 'static) {
        let job = Job {
            work: Box::pin(work),
            // The semaphore is never closed.
            _room: Arc::clone(&self.room).acquire_owned().await.ok(),
            _busy: self.progress.busy(),
        };
        let mut queues = self.queues();
        if let Some(queue) = queues.get_mut(&lane) {
            queue.push_back(job);
            return;
        }
        queues.insert(lane, VecDeque::new());
        drop(queues);
        let lanes = self.clone();
        tokio::spawn(async move {
            let mut next = Some(job);
            while let Some(job) = next {
                // The guards of the job end with this scope, after its work.
                let Job { work, _room, _busy } = job;
                if AssertUnwindSafe(work).catch_unwind().await.is_err() {
                    tracing::error!("a handler broke off; this is a mistake in candor");
                }
                next = lanes.next(lane);
            }
        });
    }

    fn next(&self, lane: Lane) -> Option<Job> {
        let mut queues = self.queues();
        let job = queues.get_mut(&lane)?.pop_front();
        if job.is_none() {
            queues.remove(&lane);
        }
        job
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<Lane, VecDeque<Job>>> {
        // Held for single operations on the map only, which leave it whole.
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn a_lane_keeps_its_order_and_does_not_hold_up_another() {
        let progress = Progress::default();
        let lanes = Lanes::new(progress.clone());
        let (gate, log) = (Arc::new(Notify::new()), Arc::new(Mutex::new(Vec::new())));
        let slow = Lane::Guild(GuildId(1));
        for n in 0..3 {
            let (gate, log) = (Arc::clone(&gate), Arc::clone(&log));
            lanes
                .push(slow, async move {
                    if n == 0 {
                        gate.notified().await;
                    }
                    log.lock().unwrap().push(n);
                })
                .await;
        }
        let (opener, other) = (Arc::clone(&gate), Arc::clone(&log));
        lanes
            .push(Lane::Guild(GuildId(2)), async move {
                other.lock().unwrap().push(9);
                opener.notify_one();
            })
            .await;
        progress.until(|state| state.busy == 0).await;
        assert_eq!(*log.lock().unwrap(), [9, 0, 1, 2]);
        assert!(lanes.queues().is_empty());
    }

    #[tokio::test]
    async fn a_job_that_panics_ends_alone() {
        let progress = Progress::default();
        let lanes = Lanes::new(progress.clone());
        let lane = Lane::Person(UserId(1));
        let ran = Arc::new(Notify::new());
        let told = Arc::clone(&ran);
        lanes.push(lane, async { panic!("on purpose") }).await;
        lanes.push(lane, async move { told.notify_one() }).await;
        ran.notified().await;
        progress.until(|state| state.busy == 0).await;
    }
}
