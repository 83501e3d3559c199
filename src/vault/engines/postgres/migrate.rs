//! The tables, made and changed in numbered steps.
//!
//! Each statement stands alone and may run twice, since some databases do not put such statements into transactions.
//! Steps run under the lease; what comes before it is `FIRST`.

use deadpool_postgres::Client;

use super::link::Failed;
use crate::port::VaultError;

/// All that are made here.
pub(super) const TABLES: [&str; 6] = [
    "candor_version",
    "candor_lease",
    "candor_rows",
    "candor_people",
    "candor_due",
    "candor_marks",
];

const FIRST: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS candor_version (version INT8 PRIMARY KEY, at TIMESTAMPTZ NOT NULL)",
    "CREATE TABLE IF NOT EXISTS candor_lease \
     (id INT8 PRIMARY KEY, holder TEXT NOT NULL, until TIMESTAMPTZ NOT NULL, sequence INT8 NOT NULL)",
];

/// Step n makes version n + 1. Never changed once released.
const STEPS: &[&[&str]] = &[&[
    "CREATE TABLE IF NOT EXISTS candor_rows \
     (scope BYTEA NOT NULL, key BYTEA NOT NULL, value BYTEA NOT NULL, PRIMARY KEY (scope, key))",
    "CREATE TABLE IF NOT EXISTS candor_people \
     (scope BYTEA NOT NULL, key BYTEA NOT NULL, value BYTEA NOT NULL, PRIMARY KEY (scope, key))",
    "CREATE TABLE IF NOT EXISTS candor_due \
     (scope BYTEA NOT NULL, key BYTEA NOT NULL, value BYTEA NOT NULL, PRIMARY KEY (scope, key))",
    "CREATE TABLE IF NOT EXISTS candor_marks \
     (scope BYTEA NOT NULL, key BYTEA NOT NULL, value BYTEA NOT NULL, PRIMARY KEY (scope, key))",
    "CREATE INDEX IF NOT EXISTS candor_people_by_key ON candor_people (key ASC)",
    "CREATE INDEX IF NOT EXISTS candor_due_by_key ON candor_due (key ASC)",
    "CREATE INDEX IF NOT EXISTS candor_marks_by_key ON candor_marks (key ASC)",
]];

pub(super) async fn first(client: &Client) -> Result<(), Failed> {
    for statement in FIRST {
        client.batch_execute(statement).await?;
    }
    Ok(())
}

/// With `anew` also those that somebody has dropped, for whoever gives the database all that is to be in it.
pub(super) async fn rest(client: &Client, anew: bool) -> Result<(), Failed> {
    let found = client
        .query_one("SELECT coalesce(max(version), 0) FROM candor_version", &[])
        .await?;
    let found: i64 = found.try_get(0)?;
    for (version, step) in (1_i64..).zip(STEPS) {
        if version > found || anew {
            for statement in *step {
                client.batch_execute(statement).await?;
            }
        }
        if version > found {
            let done = "INSERT INTO candor_version (version, at) VALUES ($1, now())";
            client.execute(done, &[&version]).await?;
        }
    }
    if i64::try_from(STEPS.len()).is_ok_and(|known| found > known) {
        return Err(Failed::Vault(VaultError::Refused {
            what: format!("the database has tables of version {found}, made by a newer candor"),
            help: "use that version of candor".to_owned(),
        }));
    }
    Ok(())
}
