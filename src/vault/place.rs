//! Where the data of a bot stands.

use std::{
    fmt,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    key::MasterKey, open, postgres::Address, relocate::ANNOUNCING, restore, writer::Writer,
};
use crate::{plan::Plan, port::VaultError, vocab::Timestamp};

/// A directory, or a database with the directory of its ledger.
#[derive(Clone)]
pub enum Place {
    Directory(PathBuf),
    Database {
        address: Box<Address>,
        ledger: PathBuf,
    },
}

impl Place {
    /// The directory that is there once a bot has run.
    #[must_use]
    pub fn directory(&self) -> &Path {
        match self {
            Self::Directory(dir) | Self::Database { ledger: dir, .. } => dir,
        }
    }

    /// The same place, whose directory is called `dir`.
    pub(super) fn at(&self, dir: &Path) -> Self {
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
    pub(super) fn writer(
        &self,
        plan: &Arc<Plan>,
        key: &MasterKey,
        now: Timestamp,
    ) -> Result<(Writer, File), VaultError> {
        match self {
            Self::Directory(dir) => open::open(dir, plan, key, now),
            Self::Database { address, ledger } => open::connect(address, ledger, plan, key, now),
        }
    }

    /// The same for whoever has the lock.
    pub(super) fn locked(
        &self,
        plan: &Arc<Plan>,
        key: &MasterKey,
        now: Timestamp,
    ) -> Result<Writer, VaultError> {
        match self {
            Self::Directory(dir) => {
                restore::settle(dir)?;
                open::open_locked(dir, plan, key, now)
            }
            Self::Database { address, ledger } => {
                open::connect_locked(address, ledger, plan, key, now)
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(dir) => dir.display().fmt(f),
            Self::Database { address, ledger } => {
                write!(f, "{address}, with the ledger in {}", ledger.display())
            }
        }
    }
}
