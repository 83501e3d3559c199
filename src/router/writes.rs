//! Writes of a handler before they are committed: rows as they will be, laid over rows as they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    plan::StoreId,
    port::{Op, RowId},
    vocab::{GuildId, Value},
};

/// A row that gets its key when it is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fresh {
    pub(super) store: StoreId,
    pub(super) guild: Option<GuildId>,
    pub(super) values: Vec<Value>,
    /// The flow it belongs to ended in the handler that made it.
    pub(super) finished: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Writes {
    /// None: the row is removed.
    rows: BTreeMap<RowId, Option<Vec<Value>>>,
    /// In order of the first write.
    order: Vec<RowId>,
    fresh: Vec<Fresh>,
    /// Rows whose flow has ended.
    finished: BTreeSet<RowId>,
    /// What is not about rows: settings, erasure, suppression.
    other: Vec<Op>,
}

impl Writes {
    /// None when the row is as the vault has it, otherwise as it will be: none inside when it was removed.
    pub(super) fn row(&self, id: &RowId) -> Option<&Option<Vec<Value>>> {
        self.rows.get(id)
    }

    pub(super) fn put(&mut self, id: RowId, values: Vec<Value>) {
        self.set(id, Some(values));
    }

    pub(super) fn remove(&mut self, id: RowId) {
        self.finished.remove(&id);
        self.set(id, None);
    }

    fn set(&mut self, id: RowId, values: Option<Vec<Value>>) {
        if self.rows.insert(id.clone(), values).is_none() {
            self.order.push(id);
        }
    }

    pub(super) fn insert(&mut self, fresh: Fresh) {
        self.fresh.push(fresh);
    }

    pub(super) fn finish(&mut self, id: RowId) {
        self.finished.insert(id);
    }

    /// The same for the row at this place among [`Writes::fresh`].
    pub(super) fn finish_fresh(&mut self, place: usize) {
        if let Some(fresh) = self.fresh.get_mut(place) {
            fresh.finished = true;
        }
    }

    /// Takes back the rows at these places among [`Writes::fresh`].
    pub(super) fn forget(&mut self, places: &[usize]) {
        let mut place = 0;
        self.fresh.retain(|_| {
            let keep = !places.contains(&place);
            place += 1;
            keep
        });
    }

    pub(super) fn op(&mut self, op: Op) {
        self.other.push(op);
    }

    pub(super) fn fresh(&self) -> impl Iterator<Item = (usize, &Fresh)> {
        self.fresh.iter().enumerate()
    }

    pub(super) fn rows_of(
        &self,
        store: StoreId,
    ) -> impl Iterator<Item = (&RowId, Option<&Vec<Value>>)> {
        self.rows
            .iter()
            .filter(move |(id, _)| id.store == store)
            .map(|(id, values)| (id, values.as_ref()))
    }

    pub(super) fn touches(&self, store: StoreId) -> bool {
        self.rows_of(store).next().is_some() || self.fresh.iter().any(|row| row.store == store)
    }

    /// One op for each row, however often it was written.
    pub(super) fn into_ops(mut self) -> Vec<Op> {
        let mut ops = Vec::new();
        for id in self.order {
            ops.push(match self.rows.remove(&id).flatten() {
                Some(values) => Op::Put { row: id, values },
                None => Op::Remove { row: id },
            });
        }
        let mut ended = Vec::new();
        for (insert, fresh) in self.fresh.into_iter().enumerate() {
            let Fresh { store, guild, .. } = fresh;
            if fresh.finished {
                ended.push(Op::InsertedFlowEnded {
                    store,
                    guild,
                    insert,
                });
            }
            ops.push(Op::Insert {
                store,
                guild,
                values: fresh.values,
            });
        }
        // A row that is removed too is not there any more, which is fine.
        ops.extend(self.finished.into_iter().map(|row| Op::FlowEnded { row }));
        ops.extend(ended);
        ops.extend(self.other);
        ops
    }
}
