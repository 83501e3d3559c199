//! The data in a directory.

use std::time::Duration;

use super::{Bot, Found, Kills, Writer, check, kills, trial};

const AFTER: Duration = Duration::from_millis(3);

#[tokio::test]
async fn nothing_acknowledged_is_lost_to_kills() {
    let seed = fastrand::u64(..);
    let kills = Kills {
        times: kills(50),
        early: false,
        after: AFTER,
    };
    let times = kills.times;
    let mut dice = fastrand::Rng::with_seed(seed);
    let turns = trial(&Bot::new(None), kills, &mut dice, |_| ()).await;
    let turns = turns.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    assert!(turns > times, "seed {seed}: {turns} turns");
    println!("{times} kills, {turns} turns");
}

#[tokio::test]
async fn a_child_that_acknowledges_early_is_caught() {
    let kills = Kills {
        times: 50,
        early: true,
        after: AFTER,
    };
    let mut dice = fastrand::Rng::new();
    let caught = trial(&Bot::new(None), kills, &mut dice, |_| ()).await;
    let caught = caught.unwrap_err();
    assert!(caught.contains("acknowledged"), "{caught}");
}

#[tokio::test]
async fn a_disk_that_is_full_loses_nothing_acknowledged() {
    let bot = Bot::new(None);
    // It ends when it meets the end of its disk.
    let told = Writer::begin(&bot, false, true).end();
    let failed = told.failed.as_ref().unwrap();
    assert!(failed.contains("make room or mend the disk"), "{failed}");
    assert!(told.acknowledged() > 0);
    check(&bot, &told, &mut Found::default()).await.unwrap();
}
