//! Events that wait until somebody has answered a question: a command that needs a consent, a form that was refused.
//!
//! In memory only, for 15 minutes: what was typed is not kept before the yes, and not because it was refused. So a
//! restart forgets them, and the answer says that the command has to be used again.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    port::Event,
    vocab::{Duration, GuildId, Timestamp, UserId},
};

/// How long an answer may take for the command to go on.
const WAITS_MAX: Duration = Duration::seconds(15 * 60);
/// Beyond that the one that has waited longest is forgotten.
const EVENTS_MAX: usize = 1_000;

/// By the interaction that asked.
#[derive(Default)]
pub(super) struct Waiting(Mutex<BTreeMap<u64, (Timestamp, Event)>>);

impl Waiting {
    pub(super) fn put(&self, question: u64, event: Event, now: Timestamp) {
        self.forget(now);
        let mut events = self.events();
        if events.len() >= EVENTS_MAX {
            let oldest = events.iter().min_by_key(|(_, (since, _))| *since);
            if let Some(oldest) = oldest.map(|(question, _)| *question) {
                events.remove(&oldest);
            }
        }
        events.insert(question, (now, event));
    }

    /// What waits for this answer, once.
    pub(super) fn take(&self, question: u64, by: UserId, now: Timestamp) -> Option<Event> {
        self.forget(now);
        let mut events = self.events();
        if events.get(&question)?.1.actor.id != by {
            return None;
        }
        events.remove(&question).map(|(_, event)| event)
    }

    /// What waits for this answer, which can be given again.
    pub(super) fn look(&self, question: u64, by: UserId, now: Timestamp) -> Option<Event> {
        self.forget(now);
        let events = self.events();
        let (_, event) = events.get(&question)?;
        (event.actor.id == by).then(|| event.clone())
    }

    /// Forgets what waits for somebody who is erased, in a server or everywhere.
    pub(super) fn erase(&self, guild: Option<GuildId>, user: UserId) {
        self.events().retain(|_, (_, event)| {
            let here = event.guild.as_deref().map(|guild| guild.id);
            event.actor.id != user || guild.is_some() && here != guild
        });
    }

    /// Forgets what has waited too long.
    pub(super) fn forget(&self, now: Timestamp) {
        self.events()
            .retain(|_, (since, _)| since.plus(WAITS_MAX) > now);
    }

    fn events(&self) -> MutexGuard<'_, BTreeMap<u64, (Timestamp, Event)>> {
        // Held for single operations on the map only, which leave it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
