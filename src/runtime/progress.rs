//! How far the bot is, for whoever waits until it has nothing left to do.

use tokio::sync::watch;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    /// Dispatches taken from the gateway; what they ask for is in `busy` by then.
    pub(super) taken: u64,
    /// Jobs begun or waiting.
    pub(super) busy: u64,
    /// Servers announced that have not arrived, or are in an outage.
    pub(super) away: usize,
    /// A session was begun.
    pub(super) ready: bool,
    /// The gateway has ended.
    pub(super) ended: bool,
}

/// Shared by everything that works. Clones tell the same.
#[derive(Debug, Clone)]
pub(super) struct Progress(watch::Sender<State>);

impl Default for Progress {
    fn default() -> Self {
        Self(watch::Sender::new(State::default()))
    }
}

impl Progress {
    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        self.0.send_modify(change);
    }

    /// Counts as busy until dropped.
    pub(super) fn busy(&self) -> Busy {
        self.change(|state| state.busy += 1);
        Busy(self.clone())
    }

    pub(super) fn now(&self) -> State {
        *self.0.borrow()
    }

    pub(super) async fn until(&self, holds: impl FnMut(&State) -> bool) -> State {
        let mut watcher = self.0.subscribe();
        // `self` holds the sender, so the channel cannot close before it holds.
        watcher
            .wait_for(holds)
            .await
            .map_or_else(|_| self.now(), |state| *state)
    }
}

pub(super) struct Busy(Progress);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0
            .change(|state| state.busy = state.busy.saturating_sub(1));
    }
}
