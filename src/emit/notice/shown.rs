//! To whom the bot shows what it keeps, in sentences and as a cell.

use std::collections::BTreeSet;

use super::{
    grounds::fact,
    model::Entry,
    names::{self, field_names},
    pen::Pen,
};
use crate::{
    emit::trace::{Audience, Extent, Shown, Via},
    plan::{FieldId, Store},
    vocab::{Place, Standing::Enforced},
    wording::{Fact, Phrase, named, phrase, say},
};

/// In sentences.
pub(super) fn shown(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let of_store = || pen.trace.shown.iter().filter(|one| one.store == store.id);
    let mut groups: Vec<Shown> = Vec::new();
    for one in of_store().filter(|one| one.what == Extent::Said) {
        let same = groups
            .iter_mut()
            .find(|group| group.to == one.to && group.via == one.via && group.own == one.own);
        match same {
            Some(group) => group.fields.extend(&one.fields),
            None => groups.push(one.clone()),
        }
    }
    pen.add(entry, fact!("store.shown.none"), Enforced, [&store.at]);
    pen.add(entry, fact!("store.shown.journal"), Enforced, [&store.at]);
    for group in &groups {
        say_shown(pen, entry, store, group);
    }
    say_depends(pen, entry, store, &groups);
}

/// What can be guessed by those to whom it is not said: fields, and the events by which they can be guessed.
struct Guessed {
    fields: BTreeSet<FieldId>,
    when: Vec<Phrase>,
    places: Vec<Place>,
}

fn say_depends(pen: &mut Pen, entry: &mut Entry, store: &Store, said: &[Shown]) {
    let shown = pen.trace.shown.iter().filter(|one| one.store == store.id);
    let depends = shown.filter(|one| one.what == Extent::Depends && !one.is_of_own());
    let mut guessed: Vec<Guessed> = Vec::new();
    for one in depends {
        let Some(fields) = hidden(store, one, said) else {
            continue;
        };
        let Some(phrase) = names::when(pen.plan, &one.via) else {
            continue;
        };
        let known = guessed.iter().position(|group| group.fields == fields);
        let group = match known.and_then(|at| guessed.get_mut(at)) {
            Some(group) => group,
            None => guessed.push_mut(Guessed {
                fields,
                when: Vec::new(),
                places: Vec::new(),
            }),
        };
        if !group.when.contains(&phrase) {
            group.when.push(phrase);
            group.places.push(one.at.clone());
        }
    }
    let mut said = !said.is_empty();
    for Guessed {
        fields,
        when,
        places,
    } in guessed
    {
        let fields = field_names(pen.plan, store, &fields);
        let fact = fact!("store.shown.depends", fields, when, said);
        pen.add(entry, fact, Enforced, &places);
        said = true;
    }
}

/// What somebody can guess who is not shown it; none where all of that is shown to them anyway. The rows themselves are
/// known where everything in them is shown to all.
fn hidden(store: &Store, one: &Shown, said: &[Shown]) -> Option<BTreeSet<FieldId>> {
    let sees = |group: &&Shown| group.to.is_public() || is_shown_to_them(group, one);
    let known: BTreeSet<FieldId> = said
        .iter()
        .filter(sees)
        .flat_map(|group| group.fields.clone())
        .collect();
    if !one.fields.is_empty() {
        // That something is done when the time of a row is over says when that is.
        let is_end = one.via.is_end_of(store.id);
        let is_told = |id: &FieldId| is_end && store.ends_by(*id);
        let hidden = one.fields.difference(&known).filter(|id| !is_told(id));
        let hidden: BTreeSet<FieldId> = hidden.copied().collect();
        return (!hidden.is_empty()).then_some(hidden);
    }
    let is_known = if one.to.is_public() {
        let mut all = (0u32..).map(FieldId).zip(&store.fields);
        all.all(|(id, field)| field.person.is_some() || known.contains(&id))
    } else {
        said.iter().any(|group| sees(&group))
    };
    (!is_known).then(BTreeSet::new)
}

/// Whether who sees what depends on it could ask for what is said here as well.
fn is_shown_to_them(said: &Shown, one: &Shown) -> bool {
    match (&said.via, &one.via) {
        (Via::Command { asked, .. }, Via::Command { asked: theirs, .. }) => {
            !said.own && asked.is_within(theirs) && said.to == one.to
        }
        (Via::Command { .. } | Via::Custom | Via::Event(..), _) => {
            said.via == one.via && said.to == one.to
        }
    }
}

fn say_shown(pen: &mut Pen, entry: &mut Entry, store: &Store, shown: &Shown) {
    let mut fields = field_names(pen.plan, store, &shown.fields);
    if fields.is_empty() {
        fields.push(say!("shown-rows"));
    }
    let at = [&shown.at];
    match (&shown.via, shown.to) {
        (Via::Command { name, .. }, Audience::Reply { ephemeral }) => {
            let to = names::who(pen.plan, &shown.via, ephemeral, shown.own);
            let fact = if ephemeral {
                fact!("shown.reply.private", command = name, fields, to)
            } else {
                fact!("shown.reply.public", command = name, fields, to)
            };
            pen.add(entry, fact, Enforced, at);
        }
        (Via::Custom, Audience::Reply { ephemeral }) => {
            pen.add(
                entry,
                fact!("shown.custom", fields, ephemeral),
                Enforced,
                at,
            );
        }
        // Nobody runs anything: Discord shows the names of the commands.
        (
            Via::Custom,
            Audience::Channel
            | Audience::ModLog
            | Audience::Operators
            | Audience::AuditLog
            | Audience::Acts
            | Audience::Dm
            | Audience::Service,
        ) => pen.add(entry, fact!("shown.custom.names", fields), Enforced, at),
        (via @ (Via::Command { .. } | Via::Event(..)), to) => {
            let when = names::when(pen.plan, via).unwrap_or_default();
            let fact = match to {
                Audience::Reply { ephemeral } => {
                    fact!("shown.event.reply", when, fields, ephemeral)
                }
                Audience::Channel => fact!("shown.event.channel", when, fields),
                Audience::ModLog => fact!("shown.event.mod-log", when, fields),
                Audience::Operators => fact!("shown.event.operators", when, fields),
                Audience::AuditLog => fact!("shown.event.audit-log", when, fields),
                Audience::Acts => fact!("shown.event.acts", when, fields),
                Audience::Dm => fact!("shown.event.dm", when, fields),
                Audience::Service => fact!("shown.event.service", when, fields),
            };
            pen.add(entry, fact, Enforced, at);
        }
    }
}

/// In a cell: everybody to whom it is said.
pub(super) fn seen(pen: &Pen, store: &Store) -> Fact {
    let mut seen = Vec::new();
    let shown = pen.trace.shown.iter();
    let said = shown.filter(|one| one.what == Extent::Said);
    for one in said.filter(|one| one.store == store.id) {
        let phrase = match (&one.via, one.to) {
            (
                Via::Command {
                    name,
                    asked,
                    operators,
                    direct: _,
                    sometimes,
                },
                Audience::Reply { ephemeral },
            ) => {
                let sometimes = names::asked_names(pen.plan, sometimes);
                let permissions = names::asked_names(pen.plan, asked);
                let own = one.own;
                phrase!(
                    "seen-command",
                    command = name,
                    permissions,
                    operators = *operators,
                    sometimes,
                    own,
                    ephemeral
                )
            }
            (Via::Custom, Audience::Channel) => Phrase::plain(&named("audience", "names")),
            (Via::Command { .. } | Via::Custom | Via::Event(..), audience) => {
                Phrase::plain(&names::audience(audience))
            }
        };
        if !seen.contains(&phrase) {
            seen.push(phrase);
        }
    }
    if !seen.is_empty() {
        fact!("row.seen", seen)
    } else if pen.plan.is_journal(store.id) {
        fact!("row.seen.journal")
    } else {
        fact!("row.seen.nobody")
    }
}
