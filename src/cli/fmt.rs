//! `candor fmt`: the canonical layout.

use std::{fs, path::Path, path::PathBuf};

use clap::Args;

use crate::{finding::Findings, port::plainly, syntax, vocab::Sources};

use super::{
    Exit, Outcome,
    out::{self, Failure},
    policy,
};

/// Lay policies out in the canonical way
///
/// Keeps every comment, number and text as written. A file with syntax errors is left alone. `-` is read from stdin and
/// written to stdout.
#[derive(Debug, Args)]
pub(super) struct Fmt {
    /// Policies to format; `-` is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Change nothing; exit with 1 and name the files that would change
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(super) fn run(&self) -> Outcome {
        let mut exit = Exit::Clean;
        for path in &self.files {
            let source = policy::read(path)?;
            let mut findings = Findings::default();
            if syntax::read(&source, &mut findings).is_none() || findings.has_errors() {
                findings.sort();
                policy::show(&findings, &Sources::from(&source));
                exit = Exit::Findings;
                continue;
            }
            let formatted = syntax::format(&source.text);
            if policy::is_stdin(path) && !self.check {
                out::data(&formatted)?;
                continue;
            }
            if formatted == source.text {
                continue;
            }
            if self.check {
                out::data(&format!("{}\n", source.file))?;
                exit = Exit::Findings;
            } else {
                write(path, &source.file, &formatted)?;
            }
        }
        Ok(exit)
    }
}

/// Through a file beside it, so that a full disk cannot cost the policy.
pub(super) fn write(path: &Path, shown: &str, text: &str) -> Result<(), Failure> {
    // A link is followed, so that the file behind it changes and the link stays.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".candor-fmt");
    let beside = target.with_file_name(name);
    let written = fs::metadata(&target)
        .and_then(|metadata| {
            fs::write(&beside, text)?;
            fs::set_permissions(&beside, metadata.permissions())
        })
        .and_then(|()| fs::rename(&beside, &target));
    written.map_err(|error| {
        // What is left behind is ours; if it cannot be removed either, the error above says why.
        let _ = fs::remove_file(&beside);
        Failure::new(
            format!("{shown} cannot be written: {}", plainly(&error)),
            "check that its folder may be written to and has space",
        )
    })
}
