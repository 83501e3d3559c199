//! What is known of a value before anything runs: the value itself, or between which bounds it lies.
//!
//! A `let` stands for its value. It is worked out once, where it is written, so that a chain of them costs no more than
//! its length.

use std::collections::BTreeMap;

use crate::{
    lexicon::{
        Function,
        function::{LENGTH, LEVEL, LEVEL_XP, MAX, MIN, RANDOM, TRUNCATE},
        kind::Measure,
        text::units,
    },
    plan::{
        Expr, Kind, Op, Param, Slot, Ty,
        walk::{self, Part},
    },
    resolve::{Command, Declared, Handler, Policy},
    vocab::{Duration, Type, Value},
};

/// Of a number, of a duration in milliseconds, of a text in characters. None where nothing bounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bounds {
    pub(super) least: Option<i64>,
    pub(super) most: Option<i64>,
}

impl Bounds {
    const fn exactly(number: i64) -> Self {
        Self {
            least: Some(number),
            most: Some(number),
        }
    }

    const fn from(least: i64) -> Self {
        Self {
            least: Some(least),
            most: None,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            least: both(self.least, other.least, i64::min),
            most: both(self.most, other.most, i64::max),
        }
    }

    fn negated(self) -> Self {
        Self {
            least: self.most.and_then(i64::checked_neg),
            most: self.least.and_then(i64::checked_neg),
        }
    }

    fn plus(self, other: Self) -> Self {
        let sum = |a: Option<i64>, b: Option<i64>| a?.checked_add(b?);
        Self {
            least: sum(self.least, other.least),
            most: sum(self.most, other.most),
        }
    }

    /// Only of what is nowhere negative.
    fn times(self, other: Self) -> Self {
        let product = |a: Option<i64>, b: Option<i64>| a?.checked_mul(b?);
        if self.least.is_none_or(|least| least < 0) || other.least.is_none_or(|least| least < 0) {
            return Self::default();
        }
        Self {
            least: product(self.least, other.least),
            most: product(self.most, other.most),
        }
    }

    /// The lesser of two values.
    fn lesser(self, other: Self) -> Self {
        Self {
            least: both(self.least, other.least, i64::min),
            most: either(self.most, other.most, i64::min),
        }
    }

    /// The greater of two values.
    fn greater(self, other: Self) -> Self {
        Self {
            least: either(self.least, other.least, i64::max),
            most: both(self.most, other.most, i64::max),
        }
    }
}

fn both(a: Option<i64>, b: Option<i64>, choose: fn(i64, i64) -> i64) -> Option<i64> {
    Some(choose(a?, b?))
}

fn either(a: Option<i64>, b: Option<i64>, choose: fn(i64, i64) -> i64) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(choose(a, b)),
        (one, None) | (None, one) => one,
    }
}

/// How much counts as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// What can never be otherwise: neither what an import is given, nor what was kept under other limits.
    Always,
    /// What this policy, as it is, lets a value be.
    Allowed,
}

/// What is known of the values of one handler.
pub(super) struct Known<'p> {
    policy: &'p Policy,
    trust: Trust,
    options: BTreeMap<Slot, &'p Param>,
    lets: BTreeMap<Slot, (Option<Value>, Bounds)>,
}

/// The handlers of a policy, with the options of those that are commands.
pub(super) fn handlers(policy: &Policy) -> impl Iterator<Item = (&Handler, &[Declared<Param>])> {
    let events = policy.handlers.iter().map(|handler| (handler, &[][..]));
    let commands = policy.commands.iter();
    events.chain(commands.map(|Command { body, params, .. }| (body, params.as_slice())))
}

impl<'p> Known<'p> {
    pub(super) fn of(
        policy: &'p Policy,
        trust: Trust,
        (handler, params): (&'p Handler, &'p [Declared<Param>]),
    ) -> Self {
        let options = params.iter().map(|param| (param.node.slot, &param.node));
        let mut known = Self {
            policy,
            trust,
            options: options.collect(),
            lets: BTreeMap::new(),
        };
        walk::walk(&handler.steps, &mut |part| {
            if let Part::Step(step) = part
                && let Some((slot, value)) = step.kind.binds()
            {
                let found = (known.value(value), known.bounds(value));
                known.lets.insert(slot, found);
            }
        });
        known
    }

    /// Of what belongs to no handler.
    pub(super) fn alone(policy: &'p Policy, trust: Trust) -> Self {
        Self {
            policy,
            trust,
            options: BTreeMap::new(),
            lets: BTreeMap::new(),
        }
    }

    /// Whether it is one and the same each time, and which.
    pub(super) fn truth(&self, cond: &Expr) -> Option<bool> {
        match self.value(cond)? {
            Value::Bool(truth) => Some(truth),
            Value::None
            | Value::Int(_)
            | Value::Text(_)
            | Value::Instant(_)
            | Value::Duration(_)
            | Value::User(_)
            | Value::Guild(_)
            | Value::Channel(_)
            | Value::Role(_)
            | Value::Message(_)
            | Value::Emoji(_)
            | Value::Words(_)
            | Value::Attachment(_) => None,
        }
    }

    pub(super) fn value(&self, expr: &Expr) -> Option<Value> {
        match &expr.kind {
            Kind::Literal(value) => {
                (self.trust == Trust::Allowed || !self.is_parameter(expr)).then(|| value.clone())
            }
            Kind::Local(slot) => self.lets.get(slot)?.0.clone(),
            Kind::Not(of) => self.truth(of).map(|truth| Value::Bool(!truth)),
            Kind::IsNone(of) => self.value(of).map(|of| Value::Bool(of == Value::None)),
            Kind::Coalesce(left, right) => {
                let left = self.value(left)?;
                if left == Value::None {
                    return self.value(right);
                }
                Some(left)
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => match self.truth(cond) {
                Some(true) => self.value(then),
                Some(false) => self.value(otherwise),
                None => {
                    let (then, otherwise) = (self.value(then)?, self.value(otherwise)?);
                    (then == otherwise).then_some(then)
                }
            },
            Kind::Binary { op, left, right } => self.binary(*op, left, right),
            Kind::Negate(_) | Kind::Call { .. } => self.exact(expr),
            Kind::Unknown
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

    /// A number or a duration of which both bounds are the same.
    fn exact(&self, expr: &Expr) -> Option<Value> {
        let Bounds { least, most } = self.bounds(expr);
        let number = least.filter(|least| Some(*least) == most)?;
        if expr.ty == Ty::Of(Type::Int) {
            return Some(Value::Int(number));
        }
        (expr.ty == Ty::Of(Type::Duration)).then_some(Value::Duration(Duration { ms: number }))
    }

    fn binary(&self, op: Op, left: &Expr, right: &Expr) -> Option<Value> {
        let truth = match op {
            Op::And => match (self.truth(left), self.truth(right)) {
                (Some(false), _) | (_, Some(false)) => false,
                (Some(true), Some(true)) => true,
                (None | Some(true), None) | (None, Some(true)) => return None,
            },
            Op::Or => match (self.truth(left), self.truth(right)) {
                (Some(true), _) | (_, Some(true)) => true,
                (Some(false), Some(false)) => false,
                (None | Some(false), None) | (None, Some(false)) => return None,
            },
            Op::Equal => self.same(left, right)?,
            Op::NotEqual => !self.same(left, right)?,
            Op::Less => self.less(left, right)?,
            Op::GreaterOrEqual => !self.less(left, right)?,
            Op::Greater => self.less(right, left)?,
            Op::LessOrEqual => !self.less(right, left)?,
            Op::In => return None,
            Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Remainder => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                return computed(op, &left, &right);
            }
        };
        Some(Value::Bool(truth))
    }

    fn same(&self, left: &Expr, right: &Expr) -> Option<bool> {
        if left == right && is_settled(left) {
            return Some(true);
        }
        if let (Some(left), Some(right)) = (self.value(left), self.value(right)) {
            return Some(left == right);
        }
        let (left, right) = (self.number(left)?, self.number(right)?);
        (is_below(left, right) || is_below(right, left)).then_some(false)
    }

    fn less(&self, left: &Expr, right: &Expr) -> Option<bool> {
        if left == right && is_settled(left) {
            return Some(false);
        }
        let (left, right) = (self.number(left)?, self.number(right)?);
        if is_below(left, right) {
            return Some(true);
        }
        let least = left.least?;
        right
            .most
            .is_some_and(|most| least >= most)
            .then_some(false)
    }

    /// The bounds of a number or a duration; texts are compared otherwise.
    fn number(&self, expr: &Expr) -> Option<Bounds> {
        let is_number = [Type::Int, Type::Duration].map(Ty::Of).contains(&expr.ty);
        is_number.then(|| self.bounds(expr))
    }

    pub(super) fn bounds(&self, expr: &Expr) -> Bounds {
        match &expr.kind {
            Kind::Literal(value) => {
                if self.trust == Trust::Always && self.is_parameter(expr) {
                    return Bounds::default();
                }
                size(value).map_or_else(Bounds::default, Bounds::exactly)
            }
            Kind::Local(slot) => match (self.lets.get(slot), self.options.get(slot)) {
                (Some((_, bounds)), _) => *bounds,
                (None, Some(option)) => Bounds {
                    least: option.min,
                    most: option.max,
                },
                (None, None) => Bounds::default(),
            },
            Kind::Setting(id) => self.allowed(|policy| {
                let setting = policy.settings.get(id.0 as usize)?;
                Some((setting.node.min, setting.node.max))
            }),
            Kind::Field { store, field, .. } | Kind::Row(store, field) => self.allowed(|policy| {
                let (_, field) = policy.field(*store, *field)?;
                // A number that grows stays in its field by the steps around it, which nobody follows here.
                let counts = field.kind.kind().measure == Some(Measure::Number);
                (!counts).then_some((field.min, field.max))
            }),
            Kind::Negate(of) => self.bounds(of).negated(),
            Kind::Coalesce(left, right) => self.bounds(left).or(self.bounds(right)),
            Kind::If {
                cond,
                then,
                otherwise,
            } => match self.truth(cond) {
                Some(true) => self.bounds(then),
                Some(false) => self.bounds(otherwise),
                None => self.bounds(then).or(self.bounds(otherwise)),
            },
            Kind::Binary { op, left, right } => {
                let (left, right) = (self.bounds(left), self.bounds(right));
                match op {
                    Op::Add => left.plus(right),
                    Op::Subtract => left.plus(right.negated()),
                    Op::Multiply => left.times(right),
                    Op::Or
                    | Op::And
                    | Op::Equal
                    | Op::NotEqual
                    | Op::Less
                    | Op::LessOrEqual
                    | Op::Greater
                    | Op::GreaterOrEqual
                    | Op::In
                    | Op::Divide
                    | Op::Remainder => Bounds::default(),
                }
            }
            Kind::Call { function, args } => self.called(function, args),
            Kind::Count(_) | Kind::Rank => Bounds::from(0),
            Kind::Unknown
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Exists { .. }
            | Kind::Not(_)
            | Kind::IsNone(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => Bounds::default(),
        }
    }

    fn called(&self, function: &Function, args: &[Expr]) -> Bounds {
        let mut args = args.iter();
        let mut next = || {
            args.next()
                .map_or_else(Bounds::default, |arg| self.bounds(arg))
        };
        let (first, second) = (next(), next());
        match function {
            _ if *function == RANDOM => Bounds {
                least: first.least,
                most: second.most,
            },
            _ if *function == MIN => first.lesser(second),
            _ if *function == MAX => first.greater(second),
            _ if *function == LENGTH => Bounds {
                least: first.least.or(Some(0)),
                most: first.most,
            },
            _ if *function == TRUNCATE => Bounds {
                least: None,
                most: either(first.most, second.most, i64::min),
            },
            _ if *function == LEVEL || *function == LEVEL_XP => Bounds::from(0),
            _ => Bounds::default(),
        }
    }

    fn allowed(&self, limits: impl Fn(&Policy) -> Option<(Option<i64>, Option<i64>)>) -> Bounds {
        let limits = (self.trust == Trust::Allowed).then(|| limits(self.policy));
        let (least, most) = limits.flatten().unwrap_or_default();
        Bounds { least, most }
    }

    /// Whether a value is a parameter's, which each import gives as it likes.
    fn is_parameter(&self, expr: &Expr) -> bool {
        let text = self.policy.sources.text();
        let written = text.get(expr.span.start..expr.span.end);
        written.is_some_and(|written| written.starts_with("params."))
    }
}

fn is_below(left: Bounds, right: Bounds) -> bool {
    matches!((left.most, right.least), (Some(most), Some(least)) if most < least)
}

/// What `min` and `max` are about.
fn size(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Duration(length) => Some(length.ms),
        Value::Text(text) => i64::try_from(units(text)).ok(),
        Value::None
        | Value::Bool(_)
        | Value::Instant(_)
        | Value::User(_)
        | Value::Guild(_)
        | Value::Channel(_)
        | Value::Role(_)
        | Value::Message(_)
        | Value::Emoji(_)
        | Value::Words(_)
        | Value::Attachment(_) => None,
    }
}

/// Of numbers and of durations. What has no result in them is not known.
fn computed(op: Op, left: &Value, right: &Value) -> Option<Value> {
    let number = |a: i64, b: i64| match op {
        Op::Add => a.checked_add(b),
        Op::Subtract => a.checked_sub(b),
        Op::Multiply => a.checked_mul(b),
        Op::Divide => a.checked_div_euclid(b).filter(|_| a >= 0 && b > 0),
        Op::Remainder => a.checked_rem_euclid(b).filter(|_| a >= 0 && b > 0),
        Op::Or
        | Op::And
        | Op::Equal
        | Op::NotEqual
        | Op::Less
        | Op::LessOrEqual
        | Op::Greater
        | Op::GreaterOrEqual
        | Op::In => None,
    };
    let length = |ms: i64| Value::Duration(Duration { ms });
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => number(*a, *b).map(Value::Int),
        (Value::Duration(a), Value::Duration(b)) if matches!(op, Op::Add | Op::Subtract) => {
            number(a.ms, b.ms).map(length)
        }
        (Value::Duration(a), Value::Int(b)) if matches!(op, Op::Multiply | Op::Divide) => {
            number(a.ms, *b).map(length)
        }
        (Value::Int(a), Value::Duration(b)) if op == Op::Multiply => number(*a, b.ms).map(length),
        _ => None,
    }
}

/// Whether asking twice gives the same both times.
fn is_settled(expr: &Expr) -> bool {
    let mut settled = true;
    walk::expr(expr, &mut |part| {
        if let Part::Expr(part) = part {
            settled &= match &part.kind {
                Kind::Call { function, .. } => **function != RANDOM,
                Kind::Unknown => false,
                Kind::Literal(_)
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
                | Kind::Not(_)
                | Kind::Negate(_)
                | Kind::IsNone(_)
                | Kind::Coalesce(..)
                | Kind::Binary { .. }
                | Kind::If { .. }
                | Kind::Count(_)
                | Kind::Sum { .. }
                | Kind::Message { .. } => true,
            };
        }
    });
    settled
}
