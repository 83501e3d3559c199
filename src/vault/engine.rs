//! What the vault stands on: bytes by key, in order, and batches that are durable when they return. Here on sled 0.34.7,
//! behind its guards; in `postgres` on a database server.
//!
//! - `flush` does not sync on Linux, so `sync_data` on its log follows each one; otherwise a power cut loses batches. What
//!   it keeps beside the log (`blobs`, `conf`) it syncs as little: `Large` does.
//! - A half-written snapshot (`snap.*.generating`) breaks opening and is removed first; a damaged one is set aside, and so
//!   are damaged settings (`conf`), since the log alone recovers. Damage shows as panics: every call is caught.
//! - A lost tail of the log is silent: a sequence outside tells how many batches there must be. It is written after each
//!   batch, and synced now and then: it may fall behind, never run ahead.
//! - After an error of the disk its `flush` may wait for ever for a write that nobody makes: `Flusher` waits a minute.
//! - Its iterators see batches in the middle: `reading` keeps batches away while one consistent answer is made, and
//!   `lasting` remembers what they replace.
//!
//! INVARIANT: nothing outside this file names sled. What an engine must be is `Engine`, and no more.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs::{self, File},
    io::{Read, Seek, SeekFrom, Write},
    panic::{self, AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Mutex, Once, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    choices::Choices,
    file::{private_file, sync_dir},
    flush::{FLUSH_MAX, Flusher},
    lasting::{Lasting, Readers},
    layout::{self, DbKey},
    ledger::damaged,
    seal,
};
use crate::port::VaultError;

/// How often, and after how long, a lock is tried again while its earlier holder lets go.
pub(super) const LOCK_TRIES: u32 = 100;
pub(super) const LOCK_WAIT: std::time::Duration = std::time::Duration::from_millis(20);

/// Sorted by key; none removes.
pub(super) type Changes = BTreeMap<DbKey, Option<Vec<u8>>>;
pub(super) type Entry = (DbKey, Vec<u8>);
/// What is done with each key and value.
pub(super) type Visit<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> Result<(), VaultError>;

/// The kind of error after which the same reading may be begun again.
pub(super) const RETRY: std::io::ErrorKind = std::io::ErrorKind::ConnectionReset;

/// Something that rows can be read from: the engine, or a draft over it.
pub(super) trait Source {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError>;

    /// The first `limit` entries that start with `prefix`, in order.
    fn scan(&self, prefix: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError>;

    fn any(&self, prefix: &[u8]) -> Result<bool, VaultError> {
        Ok(!self.scan(prefix, 1)?.is_empty())
    }

    /// Visits every entry that starts with `prefix`, in order.
    fn each(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), VaultError> {
        for (key, value) in self.scan(prefix, usize::MAX)? {
            visit(&key, &value)?;
        }
        Ok(())
    }
}

/// Read directly it gives what was applied last.
pub(super) trait Engine: Source + Send + Sync {
    /// Applies all changes at once; they are durable when it returns.
    fn apply(&self, changes: Changes) -> Result<(), VaultError>;

    /// After a batch failed: makes certain whether it is there, and says so; false where only opening anew tells.
    fn settle(&self) -> Result<bool, VaultError> {
        Ok(false)
    }

    /// One consistent state, for as long as it lives.
    fn reading(&self) -> Result<Box<dyn Source + '_>, VaultError>;

    /// The same for work that takes long: others write meanwhile, and it does not see that.
    fn lasting(&self) -> Result<Box<dyn Source + '_>, VaultError> {
        self.reading()
    }

    /// The first `limit` entries from the key `from` on that start with `prefix`, in order.
    fn page(&self, prefix: &[u8], from: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError>;

    /// Whether a read is done before the caller could do anything else meanwhile.
    fn is_near(&self) -> bool;
}

pub(super) struct Sled {
    /// Before the database, which it also holds.
    flusher: Mutex<Flusher>,
    db: Handle,
    log: File,
    large: Large,
    sequence: Mutex<Sequence>,
    choices: Mutex<Choices>,
    gate: RwLock<Readers>,
    /// A batch stands in memory that did not reach the disk: nobody may read it.
    failed: AtomicBool,
}

/// There until it is dropped. With a disk that fails sled panics then too; what it could not sync was not acknowledged.
struct Handle(Option<sled::Db>);

impl Handle {
    fn db(&self) -> Result<&sled::Db, VaultError> {
        self.0.as_ref().ok_or_else(|| damaged("the database"))
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let db = self.0.take();
        if catch_unwind(AssertUnwindSafe(|| drop(db))).is_err() {
            tracing::error!("the database could not be closed; the disk fails");
        }
    }
}

/// Files in which sled puts what is too large for its log, as a page with several long texts. It never syncs them.
struct Large {
    dir: PathBuf,
    synced: Mutex<BTreeSet<OsString>>,
}

/// A number in a file of its own.
pub(super) struct Sequence {
    file: File,
    pub(super) last: u64,
    synced: Instant,
}

/// How long a power cut may set the sequence back.
const SYNC_EVERY: Duration = Duration::from_secs(1);

const CACHE_BYTES: u64 = 64 << 20;

impl Sled {
    /// What it consists of in its directory.
    pub(super) const PARTS: [&str; 2] = ["sled", "sequence"];

    pub(super) fn exists(dir: &Path) -> bool {
        dir.join("sled").join("db").exists()
    }

    /// Opens `dir/sled`, and checks that it holds at least the batches that were acknowledged.
    pub(super) fn open(dir: &Path) -> Result<Self, VaultError> {
        let new = !Self::exists(dir);
        let mut sequence = Sequence::open(&dir.join("sequence"), new)?;
        if new {
            sync_dir(dir)?;
        }
        let home = dir.join("sled");
        let db = Handle(Some(guarded_open(&home)?));
        let log = File::open(home.join("db"))?;
        // Each time, since a start that was killed may have left it to this one.
        File::open(home.join("conf"))?.sync_all()?;
        log.sync_all()?;
        let large = Large::new(home.join("blobs"));
        large.sync()?;
        sync_dir(&home)?;
        sync_dir(dir)?;
        let opened = db.db()?;
        let stored = guarded(|| opened.get(layout::meta("sequence")))?;
        let stored = stored.and_then(|bytes| layout::number(&bytes)).unwrap_or(0);
        if stored < sequence.last {
            return Err(damaged(&format!(
                "the database, of which the last {} batches are missing,",
                sequence.last - stored
            )));
        }
        sequence.last = stored;
        let choices = Choices::open(dir, || {
            guarded(|| {
                let chosen = opened.scan_prefix([layout::SUPPRESSED]);
                let entries =
                    chosen.map(|entry| entry.map(|(key, choice)| (key.to_vec(), choice.to_vec())));
                entries.collect()
            })
        })?;
        let held = opened.clone();
        let flush = move || guarded(|| held.flush()).map(drop);
        let flusher = Mutex::new(Flusher::new(flush, FLUSH_MAX)?);
        Ok(Self {
            flusher,
            db,
            log,
            large,
            sequence: Mutex::new(sequence),
            choices: Mutex::new(choices),
            gate: RwLock::default(),
            failed: AtomicBool::new(false),
        })
    }

    /// What was applied is on disk when it returns.
    fn flushed(&self) -> Result<(), VaultError> {
        let flusher = self.flusher.lock();
        flusher.unwrap_or_else(PoisonError::into_inner).flush()?;
        self.large.sync()?;
        Ok(self.log.sync_data()?)
    }

    /// Whether what is in memory is what is on disk, or about to be.
    fn is_true(&self) -> Result<(), VaultError> {
        if !self.failed.load(Ordering::Acquire) {
            return Ok(());
        }
        Err(VaultError::Io(std::io::Error::other(
            "a write failed, and nothing is read until it is certain what there is; make room or mend the disk, then restart",
        )))
    }

    /// Keeps batches away.
    pub(super) fn still(&self) -> RwLockReadGuard<'_, Readers> {
        self.gate.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps batches and readers away.
    pub(super) fn alone(&self) -> RwLockWriteGuard<'_, Readers> {
        self.gate.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine for Sled {
    fn reading(&self) -> Result<Box<dyn Source + '_>, VaultError> {
        self.is_true()?;
        Ok(Box::new(Reading {
            engine: self,
            _still: self.still(),
        }))
    }

    fn lasting(&self) -> Result<Box<dyn Source + '_>, VaultError> {
        self.is_true()?;
        Ok(Box::new(Lasting::begin(self)))
    }

    fn is_near(&self) -> bool {
        true
    }

    fn page(&self, prefix: &[u8], from: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        let mut all = self.db.db()?.range(from..);
        let mut page = Vec::new();
        while page.len() < limit
            && let Some((key, value)) = guarded(|| all.next().transpose())?
            && key.starts_with(prefix)
        {
            page.push((key.to_vec(), value.to_vec()));
        }
        Ok(page)
    }

    fn apply(&self, changes: Changes) -> Result<(), VaultError> {
        if changes.is_empty() {
            return Ok(());
        }
        let chosen: Vec<Entry> = changes
            .iter()
            .filter(|(key, _)| key.first() == Some(&layout::SUPPRESSED))
            .filter_map(|(key, choice)| Some((key.clone(), choice.clone()?)))
            .collect();
        self.choices
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .append(&chosen)?;
        let mut sequence = self.sequence.lock().unwrap_or_else(PoisonError::into_inner);
        let next = sequence.last + 1;
        let mut alone = self.alone();
        alone.remember(&changes, |key| self.get(key))?;
        let mut batch = sled::Batch::default();
        for (key, value) in changes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch.insert(layout::meta("sequence"), &next.to_be_bytes());
        let db = self.db.db()?;
        let applied = guarded(|| db.apply_batch(batch));
        drop(alone);
        let done = applied
            .and_then(|()| self.flushed())
            .and_then(|()| sequence.write(next));
        self.failed.fetch_or(done.is_err(), Ordering::AcqRel);
        done
    }
}

impl Source for Sled {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let db = self.db.db()?;
        Ok(guarded(|| db.get(key))?.map(|value| value.to_vec()))
    }

    fn scan(&self, prefix: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        self.page(prefix, prefix, limit)
    }

    fn each(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), VaultError> {
        let mut all = self.db.db()?.scan_prefix(prefix);
        while let Some((key, value)) = guarded(|| all.next().transpose())? {
            visit(&key, &value)?;
        }
        Ok(())
    }
}

/// No batch is applied while it lives; it does not wait for one to reach the disk.
struct Reading<'a> {
    engine: &'a Sled,
    _still: RwLockReadGuard<'a, Readers>,
}

impl Source for Reading<'_> {
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

impl Large {
    fn new(dir: PathBuf) -> Self {
        Self {
            dir,
            synced: Mutex::default(),
        }
    }

    /// Those that are new; each is written once, and then only removed.
    fn sync(&self) -> Result<(), VaultError> {
        let mut synced = self.synced.lock().unwrap_or_else(PoisonError::into_inner);
        let mut there = BTreeSet::new();
        let mut new = false;
        for file in fs::read_dir(&self.dir)? {
            let name = file?.file_name();
            if !synced.contains(&name) {
                match File::open(self.dir.join(&name)) {
                    Ok(file) => file.sync_all()?,
                    // Already replaced by a later one.
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(error.into()),
                }
                new = true;
            }
            there.insert(name);
        }
        *synced = there;
        if new {
            sync_dir(&self.dir)?;
        }
        Ok(())
    }
}

impl Sequence {
    pub(super) fn open(path: &Path, new: bool) -> Result<Self, VaultError> {
        let mut file = private_file(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let mut sequence = Self {
            file,
            last: 0,
            synced: Instant::now(),
        };
        match bytes.split_first_chunk::<8>() {
            Some((number, sum)) if seal::checksum(&[number]) == sum => {
                sequence.last = u64::from_be_bytes(*number);
            }
            _ if new => {
                sequence.write(0)?;
                sequence.file.sync_data()?;
            }
            _ => return Err(damaged("the file `sequence`")),
        }
        Ok(sequence)
    }

    pub(super) fn write(&mut self, next: u64) -> Result<(), VaultError> {
        let number = next.to_be_bytes();
        self.file.seek(SeekFrom::Start(0))?;
        self.file
            .write_all(&[number, seal::checksum(&[&number])].concat())?;
        self.last = next;
        if self.synced.elapsed() > SYNC_EVERY {
            self.file.sync_data()?;
            self.synced = Instant::now();
        }
        Ok(())
    }
}

impl Drop for Sequence {
    fn drop(&mut self) {
        // What is not synced is only behind.
        let _ = self.file.sync_data();
    }
}

fn guarded_open(home: &Path) -> Result<sled::Db, VaultError> {
    fs::create_dir_all(home)?;
    set_aside(home, |name| name.ends_with(".generating"))?;
    let open = || {
        sled::Config::new()
            .path(home)
            .cache_capacity(CACHE_BYTES)
            .flush_every_ms(Some(500))
            .open()
    };
    match unlocked(|| guarded(open)) {
        // The log alone recovers.
        Err(VaultError::Damaged { .. }) => {
            set_aside(home, |_| true)?;
            guarded(open)
        }
        opened => opened,
    }
}

/// Waits for an earlier handle in this process: its threads let go of sled's lock only after it was dropped. A second
/// bot cannot be the reason: `open` holds the directory's own lock by now.
fn unlocked(open: impl Fn() -> Result<sled::Db, VaultError>) -> Result<sled::Db, VaultError> {
    for _ in 0..LOCK_TRIES {
        match open() {
            Err(VaultError::Io(error)) if error.to_string().contains("acquire lock") => {
                std::thread::sleep(LOCK_WAIT);
            }
            opened => return opened,
        }
    }
    open()
}

/// Sets aside what the log can do without: snapshots, which only spare reading it, and the settings, which sled does not
/// sync and which are always ours. What is half written is deleted.
fn set_aside(home: &Path, which: impl Fn(&str) -> bool) -> Result<(), VaultError> {
    for file in fs::read_dir(home)? {
        let file = file?;
        let name = file.file_name();
        let name = name.to_string_lossy();
        if (name.starts_with("snap.") || name == "conf") && which(&name) {
            if name.ends_with(".generating") {
                fs::remove_file(file.path())?;
            } else {
                fs::rename(file.path(), home.join(format!("damaged-{name}")))?;
            }
        }
    }
    Ok(())
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// A panic that becomes an error is told by that error, and not by the panic too.
fn told_once() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                tell(panic);
            }
        }));
    });
}

/// Makes damage an error, whether sled tells it or panics.
fn guarded<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, VaultError> {
    told_once();
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(outer);
    match done {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(error))) => Err(VaultError::Io(error)),
        Ok(Err(_)) | Err(_) => Err(damaged("the database")),
    }
}
