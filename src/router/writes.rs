//! Writes of a handler before they are committed: rows as they will be, laid over rows as they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    plan::{Plan, StoreId},
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
    /// Deleted again. Somebody may have seen its number, which no other row gets.
    pub(super) gone: bool,
}

impl Fresh {
    fn number(&self) -> Option<&Value> {
        self.values.first().filter(|number| **number != Value::None)
    }

    fn id(&self) -> Option<RowId> {
        Some(RowId {
            store: self.store,
            guild: self.guild,
            key: vec![self.number()?.clone()],
        })
    }
}

/// A row as it will be; none inside when it was removed.
pub(super) struct Written<'w>(pub(super) Option<&'w Vec<Value>>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Writes {
    /// None: the row is removed.
    rows: BTreeMap<RowId, Option<Vec<Value>>>,
    /// Removed and made again: it is another row, which lasts from now on.
    renewed: BTreeSet<RowId>,
    /// In order of the first write.
    order: Vec<RowId>,
    fresh: Vec<Fresh>,
    /// Rows for which a ring has no room. The vault takes them out; until then nobody sees them.
    over: BTreeSet<RowId>,
    /// Rows whose flow has ended.
    finished: BTreeSet<RowId>,
    /// What is not about rows: settings, erasure, suppression.
    other: Vec<Op>,
}

impl Writes {
    /// None when the row is as the vault has it.
    pub(super) fn row(&self, id: &RowId) -> Option<Written<'_>> {
        if self.over.contains(id) {
            return Some(Written(None));
        }
        if let Some(fresh) = self.numbered(id).and_then(|at| self.fresh.get(at)) {
            return Some(Written((!fresh.gone).then_some(&fresh.values)));
        }
        self.rows.get(id).map(|values| Written(values.as_ref()))
    }

    /// Where the row stands among those that were inserted, if it does.
    fn numbered(&self, id: &RowId) -> Option<usize> {
        let [number] = id.key.as_slice() else {
            return None;
        };
        let mut fresh = self.fresh.iter();
        fresh.position(|row| row.store == id.store && row.number() == Some(number))
    }

    pub(super) fn put(&mut self, id: RowId, values: Vec<Value>) {
        let at = self.numbered(&id);
        match at.and_then(|at| self.fresh.get_mut(at)) {
            Some(fresh) => fresh.values = values,
            None => self.set(id, Some(values)),
        }
    }

    pub(super) fn remove(&mut self, id: RowId) {
        let at = self.numbered(&id);
        if let Some(fresh) = at.and_then(|at| self.fresh.get_mut(at)) {
            fresh.gone = true;
            return;
        }
        self.finished.remove(&id);
        self.set(id, None);
    }

    fn set(&mut self, id: RowId, values: Option<Vec<Value>>) {
        let is_there = values.is_some();
        match self.rows.insert(id.clone(), values) {
            None => self.order.push(id),
            Some(None) if is_there => drop(self.renewed.insert(id)),
            Some(_) => {}
        }
    }

    pub(super) fn insert(&mut self, fresh: Fresh) {
        self.fresh.push(fresh);
    }

    pub(super) fn lacks_room(&mut self, id: RowId) {
        self.over.insert(id);
    }

    pub(super) fn finish(&mut self, id: RowId) {
        let at = self.numbered(&id);
        match at.and_then(|at| self.fresh.get_mut(at)) {
            Some(fresh) => fresh.finished = true,
            None => drop(self.finished.insert(id)),
        }
    }

    /// Whether rows of the store were inserted whose number is not known.
    pub(super) fn lacks_numbers(&self, store: StoreId) -> bool {
        let mut fresh = self.fresh.iter();
        fresh.any(|row| row.store == store && row.number().is_none())
    }

    /// Numbers the rows of the store that were inserted, as the vault will: from `next` on, in order.
    pub(super) fn number(&mut self, store: StoreId, next: i64) {
        let fresh = self.fresh.iter_mut().filter(|row| row.store == store);
        for (number, row) in (next..).zip(fresh) {
            if let Some(key) = row.values.first_mut() {
                *key = Value::Int(number);
            }
        }
    }

    pub(super) fn op(&mut self, op: Op) {
        self.other.push(op);
    }

    /// The names of the settings and features that change, as a person would say them to `/config`.
    pub(super) fn changes(&self, plan: &Plan) -> Vec<String> {
        let named = |op: &Op| match op {
            Op::SetSetting { setting, .. } => {
                let setting = plan.settings.get(setting.0 as usize)?;
                Some(plan.setting_path(setting))
            }
            Op::SwitchFeature { feature, .. } => Some(format!("{feature}.enabled")),
            Op::Put { .. }
            | Op::Remove { .. }
            | Op::Insert { .. }
            | Op::FlowEnded { .. }
            | Op::InsertedFlowEnded { .. }
            | Op::Erase { .. }
            | Op::EraseFrom { .. }
            | Op::Suppress { .. }
            | Op::Record(_)
            | Op::GuildPresent { .. }
            | Op::GuildRemoved { .. }
            | Op::MemberPresent { .. }
            | Op::MemberLeft { .. } => None,
        };
        self.other.iter().filter_map(named).collect()
    }

    /// Rows of the store as they will be, where their numbers are known.
    pub(super) fn rows_of(&self, store: StoreId) -> Vec<(RowId, &Vec<Value>)> {
        let written = self.rows.iter().filter(|(id, _)| id.store == store);
        let written = written.filter_map(|(id, values)| Some((id.clone(), values.as_ref()?)));
        let fresh = self.fresh.iter().filter(|row| row.store == store);
        let fresh = fresh.filter_map(|row| Some((row.id()?, &row.values)).filter(|_| !row.gone));
        let all = written.chain(fresh);
        all.filter(|(id, _)| !self.over.contains(id)).collect()
    }

    pub(super) fn touches(&self, store: StoreId) -> bool {
        self.rows.keys().any(|id| id.store == store)
            || self.fresh.iter().any(|row| row.store == store)
    }

    /// One op for each row, however often it was written, and one more where another took its place.
    pub(super) fn into_ops(mut self) -> Vec<Op> {
        let mut ops = Vec::new();
        for id in self.order {
            if self.renewed.contains(&id) {
                ops.push(Op::Remove { row: id.clone() });
            }
            ops.push(match self.rows.remove(&id).flatten() {
                Some(values) => Op::Put { row: id, values },
                None => Op::Remove { row: id },
            });
        }
        let mut ended = Vec::new();
        for (insert, fresh) in self.fresh.into_iter().enumerate() {
            let gone = fresh.id().filter(|_| fresh.gone);
            let Fresh { store, guild, .. } = fresh;
            if fresh.finished && !fresh.gone {
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
            // At once, so that it takes no room in a ring from those that come after.
            ops.extend(gone.map(|row| Op::Remove { row }));
        }
        // A row that is removed too is not there any more, which is fine.
        ops.extend(self.finished.into_iter().map(|row| Op::FlowEnded { row }));
        ops.extend(ended);
        ops.extend(self.other);
        ops
    }
}
