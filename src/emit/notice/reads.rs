//! What features take from events and do not keep.

use std::collections::BTreeSet;

use super::{
    grounds::fact,
    model::{Entry, Section},
    names::{self, source_name},
    pen::Pen,
};
use crate::{
    lexicon::person::LAST_ROLES,
    plan::{Alias, Expr, Feature, FeatureId, Limit, Read, Ty},
    vocab::{
        Category, Place, Sink,
        Standing::{Enforced, Proved},
        Type,
    },
    wording::{Phrase, named, phrase, say},
};

/// None when the plan lists no reads at all: then nothing is known of them, and nothing may be said.
pub(super) fn read(pen: &mut Pen) -> Option<Section> {
    let plan = pen.plan;
    let mut entry = pen.entry("read-list", None);
    for (id, feature) in (0..).map(FeatureId).zip(&plan.features) {
        let passing =
            |read: &&Read| read.category.is_personal() && !read.sinks.contains(&Sink::Storage);
        // What the feature keeps from one handler, it cannot be said to forget from another.
        let kept = feature
            .reads
            .iter()
            .filter(|read| read.sinks.contains(&Sink::Storage));
        let kept: Vec<Phrase> = kept.map(|read| source_name(plan, &read.source)).collect();
        let limits: Vec<_> = plan.limits().filter(|limit| limit.feature == id).collect();
        let recognises = limits.iter().any(is_of_a_text);
        // Who did it is remembered for a while where it is counted.
        let counted = |read: &Read| {
            let counts = match read.category {
                Category::Identifier => !limits.is_empty(),
                Category::UserContent => recognises,
                Category::Profile
                | Category::Activity
                | Category::Moderation
                | Category::Preference
                | Category::Configuration
                | Category::Credential
                | Category::Contact
                | Category::Technical => false,
            };
            counts && read.sinks.is_empty()
        };
        let reads = feature.reads.iter().filter(passing);
        let reads: Vec<&Read> = reads
            .filter(|read| !kept.contains(&source_name(plan, &read.source)) && !counted(read))
            .collect();
        let way = |read: &&Read| (read.sinks.clone(), read.decides.contains(&Sink::Storage));
        let ways: BTreeSet<(Vec<Sink>, bool)> = reads.iter().map(way).collect();
        for (sinks, decides) in ways {
            let is_same = |read: &&&Read| way(read) == (sinks.clone(), decides);
            let same = || reads.iter().filter(is_same);
            let mut what: Vec<Phrase> = Vec::new();
            for source in same().map(|read| source_name(plan, &read.source)) {
                if !what.contains(&source) {
                    what.push(source);
                }
            }
            let what = phrase!("all", all = what);
            let in_discord =
                |sink: &Sink| matches!(sink, Sink::ModLog | Sink::Channel | Sink::Dm | Sink::Reply);
            let names: Vec<String> = sinks
                .iter()
                .map(|sink| named("sink", sink.word()))
                .collect();
            let feature = names::feature(feature);
            let fact = if sinks.is_empty() && decides {
                fact!("read.decides", feature, what)
            } else if sinks.is_empty() {
                fact!("read.forgotten", feature, what)
            } else if sinks.iter().all(in_discord) {
                fact!("read.goes", feature, what, sinks = names, decides)
            } else {
                fact!("read.leaves", feature, what, sinks = names, decides)
            };
            let places: Vec<Place> = same().map(|read| read.at.clone()).collect();
            pen.add(&mut entry, fact, Proved, &places);
        }
        counts(pen, &mut entry, feature, &limits);
    }
    typed(pen, &mut entry);
    if plan.remembers_roles() {
        let all = plan.features.iter().flat_map(|feature| &feature.reads);
        let asked = all.filter(|read| read.source.ends_with(LAST_ROLES.name));
        let places: Vec<Place> = asked.map(|read| read.at.clone()).collect();
        pen.add(&mut entry, fact!("read.remembered"), Enforced, &places);
    }
    let reads = plan.features.iter().flat_map(|feature| &feature.reads);
    if entry.sentences.is_empty() {
        let places = reads.map(|read| &read.at);
        pen.add(&mut entry, fact!("read.nothing"), Proved, places);
    }
    (!entry.sentences.is_empty()).then(|| pen.section("read", vec![entry]))
}

/// What a feature remembers for a while, since it counts how often something is done.
fn counts(pen: &mut Pen, entry: &mut Entry, feature: &Feature, limits: &[Limit]) {
    if let Some(time) = limits.iter().map(|limit| limit.within).max() {
        let feature = names::feature(feature);
        let mut what: Vec<String> = Vec::new();
        for limit in limits {
            let one = if limit.per.iter().any(Expr::is_actor) {
                say!("counted-yours")
            } else if limit.per.iter().any(names_somebody) {
                say!("counted-about")
            } else {
                say!("counted-place")
            };
            if !what.contains(&one) {
                what.push(one);
            }
        }
        let fact = fact!("read.counted", feature, what, time);
        let places: Vec<Place> = limits.iter().map(|limit| limit.at.clone()).collect();
        pen.add(entry, fact, Enforced, &places);
    }
    let texts = limits.iter().filter(|limit| is_of_a_text(limit));
    let texts: Vec<_> = texts.collect();
    if let Some(time) = texts.iter().map(|limit| limit.within).max() {
        let feature = names::feature(feature);
        let places: Vec<Place> = texts.iter().map(|limit| limit.at.clone()).collect();
        let fact = fact!("read.recognised", feature, time);
        pen.add(entry, fact, Enforced, &places);
    }
}

/// Whether it remembers by a text what was done.
pub(super) fn is_of_a_text(limit: &Limit) -> bool {
    let text = [Type::Text].map(Ty::Of);
    limit.per.iter().any(|one| text.contains(&one.ty))
}

/// Where commands are typed as messages, each message is looked at for that.
fn typed(pen: &mut Pen, entry: &mut Entry) {
    let plan = pen.plan;
    for (id, feature) in (0..).map(FeatureId).zip(&plan.features) {
        let commands = plan.commands.iter().filter(|one| one.feature == id);
        let typed = commands.filter(|command| command.prefix.is_some());
        let places: Vec<&Place> = typed.map(|command| &command.at).collect();
        if !places.is_empty() {
            let feature = names::feature(feature);
            pen.add(entry, fact!("read.typed", feature), Enforced, places);
        }
    }
    if plan.aliases.iter().any(Alias::is_typed) {
        let needs = plan.intents.iter().flat_map(|need| &need.because);
        let of_all = needs.filter(|reason| reason.text == named("need", "read-typed"));
        let places: Vec<&Place> = of_all.map(|reason| &reason.at).collect();
        pen.add(entry, fact!("read.typed-to-all"), Enforced, places);
    }
}

fn names_somebody(of: &Expr) -> bool {
    let person = |ty: &Type| [Type::UserId, Type::Member].contains(ty);
    match &of.ty {
        Ty::Of(Type::Optional(ty)) => person(ty),
        Ty::Of(ty) => person(ty),
        Ty::Unknown
        | Ty::None
        | Ty::Message
        | Ty::Guild
        | Ty::Reaction
        | Ty::Bot
        | Ty::RowAt(_) => false,
    }
}
