//! Power cuts: what a child did to its disk is recorded, and of what was not synced at a random moment chance leaves what a
//! disk may leave (`replay`). The vault must open on it, with all that was acknowledged and nobody who was erased.
//!
//! `CANDOR_CUTS` says how often (50). A disk that forgets to sync must be caught, or the harness shows nothing.

use std::{env, fs, process::Stdio};

use crate::{
    replay::{Cut, Disk, Loss, Names},
    shim::{self, Event},
    work::{self, Home, Told},
};

/// Records a child's work; with `swallow`, syncs of paths that end so do nothing. None without the shim.
fn recorded(home: &Home, turns: i64, swallow: Option<&str>) -> Option<Vec<Event>> {
    let mut command = work::command(home, turns);
    let log = home.path().join("log");
    if !shim::under(&mut command, &home.disk()) {
        return None;
    }
    shim::record(&mut command, &log);
    if let Some(ending) = swallow {
        shim::swallow(&mut command, ending);
    }
    let done = command.stderr(Stdio::null()).output().unwrap();
    let told = Told::all(&String::from_utf8_lossy(&done.stdout));
    assert!(told.ended && told.failed.is_none(), "{:?}", told.failed);
    Some(shim::events(&log, &home.disk()))
}

/// Whether a cut now loses nothing. What it left stays where the error says, if it does.
async fn is_whole(home: &Home, disk: &Disk, printed: &str, cut: Cut) -> Result<(), String> {
    let checked = survives(home, disk, printed, cut).await;
    checked.map_err(|error| {
        let left = work::in_memory().keep();
        disk.cut(cut, &left);
        format!("{}, with {cut:?}: {error}", left.display())
    })
}

async fn survives(home: &Home, disk: &Disk, printed: &str, cut: Cut) -> Result<(), String> {
    let left = work::in_memory();
    disk.cut(cut, left.path());
    let told = Told::all(printed);
    told.check(home, left.path()).await?;
    // Once more as it was left, since the check has mended it.
    fs::remove_dir_all(left.path()).unwrap();
    fs::create_dir(left.path()).unwrap();
    disk.cut(cut, left.path());
    let lost_copy = if cut.seed.is_multiple_of(2) {
        "ledger"
    } else {
        "ledger.mirror"
    };
    told.check_erased(home, left.path(), lost_copy).await
}

/// `times` moments, in order: anywhere, right after something was acknowledged, and where names change.
fn moments(events: &[Event], times: usize, dice: &mut fastrand::Rng) -> Vec<usize> {
    let places = |which: fn(&Event) -> bool| -> Vec<usize> {
        let events = (1..).zip(events).filter(|(_, event)| which(event));
        events.map(|(at, _)| at).collect()
    };
    let acknowledged = places(|event| matches!(event, Event::Printed(_)));
    let names = places(|event| {
        matches!(
            event,
            Event::Create { .. } | Event::MakeDir(_) | Event::Rename { .. } | Event::Remove(_)
        )
    });
    let mut moments: Vec<usize> = (0..times)
        .map(|number| match number % 3 {
            0 => dice.usize(..=events.len()),
            1 => *dice.choice(&acknowledged).unwrap(),
            _ => (dice.choice(&names).unwrap() + dice.usize(..4)).min(events.len()),
        })
        .collect();
    moments.sort_unstable();
    moments
}

/// Cuts a recording `times` times; the first cut that lost something.
async fn trial(
    home: &Home,
    events: &[Event],
    times: usize,
    dice: &mut fastrand::Rng,
) -> Result<(), String> {
    let mut disk = Disk::default();
    let mut printed = String::new();
    let mut seen = 0;
    for at in moments(events, times, dice) {
        for event in &events[seen..at] {
            disk.happens(event);
            if let Event::Printed(text) = event {
                printed.push_str(text);
            }
        }
        seen = at;
        let cut = Cut {
            names: *dice.choice([Names::Journal, Names::Strict].iter()).unwrap(),
            loss: *dice
                .choice([Loss::All, Loss::Nothing, Loss::Some, Loss::Some].iter())
                .unwrap(),
            seed: dice.u64(..),
        };
        let whole = is_whole(home, &disk, &printed, cut).await;
        whole.map_err(|error| format!("after {at} of {} events: {error}", events.len()))?;
    }
    Ok(())
}

fn cuts() -> usize {
    let cuts = env::var("CANDOR_CUTS").ok();
    cuts.and_then(|cuts| cuts.parse().ok()).unwrap_or(50)
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_to_power_cuts() {
    let seed = fastrand::u64(..);
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut left = cuts();
    // Every other time longer, until the log has come round to places that it used before.
    for turns in [6, 25].into_iter().cycle() {
        let times = left.min(25);
        left -= times;
        let home = Home::new();
        let Some(events) = recorded(&home, turns, None) else {
            return;
        };
        let whole = trial(&home, &events, times, &mut dice).await;
        assert!(whole.is_ok(), "seed {seed}: {}", whole.unwrap_err());
        if left == 0 {
            break;
        }
    }
    println!("{} cuts", cuts());
}

#[tokio::test]
async fn a_disk_that_forgets_to_sync_is_caught() {
    for part in ["/sled/db", "/ledger", "/ledger.mirror", "/data"] {
        let home = Home::new();
        let Some(events) = recorded(&home, 6, Some(part)) else {
            return;
        };
        let mut dice = fastrand::Rng::new();
        let caught = trial(&home, &events, 500, &mut dice).await;
        assert!(caught.is_err(), "{part}");
        println!("{part}: {}", caught.unwrap_err());
    }
}

/// The whole disk, with the ledger as it was before the erasures.
#[tokio::test]
async fn somebody_who_comes_back_is_caught() {
    let home = Home::new();
    let Some(events) = recorded(&home, 6, None) else {
        return;
    };
    let nothing = Cut {
        names: Names::Journal,
        loss: Loss::Nothing,
        seed: 0,
    };
    let says = |event: &Event, what| matches!(event, Event::Printed(text) if text.contains(what));
    let mut disk = Disk::default();
    let mut printed = String::new();
    let before = work::in_memory();
    for event in events.iter().take_while(|event| !says(event, "rotating")) {
        disk.happens(event);
        if let Event::Printed(text) = event {
            printed.push_str(text);
        }
        if says(event, "backed") {
            disk.cut(nothing, before.path());
        }
    }
    let told = Told::all(&printed);
    for old in [false, true] {
        let left = work::in_memory();
        disk.cut(nothing, left.path());
        if old {
            for name in ["ledger", "ledger.mirror"] {
                let part = |dir: &tempfile::TempDir| dir.path().join("data").join(name);
                fs::copy(part(&before), part(&left)).unwrap();
            }
        }
        let checked = told.check_erased(&home, left.path(), "ledger").await;
        assert_eq!(
            checked.is_err_and(|error| error.contains("comes back")),
            old
        );
    }
}
