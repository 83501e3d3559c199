//! What a move of the data leaves in the directories it goes between, and how a move that was decided is finished
//! (`relocate` says in which steps it goes).

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    thread,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    port::VaultError,
    vault::{
        ground::{
            fault::damaged,
            file::{BACKUP_ENDING, private_file, sync_dir, wipe},
            lock::{self, LOCK_TRIES, LOCK_WAIT},
        },
        ledger,
    },
};

pub(in crate::vault) const ARRIVING: &str = "arriving";
/// What it is called until it is whole; by then nothing else stands in the target.
pub(in crate::vault) const ANNOUNCING: &str = "arriving.new";
pub(in crate::vault) const ARRIVED: &str = "arrived";
pub(in crate::vault) const LEAVING: &str = "leaving";
pub(in crate::vault) const MOVED: &str = "moved";

/// What stands in the target until the source's ledger is gone.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::vault) struct Arrival {
    pub(in crate::vault) id: [u8; 16],
    /// The directory of the source's ledger.
    pub(in crate::vault) from: PathBuf,
}

/// What stands in the source for good.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::vault) struct Departure {
    pub(in crate::vault) id: [u8; 16],
    /// The directory of the target's ledger.
    pub(in crate::vault) to: PathBuf,
    /// The target, for people.
    pub(in crate::vault) place: String,
    pub(in crate::vault) ledger: [u8; 16],
}

/// Finishes a move to `dir` that was decided. Whoever opens a directory does this first, with its lock.
///
/// # Errors
/// `Refused` when the data has moved away from here, or is not yet here; as the disk says.
pub(in crate::vault) fn finish_move(dir: &Path) -> Result<(), VaultError> {
    if let Some(arrival) = read_note::<Arrival>(&dir.join(ARRIVING))? {
        let from = &arrival.from;
        match read_note::<Departure>(&from.join(MOVED))? {
            Some(gone) if gone.id == arrival.id => {
                let _lock = lock::take(from)?;
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
    if let Some(arrival) = read_note::<Arrival>(&dir.join(ARRIVED))? {
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
        let _lock = lock::take(from)?;
        leave(from, dir)?;
        remove(&dir.join(ARRIVED))?;
    }
    match read_note::<Departure>(&dir.join(MOVED))? {
        Some(gone) => Err(has_moved(&gone)),
        None => remove(&dir.join(LEAVING)),
    }
}

/// Whether data has moved away from here.
pub(in crate::vault) fn departed(dir: &Path) -> Result<bool, VaultError> {
    Ok(read_note::<Departure>(&dir.join(MOVED))?.is_some())
}

/// Overwrites the secrets in a directory whose data has moved, and removes what stands in the target now.
pub(in crate::vault) fn leave(dir: &Path, target: &Path) -> Result<(), VaultError> {
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

/// The small files that belong to the data and hold neither rows nor secrets. Backups stay where they are.
pub(in crate::vault) fn beside(dir: &Path) -> Result<Vec<PathBuf>, VaultError> {
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
                .is_none_or(|ending| ending != BACKUP_ENDING)
        {
            found.push(name);
        }
    }
    Ok(found)
}

pub(in crate::vault) fn read_note<T: DeserializeOwned>(
    path: &Path,
) -> Result<Option<T>, VaultError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|_| damaged(&format!("the file {}", path.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A file that is there as a whole or not at all.
pub(in crate::vault) fn write_note(
    dir: &Path,
    part: &str,
    name: &str,
    content: &impl Serialize,
) -> Result<(), VaultError> {
    let text = serde_json::to_vec(content).map_err(io::Error::from)?;
    let part = dir.join(part);
    let mut file = private_file(&part)?;
    file.set_len(0)?;
    file.write_all(&text)?;
    file.sync_all()?;
    fs::rename(part, dir.join(name))?;
    sync_dir(dir)
}

pub(in crate::vault) fn remove(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Ok(()) => path.parent().map_or(Ok(()), sync_dir),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

pub(in crate::vault) fn has_moved(gone: &Departure) -> VaultError {
    VaultError::Refused {
        what: format!("the data that was here has moved to {}", gone.place),
        help: "set CANDOR_DATA, and CANDOR_LEDGER with a database, to that".to_owned(),
    }
}
