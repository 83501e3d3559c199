//! A bot's data go from one place to another, and stand in exactly one of them at any time.
//!
//! 1. The target says that something is `arriving`. All entries are copied there as they are, sealed (`merge`), and
//!    the small files beside the ledger. Until step 3 the target is noise: no secret is there.
//! 2. The target is opened again, read from beginning to end and compared, and every row is opened.
//! 3. The source's file `leaving` becomes `moved` by one rename. Before it the source counts, after it the target.
//! 4. The ledger is copied to the target, and `arriving` becomes `arrived`. Then the source's ledger is overwritten and
//!    its rows are removed; only then is the target opened.
//!
//! Steps 1 and 2 are begun again by the next `relocate`, and what is there is not sent twice. Step 4 is finished by
//! `settle`, also when the bot starts on the target.
//!
//! INVARIANT: never are secrets in two places while one of them is served; so an erasure reaches every one there is.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    backup,
    check::{self, Depth, check},
    disk::Sled,
    engine::{Changes, Engine, LOCK_TRIES, LOCK_WAIT, Source as _},
    file::{make_private, private_file, sync_dir, wipe},
    key::MasterKey,
    layout,
    ledger::{self, Ledger, damaged},
    merge::{self, Content},
    open,
    place::Place,
    postgres::Postgres,
    progress::{Count, Watch},
    seal,
    writer::Writer,
};
use crate::{plan::Plan, port::VaultError, vocab::Timestamp};

const ARRIVING: &str = "arriving";
/// What it is called until it is whole; by then nothing else stands in the target.
pub(super) const ANNOUNCING: &str = "arriving.new";
const ARRIVED: &str = "arrived";
const LEAVING: &str = "leaving";
const MOVED: &str = "moved";

/// What stands in the target until the source's ledger is gone.
#[derive(Debug, Serialize, Deserialize)]
struct Arrival {
    id: [u8; 16],
    /// The directory of the source's ledger.
    from: PathBuf,
}

/// What stands in the source for good.
#[derive(Debug, Serialize, Deserialize)]
struct Departure {
    id: [u8; 16],
    /// The directory of the target's ledger.
    to: PathBuf,
    /// The target, for people.
    place: String,
    ledger: [u8; 16],
}

/// What went, or would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relocated {
    /// Rows of stores, without settings.
    pub rows: u64,
    pub secrets: usize,
}

/// Whether to change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relocate {
    Look,
    Move,
}

/// Moves everything from one place to the other, or finishes a move between them that was stopped.
///
/// # Errors
/// `Refused` when there is nothing in `from`, something else in `to`, or a process uses either; `Damaged` when a row
/// is, or the target does not give back what it was given; and as the disks and servers say. Until everything was read
/// back from `to`, `from` counts.
pub fn relocate(
    from: &Place,
    to: &Place,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
    how: Relocate,
    watch: &Watch,
) -> Result<Relocated, VaultError> {
    let none = || VaultError::Refused {
        what: format!("there is no data in {}", from.directory().display()),
        help: "name the place that `candor run` was given".to_owned(),
    };
    if !from.directory().is_dir() {
        return Err(none());
    }
    let source = fs::canonicalize(from.directory())?;
    let gone = read::<Departure>(&source.join(MOVED))?;
    if gone.is_none() && !Ledger::exists(&source)? {
        return Err(none());
    }
    if how == Relocate::Look {
        has_room(&source, to.directory())?;
        let (writer, _lock) = from.writer(plan, key, now)?;
        return counted(&writer);
    }
    make_private(to.directory())?;
    let target = fs::canonicalize(to.directory())?;
    let lock = open::lock(&target)?;
    match gone {
        Some(gone) if gone.to == target => {}
        Some(gone) => return Err(has_moved(&gone)),
        None => {
            has_room(&source, &target)?;
            let (writer, _lock) = from.writer(plan, key, now)?;
            let going = Going {
                writer,
                source: &source,
                target: &target,
                to,
            };
            going
                .go(watch)
                .map_err(|error| open::placed(&target, error))?;
        }
    }
    settle(&target)?;
    drop(lock);
    empty(from)?;
    let (writer, _lock) = to.writer(plan, key, now)?;
    counted(&writer)
}

fn counted(writer: &Writer) -> Result<Relocated, VaultError> {
    Ok(Relocated {
        rows: check::count(&open::current(&writer.shared))?,
        secrets: writer.shared.ledger.aliases().len(),
    })
}

/// A move on its way, up to its decision.
struct Going<'a> {
    /// Over the source; nobody else writes there.
    writer: Writer,
    source: &'a Path,
    target: &'a Path,
    to: &'a Place,
}

impl Going<'_> {
    fn go(self, watch: &Watch) -> Result<(), VaultError> {
        let id = self.announce()?;
        let content = self.fill(watch)?;
        self.prove(&content, watch)?;
        self.decide(id)
    }

    fn ledger(&self) -> [u8; 16] {
        self.writer.shared.ledger.id
    }

    fn engine(&self) -> Result<Box<dyn Engine>, VaultError> {
        Ok(match self.to {
            Place::Directory(_) => Box::new(Sled::open(self.target)?),
            Place::Database { address, .. } => {
                Box::new(Postgres::connect_anew(address, self.target)?)
            }
        })
    }

    /// From here on the target is not opened by a bot. Refuses one that has other rows.
    fn announce(&self) -> Result<[u8; 16], VaultError> {
        let id = seal::random::<16>()?;
        let arrival = Arrival {
            id,
            from: self.source.to_owned(),
        };
        let say = || write(self.target, ANNOUNCING, ARRIVING, &arrival);
        // Before there is a database in it, which without a ledger would look like damage.
        let is_new = matches!(self.to, Place::Directory(_)) && !Sled::exists(self.target);
        if is_new {
            say()?;
        }
        let engine = self.engine()?;
        let theirs = engine.get(&layout::meta("ledger"))?;
        let free = match &theirs {
            Some(id) => *id == self.ledger(),
            None => merge::is_empty(&*engine)?,
        };
        if !free {
            drop(engine);
            if let Place::Database { .. } = self.to {
                // It counts another bot's batches.
                remove(&self.target.join("sequence"))?;
            }
            return Err(occupied(&self.to.to_string()));
        }
        if !is_new {
            say()?;
        }
        // Whose the rows are is there before the first of them.
        let ours = (layout::meta("ledger"), Some(self.ledger().to_vec()));
        engine.apply(Changes::from([ours]))?;
        Ok(id)
    }

    fn fill(&self, watch: &Watch) -> Result<Content, VaultError> {
        let rows = open::current(&self.writer.shared).rows()?;
        let engine = self.engine()?;
        let content = merge::merge(&*self.writer.shared.engine, &*engine, rows, watch)?;
        for name in beside(self.source)? {
            let to = self.target.join(&name);
            fs::copy(self.source.join(&name), &to)?;
            private_file(&to)?.sync_all()?;
        }
        sync_dir(self.target)?;
        Ok(content)
    }

    /// What the target gives back, freshly opened, is what the source has; every field opens.
    fn prove(&self, sent: &Content, watch: &Watch) -> Result<(), VaultError> {
        let engine = self.engine()?;
        let wrong = || {
            VaultError::Refused {
            what: format!("{} does not give back what it was given", self.to),
            help: "everything still counts where it was; look after that disk or server, or name another place".to_owned(),
        }
        };
        if merge::content(&*engine, sent.rows, watch)? != *sent {
            return Err(wrong());
        }
        let view = open::view(&self.writer.shared, &*engine);
        let count = Count::new(watch, "rows opened", Some(sent.rows));
        check(&view, Depth::All, |(): &mut (), kept, row, record| {
            count.step();
            view.opened(kept, row, &record)?.map(drop).ok_or_else(wrong)
        })?;
        Ok(())
    }

    /// From here on the target counts.
    fn decide(self, id: [u8; 16]) -> Result<(), VaultError> {
        let departure = Departure {
            id,
            to: self.target.to_owned(),
            place: self.to.at(self.target).to_string(),
            ledger: self.ledger(),
        };
        // A new directory survives a power cut only when the one above it was synced.
        self.target.parent().map_or(Ok(()), sync_dir)?;
        write(self.source, LEAVING, MOVED, &departure)
    }
}

/// Finishes a move to `dir` that was decided. Whoever opens a directory does this first, with its lock.
///
/// # Errors
/// `Refused` when the data has moved away from here, or is not yet here; as the disk says.
pub(super) fn settle(dir: &Path) -> Result<(), VaultError> {
    if let Some(arrival) = read::<Arrival>(&dir.join(ARRIVING))? {
        let from = &arrival.from;
        match read::<Departure>(&from.join(MOVED))? {
            Some(gone) if gone.id == arrival.id => {
                let _lock = open::lock(from)?;
                ledger::copy(from, dir)?;
                remove(&dir.join(MOVED))?;
                fs::rename(dir.join(ARRIVING), dir.join(ARRIVED))?;
                sync_dir(dir)?;
            }
            _ => {
                return Err(VaultError::Refused {
                    what: format!(
                        "data is being moved to {} from {}, and still counts there",
                        dir.display(),
                        from.display()
                    ),
                    help: "run `candor data copy` again to finish that, or go on with the data there and delete what is here".to_owned(),
                });
            }
        }
    }
    if let Some(arrival) = read::<Arrival>(&dir.join(ARRIVED))? {
        let from = &arrival.from;
        if !from.is_dir() {
            return Err(VaultError::Refused {
                what: format!(
                    "secrets may still be in {}, which is not there to be overwritten",
                    from.display()
                ),
                help: format!(
                    "make it reachable; if you have destroyed it, delete {}",
                    dir.join(ARRIVED).display()
                ),
            });
        }
        let _lock = open::lock(from)?;
        leave(from, dir)?;
        remove(&dir.join(ARRIVED))?;
    }
    match read::<Departure>(&dir.join(MOVED))? {
        Some(gone) => Err(has_moved(&gone)),
        None => remove(&dir.join(LEAVING)),
    }
}

/// Whether data has moved away from here.
pub(super) fn departed(dir: &Path) -> Result<bool, VaultError> {
    Ok(read::<Departure>(&dir.join(MOVED))?.is_some())
}

/// Overwrites the secrets in a directory whose data has moved, and removes what stands in the target now.
fn leave(dir: &Path, target: &Path) -> Result<(), VaultError> {
    for name in ledger::FILES {
        wipe(&dir.join(name))?;
    }
    for name in beside(dir)? {
        if target.join(&name).exists() {
            remove(&dir.join(name))?;
        }
    }
    let rows = dir.join("sled");
    for left in (0..LOCK_TRIES).rev() {
        // The engine's threads let go of their files only after it was dropped.
        match fs::remove_dir_all(&rows) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            Err(error) if left == 0 => return Err(error.into()),
            Err(_) => thread::sleep(LOCK_WAIT),
            Ok(()) => break,
        }
    }
    for name in ["sequence", "choices"] {
        remove(&dir.join(name))?;
    }
    Ok(())
}

/// Takes the rows out of the database they have moved from. Nobody can open them any more.
fn empty(from: &Place) -> Result<(), VaultError> {
    let Place::Database { address, ledger } = from else {
        return Ok(());
    };
    let Some(gone) = read::<Departure>(&ledger.join(MOVED))? else {
        return Ok(());
    };
    let _lock = open::lock(ledger)?;
    let engine = Postgres::connect_anew(address, ledger)?;
    // Somebody may have put another bot there by now.
    let theirs = engine.get(&layout::meta("ledger"))?;
    if theirs.is_none_or(|id| id == gone.ledger) {
        engine.clear()?;
    }
    drop(engine);
    remove(&ledger.join("sequence"))
}

/// Refuses a target where data stands already, or from where it has not quite gone.
fn has_room(source: &Path, target: &Path) -> Result<(), VaultError> {
    if !target.is_dir() {
        return Ok(());
    }
    if fs::canonicalize(target)? == source {
        return Err(VaultError::Refused {
            what: format!("both places have {} for their ledger", target.display()),
            help: "give the target a directory of its own, in CANDOR_TO_LEDGER for a database"
                .to_owned(),
        });
    }
    let other = read::<Arrival>(&target.join(ARRIVING))?.is_some_and(|one| one.from != source);
    if other || Ledger::exists(target)? {
        return Err(occupied(&target.display().to_string()));
    }
    Ok(())
}

/// The small files that belong to the data and hold neither rows nor secrets. Backups stay where they are.
fn beside(dir: &Path) -> Result<Vec<PathBuf>, VaultError> {
    const OTHERS: [&str; 8] = [
        "ledger", "lock", "sequence", "choices", ARRIVING, ARRIVED, LEAVING, MOVED,
    ];
    let mut found = Vec::new();
    for file in fs::read_dir(dir)? {
        let file = file?;
        let name = PathBuf::from(file.file_name());
        let first = name.to_string_lossy();
        let first = first.split('.').next().unwrap_or_default();
        if file.file_type()?.is_file()
            && !OTHERS.contains(&first)
            && name
                .extension()
                .is_none_or(|ending| ending != backup::ENDING)
        {
            found.push(name);
        }
    }
    Ok(found)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, VaultError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|_| damaged(&format!("the file {}", path.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A file that is there as a whole or not at all.
fn write(dir: &Path, part: &str, name: &str, content: &impl Serialize) -> Result<(), VaultError> {
    let text = serde_json::to_vec(content).map_err(io::Error::from)?;
    let part = dir.join(part);
    let mut file = private_file(&part)?;
    file.set_len(0)?;
    file.write_all(&text)?;
    file.sync_all()?;
    fs::rename(part, dir.join(name))?;
    sync_dir(dir)
}

fn remove(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Ok(()) => path.parent().map_or(Ok(()), sync_dir),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn has_moved(gone: &Departure) -> VaultError {
    VaultError::Refused {
        what: format!("the data that was here has moved to {}", gone.place),
        help: "set CANDOR_DATA, and CANDOR_LEDGER with a database, to that".to_owned(),
    }
}

fn occupied(place: &str) -> VaultError {
    VaultError::Refused {
        what: format!("there is other data in {place} already"),
        help: "name a new directory or an empty database".to_owned(),
    }
}

#[cfg(test)]
mod tests;
