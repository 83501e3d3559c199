//! The second reading over ten thousand traces; see `mod.rs`.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "mod.rs"]
mod reference;

use std::{collections::BTreeSet, env, sync::LazyLock, thread};

use reference::{
    EACH,
    laws::Tally,
    laws_hold, run, shown,
    words::{self, Word},
};

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
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
    let each = cases.div_ceil(threads).max(EACH);
    let jobs: Vec<_> = (0..threads as u64)
        .map(|at| seed.wrapping_add(at << 32))
        .map(|first| thread::spawn(move || run(first, each)))
        .collect();
    let mut tally = Tally::default();
    let mut failures = Vec::new();
    for job in jobs {
        let (part, failed) = job.join().unwrap();
        tally.add(part);
        failures.extend(failed.map(|(seed, failed)| shown(seed, &failed)));
    }
    println!("{tally}");
    Whole {
        tally,
        failures,
        cases,
    }
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
    assert!(
        tally.policies * 10 >= (tally.policies + tally.refused) * 9,
        "{tally}"
    );
    let unread: usize = tally.unread.values().sum();
    assert!(unread * 20 <= tally.traces, "{tally}");
    if WHOLE.cases >= CASES && WHOLE.failures.is_empty() {
        assert!(
            tally.promises > 300 && tally.matters > 500 && tally.rows > 10_000,
            "{tally}"
        );
    }
}

#[test]
fn every_word_of_the_lexicon_is_generated() {
    if WHOLE.cases < CASES || !WHOLE.failures.is_empty() {
        return;
    }
    let missing: BTreeSet<Word> = words::all()
        .difference(&WHOLE.tally.words)
        .copied()
        .collect();
    let known: BTreeSet<Word> = words::MISSING.iter().copied().collect();
    assert_eq!(missing, known, "the list may only become shorter");
}

#[test]
fn the_laws_are_one_question() {
    let tally = laws_hold(1, EACH).unwrap();
    assert!(tally.traces >= EACH && tally.acts > EACH, "{tally}");
}
