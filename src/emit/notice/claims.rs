//! What the policy promises never to do, and its exceptions.

use super::{
    full_stop,
    grounds::fact,
    model::{Entry, Section},
    names::{self, source_name, store_named},
    pen::Pen,
};
use crate::{
    lexicon::{self, event::MESSAGE, source::MESSAGE_CONTENT},
    plan::{Claim, ClaimKind, Declassify, ModLog, Plan},
    vocab::{
        Category, Intent, Sink,
        Standing::{Proved, Stated},
    },
    wording::{Phrase, named, phrase, say},
};

pub(super) fn never(pen: &mut Pen) -> Section {
    let mut entry = pen.entry("never-list", None);
    claims(pen, &mut entry, false);
    pen.add(&mut entry, fact!("never.none"), Stated, [&pen.plan.at]);
    let mut entries = vec![entry];
    let plan = pen.plan;
    // The others stand beside their promise.
    let alone = plan.declassified.iter().filter(|one| {
        let mut claims = plan.claims.iter();
        !claims.any(|claim| is_of(one, claim))
    });
    for exception in alone {
        let title = say!("declassify-title");
        let mut entry = pen.entry(&format!("exception-{}", exception.what), Some(title));
        except(pen, &mut entry, exception);
        entries.push(entry);
    }
    pen.section("never", entries)
}

/// Whether an exception is one from this promise.
fn is_of(exception: &Declassify, claim: &Claim) -> bool {
    let ClaimKind::NotTo { what, sink } = &claim.kind else {
        return false;
    };
    let same = exception.what == *what;
    let within = lexicon::event::claimable()
        .any(|(name, category)| name == exception.what && category.word() == what);
    exception.to == *sink && (same || within)
}

fn except(pen: &mut Pen, entry: &mut Entry, exception: &Declassify) {
    let (what, _) = subject(pen.plan, &exception.what);
    let sink = named("sink", exception.to.word());
    let store = exception.store.and_then(|id| pen.plan.store(id));
    let feature = exception.feature.and_then(|id| pen.plan.feature(id));
    pen.add(
        entry,
        fact!(
            "declassify.is",
            what,
            sink,
            way = exception.way.word(),
            store = store.map(|store| store_named(pen.plan, store)),
            feature = feature.map(names::feature),
            reason = full_stop(&exception.reason)
        ),
        Stated,
        [&exception.at],
    );
}

/// The policy's claims; `proved_only` leaves out what is not proved.
pub(super) fn claims(pen: &mut Pen, entry: &mut Entry, proved_only: bool) {
    let plan = pen.plan;
    for claim in &plan.claims {
        let Claim {
            kind,
            standing,
            silences,
            at,
        } = claim;
        if proved_only && *standing != Proved {
            continue;
        }
        let fact = match kind {
            ClaimKind::NotRequested { what } => {
                let written = Category::from_word(what).is_some() && reads_texts(pen.plan);
                let (what, plural) = subject(plan, what);
                fact!("never.not-requested", what, plural, written)
            }
            ClaimKind::NotTo { what, sink } => {
                let sink = place(pen.plan, what, *sink);
                let typed = is_told_apart(plan, what);
                let (what, plural) = subject(plan, what);
                fact!(
                    "never.not-to",
                    what,
                    plural,
                    sink,
                    silences = *silences,
                    typed
                )
            }
            ClaimKind::NoIntent { intent } => {
                fact!("never.no-intent", told = named("told", intent.word()))
            }
        };
        pen.add(entry, fact, *standing, [at]);
        for exception in plan.declassified.iter().filter(|one| is_of(one, claim)) {
            except(pen, entry, exception);
        }
    }
}

/// Where something never gets, as people name it. The mod-log is a channel as well, and may be told what no other is.
fn place(plan: &Plan, what: &str, sink: Sink) -> String {
    let of_source = || lexicon::event::claimable().find(|(name, _)| name == what);
    let category = Category::from_word(what).or_else(|| Some(of_source()?.1));
    let told = |log: &ModLog| category.is_none_or(|one| log.receives.contains(&one));
    if sink == Sink::Channel && plan.mod_log.as_ref().is_some_and(told) {
        return say!("other-channel");
    }
    named("sink", sink.word())
}

/// Whether the claim is about what people write, and the bot does something at messages that are no commands: how one
/// begins decides about that.
fn is_told_apart(plan: &Plan, what: &str) -> bool {
    let is_written = what == MESSAGE_CONTENT.name || what == Category::UserContent.word();
    let mut handlers = plan.handlers.iter();
    let apart = handlers.any(|one| *one.on.event == MESSAGE && !one.on.commands);
    is_written && apart && plan.is_typed()
}

/// Whether the bot reads what people write, which can be about anything.
fn reads_texts(plan: &Plan) -> bool {
    let mut reads = plan.features.iter().flat_map(|feature| &feature.reads);
    reads.any(|read| read.category == Category::UserContent)
}

/// What a claim is about, as people would name it, and whether that is a plural.
fn subject(plan: &Plan, what: &str) -> (Phrase, bool) {
    match Category::from_word(what) {
        Some(category) => {
            let kind = match category {
                // Settings, and what is typed to set a server up but texts, are called a server's configuration.
                Category::UserContent => say!("written-by-people"),
                Category::Identifier
                | Category::Profile
                | Category::Activity
                | Category::Moderation
                | Category::Preference
                | Category::Configuration
                | Category::Credential
                | Category::Contact
                | Category::Technical => named("category", category.word()),
            };
            let phrase = phrase!("kind-of-data", word = category.word(), what = kind);
            (phrase, true)
        }
        None => (source_name(plan, what), names::is_plural(what)),
    }
}

/// Privileged intents that do not follow from the policy.
pub(super) fn unasked(pen: &mut Pen, entry: &mut Entry) {
    let plan = pen.plan;
    let asked = |intent: &Intent| plan.intents.iter().any(|need| need.intent == *intent);
    let intents = Intent::ALL
        .iter()
        .filter(|one| one.is_privileged() && !asked(one));
    let intents: Vec<_> = intents.map(|one| named("intent", one.word())).collect();
    let fact = fact!("never.privileged", intents);
    pen.add(entry, fact, Proved, [&plan.at]);
}
