//! The traits the runtime is built from.

use async_trait::async_trait;

use super::{
    Answer, Batch, Breach, BreachReceipt, Commit, Marks, Outlook, Read, RowId, StoreCount,
    StoredRow, Swept, Trouble, VaultError,
};
use crate::{
    plan::StoreId,
    vocab::{ChannelId, Duration, GuildId, Timestamp, UserId},
};

/// Keeps rows for exactly as long as the plan it was opened with promises.
#[async_trait]
pub trait Vault: Send + Sync + 'static {
    /// Answers a question from the current state, as it is at `now`: a row whose time is over by then is not there, whether
    /// or not a sweep came by. Waits for no other caller's commit.
    async fn read(&self, read: &Read, now: Timestamp) -> Result<Answer, VaultError>;

    /// All or nothing, and on disk when it returns. `now` is the time the rows are written at.
    async fn commit(&self, batch: Batch, now: Timestamp) -> Result<Commit, VaultError>;

    /// Deletes what is due at `now`, also in servers that were removed.
    async fn sweep(&self, now: Timestamp) -> Result<Swept, VaultError>;

    /// Rows whose time is over and whose handler has not run yet ([`Plan::ended`]), in one server or in all, so many at
    /// most. Nobody else sees them. Whoever ran the handler removes them, expecting their revision.
    async fn ended(
        &self,
        guild: Option<GuildId>,
        limit: usize,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError>;

    /// When to sweep next, so that the runtime need not poll: no row is due earlier. That there is something to delete
    /// then is likely, not certain.
    async fn next_due(&self) -> Result<Option<Timestamp>, VaultError>;

    /// Servers with data, and since when they are removed, if they are.
    async fn guilds(&self) -> Result<Vec<(GuildId, Option<Timestamp>)>, VaultError>;

    /// People in this server some of whose rows end when they leave, in order, and since when they are gone, if they are.
    async fn members(&self, guild: GuildId)
    -> Result<Vec<(UserId, Option<Timestamp>)>, VaultError>;

    /// Channels with which rows go that are there: of this server, or of rows that belong to none. Not those of which the
    /// vault knows that they are deleted.
    async fn channels(&self, guild: Option<GuildId>) -> Result<Vec<ChannelId>, VaultError>;

    async fn counts(&self) -> Result<Vec<StoreCount>, VaultError>;

    /// Every row of a store that is there at `now`, for operators (`candor data list`) and tests.
    async fn dump(
        &self,
        store: StoreId,
        now: Timestamp,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError>;

    /// When a row goes by itself, as far as that is known already. None also for a row that is not there.
    async fn due(&self, row: &RowId) -> Result<Option<Timestamp>, VaultError>;

    /// Reads everything and checks it; the number of rows seen.
    async fn verify(&self) -> Result<u64, VaultError>;

    /// What was marked last, also by a process before this one.
    async fn marks(&self) -> Result<Marks, VaultError>;

    /// Replaces the marks; on disk when it returns.
    async fn mark(&self, marks: Marks) -> Result<(), VaultError>;
}

/// The one source of time. The sandbox's clock is virtual.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;
}

/// A clock that somebody can set, and beside it the time that passes whatever they do.
pub trait Wall: Clock {
    /// Since some moment that stays the same.
    fn elapsed(&self) -> Duration;
}

/// Writes to the people whose data went astray. One notification at a time; what was begun is gone on with.
#[async_trait]
pub trait Notifier: Send + Sync + 'static {
    /// Whom it would be for. Nothing is sent or written.
    async fn look(&self, breach: &Breach) -> Result<Outlook, Trouble>;

    /// Tells everybody who was not told yet; `progress` hears how many are done, and of how many.
    async fn send(
        &self,
        breach: Breach,
        progress: &(dyn Fn(u64, u64) + Send + Sync),
    ) -> Result<BreachReceipt, Trouble>;

    /// How far the notification has come that was begun, if one was.
    async fn so_far(&self) -> Result<Option<BreachReceipt>, Trouble>;

    /// Forgets whom it was for, once the operator has the receipt with this reference.
    async fn end(&self, reference: &str) -> Result<(), Trouble>;

    /// Stops after the person at hand; from then on nobody is written to.
    fn halt(&self);
}
