//! Effects on people that follow from an event, with no person in between.

use std::collections::BTreeSet;

use super::{
    grounds::fact,
    model::Section,
    names::{self, store_name},
    pen::Pen,
};
use crate::{
    emit::trace::Act,
    plan::{self, Counts, FeatureId, Plan},
    vocab::{Place, Standing::Enforced},
    wording::{named, say},
};

/// What a feature adds up about people.
pub(super) fn scores(plan: &Plan, of: FeatureId) -> impl Iterator<Item = (&[Counts], &Place)> {
    let handlers = plan.handlers.iter();
    let handlers = handlers.map(|one| (one.feature, &one.steps));
    let commands = plan.commands.iter().map(|one| (one.feature, &one.steps));
    let bodies = handlers.chain(commands).filter(move |(id, _)| *id == of);
    bodies.flat_map(|(_, steps)| {
        let scored = plan::all(steps).map(|step| (step.kind.counts(), &step.at));
        scored.filter(|(counts, _)| counts.iter().any(|one| one.points != 0))
    })
}

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
        let words = of.iter().flat_map(|act| act.from.iter());
        for word in words {
            let phrase = named("decides", word);
            if !sources.contains(&phrase) {
                sources.push(phrase);
            }
        }
        let stores = of.iter().flat_map(|act| &act.stores);
        let stores: BTreeSet<_> = stores
            .filter_map(|id| plan.store(*id))
            .map(|store| store_name(plan, store))
            .collect();
        if !stores.is_empty() {
            sources.push(say!("decided-from-stored", stores = Vec::from_iter(stores)));
        }
        let places: Vec<Place> = of.iter().map(|act| act.at.clone()).collect();
        pen.add(
            &mut entry,
            fact!(
                "decide.acts",
                feature = names::feature(feature),
                acts,
                sources
            ),
            Enforced,
            &places,
        );
    }
    pen.add(&mut entry, fact!("decide.none"), Enforced, [&plan.at]);
    for (index, feature) in (0u32..).zip(&plan.features) {
        pen.turn_to(Some(FeatureId(index)), None);
        for (counts, at) in scores(plan, FeatureId(index)) {
            let reasons = counts.iter().filter(|one| one.points != 0);
            let reasons = reasons.map(|one| {
                let points = one.points.to_string();
                let because = plan.because(&one.because);
                say!("decided-by-points", points, because)
            });
            let reasons: Vec<String> = reasons.collect();
            let feature = names::feature(feature);
            pen.add(
                &mut entry,
                fact!("decide.score", feature, reasons),
                Enforced,
                [at],
            );
        }
    }
    pen.turn_to(None, None);
    pen.section("decisions", vec![entry])
}
