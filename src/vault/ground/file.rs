//! Files of the data directory: only their owner reads them, and a new one is there after a power cut.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::Path,
};

use crate::port::VaultError;

/// What backups in a folder end in.
pub const BACKUP_ENDING: &str = "candor-backup";

/// A directory that only its owner enters, made when it is not there; in either case a power cut leaves it.
///
/// # Errors
/// As the disk says.
pub fn make_private(dir: &Path) -> Result<(), VaultError> {
    let Some(parent) = folder_of(dir) else {
        return Ok(());
    };
    if !dir.is_dir() {
        make_private(parent)?;
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(dir) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(error.into());
            }
            _ => {}
        }
    }
    match sync_dir(parent) {
        // Not ours to read: then neither was it ours to make.
        Err(VaultError::Io(error)) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        synced => synced,
    }
}

/// The folder that something is in; none for the root.
pub(in crate::vault) fn folder_of(path: &Path) -> Option<&Path> {
    let parent = path.parent()?;
    Some(if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    })
}

/// A file that only its owner reads, made when it is not there.
pub(in crate::vault) fn private_file(path: &Path) -> Result<File, VaultError> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// A new file survives a power cut only when its directory was synced.
pub(in crate::vault) fn sync_dir(dir: &Path) -> Result<(), VaultError> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}

/// Overwrites a file with secrets and removes it, if it is there. What is unlinked stays on the disk until it is
/// overwritten; a later erasure could not reach it there.
pub(in crate::vault) fn wipe(path: &Path) -> Result<(), VaultError> {
    if !path.exists() {
        return Ok(());
    }
    let mut file = private_file(path)?;
    let mut left = file.metadata()?.len();
    let zeros = [0; 4096];
    while left > 0 {
        let n = left.min(4096);
        file.write_all(
            zeros
                .get(..usize::try_from(n).unwrap_or(0))
                .unwrap_or(&zeros),
        )?;
        left -= n;
    }
    file.sync_all()?;
    fs::remove_file(path)?;
    path.parent().map_or(Ok(()), sync_dir)
}
