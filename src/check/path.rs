//! The way of a flow as labels, and which flows a finding told already.

use std::collections::BTreeSet;

use miette::LabeledSpan;

use crate::vocab::{Category, Sink, Span};

use super::flow::{Flow, Flows, Hop, Source, SourceId, Taint};
use crate::resolve::{Policy, What};

/// Stops of one way that are shown, half of them from the source on and half up to the end. Nobody reads more, and a
/// way through every store of a policy has thousands.
const STOPS_MAX: usize = 32;

/// One label for each stop, from the source on. The end has a label of its own.
pub(super) fn hops(taint: &Taint, end: Span) -> Vec<LabeledSpan> {
    let mut stops: Vec<Hop> = Vec::new();
    for hop in taint.trail.hops() {
        match stops.last_mut() {
            // Several stops at one place are one label.
            Some(last) if last.at == hop.at => {
                last.says = format!("{}, and {}", last.says, hop.says).into();
            }
            _ => stops.push(hop),
        }
    }
    stops.retain(|stop| stop.at != end);
    if stops.len() > STOPS_MAX {
        stops.drain(STOPS_MAX / 2..stops.len() - STOPS_MAX / 2);
    }
    let labels = stops
        .into_iter()
        .map(|stop| LabeledSpan::new_with_span(Some(stop.says.to_string()), stop.at));
    labels.collect()
}

/// Flows that a finding is about; a promise they break as well is not a second fault.
#[derive(Debug, Default)]
pub(super) struct Told {
    flows: BTreeSet<(SourceId, Span)>,
    sources: BTreeSet<SourceId>,
}

impl Told {
    pub(super) fn add(&mut self, flow: &Flow) {
        self.flows.insert((flow.source, flow.at));
        self.sources.insert(flow.source);
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.flows.extend(other.flows);
        self.sources.extend(other.sources);
        self
    }

    /// What follows from a told flow, through the store it reached, is told with it.
    pub(super) fn has(&self, flow: &Flow) -> bool {
        self.flows.contains(&(flow.source, flow.at))
            || flow.taint.carried && self.sources.contains(&flow.source)
    }
}

pub(super) fn is_about(what: &What, source: &Source) -> bool {
    match what {
        What::Value(name) => !source.is_kept() && source.name == *name,
        What::Category(category) => source.categories.contains(category),
    }
}

/// Whether the policy makes an exception for this source and sink.
pub(super) fn is_declassified(policy: &Policy, source: &Source, sink: Sink) -> bool {
    let mut exceptions = policy.declassified.iter();
    exceptions.any(|one| one.to == sink && is_about(&one.what, source))
}

/// The source's first category that is about people and not among these.
pub(super) fn lacking(source: &Source, declared: &[Category]) -> Option<Category> {
    let mut categories = source.categories.iter().copied();
    categories.find(|category| category.is_personal() && !declared.contains(category))
}

pub(super) fn source<'a>(flows: &'a Flows, flow: &Flow) -> Option<&'a Source> {
    flows.source(flow.source)
}
