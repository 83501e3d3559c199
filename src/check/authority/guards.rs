//! What is known of the person of an event where a step stands: what they may do, which rows are theirs, whom they
//! stand above.
//!
//! A row is told from others by its key, or by being the row at hand. Two keys are the same only where nothing between
//! the question and the step can make them differ: what is looked up or drawn is the same only under one name.

use crate::{
    lexicon::function::{MAY, Means},
    plan::{Cond, Expr, FieldId, Kind, Op, Query, Slot, Step, StoreId, all},
    resolve::Policy,
    sabotage::{Saboteur, off},
};

use super::super::writes::Lets;

/// Which row of a store.
#[derive(Debug, Clone, Copy)]
enum Place<'a> {
    Keyed(&'a [Expr]),
    AtHand,
}

/// A row that names the person, or that is not there; where both are given, one of the two.
#[derive(Debug, Clone, Copy)]
struct Fact<'a> {
    store: StoreId,
    place: Place<'a>,
    /// The field that names the person.
    names: Option<FieldId>,
    absent: bool,
}

/// What is known of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowIs {
    pub(super) names: Option<FieldId>,
    pub(super) absent: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Guards<'a> {
    /// They hold some permission.
    pub(super) permitted: bool,
    rows: Vec<Fact<'a>>,
    /// Rows that are there, or were when it was asked.
    there: Vec<(StoreId, Place<'a>)>,
    /// Two that are the same.
    same: Vec<(&'a Expr, &'a Expr)>,
    /// Members and roles that stand below them.
    pub(super) below: Vec<&'a Expr>,
    /// Names for something of the row at hand, rather than of one before.
    of_row: Vec<Slot>,
}

impl<'a> Guards<'a> {
    /// Takes in that a condition holds, or does not.
    pub(super) fn learn(&mut self, cond: &'a Expr, holds: bool, by: (&Policy, &Lets<'a>)) {
        let known = self.asked(cond, holds, by);
        self.permitted |= known.permitted;
        self.rows.extend(known.rows);
        self.there.extend(known.there);
        self.same.extend(known.same);
    }

    /// Takes in a name for a value.
    pub(super) fn bind(&mut self, slot: Slot, value: &Expr) {
        if value.is_of_row() {
            self.of_row.push(slot);
        }
    }

    pub(super) fn is_below(&self, one: &'a Expr, lets: &Lets<'a>) -> bool {
        self.below
            .iter()
            .any(|below| self.are_same(below, one, lets))
    }

    /// The same for steps with another row at hand, which are done for each: what they change is not known in them.
    pub(super) fn of_another_row(&self, steps: &[Step]) -> Self {
        let mut inner = self.clone();
        inner.below.retain(|below| !below.is_of_row());
        inner.same.retain(|(a, b)| !a.is_of_row() && !b.is_of_row());
        inner.rows.retain(|fact| match fact.place {
            Place::AtHand => false,
            Place::Keyed(key) => !key.iter().any(Expr::is_of_row),
        });
        inner.there.retain(|(_, place)| match place {
            Place::AtHand => false,
            Place::Keyed(key) => !key.iter().any(Expr::is_of_row),
        });
        inner.of_row.clear();
        inner.forget_written(steps);
        inner
    }

    /// The same for steps that follow later: meanwhile, rows come and go. No number is given twice.
    pub(super) fn later(&self, is_numbered: impl Fn(StoreId) -> bool) -> Self {
        let mut inner = self.clone();
        inner
            .rows
            .retain(|fact| !fact.absent && is_numbered(fact.store));
        inner
    }

    /// A row of the store may be there now.
    pub(super) fn forget(&mut self, store: StoreId) {
        self.rows.retain(|fact| fact.store != store || !fact.absent);
    }

    /// The same for the stores that steps write.
    pub(super) fn forget_written(&mut self, steps: &[Step]) {
        for store in all(steps).filter_map(|step| step.kind.changes()) {
            self.forget(store);
        }
    }

    /// The row that a query finds by its key is gone.
    pub(super) fn gone(&mut self, query: &'a Query) {
        if let Some(Expr { kind, .. }) = &query.filter
            && let Kind::Binary {
                op: Op::Equal,
                left,
                right,
            } = kind
            && left.kind == Kind::Row(query.store, FieldId(0))
            && !right.is_of_row()
        {
            self.rows.push(Fact {
                store: query.store,
                place: Place::Keyed(std::slice::from_ref(right)),
                names: None,
                absent: true,
            });
        }
    }

    /// What is known of the row with this key. `key_len` parts find one; fewer find none.
    pub(super) fn row(&self, store: StoreId, key: &[&'a Expr], lets: &Lets<'a>) -> Vec<RowIs> {
        let is_at_hand = (0..)
            .zip(key)
            .all(|(i, part)| self.plain(part, lets).kind == Kind::Row(store, FieldId(i)));
        let facts = self.rows.iter().filter(move |fact| {
            fact.store == store
                && match fact.place {
                    Place::AtHand => is_at_hand,
                    Place::Keyed(parts) => {
                        let mut pairs = parts.iter().zip(key);
                        parts.len() == key.len() && pairs.all(|(a, b)| self.are_same(a, b, lets))
                    }
                }
        });
        let known = facts.map(|fact| RowIs {
            names: fact.names,
            absent: fact.absent,
        });
        known.collect()
    }

    /// Whether what is read with this key (none: of the row at hand) is read of the row with the other.
    pub(super) fn is_at(
        &self,
        store: StoreId,
        read: Option<&'a [Expr]>,
        key: &'a [Expr],
        lets: &Lets<'a>,
    ) -> bool {
        match read {
            Some(read) => self.is_of(Place::Keyed(read), Some(key), lets),
            None => (0..)
                .zip(key)
                .all(|(i, part)| self.plain(part, lets).kind == Kind::Row(store, FieldId(i))),
        }
    }

    /// Whether somebody is who a field names of the row that was read with this key.
    pub(super) fn is_read(
        &self,
        one: &'a Expr,
        (store, person, key): (StoreId, FieldId, Option<&'a [Expr]>),
        lets: &Lets<'a>,
    ) -> bool {
        let place = key.map_or(Place::AtHand, Place::Keyed);
        let is_it = |one: &'a Expr| {
            let read = self.read(one, lets).stored();
            read.is_some_and(|(of, field, key)| {
                (of, field) == (store, person) && self.is_of(place, key, lets)
            })
        };
        let mut same = self.same.iter();
        is_it(one)
            || same.any(|(a, b)| {
                is_it(a) && self.are_same(b, one, lets) || is_it(b) && self.are_same(a, one, lets)
            })
    }

    /// Fields, of rows that name the person, in which this value stands.
    pub(super) fn stands_in(&self, value: &'a Expr, lets: &Lets<'a>) -> Vec<(StoreId, FieldId)> {
        let mut found = Vec::new();
        for fact in self.rows.iter().filter(|fact| fact.names.is_some()) {
            if let Place::Keyed(key) = fact.place {
                let parts = (0..).map(FieldId).zip(key);
                let here = parts.filter(|(_, part)| self.are_same(part, value, lets));
                found.extend(here.map(|(field, _)| (fact.store, field)));
            }
            let sides = self.same.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
            for (one, other) in sides.chain([(value, value)]) {
                if let Some((store, field, key)) = self.plain(one, lets).stored()
                    && store == fact.store
                    && self.is_of(fact.place, key, lets)
                    && (std::ptr::eq(one, value) || self.are_same(other, value, lets))
                {
                    found.push((store, field));
                }
            }
        }
        found
    }

    /// Fields of rows that are known to be there, whomever they name, in which this value stands; and the field that it is
    /// read from.
    pub(super) fn stands_in_any(
        &self,
        value: &'a Expr,
        lets: &Lets<'a>,
    ) -> Vec<(StoreId, FieldId)> {
        let mut found = Vec::new();
        for (store, place) in &self.there {
            if let Place::Keyed(key) = place {
                let parts = (0..).map(FieldId).zip(*key);
                let here = parts.filter(|(_, part)| self.are_same(part, value, lets));
                found.extend(here.map(|(field, _)| (*store, field)));
            }
        }
        if let Some((store, field, _)) = self.read(value, lets).stored() {
            found.push((store, field));
        }
        found
    }

    /// Whether what is read with this key, or of the row at hand, is read of this row.
    fn is_of(&self, place: Place<'a>, key: Option<&'a [Expr]>, lets: &Lets<'a>) -> bool {
        match (place, key) {
            (Place::AtHand, None) => true,
            (Place::Keyed(one), Some(other)) => {
                let mut pairs = one.iter().zip(other);
                one.len() == other.len() && pairs.all(|(a, b)| self.are_same(a, b, lets))
            }
            (Place::AtHand, Some(_)) | (Place::Keyed(_), None) => false,
        }
    }

    /// Whether a value is the person of the event, as a row that names them says it.
    pub(super) fn is_actor(&self, one: &'a Expr, lets: &Lets<'a>) -> bool {
        let Some((store, field, key)) = self.read(one, lets).stored() else {
            return false;
        };
        self.rows.iter().any(|fact| {
            let names = (fact.store, fact.names, fact.absent) == (store, Some(field), false);
            names && self.is_of(fact.place, key, lets)
        })
    }

    /// Whether two give the same value wherever this is known.
    pub(super) fn are_same(&self, one: &'a Expr, other: &'a Expr, lets: &Lets<'a>) -> bool {
        let (one, other) = (self.plain(one, lets), self.plain(other, lets));
        one == other && is_steady(one)
    }

    /// What a name stands for, as far as that is the same where the name is used.
    fn plain(&self, mut expr: &'a Expr, lets: &Lets<'a>) -> &'a Expr {
        while let Kind::Local(slot) = expr.kind
            && let Some(value) = lets.value(slot)
            && is_steady(value)
            && (!value.is_of_row() || self.of_row.contains(&slot))
        {
            expr = value;
        }
        expr
    }

    /// What a name was given, of the row at hand or of none.
    pub(super) fn read(&self, mut expr: &'a Expr, lets: &Lets<'a>) -> &'a Expr {
        while let Kind::Local(slot) = expr.kind
            && let Some(value) = lets.value(slot)
            && (!value.is_of_row() || self.of_row.contains(&slot))
        {
            expr = value;
        }
        expr
    }

    /// What must be so of the person of the event for a condition to hold, or not to.
    fn asked(&self, cond: &'a Expr, holds: bool, by: (&Policy, &Lets<'a>)) -> Known<'a> {
        let (policy, lets) = by;
        let cond = lets.follow(cond);
        let side = |side| self.asked(side, holds, by);
        match cond.cond() {
            Cond::Not(of) => self.asked(of, !holds, by),
            Cond::And(left, right) if holds => side(left).and(side(right)),
            Cond::Or(left, right) if !holds => side(left).and(side(right)),
            Cond::And(left, right) | Cond::Or(left, right) => {
                let (left, right) = (side(left), side(right));
                self.either(&left, &right, lets)
            }
            Cond::Compared(Op::Equal, left, right) if holds => self.equal(left, right, lets),
            Cond::Compared(Op::NotEqual, left, right) if !holds => self.equal(left, right, lets),
            Cond::Compared(..) => Known::default(),
            Cond::Whole => Known {
                permitted: holds && permits(cond, policy, lets),
                rows: missing(cond, holds).into_iter().collect(),
                there: present(cond, holds).into_iter().collect(),
                same: Vec::new(),
            },
        }
    }

    /// `spoken[message.id].owner == member.id`: that a row names the person.
    fn equal(&self, left: &'a Expr, right: &'a Expr, lets: &Lets<'a>) -> Known<'a> {
        let (is_left, is_right) = (lets.follow(left).is_actor(), lets.follow(right).is_actor());
        let row = self.read(if is_right { left } else { right }, lets);
        let fact = row.stored().map(|(store, field, key)| Fact {
            store,
            place: key.map_or(Place::AtHand, Place::Keyed),
            names: Some(field),
            absent: false,
        });
        Known {
            permitted: false,
            rows: fact.filter(|_| is_left != is_right).into_iter().collect(),
            there: Vec::new(),
            same: vec![(left, right)],
        }
    }

    fn either(&self, left: &Known<'a>, right: &Known<'a>, lets: &Lets<'a>) -> Known<'a> {
        let both = left.rows.iter().filter_map(|one| {
            let other = right.rows.iter().find(|other| {
                let key = match other.place {
                    Place::AtHand => None,
                    Place::Keyed(key) => Some(key),
                };
                other.store == one.store && self.is_of(one.place, key, lets)
            })?;
            let names = match (one.names, other.names) {
                (Some(one), Some(other)) => (one == other).then_some(one)?,
                (Some(names), None) | (None, Some(names)) => names,
                (None, None) => return Some(*one),
            };
            Some(Fact {
                names: Some(names),
                absent: one.absent || other.absent,
                ..*one
            })
        });
        Known {
            permitted: left.permitted && right.permitted,
            rows: both.collect(),
            there: Vec::new(),
            same: Vec::new(),
        }
    }
}

#[derive(Debug, Default)]
struct Known<'a> {
    permitted: bool,
    rows: Vec<Fact<'a>>,
    there: Vec<(StoreId, Place<'a>)>,
    same: Vec<(&'a Expr, &'a Expr)>,
}

impl Known<'_> {
    fn and(mut self, other: Self) -> Self {
        self.permitted |= other.permitted;
        self.rows.extend(other.rows);
        self.there.extend(other.there);
        self.same.extend(other.same);
        self
    }
}

/// Whether an expression asks for a permission of the person of the event that not everybody has, or whether they are
/// among those whom the server lets act. Of who takes part everybody is one.
fn permits(cond: &Expr, policy: &Policy, lets: &Lets) -> bool {
    if let Some((function, [of, setting])) = cond.calls()
        && *function == MAY
        && let Kind::Setting(id) = setting.kind
    {
        let setting = policy.settings.get(id.0 as usize);
        let is_for_all = setting.is_none_or(|setting| setting.node.takes_part());
        return !is_for_all && lets.follow(of).is_actor();
    }
    if let Kind::Can { of, permission } = &cond.kind {
        return (!permission.is_everybodys() || off(Saboteur::EverybodysPermission))
            && (lets.follow(of).is_actor() || off(Saboteur::PermissionOfOthers));
    }
    false
}

/// `note[number] is none`
fn missing(cond: &Expr, holds: bool) -> Option<Fact<'_>> {
    let Kind::Exists { store, key } = &cond.kind else {
        return None;
    };
    (!holds).then_some(Fact {
        store: *store,
        place: Place::Keyed(key),
        names: None,
        absent: true,
    })
}

/// `room[voice.from] is not none`
fn present(cond: &Expr, holds: bool) -> Option<(StoreId, Place<'_>)> {
    let Kind::Exists { store, key } = &cond.kind else {
        return None;
    };
    holds.then_some((*store, Place::Keyed(key)))
}

/// Whether an expression has one value during a handler, however often it is worked out.
fn is_steady(expr: &Expr) -> bool {
    !expr.any(|part| match &part.kind {
        Kind::Field { before, .. } => !before,
        Kind::Call { function, .. } => match function.means {
            Means::Random => true,
            Means::Pure(_) | Means::Mention | Means::Render | Means::May | Means::Members => false,
        },
        Kind::Exists { .. } | Kind::Count(_) | Kind::Sum { .. } | Kind::Unknown => true,
        Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Coalesce(..)
        | Kind::Binary { .. }
        | Kind::If { .. }
        | Kind::Message { .. } => false,
    })
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
