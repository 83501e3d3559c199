//! Rows as a handler sees them: what the vault has, under its own writes so far.
//!
//! - A missing row reads as each field's default, or none. An update makes it from the defaults.
//! - What its field does not hold refuses the handler where somebody asked, and is brought within bounds where nobody did
//!   (`bounds`). A key is not: such a row cannot be there, and none is made.
//! - Nothing is written into a store while its feature is off in the server, except to bring to an end what was begun.
//!   Where somebody asked they are told so; where nobody did the write is skipped in silence.
//! - Nothing is written about people who do not want it, or did not give their consent (`wish`).

use std::collections::BTreeSet;

use super::{
    bounds::Beyond,
    evaluate::value_at,
    round::{Flow, Halt, fail, refuse},
    run::Run,
    taken::made_max,
    writes::Written,
};
use crate::{
    plan::{Expr, Field, FieldId, Kind, Query, Scope, Store, StoreId, Text},
    port::{RowId, RowKey},
    vocab::{GuildId, Span, Value},
    wording::say,
};

/// What a key names.
enum Key {
    Row(RowId),
    /// Part of it is none: there is no such row, and none can be made.
    Nothing,
    /// The same, since a part is beyond what its field holds.
    Beyond(Beyond),
}

impl<'a> Run<'_, 'a> {
    pub(super) fn store(&self, id: StoreId) -> Flow<&'a Store> {
        match self.round.plan.store(id) {
            Some(store) => Ok(store),
            None => fail("the plan names a store that it does not hold"),
        }
    }

    pub(super) fn scope(&self, store: &Store) -> Flow<Option<GuildId>> {
        match store.scope {
            Scope::Guild => Ok(Some(self.guild()?.id)),
            Scope::User | Scope::Bot => Ok(None),
        }
    }

    fn row_id(&mut self, store: &Store, key: &[Expr]) -> Flow<Key> {
        let guild = self.scope(store)?;
        let mut values = self.all(key)?;
        for (value, field) in values.iter_mut().zip(&store.fields) {
            let given = self.of_kind(field, std::mem::replace(value, Value::None))?;
            if let Some(beyond) = self.beyond(store, field, &given) {
                return Ok(Key::Beyond(beyond));
            }
            *value = given;
        }
        if values.contains(&Value::None) {
            return Ok(Key::Nothing);
        }
        Ok(Key::Row(RowId {
            store: store.id,
            guild,
            key: values,
        }))
    }

    /// The row as it stands now, or as the handler found it.
    fn row(&mut self, id: &RowId, before: bool) -> Flow<Option<Vec<Value>>> {
        if !before {
            let store = self.store(id.store)?;
            self.number_rows(store)?;
        }
        let draft = if before { &self.before } else { &self.draft };
        if let Some(Written(values)) = draft.row(id) {
            return Ok(values.cloned());
        }
        let row = self.round.row(id.clone())?;
        Ok(row.map(|row| row.values.clone()))
    }

    /// Asks for the numbers of rows that were inserted so far, once somebody may see them.
    pub(super) fn number_rows(&mut self, store: &Store) -> Flow<()> {
        if self.draft.lacks_numbers(store.id) {
            let next = self.round.next_number(store.id, self.scope(store)?)?;
            self.draft.number(store.id, next);
        }
        Ok(())
    }

    pub(super) fn field(
        &mut self,
        store: StoreId,
        key: &[Expr],
        field: FieldId,
        before: bool,
    ) -> Flow<Value> {
        let store = self.store(store)?;
        let missing = || {
            let field = store.fields.get(field.0 as usize);
            field
                .and_then(|field| field.default.clone())
                .unwrap_or(Value::None)
        };
        let Key::Row(id) = self.row_id(store, key)? else {
            return Ok(missing());
        };
        Ok(match self.row(&id, before)? {
            Some(values) => value_at(&values, field.0),
            None => id
                .key
                .get(field.0 as usize)
                .cloned()
                .unwrap_or_else(missing),
        })
    }

    pub(super) fn exists(&mut self, store: StoreId, key: &[Expr]) -> Flow<bool> {
        let store = self.store(store)?;
        match self.row_id(store, key)? {
            Key::Row(id) => Ok(self.row(&id, false)?.is_some()),
            Key::Nothing | Key::Beyond(_) => Ok(false),
        }
    }

    pub(super) fn insert(&mut self, store: StoreId, given: &[(FieldId, Expr)]) -> Flow<()> {
        let store = self.store(store)?;
        let guild = self.scope(store)?;
        if !self.round.may_fill(store.feature)? {
            return Ok(());
        }
        let mut values: Vec<Value> = store.fields.iter().map(default_of).collect();
        self.assign(store, &mut values, given)?;
        if !self.may_write(store, &values)? {
            return Ok(());
        }
        if store.auto_key {
            self.leaves_room(store)?;
            let who = store
                .keep
                .as_ref()
                .map(|ring| value_at(&values, ring.per.0));
            self.draft.insert(store.id, guild, values);
            return who.map_or(Ok(()), |who| self.close_ring(store, who));
        }
        let key: RowKey = values
            .iter()
            .take(store.key_len as usize)
            .cloned()
            .collect();
        if key.contains(&Value::None) {
            return fail(format!(
                "a row of `{}` was to be made without its key",
                store.name
            ));
        }
        let id = RowId {
            store: store.id,
            guild,
            key,
        };
        if self.row(&id, false)?.is_some() {
            let key: Vec<String> = id.key.iter().map(|value| self.show(value)).collect();
            return self.object(
                say!(
                    "row-there",
                    store = self.round.plan.thing(&store.name),
                    key = key.join(", ")
                ),
                "a row was to be made that is there already",
            );
        }
        self.leaves_room(store)?;
        self.draft.put(id, values);
        Ok(())
    }

    pub(super) fn update(
        &mut self,
        store: StoreId,
        key: &[Expr],
        given: &[(FieldId, Expr)],
    ) -> Flow<()> {
        let store = self.store(store)?;
        if !self.round.may_fill(store.feature)? {
            return Ok(());
        }
        let id = match self.row_id(store, key)? {
            Key::Row(id) => id,
            Key::Beyond(beyond) => return self.left_out(beyond),
            Key::Nothing => {
                return fail(format!(
                    "a row of `{}` was to be written without its key",
                    store.name
                ));
            }
        };
        let row = self.row(&id, false);
        if row == Err(Halt::Pending) {
            // Asks for what the new values need in the same round.
            self.all(given.iter().map(|(_, expr)| expr)).ok();
        }
        let row = row?;
        if row.is_none() {
            if store.auto_key {
                // Its number is given by the vault alone, and no second time.
                return self.object(
                    say!("row-gone", store = self.round.plan.thing(&store.name)),
                    "a numbered row was to be changed that is not there",
                );
            }
            self.leaves_room(store)?;
        }
        let ring = store.keep.as_ref().map(|ring| ring.per.0);
        let was = ring.and_then(|per| row.as_ref().map(|row| value_at(row, per)));
        let mut values = row.unwrap_or_else(|| {
            let rest = store.fields.iter().skip(id.key.len()).map(default_of);
            id.key.iter().cloned().chain(rest).collect()
        });
        self.assign(store, &mut values, given)?;
        if !self.may_write(store, &values)? {
            return Ok(());
        }
        let who = ring.map(|per| value_at(&values, per));
        self.draft.put(id, values);
        // Another one's row now, it is a new one in their ring.
        match who.filter(|who| was.as_ref() != Some(who)) {
            Some(who) => self.close_ring(store, who),
            None => Ok(()),
        }
    }

    /// The oldest of somebody's rows goes when a new one comes, for the handler as for everybody after it.
    fn close_ring(&mut self, store: &Store, who: Value) -> Flow<()> {
        let (Some(ring), Value::User(_)) = (&store.keep, &who) else {
            return Ok(());
        };
        let theirs = Query {
            of: Some((ring.per, Expr::from(Kind::Literal(who)))),
            ..Query::all(store.id, Span::default())
        };
        let rows = self.query(&theirs)?;
        let over = rows.len().saturating_sub(ring.newest as usize);
        for row in rows.into_iter().take(over) {
            self.draft.lacks_room(row.id);
        }
        Ok(())
    }

    /// Where rows are commands of the server: whether Discord takes one more.
    fn leaves_room(&mut self, store: &Store) -> Flow<()> {
        let sets = &self.round.plan.command_sets;
        if sets.iter().all(|set| set.store != store.id) {
            return Ok(());
        }
        let stores: BTreeSet<StoreId> = sets.iter().map(|set| set.store).collect();
        let mut commands = 0;
        for store in stores {
            commands += self.query(&Query::all(store, Span::default()))?.len();
        }
        let max = made_max(self.round.plan);
        if commands < max {
            return Ok(());
        }
        self.object(
            say!("commands-full", max = max.to_string()),
            "a server has as many commands of its own as Discord takes",
        )
    }

    pub(super) fn delete(&mut self, query: &Query, refusal: Option<&Text>) -> Flow<()> {
        let rows = self.query(query)?;
        if let Some(refusal) = refusal.filter(|_| rows.is_empty()) {
            let message = self.text(refusal)?;
            return refuse(message);
        }
        for row in rows {
            self.draft.remove(row.id);
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, query: &Query) -> Flow<()> {
        for row in self.query(query)? {
            self.draft.finish(row.id);
        }
        Ok(())
    }

    /// Every new value is computed from the state before any of them is written.
    fn assign(
        &mut self,
        store: &Store,
        values: &mut Vec<Value>,
        given: &[(FieldId, Expr)],
    ) -> Flow<()> {
        let new = self.all(given.iter().map(|(_, expr)| expr))?;
        values.resize(store.fields.len(), Value::None);
        for ((id, _), value) in given.iter().zip(new) {
            let place = id.0 as usize;
            match (store.fields.get(place), values.get_mut(place)) {
                (Some(field), Some(slot)) => *slot = self.fit(store, field, value)?,
                _ => return fail("the plan names a field that it does not hold"),
            }
        }
        Ok(())
    }
}

fn default_of(field: &Field) -> Value {
    field.default.clone().unwrap_or(Value::None)
}
