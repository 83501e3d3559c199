//! What operators compute, from values alone.
//!
//! INVARIANT: total over what `check` accepted, so that no data can make a handler fail. A number that would leave its 64
//! bits stays at their end, a division by zero gives none, and what is computed from none is none: a field whose owner was
//! erased reads as none, also where its type says that it is there.

use std::cmp::Ordering;

use super::Op;
use crate::vocab::{Duration, Timestamp, Value};

/// A value of another type than its place takes: only a plan that `check` did not accept has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch(pub &'static str);

type Computed = Result<Value, Mismatch>;

/// What an operator makes of both its sides. `and` and `or` look at the second only where the first leaves it open, which is
/// up to whoever has the expressions.
///
/// # Errors
/// Values that the operator does not take.
pub fn binary(op: Op, left: &Value, right: &Value) -> Computed {
    let ordered = |holds: fn(Ordering) -> bool| {
        let order = ordering(left, right)?;
        Ok(Value::Bool(order.is_some_and(holds)))
    };
    match op {
        Op::Equal => Ok(Value::Bool(left == right)),
        Op::NotEqual => Ok(Value::Bool(left != right)),
        Op::Less => ordered(Ordering::is_lt),
        Op::LessOrEqual => ordered(Ordering::is_le),
        Op::Greater => ordered(Ordering::is_gt),
        Op::GreaterOrEqual => ordered(Ordering::is_ge),
        Op::In => contained(left, right),
        Op::And => Ok(Value::Bool(truth(left)? && truth(right)?)),
        Op::Or => Ok(Value::Bool(truth(left)? || truth(right)?)),
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Remainder => {
            arithmetic(op, left, right)
        }
    }
}

/// None is neither true nor a fault.
///
/// # Errors
/// What is no truth.
pub fn truth(value: &Value) -> Result<bool, Mismatch> {
    match value {
        Value::Bool(truth) => Ok(*truth),
        Value::None => Ok(false),
        _ => Err(Mismatch("yes or no")),
    }
}

/// # Errors
/// What is no number.
pub fn negated(value: &Value) -> Computed {
    match value {
        Value::Int(number) => Ok(Value::Int(number.saturating_neg())),
        Value::Duration(length) => {
            let ms = length.ms.saturating_neg();
            Ok(Value::Duration(Duration { ms }))
        }
        Value::None => Ok(Value::None),
        _ => Err(Mismatch("a number")),
    }
}

/// All numbers together. Only their sum has a bound, whatever is added first.
pub fn sum(numbers: impl IntoIterator<Item = Value>) -> Value {
    let mut total = 0_i128;
    for number in numbers {
        if let Value::Int(number) = number {
            total = total.saturating_add(i128::from(number));
        }
    }
    let bounded = total.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
    Value::Int(i64::try_from(bounded).unwrap_or(i64::MAX))
}

/// None where one of the two is: it stands nowhere in an order.
fn ordering(left: &Value, right: &Value) -> Result<Option<Ordering>, Mismatch> {
    if *left == Value::None || *right == Value::None {
        Ok(None)
    } else if std::mem::discriminant(left) == std::mem::discriminant(right) {
        Ok(Some(left.cmp(right)))
    } else {
        Err(Mismatch("two values of one kind"))
    }
}

fn contained(left: &Value, right: &Value) -> Computed {
    match right {
        Value::None => Ok(Value::Bool(false)),
        Value::List(values) => Ok(Value::Bool(values.contains(left))),
        Value::Words(words) => Ok(Value::Bool(
            *left != Value::None && words.contains(&left.shown()),
        )),
        _ => Err(Mismatch("a list")),
    }
}

fn arithmetic(op: Op, left: &Value, right: &Value) -> Computed {
    let int = |number: Option<i64>| Ok(number.map_or(Value::None, Value::Int));
    let duration =
        |ms: Option<i64>| Ok(ms.map_or(Value::None, |ms| Value::Duration(Duration { ms })));
    let instant = |ms: Option<i64>| Ok(ms.map_or(Value::None, |ms| Value::Instant(Timestamp(ms))));
    match (left, right, op) {
        (Value::None, _, _) | (_, Value::None, _) => Ok(Value::None),
        (Value::Int(a), Value::Int(b), _) => int(number(op, *a, *b)?),
        (Value::Duration(a), Value::Duration(b), Op::Add | Op::Subtract | Op::Remainder) => {
            duration(number(op, a.ms, b.ms)?)
        }
        (Value::Duration(a), Value::Duration(b), Op::Divide) => int(number(op, a.ms, b.ms)?),
        (Value::Duration(a), Value::Int(b), Op::Multiply | Op::Divide) => {
            duration(number(op, a.ms, *b)?)
        }
        (Value::Int(a), Value::Duration(b), Op::Multiply) => duration(number(op, *a, b.ms)?),
        (Value::Instant(a), Value::Duration(b), Op::Add | Op::Subtract) => {
            instant(number(op, a.0, b.ms)?)
        }
        (Value::Duration(a), Value::Instant(b), Op::Add) => instant(number(op, a.ms, b.0)?),
        (Value::Instant(a), Value::Instant(b), Op::Subtract) => duration(number(op, a.0, b.0)?),
        _ => Err(Mismatch("numbers")),
    }
}

/// None: divided by zero.
fn number(op: Op, left: i64, right: i64) -> Result<Option<i64>, Mismatch> {
    Ok(match op {
        Op::Add => Some(left.saturating_add(right)),
        Op::Subtract => Some(left.saturating_sub(right)),
        Op::Multiply => Some(left.saturating_mul(right)),
        Op::Divide | Op::Remainder if right == 0 => None,
        Op::Divide => Some(left.saturating_div(right)),
        Op::Remainder => Some(left.wrapping_rem(right)),
        Op::Or
        | Op::And
        | Op::Equal
        | Op::NotEqual
        | Op::Less
        | Op::LessOrEqual
        | Op::Greater
        | Op::GreaterOrEqual
        | Op::In => return Err(Mismatch("numbers")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_within_their_bits() {
        let int = |op, a, b| binary(op, &Value::Int(a), &Value::Int(b)).unwrap();
        for (op, a, b, is) in [
            (Op::Add, i64::MAX, 1, i64::MAX),
            (Op::Subtract, i64::MIN, 1, i64::MIN),
            (Op::Multiply, i64::MAX, -2, i64::MIN),
            (Op::Divide, i64::MIN, -1, i64::MAX),
            (Op::Divide, -7, 2, -3),
            (Op::Remainder, i64::MIN, -1, 0),
            (Op::Remainder, 7, 4, 3),
        ] {
            assert_eq!(int(op, a, b), Value::Int(is), "{op:?} {a} {b}");
        }
        assert_eq!(int(Op::Divide, 1, 0), Value::None);
        assert_eq!(int(Op::Remainder, 1, 0), Value::None);
        assert_eq!(negated(&Value::Int(i64::MIN)), Ok(Value::Int(i64::MAX)));
        let far = Value::Instant(Timestamp(i64::MAX));
        let long = Value::Duration(Duration { ms: i64::MAX });
        assert_eq!(binary(Op::Add, &far, &long), Ok(far.clone()));
        assert_eq!(
            binary(Op::Multiply, &long, &Value::Int(2)),
            Ok(long.clone())
        );
        let numbers = [i64::MAX, i64::MAX, i64::MIN, -1].map(Value::Int);
        assert_eq!(
            sum(numbers),
            Value::Int(i64::MAX - 2),
            "only the sum is bounded"
        );
    }

    #[test]
    fn what_is_computed_from_none_is_none() {
        for op in [
            Op::Add,
            Op::Subtract,
            Op::Multiply,
            Op::Divide,
            Op::Remainder,
        ] {
            assert_eq!(binary(op, &Value::None, &Value::Int(1)), Ok(Value::None));
            assert_eq!(binary(op, &Value::Int(1), &Value::None), Ok(Value::None));
        }
        for op in [Op::Less, Op::LessOrEqual, Op::Greater, Op::GreaterOrEqual] {
            let compared = binary(op, &Value::None, &Value::Int(1));
            assert_eq!(compared, Ok(Value::Bool(false)));
        }
        assert_eq!(truth(&Value::None), Ok(false));
        assert!(binary(Op::Add, &Value::Int(1), &Value::Bool(true)).is_err());
    }
}
