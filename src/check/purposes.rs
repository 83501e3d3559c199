//! Purposes: what was collected for one thing is not used for another. GDPR 5(1)(b).

use std::collections::BTreeSet;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{
        FeatureId, StoreId,
        walk::{self, Part, walk},
    },
    resolve::{Feature, Policy},
    sabotage::{Saboteur, off},
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{feature}` reads `{store}`, whose rows are kept {kept}, and has another purpose")]
#[diagnostic(code("candor::rights::purpose-mismatch"), help("{help}"))]
pub(crate) struct PurposeMismatch {
    feature: String,
    store: String,
    kept: String,
    help: String,
    #[label(primary, "read here")]
    at: Span,
    #[label("kept for another purpose")]
    store_at: Span,
    #[label("the purpose of this feature")]
    basis_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for handler in policy.bodies() {
        let mut reads = Vec::new();
        // What is only found to be deleted or finished serves nobody's purpose.
        let mut ended = Vec::new();
        walk(&handler.steps, &mut |part| {
            if let Part::Step(step) = part
                && step.kind.ended().is_some()
            {
                ended.push(step.span);
            }
            reads.extend(part.reads());
        });
        reads.retain(|(_, at)| {
            let inside = |of: &Span| of.start <= at.start && at.end <= of.end;
            !ended.iter().any(inside)
        });
        for (store, at) in reads {
            judge(policy, handler.feature, store, at, &mut told, findings);
        }
    }
    for set in &policy.command_sets {
        let mut reads = vec![(set.store, set.span)];
        let mut see = |part: Part<'_>| reads.extend(part.reads());
        walk::expr(&set.command, &mut see);
        walk::message(&set.reply, &mut see);
        for (store, at) in reads {
            judge(policy, set.feature, store, at, &mut told, findings);
        }
    }
}

fn judge(
    policy: &Policy,
    feature: FeatureId,
    store: StoreId,
    at: Span,
    told: &mut BTreeSet<(FeatureId, StoreId)>,
    findings: &mut Findings,
) {
    let Some(store) = policy.store(store).filter(|store| !store.is_journal()) else {
        return;
    };
    let is_personal = store.node.people().next().is_some();
    let owner = policy.feature(store.node.feature);
    let (Some(reader), Some(owner)) = (policy.feature(feature), owner) else {
        return;
    };
    let (true, Some(kept), Some(own)) = (is_personal, &owner.basis, &reader.basis) else {
        return;
    };
    if serves(policy, reader, owner)
        || off(Saboteur::Purpose)
        || !told.insert((feature, store.node.id))
    {
        return;
    }
    let words = |of: &Feature| {
        let purposes = of.basis.iter().flat_map(|basis| &basis.node.purposes);
        let known = purposes.filter_map(|at| policy.purposes.get(*at as usize));
        known.map(|one| one.node.id.clone()).collect::<Vec<_>>()
    };
    let wanted = words(owner);
    let help = match wanted.first() {
        Some(first) if reader.module == owner.module => format!(
            "write `purpose=\"{} {first}\"` where that is so, or do not read it here",
            words(reader).join(" ")
        ),
        Some(_) | None => {
            "declare a purpose with the same `dpv=` here, or do not read it".to_owned()
        }
    };
    let quoted: Vec<_> = wanted.iter().map(|word| format!("`{word}`")).collect();
    findings.push(PurposeMismatch {
        feature: reader.name.node.clone(),
        store: store.node.name.clone(),
        kept: format!("for {}", quoted.join(" and ")),
        help,
        at,
        store_at: kept.span,
        basis_at: own.span,
    });
}

/// Whether a feature has a purpose that the rows of another are kept for. Files cannot name each other's purposes, so
/// between them the kind of purpose counts.
fn serves(policy: &Policy, reader: &Feature, owner: &Feature) -> bool {
    let purposes = |of: &Feature| {
        let of = of.basis.iter();
        of.flat_map(|basis| basis.node.purposes.clone())
            .collect::<BTreeSet<u32>>()
    };
    let (own, kept) = (purposes(reader), purposes(owner));
    // Without one of its own it serves what the rows are kept for. An unknown one has its finding.
    if kept.is_empty() || own.is_empty() {
        return true;
    }
    let kinds = |of: &BTreeSet<u32>| {
        let known = of.iter().filter_map(|at| policy.purposes.get(*at as usize));
        known
            .filter_map(|one| one.node.dpv.clone())
            .collect::<BTreeSet<String>>()
    };
    if reader.module == owner.module {
        return !own.is_disjoint(&kept);
    }
    let (own, kept) = (kinds(&own), kinds(&kept));
    own.is_empty() || kept.is_empty() || !own.is_disjoint(&kept)
}
