//! Where the data of a bot stands.

use std::{
    fmt,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{arrival::ANNOUNCING, exchange};
use crate::{
    plan::Plan,
    port::VaultError,
    vault::{
        engines::postgres::Address,
        ground::fault::placed,
        keep::{stock::Opening, writer::Writer},
        ledger::key::MasterKey,
    },
    vocab::Timestamp,
};

/// A directory, or a database with the directory of its ledger.
#[derive(Clone)]
pub enum Location {
    Directory(PathBuf),
    Database {
        address: Box<Address>,
        ledger: PathBuf,
    },
}

impl Location {
    /// The directory that is there once a bot has run.
    #[must_use]
    pub fn directory(&self) -> &Path {
        match self {
            Self::Directory(dir) | Self::Database { ledger: dir, .. } => dir,
        }
    }

    /// The same place, whose directory is called `dir`.
    pub(in crate::vault) fn at(&self, dir: &Path) -> Self {
        let dir = dir.to_owned();
        match self {
            Self::Directory(_) => Self::Directory(dir),
            Self::Database { address, .. } => Self::Database {
                address: address.clone(),
                ledger: dir,
            },
        }
    }

    /// Whether there is something to open. What is taken before anything is written does not count.
    ///
    /// # Errors
    /// When the directory is there and cannot be read.
    pub fn has_data(&self) -> io::Result<bool> {
        let there = match fs::read_dir(self.directory()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            there => there?,
        };
        Ok(there.flatten().any(|entry| {
            let name = entry.file_name();
            !["lock", "sequence", ANNOUNCING]
                .iter()
                .any(|taken| name == *taken)
        }))
    }

    /// The writer over the data, and the lock that keeps others out.
    pub(in crate::vault) fn writer(
        &self,
        plan: &Arc<Plan>,
        key: &MasterKey,
        now: Timestamp,
    ) -> Result<(Writer, File), VaultError> {
        match self {
            Self::Directory(dir) => super::open(dir, plan, key, now),
            Self::Database { address, ledger } => super::connect(address, ledger, plan, key, now),
        }
    }

    /// The same, over data that are there, to look at them and change nothing.
    pub(in crate::vault) fn look(
        &self,
        plan: &Arc<Plan>,
        key: &MasterKey,
        now: Timestamp,
    ) -> Result<(Writer, File), VaultError> {
        let looked = || {
            let lock = super::at_rest(self.directory())?;
            Ok((self.locked(plan, key, now, Opening::Look)?, lock))
        };
        looked().map_err(|error| placed(self.directory(), error))
    }

    /// The same for whoever has the lock.
    pub(in crate::vault) fn locked(
        &self,
        plan: &Arc<Plan>,
        key: &MasterKey,
        now: Timestamp,
        what_for: Opening,
    ) -> Result<Writer, VaultError> {
        match self {
            Self::Directory(dir) => {
                exchange::finish_restore(dir)?;
                super::open_locked(dir, plan, key, now, what_for)
            }
            Self::Database { address, ledger } => {
                super::connect_locked(address, ledger, plan, key, now, what_for)
            }
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(dir) => dir.display().fmt(f),
            Self::Database { address, ledger } => {
                write!(f, "{address}, with the ledger in {}", ledger.display())
            }
        }
    }
}
