//! `candor data`: what a bot keeps, for its operator. Whether the bot runs meanwhile is the affair of `desk`.

mod copy;
mod correct;
mod person;
mod requests;
mod server;
mod stats;

use std::fmt::Write as _;

use clap::{Args, Subcommand};

use crate::control::{self, Stored, Swept};
use correct::Correct;
use person::{Erase, Export, Person};
use requests::Requests;
use server::EraseServer;
use stats::Stats;

use super::{
    Exit, Outcome,
    desk::{Desk, Policy, with},
    out::{self, Failure},
    time,
};

/// Look after the data of a bot
///
/// Reads CANDOR_DATA (and CANDOR_LEDGER) and CANDOR_KEY (or CANDOR_KEY_FILE), as `candor run` does. While a bot runs on
/// the data, it carries these out itself, by its own clock; `copy` needs it to be stopped.
#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "shown on a terminal as it stands")]
pub(super) struct Data {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Count the rows of each store
    List(Policy),
    /// Show what is kept about a person
    Show(Person),
    /// Write what is kept about a person, as `/privacy export` gives it to them
    Export(Export),
    /// Put one field of one row right, for the person it is about
    Correct(Correct),
    /// Erase a person, by the rules of the policy
    Erase(Erase),
    /// Erase all that is kept of a server
    EraseServer(EraseServer),
    /// List what people asked about their data, and check that the list is whole
    Requests(Requests),
    /// Give figures, without an id in them
    Stats(Stats),
    /// Delete what is due
    Sweep(Sweep),
    /// Read every row and the record of requests, and check them
    Verify(Policy),
    Copy(copy::Copy),
}

#[derive(Debug, Args)]
struct Sweep {
    #[command(flatten)]
    policy: Policy,
    /// Do not ask whether the machine's clock is right, should it have jumped since the bot last ran
    #[arg(long)]
    yes: bool,
}

impl Data {
    pub(super) fn run(&self) -> Outcome {
        match &self.what {
            What::List(policy) => with(policy, list),
            What::Show(person) => with(&person.policy, async |desk| {
                person::show(desk, person).await
            }),
            What::Export(export) => with(&export.person.policy, async |desk| {
                person::hand_over(desk, export).await
            }),
            What::Correct(correct) => with(&correct.person.policy, async |desk| {
                correct::correct(desk, correct).await
            }),
            What::Erase(erase) => with(&erase.person.policy, async |desk| {
                person::erase(desk, erase).await
            }),
            What::EraseServer(erase) => {
                with(&erase.policy, async |desk| server::erase(desk, erase).await)
            }
            What::Requests(requests) => requests.run(),
            What::Stats(stats) => with(&stats.policy, async |desk| stats::stats(desk, stats).await),
            What::Sweep(asked) => with(&asked.policy, async |desk| sweep(desk, asked.yes).await),
            What::Copy(copy) => copy.run(),
            What::Verify(policy) => with(policy, verify),
        }
    }
}

async fn list(desk: &Desk) -> Result<(), Failure> {
    let mut text = String::new();
    for Stored { store, rows, kept } in desk.ask(control::List).await? {
        // Writing into a String does not fail.
        let _ = writeln!(text, "{rows:>10}  {store}");
        let _ = writeln!(text, "{:>10}  kept {}", "", kept.join(" or "));
    }
    out::data(&text)
}

async fn sweep(desk: &Desk, yes: bool) -> Result<(), Failure> {
    // A bot that runs knows what time it is.
    if let Some(office) = desk.here() {
        time::confirm(office.dir(), office.now(), yes)?;
    }
    let Swept { rows, servers } = desk.ask(control::Sweep).await?;
    out::data(&format!(
        "deleted {rows} rows; {servers} servers are gone for good\n"
    ))
}

async fn verify(desk: &Desk) -> Result<Exit, Failure> {
    let found = desk.ask(control::Verify).await?;
    out::data(&format!("{} rows, all whole\n", found.rows))?;
    Ok(requests::judged(&found.wrong))
}
