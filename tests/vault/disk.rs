//! What only a disk can show: nothing in plain, nothing after erasure, damage found, promises kept across restarts.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use candor::{
    plan::{Field, Plan},
    port::{Answer, Op, Read, RowId, Vault, VaultError},
    vault::{MasterKey, SealedVault},
    vocab::{Timestamp, Type, UserId, Value},
};

use crate::{
    calls::{self as c, ANN, ARCADE, LOUNGE, MOD, START, after},
    policy,
};

pub struct Home {
    pub dir: tempfile::TempDir,
    pub key: MasterKey,
}

impl Home {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            key: MasterKey::random().unwrap(),
        }
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn try_open(&self, plan: Plan, now: Timestamp) -> Result<SealedVault, VaultError> {
        SealedVault::open(&self.path(), Arc::new(plan), &self.key, now)
    }

    pub fn open(&self, now: Timestamp) -> SealedVault {
        self.try_open(policy::plan(), now).unwrap()
    }

    fn refusal(&self) -> String {
        self.try_open(policy::plan(), START)
            .err()
            .unwrap()
            .to_string()
    }
}

pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all
}

pub fn holds(dir: &Path, needle: &[u8]) -> bool {
    assert!(needle.len() >= 8);
    files(dir).iter().any(|file| {
        let bytes = fs::read(file).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

/// Every way an id or a text could stand in a file by accident.
pub fn in_plain(dir: &Path, texts: &[&str], ids: &[u64]) -> Option<String> {
    for text in texts {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        if holds(dir, text.as_bytes()) || holds(dir, &wide) {
            return Some((*text).to_owned());
        }
    }
    for id in ids {
        let forms = [
            id.to_be_bytes().to_vec(),
            id.to_le_bytes().to_vec(),
            id.to_string().into_bytes(),
        ];
        if forms.iter().any(|form| holds(dir, form)) {
            return Some(id.to_string());
        }
    }
    None
}

pub const SECRET: &str = "a very particular sentence";

pub fn everything() -> Vec<Op> {
    vec![
        c::xp(LOUNGE, ANN, 424_242),
        c::warning(LOUNGE, ANN, MOD, SECRET),
        c::seen(ARCADE, ANN, Some(MOD)),
        c::command(LOUNGE, "particular-name", ANN),
        c::profile(ANN, SECRET),
        c::vote(LOUNGE, 555_666_777_888_999_000, ANN),
        Op::SetSetting {
            guild: LOUNGE,
            setting: policy::GREETING,
            value: Some(c::text(SECRET)),
        },
        Op::Suppress {
            guild: Some(LOUNGE),
            user: MOD,
            on: true,
        },
        Op::MemberLeft {
            guild: ARCADE,
            user: ANN,
            since: START,
        },
    ]
}

pub fn live_slots(path: &Path) -> Vec<Vec<u8>> {
    let bytes = fs::read(path).unwrap();
    bytes
        .chunks(128)
        .skip(1)
        .filter(|slot| slot[0] == 1)
        .map(<[u8]>::to_vec)
        .collect()
}

#[tokio::test]
async fn the_directory_names_nobody_and_quotes_nothing() {
    let home = Home::new();
    let vault = home.open(START);
    c::commit(&vault, everything(), START).await;
    let ids = [ANN.0, MOD.0, LOUNGE.0, ARCADE.0, 555_666_777_888_999_000];
    let texts = [SECRET, "particular-name"];
    assert_eq!(in_plain(&home.path(), &texts, &ids), None);
    drop(vault);
    assert_eq!(in_plain(&home.path(), &texts, &ids), None);
    // The scan can see: what is declared rather than stored is there.
    assert!(holds(&home.path(), b"moderator"));
    let vault = home.open(START);
    assert_eq!(vault.verify().await.unwrap(), 6);
    assert_eq!(c::settings(&vault, LOUNGE).await.values.len(), 1);
    assert!(c::suppressed(&vault, Some(LOUNGE), MOD).await);
}

#[tokio::test]
async fn after_an_erasure_no_secret_is_left_that_opens_what_lingers() {
    let home = Home::new();
    let vault = home.open(START);
    c::commit(&vault, [c::xp(LOUNGE, MOD, 1)], START).await;
    c::commit(&vault, everything(), START).await;
    let ledgers = [
        home.path().join("ledger"),
        home.path().join("ledger.mirror"),
    ];
    let before = live_slots(&ledgers[0]);
    let erase = c::erase(ANN);
    assert_eq!(c::commit(&vault, [erase], START).await.erased.rows(), 6);

    // What is gone from the ledger stands nowhere in the directory, whole or in part.
    for ledger in &ledgers {
        let left = live_slots(ledger);
        let gone: Vec<_> = before.iter().filter(|slot| !left.contains(slot)).collect();
        // Ann in the lounge, in the arcade, and outside servers.
        assert_eq!(gone.len(), 3);
        for slot in gone {
            for part in [&slot[4..36], &slot[36..48], &slot[48..80], &slot[80..112]] {
                assert!(!holds(&home.path(), part));
            }
        }
    }
    assert_eq!(in_plain(&home.path(), &[SECRET], &[ANN.0]), None);
    drop(vault);
    let vault = home.open(START);
    assert_eq!(c::export(&vault, None, ANN).await.rows, []);
    assert!(c::row(&vault, c::xp_id(LOUNGE, MOD)).await.is_some());
    assert!(c::suppressed(&vault, Some(ARCADE), ANN).await);
}

#[tokio::test]
async fn a_removed_server_takes_all_its_secrets_along() {
    let home = Home::new();
    let vault = home.open(START);
    c::commit(&vault, everything(), START).await;
    let gone = Op::GuildRemoved {
        guild: LOUNGE,
        since: START,
    };
    c::commit(&vault, [gone], START).await;
    let ledger = home.path().join("ledger");
    // Ann and Mod in both servers, Ann outside, two servers, the bot, the generation.
    assert_eq!(live_slots(&ledger).len(), 9);
    vault.sweep(after(1)).await.unwrap();
    // The settings have a longer grace. Ann left the arcade, and nobody else was its subject.
    assert_eq!(vault.guilds().await.unwrap(), [(LOUNGE, Some(START))]);
    vault.sweep(after(2)).await.unwrap();
    assert_eq!(vault.guilds().await.unwrap(), []);
    assert_eq!(vault.verify().await.unwrap(), 1);
    // Ann outside servers, the bot, and the generation.
    assert_eq!(live_slots(&ledger).len(), 3);
}

#[tokio::test]
async fn a_second_process_and_another_key_are_told_so() {
    let home = Home::new();
    let vault = home.open(START);
    c::commit(&vault, everything(), START).await;
    let refusal = home.refusal();
    assert!(
        refusal.starts_with("another process uses the data in "),
        "{refusal}"
    );
    drop(vault);
    let other = Home {
        dir: home.dir,
        key: MasterKey::random().unwrap(),
    };
    let refusal = other.refusal();
    assert!(
        refusal.starts_with("the master key does not open this data; set CANDOR_KEY"),
        "{refusal}"
    );
}

#[tokio::test]
async fn damage_is_found_before_anything_is_served() {
    let home = Home::new();
    let vault = home.open(START);
    for i in 0..20 {
        let ops: Vec<Op> = (0..20)
            .map(|user| c::xp(LOUNGE, UserId(1 + user), i))
            .collect();
        c::commit(&vault, ops, START).await;
    }
    drop(vault);
    let whole: Vec<_> = files(&home.path())
        .into_iter()
        .map(|path| (fs::read(&path).unwrap(), path))
        .collect();
    let restore = || {
        for path in files(&home.path()) {
            fs::remove_file(path).unwrap();
        }
        for (bytes, path) in &whole {
            fs::write(path, bytes).unwrap();
        }
    };
    let path = |name: &str| home.path().join(name);

    for lost in ["sequence", "sled/db"] {
        fs::remove_file(path(lost)).unwrap();
        let refusal = home.refusal();
        assert!(
            refusal.contains("is damaged; restore a backup with `candor restore`"),
            "{lost}: {refusal}"
        );
        restore();
    }
    fs::remove_file(path("ledger")).unwrap();
    fs::remove_file(path("ledger.mirror")).unwrap();
    let refusal = home.refusal();
    assert!(
        refusal.starts_with("the ledger in ") && refusal.contains(" is missing; put "),
        "{refusal}"
    );
    restore();

    // An older copy of the database beside the ledger and the sequence of today.
    let old = Home::new();
    drop(old.open(START));
    fs::copy(old.path().join("sled/db"), path("sled/db")).unwrap();
    for file in files(&path("sled")) {
        if file
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("snap.")
        {
            fs::remove_file(file).unwrap();
        }
    }
    let refusal = home.refusal();
    assert!(
        refusal.contains("batches are missing, is damaged"),
        "{refusal}"
    );
    restore();

    // Bits flipped all over the log: found, or without effect. Never fewer rows.
    let db = fs::read(path("sled/db")).unwrap();
    let used = db.iter().rposition(|byte| *byte != 0).unwrap();
    let mut found = 0;
    for i in 0..24 {
        let mut damaged = db.clone();
        let at = used / 24 * i + 7;
        damaged[at] ^= 0x10;
        fs::write(path("sled/db"), damaged).unwrap();
        match home.try_open(policy::plan(), START) {
            Ok(vault) => {
                let rows = vault.dump(policy::XP, crate::calls::EARLY).await.unwrap();
                assert_eq!(rows.len(), 20, "bit {at}");
                assert!(
                    rows.iter().all(|(_, row)| row.values[1] == Value::Int(19)),
                    "bit {at}"
                );
            }
            Err(VaultError::Damaged { .. } | VaultError::Io(_)) => found += 1,
            Err(other) => panic!("bit {at}: {other}"),
        }
        restore();
    }
    assert!(found > 0);
    assert_eq!(home.open(START).verify().await.unwrap(), 20);
}

#[tokio::test]
async fn what_must_not_outlive_a_start_does_not() {
    let home = Home::new();
    let flash = RowId {
        store: policy::FLASH,
        guild: Some(LOUNGE),
        key: vec![Value::User(ANN)],
    };
    let put = Op::Put {
        row: flash.clone(),
        values: vec![Value::User(ANN), c::text("123456")],
    };
    let vault = home.open(START);
    c::commit(&vault, [put, c::xp(LOUNGE, MOD, 1)], START).await;
    assert!(c::row(&vault, flash.clone()).await.is_some());
    drop(vault);
    let vault = home.open(START);
    assert_eq!(c::row(&vault, flash).await, None);
    assert_eq!(vault.verify().await.unwrap(), 1);
}

#[tokio::test]
async fn a_changed_policy_still_finds_its_rows() {
    let home = Home::new();
    let vault = home.open(START);
    c::commit(&vault, everything(), START).await;
    drop(vault);

    let mut plan = policy::plan();
    // Another order, and a new field.
    plan.stores.reverse();
    for (id, store) in (0..).zip(&mut plan.stores) {
        store.id = candor::plan::StoreId(id);
    }
    let profile = plan
        .stores
        .iter_mut()
        .find(|store| store.name == "profile")
        .unwrap();
    let id = profile.id;
    profile.fields.push(Field {
        name: "colour".to_owned(),
        kind: Type::Text,
        default: Some(c::text("blue")),
        person: None,
        ..profile.fields[0].clone()
    });
    let vault = home.try_open(plan.clone(), START).unwrap();
    let read = Read::Row(RowId {
        store: id,
        guild: None,
        key: vec![Value::User(ANN)],
    });
    let Answer::Row(Some(row)) = vault.read(&read, crate::calls::EARLY).await.unwrap() else {
        panic!("the row is lost");
    };
    assert_eq!(
        row.values,
        [Value::User(ANN), c::text(SECRET), c::text("blue")]
    );
    assert_eq!(vault.verify().await.unwrap(), 6);
    drop(vault);

    let profile = plan
        .stores
        .iter_mut()
        .find(|store| store.name == "profile")
        .unwrap();
    profile.fields[0].name = "somebody".to_owned();
    let refusal = home.try_open(plan, START).err().unwrap().to_string();
    assert!(
        refusal.contains("the key or scope of store `profile` has changed (1 row)"),
        "{refusal}"
    );
}

#[tokio::test]
async fn writers_at_once_lose_nothing() {
    let home = Home::new();
    let vault = Arc::new(home.open(START));
    let writers = (0..50u64).map(|user| {
        let vault = Arc::clone(&vault);
        tokio::spawn(async move {
            for total in 0..10 {
                let id = c::xp_id(LOUNGE, UserId(user % 5 + 1));
                loop {
                    let old = c::row(&*vault, id.clone()).await;
                    let sum = match old.as_ref().map(|row| &row.values[1]) {
                        Some(Value::Int(sum)) => *sum,
                        _ => 0,
                    };
                    let mut batch = c::batch([c::xp(LOUNGE, UserId(user % 5 + 1), sum + total)]);
                    batch.expect = vec![(id.clone(), old.map_or(0, |row| row.revision))];
                    match vault.commit(batch, START).await {
                        Ok(_) => break,
                        Err(VaultError::Conflict) => {}
                        Err(other) => panic!("{other}"),
                    }
                }
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    drop(vault);
    let vault = home.open(START);
    let rows = vault.dump(policy::XP, crate::calls::EARLY).await.unwrap();
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|(_, row)| row.values[1] == Value::Int(450)));
}
