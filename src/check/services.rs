//! Services are sent what they are said to receive. GDPR 13(1)(e), 28.

use std::collections::BTreeSet;

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, Asked},
    resolve::Policy,
    sabotage::{Saboteur, Unless as _},
    vocab::{Category, Sink, Span},
};

use super::{
    flow::{Flow, Flows},
    path,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{category}, from `{from}`, is sent to `{processor}`, which is not said to receive it")]
#[diagnostic(
    code("candor::flow::sent-not-received"),
    help("declare it: `receives {declared}`, or stop sending it")
)]
pub(crate) struct SentNotReceived {
    category: Category,
    from: String,
    processor: String,
    declared: String,
    #[label(primary, "sent here")]
    at: Span,
    #[label(collection, "on the way")]
    hops_at: Vec<LabeledSpan>,
    #[label("declared here, without {category}")]
    processor_at: Span,
}

pub(super) fn check(policy: &Policy, flows: &Flows, findings: &mut Findings) {
    let steps = policy.bodies().flat_map(|one| plan::all(&one.steps));
    let asks: Vec<&Asked> = steps.filter_map(|step| step.kind.asked()).collect();
    if asks.is_empty() {
        return;
    }
    let sent = flows.explicit(|_| true, |end| end.sink() == Sink::Processor);
    let mut seen: BTreeSet<(Span, Category)> = BTreeSet::new();
    for asked in asks {
        for one in &asked.sends {
            for flow in sent.iter().filter(|flow| flow.at == one.value.span) {
                if let Some(finding) = judge(policy, flows, asked, flow)
                    && seen.insert((flow.at, finding.category))
                {
                    findings.push(finding);
                }
            }
        }
    }
}

fn judge(policy: &Policy, flows: &Flows, asked: &Asked, flow: &Flow) -> Option<SentNotReceived> {
    let mut all = policy.processors.iter();
    let processor = all.find(|one| one.node.id == asked.processor)?;
    let receives = &processor.node.receives;
    let source = path::source(flows, flow)?;
    let mut categories = source.categories.iter().copied();
    let category = categories.find(|category| !receives.contains(category));
    let category = category.unless(Saboteur::Receives)?;
    let words = receives.iter().copied().chain([category]);
    let words: Vec<_> = words.map(Category::word).collect();
    Some(SentNotReceived {
        category,
        from: source.name.clone(),
        processor: asked.processor.clone(),
        declared: words.join(" "),
        at: flow.at,
        hops_at: path::hops(&flow.taint, flow.at),
        processor_at: processor.name,
    })
}
