//! Whom a server means by a setting of type `who`: roles and people, allowed or denied.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{RoleId, UserId};

/// A role stands for whoever has it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    Role(RoleId),
    Person(UserId),
}

impl Holder {
    #[must_use]
    pub fn person(self) -> Option<UserId> {
        match self {
            Self::Person(user) => Some(user),
            Self::Role(_) => None,
        }
    }
}

/// INVARIANT: nobody is both allowed and denied, and where everyone is in it nobody is allowed one by one.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
pub struct Who {
    pub everyone: bool,
    pub allowed: BTreeSet<Holder>,
    pub denied: BTreeSet<Holder>,
}

/// What a server says of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    Allowed,
    Denied,
}

impl Who {
    #[must_use]
    pub fn everyone() -> Self {
        Self {
            everyone: true,
            ..Self::default()
        }
    }

    /// These alone.
    #[must_use]
    pub fn only(holder: Holder) -> Self {
        Self {
            allowed: BTreeSet::from([holder]),
            ..Self::default()
        }
    }

    /// Those that are named, on either side.
    pub fn holders(&self) -> impl Iterator<Item = Holder> {
        self.allowed.iter().chain(&self.denied).copied()
    }

    pub fn people(&self) -> impl Iterator<Item = UserId> {
        self.holders().filter_map(Holder::person)
    }

    /// On which side somebody is named, themselves and not by a role.
    #[must_use]
    pub fn names(&self, user: UserId) -> Option<Side> {
        let named = Holder::Person(user);
        if self.denied.contains(&named) {
            Some(Side::Denied)
        } else {
            self.allowed.contains(&named).then_some(Side::Allowed)
        }
    }

    pub fn allow(&mut self, holder: Holder) {
        self.denied.remove(&holder);
        if !self.everyone {
            self.allowed.insert(holder);
        }
    }

    pub fn allow_everyone(&mut self) {
        self.everyone = true;
        self.allowed.clear();
    }

    pub fn deny(&mut self, holder: Holder) {
        self.allowed.remove(&holder);
        self.denied.insert(holder);
    }

    pub fn remove(&mut self, holder: Holder) {
        self.allowed.remove(&holder);
        self.denied.remove(&holder);
    }

    /// With each holder as another, or without it.
    #[must_use]
    pub fn map(&self, change: impl Fn(Holder) -> Option<Holder>) -> Self {
        let changed = |holders: &BTreeSet<Holder>| {
            let holders = holders.iter();
            holders.filter_map(|holder| change(*holder)).collect()
        };
        Self {
            everyone: self.everyone,
            allowed: changed(&self.allowed),
            denied: changed(&self.denied),
        }
    }

    /// What is said of somebody with these roles. A denial counts before what is allowed.
    #[must_use]
    pub fn side(&self, user: UserId, roles: &[RoleId]) -> Option<Side> {
        let is_among = |holders: &BTreeSet<Holder>| {
            let mut held = roles.iter().map(|role| Holder::Role(*role));
            holders.contains(&Holder::Person(user)) || held.any(|held| holders.contains(&held))
        };
        if is_among(&self.denied) {
            Some(Side::Denied)
        } else {
            (self.everyone || is_among(&self.allowed)).then_some(Side::Allowed)
        }
    }
}
