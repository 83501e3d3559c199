//! The page of answers that stands first: a few questions that people ask, each answered in a sentence or two.

use std::collections::BTreeSet;

use super::{
    claims,
    grounds::{can_tell, fact, is_given_and_erased, is_of_people, is_unnamed},
    model::{Entry, Section},
    names::{self, store_named},
    operator,
    pen::Pen,
    reads::is_of_a_text,
    settings,
};
use crate::{
    plan::{Feature, FeatureId, Plan, Read, Store},
    vocab::{Category, Place, Sink, Standing, Type},
    wording::{Fact, Phrase, named, say},
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

fn what(pen: &mut Pen) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, "what");
    let features = || (0u32..).map(FeatureId).zip(&plan.features);
    let any = |pen: &Pen, id, so: fn(&Store) -> bool| {
        let mut stores = pen.stores_of(id).into_iter();
        stores.any(so)
    };
    let (keeps, others): (Vec<_>, Vec<_>) =
        features().partition(|(id, _)| any(pen, *id, is_of_people));
    let (unnamed, not): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|(id, _)| any(pen, *id, is_unnamed));
    let say = |pen: &mut Pen, entry: &mut Entry, fact: Fact, all: &[(FeatureId, &Feature)]| {
        let places = all.iter().map(|(_, feature)| &feature.at);
        pen.add(entry, fact, Enforced, places);
    };
    let titles = |all: &[(FeatureId, &Feature)]| -> Vec<String> {
        all.iter()
            .map(|(_, feature)| names::feature(feature))
            .collect()
    };
    let gives = |(id, _): &(FeatureId, &Feature)| pen.trace.roles_of(*id).next().is_some();
    let not: Vec<_> = not.into_iter().filter(|one| !gives(one)).collect();
    let roles: Vec<_> = features().filter(gives).collect();
    let reads = |feature: &Feature| {
        feature
            .reads
            .iter()
            .any(|read| read.source.rsplit('.').next() == Some("roles"))
    };
    let readers: Vec<_> = features().filter(|(_, one)| reads(one)).collect();
    if keeps.is_empty() {
        pen.add(&mut entry, fact!("kept.nothing"), Enforced, [&plan.at]);
        let itself = fact!("kept.nothing.itself");
        pen.add(&mut entry, itself, Enforced, [&plan.at]);
        let of = unnamed_things(plan);
        let at = [&plan.at];
        let who = plan.settings.iter().any(|one| one.kind == Type::Who);
        pen.add(&mut entry, fact!("kept.unnamed", of, who), Enforced, at);
    } else {
        let fact = fact!("kept.features", features = titles(&keeps));
        say(pen, &mut entry, fact, &keeps);
        let fact = fact!("kept.else.unnamed", features = titles(&unnamed));
        say(pen, &mut entry, fact, &unnamed);
        let fact = fact!("kept.else", features = titles(&not));
        say(pen, &mut entry, fact, &not);
    }
    let places: Vec<_> = pen.trace.roles.iter().map(|(_, at)| at.clone()).collect();
    let (features, readers) = (titles(&roles), titles(&readers));
    let fact = fact!("kept.roles", features, readers);
    pen.add(&mut entry, fact, Enforced, &places);
    let (mut features, mut what, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (id, deed, at) in &pen.trace.marks {
        let feature = plan.feature(*id).map(names::feature);
        features.extend(feature.filter(|one| !features.contains(one)));
        let kept = named("kept-by-discord", deed.name);
        if !what.contains(&kept) {
            what.push(kept);
        }
        places.push(at.clone());
    }
    let fact = fact!("kept.elsewhere", features, what);
    pen.add(&mut entry, fact, Enforced, &places);
    until(pen, &mut entry);
    entry
}

/// What can be about people without naming them.
fn unnamed_things(plan: &Plan) -> Vec<String> {
    let stores = plan.stores.iter().filter(|store| is_unnamed(store));
    let mut of: Vec<String> = stores.map(|store| store_named(plan, store)).collect();
    if plan.settings.iter().any(|one| can_tell(&one.kind)) {
        of.push(say!("settings-of-a-server"));
    }
    of
}

/// How long, with what is kept equally long in one sentence.
fn until(pen: &mut Pen, entry: &mut Entry) {
    let plan = pen.plan;
    let mut alike: Vec<(Vec<Phrase>, Vec<&Store>)> = Vec::new();
    for store in plan.stores.iter().filter(|store| is_of_people(store)) {
        let until = super::term::term_of(plan, store).until;
        match alike.iter_mut().find(|(other, _)| *other == until) {
            Some((_, stores)) => stores.push(store),
            None => alike.push((until, vec![store])),
        }
    }
    for (until, stores) in alike {
        let places = stores.iter().map(|store| &store.retention.at);
        let stores: Vec<_> = stores
            .iter()
            .map(|store| store_named(plan, store))
            .collect();
        let fact = fact!("kept.until", stores, until);
        pen.add(entry, fact, Enforced, places);
    }
}

/// What storage has of something that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum InStore {
    Nothing,
    /// What is kept depends on it.
    Decided,
    Copied,
}

impl InStore {
    fn of(read: &Read) -> Self {
        if read.sinks.contains(&Sink::Storage) {
            Self::Copied
        } else if read.decides.contains(&Sink::Storage) {
            Self::Decided
        } else {
            Self::Nothing
        }
    }
}

/// The text of messages, whatever feature reads it.
fn content(pen: &mut Pen) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, "content");
    let readers = |end: InStore, so: &dyn Fn(FeatureId) -> bool| -> (Vec<String>, Vec<Place>) {
        let mut titles = Vec::new();
        let mut places = Vec::new();
        let features = (0u32..).map(FeatureId).zip(&plan.features);
        for (_, feature) in features.filter(|(id, _)| so(*id)) {
            let read = |read: &&Read| read.source == "message.content";
            let of: Vec<_> = feature.reads.iter().filter(read).collect();
            // What the feature keeps of it once, it cannot be said to forget.
            if of.iter().map(|read| InStore::of(read)).max() == Some(end) {
                titles.push(names::feature(feature));
                places.extend(of.iter().map(|read| read.at.clone()));
            }
        }
        (titles, places)
    };
    let recognises = |id: FeatureId| {
        let mut limits = plan.limits().filter(|limit| limit.feature == id);
        limits.any(|limit| is_of_a_text(&limit))
    };
    let (forgets, forgets_at) = readers(InStore::Nothing, &|id| !recognises(id));
    let (knows, knows_at) = readers(InStore::Nothing, &recognises);
    let always = |_| true;
    let (decides, decides_at) = readers(InStore::Decided, &always);
    let (keeps, keeps_at) = readers(InStore::Copied, &always);
    pen.add(&mut entry, fact!("content.none"), Proved, [&plan.at]);
    counts(pen, &mut entry);
    pen.add(
        &mut entry,
        fact!("content.forgets", features = forgets),
        Proved,
        &forgets_at,
    );
    pen.add(
        &mut entry,
        fact!("content.recognises", features = knows),
        Proved,
        &knows_at,
    );
    pen.add(
        &mut entry,
        fact!("content.decides", features = decides),
        Proved,
        &decides_at,
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
    let stores: Vec<_> = stores
        .iter()
        .map(|store| store_named(plan, store))
        .collect();
    pen.add(
        &mut entry,
        fact!("content.commands", stores),
        Enforced,
        places,
    );
    let forms = plan
        .commands
        .iter()
        .filter(|command| plan.has_form(command));
    let places: Vec<&Place> = forms.map(|command| &command.at).collect();
    pen.add(&mut entry, fact!("content.forms"), Enforced, places);
    entry
}

/// Features that count what a text mentions, and read no text.
fn counts(pen: &mut Pen, entry: &mut Entry) {
    let reads = |feature: &Feature, source: &str| -> Vec<Place> {
        let of = feature.reads.iter().filter(|read| read.source == source);
        of.map(|read| read.at.clone()).collect()
    };
    let (mut titles, mut places) = (Vec::new(), Vec::new());
    for feature in &pen.plan.features {
        let counts = reads(feature, "message.mention-count");
        if !counts.is_empty() && reads(feature, "message.content").is_empty() {
            titles.push(names::feature(feature));
            places.extend(counts);
        }
    }
    let fact = fact!("content.counts", features = titles);
    pen.add(entry, fact, Proved, &places);
}

fn others(pen: &mut Pen) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, "others");
    let at = [&plan.controller.at];
    pen.add(&mut entry, fact!("others.none"), Stated, at);
    let names: Vec<_> = plan
        .processors
        .iter()
        .map(|one| names::quoted(&one.name))
        .collect();
    let places = plan.processors.iter().map(|one| &one.at);
    pen.add(&mut entry, fact!("others.some", names), Stated, places);
    if let Some(log) = &plan.mod_log {
        pen.add(&mut entry, fact!("others.modlog"), Enforced, [&log.at]);
    }
    let fact = fact!("others.operators");
    pen.add(&mut entry, fact, Enforced, [&plan.at]);
    pen.add(&mut entry, fact!("others.operator"), Enforced, [&plan.at]);
    entry
}

fn erase(pen: &mut Pen) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, "erase");
    pen.add(&mut entry, fact!("erase.how"), Enforced, [&plan.at]);
    let people = plan.stores.iter().filter(|store| is_of_people(store));
    let but: Vec<_> = people.filter(|store| !is_given_and_erased(store)).collect();
    let places = but.iter().map(|store| &store.at);
    let stores: Vec<_> = but.iter().map(|store| store_named(plan, store)).collect();
    pen.add(&mut entry, fact!("erase.but", stores), Enforced, places);
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
