//! What deeds take out of stores: a role, somebody, a channel, which were chosen when they were stored.
//!
//! Judges nothing. A field counts where a deed takes it, and so does every field that is copied into such a one.

use std::collections::BTreeMap;

use crate::{
    lexicon::Guard,
    plan::{self, Arg, Expr, FieldId, StepKind, StoreId, To},
    resolve::{Handler, Policy},
    vocab::{Permission, Span},
};

use super::{
    super::writes::{self, Lets},
    guards::{Origin, origins},
};

/// Why a field must be guarded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stake {
    /// What is done with it: "a message is posted there".
    pub(super) does: &'static str,
    /// Whether it stands in the order of ranks.
    pub(super) ranked: bool,
    /// What somebody needs who does it.
    pub(super) needs: Permission,
    /// Where.
    pub(super) at: Span,
}

#[derive(Debug, Default)]
pub(super) struct Stakes(BTreeMap<(StoreId, FieldId), Stake>);

impl Stakes {
    pub(super) fn of(policy: &Policy) -> Self {
        let mut stakes = Self::default();
        for handler in policy.bodies() {
            let lets = Lets::of(handler);
            for step in plan::all(&handler.steps) {
                stakes.used(handler, &lets, &step.kind);
            }
        }
        while stakes.spread(policy) {}
        stakes
    }

    pub(super) fn get(&self, store: StoreId, field: FieldId) -> Option<&Stake> {
        self.0.get(&(store, field))
    }

    fn used(&mut self, handler: &Handler, lets: &Lets, step: &StepKind) {
        match step {
            StepKind::Do { deed, args } => match deed.guard {
                Guard::Above { does, above, .. } => {
                    for value in above.iter().filter_map(|param| args.get(*param)) {
                        if let Some(value) = Arg::value(value) {
                            let needs = super::needed(deed);
                            self.taken(handler, lets, value, (does, true, needs));
                        }
                    }
                }
                Guard::Permitted {
                    does,
                    taken: Some(taken),
                } => {
                    if let Some(value) = args.get(taken).and_then(Arg::value) {
                        let needs = super::needed(deed);
                        self.taken(handler, lets, value, (does, false, needs));
                    }
                }
                Guard::Placed { does, place } => {
                    if let Some(value) = args.get(place).and_then(Arg::value) {
                        let needs = super::needed(deed);
                        self.taken(handler, lets, value, (does, false, needs));
                    }
                }
                Guard::Free | Guard::Permitted { taken: None, .. } => {}
            },
            StepKind::Say { to, .. } => match to {
                To::Channel(to) => {
                    let does = "a message is posted there";
                    self.taken(handler, lets, to, (does, false, Permission::ManageMessages));
                }
                To::Reply { .. } | To::ModLog | To::Operators | To::Dm(_) | To::Edit(_) => {}
            },
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
            | StepKind::Ask(_)
            | StepKind::Then { .. } => {}
        }
    }

    fn taken(
        &mut self,
        handler: &Handler,
        lets: &Lets,
        value: &Expr,
        (does, ranked, needs): (&'static str, bool, Permission),
    ) {
        let at = value.span;
        for origin in origins(lets, value, |slot| super::is_option(handler, slot)) {
            if let Origin::Kept(store, field) = origin {
                let stake = Stake {
                    does,
                    ranked,
                    needs,
                    at,
                };
                let known = self.0.entry((store, field)).or_insert(stake);
                if ranked && !known.ranked {
                    *known = stake;
                }
            }
        }
    }

    /// Takes in fields that are copied into one that is known. Gives whether there was one.
    fn spread(&mut self, policy: &Policy) -> bool {
        let before = self.0.len();
        for write in writes::of(policy) {
            let lets = Lets::of(write.handler);
            for (field, value) in write.values() {
                if let Some(stake) = self.get(write.store, field).copied() {
                    let does = (stake.does, stake.ranked, stake.needs);
                    self.taken(write.handler, &lets, value, does);
                }
            }
        }
        self.0.len() > before
    }
}
