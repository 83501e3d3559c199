//! Files of the data directory: only their owner reads them, and a new one is there after a power cut.

use std::{fs::File, path::Path};

use crate::port::VaultError;

/// A file that only its owner reads, made when it is not there.
pub(super) fn private_file(path: &Path) -> Result<File, VaultError> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// A new file survives a power cut only when its directory was synced.
pub(super) fn sync_dir(dir: &Path) -> Result<(), VaultError> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}
