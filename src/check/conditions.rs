//! Conditions that hold always or never: a question that asks nothing, and steps that nobody reaches.
//!
//! Known are values written out, by way of `let` as well, and the limits of options. What an import is given, and what
//! servers choose, may be otherwise in each.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{
        Cond, Expr, Kind, Query,
        walk::{self, Part, walk},
    },
    resolve::Policy,
    vocab::{Span, Value},
};

use super::known::{Known, Trust};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("this {holds} true")]
#[diagnostic(
    code("candor::unused::constant-condition"),
    severity(Warning),
    help("{help}")
)]
pub(crate) struct ConstantCondition {
    holds: &'static str,
    help: &'static str,
    #[label(primary, "asks nothing")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut found = Vec::new();
    for handler in policy.bodies() {
        let known = Known::of(policy, Trust::Always, handler);
        walk(&handler.steps, &mut |part| {
            judge(&known, part, &mut found);
        });
    }
    let known = Known::alone(policy, Trust::Always);
    for set in &policy.command_sets {
        let mut see = |part: Part<'_>| judge(&known, part, &mut found);
        walk::expr(&set.command, &mut see);
        walk::message(&set.reply, &mut see);
    }
    for one in found {
        findings.push(one);
    }
}

fn judge(known: &Known, part: Part<'_>, found: &mut Vec<ConstantCondition>) {
    match part {
        Part::Step(step) => {
            if let Some(cond) = step.kind.condition() {
                condition(known, cond, found);
            }
        }
        Part::Query(query) => filter(known, query, found),
        Part::Expr(expr) => {
            if let Kind::If { cond, .. } = &expr.kind {
                condition(known, cond, found);
            }
        }
        Part::Message(_) => {}
    }
}

/// `where="true"` says in so many words that all rows are meant.
fn filter(known: &Known, query: &Query, found: &mut Vec<ConstantCondition>) {
    let filter = query.filter.as_ref();
    let all = Kind::Literal(Value::Bool(true));
    if let Some(filter) = filter.filter(|filter| filter.kind != all) {
        condition(known, filter, found);
    }
}

/// The whole of a condition, or the sides of its `and` and `or`.
fn condition(known: &Known, cond: &Expr, found: &mut Vec<ConstantCondition>) {
    if let Some(truth) = known.truth(cond) {
        found.push(ConstantCondition {
            holds: if truth { "is always" } else { "is never" },
            help: if truth {
                "take the question away, and leave what follows from it"
            } else {
                "take the question away, and what follows from it"
            },
            at: cond.span,
        });
        return;
    }
    match cond.cond() {
        Cond::And(left, right) | Cond::Or(left, right) => {
            condition(known, left, found);
            condition(known, right, found);
        }
        Cond::Not(of) => condition(known, of, found),
        Cond::Compared(..) | Cond::Whole => {}
    }
}
