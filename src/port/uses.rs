//! What `limit` counts: how often something was done lately, by whom or where. It is in memory alone.

use std::collections::BTreeMap;

use crate::{
    plan::LimitId,
    vocab::{Duration, Timestamp, Value},
};

/// What is counted apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    pub limit: LimitId,
    pub per: Value,
    /// How long each time counts.
    pub within: Duration,
}

/// The times of one server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Uses(BTreeMap<Use, Vec<Timestamp>>);

impl Uses {
    /// How often it was done so lately that it counts.
    #[must_use]
    pub fn times(&self, of: &Use, now: Timestamp) -> usize {
        let times = self.0.get(of).into_iter().flatten();
        times.filter(|at| at.plus(of.within) > now).count()
    }

    pub fn count(&mut self, of: Use, now: Timestamp) {
        let times = self.0.entry(of).or_default();
        times.push(now);
    }

    /// Forgets what counts no more.
    pub fn forget(&mut self, now: Timestamp) {
        self.0.retain(|of, times| {
            times.retain(|at| at.plus(of.within) > now);
            !times.is_empty()
        });
    }

    /// Forgets what was done until then.
    pub fn forget_until(&mut self, last: Timestamp) {
        self.0.retain(|_, times| {
            times.retain(|at| *at > last);
            !times.is_empty()
        });
    }

    /// All times, in no order.
    pub fn all(&self) -> impl Iterator<Item = Timestamp> {
        self.0.values().flatten().copied()
    }
}
