//! Waits for the engine to flush, but not for ever: it does so on a thread of its own, which can be left behind.

use std::{io, sync::mpsc, time::Duration};

use super::worker::Worker;
use crate::port::VaultError;

pub(super) struct Flusher {
    worker: Worker<mpsc::SyncSender<Result<(), VaultError>>>,
    limit: Duration,
}

/// No disk that works takes that long.
pub(super) const FLUSH_MAX: Duration = Duration::from_mins(1);

impl Flusher {
    pub(super) fn new(
        flush: impl Fn() -> Result<(), VaultError> + Send + 'static,
        limit: Duration,
    ) -> Result<Self, VaultError> {
        let worker = Worker::new(
            "flush",
            move |asked: mpsc::Receiver<mpsc::SyncSender<_>>| {
                for reply in asked {
                    // Whoever asked may have waited long enough.
                    let _ = reply.send(flush());
                }
            },
        );
        Ok(Self {
            worker: worker?,
            limit,
        })
    }

    pub(super) fn flush(&mut self) -> Result<(), VaultError> {
        let (reply, answer) = mpsc::sync_channel(1);
        if self.worker.ask(reply).is_ok()
            && let Ok(done) = answer.recv_timeout(self.limit)
        {
            return done;
        }
        self.worker.leave_behind();
        Err(VaultError::Io(io::Error::new(
            io::ErrorKind::TimedOut,
            "the disk does not finish a write",
        )))
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
