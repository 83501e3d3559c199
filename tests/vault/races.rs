//! People who erase themselves while others write about them: after an acknowledged erasure nothing older is there, and
//! what was opted out of does not come again.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use candor::{
    plan::StoreId,
    port::{
        Answer, Batch, Commit, Marks, Op, Read, RowId, StoreCount, StoredRow, Swept, Vault,
        VaultError,
    },
    vault::{MasterKey, SealedVault},
    vocab::{ChannelId, GuildId, Timestamp, UserId, Value},
};

use crate::{
    calls::{self as c, ANN, LOUNGE, MOD, START},
    model::MemoryVault,
    policy::{self, WARNING},
};

const WRITERS: u64 = 4;
const ROUNDS: u64 = 12;
/// Acknowledged writes between two erasures.
const BETWEEN: u64 = 12;

/// What writers have been told so far.
#[derive(Default)]
struct Told {
    /// Numbers of warnings that are kept, by the word of the vault.
    kept: Mutex<BTreeSet<i64>>,
    tries: AtomicU64,
    stop: AtomicBool,
}

impl Told {
    async fn more(&self) {
        let enough = self.tries.load(Ordering::SeqCst) + BETWEEN;
        while self.tries.load(Ordering::SeqCst) < enough {
            tokio::task::yield_now().await;
        }
    }
}

async fn write(vault: Arc<impl Vault>, told: Arc<Told>) {
    while !told.stop.load(Ordering::SeqCst) {
        let ops = [
            c::warning(LOUNGE, ANN, MOD, "about ann"),
            c::warning(LOUNGE, MOD, ANN, "about mod"),
            c::warning(LOUNGE, ANN, ANN, "about both"),
        ];
        let done = vault.commit(c::batch(ops), START).await.unwrap();
        told.kept.lock().unwrap().extend(done.keys);
        // A conflict while Ann is opted out, which is what is wanted.
        match vault.commit(c::batch([c::xp(LOUNGE, ANN, 1)]), START).await {
            Ok(_) | Err(VaultError::Conflict) => {}
            Err(error) => panic!("{error}"),
        }
        told.tries.fetch_add(1, Ordering::SeqCst);
        tokio::task::yield_now().await;
    }
}

/// Why the promise is broken.
async fn trial<V: Vault>(vault: Arc<V>) -> Result<(), String> {
    let told = Arc::new(Told::default());
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| tokio::spawn(write(Arc::clone(&vault), Arc::clone(&told))))
        .collect();
    let mut result = Ok(());
    for round in 0..ROUNDS {
        told.more().await;
        result = erase(&*vault, &told, (round % 2 == 0).then_some(LOUNGE)).await;
        if result.is_err() {
            break;
        }
    }
    told.stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    vault.verify().await.map_err(|error| error.to_string())?;
    result
}

async fn erase(vault: &impl Vault, told: &Told, guild: Option<GuildId>) -> Result<(), String> {
    let before = told.kept.lock().unwrap().clone();
    let done = c::commit(vault, [Op::Erase { guild, user: ANN }], START).await;
    for row in c::rows(vault, c::all(WARNING, LOUNGE)).await {
        let named = row.values[1] == Value::User(ANN) || row.values[2] == Value::User(ANN);
        if named && row.revision <= done.revision {
            return Err(format!("a row of before the erasure: {row:?}"));
        }
        let Value::Int(number) = row.key[0] else {
            panic!("{row:?}");
        };
        if named && before.contains(&number) {
            return Err(format!("a row that was there is back: {row:?}"));
        }
    }
    // An erasure opts out of `xp`, whatever writers had in hand.
    for _ in 0..3 {
        if c::row(vault, c::xp_id(LOUNGE, ANN)).await.is_some() {
            return Err("a row came again after the erasure opted out of it".to_owned());
        }
        told.more().await;
    }
    let suppress = |on| Op::Suppress {
        guild,
        user: ANN,
        on,
    };
    // Opted in again it comes again; after an opt-out what is there stays as it is.
    c::commit(vault, [suppress(false)], START).await;
    while c::row(vault, c::xp_id(LOUNGE, ANN)).await.is_none() {
        tokio::task::yield_now().await;
    }
    let out = c::commit(vault, [suppress(true)], START).await;
    told.more().await;
    match c::row(vault, c::xp_id(LOUNGE, ANN)).await {
        Some(row) if row.revision > out.revision => {
            Err(format!("written after the opt-out: {row:?}"))
        }
        _ => Ok(()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_model_resurrects_nothing() {
    let vault = Arc::new(MemoryVault::new(policy::shared()));
    trial(vault).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sled_resurrects_nothing() {
    let home = tempfile::tempdir().unwrap();
    let key = MasterKey::random().unwrap();
    let vault = SealedVault::open(home.path(), policy::shared(), &key, START).unwrap();
    trial(Arc::new(vault)).await.unwrap();
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres_resurrects_nothing() {
    let Some(cluster) = crate::cluster::Cluster::start(&[], 5432) else {
        return;
    };
    let (address, _) = cluster.database();
    let home = tempfile::tempdir().unwrap();
    let key = MasterKey::random().unwrap();
    let dir = home.path();
    let open = || SealedVault::connect(&address, dir, policy::shared(), &key, START).unwrap();
    // The connection blocks where it is made.
    let vault = tokio::task::block_in_place(open);
    trial(Arc::new(vault)).await.unwrap();
}

/// A vault with one of its promises taken away.
struct Sabotaged {
    vault: MemoryVault,
    /// What of a batch it forgets.
    forgets: fn(&Op) -> bool,
}

#[async_trait]
impl Vault for Sabotaged {
    async fn read(&self, read: &Read, now: Timestamp) -> Result<Answer, VaultError> {
        self.vault.read(read, now).await
    }
    async fn commit(&self, mut batch: Batch, now: Timestamp) -> Result<Commit, VaultError> {
        batch.ops.retain(|op| !(self.forgets)(op));
        self.vault.commit(batch, now).await
    }
    async fn sweep(&self, now: Timestamp) -> Result<Swept, VaultError> {
        self.vault.sweep(now).await
    }
    async fn ended(
        &self,
        guild: Option<GuildId>,
        limit: usize,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        self.vault.ended(guild, limit).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, VaultError> {
        self.vault.next_due().await
    }
    async fn guilds(&self) -> Result<Vec<(GuildId, Option<Timestamp>)>, VaultError> {
        self.vault.guilds().await
    }
    async fn members(
        &self,
        guild: GuildId,
    ) -> Result<Vec<(UserId, Option<Timestamp>)>, VaultError> {
        self.vault.members(guild).await
    }
    async fn channels(&self, guild: Option<GuildId>) -> Result<Vec<ChannelId>, VaultError> {
        self.vault.channels(guild).await
    }

    async fn counts(&self) -> Result<Vec<StoreCount>, VaultError> {
        self.vault.counts().await
    }
    async fn dump(
        &self,
        store: StoreId,
        now: Timestamp,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        self.vault.dump(store, now).await
    }
    async fn due(&self, row: &RowId) -> Result<Option<Timestamp>, VaultError> {
        self.vault.due(row).await
    }
    async fn verify(&self) -> Result<u64, VaultError> {
        self.vault.verify().await
    }
    async fn marks(&self) -> Result<Marks, VaultError> {
        self.vault.marks().await
    }
    async fn mark(&self, marks: Marks) -> Result<(), VaultError> {
        self.vault.mark(marks).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_vault_that_forgets_erasures_or_opt_outs_is_caught() {
    let forgets: [fn(&Op) -> bool; 2] = [
        |op| matches!(op, Op::Erase { .. }),
        |op| matches!(op, Op::Suppress { on: true, .. }),
    ];
    for forgets in forgets {
        let vault = MemoryVault::new(policy::shared());
        let caught = trial(Arc::new(Sabotaged { vault, forgets })).await;
        assert!(caught.is_err());
    }
}
