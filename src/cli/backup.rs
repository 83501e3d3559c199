//! `candor backup`: a copy of what a bot keeps, in which nobody can read without the ledger and the master key.

use std::path::PathBuf;

use clap::Args;

use crate::{
    control::{self, DropOld},
    vocab::Duration,
};

use super::{
    Outcome,
    desk::{Policy, with},
    out::{self, Failure},
    time,
};

/// Write a backup of the data of a bot
///
/// Reads CANDOR_DATA (and CANDOR_LEDGER) and CANDOR_KEY (or CANDOR_KEY_FILE), as `candor run` does. While a bot runs on
/// the data, it writes the backup itself, and must be allowed to write there. The backup has sealed rows and no secrets: `candor restore` needs the ledger of the data directory, and works until the backup's time is over. Prints
/// the backup's path.
#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "shown on a terminal as it stands")]
pub(super) struct Backup {
    #[command(flatten)]
    policy: Policy,
    /// Where to write it: a new file, or a folder that is there
    #[arg(short, long, value_name = "PATH", default_value = ".")]
    output: PathBuf,
    /// How long it can be read; afterwards its secret is destroyed
    #[arg(long = "for", value_name = "DURATION", default_value = "30d")]
    lifetime: Duration,
    /// Delete the oldest backups of this bot in the folder, so that N are left
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
    /// Do not ask whether the machine's clock is right, should it have jumped ahead since the bot last ran
    #[arg(long)]
    yes: bool,
}

impl Backup {
    pub(super) fn run(&self) -> Outcome {
        if self.keep.is_some() && !self.output.is_dir() {
            return Err(Failure::new(
                format!(
                    "--keep needs a folder, and {} is none",
                    self.output.display()
                ),
                "make the folder and name it with -o",
            ));
        }
        with(&self.policy, async |desk| {
            // A bot that runs knows what time it is.
            if let Some(office) = desk.here() {
                time::confirm_lasting(office.dir(), office.now(), self.lifetime, self.yes)?;
            }
            let output = desk.path(&self.output)?;
            let backup = control::Backup {
                output: output.to_path_buf(),
                lifetime: self.lifetime,
            };
            let done = desk.ask(backup).await?;
            out::data(&format!("{}\n", done.path.display()))?;
            for (store, rows) in done.rows {
                out::note(format_args!("{rows:>10}  {store}\n"));
            }
            let until = done.until.printed("%Y-%m-%d %H:%M UTC");
            out::note(format_args!("it can be read until {until}\n"));
            let Some(keep) = self.keep else {
                return Ok(());
            };
            let folder = output.into_owned();
            for path in desk.ask(DropOld { folder, keep }).await? {
                out::note(format_args!("deleted {}\n", path.display()));
            }
            Ok(())
        })
    }
}
