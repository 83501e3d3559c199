//! The clauses inside strings: expressions, text with holes, signatures, retention.
//!
//! Reads what KDL gave as a string; gives a tree whose spans are bytes of the policy, or pushes one finding and gives nothing.
//! Callers decide which strings are clauses.
//!
//! INVARIANT: a tree from here is at most `DEPTH_MAX` deep, so whoever walks it may recurse.

mod expression;
mod limits;
mod retention;
mod signature;
mod slip;
#[cfg(test)]
mod tests;
mod text;
mod trouble;

pub use expression::{expression, query};
pub use retention::retention;
pub(crate) use signature::empty;
pub use signature::signature;
pub use slip::joined;
pub use text::text;

pub use limits::{DEPTH_MAX, SIZE_MAX};

use crate::vocab::{Span, Spanned};

use super::ast::Written;

/// The parts of a clause between its commas, which stand in no brackets and in no text. What is read wrong is told of the
/// part it stands in.
#[must_use]
pub fn parts(written: &Spanned<Written>) -> Vec<Spanned<Written>> {
    let text = &written.node.text;
    let origin = Origin::of(written);
    let (mut depth, mut quoted, mut start) = (0_u32, false, 0);
    let mut cuts = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                cuts.push((start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    cuts.push((start, text.len()));
    let part = |(from, to): (usize, usize)| {
        let whole = text.get(from..to).unwrap_or_default();
        let from = from + (whole.len() - whole.trim_start().len());
        let part = whole.trim();
        let verbatim_at = written.node.verbatim_at.map(|at| at + from);
        let text = part.to_owned();
        Spanned::new(
            Written { text, verbatim_at },
            origin.span(from, from + part.len()),
        )
    };
    cuts.into_iter().map(part).collect()
}

/// The grammar files together; they share words and operators.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/expression.pest"]
    #[grammar = "grammar/text.pest"]
    #[grammar = "grammar/signature.pest"]
    #[grammar = "grammar/retention.pest"]
    pub(super) struct Grammar;
}
use grammar::{Grammar, Rule};

type Pair<'a> = pest::iterators::Pair<'a, Rule>;

/// Turns places in a clause into places in the policy.
#[derive(Clone, Copy)]
struct Origin {
    verbatim_at: Option<usize>,
    whole: Span,
}

impl Origin {
    fn of(written: &Spanned<Written>) -> Self {
        Self {
            verbatim_at: written.node.verbatim_at,
            whole: written.span,
        }
    }

    /// Exact where the source shows the text as it is; the whole string where it has escapes or several lines.
    fn span(self, start: usize, end: usize) -> Span {
        self.verbatim_at
            .map_or(self.whole, |at| Span::new(at + start, at + end))
    }

    fn of_pair(self, pair: &Pair) -> Span {
        let span = pair.as_span();
        self.span(span.start(), span.end())
    }
}
