//! What every vault must do. Each case is a function of the trait alone, and runs on every back end.

mod departures;
mod retention;
mod rights;
mod rows;

use candor::port::Vault;

/// Runs every case, each on a vault of its own.
pub async fn suite<V: Vault>(mut new: impl FnMut() -> V) {
    rows::suite(&mut new).await;
    rights::suite(&mut new).await;
    retention::suite(&mut new).await;
    departures::suite(&mut new).await;
}
