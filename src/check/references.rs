//! References: a field that is called after a store names one of its rows, which must be there when it is written.

use std::collections::BTreeSet;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{
        Expr, Kind, Query, Slot, Step, StoreId,
        walk::{Part, walk},
    },
    resolve::{Handler, Policy, StoreDecl},
    sabotage::{Saboteur, off},
    vocab::Span,
};

use super::writes::{self, Lets, Write, declared};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{field}` names a row of `{store}`, and nothing asks whether it is there")]
#[diagnostic(
    code("candor::retention::dangling-reference"),
    help("ask before: `require \"{asks}\"`, or call the field differently")
)]
pub(crate) struct DanglingReference {
    field: String,
    store: String,
    asks: String,
    #[label(primary, "whatever somebody types")]
    at: Span,
    #[label("declared here")]
    declared_at: Span,
    #[label("the rows it names")]
    store_at: Span,
}

/// What may stand behind the store's name in that of the field.
const ENDINGS: [&str; 6] = ["", "-id", "-no", "-number", "-key", "-ref"];

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for handler in policy.bodies() {
        let lets = Lets::of(handler);
        for write in writes::by(handler) {
            for (id, value) in write.values() {
                let Some((into, field)) = policy.field(write.store, id) else {
                    continue;
                };
                if field.person.is_some() || into.is_journal() {
                    continue;
                }
                let Some(named) = store_called(policy, into, &field.name) else {
                    continue;
                };
                let Some(typed) = typed(handler, &lets, value) else {
                    continue;
                };
                if is_asked(handler, &write, &lets, named.node.id, typed)
                    || off(Saboteur::Reference)
                {
                    continue;
                }
                findings.push(DanglingReference {
                    field: format!("{}.{}", into.node.name, field.name),
                    store: named.node.name.clone(),
                    asks: asks(handler, named, typed),
                    at: value.span,
                    declared_at: declared(policy, write.store, id).unwrap_or(into.name),
                    store_at: named.name,
                });
            }
        }
    }
}

/// Another store of the same file that a field is called after.
fn store_called<'p>(policy: &'p Policy, into: &StoreDecl, field: &str) -> Option<&'p StoreDecl> {
    let module = |store: &StoreDecl| policy.feature(store.node.feature).map(|one| one.module);
    policy.stores.iter().find(|store| {
        let rest = field.strip_prefix(store.node.name.as_str());
        store.node.id != into.node.id
            && !store.is_journal()
            && module(store) == module(into)
            && rest.is_some_and(|rest| ENDINGS.contains(&rest))
    })
}

/// An option that somebody types a value into, out of which this is made.
fn typed<'p>(handler: &'p Handler, lets: &Lets<'p>, value: &'p Expr) -> Option<Slot> {
    let mut leaves = Vec::new();
    lets.leaves(value, &mut leaves);
    leaves.into_iter().find_map(|leaf| {
        let Kind::Local(slot) = leaf.kind else {
            return None;
        };
        let local = handler.locals.iter().find(|local| local.slot == slot)?;
        let kind = local.kind?;
        let is_typed = ["int", "text", "command-name"].contains(&kind.name);
        is_typed.then_some(slot)
    })
}

fn asks(handler: &Handler, store: &StoreDecl, typed: Slot) -> String {
    let local = handler.locals.iter().find(|local| local.slot == typed);
    let option = local.map_or("…", |local| local.name.as_str());
    let name = &store.node.name;
    let key = store.node.fields.first();
    if store.node.key_len == 1 && key.is_none_or(|key| key.person.is_none()) {
        return format!("{name}[{option}] is not none");
    }
    format!("count({name} where row.… == {option}) > 0")
}

/// Whether something before the write looks into the store with what was typed: it decides, or it goes through rows.
fn is_asked(handler: &Handler, write: &Write, lets: &Lets, store: StoreId, typed: Slot) -> bool {
    let mut asked = false;
    let mut look = |expr: &Expr| {
        crate::plan::walk::expr(expr, &mut |part| {
            asked |= match part {
                Part::Query(query) => query.store == store && uses(query, typed),
                Part::Expr(part) => is_row(part, store, typed, lets),
                Part::Step(_) | Part::Message(_) => false,
            };
        });
    };
    let before = |step: &Step| step.span.start < write.step.span.start;
    walk(&handler.steps, &mut |part| {
        if let Part::Step(step) = part
            && before(step)
            && let Some(cond) = step.kind.condition()
        {
            look(cond);
        }
    });
    let mut through = BTreeSet::new();
    walk(&handler.steps, &mut |part| {
        if let Part::Step(step) = part
            && before(step)
            && let Some(query) = step.kind.rows()
            && uses(query, typed)
        {
            through.insert(query.store);
        }
    });
    asked || through.contains(&store)
}

fn uses(query: &Query, typed: Slot) -> bool {
    query
        .filter
        .as_ref()
        .is_some_and(|filter| names(filter, typed))
}

fn names(expr: &Expr, typed: Slot) -> bool {
    expr.any(|part| part.kind == Kind::Local(typed))
}

/// `note[n]`
fn is_row(expr: &Expr, store: StoreId, typed: Slot, lets: &Lets) -> bool {
    let row = expr.keyed().filter(|(of, _)| *of == store);
    row.is_some_and(|(_, key)| key.iter().any(|part| names(lets.follow(part), typed)))
}
