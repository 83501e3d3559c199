//! What a policy's words mean for rows, once more and naively, from what `book/src/language.md` says of them. Nothing
//! here asks the vault, so that the two can disagree.

use std::collections::BTreeSet;

use candor::{
    plan::{
        Clause, EraseRule, FieldId, Hold, Owner, Plan, Retention, Scope, Store, StoreId, Trigger,
        Wish,
    },
    port::{Direction, ExportRow, RowId, Scan, Settings, StoredRow, VaultError},
    vocab::{ChannelId, Duration, Holder, Timestamp, UserId, Value},
};

/// One thing that was promised of a row: how long it stays, from what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    SinceMade(Duration),
    SinceWritten(Duration),
    SinceFinished(Duration),
    SinceChannelGone(Duration),
    /// A time in the row said so, and the next writing may say otherwise.
    AsWritten(Timestamp),
    /// Whatever else was promised.
    UntilThen(Timestamp),
}

/// What a retention promises of a row by itself, where the settings are these. Of a removed server, and of members who
/// left, `state` knows.
pub fn promised(
    plan: &Plan,
    retention: &Retention,
    settings: &Settings,
    values: &[Value],
) -> BTreeSet<Promise> {
    let promise = |clause: &Clause| match clause.trigger {
        Trigger::Age => Some(Promise::SinceMade(clause.after)),
        Trigger::EntryIdle => Some(Promise::SinceWritten(clause.after)),
        Trigger::FlowEnded => Some(Promise::SinceFinished(clause.after)),
        Trigger::ChannelRemoved { .. } => Some(Promise::SinceChannelGone(clause.after)),
        Trigger::Field { field } => match values[field.0 as usize] {
            Value::Instant(at) => Some(Promise::AsWritten(at.plus(clause.after))),
            _ => None,
        },
        Trigger::Setting { setting: id } => {
            let declared = plan.setting(id)?;
            let says = settings.values.get(&id).or(declared.default.as_ref())?;
            let Value::Duration(Duration { ms }) = says else {
                return None;
            };
            let ms = ms + clause.after.ms;
            Some(Promise::SinceMade(Duration { ms }))
        }
        Trigger::GuildRemoved
        | Trigger::MemberLeft
        | Trigger::FeatureOff
        | Trigger::Boot
        | Trigger::Erased => None,
    };
    retention.clauses.iter().filter_map(promise).collect()
}

pub fn counts_by_a_setting(store: &Store) -> bool {
    let clauses = &store.retention.clauses;
    let mut triggers = clauses.iter().map(|clause| clause.trigger);
    triggers.any(|trigger| matches!(trigger, Trigger::Setting { .. }))
}

/// How long after something has happened, by each clause that counts from it.
pub fn after(retention: &Retention, trigger: Trigger) -> impl Iterator<Item = Duration> {
    let clauses = retention.clauses.iter();
    clauses
        .filter(move |clause| clause.trigger == trigger)
        .map(|clause| clause.after)
}

/// The channel that a row goes with.
pub fn channel(store: &Store, values: &[Value]) -> Option<ChannelId> {
    for clause in &store.retention.clauses {
        if let Trigger::ChannelRemoved { field } = clause.trigger
            && let Value::Channel(channel) = values[field.0 as usize]
        {
            return Some(channel);
        }
    }
    None
}

pub fn says(retention: &Retention, trigger: Trigger) -> bool {
    after(retention, trigger).next().is_some()
}

/// "Each departure waits for those ten minutes", or for as long as the hold lasts where many left.
pub fn held(grace: Duration, hold: Option<&Hold>, with_many: bool) -> Duration {
    let Some(hold) = hold else { return grace };
    let wait = if with_many { hold.length } else { hold.within };
    if wait.ms > grace.ms { wait } else { grace }
}

/// "They were promised without it": a hold that a policy adds, or makes longer, does not concern rows that are there.
pub fn promised_hold(before: Option<&Hold>, now: Option<&Hold>) -> Option<Hold> {
    let (before, now) = (before?, now?);
    let shorter = |a: Duration, b: Duration| Duration { ms: a.ms.min(b.ms) };
    Some(Hold {
        departures: before.departures.max(now.departures),
        within: shorter(before.within, now.within),
        length: shorter(before.length, now.length),
        at: now.at.clone(),
    })
}

/// What erasing the person in a field does.
pub fn erasing(store: &Store, person: FieldId) -> EraseRule {
    for said in &store.on_erase {
        if said.by == person {
            return said.rule;
        }
    }
    match store.fields[person.0 as usize].person {
        Some(Owner::Subject(_)) => EraseRule::Delete,
        _ => EraseRule::Pseudonymise,
    }
}

/// The person whom a field belongs to, by the field that names them: the id of a person is that person's own.
pub fn belongs_to(store: &Store, field: usize) -> Option<FieldId> {
    let field = &store.fields[field];
    match field.person.unwrap_or(field.owner) {
        Owner::Subject(of) | Owner::Party(of) => Some(of),
        Owner::Guild => None,
    }
}

/// Who stands in a row, and in which field.
pub fn named(store: &Store, values: &[Value]) -> Vec<(FieldId, UserId)> {
    let mut named = Vec::new();
    for (at, (field, value)) in (0..).zip(store.fields.iter().zip(values)) {
        if let (Some(_), Value::User(user)) = (field.person, value) {
            named.push((FieldId(at), *user));
        }
    }
    named
}

/// Whom a text mentions, `<@1>` or `<@!1>`, or a setting names.
pub fn mentioned(value: &Value) -> Vec<UserId> {
    let text = match value {
        Value::Text(text) => text,
        Value::Who(who) => return who.people().collect(),
        _ => return Vec::new(),
    };
    let ids = text.split("<@").skip(1).filter_map(|rest| {
        let (id, _) = rest.split_once('>')?;
        id.trim_start_matches('!').parse().ok()
    });
    ids.map(UserId).collect()
}

/// The text with somebody instead of this person.
pub fn without(value: &mut Value, user: UserId) {
    if let Value::Text(text) = value {
        for mention in [format!("<@{user}>"), format!("<@!{user}>")] {
            *text = text.replace(&mention, "somebody");
        }
    }
    if let Value::Who(who) = value {
        who.remove(Holder::Person(user));
    }
}

/// The people whom a row is about.
pub fn subjects(store: &Store, values: &[Value]) -> Vec<UserId> {
    let is_subject = |field: FieldId| {
        matches!(
            store.fields[field.0 as usize].person,
            Some(Owner::Subject(_))
        )
    };
    let named = named(store, values).into_iter();
    named
        .filter(|(field, _)| is_subject(*field))
        .map(|(_, user)| user)
        .collect()
}

/// Whether nothing is written about whom the field names, if this is their wish.
pub fn stops(store: &Store, field: FieldId, wish: Wish) -> bool {
    let not_again = store
        .on_erase
        .iter()
        .any(|rule| rule.suppress && rule.by == field);
    wish != Wish::Nothing && not_again || wish == Wish::NoMore && store.stops.contains(&field)
}

/// Stores in which nothing is written about somebody whose wish this is.
pub fn stopped(plan: &Plan, wish: Wish) -> Vec<StoreId> {
    let mut stores = Vec::new();
    for store in &plan.stores {
        let fields = 0..u32::try_from(store.fields.len()).unwrap();
        if fields.map(FieldId).any(|field| stops(store, field, wish)) {
            stores.push(store.id);
        }
    }
    stores
}

pub fn fault(what: &str) -> VaultError {
    VaultError::Refused {
        what: what.to_owned(),
        help: "the test asks for what no policy can".to_owned(),
    }
}

/// The store, in a scope that it has.
pub fn store_in(
    plan: &Plan,
    id: StoreId,
    guild: Option<candor::vocab::GuildId>,
) -> Result<&Store, VaultError> {
    let store = plan.stores.iter().find(|store| store.id == id);
    let store = store.ok_or_else(|| fault("there is no such store"))?;
    if (store.scope == Scope::Guild) != guild.is_some() {
        return Err(fault("the store does not have that scope"));
    }
    Ok(store)
}

/// Whether there can be a row of this key: somebody stands where a person belongs.
pub fn is_key(store: &Store, key: &[Value]) -> bool {
    let fits = |(value, field): (&Value, &candor::plan::Field)| {
        field.person.is_none() || matches!(value, Value::User(_))
    };
    key.len() == store.key_len as usize && key.iter().zip(&store.fields).all(fits)
}

/// Rows in the order of their keys, also those of which the key was blanked.
pub fn sort(rows: &mut [StoredRow]) {
    rows.sort_by(|a, b| {
        let order = |row: &StoredRow| (row.key.clone(), row.created, row.revision);
        (order(a), &a.values, a.written).cmp(&(order(b), &b.values, b.written))
    });
}

/// What a scan gives of the rows in its scope.
pub fn scanned(scan: &Scan, mut rows: Vec<StoredRow>) -> Vec<StoredRow> {
    if let Some((field, user)) = scan.of {
        rows.retain(|row| row.values[field.0 as usize] == Value::User(user));
    }
    sort(&mut rows);
    if let Some((field, direction)) = scan.by {
        let value = |row: &StoredRow| row.values[field.0 as usize].clone();
        match direction {
            Direction::Ascending => rows.sort_by_key(value),
            Direction::Descending => rows.sort_by_key(|row| std::cmp::Reverse(value(row))),
        }
    }
    let limit = scan.limit.map_or(usize::MAX, |limit| limit as usize);
    rows.into_iter().take(limit).collect()
}

/// What somebody may take along of a row; nothing where it is not theirs to have.
pub fn exported(
    store: &Store,
    id: &RowId,
    row: &StoredRow,
    user: UserId,
    due: Option<Timestamp>,
) -> Option<ExportRow> {
    let theirs = |field: &FieldId| row.values[field.0 as usize] == Value::User(user);
    let mine: Vec<FieldId> = store.people().map(|(id, _)| id).filter(theirs).collect();
    if mine.is_empty() {
        return None;
    }
    let export = store.export.as_ref();
    let whole = export.filter(|export| export.to.iter().any(theirs));
    let shown = |at: usize| match whole {
        Some(export) => !export.redact.iter().any(|field| field.0 as usize == at),
        // Who has another part in it gets that part.
        None => {
            store.auto_key && at == 0
                || belongs_to(store, at).is_some_and(|owner| mine.contains(&owner))
        }
    };
    let mut fields = std::collections::BTreeMap::new();
    for (at, field) in store.fields.iter().enumerate() {
        if shown(at) {
            fields.insert(field.name.clone(), row.values[at].clone());
        }
    }
    let key = id.key.iter().enumerate();
    Some(ExportRow {
        store: id.store,
        guild: id.guild,
        key: key
            .map(|(at, value)| {
                if shown(at) {
                    value.clone()
                } else {
                    Value::None
                }
            })
            .collect(),
        fields,
        created: row.created,
        due,
    })
}
