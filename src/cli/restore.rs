//! `candor restore`: puts a backup back, except for those who were erased since.

use std::{fmt::Write as _, path::PathBuf, sync::Arc};

use clap::Args;

use crate::{
    port::Clock,
    runtime::SystemClock,
    vault::{self, Location, Restored},
};

use super::{
    Exit, Outcome,
    desk::no_bot_on,
    master,
    out::{self, Failure, told},
    policy,
    run::logs,
    time,
};

/// Replace what a bot keeps by a backup, while it is stopped
///
/// Reads CANDOR_DATA (and CANDOR_LEDGER) and CANDOR_KEY (or CANDOR_KEY_FILE), as `candor run` does; the ledger there must be the one that the
/// backup was made with. Nobody who was erased since comes back, opt-outs stay, and what is due is deleted.
#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "shown on a terminal as it stands")]
pub(super) struct Restore {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What `candor backup` wrote
    #[arg(value_name = "BACKUP")]
    backup: PathBuf,
    /// Only tell what would be restored
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Restore {
    pub(super) fn run(&self) -> Outcome {
        let Some((_, plan)) = policy::plan(&self.file)? else {
            return Ok(Exit::Findings);
        };
        let place = Location::from_env()?;
        let key = master::key(&[&place])?;
        no_bot_on(place.directory(), "candor restore")?;
        let plan = Arc::new(plan);
        logs("warn");
        let (now, watch) = (SystemClock::default().now(), out::progress());
        if let Some(oddity) = time::oddity(place.directory(), now)? {
            out::note(oddity);
        }
        let restore =
            |how| vault::restore(&place, &self.backup, &plan, &key, now, how, &watch).map_err(told);
        if self.dry_run || !self.yes {
            let seen = restore(vault::Restore::Look)?;
            let shown = shown(&seen, &place, "would be");
            if self.dry_run {
                out::data(&shown)?;
                return Ok(Exit::Clean);
            }
            out::note(&shown);
            if !out::agreed(
                "Replace the data of today? Rows written since the backup are lost, with the secrets of those who are not in it.",
            )? {
                return Err(Failure::new(
                    "nothing was restored",
                    "say yes, or use --yes",
                ));
            }
        }
        let done = restore(vault::Restore::Replace)?;
        out::data(&shown(&done, &place, "were"))?;
        Ok(Exit::Clean)
    }
}

fn shown(restored: &Restored, place: &Location, tense: &str) -> String {
    let made = restored
        .manifest
        .created_ms
        .printed("%Y-%m-%d %H:%M:%S UTC");
    let mut text = format!(
        "a backup of {}, made {made}, with {} rows\n{:>10}  {tense} restored\n{:>10}  {tense} left out: their people or servers were erased since\n{:>10}  {tense} left out: their time has come\n",
        restored.manifest.bot,
        restored.manifest.rows(),
        restored.rows,
        restored.erased,
        restored.due,
    );
    // Writing into a String does not fail.
    if restored.dropped > 0 {
        let _ = writeln!(
            text,
            "{:>10}  {tense} left out: their store is dropped",
            restored.dropped
        );
    }
    if restored.emptied > 0 {
        let _ = writeln!(
            text,
            "{:>10}  of the restored {tense} emptied of somebody who was erased since",
            restored.emptied
        );
    }
    if let Some(why) = &restored.blind {
        let lost = match place {
            Location::Directory(_) => "removals and departures",
            Location::Database { .. } => "opt-outs, removals and departures",
        };
        let _ = writeln!(
            text,
            "the data of today cannot be read ({why}): {lost} since the backup are not known"
        );
    }
    text
}
