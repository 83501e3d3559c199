//! Steps that follow an effect, seen by themselves.

use super::{Expr, Slot, Step, StepKind, StoreId};
use crate::lexicon::{Event, event::ENDED};

/// Steps that follow an effect, as [`StepKind::Then`] has them.
#[derive(Debug, Clone, Copy)]
pub struct Sequel<'p> {
    /// What the handler that they stand in starts on.
    pub event: &'static Event,
    /// Local values of that handler.
    pub slots: u32,
    pub first: &'p Step,
    pub slot: Slot,
    pub journal: StoreId,
    pub keeps: &'p [Expr],
    pub steps: &'p [Step],
}

impl<'p> Sequel<'p> {
    /// Whether the effect follows from its entry alone, since what decided it may be long past.
    #[must_use]
    pub fn is_ending(&self) -> bool {
        *self.event == ENDED
    }

    /// Whether asking for the effect twice may make two.
    #[must_use]
    pub fn is_once(&self) -> bool {
        if let Some((to, _)) = self.first.kind.said()
            && to.edited().is_some()
        {
            return false;
        }
        if let Some(asked) = self.first.kind.asked() {
            return !asked.answers.idempotent;
        }
        let deed = self.first.kind.deed();
        deed.is_none_or(|deed| deed.makes.is_some_and(|makes| !makes.again))
    }

    #[must_use]
    pub fn of(event: &'static Event, slots: u32, step: &'p Step) -> Option<Self> {
        match &step.kind {
            StepKind::Then {
                first,
                slot,
                journal,
                keeps,
                steps,
                ..
            } => Some(Self {
                event,
                slots,
                first,
                slot: *slot,
                journal: *journal,
                keeps,
                steps,
            }),
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Limit { .. }
            | StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }
            | StepKind::Say { .. }
            | StepKind::Do { .. }
            | StepKind::Ask(_) => None,
        }
    }
}
