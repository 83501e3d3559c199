//! Through the stores: where a source gets by what handlers write and decide, and what comes of it there.
//!
//! Every handler is walked once, and a field stands there for whatever it holds. Values and decisions are then the nodes
//! of a graph, and where something gets is looked up for the sources that somebody asks about. A label of all sources for
//! every field would be as large as their product: a chain of stores that each take in a source of their own.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    rc::Rc,
};

use crate::{
    plan::{FeatureId, FieldId, StoreId},
    sabotage::{Saboteur, off},
    vocab::{Sink, Span},
};

use super::{
    End, Flow, Flows, From, Source, SourceId,
    label::{Label, Strength, Taint, Trail},
};

/// A value that is written to where it is kept, by what it came from; or that it is written at all, by what decided it.
#[derive(Debug)]
pub(super) struct Write {
    pub(super) into: SourceId,
    pub(super) taint: Taint,
}

/// Into `Flows::reasons`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ReasonId(usize);

/// What decided whether a step is reached, besides what decided before. Each stands once, since a long handler has
/// thousands of decisions and as many steps behind each.
#[derive(Debug)]
pub(super) struct Reason {
    label: Label,
    /// The sources of all that decided so far. Most decisions look at what an earlier one looked at, and share this.
    all: Rc<BTreeSet<SourceId>>,
    /// What is written where it let the handler go on.
    writes: Vec<Write>,
    /// Into `Flows::reached`.
    ends: Vec<usize>,
    /// Later decisions that it decided about.
    after: Vec<ReasonId>,
}

/// Where something ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct EndAt {
    pub(super) end: End,
    pub(super) at: Span,
    pub(super) feature: FeatureId,
}

/// A place in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Value(SourceId),
    Decision(ReasonId),
}

/// That a source got to a node, and how.
#[derive(Debug, Clone)]
struct Held {
    origin: SourceId,
    /// None at the source itself.
    trail: Option<Rc<Trail>>,
    strength: Strength,
    carried: bool,
}

/// All nodes that some sources get to.
#[derive(Debug, Default)]
pub(super) struct Reach {
    nodes: BTreeMap<Node, Held>,
    /// Steps of the search.
    pub(super) looked: usize,
}

/// What is known once every handler was walked.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Into `Flows::flows`.
    flows: BTreeMap<SourceId, Vec<usize>>,
    /// The same by where they end.
    pub(super) fields: BTreeMap<(StoreId, FieldId), Vec<usize>>,
    reasons: BTreeMap<SourceId, Vec<ReasonId>>,
    /// Of each place where something is kept or done, those that have a part in what is there.
    behind: BTreeMap<Place, BTreeSet<Place>>,
}

/// Where values and decisions outlast a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Store(StoreId),
    /// What was done on Discord, or offered by a message.
    There(SourceId),
}

impl Flows {
    /// A value gets to where it is kept; `reached` decided that.
    pub(super) fn wrote(
        &mut self,
        into: SourceId,
        label: &Label,
        (at, says): (Span, &str),
        reached: Option<ReasonId>,
    ) {
        let says: Rc<str> = Rc::from(says);
        for (source, taint) in label.iter() {
            let taint = taint.on(at, &says);
            let writes = self.writes.entry(source).or_default();
            writes.push(Write { into, taint });
        }
        if let Some(reason) = reached.and_then(|reason| self.reasons.get_mut(reason.0))
            && !off(Saboteur::DecidedWrite)
        {
            let taint = Taint::new(Trail::start(at, says));
            reason.writes.push(Write { into, taint });
        }
    }

    pub(super) fn ended(&mut self, label: &Label, to: EndAt, reached: Option<ReasonId>) {
        self.groups += 1;
        if let Some(reason) = reached.and_then(|reason| self.reasons.get_mut(reason.0))
            && !off(Saboteur::DecidedEnd)
        {
            reason.ends.push(self.reached.len());
            self.reached.push((to, self.groups));
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

    /// What comes after something that decides.
    pub(super) fn reason(&mut self, before: Option<ReasonId>, label: Label) -> Option<ReasonId> {
        if label.iter().next().is_none() {
            return before;
        }
        let id = ReasonId(self.reasons.len());
        let mut all = Rc::default();
        if let Some(before) = before.and_then(|before| self.reasons.get_mut(before.0)) {
            before.after.push(id);
            all = Rc::clone(&before.all);
        }
        for (source, taint) in label.iter() {
            if taint.strength != Strength::Whose && !all.contains(&source) {
                Rc::make_mut(&mut all).insert(source);
            }
        }
        self.reasons.push(Reason {
            label,
            all,
            writes: Vec::new(),
            ends: Vec::new(),
            after: Vec::new(),
        });
        Some(id)
    }

    /// What is reached only where two others are. Where one of them says nothing new, it is the other.
    pub(super) fn both(
        &mut self,
        one: Option<ReasonId>,
        other: Option<ReasonId>,
    ) -> Option<ReasonId> {
        let (Some(first), Some(second)) = (one, other) else {
            return one.or(other);
        };
        let (Some(known), Some(also)) = (self.all_of(first), self.all_of(second)) else {
            return one;
        };
        if Rc::ptr_eq(&known, &also) || also.is_subset(&known) {
            return one;
        }
        if known.is_subset(&also) {
            return other;
        }
        let mut all = known;
        Rc::make_mut(&mut all).extend(also.iter().copied());
        let id = ReasonId(self.reasons.len());
        for before in [first, second] {
            if let Some(before) = self.reasons.get_mut(before.0) {
                before.after.push(id);
            }
        }
        self.reasons.push(Reason {
            label: Label::default(),
            all,
            writes: Vec::new(),
            ends: Vec::new(),
            after: Vec::new(),
        });
        Some(id)
    }

    /// What decides that a transaction goes through: whatever refuses it takes back all of it, what stands before as well.
    pub(super) fn whole(&mut self, before: Option<ReasonId>) -> ReasonId {
        let id = ReasonId(self.reasons.len());
        let mut all = Rc::default();
        if let Some(before) = before.and_then(|before| self.reasons.get_mut(before.0)) {
            before.after.push(id);
            all = Rc::clone(&before.all);
        }
        self.reasons.push(Reason {
            label: Label::default(),
            all,
            writes: Vec::new(),
            ends: Vec::new(),
            after: Vec::new(),
        });
        id
    }

    /// Where it is `reached`, `label` can refuse the transaction.
    pub(super) fn refuses(&mut self, whole: ReasonId, label: Label, reached: Option<ReasonId>) {
        if off(Saboteur::Whole) {
            return;
        }
        let label = label.implied();
        let counts = |taint: &Taint| taint.strength != Strength::Whose;
        let told = label.iter().filter(|(_, taint)| counts(taint));
        let mut more: BTreeSet<SourceId> = told.map(|(source, _)| source).collect();
        if let Some(reached) = reached.filter(|reached| *reached != whole)
            && let Some(reason) = self.reasons.get_mut(reached.0)
        {
            more.extend(reason.all.iter().copied());
            if reason.after.last() != Some(&whole) {
                reason.after.push(whole);
            }
        }
        if let Some(reason) = self.reasons.get_mut(whole.0) {
            reason.label.join(label);
            if !more.is_subset(&reason.all) {
                Rc::make_mut(&mut reason.all).extend(more);
            }
        }
    }

    /// The transaction was walked: what can refuse it decided about each of its steps.
    pub(super) fn closed(&mut self, whole: ReasonId) {
        let Some(all) = self.all_of(whole) else {
            return;
        };
        // Most reasons share what decided so far, and go on sharing it.
        let mut known: BTreeMap<*const BTreeSet<SourceId>, [Rc<BTreeSet<SourceId>>; 2]> =
            BTreeMap::new();
        for reason in self.reasons.iter_mut().skip(whole.0 + 1) {
            let [_, more] = known.entry(Rc::as_ptr(&reason.all)).or_insert_with(|| {
                let mut more = Rc::clone(&reason.all);
                if !all.is_subset(&more) {
                    Rc::make_mut(&mut more).extend(all.iter().copied());
                }
                [Rc::clone(&reason.all), more]
            });
            reason.all = Rc::clone(more);
        }
    }

    fn all_of(&self, reason: ReasonId) -> Option<Rc<BTreeSet<SourceId>>> {
        let reason = self.reasons.get(reason.0)?;
        Some(Rc::clone(&reason.all))
    }

    /// Everything that decided whether a step is reached, but for whose row was meant.
    pub(super) fn decided_by(&self, reached: Option<ReasonId>) -> Option<&BTreeSet<SourceId>> {
        let reason = self.reasons.get(reached?.0)?;
        Some(&reason.all)
    }

    pub(super) fn index(&mut self) {
        for (i, flow) in self.flows.iter().enumerate() {
            self.index.flows.entry(flow.source).or_default().push(i);
            if let Some(field) = flow.end.field() {
                self.index.fields.entry(field).or_default().push(i);
            }
        }
        for (i, reason) in self.reasons.iter().enumerate() {
            for (source, _) in reason.label.iter() {
                let reasons = self.index.reasons.entry(source).or_default();
                reasons.push(ReasonId(i));
            }
        }
        let mut behind: BTreeMap<Place, BTreeSet<Place>> = BTreeMap::new();
        let mut note = |into, from: Option<Place>| {
            if let (Some(into), Some(from)) = (self.place(into), from)
                && into != from
            {
                behind.entry(into).or_default().insert(from);
            }
        };
        for (source, writes) in &self.writes {
            let from = self.place(*source);
            let writes = writes.iter();
            for write in writes.filter(|write| write.taint.strength != Strength::Whose) {
                note(write.into, from);
            }
        }
        for reason in self.reasons.iter().filter(|one| !one.writes.is_empty()) {
            let from: BTreeSet<Place> =
                reason.all.iter().filter_map(|id| self.place(*id)).collect();
            for write in &reason.writes {
                for from in &from {
                    note(write.into, Some(*from));
                }
            }
        }
        self.index.behind = behind;
    }

    fn place(&self, id: SourceId) -> Option<Place> {
        match self.source(id)?.from {
            From::Kept(store, _) | From::Rows(store) | From::There(store) => {
                Some(Place::Store(store))
            }
            From::Done(_) | From::Posted | From::Counted(_) => Some(Place::There(id)),
            From::Event
            | From::Typed
            | From::Picked
            | From::Setting
            | From::Clock
            | From::Answer => None,
        }
    }

    /// Stores that have a part in what these hold, by whatever way.
    pub(super) fn behind(&self, stores: impl IntoIterator<Item = StoreId>) -> BTreeSet<StoreId> {
        let mut open: Vec<Place> = stores.into_iter().map(Place::Store).collect();
        let mut seen: BTreeSet<Place> = open.iter().copied().collect();
        let mut found = BTreeSet::new();
        while let Some(place) = open.pop() {
            for from in self.index.behind.get(&place).into_iter().flatten() {
                if let Place::Store(store) = from {
                    found.insert(*store);
                }
                if seen.insert(*from) {
                    open.push(*from);
                }
            }
        }
        found
    }

    /// Values made from some sources that get to some ends, also by way of stores: of each value the most direct way, in
    /// the order of the policy.
    pub fn explicit(
        &self,
        wanted: impl Fn(&Source) -> bool,
        ends: impl Fn(End) -> bool,
    ) -> Vec<Flow> {
        let mut flows = self.all(wanted, ends);
        flows.retain(|flow| flow.taint.strength == Strength::Copy);
        flows
    }

    /// The same with what was decided by them.
    pub fn all(&self, wanted: impl Fn(&Source) -> bool, ends: impl Fn(End) -> bool) -> Vec<Flow> {
        let sources = (0..).map(SourceId).zip(&self.sources);
        let wanted = sources.filter(|(_, source)| wanted(source));
        // A node is held by one of its sources, and who somebody is goes on from there in another way than the rest.
        let (who, what): (Vec<_>, Vec<_>) = wanted
            .map(|(id, _)| id)
            .partition(|id| self.is_identity(*id));
        let mut found = BTreeMap::new();
        for origins in [what, who] {
            for (node, held) in &self.reach(origins).nodes {
                match node {
                    Node::Value(value) => self.ends_of(*value, held, &ends, &mut found),
                    Node::Decision(reason) => self.decided(*reason, held, &ends, &mut found),
                }
            }
        }
        found.into_values().collect()
    }

    /// The ends of a value within its handler.
    fn ends_of(
        &self,
        value: SourceId,
        held: &Held,
        ends: &dyn Fn(End) -> bool,
        found: &mut BTreeMap<usize, Flow>,
    ) {
        for flow in self.from(value).filter(|flow| ends(flow.end)) {
            let taint = self.further(held, &flow.taint);
            let source = held.origin;
            offer(
                found,
                Flow {
                    source,
                    taint,
                    ..flow.clone()
                },
            );
        }
    }

    /// The ends that a decision lets a handler get to.
    fn decided(
        &self,
        reason: ReasonId,
        held: &Held,
        ends: &dyn Fn(End) -> bool,
        found: &mut BTreeMap<usize, Flow>,
    ) {
        let (Some(reason), Some(trail)) = (self.reasons.get(reason.0), &held.trail) else {
            return;
        };
        let reached = reason.ends.iter().filter_map(|i| self.reached.get(*i));
        for (to, group) in reached.filter(|(to, _)| ends(to.end)) {
            offer(
                found,
                Flow {
                    source: held.origin,
                    taint: Taint {
                        strength: held.strength,
                        carried: held.carried,
                        ..Taint::new(Rc::clone(trail))
                    },
                    end: to.end,
                    at: to.at,
                    feature: to.feature,
                    group: *group,
                },
            );
        }
    }

    /// The taint of a source that came to a node, further on from there.
    fn further(&self, held: &Held, taint: &Taint) -> Taint {
        let trail = held.trail.as_ref().map_or_else(
            || Rc::clone(&taint.trail),
            |before| Trail::on(before, &taint.trail),
        );
        Taint {
            trail,
            strength: self.strength(held, taint),
            chosen: taint.chosen,
            carried: held.carried || taint.carried,
        }
    }

    fn strength(&self, held: &Held, taint: &Taint) -> Strength {
        let identity = taint.chosen && self.is_identity(held.origin);
        match held.strength {
            Strength::Copy if identity => Strength::Whose,
            // Whatever the field on the way was declared for: it was no person that chose the row.
            Strength::Copy if taint.strength == Strength::Whose => Strength::Decision,
            Strength::Copy => taint.strength,
            Strength::Decision | Strength::Whose => held.strength,
        }
    }

    /// Where values made from a source go, and what it decides, in which features.
    #[must_use]
    pub fn sinks(&self, source: SourceId) -> BTreeSet<(FeatureId, Sink, Strength)> {
        let mut sinks = BTreeSet::new();
        for (node, held) in &self.reach([source]).nodes {
            match node {
                Node::Value(value) => {
                    for flow in self.from(*value) {
                        let strength = self.strength(held, &flow.taint);
                        sinks.insert((flow.feature, flow.end.sink(), strength));
                    }
                }
                Node::Decision(reason) => {
                    let ends = self.reasons.get(reason.0).into_iter();
                    let ends = ends.flat_map(|reason| &reason.ends);
                    for (to, _) in ends.filter_map(|i| self.reached.get(*i)) {
                        sinks.insert((to.feature, to.end.sink(), held.strength));
                    }
                }
            }
        }
        sinks
    }

    /// A handler's own flows from a source.
    pub(super) fn from(&self, source: SourceId) -> impl Iterator<Item = &Flow> {
        let flows = self.index.flows.get(&source).into_iter().flatten();
        flows.filter_map(|i| self.flows.get(*i))
    }

    /// Copies go before decisions, then shorter ways, then those that stand earlier in the policy. Every node is entered
    /// once and every way out of it is looked at once, so this is linear in the policy.
    pub(super) fn reach(&self, origins: impl IntoIterator<Item = SourceId>) -> Reach {
        let mut search = Search {
            flows: self,
            open: BTreeMap::new(),
            reach: Reach::default(),
        };
        for origin in origins {
            let held = Held {
                origin,
                trail: None,
                strength: Strength::Copy,
                carried: false,
            };
            search.open(Node::Value(origin), held);
        }
        search.go();
        search.reach
    }
}

struct Search<'a> {
    flows: &'a Flows,
    /// By how good the way is, and of two as good ones by which was found first.
    open: BTreeMap<(Strength, usize, usize), (Node, Held)>,
    reach: Reach,
}

impl Search<'_> {
    fn open(&mut self, node: Node, held: Held) {
        if self.reach.nodes.contains_key(&node) {
            return;
        }
        self.reach.looked += 1;
        let length = held.trail.as_ref().map_or(0, |trail| trail.length());
        let order = (held.strength, length, self.reach.looked);
        self.open.insert(order, (node, held));
    }

    fn go(&mut self) {
        while let Some((_, (node, held))) = self.open.pop_first() {
            if self.reach.nodes.contains_key(&node) {
                continue;
            }
            self.reach.nodes.insert(node, held.clone());
            match node {
                Node::Value(value) => self.leave_value(value, &held),
                Node::Decision(reason) => self.leave_decision(reason, &held),
            }
        }
    }

    fn leave_value(&mut self, value: SourceId, held: &Held) {
        let flows = self.flows;
        for write in flows.writes.get(&value).into_iter().flatten() {
            self.on(Node::Value(write.into), held, &write.taint, true);
        }
        for id in flows.index.reasons.get(&value).into_iter().flatten() {
            let reason = flows.reasons.get(id.0);
            if let Some(taint) = reason.and_then(|reason| reason.label.get(value)) {
                self.on(Node::Decision(*id), held, taint, held.carried);
            }
        }
    }

    fn leave_decision(&mut self, reason: ReasonId, held: &Held) {
        let flows = self.flows;
        let Some(reason) = flows.reasons.get(reason.0) else {
            return;
        };
        for after in reason
            .after
            .iter()
            .filter(|_| !off(Saboteur::LaterDecisions))
        {
            self.open(Node::Decision(*after), held.clone());
        }
        for write in &reason.writes {
            self.on(Node::Value(write.into), held, &write.taint, true);
        }
    }

    fn on(&mut self, node: Node, held: &Held, taint: &Taint, carried: bool) {
        let Taint {
            trail, strength, ..
        } = self.flows.further(held, taint);
        let held = Held {
            origin: held.origin,
            trail: Some(trail),
            strength,
            carried,
        };
        self.open(node, held);
    }
}

/// Keeps the flow, or the one that is known already.
fn offer(found: &mut BTreeMap<usize, Flow>, flow: Flow) {
    match found.entry(flow.group) {
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
