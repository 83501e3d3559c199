//! What follows once Discord has done something: blocks of effects with a result, each a transaction of its own.
//!
//! The transaction that decides an effect enters into a journal that its block is still to come; the one here removes the
//! entry and does what the block writes. So the block's rows are written exactly once, whatever happens in between.
//!
//! Where a row ended there is no effect yet: the transaction that removes the row enters what is to follow, and each effect
//! is decided from its entry once the bot sees the server. So it can be decided at a start, and is not lost with it.
//!
//! After a crash an entry stands alone. Where asking again for the effect makes no second one, [`again`] does, with what
//! the entry kept; everything else is told and given up.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Dice,
    entry::entry,
    language::answering,
    round::{Flow, Round, fail},
    run::Run,
    text,
};
use crate::{
    lexicon::{
        Held,
        event::{BOOT, ENDED, FAILURE},
        source::{FAILURE_INPUT, MESSAGE_CONTENT},
        text::scrub,
    },
    plan::{Kind, Plan, Sequel, Slot},
    port::{
        Event, EventKind, Guild, Made, OptionValue, Outcome, Pending, Person, Reads, RowId,
        StoredRow, Told,
    },
    vocab::{Intent, Timestamp, UserId, Value},
};

/// The block that waits for this entry.
fn sequel<'p>(plan: &'p Plan, entry: &RowId) -> Option<Sequel<'p>> {
    plan.sequels().find(|one| one.journal == entry.store)
}

/// Runs what is to run at the end of a row, and removes the row. Where the handler breaks off the row goes all the same.
#[must_use]
pub fn ended(
    plan: &Plan,
    event: &Event,
    (id, row): (&RowId, &StoredRow),
    reads: &Reads,
    now: Timestamp,
    dice: &mut Dice,
) -> Outcome {
    let mut round = Round::new(plan, event, reads, now, dice);
    round.begun = plan.store(id.store).map(|store| store.feature);
    round.draft.remove(id.clone());
    if let Some(handler) = plan.ended(id.store) {
        round.speak(|round| {
            let mut run = Run::new(round, handler.slots);
            let result = run.with(&row.values, 1, |run| run.steps(&handler.steps));
            let at = run.at.take().unwrap_or_else(|| handler.at.clone());
            let (draft, actions) = (run.draft, run.actions);
            round.conclude_sequel(result, draft, actions, &at);
        });
    }
    round.finish()
}

/// What is to follow on Discord although the row goes because somebody in it is erased: the deeds of what runs at its end,
/// from `values`, in which nothing is theirs. Nothing else is written than that they are to come.
#[must_use]
pub fn left_behind(
    plan: &Plan,
    event: &Event,
    (id, values): (&RowId, &[Value]),
    reads: &Reads,
    now: Timestamp,
    dice: &mut Dice,
) -> Outcome {
    let mut round = Round::new(plan, event, reads, now, dice);
    if let Some(handler) = plan.ended(id.store) {
        let mut run = Run::new(&mut round, handler.slots);
        run.only_deeds = true;
        let result = run.with(values, 1, |run| run.steps(&handler.steps));
        let at = run.at.take().unwrap_or_else(|| handler.at.clone());
        let draft = run.draft;
        round.conclude_sequel(result, draft, Vec::new(), &at);
    }
    round.finish()
}

/// That a row ended: nobody did it.
#[must_use]
pub fn ending(guild: &Arc<Guild>, row: &RowId, now: Timestamp) -> Event {
    Event {
        dedupe: format!("ended:{:?}", row.key),
        at: now,
        guild: Some(Arc::clone(guild)),
        channel: None,
        actor: nameless(guild.me),
        people: BTreeMap::new(),
        tells: Told::default(),
        kind: EventKind::Happened(&ENDED),
    }
}

/// Whether something is to happen when the bot was started.
#[must_use]
pub fn boots(plan: &Plan) -> bool {
    let mut handlers = plan.handlers.iter();
    handlers.any(|handler| *handler.on.event == BOOT)
}

/// That the bot was started: nobody did it.
#[must_use]
pub fn booted(guild: &Arc<Guild>, now: Timestamp) -> Event {
    Event {
        dedupe: format!("boot:{}", guild.id),
        at: now,
        guild: Some(Arc::clone(guild)),
        channel: None,
        actor: nameless(guild.me),
        people: BTreeMap::new(),
        tells: Told::default(),
        kind: EventKind::Happened(&BOOT),
    }
}

/// That something of an event failed, without who it was; none where the policy does nothing about it, or where it failed
/// itself.
#[must_use]
pub fn failed(plan: &Plan, event: &Event, now: Timestamp) -> Option<Event> {
    let guild = event.guild.as_ref()?;
    let is_own = match event.kind {
        EventKind::Happened(what) => *what == FAILURE,
        EventKind::Interaction(_) => false,
    };
    let mut handlers = plan.handlers.iter();
    if is_own || !handlers.any(|handler| *handler.on.event == FAILURE) {
        return None;
    }
    let tells = Told::default();
    Some(Event {
        dedupe: format!("failure:{}", event.dedupe),
        at: now,
        guild: Some(Arc::clone(guild)),
        channel: None,
        actor: nameless(guild.me),
        people: BTreeMap::new(),
        tells: match written(plan, event) {
            Some(text) => tells.with(&FAILURE_INPUT, Value::Text(scrub(&text))),
            None => tells,
        },
        kind: EventKind::Happened(&FAILURE),
    })
}

/// What somebody wrote that led to an event: the message where the bot reads messages, or what a command was given.
fn written(plan: &Plan, event: &Event) -> Option<String> {
    let interaction = match &event.kind {
        EventKind::Interaction(interaction) => interaction,
        EventKind::Happened(_) => {
            let mut intents = plan.intents.iter();
            intents.find(|need| need.intent == Intent::MessageContent)?;
            let Value::Text(text) = event.tells.get(&MESSAGE_CONTENT)? else {
                return None;
            };
            return Some(text.clone());
        }
    };
    let entry = entry(plan, &interaction.kind)?;
    let given = entry.options.iter().map(|(name, value)| {
        let value = match value {
            OptionValue::Text(text) => text.clone(),
            OptionValue::Int(number) => number.to_string(),
            OptionValue::Bool(truth) => truth.to_string(),
            OptionValue::User(user) => format!("<@{user}>"),
            OptionValue::Channel(channel) => format!("<#{channel}>"),
            OptionValue::Role(role) => format!("<@&{role}>"),
            OptionValue::Message(_, message) => message.to_string(),
            OptionValue::Attachment(_) => "…".to_owned(),
        };
        format!(" {name}: {value}")
    });
    let given: String = given.collect();
    Some(format!("/{}{given}", entry.command.path.join(" ")))
}

/// Carries out the steps that waited for an action, once it is done. Like [`super::step`] in everything else. Where the
/// entry is gone (somebody in it was erased meanwhile), nothing happens.
#[must_use]
pub fn follow(
    plan: &Plan,
    event: &Event,
    (pending, made): (&Pending, Option<Made>),
    reads: &Reads,
    now: Timestamp,
    dice: &mut Dice,
) -> Outcome {
    answering(plan, event, |plan| {
        let mut round = Round::new(plan, event, reads, now, dice);
        round.speak(|round| goes_on(round, (pending, made)));
        round.finish()
    })
}

fn goes_on(round: &mut Round<'_>, (pending, made): (&Pending, Option<Made>)) {
    let plan = round.plan;
    let journal = plan.store(pending.entry.store);
    round.begun = journal.map(|journal| journal.feature);
    let Some(sequel) = sequel(plan, &pending.entry) else {
        return;
    };
    let at = sequel.first.at.clone();
    match round.row(pending.entry.clone()) {
        Ok(None) => {}
        Ok(Some(_)) => {
            // Before anything else, so that it is gone also when the block breaks off.
            round.draft.remove(pending.entry.clone());
            let mut run = Run::resumed(round, pending);
            let result = if sequel.steps.is_empty() {
                Ok(())
            } else {
                given(&mut run, sequel.slot, made).and_then(|()| run.steps(sequel.steps))
            };
            let at = run.at.take().unwrap_or(at);
            let (draft, actions) = (run.draft, run.actions);
            round.conclude_sequel(result, draft, actions, &at);
        }
        Err(halt) => round.conclude(Err(halt), Some(&at)),
    }
}

/// Puts a result into the slots of its name.
fn given(run: &mut Run<'_, '_>, slot: Slot, made: Option<Made>) -> Flow<()> {
    let Some(made) = made else {
        return fail("an effect made nothing that something could follow from");
    };
    let values = match made {
        Made::Message(channel, message, guild) => {
            let guild = guild.map_or_else(|| run.guild().map(|guild| guild.id), Ok)?;
            let link = format!("https://discord.com/channels/{guild}/{channel}/{message}");
            vec![
                Value::Message(message),
                Value::Channel(channel),
                Value::Text(link),
            ]
        }
        Made::Channel(channel) => vec![Value::Channel(channel)],
        Made::Number(number) => vec![Value::Int(i64::from(number))],
        Made::Answer(values) => values,
    };
    for (slot, value) in (slot.0..).map(Slot).zip(values) {
        run.set(slot, Some(value))?;
    }
    Ok(())
}

/// Decides again an effect whose result never arrived, with what its entry kept: one action, for which the block waits.
/// Nothing where the effect cannot be done any more.
#[must_use]
pub fn again(
    plan: &Plan,
    event: &Event,
    pending: &Pending,
    reads: &Reads,
    now: Timestamp,
    dice: &mut Dice,
) -> Outcome {
    answering(plan, event, |plan| {
        let mut round = Round::new(plan, event, reads, now, dice);
        round.speak(|round| asks_again(round, pending));
        round.finish()
    })
}

fn asks_again(round: &mut Round<'_>, pending: &Pending) {
    let Some(sequel) = sequel(round.plan, &pending.entry) else {
        return;
    };
    let mut run = Run::resumed(round, pending);
    run.at = Some(sequel.first.at.clone());
    let decided = run.effect(sequel.first);
    // What it says instead, where it cannot be done.
    let mut actions = std::mem::take(&mut run.actions);
    let result = decided.and_then(|action| match action {
        Some(mut action) => {
            action.then = Some(Box::new(pending.clone()));
            actions.push(action);
            Ok(actions)
        }
        None if sequel.is_ending() => Ok(actions),
        None => fail("an effect can no longer be done"),
    });
    round.conclude(result, Some(&sequel.first.at));
}

/// What an entry that stands alone says: the event as far as it was kept, and the steps that wait. None where nothing was
/// kept, or where it no longer fits the policy.
#[must_use]
pub fn kept(
    plan: &Plan,
    guild: &Arc<Guild>,
    entry: &RowId,
    row: &StoredRow,
    now: Timestamp,
) -> Option<(Event, Pending)> {
    let sequel = sequel(plan, entry)?;
    let store = plan.store(entry.store)?;
    // An entry of a row that ended says at least whether it was begun.
    let is_bare = if sequel.is_ending() {
        store.fields.len() == store.key_len as usize
    } else {
        sequel.keeps.is_empty()
    };
    if is_bare {
        return None;
    }
    let mut hand = Vec::new();
    let mut slots = vec![Value::None; sequel.slots as usize];
    let (mut actor, mut channel, mut tells) = (None, None, Told::default());
    let fields = store.fields.iter().zip(&row.values).skip(1);
    for (kept, (field, value)) in sequel.keeps.iter().zip(fields) {
        if *value != Value::None && !field.kind.holds(value) {
            return None;
        }
        match &kept.kind {
            Kind::Local(slot) => *slots.get_mut(slot.0 as usize)? = value.clone(),
            Kind::Row(of, field) => {
                if hand.is_empty() {
                    hand.resize(plan.store(*of)?.fields.len(), Value::None);
                }
                *hand.get_mut(field.0 as usize)? = value.clone();
            }
            Kind::Actor => {
                let Value::User(user) = value else {
                    return None;
                };
                actor = Some(*user);
            }
            Kind::Told(source) => {
                if source.held == Held::Channel
                    && let Value::Channel(id) = value
                {
                    channel = Some(*id);
                } else {
                    tells = tells.with(source, value.clone());
                }
            }
            // No journal keeps these: `resolve::needed` says what one does.
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Setting(_)
            | Kind::Field { .. }
            | Kind::Exists { .. }
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::Binary { .. }
            | Kind::If { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => return None,
        }
    }
    let event = Event {
        dedupe: format!("again:{:?}", entry.key),
        at: now,
        guild: Some(Arc::clone(guild)),
        channel,
        actor: nameless(actor.unwrap_or(guild.me)),
        people: BTreeMap::new(),
        tells,
        kind: EventKind::Happened(sequel.event),
    };
    let pending = Pending {
        entry: entry.clone(),
        slots,
        rows: if hand.is_empty() {
            Vec::new()
        } else {
            vec![(hand, 1)]
        },
        uploads: Vec::new(),
        in_vain: false,
    };
    Some((event, pending))
}

/// Somebody of whom only the id is known.
fn nameless(id: UserId) -> Person {
    let mention = text::show(&Value::User(id));
    Person {
        id,
        name: mention.clone(),
        display_name: mention,
        bot: false,
        roles: None,
        permissions: None,
        joined_at: None,
        has_avatar: false,
        avatar: None,
        last_roles: None,
    }
}
