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
    plan::FieldId,
    resolve::{Policy, StoreDecl},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Category, Span},
};

use super::{
    flow::{Flows, Source, Strength},
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

/// Whether a field is of whatever category is written to it: nothing is said of it, its row is somebody's, and it holds
/// an id that by itself is a server's.
fn is_inferred(decl: &StoreDecl, field: FieldId) -> bool {
    let place = field.0 as usize;
    let said = decl
        .fields
        .get(place)
        .is_none_or(|field| field.says_category);
    let implied = decl.node.fields.get(place);
    !said
        && implied.is_some_and(|field| field.categories == [Category::Configuration])
        && decl.node.people().next().is_some()
}

/// What such a field can be: a server's thing that somebody chose, or that tells when they did something.
fn can_be(source: &Source, category: Category) -> bool {
    !source.is_exact() || category == Category::Activity
}

/// What a field holds: what it is declared for, or, where nothing is said, what is written to it.
#[must_use]
pub fn categories(flows: &Flows, decl: &StoreDecl, field: FieldId) -> Vec<Category> {
    if is_inferred(decl, field) {
        let written = flows.into_field(decl.node.id, field);
        let copied = written.filter(|flow| flow.taint.strength == Strength::Copy);
        let sources = copied.filter_map(|flow| flows.source(flow.source));
        let all: BTreeSet<Category> = sources
            .flat_map(|source| source.categories.iter().copied())
            .filter(|category| category.is_personal())
            .collect();
        if !all.is_empty() {
            return all.into_iter().collect();
        }
    }
    let declared = decl.node.fields.get(field.0 as usize);
    declared.map_or_else(Vec::new, |field| field.categories.clone())
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
        if flow.taint.strength != Strength::Copy || decl.is_journal() {
            continue;
        }
        // A time or a number about somebody is whatever the field says, as long as it says that it is about somebody.
        let is_said = declared.categories.iter().any(|one| one.is_personal());
        if is_said && (!source.is_exact() || off(Saboteur::Typed)) {
            continue;
        }
        let Some(category) = path::lacking(source, &declared.categories).unless(Saboteur::Stored)
        else {
            continue;
        };
        if is_inferred(decl, field) && can_be(source, category) {
            continue;
        }
        // A text without a category has a finding of its own.
        if declared.categories.is_empty() || path::is_declassified(policy, flows, flow) {
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
