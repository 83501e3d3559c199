//! What the harnesses of this folder make a child do to a vault, and what must be there however it ended.
//!
//! The child is this test binary again, at [`child`]: it opens a new directory, writes from several tasks at once, makes a
//! backup, changes the master key, restores the backup, and writes in between. It prints a line before and after
//! everything, which [`Told`] reads. What each task has written follows from the number of its turn alone ([`at_turn`]), so that
//! [`Told::check`] can say for any end what must be there, and what may.

use std::{
    collections::BTreeSet,
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    thread,
    time::Duration,
};

use candor::{
    port::{Answer, Op, Read, Vault, VaultError},
    vault::{Location, MasterKey, Restore, SealedVault, compact_from, nobody, restore, rotate},
    vocab::{UserId, Value},
};

use crate::{
    calls::{self as c, LOUNGE, MOD, START},
    policy,
};

const HOME: &str = "CANDOR_WORK_HOME";
const TURNS: &str = "CANDOR_WORK_TURNS";
const CARELESS: &str = "CANDOR_WORK_CARELESS";
/// A child that still lives then hangs.
const LIFE: Duration = Duration::from_mins(3);
pub const TASKS: usize = 4;

type Turns = [i64; TASKS];

/// A directory in memory, where there is one: what is on disk is not the question there, and syncs cost nothing.
pub fn in_memory() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

/// Where everything is: keys in `keys`, and below `disk`, which a power cut concerns, the data and backups.
pub struct Home(tempfile::TempDir);

impl Home {
    pub fn new() -> Self {
        let home = Self(in_memory());
        for dir in ["keys", "disk"] {
            fs::create_dir(home.0.path().join(dir)).unwrap();
        }
        for key in ["old", "new"] {
            MasterKey::from_file_or_new(&home.0.path().join("keys").join(key)).unwrap();
        }
        home
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn disk(&self) -> PathBuf {
        self.path().join("disk")
    }
}

fn key(home: &Path, name: &str) -> MasterKey {
    MasterKey::from_file(&home.join("keys").join(name)).unwrap()
}

fn open(disk: &Path, key: &MasterKey) -> Result<SealedVault, VaultError> {
    SealedVault::open(&disk.join("data"), policy::shared(), key, START)
}

fn backup_file(disk: &Path) -> PathBuf {
    disk.join("backups").join("one")
}

/// A command that does the work in `home`, `turns` of each task at a time.
pub fn command(home: &Home, turns: i64) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", "work::child", "--nocapture", "--test-threads=1"])
        .env(HOME, home.path())
        .env(TURNS, turns.to_string());
    command
}

/// Then the child acknowledges what has failed.
pub fn careless(command: &mut Command) {
    command.env(CARELESS, "1");
}

/// Whole lines, so that what other threads print does not come between.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // A parent that does not listen any more has heard enough.
    let _ = out.write_all(format!("\n{line}\n").as_bytes());
    let _ = out.flush();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Some(home) = env::var_os(HOME) else {
        return;
    };
    let turns = env::var(TURNS).unwrap().parse().unwrap();
    // Whatever happens, happens in the middle of a move.
    compact_from(0);
    thread::spawn(|| {
        thread::sleep(LIFE);
        eprintln!("still here after {LIFE:?}");
        std::process::exit(1);
    });
    if let Err(error) = work(Path::new(&home), turns).await {
        say(&format!("failed {error}"));
    }
    say("end");
}

async fn work(home: &Path, turns: i64) -> Result<(), VaultError> {
    let disk = home.join("disk");
    let (old, new) = (key(home, "old"), key(home, "new"));
    let mut done = [0; TASKS];
    let vault = open(&disk, &old)?;
    let vault = write(vault, &mut done, turns).await?;

    place_for_backups(&disk).map_err(|error| VaultError::Refused {
        what: format!("{}: {error}", disk.display()),
        help: "try again".to_owned(),
    })?;
    say("backing");
    let until = START.plus(candor::plan::BACKUP_MAX);
    vault.backup(&backup_file(&disk), START, until).await?;
    say("backed");
    let vault = write(vault, &mut done, turns).await?;
    drop(vault);

    say("rotating");
    rotate(&disk.join("data"), &old, &new)?;
    say("rotated");
    let vault = write(open(&disk, &new)?, &mut done, turns).await?;
    drop(vault);

    say("restoring");
    put_back(&disk, &new)?;
    say("restored");
    let vault = write(open(&disk, &new)?, &mut done, turns).await?;
    drop(vault);
    Ok(())
}

/// As an operator would, before.
fn place_for_backups(disk: &Path) -> std::io::Result<()> {
    fs::create_dir(disk.join("backups"))?;
    fs::File::open(disk)?.sync_all()
}

fn put_back(disk: &Path, key: &MasterKey) -> Result<(), VaultError> {
    let (data, plan) = (disk.join("data"), policy::shared());
    restore(
        &Location::Directory(data),
        &backup_file(disk),
        &plan,
        key,
        START,
        Restore::Replace,
        &nobody(),
    )
    .map(drop)
}

/// All tasks at once, `turns` further turns each. Once a write has failed, what can still be read is what was acknowledged.
async fn write(
    vault: SealedVault,
    done: &mut Turns,
    turns: i64,
) -> Result<SealedVault, VaultError> {
    let vault = Arc::new(vault);
    let mut tasks = tokio::task::JoinSet::new();
    for (task, done) in done.iter_mut().enumerate() {
        let from = *done;
        *done += turns;
        let vault = Arc::clone(&vault);
        tasks.spawn(async move {
            for turn in from + 1..=from + turns {
                say(&format!("begin {task} {turn}"));
                let done = vault.commit(c::batch(ops(task, turn)), START).await;
                if let Err(error) = done
                    && env::var_os(CARELESS).is_none()
                {
                    let row = Read::Row(c::xp_id(LOUNGE, counter(task)));
                    if let Ok(Answer::Row(row)) = vault.read(&row, crate::calls::EARLY).await {
                        let count = row.map_or(Value::Int(0), |row| row.values[1].clone());
                        let wrong = count != Value::Int(at_turn(turn - 1, None).count);
                        say(if wrong { "untrue" } else { "true" });
                    }
                    return Err(error);
                }
                say(&format!("ack {task} {turn}"));
            }
            Ok(())
        });
    }
    let mut failed = None;
    while let Some(ended) = tasks.join_next().await {
        failed = failed.or(ended.unwrap().err());
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(Arc::into_inner(vault).unwrap()),
    }
}

fn counter(task: usize) -> UserId {
    UserId(1_000 + task as u64)
}

fn person(task: usize, turn: i64) -> UserId {
    UserId(1_000_000 * (task as u64 + 1) + turn.cast_unsigned())
}

/// A turn is one commit: a count and, of five, one that warns somebody new, one that erases them, and one that keeps
/// somebody else's profile.
fn ops(task: usize, turn: i64) -> Vec<Op> {
    let count = c::xp(LOUNGE, counter(task), turn);
    match turn % 5 {
        0 => vec![
            count,
            c::warning(LOUNGE, person(task, turn), MOD, "a reason"),
        ],
        2 => vec![Op::Erase {
            guild: None,
            user: person(task, turn - 2),
        }],
        3 => {
            let words = "a motto ".repeat(usize::try_from(turn * 997 % 1_500).unwrap());
            vec![count, c::profile(person(task, turn), &words)]
        }
        _ => vec![count],
    }
}

/// What a task has in the vault.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Facts {
    count: i64,
    warned: BTreeSet<i64>,
    profiles: BTreeSet<i64>,
    /// Who was erased does not want to be started with.
    suppressed: BTreeSet<i64>,
}

/// A task's facts after a turn; `replaced` is the turn of the backup that was put back, and the one at which it was.
fn at_turn(turn: i64, replaced: Option<(i64, i64)>) -> Facts {
    let mut facts = Facts::default();
    for at in 1..=turn {
        let lost = replaced.is_some_and(|(backup, restored)| at > backup && at <= restored);
        if !lost && at % 5 != 2 {
            facts.count = at;
        }
        match at % 5 {
            0 if !lost => drop(facts.warned.insert(at)),
            2 => {
                facts.warned.remove(&(at - 2));
                // The first erases nobody that was ever there, and counts all the same.
                facts.suppressed.insert(at - 2);
            }
            3 if !lost => drop(facts.profiles.insert(at)),
            _ => {}
        }
    }
    facts
}

/// A task's facts as they are. Rows that stand in nobody's account are an error.
async fn found(vault: &SealedVault, task: usize, begun: i64) -> Result<Facts, VaultError> {
    let mine = |user: &Value| match user {
        Value::User(user) if user.0 / 1_000_000 == task as u64 + 1 => {
            Some((user.0 % 1_000_000).cast_signed())
        }
        _ => None,
    };
    let mut facts = Facts::default();
    for (_, row) in vault.dump(policy::XP, crate::calls::EARLY).await? {
        if row.values[0] == Value::User(counter(task)) {
            let Value::Int(count) = row.values[1] else {
                panic!("{row:?}");
            };
            facts.count = count;
        }
    }
    for (store, column, of) in [
        (policy::WARNING, 1, &mut facts.warned),
        (policy::PROFILE, 0, &mut facts.profiles),
    ] {
        let rows = vault.dump(store, crate::calls::EARLY).await?;
        of.extend(rows.iter().filter_map(|(_, row)| mine(&row.values[column])));
    }
    for turn in (0..=begun).step_by(5) {
        if c::suppressed(vault, Some(LOUNGE), person(task, turn)).await {
            facts.suppressed.insert(turn);
        }
    }
    Ok(facts)
}

/// What came through the pipe.
#[derive(Debug, Default, Clone)]
pub struct Told {
    begun: Turns,
    acknowledged: Turns,
    /// Where every task was when a backup was made, and whether that was acknowledged.
    backup: Option<(Turns, bool)>,
    rotated: Option<bool>,
    restored: Option<(Turns, bool)>,
    untrue: bool,
    pub failed: Option<String>,
    pub ended: bool,
}

impl Told {
    pub fn all(text: &str) -> Self {
        let mut told = Self::default();
        // The last line may be torn.
        for line in text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
        {
            told.hear(line.trim_end());
        }
        told
    }

    pub fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            [what @ ("begin" | "ack"), task, turn] => {
                let (task, turn): (usize, i64) = (task.parse().unwrap(), turn.parse().unwrap());
                if what == "begin" {
                    self.begun[task] = turn;
                } else {
                    self.acknowledged[task] = turn;
                }
            }
            ["backing"] => self.backup = Some((self.acknowledged, false)),
            ["backed"] => self.backup.as_mut().unwrap().1 = true,
            ["rotating"] => self.rotated = Some(false),
            ["rotated"] => self.rotated = Some(true),
            ["restoring"] => self.restored = Some((self.acknowledged, false)),
            ["restored"] => self.restored.as_mut().unwrap().1 = true,
            ["untrue"] => self.untrue = true,
            ["failed", ..] => self.failed = Some(line["failed ".len()..].to_owned()),
            ["end"] => self.ended = true,
            _ => {}
        }
    }

    /// Whether something was read that nobody wrote. After a restore the child cannot tell.
    pub fn read_untrue(&self) -> bool {
        self.untrue && self.restored.is_none()
    }

    /// Opens what is on `disk` and tells the first thing that was acknowledged and is not there, or is and never began.
    pub async fn check(&self, home: &Home, disk: &Path) -> Result<(), String> {
        let refused = |error: VaultError| format!("refused: {error}");
        let vault = match (self.rotated, open(disk, &key(home.path(), "old"))) {
            (None, opened) => opened.map_err(refused)?,
            (Some(false), Ok(vault)) => vault,
            (Some(true), Ok(_)) => return Err("the old key still opens the data".to_owned()),
            (Some(_), Err(_)) => open(disk, &key(home.path(), "new")).map_err(refused)?,
        };
        vault.verify().await.map_err(refused)?;
        let mut facts = Vec::new();
        for (task, begun) in self.begun.iter().enumerate() {
            facts.push(found(&vault, task, *begun).await.map_err(refused)?);
        }
        let ways: &[bool] = match self.restored {
            None => &[false],
            Some((_, false)) => &[false, true],
            Some((_, true)) => &[true],
        };
        let mut told = String::new();
        for way in ways {
            match self.is(*way, &facts) {
                Ok(()) => return Ok(()),
                Err(error) => writeln!(told, "{error}").unwrap(),
            }
        }
        Err(told)
    }

    fn is(&self, restored: bool, facts: &[Facts]) -> Result<(), String> {
        for (task, found) in facts.iter().enumerate() {
            let replaced = self.restored.filter(|_| restored).map(|(at, _)| {
                let (backup, _) = self.backup.unwrap();
                (backup[task], at[task])
            });
            let (least, most) = (self.acknowledged[task], self.begun[task]);
            if !(least..=most.max(least)).any(|turn| at_turn(turn, replaced) == *found) {
                return Err(format!(
                    "task {task} acknowledged {least} and began {most}, replaced {replaced:?}, and there is {found:?}"
                ));
            }
        }
        Ok(())
    }

    /// Plays somebody who has the master key, all that `disk` holds but the database and one copy of the ledger, and a
    /// backup from before the erasures: nobody may come back whose erasure was acknowledged, and everybody else must.
    pub async fn check_erased(
        &self,
        home: &Home,
        disk: &Path,
        lost_copy: &str,
    ) -> Result<(), String> {
        let Some((backup, true)) = self.backup else {
            return Ok(());
        };
        let refused = |error: VaultError| format!("the backup is refused: {error}");
        for lost in ["sled", "restored", "replaced"] {
            let _ = fs::remove_dir_all(disk.join("data").join(lost));
        }
        for lost in ["sequence", lost_copy] {
            let _ = fs::remove_file(disk.join("data").join(lost));
        }
        let new = key(home.path(), "new");
        let key = match (self.rotated, put_back(disk, &key(home.path(), "old"))) {
            (None, done) => {
                done.map_err(refused)?;
                key(home.path(), "old")
            }
            (Some(false), Ok(())) => key(home.path(), "old"),
            (Some(true), Ok(())) => return Err("the old key still opens the ledger".to_owned()),
            (Some(_), Err(_)) => {
                put_back(disk, &new).map_err(refused)?;
                new
            }
        };
        let vault = open(disk, &key).map_err(refused)?;
        for (task, backup) in backup.iter().enumerate() {
            let found = found(&vault, task, 0).await.map_err(refused)?;
            let mut expected = at_turn(*backup, None);
            expected.suppressed.clone_from(&found.suppressed);
            let gone = |turn: i64| {
                let now = at_turn(turn, None).suppressed;
                let warned = expected.warned.iter().copied();
                warned.filter(|at| !now.contains(at)).collect()
            };
            let states: [BTreeSet<i64>; 2] =
                [gone(self.acknowledged[task]), gone(self.begun[task])];
            expected.warned.clone_from(&found.warned);
            if found != expected || !states.contains(&found.warned) {
                return Err(format!(
                    "task {task} comes back from the backup as {found:?}, and should with one of {states:?}"
                ));
            }
        }
        Ok(())
    }
}
