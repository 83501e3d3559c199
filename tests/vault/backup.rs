//! Backups: whole or refused, without a secret, and nobody who was erased comes back with them.

use std::{fmt::Write as _, fs, path::PathBuf};

use candor::{
    plan::BACKUP_MAX,
    port::{Op, Vault, VaultError},
    vault::{BACKUP_ENDING, Location, MasterKey, Restore, Restored, SealedVault, nobody, restore},
    vocab::{Duration, Timestamp, UserId, Value},
};

use crate::{
    calls::{self as c, ANN, ARCADE, LOUNGE, MOD, START, after},
    disk::{Home, SECRET, everything, holds, in_plain, live_slots},
    policy,
};

impl Home {
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub async fn backup(&self, now: Timestamp) -> PathBuf {
        let file = self.file(&format!("{}.{BACKUP_ENDING}", now.0));
        self.open(now)
            .backup(&file, now, now.plus(BACKUP_MAX))
            .await
            .unwrap();
        file
    }

    pub async fn erase<const N: usize>(&self, people: [UserId; N]) {
        let vault = self.open(START);
        for user in people {
            c::commit(&vault, [c::erase(user)], START).await;
        }
    }

    pub fn restore(&self, file: &std::path::Path, now: Timestamp) -> Result<Restored, VaultError> {
        self.restore_as(file, &self.key, now, Restore::Replace)
    }

    pub fn restore_as(
        &self,
        file: &std::path::Path,
        key: &MasterKey,
        now: Timestamp,
        how: Restore,
    ) -> Result<Restored, VaultError> {
        let place = Location::Directory(self.path());
        restore(&place, file, &policy::shared(), key, now, how, &nobody())
    }
}

pub const OTHER: UserId = UserId(123_123_123_123_123_123);

pub async fn filled(home: &Home) {
    let vault = home.open(START);
    c::commit(&vault, everything(), START).await;
    c::commit(&vault, [c::xp(LOUNGE, OTHER, 7)], START).await;
}

pub async fn dumps(vault: &SealedVault) -> String {
    let mut all = String::new();
    for store in 0..8 {
        let store = candor::plan::StoreId(store);
        writeln!(
            all,
            "{:?}",
            vault.dump(store, crate::calls::EARLY).await.unwrap()
        )
        .unwrap();
    }
    let settings = c::settings(vault, LOUNGE).await;
    all + &format!("{settings:?} {:?}", vault.next_due().await.unwrap())
}

#[tokio::test]
async fn a_backup_brings_everything_back_and_names_nobody() {
    let home = Home::new();
    filled(&home).await;
    let file = home.backup(START).await;
    fs::create_dir(home.file("alone")).unwrap();
    fs::copy(&file, home.file("alone/copy")).unwrap();
    let ids = [ANN.0, MOD.0, LOUNGE.0, ARCADE.0];
    assert_eq!(in_plain(&home.file("alone"), &[SECRET], &ids), None);
    for slot in live_slots(&home.path().join("ledger")) {
        assert!(!holds(&home.file("alone"), &slot[4..36]));
        assert!(!holds(&home.file("alone"), &slot[48..80]));
    }
    assert!(home.open(START).backup(&file, START, START).await.is_err());

    let vault = home.open(START);
    let before = dumps(&vault).await;
    let change = [
        c::xp(LOUNGE, ANN, 1),
        c::profile(MOD, "new"),
        Op::Remove {
            row: c::xp_id(LOUNGE, OTHER),
        },
    ];
    c::commit(&vault, change, START).await;
    let changed = dumps(&vault).await;
    assert_ne!(changed, before);
    drop(vault);

    let look = home
        .restore_as(&file, &home.key, START, Restore::Look)
        .unwrap();
    assert_eq!((look.rows, look.manifest.rows()), (6, 7));
    assert_eq!(dumps(&home.open(START)).await, changed);

    let done = home.restore(&file, START).unwrap();
    // The removed row was all there was of its person, whose secret went with it.
    assert_eq!(
        (done.rows, done.erased, done.emptied, done.due, &done.blind),
        (6, 1, 0, 0, &None)
    );
    let vault = home.open(START);
    assert_eq!(vault.verify().await.unwrap(), 6);
    let mut expected = String::new();
    for line in before.lines() {
        let part = format!("{OTHER:?}");
        if !line.contains(&part) {
            expected += line;
        }
    }
    let mut found = dumps(&vault).await;
    found = found
        .lines()
        .filter(|line| !line.contains("StoreId(0)"))
        .collect();
    assert_eq!(found, expected);
    let xp = c::row(&vault, c::xp_id(LOUNGE, ANN)).await.unwrap();
    assert_eq!(xp.values[1], Value::Int(424_242));
    // What is written next is newer than what stood there.
    let commit = c::commit(&vault, [c::xp(LOUNGE, ANN, 3)], START).await;
    assert!(commit.revision > xp.revision + 1);
}

#[tokio::test]
async fn a_damaged_or_foreign_backup_changes_nothing() {
    let home = Home::new();
    filled(&home).await;
    let file = home.backup(START).await;
    let before = dumps(&home.open(START)).await;
    let whole = fs::read(&file).unwrap();
    let damaged = home.file("damaged");
    let refused = |bytes: &[u8]| {
        fs::write(&damaged, bytes).unwrap();
        match home.restore(&damaged, START) {
            Err(VaultError::Refused { what, .. }) => what,
            other => panic!("{other:?}"),
        }
    };
    for i in 0..40 {
        let at = whole.len() / 40 * i + i % 7;
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (i % 8);
        refused(&flipped);
        refused(&whole[..at]);
    }
    let last = whole.len() - 1;
    let mut flipped = whole.clone();
    flipped[last] ^= 1;
    assert!(refused(&flipped).contains("another ledger"));
    flipped[last - 40] ^= 1;
    assert!(refused(&flipped).contains("its digest is another one"));
    assert!(refused(&[&whole[..], b"x"].concat()).contains("damaged"));
    assert!(refused(b"").contains("no backup"));

    let other = Home::new();
    filled(&other).await;
    let foreign = fs::read(other.backup(START).await).unwrap();
    assert!(refused(&foreign).contains("belongs to another ledger"));
    let nowhere = home.restore(&home.file("nowhere"), START).unwrap_err();
    assert!(nowhere.to_string().contains("cannot be read"), "{nowhere}");
    assert_eq!(dumps(&home.open(START)).await, before);

    let wrong = MasterKey::random().unwrap();
    let told = home.restore_as(&file, &wrong, START, Restore::Replace);
    assert!(told.unwrap_err().to_string().contains("set CANDOR_KEY"));
    let empty = home.file("empty");
    fs::create_dir(&empty).unwrap();
    let place = Location::Directory(empty);
    let plan = policy::shared();
    let told = restore(
        &place,
        &file,
        &plan,
        &home.key,
        START,
        Restore::Replace,
        &nobody(),
    );
    let told = told.unwrap_err().to_string();
    assert!(told.starts_with("there is no ledger in "), "{told}");
    let vault = home.open(START);
    let told = home.restore(&file, START).unwrap_err().to_string();
    assert!(told.starts_with("another process uses"), "{told}");
    drop(vault);
}

#[tokio::test]
async fn many_rows_come_back_in_batches() {
    let home = Home::new();
    let vault = home.open(START);
    let words = "w".repeat(20_000);
    for turn in 0..8 {
        let ops: Vec<Op> = (0..50)
            .map(|user| c::warning(LOUNGE, UserId(1 + user), MOD, &format!("{turn}{words}")))
            .collect();
        c::commit(&vault, ops, START).await;
    }
    let before = dumps(&vault).await;
    drop(vault);
    let file = home.backup(START).await;
    let done = home.restore(&file, START).unwrap();
    assert_eq!((done.rows, done.erased, done.due), (400, 0, 0));
    let vault = home.open(START);
    assert_eq!(dumps(&vault).await, before);
    // Numbers go on where they were.
    let commit = c::commit(&vault, [c::warning(LOUNGE, ANN, MOD, "w")], START).await;
    assert_eq!(commit.keys, [401]);
}

#[tokio::test]
async fn rotation_keeps_the_newest_and_touches_nothing_else() {
    let home = Home::new();
    filled(&home).await;
    for day in [3, 1, 2, 4] {
        home.backup(after(day)).await;
    }
    let other = Home::new();
    filled(&other).await;
    let foreign = home.file(&format!("foreign.{BACKUP_ENDING}"));
    fs::copy(other.backup(START).await, &foreign).unwrap();
    let letter = home.file(&format!("letter.{BACKUP_ENDING}"));
    fs::write(&letter, "not a backup").unwrap();
    let vault = home.open(after(4));
    let gone = vault.drop_old_backups(home.dir.path(), 2).await.unwrap();
    let name = |day| home.file(&format!("{}.{BACKUP_ENDING}", after(day).0));
    assert_eq!(gone, [name(1), name(2)]);
    assert!(name(3).exists() && name(4).exists() && !name(1).exists());
    assert!(foreign.exists() && letter.exists());
}

#[tokio::test]
async fn what_a_killed_backup_left_is_removed_by_the_next_one() {
    let home = Home::new();
    filled(&home).await;
    let name = |begins: &str| home.file(&format!("{begins}.{BACKUP_ENDING}.part"));
    let (left, written, other) = (name("left"), name("written"), home.file("letter.part"));
    for path in [&left, &written, &other] {
        fs::write(path, "CANDORBK").unwrap();
    }
    // As another process has it while it writes.
    let held = fs::File::open(&written).unwrap();
    held.lock().unwrap();
    home.backup(START).await;
    assert!(!left.exists() && written.exists() && other.exists());
    let to = written.with_extension("");
    let told = home.open(START).backup(&to, START, after(1)).await;
    let told = told.unwrap_err().to_string();
    assert!(told.starts_with("another process writes "), "{told}");
    assert_eq!(fs::read(&written).unwrap(), b"CANDORBK");
    drop(held);
    let file = home.backup(after(1)).await;
    assert!(!written.exists() && other.exists() && file.exists());
    let parts = fs::read_dir(home.dir.path()).unwrap();
    let parts =
        parts.filter(|file| file.as_ref().unwrap().path().extension() == Some("part".as_ref()));
    assert_eq!(parts.count(), 1, "the letter");
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_file_is_no_backup() {
    let home = Home::new();
    filled(&home).await;
    let pipe = home.file("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for path in [pipe, home.path()] {
        let told = home.restore(&path, START).unwrap_err().to_string();
        assert!(
            told.ends_with("is not a file; use another backup; nothing was changed"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_backup_outlives_the_secrets_of_its_day_and_ends_with_its_time() {
    let home = Home::new();
    filled(&home).await;
    let file = home.backup(START).await;
    let vault = home.open(START);
    c::commit(&vault, [c::xp(LOUNGE, OTHER, 8)], START).await;
    // A day later what 7 was sealed under is gone from the ledger; the backup still has it.
    vault.sweep(after(1)).await.unwrap();
    drop(vault);
    home.restore(&file, after(1)).unwrap();
    let vault = home.open(after(1));
    let row = c::row(&vault, c::xp_id(LOUNGE, OTHER)).await.unwrap();
    assert_eq!(row.values[1], Value::Int(7));

    let too_long = vault
        .backup(
            &home.file("long"),
            START,
            START.plus(BACKUP_MAX).plus(Duration::seconds(1)),
        )
        .await;
    let told = too_long.unwrap_err().to_string();
    assert!(told.starts_with("a backup lasts 30 days at most"), "{told}");

    // Its time counts, whether or not a sweep has destroyed its secret yet.
    let over = START.plus(BACKUP_MAX);
    drop(vault);
    let ended = |now| home.restore(&file, now).unwrap_err().to_string();
    let words = "cannot be read any more: its time was over at 2025-11-08T";
    assert!(ended(over).contains(words), "{}", ended(over));
    home.open(over).sweep(over).await.unwrap();
    assert!(ended(START).contains(words), "{}", ended(START));
}
