//! Expressions that have one value whatever happens, and comparisons with them.

use crate::{
    lexicon::function::Means,
    plan::{Expr, Kind, Op, walk},
    vocab::{Duration, Timestamp, Type, Value},
};

use super::writes::Lets;

/// The value of an expression that has only one, whatever names it goes by.
pub(super) fn constant(expr: &Expr, lets: &Lets) -> Option<Value> {
    let expr = lets.follow(expr);
    match &expr.kind {
        Kind::Literal(value) => Some(value.clone()),
        Kind::Not(of) => truth(of, lets).map(|is| Value::Bool(!is)),
        Kind::Negate(of) => number(of, lets)?.checked_neg().map(Value::Int),
        Kind::IsNone(of) => constant(of, lets).map(|of| Value::Bool(of == Value::None)),
        Kind::Coalesce(left, right) => {
            let left = constant(left, lets)?;
            if left == Value::None {
                constant(right, lets)
            } else {
                Some(left)
            }
        }
        Kind::If {
            cond,
            then,
            otherwise,
        } => constant(if truth(cond, lets)? { then } else { otherwise }, lets),
        Kind::Binary { op, left, right } => computed(*op, left, right, lets),
        Kind::Call { function, args } => match function.means {
            Means::Pure(means) => {
                let args = args.iter().map(|arg| constant(arg, lets));
                means(&args.collect::<Option<Vec<_>>>()?).ok()
            }
            Means::Random | Means::Render | Means::Mention => None,
        },
        Kind::Unknown
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Field { .. }
        | Kind::Exists { .. }
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => None,
    }
}

fn truth(expr: &Expr, lets: &Lets) -> Option<bool> {
    match constant(expr, lets) {
        Some(Value::Bool(is)) => Some(is),
        Some(_) | None => None,
    }
}

fn number(expr: &Expr, lets: &Lets) -> Option<i64> {
    match constant(expr, lets) {
        Some(Value::Int(number)) => Some(number),
        Some(_) | None => None,
    }
}

fn computed(op: Op, left: &Expr, right: &Expr, lets: &Lets) -> Option<Value> {
    let numbers = || number(left, lets).zip(number(right, lets));
    match op {
        Op::And | Op::Or => {
            let sides = [truth(left, lets), truth(right, lets)];
            let decides = op == Op::Or;
            if sides.contains(&Some(decides)) {
                return Some(Value::Bool(decides));
            }
            (sides == [Some(!decides); 2]).then_some(Value::Bool(!decides))
        }
        Op::Equal
        | Op::NotEqual
        | Op::Less
        | Op::LessOrEqual
        | Op::Greater
        | Op::GreaterOrEqual => {
            let same = Value::Bool(true);
            if left == right && !is_chance(left) {
                return Some(Value::Bool(holds(&same, op, &same)));
            }
            let (left, right) = (constant(left, lets)?, constant(right, lets)?);
            Some(Value::Bool(holds(&left, op, &right)))
        }
        Op::Add => numbers()
            .and_then(|(a, b)| a.checked_add(b))
            .map(Value::Int),
        Op::Subtract => numbers()
            .and_then(|(a, b)| a.checked_sub(b))
            .map(Value::Int),
        Op::Multiply => numbers()
            .and_then(|(a, b)| a.checked_mul(b))
            .map(Value::Int),
        Op::In | Op::Divide | Op::Remainder => None,
    }
}

/// Whether two such expressions side by side may differ.
fn is_chance(of: &Expr) -> bool {
    let mut chance = false;
    walk::expr(of, &mut |part| {
        if let walk::Part::Expr(part) = part
            && let Kind::Call { function, .. } = &part.kind
        {
            chance |= match function.means {
                Means::Random => true,
                Means::Pure(_) | Means::Render | Means::Mention => false,
            };
        }
    });
    chance
}

/// What is no comparison holds.
fn holds(value: &Value, op: Op, bound: &Value) -> bool {
    match op {
        Op::Equal => value == bound,
        Op::NotEqual => value != bound,
        Op::Less => value < bound,
        Op::LessOrEqual => value <= bound,
        Op::Greater => value > bound,
        Op::GreaterOrEqual => value >= bound,
        Op::Or
        | Op::And
        | Op::In
        | Op::Add
        | Op::Subtract
        | Op::Multiply
        | Op::Divide
        | Op::Remainder => true,
    }
}

/// That an expression is on one side of a constant: `xp.total > 3` holds, or does not.
#[derive(Debug, Clone)]
pub(super) struct Bound<'e> {
    pub(super) about: &'e Expr,
    op: Op,
    value: Value,
    holds: bool,
}

impl<'e> Bound<'e> {
    pub(super) fn of<'p: 'e>(cond: &'e Expr, holds: bool, lets: &Lets<'p>) -> Option<Self> {
        let cond = lets.follow(cond);
        let Kind::Binary { op, left, right } = &cond.kind else {
            return None;
        };
        let turned = turned(*op)?;
        let (about, op, value) = match (constant(left, lets), constant(right, lets)) {
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
        holds(value, self.op, &self.value) == self.holds
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
