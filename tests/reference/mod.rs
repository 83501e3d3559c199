//! Proof by a second reading: generated policies and traces go through Candor and through a naive interpreter of its own.
//!
//! - `generator` makes policies from the tables of the lexicon, through the compiler's front door, and `trace` what happens
//!   to them.
//! - `routed` is Candor's side, `interpreter` the second reading, and `laws` says what must hold of both.
//! - What fails is made smaller (`shrink`) and printed with its seed.
//!
//! `laws_hold` is the whole as one question; `main.rs` asks it of ten thousand traces.
//!
//! To run: `cargo test --test reference`. The seed is always the same, so that a failure is the doing of what was changed.
//! `CANDOR_SEED=random` draws others, `CANDOR_SEED=…` begins at a seed, and that of a failure repeats it first.
//! `CANDOR_CASES=100000` runs more traces.
//!
//! A new row of the lexicon comes up by itself. A new form of a step or an expression needs an arm in `generator/steps.rs` or
//! `generator/value.rs` and one in `interpreter`. What the interpreter does not read yet stands in `words::UNREAD`, with the
//! reason; the generator leaves it out.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::wildcard_enum_match_arm,
    reason = "how a test fails, and numbers that a generator keeps small"
)]
#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    clippy::needless_pass_by_value,
    clippy::similar_names,
    clippy::unused_self,
    reason = "one arm for each form of the language, as the book lists them"
)]

mod draw;
mod generator;
mod interpreter;
pub mod laws;
mod matters;
#[path = "../vault/model/mod.rs"]
#[allow(dead_code, reason = "the vault's own tests use the rest")]
mod model;
mod routed;
mod shrink;
mod sketch;
mod taint;
mod trace;
pub mod words;
mod world;

use std::{fmt::Write as _, sync::Arc};

use candor::{
    compile,
    plan::{Claim, ClaimKind},
    syntax::Source,
    vocab::{Sink, Standing},
};

use laws::{Broken, Failed, TRACES, Tally};

/// The laws from a seed on, for about so many traces. Nothing is printed or made smaller.
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

/// The same, with what failed.
pub fn run(first: u64, cases: usize) -> (Tally, Option<(u64, Box<Failed>)>) {
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

/// What the laws say of a policy of which something is promised that it does not keep.
/// None where they see nothing.
pub fn with_promise(text: &str, what: &str, sink: Sink) -> Vec<&'static str> {
    let source = Source {
        file: "promised.kdl".to_owned(),
        text: text.to_owned(),
    };
    let mut plan = compile(&source).plan.unwrap();
    let at = plan.at.clone();
    let what = what.to_owned();
    plan.claims.push(Claim {
        kind: ClaimKind::NotTo { what, sink },
        standing: Standing::Proved,
        silences: false,
        at,
    });
    laws::broken_by(&Arc::new(plan))
}

/// A failure, made as small as it gets, with the seed that repeats it.
pub fn shown(seed: u64, failed: &Failed) -> String {
    let broken = shrink::shrunk(failed);
    let mut trace = String::new();
    for happening in &broken.trace {
        let _ = writeln!(trace, "  {happening:?}");
    }
    let Broken {
        law, what, policy, ..
    } = &broken;
    format!("CANDOR_SEED={seed}\n{law}: {what}\n{policy}\n{trace}")
}

/// Traces for each policy.
pub const EACH: usize = TRACES;
