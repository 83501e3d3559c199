//! Waits for the engine to flush, but not for ever: it does so on a thread of its own, which can be left behind.

use std::{io, sync::mpsc, thread, time::Duration};

use crate::port::VaultError;

pub(super) struct Flusher {
    ask: Option<mpsc::Sender<mpsc::SyncSender<Result<(), VaultError>>>>,
    /// None when it did not come back.
    thread: Option<thread::JoinHandle<()>>,
    limit: Duration,
}

/// No disk that works takes that long.
pub(super) const FLUSH_MAX: Duration = Duration::from_mins(1);

impl Flusher {
    pub(super) fn new(
        flush: impl Fn() -> Result<(), VaultError> + Send + 'static,
        limit: Duration,
    ) -> Result<Self, VaultError> {
        let (ask, asked) = mpsc::channel::<mpsc::SyncSender<_>>();
        let work = move || {
            for reply in asked {
                // Whoever asked may have waited long enough.
                let _ = reply.send(flush());
            }
        };
        let thread = thread::Builder::new().name("flush".to_owned());
        Ok(Self {
            ask: Some(ask),
            thread: Some(thread.spawn(work)?),
            limit,
        })
    }

    pub(super) fn flush(&mut self) -> Result<(), VaultError> {
        let (reply, answer) = mpsc::sync_channel(1);
        let asked = self.ask.as_ref().is_some_and(|ask| ask.send(reply).is_ok());
        if asked && let Ok(done) = answer.recv_timeout(self.limit) {
            return done;
        }
        self.thread = None;
        Err(VaultError::Io(io::Error::new(
            io::ErrorKind::TimedOut,
            "the disk does not finish a write",
        )))
    }
}

impl Drop for Flusher {
    fn drop(&mut self) {
        drop(self.ask.take());
        if let Some(thread) = self.thread.take() {
            // It panics where the engine does, which is told by the next use.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_flush_that_does_not_come_back_is_an_error_and_is_left_behind() {
        let (end, never) = mpsc::channel::<()>();
        let never = Mutex::new(never);
        let flush = move || {
            let _ = never.lock().unwrap().recv();
            Ok(())
        };
        let mut flusher = Flusher::new(flush, Duration::from_millis(1)).unwrap();
        let told = flusher.flush().unwrap_err().to_string();
        assert!(told.ends_with("the disk does not finish a write"), "{told}");
        drop(flusher);
        drop(end);
        let mut flusher = Flusher::new(|| Ok(()), FLUSH_MAX).unwrap();
        flusher.flush().unwrap();
    }
}
