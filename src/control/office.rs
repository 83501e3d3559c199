//! Who carries commands out: an opened vault, the plan it was opened with, and the clock that counts.

use std::{
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
};

use super::digest::digest;
use crate::{
    plan::Plan,
    port::{Batch, Clock, News, Notifier, Places, Trouble, Vault, VaultError},
    rights,
    vault::{self, SealedVault},
    vocab::{GuildId, Timestamp, UserId},
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
    leaving: Option<Leaving>,
    pub(super) notifier: Option<Arc<dyn Notifier>>,
}

/// What enters the deeds that an erasure leaves, in one server or everywhere, and tells where.
pub type Leaving = Box<
    dyn Fn(
            Option<GuildId>,
            UserId,
            Timestamp,
        ) -> Pin<Box<dyn Future<Output = Result<Places, VaultError>> + Send>>
        + Send
        + Sync,
>;

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
            digest: digest(&plan),
            plan,
            vault,
            dir,
            backing_up: tokio::sync::Mutex::default(),
            clock,
            bot: None,
            leaving: None,
            notifier: None,
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

    /// Before an erasure, `leaving` is asked.
    #[must_use]
    pub fn with_endings(self, leaving: Leaving) -> Self {
        Self {
            leaving: Some(leaving),
            ..self
        }
    }

    /// People can be written to.
    #[must_use]
    pub fn with_notifier(self, notifier: Arc<dyn Notifier>) -> Self {
        Self {
            notifier: Some(notifier),
            ..self
        }
    }

    /// What an erasure of somebody leaves to be done.
    pub(super) async fn leave(
        &self,
        guild: Option<GuildId>,
        user: UserId,
    ) -> Result<Places, Trouble> {
        match &self.leaving {
            Some(leaving) => Ok(leaving(guild, user, self.now()).await?),
            None => Ok(Places::new()),
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

    /// Whether a bot runs on the data, which then marks the time itself.
    pub(super) fn is_of_bot(&self) -> bool {
        self.bot.is_some()
    }

    pub(super) fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    pub(super) fn holder(&self) -> vault::Holder {
        self.vault.holder()
    }

    pub(super) fn tell(&self, news: News) {
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
        let commit = self.vault.commit(batch, self.now()).await?;
        changed.extend(commit.erased_in);
        self.tell(News::Changed(changed));
        let receipt = commit.receipt.as_ref();
        let text = receipt.map(|receipt| rights::receipt(&self.plan, receipt));
        Ok(text.unwrap_or_default())
    }
}
