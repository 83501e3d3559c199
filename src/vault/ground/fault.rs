//! Errors in words that say what to do.

use std::{io::ErrorKind, path::Path};

use crate::port::{Trouble, VaultError, plainly};

/// The kind of error after which the same reading may be begun again.
pub(in crate::vault) const RETRY: std::io::ErrorKind = std::io::ErrorKind::ConnectionReset;

pub(in crate::vault) fn damaged(what: &str) -> VaultError {
    VaultError::Damaged {
        what: what.to_owned(),
    }
}

/// An error of the disk with where it was met, and what to do.
pub(in crate::vault) fn placed(dir: &Path, error: VaultError) -> VaultError {
    let VaultError::Io(error) = error else {
        return error;
    };
    let help = match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "give candor's user the right to write there, or set CANDOR_DATA to another directory"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room there, then try again",
        ErrorKind::NotFound | ErrorKind::NotADirectory => "make the folder, or name another place",
        _ => "mend the disk, then try again; nothing that was acknowledged was given up",
    };
    let kind = error.kind();
    let what = format!("{}: {}", dir.display(), plainly(&error));
    VaultError::Io(Trouble::new(what, help).of_kind(kind))
}

/// The same error for one more who asked.
pub(in crate::vault) fn again(error: &VaultError) -> VaultError {
    match error {
        VaultError::Conflict => VaultError::Conflict,
        VaultError::Refused { what, help } => VaultError::Refused {
            what: what.clone(),
            help: help.clone(),
        },
        VaultError::Damaged { what } => VaultError::Damaged { what: what.clone() },
        VaultError::Io(error) => {
            let told = error.get_ref().and_then(|inner| inner.downcast_ref());
            VaultError::Io(match told {
                Some(told) => Trouble::clone(told).of_kind(error.kind()),
                None => std::io::Error::new(error.kind(), plainly(error)),
            })
        }
    }
}
