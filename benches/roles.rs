//! The work that each role of the GDPR brings, in the manner of `GDPRbench` (Shastri et al., VLDB 2020), on both back ends
//! in one run: the customer reads, corrects and erases; the controller writes and sweeps; the processor reads; the
//! regulator asks what is kept about somebody.
//!
//! `cargo bench --bench roles`. Without PostgreSQL's package the second column is missing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a bench stops at what it did not expect, and measures approximately"
)]

mod rows;

#[cfg(unix)]
#[path = "../tests/vault/cluster.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod cluster;

use std::time::{Duration, Instant};

use candor::{
    port::{Op, Read, Scan, Vault},
    vault::{MasterKey, SealedVault},
    vocab::UserId,
};
use rows::{LOUNGE, NOW, batch, policy, profile, put, warning};

const PEOPLE: u64 = 2_000;
/// Rounds of each role, and how many work at the same time.
const ROUNDS: u64 = 1_600;
const AT_ONCE: u64 = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Customer,
    Controller,
    Processor,
    Regulator,
}

const ROLES: [Role; 4] = [
    Role::Customer,
    Role::Controller,
    Role::Processor,
    Role::Regulator,
];

async fn commit(vault: &SealedVault, ops: Vec<Op>) {
    vault.commit(batch(ops), NOW).await.unwrap();
}

/// One round of a role; `nth` spreads the people and the kinds of work.
async fn work(vault: &SealedVault, role: Role, nth: u64) {
    let user = 100 + nth * 7_919 % PEOPLE;
    let export = Read::Export {
        guild: None,
        user: UserId(user),
    };
    let theirs = Read::Scan(Scan {
        store: policy::WARNING,
        guild: Some(LOUNGE),
        of: Some((candor::plan::FieldId(1), UserId(user))),
        by: None,
        limit: Some(25),
    });
    match (role, nth % 10) {
        (Role::Customer, 0) => {
            let erase = Op::Erase {
                guild: None,
                user: UserId(user),
            };
            commit(vault, vec![erase]).await;
        }
        (Role::Customer, 1..=4) | (Role::Controller, 0..=4) => commit(vault, vec![put(user)]).await,
        (Role::Controller, 5..=8) => {
            commit(vault, vec![warning(LOUNGE, user, 1 + user % 20)]).await;
        }
        (Role::Controller, _) => drop(vault.sweep(NOW).await.unwrap()),
        (Role::Processor, 0..=7) => drop(vault.read(&Read::Row(profile(user)), NOW).await.unwrap()),
        (Role::Processor, _) => drop(vault.read(&theirs, NOW).await.unwrap()),
        (Role::Customer | Role::Regulator, _) => drop(vault.read(&export, NOW).await.unwrap()),
    }
}

/// Rounds a second of each role.
fn measured(runtime: &tokio::runtime::Runtime, vault: SealedVault) -> [f64; 4] {
    let vault = std::sync::Arc::new(vault);
    runtime.block_on(async {
        for first in (100..100 + PEOPLE).step_by(250) {
            let people = first..first + 250;
            commit(&vault, people.clone().map(put).collect()).await;
            commit(
                &vault,
                people
                    .map(|user| warning(LOUNGE, user, 1 + user % 20))
                    .collect(),
            )
            .await;
        }
        let mut rates = [0.0; 4];
        for (rate, role) in rates.iter_mut().zip(ROLES) {
            let begin = Instant::now();
            let workers = (0..AT_ONCE).map(|worker| {
                let vault = std::sync::Arc::clone(&vault);
                tokio::spawn(async move {
                    for round in 0..ROUNDS / AT_ONCE {
                        work(&vault, role, round * AT_ONCE + worker).await;
                    }
                })
            });
            for worker in workers.collect::<Vec<_>>() {
                worker.await.unwrap();
            }
            *rate = ROUNDS as f64 / begin.elapsed().max(Duration::from_millis(1)).as_secs_f64();
        }
        rates
    })
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let home = tempfile::tempdir().unwrap();
    let key = MasterKey::random().unwrap();
    let near = SealedVault::open(&home.path().join("near"), policy::shared(), &key, NOW);
    let near = measured(&runtime, near.unwrap());
    let far = far(&runtime, &home.path().join("far"), &key);
    println!("rounds a second, {AT_ONCE} at once     sled   PostgreSQL   PostgreSQL / sled");
    for (at, role) in ROLES.iter().enumerate() {
        let of = |rates: &[f64; 4]| rates.get(at).copied().unwrap_or_default();
        let name = format!("{role:?}").to_lowercase();
        match &far {
            Some(far) => println!(
                "{name:<28} {:>8.0} {:>12.0} {:>19.2}",
                of(&near),
                of(far),
                of(far) / of(&near)
            ),
            None => println!("{name:<28} {:>8.0}      not here", of(&near)),
        }
    }
}

#[cfg(unix)]
fn far(
    runtime: &tokio::runtime::Runtime,
    dir: &std::path::Path,
    key: &MasterKey,
) -> Option<[f64; 4]> {
    let cluster = cluster::Cluster::start(&[], 5432)?;
    let (address, _) = cluster.database();
    let vault = SealedVault::connect(&address, dir, policy::shared(), key, NOW).unwrap();
    Some(measured(runtime, vault))
}

#[cfg(not(unix))]
fn far(_: &tokio::runtime::Runtime, _: &std::path::Path, _: &MasterKey) -> Option<[f64; 4]> {
    None
}
