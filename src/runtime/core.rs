//! What every part of a running bot shares. What the parts do with it stands in their own files.

use std::sync::{Arc, atomic::AtomicI64};

use super::{
    contact::Contact, known::Known, lane::Lanes, members::Members, meter::Meters,
    presence::Presence, progress::Progress, told::Told, trust::TrustedClock,
    unfinished::Unfinished, waiting::Waiting,
};
use crate::{
    discord::{Identity, Rest},
    plan::Plan,
    port::{Batch, Marks, Op, Vault, VaultError},
};

pub(super) struct Core {
    pub(super) plan: Arc<Plan>,
    pub(super) vault: Arc<dyn Vault>,
    pub(super) clock: Arc<TrustedClock>,
    pub(super) rest: Rest,
    pub(super) identity: Identity,
    pub(super) lanes: Lanes,
    pub(super) presence: Presence,
    pub(super) members: Arc<Members>,
    pub(super) contact: Contact,
    pub(super) progress: Progress,
    pub(super) meters: Meters,
    pub(super) late_ms: AtomicI64,
    /// As they stand in the vault.
    pub(super) marks: tokio::sync::Mutex<Marks>,
    pub(super) unfinished: Unfinished,
    pub(super) told: Told,
    pub(super) known: Known,
    pub(super) waiting: Waiting,
}

impl Core {
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
