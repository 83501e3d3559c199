//! What is kept, by feature and store, in sentences.

use std::collections::BTreeSet;

use super::{
    ends, full_stop,
    grounds::{fact, is_of_people},
    model::{Entry, Section},
    names::{self, all_fields, field_name, field_names, is_subject, source_name},
    pen::Pen,
    shown, table,
    term::{term, term_of},
};
use crate::{
    emit::trace::Via,
    lexicon::{Length, length},
    plan::{EraseRule, Feature, FeatureId, Field, FieldId, OnErase, Owner, Plan, Scope, Store},
    vocab::{Place, Standing, Type},
    wording::{Phrase, named, say},
};

use Standing::{Enforced, Proved, Stated};

pub(super) fn section(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entries = vec![rules(pen)];
    for (index, feature) in (0u32..).zip(&plan.features) {
        pen.turn_to(Some(FeatureId(index)), None);
        entries.push(entry(pen, FeatureId(index), feature));
    }
    pen.turn_to(None, None);
    entries.retain(|entry| !entry.sentences.is_empty());
    pen.section("kept", entries)
}

/// What is so of every store, so that each says only what is different.
fn rules(pen: &mut Pen) -> Entry {
    let plan = pen.plan;
    let title = say!("rules-title");
    let mut entry = pen.entry("rules", Some(title));
    let of_settings = &plan.settings_retention.at;
    let places = || {
        let stores = plan.stores.iter().map(|store| &store.retention.at);
        stores.chain([of_settings])
    };
    pen.add(&mut entry, fact!("rule.deleted"), Enforced, places());
    let settings = term(plan, &[], &plan.settings_retention);
    let stores = plan.stores.iter().map(|store| term_of(plan, store));
    let mut who: Vec<String> = Vec::new();
    for back in stores.chain([settings]).flat_map(|term| term.returns) {
        if !who.contains(&back) {
            who.push(back);
        }
    }
    pen.add(&mut entry, fact!("rule.returns", who), Enforced, places());
    let unseen = [
        (&length::GUILD_REMOVED, say!("unseen-guild")),
        (&length::MEMBER_LEFT, say!("unseen-member")),
        (&length::CHANNEL_REMOVED, say!("unseen-channel")),
    ];
    let counts = |length: &Length| {
        let stores = plan.stores.iter().map(|store| &store.retention);
        let mut clauses = stores
            .chain([&plan.settings_retention])
            .flat_map(|one| &one.clauses);
        clauses.any(|clause| clause.trigger.length() == length)
    };
    let unseen = unseen.into_iter().filter(|(length, _)| counts(length));
    let what: Vec<String> = unseen.map(|(_, what)| what).collect();
    pen.add(&mut entry, fact!("rule.unseen", what), Enforced, places());
    pen.add(&mut entry, fact!("rule.left"), Enforced, places());
    let of_people = plan.stores.iter().filter(|store| is_of_people(store));
    let places = of_people.flat_map(|store| {
        let rules = store.on_erase.iter().map(|rule| &rule.at);
        rules.chain([&store.at])
    });
    pen.add(&mut entry, fact!("rule.rights"), Enforced, places);
    entry
}

fn entry(pen: &mut Pen, id: FeatureId, feature: &Feature) -> Entry {
    let plan = pen.plan;
    let mut entry = pen.entry(
        &format!("feature-{}", feature.name),
        Some(feature.title.clone()),
    );
    let at = [&feature.at];
    if let Some(about) = &feature.about {
        let words = names::quoted(&full_stop(about));
        pen.add(&mut entry, fact!("feature.about", words), Stated, at);
    }
    let switch = if feature.fixed {
        fact!("feature.fixed")
    } else if feature.default_on {
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
            .map(|purpose| names::quoted(&purpose.text))
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
                interest = feature.interest.as_deref().map(names::quoted)
            ),
            Stated,
            at,
        );
        if let Some(answers) = feature.consent {
            let resting = |store| {
                plan.store(store)
                    .is_some_and(|one| one.consent == Some(answers))
            };
            let stores = plan.stores.iter().filter(|store| resting(store.id));
            let texts = stores.into_iter().any(mentions_others);
            let mut writes = pen.trace.writes.iter().filter(|one| resting(one.store));
            let mut settings = plan.settings.iter().filter(|one| one.feature == Some(id));
            let who = settings.any(|one| one.kind == Type::Who);
            let asks = if writes.any(|write| write.via.is_asked_for()) {
                fact!("feature.asks", texts, who)
            } else {
                fact!("feature.unasked", texts, who)
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
    pen.add(&mut entry, fact!("feature.nothing"), Enforced, at);
    pen.add(&mut entry, fact!("feature.settings"), Enforced, at);
    let (keeps, set) = (
        !stores.is_empty(),
        plan.settings.iter().any(|one| one.feature == Some(id)),
    );
    let roles = pen.trace.roles_of(id).cloned().collect::<Vec<_>>();
    let fact = fact!("feature.roles", stored = keeps, set);
    pen.add(&mut entry, fact, Enforced, &roles);
    let of = |all: &[(FeatureId, Place)]| -> Vec<Place> {
        let here = all.iter().filter(|(feature, _)| *feature == id);
        here.map(|(_, at)| at.clone()).collect()
    };
    let (speaks, crosses) = (of(&pen.trace.speaks), of(&pen.trace.crosses));
    pen.add(&mut entry, fact!("feature.speaks"), Enforced, &speaks);
    pen.add(&mut entry, fact!("feature.crosses"), Enforced, &crosses);
    for store in stores {
        pen.turn_to(Some(id), Some(store.id));
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
        let source = source_name(pen.plan, &read.source);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let places = reads.iter().map(|read| &read.at);
    pen.add(entry, fact!("feature.reads", sources), Proved, places);
}

fn store(pen: &mut Pen, store: &Store) -> Entry {
    let title = names::title(pen.plan, store);
    let anchor = pen.store_anchor(store.id).unwrap_or_default().to_owned();
    let mut entry = Entry {
        anchor,
        title: Some(title),
        sentences: Vec::new(),
        table: None,
        parts: Vec::new(),
    };
    kept(pen, &mut entry, store);
    words(pen, &mut entry, store);
    origin(pen, &mut entry, store);
    ends::until(pen, &mut entry, store);
    if store.across {
        pen.add(&mut entry, fact!("store.across"), Enforced, [&store.at]);
    }
    shown::shown(pen, &mut entry, store);
    pen.add(&mut entry, fact!("store.anywhere"), Enforced, [&store.at]);
    erased(pen, &mut entry, store);
    pen.add(&mut entry, fact!("store.erase.key"), Enforced, [&store.at]);
    objected(pen, &mut entry, store);
    exported(pen, &mut entry, store);
    entry.table = Some(table::fields(pen, store));
    entry
}

fn kept(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    let writes = pen.trace.writes.iter().filter(|one| one.store == store.id);
    let (mut when, mut places) = (Vec::new(), vec![store.at.clone()]);
    let mut of_actors = true;
    for write in writes {
        of_actors &= write.own || matches!(write.via, Via::Command { .. });
        if let Some(phrase) = names::when(pen.plan, &write.via)
            && !when.contains(&phrase)
        {
            when.push(phrase);
            places.push(write.at.clone());
        }
    }
    let fields = if of_actors {
        all_fields(pen.plan, store)
    } else {
        names::all_fields_of_somebody(pen.plan, store)
    };
    pen.add(entry, fact!("store.kept", when, fields), Enforced, &places);
}

/// What the operator says the fields are. Of what Candor makes, Candor says it.
fn words(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if pen.plan.is_made(store.id) {
        return;
    }
    let (mut words, mut places) = (Vec::new(), Vec::new());
    for field in &store.fields {
        if let Some(about) = &field.about
            && !says_no_more(&names::plain_name(pen.plan, field), about)
        {
            let name = names::quoted(&names::plain_name(pen.plan, field));
            let about = names::quoted(about.trim());
            words.push(say!("words-of", name, about));
            places.push(&field.at);
        }
    }
    pen.add(entry, fact!("store.words", words), Stated, places);
}

/// Whether a description is the name once more: `channel`, “the channel”.
fn says_no_more(name: &str, about: &str) -> bool {
    let about = about.trim().trim_end_matches('.').to_lowercase();
    let articles = say!("articles");
    let mut articles = articles.split_whitespace();
    // One that ends in an apostrophe stands without a space before its word.
    let bare = articles.find_map(|article| {
        let rest = about.strip_prefix(article)?;
        rest.strip_prefix(' ')
            .or_else(|| article.ends_with('’').then_some(rest))
    });
    bare.unwrap_or(&about) == name.to_lowercase()
}

/// Where the operator says it comes from. Of what Candor makes, the operator says nothing.
fn origin(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if pen.plan.is_made(store.id) {
        return;
    }
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
            .map(|field| field_name(pen.plan, store, field))
            .collect();
        let origin = named("origin", origin.word());
        origins.push(say!("origins-of", fields, origin));
    }
    pen.add(entry, fact!("store.origin", origins), Stated, places);
}

fn erased(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if !is_of_people(store) {
        return;
    }
    for rule in &store.on_erase {
        let role = names::role(pen.plan, store, rule);
        let subject = is_subject(store, rule);
        let because = names::because(store, rule);
        let fact = match rule.rule {
            // As the rule says that stands before all stores.
            EraseRule::Delete if subject && !rule.suppress => continue,
            EraseRule::Delete if subject => fact!("store.erase.delete"),
            EraseRule::Delete => fact!("store.erase.party", role),
            EraseRule::Redact => {
                let fields = owned(pen.plan, store, rule);
                fact!("store.erase.redact", role, because, fields)
            }
            EraseRule::Refuse => {
                refused(pen, entry, store, rule);
                continue;
            }
            EraseRule::Pseudonymise => {
                let texts = names::texts_left(pen.plan, store, rule);
                fact!("store.erase.pseudonymise", role, because, texts)
            }
        };
        let at = [&rule.at];
        pen.add(entry, fact, Enforced, at);
        if rule.suppress {
            let beyond = store.scope != Scope::Guild;
            pen.add(entry, fact!("store.erase.suppress", beyond), Enforced, at);
        }
    }
}

/// That an erasure does not reach it, why, for how long, and what somebody can do about it.
fn refused(pen: &mut Pen, entry: &mut Entry, store: &Store, rule: &OnErase) {
    let Some(refusal) = &rule.refusal else {
        return;
    };
    let at = [&rule.at];
    let field = |id: Option<FieldId>| {
        let field = id.and_then(|id| store.fields.get(id.0 as usize));
        field.map(|field| field_name(pen.plan, store, field))
    };
    let (until, review) = (field(refusal.until), field(refusal.review));
    let appeal = names::typed(&pen.plan.command_called(&refusal.appeal));
    let whom = names::role(pen.plan, store, rule);
    let fact = fact!("store.erase.refused", role = whom, until, review, appeal);
    pen.add(entry, fact, Enforced, at);
    pen.quote(entry, &full_stop(&refusal.reason), &rule.at);
}

/// Whether an objection stops it, and why not.
fn objected(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if let Some(refusal) = &store.on_object {
        let at = [&refusal.at];
        pen.add(entry, fact!("store.object.refused"), Enforced, at);
        pen.quote(entry, &full_stop(&refusal.reason), &refusal.at);
    }
    if !store.stops.is_empty() {
        let texts = mentions_others(store);
        let beyond = store.scope != Scope::Guild;
        let fact = fact!("store.object.stops", texts, beyond);
        pen.add(entry, fact, Enforced, [&store.at]);
    }
}

/// Whether a text in it can mention somebody else.
fn mentions_others(store: &Store) -> bool {
    store.fields.iter().any(|field| field.kind == Type::Text)
}

/// Fields that the person of this rule owns.
fn owned(plan: &Plan, store: &Store, rule: &OnErase) -> Vec<String> {
    let of = |field: &&Field| match field.owner {
        Owner::Subject(by) | Owner::Party(by) => by == rule.by,
        Owner::Guild => false,
    };
    let fields = store.fields.iter().filter(of);
    fields.map(|field| field_name(plan, store, field)).collect()
}

fn exported(pen: &mut Pen, entry: &mut Entry, store: &Store) {
    if !is_of_people(store) {
        return;
    }
    if let Some(refusal) = &store.refused {
        let at = [&refusal.at];
        pen.add(entry, fact!("store.refused"), Enforced, at);
        let said = |words: &str| names::quoted(&full_stop(words));
        let (reason, appeal) = (said(&refusal.reason), said(&refusal.appeal));
        let review = &refusal.review;
        let why = fact!("store.refused.why", reason, review, appeal);
        pen.add(entry, why, Stated, at);
        let parts = fact!("store.export.parts");
        pen.add(entry, parts, Enforced, [&store.at]);
        return;
    }
    let Some(export) = &store.export else {
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
            Some(Owner::Party(_) | Owner::Guild) | None => {
                say!("export-party", name = names::plain_name(pen.plan, field))
            }
        });
    }
    let everybody = store.people().all(|(id, _)| export.to.contains(&id));
    if everybody && export.redact.is_empty() && store.people().count() == 1 {
        return;
    }
    let without: BTreeSet<_> = export.redact.iter().copied().collect();
    let without = field_names(pen.plan, store, &without);
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
