//! Information flow: which sources reach which sinks, in every handler, by which way.
//!
//! Reads the policy and judges nothing: `storage`, `log`, `claims` and `reads` do, and `lower` tells people what is
//! read and where it goes. Flow-insensitive across handlers: a field may hold whatever any handler writes to it. Each
//! handler is walked once, with its fields as sources; `carried` follows what they hold from handler to handler.
//!
//! INVARIANT: whatever a handler can write or post depends on no other source than those of its flows here.

mod carried;
mod label;
#[cfg(test)]
mod tests;
mod value;
mod walk;

pub use label::{Hop, Source, SourceId, Taint};

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon,
    plan::{FeatureId, FieldId, StoreId},
    resolve::Policy,
    vocab::{Category, Sink, Span},
};

use carried::{EndAt, Index, Reason, ReasonId, Write};

/// Where a flow ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    Field(StoreId, FieldId),
    /// Which rows there are.
    Rows(StoreId),
    /// Outside the vault.
    Out(lexicon::End),
}

impl End {
    /// The field it is written to.
    #[must_use]
    pub fn field(self) -> Option<(StoreId, FieldId)> {
        match self {
            Self::Field(store, field) => Some((store, field)),
            Self::Rows(_) | Self::Out(_) => None,
        }
    }

    /// Whether it is that rows are there at all.
    #[must_use]
    pub fn is_rows(self) -> bool {
        match self {
            Self::Rows(_) => true,
            Self::Field(..) | Self::Out(_) => false,
        }
    }

    #[must_use]
    pub fn sink(self) -> Sink {
        match self {
            Self::Field(..) | Self::Rows(_) => Sink::Storage,
            Self::Out(end) => end.sink(),
        }
    }
}

/// One source reaching one sink.
#[derive(Debug, Clone)]
pub struct Flow {
    pub source: SourceId,
    pub taint: Taint,
    pub end: End,
    /// The value that is written or posted.
    pub at: Span,
    pub feature: FeatureId,
    /// Flows of one value to one end have the same.
    group: usize,
}

/// Something an event tells, used by a handler.
#[derive(Debug, Clone)]
pub struct ReadAt {
    pub source: SourceId,
    pub at: Span,
    pub feature: FeatureId,
    /// The handler's place among the policy's events, commands and command sets together.
    pub handler: usize,
}

#[derive(Debug, Default)]
pub struct Flows {
    pub sources: Vec<Source>,
    /// Of what a handler itself reads, in the order of the policy. `explicit` and `all` give also what a field held,
    /// and `all` what decided whether a step is reached.
    pub flows: Vec<Flow>,
    pub reads: Vec<ReadAt>,
    ids: BTreeMap<Source, SourceId>,
    writes: BTreeMap<SourceId, Vec<Write>>,
    written: usize,
    reasons: Vec<Reason>,
    /// Where something ends that is only reached for a reason.
    reached: Vec<(EndAt, ReasonId, usize)>,
    groups: usize,
    index: Index,
    /// Reads known already, so that each is told once.
    heard: BTreeSet<(SourceId, usize)>,
}

impl Flows {
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let mut flows = Self::default();
        flows.round(policy);
        flows.index();
        flows
    }

    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0)
    }

    fn intern(&mut self, source: Source) -> SourceId {
        if let Some(id) = self.ids.get(&source) {
            return *id;
        }
        let id = SourceId(self.sources.len());
        self.ids.insert(source.clone(), id);
        self.sources.push(source);
        id
    }

    fn is_only(&self, id: SourceId, category: Category) -> bool {
        self.source(id)
            .is_some_and(|source| source.categories == [category])
    }
}
