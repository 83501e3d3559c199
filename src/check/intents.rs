//! Intents: what the policy does must not need what it promises never to ask Discord for.
//!
//! Deadlines that need an intent are judged in `retention`.

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    resolve::{ClaimKind, Policy},
    sabotage::{Saboteur, off},
    vocab::{Intent, Span},
    wording::named,
};

use super::needs;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("this needs the intent `{intent}`, which the policy promises never to ask for")]
#[diagnostic(
    code("candor::intents::intent-missing"),
    help("take this out, or delete `never intent={intent}`")
)]
pub(crate) struct IntentMissing {
    intent: Intent,
    #[label(primary, "needs it to {why}")]
    at: Span,
    why: String,
    #[label("promised here")]
    claim_at: Span,
    #[label(collection, "needs it too")]
    others_at: Vec<LabeledSpan>,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let needs = needs::intents(policy);
    for claim in &policy.claims {
        let ClaimKind::Intent(intent) = claim.kind else {
            continue;
        };
        let why = needs.get(&intent).into_iter().flatten();
        let mut why = why.filter(|why| !why.by_retention && !off(Saboteur::Intent));
        let Some(first) = why.next() else {
            continue;
        };
        let others = why.map(|why| {
            let says = format!("needs it to {}", why.text);
            LabeledSpan::new_with_span(Some(says), why.at)
        });
        findings.push(IntentMissing {
            intent,
            at: first.at,
            why: named("need", first.text),
            claim_at: claim.span,
            others_at: others.collect(),
        });
    }
}
