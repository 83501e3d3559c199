//! The sections after what is kept: reads, claims, decisions, recipients, requests to Discord, rights, protection,
//! the operator's word, changes.

use std::collections::BTreeSet;

use super::{
    kept::full_stop,
    model::{Entry, Section, Table},
    names::{self, source_name, store_name},
    pen::Pen,
    term::term,
};
use crate::{
    emit::trace::Act,
    plan::{
        BACKUP_MAX, Claim, ClaimKind, FeatureId, Processor, Read, Reason, Store, Trigger,
        UNREADABLE_WITHIN,
    },
    vocab::{Category, Intent, Place, Sink, Standing},
    wording::{Fact, Phrase, fact, grammar, named, phrase, say},
};

use Standing::{Enforced, Proved, Stated};

/// What features take from events and do not keep.
///
/// None when the plan lists no reads at all: then nothing is known of them, and nothing may be said.
pub(super) fn read(pen: &mut Pen) -> Option<Section> {
    let plan = pen.plan;
    let mut entry = pen.entry("read-list", None);
    for feature in &plan.features {
        let passing =
            |read: &&Read| read.category.is_personal() && !read.sinks.contains(&Sink::Storage);
        // What the feature keeps from one handler, it cannot be said to forget from another.
        let kept = feature
            .reads
            .iter()
            .filter(|read| read.sinks.contains(&Sink::Storage));
        let kept: Vec<Phrase> = kept.map(|read| source_name(&read.source)).collect();
        let reads = feature.reads.iter().filter(passing);
        let reads: Vec<&Read> = reads
            .filter(|read| !kept.contains(&source_name(&read.source)))
            .collect();
        let ways: BTreeSet<&[Sink]> = reads.iter().map(|read| read.sinks.as_slice()).collect();
        for sinks in ways {
            let same = || reads.iter().filter(|read| read.sinks == sinks);
            let mut what: Vec<Phrase> = Vec::new();
            for source in same().map(|read| source_name(&read.source)) {
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
            let feature = &feature.title;
            let fact = if sinks.is_empty() {
                fact!("read.forgotten", feature, what)
            } else if sinks.iter().all(in_discord) {
                fact!("read.goes", feature, what, sinks = names)
            } else {
                fact!("read.leaves", feature, what, sinks = names)
            };
            let places: Vec<Place> = same().map(|read| read.at.clone()).collect();
            pen.add(&mut entry, fact, Proved, &places);
        }
    }
    let reads = plan.features.iter().flat_map(|feature| &feature.reads);
    if entry.sentences.is_empty() {
        let places = reads.map(|read| &read.at);
        pen.add(&mut entry, fact!("read.nothing"), Proved, places);
    }
    (!entry.sentences.is_empty()).then(|| pen.section("read", vec![entry]))
}

pub(super) fn never(pen: &mut Pen) -> Section {
    let mut entry = pen.entry("never-list", None);
    claims(pen, &mut entry, false);
    if entry.sentences.is_empty() {
        let at = [&pen.plan.at];
        pen.add(&mut entry, fact!("never.none"), Stated, at);
    }
    let mut entries = vec![entry];
    let plan = pen.plan;
    for exception in &plan.declassified {
        let title = say!("declassify-title");
        let mut entry = pen.entry(&format!("exception-{}", exception.what), Some(title));
        let (what, _) = subject(&exception.what);
        let sink = named("sink", exception.to.word());
        pen.add(
            &mut entry,
            fact!(
                "declassify.is",
                what,
                sink,
                reason = full_stop(&exception.reason)
            ),
            Stated,
            [&exception.at],
        );
        entries.push(entry);
    }
    pen.section("never", entries)
}

/// The policy's claims; `proved_only` leaves out what is not proved.
pub(super) fn claims(pen: &mut Pen, entry: &mut Entry, proved_only: bool) {
    for Claim { kind, standing, at } in &pen.plan.claims {
        if proved_only && *standing != Proved {
            continue;
        }
        let fact = match kind {
            ClaimKind::NotRequested { what } => {
                let (what, plural) = subject(what);
                fact!("never.not-requested", what, plural)
            }
            ClaimKind::NotTo { what, sink } => {
                let (what, plural) = subject(what);
                let sink = named("sink", sink.word());
                fact!("never.not-to", what, plural, sink)
            }
            ClaimKind::NotInfluencing { what, sink } => {
                let (what, plural) = subject(what);
                let sink = named("sink", sink.word());
                fact!("never.not-influencing", what, plural, sink)
            }
            ClaimKind::NoIntent { intent } => {
                fact!("never.no-intent", told = named("told", intent.word()))
            }
        };
        pen.add(entry, fact, *standing, [at]);
    }
}

/// What a claim is about, as people would name it, and whether that is a plural.
fn subject(what: &str) -> (Phrase, bool) {
    match Category::from_word(what) {
        Some(category) => {
            let number = grammar("category", category.word(), "number");
            let plural = number.as_deref() == Some("plural");
            (Phrase::plain(&named("category", category.word())), plural)
        }
        None => (source_name(what), false),
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
    if !intents.is_empty() {
        pen.add(
            entry,
            fact!("never.privileged", intents),
            Proved,
            [&plan.at],
        );
    }
}

/// Effects on people that follow from an event, with no person in between.
pub(super) fn decisions(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entry = pen.entry("decisions-list", None);
    for (index, feature) in (0u32..).zip(&plan.features) {
        let of = pen
            .trace
            .acts
            .iter()
            .filter(|act| act.feature == FeatureId(index));
        let of: Vec<&Act> = of.collect();
        let mut acts: Vec<String> = Vec::new();
        for act in &of {
            let act = named("deed", act.what.name);
            if !acts.contains(&act) {
                acts.push(act);
            }
        }
        if acts.is_empty() {
            continue;
        }
        let mut sources: Vec<String> = Vec::new();
        let words = of.iter().flat_map(|act| {
            let time = act.from_time.then_some("now");
            let told = act.from.iter().map(|source| source.name);
            time.into_iter().chain(told)
        });
        for word in words {
            let phrase = named("decides", word);
            if !sources.contains(&phrase) {
                sources.push(phrase);
            }
        }
        let stores = of.iter().flat_map(|act| &act.stores);
        let stores: BTreeSet<_> = stores
            .filter_map(|id| plan.store(*id))
            .map(store_name)
            .collect();
        if !stores.is_empty() {
            sources.push(say!("decided-from-stored", stores = Vec::from_iter(stores)));
        }
        let places: Vec<Place> = of.iter().map(|act| act.at.clone()).collect();
        pen.add(
            &mut entry,
            fact!("decide.acts", feature = &feature.title, acts, sources),
            Enforced,
            &places,
        );
    }
    if entry.sentences.is_empty() {
        pen.add(&mut entry, fact!("decide.none"), Enforced, [&plan.at]);
    }
    pen.section("decisions", vec![entry])
}

/// Settings and opt-out marks: what is kept without being in a store.
pub(super) fn servers(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let title = say!("settings-title");
    let mut settings = pen.entry("settings", Some(title));
    let fact = if plan.settings.is_empty() {
        fact!("settings.none")
    } else {
        fact!("settings.held")
    };
    let places = plan.features.iter().map(|feature| &feature.at);
    pen.add(&mut settings, fact, Enforced, places.chain([&plan.at]));
    let kept = term(plan, &[], &plan.settings_retention);
    let at = [&plan.settings_retention.at];
    pen.add(
        &mut settings,
        fact!("settings.until", until = kept.until),
        Enforced,
        at,
    );
    if !kept.returns.is_empty() {
        pen.add(
            &mut settings,
            fact!("store.returns", who = kept.returns),
            Enforced,
            at,
        );
    }

    settings.table = settings_table(pen);

    let title = say!("optout-title");
    let mut marks = pen.entry("opt-outs", Some(title));
    pen.add(&mut marks, fact!("optout.mark"), Enforced, [&plan.at]);
    stops(pen, &mut marks, |stores| fact!("optout.stops", stores));
    pen.add(&mut marks, fact!("optout.until"), Enforced, [&plan.at]);
    pen.section("servers", vec![settings, marks])
}

fn settings_table(pen: &mut Pen) -> Option<Table> {
    let plan = pen.plan;
    let mut rows = Vec::new();
    for setting in &plan.settings {
        let name = names::setting_name(pen.plan, setting);
        let default = setting.default.as_ref().and_then(names::datum);
        let cells = vec![
            names::typed(&name),
            Phrase::plain(&setting.about),
            Phrase::plain(&default.unwrap_or_else(|| say!("setting-unset"))),
        ];
        rows.push(pen.row(&format!("setting-{name}"), cells, Enforced, [&setting.at]));
    }
    let column = |name| named("setting-column", name);
    (!rows.is_empty()).then(|| Table {
        caption: say!("settings-table"),
        columns: ["name", "what", "default"].map(column).to_vec(),
        rows,
    })
}

/// Which stores an opt-out stops.
pub(super) fn stops(pen: &mut Pen, entry: &mut Entry, fact: impl Fn(Vec<String>) -> Fact) {
    let plan = pen.plan;
    let rules = || {
        let rules = plan
            .stores
            .iter()
            .flat_map(|store| store.on_erase.iter().map(move |rule| (store, rule)));
        rules.filter(|(_, rule)| rule.suppress)
    };
    let stores: Vec<_> = rules().map(|(store, _)| store_name(store)).collect();
    let places = rules().map(|(_, rule)| &rule.at);
    pen.add(entry, fact(stores), Enforced, places);
}

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
    for processor in &plan.processors {
        let wish = format!("recipient-{}", processor.id);
        let mut entry = pen.entry(&wish, Some(processor.name.clone()));
        let role = named("processor-role", &processor.role);
        let Processor { name, country, .. } = processor;
        let country = country.as_ref().map(|country| named("country", country));
        let at = [&processor.at];
        let fact = fact!("processor.is", name, role, country);
        pen.add(&mut entry, fact, Stated, at);
        let categories = categories(&processor.receives);
        let fact = if categories.is_empty() {
            fact!("processor.nothing")
        } else {
            fact!("processor.receives", categories)
        };
        pen.add(&mut entry, fact, Stated, at);
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

fn categories(all: &[Category]) -> Vec<String> {
    all.iter()
        .map(|one| named("category", one.word()))
        .collect()
}

pub(super) fn asks(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let title = say!("intents-title");
    let mut intents = pen.entry("intents", Some(title));
    for need in &plan.intents {
        let because = reasons(pen, &need.because);
        let privileged = need.intent.is_privileged();
        let places = need.because.iter().map(|reason| &reason.at);
        pen.add(
            &mut intents,
            fact!(
                "intents.why",
                intent = named("intent", need.intent.word()),
                privileged,
                because
            ),
            Proved,
            places.chain(lone(plan, need.because.is_empty())),
        );
    }
    unasked(pen, &mut intents);
    let title = say!("permissions-title");
    let mut permissions = pen.entry("permissions", Some(title));
    for need in &plan.permissions {
        let because = reasons(pen, &need.because);
        let places = need.because.iter().map(|reason| &reason.at);
        pen.add(
            &mut permissions,
            fact!(
                "permissions.why",
                permission = named("permission", need.permission.word()),
                because
            ),
            Enforced,
            places.chain(lone(plan, need.because.is_empty())),
        );
    }
    if plan.permissions.is_empty() {
        pen.add(
            &mut permissions,
            fact!("permissions.none"),
            Enforced,
            [&plan.at],
        );
    }
    pen.section("asks", vec![intents, permissions])
}

/// Each phrase once, with the features it is true of.
fn reasons(pen: &Pen, because: &[Reason]) -> Vec<String> {
    let mut reasons: Vec<(&String, Vec<String>)> = Vec::new();
    for Reason { text, feature, .. } in because {
        let feature = feature
            .and_then(|id| pen.plan.feature(id))
            .map(|one| one.title.clone());
        match reasons.iter_mut().find(|(other, _)| *other == text) {
            Some((_, features)) => features.extend(feature.filter(|one| !features.contains(one))),
            None => reasons.push((text, feature.into_iter().collect())),
        }
    }
    let say = |(text, features)| say!("needs-of", text, features);
    reasons.into_iter().map(say).collect()
}

/// The policy itself, for a need without a reason of its own.
fn lone(plan: &crate::plan::Plan, alone: bool) -> Option<&Place> {
    alone.then_some(&plan.at)
}

pub(super) fn rights(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entry = pen.entry("rights-list", None);
    for fact in [
        fact!("rights.data"),
        fact!("rights.export"),
        fact!("rights.delete"),
        fact!("rights.optout"),
        fact!("rights.notice"),
        fact!("rights.dm"),
        fact!("rights.receipt"),
        fact!("rights.record"),
    ] {
        pen.add(&mut entry, fact, Enforced, [&plan.at]);
    }
    let controller = &plan.controller;
    let at = [&controller.at];
    pen.add(
        &mut entry,
        fact!(
            "rights.more",
            controller = &controller.name,
            contacts = names::contacts(pen.plan)
        ),
        Stated,
        at,
    );
    if let Some(within) = controller.respond_within {
        pen.add(&mut entry, fact!("rights.deadline", within), Stated, at);
    }
    if let Some(authority) = &controller.authority {
        pen.add(
            &mut entry,
            fact!("rights.authority", authority = full_stop(authority)),
            Stated,
            at,
        );
    }
    pen.section("rights", vec![entry])
}

pub(super) fn protection(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entry = pen.entry("protection-list", None);
    for measure in &plan.measures {
        pen.quote(
            &mut entry,
            &full_stop(&measure.text),
            measure.standing,
            &measure.at,
        );
    }
    let guarded = pen.trace.guarded.iter();
    let (commands, places): (Vec<_>, Vec<_>) = guarded
        .map(|(name, at)| (names::typed(name), at.clone()))
        .unzip();
    pen.add(
        &mut entry,
        fact!("protect.hierarchy", commands),
        Enforced,
        &places,
    );
    if !pen.trace.notifies {
        pen.add(&mut entry, fact!("protect.mentions"), Enforced, [&plan.at]);
    }
    if !plan.stores.is_empty() {
        for fact in [
            fact!("protect.lingers", within = UNREADABLE_WITHIN),
            fact!("protect.backups", within = BACKUP_MAX),
        ] {
            pen.add(&mut entry, fact, Enforced, [&plan.at]);
        }
    }
    if let Some(backup) = &plan.backup {
        let left_out = |store: &&Store| {
            let mut clauses = store.retention.clauses.iter();
            clauses.any(|clause| clause.trigger == Trigger::Boot && clause.after.ms <= 0)
        };
        let without: Vec<_> = plan
            .stores
            .iter()
            .filter(left_out)
            .map(store_name)
            .collect();
        pen.add(
            &mut entry,
            fact!(
                "protect.snapshots",
                keep = backup.keep,
                within = backup.max_age,
                without
            ),
            Enforced,
            [&backup.at],
        );
    }
    pen.section("protection", vec![entry])
}

/// None when the operator states nothing.
pub(super) fn stated(pen: &mut Pen) -> Option<Section> {
    let plan = pen.plan;
    if plan.stated.is_empty() {
        return None;
    }
    let mut entry = pen.entry("stated-list", None);
    for fact in &plan.stated {
        pen.quote(&mut entry, &full_stop(&fact.text), Stated, &fact.at);
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
    pen.section("people", vec![entry])
}

pub(super) fn controller(pen: &mut Pen, entry: &mut Entry) {
    let controller = &pen.plan.controller;
    let at = [&controller.at];
    let established = controller.established.as_ref();
    let established = established.map(|country| named("country", country));
    pen.add(
        entry,
        fact!("controller.who", name = &controller.name, established),
        Stated,
        at,
    );
    if !controller.contacts.is_empty() {
        pen.add(
            entry,
            fact!("controller.reach", contacts = names::contacts(pen.plan)),
            Stated,
            at,
        );
    }
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
                text = full_stop(&change.text)
            ),
            Stated,
            [&change.at],
        );
    }
    if plan.changes.is_empty() {
        pen.add(
            &mut entry,
            fact!("changes.none", updated = &plan.updated),
            Stated,
            [&plan.at],
        );
    }
    pen.section("changes", vec![entry])
}
