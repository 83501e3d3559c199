//! What grows with the data and what must not, in one run: opening, erasing a person, sweeping, removing a server, disk
//! and memory. Each figure stands beside the same among a hundredth of the rows.
//!
//! `cargo bench --bench scale`; `CANDOR_ROWS=100000` for a smaller large world. Rows are warnings: one person they are
//! about, one who gave them, 100 of them a person.

#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a bench stops at what it did not expect, and measures approximately"
)]

mod rows;

use std::{
    env, fs,
    path::Path,
    time::{Duration, Instant},
};

use candor::{
    port::{Answer, Op, Read, RowId, Vault},
    vault::{MasterKey, SealedVault},
    vocab::{GuildId, Timestamp, UserId, Value},
};
use rows::{NOW, batch, policy, sled, warning};

const DAY: i64 = 86_400_000;
/// Rows of a person, and of a server.
const EACH: u64 = 100;
const GUILD: u64 = 10_000;
/// Bytes of a slot of the ledger.
const SLOT: usize = 128;
/// Rows in one commit.
const CHUNK: u64 = 500;

struct World {
    home: tempfile::TempDir,
    key: MasterKey,
    rows: u64,
    runtime: tokio::runtime::Runtime,
    vault: Option<SealedVault>,
}

fn xp(user: u64, total: i64) -> Op {
    Op::Put {
        row: RowId {
            store: policy::XP,
            guild: Some(GuildId(7_777)),
            key: vec![Value::User(UserId(user))],
        },
        values: vec![Value::User(UserId(user)), Value::Int(total)],
    }
}

impl World {
    fn new(rows: u64) -> Self {
        let mut world = Self {
            home: tempfile::tempdir().unwrap(),
            key: MasterKey::random().unwrap(),
            rows,
            runtime: tokio::runtime::Runtime::new().unwrap(),
            vault: None,
        };
        world.open();
        for first in (0..rows).step_by(usize::try_from(CHUNK).unwrap()) {
            let ops = (first..(first + CHUNK).min(rows))
                .map(|row| warning(GuildId(1 + row / GUILD), 1_000 + row / EACH, 1 + row % 20));
            world.commit(ops.collect(), NOW);
        }
        world
    }

    fn open(&mut self) -> Duration {
        self.vault = None;
        timed(|| {
            let dir = self.home.path().join("data");
            let opened = SealedVault::open(&dir, policy::shared(), &self.key, NOW);
            self.vault = Some(opened.unwrap());
        })
    }

    fn vault(&self) -> &SealedVault {
        self.vault.as_ref().unwrap()
    }

    fn commit(&self, ops: Vec<Op>, now: Timestamp) {
        let done = self.runtime.block_on(self.vault().commit(batch(ops), now));
        done.unwrap();
    }

    fn sweep(&self, now: Timestamp) -> u64 {
        let swept = self.runtime.block_on(self.vault().sweep(now)).unwrap();
        swept.rows
    }

    /// Erases a few people with 100 rows each: until it is acknowledged, and until their rows are deleted. The medians.
    fn erase(&self) -> [Duration; 2] {
        let step = (self.rows / EACH / 9).max(1);
        let mut took = [const { Vec::new() }; 2];
        for nth in 0..9 {
            let user = UserId(1_000 + nth * step);
            let begin = Instant::now();
            self.commit(vec![Op::Erase { guild: None, user }], NOW);
            took[0].push(begin.elapsed());
            // Who counts waits for it.
            self.runtime.block_on(self.vault().counts()).unwrap();
            took[1].push(begin.elapsed());
        }
        took.map(|mut took| {
            took.sort();
            took[4]
        })
    }

    /// Sweeps `due` rows that were written long ago; the time for each.
    fn sweep_due(&self, due: u64) -> Duration {
        let written = Timestamp(NOW.0 - 20 * DAY + 60_000);
        for first in (0..due).step_by(usize::try_from(CHUNK).unwrap()) {
            let ops = (first..(first + CHUNK).min(due))
                .map(|row| warning(GuildId(9_001), 5_000_000 + row, 1));
            self.commit(ops.collect(), written);
        }
        let mut swept = 0;
        let took = timed(|| swept = self.sweep(Timestamp(NOW.0 + 120_000)));
        assert_eq!(swept, due);
        took / u32::try_from(due).unwrap()
    }

    /// Removes a server of `rows` rows; the time for each.
    fn remove_guild(&self, guild: u64, rows: u64) -> Duration {
        for first in (0..rows).step_by(usize::try_from(CHUNK).unwrap()) {
            let ops = (first..(first + CHUNK).min(rows))
                .map(|row| warning(GuildId(guild), 6_000_000 + row / EACH, 1 + row % 20));
            self.commit(ops.collect(), NOW);
        }
        let gone = Op::GuildRemoved {
            guild: GuildId(guild),
            since: Timestamp(NOW.0 - DAY),
        };
        self.commit(vec![gone], NOW);
        let mut swept = 0;
        let took = timed(|| swept = self.sweep(Timestamp(NOW.0 + 180_000)));
        assert_eq!(swept, rows);
        took / u32::try_from(rows).unwrap()
    }

    /// Bytes of rows as a backup counts them, without indexes.
    fn live(&self, name: &str) -> u64 {
        let to = self.home.path().join(name);
        let written = self
            .runtime
            .block_on(self.vault().backup(&to, NOW, Timestamp(NOW.0 + DAY)));
        written.unwrap().plain_bytes
    }

    /// Reads rows here and there; the time for each.
    fn read(&self, reads: u64) -> Duration {
        let took = timed(|| {
            for nth in 0..reads {
                let row = nth * 7_919_777 % self.rows;
                let id = RowId {
                    store: policy::WARNING,
                    guild: Some(GuildId(1 + row / GUILD)),
                    key: vec![Value::Int((1 + row % GUILD).cast_signed())],
                };
                let read = self
                    .runtime
                    .block_on(self.vault().read(&Read::Row(id), NOW));
                assert!(matches!(read, Ok(Answer::Row(Some(_)))), "{read:?}");
            }
        });
        took / u32::try_from(reads).unwrap()
    }

    fn disk(&self) -> u64 {
        size(&self.home.path().join("data"))
    }

    /// The same once nothing moves any more.
    fn quiet_disk(&self) -> u64 {
        // A bot sweeps every minute; then the engine has time for itself.
        self.sweep(NOW);
        let mut before = 0;
        loop {
            let now = self.disk();
            if now == before {
                return now;
            }
            before = now;
            std::thread::sleep(Duration::from_secs(3));
        }
    }

    /// Bytes that are there: keys and values of rows and of what points to them, and the slots of people and servers, once.
    fn alive(&mut self) -> u64 {
        self.vault = None;
        let ledger = fs::read(self.home.path().join("data").join("ledger")).unwrap();
        let slots = ledger.chunks(SLOT).skip(1).filter(|slot| slot[0] == 1);
        (slots.count() * SLOT) as u64 + self.entries()
    }

    fn entries(&self) -> u64 {
        let sled_dir = self.home.path().join("data").join("sled");
        let moved = fs::read_dir(&sled_dir).unwrap().filter_map(|entry| {
            let name = entry.unwrap().file_name();
            name.to_str()?.parse::<u64>().ok()
        });
        let newest = moved.max().map(|number| sled_dir.join(number.to_string()));
        let db = sled(&newest.unwrap_or(sled_dir));
        let bytes = db
            .iter()
            .map(|entry| entry.map(|(key, value)| key.len() + value.len()));
        bytes.sum::<Result<usize, _>>().unwrap() as u64
    }
}

fn size(dir: &Path) -> u64 {
    let entries = fs::read_dir(dir).unwrap();
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            let data = entry.metadata().unwrap();
            if data.is_dir() {
                size(&entry.path())
            } else {
                data.len()
            }
        })
        .sum()
}

fn timed(work: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

/// Resident memory of this process, where the system tells.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

/// As many entries in sled as there are rows, each about as large, in the order in which they come.
fn bare(dir: &Path, rows: u64) -> sled::Db {
    let db = sled(dir);
    for first in (0..rows).step_by(usize::try_from(CHUNK).unwrap()) {
        let mut entries = sled::Batch::default();
        for row in first..(first + CHUNK).min(rows) {
            entries.insert(bare_key(row), vec![7; 250]);
        }
        db.apply_batch(entries).unwrap();
        db.flush().unwrap();
    }
    db
}

/// Server and number, as the vault's key of such a row has them.
fn bare_key(row: u64) -> Vec<u8> {
    let (server, number) = (row / GUILD, row % GUILD);
    [server, server, number, number]
        .iter()
        .flat_map(|part| part.to_be_bytes())
        .collect()
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

fn main() {
    let large = env::var("CANDOR_ROWS").map_or(1_000_000, |rows| rows.parse().unwrap());
    let small = large / 100;
    let few = World::new(small);
    let before = resident();
    let mut many = World::new(large);
    let (memory, disk) = (resident().saturating_sub(before), many.quiet_disk());
    let live = many.alive();
    println!("{large} rows beside {small}, one run");
    println!("memory after writing    {:>8} bytes a row", memory / large);
    println!(
        "disk after writing      {:>8} bytes a row, {:.2} of what is alive",
        disk / large,
        disk as f64 / live as f64
    );
    println!("opening, all verified   {:>8.2?}", many.open());
    let beside = many.home.path().join("bare");
    let (reads, other) = (large / 10, bare(&beside, large));
    let a = many.read(reads);
    let b = timed(|| {
        for nth in 0..reads {
            let row = nth * 7_919_777 % large;
            assert!(other.get(bare_key(row)).unwrap().is_some());
        }
    }) / u32::try_from(reads).unwrap();
    println!(
        "reading a row           {a:>8.2?}, {:.2} of bare sled's throughput",
        ratio(b, a)
    );
    drop(other);
    let (a, b) = (many.erase(), few.erase());
    println!(
        "erasing 100 rows        {:>8.2?}, {:.2} of the same among {small}",
        a[0],
        ratio(a[0], b[0])
    );
    println!(
        "... until deleted       {:>8.2?}, {:.2} of the same among {small}",
        a[1],
        ratio(a[1], b[1])
    );
    let due = large / 100;
    let (a, b) = (many.sweep_due(due), many.sweep_due(due / 10));
    println!(
        "sweeping {due} due     {a:>8.2?} a row, {:.2} of that for {}",
        ratio(a, b),
        due / 10
    );
    let (a, b) = (
        many.remove_guild(9_101, due),
        many.remove_guild(9_102, due / 4),
    );
    println!(
        "removing {due} rows    {a:>8.2?} a row, {:.2} of that for {}",
        ratio(a, b),
        due / 4
    );
    drop((few, many));

    let mut world = World::new(0);
    let people = large / 5;
    let overwrite = |world: &World, round: i64| {
        for first in (0..people).step_by(usize::try_from(CHUNK).unwrap()) {
            let ops = (first..(first + CHUNK).min(people)).map(|user| xp(user, round));
            world.commit(ops.collect(), NOW);
        }
    };
    for round in 0..5 {
        overwrite(&world, round);
    }
    world.sweep(Timestamp(NOW.0 + DAY));
    world.open();
    let (disk, rows) = (world.quiet_disk(), world.live("overwritten"));
    println!(
        "after {large} overwrites of {people} rows the disk is {:.2} of what is alive, {:.2} of the rows in it",
        disk as f64 / world.alive() as f64,
        disk as f64 / rows as f64
    );
}
