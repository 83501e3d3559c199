//! `candor plan`: the compiled form of a policy.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Outcome, out, policy};

/// Print the compiled plan of a policy as JSON; `candor schema` describes it
///
/// Exit code 1 when the policy does not compile.
#[derive(Debug, Args)]
pub(super) struct PlanCommand {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl PlanCommand {
    pub(super) fn run(&self) -> Outcome {
        let Some((_, plan)) = policy::plan(&self.file)? else {
            return Ok(Exit::Findings);
        };
        out::data(&out::json(&plan)?)?;
        Ok(Exit::Clean)
    }
}
