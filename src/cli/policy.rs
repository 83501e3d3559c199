//! Policies from disk, and their findings on stderr.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
    sync::Arc,
};

use crate::{
    Compiled, compile_untranslated, compile_with,
    finding::{self, Findings},
    plan::Plan,
    port::plainly,
    syntax::{FILE_SIZE_MAX, Files, Source, Unread},
    vocab::Sources,
};

use super::out::{self, Failure};

/// What a policy on stdin is called.
const STDIN: &str = "<stdin>";

/// `-` is what comes on stdin. What it imports is looked for where the command was called.
pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads a policy's text.
///
/// # Errors
///
/// When there is no such file, it may not be read, or it is not UTF-8.
pub(super) fn read(path: &Path) -> Result<Source, Failure> {
    let (file, bytes) = if is_stdin(path) {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes);
        (STDIN.to_owned(), read)
    } else {
        let file = path.to_string_lossy().replace('\\', "/");
        (file, fs::read(path))
    };
    let bytes = bytes.map_err(|error| unreadable(&file, path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::new(
            format!("{file} is not UTF-8 at byte {at}"),
            "save it as UTF-8",
        )
    })?;
    Ok(Source { file, text })
}

fn unreadable(file: &str, path: &Path, error: &io::Error) -> Failure {
    if path.is_dir() {
        return Failure::new(
            format!("{file} is a folder"),
            format!(
                "name the policy in it, such as {}/policy.kdl",
                file.trim_end_matches('/')
            ),
        );
    }
    match error.kind() {
        io::ErrorKind::NotFound => Failure::new(
            format!("there is no file {file}"),
            "check the name, or run candor from the folder it is in",
        ),
        io::ErrorKind::PermissionDenied => Failure::new(
            format!("{file} may not be read"),
            format!("give yourself permission: chmod u+r {file}"),
        ),
        _ => Failure::new(
            format!("{file} cannot be read: {}", plainly(error)),
            "check that it is a file on a disk that works",
        ),
    }
}

/// Compiles a policy and shows its findings; none when an error is among them.
///
/// # Errors
///
/// As [`read`].
pub(super) fn plan(path: &Path) -> Result<Option<(Arc<Sources>, Plan)>, Failure> {
    let Compiled {
        plan,
        findings,
        sources,
    } = compiled(path)?;
    show(&findings, &sources);
    Ok(plan.map(|plan| (sources, plan)))
}

/// The plan of a policy in its own language, whatever its catalogues say. Shows the findings; none when an error is among
/// them.
///
/// # Errors
///
/// As [`read`].
pub(super) fn untranslated(path: &Path) -> Result<Option<Plan>, Failure> {
    let source = read(path)?;
    let Compiled {
        plan,
        findings,
        sources,
    } = compile_untranslated(&source, &Beside(folder(path)));
    show(&findings, &sources);
    Ok(plan)
}

pub(super) fn folder(path: &Path) -> &Path {
    let folder = path.parent();
    let named = folder.filter(|folder| !folder.as_os_str().is_empty());
    named.unwrap_or(Path::new("."))
}

/// Compiles a policy and what it imports.
///
/// # Errors
///
/// As [`read`].
pub(super) fn compiled(path: &Path) -> Result<Compiled, Failure> {
    let source = read(path)?;
    Ok(compile_with(&source, &Beside(folder(path))))
}

/// The files of a folder, for the policy in it.
pub(super) struct Beside<'a>(pub(super) &'a Path);

impl Files for Beside<'_> {
    fn read(&self, path: &str) -> Result<String, Unread> {
        let found = self.0.canonicalize().and_then(|folder| {
            let file = folder.join(path).canonicalize()?;
            Ok((folder, file))
        });
        let (folder, file) = found.map_err(|error| unread(&error))?;
        if !file.starts_with(folder) {
            return Err(Unread::Outside);
        }
        if file.is_dir() {
            return Err(Unread::Other("is a folder".to_owned()));
        }
        let size = fs::metadata(&file).map_err(|error| unread(&error))?.len();
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > FILE_SIZE_MAX {
            return Err(Unread::TooLarge(size));
        }
        let bytes = fs::read(&file).map_err(|error| unread(&error))?;
        String::from_utf8(bytes).map_err(|_| Unread::Other("is not UTF-8".to_owned()))
    }
}

fn unread(error: &io::Error) -> Unread {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unread::Missing,
        io::ErrorKind::PermissionDenied => Unread::Other("may not be read".to_owned()),
        _ => Unread::Other(format!("cannot be read: {}", plainly(error))),
    }
}

/// Shows the findings of one policy to people.
pub(super) fn show(findings: &Findings, sources: &Sources) {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = finding::show(findings, sources, out::look(), &mut text);
    out::note(text);
}
