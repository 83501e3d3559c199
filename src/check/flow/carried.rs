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
    vocab::{Category, Sink, Span},
};

use super::{
    End, Flow, Flows, Source, SourceId,
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

/// Into `Flows::reasons`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ReasonId(usize);

/// What decided whether a step is reached, besides what decided before. Each stands once, since a long handler has
/// thousands of decisions and as many steps behind each.
#[derive(Debug)]
pub(super) struct Reason {
    before: Option<ReasonId>,
    label: Label,
}

/// Where something ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct EndAt {
    pub(super) end: End,
    pub(super) at: Span,
    pub(super) feature: FeatureId,
}

/// Where a source is kept, and how it came there.
#[derive(Debug)]
struct Held {
    trail: Rc<Trail>,
    implicit: bool,
}

/// A write that is still to be followed, and the way to it.
type Step<'a> = (&'a Write, Option<Rc<Trail>>);

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
    reasons: BTreeMap<SourceId, Vec<ReasonId>>,
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

    pub(super) fn ended(&mut self, label: &Label, to: EndAt, reached: Option<ReasonId>) {
        self.groups += 1;
        if let Some(reason) = reached {
            self.reached.push((to, reason, self.groups));
        }
        for (source, taint) in label.iter() {
            self.flows.push(Flow {
                source,
                taint: taint.clone(),
                end: to.end,
                at: to.at,
                feature: to.feature,
                group: self.groups,
            });
        }
    }

    pub(super) fn reason(&mut self, before: Option<ReasonId>, label: Label) -> Option<ReasonId> {
        if label.iter().next().is_none() {
            return before;
        }
        self.reasons.push(Reason { before, label });
        Some(ReasonId(self.reasons.len() - 1))
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
        for (i, reason) in self.reasons.iter().enumerate() {
            for (source, _) in reason.label.iter() {
                let reasons = self.index.reasons.entry(source).or_default();
                reasons.push(ReasonId(i));
            }
        }
    }

    /// Explicit flows of some sources to some ends, also by way of stores, in the order of the policy and then of the
    /// sources.
    pub fn explicit(
        &self,
        wanted: impl Fn(&Source) -> bool,
        ends: impl Fn(End) -> bool,
    ) -> Vec<Flow> {
        let is_explicit = |flow: &Flow| !flow.taint.implicit;
        self.through(wanted, |flow| ends(flow.end) && is_explicit(flow), None)
            .into_values()
            .filter(is_explicit)
            .collect()
    }

    /// The same with implicit flows.
    pub fn all(&self, wanted: impl Fn(&Source) -> bool, ends: impl Fn(End) -> bool) -> Vec<Flow> {
        let flows = self.through(wanted, |flow| ends(flow.end), Some(&ends));
        flows.into_values().collect()
    }

    fn through(
        &self,
        wanted: impl Fn(&Source) -> bool,
        chosen: impl Fn(&Flow) -> bool,
        reached: Option<&dyn Fn(End) -> bool>,
    ) -> BTreeMap<(usize, SourceId), Flow> {
        let mut found = BTreeMap::new();
        for (i, source) in self.sources.iter().enumerate() {
            if !wanted(source) {
                continue;
            }
            let id = SourceId(i);
            for flow in self.from(id).filter(|flow| chosen(flow)) {
                offer(&mut found, flow.clone());
            }
            let reach = self.reach(id);
            for (field, held) in &reach.fields {
                for flow in self.from(*field).filter(|flow| chosen(flow)) {
                    let taint = self.further(id, held, &flow.taint);
                    let flow = flow.clone();
                    let source = id;
                    offer(
                        &mut found,
                        Flow {
                            source,
                            taint,
                            ..flow
                        },
                    );
                }
            }
            if let Some(ends) = reached {
                self.decided(id, &reach, ends, &mut found);
            }
        }
        found
    }

    /// What a source decides: every step behind a reason that has it. Linear in the reasons and their steps.
    fn decided(
        &self,
        source: SourceId,
        reach: &Reach,
        ends: &dyn Fn(End) -> bool,
        found: &mut BTreeMap<(usize, SourceId), Flow>,
    ) {
        let mut own: BTreeMap<ReasonId, Taint> = BTreeMap::new();
        let fields = reach
            .fields
            .iter()
            .map(|(field, held)| (*field, Some(held)));
        for (from, held) in fields.chain([(source, None)]) {
            for id in self.index.reasons.get(&from).into_iter().flatten() {
                let reason = self.reasons.get(id.0);
                let Some(taint) = reason.and_then(|reason| reason.label.get(from)) else {
                    continue;
                };
                let taint =
                    held.map_or_else(|| taint.clone(), |held| self.further(source, held, taint));
                match own.entry(*id) {
                    Entry::Vacant(place) => {
                        place.insert(taint);
                    }
                    Entry::Occupied(mut known) => {
                        if taint.rank() < known.get().rank() {
                            known.insert(taint);
                        }
                    }
                }
            }
        }
        if own.is_empty() {
            return;
        }
        // A reason stands after those before it, and of two decisions the first is told.
        let mut first: Vec<Option<&Taint>> = Vec::with_capacity(self.reasons.len());
        for (i, reason) in self.reasons.iter().enumerate() {
            let before = reason.before.and_then(|before| *first.get(before.0)?);
            let here = own.get(&ReasonId(i));
            let better = match (before, here) {
                (Some(before), Some(here)) if before.carried && !here.carried => Some(here),
                (before, here) => before.or(here),
            };
            first.push(better);
        }
        for (to, reason, group) in self.reached.iter().filter(|(to, ..)| ends(to.end)) {
            let Some(taint) = first.get(reason.0).copied().flatten() else {
                continue;
            };
            let flow = Flow {
                source,
                taint: taint.clone(),
                end: to.end,
                at: to.at,
                feature: to.feature,
                group: *group,
            };
            offer(found, flow);
        }
    }

    /// The taint of a source that came to a field, further on from there.
    fn further(&self, source: SourceId, held: &Held, taint: &Taint) -> Taint {
        Taint {
            trail: Trail::on(&held.trail, &taint.trail),
            implicit: self.is_implicit(source, held.implicit, taint),
            chosen: false,
            carried: true,
        }
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
        let mut open: BTreeMap<(bool, usize, usize), Step> = BTreeMap::new();
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

/// Keeps the flow, or the one that is known already.
fn offer(found: &mut BTreeMap<(usize, SourceId), Flow>, flow: Flow) {
    match found.entry((flow.group, flow.source)) {
        Entry::Vacant(place) => {
            place.insert(flow);
        }
        Entry::Occupied(mut known) => {
            if flow.taint.rank() < known.get().taint.rank() {
                known.insert(flow);
            }
        }
    }
}
