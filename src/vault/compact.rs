//! The engine keeps the space in which rows once stood. When a start finds that its files have grown far beyond what they
//! hold, the entries are copied in order into a new database, which then takes the place of the old one.
//!
//! INVARIANT: the old database stands until the new one was synced, read back and compared; one rename decides, and
//! `restore::settle` finishes it.

use std::{fs, io, path::Path};

use super::{
    engine::Sled,
    layout,
    ledger::damaged,
    merge, open, progress,
    restore::{self, BUILDING, BUILT},
    writer::Shared,
};
use crate::port::VaultError;

/// Files that are smaller are not looked at.
const LEAST_BYTES: u64 = 64 << 20;
/// How many times as large as what they hold files may be: freshly written ones reach three, and a copy of 10^6 rows takes minutes.
const TIMES_MAX: u64 = 6;
/// Rows that tell how large the others are.
const SAMPLE: usize = 1000;

/// Whether the database in `dir` is far larger than what it holds.
pub(super) fn is_bloated(dir: &Path, shared: &Shared) -> Result<bool, VaultError> {
    let disk = size(&dir.join("sled"))?;
    if disk < LEAST_BYTES {
        return Ok(false);
    }
    Ok(disk > TIMES_MAX * held(shared)?)
}

/// Bytes of rows and their indexes, about.
fn held(shared: &Shared) -> Result<u64, VaultError> {
    let view = open::current(shared);
    let mut rows = 0;
    for kept in shared.shape.all() {
        rows += view.count(kept.number)?;
    }
    let sample = shared.engine.scan(&[layout::ROW], SAMPLE)?;
    let bytes: usize = sample
        .iter()
        // An entry of its person and one of its time are about as large as its key.
        .map(|(key, value)| 3 * key.len() + value.len())
        .sum();
    Ok(rows * bytes as u64 / (sample.len() as u64).max(1))
}

fn size(dir: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() {
            size(&entry.path())?
        } else {
            about.len()
        };
    }
    Ok(bytes)
}

/// Copies the database in `dir`, which nobody has open, and puts the copy in its place.
pub(super) fn compact(dir: &Path) -> Result<(), VaultError> {
    let home = dir.join(BUILDING);
    restore::remove(&home)?;
    open::make_private(&home)?;
    let watch = progress::nobody();
    let old = Sled::open(dir)?;
    let sent = {
        let new = Sled::open(&home)?;
        merge::merge(&old, &new, 0, &watch)?
    };
    let back = merge::content(&Sled::open(&home)?, sent.rows, &watch)?;
    drop(old);
    if back != sent {
        return Err(damaged("the copy of the database"));
    }
    restore::commit(dir, BUILT)?;
    restore::settle(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        port::{Batch, Op, RowId, Vault},
        vault::{MasterKey, SealedVault, policy},
        vocab::{GuildId, Timestamp, UserId, Value},
    };

    const NOW: Timestamp = Timestamp(1_760_000_000_000);

    fn put(user: u64, total: i64) -> Op {
        Op::Put {
            row: RowId {
                store: policy::XP,
                guild: Some(GuildId(3)),
                key: vec![Value::User(UserId(user))],
            },
            values: vec![Value::User(UserId(user)), Value::Int(total)],
        }
    }

    #[tokio::test]
    async fn a_copy_holds_the_same_in_less_room() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("data");
        let key = MasterKey::random().unwrap();
        let vault = SealedVault::open(&dir, policy::shared(), &key, NOW).unwrap();
        for round in 0..20 {
            let batch = Batch {
                expect: Vec::new(),
                ops: (0..1_000).map(|user| put(user, round)).collect(),
            };
            vault.commit(batch, NOW).await.unwrap();
        }
        let before = vault.dump(policy::XP).await.unwrap();
        drop(vault);
        let (writer, lock) = open::open(&dir, &policy::shared(), &key, NOW).unwrap();
        let held = held(&writer.shared).unwrap();
        assert!(!is_bloated(&dir, &writer.shared).unwrap(), "it is small");
        drop((writer, lock));

        let disk = size(&dir.join("sled")).unwrap();
        compact(&dir).unwrap();
        let after = size(&dir.join("sled")).unwrap();
        assert!(after < disk / 2, "{after} of {disk} for {held}");
        let names = fs::read_dir(&dir).unwrap();
        let names: Vec<_> = names.map(|name| name.unwrap().file_name()).collect();
        for gone in [BUILDING, BUILT, "replaced"] {
            assert!(!names.iter().any(|name| name == gone), "{names:?}");
        }
        let vault = SealedVault::open(&dir, policy::shared(), &key, NOW).unwrap();
        assert_eq!(vault.dump(policy::XP).await.unwrap(), before);
        assert_eq!(vault.verify().await.unwrap(), 1_000);
    }
}
