//! Labels: where a value comes from, and on which way it came.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    rc::Rc,
};

use crate::{
    plan::{FieldId, StoreId},
    vocab::{Category, Span},
};

/// Into `Flows::sources`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(pub usize);

/// Something a value can come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// `message.content`, `reason`, `xp.total`.
    pub name: String,
    pub categories: Vec<Category>,
    pub from: From,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum From {
    /// Discord tells it with an event.
    Event,
    /// Somebody typed it into a command.
    Typed,
    /// It is kept in this field.
    Kept(StoreId, FieldId),
}

impl Source {
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.from == From::Typed
    }

    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self.from, From::Kept(..))
    }
}

/// One stop on a value's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    pub at: Span,
    pub says: Rc<str>,
}

/// A value's way so far, latest stop first. Shared, since values are used often.
#[derive(Debug)]
pub struct Trail {
    stop: Stop,
    before: Option<Rc<Trail>>,
    /// How many hops it has.
    length: usize,
}

#[derive(Debug)]
enum Stop {
    Hop(Hop),
    /// Through a whole handler, from a field on.
    Leg(Rc<Trail>),
}

impl Trail {
    fn new(hop: Hop, before: Option<Rc<Self>>) -> Rc<Self> {
        let length = 1 + before.as_ref().map_or(0, |before| before.length);
        Rc::new(Self {
            stop: Stop::Hop(hop),
            before,
            length,
        })
    }

    /// The way of a value that came to a field by `before`, and went on from there by `leg`.
    pub(super) fn on(before: &Rc<Self>, leg: &Rc<Self>) -> Rc<Self> {
        Rc::new(Self {
            stop: Stop::Leg(Rc::clone(leg)),
            before: Some(Rc::clone(before)),
            length: before.length + leg.length,
        })
    }

    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// From the source on.
    #[must_use]
    pub fn hops(&self) -> Vec<Hop> {
        let mut hops = Vec::with_capacity(self.length);
        let mut open = vec![self];
        while let Some(trail) = open.pop() {
            open.extend(trail.before.as_deref());
            match &trail.stop {
                Stop::Hop(hop) => hops.push(hop.clone()),
                Stop::Leg(leg) => open.push(leg),
            }
        }
        hops.reverse();
        hops
    }
}

impl Drop for Trail {
    /// Without recursion, since a way can pass thousands of stops.
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(mut trail) = next.and_then(Rc::into_inner) {
            next = trail.before.take();
        }
    }
}

/// How a value came to depend on a source.
#[derive(Debug, Clone)]
pub struct Taint {
    pub trail: Rc<Trail>,
    /// Only which rows or which steps, not what they say.
    pub implicit: bool,
    /// It chose a row: implicit for whatever stands for a person, and so for such a source of a field that chose.
    pub(super) chosen: bool,
    /// By way of a store, whose fields stand for it from there on.
    pub carried: bool,
}

impl Taint {
    fn strength(&self) -> (bool, bool) {
        (self.implicit, self.chosen)
    }

    /// Of two ways to the same end, the lesser is told: explicit, direct, short.
    pub(super) fn rank(&self) -> (bool, bool, usize) {
        (self.implicit, self.carried, self.trail.length)
    }
}

/// All sources of a value within one handler. Joins go up: nothing is ever taken away.
#[derive(Debug, Clone, Default)]
pub struct Label(BTreeMap<SourceId, Taint>);

impl Label {
    pub(super) fn of(source: SourceId, at: Span, says: &str) -> Self {
        let says = Rc::from(says);
        let taint = Taint {
            trail: Trail::new(Hop { at, says }, None),
            implicit: false,
            chosen: false,
            carried: false,
        };
        Self(BTreeMap::from([(source, taint)]))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (SourceId, &Taint)> {
        self.0.iter().map(|(source, taint)| (*source, taint))
    }

    pub(super) fn get(&self, source: SourceId) -> Option<&Taint> {
        self.0.get(&source)
    }

    /// Takes another label in. Of two ways the more explicit one is kept, of two alike the first.
    pub(super) fn join(&mut self, other: Self) {
        if self.0.is_empty() {
            *self = other;
            return;
        }
        for (source, taint) in other.0 {
            match self.0.entry(source) {
                Entry::Vacant(place) => {
                    place.insert(taint);
                }
                Entry::Occupied(mut known) => {
                    if taint.strength() < known.get().strength() {
                        known.insert(taint);
                    }
                }
            }
        }
    }

    pub(super) fn map(mut self, change: impl Fn(SourceId, &mut Taint)) -> Self {
        for (source, taint) in &mut self.0 {
            change(*source, taint);
        }
        self
    }

    /// The same, one stop further.
    pub(super) fn via(self, at: Span, says: &str) -> Self {
        let says: Rc<str> = Rc::from(says);
        self.map(|_, taint| {
            let says = Rc::clone(&says);
            taint.trail = Trail::new(Hop { at, says }, Some(Rc::clone(&taint.trail)));
        })
    }

    /// What chooses a row. `is_person` tells sources that only say whose row it is, which says nothing about anybody;
    /// anything else is told by what was found.
    pub(super) fn choosing(self, is_person: impl Fn(SourceId) -> bool) -> Self {
        self.map(|source, taint| {
            taint.implicit |= is_person(source);
            taint.chosen = true;
        })
    }

    pub(super) fn implied(self) -> Self {
        self.map(|_, taint| taint.implicit = true)
    }
}
