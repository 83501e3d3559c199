//! `candor check`: what is wrong with a policy.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    Compiled,
    finding::{self, Findings, Record},
};

use super::{
    Exit, Outcome,
    out::{self, Failure},
    policy,
};

/// Show what is wrong with a policy
///
/// Exit code 0 when there is no error (warnings are shown), 1 when there is, 2 when a file cannot be read.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Policies to check
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Form of the findings; json and sarif go to stdout
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
}

impl Check {
    pub(super) fn run(&self) -> Outcome {
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
