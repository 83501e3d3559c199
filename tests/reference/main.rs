//! Proof by a second reading: generated policies and traces go through Candor and through a naive interpreter of its own.
//!
//! - `generator` makes policies from the tables of the lexicon, through the compiler's front door, and `trace` what happens
//!   to them.
//! - `routed` is Candor's side, `interpreter` the second reading, and `laws` says what must hold of both.
//! - What fails is made smaller (`shrink`) and printed with its seed.
//!
//! To run: `cargo test --test reference`. `CANDOR_CASES=100000` runs more traces, `CANDOR_SEED=…` begins at a seed; that of a
//! failure repeats it first.
//!
//! A new row of the lexicon comes up by itself. A new form of a step or an expression needs an arm in `generator/steps.rs` or
//! `generator/value.rs` and one in `interpreter`; until then its cases are counted as unread.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::wildcard_enum_match_arm,
    reason = "how a test fails, and numbers that a generator keeps small"
)]

mod draw;
mod generator;
mod interpreter;
mod laws;
mod matters;
#[path = "../vault/model/mod.rs"]
#[allow(dead_code, reason = "the vault's own tests use the rest")]
mod model;
mod routed;
mod shrink;
mod sketch;
mod taint;
mod trace;
mod words;
mod world;

use std::{collections::BTreeSet, env, sync::LazyLock, thread};

use laws::{Broken, TRACES, Tally};
use words::Word;

/// The laws from a seed on, for at most so many traces, over `threads` threads. Nothing is printed or made smaller.
///
/// # Errors
/// The first law that does not hold.
pub fn laws_hold(seed: u64, cases: usize) -> Result<Tally, String> {
    let mut tally = Tally::default();
    let mut seed = seed;
    while tally.traces < cases {
        if let Err(failed) = laws::policy(seed, &mut tally) {
            return Err(format!("{}: {} (seed {seed})", failed.law, failed.what));
        }
        seed = seed.wrapping_add(1);
    }
    Ok(tally)
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// One part of the whole run.
fn run(first: u64, cases: usize) -> (Tally, Option<(u64, Box<laws::Failed>)>) {
    let mut tally = Tally::default();
    let mut seed = first;
    while tally.traces < cases {
        if let Err(failed) = laws::policy(seed, &mut tally) {
            return (tally, Some((seed, failed)));
        }
        seed = seed.wrapping_add(1);
    }
    (tally, None)
}

fn shown(seed: u64, broken: &Broken) -> String {
    let mut trace = String::new();
    for happening in &broken.trace {
        trace.push_str(&format!("  {happening:?}\n"));
    }
    format!(
        "CANDOR_SEED={seed}\n{}: {}\n{}\n{trace}",
        broken.law, broken.what, broken.policy
    )
}

/// What the whole run came to, and what failed.
struct Whole {
    tally: Tally,
    failures: Vec<String>,
    cases: usize,
}

/// One run for all tests.
static WHOLE: LazyLock<Whole> = LazyLock::new(|| {
    let cases = number("CANDOR_CASES").map_or(CASES, |cases| usize::try_from(cases).unwrap());
    let seed = number("CANDOR_SEED").unwrap_or_else(|| fastrand::u64(..) >> 24);
    println!("CANDOR_SEED={seed} CANDOR_CASES={cases}");
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let each = cases.div_ceil(threads).max(TRACES);
    let jobs: Vec<_> = (0..threads as u64)
        .map(|at| seed.wrapping_add(at << 32))
        .map(|first| thread::spawn(move || run(first, each)))
        .collect();
    let mut tally = Tally::default();
    let mut failures = Vec::new();
    for job in jobs {
        let (part, failed) = job.join().unwrap();
        tally.add(part);
        failures.extend(failed.map(|(seed, failed)| shown(seed, &shrink::shrunk(&failed))));
    }
    println!("{tally}");
    Whole { tally, failures, cases }
});

/// Traces of a run.
const CASES: usize = 10_000;

#[test]
fn what_is_accepted_is_what_is_done() {
    assert!(WHOLE.failures.is_empty(), "{}", WHOLE.failures.join("\n\n"));
}

/// Else the laws would say little.
#[test]
fn most_policies_are_accepted_and_most_traces_are_read() {
    let tally = &WHOLE.tally;
    assert!(tally.policies * 10 >= (tally.policies + tally.refused) * 9, "{tally}");
    let unread: usize = tally.unread.values().sum();
    assert!(unread * 20 <= tally.traces, "{tally}");
    if WHOLE.cases >= CASES && WHOLE.failures.is_empty() {
        assert!(tally.promises > 300 && tally.matters > 500 && tally.rows > 10_000, "{tally}");
    }
}

#[test]
fn every_word_of_the_lexicon_is_generated() {
    if WHOLE.cases < CASES || !WHOLE.failures.is_empty() {
        return;
    }
    let missing: BTreeSet<Word> = words::all().difference(&WHOLE.tally.words).copied().collect();
    let known: BTreeSet<Word> = words::MISSING.iter().copied().collect();
    assert_eq!(missing, known, "the list may only become shorter");
}
