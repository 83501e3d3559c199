//! The second reading over ten thousand traces; see `mod.rs`.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "mod.rs"]
mod reference;

use std::{collections::BTreeSet, env, sync::LazyLock, thread};

use candor::vocab::Sink;
use reference::{
    EACH,
    laws::Tally,
    laws_hold, run, shown, with_promise,
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
    let seed = match env::var("CANDOR_SEED").as_deref() {
        Ok("random") => fastrand::u64(..) >> 24,
        _ => number("CANDOR_SEED").unwrap_or(SEED),
    };
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

/// The draws of a run that nobody chose others for: whether it fails is the change's doing, and not the draw's.
/// `CANDOR_SEED=random` looks further.
const SEED: u64 = 20_260_501;

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
    let unread: BTreeSet<Word> = words::UNREAD.iter().map(|(word, _)| *word).collect();
    assert_eq!(missing, unread, "the list may only become shorter");
    assert!(unread.len() <= words::UNREAD_MOST, "{unread:?}");
}

#[test]
fn the_laws_are_one_question() {
    let tally = laws_hold(1, EACH).unwrap();
    assert!(tally.traces >= EACH && tally.acts > EACH, "{tally}");
}

/// A policy that does what is promised here that it does not.
const TELLS: &str = r#"candor version=1 bot="Tells" updated="2026-01-01"
controller "Case team" established=DE { contact email="privacy@example.org"; }
purpose service dpv=ServiceProvision "run the server"
feature alpha default=on about="A feature" {
    basis legitimate-interest purpose=service interest="running the server"
    store heard scope=guild about="Something kept" {
        key user user-id subject=#true
        field times int default=0 category=user-content origin=observed about="something"
        retain "until guild.removed"
        on-erase delete
        export
    }
    on message {
        when "contains(message.content, 'hello')" {
            update heard key="author.id" { times "heard.times + 1"; }
        }
        reply "You have said it {heard.times} times"
    }
    on reaction-add {
        when "reaction.emoji == '⭐'" { dm to="member" "Thank you"; }
    }
}
"#;

/// A law that sees nothing would hold as well.
#[test]
fn a_promise_that_is_not_kept_is_seen() {
    let both = ["matters", "taint"];
    let seen = |what, sink| with_promise(TELLS, what, sink);
    assert_eq!(seen("message.content", Sink::Storage), both);
    assert_eq!(seen("message.content", Sink::Channel), both);
    assert_eq!(seen("user-content", Sink::Storage), both);
    assert_eq!(seen("reaction.emoji", Sink::Dm), both);
    assert!(seen("reaction.emoji", Sink::Storage).is_empty());
    assert!(seen("message.content", Sink::Dm).is_empty());
    assert!(seen("author.name", Sink::Channel).is_empty());
}
