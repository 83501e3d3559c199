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
#[error("{stored}, and no processor with role=hosting receives {it}")]
#[diagnostic(
    code("candor::flow::category-not-received"),
    severity(Warning),
    help("{help}")
)]
pub(crate) struct CategoryNotReceived {
    stored: String,
    it: &'static str,
    help: String,
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
    // Who is only asked hosts nothing, so that none is lacking beside them.
    let mut others = policy.processors.iter();
    let other = others.find(|processor| processor.node.answers.is_none());
    let Some(shown) = hosts().next().or(other) else {
        return;
    };
    let received: BTreeSet<_> = hosts()
        .flat_map(|processor| processor.node.receives.iter().copied())
        .collect();
    let mut missing: Vec<(Category, Span)> = Vec::new();
    for store in &policy.stores {
        for (field, decl) in store.node.fields.iter().zip(&store.fields) {
            for category in &field.categories {
                let is_told = missing.iter().any(|(told, _)| told == category);
                if category.is_personal() && !received.contains(category) && !is_told {
                    missing.push((*category, decl.name));
                }
            }
        }
    }
    // However many they are, one line is to be changed.
    let Some((_, at)) = missing.first() else {
        return;
    };
    let words: Vec<_> = missing
        .iter()
        .map(|(category, _)| category.word())
        .collect();
    let (stored, it) = match words.as_slice() {
        [one] => (format!("{one} is stored"), "it"),
        [rest @ .., last] => (format!("{} and {last} are stored", rest.join(", ")), "them"),
        [] => return,
    };
    findings.push(CategoryNotReceived {
        stored,
        it,
        help: if hosts().next().is_none() {
            "give the processor that hosts the data `role=hosting`, and say what it `receives`"
                .to_owned()
        } else {
            format!("add `{}` to what it `receives`", words.join(" "))
        },
        at: *at,
        processor_at: shown.name,
    });
}
