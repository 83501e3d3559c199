//! How far long work has come, for whoever waits for it.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, PoisonError},
};

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

/// Counts up, and tells one step of many; in order, whoever of several threads counts.
pub(in crate::vault) struct Count<'a> {
    watch: &'a Watch,
    progress: Mutex<Progress>,
}

/// Steps between two words to whoever waits.
const EVERY: u64 = 256;

impl<'a> Count<'a> {
    pub(in crate::vault) fn new(watch: &'a Watch, what: &'static str, of: Option<u64>) -> Self {
        let what = Cow::Borrowed(what);
        let progress = Progress { what, done: 0, of };
        Self {
            watch,
            progress: Mutex::new(progress),
        }
    }

    pub(in crate::vault) fn step(&self) {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.done += 1;
        if progress.done.is_multiple_of(EVERY) {
            (self.watch)(progress.clone());
        }
    }
}
