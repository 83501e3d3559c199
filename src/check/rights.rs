//! The people concerned: somebody answers to them, for a reason the law knows.
//!
//! GDPR 6, 12, 13(1)(a). What they may take away is judged next door, in `check::export`.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan,
    resolve::{Policy, StoreDecl},
    sabotage::{Saboteur, off},
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::rights::controller-incomplete"), help("{help}"))]
pub(crate) struct ControllerIncomplete {
    message: &'static str,
    help: &'static str,
    #[label(primary, "nobody to turn to")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the feature `{feature}` {does} without a legal basis")]
#[diagnostic(
    code("candor::rights::missing-basis"),
    help("add `basis legitimate-interest purpose=… interest=\"…\"` to the feature")
)]
pub(crate) struct MissingBasis {
    feature: String,
    does: &'static str,
    #[label(primary, "no `basis` in here")]
    at: Span,
    #[label("about people")]
    store_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    controller(policy, findings);
    bases(policy, findings);
}

fn controller(policy: &Policy, findings: &mut Findings) {
    match &policy.controller {
        None => findings.push(ControllerIncomplete {
            message: "the policy does not say who answers for the data",
            help: "add `controller \"NAME\" { contact discord=\"@you\" }`",
            at: policy
                .header
                .as_ref()
                .map_or(Span::default(), |header| header.span),
        }),
        Some(controller) if controller.node.contacts.is_empty() => {
            findings.push(ControllerIncomplete {
                message: "nobody can reach the controller",
                help: "add `contact discord=\"@you\"`, `email=`, `server=` or `url=` to it",
                at: controller.name,
            });
        }
        Some(_) => {}
    }
}

/// Whether a store holds anything about a person.
pub(super) fn is_personal(store: &StoreDecl) -> bool {
    let mut categories = store.node.fields.iter().flat_map(|field| &field.categories);
    categories.any(|category| category.is_personal())
}

fn bases(policy: &Policy, findings: &mut Findings) {
    for (i, feature) in (0u32..).zip(&policy.features) {
        if feature.basis_at.is_some() || off(Saboteur::Basis) {
            continue;
        }
        let mut stores = policy.stores.iter();
        let personal = stores.find(|store| store.node.feature.0 == i && is_personal(store));
        let personal = personal.map(|store| ("keeps data about people", store.name));
        let sent = || Some(("sends data about people to a service", sends(policy, i)?));
        if let Some((does, store_at)) = personal.or_else(sent) {
            findings.push(MissingBasis {
                feature: feature.name.node.clone(),
                does,
                at: feature.name.span,
                store_at,
            });
        }
    }
}

/// Where a feature asks a service that receives anything about a person.
fn sends(policy: &Policy, feature: u32) -> Option<Span> {
    let bodies = policy.bodies().filter(|one| one.feature.0 == feature);
    let mut asks = bodies.flat_map(|one| plan::all(&one.steps));
    let asks = asks.find(|step| {
        let mut all = policy.processors.iter();
        let asked = step.kind.asked();
        let processor = asked.and_then(|asked| all.find(|one| one.node.id == asked.processor));
        processor.is_some_and(|one| one.node.receives.iter().any(|one| one.is_personal()))
    });
    asks.map(|step| step.name)
}
