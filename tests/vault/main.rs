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
mod model;
#[cfg(unix)]
mod outage;
mod past;
mod policy;
#[cfg(unix)]
mod postgres;
#[cfg(target_os = "linux")]
mod power;
mod races;
mod relocate;
#[cfg(target_os = "linux")]
mod replay;
mod restore;
#[cfg(target_os = "linux")]
mod shim;
#[cfg(unix)]
mod work;
mod written;

use candor::{plan::Plan, vault::SealedVault, vocab::Timestamp};

use self::model::MemoryVault;

struct Model;

impl conformance::BackEnd for Model {
    type Vault = MemoryVault;

    fn open(&self, _: Timestamp) -> MemoryVault {
        MemoryVault::new(policy::shared())
    }

    fn reopen(&self, vault: MemoryVault, plan: Plan, now: Timestamp) -> MemoryVault {
        vault.reopened(plan, now).unwrap()
    }
}

impl conformance::BackEnd for disk::Home {
    type Vault = SealedVault;

    fn open(&self, now: Timestamp) -> SealedVault {
        self.open(now)
    }

    fn reopen(&self, vault: SealedVault, plan: Plan, now: Timestamp) -> SealedVault {
        drop(vault);
        self.try_open(plan, now).unwrap()
    }
}

#[tokio::test]
async fn the_model_conforms() {
    conformance::suite(|| Model).await;
}

#[tokio::test]
async fn sled_conforms() {
    conformance::suite(disk::Home::new).await;
    conformance::large::what_is_too_large_is_refused_with_its_batch(&disk::Home::new()).await;
}
