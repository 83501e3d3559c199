//! What `limit` steps ask to be counted.

use super::{Expr, FeatureId, LimitId, Plan, Step, StepKind, all};
use crate::vocab::{Duration, Place};

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct Limit<'p> {
    pub feature: FeatureId,
    pub within: Duration,
    /// What is counted apart.
    pub per: &'p [Expr],
    pub at: &'p Place,
}

impl Plan {
    /// Those of events, then those of commands.
    pub fn limits(&self) -> impl Iterator<Item = Limit<'_>> {
        let handlers = self.handlers.iter();
        let handlers = handlers.map(|handler| (handler.feature, &handler.steps));
        let commands = self.commands.iter();
        let commands = commands.map(|command| (command.feature, &command.steps));
        let bodies = handlers.chain(commands);
        bodies.flat_map(|(feature, steps)| {
            all(steps).filter_map(move |step| {
                let (_, within, per) = step.kind.limited()?;
                Some(Limit {
                    feature,
                    within,
                    per,
                    at: &step.at,
                })
            })
        })
    }

    /// Numbers them, whatever else stands in the policy.
    pub fn number_limits(&mut self) {
        let handlers = self.handlers.iter_mut().map(|handler| &mut handler.steps);
        let commands = self.commands.iter_mut().map(|command| &mut command.steps);
        let mut next = 0;
        for steps in handlers.chain(commands) {
            number(steps, &mut next);
        }
    }
}

fn number(steps: &mut [Step], next: &mut u32) {
    for step in steps {
        if let Some(id) = step.kind.limit_mut() {
            *id = LimitId(*next);
            *next += 1;
        }
        for block in step.kind.blocks_mut() {
            number(block, next);
        }
    }
}

impl StepKind {
    /// How often it lets the handler go on, within which time, and what is counted apart.
    #[must_use]
    pub fn limited(&self) -> Option<(u32, Duration, &[Expr])> {
        match self {
            Self::Limit {
                most, within, per, ..
            } => Some((*most, *within, per)),
            Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_)
            | Self::Then { .. } => None,
        }
    }

    fn limit_mut(&mut self) -> Option<&mut LimitId> {
        match self {
            Self::Limit { id, .. } => Some(id),
            Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_)
            | Self::Then { .. } => None,
        }
    }
}
