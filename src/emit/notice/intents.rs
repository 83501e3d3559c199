//! The answers for Discord's review of privileged intents: per intent what for, what is read, whether it is kept and
//! for how long, how to opt out, and from which lines that follows.

use std::{collections::BTreeSet, iter};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    grounds::{self, fact},
    layout,
    model::{Entry, Policy},
    names::{self, quoted, source_name, store_named},
    pen::Pen,
    term::term_of,
};
use crate::{
    plan::{Feature, FeatureId, IntentNeed, Plan, Read},
    vocab::{Intent, Place, Sink, Standing},
    wording::{Phrase, named, say},
};

use Standing::{Enforced, Proved, Stated};

/// One entry for each privileged intent the plan needs; its parts are the questions of the review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    pub bot: String,
    pub version: u32,
    pub updated: String,
    pub title: String,
    pub intents: Vec<Entry>,
    /// Where the answers point; its lines are not quoted here.
    pub policy: Policy,
}

#[must_use]
pub fn review(plan: &Plan) -> Review {
    let mut pen = Pen::new(plan);
    let pen = &mut pen;
    let mut intents = Vec::new();
    for need in plan
        .intents
        .iter()
        .filter(|need| need.intent.is_privileged())
    {
        intents.push(answers(pen, need));
    }
    let mut unasked = pen.entry("not-asked-for", None);
    super::claims::unasked(pen, &mut unasked);
    if !unasked.sentences.is_empty() {
        unasked.title = Some(say!("review-unasked"));
        intents.push(unasked);
    }
    Review {
        bot: plan.bot.clone(),
        version: plan.version,
        updated: plan.updated.clone(),
        title: say!("review-title", bot = &plan.bot),
        intents,
        policy: Policy {
            file: pen.file(&plan.at.file).to_owned(),
            lines: Vec::new(),
        },
    }
}

/// For the form of the review, to copy from.
#[must_use]
pub fn markdown(review: &Review) -> String {
    layout::render("intents.md", review, iter::once(&review.policy))
}

#[must_use]
pub fn json(review: &Review) -> String {
    layout::pretty(review)
}

fn answers(pen: &mut Pen, need: &IntentNeed) -> Entry {
    let word = need.intent.word();
    let title = named("intent", word);
    let mut entry = pen.entry(&format!("intent-{word}"), Some(title));
    let features = concerned(pen.plan, need);
    entry.parts = vec![
        purpose(pen, word, need, &features),
        reads(pen, word, need.intent, &features),
        kept(pen, word, need.intent, &features),
        optout(pen, word, need.intent, &features),
    ];
    entry
}

/// The features that give a reason for the intent.
fn concerned<'a>(plan: &'a Plan, need: &IntentNeed) -> Vec<(FeatureId, &'a Feature)> {
    let all = (0u32..).map(FeatureId).zip(&plan.features);
    all.filter(|(id, _)| {
        need.because
            .iter()
            .any(|reason| reason.feature == Some(*id))
    })
    .collect()
}

/// What of a feature's reads only this intent delivers.
fn delivered(intent: Intent, feature: &Feature) -> impl Iterator<Item = &Read> {
    feature.reads.iter().filter(move |read| {
        read.category.is_personal()
            && (intent != Intent::MessageContent || read.source == "message.content")
    })
}

fn question(pen: &mut Pen, intent: &str, id: &str) -> Entry {
    let title = named("question", id);
    pen.entry(&format!("intent-{intent}-{id}"), Some(title))
}

fn purpose(
    pen: &mut Pen,
    intent: &str,
    need: &IntentNeed,
    features: &[(FeatureId, &Feature)],
) -> Entry {
    let mut entry = question(pen, intent, "purpose");
    for reason in &need.because {
        let feature = reason.feature.and_then(|id| pen.plan.feature(id));
        pen.add(
            &mut entry,
            fact!(
                "review.because",
                feature = feature.map(names::feature),
                because = &reason.text
            ),
            Proved,
            [&reason.at],
        );
    }
    for (_, feature) in features {
        let purposes = feature.purposes.iter();
        let purposes: Vec<_> = purposes
            .filter_map(|&index| pen.plan.purposes.get(index as usize))
            .collect();
        let texts: Vec<String> = purposes.iter().map(|one| quoted(&one.text)).collect();
        let places = purposes.iter().map(|one| &one.at);
        pen.add(
            &mut entry,
            fact!(
                "review.why",
                feature = names::feature(feature),
                purposes = texts
            ),
            Stated,
            places,
        );
    }
    entry
}

fn reads(pen: &mut Pen, intent: &str, which: Intent, features: &[(FeatureId, &Feature)]) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, intent, "reads");
    for (_, feature) in features {
        let mut sources: Vec<Phrase> = Vec::new();
        let mut places: Vec<&Place> = Vec::new();
        for read in delivered(which, feature) {
            let source = source_name(plan, &read.source);
            if !sources.contains(&source) {
                sources.push(source);
            }
            places.push(&read.at);
        }
        pen.add(
            &mut entry,
            fact!("review.looks", feature = names::feature(feature), sources),
            Proved,
            places,
        );
    }
    entry
}

fn kept(pen: &mut Pen, intent: &str, which: Intent, features: &[(FeatureId, &Feature)]) -> Entry {
    let plan = pen.plan;
    let mut entry = question(pen, intent, "kept");
    for (id, feature) in features {
        let stored = |read: &&Read| read.sinks.contains(&Sink::Storage);
        let (kept, mut forgotten): (Vec<_>, Vec<_>) = delivered(which, feature).partition(stored);
        // What the feature keeps from one handler, it cannot be said to forget from another.
        let all = feature.reads.iter().filter(stored);
        let copied: Vec<Phrase> = all.map(|read| source_name(plan, &read.source)).collect();
        forgotten.retain(|read| !copied.contains(&source_name(plan, &read.source)));
        let title = names::feature(feature);
        let sinks: BTreeSet<Sink> = forgotten
            .iter()
            .flat_map(|read| read.sinks.iter().copied())
            .collect();
        let sinks: Vec<String> = sinks
            .iter()
            .map(|sink| named("sink", sink.word()))
            .collect();
        let what = sources(plan, &forgotten);
        let places = forgotten.iter().map(|read| &read.at);
        let mut of = forgotten.iter();
        let decides = of.any(|read| read.decides.contains(&Sink::Storage));
        pen.add(
            &mut entry,
            fact!("review.forgotten", feature = &title, what, sinks, decides),
            Proved,
            places,
        );
        if kept.is_empty() {
            continue;
        }
        let what = sources(plan, &kept);
        let places = kept.iter().map(|read| &read.at);
        pen.add(
            &mut entry,
            fact!("review.stored", feature = &title, what),
            Proved,
            places,
        );
        for store in pen.stores_of(*id) {
            let term = term_of(pen.plan, store);
            pen.add(
                &mut entry,
                fact!(
                    "kept.until",
                    stores = vec![store_named(pen.plan, store)],
                    until = term.until
                ),
                Enforced,
                [&store.retention.at],
            );
        }
    }
    entry
}

/// What is read, each once.
fn sources(plan: &Plan, reads: &[&Read]) -> Vec<Phrase> {
    let mut all: Vec<Phrase> = Vec::new();
    for source in reads.iter().map(|read| source_name(plan, &read.source)) {
        if !all.contains(&source) {
            all.push(source);
        }
    }
    all
}

fn optout(pen: &mut Pen, intent: &str, which: Intent, features: &[(FeatureId, &Feature)]) -> Entry {
    let mut entry = question(pen, intent, "optout");
    for (id, feature) in features {
        pen.turn_to(Some(*id), None);
        pen.add(
            &mut entry,
            fact!(
                "review.switch",
                feature = names::feature(feature),
                command = format!("/config set {}", pen.plan.feature_called(feature)),
                on = feature.default_on
            ),
            Enforced,
            [&feature.at],
        );
        let stores = pen.stores_of(*id);
        let stops = stores
            .iter()
            .filter(|store| grounds::stops(store) && !pen.plan.is_journal(store.id));
        let (names, places): (Vec<String>, Vec<&Place>) = stops
            .map(|store| (store_named(pen.plan, store), &store.at))
            .unzip();
        let stops = match (feature.consent, names.is_empty()) {
            (Some(_), _) => "all",
            (None, false) => "kept",
            (None, true) => "nothing",
        };
        pen.add(
            &mut entry,
            fact!("erase.stop", stores = names),
            Enforced,
            places,
        );
        let reads = delivered(which, feature).map(|read| &read.at);
        let fact = fact!("review.reads-on", feature = names::feature(feature), stops);
        pen.add(&mut entry, fact, Proved, reads);
        let asks = fact!("review.asks", feature = names::feature(feature));
        pen.add(&mut entry, asks, Enforced, [&feature.at]);
    }
    pen.turn_to(None, None);
    entry
}
