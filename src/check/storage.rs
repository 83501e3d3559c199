//! What is stored: a category only reaches a field that is declared for it (law 1).
//!
//! How long a field is kept is judged in `retention`, and what a promise says about it in `claims`.
//!
//! INVARIANT: without findings from here, no handler stores a category about people that the notice does not show.

use std::collections::BTreeSet;

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    resolve::Policy,
    vocab::{Category, Sink, Span},
};

use super::{
    flow::Flows,
    path::{self, Told},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error(
    "{category}, from `{from}`, reaches storage through `{field}`, which is not declared for it"
)]
#[diagnostic(
    code("candor::flow::content-reaches-storage"),
    help("give the field `category={declared}`, or stop writing this to it")
)]
pub(crate) struct ContentReachesStorage {
    category: Category,
    from: String,
    field: String,
    declared: String,
    #[label(primary, "stored here")]
    at: Span,
    #[label(collection, "on the way")]
    hops_at: Vec<LabeledSpan>,
    #[label("`{field}` is declared here")]
    field_at: Span,
}

pub(super) fn check(policy: &Policy, flows: &Flows, findings: &mut Findings) -> Told {
    let mut told = Told::default();
    let mut seen: BTreeSet<(Span, Category)> = BTreeSet::new();
    // What comes by way of a store is what that field is declared for, which is its own source.
    for flow in &flows.flows {
        let Some((store, field)) = flow.end.field() else {
            continue;
        };
        let (Some((decl, declared)), Some(source)) =
            (policy.field(store, field), path::source(flows, flow))
        else {
            continue;
        };
        // A journal is declared for what it is given.
        if flow.taint.implicit || decl.is_journal {
            continue;
        }
        let Some(category) = path::lacking(source, &declared.categories) else {
            continue;
        };
        // A text without a category has a finding of its own.
        if declared.categories.is_empty() || path::is_declassified(policy, source, Sink::Storage) {
            continue;
        }
        told.add(flow);
        if !seen.insert((flow.at, category)) {
            continue;
        }
        let words = declared.categories.iter().copied();
        let words: Vec<_> = words
            .filter(|known| known.is_personal())
            .chain([category])
            .map(Category::word)
            .collect();
        let declared_as = match words.as_slice() {
            [one] => (*one).to_owned(),
            several => format!("\"{}\"", several.join(" ")),
        };
        let field_at = decl.fields.get(field.0 as usize);
        findings.push(ContentReachesStorage {
            category,
            from: source.name.clone(),
            field: format!("{}.{}", decl.node.name, declared.name),
            declared: declared_as,
            at: flow.at,
            hops_at: path::hops(&flow.taint, flow.at),
            field_at: field_at.map_or(decl.name, |field| field.name),
        });
    }
    told
}
