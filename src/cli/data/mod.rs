//! `candor data`: what a bot keeps, for its operator.
//!
//! The bot must not be running: its data belong to one process.

mod copy;
mod correct;
mod person;
mod requests;
mod stats;

use std::{fmt::Write as _, path::PathBuf, sync::Arc};

use clap::{Args, Subcommand};

use crate::{
    plan::Plan,
    port::{Clock, Marks, Vault},
    runtime::SystemClock,
    vault::{MasterKey, Place, SealedVault},
    vocab::Timestamp,
};
use correct::Correct;
use person::{Erase, Export, Person};
use requests::Requests;
use stats::Stats;

pub(super) use stats::Figures;

use super::{
    Exit, Outcome,
    out::{self, Failure},
    policy,
    run::{runtime, told},
    time,
};

/// Look after the data of a bot that is not running
///
/// Reads CANDOR_DATA (and CANDOR_LEDGER) and CANDOR_KEY (or CANDOR_KEY_FILE), as `candor run` does.
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
    /// List what people asked about their data, and check that the list is whole
    Requests(Requests),
    /// Give figures, without an id in them
    Stats(Stats),
    /// Delete what is due
    Sweep(Sweep),
    /// Read every row and check it
    Verify(Policy),
    Copy(copy::Copy),
}

#[derive(Debug, Args)]
pub(super) struct Policy {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Args)]
struct Sweep {
    #[command(flatten)]
    policy: Policy,
    /// Do not ask whether the machine's clock is right, should it have jumped since the bot last ran
    #[arg(long)]
    yes: bool,
}

/// An opened vault, and the plan it was opened with.
pub(super) struct Opened {
    pub(super) plan: Arc<Plan>,
    pub(super) vault: SealedVault,
    pub(super) now: Timestamp,
    dir: PathBuf,
}

impl Data {
    pub(super) fn run(&self) -> Outcome {
        match &self.what {
            What::List(policy) => with(policy, async |opened| opened.list().await),
            What::Show(person) => with(&person.policy, async |opened| opened.show(person).await),
            What::Export(export) => with(&export.person.policy, async |opened| {
                opened.hand_over(export).await
            }),
            What::Correct(correct) => with(&correct.person.policy, async |opened| {
                opened.correct(correct).await
            }),
            What::Erase(erase) => with(&erase.person.policy, async |opened| {
                opened.erase(erase).await
            }),
            What::Requests(requests) => requests.run(),
            What::Stats(stats) => with(&stats.policy, async |opened| opened.stats(stats).await),
            What::Sweep(sweep) => with(&sweep.policy, async |opened| opened.sweep(sweep).await),
            What::Copy(copy) => copy.run(),
            What::Verify(policy) => with(policy, async |opened| {
                let rows = opened.vault.verify().await.map_err(told)?;
                out::data(&format!("{rows} rows, all whole\n"))
            }),
        }
    }
}

pub(super) fn with(
    policy: &Policy,
    work: impl AsyncFnOnce(&Opened) -> Result<(), Failure>,
) -> Outcome {
    let Some((_, plan)) = policy::plan(&policy.file)? else {
        return Ok(Exit::Findings);
    };
    let key = MasterKey::from_env().map_err(told)?;
    let place = Place::from_env()?;
    let dir = place.directory();
    if !dir.is_dir() {
        return Err(Failure::new(
            format!("there is no data in {}", dir.display()),
            "set CANDOR_DATA, and CANDOR_LEDGER with a database, as `candor run` was given them",
        ));
    }
    runtime("warn")?.block_on(async {
        let plan = Arc::new(plan);
        let clock = SystemClock::default();
        let vault = place.open(&plan, &key, &clock)?;
        let vault = vault.watched(out::progress());
        let (now, dir) = (clock.now(), dir.to_owned());
        work(&Opened {
            plan,
            vault,
            now,
            dir,
        })
        .await?;
        Ok(Exit::Clean)
    })
}

impl Opened {
    async fn list(&self) -> Result<(), Failure> {
        let mut text = String::new();
        for count in self.vault.counts().await.map_err(told)? {
            let name = self
                .plan
                .store(count.store)
                .map_or("?", |store| store.name.as_str());
            // Writing into a String does not fail.
            let _ = writeln!(text, "{:>10}  {name}", count.rows);
        }
        out::data(&text)
    }

    async fn sweep(&self, sweep: &Sweep) -> Result<(), Failure> {
        time::confirm(&self.dir, self.now, sweep.yes)?;
        let swept = self.vault.sweep(self.now).await.map_err(told)?;
        let marks = Marks {
            time: Some(self.now),
            ..self.vault.marks().await.map_err(told)?
        };
        self.vault.mark(marks).await.map_err(told)?;
        let (rows, servers) = (swept.rows, swept.guilds);
        out::data(&format!(
            "deleted {rows} rows; {servers} servers are gone for good\n"
        ))
    }
}
