//! What people can ask for, and how it is protected.

use super::{
    kept::full_stop,
    model::Section,
    names::{self, store_name},
    pen::Pen,
    settings,
};
use crate::{
    plan::{BACKUP_MAX, Store, Trigger, UNREADABLE_WITHIN},
    vocab::{
        Standing::{Enforced, Stated},
        Type,
    },
    wording::fact,
};

pub(super) fn rights(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entry = pen.entry("rights-list", None);
    let objects = settings::can_opt_out(plan).then(|| fact!("rights.optout"));
    let consents = plan.consents().next().is_some();
    let consents = consents.then(|| fact!("rights.consent"));
    for fact in [
        fact!("rights.data"),
        fact!("rights.export"),
        fact!("rights.delete"),
    ]
    .into_iter()
    .chain(objects)
    .chain(consents)
    .chain([
        fact!("rights.notice"),
        fact!("rights.dm"),
        fact!("rights.receipt"),
        fact!("rights.record"),
    ]) {
        pen.add(&mut entry, fact, Enforced, [&plan.at]);
    }
    let mut fields = plan.stores.iter().flat_map(|store| &store.fields);
    if fields.any(|field| field.kind == Type::Text) {
        pen.add(&mut entry, fact!("rights.named"), Enforced, [&plan.at]);
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
