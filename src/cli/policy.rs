//! Policies from disk, and their findings on stderr.

use std::{fs, io, path::Path, sync::Arc};

use crate::{
    Compiled, compile,
    finding::{self, Findings},
    plan::Plan,
    syntax::Source,
    vocab::Sources,
};

use super::out::{self, Failure};

/// Reads a policy's text.
///
/// # Errors
///
/// When there is no such file, it may not be read, or it is not UTF-8.
pub(super) fn read(path: &Path) -> Result<Source, Failure> {
    let file = path.to_string_lossy().replace('\\', "/");
    let bytes = fs::read(path).map_err(|error| unreadable(&file, path, &error))?;
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
            format!("{file} cannot be read: {error}"),
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

/// Compiles a policy and what it imports.
///
/// # Errors
///
/// As [`read`].
pub(super) fn compiled(path: &Path) -> Result<Compiled, Failure> {
    Ok(compile(&read(path)?))
}

/// Shows the findings of one policy to people.
pub(super) fn show(findings: &Findings, sources: &Sources) {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = finding::show(findings, sources, out::look(), &mut text);
    out::note(text);
}
