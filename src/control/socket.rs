//! The socket in the directory of the data: who has the lock makes it, and takes it away.
//!
//! A socket's address holds about a hundred bytes. A longer path goes through the opened directory.

use std::{
    fs::{self, File},
    io,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        net::UnixListener,
    },
    path::{Path, PathBuf},
};

use crate::vault::CONTROL;

/// What every system takes, with the zero at the end.
const ADDRESS_MAX: usize = 103;

/// A path that fits into a socket's address, for as long as this lives.
pub(super) struct Address {
    path: PathBuf,
    _dir: Option<File>,
}

impl Address {
    pub(super) fn of(dir: &Path, name: &str) -> io::Result<Self> {
        let path = dir.join(name);
        if path.as_os_str().len() <= ADDRESS_MAX || !cfg!(target_os = "linux") {
            return Ok(Self { path, _dir: None });
        }
        let dir = File::open(dir)?;
        let number = std::os::fd::AsRawFd::as_raw_fd(&dir);
        Ok(Self {
            path: PathBuf::from(format!("/proc/self/fd/{number}/{name}")),
            _dir: Some(dir),
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// Removed when it is dropped.
pub(super) struct Bound {
    path: PathBuf,
    /// Whose process made it.
    pub(super) user: u32,
}

/// For whoever has the lock of the data in `dir`. Only its own user may connect, from the first moment on: it gets its
/// name after its rights.
pub(super) fn bind(dir: &Path) -> io::Result<(UnixListener, Bound)> {
    let name = format!("{CONTROL}.new");
    let beside = dir.join(&name);
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(Address::of(dir, &name)?.path())?;
    fs::set_permissions(&beside, fs::Permissions::from_mode(0o600))?;
    let bound = Bound {
        path: dir.join(CONTROL),
        user: fs::symlink_metadata(&beside)?.uid(),
    };
    fs::rename(&beside, &bound.path)?;
    listener.set_nonblocking(true)?;
    Ok((listener, bound))
}

impl Drop for Bound {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!(%error, "the socket for commands could not be removed");
        }
    }
}
