//! Whose rows a handler looks at and tells of: those about the person of the event alone, or others' as well.
//!
//! INVARIANT: where it is not clear, others' are meant, so that the notice says rather too many see them.

use std::{collections::BTreeSet, ptr};

use crate::{
    lexicon::person,
    plan::{
        self, Button, Command, Expr, FieldId, Kind, Owner, Plan, Query, Step, StoreId, Written,
        walk::{self, Part},
    },
};

/// Stores of which a handler looks at rows about the person of the event, and at no others.
#[derive(Debug, Clone, Default)]
pub(super) struct Whose {
    looks: BTreeSet<StoreId>,
    says: BTreeSet<StoreId>,
}

impl Whose {
    pub(super) fn of(plan: &Plan, steps: &[Step]) -> Self {
        let mut says = own(plan, steps, &within_others(plan, steps));
        // What another's row is given can be said as well, and whose that is.
        for row in others_written(plan, steps) {
            says.remove(&row.store);
        }
        Self {
            looks: own(plan, steps, &BTreeSet::new()),
            says,
        }
    }

    /// Whoever comes by a button is told what its message handed over, which may be another's.
    pub(super) fn of_command(plan: &Plan, command: &Command) -> Self {
        let mut whose = Self::of(plan, &command.steps);
        let handed = handed(plan, command);
        whose.looks.retain(|store| !handed.contains(store));
        whose.says.retain(|store| !handed.contains(store));
        whose
    }

    /// Whether all that it looks at is about who it is, and so is all that it changes.
    pub(super) fn looks_at_own(&self, store: StoreId) -> bool {
        self.looks.contains(&store)
    }

    /// Whether all that it can say is. What it looks at in another's row, to change that row, it does not say.
    pub(super) fn says_own(&self, store: StoreId) -> bool {
        self.looks_at_own(store) || self.says.contains(&store)
    }
}

fn is_subject(plan: &Plan, store: StoreId, field: FieldId) -> bool {
    let fields = plan.store(store).map(|store| &store.fields);
    let field = fields.and_then(|all| all.get(field.0 as usize));
    field.is_some_and(|one| matches!(one.person, Some(Owner::Subject(_))))
}

fn is_own_key(plan: &Plan, store: StoreId, key: &[Expr]) -> bool {
    let mut key = (0..).map(FieldId).zip(key);
    key.any(|(field, value)| is_subject(plan, store, field) && is_actor(value))
}

/// A row that is there is found by its key; a new one is whose it says.
fn is_own_row(plan: &Plan, row: Written<'_>) -> bool {
    if row.is_new {
        let mut fields = row.fields();
        return fields.any(|(field, value)| is_subject(plan, row.store, field) && is_actor(value));
    }
    is_own_key(plan, row.store, row.key)
}

/// Writes to rows of others. A row at hand is whose the query says.
fn others_written<'p>(plan: &Plan, steps: &'p [Step]) -> Vec<Written<'p>> {
    let rows = plan::all(steps).filter_map(|step| step.kind.written());
    rows.filter(|row| !is_own_row(plan, *row) && !is_at_hand(*row))
        .collect()
}

/// Expressions of writes to rows of others, by where they are in memory: what they read goes into these rows alone.
fn within_others(plan: &Plan, steps: &[Step]) -> BTreeSet<*const Expr> {
    let mut within = BTreeSet::new();
    for row in others_written(plan, steps) {
        for (_, value) in row.fields() {
            walk::expr(value, &mut |part| match part {
                Part::Expr(expr) => drop(within.insert(ptr::from_ref(expr))),
                Part::Step(_) | Part::Message(_) | Part::Query(_) => {}
            });
        }
    }
    within
}

/// Without what stands in the expressions that are left out, and the writes that those stand in.
fn own(plan: &Plan, steps: &[Step], without: &BTreeSet<*const Expr>) -> BTreeSet<StoreId> {
    let (mut own, mut others) = (BTreeSet::new(), BTreeSet::new());
    let mut tell = |store: StoreId, is_own: bool| {
        let all = if is_own { &mut own } else { &mut others };
        all.insert(store);
    };
    walk::walk(steps, &mut |part| match part {
        Part::Query(query) => {
            let of = query.of.as_ref().map(|(field, _)| *field);
            let is_own = of.is_some_and(|field| is_subject(plan, query.store, field));
            tell(query.store, is_own && of_actor(query));
        }
        // Rows at hand are those of a query.
        Part::Expr(expr) => {
            if let Some((store, key)) = expr.keyed()
                && !without.contains(&ptr::from_ref(expr))
            {
                tell(store, is_own_key(plan, store, key));
            }
        }
        Part::Step(step) => {
            let row = step.kind.written().filter(|row| !is_at_hand(*row));
            let left_out = |row: Written<'_>| {
                let mut fields = row.fields();
                fields.any(|(_, value)| without.contains(&ptr::from_ref(value)))
            };
            if let Some(row) = row.filter(|row| !left_out(*row)) {
                tell(row.store, is_own_row(plan, row));
            }
        }
        Part::Message(_) => {}
    });
    own.difference(&others).copied().collect()
}

/// Stores of which a message hands something over that leads to the command.
fn handed(plan: &Plan, command: &Command) -> BTreeSet<StoreId> {
    let mut handed = BTreeSet::new();
    let bodies = plan.commands.iter().map(|one| &one.steps);
    for steps in bodies.chain(plan.handlers.iter().map(|one| &one.steps)) {
        let (mut given, mut read) = (Vec::new(), BTreeSet::new());
        walk::walk(steps, &mut |part| match part {
            Part::Message(message) => {
                let doors = message.buttons.iter().filter(|button| {
                    let does = button.does.as_ref();
                    does.is_some_and(|does| does.path == command.path)
                });
                given.extend(doors.flat_map(Button::given).map(|(_, value)| value));
            }
            Part::Query(query) => drop(read.insert(query.store)),
            Part::Expr(expr) => read.extend(expr.keyed().map(|(store, _)| store)),
            Part::Step(_) => {}
        });
        for value in given {
            walk::expr(value, &mut |part| match part {
                Part::Query(query) => drop(handed.insert(query.store)),
                Part::Expr(expr) => tells(expr, &read, &mut handed),
                Part::Step(_) | Part::Message(_) => {}
            });
        }
    }
    handed
}

/// What an expression tells of by itself. A name may stand for anything that its handler `read`.
fn tells(expr: &Expr, read: &BTreeSet<StoreId>, told: &mut BTreeSet<StoreId>) {
    match &expr.kind {
        Kind::Local(_) => told.extend(read),
        Kind::Row(store, _) | Kind::Field { store, .. } | Kind::Exists { store, .. } => {
            told.insert(*store);
        }
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
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
        | Kind::Message { .. } => {}
    }
}

/// Whether it is the row that a query found, which says whose it is.
fn is_at_hand(row: Written<'_>) -> bool {
    let mut key = (0..).map(FieldId).zip(row.key);
    !row.is_new
        && !row.key.is_empty()
        && key.all(|(field, value)| value.kind == Kind::Row(row.store, field))
}

/// Whether a query finds rows of the person of the event alone.
pub(super) fn of_actor(query: &Query) -> bool {
    let person = query.of.as_ref().map(|(_, person)| person);
    person.is_some_and(is_actor)
}

pub(super) fn is_actor(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Actor => true,
        Kind::Person { of, what } => *what == &person::ID && is_actor(of),
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Told(_)
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
        | Kind::Call { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => false,
    }
}
