//! Who else learns something: Discord, the mod-log, processors.

use super::{
    grounds::{fact, in_the_area},
    model::{Entry, Section},
    names,
    pen::Pen,
};
use crate::{
    emit::trace::typed,
    plan::Processor,
    vocab::{
        Category, Place,
        Standing::{Enforced, Proved, Stated},
    },
    wording::{Phrase, named, phrase, say},
};

pub(super) fn recipients(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let title = say!("discord-title");
    let mut discord = pen.entry("recipient-discord", Some(title));
    pen.add(&mut discord, fact!("discord.platform"), Stated, [&plan.at]);
    pen.add(&mut discord, fact!("discord.posts"), Stated, [&plan.at]);
    let mut entries = vec![discord];
    if let Some(log) = &plan.mod_log {
        let title = say!("modlog-title");
        let mut entry = pen.entry("recipient-mod-log", Some(title));
        let setting = plan.setting(log.setting);
        let setting = setting.map(|one| names::setting_name(plan, one));
        let command = format!("/config set server {}", setting.unwrap_or_default());
        let categories = categories(&log.receives);
        pen.add(
            &mut entry,
            fact!("modlog.receives", command, categories),
            Enforced,
            [&log.at],
        );
        pen.add(&mut entry, fact!("modlog.stays"), Enforced, [&log.at]);
        entries.push(entry);
    }
    entries.extend(operators(pen));
    for one in &plan.processors {
        let entry = processor(pen, one);
        entries.push(entry);
    }
    if plan.processors.is_empty() {
        let title = say!("processors-title");
        let mut entry = pen.entry("recipient-none", Some(title));
        pen.add(
            &mut entry,
            fact!("processors.none"),
            Stated,
            [&plan.controller.at],
        );
        entries.push(entry);
    }
    pen.section("recipients", entries)
}

/// Who operates the bot, what they can use, and what reaches them.
fn operators(pen: &mut Pen) -> Option<Entry> {
    let plan = pen.plan;
    if !plan.has_operators() {
        return None;
    }
    let mut entry = pen.entry("recipient-operators", Some(say!("operators-title")));
    pen.add(&mut entry, fact!("operators.who"), Enforced, [&plan.at]);
    let theirs = || plan.commands.iter().filter(|command| command.operators);
    let commands: Vec<_> = theirs()
        .map(|one| names::typed(&typed(plan, one)))
        .collect();
    let places: Vec<&Place> = theirs().map(|command| &command.at).collect();
    let fact = fact!("operators.commands", commands);
    pen.add(&mut entry, fact, Enforced, places);
    let mut when = Vec::new();
    let mut places = Vec::new();
    for (via, at) in &pen.trace.to_operators {
        let phrase = names::when(plan, via);
        if let Some(phrase) = phrase.filter(|phrase| !when.contains(phrase)) {
            when.push(phrase);
            places.push(at.clone());
        }
    }
    for (store, _) in plan.reviews() {
        when.push(phrase!(
            "when-review",
            store = names::store_named(plan, store)
        ));
        places.push(store.at.clone());
    }
    let fact = fact!("operators.receive", when);
    pen.add(&mut entry, fact, Enforced, &places);
    Some(entry)
}

fn processor(pen: &mut Pen, processor: &Processor) -> Entry {
    let wish = format!("recipient-{}", processor.id);
    let mut entry = pen.entry(&wish, Some(names::quoted(&processor.name)));
    let role = named("processor-role", &processor.role);
    let Processor { name, country, .. } = processor;
    let at = [&processor.at];
    let place = country.as_ref().map(|country| named("country", country));
    let fact = fact!(
        "processor.is",
        name = names::quoted(name),
        role,
        country = place.as_ref()
    );
    pen.add(&mut entry, fact, Stated, at);
    match (country, place) {
        (Some(country), Some(place)) if !in_the_area(country) => {
            let safeguards = processor.safeguards.as_deref().map(names::quoted);
            let fact = fact!("processor.outside", country = place, safeguards);
            pen.add(&mut entry, fact, Stated, at);
        }
        (Some(_), _) => {}
        (None, _) => pen.add(&mut entry, fact!("processor.nowhere"), Stated, at),
    }
    let categories = categories(&processor.receives);
    let is_asked = pen.plan.services().any(|one| one.id == processor.id);
    if is_asked {
        asked(pen, &mut entry, processor, categories);
        return entry;
    }
    let fact = if categories.is_empty() {
        fact!("processor.nothing")
    } else {
        fact!("processor.receives", categories)
    };
    pen.add(&mut entry, fact, Stated, at);
    entry
}

/// One question to a service: what it is sent, and whenever that is.
struct Way {
    sent: Vec<String>,
    when: Vec<Phrase>,
    features: Vec<String>,
    places: Vec<Place>,
}

/// A service that the bot asks: what it is sent, when, and what becomes of what it answers.
fn asked(pen: &mut Pen, entry: &mut Entry, processor: &Processor, categories: Vec<String>) {
    pen.add(
        entry,
        fact!("processor.sent", categories),
        Proved,
        [&processor.at],
    );
    let mut ways: Vec<Way> = Vec::new();
    let asks = pen.trace.asks.iter();
    for one in asks.filter(|one| one.processor == processor.id) {
        let Some(phrase) = names::when(pen.plan, &one.via) else {
            continue;
        };
        let way = match ways.iter().position(|way| way.sent == one.names) {
            Some(known) => ways.get_mut(known),
            None => Some(ways.push_mut(Way {
                sent: one.names.clone(),
                when: Vec::new(),
                features: Vec::new(),
                places: Vec::new(),
            })),
        };
        let Some(way) = way else { continue };
        if !way.when.contains(&phrase) {
            way.when.push(phrase);
            way.places.push(one.at.clone());
        }
        let feature = pen.plan.feature(one.feature).map(names::feature);
        let feature = feature.filter(|feature| !way.features.contains(feature));
        way.features.extend(feature);
    }
    for way in ways {
        let sent: Vec<String> = way.sent.iter().map(|name| names::quoted(name)).collect();
        let (when, features) = (way.when, way.features);
        let fact = fact!("processor.asked", when, features, sent);
        pen.add(entry, fact, Enforced, &way.places);
    }
    let Some(answers) = &processor.answers else {
        return;
    };
    let fields: Vec<String> = answers
        .fields
        .iter()
        .map(|one| names::quoted(&one.name))
        .collect();
    pen.add(
        entry,
        fact!("processor.answers", fields),
        Enforced,
        [&processor.at],
    );
    pen.add(
        entry,
        fact!("processor.silent", within = answers.within),
        Enforced,
        [&processor.at],
    );
}

fn categories(all: &[Category]) -> Vec<String> {
    all.iter()
        .map(|one| named("category", one.word()))
        .collect()
}
