//! Messages that are kept, and to whom each leads: who may have written it, and whom it names.
//!
//! Judges nothing; `erasure` asks. Discord says who wrote a message, and so does the next event about it. A message of the
//! bot leads to those whom its words name.

use std::collections::BTreeSet;

use crate::{
    lexicon::{
        About, Held,
        function::RENDER,
        source::{MESSAGE_ID, MESSAGE_LINK},
    },
    plan::{
        self, Arg, Expr, FieldId, Kind, Sequel, Slot, Step, StoreId, Ty,
        walk::{self, Part},
    },
    resolve::{Handler, Policy},
    sabotage::{Saboteur, Unless as _, off},
    vocab::Type,
};

use super::{
    whose::is_person,
    writes::{self, Lets, Write, copied},
};

/// A field that leads to somebody, and the field of the same row that names them.
pub(super) type Led = BTreeSet<(StoreId, FieldId, FieldId)>;

/// To whom a value leads.
#[derive(Debug, Default)]
struct Leads {
    /// Nobody knows whose message it is, so it may be anybody's.
    anybody: bool,
    people: Vec<Expr>,
}

pub(super) fn of(policy: &Policy) -> Led {
    let mut found = Led::new();
    loop {
        let before = found.len();
        for write in writes::of(policy) {
            let lets = Lets::of(write.handler);
            for (field, value) in write.values() {
                led(policy, &write, &lets, (field, value), &mut found);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn led(
    policy: &Policy,
    write: &Write<'_>,
    lets: &Lets<'_>,
    (field, value): (FieldId, &Expr),
    found: &mut Led,
) {
    let mut copies = Vec::new();
    copied(lets, value, &mut copies);
    let is_copy = found.iter().any(|(store, field, _)| {
        let mut copies = copies.iter();
        copies.any(|one| (one.store, one.field) == (*store, *field))
    });
    let leads = leads(write.handler, lets, value);
    if !is_copy && !leads.anybody && leads.people.is_empty() {
        return;
    }
    let store = policy.store(write.store);
    for (person, _) in store.into_iter().flat_map(|store| store.node.people()) {
        let named = match write.value(person) {
            Some(named) => is_copy || leads.anybody || leads.people.contains(&plain(lets, named)),
            None => !write.makes,
        };
        if named {
            found.insert((write.store, field, person));
        }
    }
}

fn leads(handler: &Handler, lets: &Lets<'_>, value: &Expr) -> Leads {
    let mut leads = Leads::default();
    parts(lets, value, &mut |part| {
        let is_told = [&MESSAGE_ID, &MESSAGE_LINK]
            .map(Kind::Told)
            .contains(&part.kind);
        if is_told && handler.on.event.authored {
            leads.people.push(Expr::from(Kind::Actor));
        } else if is_told {
            leads.anybody = true;
        } else if let Kind::Local(slot) = part.kind {
            match made_by(handler, slot) {
                Some(first) => named(lets, first, &mut leads.people),
                None => leads.anybody |= is_message(&part.ty),
            }
        }
    });
    leads.anybody = leads.anybody.unless(Saboteur::LedToAnybody);
    leads
}

/// Every part of a value, also of what a name stands for.
fn parts<'e, 'p: 'e>(lets: &Lets<'p>, value: &'e Expr, found: &mut impl FnMut(&Expr)) {
    let mut names = Vec::new();
    walk::expr(value, &mut |part| {
        if let Part::Expr(part) = part {
            found(part);
            if let Kind::Local(slot) = part.kind {
                names.extend(lets.value(slot));
            }
        }
    });
    for value in names {
        parts(lets, value, found);
    }
}

/// The effect that made what stands here.
fn made_by(handler: &Handler, slot: Slot) -> Option<&Step> {
    let steps = plan::all(&handler.steps);
    let mut made = steps.filter_map(|step| Sequel::of(handler.on.event, handler.slots, step));
    made.find_map(|made| {
        let place = slot.0.checked_sub(made.slot.0)?;
        (place < made.first.kind.result_slots()).then_some(made.first)
    })
}

/// Whom the words of an effect name.
fn named(lets: &Lets<'_>, first: &Step, people: &mut Vec<Expr>) {
    if off(Saboteur::LedByWords) {
        return;
    }
    let mut note = |part: &Expr| {
        if let Kind::Call { function, .. } = &part.kind
            && **function == RENDER
        {
            people.push(Expr::from(Kind::Actor));
        } else if is_person(part) {
            people.push(plain(lets, part));
        }
    };
    if let Some((_, args)) = first.kind.done() {
        for hole in args
            .values()
            .filter_map(Arg::text)
            .flat_map(plan::Text::holes)
        {
            parts(lets, hole, &mut note);
        }
    } else {
        walk::walk(std::slice::from_ref(first), &mut |part| {
            if let Part::Expr(part) = part {
                note(part);
            }
        });
    }
}

/// The same person under one name.
fn plain(lets: &Lets<'_>, of: &Expr) -> Expr {
    let of = lets.follow(of);
    if let Kind::Person { of: person, what } = &of.kind
        && what.held == Held::ByPerson(About::Id)
    {
        return plain(lets, person);
    }
    of.clone()
}

fn is_message(ty: &Ty) -> bool {
    let id = Type::MessageId;
    *ty == Ty::Message
        || [Type::Optional(Box::new(id.clone())), id]
            .map(Ty::Of)
            .contains(ty)
}
