//! How far long work has come, for whoever waits for it.

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Serialize};

/// Work that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is counted, and what happens to it.
    pub what: Cow<'static, str>,
    pub done: u64,
    /// None where nobody counted.
    pub of: Option<u64>,
}

/// Is told now and then; from any thread.
pub type Watch = Arc<dyn Fn(Progress) + Send + Sync>;

/// Nobody waits.
#[must_use]
pub fn nobody() -> Watch {
    Arc::new(|_| {})
}

/// Counts up, and tells one step of many.
pub(super) struct Count<'a> {
    watch: &'a Watch,
    progress: Progress,
}

/// Steps between two words to whoever waits.
const EVERY: u64 = 256;

impl<'a> Count<'a> {
    pub(super) fn new(watch: &'a Watch, what: &'static str, of: Option<u64>) -> Self {
        let what = Cow::Borrowed(what);
        let progress = Progress { what, done: 0, of };
        Self { watch, progress }
    }

    pub(super) fn step(&mut self) {
        self.progress.done += 1;
        if self.progress.done.is_multiple_of(EVERY) {
            (self.watch)(self.progress.clone());
        }
    }
}
