//! `candor data copy`: what a bot keeps goes to another directory or database, and stands only there afterwards.

use std::{ffi::OsString, sync::Arc};

use clap::Args;

use crate::{
    port::Clock,
    runtime::SystemClock,
    vault::{self, Location, Relocate},
};

use crate::cli::{
    Exit, Outcome,
    desk::{Policy, no_bot_on},
    master,
    out::{self, Failure, told},
    policy,
};

/// Move what a bot keeps to another directory or database, while it is stopped
///
/// A place is a directory or postgres://USER@HOST/DATABASE. Without FROM and TO they are read from CANDOR_DATA and
/// CANDOR_TO, which is where addresses with a password belong; the directory of a database's ledger is read from
/// CANDOR_LEDGER and CANDOR_TO_LEDGER. Everything is copied as it is, read back and compared; then one step decides, and
/// the secrets in the old place are overwritten. Stopped before, it goes on when it is called again.
#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "shown on a terminal as it stands")]
pub(super) struct Copy {
    #[command(flatten)]
    policy: Policy,
    /// Where the data is
    #[arg(value_name = "FROM", requires = "to")]
    from: Option<OsString>,
    /// Where it goes: a new directory, or an empty database
    #[arg(value_name = "TO")]
    to: Option<OsString>,
    /// Only tell what would be moved
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Copy {
    pub(super) fn run(&self) -> Outcome {
        let Some((_, plan)) = policy::plan(&self.policy.file)? else {
            return Ok(Exit::Findings);
        };
        let from = place(self.from.as_ref(), ["CANDOR_DATA", "CANDOR_LEDGER"])?;
        let to = place(self.to.as_ref(), ["CANDOR_TO", "CANDOR_TO_LEDGER"])?;
        let key = master::key(&[&from, &to])?;
        for place in [&from, &to] {
            no_bot_on(place.directory(), "candor data copy")?;
        }
        let plan = Arc::new(plan);
        let (now, watch) = (SystemClock::default().now(), out::progress());
        let relocate =
            |how| vault::relocate(&from, &to, &plan, &key, now, how, &watch).map_err(told);
        if self.dry_run {
            let seen = relocate(Relocate::Look)?;
            out::data(&format!(
                "{} rows and {} secrets would be moved from {from} to {to}\n",
                seen.rows, seen.secrets
            ))?;
            return Ok(Exit::Clean);
        }
        let question = format!("Move everything from {from} to {to}?");
        if !self.yes && !out::agreed(&question)? {
            return Err(Failure::new("nothing was moved", "say yes, or use --yes"));
        }
        let moved = relocate(Relocate::Move)?;
        out::data(&format!(
            "{} rows and {} secrets are in {to} now, and nowhere else; start the bot with that\n",
            moved.rows, moved.secrets
        ))?;
        Ok(Exit::Clean)
    }
}

/// The place that was named, or the one in the environment.
fn place(named: Option<&OsString>, variables: [&'static str; 2]) -> Result<Location, Failure> {
    let [data, _] = variables;
    let Some(named) = named else {
        if data == "CANDOR_TO" && std::env::var_os(data).is_none_or(|value| value.is_empty()) {
            return Err(Failure::new(
                "nobody says where the data is to go",
                "name FROM and TO, or set CANDOR_TO to a directory or to postgres://USER:PASSWORD@HOST/DATABASE",
            ));
        }
        return Location::from_variables(variables);
    };
    let place = Location::named(named, variables)?;
    match &place {
        Location::Database { address, .. } if address.has_password() => Err(Failure::new(
            "a password in a command line can be read by everybody on this machine",
            format!(
                "leave FROM and TO out, and set CANDOR_DATA and CANDOR_TO; {data} has this address"
            ),
        )),
        _ => Ok(place),
    }
}
