//! Rows in a directory, in sled 0.34.7 (`home` has its guards; damage shows as panics: every call is caught, `guard`).
//!
//! - A lost tail of the log is silent: a sequence outside tells how many batches there must be. It is written after each
//!   flush, and synced now and then: it may fall behind, never run ahead.
//! - Its iterators see batches in the middle: `reading` keeps batches away while one consistent answer is made, and
//!   `lasting` remembers what they replace.
//!
//! INVARIANT: nothing outside this folder names sled. What an engine must be is `Engine`, and no more.

mod answers;
mod flush;
mod guard;
mod home;
mod lasting;
mod layers;
mod moving;
mod worker;

use std::{
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use self::{
    answers::Answers,
    lasting::{Lasting, Readers},
    layers::Layers,
    moving::Moves,
};
use super::{
    Changes, Engine, Entry, Readable, Step, Told, Visit, Walk, choices::Choices, sequence::Sequence,
};
use crate::{
    port::{Trouble, VaultError},
    vault::{
        ground::{fault::damaged, file::sync_dir},
        rows::layout::{self, DbKey},
    },
};

pub(in crate::vault) struct Sled {
    /// Before what it works on.
    answers: Answers,
    store: Arc<Store>,
    moves: Mutex<Moves>,
    choices: Mutex<Choices>,
    gate: RwLock<Readers>,
}

/// What is written, and how far it is on disk.
struct Store {
    /// Only changed behind the gate.
    layers: RwLock<Arc<Layers>>,
    /// How many entries were put since it was opened.
    put: AtomicU64,
    /// The number of the last batch that was put; only changed behind the gate.
    last: AtomicU64,
    /// The number of the last one that is durable.
    sequence: Mutex<Sequence>,
    /// A batch stands in memory that did not reach the disk: nobody may read it.
    failed: AtomicBool,
}

/// Smaller logs are not worth a fresh one.
static FLOOR: AtomicU64 = AtomicU64::new(16 << 20);

/// Lets this process also leave logs that are small for fresh ones, with 0 without end: for harnesses, which have little
/// time.
pub fn compact_from(bytes: u64) {
    FLOOR.store(bytes, Ordering::Relaxed);
}

impl Store {
    fn layers(&self) -> Arc<Layers> {
        let layers = self.layers.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&layers)
    }

    fn replace(&self, layers: Layers) {
        let mut place = self.layers.write().unwrap_or_else(PoisonError::into_inner);
        *place = Arc::new(layers);
    }

    /// Whether somebody still waits for what was put.
    fn is_busy(&self) -> bool {
        let settled = self.sequence.try_lock();
        settled.map_or(true, |sequence| {
            sequence.last < self.last.load(Ordering::Acquire)
        })
    }

    /// What was put is on disk when it returns.
    fn flush(&self) -> Result<(), VaultError> {
        let put = self.last.load(Ordering::Acquire);
        let mut sequence = self.sequence.lock().unwrap_or_else(PoisonError::into_inner);
        if sequence.last >= put {
            return self.is_true();
        }
        let flushed = self.layers().top.flushed();
        self.told(flushed.and_then(|()| sequence.write(put)))
    }

    /// Remembers that something failed.
    fn told<T>(&self, done: Result<T, VaultError>) -> Result<T, VaultError> {
        self.failed.fetch_or(done.is_err(), Ordering::AcqRel);
        done
    }

    /// Whether what is in memory is what is on disk, or about to be.
    fn is_true(&self) -> Result<(), VaultError> {
        if !self.failed.load(Ordering::Acquire) {
            return Ok(());
        }
        let told = Trouble::new(
            "a write failed, and nothing is read until it is certain what there is",
            "make room or mend the disk, then restart",
        );
        Err(VaultError::Io(told.of_kind(std::io::ErrorKind::Other)))
    }
}

impl Sled {
    /// What it consists of in its directory.
    pub(in crate::vault) const PARTS: [&str; 2] = ["sled", "sequence"];

    pub(in crate::vault) fn exists(dir: &Path) -> bool {
        moving::homes(&dir.join("sled")).is_ok_and(|homes| !homes.is_empty())
    }

    /// Opens `dir/sled`, and checks that it holds at least the batches that were acknowledged.
    pub(in crate::vault) fn open(dir: &Path) -> Result<Self, VaultError> {
        Self::open_from(dir, FLOOR.load(Ordering::Relaxed))
    }

    fn open_from(dir: &Path, floor: u64) -> Result<Self, VaultError> {
        let new = !Self::exists(dir);
        let mut sequence = Sequence::open(&dir.join("sequence"), new)?;
        if new {
            sync_dir(dir)?;
        }
        let (moves, layers) = Moves::open(&dir.join("sled"), floor)?;
        sync_dir(dir)?;
        let stored = layers.get(&layout::meta("sequence"))?;
        let stored = stored.and_then(|bytes| layout::number(&bytes)).unwrap_or(0);
        if stored < sequence.last {
            return Err(damaged(&format!(
                "the database, of which the last {} batches are missing,",
                sequence.last - stored
            )));
        }
        sequence.last = stored;
        let chosen = [layout::SUPPRESSED];
        let choices = Choices::open(dir, || layers.page(&chosen, &chosen, usize::MAX))?;
        let store = Arc::new(Store {
            layers: RwLock::new(Arc::new(layers)),
            put: AtomicU64::new(0),
            last: AtomicU64::new(stored),
            sequence: Mutex::new(sequence),
            failed: AtomicBool::new(false),
        });
        let flushing = Arc::clone(&store);
        Ok(Self {
            answers: Answers::new(move || flushing.flush())?,
            store,
            moves: Mutex::new(moves),
            choices: Mutex::new(choices),
            gate: RwLock::default(),
        })
    }

    /// Keeps batches away.
    fn still(&self) -> RwLockReadGuard<'_, Readers> {
        self.gate.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps batches and readers away.
    fn alone(&self) -> RwLockWriteGuard<'_, Readers> {
        self.gate.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opt-outs also stand in a file of their own, on disk when it returns.
    fn note_choices(&self, changes: &Changes) -> Result<(), VaultError> {
        let chosen: Vec<Entry> = changes
            .iter()
            .filter(|(key, _)| key.first() == Some(&layout::SUPPRESSED))
            .filter_map(|(key, choice)| Some((key.clone(), choice.clone()?)))
            .collect();
        let mut choices = self.choices.lock().unwrap_or_else(PoisonError::into_inner);
        choices.append(&chosen)
    }
}

impl Engine for Sled {
    fn put(&self, changes: Changes) -> Result<(), VaultError> {
        if changes.is_empty() {
            return Ok(());
        }
        self.store.is_true()?;
        self.note_choices(&changes)?;
        let mut alone = self.alone();
        alone.remember(&changes, |key| self.get(key))?;
        let next = self.store.last.load(Ordering::Acquire) + 1;
        let sequence = (layout::meta("sequence"), next.to_be_bytes().to_vec());
        let entries = changes.len() as u64;
        self.store.put.fetch_add(entries, Ordering::Relaxed);
        let layers = self.store.layers();
        self.store.told(layers.put(changes, sequence))?;
        self.store.last.store(next, Ordering::Release);
        Ok(())
    }

    fn when_durable(&self, told: Told) {
        self.answers.when_flushed(told);
    }

    fn reading(&self) -> Result<Box<dyn Readable + '_>, VaultError> {
        self.store.is_true()?;
        Ok(Box::new(Reading {
            engine: self,
            _still: self.still(),
        }))
    }

    fn lasting(&self) -> Result<Box<dyn Readable + '_>, VaultError> {
        self.store.is_true()?;
        Ok(Box::new(Lasting::begin(self)))
    }

    fn is_near(&self) -> bool {
        true
    }

    fn page(&self, prefix: &[u8], from: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        self.store.layers().page(prefix, from, limit)
    }

    fn tidy(&self) -> Result<bool, VaultError> {
        self.store.is_true()?;
        let mut moves = self.moves.lock().unwrap_or_else(PoisonError::into_inner);
        if !moves.is_restless() && self.store.is_busy() {
            return Ok(false);
        }
        if moves.is_leaving() {
            return moves.leave().map(|()| true);
        }
        let (layers, put) = (self.store.layers(), self.store.put.load(Ordering::Relaxed));
        if let Some(old) = &layers.old {
            let _alone = self.alone();
            let copied = self.store.told(moves.copy(&layers, old, put))?;
            self.store.replace(copied);
            return Ok(true);
        }
        if !moves.is_due(&layers)? {
            return Ok(false);
        }
        let fresh = moves.begin(&layers, put)?;
        let _alone = self.alone();
        // From here on only what is on top is flushed.
        self.store.flush()?;
        self.store.replace(fresh);
        Ok(true)
    }
}

impl Readable for Sled {
    fn several(&self) -> Option<&dyn Walk> {
        Some(self)
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        self.store.layers().get(key)
    }

    fn scan(&self, prefix: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        self.page(prefix, prefix, limit)
    }

    fn each(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), VaultError> {
        self.walk(prefix, &mut |key, value| {
            if !key.starts_with(prefix) {
                return Ok(ControlFlow::Break(()));
            }
            visit(key, value).map(ControlFlow::Continue)
        })
    }
}

impl Walk for Sled {
    fn walk(&self, from: &[u8], visit: Step<'_>) -> Result<(), VaultError> {
        let layers = self.store.layers();
        let mut all = layers.from(from)?;
        while let Some(found) = all.next()?
            && visit(&found.key, &found.value)?.is_continue()
        {}
        Ok(())
    }

    fn ends(&self, from: &[u8], to: &[u8]) -> Result<Option<(DbKey, DbKey)>, VaultError> {
        let layers = self.store.layers();
        let first = layers.from(from)?.next()?.map(|found| found.key.to_vec());
        let first = first.filter(|first| first.as_slice() < to);
        Ok(first.zip(layers.last(from, to)?))
    }
}

/// No batch is applied while it lives; it does not wait for one to reach the disk.
struct Reading<'a> {
    engine: &'a Sled,
    _still: RwLockReadGuard<'a, Readers>,
}

impl Readable for Reading<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        self.engine.get(key)
    }

    fn scan(&self, prefix: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        self.engine.scan(prefix, limit)
    }

    fn each(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), VaultError> {
        self.engine.each(prefix, visit)
    }
}

#[cfg(test)]
mod tests;
