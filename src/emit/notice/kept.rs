//! What is kept: per feature and store in sentences, and all of it in one table.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    model::{Entry, Section, Table},
    names::{self, all_fields, field_name, field_names, is_subject, permission_names, source_name},
    pen::Pen,
    term::{Term, term_of},
};
use crate::{
    emit::trace::{Audience, Extent, Shown, Via, typed},
    plan::{
        self, EraseRule, Feature, FeatureId, Field, FieldId, OnErase, Owner, StepKind, Store, To,
        Trigger,
    },
    vocab::{Category, Permission, Place, Standing},
    wording::{Phrase, fact, named, phrase, say, word},
};

use Standing::{Enforced, Proved, Stated};

pub(super) fn section(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entries = Vec::new();
    for (index, feature) in (0u32..).zip(&plan.features) {
        entries.push(entry(pen, FeatureId(index), feature));
    }
    pen.section("kept", entries)
}

fn entry(pen: &mut Pen, id: FeatureId, feature: &Feature) -> Entry {
    let plan = pen.plan;
    let mut entry = pen.entry(
        &format!("feature-{}", feature.name),
        Some(feature.title.clone()),
    );
    let at = [&feature.at];
    if let Some(about) = &feature.about {
        pen.quote(&mut entry, &full_stop(about), Stated, &feature.at);
    }
    let switch = if feature.default_on {
        fact!("feature.on")
    } else {
        fact!("feature.off")
    };
    pen.add(&mut entry, switch, Enforced, at);
    let purposes = feature.purposes.iter();
    let purposes: Vec<_> = purposes
        .filter_map(|&index| plan.purposes.get(index as usize))
        .collect();
    if !purposes.is_empty() {
        let texts: Vec<_> = purposes
            .iter()
            .map(|purpose| purpose.text.clone())
            .collect();
        let places = purposes.iter().map(|purpose| &purpose.at).chain(at);
        pen.add(
            &mut entry,
            fact!("feature.why", purposes = texts),
            Stated,
            places,
        );
    }
    if let Some(basis) = feature.basis {
        pen.add(
            &mut entry,
            fact!(
                "feature.basis",
                basis = named("basis", basis.word()),
                interest = feature.interest.as_ref()
            ),
            Stated,
            at,
        );
        if let Some(answers) = feature.consent {
            let resting = |store| {
                plan.store(store)
                    .is_some_and(|one| one.consent == Some(answers))
            };
            let mut writes = pen.trace.writes.iter().filter(|one| resting(one.store));
            let asks = if writes.any(|write| write.via.is_asked_for()) {
                fact!("feature.asks")
            } else {
                fact!("feature.unasked")
            };
            for fact in [
                asks,
                fact!("feature.withdraw"),
                fact!("feature.mark"),
                fact!("feature.agreed"),
            ] {
                pen.add(&mut entry, fact, Enforced, at);
            }
        }
    }
    reads(pen, &mut entry, feature);
    let stores = pen.stores_of(id);
    if stores.is_empty() {
        pen.add(&mut entry, fact!("feature.nothing"), Enforced, at);
    }
    for store in stores {
        let part = self::store(pen, store);
        entry.parts.push(part);
    }
    entry
}

/// The complete list of what the feature takes from events about people: the compiler infers it.
fn reads(pen: &mut Pen, entry: &mut Entry, feature: &Feature) {
    let reads: Vec<_> = feature
        .reads
        .iter()
        .filter(|read| read.category.is_personal())
        .collect();
    let mut sources: Vec<Phrase> = Vec::new();
    for read in &reads {
        let source = source_name(&read.source);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let places = reads.iter().map(|read| &read.at);
    pen.add(entry, fact!("feature.reads", sources), Proved, places);
}

fn store(pen: &mut Pen, store: &Store) -> Entry {
    let title = names::title(store);
    let anchor = pen.store_anchor(store.id).unwrap_or_default().to_owned();
    let mut entry = Entry {
        anchor,
        title: Some(title),
        sentences: Vec::new(),
        table: None,
        parts: Vec::new(),
    };
    kept(pen, &mut entry, store);
    origin(pen, &mut entry, store);
    until(pen, &mut entry, store);
    if store.across {
        pen.add(&mut entry, fact!("store.across"), Enforced, [&store.at]);
    }
    shown(pen, &mut entry, store);
    erased(pen, &mut entry, store);
    objected(pen, &mut entry, store);
    exported(pen, &mut entry, store);
    entry.table = Some(fields(pen, store));
    entry
}

fn kept(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let writes = pen.trace.writes.iter().filter(|one| one.store == store.id);
    let (mut when, mut places) = (Vec::new(), vec![store.at.clone()]);
    for write in writes {
        if let Some(phrase) = names::when(&write.via)
            && !when.contains(&phrase)
        {
            when.push(phrase);
            places.push(write.at.clone());
        }
    }
    let fields = all_fields(store);
    pen.add(entry, fact!("store.kept", when, fields), Enforced, &places);
}

fn origin(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let mut origins = Vec::new();
    let mut places = Vec::new();
    let fields: Vec<&Field> = store.fields.iter().collect();
    let known: BTreeSet<_> = fields.iter().filter_map(|field| field.origin).collect();
    for origin in known {
        let of: Vec<_> = fields
            .iter()
            .filter(|field| field.origin == Some(origin))
            .collect();
        places.extend(of.iter().map(|field| &field.at));
        let fields: Vec<_> = of.iter().map(|field| field_name(store, field)).collect();
        let origin = named("origin", origin.word());
        origins.push(say!("origins-of", fields, origin));
    }
    pen.add(entry, fact!("store.origin", origins), Stated, places);
}

fn until(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let Term { until, returns } = term_of(pen.plan, store);
    let at = [&store.retention.at];
    let clauses = &store.retention.clauses;
    if clauses
        .iter()
        .all(|clause| clause.trigger == Trigger::Erased)
    {
        pen.add(entry, fact!("store.until-erased"), Enforced, at);
    } else {
        pen.add(entry, fact!("store.until", until), Enforced, at);
    }
    if let Some(reason) = &store.retention.reason {
        let reason = full_stop(reason);
        pen.add(entry, fact!("store.until-reason", reason), Stated, at);
    }
    if !returns.is_empty() {
        pen.add(entry, fact!("store.returns", who = returns), Enforced, at);
    }
    if let Some(keep) = &store.keep {
        let per = store.fields.get(keep.per.0 as usize);
        // Of the subject the notice says "you".
        let per = per.filter(|field| !matches!(field.person, Some(Owner::Subject(_))));
        let per = per.map(names::plain_name);
        let fact = fact!("store.newest", newest = keep.newest, per);
        pen.add(entry, fact, Enforced, [&keep.at]);
    }
    ended(pen, entry, store);
    held(pen, entry, store);
    finished(pen, entry, store);
    removed(pen, entry, store);
}

/// What the bot does once a row's time is over.
fn ended(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let plan = pen.plan;
    let Some(handler) = plan.ended(store.id) else {
        return;
    };
    let mut does: Vec<String> = Vec::new();
    let mut writes = BTreeSet::new();
    for step in plan::all(&handler.steps) {
        let what = match &step.kind {
            StepKind::Say { to, .. } => match to {
                To::Channel(_) => Some(say!("ended-channel")),
                To::ModLog => Some(say!("ended-mod-log")),
                To::Dm(_) => Some(say!("ended-dm")),
                To::Reply { .. } => None,
            },
            StepKind::Do { deed, .. } => Some(word("deed", deed.name).unwrap_or_default()),
            kind @ (StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }) => {
                writes.extend(kind.changes().or(kind.finishes()));
                None
            }
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Then { .. } => None,
        };
        does.extend(what.filter(|what| !what.is_empty() && !does.contains(what)));
    }
    for store in writes.iter().filter_map(|store| plan.store(*store)) {
        does.push(say!("ended-changes", store = names::title(store)));
    }
    let at = [&store.retention.at, &handler.at];
    pen.add(entry, fact!("store.ended", does), Enforced, at);
}

/// What a mass departure holds back, and who can use it meanwhile.
fn held(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let Some(hold) = &store.hold else {
        return;
    };
    let plan = pen.plan;
    let uses = plan.commands.iter();
    let uses = uses.filter(|command| command.reads_held.contains(&store.id));
    let (mut by, mut places) = (Vec::new(), vec![&hold.at]);
    for command in uses {
        let commands = vec![names::typed(&typed(command))];
        let permissions = permission_names(&command.permissions);
        by.push(phrase!("by-command", commands, permissions));
        places.push(&command.at);
    }
    pen.add(
        entry,
        fact!(
            "store.hold",
            departures = hold.departures,
            within = hold.within,
            held = hold.length
        ),
        Enforced,
        [&hold.at],
    );
    pen.add(entry, fact!("store.hold.by", by), Enforced, places);
}

/// What ends the flow that a row belongs to.
fn finished(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let finishes = pen
        .trace
        .finishes
        .iter()
        .filter(|one| one.store == store.id);
    let (mut when, mut places) = (Vec::new(), Vec::new());
    for finish in finishes {
        if let Some(phrase) = names::when(&finish.via)
            && !when.contains(&phrase)
        {
            when.push(phrase);
            places.push(finish.at.clone());
        }
    }
    pen.add(entry, fact!("store.finished", when), Enforced, &places);
}

/// Who can delete a row before its time; commands that ask for the same permission are named together.
fn removed(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let deletes = pen.trace.deletes.iter().filter(|one| one.store == store.id);
    let mut commands: BTreeMap<BTreeSet<Permission>, Vec<Phrase>> = BTreeMap::new();
    let (mut by, mut places) = (Vec::new(), Vec::new());
    for delete in deletes {
        places.push(delete.at.clone());
        match &delete.via {
            Via::Command {
                name, permissions, ..
            } => {
                let names = commands.entry(permissions.clone()).or_default();
                let name = names::typed(name);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            via @ (Via::Custom | Via::Event(_)) => {
                let phrase = phrase!("by-event", when = names::when(via));
                if !by.contains(&phrase) {
                    by.push(phrase);
                }
            }
        }
    }
    for (permissions, commands) in commands {
        let permissions = permission_names(&permissions);
        by.push(phrase!("by-command", commands, permissions));
    }
    pen.add(entry, fact!("store.removed", by), Enforced, &places);
}

fn shown(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let of_store = || pen.trace.shown.iter().filter(|one| one.store == store.id);
    let mut groups: Vec<Shown> = Vec::new();
    for one in of_store().filter(|one| one.what == Extent::Said) {
        let same = groups
            .iter_mut()
            .find(|group| group.to == one.to && group.via == one.via);
        match same {
            Some(group) => group.fields.extend(&one.fields),
            None => groups.push(one.clone()),
        }
    }
    let depends: Vec<Shown> = of_store()
        .filter(|one| one.what == Extent::Depends)
        .cloned()
        .collect();
    if groups.is_empty() && depends.is_empty() && store.people().next().is_some() {
        pen.add(entry, fact!("store.shown.none"), Enforced, [&store.at]);
    }
    for group in &groups {
        say_shown(pen, entry, store, group);
    }
    let is_public = |one: &&Shown| one.to.is_public();
    let hidden = !groups.iter().any(|group| group.to.is_public());
    let mut when = Vec::new();
    let mut places = Vec::new();
    for one in depends
        .iter()
        .filter(|one| groups.is_empty() || is_public(one))
    {
        if let Some(phrase) = names::when(&one.via).filter(|phrase| !when.contains(phrase)) {
            when.push(phrase);
            places.push(one.at.clone());
        }
    }
    if hidden && store.people().next().is_some() {
        let said = !groups.is_empty();
        let fact = fact!("store.shown.depends", when, said);
        pen.add(entry, fact, Enforced, &places);
    }
}

fn say_shown(pen: &mut Pen, entry: &mut Entry, store: &Store, shown: &Shown) {
    let mut fields = field_names(store, &shown.fields);
    if fields.is_empty() {
        fields.push(say!("shown-rows"));
    }
    let at = [&shown.at];
    match (&shown.via, shown.to) {
        (Via::Command { name, .. }, Audience::Reply { ephemeral }) => {
            let to = names::who(&shown.via, ephemeral);
            let fact = if ephemeral {
                fact!("shown.reply.private", command = name, fields, to)
            } else {
                fact!("shown.reply.public", command = name, fields, to)
            };
            pen.add(entry, fact, Enforced, at);
        }
        (Via::Custom, Audience::Reply { ephemeral }) => {
            pen.add(
                entry,
                fact!("shown.custom", fields, ephemeral),
                Enforced,
                at,
            );
        }
        (via, to) => {
            let when = names::when(via).unwrap_or_default();
            let fact = match to {
                Audience::Reply { ephemeral } => {
                    fact!("shown.event.reply", when, fields, ephemeral)
                }
                Audience::Channel => fact!("shown.event.channel", when, fields),
                Audience::ModLog => fact!("shown.event.mod-log", when, fields),
                Audience::AuditLog => fact!("shown.event.audit-log", when, fields),
                Audience::Acts => fact!("shown.event.acts", when, fields),
                Audience::Dm => fact!("shown.event.dm", when, fields),
            };
            pen.add(entry, fact, Enforced, at);
        }
    }
}

fn erased(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if store.people().next().is_none() {
        return;
    }
    if store.on_erase.is_empty() {
        pen.add(entry, fact!("store.erase.none"), Stated, [&store.at]);
    }
    for rule in &store.on_erase {
        let role = names::role(store, rule);
        let subject = is_subject(store, rule);
        let about_another = |(id, field): (FieldId, &Field)| {
            id != rule.by && matches!(field.person, Some(Owner::Subject(_)))
        };
        let because = if store.people().any(about_another) {
            say!("because-subject")
        } else {
            say!("because-server")
        };
        let fact = match rule.rule {
            EraseRule::Delete if subject => fact!("store.erase.delete"),
            EraseRule::Delete => fact!("store.erase.party", role),
            EraseRule::Redact => {
                let fields = owned(store, rule);
                fact!("store.erase.redact", role, because, fields)
            }
            EraseRule::Pseudonymise => fact!("store.erase.pseudonymise", role, because),
        };
        let at = [&rule.at];
        pen.add(entry, fact, Enforced, at);
        if rule.suppress {
            pen.add(entry, fact!("store.erase.suppress"), Enforced, at);
        }
    }
}

/// Whether an objection stops it, and why not.
fn objected(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if let Some(refusal) = &store.on_object {
        let at = [&refusal.at];
        pen.add(entry, fact!("store.object.refused"), Enforced, at);
        pen.quote(entry, &full_stop(&refusal.reason), Stated, &refusal.at);
    }
    if !store.stops.is_empty() {
        pen.add(entry, fact!("store.object.stops"), Enforced, [&store.at]);
    }
}

/// Fields that the person of this rule owns.
fn owned(store: &Store, rule: &OnErase) -> Vec<String> {
    let of = |field: &&Field| match field.owner {
        Owner::Subject(by) | Owner::Party(by) => by == rule.by,
        Owner::Guild => false,
    };
    let fields = store.fields.iter().filter(of);
    fields.map(|field| field_name(store, field)).collect()
}

fn exported(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if store.people().next().is_none() {
        return;
    }
    if let Some(refusal) = &store.refused {
        let at = [&refusal.at];
        pen.add(entry, fact!("store.refused"), Enforced, at);
        let (reason, appeal) = (full_stop(&refusal.reason), full_stop(&refusal.appeal));
        let review = &refusal.review;
        let why = fact!("store.refused.why", reason, review, appeal);
        pen.add(entry, why, Stated, at);
        return;
    }
    let Some(export) = &store.export else {
        pen.add(entry, fact!("store.export.none"), Enforced, [&store.at]);
        return;
    };
    let mut to = Vec::new();
    for field in export
        .to
        .iter()
        .filter_map(|id| store.fields.get(id.0 as usize))
    {
        to.push(match field.person {
            Some(Owner::Subject(_)) => say!("export-subject"),
            _ => say!("export-party", name = field.name.replace('-', " ")),
        });
    }
    let without: BTreeSet<_> = export.redact.iter().copied().collect();
    let without = field_names(store, &without);
    pen.add(
        entry,
        fact!("store.export", to, without),
        Enforced,
        [&store.at],
    );
    if store.people().any(|(id, _)| !export.to.contains(&id)) {
        pen.add(entry, fact!("store.export.parts"), Enforced, [&store.at]);
    }
}

fn fields(pen: &mut Pen, store: &Store) -> Table {
    let mut rows = Vec::new();
    for field in &store.fields {
        let categories = field.categories.iter().copied();
        let kinds: Vec<String> = if categories.len() == 0 {
            let kind = if field.person.is_some() {
                Category::Identifier
            } else {
                Category::Configuration
            };
            vec![named("category", kind.word())]
        } else {
            categories
                .map(|one| named("category", one.word()))
                .collect()
        };
        let origin = match field.origin {
            Some(origin) => named("origin", origin.word()),
            None => say!("origins-unsaid"),
        };
        let cells = vec![
            names::typed(&field.name),
            Phrase::plain(&field_name(store, field)),
            phrase!("all", all = kinds),
            Phrase::plain(&origin),
        ];
        let wish = format!("field-{}-{}", store.name, field.name);
        rows.push(pen.row(&wish, cells, Enforced, [&field.at]));
    }
    let column = |name| named("field-column", name);
    Table {
        caption: say!("field-table"),
        columns: ["name", "what", "category", "origin"].map(column).to_vec(),
        rows,
    }
}

/// All stores in one table, settings and opt-out marks included.
pub(super) fn overview(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut rows = Vec::new();
    for store in &plan.stores {
        let places: Vec<&Place> = vec![&store.at];
        let cells = vec![
            Phrase::plain(&names::title(store)),
            phrase!("all", all = all_fields(store)),
            why(pen, store),
            phrase!("any", all = term_of(pen.plan, store).until),
            seen(pen, store),
            erases(store),
        ];
        let mut row = pen.row(&format!("row-{}", store.name), cells, Enforced, places);
        row.more = pen.store_anchor(store.id).map(str::to_owned);
        rows.push(row);
    }
    let mut section = pen.section("table", Vec::new());
    let columns = ["what", "fields", "why", "until", "who", "erase"];
    let column = |name| named("table-column", name);
    section.table = Some(Table {
        caption: say!("table-caption"),
        columns: columns.map(column).to_vec(),
        rows,
    });
    section
}

fn why(pen: &Pen, store: &Store) -> Phrase {
    let feature = pen.feature_of(store);
    let purposes = feature.into_iter().flat_map(|feature| &feature.purposes);
    let texts: Vec<_> = purposes
        .filter_map(|&index| pen.plan.purposes.get(index as usize))
        .map(|purpose| purpose.text.clone())
        .collect();
    phrase!("table-to", purposes = texts)
}

fn seen(pen: &Pen, store: &Store) -> Phrase {
    let mut seen = Vec::new();
    let said = pen
        .trace
        .shown
        .iter()
        .filter(|one| one.what == Extent::Said);
    for one in said.filter(|one| one.store == store.id) {
        let phrase = match (&one.via, one.to) {
            (
                Via::Command {
                    name,
                    permissions,
                    sometimes,
                },
                Audience::Reply { .. },
            ) => {
                let sometimes = permission_names(sometimes);
                let permissions = permission_names(permissions);
                phrase!("seen-command", command = name, permissions, sometimes)
            }
            (_, audience) => Phrase::plain(&names::audience(audience)),
        };
        if !seen.contains(&phrase) {
            seen.push(phrase);
        }
    }
    if seen.is_empty() {
        return phrase!("table-nobody");
    }
    phrase!("lines", all = seen)
}

fn erases(store: &Store) -> Phrase {
    if store.people().next().is_none() {
        return phrase!("erases-nobody");
    }
    let rules = store.on_erase.iter().map(|rule| {
        let what = match rule.rule {
            EraseRule::Delete => say!("erases-delete"),
            EraseRule::Redact => say!("erases-redact"),
            EraseRule::Pseudonymise => say!("erases-pseudonymise"),
        };
        let role = names::role(store, rule);
        if is_subject(store, rule) {
            what
        } else {
            say!("erases-as", what, role)
        }
    });
    let rules: Vec<_> = rules.collect();
    if rules.is_empty() {
        return phrase!("erases-none");
    }
    phrase!("lines", all = rules)
}

/// An operator's phrase as a sentence.
pub(crate) fn full_stop(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
