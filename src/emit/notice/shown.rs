//! To whom the bot shows what it keeps, in sentences and as a cell.

use std::collections::BTreeSet;

use super::{
    grounds::fact,
    model::Entry,
    names::{self, field_names, permission_names},
    pen::Pen,
};
use crate::{
    emit::trace::{Audience, Extent, Shown, Via},
    plan::{FieldId, Store},
    vocab::Standing::Enforced,
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
    let depends: Vec<Shown> = of_store()
        .filter(|one| one.what == Extent::Depends && !one.is_of_own())
        .cloned()
        .collect();
    pen.add(entry, fact!("store.shown.none"), Enforced, [&store.at]);
    pen.add(entry, fact!("store.shown.journal"), Enforced, [&store.at]);
    for group in &groups {
        say_shown(pen, entry, store, group);
    }
    let public = groups.iter().filter(|group| group.to.is_public());
    let public: BTreeSet<_> = public.flat_map(|group| &group.fields).collect();
    // Where everything in it is shown to all, it says nothing that more depends on it.
    let mut rest = (0u32..).map(FieldId).zip(&store.fields);
    if rest.all(|(id, field)| field.person.is_some() || public.contains(&id)) {
        return;
    }
    let said = !groups.is_empty();
    let mut when = Vec::new();
    let mut places = Vec::new();
    for one in depends.iter().filter(|one| !said || one.to.is_public()) {
        if let Some(phrase) =
            names::when(pen.plan, &one.via).filter(|phrase| !when.contains(phrase))
        {
            when.push(phrase);
            places.push(one.at.clone());
        }
    }
    let fact = fact!("store.shown.depends", when, said);
    pen.add(entry, fact, Enforced, &places);
}

fn say_shown(pen: &mut Pen, entry: &mut Entry, store: &Store, shown: &Shown) {
    let mut fields = field_names(pen.plan, store, &shown.fields);
    if fields.is_empty() {
        fields.push(say!("shown-rows"));
    }
    let at = [&shown.at];
    match (&shown.via, shown.to) {
        (Via::Command { name, .. }, Audience::Reply { ephemeral }) => {
            let to = names::who(&shown.via, ephemeral, shown.own);
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
            | Audience::Dm,
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
                    permissions,
                    operators,
                    sometimes,
                },
                Audience::Reply { ephemeral },
            ) => {
                let sometimes = permission_names(sometimes);
                let permissions = permission_names(permissions);
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
