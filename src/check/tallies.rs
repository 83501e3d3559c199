//! Counts of nobody: how often commands were used on a day, without who used them.
//!
//! INVARIANT: what is written says which command, on which whole hour or day, and one more than before; and it is
//! written whatever anybody is or did. So there is nobody whose row it could be.

use super::writes::{self, Write};
use crate::{
    lexicon::{event::CARRIED_OUT, function::FLOOR, source::COMMAND_PATH},
    plan::{Expr, FieldId, Kind, Op, StepKind, StoreId, Trigger},
    resolve::{Policy, StoreDecl},
    vocab::{Duration, Value},
};

/// Less would say when somebody did something.
const ROUNDED_MIN: Duration = Duration::hours(1);

pub(super) fn is_tally(policy: &Policy, store: &StoreDecl) -> bool {
    let mut writes = writes::of(policy).into_iter();
    let mut some = writes
        .by_ref()
        .filter(|write| write.store == store.node.id)
        .peekable();
    let mut clauses = store.node.retention.clauses.iter();
    some.peek().is_some()
        && some.all(|write| counts(&write))
        && clauses.any(|clause| clause.trigger == Trigger::Age)
}

/// Whether a step counts, where nothing decides whether it does.
fn counts(write: &Write<'_>) -> bool {
    let is_update = |kind: &StepKind| kind.written().is_some_and(|row| !row.is_new);
    *write.handler.on.event == CARRIED_OUT
        && write.handler.steps.iter().all(|step| is_update(&step.kind))
        && write
            .values()
            .all(|(field, value)| says_nobody((write.store, field), value))
}

fn says_nobody(field: (StoreId, FieldId), value: &Expr) -> bool {
    match &value.kind {
        Kind::Literal(_) => true,
        Kind::Told(source) => **source == COMMAND_PATH,
        Kind::Call { function, args } => **function == FLOOR && is_rounded(args),
        Kind::Binary { op, left, right } => {
            let same = |expr: &Expr| is_field(expr, field);
            *op == Op::Add && same(left) && matches!(right.kind, Kind::Literal(Value::Int(_)))
        }
        Kind::Unknown
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Field { .. }
        | Kind::Exists { .. }
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Coalesce(..)
        | Kind::If { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => false,
    }
}

fn is_field(expr: &Expr, (store, field): (StoreId, FieldId)) -> bool {
    expr.stored()
        .is_some_and(|(of, read, _)| (of, read) == (store, field))
}

/// Whether `floor` is given an hour at least, written out.
fn is_rounded(args: &[Expr]) -> bool {
    let Some(to) = args.get(1) else {
        return false;
    };
    matches!(to.kind, Kind::Literal(Value::Duration(to)) if to >= ROUNDED_MIN)
}
