//! A thread that does one thing for whoever asks, and is waited for when its owner goes.

use std::{sync::mpsc, thread};

use crate::port::VaultError;

pub(super) struct Worker<T> {
    ask: Option<mpsc::Sender<T>>,
    /// None when it was left behind.
    thread: Option<thread::JoinHandle<()>>,
}

impl<T: Send + 'static> Worker<T> {
    pub(super) fn new(
        name: &str,
        work: impl FnOnce(mpsc::Receiver<T>) + Send + 'static,
    ) -> Result<Self, VaultError> {
        let (ask, asked) = mpsc::channel();
        let thread = thread::Builder::new().name(name.to_owned());
        Ok(Self {
            ask: Some(ask),
            thread: Some(thread.spawn(move || work(asked))?),
        })
    }

    /// Gives back what nobody takes any more.
    pub(super) fn ask(&self, what: T) -> Result<(), T> {
        match &self.ask {
            Some(ask) => ask.send(what).map_err(|unsent| unsent.0),
            None => Err(what),
        }
    }

    /// It does not come back, and nobody waits for it.
    pub(super) fn leave_behind(&mut self) {
        self.thread = None;
    }
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        drop(self.ask.take());
        if let Some(thread) = self.thread.take() {
            // One that panicked has told so already, or tells at the next use.
            let _ = thread.join();
        }
    }
}
