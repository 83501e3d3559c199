//! The way of a flow as labels, and which flows a finding told already.

use std::collections::BTreeSet;

use miette::LabeledSpan;

use crate::{
    lexicon::{event, person},
    plan::{FieldId, StoreId},
    resolve::{Declassify, Policy, What},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Category, Span, Way},
};

use super::flow::{Flow, Flows, Hop, Source, SourceId, Strength, Taint};

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
    fields: BTreeSet<(StoreId, FieldId)>,
}

impl Told {
    pub(super) fn add(&mut self, flow: &Flow) {
        self.flows.insert((flow.source, flow.at));
        self.fields.extend(flow.end.field());
        self.sources.insert(flow.source);
    }

    /// Whether something that is written to this field is told already.
    pub(super) fn is_kept(&self, store: StoreId, field: FieldId) -> bool {
        self.fields.contains(&(store, field))
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.flows.extend(other.flows);
        self.sources.extend(other.sources);
        self.fields.extend(other.fields);
        self
    }

    /// What follows from a told flow, through the store it reached, is told with it.
    pub(super) fn has(&self, flow: &Flow) -> bool {
        self.flows.contains(&(flow.source, flow.at))
            || flow.taint.carried && self.sources.contains(&flow.source)
    }
}

#[must_use]
pub fn is_about(what: &What, source: &Source) -> bool {
    match what {
        What::Value(_) => source
            .thing
            .is_some_and(|thing| is_about_thing(what, thing)),
        What::Category(category) => {
            source.categories.contains(category)
                || source.thing.is_some_and(|thing| {
                    is_part(event::tells_of(thing).map(|of| of.category == *category))
                })
        }
    }
}

/// Whether one of those that a thing tells as well is meant.
fn is_part(mut told: impl Iterator<Item = bool>) -> bool {
    told.any(|is_meant| is_meant).unless(Saboteur::PartOfThing)
}

/// Whether it names this kind of thing, or something that is told by it.
pub(super) fn is_about_thing(what: &What, thing: &str) -> bool {
    match what {
        What::Value(name) => event::thing(name)
            .is_some_and(|of| of == thing || is_part(event::told_by(of).map(|one| one == thing))),
        What::Category(_) => false,
    }
}

/// Whether it names what somebody is called, which Discord shows where their id stands in a message.
pub(super) fn is_name(what: &What) -> bool {
    let names = [person::NAME.name, person::DISPLAY_NAME.name];
    match what {
        What::Value(name) => event::thing(name).is_some_and(|of| names.contains(&of)),
        What::Category(category) => *category == person::NAME.category,
    }
}

pub(super) fn is_somebody(source: &Source) -> bool {
    source.thing == Some(person::ID.name)
}

/// Whether the policy makes an exception for this flow.
pub(super) fn is_declassified(policy: &Policy, flows: &Flows, flow: &Flow) -> bool {
    let mut exceptions = policy.declassified.iter();
    let source = flows.source(flow.source);
    exceptions.any(|one| {
        source.is_some_and(|source| is_about(&one.what, source)) && is_excepted(one, flow)
    })
}

pub(super) fn strength_of(way: Way) -> Strength {
    match way {
        Way::Copy => Strength::Copy,
        Way::Decision => Strength::Decision,
    }
}

/// Whether an exception for what flows is one for this flow.
pub(super) fn is_excepted(exception: &Declassify, flow: &Flow) -> bool {
    let of_store = exception
        .store
        .is_none_or(|store| flow.end.store() == Some(store) || off(Saboteur::ExceptionStore));
    let of_feature = exception
        .feature
        .is_none_or(|feature| feature == flow.feature || off(Saboteur::ExceptionFeature));
    (exception.to == flow.end.sink() || off(Saboteur::ExceptionSink))
        && (strength_of(exception.way) == flow.taint.strength || off(Saboteur::ExceptionWay))
        && of_store
        && of_feature
}

/// The source's first category that is about people and not among these.
pub(super) fn lacking(source: &Source, declared: &[Category]) -> Option<Category> {
    let mut categories = source.categories.iter().copied();
    categories.find(|category| category.is_personal() && !declared.contains(category))
}

pub(super) fn source<'a>(flows: &'a Flows, flow: &Flow) -> Option<&'a Source> {
    flows.source(flow.source)
}
