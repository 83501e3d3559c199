//! Writes of a handler before they are committed: rows as they will be, laid over rows as they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    plan::{Plan, StoreId},
    port::{Op, RowId},
    vocab::{GuildId, Value},
};

/// A row that gets its key when it is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fresh {
    store: StoreId,
    guild: Option<GuildId>,
    values: Vec<Value>,
    /// When it was inserted.
    at: usize,
    /// When it was written again, and how it is then.
    again: Option<(usize, Vec<Value>)>,
    /// The flow it belongs to ended in the handler that made it.
    finished: bool,
    /// When it was deleted again. Somebody may have seen its number, which no other row gets.
    gone: Option<usize>,
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

    /// As it will be.
    fn last(&self) -> Option<&Vec<Value>> {
        let again = self.again.as_ref().map(|(_, values)| values);
        Some(again.unwrap_or(&self.values)).filter(|_| self.gone.is_none())
    }
}

/// What was written over a row that the vault has, or where none is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    /// None: the row is removed.
    values: Option<Vec<Value>>,
    /// Removed and made again: it is another row, which lasts from now on.
    renewed: bool,
    /// When it was written last.
    at: usize,
}

/// A row as it will be; none inside when it was removed.
pub(super) struct Written<'w>(pub(super) Option<&'w Vec<Value>>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Writes {
    rows: BTreeMap<RowId, Change>,
    fresh: Vec<Fresh>,
    /// How many writes there were. The vault does them in their order: for which rows a ring has no room any more depends
    /// on what stands in it when a row comes.
    count: usize,
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
            return Some(Written(fresh.last()));
        }
        let change = self.rows.get(id);
        change.map(|change| Written(change.values.as_ref()))
    }

    /// Where the row stands among those that were inserted, if it does.
    fn numbered(&self, id: &RowId) -> Option<usize> {
        let [number] = id.key.as_slice() else {
            return None;
        };
        let mut fresh = self.fresh.iter();
        fresh.position(|row| row.store == id.store && row.number() == Some(number))
    }

    fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    pub(super) fn put(&mut self, id: RowId, values: Vec<Value>) {
        let at = self.next();
        let place = self.numbered(&id);
        match place.and_then(|place| self.fresh.get_mut(place)) {
            Some(fresh) => fresh.again = Some((at, values)),
            None => self.set(id, Some(values), at),
        }
    }

    pub(super) fn remove(&mut self, id: RowId) {
        let at = self.next();
        let place = self.numbered(&id);
        if let Some(fresh) = place.and_then(|place| self.fresh.get_mut(place)) {
            fresh.gone = Some(at);
            return;
        }
        self.finished.remove(&id);
        self.set(id, None, at);
    }

    fn set(&mut self, id: RowId, values: Option<Vec<Value>>, at: usize) {
        let before = self.rows.get(&id);
        let renewed = before
            .is_some_and(|before| before.renewed || before.values.is_none() && values.is_some());
        let change = Change {
            values,
            renewed,
            at,
        };
        self.rows.insert(id, change);
    }

    pub(super) fn insert(&mut self, store: StoreId, guild: Option<GuildId>, values: Vec<Value>) {
        let at = self.next();
        self.fresh.push(Fresh {
            store,
            guild,
            values,
            at,
            again: None,
            finished: false,
            gone: None,
        });
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
            | Op::EraseServer { .. }
            | Op::EraseFrom { .. }
            | Op::Suppress { .. }
            | Op::Record(_)
            | Op::GuildPresent { .. }
            | Op::GuildRemoved { .. }
            | Op::MemberPresent { .. }
            | Op::MemberLeft { .. }
            | Op::ChannelRemoved { .. } => None,
        };
        self.other.iter().filter_map(named).collect()
    }

    /// Rows of the store as they will be, where their numbers are known.
    pub(super) fn rows_of(&self, store: StoreId) -> Vec<(RowId, &Vec<Value>)> {
        let written = self.rows.iter().filter(|(id, _)| id.store == store);
        let written =
            written.filter_map(|(id, change)| Some((id.clone(), change.values.as_ref()?)));
        let fresh = self.fresh.iter().filter(|row| row.store == store);
        let fresh = fresh.filter_map(|row| Some((row.id()?, row.last()?)));
        let all = written.chain(fresh);
        all.filter(|(id, _)| !self.over.contains(id)).collect()
    }

    pub(super) fn touches(&self, store: StoreId) -> bool {
        self.rows.keys().any(|id| id.store == store)
            || self.fresh.iter().any(|row| row.store == store)
    }

    /// One op for each row at the last write of it, one more where another took its place, and two or three for a row that
    /// was inserted: what happens in between to others in its ring depends on whose it was.
    pub(super) fn into_ops(self) -> Vec<Op> {
        let (mut written, mut ended) = (Vec::new(), Vec::new());
        for (row, change) in self.rows {
            if change.renewed && change.values.is_some() {
                let row = row.clone();
                written.push((change.at, Op::Remove { row }));
            }
            let op = match change.values {
                Some(values) => Op::Put { row, values },
                None => Op::Remove { row },
            };
            written.push((change.at, op));
        }
        for (insert, fresh) in self.fresh.into_iter().enumerate() {
            let id = fresh.id();
            let Fresh { store, guild, .. } = fresh;
            if fresh.finished && fresh.gone.is_none() {
                ended.push(Op::InsertedFlowEnded {
                    store,
                    guild,
                    insert,
                });
            }
            let values = fresh.values;
            let op = Op::Insert {
                store,
                guild,
                values,
            };
            written.push((fresh.at, op));
            if let (Some(row), Some((at, values))) = (id.clone(), fresh.again) {
                written.push((at, Op::Put { row, values }));
            }
            if let (Some(row), Some(at)) = (id, fresh.gone) {
                written.push((at, Op::Remove { row }));
            }
        }
        written.sort_by_key(|(at, _)| *at);
        let mut ops: Vec<Op> = written.into_iter().map(|(_, op)| op).collect();
        // A row that is removed too is not there any more, which is fine.
        ops.extend(self.finished.into_iter().map(|row| Op::FlowEnded { row }));
        ops.extend(ended);
        ops.extend(self.other);
        ops
    }
}
