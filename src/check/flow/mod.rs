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

use carried::{Index, Write};

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
    /// Within one handler each, in the order of the policy. What a field holds goes on in `of_sources`.
    pub flows: Vec<Flow>,
    pub reads: Vec<ReadAt>,
    ids: BTreeMap<Source, SourceId>,
    writes: BTreeMap<SourceId, Vec<Write>>,
    written: usize,
    index: Index,
    /// Flows and reads known already, so that each is told once.
    told: BTreeSet<(SourceId, End, Span, bool, bool)>,
    heard: BTreeSet<(SourceId, usize)>,
}

impl Flows {
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let mut flows = Self::default();
        flows.round(policy);
        flows.told.clear();
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

    fn record(&mut self, mut flow: Flow) {
        let (implicit, chosen) = flow.taint.strength();
        let key = (flow.source, flow.end, flow.at, implicit, chosen);
        if self.told.insert(key) {
            if let Some(last) = self.flows.last() {
                let is_next =
                    last.end == flow.end && last.at == flow.at && last.source < flow.source;
                flow.group = last.group + usize::from(!is_next);
            }
            self.flows.push(flow);
        }
    }
}
