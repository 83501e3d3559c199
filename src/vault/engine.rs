//! What the vault stands on: bytes by key, in order, and batches that are durable when somebody is told so. Sled in
//! `disk`, a database server in `postgres`.

use std::{collections::BTreeMap, sync::mpsc};

use super::{layout::DbKey, spread::Walk};
use crate::port::VaultError;

/// How often, and after how long, a lock is tried again while its earlier holder lets go.
pub(super) const LOCK_TRIES: u32 = 100;
pub(super) const LOCK_WAIT: std::time::Duration = std::time::Duration::from_millis(20);

/// Sorted by key; none removes.
pub(super) type Changes = BTreeMap<DbKey, Option<Vec<u8>>>;
pub(super) type Entry = (DbKey, Vec<u8>);
/// What is done with each key and value.
pub(super) type Visit<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> Result<(), VaultError>;

/// Who is told how it ended.
pub(super) type Told = Box<dyn FnOnce(Result<(), VaultError>) + Send>;

/// The kind of error after which the same reading may be begun again.
pub(super) const RETRY: std::io::ErrorKind = std::io::ErrorKind::ConnectionReset;

/// Something that rows can be read from: the engine, or a draft over it.
pub(super) trait Source: Sync {
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

/// Read directly it gives what was applied last.
pub(super) trait Engine: Source + Send + Sync {
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
    fn settle(&self) -> Result<bool, VaultError> {
        Ok(false)
    }

    /// Does a little of the work that keeps the engine small, if nobody waits for anything; true when there is more.
    fn tidy(&self) -> Result<bool, VaultError> {
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

/// The same error for one more who asked.
pub(super) fn again(error: &VaultError) -> VaultError {
    match error {
        VaultError::Conflict => VaultError::Conflict,
        VaultError::Refused { what, help } => VaultError::Refused {
            what: what.clone(),
            help: help.clone(),
        },
        VaultError::Damaged { what } => VaultError::Damaged { what: what.clone() },
        VaultError::Io(error) => {
            VaultError::Io(std::io::Error::new(error.kind(), error.to_string()))
        }
    }
}
