//! `candor intents`: the answers for Discord's review of privileged intents.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::emit::intents;

use super::{Exit, Outcome, out, policy};

/// Print the answers for Discord's review of privileged intents
///
/// Exit code 1 when the policy does not compile.
#[derive(Debug, Args)]
pub(super) struct Intents {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Md,
    Json,
}

impl Intents {
    pub(super) fn run(&self) -> Outcome {
        let Some((_, plan)) = policy::plan(&self.file)? else {
            return Ok(Exit::Findings);
        };
        let review = intents::review(&plan);
        out::data(&match self.format {
            Format::Md => intents::markdown(&review),
            Format::Json => intents::json(&review),
        })?;
        Ok(Exit::Clean)
    }
}
