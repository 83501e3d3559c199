//! What people can ask for, and how it is protected.

use super::{
    full_stop,
    grounds::{fact, stops},
    model::Section,
    names::{self, store_named},
    pen::Pen,
};
use crate::{
    plan::{Alias, BACKUP_MAX, Measure, Store, Trigger, UNREADABLE_WITHIN},
    vocab::Standing::{Enforced, Stated},
    wording::{Phrase, phrase},
};

fn alias(alias: &Alias) -> Phrase {
    let slash = if alias.is_typed() { "" } else { "/" };
    let name = format!("{slash}{}", alias.name);
    let of = format!("/{}", alias.of.join(" "));
    phrase!("alias-of", name, of)
}

pub(super) fn rights(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entry = pen.entry("rights-list", None);
    let optout = plan.stores.iter().any(stops);
    let keys = plan.stores.iter().any(Store::has_text_in_key);
    for fact in [
        fact!("rights.data"),
        fact!("rights.export"),
        fact!("rights.delete"),
        fact!("rights.optout"),
        fact!("rights.consent"),
        fact!("rights.notice"),
        fact!("rights.dm"),
        fact!("rights.receipt", optout),
        fact!("rights.record"),
        fact!("rights.named", keys),
    ] {
        pen.add(&mut entry, fact, Enforced, [&plan.at]);
    }
    let others: Vec<Phrase> = plan.aliases.iter().map(alias).collect();
    let also = fact!("rights.also", names = others);
    pen.add(&mut entry, also, Enforced, [&plan.at]);
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
    let mut writes = pen.trace.writes.iter();
    let watches = writes.any(|write| !write.via.is_asked_for());
    pen.add(&mut entry, fact!("rights.required", watches), Stated, at);
    pen.add(&mut entry, fact!("rights.complain"), Stated, at);
    if let Some(authority) = &controller.authority {
        let name = names::quoted(&full_stop(&authority.name));
        let url = authority.url.as_ref();
        let fact = fact!("rights.authority", authority = name, url);
        pen.add(&mut entry, fact, Stated, at);
    }
    pen.section("rights", vec![entry])
}

pub(super) fn protection(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let mut entry = pen.entry("protection-list", None);
    let claimed = |id: &'static str| {
        let of = plan.measures.iter();
        of.filter(move |one| one.id.as_deref() == Some(id))
            .map(|one| &one.at)
    };
    let at = || std::iter::once(&plan.at);
    let sealed = at().chain(claimed("sealed-storage"));
    pen.add(&mut entry, fact!("protect.sealed"), Enforced, sealed);
    let key = at().chain(claimed("key-apart"));
    pen.add(&mut entry, fact!("protect.key"), Enforced, key);
    pen.add(&mut entry, fact!("protect.operator"), Enforced, at());
    let guarded = pen.trace.guarded.iter();
    let (commands, places): (Vec<_>, Vec<_>) = guarded
        .map(|(name, at)| (names::typed(name), at.clone()))
        .unzip();
    pen.add(
        &mut entry,
        fact!("protect.hierarchy", commands),
        Enforced,
        places.iter().chain(claimed("hierarchy")),
    );
    let direct = pen.trace.direct;
    let quiet = at().chain(claimed("no-mentions"));
    let fact = fact!("protect.mentions", direct);
    pen.add(&mut entry, fact, Enforced, quiet);
    let asks = plan.consents().next().is_some();
    let channels = plan.stores.iter().any(|store| {
        let mut clauses = store.retention.clauses.iter();
        clauses.any(|clause| clause.trigger.channel().is_some())
    });
    for fact in [
        fact!("protect.lingers", within = UNREADABLE_WITHIN),
        fact!("protect.backups", within = BACKUP_MAX, asks, channels),
    ] {
        pen.add(&mut entry, fact, Enforced, [&plan.at]);
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
            .map(store_named)
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
    let own = |measure: &&Measure| measure.standing == Stated;
    for measure in plan.measures.iter().filter(own) {
        pen.quote(&mut entry, &full_stop(&measure.text), &measure.at);
    }
    pen.section("protection", vec![entry])
}
