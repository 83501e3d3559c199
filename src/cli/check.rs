//! `candor check`: what is wrong with a policy.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    Compiled,
    finding::{self, Findings, Record},
};

use super::{
    Exit, Outcome, mend,
    out::{self, Failure},
    policy,
};

/// Show what is wrong with a policy
///
/// Exit code 0 when there is no error (warnings are shown), 1 when there is, 2 when a file cannot be read. With --fix that
/// is told of what is left; with --diff, 1 also says that something would change.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Policies to check; `-` is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Form of the findings; json and sarif go to stdout
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Do what a help says where it is one edit and the finding goes away by it; of stdin, write the policy to stdout
    #[arg(long, conflicts_with = "format")]
    fix: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with = "format")]
    diff: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
}

impl Check {
    pub(super) fn run(&self) -> Outcome {
        if self.fix || self.diff {
            return self.mend();
        }
        let all = self
            .files
            .iter()
            .map(|path| policy::compiled(path))
            .collect::<Result<Vec<_>, Failure>>()?;
        let mut records: Vec<Record> = Vec::new();
        let mut failed = false;
        for Compiled {
            findings, sources, ..
        } in &all
        {
            failed |= findings.has_errors();
            if self.format == Format::Human {
                policy::show(findings, sources);
                out::note(summary(findings, sources.policy().name));
            } else {
                records.extend(finding::records(findings, sources));
            }
        }
        match self.format {
            Format::Human => {}
            Format::Json => out::data(&out::json(&records)?)?,
            Format::Sarif => out::data(&out::json(&finding::sarif(&records))?)?,
        }
        Ok(if failed { Exit::Findings } else { Exit::Clean })
    }

    fn mend(&self) -> Outcome {
        let mut exit = Exit::Clean;
        for path in &self.files {
            let mended = mend::mend(path)?;
            if self.diff {
                out::data(&mended.diff())?;
            } else {
                mended.write(path)?;
            }
            let Compiled {
                findings, sources, ..
            } = &mended.compiled;
            policy::show(findings, sources);
            let (edits, name) = (mended.edits, sources.policy().name);
            if edits > 0 {
                let would = if self.diff { "would be " } else { "" };
                let findings = if edits == 1 { "finding" } else { "findings" };
                out::note(format!("{name}: {edits} {findings} {would}mended\n"));
            }
            out::note(summary(findings, name));
            if findings.has_errors() || (self.diff && edits > 0) {
                exit = Exit::Findings;
            }
        }
        Ok(exit)
    }
}

fn summary(findings: &Findings, file: &str) -> String {
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let warnings = findings.iter().count() - errors;
    let counted = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    };
    let counts: Vec<_> = [counted(errors, "error"), counted(warnings, "warning")]
        .into_iter()
        .flatten()
        .collect();
    if counts.is_empty() {
        format!("{file}: nothing found\n")
    } else {
        format!("{file}: {}\n", counts.join(", "))
    }
}
