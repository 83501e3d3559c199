//! Through the stores: which fields a source reaches by what handlers write, and what comes of it there.
//!
//! Every handler is walked once, and a field stands there for whatever it holds. The writes are then the edges of a
//! graph over the fields, and what a field holds is looked up for the sources that somebody asks about. A label of all
//! sources for every field would be as large as their product: a chain of stores that each take in a source of their own.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    rc::Rc,
};

use crate::{
    plan::{FeatureId, FieldId, StoreId},
    vocab::{Category, Sink},
};

use super::{
    Flow, Flows, Source, SourceId,
    label::{From, Label, Taint, Trail},
};

/// A value written to a field, by what it came from.
#[derive(Debug)]
pub(super) struct Write {
    into: (StoreId, FieldId),
    taint: Taint,
    /// In the order of the policy.
    number: usize,
}

/// Where a source is kept, and how it came there.
#[derive(Debug)]
struct Held {
    trail: Rc<Trail>,
    implicit: bool,
}

/// The fields that one source reaches; each by the field's own source.
#[derive(Debug, Default)]
pub(super) struct Reach {
    fields: BTreeMap<SourceId, Held>,
    /// Steps of the search.
    pub(super) looked: usize,
}

/// What is known once every handler was walked.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Fields that some handler reads.
    kept: BTreeMap<(StoreId, FieldId), SourceId>,
    /// Into `Flows::flows`.
    flows: BTreeMap<SourceId, Vec<usize>>,
}

impl Flows {
    pub(super) fn wrote(&mut self, into: (StoreId, FieldId), label: &Label) {
        for (source, taint) in label.iter() {
            self.written += 1;
            self.writes.entry(source).or_default().push(Write {
                into,
                taint: taint.clone(),
                number: self.written,
            });
        }
    }

    pub(super) fn index(&mut self) {
        for (i, source) in self.sources.iter().enumerate() {
            if let From::Kept(store, field) = source.from {
                self.index.kept.insert((store, field), SourceId(i));
            }
        }
        for (i, flow) in self.flows.iter().enumerate() {
            self.index.flows.entry(flow.source).or_default().push(i);
        }
    }

    /// Flows of some sources, also by way of stores, in the order of the policy and then of the sources.
    /// `ends` chooses by a handler's own flow.
    pub fn of_sources(
        &self,
        wanted: impl Fn(&Source) -> bool,
        ends: impl Fn(&Flow) -> bool,
    ) -> Vec<Flow> {
        let mut found: BTreeMap<(usize, SourceId), Flow> = BTreeMap::new();
        for (i, source) in self.sources.iter().enumerate() {
            if !wanted(source) {
                continue;
            }
            let id = SourceId(i);
            for flow in self.from(id).filter(|flow| ends(flow)) {
                found.insert((flow.group, id), flow.clone());
            }
            for (field, held) in &self.reach(id).fields {
                for flow in self.from(*field).filter(|flow| ends(flow)) {
                    let taint = Taint {
                        trail: Trail::on(&held.trail, &flow.taint.trail),
                        implicit: self.is_implicit(id, held.implicit, &flow.taint),
                        chosen: false,
                        carried: true,
                    };
                    let carried = Flow {
                        source: id,
                        taint,
                        ..flow.clone()
                    };
                    match found.entry((flow.group, id)) {
                        Entry::Vacant(place) => {
                            place.insert(carried);
                        }
                        Entry::Occupied(mut known) => {
                            if carried.taint.rank() < known.get().taint.rank() {
                                known.insert(carried);
                            }
                        }
                    }
                }
            }
        }
        found.into_values().collect()
    }

    /// Where values made from a source go, explicitly, and in which features.
    #[must_use]
    pub fn sinks(&self, source: SourceId) -> BTreeSet<(FeatureId, Sink)> {
        let mut sinks = BTreeSet::new();
        let mut add = |from: SourceId, implicit: bool| {
            for flow in self.from(from) {
                if !self.is_implicit(source, implicit, &flow.taint) {
                    sinks.insert((flow.feature, flow.end.sink()));
                }
            }
        };
        add(source, false);
        for (field, held) in &self.reach(source).fields {
            add(*field, held.implicit);
        }
        sinks
    }

    /// A handler's own flows from a source.
    fn from(&self, source: SourceId) -> impl Iterator<Item = &Flow> {
        let flows = self.index.flows.get(&source).into_iter().flatten();
        flows.filter_map(|i| self.flows.get(*i))
    }

    fn is_implicit(&self, source: SourceId, before: bool, taint: &Taint) -> bool {
        before || taint.implicit || taint.chosen && self.is_only(source, Category::Identifier)
    }

    /// Explicit ways go before implicit ones, then shorter ones, then those that stand earlier in the policy.
    /// Every field is entered once and every write is looked at once, so this is linear in the policy.
    pub(super) fn reach(&self, source: SourceId) -> Reach {
        let mut reach = Reach::default();
        if self.source(source).is_none_or(Source::is_kept) {
            return reach;
        }
        let mut open: BTreeMap<(bool, usize, usize), (&Write, Option<Rc<Trail>>)> = BTreeMap::new();
        let mut from = source;
        let mut implicit = false;
        let mut before: Option<Rc<Trail>> = None;
        loop {
            let length = before.as_ref().map_or(0, |trail| trail.length());
            for write in self.writes.get(&from).into_iter().flatten() {
                reach.looked += 1;
                let implicit = self.is_implicit(source, implicit, &write.taint);
                let length = length + write.taint.trail.length();
                open.insert((implicit, length, write.number), (write, before.clone()));
            }
            let next = loop {
                let Some(((implicit, ..), (write, before))) = open.pop_first() else {
                    return reach;
                };
                let field = self.index.kept.get(&write.into);
                if let Some(field) = field.filter(|field| !reach.fields.contains_key(field)) {
                    break (*field, implicit, write, before);
                }
            };
            let (field, is_implicit, write, way) = next;
            let trail = way.map_or_else(
                || Rc::clone(&write.taint.trail),
                |way| Trail::on(&way, &write.taint.trail),
            );
            before = Some(Rc::clone(&trail));
            (from, implicit) = (field, is_implicit);
            reach.fields.insert(field, Held { trail, implicit });
        }
    }
}
