//! What handlers read and write of stores.

use std::collections::BTreeMap;

use candor::{
    lexicon::kind::{EMOJI, Measure, TEXT},
    plan::{
        Expr, Field, FieldId, Query, Scope, Step, StepKind, Store, StoreId, Text, Trigger, Wish,
        all, consent,
    },
    port::RowId,
    vocab::{Duration, GuildId, Sink, UserId, Value},
};

use super::super::taint::Taint;
use super::life::channel_of;
use super::{Flow, Halt, Hand, Row, Run, State, Val, place};

/// Why a key names no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoRow {
    /// A part of it is none.
    Nothing,
    /// A part is beyond what its field holds.
    Beyond,
}

/// Rows that a query finds.
pub(super) struct Found {
    pub rows: Vec<(RowId, Row)>,
    /// What they were found by.
    pub filter: Taint,
    /// And that they are there, how many, and in which order.
    pub all: Taint,
}

/// The nearest that a field holds, where it does not hold a value.
fn nearest(field: &Field, value: &Value) -> Option<Value> {
    let kind = field.kind.kind();
    let size = match (kind.measure?, value) {
        (Measure::Characters, Value::Text(text)) => {
            let max = field.max?;
            let length = text.encode_utf16().count() as i64;
            // How it is cut is the lexicon's affair.
            return (length > max)
                .then(|| Value::Text(candor::lexicon::text::cut(text, max as usize)));
        }
        (_, Value::Int(number)) => *number,
        (_, Value::Duration(length)) => length.ms,
        _ => return None,
    };
    let held = size
        .max(field.min.unwrap_or(size))
        .min(field.max.unwrap_or(size));
    (held != size).then_some(match value {
        Value::Duration(_) => Value::Duration(Duration { ms: held }),
        _ => Value::Int(held),
    })
}

fn default_of(field: &Field) -> Val {
    Val::plain(field.default.clone().unwrap_or(Value::None))
}

impl<'p> Run<'_, 'p> {
    fn store(&self, id: StoreId) -> &'p Store {
        &self.plan.stores[id.0 as usize]
    }

    fn scope(&self, store: &Store) -> Flow<Option<GuildId>> {
        match store.scope {
            Scope::Guild => self.guild().map(Some),
            Scope::User | Scope::Bot => Ok(None),
        }
    }

    /// A value as its field has it: a text field holds how a value is shown.
    fn of_kind(&self, field: &Field, value: Value) -> Value {
        let kind = field.kind.kind();
        if value == Value::None {
            Value::None
        } else if *kind == TEXT {
            Value::Text(self.shown(&value))
        } else if *kind == EMOJI
            && let Value::Text(text) = value
        {
            Value::Emoji(text.into())
        } else {
            value
        }
    }

    pub(super) fn row_id(
        &mut self,
        store: StoreId,
        key: &'p [Expr],
    ) -> Flow<(Result<RowId, NoRow>, Taint)> {
        let store = self.store(store);
        let guild = self.scope(store)?;
        let (mut parts, mut taint) = (Vec::new(), Taint::default());
        let mut no_row = None;
        let mut values = Vec::new();
        for part in key {
            values.push(self.eval(part)?);
        }
        for (value, field) in values.into_iter().zip(&store.fields) {
            taint = taint.and(value.taint);
            let value = self.of_kind(field, value.value);
            if nearest(field, &value).is_some() {
                no_row = no_row.or(Some(NoRow::Beyond));
            }
            parts.push(value);
        }
        if no_row.is_none() && parts.contains(&Value::None) {
            no_row = Some(NoRow::Nothing);
        }
        let id = RowId {
            store: store.id,
            guild,
            key: parts,
        };
        Ok((no_row.map_or(Ok(id), Err), taint))
    }

    /// Every row of a store that the query asks for, in its order.
    pub(super) fn query(&mut self, query: &'p Query) -> Flow<Found> {
        let store = self.store(query.store);
        let guild = self.scope(store)?;
        let here = self
            .state
            .rows
            .iter()
            .filter(|(id, _)| id.store == store.id && id.guild == guild);
        let here: Vec<_> = here.map(|(id, row)| (id.clone(), row.clone())).collect();
        let mut filter = Taint::default();
        let mut rows = Vec::new();
        for (id, row) in here {
            let holds = match &query.filter {
                None => true,
                Some(cond) => {
                    self.hand.push(Hand {
                        values: row.values.clone(),
                        rank: 0,
                        found: Taint::default(),
                    });
                    let cond = self.truth(cond);
                    self.hand.pop();
                    let cond = cond?;
                    filter = filter.and(cond.taint.choosing());
                    cond.value == Value::Bool(true)
                }
            };
            if holds {
                rows.push((id, row));
            }
        }
        let mut whole = filter.and(self.rows_of(store.id));
        if let Some(by) = query.by {
            for (_, row) in &rows {
                whole = whole.and(row.values[place(by)].taint.implied());
            }
            whole = whole.and(self.declared(store.id, place(by)).implied());
            let value = |row: &(RowId, Row)| row.1.values[place(by)].value.clone();
            if query.descending {
                rows.sort_by_key(|row| std::cmp::Reverse(value(row)));
            } else {
                rows.sort_by_key(value);
            }
        } else if query.descending {
            rows.reverse();
        }
        rows.truncate(query.limit.map_or(usize::MAX, |limit| limit as usize));
        Ok(Found {
            rows,
            filter,
            all: whole,
        })
    }

    /// What decided that a row ends: a time that it says.
    pub(super) fn ends_by(&self, store: StoreId, row: &Row) -> Taint {
        let clauses = self.plan.stores[store.0 as usize].retention.clauses.iter();
        let fields = clauses.filter_map(|clause| clause.trigger.field());
        fields.fold(Taint::default(), |all, field| {
            all.and(
                row.values[place(field)]
                    .taint
                    .and(self.declared(store, place(field)))
                    .implied(),
            )
        })
    }

    /// Whether rows of the store are written here: not while its feature is off.
    fn may_fill(&self, store: &Store) -> Flow<bool> {
        if self.begun && store.feature == self.feature {
            return Ok(true);
        }
        let is_on = self.state.is_on(self.plan, self.guild()?, store.feature);
        if !is_on && self.asked() {
            Err(Halt::Refuse(None))
        } else {
            Ok(is_on)
        }
    }

    /// A value as its field keeps it, where it is not the handler's end.
    fn fit(&mut self, store: &Store, field: &Field, value: Val) -> Flow<Val> {
        let taint = value.taint;
        let value = self.of_kind(field, value.value);
        let Some(held) = nearest(field, &value) else {
            if let (Value::Text(text), Some(min)) = (&value, field.min)
                && (text.encode_utf16().count() as i64) < min
                && self.asked()
            {
                return Err(Halt::Refuse(None));
            }
            return Ok(Val { value, taint });
        };
        if self.asked() {
            return Err(Halt::Refuse(None));
        }
        let bound = match &held {
            Value::Text(_) => String::new(),
            other => other.shown(),
        };
        self.log_once(format!("{}.{} {bound}", store.name, field.name))?;
        Ok(Val { value: held, taint })
    }

    /// Every new value is computed before any of them is written.
    fn assign(
        &mut self,
        store: &'p Store,
        values: &mut [Val],
        given: &'p [(FieldId, Expr)],
    ) -> Flow<()> {
        let mut new = Vec::new();
        for (_, value) in given {
            new.push(self.eval(value)?);
        }
        for ((field, _), value) in given.iter().zip(new) {
            values[place(*field)] = self.fit(store, &store.fields[place(*field)], value)?;
        }
        Ok(())
    }

    pub(super) fn insert(&mut self, store: StoreId, given: &'p [(FieldId, Expr)]) -> Flow<()> {
        let store = self.store(store);
        let guild = self.scope(store)?;
        if !self.may_fill(store)? {
            return Ok(());
        }
        let mut values: Vec<Val> = store.fields.iter().map(default_of).collect();
        self.assign(store, &mut values, given)?;
        if !self.may_write(store, &values)? {
            return Ok(());
        }
        if store.auto_key {
            let number = self.state.numbers.entry((store.id, guild)).or_default();
            *number += 1;
            values[0] = Val::plain(Value::Int(*number));
        }
        let key = values.iter().take(store.key_len as usize);
        let key: Vec<Value> = key.map(|val| val.value.clone()).collect();
        if key.contains(&Value::None) {
            return Err(Halt::Fail);
        }
        let id = RowId {
            store: store.id,
            guild,
            key,
        };
        if self.state.rows.contains_key(&id) {
            return Err(if self.asked() {
                Halt::Refuse(None)
            } else {
                Halt::Fail
            });
        }
        self.put(id, values, Taint::default());
        Ok(())
    }

    pub(super) fn update(
        &mut self,
        store: StoreId,
        key: &'p [Expr],
        given: &'p [(FieldId, Expr)],
    ) -> Flow<()> {
        let store = self.store(store);
        if !self.may_fill(store)? {
            return Ok(());
        }
        let (id, chosen) = self.row_id(store.id, key)?;
        let id = match id {
            Ok(id) => id,
            Err(NoRow::Beyond) if self.asked() => return Err(Halt::Refuse(None)),
            Err(NoRow::Beyond) => return self.log_once(format!("key of {}", store.name)),
            Err(NoRow::Nothing) => return Err(Halt::Fail),
        };
        let there = self.state.rows.get(&id).map(|row| row.values.clone());
        if there.is_none() && store.auto_key {
            // No row gets a number but a new one.
            return Err(if self.asked() {
                Halt::Refuse(None)
            } else {
                Halt::Fail
            });
        }
        let mut values = there.unwrap_or_else(|| {
            let key = id.key.iter().map(|part| Val {
                value: part.clone(),
                taint: chosen,
            });
            key.chain(store.fields.iter().skip(id.key.len()).map(default_of))
                .collect()
        });
        self.assign(store, &mut values, given)?;
        if self.may_write(store, &values)? {
            self.put(id, values, chosen);
        }
        Ok(())
    }

    /// A row is as these values are.
    fn put(&mut self, id: RowId, values: Vec<Val>, chosen: Taint) {
        let store = id.store;
        for value in &values {
            self.reaches(value.taint, Sink::Storage, Some(store));
        }
        self.changed(store, chosen.choosing());
        let decided = self.decided.implied();
        let values = values.into_iter().map(|value| Val {
            taint: value.taint.and(decided),
            ..value
        });
        self.state.write(self.plan, id, values.collect());
    }

    /// Rows came or went.
    fn changed(&mut self, store: StoreId, found: Taint) {
        self.reaches(found.implied(), Sink::Storage, Some(store));
        let why = found.implied().and(self.decided);
        let there = self.state.there.entry(store).or_default();
        *there = there.and(why);
    }

    pub(super) fn delete(&mut self, query: &'p Query, refusal: Option<&'p Text>) -> Flow<()> {
        let found = self.query(query)?;
        if let Some(refusal) = refusal {
            self.decides(found.all);
            if found.rows.is_empty() {
                return self.refuse(refusal);
            }
        }
        self.changed(query.store, found.all);
        for (id, _) in found.rows {
            self.state.rows.remove(&id);
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, query: &'p Query) -> Flow<()> {
        let found = self.query(query)?;
        self.changed(query.store, found.all);
        let now = self.state.now;
        for (id, _) in found.rows {
            if let Some(row) = self.state.rows.get_mut(&id) {
                row.finished.get_or_insert(now);
            }
        }
        Ok(())
    }

    /// Whether a row is written, as far as those in it wish; false where the write is left out.
    pub(super) fn may_write(&mut self, store: &Store, values: &[Val]) -> Flow<bool> {
        for (at, val) in values.iter().enumerate() {
            if let Value::User(user) = val.value
                && self.stops(store, at)
                && self.is_stopped(store, user)?
            {
                return Ok(false);
            }
        }
        for (at, val) in values.iter().enumerate() {
            if let (Value::User(user), Some(_)) = (&val.value, store.fields[at].person) {
                self.has_consent(store, *user)?;
            }
        }
        Ok(true)
    }

    /// Nobody consents for somebody else. Who has not answered is asked; who said no is told.
    fn has_consent(&self, store: &Store, user: UserId) -> Flow<()> {
        let Some(answers) = store.consent else {
            return Ok(());
        };
        let id = RowId {
            store: answers,
            guild: Some(self.guild()?),
            key: vec![Value::User(user)],
        };
        let row = self.state.rows.get(&id);
        let is =
            |at: FieldId, value: Value| row.is_some_and(|row| row.values[place(at)].value == value);
        let said_yes = is(consent::GIVEN, Value::Bool(true));
        let same = is(
            consent::AGREED,
            Value::Text(self.plan.agreed(store.feature)),
        );
        if said_yes && same {
            return Ok(());
        }
        if user != self.event.actor.id {
            return Err(Halt::Refuse(None));
        }
        Err(if row.is_some() && !said_yes {
            Halt::Refuse(None)
        } else {
            Halt::Ask
        })
    }

    /// Whether the wish of whom this field names counts.
    fn stops(&self, store: &Store, at: usize) -> bool {
        // Who is not to be started with again does not come back in another role either.
        let again = store.on_erase.iter().any(|rule| rule.suppress);
        again && store.fields[at].person.is_some()
            || store.stops.iter().any(|field| place(*field) == at)
    }

    fn is_stopped(&self, store: &Store, user: UserId) -> Flow<bool> {
        // Of what belongs to no server, a wish about this one stops what would be written here.
        let guild = self.scope(store)?.unwrap_or(self.guild()?);
        let wish = self.state.wish(Some(guild), user);
        let again = store.on_erase.iter().any(|rule| rule.suppress);
        let is_stopped =
            wish >= Wish::NotAgain && again || wish == Wish::NoMore && !store.stops.is_empty();
        if is_stopped && !self.asked() && store.consent.is_some() {
            // Nothing is done about them, as if they had not consented.
            return Err(Halt::Fail);
        }
        if is_stopped && self.asked() && (self.hand.is_empty() || store.consent.is_some()) {
            return Err(Halt::Refuse(None));
        }
        Ok(is_stopped)
    }

    /// The same for a block that follows an effect, before the effect.
    pub(super) fn may_follow(
        &mut self,
        journal: StoreId,
        values: &[Val],
        steps: &'p [Step],
    ) -> Flow<bool> {
        let journal = self.store(journal);
        if !self.may_write(journal, values)? {
            return Ok(false);
        }
        for step in all(steps) {
            let (store, fields) = match &step.kind {
                StepKind::Insert { store, values, .. } => (
                    *store,
                    values
                        .iter()
                        .map(|(field, value)| (place(*field), value))
                        .collect::<Vec<_>>(),
                ),
                StepKind::Update {
                    store, key, values, ..
                } => {
                    let key = key.iter().enumerate();
                    (
                        *store,
                        key.chain(values.iter().map(|(field, value)| (place(*field), value)))
                            .collect(),
                    )
                }
                _ => continue,
            };
            let store = self.store(store);
            let theirs = fields
                .iter()
                .any(|(at, value)| value.is_actor() && self.stops(store, *at));
            if theirs && self.is_stopped(store, self.event.actor.id)? {
                return Ok(false);
            }
            self.has_consent(store, self.event.actor.id)?;
        }
        Ok(true)
    }
}

impl State {
    pub(super) fn write(&mut self, plan: &candor::plan::Plan, id: RowId, values: Vec<Val>) {
        let store = &plan.stores[id.store.0 as usize];
        let now = self.now;
        let old = self.rows.get(&id);
        let mut by_setting = old.map_or_else(BTreeMap::new, |row| row.by_setting.clone());
        self.shorten(plan, &id, &mut by_setting);
        let row = Row {
            made: old.map_or(now, |row| row.made),
            written: now,
            finished: old.and_then(|row| row.finished),
            channel_gone: old.and_then(|row| {
                let is_same = channel_of(store, &row.values) == channel_of(store, &values);
                row.channel_gone.filter(|_| is_same)
            }),
            by_setting,
            emptied: BTreeMap::new(),
            values,
        };
        self.rows.insert(id.clone(), row);
        // A ring has no room for the oldest.
        if let Some(keep) = &store.keep {
            let who = self.rows[&id].values[place(keep.per)].value.clone();
            let here = self.rows.iter().filter(|(other, row)| {
                other.store == id.store
                    && other.guild == id.guild
                    && row.values[place(keep.per)].value == who
            });
            let all: Vec<RowId> = here.map(|(id, _)| id.clone()).collect();
            if who != Value::None {
                for over in all.iter().rev().skip(keep.newest as usize) {
                    self.ends(plan, over);
                }
            }
        }
    }

    /// A shorter setting shortens what is there, a longer one does not lengthen it.
    pub(super) fn shorten(
        &self,
        plan: &candor::plan::Plan,
        id: &RowId,
        by_setting: &mut BTreeMap<usize, Duration>,
    ) {
        let store = &plan.stores[id.store.0 as usize];
        for (at, clause) in store.retention.clauses.iter().enumerate() {
            let Trigger::Setting { setting } = clause.trigger else {
                continue;
            };
            let set = id
                .guild
                .and_then(|guild| self.settings.get(&guild)?.values.get(&setting));
            let declared = plan
                .setting(setting)
                .and_then(|setting| setting.default.as_ref());
            if let Some(Value::Duration(length)) = set.or(declared) {
                let known = by_setting.entry(at).or_insert(*length);
                *known = (*known).min(*length);
            }
        }
    }
}
