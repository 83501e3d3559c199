//! Damage to every file of a data directory: a bit flipped, the end cut off, the file gone. Either all answers are the same
//! as before, or opening is refused with what is lost and how to restore it. Never fewer rows silently.
//!
//! `CANDOR_FLIPS` says how many times for each file (6).

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use candor::{
    plan::StoreId,
    port::{Op, Vault, VaultError},
    vault::{MasterKey, SealedVault, compact_from},
    vocab::UserId,
};

use crate::{
    calls::{self as c, ANN, ARCADE, LOUNGE, MOD, START},
    disk::{everything, files},
    policy, work,
};

fn open(data: &Path, key: &MasterKey) -> Result<SealedVault, VaultError> {
    SealedVault::open(data, policy::shared(), key, START)
}

async fn answers(vault: &SealedVault) -> Result<String, VaultError> {
    let mut all = String::new();
    for store in &policy::plan().stores {
        let StoreId(id) = store.id;
        writeln!(
            all,
            "{id} {:?}",
            vault.dump(store.id, crate::calls::EARLY).await?
        )
        .unwrap();
    }
    for guild in [LOUNGE, ARCADE] {
        writeln!(all, "{:?}", c::settings(vault, guild).await).unwrap();
        for user in [ANN, MOD, UserId(5)] {
            let choice = c::suppressed(vault, Some(guild), user).await;
            writeln!(
                all,
                "{choice} {:?}",
                c::export(vault, Some(guild), user).await
            )
            .unwrap();
        }
    }
    let (counts, guilds) = (vault.counts().await?, vault.guilds().await?);
    writeln!(all, "{counts:?} {guilds:?} {:?}", vault.next_due().await?).unwrap();
    Ok(all)
}

#[derive(Debug, Clone, Copy)]
enum Damage {
    Flip,
    Cut,
    Gone,
}

fn damage(path: &Path, how: Damage, dice: &mut fastrand::Rng) {
    let mut bytes = fs::read(path).unwrap();
    match how {
        Damage::Gone => return fs::remove_file(path).unwrap(),
        Damage::Cut => bytes.truncate(dice.usize(..bytes.len())),
        Damage::Flip => {
            // What nothing was written to yet is not looked for.
            let used = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0);
            bytes[dice.usize(..=used)] ^= 1 << dice.u8(..8);
        }
    }
    fs::write(path, bytes).unwrap();
}

/// Damages a copy; whether that was refused, or what was not told.
async fn is_told(
    whole: &Written,
    (name, how): (&Path, Damage),
    dice: &mut fastrand::Rng,
) -> Result<bool, String> {
    let home = work::in_memory();
    for path in files(&whole.data) {
        let copy = home.path().join(path.strip_prefix(&whole.data).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&path, &copy).unwrap();
    }
    for path in files(home.path())
        .iter()
        .filter(|path| path.ends_with("db"))
    {
        fs::create_dir_all(path.with_file_name("blobs")).unwrap();
    }
    damage(&home.path().join(name), how, dice);
    match open(home.path(), &whole.key) {
        Ok(vault) => match answers(&vault).await {
            Ok(after) if after == whole.before => Ok(false),
            Ok(after) => Err(format!("other answers: {after}")),
            Err(error) => Err(format!("damage found while serving: {error}")),
        },
        Err(error) => {
            let error = error.to_string();
            let helps = ["`candor restore`", "put both back", "with that version"];
            if helps.iter().any(|help| error.contains(help)) {
                Ok(true)
            } else {
                Err(format!("the message does not help: {error}"))
            }
        }
    }
}

/// Data that were written in several starts, and what they answer.
struct Written {
    _home: tempfile::TempDir,
    data: PathBuf,
    key: MasterKey,
    before: String,
}

async fn written() -> Written {
    let home = work::in_memory();
    let (data, key) = (home.path().join("data"), MasterKey::random().unwrap());
    let before = filled(&data, &key).await;
    Written {
        _home: home,
        data,
        key,
        before,
    }
}

async fn filled(data: &Path, key: &MasterKey) -> String {
    for round in 0..3 {
        let vault = open(data, key).unwrap();
        c::commit(&vault, everything(), START).await;
        let people = (0..30).map(|user| c::xp(LOUNGE, UserId(100 + user), round));
        c::commit(&vault, people.collect::<Vec<Op>>(), START).await;
        c::commit(&vault, [c::erase(UserId(5))], START).await;
    }
    let before = answers(&open(data, key).unwrap()).await.unwrap();
    assert_eq!(before, answers(&open(data, key).unwrap()).await.unwrap());
    before
}

#[tokio::test]
async fn damage_to_any_file_is_told_or_without_effect() {
    all_is_told(&written().await).await;
}

#[tokio::test]
async fn so_is_damage_in_the_middle_of_a_move_to_a_fresh_database() {
    let written = written().await;
    // Every database of this process moves now, until it is closed.
    compact_from(0);
    let databases = || {
        files(&written.data)
            .iter()
            .filter(|path| path.ends_with("db"))
            .count()
    };
    while databases() < 2 {
        drop(open(&written.data, &written.key).unwrap());
    }
    compact_from(16 << 20);
    all_is_told(&written).await;
}

async fn all_is_told(written: &Written) {
    let data = &written.data;
    let flips = env::var("CANDOR_FLIPS").ok();
    let flips = flips.and_then(|flips| flips.parse().ok()).unwrap_or(6);
    let seed = fastrand::u64(..);
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut told = 0;
    let all = files(data);
    for path in &all {
        if fs::metadata(path).unwrap().len() == 0 {
            continue;
        }
        let name = path.strip_prefix(data).unwrap();
        let ways = [
            (Damage::Flip, flips),
            (Damage::Cut, flips / 2),
            (Damage::Gone, 1),
        ];
        for (how, times) in ways {
            for _ in 0..times {
                let done = is_told(written, (name, how), &mut dice).await;
                let done = done.unwrap_or_else(|error| {
                    panic!("seed {seed}: {how:?} of {}: {error}", name.display())
                });
                told += usize::from(done);
            }
        }
    }
    assert!(told > 0);
    println!("{} files, {told} refusals", all.len());
}
