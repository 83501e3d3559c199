//! What a command asks of who uses it: permissions, and that a setting names them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon::function::MAY,
    plan::{Cond, Expr, Kind, SettingId, Slot},
    vocab::Permission,
};

/// All of it is asked; settings name administrators as well.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked {
    pub(super) permissions: BTreeSet<Permission>,
    /// Settings that must name them.
    pub(super) settings: BTreeSet<SettingId>,
}

impl Asked {
    pub(super) fn is_empty(&self) -> bool {
        self.permissions.is_empty() && self.settings.is_empty()
    }

    /// Whether nothing more is asked than by `other`.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.permissions.is_subset(&other.permissions) && self.settings.is_subset(&other.settings)
    }

    pub(super) fn extend(&mut self, more: Self) {
        self.permissions.extend(more.permissions);
        self.settings.extend(more.settings);
    }

    pub(super) fn without(mut self, known: &Self) -> Self {
        self.permissions
            .retain(|one| !known.permissions.contains(one));
        self.settings.retain(|one| !known.settings.contains(one));
        self
    }
}

/// What a condition tells of who comes past it.
#[derive(Debug, Default)]
pub(super) struct ToldBy {
    pub(super) always: Asked,
    /// Only where something else is not so.
    pub(super) sometimes: Asked,
}

impl ToldBy {
    /// Where the condition holds, or does not.
    pub(super) fn by(cond: &Expr, lets: &BTreeMap<Slot, &Expr>, holds: bool) -> Self {
        match cond.cond() {
            Cond::Not(of) => Self::by(of, lets, !holds),
            Cond::And(left, right) => {
                Self::by(left, lets, holds).with(Self::by(right, lets, holds), holds)
            }
            Cond::Or(left, right) => {
                Self::by(left, lets, holds).with(Self::by(right, lets, holds), !holds)
            }
            Cond::Compared(..) => Self::default(),
            Cond::Whole => Self::by_part(cond, lets, holds),
        }
    }

    fn with(mut self, other: Self, both: bool) -> Self {
        if both {
            self.always.extend(other.always);
        } else {
            let always = std::mem::take(&mut self.always);
            self.sometimes.extend(always);
            self.sometimes.extend(other.always);
        }
        self.sometimes.extend(other.sometimes);
        self
    }

    fn by_part(cond: &Expr, lets: &BTreeMap<Slot, &Expr>, holds: bool) -> Self {
        let mut told = Self::default();
        match &cond.kind {
            Kind::Local(slot) => {
                if let Some(value) = lets.get(slot) {
                    return Self::by(value, lets, holds);
                }
            }
            Kind::Can { of, permission } => {
                if holds && of.kind == Kind::Actor {
                    told.always.permissions.insert(*permission);
                }
            }
            Kind::Call { function, args } => {
                if let [of, setting] = args.as_slice()
                    && holds
                    && **function == MAY
                    && of.kind == Kind::Actor
                {
                    told.always.settings.extend(setting.as_setting());
                }
            }
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Setting(_)
            | Kind::Field { .. }
            | Kind::Exists { .. }
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::Binary { .. }
            | Kind::If { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => {}
        }
        told
    }
}
