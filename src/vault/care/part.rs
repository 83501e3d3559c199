//! A backup under way: it gets its name once it is whole, and is locked until then, so that what a killed process left can
//! be told from what another one is writing.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::{
    port::VaultError,
    vault::ground::file::{BACKUP_ENDING, folder_of, private_file, sync_dir},
};

const ENDING: &str = "part";

pub(in crate::vault) struct Part {
    pub(in crate::vault) path: PathBuf,
    folder: PathBuf,
    /// Locked as long as it is open.
    file: File,
}

impl Part {
    /// An empty file beside `to`. What others left of backups in that folder is removed.
    pub(in crate::vault) fn begin(to: &Path) -> Result<Self, VaultError> {
        let folder = folder_of(to).unwrap_or(to).to_owned();
        if let Err(error) = remove_left(&folder) {
            tracing::warn!(%error, "what a killed backup left is still there");
        }
        let mut path = to.as_os_str().to_owned();
        path.push(format!(".{ENDING}"));
        let path = PathBuf::from(path);
        let file = private_file(&path)?;
        // Where files cannot be locked nobody removes any.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(VaultError::Refused {
                what: format!("another process writes {}", path.display()),
                help: "wait for it, or choose another name".to_owned(),
            });
        }
        file.set_len(0)?;
        Ok(Self { path, folder, file })
    }

    pub(in crate::vault) fn file(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Gives it its name.
    pub(in crate::vault) fn finish(&self, to: &Path) -> Result<(), VaultError> {
        fs::rename(&self.path, to)?;
        sync_dir(&self.folder)
    }
}

fn remove_left(folder: &Path) -> Result<(), VaultError> {
    let left = format!(".{BACKUP_ENDING}.{ENDING}");
    for file in fs::read_dir(folder)? {
        let file = file?;
        let is_left = file.file_name().to_string_lossy().ends_with(&left);
        if is_left && file.file_type()?.is_file() && File::open(file.path())?.try_lock().is_ok() {
            fs::remove_file(file.path())?;
        }
    }
    Ok(())
}
