//! `candor backup`: a copy of what a bot keeps, in which nobody can read without the ledger and the master key.

use std::path::PathBuf;

use clap::Args;

use crate::vocab::{Duration, Timestamp};

use super::{
    Outcome,
    data::{Opened, Policy, with},
    out::{self, Failure},
    run::told,
};
use crate::vault::BACKUP_ENDING;

/// Write a backup of the data of a bot that is not running
///
/// Reads CANDOR_DATA and CANDOR_KEY (or CANDOR_KEY_FILE), as `candor run` does. The backup has sealed rows and no
/// secrets: `candor restore` needs the ledger of the data directory, and works until the backup's time is over. Prints
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
        with(&self.policy, async |opened| {
            let path = if self.output.is_dir() {
                self.output.join(name(&opened.plan.bot, opened.now))
            } else {
                self.output.clone()
            };
            let until = opened.now.plus(self.lifetime);
            let written = opened.vault.backup(&path, opened.now, until).await;
            let manifest = written.map_err(told)?;
            out::data(&format!("{}\n", path.display()))?;
            for store in manifest
                .stores
                .iter()
                .filter(|store| !store.name.is_empty())
            {
                out::note(format_args!("{:>10}  {}\n", store.rows, store.name));
            }
            out::note(format_args!(
                "it can be read until {}\n",
                until.printed("%Y-%m-%d %H:%M UTC")
            ));
            self.rotate(opened).await
        })
    }

    async fn rotate(&self, opened: &Opened) -> Result<(), Failure> {
        let Some(keep) = self.keep else {
            return Ok(());
        };
        let old = opened
            .vault
            .drop_old_backups(&self.output, usize::from(keep));
        for path in old.await.map_err(told)? {
            out::note(format_args!("deleted {}\n", path.display()));
        }
        Ok(())
    }
}

fn name(bot: &str, now: Timestamp) -> String {
    let bot: String = bot
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    format!(
        "{}-{}.{BACKUP_ENDING}",
        bot.to_lowercase(),
        now.printed("%Y%m%dT%H%M%S%.3fZ")
    )
}
