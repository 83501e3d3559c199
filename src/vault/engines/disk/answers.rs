//! Tells whoever waits for a batch that it is on disk. One flush serves all that was applied before it began, and others
//! are applied meanwhile.

use std::io;

use super::worker::Worker;
use crate::{
    port::{Trouble, VaultError},
    vault::{engines::Told, ground::fault::again},
};

/// Dropped it waits until all are told.
pub(super) struct Answers(Worker<Told>);

impl Answers {
    /// `flush` puts on disk what was applied before it is called.
    pub(super) fn new(
        flush: impl Fn() -> Result<(), VaultError> + Send + 'static,
    ) -> Result<Self, VaultError> {
        let worker = Worker::<Told>::new("answers", move |asked| {
            while let Ok(first) = asked.recv() {
                let all: Vec<Told> = std::iter::once(first).chain(asked.try_iter()).collect();
                let done = flush();
                for told in all {
                    told(done.as_ref().map_err(again).copied());
                }
            }
        });
        Ok(Self(worker?))
    }

    pub(super) fn when_flushed(&self, told: Told) {
        if let Err(told) = self.0.ask(told) {
            let stopped = Trouble::new("the database has stopped", "restart candor");
            told(Err(stopped.of_kind(io::ErrorKind::Other).into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc,
    };

    use super::*;

    #[test]
    fn who_asks_while_it_settles_is_told_after_the_next_time() {
        let rounds = Arc::new(AtomicU32::new(0));
        let ((begun, begins), (go, wait)) = (mpsc::channel::<()>(), mpsc::channel::<()>());
        let counted = Arc::clone(&rounds);
        let flush = move || {
            begun.send(()).unwrap();
            wait.recv().unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        let answers = Answers::new(flush).unwrap();
        let (tell, told) = mpsc::channel();
        let ask = || {
            let (tell, rounds) = (tell.clone(), Arc::clone(&rounds));
            answers.when_flushed(Box::new(move |done| {
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
        answers.when_flushed(Box::new(move |done| tell.send(done).unwrap()));
        let error = told.recv().unwrap().unwrap_err();
        assert!(error.to_string().ends_with("no room"), "{error}");
    }
}
