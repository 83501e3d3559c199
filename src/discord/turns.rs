//! Tells a repeated delivery from a new happening, where Discord gives the happening no id.
//!
//! Somebody reacts, takes it back, reacts again: three happenings. A session that resumes may deliver one of them
//! again. What differs is whether the state changes, so each change opens a new turn and a repetition stays in its own.
//!
//! INVARIANT: bounded; the least recently changed are forgotten first.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    hash::Hash,
};

/// How many last states are remembered. A repetition of something older counts as new.
const TURNS_MAX: usize = 8_192;

#[derive(Debug)]
pub(super) struct Turns<K> {
    last: HashMap<K, (bool, u64)>,
    /// Turns in the order they were opened.
    order: BTreeMap<u64, K>,
    next: u64,
}

/// The same for every delivery of one happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    number: u64,
    pub(super) is_new: bool,
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number.fmt(f)
    }
}

impl<K> Default for Turns<K> {
    fn default() -> Self {
        Self {
            last: HashMap::new(),
            order: BTreeMap::new(),
            next: 0,
        }
    }
}

impl<K: Clone + Eq + Hash> Turns<K> {
    pub(super) fn turn(&mut self, key: K, state: bool) -> Turn {
        if let Some((last, number)) = self.last.get(&key) {
            if *last == state {
                return Turn {
                    number: *number,
                    is_new: false,
                };
            }
            self.order.remove(number);
        }
        let number = self.next;
        self.next += 1;
        self.order.insert(number, key.clone());
        self.last.insert(key, (state, number));
        if self.last.len() > TURNS_MAX
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.last.remove(&oldest);
        }
        Turn {
            number,
            is_new: true,
        }
    }

    /// The last state that is remembered.
    pub(super) fn last(&self, key: &K) -> Option<bool> {
        self.last.get(key).map(|(state, _)| *state)
    }

    /// Forgets what holds no longer: the next happening is new whatever it is.
    pub(super) fn clear(&mut self, holds: impl Fn(&K) -> bool) {
        let order = &mut self.order;
        self.last.retain(|key, (_, number)| {
            let gone = holds(key);
            if gone {
                order.remove(number);
            }
            !gone
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repetition_stays_in_its_turn() {
        let mut turns = Turns::default();
        let on = turns.turn("a", true);
        assert!(on.is_new);
        assert_eq!(turns.turn("a", true).number, on.number);
        let off = turns.turn("a", false);
        assert_ne!(off.number, on.number);
        let again = turns.turn("a", true);
        assert!(again.is_new && again.number != on.number);
        turns.clear(|key| *key == "a");
        assert!(turns.turn("a", true).is_new);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut turns = Turns::default();
        for n in 0..20_000 {
            turns.turn(n, true);
        }
        assert_eq!(turns.last.len(), TURNS_MAX);
        assert_eq!(turns.order.len(), TURNS_MAX);
        assert!(turns.turn(0, true).is_new);
        assert!(!turns.turn(19_999, true).is_new);
    }
}
