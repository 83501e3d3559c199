//! What the vault stands on: bytes by key, in order, and batches that are durable when somebody is told so. Sled in
//! `disk`, a database server in `postgres`.

pub(super) mod choices;
pub(super) mod disk;
pub(super) mod merge;
pub(super) mod postgres;
pub(super) mod sequence;
pub(super) mod spread;
pub(super) mod sum;

use std::{collections::BTreeMap, ops::ControlFlow, sync::mpsc};

use crate::{port::VaultError, vault::rows::layout::DbKey};

/// Sorted by key; none removes.
pub(super) type Changes = BTreeMap<DbKey, Option<Vec<u8>>>;
pub(super) type Entry = (DbKey, Vec<u8>);
/// What is done with each key and value.
pub(super) type Visit<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> Result<(), VaultError>;

/// Who is told how it ended.
pub(super) type Told = Box<dyn FnOnce(Result<(), VaultError>) + Send>;

/// Something that rows can be read from: the engine, or a overlay over it.
pub(super) trait Readable: Sync {
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

    /// What several threads read faster than one does.
    fn several(&self) -> Option<&dyn Walk> {
        None
    }
}

/// What is done with each key and value, and whether to go on.
pub(super) type Step<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> Result<ControlFlow<()>, VaultError>;

/// What several threads may read at once.
pub(super) trait Walk: Sync {
    /// Visits entries from the key `from` on, in order, until it is told to stop.
    fn walk(&self, from: &[u8], visit: Step<'_>) -> Result<(), VaultError>;

    /// The first and the last key from one on, up to another; the last may be that of an entry that was removed.
    fn ends(&self, from: &[u8], to: &[u8]) -> Result<Option<(DbKey, DbKey)>, VaultError>;
}

/// Read directly it gives what was applied last.
pub(super) trait Engine: Readable + Send + Sync {
    /// Applies all changes at once: whoever reads sees them. They may be lost until they are durable.
    fn put(&self, changes: Changes) -> Result<(), VaultError>;

    /// Tells when all that was put is durable, or why that is not known.
    fn when_durable(&self, told: Told);

    /// Waits for it.
    fn durable(&self) -> Result<(), VaultError> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.when_durable(Box::new(move |done| {
            // Whoever asked may have given up.
            let _ = reply.send(done);
        }));
        let told = answer.recv();
        told.unwrap_or_else(|_| Err(std::io::Error::other("the database has stopped").into()))
    }

    /// Applies all changes at once; they are durable when it returns.
    fn apply(&self, changes: Changes) -> Result<(), VaultError> {
        self.put(changes)?;
        self.durable()
    }

    /// After a batch failed: makes certain whether it is there, and says so; false where only opening anew tells.
    fn recover(&self) -> Result<bool, VaultError> {
        Ok(false)
    }

    /// Does a little of the work that keeps the engine small, if nobody waits for anything; true when there is more.
    fn tidy(&self) -> Result<bool, VaultError> {
        Ok(false)
    }

    /// One consistent state, for as long as it lives.
    fn reading(&self) -> Result<Box<dyn Readable + '_>, VaultError>;

    /// The same for work that takes long: others write meanwhile, and it does not see that.
    fn lasting(&self) -> Result<Box<dyn Readable + '_>, VaultError> {
        self.reading()
    }

    /// The first `limit` entries from the key `from` on that start with `prefix`, in order.
    fn page(&self, prefix: &[u8], from: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError>;

    /// Whether a read is done before the caller could do anything else meanwhile.
    fn is_near(&self) -> bool;
}
