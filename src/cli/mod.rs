//! The command line: a file per command, data on stdout, diagnostics on stderr.
//!
//! Exit codes: 0 done, 1 findings or a failed check, 2 a wrong call or a file that cannot be read. Where 1 has a meaning of
//! its own, a policy that does not compile is 3.
//! A command is a `clap::Args` struct with `run(&self) -> Outcome`, and one line in `Command`.

#[cfg(feature = "runtime")]
mod backup;
#[cfg(feature = "runtime")]
mod breach;
mod check;
mod completions;
#[cfg(feature = "runtime")]
mod data;
#[cfg(feature = "runtime")]
mod desk;
mod diff;
mod explain;
mod fmt;
mod intents;
#[cfg(feature = "runtime")]
mod keys;
#[cfg(feature = "runtime")]
mod master;
mod mend;
mod new;
mod notice;
#[cfg(feature = "runtime")]
mod operators;
mod out;
mod plan;
#[cfg(feature = "runtime")]
mod play;
mod policy;
#[cfg(feature = "runtime")]
mod restore;
#[cfg(feature = "runtime")]
mod run;
#[cfg(feature = "runtime")]
mod sandbox;
mod schema;
#[cfg(feature = "runtime")]
mod test;
mod texts;
#[cfg(feature = "runtime")]
mod time;

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser, Subcommand};

use out::Failure;

/// What a command comes to; a failure says on stderr what happened and what to do.
type Outcome = Result<Exit, Failure>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Clean,
    Findings,
    /// Nothing could be compared, since a policy does not compile.
    Uncompiled,
}

impl From<()> for Exit {
    fn from((): ()) -> Self {
        Self::Clean
    }
}

/// A Discord bot that is compiled from its own privacy policy
#[derive(Debug, Parser)]
#[command(
    name = "candor",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Check(check::Check),
    Fmt(fmt::Fmt),
    Explain(explain::Explain),
    #[cfg(feature = "runtime")]
    Run(run::Run),
    #[cfg(feature = "runtime")]
    Test(test::Test),
    #[cfg(feature = "runtime")]
    Data(data::Data),
    #[cfg(feature = "runtime")]
    Play(play::Play),
    #[cfg(feature = "runtime")]
    Backup(backup::Backup),
    #[cfg(feature = "runtime")]
    Restore(restore::Restore),
    #[cfg(feature = "runtime")]
    Breach(breach::BreachCommand),
    #[cfg(feature = "runtime")]
    Keys(keys::Keys),
    #[cfg(feature = "runtime")]
    Sandbox(sandbox::Sandbox),
    Diff(diff::Diff),
    Notice(notice::NoticeCommand),
    Texts(texts::Texts),
    Intents(intents::Intents),
    Plan(plan::PlanCommand),
    Schema(schema::SchemaCommand),
    Completions(completions::Completions),
}

impl Command {
    fn run(&self) -> Outcome {
        match self {
            Self::New(command) => command.run(),
            Self::Check(command) => command.run(),
            Self::Fmt(command) => command.run(),
            Self::Explain(command) => command.run(),
            #[cfg(feature = "runtime")]
            Self::Run(command) => command.run(),
            #[cfg(feature = "runtime")]
            Self::Test(command) => command.run(),
            #[cfg(feature = "runtime")]
            Self::Data(command) => command.run(),
            #[cfg(feature = "runtime")]
            Self::Play(command) => command.run(),
            #[cfg(feature = "runtime")]
            Self::Backup(command) => command.run(),
            #[cfg(feature = "runtime")]
            Self::Restore(command) => command.run(),
            #[cfg(feature = "runtime")]
            Self::Breach(command) => command.run(),
            #[cfg(feature = "runtime")]
            Self::Keys(command) => command.run(),
            #[cfg(feature = "runtime")]
            Self::Sandbox(command) => command.run(),
            Self::Diff(command) => command.run(),
            Self::Notice(command) => command.run(),
            Self::Texts(command) => command.run(),
            Self::Intents(command) => command.run(),
            Self::Plan(command) => command.run(),
            Self::Schema(command) => command.run(),
            Self::Completions(command) => command.run(),
        }
    }
}

/// Runs the command line that `args` holds, the program's name first.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are errors to clap. A closed pipe leaves nobody to tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match cli.command.run() {
        Ok(Exit::Clean) => ExitCode::SUCCESS,
        Ok(Exit::Findings) => ExitCode::from(1),
        Ok(Exit::Uncompiled) => ExitCode::from(3),
        Err(failure) => failure.report(),
    }
}
