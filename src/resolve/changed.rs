//! `points.total` in the values of `update points key="…"`: the row that changes, whoever the person of the event is.
//!
//! Such a field is read by the key of the `update`, so whatever looks at it sees which row is meant. A key that would say
//! something else where the field stands (another number by chance, another row in a query) is computed before, once.

use super::{
    scope::{Changed, Scope},
    value::index,
    write::Put,
};
use crate::{
    lexicon::function::RANDOM,
    plan::{Expr, FieldId, Kind, Slot, StoreId, walk},
    syntax::ast::Node,
};

impl Scope<'_> {
    /// The key of the row that changes, where a field of its store is asked for without one.
    pub(super) fn key_of_changed(&mut self, store: StoreId) -> Option<Vec<Expr>> {
        let queries = self.queries;
        let changed = self
            .changed
            .as_mut()
            .filter(|changed| changed.store == store)?;
        if changed.by_chance || changed.by_row && queries > changed.queries {
            changed.is_held = true;
            return Some(changed.locals());
        }
        Some(changed.key.clone())
    }

    pub(super) fn values_of_changed(
        &mut self,
        store: StoreId,
        key: Vec<Expr>,
        given: Vec<Put>,
        node: &Node,
    ) -> (Vec<Expr>, Vec<(FieldId, Expr)>) {
        let first = self.take_slots(index(key.len())).0;
        let outer = self.changed.replace(Changed {
            store,
            held: (first..self.slots).map(Slot).collect(),
            is_held: false,
            queries: self.queries,
            by_row: key.iter().any(|part| has(part, Expr::reads_row)),
            by_chance: key.iter().any(|part| has(part, is_chance)),
            key,
        });
        let values = self.values(store, given);
        let Some(changed) = std::mem::replace(&mut self.changed, outer) else {
            return (Vec::new(), values);
        };
        if changed.is_held {
            self.hold_key(&changed, node);
        } else {
            self.slots = first;
        }
        let key = if changed.is_held && changed.by_chance {
            changed.locals()
        } else {
            changed.key
        };
        (key, values)
    }

    /// Computes the key in steps of their own, before the `update`.
    fn hold_key(&mut self, changed: &Changed, node: &Node) {
        let store = self.policy.store(changed.store);
        let name = store.map_or_else(String::new, |store| {
            format!("the key of {}", store.node.name)
        });
        for (slot, part) in changed.held.iter().zip(&changed.key) {
            let at = (node.span, node.name.span);
            let step = self.hold(*slot, &name, part.clone(), at);
            self.first.push(step);
        }
    }
}

impl Changed {
    fn locals(&self) -> Vec<Expr> {
        let held = self.held.iter().zip(&self.key);
        held.map(|(slot, part)| Expr::new(Kind::Local(*slot), part.ty.clone(), part.span))
            .collect()
    }
}

fn has(expr: &Expr, is_one: fn(&Expr) -> bool) -> bool {
    let mut found = false;
    walk::expr(expr, &mut |part| {
        if let walk::Part::Expr(part) = part {
            found |= is_one(part);
        }
    });
    found
}

fn is_chance(expr: &Expr) -> bool {
    matches!(expr.kind, Kind::Call { function, .. } if *function == RANDOM)
}
