//! Who may write: one process at a time holds a lease, a row that it renews.
//!
//! The ledger of secrets is a file beside one process, so that two must not write. The lease keeps a second one out, and
//! every commit proves by the same row that it is still the holder's and follows the one before.
//!
//! INVARIANT: a process that has lost the lease cannot commit, however long it was away.

use std::time::Duration;

use deadpool_postgres::Client;

use super::link::Failed;

/// A process that does not renew for this long may be replaced.
pub(super) const SECONDS: u64 = 10;
pub(super) const RENEW: Duration = Duration::from_secs(3);

/// What one look at the lease gave.
pub(super) enum Look {
    /// Ours now; so many batches were committed before.
    Taken(u64),
    /// Somebody holds it, until an instant that moves with each renewal.
    Held(String),
}

pub(super) async fn take(client: &Client, holder: &str) -> Result<Look, Failed> {
    let free = format!(
        "UPDATE candor_lease SET holder = $1, until = now() + INTERVAL '{SECONDS} seconds' \
         WHERE id = 1 AND (holder = '' OR until < now()) RETURNING sequence"
    );
    client
        .execute(
            "INSERT INTO candor_lease (id, holder, until, sequence) VALUES (1, '', now(), 0) ON CONFLICT (id) DO NOTHING",
            &[],
        )
        .await?;
    if let Some(row) = client.query_opt(&free, &[&holder]).await? {
        return Ok(Look::Taken(row.try_get::<_, i64>(0)?.cast_unsigned()));
    }
    let held = "SELECT holder || ' ' || CAST(until AS TEXT) FROM candor_lease WHERE id = 1";
    Ok(Look::Held(client.query_one(held, &[]).await?.try_get(0)?))
}

/// Keeps it for longer: the number of batches, if the lease is ours. Waits for a batch that is on its way, as it holds
/// the row.
pub(super) async fn renew(client: &Client, holder: &str) -> Result<Option<u64>, Failed> {
    let sql = format!(
        "UPDATE candor_lease SET until = now() + INTERVAL '{SECONDS} seconds' WHERE id = 1 AND holder = $1 RETURNING sequence"
    );
    batches(client, &sql, holder).await
}

pub(super) async fn release(client: &Client, holder: &str) -> Result<(), Failed> {
    let sql = "UPDATE candor_lease SET holder = '', until = now() WHERE id = 1 AND holder = $1";
    client.execute(sql, &[&holder]).await?;
    Ok(())
}

/// No batch has been committed yet, if the lease is ours.
pub(super) async fn begin_again(client: &Client, holder: &str) -> Result<(), Failed> {
    let sql = "UPDATE candor_lease SET sequence = 0 WHERE id = 1 AND holder = $1";
    client.execute(sql, &[&holder]).await?;
    Ok(())
}

/// Within a transaction: counts it, if the lease is ours and nothing was committed since `last`.
pub(super) const COUNT: &str = "UPDATE candor_lease SET sequence = $1, until = now() + INTERVAL '10 seconds' \
                                WHERE id = 1 AND holder = $2 AND sequence = $3";

/// The number of batches, if the lease is ours.
pub(super) async fn sequence(client: &Client, holder: &str) -> Result<Option<u64>, Failed> {
    let sql = "SELECT sequence FROM candor_lease WHERE id = 1 AND holder = $1";
    batches(client, sql, holder).await
}

async fn batches(client: &Client, sql: &str, holder: &str) -> Result<Option<u64>, Failed> {
    let row = client.query_opt(sql, &[&holder]).await?;
    let batches = row.map(|row| row.try_get::<_, i64>(0)).transpose()?;
    Ok(batches.map(i64::cast_unsigned))
}
