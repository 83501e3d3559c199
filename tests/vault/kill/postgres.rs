//! The data on a server: the bot's process is killed, and the server is stopped as hard as it can be while the process
//! goes on.
//!
//! The cluster does not sync (`fsync = off`): what its processes gave to the operating system outlives them, and power
//! cuts are for a server's own tests. What it had not written when it was stopped is gone.
//!
//! `CANDOR_KILLS` says how often the process is killed (20), and the server is stopped half as often. A server that says a commit is durable before it has written it must be caught too.

use std::{thread, time::Duration};

use super::{Bot, Found, Kills, TASKS, Told, Writer, check, kills, trial};
use crate::cluster::Cluster;

/// Also opening takes that long here.
const AFTER: Duration = Duration::from_millis(30);
const USUAL: u64 = 20;
/// What is given to the operating system ten seconds after it was answered for, at best.
const LAZY: [&str; 2] = ["wal_writer_delay = 10s", "wal_writer_flush_after = 1GB"];

fn new(cluster: &Cluster) -> (Bot, String) {
    let (_, database) = cluster.database();
    (Bot::new(Some(cluster.address(&database))), database)
}

/// What an operator does who does not wait until the lease of a process has run out that was killed.
fn end_lease(cluster: &Cluster, database: &str) {
    cluster.sql(
        database,
        "UPDATE candor_lease SET until = now() - INTERVAL '1 second'",
    );
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_to_kills() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let (bot, database) = new(&cluster);
    let seed = fastrand::u64(..);
    let kills = Kills {
        times: kills(USUAL),
        early: false,
        after: AFTER,
    };
    let times = kills.times;
    let mut dice = fastrand::Rng::with_seed(seed);
    // The first waits.
    let then = |kill| {
        if kill > 0 {
            end_lease(&cluster, &database);
        }
    };
    let turns = trial(&bot, kills, &mut dice, then).await;
    let turns = turns.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    assert!(turns > times, "seed {seed}: {turns} turns");
    println!("{times} kills, {turns} turns");
}

#[tokio::test]
async fn a_child_that_acknowledges_early_is_caught() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let (bot, database) = new(&cluster);
    let kills = Kills {
        times: 50,
        early: true,
        after: AFTER,
    };
    let mut dice = fastrand::Rng::new();
    let caught = trial(&bot, kills, &mut dice, |_| end_lease(&cluster, &database)).await;
    let caught = caught.unwrap_err();
    assert!(caught.contains("acknowledged"), "{caught}");
}

/// Stops the server that often under processes that go on each time and are killed in the end.
async fn stops(
    cluster: &Cluster,
    (bot, database): &(Bot, String),
    times: u64,
    dice: &mut fastrand::Rng,
) -> Result<u64, String> {
    let mut found = Found::default();
    let mut turns = 0;
    let mut left = times;
    while left > 0 {
        let mut writer = Writer::begin(bot, false, false);
        for _ in 0..left.min(3) {
            left -= 1;
            let lines = writer.told.lines + dice.usize(20..400);
            writer.hear(|told| told.lines > lines);
            // Not a wait for anything, as with kills.
            thread::sleep(Duration::from_micros(dice.u64(..30_000)));
            if left.is_multiple_of(2) {
                cluster.down();
                cluster.up();
            } else {
                cluster.crash(database);
            }
            // What was on its way is told of later; the turn after the next can only be a new one.
            let before = writer.told.clone();
            let is_on = |told: &Told| {
                let on =
                    |task: &u64| told.turns(*task).acknowledged > before.turns(*task).begun + 1;
                (0..TASKS).all(|task| on(&task))
            };
            if !writer.hear(is_on) {
                let failed = writer.end().failed.unwrap_or_default();
                return Err(format!("the child does not go on: {failed}"));
            }
        }
        let told = writer.kill();
        end_lease(cluster, database);
        turns += check(bot, &told, &mut found).await?;
    }
    Ok(turns)
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_server_is_stopped_hard() {
    // Not to wait for its own writes is what it is told; a bot asks for it all the same.
    let lazy = [&LAZY[..], &["synchronous_commit = off"]].concat();
    let Some(cluster) = Cluster::start(&lazy, 5432) else {
        return;
    };
    let seed = fastrand::u64(..);
    let mut dice = fastrand::Rng::with_seed(seed);
    let times = kills(USUAL).div_ceil(2);
    let turns = stops(&cluster, &new(&cluster), times, &mut dice).await;
    let turns = turns.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    println!("{times} stops, {turns} turns");
}

#[tokio::test]
async fn a_server_that_acknowledges_early_is_caught() {
    let Some(cluster) = Cluster::start(&LAZY, 5432) else {
        return;
    };
    let bot = new(&cluster);
    cluster.sql(
        &bot.1,
        "CREATE FUNCTION early() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
           PERFORM set_config('synchronous_commit', 'off', true); RETURN NEW; END $$; \
         CREATE TRIGGER early BEFORE UPDATE ON candor_lease FOR EACH ROW EXECUTE FUNCTION early()",
    );
    let caught = stops(&cluster, &bot, 20, &mut fastrand::Rng::new()).await;
    let caught = caught.unwrap_err();
    assert!(caught.contains("is damaged"), "{caught}");
}
