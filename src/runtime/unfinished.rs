//! Servers in which Discord did not answer whether something was done that can be asked for again.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{port::Guild, vocab::GuildId};

/// Servers in which an effect is to be asked for again.
#[derive(Debug, Default)]
pub(super) struct Unfinished(Mutex<BTreeMap<GuildId, Arc<Guild>>>);

impl Unfinished {
    pub(super) fn add(&self, guild: &Arc<Guild>) {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        servers.insert(guild.id, Arc::clone(guild));
    }

    pub(super) fn take(&self) -> Vec<Arc<Guild>> {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *servers).into_values().collect()
    }
}
