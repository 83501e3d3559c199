//! `candor schema`: the JSON Schema of what other commands print.

use clap::{Args, ValueEnum};
use schemars::schema_for;

use crate::{
    diff::Difference,
    emit::{intents::Review, notice::Notice},
    plan::Plan,
    rights,
};

use super::{Exit, Outcome, out};

/// Print the JSON Schema of a plan, or of another document
#[derive(Debug, Args)]
pub(super) struct SchemaCommand {
    /// Which document
    #[arg(long, value_enum, default_value_t = Document::Plan)]
    of: Document,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Document {
    /// What `candor plan` prints
    Plan,
    /// What `candor notice --format json` prints
    Notice,
    /// What `candor intents --format json` prints
    Intents,
    /// What `candor diff --format json` prints
    Diff,
    /// What `candor data requests --format json` prints
    #[cfg(feature = "runtime")]
    Requests,
    /// What `candor data stats --format json` prints
    #[cfg(feature = "runtime")]
    Stats,
    /// What `/privacy export` and `candor data export` hand over
    Export,
}

impl SchemaCommand {
    pub(super) fn run(&self) -> Outcome {
        let schema = match self.of {
            Document::Plan => schema_for!(Plan),
            Document::Notice => schema_for!(Notice),
            Document::Intents => schema_for!(Review),
            Document::Diff => schema_for!(Difference),
            #[cfg(feature = "runtime")]
            Document::Requests => schema_for!(crate::vault::Record),
            #[cfg(feature = "runtime")]
            Document::Stats => schema_for!(crate::control::Figures),
            Document::Export => rights::schema(),
        };
        out::data(&out::json(&schema)?)?;
        Ok(Exit::Clean)
    }
}
