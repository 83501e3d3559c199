//! The way to the server: connections that are lent, one try at each thing, and how long it is tried again.
//!
//! An outage is one for everybody: whoever asks when it has lasted longer than `PATIENCE` gets one short try.

use std::{
    error::Error as _,
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use deadpool_postgres::{Hook, HookError, Object, Pool, PoolError};
use futures_util::future::{join, try_join_all};
use tokio::time;
use tokio_postgres::{error::SqlState, types::ToSql};

use super::{
    lease::{self, Look},
    migrate,
    tables::{self, Change, Page, Table},
};
use crate::{
    port::{Trouble, VaultError, without_number},
    vault::{engines::Entry, ground::fault::damaged},
};

/// How long a server may be away before an error is told.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one try may take, and one when the server has been away for longer than that.
pub(super) const ONE_TRY: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_secs(2);
/// Changes that are on their way at once.
const AT_ONCE: usize = 1000;

pub(super) struct Link {
    pool: Pool,
    address: String,
    /// Random; names this process in the lease.
    pub(super) holder: String,
    lost: AtomicBool,
    /// Since when nothing has been answered.
    away: Mutex<Option<Instant>>,
}

/// Why something did not work.
#[derive(Debug)]
pub(super) enum Failed {
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
            let text = without_number(&text);
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
        if *code == SqlState::UNDEFINED_TABLE
            && let Some(name) = migrate::TABLES.iter().find(|name| text.contains(**name))
        {
            let what = format!("the database, whose table `{name}` is missing,");
            return Self::Vault(damaged(&what));
        }
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
pub(super) struct Lent(Option<Object>);

impl Lent {
    pub(super) fn client(&self) -> Result<&Object, Failed> {
        self.0
            .as_ref()
            .ok_or_else(|| Failed::Again("the connection is closed".to_owned()))
    }

    pub(super) fn done(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        drop(self.0.take().map(Object::take));
    }
}

impl Link {
    pub(super) fn new(pool: Pool, address: String, holder: String) -> Self {
        Self {
            pool,
            address,
            holder,
            lost: AtomicBool::new(false),
            away: Mutex::new(None),
        }
    }

    /// Whatever was tried: for how long nothing has been answered.
    fn heard(&self, answered: bool) -> Duration {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        if answered {
            *away = None;
            return Duration::ZERO;
        }
        away.get_or_insert_with(Instant::now).elapsed()
    }

    fn is_away(&self) -> bool {
        let away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        away.is_some_and(|since| since.elapsed() > PATIENCE)
    }

    pub(super) async fn lend(&self) -> Result<Lent, Failed> {
        if self.lost.load(Ordering::Acquire) {
            return Err(Failed::Vault(replaced()));
        }
        Ok(Lent(Some(self.pool.get().await?)))
    }

    /// Tries until it works, the server refuses, or patience ends.
    pub(super) async fn persist<T, F>(&self, work: impl Fn() -> F) -> Result<T, VaultError>
    where
        F: Future<Output = Result<T, Failed>>,
    {
        let start = Instant::now();
        let mut pause = Duration::from_millis(5);
        loop {
            let limit = if self.is_away() { GLANCE } else { ONE_TRY };
            let why = match time::timeout(limit, work()).await {
                Ok(Ok(done)) => {
                    self.heard(true);
                    return Ok(done);
                }
                Ok(Err(Failed::Vault(error))) => return Err(error),
                Ok(Err(Failed::Again(why))) => why,
                Err(_) => "no answer".to_owned(),
            };
            if self.heard(false).max(start.elapsed()) > PATIENCE {
                let what = format!("the database {} does not answer: {why}", self.address);
                let told = Trouble::new(what, "see that its server runs, and try again");
                return Err(VaultError::Io(told.of_kind(io::ErrorKind::Other)));
            }
            if pause >= Duration::from_millis(500) {
                tracing::warn!(why, "the database is asked again");
            }
            time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(1));
        }
    }

    /// How many batches there are, for certain.
    pub(super) async fn recover(&self) -> Result<u64, VaultError> {
        let found = self.persist(|| async {
            let lent = self.lend().await?;
            let found = lease::renew(lent.client()?, &self.holder).await?;
            lent.done();
            Ok(found)
        });
        found.await?.ok_or_else(|| {
            self.lost.store(true, Ordering::Release);
            replaced()
        })
    }

    pub(super) async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Failed> {
        let lent = self.lend().await?;
        let found = get(lent.client()?, key).await?;
        lent.done();
        Ok(found)
    }

    pub(super) async fn page(&self, page: &Page) -> Result<(Vec<Entry>, Option<Vec<u8>>), Failed> {
        let lent = self.lend().await?;
        let client = lent.client()?;
        let found = page.ask(client).await?;
        lent.done();
        Ok(found)
    }

    /// One try at batch number `last + 1`.
    pub(super) async fn commit(&self, changes: &[Change], last: u64) -> Result<(), Failed> {
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
    pub(super) async fn take(&self) -> Result<u64, VaultError> {
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

    pub(super) async fn keep_lease(self: Arc<Self>) {
        loop {
            time::sleep(lease::RENEW).await;
            let renewed = async {
                let lent = self.lend().await?;
                let ours = lease::renew(lent.client()?, &self.holder).await?;
                lent.done();
                Ok::<_, Failed>(ours)
            };
            match time::timeout(ONE_TRY, renewed).await {
                Ok(Ok(Some(_))) => drop(self.heard(true)),
                Ok(Ok(None)) => {
                    tracing::error!("another process has taken the database over");
                    self.lost.store(true, Ordering::Release);
                    return;
                }
                // Whether it is still ours is decided by the next commit.
                Ok(Err(error)) => {
                    self.heard(false);
                    tracing::warn!(?error, "the lease could not be renewed");
                }
                Err(_) => {
                    self.heard(false);
                    tracing::warn!("the lease could not be renewed: no answer");
                }
            }
        }
    }
}

pub(super) async fn get(client: &Object, key: &[u8]) -> Result<Option<Vec<u8>>, Failed> {
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
pub(super) fn durable() -> Hook {
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
