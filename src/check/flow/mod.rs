//! Information flow: which sources reach which sinks, in every handler, by which way.
//!
//! Reads the policy and judges nothing: `storage`, `log`, `claims` and `reads` do, and `lower` tells people what is
//! read, where it goes and what is shown. Flow-insensitive across handlers: a field may hold whatever any handler writes
//! to it. Each handler is walked once, with its fields as sources; `carried` follows what they hold, what rows there are
//! and what was done on Discord from handler to handler.
//!
//! That somebody may do something (a permission, standing above somebody) says nothing of what a value holds, but for
//! roles that the bot gave. That somebody is silenced or gone, and so does nothing more, and that Discord did what it was
//! asked, are no flows either. Whatever can refuse a handler decides about all of it, since then nothing of it happens.
//!
//! INVARIANT: whatever a handler can write, post or do depends on no other source than those of its flows here.

mod asked;
mod carried;
mod doors;
mod fits;
mod given;
mod label;
mod passed;
mod refused;
mod result;
mod rows;
mod said;
#[cfg(test)]
mod tests;
mod value;
mod walk;

pub use label::{From, Hop, Source, SourceId, Strength, Taint};
pub use passed::Passed;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon,
    plan::{FeatureId, FieldId, StoreId},
    resolve::Policy,
    sabotage::{Saboteur, Unless as _},
    vocab::{Category, Sink, Span},
};

use carried::{EndAt, Index, Reason, ReasonId, Write};
use label::Label;

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

    /// The store that it changes.
    #[must_use]
    pub fn store(self) -> Option<StoreId> {
        match self {
            Self::Field(store, _) | Self::Rows(store) => Some(store),
            Self::Out(_) => None,
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

/// What becomes known of the bot's data by one step.
#[derive(Debug, Default)]
pub struct Shows {
    pub fields: BTreeSet<(StoreId, FieldId)>,
    /// Stores of which only the number, presence or order of rows is told.
    pub rows: BTreeSet<StoreId>,
    /// Fields that decided about it.
    pub decides: BTreeSet<(StoreId, FieldId)>,
    /// Stores that decided about it by which rows there are.
    pub depends: BTreeSet<StoreId>,
    /// Stores that have a part in what those hold.
    pub behind: BTreeSet<StoreId>,
    /// What else it depends on.
    pub sources: BTreeSet<SourceId>,
    /// Fields in which the handler keeps what it was given, and that was told.
    pub given: BTreeSet<(StoreId, FieldId)>,
    /// The same of what was given and decided.
    pub given_decides: BTreeSet<(StoreId, FieldId)>,
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

/// What leaves the bot in one step.
#[derive(Debug)]
pub struct Leaves {
    pub end: lexicon::End,
    /// The whole step.
    pub at: Span,
    /// Which of its handler's steps it is, from 1 on in the order in which they stand; 0 where there are none.
    pub step: u32,
    pub handler: usize,
    label: Label,
    reached: Option<ReasonId>,
    /// Whether others see it than who asked.
    open: bool,
}

#[derive(Debug, Default)]
pub struct Flows {
    pub sources: Vec<Source>,
    /// Of what a handler itself reads, in the order of the policy. `explicit` and `all` give also what a field held,
    /// and `all` what decided whether a step is reached.
    pub flows: Vec<Flow>,
    pub reads: Vec<ReadAt>,
    pub leaves: Vec<Leaves>,
    ids: BTreeMap<Source, SourceId>,
    writes: BTreeMap<SourceId, Vec<Write>>,
    reasons: Vec<Reason>,
    /// Where something ends that is only reached for a reason, and its group.
    reached: Vec<(EndAt, usize)>,
    groups: usize,
    index: Index,
    /// In which fields a handler keeps what it is given.
    given: BTreeMap<(usize, SourceId), BTreeSet<(StoreId, FieldId)>>,
    /// What members are given as their names.
    named: Label,
    /// Fields that take only what can be rendered.
    templates: BTreeSet<(StoreId, FieldId)>,
    /// Reads known already, so that each is told once.
    heard: BTreeSet<(SourceId, usize)>,
}

impl Flows {
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let mut flows = Self::default();
        flows.find_templates(policy);
        flows.round(policy);
        flows.index();
        flows
    }

    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0)
    }

    /// What a step shows: whatever it says is made of.
    #[must_use]
    pub fn shows(&self, leaves: &Leaves) -> Shows {
        let mut shows = Shows::default();
        let decided = self
            .decided_by(leaves.reached)
            .unless(Saboteur::ShownDecided);
        for id in decided.into_iter().flatten() {
            self.shown(leaves, *id, false, &mut shows);
        }
        let told = leaves.label.iter();
        for (id, taint) in told.filter(|(_, taint)| taint.strength != Strength::Whose) {
            let is_said = taint.strength == Strength::Copy && !taint.chosen;
            self.shown(leaves, id, is_said, &mut shows);
        }
        let fields = shows.fields.iter().chain(&shows.decides);
        let fields = fields.map(|(store, _)| *store);
        let told = fields.chain(shows.rows.iter().copied());
        let told: BTreeSet<StoreId> = told.chain(shows.depends.iter().copied()).collect();
        shows.behind = self.behind(told);
        shows
    }

    fn shown(&self, leaves: &Leaves, id: SourceId, is_said: bool, shows: &mut Shows) {
        let Some(source) = self.source(id) else {
            return;
        };
        // Who asked learns nothing from what they gave themselves, nor anybody from whom it was about.
        if is_said {
            shows.given.extend(self.given(leaves.handler, id));
        } else if leaves.open && !self.is_identity(id) {
            shows.given_decides.extend(self.given(leaves.handler, id));
        }
        match source.from {
            From::Kept(store, field) if is_said => {
                shows.fields.insert((store, field));
            }
            From::Rows(store) if is_said => {
                shows.rows.insert(store);
            }
            From::Kept(store, field) => {
                shows.decides.insert((store, field));
            }
            From::Rows(store) => {
                shows.depends.insert(store);
            }
            From::Event
            | From::Typed
            | From::Picked
            | From::Setting
            | From::Clock
            | From::Counted(_)
            | From::Answer => {
                shows.sources.insert(id);
            }
            // What a message handed over by a button is shown by the command that it leads to.
            From::Posted => {
                for (handed, copied) in self.handed(id).unless(Saboteur::HandedShown) {
                    self.handed_over(handed, is_said && copied, shows);
                }
            }
            // They stand for what decided elsewhere.
            From::There(_) | From::Done(_) => {}
        }
    }

    fn handed_over(&self, id: SourceId, is_said: bool, shows: &mut Shows) {
        let Some(source) = self.source(id) else {
            return;
        };
        match source.from {
            From::Kept(store, field) => {
                let fields = if is_said {
                    &mut shows.fields
                } else {
                    &mut shows.decides
                };
                fields.insert((store, field));
            }
            From::Rows(store) => {
                let stores = if is_said {
                    &mut shows.rows
                } else {
                    &mut shows.depends
                };
                stores.insert(store);
            }
            From::Event
            | From::Typed
            | From::Picked
            | From::Setting
            | From::Clock
            | From::Answer
            | From::Counted(_)
            | From::There(_)
            | From::Done(_)
            | From::Posted => {}
        }
    }

    /// What handlers themselves write to a field.
    pub fn into_field(&self, store: StoreId, field: FieldId) -> impl Iterator<Item = &Flow> {
        let flows = self.index.fields.get(&(store, field));
        let flows = flows.into_iter().flatten();
        flows.filter_map(|i| self.flows.get(*i))
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

    /// Whether it only says who it is.
    fn is_identity(&self, id: SourceId) -> bool {
        self.source(id).is_some_and(|source| {
            matches!(source.from, From::Event | From::Kept(..))
                && source.categories == [Category::Identifier]
        })
    }
}
