//! Data that goes to another place: everything arrives, and nothing that could be opened stays behind.

use std::{fmt::Write as _, fs, path::Path};

use candor::{
    port::{Op, Vault, VaultError},
    vault::{Location, MasterKey, Relocate, Relocated, SealedVault, nobody, relocate},
    vocab::UserId,
};

use crate::{
    backup::{OTHER, dumps, filled},
    calls::{self as c, ANN, LOUNGE, MOD, START},
    disk::{Home, SECRET, holds, in_plain, live_slots},
    policy,
};

fn go(from: &Location, to: &Location, key: &MasterKey) -> Result<Relocated, VaultError> {
    let plan = policy::shared();
    relocate(from, to, &plan, key, START, Relocate::Move, &nobody())
}

pub fn open(place: &Location, key: &MasterKey) -> Result<SealedVault, VaultError> {
    match place {
        Location::Directory(dir) => SealedVault::open(dir, policy::shared(), key, START),
        Location::Database { address, ledger } => {
            SealedVault::connect(address, ledger, policy::shared(), key, START)
        }
    }
}

async fn everything(vault: &SealedVault) -> String {
    let mut all = dumps(vault).await;
    for user in [ANN, MOD, OTHER] {
        let export = c::export(vault, None, user).await;
        write!(all, "{export:?}").unwrap();
    }
    all + &vault.verify().await.unwrap().to_string()
}

fn erase(user: UserId) -> [Op; 1] {
    [c::erase(user)]
}

/// Moves from place to place; nothing gets lost on the way, and no secret stays behind.
pub async fn round_trip(home: &Home, places: &[Location]) {
    filled(home).await;
    let mut from = Location::Directory(home.path());
    let before = everything(&open(&from, &home.key).unwrap()).await;
    for to in places {
        let ledger = from.directory().join("ledger");
        let secrets = live_slots(&ledger);
        assert!(secrets.len() > 4);
        let seen = relocate(
            &from,
            to,
            &policy::shared(),
            &home.key,
            START,
            Relocate::Look,
            &nobody(),
        );
        let moved = go(&from, to, &home.key).unwrap();
        assert_eq!(moved, seen.unwrap());
        assert_eq!((moved.rows, moved.secrets), (7, secrets.len()));
        for slot in &secrets {
            assert!(!holds(from.directory(), &slot[4..36]));
            assert!(!holds(from.directory(), &slot[48..80]));
            // The scan can see.
            assert!(holds(to.directory(), &slot[48..80]));
        }
        let told = open(&from, &home.key).err().unwrap().to_string();
        assert!(
            told.starts_with("the data that was here has moved to "),
            "{told}"
        );
        assert!(told.contains(&to.to_string()), "{told}");
        // Once more is nothing more.
        assert_eq!(go(&from, to, &home.key).unwrap(), moved);
        let vault = open(to, &home.key).unwrap();
        assert_eq!(everything(&vault).await, before);
        from = to.clone();
    }
    // Whoever is erased now is erased wherever the data has been.
    let mut dirs = vec![home.path()];
    dirs.extend(places.iter().map(|place| place.directory().to_owned()));
    let last = from.directory().join("ledger");
    let all = live_slots(&last);
    let vault = open(&from, &home.key).unwrap();
    c::commit(&vault, erase(ANN), START).await;
    drop(vault);
    let left = live_slots(&last);
    let destroyed: Vec<_> = all.iter().filter(|slot| !left.contains(slot)).collect();
    assert!(!destroyed.is_empty());
    for dir in dirs {
        for slot in &destroyed {
            assert!(!holds(&dir, &slot[48..80]));
        }
        assert_eq!(in_plain(&dir, &[SECRET], &[ANN.0]), None);
    }
}

#[tokio::test]
async fn a_directory_moves_to_another_and_back() {
    let home = Home::new();
    let [one, two] =
        ["one", "two/deep"].map(|name| Location::Directory(home.dir.path().join(name)));
    let back = Location::Directory(home.path());
    round_trip(&home, &[one, two, back]).await;
}

fn refused(done: Result<Relocated, VaultError>) -> String {
    match done {
        Err(VaultError::Refused { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_move_to_a_wrong_place_changes_nothing() {
    let home = Home::new();
    filled(&home).await;
    let from = Location::Directory(home.path());
    let elsewhere = Location::Directory(home.dir.path().join("elsewhere"));
    let before = everything(&open(&from, &home.key).unwrap()).await;

    assert!(refused(go(&from, &from, &home.key)).contains("for their ledger"));
    let other = Home::new();
    filled(&other).await;
    let theirs = Location::Directory(other.path());
    assert!(refused(go(&from, &theirs, &home.key)).contains("there is other data in"));
    // Also where its ledger is lost.
    for name in ["ledger", "ledger.mirror"] {
        fs::rename(other.path().join(name), other.dir.path().join(name)).unwrap();
    }
    assert!(refused(go(&from, &theirs, &home.key)).contains("there is other data in"));
    for name in ["ledger", "ledger.mirror"] {
        fs::rename(other.dir.path().join(name), other.path().join(name)).unwrap();
    }
    other.open(START).verify().await.unwrap();

    let nowhere = Location::Directory(home.dir.path().join("nowhere"));
    assert!(refused(go(&nowhere, &elsewhere, &home.key)).starts_with("there is no data in"));
    let wrong = MasterKey::random().unwrap();
    assert!(refused(go(&from, &elsewhere, &wrong)).contains("master key does not open"));
    let vault = home.open(START);
    assert!(refused(go(&from, &elsewhere, &home.key)).starts_with("another process uses"));
    assert_eq!(everything(&vault).await, before);
    drop(vault);
    assert_eq!(names(elsewhere.directory()), ["lock"]);

    // Another move has begun, and has moved elsewhere since.
    let third = Location::Directory(home.dir.path().join("third"));
    go(&from, &elsewhere, &home.key).unwrap();
    assert!(refused(go(&from, &third, &home.key)).contains("has moved to"));
    let vault = open(&elsewhere, &home.key).unwrap();
    assert_eq!(everything(&vault).await, before);
    assert!(!c::export(&vault, Some(LOUNGE), ANN).await.rows.is_empty());
}
