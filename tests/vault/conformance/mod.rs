//! What every vault must do. Each case is a function of the trait alone, and runs on every back end.

mod channels;
mod departures;
mod ended;
pub mod large;
pub mod past;
mod refused;
mod reopening;
mod retention;
mod rights;
mod rows;
mod second;

use candor::{plan::Plan, port::Vault, vocab::Timestamp};

use crate::calls::START;

/// Where a vault's data stays between two starts.
pub trait BackEnd {
    type Vault: Vault;

    fn open(&self, now: Timestamp) -> Self::Vault;

    /// Another start, with what `plan` says now.
    fn reopen(&self, vault: Self::Vault, plan: Plan, now: Timestamp) -> Self::Vault;
}

/// Runs every case, each on a vault of its own.
pub async fn suite<B: BackEnd>(mut back_end: impl FnMut() -> B) {
    // They outlive their vaults.
    let mut all = Vec::new();
    let mut new = || {
        all.push(back_end());
        all.last().unwrap().open(START)
    };
    rows::suite(&mut new).await;
    rights::suite(&mut new).await;
    retention::suite(&mut new).await;
    departures::suite(&mut new).await;
    reopening::suite(&mut back_end).await;
    ended::suite(&mut back_end).await;
    channels::suite(&mut back_end).await;
    second::suite(&mut back_end).await;
    large::suite(&mut back_end).await;
    past::suite(&mut back_end).await;
    refused::suite(&mut back_end).await;
}
