//! The engine on a database server: PostgreSQL, and what speaks like it.
//!
//! A batch is one SERIALIZABLE transaction in two trips: the lease is counted up, then everything else and the commit
//! go without waiting in between. It is retried as a whole when the server says so (40001, 40P01) or goes away; the
//! count in the lease tells whether a commit whose answer was lost has happened. An answer to a reader comes from one
//! read-only transaction. SQL is plain: no advisory locks, no LISTEN, nothing that only PostgreSQL has.
//!
//! After a batch failed for good, `recover` finds out whether it is there; until then no other is tried.
//!
//! Work runs on a runtime of its own, and callers block: they are the writer's thread or `spawn_blocking`.
//!
//! INVARIANT: a batch is counted and applied once or not at all, and only while the lease is ours (`lease`).

mod address;
mod lease;
mod link;
mod migrate;
mod tables;

use std::{
    fmt::Write as _,
    io,
    path::Path,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use deadpool_postgres::{Manager, Object, Pool};
use futures_util::future::join;
use tokio::{runtime, time};

pub use address::Address;

use super::{Changes, Engine, Entry, Readable, Told, Visit, sequence::Sequence};
use crate::{
    port::{Trouble, VaultError},
    vault::{
        ground::fault::{RETRY, damaged},
        ledger::seal,
    },
};
use link::{Failed, Lent, Link, ONE_TRY};
use tables::{Change, Page, Table};

const CONNECTIONS: usize = 8;
const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub(in crate::vault) struct Postgres {
    hold: Hold,
    sequence: Mutex<Sequence>,
}

/// The connections, and the runtime they live on. Gives the lease back when it is dropped.
struct Hold {
    link: Arc<Link>,
    /// None while it is dropped.
    runtime: Option<runtime::Runtime>,
}

impl Postgres {
    /// Connects, makes the tables, takes the lease, and checks that all batches are there that `dir` knows of.
    pub(in crate::vault) fn connect(address: &Address, dir: &Path) -> Result<Self, VaultError> {
        Self::begin(address, dir, false)
    }

    /// The same for whoever replaces what is in the database: however many batches there are, `dir` knows of them.
    pub(in crate::vault) fn connect_anew(
        address: &Address,
        dir: &Path,
    ) -> Result<Self, VaultError> {
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
            .post_create(link::durable())
            .build()
            .map_err(io::Error::other)?;
        let mut holder = String::new();
        for byte in seal::random::<16>()? {
            // Writing into a String does not fail.
            let _ = write!(holder, "{byte:02x}");
        }
        let link = Arc::new(Link::new(pool, address.to_string(), holder));
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
                migrate::rest(lent.client()?, anew).await?;
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
    pub(in crate::vault) fn clear(&self) -> Result<(), VaultError> {
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

    fn sequence(&self) -> MutexGuard<'_, Sequence> {
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
    /// Durable when it returns.
    fn put(&self, changes: Changes) -> Result<(), VaultError> {
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

    fn when_durable(&self, told: Told) {
        told(Ok(()));
    }

    fn recover(&self) -> Result<bool, VaultError> {
        let mut sequence = self.sequence();
        let link = Arc::clone(&self.hold.link);
        let found = wait(self.hold.handle()?, async move { link.recover().await })?;
        if found < sequence.last {
            return Err(missing(sequence.last - found));
        }
        sequence.write(found)?;
        Ok(true)
    }

    fn reading(&self) -> Result<Box<dyn Readable + '_>, VaultError> {
        let link = Arc::clone(&self.hold.link);
        let lent = wait(self.hold.handle()?, async move {
            link.persist(|| link.lend()).await
        })?;
        Ok(Box::new(Snapshot {
            engine: self,
            fresh: AtomicBool::new(true),
            lent: Mutex::new(Some(lent)),
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

impl Readable for Postgres {
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
    fresh: AtomicBool,
    /// None after something failed.
    lent: Mutex<Option<Lent>>,
}

impl Snapshot<'_> {
    fn lent(&self) -> MutexGuard<'_, Option<Lent>> {
        self.lent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask<T: Send + 'static>(&self, question: Question<T>) -> Result<T, VaultError> {
        let lent = self.lent().take();
        let fresh = self.fresh.swap(false, Ordering::Relaxed);
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
        *self.lent() = Some(lent);
        Ok(answer)
    }
}

/// What is asked of a connection.
type Question<T> = Box<
    dyn for<'c> FnOnce(&'c Object) -> Pin<Box<dyn Future<Output = Result<T, Failed>> + Send + 'c>>
        + Send,
>;

impl Readable for Snapshot<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let key = key.to_vec();
        self.ask(Box::new(move |client| {
            Box::pin(async move { link::get(client, &key).await })
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
        let (Some(lent), Ok(handle)) = (self.lent().take(), self.engine.hold.handle()) else {
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

fn missing(batches: u64) -> VaultError {
    damaged(&format!(
        "the database, of which the last {batches} batches are missing,"
    ))
}

fn stopped() -> VaultError {
    let what = "the connection to the database has stopped";
    VaultError::Io(Trouble::new(what, "restart candor").of_kind(io::ErrorKind::Other))
}
