//! Who runs the bot, what they state, and what changed.

use super::{
    full_stop,
    grounds::fact,
    model::{Entry, Section},
    names,
    pen::Pen,
};
use crate::{
    plan::UNREADABLE_WITHIN,
    vocab::{
        Language,
        Standing::{Enforced, Stated},
    },
    wording::{self, named},
};

/// None when the operator states nothing.
pub(super) fn stated(pen: &mut Pen) -> Option<Section> {
    let plan = pen.plan;
    if plan.stated.is_empty() {
        return None;
    }
    let mut entry = pen.entry("stated-list", None);
    for fact in &plan.stated {
        pen.quote(&mut entry, &full_stop(&fact.text), &fact.at);
    }
    Some(pen.section("stated", vec![entry]))
}

pub(super) fn people(pen: &mut Pen) -> Section {
    let mut entry = pen.entry("controller", None);
    controller(pen, &mut entry);
    let controller = &pen.plan.controller;
    if let Some(age) = controller.minimum_age {
        pen.add(
            &mut entry,
            fact!("age.minimum", age),
            Stated,
            [&controller.at],
        );
    }
    languages(pen, &mut entry);
    pen.section("people", vec![entry])
}

pub(super) fn controller(pen: &mut Pen, entry: &mut Entry) {
    let controller = &pen.plan.controller;
    let at = [&controller.at];
    let established = controller.established.as_ref();
    let established = established.map(|country| named("country", country));
    pen.add(
        entry,
        fact!(
            "controller.who",
            name = names::quoted(&controller.name),
            established
        ),
        Stated,
        at,
    );
    application(pen, entry);
    let reach = fact!("controller.reach", contacts = names::contacts(pen.plan));
    pen.add(entry, reach, Stated, at);
}

/// Which bot it is on Discord.
fn application(pen: &mut Pen, entry: &mut Entry) {
    let Some(application) = &pen.plan.application else {
        return;
    };
    let id = names::typed(&application.id);
    let tag = application.tag.as_deref().map(names::quoted);
    let (fact, standing) = if application.told {
        (fact!("application.told", id, tag), Enforced)
    } else {
        (fact!("application.is", id, tag), Stated)
    };
    pen.add(entry, fact, standing, [&application.at]);
}

/// Which text counts where there are several.
fn languages(pen: &mut Pen, entry: &mut Entry) {
    let plan = pen.plan;
    let name = |language: &Language| named("tongue", language.tag());
    let counts = plan.language();
    let spoken = wording::language();
    let others = plan.languages.iter().filter(|one| **one != spoken);
    let fact = fact!(
        "languages.counts",
        own = spoken == counts,
        counts = name(&counts),
        others = others.map(name).collect::<Vec<_>>()
    );
    pen.add(entry, fact, Stated, [&plan.at]);
}

pub(super) fn changes(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entry = pen.entry("changes-list", None);
    for change in &plan.changes {
        pen.add(
            &mut entry,
            fact!(
                "changes.one",
                date = &change.date,
                text = names::quoted(&full_stop(&change.text))
            ),
            Stated,
            [&change.at],
        );
    }
    for past in plan.past.iter().filter(|past| past.to.is_none()) {
        pen.add(
            &mut entry,
            fact!(
                "changes.drop",
                piece = past.piece.word(),
                name = &past.name,
                of = past.of.as_deref().unwrap_or_default(),
                within = UNREADABLE_WITHIN
            ),
            Enforced,
            [&past.at],
        );
    }
    let none = fact!("changes.none", updated = &plan.updated);
    pen.add(&mut entry, none, Stated, [&plan.at]);
    pen.section("changes", vec![entry])
}
