//! Commands while members write: nothing acknowledged is lost, nothing erased comes back.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use candor::{
    control::{Client, Verify},
    port::{Batch, Op, RowId, Vault as _},
    vault::{SealedVault, Watch},
    vocab::{Timestamp, Type, UserId, Value},
};
use tokio::task::spawn_blocking;

use crate::live::{AT_MOST, Live, POLICY, plan};

/// Warnings that the bot acknowledged, and when to end.
#[derive(Default)]
struct Told {
    ann: AtomicU64,
    ben: AtomicU64,
    stop: AtomicBool,
}

impl Told {
    async fn more(&self, than: u64) {
        let both = || {
            self.ann
                .load(Ordering::SeqCst)
                .min(self.ben.load(Ordering::SeqCst))
        };
        while both() < than {
            tokio::task::yield_now().await;
        }
    }
}

fn writer(live: &Arc<Live>, told: &Arc<Told>, whom: &'static str) -> tokio::task::JoinHandle<()> {
    let (live, told) = (Arc::clone(live), Arc::clone(told));
    tokio::spawn(async move {
        let count = if whom == "ann" { &told.ann } else { &told.ben };
        while !told.stop.load(Ordering::SeqCst) {
            live.warn(whom, "again").await;
            count.fetch_add(1, Ordering::SeqCst);
        }
    })
}

async fn run(live: &Arc<Live>, args: &[&str]) -> String {
    let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
    let live = Arc::clone(live);
    let told = spawn_blocking(move || {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        live.told(&args)
    });
    told.await.unwrap()
}

/// Of Ann's warnings, as the receipt of an erasure counts them.
fn deleted(receipt: &str) -> u64 {
    let line = receipt.lines().find(|line| line.contains("warning"));
    let number = line.and_then(|line| line.split(": ").nth(1)?.split(' ').next()?.parse().ok());
    number.unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erasure_beside_writers_takes_everything_of_one_and_nothing_of_others() {
    let live = Arc::new(Live::set().await);
    let told = Arc::new(Told::default());
    let ann = live.id("ann").to_string();
    let writers = ["ann", "ben"].map(|whom| writer(&live, &told, whom));
    let erase = ["data", "erase", POLICY, &ann, "--yes"];
    let mut gone = 0;
    for round in 1..=3 {
        told.more(round * 4).await;
        gone += deleted(&run(&live, &erase).await);
    }
    told.stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    gone += deleted(&run(&live, &erase).await);
    assert_eq!(gone, told.ann.load(Ordering::SeqCst), "each went once");
    assert!(gone >= 12);
    let shown = run(&live, &["data", "show", POLICY, &ann]).await;
    assert!(shown.starts_with("nothing is kept"), "{shown}");
    let ben = told.ben.load(Ordering::SeqCst);
    let list = run(&live, &["data", "list", POLICY]).await;
    assert!(list.contains(&format!("{ben:>10}  warning\n")), "{list}");
    run(&live, &["data", "verify", POLICY]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_beside_writers_has_what_was_acknowledged_and_nobody_who_was_erased() {
    let live = Arc::new(Live::set().await);
    let told = Arc::new(Told::default());
    let folder = live.file("backups");
    std::fs::create_dir(&folder).unwrap();
    let backup = [
        "backup",
        POLICY,
        "-o",
        folder.to_str().unwrap(),
        "--keep",
        "1",
    ];
    let writers = ["ann", "ben"].map(|whom| writer(&live, &told, whom));
    told.more(3).await;
    let first = run(&live, &backup).await;
    told.more(6).await;
    let before = told.ben.load(Ordering::SeqCst);
    let path = run(&live, &backup).await;
    let after = told.ben.load(Ordering::SeqCst) + 1;
    let there = |path: &str| std::path::Path::new(path.trim()).exists();
    assert!(!there(&first) && there(&path), "--keep 1: {first}{path}");
    told.stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    let ann = live.id("ann").to_string();
    run(&live, &["data", "erase", POLICY, &ann, "--yes"]).await;
    let mut live = Arc::into_inner(live).unwrap();
    live.stop();

    live.told(&["restore", POLICY, path.trim(), "--yes"]);
    let shown = live.told(&["data", "show", POLICY, &ann]);
    assert!(shown.starts_with("nothing is kept"), "{shown}");
    let ben = live.id("ben").to_string();
    let shown = live.told(&["data", "show", POLICY, &ben]);
    let rows = shown.matches("warning in server").count() as u64;
    assert!(
        (before..=after).contains(&rows),
        "{before}..={after}: {rows}"
    );
    live.told(&["data", "verify", POLICY]);
}

/// Data that take a while to read: as many members with XP.
const MANY: u64 = 4_000;

async fn with_many() -> Live {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let mut live = Live::at(home, data.to_str().unwrap()).await;
    let (plan, key) = (plan(POLICY), live.key());
    let store = plan.stores.iter().find(|store| store.name == "xp").unwrap();
    let now = live.sandbox.clock().now();
    let vault = SealedVault::open(&data, Arc::clone(&plan), &key, now).unwrap();
    for some in (0..MANY).collect::<Vec<_>>().chunks(500) {
        let ops = some.iter().map(|number| Op::Put {
            row: RowId {
                store: store.id,
                guild: Some(live.server),
                key: vec![Value::User(UserId(1_000_000 + number))],
            },
            values: store.fields.iter().map(|field| zero(&field.kind)).collect(),
        });
        let batch = Batch {
            ops: ops.collect(),
            ..Batch::default()
        };
        vault.commit(batch, now).await.unwrap();
    }
    drop(vault);
    live.start(POLICY);
    live
}

fn zero(kind: &Type) -> Value {
    match kind {
        Type::Int => Value::Int(0),
        Type::Instant => Value::Instant(Timestamp(0)),
        _ => Value::None,
    }
}

fn until(what: impl Fn() -> bool) {
    let began = std::time::Instant::now();
    while !what() {
        assert!(began.elapsed() < AT_MOST, "nothing happens");
        std::thread::yield_now();
    }
}

/// Whoever asked goes, and the bot is told to stop, in the middle of a backup: it is whole all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_was_begun_is_finished() {
    let mut live = with_many().await;
    let [first, second] =
        ["first", "second"].map(|name| live.file(&format!("{name}.candor-backup")));
    let begun = |to: &std::path::Path| {
        let mut asked = live.command(&["backup", POLICY, "-o", to.to_str().unwrap()]);
        let child = asked.stdout(std::process::Stdio::piped()).spawn().unwrap();
        let part = std::path::PathBuf::from(format!("{}.part", to.display()));
        until(|| part.exists() || to.exists());
        child
    };
    let mut gone = begun(&first);
    gone.kill().unwrap();
    gone.wait().unwrap();
    until(|| first.exists());
    let told = begun(&second);
    live.stop();
    let told = told.wait_with_output().unwrap();
    assert!(told.status.success() && second.exists(), "{told:?}");
    // A backup has its name once it was read back whole.
    let look = ["restore", POLICY, second.to_str().unwrap(), "--dry-run"];
    let look = live.told(&look);
    assert!(look.contains(&format!("with {MANY} rows")), "{look}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_is_told_how_far_it_is() {
    let mut live = with_many().await;
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let watch: Watch = {
        let seen = Arc::clone(&seen);
        Arc::new(move |progress| seen.lock().unwrap().push(progress))
    };
    let (dir, key, plan) = (live.dir(), live.key(), plan(POLICY));
    let bot = Client::reach(&dir, &key, Some(&plan), watch).await;
    let bot = bot.unwrap().unwrap();
    assert_eq!(bot.ask(Verify).await.unwrap().rows, MANY);
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    let first = seen.first().unwrap();
    assert_eq!((&*first.what, first.of), ("rows verified", Some(MANY)));
    assert!(seen.is_sorted_by_key(|progress| progress.done));
    drop(bot);
    live.stop();
    let nobody = Client::reach(&dir, &key, Some(&plan), candor::vault::nobody()).await;
    assert!(nobody.unwrap().is_none());
}
