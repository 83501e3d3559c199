//! What moderators are told: the mod-log receives what its surface declares.
//!
//! Ids of people, what moderators decide, that something happened, and what somebody typed into a command to be read
//! are what such a log is for, and need no declaration.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::End as Out,
    resolve::Policy,
    sabotage::{Saboteur, Unless as _},
    vocab::{Category, Sink, Span},
};

use super::{
    flow::{End, Flow, Flows, Source},
    path::{self, Told},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{category}, from `{from}`, reaches {log}, which is not declared for it")]
#[diagnostic(
    code("candor::flow::content-reaches-log"),
    help("declare it: `surface mod-log {{ receives {category} }}`, or stop posting it")
)]
pub(crate) struct ContentReachesLog {
    category: Category,
    from: String,
    log: &'static str,
    #[label(primary, "posted here")]
    at: Span,
    #[label(collection, "on the way")]
    hops_at: Vec<LabeledSpan>,
    #[label("declared here, without {category}")]
    surface_at: Option<Span>,
}

/// Categories that a log of moderators' work consists of.
const ALWAYS: [Category; 3] = [
    Category::Identifier,
    Category::Moderation,
    Category::Activity,
];

pub(super) fn check(policy: &Policy, flows: &Flows, findings: &mut Findings) -> Told {
    let mut told = Told::default();
    // What one line would declare is one fault, wherever it is posted.
    let mut found: BTreeMap<(Category, &str), ContentReachesLog> = BTreeMap::new();
    let mut seen: BTreeSet<(Span, Category)> = BTreeSet::new();
    let posted = Category::ALL.iter().flat_map(|category| {
        let posted = flows.explicit(
            |source| undeclared(policy, source) == Some(*category),
            |end| end.sink() == Sink::ModLog,
        );
        posted.into_iter().map(|flow| (*category, flow))
    });
    let mut posted: Vec<(Category, Flow)> = posted.collect();
    posted.sort_by_key(|(_, flow)| flow.at.start);
    for (category, flow) in &posted {
        let category = *category;
        let Some(source) = path::source(flows, flow) else {
            continue;
        };
        if path::is_declassified(policy, flows, flow) {
            continue;
        }
        told.add(flow);
        if !seen.insert((flow.at, category)) {
            continue;
        }
        let log = if flow.end == End::Out(Out::AuditLog) {
            "the server's audit log"
        } else {
            "the mod-log"
        };
        match found.entry((category, log)) {
            Entry::Vacant(place) => {
                place.insert(ContentReachesLog {
                    category,
                    from: source.name.clone(),
                    log,
                    at: flow.at,
                    hops_at: path::hops(&flow.taint, flow.at),
                    surface_at: policy.surface.as_ref().map(|surface| surface.span),
                });
            }
            Entry::Occupied(mut first) => {
                let label = Some("and here".to_owned());
                let also = LabeledSpan::new_with_span(label, flow.at);
                first.get_mut().hops_at.push(also);
            }
        }
    }
    for finding in found.into_values() {
        findings.push(finding);
    }
    told
}

fn undeclared(policy: &Policy, source: &Source) -> Option<Category> {
    if source.is_given() {
        return None;
    }
    let receives = policy.surface.iter().flat_map(|surface| &surface.receives);
    let mut receives: Vec<_> = receives.copied().chain(ALWAYS).collect();
    if source.is_kept() {
        // Of a stored text it counts who wrote it, and that is among the flow's other sources.
        receives.push(Category::UserContent);
    }
    path::lacking(source, &receives).unless(Saboteur::Logged)
}
