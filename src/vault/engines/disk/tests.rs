//! Moves to a fresh database, beside everything else that happens.

use std::{collections::BTreeMap, fs, path::Path};

use super::*;
use crate::vault::rows::layout::DbKey;

type Model = BTreeMap<DbKey, Vec<u8>>;

fn key(dice: &mut fastrand::Rng) -> DbKey {
    [&[1, dice.u8(..4)], dice.u16(..900).to_be_bytes().as_slice()].concat()
}

fn change(engine: &Sled, model: &mut Model, dice: &mut fastrand::Rng) {
    let changes = (0..dice.usize(1..60)).map(|_| {
        let value = dice.u8(..3) > 0;
        (
            key(dice),
            value.then(|| vec![dice.u8(..); dice.usize(..300)]),
        )
    });
    let changes: Changes = changes.collect();
    for (key, value) in &changes {
        match value {
            Some(value) => model.insert(key.clone(), value.clone()),
            None => model.remove(key),
        };
    }
    engine.put(changes).unwrap();
}

fn agrees(engine: &Sled, model: &Model, dice: &mut fastrand::Rng) {
    let mut all = Model::new();
    let mut visit = |key: &[u8], value: &[u8]| {
        all.insert(key.to_vec(), value.to_vec());
        Ok(())
    };
    engine.each(&[1], &mut visit).unwrap();
    assert!(all == *model, "{} entries of {}", all.len(), model.len());
    for _ in 0..20 {
        let key = key(dice);
        assert_eq!(engine.get(&key).unwrap().as_ref(), model.get(&key));
        let limit = dice.usize(1..40);
        let page = engine.page(&key[..2], &key, limit).unwrap();
        let mut wanted = model.range(key.clone()..).take(limit);
        assert!(page.iter().all(|(k, v)| {
            wanted
                .next()
                .is_some_and(|(key, value)| key == k && value == v)
        }));
        let rest = wanted.next();
        assert!(rest.is_none_or(|(next, _)| !next.starts_with(&key[..2])));
    }
}

/// As it stands on the disk for a process that comes after a kill.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.metadata().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn hurry(engine: &Sled) {
    engine.durable().unwrap();
    engine.moves.lock().unwrap().hurry(|_| Ok(u64::MAX));
}

/// A database with so many entries.
struct Filled {
    home: tempfile::TempDir,
    engine: Sled,
    model: Model,
    dice: fastrand::Rng,
}

fn filled(entries: usize) -> Filled {
    let home = tempfile::tempdir().unwrap();
    let mut filled = Filled {
        engine: Sled::open(home.path()).unwrap(),
        home,
        model: Model::new(),
        dice: fastrand::Rng::with_seed(5),
    };
    while filled.model.len() < entries {
        change(&filled.engine, &mut filled.model, &mut filled.dice);
    }
    filled
}

#[test]
fn whatever_is_done_while_it_moves_is_there_and_what_was_removed_is_not() {
    let (seed, home) = (fastrand::u64(..), tempfile::tempdir().unwrap());
    println!("seed {seed}");
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut model = Model::new();
    let mut engine = Sled::open(home.path()).unwrap();
    let mut moved = 0;
    for step in 0..400 {
        match dice.u8(..20) {
            0 => {
                engine.durable().unwrap();
                drop(engine);
                engine = Sled::open(home.path()).unwrap();
            }
            1 => hurry(&engine),
            2..8 => {
                engine.durable().unwrap();
                moved += u32::from(engine.tidy().unwrap());
            }
            _ => change(&engine, &mut model, &mut dice),
        }
        if step % 8 == 0 {
            agrees(&engine, &model, &mut dice);
        }
    }
    agrees(&engine, &model, &mut dice);
    assert!(moved > 20, "{moved} steps of moves");
}

#[test]
fn killed_at_any_step_of_a_move_nothing_is_lost_and_it_goes_on() {
    let Filled {
        home,
        engine,
        mut model,
        mut dice,
    } = filled(1500);
    hurry(&engine);
    let mut steps = 0;
    for round in 0..2 {
        loop {
            let more = engine.tidy().unwrap();
            change(&engine, &mut model, &mut dice);
            engine.durable().unwrap();
            let killed = tempfile::tempdir().unwrap();
            copy(home.path(), killed.path());
            let (mut model, engine) = (model.clone(), Sled::open(killed.path()).unwrap());
            agrees(&engine, &model, &mut dice);
            while engine.tidy().unwrap() {
                change(&engine, &mut model, &mut dice);
                engine.durable().unwrap();
            }
            agrees(&engine, &model, &mut dice);
            let homes = moving::homes(&killed.path().join("sled")).unwrap();
            assert!(homes.len() == 1 && homes[0] >= round, "{homes:?}");
            if !more {
                break;
            }
            steps += 1;
        }
        hurry(&engine);
    }
    assert!(steps > 8, "{steps}");
    let left: Vec<_> = fs::read_dir(home.path().join("sled")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_database_that_lost_its_predecessor_in_the_middle_of_a_move_is_not_opened() {
    let Filled { home, engine, .. } = filled(900);
    hurry(&engine);
    assert!(engine.tidy().unwrap() && engine.tidy().unwrap());
    drop(engine);
    fs::remove_file(home.path().join("sled/db")).unwrap();
    let error = Sled::open(home.path()).err().unwrap().to_string();
    assert!(error.contains("of which a part is missing"), "{error}");
}

#[test]
fn without_room_for_a_copy_it_stays_where_it_is_until_it_has_grown() {
    let Filled {
        home,
        engine,
        mut model,
        mut dice,
    } = filled(900);
    let homes = || moving::homes(&home.path().join("sled")).unwrap();
    engine.durable().unwrap();
    engine.moves.lock().unwrap().hurry(|_| Ok(1000));
    let error = engine.tidy().unwrap_err().to_string();
    assert!(error.contains("too little room on the disk"), "{error}");
    assert!(!engine.tidy().unwrap(), "not asked again at once");
    change(&engine, &mut model, &mut dice);
    agrees(&engine, &model, &mut dice);
    assert_eq!(homes(), [0]);
    hurry(&engine);
    while engine.tidy().unwrap() {}
    agrees(&engine, &model, &mut dice);
    assert_eq!(homes(), [1]);
}

const ROWS: u32 = 20_000;
const VALUE: usize = 200;
const ROUNDS: u8 = 10;

/// Where the database is after everything was overwritten nine times, and all is quiet, and how many bytes it takes.
fn overwritten(floor: u64) -> (Vec<u64>, u64) {
    let home = tempfile::tempdir().unwrap();
    let engine = Sled::open_from(home.path(), floor).unwrap();
    for round in 0..ROUNDS {
        for first in (0..ROWS).step_by(500) {
            let rows = first..first + 500;
            let changes = rows.map(|row| (scattered(row), Some(vec![round; VALUE])));
            engine.apply(changes.collect()).unwrap();
            engine.tidy().unwrap();
        }
    }
    while engine.tidy().unwrap() {}
    let place = home.path().join("sled");
    (moving::homes(&place).unwrap(), bytes(&place))
}

fn bytes(place: &Path) -> u64 {
    let entries = fs::read_dir(place)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let sizes = entries.map(|path| {
        if path.is_dir() {
            bytes(&path)
        } else {
            fs::metadata(path).map_or(0, |file| file.len())
        }
    });
    sizes.sum()
}

/// How much sled gives back of its own depends on how busy the machine is. That the old log is left behind does not, nor
/// that what is left takes less than half of what was written: ten times what is alive.
#[test]
fn what_was_overwritten_does_not_keep_its_room() {
    let (moved, bytes) = overwritten(1 << 20);
    assert!(moved.len() == 1 && moved > vec![1], "left twice: {moved:?}");
    let written = u64::from(ROUNDS) * u64::from(ROWS) * (37 + VALUE as u64);
    assert!(bytes < written / 2, "{bytes} of {written} bytes");
    let (stays, all) = overwritten(u64::MAX);
    assert_eq!(stays, [0]);
    println!("{bytes} bytes, and without leaving {all}");
}

/// Keys of the real ones' length and disorder.
fn scattered(row: u32) -> DbKey {
    let mut dice = fastrand::Rng::with_seed(row.into());
    let mut key = vec![1; 37];
    dice.fill(&mut key[21..]);
    key
}
