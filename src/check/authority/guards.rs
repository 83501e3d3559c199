//! What is known of the person of an event where a step stands: what they may do, whose rows they have, whom they stand
//! above.

use crate::plan::{Expr, FieldId, Kind, Op, Slot, StoreId, walk};

use super::super::writes::Lets;

#[derive(Debug, Clone, Default)]
pub(super) struct Guards<'a> {
    /// They hold some permission.
    pub(super) permitted: bool,
    /// Stores of which a row that names them was asked for.
    pub(super) owned: Vec<StoreId>,
    /// Members and roles that stand below them.
    pub(super) below: Vec<&'a Expr>,
}

impl<'a> Guards<'a> {
    /// Takes in that a condition holds, or does not.
    pub(super) fn learn(&mut self, cond: &'a Expr, holds: bool, lets: &Lets<'a>) {
        let known = asked(cond, holds, lets);
        self.permitted |= known.permitted;
        self.owned.extend(known.owned);
    }

    pub(super) fn is_below(&self, one: &Expr, lets: &Lets<'a>) -> bool {
        let one = lets.follow(one);
        self.below.iter().any(|below| lets.follow(below) == one)
    }

    /// The same for steps with another row at hand.
    pub(super) fn of_another_row(&self) -> Self {
        let mut inner = self.clone();
        inner.below.retain(|below| !reads_row(below));
        inner
    }
}

fn reads_row(of: &Expr) -> bool {
    let mut found = false;
    walk::expr(of, &mut |part| {
        if let walk::Part::Expr(part) = part
            && let Kind::Row(..) = part.kind
        {
            found = true;
        }
    });
    found
}

#[derive(Debug, Default)]
struct Known {
    permitted: bool,
    owned: Vec<StoreId>,
}

impl Known {
    fn and(mut self, other: Self) -> Self {
        self.permitted |= other.permitted;
        self.owned.extend(other.owned);
        self
    }

    fn or(mut self, other: &Self) -> Self {
        self.permitted &= other.permitted;
        self.owned.retain(|store| other.owned.contains(store));
        self
    }
}

/// What must be so of the person of the event for a condition to hold, or not to.
fn asked<'a>(cond: &'a Expr, holds: bool, lets: &Lets<'a>) -> Known {
    let cond = lets.follow(cond);
    match &cond.kind {
        Kind::Can { of, permission } => Known {
            permitted: holds && !permission.is_everybodys() && lets.follow(of).is_actor(),
            ..Known::default()
        },
        Kind::Not(of) => asked(of, !holds, lets),
        Kind::Binary { op, left, right } => {
            let sides = || (asked(left, holds, lets), asked(right, holds, lets));
            match op {
                Op::And | Op::Or => {
                    let (left, right) = sides();
                    if (*op == Op::And) == holds {
                        left.and(right)
                    } else {
                        left.or(&right)
                    }
                }
                Op::Equal if holds => named(left, right, lets),
                Op::NotEqual if !holds => named(left, right, lets),
                Op::Equal
                | Op::NotEqual
                | Op::Less
                | Op::LessOrEqual
                | Op::Greater
                | Op::GreaterOrEqual
                | Op::In
                | Op::Add
                | Op::Subtract
                | Op::Multiply
                | Op::Divide
                | Op::Remainder => Known::default(),
            }
        }
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Setting(_)
        | Kind::Field { .. }
        | Kind::Exists { .. }
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Coalesce(..)
        | Kind::If { .. }
        | Kind::Call { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => Known::default(),
    }
}

/// `spoken[message.id].owner == member.id`: that a row names the person. Their own row, found by their id, says nothing.
fn named<'a>(left: &'a Expr, right: &'a Expr, lets: &Lets<'a>) -> Known {
    let (left, right) = (lets.follow(left), lets.follow(right));
    let row = if right.is_actor() { left } else { right };
    let one_is = left.is_actor() != right.is_actor();
    let store = match &row.kind {
        Kind::Field { store, key, .. } => {
            let found_by_id = key.iter().any(|part| lets.follow(part).is_actor());
            (!found_by_id).then_some(*store)
        }
        Kind::Row(store, _) => Some(*store),
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Exists { .. }
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Coalesce(..)
        | Kind::Binary { .. }
        | Kind::If { .. }
        | Kind::Call { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => None,
    };
    Known {
        permitted: false,
        owned: store.filter(|_| one_is).into_iter().collect(),
    }
}

/// What an expression that a deed or a field is given may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin<'e> {
    /// The person of the event.
    Themselves,
    /// What they named.
    Chosen(&'e Expr),
    /// What is kept, in this field.
    Kept(StoreId, FieldId),
    /// What the policy or a server's admins chose, what the event tells, or what the bot made.
    Given,
}

/// Where each value that an expression may be comes from. `is_option` tells options from results.
pub(super) fn origins<'e, 'a: 'e>(
    lets: &Lets<'a>,
    expr: &'e Expr,
    is_option: impl Fn(Slot) -> bool,
) -> Vec<Origin<'e>> {
    let mut leaves = Vec::new();
    lets.leaves(expr, &mut leaves);
    let origins = leaves.into_iter().map(|leaf| match &leaf.kind {
        Kind::Actor => Origin::Themselves,
        Kind::Local(slot) if is_option(*slot) => Origin::Chosen(leaf),
        Kind::Field { store, field, .. } | Kind::Row(store, field) => Origin::Kept(*store, *field),
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Exists { .. }
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Coalesce(..)
        | Kind::Binary { .. }
        | Kind::If { .. }
        | Kind::Call { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => Origin::Given,
    });
    origins.collect()
}
