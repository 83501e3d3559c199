//! What servers were told lately, so that what comes again with every event is told once in a while.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Mutex, PoisonError},
};

use crate::vocab::{Duration, GuildId, Timestamp};

/// How long the same is not told again.
const AGAIN_AFTER: Duration = Duration::hours(6);
/// Lines remembered at a time.
const LINES_MAX: usize = 10_000;

/// What was told lately.
#[derive(Debug, Default)]
pub(super) struct Told {
    lines: Mutex<BTreeMap<(GuildId, u64), Timestamp>>,
    /// Commands of servers that Discord refused when they were last registered.
    refused: Mutex<BTreeMap<GuildId, Vec<String>>>,
}

impl Told {
    /// Whether it is time to tell this, which then counts as told.
    pub(super) fn is_time(&self, guild: GuildId, what: &str, now: Timestamp) -> bool {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        let key = (guild, hasher.finish());
        let is_recent = |at: &Timestamp| (0..AGAIN_AFTER.ms).contains(&now.since(*at).ms);
        let mut told = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if told.get(&key).is_some_and(is_recent) {
            return false;
        }
        if told.len() >= LINES_MAX {
            told.retain(|_, at| is_recent(at));
        }
        if told.len() < LINES_MAX {
            told.insert(key, now);
        }
        true
    }

    /// Notes which commands Discord refuses, and gives those that it did not refuse the last time.
    pub(super) fn newly_refused(&self, guild: GuildId, names: Vec<String>) -> Vec<String> {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let before = refused.remove(&guild).unwrap_or_default();
        let new = names.iter().filter(|name| !before.contains(name));
        let new = new.cloned().collect();
        if !names.is_empty() {
            refused.insert(guild, names);
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_command_is_new_until_it_was_gone() {
        let told = Told::default();
        let now = |names: &[&str]| {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            told.newly_refused(GuildId(1), names)
        };
        assert_eq!(now(&["/a"]), ["/a"]);
        assert_eq!(now(&["/a", "/b"]), ["/b"]);
        assert_eq!(now(&["/b"]), [""; 0]);
        assert_eq!(now(&["/a", "/b"]), ["/a"]);
    }

    #[test]
    fn the_same_is_told_once_in_a_while() {
        let told = Told::default();
        let (here, there) = (GuildId(1), GuildId(2));
        let start = Timestamp(1_760_000_000_000);
        assert!(told.is_time(here, "gone", start));
        assert!(!told.is_time(here, "gone", start.plus(Duration::hours(5))));
        assert!(told.is_time(here, "full", start));
        assert!(told.is_time(there, "gone", start));
        assert!(told.is_time(here, "gone", start.plus(Duration::hours(6))));
    }
}
