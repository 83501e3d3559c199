//! The vault through its one door, `port::Vault`: the same suite on every back end, then what only a disk can show.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a test stops at what it did not expect"
)]

mod agreement;
mod backup;
mod calls;
#[cfg(unix)]
mod chores;
mod clock;
#[cfg(unix)]
mod cluster;
mod conformance;
mod disk;
#[cfg(target_os = "linux")]
mod fault;
#[cfg(unix)]
mod flips;
#[cfg(unix)]
mod kill;
#[cfg(unix)]
mod outage;
mod policy;
#[cfg(unix)]
mod postgres;
#[cfg(target_os = "linux")]
mod power;
mod races;
mod relocate;
#[cfg(target_os = "linux")]
mod replay;
#[cfg(target_os = "linux")]
mod shim;
#[cfg(unix)]
mod work;

use candor::vault::{MasterKey, MemoryVault, SealedVault};

#[tokio::test]
async fn the_model_conforms() {
    conformance::suite(|| MemoryVault::new(policy::shared())).await;
}

#[tokio::test]
async fn sled_conforms() {
    let home = tempfile::tempdir().unwrap();
    let key = MasterKey::random().unwrap();
    let mut number = 0;
    conformance::suite(|| {
        number += 1;
        let dir = home.path().join(number.to_string());
        SealedVault::open(&dir, policy::shared(), &key, calls::START).unwrap()
    })
    .await;
}
