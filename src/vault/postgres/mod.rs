//! The engine on a database server: PostgreSQL, and what speaks like it.
//!
//! A batch is one SERIALIZABLE transaction in two trips: the lease is counted up, then everything else and the commit
//! go without waiting in between. It is retried as a whole when the server says so (40001, 40P01) or goes away; the
//! count in the lease tells whether a commit whose answer was lost has happened. An answer to a reader comes from one
//! read-only transaction. After a batch failed for good, `settle` finds out whether it is there. SQL is plain: no advisory locks, no LISTEN, nothing that only PostgreSQL has.
//!
//! Work runs on a runtime of its own, and callers block: they are the writer's thread or `spawn_blocking`.
//!
//! INVARIANT: a batch is counted and applied once or not at all, and only while the lease is ours (`lease`).

mod address;
mod lease;
mod migrate;
mod tables;

use std::{
    cell::{Cell, RefCell},
    error::Error as _,
    fmt::Write as _,
    io,
    path::Path,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use deadpool_postgres::{Hook, HookError, Manager, Object, Pool, PoolError};
use futures_util::future::{join, try_join_all};
use tokio::{runtime, time};
use tokio_postgres::{error::SqlState, types::ToSql};

pub use address::Address;

use super::{
    engine::{Changes, Engine, Entry, RETRY, Sequence, Source, Visit},
    ledger::damaged,
    seal,
};
use crate::port::VaultError;
use lease::Look;
use tables::{Change, Page, Table};

const CONNECTIONS: usize = 8;
/// How long a server may be away before an error is told.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one try may take.
const ONE_TRY: Duration = Duration::from_secs(20);
/// Changes that are on their way at once.
const AT_ONCE: usize = 1000;
const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub(super) struct Postgres {
    hold: Hold,
    sequence: Mutex<Sequence>,
}

/// The connections, and the runtime they live on. Gives the lease back when it is dropped.
struct Hold {
    link: Arc<Link>,
    /// None while it is dropped.
    runtime: Option<runtime::Runtime>,
}

struct Link {
    pool: Pool,
    address: String,
    /// Random; names this process in the lease.
    holder: String,
    lost: AtomicBool,
}

/// Why something did not work.
#[derive(Debug)]
enum Failed {
    /// It may work when it is done again.
    Again(String),
    Vault(VaultError),
}

impl From<tokio_postgres::Error> for Failed {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            let text = error
                .source()
                .map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
            // The kind of error is private.
            return if text.starts_with("error performing TLS handshake") {
                Self::Vault(VaultError::Refused {
                    what: format!("the database cannot be reached safely: {text}"),
                    help: "set sslrootcert to the server's authority, or sslmode, in CANDOR_DATA"
                        .to_owned(),
                })
            } else {
                Self::Again(text)
            };
        };
        let code = told.code();
        let text = format!("{} ({})", told.message(), code.code());
        // Conflicts, lost connections, servers that stop or are full; a table that two processes make at once.
        let passing = ["40", "08", "57P", "53"]
            .iter()
            .any(|class| code.code().starts_with(class))
            || [
                SqlState::DUPLICATE_TABLE,
                SqlState::DUPLICATE_OBJECT,
                SqlState::UNIQUE_VIOLATION,
            ]
            .contains(code);
        if passing {
            Self::Again(text)
        } else {
            Self::Vault(VaultError::Io(io::Error::other(text)))
        }
    }
}

impl From<PoolError> for Failed {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            other => Self::Again(other.to_string()),
        }
    }
}

/// A connection from the pool. Goes back when it is `done` with; is closed otherwise, since its state is then unknown.
struct Lent(Option<Object>);

impl Lent {
    fn client(&self) -> Result<&Object, Failed> {
        self.0
            .as_ref()
            .ok_or_else(|| Failed::Again("the connection is closed".to_owned()))
    }

    fn done(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        drop(self.0.take().map(Object::take));
    }
}

impl Link {
    async fn lend(&self) -> Result<Lent, Failed> {
        if self.lost.load(Ordering::Acquire) {
            return Err(Failed::Vault(replaced()));
        }
        Ok(Lent(Some(self.pool.get().await?)))
    }

    /// Tries until it works, the server refuses, or patience ends.
    async fn persist<T, F>(&self, work: impl Fn() -> F) -> Result<T, VaultError>
    where
        F: Future<Output = Result<T, Failed>>,
    {
        let start = Instant::now();
        let mut pause = Duration::from_millis(5);
        loop {
            let why = match time::timeout(ONE_TRY, work()).await {
                Ok(Ok(done)) => return Ok(done),
                Ok(Err(Failed::Vault(error))) => return Err(error),
                Ok(Err(Failed::Again(why))) => why,
                Err(_) => "no answer".to_owned(),
            };
            if start.elapsed() > PATIENCE {
                return Err(self.away(&why));
            }
            if pause >= Duration::from_millis(500) {
                tracing::warn!(why, "the database is asked again");
            }
            time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(1));
        }
    }

    fn away(&self, why: &str) -> VaultError {
        VaultError::Io(io::Error::other(format!(
            "the database {} does not answer: {why}; see that its server runs, and try again",
            self.address
        )))
    }

    /// Once, since somebody else asks again: how many batches there are.
    async fn settle(&self) -> Result<u64, VaultError> {
        let asked = async {
            let lent = self.lend().await?;
            let found = lease::settle(lent.client()?, &self.holder).await?;
            lent.done();
            Ok::<_, Failed>(found)
        };
        match time::timeout(ONE_TRY, asked).await {
            Ok(Ok(Some(found))) => Ok(found),
            Ok(Ok(None)) => {
                self.lost.store(true, Ordering::Release);
                Err(replaced())
            }
            Ok(Err(Failed::Vault(error))) => Err(error),
            Ok(Err(Failed::Again(why))) => Err(self.away(&why)),
            Err(_) => Err(self.away("no answer")),
        }
    }

    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Failed> {
        let lent = self.lend().await?;
        let found = get(lent.client()?, key).await?;
        lent.done();
        Ok(found)
    }

    async fn page(&self, page: &Page) -> Result<(Vec<Entry>, Option<Vec<u8>>), Failed> {
        let lent = self.lend().await?;
        let client = lent.client()?;
        let found = page.ask(client).await?;
        lent.done();
        Ok(found)
    }

    /// One try at batch number `last + 1`.
    async fn commit(&self, changes: &[Change], last: u64) -> Result<(), Failed> {
        let lent = self.lend().await?;
        let client = lent.client()?;
        Change::prepare(changes, client).await?;
        let count = client.prepare_cached(lease::COUNT).await?;
        let (last, next) = (last.cast_signed(), (last + 1).cast_signed());
        let parameters: [&(dyn ToSql + Sync); 3] = [&next, &self.holder, &last];
        let (begun, counted) = join(
            client.batch_execute("BEGIN ISOLATION LEVEL SERIALIZABLE"),
            client.execute(&count, &parameters),
        )
        .await;
        begun?;
        if counted? == 0 {
            client.batch_execute("ROLLBACK").await?;
            return match lease::sequence(client, &self.holder).await? {
                // An earlier try was committed, and its answer lost.
                Some(found) if found.cast_signed() == next => {
                    lent.done();
                    Ok(())
                }
                Some(_) => Err(Failed::Vault(damaged("the count of batches"))),
                None => {
                    self.lost.store(true, Ordering::Release);
                    Err(Failed::Vault(replaced()))
                }
            };
        }
        let mut groups = changes.chunks(AT_ONCE).peekable();
        while let Some(group) = groups.next_if(|group| group.len() == AT_ONCE) {
            try_join_all(group.iter().map(|change| change.write(client))).await?;
        }
        let rest = groups.next().unwrap_or_default();
        let (written, committed) = join(
            try_join_all(rest.iter().map(|change| change.write(client))),
            client.batch_execute("COMMIT"),
        )
        .await;
        written?;
        committed?;
        lent.done();
        Ok(())
    }

    /// Waits for the lease, for as long as a holder that was killed may have it.
    async fn take(&self) -> Result<u64, VaultError> {
        let deadline = Instant::now() + Duration::from_secs(lease::SECONDS + 2);
        let mut first: Option<String> = None;
        loop {
            let look = self
                .persist(|| async {
                    let lent = self.lend().await?;
                    let look = lease::take(lent.client()?, &self.holder).await?;
                    lent.done();
                    Ok(look)
                })
                .await?;
            let held = match look {
                Look::Taken(sequence) => return Ok(sequence),
                Look::Held(held) => held,
            };
            if first.as_ref().is_some_and(|first| *first != held) || Instant::now() > deadline {
                return Err(VaultError::Refused {
                    what: format!("another process uses the database {}", self.address),
                    help: "stop it, or use another database".to_owned(),
                });
            }
            if first.is_none() {
                tracing::warn!("another process had the database; waiting to see whether it lives");
                first = Some(held);
            }
            time::sleep(Duration::from_millis(250)).await;
        }
    }

    async fn keep_lease(self: Arc<Self>) {
        loop {
            time::sleep(lease::RENEW).await;
            let renewed = async {
                let lent = self.lend().await?;
                let ours = lease::renew(lent.client()?, &self.holder).await?;
                lent.done();
                Ok::<_, Failed>(ours)
            };
            match time::timeout(ONE_TRY, renewed).await {
                Ok(Ok(true)) => {}
                Ok(Ok(false)) => {
                    tracing::error!("another process has taken the database over");
                    self.lost.store(true, Ordering::Release);
                    return;
                }
                // Whether it is still ours is decided by the next commit.
                Ok(Err(error)) => tracing::warn!(?error, "the lease could not be renewed"),
                Err(_) => tracing::warn!("the lease could not be renewed: no answer"),
            }
        }
    }
}

async fn get(client: &Object, key: &[u8]) -> Result<Option<Vec<u8>>, Failed> {
    let statement = client.prepare_cached(&Table::of(key).get()).await?;
    let row = client
        .query_opt(&statement, &[&tables::scope(key), &key])
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

fn replaced() -> VaultError {
    VaultError::Refused {
        what: "another process has taken the database over".to_owned(),
        help: "let only one of them run".to_owned(),
    }
}

/// A commit that is answered is written, also on a server or for a user where answers do not wait for that. What waits
/// for more, such as a second server, stays.
fn durable() -> Hook {
    Hook::async_fn(|client, _| {
        Box::pin(async move {
            let asked = client.query_one("SHOW synchronous_commit", &[]).await;
            // Not every database has it.
            let said: Option<String> = asked.ok().and_then(|row| row.try_get(0).ok());
            if said.is_some_and(|said| said == "off") {
                let wait = client.batch_execute("SET synchronous_commit = on");
                wait.await.map_err(HookError::Backend)?;
            }
            Ok(())
        })
    })
}

fn missing(batches: u64) -> VaultError {
    damaged(&format!(
        "the database, of which the last {batches} batches are missing,"
    ))
}

impl Postgres {
    /// Connects, makes the tables, takes the lease, and checks that all batches are there that `dir` knows of.
    pub(super) fn connect(address: &Address, dir: &Path) -> Result<Self, VaultError> {
        Self::begin(address, dir, false)
    }

    /// The same for whoever replaces what is in the database: however many batches there are, `dir` knows of them.
    pub(super) fn connect_anew(address: &Address, dir: &Path) -> Result<Self, VaultError> {
        Self::begin(address, dir, true)
    }

    fn begin(address: &Address, dir: &Path, anew: bool) -> Result<Self, VaultError> {
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build()?;
        let pool = Pool::builder(Manager::new(address.config.clone(), address.tls()?))
            .max_size(CONNECTIONS)
            .post_create(durable())
            .build()
            .map_err(io::Error::other)?;
        let mut holder = String::new();
        for byte in seal::random::<16>()? {
            // Writing into a String does not fail.
            let _ = write!(holder, "{byte:02x}");
        }
        let link = Arc::new(Link {
            pool,
            address: address.to_string(),
            holder,
            lost: AtomicBool::new(false),
        });
        let hold = Hold {
            link,
            runtime: Some(runtime),
        };
        let link = Arc::clone(&hold.link);
        let stored = wait(hold.handle()?, async move {
            link.persist(|| async {
                let lent = link.lend().await?;
                migrate::first(lent.client()?).await?;
                lent.done();
                Ok(())
            })
            .await?;
            let stored = link.take().await?;
            link.persist(|| async {
                let lent = link.lend().await?;
                migrate::rest(lent.client()?).await?;
                lent.done();
                Ok(())
            })
            .await?;
            Ok(stored)
        })?;
        let engine = Self {
            sequence: Mutex::new(Sequence::open(&dir.join("sequence"), anew || stored == 0)?),
            hold,
        };
        {
            let mut sequence = engine.sequence();
            if anew {
                sequence.write(stored)?;
            } else if stored < sequence.last {
                return Err(missing(sequence.last - stored));
            }
            sequence.last = stored;
        }
        let link = Arc::clone(&engine.hold.link);
        engine.hold.handle()?.spawn(link.keep_lease());
        Ok(engine)
    }

    /// Takes everything out, the count of batches included; may be done again when it was stopped.
    pub(super) fn clear(&self) -> Result<(), VaultError> {
        let link = Arc::clone(&self.hold.link);
        wait(self.hold.handle()?, async move {
            link.persist(|| async {
                let lent = link.lend().await?;
                let client = lent.client()?;
                // Marks last: they tell whose the rows are.
                for table in Table::ALL {
                    client
                        .batch_execute(&format!("TRUNCATE TABLE {}", table.name()))
                        .await?;
                }
                lease::begin_again(client, &link.holder).await?;
                lent.done();
                Ok(())
            })
            .await
        })?;
        self.sequence().write(0)
    }

    fn sequence(&self) -> std::sync::MutexGuard<'_, Sequence> {
        self.sequence.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hold {
    fn handle(&self) -> Result<&runtime::Handle, VaultError> {
        self.runtime
            .as_ref()
            .map(runtime::Runtime::handle)
            .ok_or_else(stopped)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else {
            return;
        };
        let link = Arc::clone(&self.link);
        // What is not given back runs out by itself.
        let _ = wait(runtime.handle(), async move {
            let give = async {
                let lent = link.lend().await?;
                lease::release(lent.client()?, &link.holder).await?;
                lent.done();
                Ok::<_, Failed>(())
            };
            Ok(time::timeout(ONE_TRY, give).await.is_ok())
        });
        runtime.shutdown_background();
    }
}

impl Engine for Postgres {
    fn apply(&self, changes: Changes) -> Result<(), VaultError> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut sequence = self.sequence();
        let last = sequence.last;
        let changes: Vec<Change> = changes
            .into_iter()
            .map(|(key, value)| Change { key, value })
            .collect();
        let link = Arc::clone(&self.hold.link);
        wait(self.hold.handle()?, async move {
            link.persist(|| link.commit(&changes, last)).await
        })?;
        sequence.write(last + 1)
    }

    fn settle(&self) -> Result<bool, VaultError> {
        let mut sequence = self.sequence();
        let link = Arc::clone(&self.hold.link);
        let found = wait(self.hold.handle()?, async move { link.settle().await })?;
        if found < sequence.last {
            return Err(missing(sequence.last - found));
        }
        sequence.write(found)?;
        Ok(true)
    }

    fn reading(&self) -> Result<Box<dyn Source + '_>, VaultError> {
        let link = Arc::clone(&self.hold.link);
        let lent = wait(self.hold.handle()?, async move {
            link.persist(|| link.lend()).await
        })?;
        Ok(Box::new(Snapshot {
            engine: self,
            fresh: Cell::new(true),
            lent: RefCell::new(Some(lent)),
        }))
    }

    fn page(&self, prefix: &[u8], from: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        let ask = |page: Page| {
            let link = Arc::clone(&self.hold.link);
            wait(self.hold.handle()?, async move {
                link.persist(|| link.page(&page)).await
            })
        };
        let mut found = Vec::new();
        pages(prefix, from, limit, ask, &mut |key, value| {
            found.push((key, value));
            Ok(())
        })?;
        Ok(found)
    }

    fn is_near(&self) -> bool {
        false
    }
}

impl Source for Postgres {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let (link, key) = (Arc::clone(&self.hold.link), key.to_vec());
        wait(self.hold.handle()?, async move {
            link.persist(|| link.get(&key)).await
        })
    }

    fn scan(&self, prefix: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        self.page(prefix, prefix, limit)
    }

    fn each(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), VaultError> {
        self.reading()?.each(prefix, visit)
    }
}

/// One read-only transaction, begun with its first question and ended when it is dropped.
struct Snapshot<'a> {
    engine: &'a Postgres,
    fresh: Cell<bool>,
    /// None after something failed.
    lent: RefCell<Option<Lent>>,
}

impl Snapshot<'_> {
    fn ask<T: Send + 'static>(&self, question: Question<T>) -> Result<T, VaultError> {
        let lent = self.lent.take();
        let fresh = self.fresh.replace(false);
        let asked = async move {
            let lent = lent.ok_or_else(|| Failed::Again("the connection is closed".to_owned()))?;
            let client = lent.client()?;
            let start = async {
                if fresh {
                    client.batch_execute(BEGIN_READING).await
                } else {
                    Ok(())
                }
            };
            let (started, answer) = join(start, question(client)).await;
            started?;
            Ok((answer?, lent))
        };
        let (answer, lent) = wait(self.engine.hold.handle()?, async move {
            match time::timeout(ONE_TRY, asked).await {
                Ok(Ok(done)) => Ok(done),
                Ok(Err(Failed::Vault(error))) => Err(error),
                Ok(Err(Failed::Again(why))) => Err(VaultError::Io(io::Error::new(RETRY, why))),
                Err(_) => Err(VaultError::Io(io::Error::new(RETRY, "no answer"))),
            }
        })?;
        self.lent.replace(Some(lent));
        Ok(answer)
    }
}

/// What is asked of a connection.
type Question<T> = Box<
    dyn for<'c> FnOnce(&'c Object) -> Pin<Box<dyn Future<Output = Result<T, Failed>> + Send + 'c>>
        + Send,
>;

impl Source for Snapshot<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let key = key.to_vec();
        self.ask(Box::new(move |client| {
            Box::pin(async move { get(client, &key).await })
        }))
    }

    fn scan(&self, prefix: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        let mut found = Vec::new();
        pages(
            prefix,
            prefix,
            limit,
            |page| self.page(page),
            &mut |key, value| {
                found.push((key, value));
                Ok(())
            },
        )?;
        Ok(found)
    }

    fn each(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), VaultError> {
        pages(
            prefix,
            prefix,
            usize::MAX,
            |page| self.page(page),
            &mut |key, value| visit(&key, &value),
        )
    }
}

impl Snapshot<'_> {
    fn page(&self, page: Page) -> Result<(Vec<Entry>, Option<Vec<u8>>), VaultError> {
        self.ask(Box::new(move |client| {
            Box::pin(async move { page.ask(client).await })
        }))
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        let (Some(lent), Ok(handle)) = (self.lent.take(), self.engine.hold.handle()) else {
            return;
        };
        handle.spawn(async move {
            if let Ok(client) = lent.client()
                && client.batch_execute("ROLLBACK").await.is_ok()
            {
                lent.done();
            }
        });
    }
}

/// Asks page after page until `limit` entries are visited.
fn pages(
    prefix: &[u8],
    from: &[u8],
    limit: usize,
    ask: impl Fn(Page) -> Result<(Vec<Entry>, Option<Vec<u8>>), VaultError>,
    visit: &mut dyn FnMut(Vec<u8>, Vec<u8>) -> Result<(), VaultError>,
) -> Result<(), VaultError> {
    let mut left = limit;
    let mut from = Some(from.to_vec());
    while left > 0
        && let Some(start) = from
    {
        let (entries, next) = ask(Page::new(prefix, start, left)?)?;
        left = left.saturating_sub(entries.len());
        from = next;
        for (key, value) in entries {
            visit(key, value)?;
        }
    }
    Ok(())
}

/// Blocks until the work is done on the engine's own runtime; the caller may stand in another.
fn wait<T: Send + 'static>(
    handle: &runtime::Handle,
    work: impl Future<Output = Result<T, VaultError>> + Send + 'static,
) -> Result<T, VaultError> {
    let (reply, answer) = mpsc::sync_channel(1);
    handle.spawn(async move {
        // Nobody waits when the caller panicked.
        let _ = reply.send(work.await);
    });
    answer.recv().map_err(|_| stopped())?
}

fn stopped() -> VaultError {
    VaultError::Io(io::Error::other(
        "the connection to the database has stopped; restart candor",
    ))
}
