//! What is known of a value before anything runs: the value itself, or between which bounds it lies.
//!
//! A `let` stands for its value. It is worked out once, where it is written, so that a chain of them costs no more than
//! its length.

use std::collections::BTreeMap;

use crate::{
    lexicon::{
        Function,
        function::{JOINED, LENGTH, LEVEL, LEVEL_XP, MAX, MIN, Means, RANDOM, TRUNCATE},
        kind::Measure,
        text::units,
    },
    plan::{Expr, Kind, Op, Param, Slot, Ty, all, compute},
    resolve::{Handler, Policy},
    vocab::{Duration, Type, Value},
};

/// Of a number, of a duration in milliseconds, of a text in characters. None where nothing bounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bounds {
    pub(super) least: Option<i64>,
    pub(super) most: Option<i64>,
}

impl Bounds {
    const fn within(least: Option<i64>, most: Option<i64>) -> Self {
        Self { least, most }
    }

    /// Whether all within these is less than all within others. None where that depends.
    fn is_below(self, other: Self) -> Option<bool> {
        let always = self
            .most
            .zip(other.least)
            .filter(|(most, least)| most < least);
        let never = self
            .least
            .zip(other.most)
            .filter(|(least, most)| least >= most);
        always.map(|_| true).or(never.map(|_| false))
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

/// What is known of one expression.
#[derive(Debug, Clone, Default)]
struct Found {
    value: Option<Value>,
    bounds: Bounds,
}

impl Found {
    fn value(value: Option<Value>) -> Self {
        let size = value.as_ref().and_then(size);
        Self {
            value,
            bounds: Bounds::within(size, size),
        }
    }

    fn truth(truth: Option<bool>) -> Self {
        Self::value(truth.map(Value::Bool))
    }

    fn bounds(bounds: Bounds) -> Self {
        Self {
            value: None,
            bounds,
        }
    }

    fn within(least: Option<i64>, most: Option<i64>) -> Self {
        Self::bounds(Bounds::within(least, most))
    }

    /// A value, or bounds between which there is only one.
    fn of(value: Option<Value>, bounds: Bounds, ty: &Ty) -> Self {
        let only = bounds.least.filter(|least| Some(*least) == bounds.most);
        let only = only.filter(|_| is_number(ty)).map(|number| {
            if *ty == Ty::Of(Type::Int) {
                return Value::Int(number);
            }
            Value::Duration(Duration { ms: number })
        });
        match value.or(only) {
            Some(value) => Self::value(Some(value)),
            None => Self::bounds(bounds),
        }
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
    lets: BTreeMap<Slot, Found>,
}

impl<'p> Known<'p> {
    pub(super) fn of(policy: &'p Policy, trust: Trust, handler: &'p Handler) -> Self {
        let mut commands = policy.commands.iter();
        let command = commands.find(|command| std::ptr::eq(&raw const command.body, handler));
        let options = command.into_iter().flat_map(|command| &command.params);
        let mut known = Self {
            options: options
                .map(|param| (param.node.slot, &param.node))
                .collect(),
            ..Self::alone(policy, trust)
        };
        for (slot, value) in all(&handler.steps).filter_map(|step| step.kind.binds()) {
            let found = known.found(value);
            known.lets.insert(slot, found);
        }
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

    /// The option that gives a slot.
    pub(super) fn option(&self, slot: Slot) -> Option<&'p Param> {
        self.options.get(&slot).copied()
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
            | Value::Url(_)
            | Value::Locale(_)
            | Value::Who(_)
            | Value::List(_)
            | Value::Attachment(_) => None,
        }
    }

    pub(super) fn value(&self, expr: &Expr) -> Option<Value> {
        self.found(expr).value
    }

    pub(super) fn bounds(&self, expr: &Expr) -> Bounds {
        self.found(expr).bounds
    }

    /// Goes through each part once.
    fn found(&self, expr: &Expr) -> Found {
        match &expr.kind {
            Kind::Literal(value) => {
                if self.trust == Trust::Always && self.is_parameter(expr) {
                    return Found::default();
                }
                Found::value(Some(value.clone()))
            }
            Kind::Local(slot) => match (self.lets.get(slot), self.options.get(slot)) {
                (Some(found), _) => found.clone(),
                (None, Some(option)) => Found::within(option.min, option.most()),
                (None, None) => Found::default(),
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
            Kind::Not(of) => Found::truth(self.truth(of).map(|truth| !truth)),
            Kind::IsNone(of) => Found::truth(self.value(of).map(|of| of == Value::None)),
            Kind::Negate(of) => {
                let of = self.found(of);
                let value = of.value.and_then(|of| compute::negated(&of).ok());
                Found::of(value, of.bounds.negated(), &expr.ty)
            }
            Kind::Coalesce(left, right) => {
                let (left, right) = (self.found(left), self.found(right));
                match left.value {
                    Some(Value::None) => right,
                    Some(value) => Found::value(Some(value)),
                    None => Found {
                        value: None,
                        bounds: left.bounds.or(right.bounds),
                    },
                }
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => match self.truth(cond) {
                Some(true) => self.found(then),
                Some(false) => self.found(otherwise),
                None => {
                    let (then, otherwise) = (self.found(then), self.found(otherwise));
                    Found {
                        value: then
                            .value
                            .filter(|then| otherwise.value.as_ref() == Some(then)),
                        bounds: then.bounds.or(otherwise.bounds),
                    }
                }
            },
            Kind::Binary { op, left, right } => self.binary(*op, left, right),
            Kind::Call { function, args } => self.called(expr, function, args),
            Kind::Count(_) | Kind::Rank => Found::within(Some(0), None),
            Kind::Unknown
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Exists { .. }
            | Kind::Sum { .. }
            | Kind::Message { .. } => Found::default(),
        }
    }

    fn binary(&self, op: Op, left: &Expr, right: &Expr) -> Found {
        let (one, other) = (self.found(left), self.found(right));
        if let (Some(one), Some(other)) = (&one.value, &other.value) {
            return Found::value(compute::binary(op, one, other).ok());
        }
        let same = left == right && is_settled(left);
        // Texts are compared otherwise than by their lengths.
        let are_numbers = [left, right].map(|side| is_number(&side.ty)) == [true; 2];
        let less = |one: Bounds, other: Bounds| {
            if same {
                return Some(false);
            }
            are_numbers.then(|| one.is_below(other)).flatten()
        };
        let (from, to) = (one.bounds, other.bounds);
        let is_equal = || {
            let apart = [less(from, to), less(to, from)].contains(&Some(true));
            same.then_some(true).or(apart.then_some(false))
        };
        match op {
            // Where one side decides, the other may be anything.
            Op::And | Op::Or => {
                let decides = Value::Bool(op == Op::Or);
                let sides = [one.value, other.value];
                Found::value(sides.into_iter().flatten().find(|side| *side == decides))
            }
            Op::Equal => Found::truth(is_equal()),
            Op::NotEqual => Found::truth(is_equal().map(|equal| !equal)),
            Op::Less => Found::truth(less(from, to)),
            Op::GreaterOrEqual => Found::truth(less(from, to).map(|less| !less)),
            Op::Greater => Found::truth(less(to, from)),
            Op::LessOrEqual => Found::truth(less(to, from).map(|less| !less)),
            Op::Add => Found::bounds(from.plus(to)),
            Op::Subtract => Found::bounds(from.plus(to.negated())),
            Op::Multiply => Found::bounds(from.times(to)),
            Op::In | Op::Divide | Op::Remainder => Found::default(),
        }
    }

    fn called(&self, expr: &Expr, function: &Function, args: &[Expr]) -> Found {
        let args: Vec<Found> = args.iter().map(|arg| self.found(arg)).collect();
        let given = |i: usize| args.get(i).map_or_else(Bounds::default, |arg| arg.bounds);
        let (first, second) = (given(0), given(1));
        let bounds = match function {
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
            // And a comma with a space between them.
            _ if *function == JOINED => Bounds {
                least: None,
                most: first.plus(second).plus(Bounds::within(None, Some(2))).most,
            },
            _ if *function == LEVEL || *function == LEVEL_XP => Bounds::within(Some(0), None),
            _ => Bounds::default(),
        };
        let value = match function.means {
            Means::Pure(means) => {
                let args = args.into_iter().map(|arg| arg.value);
                let args = args.collect::<Option<Vec<_>>>();
                args.and_then(|args| means(&args).ok())
            }
            Means::Random | Means::Render | Means::Mention | Means::May | Means::Members => None,
        };
        Found::of(value, bounds, &expr.ty)
    }

    fn allowed(&self, limits: impl Fn(&Policy) -> Option<(Option<i64>, Option<i64>)>) -> Found {
        let limits = (self.trust == Trust::Allowed).then(|| limits(self.policy));
        let (least, most) = limits.flatten().unwrap_or_default();
        Found::within(least, most)
    }

    /// Whether a value is a parameter's, which each import gives as it likes.
    fn is_parameter(&self, expr: &Expr) -> bool {
        let text = self.policy.sources.text();
        let written = text.get(expr.span.start..expr.span.end);
        written.is_some_and(|written| written.starts_with("params."))
    }
}

fn is_number(ty: &Ty) -> bool {
    [Type::Int, Type::Duration].map(Ty::Of).contains(ty)
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
        | Value::Url(_)
        | Value::Locale(_)
        | Value::Who(_)
        | Value::List(_)
        | Value::Attachment(_) => None,
    }
}

/// Whether asking twice gives the same both times.
fn is_settled(expr: &Expr) -> bool {
    !expr.any(|part| {
        let calls = part.calls();
        part.kind == Kind::Unknown || calls.is_some_and(|(function, _)| *function == RANDOM)
    })
}
