//! What steps write: for each the store, and the value of each field that it gives.
//!
//! Judges nothing; the checks of copies, of endings and of authority ask.

use std::collections::BTreeMap;

use crate::{
    plan::{self, Expr, FieldId, Kind, Op, Slot, Step, StoreId, Written},
    resolve::{Handler, Policy},
    vocab::Span,
};

#[derive(Debug, Clone)]
pub(super) struct Write<'p> {
    pub(super) handler: &'p Handler,
    pub(super) step: &'p Step,
    pub(super) store: StoreId,
    /// Whether it makes a row that was not there.
    pub(super) makes: bool,
    row: Written<'p>,
}

impl<'p> Write<'p> {
    pub(super) fn value(&self, field: FieldId) -> Option<&'p Expr> {
        self.row.value(field)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = (FieldId, &'p Expr)> {
        self.row.fields()
    }
}

/// What every handler writes, in the order of the policy.
pub(super) fn of(policy: &Policy) -> Vec<Write<'_>> {
    policy.bodies().flat_map(by).collect()
}

/// What one handler writes.
pub(super) fn by(handler: &Handler) -> impl Iterator<Item = Write<'_>> {
    plan::all(&handler.steps).filter_map(move |step| {
        let row = step.kind.written()?;
        Some(Write {
            handler,
            step,
            store: row.store,
            makes: row.is_new,
            row,
        })
    })
}

/// The values that a handler gave names to. A slot is given one once.
#[derive(Debug, Default)]
pub(super) struct Lets<'p>(BTreeMap<Slot, &'p Expr>);

impl<'p> Lets<'p> {
    pub(super) fn of(handler: &'p Handler) -> Self {
        let lets = plan::all(&handler.steps).filter_map(|step| step.kind.binds());
        Self(lets.collect())
    }

    /// What one name stands for.
    pub(super) fn value(&self, slot: Slot) -> Option<&'p Expr> {
        self.0.get(&slot).copied()
    }

    /// What a name stands for.
    pub(super) fn follow<'e>(&self, mut expr: &'e Expr) -> &'e Expr
    where
        'p: 'e,
    {
        while let Kind::Local(slot) = expr.kind
            && let Some(value) = self.0.get(&slot)
        {
            expr = value;
        }
        expr
    }

    /// The values that an expression may be, each as it is: of `a ?? b` both.
    pub(super) fn leaves<'e>(&self, expr: &'e Expr, out: &mut Vec<&'e Expr>)
    where
        'p: 'e,
    {
        let expr = self.follow(expr);
        if let Kind::Coalesce(one, other)
        | Kind::If {
            then: one,
            otherwise: other,
            ..
        } = &expr.kind
        {
            self.leaves(one, out);
            self.leaves(other, out);
        } else {
            out.push(expr);
        }
    }
}

/// A stored value that another is made of.
#[derive(Debug, Clone)]
pub(super) struct Copied<'e> {
    pub(super) store: StoreId,
    pub(super) field: FieldId,
    /// Where it is read.
    pub(super) read: &'e Expr,
    /// Whether it is taken over as it is.
    pub(super) whole: bool,
}

/// The stored values that an expression says, as they are or in another form. What it only asks about (whether, how
/// many) it does not say.
pub(super) fn copied<'e, 'p: 'e>(lets: &Lets<'p>, expr: &'e Expr, out: &mut Vec<Copied<'e>>) {
    copied_from(lets, expr, true, out);
}

fn copied_from<'e, 'p: 'e>(
    lets: &Lets<'p>,
    expr: &'e Expr,
    whole: bool,
    out: &mut Vec<Copied<'e>>,
) {
    let read = lets.follow(expr);
    match &read.kind {
        Kind::Field { store, field, .. } | Kind::Row(store, field) => out.push(Copied {
            store: *store,
            field: *field,
            read,
            whole,
        }),
        Kind::Coalesce(one, other)
        | Kind::If {
            then: one,
            otherwise: other,
            ..
        } => {
            copied_from(lets, one, whole, out);
            copied_from(lets, other, whole, out);
        }
        Kind::Binary { op, left, right } if is_arithmetic(*op) => {
            copied_from(lets, left, false, out);
            copied_from(lets, right, false, out);
        }
        Kind::Negate(of) => copied_from(lets, of, false, out),
        // A sum over rows that were chosen may be one of a single row. How much there is of all says nothing of one.
        Kind::Sum { query, field } if query.filter.is_some() || query.limit.is_some() => {
            out.push(Copied {
                store: query.store,
                field: *field,
                read,
                whole: false,
            });
        }
        Kind::Call { args, .. } => {
            for arg in args {
                copied_from(lets, arg, false, out);
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
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Exists { .. }
        | Kind::Rank
        | Kind::Not(_)
        | Kind::IsNone(_)
        | Kind::Binary { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => {}
    }
}

fn is_arithmetic(op: Op) -> bool {
    match op {
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Remainder => true,
        Op::Or
        | Op::And
        | Op::Equal
        | Op::NotEqual
        | Op::Less
        | Op::LessOrEqual
        | Op::Greater
        | Op::GreaterOrEqual
        | Op::In => false,
    }
}

/// Where a field is declared.
pub(super) fn declared(policy: &Policy, store: StoreId, field: FieldId) -> Option<Span> {
    let store = policy.store(store)?;
    Some(store.fields.get(field.0 as usize)?.name)
}
