//! Where a restored database takes the place of today's, and how that is finished (`restore` says in which steps).

use std::{fs, path::Path};

use crate::{
    port::VaultError,
    vault::{
        engines::{
            Readable as _,
            disk::Sled,
            merge::{content, merge},
            postgres::{Address, Postgres},
        },
        ground::{
            fault::damaged,
            file::{make_private, sync_dir},
            progress,
        },
        rows::layout,
    },
};

pub(in crate::vault) const BUILDING: &str = "restoring";
pub(in crate::vault) const BUILT: &str = "restored";
pub(in crate::vault) const LOADING: &str = "loading";
pub(in crate::vault) const REPLACED: &str = "replaced";
/// Gives a database server what was decided to be in it. Every start on it does this first.
pub(in crate::vault) fn load(dir: &Path, address: &Address) -> Result<(), VaultError> {
    let loading = dir.join(LOADING);
    if loading.exists() {
        let from = Sled::open(&loading)?;
        let mut to = Postgres::connect_anew(address, dir)?;
        let [ours, theirs] = [
            from.get(&layout::meta("ledger"))?,
            to.get(&layout::meta("ledger"))?,
        ];
        if ours.is_none() {
            return Err(damaged("the restored database"));
        }
        if theirs.is_some() && theirs != ours {
            return Err(VaultError::Refused {
                what: "the database holds another bot's data".to_owned(),
                help: "set CANDOR_DATA to this bot's database, or to an empty one".to_owned(),
            });
        }
        let mut merged = merge(&from, &to, 0, &progress::nobody());
        if matches!(merged, Err(VaultError::Damaged { .. })) && !is_readable(&to) {
            // Entries that do not stand in their place cannot be compared with anything, nor taken away one by one.
            to.clear()?;
            drop(to);
            to = Postgres::connect_anew(address, dir)?;
            merged = merge(&from, &to, 0, &progress::nobody());
        }
        merged?;
        // The count of batches is on disk from here on.
        drop((from, to));
        // Removed in the middle it would look as if less were to be there.
        fs::rename(&loading, dir.join(REPLACED))?;
        sync_dir(dir)?;
    }
    remove(&dir.join(REPLACED))
}

fn is_readable(tables: &Postgres) -> bool {
    let read = content(tables, 0, &progress::nobody());
    !matches!(read, Err(VaultError::Damaged { .. }))
}

/// Finishes a restore that was decided, and removes one that was not. Every start does this first.
pub(in crate::vault) fn finish_restore(dir: &Path) -> Result<(), VaultError> {
    remove(&dir.join(BUILDING))?;
    let (built, replaced) = (dir.join(BUILT), dir.join(REPLACED));
    if built.exists() {
        for part in Sled::PARTS {
            let (new, place) = (built.join(part), dir.join(part));
            if !new.exists() {
                continue;
            }
            if place.exists() {
                make_private(&replaced)?;
                fs::rename(&place, replaced.join(part))?;
            }
            fs::rename(&new, &place)?;
            sync_dir(dir)?;
        }
        remove(&built)?;
    }
    remove(&replaced)?;
    sync_dir(dir)
}

pub(in crate::vault) fn remove(home: &Path) -> Result<(), VaultError> {
    match fs::remove_dir_all(home) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
