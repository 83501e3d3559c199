//! The one writer: takes what is waiting, makes one batch of it, and goes on with the next while the engine makes it
//! durable and answers all.
//!
//! INVARIANT: an answer is sent after the ledger and the engine have synced what it acknowledges.
//! INVARIANT: a secret is destroyed when all that was put is durable.
//! INVARIANT: after a failed write nothing is written until it is certain what is there: with a disk after a restart, with
//! a server when it answers again (`go_on`).

use std::{collections::BTreeSet, sync::Arc};

use tokio::sync::{
    mpsc::{self, error::TryRecvError},
    oneshot, watch,
};

use super::{
    Shared,
    deaths::{self, Deaths},
    overlay::Overlay,
    transaction::Transaction,
};
use crate::{
    port::{Batch, Commit, Revision, Swept, Trouble, VaultError, plainly},
    vault::{
        engines::Changes,
        ground::fault::again,
        ledger::seal::Alias,
        rows::{layout, rules},
    },
    vocab::Timestamp,
};

/// Ops that go into one durable batch, about; more would make readers wait.
const GROUP_OPS: usize = 768;

pub(in crate::vault) enum Request {
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

pub(in crate::vault) struct Writer {
    pub(in crate::vault) shared: Arc<Shared>,
    pub(in crate::vault) revision: Revision,
    /// Aliases that may have nothing left.
    pub(in crate::vault) idle: BTreeSet<Alias>,
    pub(in crate::vault) deaths: Deaths,
    pub(super) broken: Option<Broken>,
    /// Whether rows of people who were erased, which nobody can read, are still being deleted. Here, so that nobody waits
    /// for a writer that is gone.
    pub(in crate::vault) deleting: watch::Sender<bool>,
}

/// Why nothing is written.
pub(super) struct Broken {
    error: VaultError,
    /// The engine may find out which batches it has. Of the ledger a restart reads what is there.
    is_engine: bool,
}

type Reply = oneshot::Sender<Result<Commit, VaultError>>;
type Waiting = Vec<(Batch, Timestamp, Reply)>;
type Answers = Vec<(Result<Commit, VaultError>, Reply)>;

/// Each is told what became of its own, unless nothing became of all.
fn answer(answers: Answers, written: &Result<(), VaultError>) {
    for (done, reply) in answers {
        let done = match (written, done) {
            (Err(error), Ok(_)) => Err(again(error)),
            (_, done) => done,
        };
        let _ = reply.send(done);
    }
}

impl Writer {
    pub(in crate::vault) fn new(shared: Arc<Shared>, revision: Revision, deaths: Deaths) -> Self {
        Self {
            shared,
            revision,
            idle: BTreeSet::new(),
            deaths,
            broken: None,
            deleting: watch::Sender::new(false),
        }
    }

    pub(in crate::vault) fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        loop {
            let mut next = match requests.try_recv() {
                Err(TryRecvError::Disconnected) => return,
                Err(TryRecvError::Empty) if self.is_idle() => match requests.blocking_recv() {
                    None => return,
                    next => next,
                },
                next => next.ok(),
            };
            let mut group = Waiting::new();
            let mut ops = 0;
            while let Some(request) = next.take() {
                match request {
                    Request::Commit { batch, now, reply }
                        if batch.ops.iter().any(rules::is_erase) =>
                    {
                        self.commit(std::mem::take(&mut group));
                        self.erase_and_delete(&batch, now, reply);
                    }
                    Request::Commit { batch, now, reply } => {
                        ops += batch.ops.len();
                        group.push((batch, now, reply));
                    }
                    Request::Sweep { now, reply } => {
                        self.commit(std::mem::take(&mut group));
                        // Whoever asked may be gone; the work is done all the same.
                        let _ = reply.send(self.whole(now, |writer| writer.sweep(now)));
                    }
                }
                if ops < GROUP_OPS {
                    next = requests.try_recv().ok();
                }
            }
            self.commit(group);
            self.turn_on();
        }
    }

    /// Answers as soon as those who are erased are nobody any more.
    fn erase_and_delete(&mut self, batch: &Batch, now: Timestamp, reply: Reply) {
        let (commit, doomed) = match self.whole(now, |writer| writer.erase(batch, now)) {
            Ok(erased) => erased,
            Err(error) => {
                let _ = reply.send(Err(error));
                return;
            }
        };
        self.deleting.send_replace(true);
        let _ = reply.send(Ok(commit));
        if let Err(error) = self.finish(|writer| writer.delete_doomed(doomed, now)) {
            tracing::error!(%error, "rows that nobody can read any more are not deleted yet");
        }
        self.deleting.send_replace(false);
    }

    /// Whether there is nothing to do that can wait; does a little of it otherwise.
    fn is_idle(&mut self) -> bool {
        if self.broken.is_some() {
            return true;
        }
        let more = self.shared.engine.tidy().unwrap_or_else(|error| {
            tracing::warn!(%error, "the room that deleted rows took is not given back yet");
            false
        });
        !more && !self.deaths.is_turning()
    }

    /// Goes on with rows that are sealed anew.
    fn turn_on(&mut self) {
        if !self.deaths.is_turning() {
            return;
        }
        if self.broken.is_some() {
            self.deaths.pause();
        } else if let Err(error) = self.turn_some() {
            tracing::error!(%error, "rows cannot be sealed anew; the next sweep tries again");
            self.deaths.pause();
        }
    }

    fn commit(&mut self, group: Waiting) {
        if group.is_empty() {
            return;
        }
        let latest = group.iter().map(|(_, now, _)| *now).max();
        if let Err(error) = self.go_on(latest.unwrap_or(Timestamp(0))) {
            for (_, _, reply) in group {
                let _ = reply.send(Err(again(&error)));
            }
            return;
        }
        let shared = Arc::clone(&self.shared);
        let mut revision = self.revision;
        let mut transaction = Self::transaction(&shared, &mut self.idle, revision, Timestamp(0));
        let mut answers = Answers::with_capacity(group.len());
        for (batch, now, reply) in group {
            transaction.revision = revision + 1;
            transaction.now = now;
            let done = transaction.commit(batch);
            if done.is_ok() {
                revision += 1;
                transaction.overlay.keep();
            } else {
                transaction.overlay.undo();
            }
            answers.push((done, reply));
        }
        let overlay = transaction.overlay;
        match self.put(overlay, revision) {
            Ok(()) => shared.engine.when_durable(Box::new(move |done| {
                answer(answers, &done.map_err(|error| unknown(&error)));
            })),
            Err(error) => answer(answers, &Err(error)),
        }
    }

    /// An empty overlay over the current state.
    pub(in crate::vault) fn transaction<'a, 'w>(
        shared: &'a Shared,
        idle: &'w mut BTreeSet<Alias>,
        revision: Revision,
        now: Timestamp,
    ) -> Transaction<'a, 'w> {
        Transaction {
            shape: &shared.shape,
            ledger: &shared.ledger,
            overlay: Overlay::new(&*shared.engine),
            loose: BTreeSet::new(),
            idle,
            revision,
            now,
        }
    }

    /// Makes an overlay durable.
    pub(in crate::vault) fn write(
        &mut self,
        overlay: Overlay<'_>,
        revision: Revision,
    ) -> Result<(), VaultError> {
        self.put(overlay, revision)?;
        self.durable()
    }

    /// Makes an overlay what everybody reads.
    pub(in crate::vault) fn put(
        &mut self,
        mut overlay: Overlay<'_>,
        revision: Revision,
    ) -> Result<(), VaultError> {
        if revision != self.revision {
            overlay.put(layout::meta("revision"), revision.to_be_bytes());
        }
        let died = overlay.died.filter(|_| self.deaths.here.is_none());
        let mut changes = overlay.into_changes();
        if let Some(at) = died {
            deaths::note(&mut changes, at);
        }
        self.change(changes)?;
        self.revision = revision;
        self.deaths.here = self.deaths.here.or(died);
        Ok(())
    }

    /// Durable when it returns.
    pub(in crate::vault) fn apply(&mut self, changes: Changes) -> Result<(), VaultError> {
        self.change(changes)?;
        self.durable()
    }

    /// First new secrets, on disk; then the changes that need them.
    fn change(&mut self, changes: Changes) -> Result<(), VaultError> {
        let new = self.shared.ledger.write_new();
        new.map_err(|error| self.ledger_broke(&error))?;
        let done = self.shared.engine.put(changes);
        done.map_err(|error| self.engine_broke(&error))
    }

    /// Waits until all that was put is durable.
    pub(in crate::vault) fn durable(&mut self) -> Result<(), VaultError> {
        let done = self.shared.engine.durable();
        done.map_err(|error| self.engine_broke(&error))
    }

    /// Nothing is written any more.
    pub(super) fn ledger_broke(&mut self, error: &VaultError) -> VaultError {
        self.broke(unknown(error), false)
    }

    /// Nothing is written until the engine knows what it has.
    pub(super) fn engine_broke(&mut self, error: &VaultError) -> VaultError {
        let told = if self.shared.engine.is_near() {
            unknown(error)
        } else {
            again(error)
        };
        self.broke(told, true)
    }

    fn broke(&mut self, error: VaultError, is_engine: bool) -> VaultError {
        tracing::error!(%error, "a write failed; nothing is written for now");
        let told = again(&error);
        self.broken = Some(Broken { error, is_engine });
        told
    }

    /// After a failed write: brings the writer to where the engine is, and finishes what was begun.
    fn go_on(&mut self, now: Timestamp) -> Result<(), VaultError> {
        let Some(broken) = &self.broken else {
            return Ok(());
        };
        let shared = Arc::clone(&self.shared);
        if !broken.is_engine || !shared.engine.recover()? {
            return Err(again(&broken.error));
        }
        let revision = shared.engine.get(&layout::meta("revision"))?;
        self.revision = revision.and_then(|n| layout::number(&n)).unwrap_or(0);
        self.deaths = Deaths::open(&shared, now)?;
        self.broken = None;
        self.finish_erasures(now)?;
        tracing::info!("the database answers again; writing goes on");
        Ok(())
    }

    fn whole<T>(
        &mut self,
        now: Timestamp,
        work: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.go_on(now)?;
        work(self)
    }
}

fn unknown(error: &VaultError) -> VaultError {
    let why = match error {
        VaultError::Io(error) => format!(" ({})", plainly(error)),
        _ => String::new(),
    };
    let told = Trouble::new(
        format!("a write failed{why}, and what reached the disk is unknown"),
        "make room or mend the disk, then restart",
    );
    VaultError::Io(told.of_kind(std::io::ErrorKind::Other))
}
