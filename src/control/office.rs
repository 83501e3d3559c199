//! Who carries commands out: an opened vault, the plan it was opened with, and the clock that counts.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{Trouble, command::Command, wire};
use crate::{
    plan::Plan,
    port::{Batch, Clock, Marks, News, Places, Vault},
    rights,
    vault::{self, Record, SealedVault, Watch},
    vocab::Timestamp,
};

/// The process that has the data open.
pub struct Office {
    pub(super) plan: Arc<Plan>,
    pub(super) vault: Arc<SealedVault>,
    pub(super) dir: PathBuf,
    /// Of two backups to the same file the second finds it there.
    pub(super) backing_up: tokio::sync::Mutex<()>,
    clock: Arc<dyn Clock>,
    digest: [u8; 32],
    bot: Option<OfBot>,
}

/// What a bot does about changes to its data by others.
type OfBot = Box<dyn Fn(News) + Send + Sync>;

impl Office {
    /// Of a command that opened the data itself; `clock` is believed.
    #[must_use]
    pub fn new(
        plan: Arc<Plan>,
        vault: Arc<SealedVault>,
        dir: PathBuf,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            digest: wire::digest(&plan),
            plan,
            vault,
            dir,
            backing_up: tokio::sync::Mutex::default(),
            clock,
            bot: None,
        }
    }

    /// Of a bot that runs: it marks the time itself, and is told what was done to its data.
    #[must_use]
    pub fn of_bot(self, told: impl Fn(News) + Send + Sync + 'static) -> Self {
        Self {
            bot: Some(Box::new(told)),
            ..self
        }
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Where the files of the data stand.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    pub(super) fn holder(&self) -> vault::Holder {
        self.vault.holder()
    }

    fn tell(&self, news: News) {
        if let Some(told) = &self.bot {
            told(news);
        }
    }

    /// Commits, and gives the receipt in words. The bot hears what was `changed`, and what was erased.
    pub(super) async fn receipted(
        &self,
        batch: Batch,
        mut changed: Places,
    ) -> Result<String, Trouble> {
        let commit = self.vault.commit(batch, self.now()).await;
        let commit = commit.map_err(Trouble::told)?;
        changed.extend(commit.erased_in);
        self.tell(News::Changed(changed));
        let receipt = commit.receipt.as_ref();
        let text = receipt.map(|receipt| rights::receipt(&self.plan, receipt));
        Ok(text.unwrap_or_default())
    }
}

/// The rows of each store.
#[derive(Debug, Serialize, Deserialize)]
pub struct List;

#[derive(Debug, Serialize, Deserialize)]
pub struct Stored {
    pub store: String,
    pub rows: u64,
}

impl Command for List {
    type Answer = Vec<Stored>;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Vec<Stored>, Trouble> {
        let counts = office.vault.counts().await.map_err(Trouble::told)?;
        let stored = counts.into_iter().map(|count| Stored {
            store: office
                .plan
                .store(count.store)
                .map_or_else(|| "?".to_owned(), |store| store.name.clone()),
            rows: count.rows,
        });
        Ok(stored.collect())
    }
}

/// Deletes what is due.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sweep;

#[derive(Debug, Serialize, Deserialize)]
pub struct Swept {
    pub rows: u64,
    pub servers: u64,
}

impl Command for Sweep {
    type Answer = Swept;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Swept, Trouble> {
        let now = office.now();
        let swept = office.vault.sweep(now).await.map_err(Trouble::told)?;
        if office.bot.is_none() {
            let marks = Marks {
                time: Some(now),
                ..office.vault.marks().await.map_err(Trouble::told)?
            };
            office.vault.mark(marks).await.map_err(Trouble::told)?;
        }
        let answer = Swept {
            rows: swept.rows,
            servers: swept.guilds,
        };
        office.tell(News::Swept(swept));
        Ok(answer)
    }
}

/// Reads every row and the record of requests, and checks them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Verify;

#[derive(Debug, Serialize, Deserialize)]
pub struct Verified {
    pub rows: u64,
    /// What is wrong with the record of requests.
    pub wrong: Vec<String>,
}

impl Command for Verify {
    type Answer = Verified;

    async fn carry_out(self, office: &Office, watch: &Watch) -> Result<Verified, Trouble> {
        let rows = office.vault.verify_watched(watch).await;
        let rows = rows.map_err(Trouble::told)?;
        let record = office.vault.requests().await.map_err(Trouble::told)?;
        let wrong = record.wrong;
        Ok(Verified { rows, wrong })
    }
}

/// The record of requests. It names nobody, so that no policy is needed to read it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Requests;

impl Command for Requests {
    type Answer = Record;
    const NAMES_POLICY: bool = false;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Record, Trouble> {
        office.vault.requests().await.map_err(Trouble::told)
    }
}

/// How many secrets the master key opens.
#[derive(Debug, Serialize, Deserialize)]
pub struct Secrets;

impl Command for Secrets {
    type Answer = u64;
    const NAMES_POLICY: bool = false;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<u64, Trouble> {
        Ok(office.vault.secrets().all())
    }
}
