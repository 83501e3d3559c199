//! What is known of the person of an event where a step stands: what they may do, whose rows they have, whom they stand
//! above.

use crate::{
    plan::{Cond, Expr, FieldId, Kind, Op, Slot, StoreId},
    sabotage::{Saboteur, off},
};

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
        inner.below.retain(|below| !below.is_of_row());
        inner
    }
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
        self.permitted = self.permitted && (other.permitted || off(Saboteur::EitherSide));
        self.owned.retain(|store| other.owned.contains(store));
        self
    }
}

/// What must be so of the person of the event for a condition to hold, or not to.
fn asked<'a>(cond: &'a Expr, holds: bool, lets: &Lets<'a>) -> Known {
    let cond = lets.follow(cond);
    let side = |side| asked(side, holds, lets);
    match cond.cond() {
        Cond::Not(of) => asked(of, !holds, lets),
        Cond::And(left, right) if holds => side(left).and(side(right)),
        Cond::Or(left, right) if !holds => side(left).and(side(right)),
        Cond::And(left, right) | Cond::Or(left, right) => side(left).or(&side(right)),
        Cond::Compared(Op::Equal, left, right) if holds => named(left, right, lets),
        Cond::Compared(Op::NotEqual, left, right) if !holds => named(left, right, lets),
        Cond::Compared(..) => Known::default(),
        Cond::Whole => Known {
            permitted: holds && permits(cond, lets),
            owned: Vec::new(),
        },
    }
}

/// Whether an expression asks for a permission of the person of the event that not everybody has.
fn permits(cond: &Expr, lets: &Lets) -> bool {
    if let Kind::Can { of, permission } = &cond.kind {
        return (!permission.is_everybodys() || off(Saboteur::EverybodysPermission))
            && (lets.follow(of).is_actor() || off(Saboteur::PermissionOfOthers));
    }
    false
}

/// `spoken[message.id].owner == member.id`: that a row names the person. Their own row, found by their id, says nothing.
fn named<'a>(left: &'a Expr, right: &'a Expr, lets: &Lets<'a>) -> Known {
    let (left, right) = (lets.follow(left), lets.follow(right));
    let row = if right.is_actor() { left } else { right };
    let one_is = left.is_actor() != right.is_actor();
    let store = row.stored().and_then(|(store, _, key)| {
        let mut key = key.into_iter().flatten();
        let found_by_id = key.any(|part| lets.follow(part).is_actor());
        (!found_by_id || off(Saboteur::OwnById)).then_some(store)
    });
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
    let origins = leaves.into_iter().map(|leaf| {
        if leaf.is_actor() {
            Origin::Themselves
        } else if let Some((store, field, _)) = leaf.stored() {
            Origin::Kept(store, field)
        } else if let Kind::Local(slot) = leaf.kind
            && is_option(slot)
        {
            Origin::Chosen(leaf)
        } else {
            Origin::Given
        }
    });
    origins.collect()
}
