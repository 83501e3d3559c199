//! kill -9 at random moments: what was acknowledged on the other side of a pipe is there when the data are opened again.
//!
//! The child is this test binary again, at [`child`]. It begins with what the data say, writes from several tasks at once,
//! and prints a line for what it is about to do and another when the vault has acknowledged it. The parent kills it, reads
//! the lines that came through, and looks. In `sled` the data stand in a directory, in `postgres` on a server, which is
//! stopped hard too. `CANDOR_KILLS` says how often (50 and 20).
//!
//! A child that acknowledges one write early must be caught, or the harness shows nothing.

mod postgres;
mod sled;

use std::{
    collections::BTreeMap,
    env,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use candor::{
    port::{Answer, Op, Read, Vault, VaultError},
    vault::{Address, MasterKey, SealedVault, compact_from},
    vocab::{UserId, Value},
};

use crate::{
    calls::{self as c, LOUNGE, MOD, START},
    policy,
};

const DIR: &str = "CANDOR_KILL_DIR";
const DATABASE: &str = "CANDOR_KILL_DATABASE";
const EARLY: &str = "CANDOR_KILL_EARLY";
const TASKS: u64 = 8;
/// A child that still lives then hangs.
const LIFE: Duration = Duration::from_mins(3);

/// Where a bot's data are: the rows in the directory `home` or in a database, everything else in `home`.
struct Bot {
    home: tempfile::TempDir,
    database: Option<String>,
}

impl Bot {
    fn new(database: Option<String>) -> Self {
        let home = tempfile::tempdir().unwrap();
        let bot = Self { home, database };
        drop(bot.open().unwrap());
        bot
    }

    fn open(&self) -> Result<SealedVault, VaultError> {
        open(self.home.path(), self.database.as_deref())
    }
}

fn open(home: &Path, database: Option<&str>) -> Result<SealedVault, VaultError> {
    let key = MasterKey::from_file_or_new(&home.join("key")).unwrap();
    let (data, plan) = (home.join("data"), policy::shared());
    match database {
        None => SealedVault::open(&data, plan, &key, START),
        Some(address) => SealedVault::connect(&Address::parse(address)?, &data, plan, &key, START),
    }
}

/// Each task counts one person's total up; every tenth turn it also warns somebody new, and erases them in the turn after.
fn counter(task: u64) -> UserId {
    UserId(1_000 + task)
}

fn warned(task: u64, turn: i64) -> UserId {
    UserId(1_000_000 * (task + 1) + turn.cast_unsigned())
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
    match vault.read(&read, crate::calls::EARLY).await.unwrap() {
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
    thread::spawn(|| {
        thread::sleep(LIFE);
        println!("\nfailed still here after {LIFE:?}");
        std::process::exit(1);
    });
    // Kills meet it in the middle of a move.
    compact_from(0);
    println!("\nopening");
    let vault = match open(Path::new(&home), env::var(DATABASE).ok().as_deref()) {
        Ok(vault) => Arc::new(vault),
        Err(error) => return println!("\nfailed {error}"),
    };
    println!("\nopen");
    let early = env::var_os(EARLY).is_some();
    let mut tasks = tokio::task::JoinSet::new();
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
                // The count last, so that a total stands for the whole turn.
                let count = c::xp(LOUNGE, counter(task), turn);
                for op in aside(task, turn).into_iter().chain([count]) {
                    if let Err(error) = vault.commit(c::batch([op]), START).await {
                        return println!("\nfailed {error}");
                    }
                }
                if !early {
                    println!("\nack {task} {turn}");
                }
            }
        });
    }
    tasks.join_next().await.unwrap().unwrap();
}

/// What came through the pipe, by task: the last turn that was begun, and the last that was acknowledged.
#[derive(Default, Clone, Copy)]
struct Turns {
    begun: i64,
    acknowledged: i64,
}

/// What came through the pipe.
#[derive(Default, Clone)]
struct Told {
    tasks: BTreeMap<u64, Turns>,
    lines: usize,
    failed: Option<String>,
}

impl Told {
    fn acknowledged(&self) -> i64 {
        self.tasks.values().map(|turns| turns.acknowledged).sum()
    }

    fn turns(&self, task: u64) -> Turns {
        self.tasks.get(&task).copied().unwrap_or_default()
    }

    fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["opening" | "open"] => self.lines += 1,
            ["failed", ..] => {
                let error = line["failed ".len()..].to_owned();
                self.failed.get_or_insert(error);
            }
            [what @ ("begin" | "ack"), task, turn] => {
                // The last line may be torn.
                let (Ok(task), Ok(turn)) = (task.parse(), turn.parse()) else {
                    return;
                };
                let of = self.tasks.entry(task).or_default();
                self.lines += 1;
                if what == "begin" {
                    of.begun = turn;
                } else {
                    of.acknowledged = turn;
                }
            }
            _ => {}
        }
    }
}

/// A child at work, and what it has told so far.
struct Writer {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    told: Told,
}

impl Writer {
    fn begin(bot: &Bot, early: bool, limit: bool) -> Self {
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
            .env(DIR, bot.home.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(database) = &bot.database {
            command.env(DATABASE, database);
        }
        if early {
            command.env(EARLY, "1");
        }
        let mut child = command.spawn().unwrap();
        Self {
            lines: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
            told: Told::default(),
        }
    }

    /// Whether what it told is `enough` before it ends.
    fn hear(&mut self, enough: impl Fn(&Told) -> bool) -> bool {
        while !enough(&self.told) {
            match self.lines.next() {
                Some(line) => self.told.hear(&line.unwrap()),
                None => return false,
            }
        }
        true
    }

    /// Kills it, and gives all that came through.
    fn kill(mut self) -> Told {
        self.child.kill().unwrap();
        self.end()
    }

    fn end(mut self) -> Told {
        self.hear(|_| false);
        self.child.wait().unwrap();
        self.told
    }
}

/// Where the tasks are, by what was found.
type Found = [i64; 8];

/// Opens the data after a child told what it did: how many turns more are there, or the first thing that was acknowledged
/// and is not there, or is there and was never begun.
async fn check(bot: &Bot, told: &Told, before: &mut Found) -> Result<u64, String> {
    let refused = |error: VaultError| format!("refused: {error}");
    let vault = bot.open().map_err(refused)?;
    vault.verify().await.map_err(refused)?;
    let mut turns = 0;
    for (task, last) in (0..TASKS).zip(before) {
        let told = told.turns(task);
        let found = total(&vault, task).await;
        let least = told.acknowledged.max(*last);
        let most = told.begun.max(*last);
        if found < least || found > most {
            return Err(format!(
                "task {task} acknowledged {least} and began {most}, and {found} is there"
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
                    "task {task} is at {found}, and of turn {turn} are {there} warnings"
                ));
            }
        }
        turns += (found - *last).cast_unsigned();
        *last = found;
    }
    Ok(turns)
}

/// How a child is met.
struct Kills {
    times: u64,
    early: bool,
    /// How long after what it told.
    after: Duration,
}

/// Kills that often, with something done after each; the turns that came about.
async fn trial(
    bot: &Bot,
    kills: Kills,
    dice: &mut fastrand::Rng,
    then: impl Fn(u64),
) -> Result<u64, String> {
    let mut found = Found::default();
    let mut turns = 0;
    for kill in 0..kills.times {
        // Every fourth is met while it opens.
        let lines = if kill % 4 == 0 {
            0
        } else {
            dice.usize(20..400)
        };
        let mut writer = Writer::begin(bot, kills.early, false);
        if !writer.hear(|told| told.lines > lines) {
            let failed = writer.end().failed.unwrap_or_default();
            return Err(format!("kill {kill}: the child ended by itself: {failed}"));
        }
        // Not a wait for anything: chance decides where in its work the child is met.
        let after = u64::try_from(kills.after.as_micros()).unwrap();
        thread::sleep(Duration::from_micros(dice.u64(..after)));
        let told = writer.kill();
        then(kill);
        turns += check(bot, &told, &mut found)
            .await
            .map_err(|error| format!("kill {kill}: {error}"))?;
    }
    Ok(turns)
}

fn kills(usual: u64) -> u64 {
    let kills = env::var("CANDOR_KILLS").ok();
    kills.and_then(|kills| kills.parse().ok()).unwrap_or(usual)
}
