//! Which files are tested, and which of their scenarios.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::syntax::Source;

/// The scenario files beside a policy, in order of their names: for `policies/keta.kdl` that is every
/// `policies/keta.*.kdl` (such as `keta.scenarios.kdl`) and every `policies/keta/*.kdl`.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn beside(policy: &Path) -> io::Result<Vec<Source>> {
    let named = policy.file_stem().and_then(|stem| stem.to_str());
    let prefix = named.map(|stem| format!("{stem}."));
    let mut paths = kdl_files(policy.parent().unwrap_or(Path::new("")))?;
    paths.retain(|path| {
        let name = path.file_name().and_then(|name| name.to_str());
        let is_ours = name.zip(prefix.as_deref());
        is_ours.is_some_and(|(name, prefix)| name.starts_with(prefix))
            && path.file_name() != policy.file_name()
    });
    paths.extend(kdl_files(&folder(policy))?);
    paths.iter().map(|path| source(path)).collect()
}

/// Reads one scenario file.
///
/// # Errors
/// When it cannot be read.
pub fn source(path: &Path) -> io::Result<Source> {
    let text = std::fs::read_to_string(path)?;
    let file = path.to_string_lossy().replace('\\', "/");
    Ok(Source { file, text })
}

/// Files ending in `.kdl`, by name; none where there is no such folder.
fn kdl_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    if !here.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(here)? {
        let name = PathBuf::from(entry?.file_name());
        if name.extension().is_some_and(|ending| ending == "kdl") {
            paths.push(folder.join(name));
        }
    }
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

/// Where a policy's scenario files stand: the folder that is called like it.
#[must_use]
pub fn folder(policy: &Path) -> PathBuf {
    policy.with_extension("")
}

/// Whether a scenario is meant by a filter: its name contains it, without regard to case. A filter that ends in a digit
/// ends a number: `T1` does not mean `T15`.
#[must_use]
pub fn meant(name: &str, filter: Option<&str>) -> bool {
    let Some(filter) = filter else { return true };
    let (name, filter) = (name.to_lowercase(), filter.to_lowercase());
    let number = filter.ends_with(|last: char| last.is_ascii_digit());
    name.match_indices(&filter).any(|(at, found)| {
        let next = name
            .get(at + found.len()..)
            .and_then(|rest| rest.chars().next());
        !number || !next.is_some_and(|next| next.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_meant_as_a_whole() {
        assert!(meant("T1 settings", Some("t1")));
        assert!(!meant("T15 forgets", Some("T1")));
        assert!(meant("T15 forgets", Some("forg")));
        assert!(meant("T15 forgets", None));
        assert!(!meant("T15 forgets", Some("T16")));
    }

    #[test]
    fn files_stand_beside_the_policy() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        };
        for name in [
            "bot.kdl",
            "bot.scenarios.kdl",
            "bot/b.kdl",
            "bot/a.kdl",
            "bot/notes.md",
            "other/c.kdl",
        ] {
            write(name);
        }
        let found = beside(&dir.path().join("bot.kdl")).unwrap();
        let names: Vec<_> = found
            .iter()
            .filter_map(|one| one.file.rsplit('/').next())
            .collect();
        assert_eq!(names, ["bot.scenarios.kdl", "a.kdl", "b.kdl"]);
        assert!(beside(&dir.path().join("lonely.kdl")).unwrap().is_empty());
    }
}
