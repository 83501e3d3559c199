//! The one writer: takes what is waiting, makes one durable batch of it, then answers all.
//!
//! INVARIANT: an answer is sent after the ledger and the engine have synced what it acknowledges.
//! INVARIANT: after a failed write nothing is written any more, since what is on disk is then unknown.

use std::{collections::BTreeSet, sync::Arc};

use tokio::sync::{
    mpsc::{self, error::TryRecvError},
    oneshot,
};

use super::{
    engine::{Changes, Draft, Engine},
    generation::{self, Deaths},
    layout,
    ledger::Ledger,
    rules,
    schema::Shape,
    seal::Alias,
    transaction::Transaction,
};
use crate::{
    port::{Batch, Commit, Revision, Swept, VaultError},
    vocab::Timestamp,
};

/// Ops that go into one durable batch, about; more would make readers wait.
const GROUP_OPS: usize = 768;

pub(super) enum Request {
    Commit {
        batch: Batch,
        now: Timestamp,
        reply: oneshot::Sender<Result<Commit, VaultError>>,
    },
    Sweep {
        now: Timestamp,
        reply: oneshot::Sender<Result<Swept, VaultError>>,
    },
}

/// What readers and the writer share.
pub(super) struct Shared {
    pub(super) shape: Shape,
    pub(super) ledger: Ledger,
    pub(super) engine: Box<dyn Engine>,
}

pub(super) struct Writer {
    pub(super) shared: Arc<Shared>,
    pub(super) revision: Revision,
    /// Aliases that may have nothing left.
    pub(super) idle: BTreeSet<Alias>,
    pub(super) deaths: Deaths,
    pub(super) broken: bool,
}

type Waiting = Vec<(
    Batch,
    Timestamp,
    oneshot::Sender<Result<Commit, VaultError>>,
)>;

impl Writer {
    pub(super) fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        loop {
            let mut next = if self.deaths.is_turning() {
                match requests.try_recv() {
                    Err(TryRecvError::Disconnected) => return,
                    next => next.ok(),
                }
            } else {
                match requests.blocking_recv() {
                    None => return,
                    next => next,
                }
            };
            let mut group = Waiting::new();
            let mut ops = 0;
            while let Some(request) = next.take() {
                match request {
                    Request::Commit { batch, now, reply }
                        if batch.ops.iter().any(rules::is_erase) =>
                    {
                        self.commit(std::mem::take(&mut group));
                        let done = self.whole(|writer| writer.erase(&batch, now));
                        // Whoever asked may be gone; the work is done all the same. So below.
                        let _ = reply.send(done);
                    }
                    Request::Commit { batch, now, reply } => {
                        ops += batch.ops.len();
                        group.push((batch, now, reply));
                    }
                    Request::Sweep { now, reply } => {
                        self.commit(std::mem::take(&mut group));
                        let _ = reply.send(self.whole(|writer| writer.sweep(now)));
                    }
                }
                if ops < GROUP_OPS {
                    next = requests.try_recv().ok();
                }
            }
            self.commit(group);
            if self.deaths.is_turning()
                && let Err(error) = self.whole(Self::turn_some)
            {
                tracing::error!(%error, "rows cannot be sealed anew; the next sweep tries again");
                self.deaths.pause();
            }
        }
    }

    fn commit(&mut self, group: Waiting) {
        if group.is_empty() {
            return;
        }
        let shared = Arc::clone(&self.shared);
        let mut revision = self.revision;
        let mut transaction = Self::transaction(&shared, &mut self.idle, revision, Timestamp(0));
        let mut answers = Vec::with_capacity(group.len());
        for (batch, now, reply) in group {
            transaction.revision = revision + 1;
            transaction.now = now;
            let done = if self.broken {
                Err(broken())
            } else {
                transaction.commit(batch)
            };
            if done.is_ok() {
                revision += 1;
                transaction.draft.keep();
            } else {
                transaction.draft.undo();
            }
            answers.push((done, reply));
        }
        let draft = transaction.draft;
        let written = self.write(draft, revision);
        for (done, reply) in answers {
            let done = match (&written, done) {
                (Err(_), Ok(_)) => Err(broken()),
                (_, done) => done,
            };
            let _ = reply.send(done);
        }
    }

    /// An empty draft over the current state.
    pub(super) fn transaction<'a, 'w>(
        shared: &'a Shared,
        idle: &'w mut BTreeSet<Alias>,
        revision: Revision,
        now: Timestamp,
    ) -> Transaction<'a, 'w> {
        Transaction {
            shape: &shared.shape,
            ledger: &shared.ledger,
            draft: Draft::new(&*shared.engine),
            loose: BTreeSet::new(),
            idle,
            revision,
            now,
        }
    }

    /// Makes a draft durable.
    pub(super) fn write(
        &mut self,
        mut draft: Draft<'_>,
        revision: Revision,
    ) -> Result<(), VaultError> {
        if revision != self.revision {
            draft.put(layout::meta("revision"), revision.to_be_bytes());
        }
        let died = draft.died.filter(|_| self.deaths.here.is_none());
        let mut changes = draft.into_changes();
        if let Some(at) = died {
            generation::note(&mut changes, at);
        }
        self.apply(changes)?;
        self.revision = revision;
        self.deaths.here = self.deaths.here.or(died);
        Ok(())
    }

    /// Durable when it returns: first new secrets, then the changes that need them.
    pub(super) fn apply(&mut self, changes: Changes) -> Result<(), VaultError> {
        let Shared { ledger, engine, .. } = &*self.shared;
        let done = ledger.write_new().and_then(|()| engine.apply(changes));
        if let Err(error) = &done {
            tracing::error!(%error, "a write failed; nothing is written any more until a restart");
            self.broken = true;
        }
        done
    }

    fn whole<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        if self.broken {
            return Err(broken());
        }
        match work(self) {
            Err(VaultError::Io(_)) if self.broken => Err(broken()),
            done => done,
        }
    }
}

fn broken() -> VaultError {
    VaultError::Io(std::io::Error::other(
        "a write failed, and what reached the disk is unknown; make room or mend the disk, then restart",
    ))
}
