//! One sled database in its directory, behind the guards that sled 0.34.7 needs.
//!
//! - `flush` does not sync on Linux, so `sync_data` on its log follows each one; otherwise a power cut loses batches. What
//!   it keeps beside the log (`blobs`, `conf`) it syncs as little: `Large` does.
//! - A half-written snapshot (`snap.*.generating`) breaks opening and is removed first; a damaged one is set aside, and so
//!   are damaged settings (`conf`), since the log alone recovers.
//! - After an error of the disk its `flush` may wait for ever for a write that nobody makes: `Flusher` waits a minute.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{self, File},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::{
    flush::{FLUSH_MAX, Flusher},
    guard::guarded,
};
use crate::{
    port::VaultError,
    vault::ground::{
        fault::damaged,
        file::sync_dir,
        lock::{LOCK_TRIES, LOCK_WAIT},
    },
};

const CACHE_BYTES: u64 = 64 << 20;

pub(super) struct Home {
    /// Before the database, which it also holds.
    flusher: Mutex<Flusher>,
    db: Handle,
    log: File,
    large: Large,
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

impl Home {
    pub(super) fn exists(dir: &Path) -> bool {
        dir.join("db").exists()
    }

    /// Opens the database in `dir`, or makes it; what is there is on disk when it returns.
    pub(super) fn open(dir: &Path) -> Result<Self, VaultError> {
        let db = Handle(Some(guarded_open(dir)?));
        let log = File::open(dir.join("db"))?;
        // Each time, since a start that was killed may have left it to this one.
        File::open(dir.join("conf"))?.sync_all()?;
        log.sync_all()?;
        let large = Large::new(dir.join("blobs"));
        large.sync()?;
        sync_dir(dir)?;
        let held = db.db()?.clone();
        let flush = move || guarded(|| held.flush()).map(drop);
        Ok(Self {
            flusher: Mutex::new(Flusher::new(flush, FLUSH_MAX)?),
            db,
            log,
            large,
        })
    }

    pub(super) fn db(&self) -> Result<&sled::Db, VaultError> {
        self.db.db()
    }

    /// How large its log is.
    pub(super) fn size(&self) -> Result<u64, VaultError> {
        Ok(self.log.metadata()?.len())
    }

    /// What was applied is on disk when it returns.
    pub(super) fn flushed(&self) -> Result<(), VaultError> {
        let flusher = self.flusher.lock();
        flusher.unwrap_or_else(PoisonError::into_inner).flush()?;
        self.large.sync()?;
        Ok(self.log.sync_data()?)
    }
}

/// Files in which sled puts what is too large for its log, as a page with several long texts. It never syncs them.
struct Large {
    dir: PathBuf,
    synced: Mutex<BTreeSet<OsString>>,
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
            unlocked(|| guarded(open))
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
