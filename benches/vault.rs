//! The vault against bare sled with the same flush policy, in one run, since only ratios travel between machines.
//!
//! `cargo bench --bench vault`; the ratios stand at the end.

#![allow(
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::cast_precision_loss,
    reason = "a bench stops at what it did not expect, and measures approximately"
)]

mod rows;

use std::{
    collections::BTreeMap,
    fs::File,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use candor::{
    port::{Op, Read, Vault},
    vault::{MasterKey, SealedVault},
};
use criterion::Criterion;
use rows::{LOUNGE, NOW, batch, policy, profile, put, sled, warning};
use tokio::sync::{mpsc, oneshot};

const WRITERS: u64 = 50;
const PEOPLE: u64 = 5_000;

/// Sled with a writer like the vault's: a queue, one batch, flush, sync, answer. No index, no seal.
struct Bare {
    db: sled::Db,
    queue: mpsc::Sender<(Vec<u8>, Vec<u8>, oneshot::Sender<()>)>,
}

impl Bare {
    fn open(dir: &Path) -> Self {
        let db = sled(dir);
        let log = File::open(dir.join("db")).unwrap();
        let (queue, mut waiting) = mpsc::channel::<(Vec<u8>, Vec<u8>, oneshot::Sender<()>)>(1024);
        let writer = db.clone();
        thread::spawn(move || {
            while let Some(first) = waiting.blocking_recv() {
                let mut batch = sled::Batch::default();
                let mut done = Vec::new();
                let mut next = Some(first);
                while let Some((key, value, reply)) = next.take() {
                    batch.insert(key, value);
                    done.push(reply);
                    next = waiting.try_recv().ok();
                }
                writer.apply_batch(batch).unwrap();
                writer.flush().unwrap();
                log.sync_data().unwrap();
                for reply in done {
                    reply.send(()).unwrap();
                }
            }
        });
        Self { db, queue }
    }

    /// One that nobody had before.
    async fn add(&self) {
        static NEXT: AtomicU64 = AtomicU64::new(PEOPLE);
        self.insert(NEXT.fetch_add(1, Ordering::Relaxed)).await;
    }

    async fn insert(&self, key: u64) {
        let (reply, done) = oneshot::channel();
        let key = [key.to_be_bytes(); 4].concat();
        self.queue.send((key, vec![7; 200], reply)).await.unwrap();
        done.await.unwrap();
    }
}

fn insert(user: u64) -> Op {
    warning(LOUNGE, user, user % 20)
}

/// Time for `rounds` writes by each of the writers at once.
fn together<F: Future<Output = ()> + Send + 'static>(
    runtime: &tokio::runtime::Runtime,
    rounds: u64,
    write: impl Fn(u64) -> F + Clone + Send + 'static,
) -> Duration {
    let begin = Instant::now();
    runtime.block_on(async {
        let writers = (0..WRITERS).map(|writer| {
            let write = write.clone();
            tokio::spawn(async move {
                for round in 0..rounds {
                    write((writer * 97 + round * 31) % PEOPLE).await;
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
    begin.elapsed()
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let home = tempfile::tempdir().unwrap();
    let key = MasterKey::random().unwrap();
    let bare = Arc::new(Bare::open(&home.path().join("bare")));
    let vault = Arc::new(
        SealedVault::open(&home.path().join("vault"), policy::shared(), &key, NOW).unwrap(),
    );
    runtime.block_on(async {
        for first in (0..PEOPLE).step_by(500) {
            let people = first..first + 500;
            vault
                .commit(batch(people.clone().map(put).collect()), NOW)
                .await
                .unwrap();
            vault
                .commit(batch(people.map(insert).collect()), NOW)
                .await
                .unwrap();
        }
    });
    together(&runtime, PEOPLE / WRITERS, {
        let bare = Arc::clone(&bare);
        move |user| {
            let bare = Arc::clone(&bare);
            async move { bare.insert(user).await }
        }
    });

    let spent: Mutex<BTreeMap<&str, (u64, Duration)>> = Mutex::default();
    let note = |name, rounds, took: Duration| {
        let mut spent = spent.lock().unwrap();
        let (all, time) = spent.entry(name).or_default();
        *all += rounds;
        *time += took;
        took
    };
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    criterion.bench_function("write/bare sled", |bench| {
        bench.iter_custom(|rounds| {
            let bare = Arc::clone(&bare);
            let write = move |user| {
                let bare = Arc::clone(&bare);
                async move { bare.insert(user).await }
            };
            note("bare write", rounds, together(&runtime, rounds, write))
        });
    });
    criterion.bench_function("write/bare sled, added", |bench| {
        bench.iter_custom(|rounds| {
            let bare = Arc::clone(&bare);
            let write = move |_| {
                let bare = Arc::clone(&bare);
                async move { bare.add().await }
            };
            note("bare add", rounds, together(&runtime, rounds, write))
        });
    });
    for (name, op) in [
        ("write/vault, row changed", put as fn(u64) -> Op),
        ("write/vault, row added", insert),
    ] {
        criterion.bench_function(name, |bench| {
            bench.iter_custom(|rounds| {
                let vault = Arc::clone(&vault);
                let write = move |user| {
                    let vault = Arc::clone(&vault);
                    async move {
                        vault.commit(batch(vec![op(user)]), NOW).await.unwrap();
                    }
                };
                note(name, rounds, together(&runtime, rounds, write))
            });
        });
    }
    criterion.bench_function("read/bare sled", |bench| {
        bench.iter_custom(|rounds| {
            let begin = Instant::now();
            for round in 0..rounds {
                let key = [(round * 31 % PEOPLE).to_be_bytes(); 4].concat();
                std::hint::black_box(bare.db.get(key).unwrap());
            }
            note("bare read", rounds, begin.elapsed())
        });
    });
    criterion.bench_function("read/vault", |bench| {
        bench.iter_custom(|rounds| {
            let begin = Instant::now();
            runtime.block_on(async {
                for round in 0..rounds {
                    let answer = vault
                        .read(&Read::Row(profile(round * 31 % PEOPLE)), NOW)
                        .await
                        .unwrap();
                    std::hint::black_box(answer);
                }
            });
            note("vault read", rounds, begin.elapsed())
        });
    });
    criterion.final_summary();

    let spent = spent.into_inner().unwrap();
    let rate = |name| {
        spent
            .get(name)
            .map(|(rounds, time)| *rounds as f64 / time.as_secs_f64())
    };
    for (what, name, bare) in [
        (
            "changing a row, 50 writers",
            "write/vault, row changed",
            "bare write",
        ),
        (
            "adding a row, 50 writers",
            "write/vault, row added",
            "bare add",
        ),
        ("reading a row", "vault read", "bare read"),
    ] {
        if let (Some(vault), Some(bare)) = (rate(name), rate(bare)) {
            println!("{what}: {:.2} of bare sled's throughput", vault / bare);
        }
    }
}
