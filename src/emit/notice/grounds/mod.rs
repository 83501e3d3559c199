//! What makes each kind of sentence true: how far it can be believed, when it may be printed, and what sees to it.
//!
//! `Pen::add` asks: a sentence is printed where its predicate holds, and never because something was spelled. The
//! predicates stand in `holds` and `stores` and look at the plan and at what its handlers do, not at who wants to print.
//!
//! INVARIANT: a sentence without a row here does not compile (`fact!`). `tests/notice` looks whether what a row names
//! is there, and whether some policy has the sentence and another has not.

mod holds;
mod rows;
mod stores;

use super::pen::About;
use crate::vocab::Standing;

pub(super) use holds::{
    can_tell, in_the_area, is_free, is_given_and_erased, is_of_people, is_unnamed, stops,
};
pub use rows::GROUNDS;

/// A kind of sentence.
pub struct Ground {
    /// Such as `store.until`.
    pub says: &'static str,
    /// Mostly one. A promise is as good as the plan says it is.
    pub standings: &'static [Standing],
    /// Whether it is so of this bot, and of the store or the feature that is talked about.
    pub(super) holds: fn(&About<'_>) -> bool,
    /// Whether it is so of every bot.
    pub of_every_bot: bool,
    pub by: By,
}

/// What sees to it that a sentence is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A judgement: the compiler refuses a policy of which it is not so, or works it out. A file of `src`.
    Judgement(&'static str),
    /// A test that tries to break it: a file, and a function or a scenario in it.
    Test(&'static str, &'static str),
    /// No program: the operator's word, or the law's.
    Word,
}

impl Ground {
    const fn new(
        says: &'static str,
        standings: &'static [Standing],
        holds: fn(&About<'_>) -> bool,
        by: By,
    ) -> Self {
        Self {
            says,
            standings,
            holds,
            of_every_bot: false,
            by,
        }
    }

    const fn of_every_bot(self) -> Self {
        Self {
            of_every_bot: true,
            ..self
        }
    }
}

/// What the compiler shows.
const fn proved(says: &'static str, holds: fn(&About<'_>) -> bool, file: &'static str) -> Ground {
    Ground::new(says, &[Standing::Proved], holds, By::Judgement(file))
}

/// What the bot does, by a test that tries to make it do something else.
const fn enforced(
    says: &'static str,
    holds: fn(&About<'_>) -> bool,
    file: &'static str,
    test: &'static str,
) -> Ground {
    Ground::new(says, &[Standing::Enforced], holds, By::Test(file, test))
}

/// What the bot does because of what the compiler refuses or works out.
const fn follows(says: &'static str, holds: fn(&About<'_>) -> bool, file: &'static str) -> Ground {
    Ground::new(says, &[Standing::Enforced], holds, By::Judgement(file))
}

const fn stated(says: &'static str, holds: fn(&About<'_>) -> bool) -> Ground {
    Ground::new(says, &[Standing::Stated], holds, By::Word)
}

/// The row of a kind of sentence.
pub(super) fn of(says: &str) -> Option<&'static Ground> {
    GROUNDS.iter().find(|ground| ground.says == says)
}

/// Whether a kind of sentence has a row, for the compiler to ask.
pub(crate) const fn has(says: &str) -> bool {
    let mut at = 0;
    while at < GROUNDS.len() {
        #[expect(
            clippy::indexing_slicing,
            reason = "below the length, and only while compiling"
        )]
        if same(GROUNDS[at].says.as_bytes(), says.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

#[expect(
    clippy::indexing_slicing,
    reason = "below the length, and only while compiling"
)]
const fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// `fact!("store.until", until = value)`: the sentence of this name, which is message `store-until` and has a row here.
macro_rules! fact {
    ($says:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const {
            assert!(
                $crate::emit::notice::grounds::has($says),
                "this sentence has no row in `emit::notice::grounds`: say what makes it true"
            );
        }
        $crate::wording::fact_of(
            $says,
            &[$($crate::wording::variable!($name $(= $value)?)),*],
        )
    }};
}

pub(super) use fact;
