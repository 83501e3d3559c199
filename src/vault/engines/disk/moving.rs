//! The way from a database that has grown to a fresh one (`layers` says what stands where meanwhile).
//!
//! ```text
//! sled/db …        the first database
//! sled/N/db …      the one after N moves
//! sled/making/     one that is being made, until it says what it is
//! sled/N.gone/     one that is being deleted; `sled/db.gone` of the first
//! ```
//!
//! 1. A fresh database is made aside, says that it has nothing yet, and gets its name.
//! 2. Entries are copied in order; each slice is one batch with the cursor.
//! 3. With the last the new one says that it is whole. Once that is on disk the old one is deleted.
//!
//! INVARIANT: killed anywhere, the next opening finds every entry and goes on.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    guard::guarded,
    home::Home,
    layers::{Layers, Old, STATE, State, gone},
};
use crate::{
    port::{Trouble, VaultError},
    vault::ground::{fault::damaged, file::sync_dir},
};

/// What is copied before others get their turn.
const SLICE_ENTRIES: usize = 128;
const SLICE_BYTES: usize = 1 << 20;

const MAKING: &str = "making";
const GONE: &str = "gone";

pub(super) struct Moves {
    dir: PathBuf,
    /// How many moves there were.
    number: u64,
    /// Smaller logs are left alone; with 0 it moves without end.
    floor: u64,
    /// A log of this size is left for a fresh one.
    limit: u64,
    /// How many entries had been put when the move began; none when another process began it.
    begun: Option<u64>,
    /// What is deleted when nobody looks into it any more.
    leaving: Option<(u64, Arc<Home>)>,
    /// How many bytes the disk has left.
    room: fn(&Path) -> io::Result<u64>,
}

fn room(dir: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(dir)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// The databases in a directory, by the number of moves before each.
pub(super) fn homes(dir: &Path) -> Result<Vec<u64>, VaultError> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = vec![0];
    for entry in entries {
        let name = entry?.file_name();
        found.extend(name.to_str().and_then(|name| name.parse::<u64>().ok()));
    }
    found.retain(|number| Home::exists(&place(dir, *number)));
    found.sort_unstable();
    Ok(found)
}

fn place(dir: &Path, number: u64) -> PathBuf {
    match number {
        0 => dir.to_owned(),
        number => dir.join(number.to_string()),
    }
}

impl Moves {
    /// Opens what is in `dir`, or makes it.
    pub(super) fn open(dir: &Path, floor: u64) -> Result<(Self, Layers), VaultError> {
        fs::create_dir_all(dir)?;
        sweep(dir)?;
        let mut homes = homes(dir)?;
        let number = homes.pop().unwrap_or(0);
        let mut moves = Self {
            dir: dir.to_owned(),
            number,
            floor,
            limit: floor,
            begun: None,
            leaving: None,
            room,
        };
        let top = Arc::new(Home::open(&place(dir, number))?);
        let old = match (State::of(&top)?, homes.last()) {
            (Some(State::Whole { limit }), _) => {
                moves.limit = limit.max(floor);
                None
            }
            (Some(State::Moving { live, cursor }), Some(before)) => {
                let home = Arc::new(Home::open(&place(dir, *before))?);
                homes.pop();
                Some(Old { home, live, cursor })
            }
            // It never moved.
            (None, None) if number == 0 => None,
            _ => return Err(damaged("the database, of which a part is missing,")),
        };
        for rubbish in homes {
            moves.delete(rubbish)?;
        }
        Ok((moves, Layers { top, old }))
    }

    /// Whether it moves without end, and whatever else goes on.
    pub(super) fn is_restless(&self) -> bool {
        self.floor == 0
    }

    /// Whether there is something left to delete.
    pub(super) fn is_leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// Whether it is time for a fresh database.
    pub(super) fn is_due(&self, layers: &Layers) -> Result<bool, VaultError> {
        Ok(self.is_restless() || layers.top.size()? >= self.limit)
    }

    /// Makes it due, on a disk that has so much room.
    #[cfg(test)]
    pub(super) fn hurry(&mut self, room: fn(&Path) -> io::Result<u64>) {
        (self.limit, self.room) = (0, room);
    }

    /// Makes a fresh database over the one that is there.
    pub(super) fn begin(&mut self, layers: &Layers, put: u64) -> Result<Layers, VaultError> {
        let size = layers.top.size()?;
        // Should this fail, it is tried again when there is more to win.
        self.limit = size / 5 * 6;
        if (self.room)(&self.dir)? < size.saturating_mul(2) {
            let what = "there is too little room on the disk for a copy";
            let told = Trouble::new(what, "make room");
            return Err(told.of_kind(io::ErrorKind::StorageFull).into());
        }
        let making = self.dir.join(MAKING);
        remove(&making)?;
        {
            let fresh = Home::open(&making)?;
            let (db, cursor) = (fresh.db()?, Vec::new());
            guarded(|| db.insert(STATE, State::Moving { live: 0, cursor }.encode()))?;
            fresh.flushed()?;
        }
        sync_dir(&making)?;
        let next = place(&self.dir, self.number + 1);
        remove(&next)?;
        fs::rename(&making, &next)?;
        sync_dir(&self.dir)?;
        let top = Arc::new(Home::open(&next)?);
        self.number += 1;
        self.begun = Some(put);
        Ok(Layers {
            top,
            old: Some(Old {
                home: Arc::clone(&layers.top),
                live: 0,
                cursor: Vec::new(),
            }),
        })
    }

    /// Copies a slice, for whoever keeps batches and readers away. The last one is on disk when it returns.
    pub(super) fn copy(
        &mut self,
        layers: &Layers,
        old: &Old,
        put: u64,
    ) -> Result<Layers, VaultError> {
        let top = &layers.top;
        let Slice { batch, live, until } = Slice::of(layers, old)?;
        let (mut batch, live) = (batch, old.live + live);
        for mark in marks(top, &old.cursor, until.as_deref())? {
            batch.remove(mark);
        }
        let state = if let Some(cursor) = until.clone() {
            State::Moving { live, cursor }
        } else {
            self.limit = self.limit_after(top.size()?, live, put);
            State::Whole { limit: self.limit }
        };
        batch.insert(&STATE, state.encode());
        let to = top.db()?;
        guarded(|| to.apply_batch(batch))?;
        if until.is_none() {
            top.flushed()?;
            self.leaving = Some((self.number - 1, Arc::clone(&old.home)));
        }
        Ok(Layers {
            top: Arc::clone(top),
            old: until.map(|cursor| Old {
                home: Arc::clone(&old.home),
                live,
                cursor,
            }),
        })
    }

    /// When to leave a log that has just become whole. What was put meanwhile may have made it large again; what did
    /// not become small in peace does not become smaller by trying once more.
    fn limit_after(&self, size: u64, live: u64, put: u64) -> u64 {
        let limit = self.floor.max(live / 5 * 12);
        match self.begun {
            Some(begun) if put == begun => limit.max(size / 5 * 6),
            _ => limit,
        }
    }

    /// Deletes the database that was left, if nobody looks into it any more.
    pub(super) fn leave(&mut self) -> Result<(), VaultError> {
        let Some((number, home)) = self.leaving.take() else {
            return Ok(());
        };
        match Arc::try_unwrap(home) {
            Ok(home) => {
                drop(home);
                self.delete(number)
            }
            Err(home) => {
                self.leaving = Some((number, home));
                Ok(())
            }
        }
    }

    fn delete(&self, number: u64) -> Result<(), VaultError> {
        let place = place(&self.dir, number);
        // What is half deleted must not be taken for a database.
        if number == 0 {
            fs::rename(place.join("db"), place.join("db").with_extension(GONE))?;
        } else {
            fs::rename(&place, place.with_extension(GONE))?;
        }
        sync_dir(&self.dir)?;
        sweep(&self.dir)
    }
}

/// What is copied in one batch.
struct Slice {
    batch: sled::Batch,
    /// Bytes of keys and values, also of those that need not be copied.
    live: u64,
    /// Where the next one begins; none after the last.
    until: Option<Vec<u8>>,
}

impl Slice {
    fn of(layers: &Layers, old: &Old) -> Result<Self, VaultError> {
        let mut batch = sled::Batch::default();
        let (mut entries, mut bytes) = (0, 0);
        let mut left = layers.from(&old.cursor)?;
        let until = loop {
            let Some(found) = left.next()? else {
                break None;
            };
            entries += 1;
            bytes += found.key.len() + found.value.len();
            let until = [&found.key, [0].as_slice()].concat();
            if found.is_old {
                batch.insert(found.key, found.value);
            }
            if entries == SLICE_ENTRIES || bytes >= SLICE_BYTES {
                break Some(until);
            }
        };
        Ok(Self {
            batch,
            live: bytes as u64,
            until,
        })
    }
}

/// The marks of removed entries from one key to another, which are of no use once both databases agree.
fn marks(top: &Home, from: &[u8], until: Option<&[u8]>) -> Result<Vec<sled::IVec>, VaultError> {
    let (top, from) = (top.db()?, gone(from));
    let marks = match until {
        Some(until) => top.range(from..gone(until)),
        None => top.range(from..),
    };
    guarded(|| marks.keys().collect())
}

/// Deletes what is half made or half deleted.
fn sweep(dir: &Path) -> Result<(), VaultError> {
    remove(&dir.join(MAKING))?;
    let first = dir.join("db").with_extension(GONE);
    let is_first_gone = first.exists();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let is_gone = path.extension().is_some_and(|ending| ending == GONE);
        let is_old = is_first_gone && (path.is_file() || path.ends_with("blobs"));
        if path != first && (is_gone || is_old) {
            remove(&path)?;
        }
    }
    remove(&first)
}

fn remove(path: &Path) -> Result<(), VaultError> {
    let done = match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(path),
        done => done,
    };
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
