//! Looks for bytes in the data directory: what was erased or never kept must not be there in any form that can be read.

use std::{fs, io, path::Path};

/// Where bytes were found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trace {
    /// Relative to the directory.
    pub file: String,
    pub what: String,
}

/// The forms in which an id can stand on disk: digits, and eight bytes either way round.
pub(super) fn forms_of_id(id: u64) -> Vec<Vec<u8>> {
    vec![
        id.to_string().into_bytes(),
        id.to_be_bytes().to_vec(),
        id.to_le_bytes().to_vec(),
    ]
}

/// Every file below `dir` that holds one of `needles`; each with the words that describe it.
///
/// # Errors
/// When the directory or a file in it cannot be read.
pub(super) fn find(dir: &Path, needles: &[(String, Vec<u8>)]) -> io::Result<Vec<Trace>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = match fs::read(&path) {
                Ok(bytes) => bytes,
                // The engine removes files of its own while it runs.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            for (what, needle) in needles {
                if holds(&bytes, needle) {
                    let file = path
                        .strip_prefix(dir)
                        .unwrap_or(&path)
                        .to_string_lossy()
                        .into_owned();
                    found.push(Trace {
                        file,
                        what: what.clone(),
                    });
                }
            }
        }
    }
    Ok(found)
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    let Some((first, _)) = needle.split_first() else {
        return false;
    };
    let mut from = 0;
    while let Some(rest) = bytes.get(from..) {
        let Some(at) = rest.iter().position(|byte| byte == first) else {
            return false;
        };
        if rest.get(at..).is_some_and(|tail| tail.starts_with(needle)) {
            return true;
        }
        from += at + 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_texts_are_found_wherever_they_stand() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("deep")).unwrap();
        fs::write(dir.path().join("a"), b"xx1234567xx").unwrap();
        fs::write(
            dir.path().join("deep/b"),
            [&[9_u8, 9][..], &77_u64.to_be_bytes()].concat(),
        )
        .unwrap();
        let needles = |id: u64| -> Vec<_> {
            forms_of_id(id)
                .into_iter()
                .map(|form| (id.to_string(), form))
                .collect()
        };
        assert_eq!(find(dir.path(), &needles(1_234_567)).unwrap().len(), 1);
        let deep = find(dir.path(), &needles(77)).unwrap();
        assert_eq!(
            deep,
            [Trace {
                file: "deep/b".to_owned(),
                what: "77".to_owned()
            }]
        );
        assert!(find(dir.path(), &needles(7_654_321)).unwrap().is_empty());
        assert!(
            find(dir.path(), &[("nothing".to_owned(), Vec::new())])
                .unwrap()
                .is_empty()
        );
    }
}
