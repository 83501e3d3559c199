//! Whether the master key's file stands apart from the data that it opens.
//!
//! Who copies the directory of the data, for a backup or by theft, must not have the key with it. So a file in there is
//! refused, by whatever way it is reached: a link to it, a link in there that leads out, another name of the same file.

use std::{
    fs::{self, Metadata},
    path::{Component, Path, PathBuf},
};

/// Folders in folders that are looked through for another name of the file.
const DEPTH_MAX: u32 = 8;

/// Whether the file `key` is in the directory `dir`, as far as the file system tells.
pub(super) fn is_inside(key: &Path, dir: &Path) -> bool {
    let Some(dir) = settled(dir) else {
        return false;
    };
    let named = match (key.parent(), key.file_name()) {
        (Some(parent), Some(name)) if parent != Path::new("") => {
            settled(parent).map(|parent| parent.join(name))
        }
        (_, name) => name.and_then(|name| Some(settled(Path::new("."))?.join(name))),
    };
    let ways = named.into_iter().chain(settled(key));
    if ways.into_iter().any(|way| way.starts_with(&dir)) {
        return true;
    }
    fs::metadata(key).is_ok_and(|file| has_another_name(&file, &dir, DEPTH_MAX))
}

/// A path without links, `.` and `..`, as far as it is there.
fn settled(path: &Path) -> Option<PathBuf> {
    let mut settled = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        if part == Component::ParentDir {
            settled.pop();
            continue;
        }
        settled.push(part);
        if let Ok(whole) = fs::canonicalize(&settled) {
            settled = whole;
        }
    }
    Some(settled)
}

#[cfg(unix)]
fn has_another_name(file: &Metadata, dir: &Path, depth: u32) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    if file.nlink() < 2 || depth == 0 {
        return false;
    }
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| {
        entry.metadata().is_ok_and(|found| {
            (found.dev(), found.ino()) == (file.dev(), file.ino())
                || found.is_dir() && has_another_name(file, &entry.path(), depth - 1)
        })
    })
}

#[cfg(not(unix))]
fn has_another_name(_: &Metadata, _: &Path, _: u32) -> bool {
    false
}

/// Whether somebody else than its owner may read the file, as far as its mode says.
#[cfg(unix)]
pub(super) fn is_open(key: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(key).is_ok_and(|file| file.mode() & 0o044 != 0)
}

#[cfg(not(unix))]
pub(super) fn is_open(_: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_key_in_the_directory_is_found_by_every_way() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        for dir in ["data/db", "keys", "data-of-another"] {
            fs::create_dir_all(at(dir)).unwrap();
        }
        for key in ["data/key", "data/db/key", "keys/key", "data-of-another/key"] {
            fs::write(at(key), "secret").unwrap();
        }
        symlink(at("data/key"), at("keys/link-into")).unwrap();
        symlink(at("keys/key"), at("data/link-out")).unwrap();
        symlink(at("data"), at("other-name")).unwrap();
        symlink(at("data"), at("keys/there")).unwrap();
        fs::write(at("keys/twice"), "secret").unwrap();
        fs::hard_link(at("keys/twice"), at("data/db/twice")).unwrap();
        for (key, dir, is_in) in [
            ("data/key", "data", true),
            ("data/db/key", "data", true),
            ("data/../data/key", "data", true),
            ("keys/../data/./key", "data", true),
            ("keys/link-into", "data", true),
            ("data/link-out", "data", true),
            ("keys/there/key", "data", true),
            ("keys/twice", "data", true),
            ("data/key", "other-name", true),
            ("data/key", "keys/there", true),
            ("data/key-to-come", "data", true),
            ("keys/key", "data", false),
            ("keys/key", "other-name", false),
            ("data-of-another/key", "data", false),
            ("keys/none", "data", false),
            ("keys/key", "not-there", false),
            ("data/key", "data/not-there", false),
        ] {
            assert_eq!(is_inside(&at(key), &at(dir)), is_in, "{key} {dir}");
        }
    }

    #[test]
    fn a_file_that_others_can_read_is_open() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let key = home.path().join("key");
        fs::write(&key, "secret").unwrap();
        for (mode, open) in [
            (0o600, false),
            (0o400, false),
            (0o640, true),
            (0o604, true),
            (0o644, true),
        ] {
            fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(is_open(&key), open, "{mode:o}");
        }
    }
}
