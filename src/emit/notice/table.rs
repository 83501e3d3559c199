//! What is kept, in tables for those who scan: all stores in one, and the fields of each.

use super::{
    full_stop,
    grounds::{fact, is_of_people},
    model::{Row, Section, Table},
    names::{self, all_fields, field_name, is_subject},
    pen::Pen,
    shown,
    term::term_of,
};
use crate::{
    plan::{EraseRule, Plan, Store},
    vocab::{
        Category,
        Standing::{Enforced, Stated},
    },
    wording::{Fact, Phrase, named, say},
};

/// Of the table of all stores.
const COLUMNS: [&str; 6] = ["what", "fields", "why", "until", "who", "erase"];

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
        let facts = vec![
            fact!("row.field", what = field_name(pen.plan, store, field)),
            fact!("row.category", kinds),
        ];
        let wish = format!("field-{}-{}", store.name, field.name);
        let name = names::typed(&field.name);
        rows.push(pen.row(&wish, name, facts, Enforced, [&field.at]));
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
        pen.turn_to(Some(store.feature), Some(store.id));
        let facts = vec![
            fact!("row.holds", fields = all_fields(plan, store)),
            why(pen, store),
            fact!("row.until", until = term_of(plan, store).until),
            shown::seen(pen, store),
            erases(plan, store),
        ];
        let name = Phrase::plain(&names::heading(plan, store));
        let wish = format!("row-{}", store.name);
        let mut row = pen.row(&wish, name, facts, Enforced, [&store.at]);
        row.more = pen.store_anchor(store.id).map(str::to_owned);
        rows.push(row);
    }
    pen.turn_to(None, None);
    rows.extend(stated(pen));
    let mut section = pen.section("table", Vec::new());
    let column = |name| named("table-column", name);
    section.table = Some(Table {
        caption: say!("table-caption"),
        columns: COLUMNS.map(column).to_vec(),
        rows,
    });
    section
}

/// Rows that the operator states, with nothing in them.
fn stated(pen: &mut Pen) -> Vec<Row> {
    let mut rows = Vec::new();
    for one in &pen.plan.stated {
        let Some(name) = &one.row else {
            continue;
        };
        let words = names::quoted(&full_stop(&one.text));
        let facts = vec![fact!("row.nothing", words)];
        let name = Phrase::plain(&names::quoted(name));
        let wish = format!("row-stated-{}", one.topic);
        let mut row = pen.row(&wish, name, facts, Stated, [&one.at]);
        row.cells.resize(COLUMNS.len(), Phrase::plain(""));
        rows.push(row);
    }
    rows
}

fn why(pen: &Pen, store: &Store) -> Fact {
    let feature = pen.feature_of(store);
    let purposes = feature.into_iter().flat_map(|feature| &feature.purposes);
    let purposes: Vec<_> = purposes
        .filter_map(|&index| pen.plan.purposes.get(index as usize))
        .map(|purpose| names::quoted(&purpose.text))
        .collect();
    fact!("row.why", purposes)
}

fn erases(plan: &Plan, store: &Store) -> Fact {
    if !is_of_people(store) {
        return fact!("row.erases.nobody");
    }
    let rules = store.on_erase.iter().map(|rule| {
        let what = match rule.rule {
            EraseRule::Delete => say!("erases-delete"),
            EraseRule::Redact => say!("erases-redact"),
            EraseRule::Pseudonymise => say!("erases-pseudonymise"),
            EraseRule::Refuse => say!("erases-refuse"),
        };
        let role = names::role(plan, store, rule);
        if is_subject(store, rule) {
            what
        } else {
            say!("erases-as", what, role)
        }
    });
    let rules: Vec<_> = rules.collect();
    fact!("row.erases", rules)
}
