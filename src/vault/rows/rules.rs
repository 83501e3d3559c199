//! What a plan's clauses mean for rows: deadlines, erasure, export, order. Pure; every vault goes by these.

use std::cmp::Ordering;

use super::named;
use crate::{
    plan::{
        Clause, EraseRule, Field, FieldId, Hold, Owner, Plan, Retention, Scope, SettingId, Store,
        StoreId, Trigger, Wish,
    },
    port::{Batch, Direction, ExportRow, Op, Request, RowId, RowKey, Scan, StoredRow, VaultError},
    sabotage::{Saboteur, off},
    vault::ledger::Who,
    vocab::{Duration, GuildId, Timestamp, UserId, Value},
};

pub(in crate::vault) const NEVER: Timestamp = Timestamp(i64::MAX);

/// What is known of a row's end from the row itself. `NEVER` where a clause is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::vault) struct Deadlines {
    /// From the row's making: only ever moves nearer.
    pub(in crate::vault) fixed: Timestamp,
    /// From the row's last writing, or from a time in the row: each write says it anew.
    pub(in crate::vault) moving: Timestamp,
}

impl Deadlines {
    pub(in crate::vault) const NONE: Self = Self {
        fixed: NEVER,
        moving: NEVER,
    };

    /// `finished` is when what the row was kept for was over, as far as ops have told. `duration` is what a server's
    /// setting says, where it is one; `values` are those of the row, as far as clauses ask for them (`reads_fields`).
    pub(in crate::vault) fn of(
        retention: &Retention,
        created: Timestamp,
        written: Timestamp,
        finished: Option<Timestamp>,
        values: &[Value],
        mut duration: impl FnMut(SettingId) -> Option<Duration>,
    ) -> Self {
        let mut all = Self::NONE;
        for Clause { trigger, after } in &retention.clauses {
            let (fixed, moving) = match trigger {
                Trigger::Age => (Some(created), None),
                Trigger::Setting { setting } => {
                    (duration(*setting).map(|kept| created.plus(kept)), None)
                }
                Trigger::FlowEnded => (finished, None),
                Trigger::EntryIdle => (None, Some(written)),
                Trigger::Field { field } => (None, instant(values, *field)),
                // These follow from what happens to the server, the member, the feature, the channel or the process.
                Trigger::GuildRemoved
                | Trigger::MemberLeft
                | Trigger::FeatureOff
                | Trigger::ChannelRemoved { .. }
                | Trigger::Boot
                | Trigger::Erased => (None, None),
            };
            let at = |from: Option<Timestamp>| from.map_or(NEVER, |from| from.plus(*after));
            all.fixed = all.fixed.min(at(fixed));
            all.moving = all.moving.min(at(moving));
        }
        all
    }

    /// What a trigger that has just happened leaves of a row's time.
    pub(in crate::vault) fn after(now: Timestamp, grace: Duration) -> Self {
        Self {
            fixed: now.plus(grace),
            moving: NEVER,
        }
    }

    /// With when its channel was deleted: a row that names another one from now on is not gone with that.
    #[must_use]
    pub(in crate::vault) fn with_channel(
        self,
        gone: Option<Timestamp>,
        grace: Option<Duration>,
    ) -> Self {
        let at = gone.zip(grace).map(|(gone, grace)| gone.plus(grace));
        Self {
            moving: self.moving.min(at.unwrap_or(NEVER)),
            ..self
        }
    }

    /// A promise made is never extended.
    pub(in crate::vault) fn nearer(self, other: Self) -> Self {
        Self {
            fixed: self.fixed.min(other.fixed),
            moving: self.moving.min(other.moving),
        }
    }

    pub(in crate::vault) fn first(self) -> Timestamp {
        self.fixed.min(self.moving)
    }
}

fn instant(values: &[Value], field: FieldId) -> Option<Timestamp> {
    match values.get(field.0 as usize) {
        Some(Value::Instant(at)) => Some(*at),
        _ => None,
    }
}

/// Whether some clause counts from a time in the row, so that the row must be read for its deadlines.
pub(in crate::vault) fn reads_fields(retention: &Retention) -> bool {
    let mut clauses = retention.clauses.iter();
    clauses.any(|clause| clause.trigger.field().is_some())
}

/// The shortest time after a trigger; none when no clause names it.
pub(in crate::vault) fn grace(retention: &Retention, trigger: Trigger) -> Option<Duration> {
    let clauses = retention
        .clauses
        .iter()
        .filter(|clause| clause.trigger == trigger);
    clauses.map(|clause| clause.after).min()
}

/// The field that names the channel with which a row goes, and how long after it.
pub(in crate::vault) fn channel(store: &Store) -> Option<(String, Duration)> {
    let mut clauses = store.retention.clauses.iter();
    clauses.find_map(|clause| {
        let field = store.fields.get(clause.trigger.channel()?.0 as usize)?;
        Some((field.name.clone(), clause.after))
    })
}

/// Of two times the first that is known.
pub(in crate::vault) fn earlier(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    a.into_iter().chain(b).min()
}

pub(in crate::vault) fn known(at: Timestamp) -> Option<Timestamp> {
    (at != NEVER).then_some(at)
}

/// Whose key seals a field. The id of a person always goes with that person, whatever the plan says of its owner.
pub(in crate::vault) fn owner(store: &Store, field: &Field) -> Option<FieldId> {
    match field.person.unwrap_or(field.owner) {
        Owner::Subject(of) | Owner::Party(of) => store.fields.get(of.0 as usize).map(|_| of),
        Owner::Guild => None,
    }
}

/// The fields that name somebody, with whom.
pub(in crate::vault) fn people(store: &Store, values: &[Value]) -> Vec<(FieldId, UserId)> {
    let named = store
        .people()
        .filter_map(|(id, _)| match values.get(id.0 as usize) {
            Some(Value::User(user)) => Some((id, *user)),
            _ => None,
        });
    named.collect()
}

pub(in crate::vault) fn is_subject(store: &Store, field: FieldId) -> bool {
    let field = store.fields.get(field.0 as usize);
    field.is_some_and(|field| matches!(field.person, Some(Owner::Subject(_))))
}

/// What erasing the person named by `by` does. Where a policy is silent the subject's row goes and a party is forgotten.
pub(in crate::vault) fn erase_rule(store: &Store, by: FieldId) -> EraseRule {
    let said = store.on_erase.iter().find(|rule| rule.by == by);
    said.map_or_else(
        || {
            if is_subject(store, by) {
                EraseRule::Delete
            } else {
                EraseRule::Pseudonymise
            }
        },
        |rule| rule.rule,
    )
}

/// Whose secret what belongs to the person named by `by` is sealed with: an erasure leaves that of what it is refused.
pub(in crate::vault) fn who(
    store: &Store,
    by: FieldId,
    (guild, user): (Option<GuildId>, UserId),
) -> Who {
    if erase_rule(store, by) == EraseRule::Refuse {
        Who::Refused(guild, user)
    } else {
        Who::person(guild, user)
    }
}

/// Whether an erasure leaves a row with these values.
pub(in crate::vault) fn leaves(store: &Store, values: &[Value], now: Timestamp) -> bool {
    store.on_erase.iter().any(|rule| rule.leaves(values, now))
}

/// What erasing somebody does whom a text mentions: the text stays without them. What it is the key of cannot.
pub(in crate::vault) fn named_rule(owner: &str) -> EraseRule {
    if named::is_in_key(owner) {
        EraseRule::Delete
    } else {
        EraseRule::Pseudonymise
    }
}

/// Stores in which nothing is written about somebody whose wish this is.
pub(in crate::vault) fn stopped(plan: &Plan, wish: Wish) -> Vec<StoreId> {
    let stores = plan.stores.iter();
    let stopped = stores.filter(|store| store.stopped_by(wish).next().is_some());
    stopped.map(|store| store.id).collect()
}

/// Whom a row is not written about, if their wish is at least this. The router leaves such writes out; one that was
/// decided before the wish was committed is a conflict, so that it is decided again.
pub(in crate::vault) fn stoppable(store: &Store, values: &[Value]) -> Vec<(UserId, Wish)> {
    let mut people = Vec::new();
    for wish in [Wish::NotAgain, Wish::NoMore] {
        for field in store.stopped_by(wish) {
            if let Some(Value::User(user)) = values.get(field.0 as usize) {
                people.push((*user, wish));
            }
        }
    }
    people
}

/// A choice about being collected about: the latest word counts, whether it was about one server or about all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::vault) struct Choice {
    pub(in crate::vault) revision: u64,
    pub(in crate::vault) place: u32,
    pub(in crate::vault) wish: Wish,
}

/// As a choice keeps it: one byte.
pub(in crate::vault) const WISHES: [Wish; 3] = [Wish::Nothing, Wish::NotAgain, Wish::NoMore];

/// What `Op::Suppress` says.
pub(in crate::vault) fn said(on: bool) -> Wish {
    if on { Wish::NoMore } else { Wish::Nothing }
}

/// What somebody wishes who chose here and everywhere. Where the latest word is to stop, the one that goes further counts.
pub(in crate::vault) fn wish(here: Option<Choice>, everywhere: Option<Choice>) -> Wish {
    let latest = here.max(everywhere);
    if latest.is_none_or(|latest| latest.wish == Wish::Nothing) {
        return Wish::Nothing;
    }
    let both = here.into_iter().chain(everywhere);
    both.map(|choice| choice.wish)
        .max()
        .unwrap_or(Wish::Nothing)
}

/// A row of scope guild needs a server; others must not name one.
pub(in crate::vault) fn check_scope(
    store: &Store,
    guild: Option<GuildId>,
) -> Result<(), VaultError> {
    if (store.scope == Scope::Guild) == guild.is_some() {
        Ok(())
    } else {
        Err(refused(format!(
            "store `{}` does not have that scope",
            store.name
        )))
    }
}

pub(in crate::vault) fn check_auto(
    store: &Store,
    guild: Option<GuildId>,
) -> Result<(), VaultError> {
    check_scope(store, guild)?;
    if store.auto_key {
        Ok(())
    } else {
        Err(refused(format!("store `{}` has no auto key", store.name)))
    }
}

pub(in crate::vault) fn waits_for_setting(retention: &Retention) -> bool {
    retention
        .clauses
        .iter()
        .any(|clause| matches!(clause.trigger, Trigger::Setting { .. }))
}

/// Whether a key can name a row: as long as it must be, and with somebody where a person belongs.
pub(in crate::vault) fn names_a_row(store: &Store, key: &[Value]) -> bool {
    key.len() == store.key_len as usize
        && key
            .iter()
            .zip(&store.fields)
            .all(|(value, field)| field.person.is_none() || matches!(value, Value::User(_)))
}

/// The row's values, the key's among them.
pub(in crate::vault) fn whole_row(
    store: &Store,
    key: &[Value],
    mut values: Vec<Value>,
) -> Result<Vec<Value>, VaultError> {
    if values.len() != store.fields.len() {
        return Err(refused(format!(
            "a row of `{}` has {} fields, not {}",
            store.name,
            store.fields.len(),
            values.len()
        )));
    }
    if !names_a_row(store, key) {
        return Err(refused(format!(
            "the key of a row of `{}` names nothing",
            store.name
        )));
    }
    for (to, from) in values.iter_mut().zip(key) {
        to.clone_from(from);
    }
    Ok(values)
}

/// An erasure destroys keys in the middle of its work, so that it cannot be one transaction with other writes.
pub(in crate::vault) fn check_batch(batch: &Batch) -> Result<(), VaultError> {
    let erases = batch.ops.iter().any(is_erase);
    let alone = batch
        .ops
        .iter()
        .all(|op| is_erase(op) || matches!(op, Op::Suppress { .. }));
    if erases && !alone {
        return Err(refused(
            "an erasure and other writes are in one batch".to_owned(),
        ));
    }
    Ok(())
}

/// Takes what the batch is to be recorded as out of it.
pub(in crate::vault) fn take_request(batch: &mut Batch) -> Option<Request> {
    let mut request = None;
    batch.ops.retain(|op| match op {
        Op::Record(of) => {
            request.get_or_insert(*of);
            false
        }
        _ => true,
    });
    request
}

pub(in crate::vault) fn is_erase(op: &Op) -> bool {
    matches!(op, Op::Erase { .. } | Op::EraseServer { .. })
}

/// The row that the batch's `insert`th insertion made; `keys` are the numbers given so far.
pub(in crate::vault) fn inserted(
    store: StoreId,
    guild: Option<GuildId>,
    insert: usize,
    keys: &[i64],
) -> Result<RowId, VaultError> {
    let number = keys.get(insert);
    let number =
        number.ok_or_else(|| refused("a batch finishes what it did not make".to_owned()))?;
    Ok(RowId {
        store,
        guild,
        key: vec![Value::Int(*number)],
    })
}

pub(in crate::vault) fn refused(what: String) -> VaultError {
    VaultError::Refused {
        what,
        help: "this is a fault in candor; please report it".to_owned(),
    }
}

/// How long after a departure a row about that member goes. A hold first looks how many leave; `many` when many did.
pub(in crate::vault) fn wait(grace: Duration, hold: Option<&Hold>, many: bool) -> Duration {
    match hold {
        Some(hold) if many && !off(Saboteur::HeldBackRows) => grace.max(hold.length),
        Some(hold) => grace.max(hold.within),
        None => grace,
    }
}

/// A hold is never longer, nor looks longer, than what rows were promised.
pub(in crate::vault) fn stricter(before: Option<Hold>, now: Option<Hold>) -> Option<Hold> {
    before.zip(now).map(|(before, now)| Hold {
        departures: before.departures.max(now.departures),
        within: before.within.min(now.within),
        length: before.length.min(now.length),
        at: now.at,
    })
}

/// Whether the policy refuses the row to whoever stands in these fields: to whom it is about, or to all where it is about
/// nobody in particular.
fn is_refused(store: &Store, theirs: &[FieldId]) -> bool {
    let mut people = store.people();
    store.refused.is_some()
        && (theirs.iter().any(|field| is_subject(store, *field))
            || !people.any(|(field, _)| is_subject(store, field)))
}

/// What `user` may have of a row: all that the policy exports to them, or what is theirs of it. None when nothing of it
/// is about them, or the policy refuses it.
pub(in crate::vault) fn exported(
    store: &Store,
    id: &RowId,
    row: &StoredRow,
    user: UserId,
    due: Option<Timestamp>,
) -> Option<ExportRow> {
    let named = people(store, &row.values).into_iter();
    let theirs: Vec<FieldId> = named
        .filter(|(_, who)| *who == user)
        .map(|(field, _)| field)
        .collect();
    if theirs.is_empty() || is_refused(store, &theirs) && !off(Saboteur::ExportRefused) {
        return None;
    }
    let export = store.export.as_ref();
    let whole = export.filter(|export| theirs.iter().any(|field| export.to.contains(field)));
    let redacted = |at: usize| {
        if let Some(export) = whole {
            return export.redact.iter().any(|field| field.0 as usize == at);
        }
        let owner = store.fields.get(at).and_then(|field| owner(store, field));
        // A number only tells rows apart.
        !(store.auto_key && at == 0
            || owner.is_some_and(|owner| theirs.contains(&owner))
            || off(Saboteur::ExportOthers))
    };
    let key: RowKey = id
        .key
        .iter()
        .enumerate()
        .map(|(at, value)| {
            if redacted(at) {
                Value::None
            } else {
                value.clone()
            }
        })
        .collect();
    let fields = store.fields.iter().zip(&row.values).enumerate();
    Some(ExportRow {
        store: id.store,
        guild: id.guild,
        key,
        fields: fields
            .filter(|(at, _)| !redacted(*at))
            .map(|(_, (field, value))| (field.name.clone(), value.clone()))
            .collect(),
        created: row.created,
        due,
    })
}

/// Rows in the order of their keys. Rows whose key was blanked by an erasure keep an order too.
pub(in crate::vault) fn by_key(a: &StoredRow, b: &StoredRow) -> Ordering {
    let order = |row: &StoredRow| (row.created, row.revision);
    (&a.key, order(a), &a.values, a.written).cmp(&(&b.key, order(b), &b.values, b.written))
}

/// Sorts, filters and cuts what a scan asks for, from all rows of the store in its scope.
pub(in crate::vault) fn scanned(scan: &Scan, mut rows: Vec<StoredRow>) -> Vec<StoredRow> {
    if let Some((field, user)) = scan.of {
        rows.retain(|row| row.values.get(field.0 as usize) == Some(&Value::User(user)));
    }
    rows.sort_by(by_key);
    if let Some((field, direction)) = scan.by {
        let at = field.0 as usize;
        rows.sort_by(|a, b| {
            let order = a.values.get(at).cmp(&b.values.get(at));
            match direction {
                Direction::Ascending => order,
                Direction::Descending => order.reverse(),
            }
        });
    }
    if let Some(limit) = scan.limit {
        rows.truncate(limit as usize);
    }
    rows
}

/// The duration that a setting stands for, where it is one: what the server set, else the default.
pub(in crate::vault) fn duration(
    plan: &Plan,
    set: Option<&Value>,
    setting: SettingId,
) -> Option<Duration> {
    match set.or(plan.setting(setting)?.default.as_ref()) {
        Some(Value::Duration(duration)) => Some(*duration),
        _ => None,
    }
}

/// What is kept of a setting: nothing when it says what the default says.
pub(in crate::vault) fn kept_setting(
    plan: &Plan,
    setting: SettingId,
    value: Option<Value>,
) -> Result<Option<Value>, VaultError> {
    let declared = plan
        .setting(setting)
        .ok_or_else(|| refused(format!("the plan has no setting {}", setting.0)))?;
    Ok(value.filter(|value| declared.default.as_ref() != Some(value)))
}

/// Whether a feature is on in a server that switched it so, if it did.
pub(in crate::vault) fn is_on(plan: &Plan, feature: &str, switched: Option<bool>) -> bool {
    let declared = plan.features.iter().find(|one| one.name == feature);
    let switched = switched.filter(|_| !declared.is_some_and(|one| one.fixed));
    switched.unwrap_or_else(|| declared.is_some_and(|one| one.default_on))
}

/// What is kept of a switch: nothing when it stands where the policy put it.
pub(in crate::vault) fn kept_switch(
    plan: &Plan,
    feature: &str,
    on: Option<bool>,
) -> Result<Option<bool>, VaultError> {
    let declared = plan
        .features
        .iter()
        .find(|declared| declared.name == feature)
        .ok_or_else(|| refused(format!("the plan has no feature `{feature}`")))?;
    Ok(on.filter(|on| declared.default_on != *on && !declared.fixed))
}
