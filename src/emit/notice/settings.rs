//! What is kept without being in a store: servers' settings, and marks of those who opted out.

use super::{
    grounds::{self, fact, is_free},
    model::{Entry, Section, Table},
    names::{self, store_named},
    pen::Pen,
    term::term,
};
use crate::{
    vocab::{Standing::Enforced, Type},
    wording::{Fact, Phrase, named, say},
};

/// Settings and opt-out marks: what is kept without being in a store.
pub(super) fn servers(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let title = say!("settings-title");
    let mut settings = pen.entry("settings", Some(title));
    for fact in [fact!("settings.none"), fact!("settings.held")] {
        let places = plan.features.iter().map(|feature| &feature.at);
        pen.add(&mut settings, fact, Enforced, places.chain([&plan.at]));
    }
    let kept = term(plan, &[], &plan.settings_retention);
    let at = [&plan.settings_retention.at];
    pen.add(
        &mut settings,
        fact!("settings.until", until = kept.until),
        Enforced,
        at,
    );
    let whos = plan.settings.iter().filter(|one| one.kind == Type::Who);
    let (names, places): (Vec<Phrase>, Vec<_>) = whos
        .map(|one| (names::typed(&names::setting_name(plan, one)), &one.at))
        .unzip();
    pen.add(
        &mut settings,
        fact!("settings.people", names),
        Enforced,
        places,
    );
    let texts = plan.settings.iter().filter(|one| is_free(&one.kind));
    let (names, places): (Vec<Phrase>, Vec<_>) = texts
        .map(|one| (names::typed(&names::setting_name(plan, one)), &one.at))
        .unzip();
    pen.add(
        &mut settings,
        fact!("settings.texts", names),
        Enforced,
        places,
    );
    settings.table = settings_table(pen);

    let title = say!("optout-title");
    let mut marks = pen.entry("opt-outs", Some(title));
    let erased = plan.marks_erasures();
    let mark = fact!("optout.mark", erased);
    pen.add(&mut marks, mark, Enforced, [&plan.at]);
    stops(pen, &mut marks, |stores| fact!("optout.stops", stores));
    pen.add(&mut marks, fact!("optout.until"), Enforced, [&plan.at]);
    let mut entries = vec![settings, marks];
    entries.retain(|entry| !entry.sentences.is_empty());
    pen.section("servers", entries)
}

fn settings_table(pen: &mut Pen) -> Option<Table> {
    let plan = pen.plan;
    let mut rows = Vec::new();
    for setting in &plan.settings {
        let name = names::setting_name(pen.plan, setting);
        let default = setting.default.as_ref().and_then(names::datum);
        let default = default.unwrap_or_else(|| say!("setting-unset"));
        let facts = vec![
            fact!("row.setting", what = names::quoted(setting.about.trim())),
            fact!("row.default", default),
        ];
        let wish = format!("setting-{name}");
        let name = names::typed(&name);
        rows.push(pen.row(&wish, name, facts, Enforced, [&setting.at]));
    }
    let column = |name| named("setting-column", name);
    (!rows.is_empty()).then(|| Table {
        caption: say!("settings-table"),
        columns: ["name", "what", "default"].map(column).to_vec(),
        rows,
    })
}

/// Which stores an opt-out stops. What follows an effect goes with them, and is named where it is all there is.
pub(super) fn stops(pen: &mut Pen, entry: &mut Entry, fact: impl Fn(Vec<String>) -> Fact) {
    let plan = pen.plan;
    let stores = || plan.stores.iter().filter(|store| grounds::stops(store));
    let declared = stores().filter(|store| !plan.is_journal(store.id));
    let mut names: Vec<_> = declared.map(|store| store_named(plan, store)).collect();
    if names.is_empty() {
        names.extend(stores().map(|store| store_named(plan, store)));
    }
    pen.add(
        entry,
        fact(names),
        Enforced,
        stores().map(|store| &store.at),
    );
}
