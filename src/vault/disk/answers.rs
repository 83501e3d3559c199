//! Tells whoever waits for a batch that it is on disk. One flush serves all that was applied before it began, and others
//! are applied meanwhile.

use std::{io, sync::mpsc, thread};

use crate::{
    port::VaultError,
    vault::engine::{Told, again},
};

pub(super) struct Answers {
    ask: Option<mpsc::Sender<Told>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Answers {
    /// `settle` puts on disk what was applied before it is called.
    pub(super) fn new(
        settle: impl Fn() -> Result<(), VaultError> + Send + 'static,
    ) -> Result<Self, VaultError> {
        let (ask, asked) = mpsc::channel::<Told>();
        let work = move || {
            while let Ok(first) = asked.recv() {
                let all: Vec<Told> = std::iter::once(first).chain(asked.try_iter()).collect();
                let done = settle();
                for told in all {
                    told(done.as_ref().map_err(again).copied());
                }
            }
        };
        let thread = thread::Builder::new().name("answers".to_owned());
        Ok(Self {
            ask: Some(ask),
            thread: Some(thread.spawn(work)?),
        })
    }

    pub(super) fn when_settled(&self, told: Told) {
        let left = match &self.ask {
            Some(ask) => ask.send(told).err().map(|unsent| unsent.0),
            None => Some(told),
        };
        if let Some(told) = left {
            let stopped = io::Error::other("the database has stopped; restart candor");
            told(Err(stopped.into()));
        }
    }
}

/// Waits until all are told.
impl Drop for Answers {
    fn drop(&mut self) {
        drop(self.ask.take());
        if let Some(thread) = self.thread.take() {
            // One that panicked has told so already.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };

    use super::*;

    #[test]
    fn who_asks_while_it_settles_is_told_after_the_next_time() {
        let rounds = Arc::new(AtomicU32::new(0));
        let ((begun, begins), (go, wait)) = (mpsc::channel::<()>(), mpsc::channel::<()>());
        let counted = Arc::clone(&rounds);
        let settle = move || {
            begun.send(()).unwrap();
            wait.recv().unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        let answers = Answers::new(settle).unwrap();
        let (tell, told) = mpsc::channel();
        let ask = || {
            let (tell, rounds) = (tell.clone(), Arc::clone(&rounds));
            answers.when_settled(Box::new(move |done| {
                done.unwrap();
                tell.send(rounds.load(Ordering::SeqCst)).unwrap();
            }));
        };
        ask();
        begins.recv().unwrap();
        ask();
        ask();
        go.send(()).unwrap();
        begins.recv().unwrap();
        go.send(()).unwrap();
        drop(answers);
        let told: Vec<u32> = told.try_iter().collect();
        assert_eq!(told, [1, 2, 2], "the later two together");
    }

    #[test]
    fn all_are_told_what_went_wrong() {
        let answers = Answers::new(|| Err(io::Error::other("no room").into())).unwrap();
        let (tell, told) = mpsc::channel();
        answers.when_settled(Box::new(move |done| tell.send(done).unwrap()));
        let error = told.recv().unwrap().unwrap_err();
        assert!(error.to_string().ends_with("no room"), "{error}");
    }
}
