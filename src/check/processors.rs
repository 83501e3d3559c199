//! Recipients: whoever hosts the data is said to receive it. GDPR 13(1)(e), 28.

use std::collections::BTreeSet;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    resolve::Policy,
    vocab::{Category, Span},
};

/// A warning: without a processor the controller hosts the data, and the policy cannot tell whether one was forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{category} is stored, and no processor with role=hosting receives it")]
#[diagnostic(
    code("candor::flow::category-not-received"),
    severity(Warning),
    help("add `{category}` to what it `receives`")
)]
pub(crate) struct CategoryNotReceived {
    category: Category,
    #[label(primary, "stored here")]
    at: Span,
    #[label("a processor of this policy")]
    processor_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let hosts = || {
        let all = policy.processors.iter();
        all.filter(|processor| processor.node.role == "hosting")
    };
    let Some(shown) = hosts().next().or(policy.processors.first()) else {
        return;
    };
    let received: BTreeSet<_> = hosts()
        .flat_map(|processor| processor.node.receives.iter().copied())
        .collect();
    let mut told: BTreeSet<Category> = BTreeSet::new();
    for store in &policy.stores {
        for (field, decl) in store.node.fields.iter().zip(&store.fields) {
            for category in &field.categories {
                let missing = category.is_personal() && !received.contains(category);
                if missing && told.insert(*category) {
                    findings.push(CategoryNotReceived {
                        category: *category,
                        at: decl.name,
                        processor_at: shown.name,
                    });
                }
            }
        }
    }
}
