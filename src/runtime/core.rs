//! What every part of a running bot shares. What the parts do with it stands in their own files.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicI64},
};

use super::{
    contact::Contact,
    doubts::{Doubts, Member, Place},
    known::Known,
    lane::Lanes,
    meter::Meters,
    presence::Presence,
    progress::Progress,
    services::Services,
    told::Told,
    trust::TrustedClock,
    unfinished::Unfinished,
    uses::Counts,
    waiting::Waiting,
};
use crate::{
    discord::{Identity, LastSeen, Rest},
    plan::{Plan, StoreId},
    port::{Batch, Marks, Op, Operators, Swept, Vault, VaultError},
    vocab::GuildId,
};

pub(super) struct Core {
    pub(super) plan: Arc<Plan>,
    pub(super) vault: Arc<dyn Vault>,
    pub(super) clock: Arc<TrustedClock>,
    pub(super) rest: Rest,
    pub(super) services: Services,
    pub(super) identity: Identity,
    pub(super) lanes: Lanes,
    pub(super) presence: Presence,
    pub(super) members: Arc<Doubts<Member>>,
    pub(super) channels: Arc<Doubts<Place>>,
    pub(super) contact: Contact,
    pub(super) progress: Progress,
    pub(super) meters: Meters,
    pub(super) late_ms: AtomicI64,
    /// What was deleted between looks, and is not told yet.
    pub(super) swept_aside: Mutex<Vec<Swept>>,
    /// As they stand in the vault.
    pub(super) marks: tokio::sync::Mutex<Marks>,
    pub(super) unfinished: Unfinished,
    pub(super) told: Told,
    /// Servers in which an erasure left deeds to be done.
    pub(super) left: Mutex<BTreeSet<GuildId>>,
    /// Servers in an outage, and of what it is to be told there that it was given up.
    pub(super) untold: Mutex<BTreeSet<(GuildId, StoreId)>>,
    pub(super) known: Known,
    pub(super) waiting: Waiting,
    pub(super) counts: Counts,
    pub(super) operators: Option<Operators>,
    /// The last day on which operators were told what is to be looked at again.
    pub(super) reviewed: tokio::sync::Mutex<Option<i64>>,
    /// Where the policy asks for the roles of who left.
    pub(super) last_seen: Option<LastSeen>,
}

impl Core {
    pub(super) fn left(&self) -> MutexGuard<'_, BTreeSet<GuildId>> {
        // Single operations on the set, which leave it whole.
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn untold(&self) -> MutexGuard<'_, BTreeSet<(GuildId, StoreId)>> {
        // Single operations on the set, which leave it whole.
        self.untold.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes where the bot, or somebody, is.
    pub(super) async fn write_presence(&self, op: Op) -> Result<(), VaultError> {
        let batch = Batch {
            numbers: Vec::new(),
            expect: Vec::new(),
            ops: vec![op],
        };
        self.vault.commit(batch, self.clock.now()).await.map(drop)
    }
}
