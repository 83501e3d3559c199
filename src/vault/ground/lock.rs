//! One process a directory.

use std::{
    fs::{self, File, TryLockError},
    io::ErrorKind,
    path::Path,
};

use super::file::private_file;
use crate::port::VaultError;

/// The socket over which the process that has the lock may take commands.
pub const CONTROL: &str = "control";

/// How often, and after how long, a lock is tried again while its earlier holder lets go.
pub(in crate::vault) const LOCK_TRIES: u32 = 100;
pub(in crate::vault) const LOCK_WAIT: std::time::Duration = std::time::Duration::from_millis(20);

/// Waits for a process that is just ending: a lock is also held by whatever it starts at that
/// moment, until that program runs.
pub(in crate::vault) fn take(dir: &Path) -> Result<File, VaultError> {
    let file = private_file(&dir.join("lock"))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => {
                // Nobody answers there any more: whoever made it is gone.
                remove(&dir.join(CONTROL))?;
                return Ok(file);
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_WAIT),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    Err(VaultError::Refused {
        what: format!("another process uses the data in {}", dir.display()),
        help: "stop it, or use another directory; a bot takes commands once it has started"
            .to_owned(),
    })
}

fn remove(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
