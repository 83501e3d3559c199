//! People who may have left, or returned, while nobody looked. What is done about them: `departure`.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Notify;

use super::progress::{Busy, Progress};
use crate::{
    plan::{Plan, Trigger},
    vocab::{GuildId, Timestamp, UserId},
};

/// The longest pause between two questions about the same person.
const NEXT_TRY_MAX: Duration = Duration::from_mins(5);

pub(super) type Member = (GuildId, UserId);

#[derive(Default)]
pub(super) struct Members {
    doubts: Mutex<BTreeMap<Member, Doubt>>,
    pub(super) more: Notify,
}

/// Somebody who may have left, or returned.
struct Doubt {
    since: Timestamp,
    /// What the vault has.
    is_gone: bool,
    tries: u32,
    next_try: Instant,
    /// Until they were asked for once.
    busy: Option<Busy>,
}

impl Members {
    fn doubts(&self) -> MutexGuard<'_, BTreeMap<Member, Doubt>> {
        // Single operations on the map, which leave it whole.
        self.doubts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn doubt(
        &self,
        member: Member,
        since: Timestamp,
        is_gone: bool,
        progress: &Progress,
    ) {
        self.doubts().entry(member).or_insert_with(|| Doubt {
            since,
            is_gone,
            tries: 0,
            next_try: Instant::now(),
            busy: Some(progress.busy()),
        });
        self.more.notify_waiters();
    }

    /// An event told where they are, or nobody needs to know any more.
    pub(super) fn trust(&self, member: Member) {
        self.doubts().remove(&member);
    }

    /// The bot left the server: nobody can be asked about its members.
    pub(super) fn forget(&self, guild: GuildId) {
        self.doubts().retain(|(of, _), _| *of != guild);
    }

    pub(super) fn is_certain(&self) -> bool {
        self.doubts().is_empty()
    }

    /// All are due now.
    pub(super) fn hurry(&self, progress: &Progress) {
        for doubt in self.doubts().values_mut() {
            doubt.next_try = Instant::now();
            doubt.busy.get_or_insert_with(|| progress.busy());
        }
        self.more.notify_waiters();
    }

    /// Whoever takes somebody asks once: the next try waits until this one has had its time.
    pub(super) fn take(&self) -> Option<Member> {
        let now = Instant::now();
        let mut doubts = self.doubts();
        let (member, doubt) = doubts.iter_mut().find(|(_, doubt)| doubt.next_try <= now)?;
        doubt.next_try = now + NEXT_TRY_MAX;
        Some(*member)
    }

    pub(super) fn since(&self, member: Member) -> Option<(Timestamp, bool)> {
        let doubts = self.doubts();
        doubts
            .get(&member)
            .map(|doubt| (doubt.since, doubt.is_gone))
    }

    pub(super) fn postpone(&self, member: Member) {
        if let Some(doubt) = self.doubts().get_mut(&member) {
            doubt.tries += 1;
            let wait = Duration::from_secs(1 << doubt.tries.min(9)).min(NEXT_TRY_MAX);
            doubt.next_try = Instant::now() + wait;
            doubt.busy = None;
        }
    }
}

/// Whether some store's retention counts from a member's departure.
pub(super) fn counts_departures(plan: &Plan) -> bool {
    plan.stores.iter().any(|store| {
        let mut clauses = store.retention.clauses.iter();
        clauses.any(|clause| clause.trigger == Trigger::MemberLeft)
    })
}
