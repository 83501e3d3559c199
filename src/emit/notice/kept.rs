//! What is kept: per feature and store in sentences, and all of it in one table.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::context;

use super::{
    model::{Entry, Section, Table},
    pen::{Pen, is_subject, store_name},
    term::{Term, term_of},
};
use crate::{
    emit::trace::{Audience, Shown, Via, typed},
    plan::{EraseRule, Feature, FeatureId, Field, FieldId, OnErase, Owner, Store},
    vocab::{Basis, Category, Permission, Place, Standing},
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
        "feature.on"
    } else {
        "feature.off"
    };
    pen.add(&mut entry, switch, context! {}, Enforced, at);
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
            "feature.why",
            context! { purposes => texts },
            Stated,
            places,
        );
    }
    if let Some(basis) = feature.basis {
        let with = context! { basis => basis.word(), interest => &feature.interest };
        pen.add(&mut entry, "feature.basis", with, Stated, at);
        let stores = pen.stores_of(id);
        let stops = stores
            .iter()
            .flat_map(|store| &store.on_erase)
            .any(|rule| rule.suppress);
        if basis == Basis::Consent && stops {
            pen.add(&mut entry, "feature.withdraw", context! {}, Enforced, at);
        }
    }
    reads(pen, &mut entry, feature);
    let stores = pen.stores_of(id);
    if stores.is_empty() {
        pen.add(&mut entry, "feature.nothing", context! {}, Enforced, at);
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
    let mut sources: Vec<String> = Vec::new();
    for read in &reads {
        let source = pen.source(&read.source);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let places = reads.iter().map(|read| &read.at);
    pen.add(entry, "feature.reads", context! { sources }, Proved, places);
}

fn store(pen: &mut Pen, store: &Store) -> Entry {
    let title = pen.say("store.title", context! { store => store_name(store) });
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
    shown(pen, &mut entry, store);
    erased(pen, &mut entry, store);
    exported(pen, &mut entry, store);
    entry.table = Some(fields(pen, store));
    entry
}

fn kept(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let writes = pen.trace.writes.iter().filter(|one| one.store == store.id);
    let (mut when, mut places) = (Vec::new(), vec![store.at.clone()]);
    for write in writes {
        if let Some(phrase) = pen.when(&write.via)
            && !when.contains(&phrase)
        {
            when.push(phrase);
            places.push(write.at.clone());
        }
    }
    let fields = pen.all_fields(store);
    pen.add(
        entry,
        "store.kept",
        context! { when, fields },
        Enforced,
        &places,
    );
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
        let fields: Vec<_> = of
            .iter()
            .map(|field| pen.field_name(store, field))
            .collect();
        let origin = pen.word("origin", origin.word());
        origins.push(pen.say("origin.of", context! { fields, origin }));
    }
    pen.add(entry, "store.origin", context! { origins }, Stated, places);
}

fn until(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let Term { until, returns } = term_of(pen, store);
    let at = [&store.retention.at];
    pen.add(entry, "store.until", context! { until }, Enforced, at);
    if !returns.is_empty() {
        pen.add(
            entry,
            "store.returns",
            context! { who => returns },
            Enforced,
            at,
        );
    }
    held(pen, entry, store);
    finished(pen, entry, store);
    removed(pen, entry, store);
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
        let name = pen.say("field.cell", context! { name => typed(command) });
        let permissions = pen.permissions(&command.permissions);
        by.push(pen.say("by.command", context! { commands => [name], permissions }));
        places.push(&command.at);
    }
    let with = context! {
        departures => hold.departures,
        within => hold.within.ms,
        held => hold.length.ms,
    };
    pen.add(entry, "store.hold", with, Enforced, [&hold.at]);
    pen.add(entry, "store.hold.by", context! { by }, Enforced, places);
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
        if let Some(phrase) = pen.when(&finish.via)
            && !when.contains(&phrase)
        {
            when.push(phrase);
            places.push(finish.at.clone());
        }
    }
    pen.add(
        entry,
        "store.finished",
        context! { when },
        Enforced,
        &places,
    );
}

/// Who can delete a row before its time; commands that ask for the same permission are named together.
fn removed(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let deletes = pen.trace.deletes.iter().filter(|one| one.store == store.id);
    let mut commands: BTreeMap<BTreeSet<Permission>, Vec<String>> = BTreeMap::new();
    let (mut by, mut places) = (Vec::new(), Vec::new());
    for delete in deletes {
        places.push(delete.at.clone());
        match &delete.via {
            Via::Command {
                name, permissions, ..
            } => {
                let names = commands.entry(permissions.clone()).or_default();
                let name = pen.say("field.cell", context! { name });
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            via => {
                let phrase = pen.say("by.event", context! { when => pen.when(via) });
                if !by.contains(&phrase) {
                    by.push(phrase);
                }
            }
        }
    }
    for (permissions, commands) in commands {
        let permissions = pen.permissions(&permissions);
        by.push(pen.say("by.command", context! { commands, permissions }));
    }
    pen.add(entry, "store.removed", context! { by }, Enforced, &places);
}

fn shown(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let mut groups: Vec<Shown> = Vec::new();
    for one in pen.trace.shown.iter().filter(|one| one.store == store.id) {
        let same = groups
            .iter_mut()
            .find(|group| group.to == one.to && group.via == one.via);
        match same {
            Some(group) => group.fields.extend(&one.fields),
            None => groups.push(one.clone()),
        }
    }
    if groups.is_empty() && store.people().next().is_some() {
        pen.add(
            entry,
            "store.shown.none",
            context! {},
            Enforced,
            [&store.at],
        );
    }
    for group in &groups {
        say_shown(pen, entry, store, group);
    }
}

fn say_shown(pen: &mut Pen, entry: &mut Entry, store: &Store, shown: &Shown) {
    let mut fields = pen.field_names(store, &shown.fields);
    if fields.is_empty() {
        fields.push(pen.words.plain("shown.rows"));
    }
    let at = [&shown.at];
    match (&shown.via, shown.to) {
        (Via::Command { name, .. }, Audience::Reply { ephemeral }) => {
            let view = if ephemeral { "private" } else { "public" };
            let to = pen.who(&shown.via, view);
            let with = context! { command => name, fields, to };
            pen.add(entry, &format!("shown.reply.{view}"), with, Enforced, at);
        }
        (Via::Custom, Audience::Reply { ephemeral }) => {
            let with = context! { fields, ephemeral };
            pen.add(entry, "shown.custom", with, Enforced, at);
        }
        (via, to) => {
            let when = pen.when(via).unwrap_or_default();
            let ephemeral = to == Audience::Reply { ephemeral: true };
            let key = match to {
                Audience::Reply { .. } => "shown.event.reply",
                Audience::Channel => "shown.event.channel",
                Audience::ModLog => "shown.event.mod-log",
                Audience::Dm => "shown.event.dm",
            };
            pen.add(
                entry,
                key,
                context! { when, fields, ephemeral },
                Enforced,
                at,
            );
        }
    }
}

fn erased(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if store.people().next().is_none() {
        return;
    }
    if store.on_erase.is_empty() {
        pen.add(entry, "store.erase.none", context! {}, Stated, [&store.at]);
    }
    for rule in &store.on_erase {
        let role = pen.role(store, rule);
        let subject = is_subject(store, rule);
        let about_another = |(id, field): (FieldId, &Field)| {
            id != rule.by && matches!(field.person, Some(Owner::Subject(_)))
        };
        let because = pen.words.plain(if store.people().any(about_another) {
            "because.subject"
        } else {
            "because.server"
        });
        let (key, fields) = match rule.rule {
            EraseRule::Delete if subject => ("store.erase.delete", Vec::new()),
            EraseRule::Delete => ("store.erase.party", Vec::new()),
            EraseRule::Redact => ("store.erase.redact", owned(pen, store, rule)),
            EraseRule::Pseudonymise => ("store.erase.pseudonymise", Vec::new()),
        };
        let at = [&rule.at];
        pen.add(entry, key, context! { role, because, fields }, Enforced, at);
        if rule.suppress {
            pen.add(entry, "store.erase.suppress", context! {}, Enforced, at);
        }
    }
}

/// Fields that the person of this rule owns.
fn owned(pen: &Pen, store: &Store, rule: &OnErase) -> Vec<String> {
    let of = |field: &&Field| match field.owner {
        Owner::Subject(by) | Owner::Party(by) => by == rule.by,
        Owner::Guild => false,
    };
    let fields = store.fields.iter().filter(of);
    fields.map(|field| pen.field_name(store, field)).collect()
}

fn exported(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if store.people().next().is_none() {
        return;
    }
    let Some(export) = &store.export else {
        pen.add(
            entry,
            "store.export.none",
            context! {},
            Enforced,
            [&store.at],
        );
        return;
    };
    let mut to = Vec::new();
    for field in export
        .to
        .iter()
        .filter_map(|id| store.fields.get(id.0 as usize))
    {
        to.push(match field.person {
            Some(Owner::Subject(_)) => pen.words.plain("export.subject"),
            _ => pen.say(
                "export.party",
                context! { name => field.name.replace('-', " ") },
            ),
        });
    }
    let without: BTreeSet<_> = export.redact.iter().copied().collect();
    let without = pen.field_names(store, &without);
    pen.add(
        entry,
        "store.export",
        context! { to, without },
        Enforced,
        [&store.at],
    );
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
            vec![pen.word("category", kind.word())]
        } else {
            categories
                .map(|one| pen.word("category", one.word()))
                .collect()
        };
        let origin = match field.origin {
            Some(origin) => pen.word("origin", origin.word()),
            None => pen.words.plain("origin.unsaid"),
        };
        let cells = vec![
            pen.say("field.cell", context! { name => &field.name }),
            pen.field_name(store, field),
            pen.say("all", context! { all => kinds }),
            origin,
        ];
        let wish = format!("field-{}-{}", store.name, field.name);
        rows.push(pen.row(&wish, &cells, Enforced, [&field.at]));
    }
    let column = |name| pen.words.plain(&format!("field.column.{name}"));
    Table {
        caption: pen.words.plain("field.table"),
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
            pen.say("store.title", context! { store => store_name(store) }),
            pen.say("all", context! { all => pen.all_fields(store) }),
            why(pen, store),
            pen.say("any", context! { all => term_of(pen, store).until }),
            seen(pen, store),
            erases(pen, store),
        ];
        let mut row = pen.row(&format!("row-{}", store.name), &cells, Enforced, places);
        row.more = pen.store_anchor(store.id).map(str::to_owned);
        rows.push(row);
    }
    let mut section = pen.section("table", Vec::new());
    let columns = ["what", "fields", "why", "until", "who", "erase"];
    let column = |name| pen.words.plain(&format!("table.{name}"));
    section.table = Some(Table {
        caption: pen.words.plain("table.caption"),
        columns: columns.map(column).to_vec(),
        rows,
    });
    section
}

fn why(pen: &Pen, store: &Store) -> String {
    let feature = pen.feature_of(store);
    let purposes = feature.into_iter().flat_map(|feature| &feature.purposes);
    let texts: Vec<_> = purposes
        .filter_map(|&index| pen.plan.purposes.get(index as usize))
        .map(|purpose| purpose.text.clone())
        .collect();
    pen.say("table.to", context! { purposes => texts })
}

fn seen(pen: &Pen, store: &Store) -> String {
    let mut seen = Vec::new();
    for one in pen.trace.shown.iter().filter(|one| one.store == store.id) {
        let phrase = match (&one.via, one.to) {
            (
                Via::Command {
                    name,
                    permissions,
                    sometimes,
                },
                Audience::Reply { .. },
            ) => {
                let sometimes = pen.permissions(sometimes);
                let permissions = pen.permissions(permissions);
                pen.say(
                    "seen.command",
                    context! { command => name, permissions, sometimes },
                )
            }
            (_, audience) => pen.audience(audience),
        };
        if !seen.contains(&phrase) {
            seen.push(phrase);
        }
    }
    if seen.is_empty() {
        return pen.words.plain("table.nobody");
    }
    pen.say("lines", context! { all => seen })
}

fn erases(pen: &Pen, store: &Store) -> String {
    if store.people().next().is_none() {
        return pen.words.plain("erases.nobody");
    }
    let rules = store.on_erase.iter().map(|rule| {
        let what = pen.words.plain(match rule.rule {
            EraseRule::Delete => "erases.delete",
            EraseRule::Redact => "erases.redact",
            EraseRule::Pseudonymise => "erases.pseudonymise",
        });
        let role = pen.role(store, rule);
        if is_subject(store, rule) {
            what
        } else {
            pen.say("erases.as", context! { what, role })
        }
    });
    let rules: Vec<_> = rules.collect();
    if rules.is_empty() {
        return pen.words.plain("erases.none");
    }
    pen.say("lines", context! { all => rules })
}

/// An operator's phrase as a sentence.
pub(super) fn full_stop(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
