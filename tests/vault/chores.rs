//! kill -9 at any moment of what an operator does: the first start, a backup, a change of the master key, a restore, and
//! writes and erasures in between (`work`). `CANDOR_CHORES` says how many kills (20).

use std::{
    env,
    io::{BufRead as _, BufReader},
    process::Stdio,
    time::Duration,
};

use crate::work::{self, Home, Told};

const TURNS: i64 = 6;

/// What a child told that is killed a moment after the `number`th of its lines that start with `word`.
fn killed(home: &Home, word: &str, number: usize, dice: &mut fastrand::Rng) -> Told {
    let mut child = work::command(home, TURNS)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut text = String::new();
    let mut met = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        met += usize::from(line.starts_with(word));
        text.push_str(&line);
        text.push('\n');
        if met == number {
            met += 1;
            // Not a wait for anything: chance decides where in its work the child is met.
            std::thread::sleep(Duration::from_micros(dice.u64(..20_000)));
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    Told::all(&text)
}

#[tokio::test]
async fn chores_that_are_killed_lose_nothing() {
    let kills = env::var("CANDOR_CHORES").ok();
    let kills = kills.and_then(|kills| kills.parse().ok()).unwrap_or(20);
    let seed = fastrand::u64(..);
    let mut dice = fastrand::Rng::with_seed(seed);
    // What libtest prints first stands for the first start.
    let words = [
        "running",
        "backing",
        "rotating",
        "restoring",
        "restored",
        "ack",
    ];
    let mut early = 0;
    for (number, word) in (0..kills).zip(words.into_iter().cycle()) {
        let home = Home::new();
        let at = if word == "ack" { dice.usize(1..80) } else { 1 };
        let told = killed(&home, word, at, &mut dice);
        early += usize::from(!told.ended);
        let whole = told.check(&home, &home.disk()).await;
        assert!(
            whole.is_ok(),
            "seed {seed}, kill {number} after {word} {at}: {}",
            whole.unwrap_err()
        );
        let erased = told.check_erased(&home, &home.disk(), "ledger").await;
        assert!(
            erased.is_ok(),
            "seed {seed}, kill {number} after {word} {at}: {}",
            erased.unwrap_err()
        );
    }
    assert!(early * 2 > kills, "{early} of {kills} were met at work");
    println!("{kills} kills");
}
