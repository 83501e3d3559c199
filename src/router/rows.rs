//! Rows as a handler sees them: what the vault has, under its own writes so far.
//!
//! - A missing row reads as each field's default, or none. An update makes it from the defaults.
//! - An int outside its field's range refuses the handler, and so does a text longer than its field where somebody asked.
//!   Where nobody did, the text is cut, ending in `…`.
//! - Nothing is written about people who do not want it, or did not give their consent (`wish`).

use std::collections::BTreeSet;

use super::{
    evaluate::{mismatch, value_at},
    round::{Flow, Halt, fail, refuse},
    run::{AtHand, Run},
    taken::GUILD_COMMANDS_MAX,
    template, text,
    writes::Fresh,
};
use crate::{
    lexicon::kind::{EMOJI, Measure, TEXT},
    plan::{Expr, Field, FieldId, Home, Kind, Op, Query, Scope, Store, StoreId},
    port::{Direction, RowId, RowKey, Scan},
    vocab::{GuildId, Span, Value},
    wording::say,
};

/// A row that a query found.
pub(super) struct Found {
    pub(super) place: RowPlace,
    pub(super) values: Vec<Value>,
}

/// Where a found row stands.
pub(super) enum RowPlace {
    Kept(RowId),
    /// Inserted by this handler or one before it; its place among the draft's fresh rows.
    Fresh(usize),
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

    /// None when part of the key is: there is no such row, and none can be made.
    fn row_id(&mut self, store: &Store, key: &[Expr]) -> Flow<Option<RowId>> {
        let guild = self.scope(store)?;
        let mut values = self.all(key)?;
        for (value, field) in values.iter_mut().zip(&store.fields) {
            *value = self.fit(store, field, std::mem::replace(value, Value::None))?;
        }
        Ok((!values.contains(&Value::None)).then_some(RowId {
            store: store.id,
            guild,
            key: values,
        }))
    }

    /// The row as it stands now, or as the handler found it.
    fn row(&mut self, id: &RowId, before: bool) -> Flow<Option<Vec<Value>>> {
        let draft = if before { &self.before } else { &self.draft };
        if let Some(written) = draft.row(id) {
            return Ok(written.clone());
        }
        let row = self.round.row(id.clone())?;
        Ok(row.map(|row| row.values.clone()))
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
        let Some(id) = self.row_id(store, key)? else {
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
            Some(id) => Ok(self.row(&id, false)?.is_some()),
            None => Ok(false),
        }
    }

    /// Rows that answer the query, own writes included, in its order.
    pub(super) fn query(&mut self, query: &Query) -> Flow<Vec<Found>> {
        let store = self.store(query.store)?;
        let of = match &query.of {
            None => None,
            Some((field, person)) => match self.user(person)? {
                Some(user) => Some((*field, user)),
                None => return Ok(Vec::new()),
            },
        };
        let touched = self.draft.touches(store.id);
        let limit = query.limit.map(|limit| limit as usize);
        // The vault may stop early only where nothing is left out or added here.
        let as_scanned = !touched && is_whole(query) && (query.by.is_some() || !query.descending);
        let direction = if query.descending {
            Direction::Descending
        } else {
            Direction::Ascending
        };
        let rows = self.round.rows(Scan {
            store: store.id,
            guild: self.scope(store)?,
            of,
            by: query.by.map(|field| (field, direction)),
            limit: query.limit.filter(|_| as_scanned),
        })?;
        let guild = self.scope(store)?;
        let mut found: Vec<Found> = rows
            .iter()
            .map(|row| Found {
                place: RowPlace::Kept(RowId {
                    store: store.id,
                    guild,
                    key: row.key.clone(),
                }),
                values: row.values.clone(),
            })
            .collect();
        if touched {
            self.lay_over(store, &mut found);
            found.retain(|row| {
                of.is_none_or(|(field, user)| value_at(&row.values, field.0) == Value::User(user))
            });
            if let Some(by) = query.by {
                found.sort_by(|a, b| {
                    let order = value_at(&a.values, by.0).cmp(&value_at(&b.values, by.0));
                    if query.descending {
                        order.reverse()
                    } else {
                        order
                    }
                });
            }
        }
        if query.by.is_none() && query.descending {
            found.reverse();
        }
        self.filter(query, found, limit)
    }

    /// Replaces what the draft rewrote, takes out what it removed, adds what it made: in order of key, rows that have
    /// no key yet last.
    fn lay_over(&self, store: &Store, found: &mut Vec<Found>) {
        found.retain(|row| match &row.place {
            RowPlace::Kept(id) => self.draft.row(id).is_none(),
            RowPlace::Fresh(_) => true,
        });
        for (id, values) in self.draft.rows_of(store.id) {
            if let Some(values) = values {
                found.push(Found {
                    place: RowPlace::Kept(id.clone()),
                    values: values.clone(),
                });
            }
        }
        found.sort_by(|a, b| key_of(a).cmp(&key_of(b)));
        for (place, fresh) in self.draft.fresh() {
            if fresh.store == store.id {
                found.push(Found {
                    place: RowPlace::Fresh(place),
                    values: fresh.values.clone(),
                });
            }
        }
    }

    fn filter(
        &mut self,
        query: &Query,
        rows: Vec<Found>,
        limit: Option<usize>,
    ) -> Flow<Vec<Found>> {
        let mut kept = Vec::new();
        let mut pending = false;
        // How many rows there may be is counted apart; each may take as much work as is left.
        let work_left = self.work_left;
        for row in rows {
            self.work_left = work_left;
            if limit.is_some_and(|limit| kept.len() >= limit) {
                break;
            }
            let holds = match &query.filter {
                None => Ok(true),
                Some(filter) => self.with(&row.values, 0, |run| run.truth(filter)),
            };
            match holds {
                Ok(true) => kept.push(row),
                Ok(false) => {}
                Err(Halt::Pending) => pending = true,
                Err(halt) if !pending => return Err(halt),
                Err(_) => break,
            }
        }
        self.work_left = work_left;
        if pending {
            Err(Halt::Pending)
        } else {
            Ok(kept)
        }
    }

    /// Does something with a row at hand.
    pub(super) fn with<T>(
        &mut self,
        values: &[Value],
        rank: usize,
        job: impl FnOnce(&mut Self) -> Flow<T>,
    ) -> Flow<T> {
        self.hand.push(AtHand {
            values: values.to_vec(),
            rank: i64::try_from(rank).unwrap_or(i64::MAX),
        });
        let result = job(self);
        self.hand.pop();
        result
    }

    pub(super) fn insert(&mut self, store: StoreId, given: &[(FieldId, Expr)]) -> Flow<()> {
        let store = self.store(store)?;
        let guild = self.scope(store)?;
        let mut values: Vec<Value> = store.fields.iter().map(default_of).collect();
        self.assign(store, &mut values, given)?;
        if !self.may_write(store, &values)? {
            return Ok(());
        }
        if store.auto_key {
            self.leaves_room(store)?;
            let store = store.id;
            self.draft.insert(Fresh {
                store,
                guild,
                values,
                finished: false,
            });
            return Ok(());
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
                    store = store.name.replace('-', " "),
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
        let Some(id) = self.row_id(store, key)? else {
            return fail(format!(
                "a row of `{}` was to be written without its key",
                store.name
            ));
        };
        let row = self.row(&id, false);
        if row == Err(Halt::Pending) {
            // Asks for what the new values need in the same round.
            self.all(given.iter().map(|(_, expr)| expr)).ok();
        }
        let row = row?;
        if row.is_none() {
            self.leaves_room(store)?;
        }
        let mut values = row.unwrap_or_else(|| {
            let rest = store.fields.iter().skip(id.key.len()).map(default_of);
            id.key.iter().cloned().chain(rest).collect()
        });
        self.assign(store, &mut values, given)?;
        if self.may_write(store, &values)? {
            self.draft.put(id, values);
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
        if commands < GUILD_COMMANDS_MAX {
            return Ok(());
        }
        self.object(
            say!("commands-full", max = GUILD_COMMANDS_MAX.to_string()),
            "a server has as many commands of its own as Discord takes",
        )
    }

    pub(super) fn delete(&mut self, query: &Query) -> Flow<()> {
        let mut fresh = Vec::new();
        for row in self.query(query)? {
            match row.place {
                RowPlace::Kept(id) => self.draft.remove(id),
                RowPlace::Fresh(place) => fresh.push(place),
            }
        }
        self.draft.forget(&fresh);
        Ok(())
    }

    pub(super) fn finish(&mut self, query: &Query) -> Flow<()> {
        for row in self.query(query)? {
            match row.place {
                RowPlace::Kept(id) => self.draft.finish(id),
                RowPlace::Fresh(place) => self.draft.finish_fresh(place),
            }
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

    fn fit(&self, store: &Store, field: &Field, value: Value) -> Flow<Value> {
        if value == Value::None {
            return Ok(value);
        }
        let kind = field.kind.kind();
        let value = if *kind == TEXT {
            Value::Text(self.show(&value))
        } else if *kind == EMOJI
            && let Value::Text(text) = value
        {
            Value::Emoji(text.into())
        } else {
            value
        };
        if !kind.holds(&value) {
            return mismatch("of the kind that its field takes");
        }
        if let Value::Text(text) = &value {
            self.is_template(store, field, text)?;
        }
        match kind.measure {
            Some(Measure::Characters) => {
                let Some(Ok(max)) = field.max.map(usize::try_from) else {
                    return Ok(value);
                };
                let text = self.show(&value);
                if self.round.interaction().is_some() && text::units(&text) > max {
                    let (field, store) = (&field.name, &store.name);
                    return refuse(say!("field-long", field, store, max = max.to_string()));
                }
                Ok(Value::Text(text::cut(&text, max)))
            }
            Some(Measure::Number) => {
                let number = kind.size(&value).unwrap_or_default();
                let (low, high) = (field.min, field.max);
                if low.is_none_or(|low| low <= number) && high.is_none_or(|high| number <= high) {
                    return Ok(value);
                }
                let (field, store, number) = (&field.name, &store.name, number.to_string());
                let range = match (low, high) {
                    (Some(low), Some(high)) => {
                        say!(
                            "range-between",
                            low = low.to_string(),
                            high = high.to_string()
                        )
                    }
                    (Some(low), None) => say!("range-from", low = low.to_string()),
                    (None, high) => say!("range-to", high = high.unwrap_or(i64::MAX).to_string()),
                };
                self.object(
                    say!("field-range", field, store, range, number),
                    "a number leaves the range of its field",
                )
            }
            // A time is not held to the limits of its field here.
            Some(Measure::Time) | None => Ok(value),
        }
    }

    /// Refuses a text that will be rendered as a template and is none.
    fn is_template(&self, store: &Store, field: &Field, text: &str) -> Flow<()> {
        let mut places = (0u32..).zip(&store.fields);
        let Some((place, _)) = places.find(|(_, other)| other.name == field.name) else {
            return Ok(());
        };
        let home = Home::Field(store.id, FieldId(place));
        template::tried(text, &self.round.plan.rendered_by(home)).or_else(|problem| {
            self.object(
                say!("template-not-kept", problem),
                "a text that is no template was to be kept as one",
            )
        })
    }
}

fn default_of(field: &Field) -> Value {
    field.default.clone().unwrap_or(Value::None)
}

fn key_of(found: &Found) -> Option<&RowKey> {
    match &found.place {
        RowPlace::Kept(id) => Some(&id.key),
        RowPlace::Fresh(_) => None,
    }
}

/// Whether the scan alone answers the query: there is no filter, or it says no more than `of` does.
fn is_whole(query: &Query) -> bool {
    match (&query.filter, &query.of) {
        (None, _) => true,
        (
            Some(Expr {
                kind:
                    Kind::Binary {
                        op: Op::Equal,
                        left,
                        right,
                    },
                ..
            }),
            Some((field, person)),
        ) => {
            let row = Kind::Row(query.store, *field);
            (left.kind == row && right.as_ref() == person)
                || (right.kind == row && left.as_ref() == person)
        }
        _ => false,
    }
}
