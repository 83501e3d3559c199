//! Labels: where a value comes from, and on which way it came.

use std::{collections::BTreeMap, rc::Rc};

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
    pub says: String,
}

/// A value's way so far, latest stop first. Shared, since values are used often.
#[derive(Debug)]
pub struct Trail {
    hop: Hop,
    before: Option<Rc<Trail>>,
}

impl Trail {
    /// From the source on.
    #[must_use]
    pub fn hops(&self) -> Vec<Hop> {
        let mut hops = vec![self.hop.clone()];
        let mut next = self.before.as_ref();
        while let Some(trail) = next {
            hops.push(trail.hop.clone());
            next = trail.before.as_ref();
        }
        hops.reverse();
        hops
    }
}

/// How a value came to depend on a source.
#[derive(Debug, Clone)]
pub struct Taint {
    pub trail: Rc<Trail>,
    /// Only which rows or which steps, not what they say.
    pub implicit: bool,
    /// By way of a store, whose fields stand for it from there on.
    pub carried: bool,
}

/// All sources of a value. Joins go up: nothing is ever taken away.
#[derive(Debug, Clone, Default)]
pub struct Label(BTreeMap<SourceId, Taint>);

impl Label {
    pub(super) fn of(source: SourceId, at: Span, says: String) -> Self {
        let trail = Rc::new(Trail {
            hop: Hop { at, says },
            before: None,
        });
        let taint = Taint {
            trail,
            implicit: false,
            carried: false,
        };
        Self(BTreeMap::from([(source, taint)]))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (SourceId, &Taint)> {
        self.0.iter().map(|(source, taint)| (*source, taint))
    }

    /// Takes another label in. An explicit way is kept over an implicit one, a direct one over one through a store.
    /// True when something became known that was not.
    pub(super) fn join(&mut self, other: Self) -> bool {
        let mut changed = false;
        for (source, taint) in other.0 {
            match self.0.get_mut(&source) {
                None => {
                    self.0.insert(source, taint);
                    changed = true;
                }
                Some(known) => {
                    let stronger =
                        (taint.implicit, taint.carried) < (known.implicit, known.carried);
                    if stronger {
                        *known = taint;
                        changed = true;
                    }
                }
            }
        }
        changed
    }

    pub(super) fn map(mut self, change: impl Fn(SourceId, &mut Taint)) -> Self {
        for (source, taint) in &mut self.0 {
            change(*source, taint);
        }
        self
    }

    pub(super) fn without(mut self, drop: impl Fn(SourceId) -> bool) -> Self {
        self.0.retain(|source, _| !drop(*source));
        self
    }

    /// The same, one stop further.
    pub(super) fn via(self, at: Span, says: &str) -> Self {
        self.map(|_, taint| {
            taint.trail = Rc::new(Trail {
                hop: Hop {
                    at,
                    says: says.to_owned(),
                },
                before: Some(Rc::clone(&taint.trail)),
            });
        })
    }

    pub(super) fn implied(self) -> Self {
        self.map(|_, taint| taint.implicit = true)
    }
}
