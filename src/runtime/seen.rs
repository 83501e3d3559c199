//! Applies each happening once: remembers the keys of the last ones.
//!
//! INVARIANT: bounded; the oldest are forgotten first. Discord replays at most what a session missed.

use std::collections::{HashSet, VecDeque};

const SEEN_MAX: usize = 16_384;

#[derive(Debug, Default)]
pub(super) struct Seen {
    keys: HashSet<String>,
    order: VecDeque<String>,
}

impl Seen {
    /// Whether it is the first time.
    pub(super) fn first(&mut self, key: &str) -> bool {
        if !self.keys.insert(key.to_owned()) {
            return false;
        }
        self.order.push_back(key.to_owned());
        if self.order.len() > SEEN_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.keys.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_and_bounded() {
        let mut seen = Seen::default();
        assert!(seen.first("a"));
        assert!(!seen.first("a"));
        for n in 0..SEEN_MAX {
            assert!(seen.first(&n.to_string()));
        }
        assert!(seen.first("a"), "the oldest is forgotten");
        assert_eq!(seen.keys.len(), SEEN_MAX);
    }
}
