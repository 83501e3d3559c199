//! Comparisons with what has one value whatever happens, each as what it leaves open.

use crate::{
    plan::{Expr, Kind, Op, compute},
    vocab::{Duration, Timestamp, Type, Value},
};

use super::{known::Known, writes::Lets};

/// That an expression is on one side of a constant: `xp.total > 3` holds, or does not.
#[derive(Debug, Clone)]
pub(super) struct Bound<'e> {
    pub(super) about: &'e Expr,
    op: Op,
    value: Value,
    holds: bool,
}

impl<'e> Bound<'e> {
    pub(super) fn of<'p: 'e>(
        cond: &'e Expr,
        holds: bool,
        lets: &Lets<'p>,
        known: &Known,
    ) -> Option<Self> {
        let cond = lets.follow(cond);
        let Kind::Binary { op, left, right } = &cond.kind else {
            return None;
        };
        let turned = turned(*op)?;
        let (about, op, value) = match (known.value(left), known.value(right)) {
            (None, Some(value)) => (lets.follow(left), *op, value),
            (Some(value), None) => (lets.follow(right), turned, value),
            (None, None) | (Some(_), Some(_)) => return None,
        };
        Some(Self {
            about,
            op,
            value,
            holds,
        })
    }

    pub(super) fn allows(&self, value: &Value) -> bool {
        compute::binary(self.op, value, &self.value) != Ok(Value::Bool(!self.holds))
    }

    /// The constant and its neighbours; of what has none, something that it is not.
    pub(super) fn near(&self) -> Vec<Value> {
        let around = |n: i64| [n.saturating_sub(1), n, n.saturating_add(1)];
        match &self.value {
            Value::Int(n) => around(*n).map(Value::Int).into(),
            Value::Duration(length) => around(length.ms).map(millis).into(),
            Value::Instant(at) => around(at.0).map(|at| Value::Instant(Timestamp(at))).into(),
            Value::Bool(_) => vec![Value::Bool(false), Value::Bool(true)],
            Value::Text(text) => vec![self.value.clone(), Value::Text(format!("{text}…"))],
            Value::None
            | Value::User(_)
            | Value::Guild(_)
            | Value::Channel(_)
            | Value::Role(_)
            | Value::Message(_)
            | Value::Emoji(_)
            | Value::Words(_)
            | Value::Url(_)
            | Value::Locale(_)
            | Value::Who(_)
            | Value::List(_)
            | Value::Attachment(_) => vec![self.value.clone(), Value::None],
        }
    }
}

/// That something is at least a value.
pub(super) fn at_least(about: &Expr, value: Value) -> Bound<'_> {
    Bound {
        about,
        op: Op::GreaterOrEqual,
        value,
        holds: true,
    }
}

/// What is known of a number or a length of time by its declaration.
pub(super) fn bounds_of<'e>(
    about: &'e Expr,
    kind: &Type,
    min: Option<i64>,
    max: Option<i64>,
) -> impl Iterator<Item = Bound<'e>> {
    let value: Option<fn(i64) -> Value> = if *kind == Type::Int {
        Some(Value::Int)
    } else if *kind == Type::Duration {
        Some(millis)
    } else {
        None
    };
    let ends = [(Op::GreaterOrEqual, min), (Op::LessOrEqual, max)];
    ends.into_iter().filter_map(move |(op, end)| {
        Some(Bound {
            about,
            op,
            value: value?(end?),
            holds: true,
        })
    })
}

fn millis(ms: i64) -> Value {
    Value::Duration(Duration { ms })
}

/// `3 < x` is `x > 3`. None for what is no comparison.
fn turned(op: Op) -> Option<Op> {
    Some(match op {
        Op::Less => Op::Greater,
        Op::LessOrEqual => Op::GreaterOrEqual,
        Op::Greater => Op::Less,
        Op::GreaterOrEqual => Op::LessOrEqual,
        Op::Equal | Op::NotEqual => op,
        Op::Or
        | Op::And
        | Op::In
        | Op::Add
        | Op::Subtract
        | Op::Multiply
        | Op::Divide
        | Op::Remainder => return None,
    })
}
