//! The vault that lasts: readers go straight to the engine, writers through one queue.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
    time::Instant,
};

use async_trait::async_trait;
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    plan::{BACKUP_MAX, Plan, StartBackup, Store, StoreId},
    port::{
        Answer, Batch, Commit, Marks, Read, Receipt, Request, RowId, StoreCount, StoredRow, Swept,
        Trouble, Vault, VaultError,
    },
    vault::{
        care::{
            backup::{self, Manifest},
            mark,
            requests::{self, Record, Requests},
        },
        engines::{Readable, postgres::Address},
        ground::{
            fault::{self, RETRY, damaged},
            progress::{Count, Watch, nobody},
        },
        keep::{
            Shared,
            check::{Depth, check},
            view::View,
            writer::{self, Writer},
        },
        ledger::{Ledger, Secrets, key::MasterKey, proof::Holder},
        open::location::Location,
        rows::{layout, rules},
    },
    vocab::{ChannelId, GuildId, Timestamp, UserId},
};

/// How many commits may wait for the writer before callers do.
const QUEUE: usize = 1024;

/// A vault in a directory, or in a database with a directory beside it; for one process. Dropping it waits for the writer to finish what it has accepted.
pub struct SealedVault {
    shared: Arc<Shared>,
    record: Arc<Mutex<Requests>>,
    requests: Option<mpsc::Sender<writer::Request>>,
    deleting: watch::Receiver<bool>,
    writer: Option<JoinHandle<()>>,
    dir: PathBuf,
    _lock: File,
}

impl SealedVault {
    /// Opens the data at a place, or begins it. Finishes erasures that were begun, checks every row, and brings deadlines
    /// nearer where the plan has become stricter.
    ///
    /// # Errors
    /// `Refused` with another process on the data, another master key, or a plan that does not fit the rows; `Damaged`
    /// when something that was acknowledged is missing or unreadable; `Io` when a database cannot be reached. Nothing is
    /// served and nothing is wiped then.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the vault shares the plan from here on"
    )]
    pub fn at(
        place: &Location,
        plan: Arc<Plan>,
        key: &MasterKey,
        now: Timestamp,
    ) -> Result<Self, VaultError> {
        Self::start(place.writer(&plan, key, now)?, place.directory())
    }

    /// [`at`](Self::at) a directory.
    ///
    /// # Errors
    /// As for `at`.
    pub fn open(
        dir: &Path,
        plan: Arc<Plan>,
        key: &MasterKey,
        now: Timestamp,
    ) -> Result<Self, VaultError> {
        Self::at(&Location::Directory(dir.to_owned()), plan, key, now)
    }

    /// [`at`](Self::at) a PostgreSQL database; `dir` is the directory of the ledger.
    ///
    /// # Errors
    /// As for `at`.
    pub fn connect(
        address: &Address,
        dir: &Path,
        plan: Arc<Plan>,
        key: &MasterKey,
        now: Timestamp,
    ) -> Result<Self, VaultError> {
        let place = Location::Database {
            address: Box::new(address.clone()),
            ledger: dir.to_owned(),
        };
        Self::at(&place, plan, key, now)
    }

    fn start((writer, lock): (Writer, File), dir: &Path) -> Result<Self, VaultError> {
        mark::is_writable(dir)?;
        let shared = Arc::clone(&writer.shared);
        let record = Requests::open(dir, shared.ledger.record_key())
            .map_err(|error| fault::placed(dir, error))?;
        let (requests, waiting) = mpsc::channel(QUEUE);
        let deleting = writer.deleting.subscribe();
        let writer = std::thread::Builder::new()
            .name("vault".to_owned())
            .spawn(move || writer.run(waiting))?;
        Ok(Self {
            shared,
            record: Arc::new(Mutex::new(record)),
            requests: Some(requests),
            deleting,
            writer: Some(writer),
            dir: dir.to_owned(),
            _lock: lock,
        })
    }

    /// Writes a backup to the file `to`: every sealed row, and no secret. It is read back before it gets its name, and
    /// cannot be read any more from `until` on.
    ///
    /// # Errors
    /// `Refused` when something stands at `to`, or `until` is further away than [`BACKUP_MAX`]; `Damaged` when a row is;
    /// and as the disk says.
    pub async fn backup(
        &self,
        to: &Path,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Manifest, VaultError> {
        self.backup_watched(to, now, until, &nobody()).await
    }

    /// The same for somebody who waits.
    ///
    /// # Errors
    /// As for `backup`.
    pub async fn backup_watched(
        &self,
        to: &Path,
        now: Timestamp,
        until: Timestamp,
        watch: &Watch,
    ) -> Result<Manifest, VaultError> {
        if until > now.plus(BACKUP_MAX) {
            return Err(VaultError::Refused {
                what: "a backup lasts 30 days at most, as the notice says".to_owned(),
                help: "give it a shorter time".to_owned(),
            });
        }
        self.written((to, now, until), |_| false, watch).await
    }

    /// The backup of a start: without what the policy leaves out of these.
    ///
    /// # Errors
    /// As for `backup`.
    pub async fn snapshot(
        &self,
        to: &Path,
        now: Timestamp,
        asked: &StartBackup,
    ) -> Result<Manifest, VaultError> {
        let (until, asked) = (now.plus(asked.max_age), asked.clone());
        let without = move |store: &Store| asked.is_without(store);
        self.written((to, now, until), without, &nobody()).await
    }

    async fn written(
        &self,
        (to, now, until): (&Path, Timestamp, Timestamp),
        without: impl Fn(&Store) -> bool + Send + 'static,
        watch: &Watch,
    ) -> Result<Manifest, VaultError> {
        let (to, watch) = (to.to_owned(), Arc::clone(watch));
        self.at_length(move |view| {
            backup::write(view, &to, now, until, &without, &watch)
                .map_err(|error| fault::placed(&to, error))
        })
        .await
    }

    /// [`verify`](Vault::verify) for somebody who waits.
    ///
    /// # Errors
    /// As for `verify`.
    pub async fn verify_watched(&self, watch: &Watch) -> Result<u64, VaultError> {
        let watch = Arc::clone(watch);
        self.at_length(move |view| {
            let count = Count::new(&watch, "rows verified", Some(view.rows()?));
            let checked = check(view, Depth::All, |(): &mut (), kept, row, record| {
                count.step();
                view.opened(kept, row, &record).map(drop)
            });
            Ok(checked?.rows)
        })
        .await
    }

    /// What whoever has the master key of this data can prove.
    #[must_use]
    pub fn holder(&self) -> Holder {
        self.shared.ledger.holder()
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
        self.with_ledger(move |ledger| backup::drop_old(ledger, &folder, keep))
            .await
    }

    /// The record of requests, checked as far as it goes now.
    ///
    /// # Errors
    /// As the disk says.
    pub async fn requests(&self) -> Result<Record, VaultError> {
        let (dir, key) = (self.dir.clone(), self.shared.ledger.record_key());
        // Nobody writes while it is read.
        self.enter(move |_| requests::read(&dir, &key)).await
    }

    /// How many secrets the ledger has.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        self.shared.ledger.secrets()
    }

    /// Deletes the backups of this data in `folder` whose time is over; tells which.
    ///
    /// # Errors
    /// As [`drop_old_backups`](Self::drop_old_backups).
    pub async fn drop_ended_backups(
        &self,
        folder: &Path,
        now: Timestamp,
    ) -> Result<Vec<PathBuf>, VaultError> {
        let folder = folder.to_owned();
        self.with_ledger(move |ledger| backup::drop_ended(ledger, &folder, now))
            .await
    }

    async fn ask<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<Result<T, VaultError>>) -> writer::Request,
    ) -> Result<T, VaultError> {
        let (reply, answer) = oneshot::channel();
        let stopped = || {
            let told = Trouble::new("the vault's writer has stopped", "restart candor");
            VaultError::Io(told.of_kind(std::io::ErrorKind::Other))
        };
        let requests = self.requests.as_ref().ok_or_else(stopped)?;
        requests.send(request(reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }

    /// Works on the record of requests; what it writes is on disk when it returns.
    async fn enter<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Requests) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let record = Arc::clone(&self.record);
        let work = move || work(&mut record.lock().unwrap_or_else(PoisonError::into_inner));
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| damaged("the record of requests"))?
    }

    /// A request is on record before it is carried out, and its outcome before anybody is told.
    async fn commit_request(
        &self,
        request: Request,
        batch: Batch,
        now: Timestamp,
    ) -> Result<Commit, VaultError> {
        let begun = Instant::now();
        let id = self.enter(move |record| record.asked(request, now)).await?;
        let done = if batch.ops.is_empty() {
            Ok(Commit::default())
        } else {
            self.ask(|reply| writer::Request::Commit { batch, now, reply })
                .await
        };
        let (erased, receipt) = (
            done.as_ref().ok().map(|done| done.erased.clone()),
            id.clone(),
        );
        let ended = self
            .enter(move |record| record.ended(&receipt, erased.as_ref(), begun.elapsed()))
            .await;
        if let Err(error) = ended {
            // What was done is done, and whoever asked is told so; the record has the question without the outcome.
            tracing::error!(%error, "the outcome of a request could not be recorded");
        }
        done.map(|done| Commit {
            receipt: Some(Receipt {
                id,
                request,
                at: now,
                erased: done.erased.clone(),
            }),
            ..done
        })
    }

    /// Waits until rows of people who were erased are deleted: they read as not there before, but are still counted.
    async fn deleted(&self) {
        // A writer that is gone deletes nothing any more.
        let _ = self.deleting.clone().wait_for(|deleting| !deleting).await;
    }

    /// Work that can take long goes where it holds up nobody.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl Fn(&View<'_, dyn Readable + '_>) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        self.deleted().await;
        let shared = Arc::clone(&self.shared);
        apart(move || reading(&shared, Reading::Short, work)).await
    }

    /// Work that takes long, beside which others write on.
    async fn at_length<T: Send + 'static>(
        &self,
        work: impl Fn(&View<'_, dyn Readable + '_>) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        self.deleted().await;
        let shared = Arc::clone(&self.shared);
        apart(move || reading(&shared, Reading::Long, work)).await
    }

    /// Work on files beside the data.
    async fn with_ledger<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let shared = Arc::clone(&self.shared);
        apart(move || work(&shared.ledger)).await
    }

    /// A few reads: done at once where the engine is near.
    async fn soon<T: Send + 'static>(
        &self,
        work: impl Fn(&View<'_, dyn Readable + '_>) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        if self.shared.engine.is_near() {
            self.deleted().await;
            reading(&self.shared, Reading::Short, work)
        } else {
            self.aside(work).await
        }
    }
}

/// How often one answer is begun again when a server went away in the middle of it.
const AGAIN: u32 = 5;

/// Whether others may have to wait for it before they write.
#[derive(Debug, Clone, Copy)]
enum Reading {
    Short,
    Long,
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| damaged("the database"))?
}

fn reading<T>(
    shared: &Shared,
    how: Reading,
    work: impl Fn(&View<'_, dyn Readable + '_>) -> Result<T, VaultError>,
) -> Result<T, VaultError> {
    let mut left = AGAIN;
    loop {
        let still = match how {
            Reading::Short => shared.engine.reading(),
            Reading::Long => shared.engine.lasting(),
        }?;
        match work(&shared.view(&*still)) {
            Err(VaultError::Io(error)) if error.kind() == RETRY && left > 0 => left -= 1,
            done => return done,
        }
    }
}

impl Drop for SealedVault {
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has told so already.
            let _ = writer.join();
        }
    }
}

#[async_trait]
impl Vault for SealedVault {
    async fn read(&self, read: &Read, now: Timestamp) -> Result<Answer, VaultError> {
        let is_long = matches!(
            read,
            Read::Scan(_) | Read::Tally { .. } | Read::WithHeld(_) | Read::Export { .. }
        );
        let asked = read.clone();
        let answer = move |view: &View<'_, dyn Readable + '_>| view.answer(&asked, now);
        if matches!(read, Read::Erasure { .. } | Read::ServerErasure(_)) {
            return self.soon(answer).await;
        }
        if self.shared.engine.is_near() && !is_long {
            return reading(&self.shared, Reading::Short, answer);
        }
        let shared = Arc::clone(&self.shared);
        apart(move || reading(&shared, Reading::Short, answer)).await
    }

    async fn commit(&self, mut batch: Batch, now: Timestamp) -> Result<Commit, VaultError> {
        let request = rules::take_request(&mut batch);
        rules::check_batch(&batch)?;
        if let Some(request) = request {
            return self.commit_request(request, batch, now).await;
        }
        self.ask(|reply| writer::Request::Commit { batch, now, reply })
            .await
    }

    async fn sweep(&self, now: Timestamp) -> Result<Swept, VaultError> {
        self.ask(|reply| writer::Request::Sweep { now, reply })
            .await
    }

    async fn ended(
        &self,
        guild: Option<GuildId>,
        limit: usize,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        self.soon(move |view| view.ended(guild, limit)).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, VaultError> {
        self.soon(|view| {
            let first = view.source.scan(&[layout::DUE], 1)?;
            let key = first.first().map(|(key, _)| key);
            Ok(key.and_then(|key| layout::split_due(key)).map(|(at, _)| at))
        })
        .await
    }

    async fn guilds(&self) -> Result<Vec<(GuildId, Option<Timestamp>)>, VaultError> {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the path of the method stands for one lifetime only"
        )]
        self.aside(|view| view.guilds()).await
    }

    async fn members(
        &self,
        guild: GuildId,
    ) -> Result<Vec<(UserId, Option<Timestamp>)>, VaultError> {
        self.aside(move |view| view.members(guild)).await
    }

    async fn channels(&self, guild: Option<GuildId>) -> Result<Vec<ChannelId>, VaultError> {
        self.aside(move |view| view.channels(guild)).await
    }

    async fn counts(&self) -> Result<Vec<StoreCount>, VaultError> {
        self.soon(|view| {
            let stores = view.shape.plan.stores.iter().map(|store| {
                Ok(StoreCount {
                    store: store.id,
                    rows: view.count(view.shape.of(store.id)?.number)?,
                })
            });
            stores.collect()
        })
        .await
    }

    async fn dump(
        &self,
        store: StoreId,
        now: Timestamp,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        self.at_length(move |view| view.dump(store, now)).await
    }

    async fn due(&self, row: &RowId) -> Result<Option<Timestamp>, VaultError> {
        let id = row.clone();
        self.soon(move |view| view.due_of(&id)).await
    }

    async fn verify(&self) -> Result<u64, VaultError> {
        self.verify_watched(&nobody()).await
    }

    async fn marks(&self) -> Result<Marks, VaultError> {
        mark::marks(&self.dir)
    }

    async fn mark(&self, marks: Marks) -> Result<(), VaultError> {
        let dir = self.dir.clone();
        tokio::task::spawn_blocking(move || mark::write(&dir, marks))
            .await
            .map_err(std::io::Error::other)?
    }
}
