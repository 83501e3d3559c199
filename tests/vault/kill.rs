//! kill -9 at random moments: what was acknowledged on the other side of a pipe is there when the data are opened again.
//!
//! The child is this test binary again, at [`child`]. It begins with what the data say, writes from several tasks at once,
//! and prints a line for what it is about to do and another when the vault has acknowledged it. The parent kills it, reads
//! the lines that came through, and looks. `CANDOR_KILLS` says how often (50).
//!
//! A child that acknowledges one write early must be caught, or the harness shows nothing.

use std::{
    collections::BTreeMap,
    env,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use candor::{
    port::{Answer, Op, Read, Vault},
    vault::{MasterKey, SealedVault},
    vocab::{UserId, Value},
};

use crate::{
    calls::{self as c, LOUNGE, MOD, START},
    policy,
};

const DIR: &str = "CANDOR_KILL_DIR";
const EARLY: &str = "CANDOR_KILL_EARLY";
const TASKS: u64 = 8;

/// Each task counts one person's total up; every tenth turn it also warns somebody new, and erases them in the turn after.
fn counter(task: u64) -> UserId {
    UserId(1_000 + task)
}

fn warned(task: u64, turn: i64) -> UserId {
    UserId(1_000_000 * (task + 1) + turn.cast_unsigned())
}

fn key(home: &Path) -> MasterKey {
    MasterKey::from_file_or_new(&home.join("key")).unwrap()
}

fn open(home: &Path) -> SealedVault {
    SealedVault::open(&home.join("data"), policy::shared(), &key(home), START).unwrap()
}

async fn total(vault: &SealedVault, task: u64) -> i64 {
    match c::row(vault, c::xp_id(LOUNGE, counter(task))).await {
        Some(row) => match row.values[1] {
            Value::Int(total) => total,
            ref other => panic!("{other:?}"),
        },
        None => 0,
    }
}

async fn warnings(vault: &SealedVault, user: UserId) -> usize {
    let read = Read::Export { guild: None, user };
    match vault.read(&read).await.unwrap() {
        Answer::Export(export) => export.rows.len(),
        other => panic!("{other:?}"),
    }
}

/// What one turn writes, as far as it is not a count: a warning in turns 0, 10, …, its erasure in turns 1, 11, ….
fn aside(task: u64, turn: i64) -> Option<Op> {
    match turn % 10 {
        0 => Some(c::warning(LOUNGE, warned(task, turn), MOD, "a reason")),
        1 => Some(Op::Erase {
            guild: None,
            user: warned(task, turn - 1),
        }),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Some(home) = env::var_os(DIR) else {
        return;
    };
    println!("\nopening");
    let vault = Arc::new(open(Path::new(&home)));
    println!("\nopen");
    let early = env::var_os(EARLY).is_some();
    let mut tasks = tokio::task::JoinSet::<()>::new();
    for task in 0..TASKS {
        let vault = Arc::clone(&vault);
        tasks.spawn(async move {
            let mut turn = total(&vault, task).await;
            loop {
                turn += 1;
                println!("\nbegin {task} {turn}");
                if early {
                    println!("\nack {task} {turn}");
                }
                if let Some(op) = aside(task, turn) {
                    c::commit(&*vault, [op], START).await;
                }
                // Last, so that a total stands for the whole turn.
                c::commit(&*vault, [c::xp(LOUNGE, counter(task), turn)], START).await;
                if !early {
                    println!("\nack {task} {turn}");
                }
            }
        });
    }
    // They end only when nobody listens any more.
    tasks.join_next().await.unwrap().unwrap();
}

/// What came through the pipe, by task: the last turn that was begun, and the last that was acknowledged.
#[derive(Default, Clone, Copy)]
struct Told {
    begun: i64,
    acknowledged: i64,
}

fn begin(home: &Path, early: bool, limit: bool) -> Child {
    let itself = env::current_exe().unwrap();
    let mut command = Command::new("sh");
    // A file that may not grow is as good as a full disk; without the trap, the signal would come before the error.
    let script = if limit {
        "trap '' XFSZ; ulimit -f 1200; exec \"$0\" \"$@\""
    } else {
        "exec \"$0\" \"$@\""
    };
    command
        .args(["-c", script])
        .arg(itself)
        .args(["--exact", "kill::child", "--nocapture"])
        .env(DIR, home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if early {
        command.env(EARLY, "1");
    }
    command.spawn().unwrap()
}

/// Hears a child, kills it after `lines` lines and a moment, and hears the rest. Whether it was killed.
fn heard(mut child: Child, lines: usize, dice: &mut fastrand::Rng) -> (BTreeMap<u64, Told>, bool) {
    let mut told: BTreeMap<u64, Told> = BTreeMap::new();
    let mut seen = 0;
    let mut living = true;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["opening" | "open"] => seen += 1,
            [what @ ("begin" | "ack"), task, turn] => {
                // The last line may be torn.
                let (Ok(task), Ok(turn)) = (task.parse(), turn.parse()) else {
                    continue;
                };
                let of = told.entry(task).or_default();
                seen += 1;
                if what == "begin" {
                    of.begun = turn;
                } else {
                    of.acknowledged = turn;
                }
            }
            _ => {}
        }
        if living && seen > lines {
            // Not a wait for anything: chance decides where in its work the child is met.
            std::thread::sleep(Duration::from_micros(dice.u64(..3_000)));
            child.kill().unwrap();
            living = false;
        }
    }
    child.wait().unwrap();
    (told, !living)
}

/// Kills `times` times; the first thing that was acknowledged and is not there, or is there and was never begun.
async fn trial(times: u64, early: bool, seed: u64) -> Result<u64, String> {
    let home = tempfile::tempdir().unwrap();
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut before = [0; 8];
    let mut acknowledged = 0;
    drop(open(home.path()));
    for kill in 0..times {
        // Every fourth is met while it opens.
        let lines = if kill % 4 == 0 {
            0
        } else {
            dice.usize(20..400)
        };
        let child = begin(home.path(), early, false);
        let (told, killed) = heard(child, lines, &mut dice);
        assert!(killed, "the child ended by itself");
        let vault = open(home.path());
        vault.verify().await.unwrap();
        for (task, last) in (0..TASKS).zip(&mut before) {
            let told = told.get(&task).copied().unwrap_or_default();
            let found = total(&vault, task).await;
            let least = told.acknowledged.max(*last);
            let most = told.begun.max(*last);
            if found < least || found > most {
                return Err(format!(
                    "kill {kill} of seed {seed}: task {task} acknowledged {least} and began {most}, and {found} is there"
                ));
            }
            for turn in (*last + 1)..=found {
                if turn % 10 != 0 || (turn == found && told.begun > found) {
                    continue;
                }
                // A warning can be there twice, when a child was killed between it and its count.
                let there = warnings(&vault, warned(task, turn)).await;
                if (there > 0) != (turn == found) {
                    return Err(format!(
                        "kill {kill} of seed {seed}: task {task} is at {found}, and of turn {turn} are {there} warnings"
                    ));
                }
            }
            acknowledged += (found - *last).cast_unsigned();
            *last = found;
        }
    }
    Ok(acknowledged)
}

fn kills() -> u64 {
    env::var("CANDOR_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(50)
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_to_kills() {
    let seed = fastrand::u64(..);
    let turns = trial(kills(), false, seed).await.unwrap();
    assert!(turns > kills(), "seed {seed}: {turns} turns");
    println!("{} kills, {turns} turns", kills());
}

#[tokio::test]
async fn a_child_that_acknowledges_early_is_caught() {
    let caught = trial(50, true, fastrand::u64(..)).await.unwrap_err();
    assert!(caught.contains("acknowledged"), "{caught}");
}

#[tokio::test]
async fn a_disk_that_is_full_loses_nothing_acknowledged() {
    let home = tempfile::tempdir().unwrap();
    drop(open(home.path()));
    let child = begin(home.path(), false, true);
    let (told, killed) = heard(child, 1_000_000, &mut fastrand::Rng::new());
    assert!(!killed, "the child never met the end of its disk");
    let turns: i64 = told.values().map(|told| told.acknowledged).sum();
    assert!(turns > 0);
    let vault = open(home.path());
    vault.verify().await.unwrap();
    for (task, told) in told {
        let found = total(&vault, task).await;
        assert!(found >= told.acknowledged && found <= told.begun, "{task}");
    }
}
