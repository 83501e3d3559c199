//! A backup under way: it gets its name once it is whole, and is locked until then, so that what a process left that was
//! killed can be told from what another one is writing.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use super::{
    backup,
    file::{private_file, sync_dir},
};
use crate::port::VaultError;

const ENDING: &str = "part";

pub(super) struct Part {
    pub(super) path: PathBuf,
    /// Locked as long as it is open.
    file: File,
}

impl Part {
    /// An empty file beside `to`. What others left of backups in that folder is removed.
    pub(super) fn begin(to: &Path) -> Result<Self, VaultError> {
        if let Err(error) = remove_left(parent(to)) {
            tracing::warn!(%error, "what a backup left that was killed is still there");
        }
        let mut path = to.as_os_str().to_owned();
        path.push(format!(".{ENDING}"));
        let path = PathBuf::from(path);
        let file = private_file(&path)?;
        // Where files cannot be locked nobody removes any.
        let _ = file.try_lock();
        file.set_len(0)?;
        Ok(Self { path, file })
    }

    pub(super) fn file(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Gives it its name.
    pub(super) fn done(self, to: &Path) -> Result<(), VaultError> {
        fs::rename(&self.path, to)?;
        sync_dir(parent(to))
    }
}

fn remove_left(folder: &Path) -> Result<(), VaultError> {
    let ends = |path: &Path, with| path.extension().is_some_and(|ending| ending == with);
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let of_backup = path
            .file_stem()
            .is_some_and(|name| ends(Path::new(name), backup::ENDING));
        if of_backup
            && ends(&path, ENDING)
            && path.is_file()
            && File::open(&path)?.try_lock().is_ok()
        {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// The folder that a file is in.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
