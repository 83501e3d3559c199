//! The sections after what is kept: reads, claims, decisions, recipients, requests to Discord, rights, protection,
//! the operator's word, changes.

use std::collections::BTreeSet;

use minijinja::context;

use super::{
    kept::full_stop,
    model::{Entry, Section, Table},
    pen::{Pen, store_name},
    term::term,
};
use crate::{
    emit::trace::Act,
    plan::{
        BACKUP_MAX, Claim, ClaimKind, FeatureId, Processor, Read, Reason, Store, Trigger,
        UNREADABLE_WITHIN,
    },
    vocab::{Category, Intent, Place, Sink, Standing},
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
        let kept: BTreeSet<String> = kept.map(|read| pen.source(&read.source)).collect();
        let reads = feature.reads.iter().filter(passing);
        let reads: Vec<&Read> = reads
            .filter(|read| !kept.contains(&pen.source(&read.source)))
            .collect();
        let ways: BTreeSet<&[Sink]> = reads.iter().map(|read| read.sinks.as_slice()).collect();
        for sinks in ways {
            let same = || reads.iter().filter(|read| read.sinks == sinks);
            let mut what: Vec<String> = Vec::new();
            for source in same().map(|read| pen.source(&read.source)) {
                if !what.contains(&source) {
                    what.push(source);
                }
            }
            let what = pen.say("all", context! { all => what });
            let in_discord =
                |sink: &Sink| matches!(sink, Sink::ModLog | Sink::Channel | Sink::Dm | Sink::Reply);
            let key = if sinks.is_empty() {
                "read.forgotten"
            } else if sinks.iter().all(in_discord) {
                "read.goes"
            } else {
                "read.leaves"
            };
            let sinks: Vec<_> = sinks
                .iter()
                .map(|sink| pen.word("sink", sink.word()))
                .collect();
            let places: Vec<Place> = same().map(|read| read.at.clone()).collect();
            let with = context! { feature => &feature.title, what, sinks };
            pen.add(&mut entry, key, with, Proved, &places);
        }
    }
    let reads = plan.features.iter().flat_map(|feature| &feature.reads);
    if entry.sentences.is_empty() {
        let places = reads.map(|read| &read.at);
        pen.add(&mut entry, "read.nothing", context! {}, Proved, places);
    }
    (!entry.sentences.is_empty()).then(|| pen.section("read", vec![entry]))
}

pub(super) fn never(pen: &mut Pen) -> Section {
    let mut entry = pen.entry("never-list", None);
    claims(pen, &mut entry, false);
    if entry.sentences.is_empty() {
        let at = [&pen.plan.at];
        pen.add(&mut entry, "never.none", context! {}, Stated, at);
    }
    let mut entries = vec![entry];
    let plan = pen.plan;
    for exception in &plan.declassified {
        let title = pen.words.plain("declassify.title");
        let mut entry = pen.entry(&format!("exception-{}", exception.what), Some(title));
        let (what, _) = subject(pen, &exception.what);
        let sink = pen.word("sink", exception.to.word());
        let with = context! { what, sink, reason => full_stop(&exception.reason) };
        pen.add(&mut entry, "declassify.is", with, Stated, [&exception.at]);
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
        let (key, with) = match kind {
            ClaimKind::NotRequested { what } => {
                let (what, plural) = subject(pen, what);
                ("never.not-requested", context! { what, plural })
            }
            ClaimKind::NotTo { what, sink } => {
                let (what, plural) = subject(pen, what);
                let sink = pen.word("sink", sink.word());
                ("never.not-to", context! { what, plural, sink })
            }
            ClaimKind::NotInfluencing { what, sink } => {
                let (what, plural) = subject(pen, what);
                let sink = pen.word("sink", sink.word());
                ("never.not-influencing", context! { what, plural, sink })
            }
            ClaimKind::NoIntent { intent } => {
                ("never.no-intent", context! { intent => intent.word() })
            }
        };
        pen.add(entry, key, with, *standing, [at]);
    }
}

/// What a claim is about, as people would name it, and whether that is a plural.
fn subject(pen: &Pen, what: &str) -> (String, bool) {
    match Category::from_word(what) {
        Some(category) => {
            let plural = pen.words.word("category.plural", category.word()).is_some();
            (pen.word("category", category.word()), plural)
        }
        None => (pen.source(what), false),
    }
}

/// Privileged intents that do not follow from the policy.
pub(super) fn unasked(pen: &mut Pen, entry: &mut Entry) {
    let plan = pen.plan;
    let asked = |intent: &Intent| plan.intents.iter().any(|need| need.intent == *intent);
    let intents = Intent::ALL
        .iter()
        .filter(|one| one.is_privileged() && !asked(one));
    let intents: Vec<_> = intents
        .map(|one| pen.word("intent.name", one.word()))
        .collect();
    if !intents.is_empty() {
        pen.add(
            entry,
            "never.privileged",
            context! { intents },
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
            let act = pen.word("act", act.what.name);
            if !acts.contains(&act) {
                acts.push(act);
            }
        }
        if acts.is_empty() {
            continue;
        }
        let mut sources: Vec<String> = Vec::new();
        let words = of.iter().flat_map(|act| {
            let time = act.from_time.then(|| "now".to_owned());
            let told = act.from.iter().map(|source| source.name.replace('.', "-"));
            time.into_iter().chain(told)
        });
        for word in words {
            let phrase = pen.word("decides", &word);
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
            sources.push(pen.say(
                "decides.stored",
                context! { stores => Vec::from_iter(stores) },
            ));
        }
        let places: Vec<Place> = of.iter().map(|act| act.at.clone()).collect();
        let with = context! { feature => &feature.title, acts, sources };
        pen.add(&mut entry, "decide.acts", with, Enforced, &places);
    }
    if entry.sentences.is_empty() {
        pen.add(&mut entry, "decide.none", context! {}, Enforced, [&plan.at]);
    }
    pen.section("decisions", vec![entry])
}

/// Settings and opt-out marks: what is kept without being in a store.
pub(super) fn servers(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let title = pen.words.plain("settings.title");
    let mut settings = pen.entry("settings", Some(title));
    let key = if plan.settings.is_empty() {
        "settings.none"
    } else {
        "settings.held"
    };
    let places = plan.features.iter().map(|feature| &feature.at);
    pen.add(
        &mut settings,
        key,
        context! {},
        Enforced,
        places.chain([&plan.at]),
    );
    let kept = term(pen, &plan.settings_retention);
    let (standing, at) = (
        if kept.swept { Enforced } else { Stated },
        [&plan.settings_retention.at],
    );
    pen.add(
        &mut settings,
        "settings.until",
        context! { until => kept.until },
        standing,
        at,
    );
    if !kept.returns.is_empty() {
        pen.add(
            &mut settings,
            "store.returns",
            context! { who => kept.returns },
            Enforced,
            at,
        );
    }

    settings.table = settings_table(pen);

    let title = pen.words.plain("optout.title");
    let mut marks = pen.entry("opt-outs", Some(title));
    pen.add(&mut marks, "optout.mark", context! {}, Enforced, [&plan.at]);
    stops(pen, &mut marks, "optout.stops");
    pen.add(
        &mut marks,
        "optout.until",
        context! {},
        Enforced,
        [&plan.at],
    );
    pen.section("servers", vec![settings, marks])
}

fn settings_table(pen: &mut Pen) -> Option<Table> {
    let plan = pen.plan;
    let mut rows = Vec::new();
    for setting in &plan.settings {
        let name = pen.setting_name(setting);
        let default = setting.default.as_ref().and_then(|value| pen.datum(value));
        let cells = vec![
            pen.say("field.cell", context! { name => &name }),
            setting.about.clone(),
            default.unwrap_or_else(|| pen.words.plain("setting.unset")),
        ];
        rows.push(pen.row(&format!("setting-{name}"), &cells, Enforced, [&setting.at]));
    }
    let column = |name| pen.words.plain(&format!("setting.column.{name}"));
    (!rows.is_empty()).then(|| Table {
        caption: pen.words.plain("settings.table"),
        columns: ["name", "what", "default"].map(column).to_vec(),
        rows,
    })
}

/// Which stores an opt-out stops.
pub(super) fn stops(pen: &mut Pen, entry: &mut Entry, key: &str) {
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
    pen.add(entry, key, context! { stores }, Enforced, places);
}

pub(super) fn recipients(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let title = pen.words.plain("discord.title");
    let mut discord = pen.entry("recipient-discord", Some(title));
    pen.add(
        &mut discord,
        "discord.platform",
        context! {},
        Stated,
        [&plan.at],
    );
    pen.add(
        &mut discord,
        "discord.posts",
        context! {},
        Stated,
        [&plan.at],
    );
    let mut entries = vec![discord];
    if let Some(log) = &plan.mod_log {
        let title = pen.words.plain("modlog.title");
        let mut entry = pen.entry("recipient-mod-log", Some(title));
        let setting = plan.setting(log.setting).map(|one| pen.setting_name(one));
        let categories = categories(pen, &log.receives);
        let with = context! { setting => setting.unwrap_or_default(), categories };
        pen.add(&mut entry, "modlog.receives", with, Enforced, [&log.at]);
        pen.add(&mut entry, "modlog.stays", context! {}, Enforced, [&log.at]);
        entries.push(entry);
    }
    for processor in &plan.processors {
        let wish = format!("recipient-{}", processor.id);
        let mut entry = pen.entry(&wish, Some(processor.name.clone()));
        let role = pen.word("role", &processor.role);
        let Processor { name, country, .. } = processor;
        let said = context! { name, role, country };
        let at = [&processor.at];
        pen.add(&mut entry, "processor.is", said, Stated, at);
        let categories = categories(pen, &processor.receives);
        let key = if categories.is_empty() {
            "processor.nothing"
        } else {
            "processor.receives"
        };
        pen.add(&mut entry, key, context! { categories }, Stated, at);
        entries.push(entry);
    }
    if plan.processors.is_empty() {
        let title = pen.words.plain("processors.title");
        let mut entry = pen.entry("recipient-none", Some(title));
        pen.add(
            &mut entry,
            "processors.none",
            context! {},
            Stated,
            [&plan.controller.at],
        );
        entries.push(entry);
    }
    pen.section("recipients", entries)
}

fn categories(pen: &Pen, all: &[Category]) -> Vec<String> {
    all.iter()
        .map(|one| pen.word("category", one.word()))
        .collect()
}

pub(super) fn asks(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let title = pen.words.plain("intents.title");
    let mut intents = pen.entry("intents", Some(title));
    for need in &plan.intents {
        let because = reasons(pen, &need.because);
        let privileged = need.intent.is_privileged();
        let with = context! { intent => need.intent.word(), privileged, because };
        let places = need.because.iter().map(|reason| &reason.at);
        pen.add(
            &mut intents,
            "intents.why",
            with,
            Proved,
            places.chain(lone(plan, need.because.is_empty())),
        );
    }
    unasked(pen, &mut intents);
    let title = pen.words.plain("permissions.title");
    let mut permissions = pen.entry("permissions", Some(title));
    for need in &plan.permissions {
        let because = reasons(pen, &need.because);
        let with = context! { permission => need.permission.word(), because };
        let places = need.because.iter().map(|reason| &reason.at);
        pen.add(
            &mut permissions,
            "permissions.why",
            with,
            Enforced,
            places.chain(lone(plan, need.because.is_empty())),
        );
    }
    if plan.permissions.is_empty() {
        pen.add(
            &mut permissions,
            "permissions.none",
            context! {},
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
    let say = |(text, features)| pen.say("needs.of", context! { text, features });
    reasons.into_iter().map(say).collect()
}

/// The policy itself, for a need without a reason of its own.
fn lone(plan: &crate::plan::Plan, alone: bool) -> Option<&Place> {
    alone.then_some(&plan.at)
}

pub(super) fn rights(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entry = pen.entry("rights-list", None);
    for key in [
        "rights.data",
        "rights.export",
        "rights.delete",
        "rights.optout",
        "rights.notice",
        "rights.dm",
        "rights.receipt",
        "rights.record",
    ] {
        pen.add(&mut entry, key, context! {}, Enforced, [&plan.at]);
    }
    let controller = &plan.controller;
    let with = context! { controller => &controller.name, contacts => pen.contacts() };
    let at = [&controller.at];
    pen.add(&mut entry, "rights.more", with, Stated, at);
    if let Some(within) = controller.respond_within {
        let with = context! { within => within.ms };
        pen.add(&mut entry, "rights.deadline", with, Stated, at);
    }
    if let Some(authority) = &controller.authority {
        let with = context! { authority => full_stop(authority) };
        pen.add(&mut entry, "rights.authority", with, Stated, at);
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
        .map(|(name, at)| (pen.say("field.cell", context! { name }), at.clone()))
        .unzip();
    pen.add(
        &mut entry,
        "protect.hierarchy",
        context! { commands },
        Enforced,
        &places,
    );
    if !pen.trace.notifies {
        pen.add(
            &mut entry,
            "protect.mentions",
            context! {},
            Enforced,
            [&plan.at],
        );
    }
    if !plan.stores.is_empty() {
        for (key, within) in [
            ("protect.lingers", UNREADABLE_WITHIN),
            ("protect.backups", BACKUP_MAX),
        ] {
            pen.add(
                &mut entry,
                key,
                context! { within => within.ms },
                Enforced,
                [&plan.at],
            );
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
        let with = context! {
            keep => backup.keep,
            within => backup.max_age.ms,
            without,
        };
        pen.add(
            &mut entry,
            "protect.snapshots",
            with,
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
            "age.minimum",
            context! { age },
            Stated,
            [&controller.at],
        );
    }
    pen.section("people", vec![entry])
}

pub(super) fn controller(pen: &mut Pen, entry: &mut Entry) {
    let controller = &pen.plan.controller;
    let at = [&controller.at];
    let with = context! { name => &controller.name, established => &controller.established };
    pen.add(entry, "controller.who", with, Stated, at);
    if !controller.contacts.is_empty() {
        let with = context! { contacts => pen.contacts() };
        pen.add(entry, "controller.reach", with, Stated, at);
    }
}

pub(super) fn changes(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entry = pen.entry("changes-list", None);
    for change in &plan.changes {
        let with = context! { date => &change.date, text => full_stop(&change.text) };
        pen.add(&mut entry, "changes.one", with, Stated, [&change.at]);
    }
    if plan.changes.is_empty() {
        let with = context! { updated => &plan.updated };
        pen.add(&mut entry, "changes.none", with, Stated, [&plan.at]);
    }
    pen.section("changes", vec![entry])
}
