//! How long something is kept, what holds its deletion back, and what ends it before.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    full_stop,
    grounds::fact,
    model::Entry,
    names::{self, store_named},
    pen::Pen,
    term::term_of,
};
use crate::{
    emit::{
        asked::Asked,
        trace::{Via, typed},
    },
    plan::{self, EraseRule, Owner, Plan, StepKind, Store, To},
    vocab::{
        Place,
        Standing::{Enforced, Stated},
    },
    wording::{self, Phrase, phrase, say, word},
};

/// How long it is kept, and what deletes it before.
pub(super) fn until(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let until = term_of(pen.plan, store).until;
    let at = [&store.retention.at];
    pen.add(entry, fact!("store.until-erased"), Enforced, at);
    pen.add(entry, fact!("store.until", until), Enforced, at);
    if let Some(reason) = &store.retention.reason {
        let reason = full_stop(reason);
        pen.add(entry, fact!("store.until-reason", reason), Stated, at);
    }
    if let Some(keep) = &store.keep {
        let per = store.fields.get(keep.per.0 as usize);
        // Of the subject the notice says "you".
        let per = per.filter(|field| !matches!(field.person, Some(Owner::Subject(_))));
        let per = per.map(|field| names::quoted(&names::plain_name(pen.plan, field)));
        let fact = fact!("store.newest", newest = keep.newest, per);
        pen.add(entry, fact, Enforced, [&keep.at]);
    }
    ended(pen, entry, store);
    held(pen, entry, store);
    finished(pen, entry, store);
    removed(pen, entry, store);
}

/// What the bot does once a row's time is over.
fn ended(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let plan = pen.plan;
    let Some(handler) = plan.ended(store.id) else {
        return;
    };
    let mut does: Vec<String> = Vec::new();
    let mut writes = BTreeSet::new();
    for step in plan::all(&handler.steps) {
        let what = match &step.kind {
            StepKind::Say { to, .. } => match to {
                To::Channel(_) => Some(say!("ended-channel")),
                To::ModLog => Some(say!("ended-mod-log")),
                To::Operators => Some(say!("ended-operators")),
                To::Dm(_) => Some(say!("ended-dm")),
                To::Edit(_) => Some(say!("ended-edit")),
                To::Reply { .. } => None,
            },
            StepKind::Do { deed, .. } => Some(word("deed", deed.name).unwrap_or_default()),
            kind @ (StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }) => {
                writes.extend(kind.changes().or(kind.finishes()));
                None
            }
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Limit { .. }
            | StepKind::Ask(_)
            | StepKind::Then { .. } => None,
        };
        does.extend(what.filter(|what| !what.is_empty() && !does.contains(what)));
    }
    for store in writes.iter().filter_map(|store| plan.store(*store)) {
        does.push(say!("ended-changes", store = store_named(plan, store)));
    }
    let at = [&store.retention.at, &handler.at];
    let ring = store.keep.is_some();
    let erased = store
        .on_erase
        .iter()
        .any(|rule| rule.rule == EraseRule::Delete);
    let deeds = erased && plan::all(&handler.steps).any(|step| step.kind.deed().is_some());
    pen.add(entry, fact!("store.ended", does, ring, deeds), Enforced, at);
}

/// What a mass departure holds back, and who can use it meanwhile.
fn held(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let Some(hold) = &store.hold else {
        return;
    };
    let plan = pen.plan;
    let uses = plan.commands.iter();
    let uses = uses.filter(|command| command.reads_held.contains(&store.id));
    let (mut by, mut places) = (Vec::new(), vec![&hold.at]);
    for command in uses {
        let commands = vec![names::typed(&typed(plan, command))];
        let asked = Asked {
            permissions: command.permissions.iter().copied().collect(),
            ..Asked::default()
        };
        let people = names::people(plan, &asked);
        let operators = command.operators;
        let sometimes = None::<String>;
        by.push(phrase!(
            "by-command",
            commands,
            people,
            sometimes,
            operators
        ));
        places.push(&command.at);
    }
    pen.add(
        entry,
        fact!(
            "store.hold",
            departures = hold.departures,
            within = hold.within,
            held = hold.length
        ),
        Enforced,
        [&hold.at],
    );
    let ended = plan.ended(store.id).is_some();
    pen.add(entry, fact!("store.hold.by", by, ended), Enforced, places);
}

/// What ends the flow that a row belongs to.
fn finished(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let finishes = pen
        .trace
        .finishes
        .iter()
        .filter(|one| one.store == store.id);
    let (mut when, mut places) = (Vec::new(), Vec::new());
    for finish in finishes {
        let labels = labels(pen.plan, &finish.at);
        let phrase = if labels.is_empty() {
            names::when(pen.plan, &finish.via)
        } else {
            Some(phrase!("when-pressed", labels))
        };
        if let Some(phrase) = phrase
            && !when.contains(&phrase)
        {
            when.push(phrase);
            places.push(finish.at.clone());
        }
    }
    pen.add(entry, fact!("store.finished", when), Enforced, &places);
}

/// What stands on the buttons whose handler has a step at this place, as far as the policy says it.
fn labels(plan: &Plan, at: &Place) -> Vec<String> {
    let handlers = plan.handlers.iter();
    let mut of_step = handlers.filter(|one| plan::all(&one.steps).any(|step| step.at == *at));
    let Some(id) = of_step.find_map(|one| one.on.id.as_deref()) else {
        return Vec::new();
    };
    let handlers = plan.handlers.iter().map(|one| &one.steps);
    let commands = plan.commands.iter().map(|one| &one.steps);
    let steps = handlers.chain(commands).flat_map(|steps| plan::all(steps));
    let messages = steps.filter_map(|step| step.kind.message());
    let buttons = messages.flat_map(|message| &message.buttons);
    let mut labels = BTreeSet::new();
    for button in buttons.filter(|button| button.id == id) {
        if let Some(label) = button.label.literal_in(wording::language()) {
            labels.insert(names::quoted(&label));
        }
    }
    labels.into_iter().collect()
}

/// Who can delete a row before its time; commands that ask for the same permission are named together.
fn removed(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let deletes = pen.trace.deletes.iter().filter(|one| one.store == store.id);
    let mut commands: BTreeMap<(bool, Asked, Asked), Vec<Phrase>> = BTreeMap::new();
    let (mut by, mut places) = (Vec::new(), Vec::new());
    let mut own: Vec<Phrase> = Vec::new();
    for delete in deletes {
        places.push(delete.at.clone());
        match &delete.via {
            Via::Command { name, .. } if delete.own => {
                let name = names::typed(name);
                if !own.contains(&name) {
                    own.push(name);
                }
            }
            Via::Command {
                name,
                asked,
                operators,
                sometimes,
                ..
            } => {
                let asked = (*operators, asked.clone(), sometimes.clone());
                let names = commands.entry(asked).or_default();
                let name = names::typed(name);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            via @ (Via::Custom | Via::Event(..)) => {
                let phrase = phrase!("by-event", when = names::when(pen.plan, via));
                if !by.contains(&phrase) {
                    by.push(phrase);
                }
            }
        }
    }
    if !own.is_empty() {
        by.push(phrase!("by-own", commands = own));
    }
    for ((operators, asked, sometimes), commands) in commands {
        let people = names::people(pen.plan, &asked);
        let sometimes = names::people(pen.plan, &sometimes);
        by.push(phrase!(
            "by-command",
            commands,
            people,
            sometimes,
            operators
        ));
    }
    pen.add(entry, fact!("store.removed", by), Enforced, &places);
}
