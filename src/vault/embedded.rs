//! The vault on disk: readers go straight to the engine, writers through one queue.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    thread::JoinHandle,
};

use async_trait::async_trait;
use tokio::sync::{mpsc, oneshot};

use super::{
    backup::{self, Manifest},
    engine::Source,
    key::MasterKey,
    layout,
    ledger::damaged,
    open, rules,
    writer::{Request, Shared},
};
use crate::{
    plan::{Plan, StoreId},
    port::{Answer, Batch, Commit, Read, RowId, StoreCount, StoredRow, Swept, Vault, VaultError},
    vocab::{GuildId, Timestamp},
};

/// How many commits may wait for the writer before callers do.
const QUEUE: usize = 1024;

/// A vault in a directory, for one process. Dropping it waits for the writer to finish what it has accepted.
pub struct SledVault {
    shared: Arc<Shared>,
    requests: Option<mpsc::Sender<Request>>,
    writer: Option<JoinHandle<()>>,
    _lock: File,
}

impl SledVault {
    /// Opens the data in `dir`, or begins it. Finishes erasures that were begun, checks every row, and brings deadlines
    /// nearer where the plan has become stricter.
    ///
    /// # Errors
    /// `Refused` with another process in `dir`, another master key, or a plan that does not fit the rows; `Damaged`
    /// when something that was acknowledged is missing or unreadable. Nothing is served and nothing is wiped then.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the vault shares the plan from here on"
    )]
    pub fn open(
        dir: &Path,
        plan: Arc<Plan>,
        key: &MasterKey,
        now: Timestamp,
    ) -> Result<Self, VaultError> {
        let (writer, lock) = open::open(dir, &plan, key, now)?;
        let shared = Arc::clone(&writer.shared);
        let (requests, waiting) = mpsc::channel(QUEUE);
        let writer = std::thread::Builder::new()
            .name("vault".to_owned())
            .spawn(move || writer.run(waiting))?;
        Ok(Self {
            shared,
            requests: Some(requests),
            writer: Some(writer),
            _lock: lock,
        })
    }

    /// Writes a backup to the file `to`: every sealed row, and no secret. It is read back before it gets its name.
    ///
    /// # Errors
    /// `Refused` when something stands at `to`; `Damaged` when a row is; and as the disk says.
    pub async fn backup(&self, to: &Path, now: Timestamp) -> Result<Manifest, VaultError> {
        let to = to.to_owned();
        self.aside(move |shared| backup::write(shared, &to, now))
            .await
    }

    /// Deletes the oldest backups of this data in `folder` until `keep` are left; tells which.
    ///
    /// # Errors
    /// When the folder cannot be read or a file not be deleted.
    pub async fn drop_old_backups(
        &self,
        folder: &Path,
        keep: usize,
    ) -> Result<Vec<PathBuf>, VaultError> {
        let folder = folder.to_owned();
        self.aside(move |shared| backup::drop_old(&shared.ledger, &folder, keep))
            .await
    }

    async fn ask<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<Result<T, VaultError>>) -> Request,
    ) -> Result<T, VaultError> {
        let (reply, answer) = oneshot::channel();
        let stopped = || {
            VaultError::Io(std::io::Error::other(
                "the vault's writer has stopped; restart candor",
            ))
        };
        let requests = self.requests.as_ref().ok_or_else(stopped)?;
        requests.send(request(reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }

    /// Work that can take long goes where it holds up nobody.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let shared = Arc::clone(&self.shared);
        let work = move || {
            let _still = shared.engine.reading();
            work(&shared)
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| damaged("the database"))?
    }
}

impl Drop for SledVault {
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has told so already.
            let _ = writer.join();
        }
    }
}

#[async_trait]
impl Vault for SledVault {
    async fn read(&self, read: &Read) -> Result<Answer, VaultError> {
        if let Read::Scan(_) | Read::Export { .. } = read {
            let read = read.clone();
            return self
                .aside(move |shared| open::view(shared).answer(&read))
                .await;
        }
        let _still = self.shared.engine.reading();
        open::view(&self.shared).answer(read)
    }

    async fn commit(&self, batch: Batch, now: Timestamp) -> Result<Commit, VaultError> {
        rules::check_batch(&batch)?;
        self.ask(|reply| Request::Commit { batch, now, reply })
            .await
    }

    async fn sweep(&self, now: Timestamp) -> Result<Swept, VaultError> {
        self.ask(|reply| Request::Sweep { now, reply }).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, VaultError> {
        let first = self.shared.engine.scan(&[layout::DUE], 1)?;
        Ok(first
            .first()
            .and_then(|(key, _)| layout::split_due(key))
            .map(|(at, _)| at))
    }

    async fn guilds(&self) -> Result<Vec<(GuildId, Option<Timestamp>)>, VaultError> {
        self.aside(|shared| open::view(shared).guilds()).await
    }

    async fn counts(&self) -> Result<Vec<StoreCount>, VaultError> {
        let _still = self.shared.engine.reading();
        let view = open::view(&self.shared);
        let stores = self.shared.shape.plan.stores.iter().map(|store| {
            let number = self.shared.shape.of(store.id)?.number;
            Ok(StoreCount {
                store: store.id,
                rows: view.count(number)?,
            })
        });
        stores.collect()
    }

    async fn dump(&self, store: StoreId) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        self.aside(move |shared| open::view(shared).dump(store))
            .await
    }

    async fn verify(&self) -> Result<u64, VaultError> {
        self.aside(|shared| {
            open::check(shared, |kept, row, record| {
                open::view(shared).opened(kept, row, &record).map(drop)
            })
        })
        .await
    }
}
