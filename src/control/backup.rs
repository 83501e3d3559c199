//! A backup, and room for it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{command::Command, office::Office};
use crate::{
    port::Trouble,
    vault::{Watch, free_name},
    vocab::{Duration, Timestamp},
};

/// Writes a backup where whoever has the data may write.
#[derive(Debug, Serialize, Deserialize)]
pub struct Backup {
    /// A new file, or a folder that is there.
    pub output: PathBuf,
    pub lifetime: Duration,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Backed {
    pub path: PathBuf,
    /// By store.
    pub rows: Vec<(String, u64)>,
    /// From then on nobody can read it.
    pub until: Timestamp,
}

impl Command for Backup {
    type Answer = Backed;

    async fn carry_out(self, office: &Office, watch: &Watch) -> Result<Backed, Trouble> {
        let _alone = office.backing_up.lock().await;
        let now = office.now();
        let path = if self.output.is_dir() {
            free_name(&self.output, &plain(&office.plan.bot), now)
        } else {
            self.output
        };
        let until = now.plus(self.lifetime);
        let written = office.vault.backup_watched(&path, now, until, watch).await;
        let stores = written?.stores.into_iter();
        let named = stores.filter(|store| !store.name.is_empty());
        Ok(Backed {
            path,
            rows: named.map(|store| (store.name, store.rows)).collect(),
            until,
        })
    }
}

/// Deletes the oldest backups of this bot in a folder, so that `keep` are left; tells which.
#[derive(Debug, Serialize, Deserialize)]
pub struct DropOld {
    pub folder: PathBuf,
    pub keep: u16,
}

impl Command for DropOld {
    type Answer = Vec<PathBuf>;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Vec<PathBuf>, Trouble> {
        let _alone = office.backing_up.lock().await;
        let keep = usize::from(self.keep);
        let gone = office.vault.drop_old_backups(&self.folder, keep).await;
        Ok(gone?)
    }
}

fn plain(bot: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    bot.chars().map(plain).collect::<String>().to_lowercase()
}
