//! The people concerned: somebody answers to them, for a reason the law knows, and their copy is of their own data.
//!
//! GDPR 6, 12, 13(1)(a), 15(4), 20(4).

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{FieldId, Owner},
    resolve::{Policy, StoreDecl},
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
#[error("the feature `{feature}` keeps data about people without a legal basis")]
#[diagnostic(
    code("candor::rights::missing-basis"),
    help("add `basis legitimate-interest purpose=… interest=\"…\"` to the feature")
)]
pub(crate) struct MissingBasis {
    feature: String,
    #[label(primary, "no `basis` in here")]
    at: Span,
    #[label("about people")]
    store_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the copy for `{to}` would tell who `{party}` is")]
#[diagnostic(
    code("candor::rights::export-leaks-party"),
    help("leave it out: `export to={to} redact={party}`")
)]
pub(crate) struct ExportLeaksParty {
    to: String,
    party: String,
    #[label(primary, "exported with everything in it")]
    at: Span,
    #[label("somebody else")]
    party_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    controller(policy, findings);
    bases(policy, findings);
    for store in &policy.stores {
        exports(store, findings);
    }
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
        if feature.basis_at.is_some() {
            continue;
        }
        let mut stores = policy.stores.iter();
        let personal = stores.find(|store| store.node.feature.0 == i && is_personal(store));
        if let Some(store) = personal {
            findings.push(MissingBasis {
                feature: feature.name.node.clone(),
                at: feature.name.span,
                store_at: store.name,
            });
        }
    }
}

fn exports(store: &StoreDecl, findings: &mut Findings) {
    let (Some(export), Some(at)) = (&store.node.export, store.export) else {
        return;
    };
    let name = |id: FieldId| {
        let field = store.node.fields.get(id.0 as usize);
        field.map(|field| field.name.clone()).unwrap_or_default()
    };
    for to in &export.to {
        let fields = store.node.fields.iter().zip(&store.fields);
        for (field, decl) in fields {
            let Some(Owner::Subject(who) | Owner::Party(who)) = field.person else {
                continue;
            };
            if who != *to && !export.redact.contains(&who) {
                findings.push(ExportLeaksParty {
                    to: name(*to),
                    party: name(who),
                    at,
                    party_at: decl.name,
                });
            }
        }
    }
}
