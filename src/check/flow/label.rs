//! Labels: where a value comes from, and on which way it came.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    rc::Rc,
};

use crate::{
    lexicon::Mark,
    plan::{FieldId, LimitId, StoreId},
    vocab::{Category, Span},
};

/// Into `Flows::sources`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(pub usize);

/// Something a value can come from. Every value has one: a word without a source would be a hole in every promise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// `message.content`, `reason`, `xp.total`.
    pub name: String,
    pub categories: Vec<Category>,
    pub from: From,
    /// What kind of thing it is, as the lexicon calls it, by whichever name it was reached: `message.content`, of a
    /// person `joined-at`. Promises are about kinds of things.
    pub thing: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum From {
    /// Discord tells it with an event.
    Event,
    /// Somebody wrote it into a command.
    Typed,
    /// Somebody gave it to a command in another form than text: a number, a choice, a role.
    Picked,
    /// A server chose it.
    Setting,
    /// The time.
    Clock,
    /// It is kept in this field.
    Kept(StoreId, FieldId),
    /// What is known of this store's rows without reading one: that there are any, how many, in which order.
    Rows(StoreId),
    /// Stands for whatever decided which rows of this store there are.
    There(StoreId),
    /// Stands for whatever decided what the bot did on Discord, where handlers can see it again.
    Done(Mark),
    /// The same of a button's message.
    Posted,
    /// How often a handler came past a `limit` lately.
    Counted(LimitId),
    /// A service that was asked judged so.
    Answer,
}

impl Source {
    /// Whether it was handed to a command.
    #[must_use]
    pub fn is_given(&self) -> bool {
        matches!(self.from, From::Typed | From::Picked)
    }

    /// Whether it is what a store holds, whose own writing handler is judged for what it wrote.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self.from, From::Kept(..) | From::Rows(_))
    }

    /// Whether a field that holds it must be declared for its very category. Of a time or a number, which tell little by
    /// themselves, the field says what they are.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        match self.from {
            From::Event | From::Typed | From::Kept(..) | From::Answer => true,
            From::Picked
            | From::Setting
            | From::Clock
            | From::Rows(_)
            | From::There(_)
            | From::Done(_)
            | From::Posted
            | From::Counted(_) => false,
        }
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

    pub(super) fn start(at: Span, says: Rc<str>) -> Rc<Self> {
        Self::new(Hop { at, says }, None)
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

/// How much of a source is in what came of it; the first breaks most promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Something made from it.
    Copy,
    /// It decided which rows or which steps.
    Decision,
    /// It only said whose row is meant, which says nothing about anybody.
    Whose,
}

/// How a value came to depend on a source.
#[derive(Debug, Clone)]
pub struct Taint {
    pub trail: Rc<Trail>,
    pub strength: Strength,
    /// It chose a row: `Whose` for whatever stands for a person, and so for such a source of a field that chose.
    pub(super) chosen: bool,
    /// By way of a store, whose fields stand for it from there on.
    pub carried: bool,
}

impl Taint {
    pub(super) fn new(trail: Rc<Trail>) -> Self {
        Self {
            trail,
            strength: Strength::Copy,
            chosen: false,
            carried: false,
        }
    }

    /// Of two ways to the same end, the lesser is told: explicit, direct, short.
    pub(super) fn rank(&self) -> (Strength, bool, usize) {
        (self.strength, self.carried, self.trail.length)
    }

    /// The same, one stop further.
    pub(super) fn on(&self, at: Span, says: &Rc<str>) -> Self {
        let hop = Hop {
            at,
            says: Rc::clone(says),
        };
        Self {
            trail: Trail::new(hop, Some(Rc::clone(&self.trail))),
            ..self.clone()
        }
    }
}

/// All sources of a value within one handler. Joins go up: nothing is ever taken away.
#[derive(Debug, Clone, Default)]
pub struct Label(BTreeMap<SourceId, Taint>);

impl Label {
    pub(super) fn of(source: SourceId, at: Span, says: &str) -> Self {
        let says = Rc::from(says);
        let taint = Taint::new(Trail::new(Hop { at, says }, None));
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
                    let order = |taint: &Taint| (taint.strength, taint.chosen);
                    if order(&taint) < order(known.get()) {
                        known.insert(taint);
                    }
                }
            }
        }
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.join(other);
        self
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
        self.map(|_, taint| *taint = taint.on(at, &says))
    }

    /// What chooses a row. `is_person` tells sources that only say whose row it is, which says nothing about anybody;
    /// anything else is told by what was found.
    pub(super) fn choosing(self, is_person: impl Fn(SourceId) -> bool) -> Self {
        self.map(|source, taint| {
            if is_person(source) && taint.strength == Strength::Copy {
                taint.strength = Strength::Whose;
            }
            taint.chosen = true;
        })
    }

    /// What decides.
    pub(super) fn implied(self) -> Self {
        self.map(|_, taint| taint.strength = taint.strength.max(Strength::Decision))
    }
}
