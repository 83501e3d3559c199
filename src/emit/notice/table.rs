//! What is kept, in tables for those who scan: all stores in one, and the fields of each.

use super::{
    grounds::is_of_people,
    model::{Section, Table},
    names::{self, all_fields, field_name, is_subject, permission_names},
    pen::Pen,
    term::term_of,
};
use crate::{
    emit::trace::{Audience, Extent, Via},
    plan::{EraseRule, Store},
    vocab::{Category, Place, Standing::Enforced},
    wording::{Phrase, named, phrase, say},
};

/// What is in a row of a store.
pub(super) fn fields(pen: &mut Pen, store: &Store) -> Table {
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
        let cells = vec![
            names::typed(&field.name),
            Phrase::plain(&field_name(pen.plan, store, field)),
            phrase!("all", all = kinds),
        ];
        let wish = format!("field-{}-{}", store.name, field.name);
        rows.push(pen.row(&wish, cells, Enforced, [&field.at]));
    }
    let column = |name| named("field-column", name);
    Table {
        caption: say!("field-table"),
        columns: ["name", "what", "category"].map(column).to_vec(),
        rows,
    }
}

/// One row for each store.
pub(super) fn overview(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut rows = Vec::new();
    for store in &plan.stores {
        let places: Vec<&Place> = vec![&store.at];
        let cells = vec![
            Phrase::plain(&names::heading(store)),
            phrase!("all", all = all_fields(plan, store)),
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
        .map(|purpose| names::quoted(&purpose.text))
        .collect();
    phrase!("table-to", purposes = texts)
}

fn seen(pen: &Pen, store: &Store) -> Phrase {
    let mut seen = Vec::new();
    let shown = pen.trace.shown.iter();
    let said = shown.filter(|one| one.what == Extent::Said);
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
    if !is_of_people(store) {
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
