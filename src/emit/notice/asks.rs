//! What the bot asks of Discord, and what for.

use super::{claims::unasked, grounds::fact, model::Section, names, pen::Pen};
use crate::{
    plan::{Plan, Reason},
    vocab::{
        Place,
        Standing::{Enforced, Proved},
    },
    wording::{named, say},
};

pub(super) fn asks(pen: &mut Pen) -> Section {
    let plan = pen.plan;
    let title = say!("intents-title");
    let mut intents = pen.entry("intents", Some(title));
    for need in &plan.intents {
        let because = reasons(pen, &need.because);
        let privileged = need.intent.is_privileged();
        let places = need.because.iter().map(|reason| &reason.at);
        pen.add(
            &mut intents,
            fact!(
                "intents.why",
                intent = named("intent", need.intent.word()),
                privileged,
                because
            ),
            Proved,
            places.chain(lone(plan, need.because.is_empty())),
        );
    }
    unasked(pen, &mut intents);
    let title = say!("permissions-title");
    let mut permissions = pen.entry("permissions", Some(title));
    for need in &plan.permissions {
        let because = reasons(pen, &need.because);
        let places = need.because.iter().map(|reason| &reason.at);
        pen.add(
            &mut permissions,
            fact!(
                "permissions.why",
                permission = named("permission", need.permission.word()),
                because
            ),
            Enforced,
            places.chain(lone(plan, need.because.is_empty())),
        );
    }
    if plan.permissions.is_empty() {
        pen.add(
            &mut permissions,
            fact!("permissions.none"),
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
            .map(names::feature);
        match reasons.iter_mut().find(|(other, _)| *other == text) {
            Some((_, features)) => features.extend(feature.filter(|one| !features.contains(one))),
            None => reasons.push((text, feature.into_iter().collect())),
        }
    }
    let say = |(text, features)| say!("needs-of", text, features);
    reasons.into_iter().map(say).collect()
}

/// The policy itself, for a need without a reason of its own.
fn lone(plan: &Plan, alone: bool) -> Option<&Place> {
    alone.then_some(&plan.at)
}
