//! The page of answers that stands first: a few questions that people ask, each answered in a sentence or two.

use std::collections::BTreeSet;

use super::{
    claims,
    model::{Entry, Section},
    names::store_name,
    operator,
    pen::Pen,
    settings,
};
use crate::{
    plan::{Feature, FeatureId, IntentNeed},
    vocab::{Category, Intent, Place, Sink, Standing},
    wording::{fact, named},
};

use Standing::{Enforced, Proved, Stated};

pub(super) fn section(pen: &mut Pen) -> Section {
    let entries = vec![
        what(pen),
        content(pen),
        others(pen),
        erase(pen),
        never(pen),
        who(pen),
    ];
    pen.section("glance", entries)
}

fn question(pen: &mut Pen, id: &str) -> Entry {
    let title = named("glance", id);
    pen.entry(&format!("glance-{id}"), Some(title))
}

fn who(pen: &mut Pen) -> Entry {
    let mut entry = question(pen, "who");
    operator::controller(pen, &mut entry);
    entry
}

/// Whether the feature keeps anything of which somebody is the subject or a part.
fn keeps_people(pen: &Pen, id: FeatureId) -> bool {
    let mut stores = pen.stores_of(id).into_iter();
    stores.any(|store| store.people().next().is_some())
}

fn what(pen: &mut Pen) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, "what");
    let features = || (0u32..).map(FeatureId).zip(&plan.features);
    let (keeps, not): (Vec<_>, Vec<_>) = features().partition(|(id, _)| keeps_people(pen, *id));
    let titles = |all: &[(FeatureId, &Feature)]| -> Vec<String> {
        all.iter()
            .map(|(_, feature)| feature.title.clone())
            .collect()
    };
    if keeps.is_empty() {
        pen.add(&mut entry, fact!("kept.nothing"), Enforced, [&plan.at]);
    } else {
        let places = keeps.iter().map(|(_, feature)| &feature.at);
        pen.add(
            &mut entry,
            fact!("kept.features", features = titles(&keeps)),
            Enforced,
            places,
        );
    }
    if !keeps.is_empty() && !not.is_empty() {
        let places = not.iter().map(|(_, feature)| &feature.at);
        pen.add(
            &mut entry,
            fact!("kept.else", features = titles(&not)),
            Enforced,
            places,
        );
    }
    for store in plan
        .stores
        .iter()
        .filter(|store| store.people().next().is_some())
    {
        let until = super::term::term_of(pen.plan, store);
        let name = store_name(store);
        pen.add(
            &mut entry,
            fact!("kept.until", store = name, until = until.until),
            Enforced,
            [&store.retention.at],
        );
    }
    entry
}

/// The text of messages, whatever feature reads it.
fn content(pen: &mut Pen) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, "content");
    let readers = |stored: bool| -> (Vec<String>, Vec<Place>) {
        let mut titles = Vec::new();
        let mut places = Vec::new();
        for feature in &plan.features {
            let of = feature.reads.iter().filter(|read| {
                read.source == "message.content" && read.sinks.contains(&Sink::Storage) == stored
            });
            let of: Vec<_> = of.collect();
            if !of.is_empty() {
                titles.push(feature.title.clone());
                places.extend(of.iter().map(|read| read.at.clone()));
            }
        }
        (titles, places)
    };
    let (forgets, forgets_at) = readers(false);
    let (keeps, keeps_at) = readers(true);
    // That nothing reads it is only said when Discord is not asked for it either.
    let asked = |need: &IntentNeed| need.intent == Intent::MessageContent;
    if forgets.is_empty() && keeps.is_empty() && !plan.intents.iter().any(asked) {
        pen.add(&mut entry, fact!("content.none"), Proved, [&plan.at]);
    }
    pen.add(
        &mut entry,
        fact!("content.forgets", features = forgets),
        Proved,
        &forgets_at,
    );
    let goes = plan.features.iter().flat_map(|feature| &feature.reads);
    let goes: Vec<_> = goes
        .filter(|read| read.source == "message.content" && !read.sinks.is_empty())
        .collect();
    let sinks: BTreeSet<Sink> = goes
        .iter()
        .flat_map(|read| read.sinks.iter().copied())
        .collect();
    let sinks = sinks.iter().filter(|sink| **sink != Sink::Storage);
    let sinks: Vec<_> = sinks.map(|sink| named("sink", sink.word())).collect();
    if !sinks.is_empty() {
        let places = goes.iter().map(|read| &read.at);
        pen.add(&mut entry, fact!("content.posts", sinks), Proved, places);
    }
    pen.add(
        &mut entry,
        fact!("content.keeps", features = keeps),
        Proved,
        &keeps_at,
    );
    let written = |categories: &[Category]| categories.contains(&Category::UserContent);
    let stores = plan
        .stores
        .iter()
        .filter(|store| store.fields.iter().any(|field| written(&field.categories)));
    let stores: Vec<_> = stores.collect();
    let places: Vec<&Place> = stores.iter().map(|store| &store.at).collect();
    let stores: Vec<_> = stores.iter().map(|store| store_name(store)).collect();
    pen.add(
        &mut entry,
        fact!("content.commands", stores),
        Enforced,
        places,
    );
    entry
}

fn others(pen: &mut Pen) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, "others");
    if plan.processors.is_empty() {
        let at = [&plan.controller.at];
        pen.add(&mut entry, fact!("others.none"), Stated, at);
    } else {
        let names: Vec<_> = plan.processors.iter().map(|one| one.name.clone()).collect();
        let places = plan.processors.iter().map(|one| &one.at);
        pen.add(&mut entry, fact!("others.some", names), Stated, places);
    }
    if let Some(log) = &plan.mod_log {
        pen.add(&mut entry, fact!("others.modlog"), Enforced, [&log.at]);
    }
    entry
}

fn erase(pen: &mut Pen) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, "erase");
    pen.add(&mut entry, fact!("erase.how"), Enforced, [&plan.at]);
    settings::stops(pen, &mut entry, |stores| fact!("erase.stop", stores));
    entry
}

/// What is proved, and only that.
fn never(pen: &mut Pen) -> Entry {
    let mut entry = question(pen, "never");
    claims::claims(pen, &mut entry, true);
    claims::unasked(pen, &mut entry);
    // The same sentence twice, from two claims, says no more than once.
    let mut said = BTreeSet::new();
    entry
        .sentences
        .retain(|sentence| said.insert(sentence.phrase.text.clone()));
    entry
}
