//! The servers that the bot sees, as they were when something of them was last heard.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    port::Guild,
    vocab::{ChannelId, GuildId},
};

#[derive(Debug, Default)]
pub(super) struct Known(Mutex<BTreeMap<GuildId, Arc<Guild>>>);

impl Known {
    pub(super) fn put(&self, guild: &Arc<Guild>) {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        servers.insert(guild.id, Arc::clone(guild));
    }

    pub(super) fn forget(&self, guild: GuildId) {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        servers.remove(&guild);
    }

    /// The server that a channel belongs to.
    pub(super) fn server_of(&self, channel: ChannelId) -> Option<GuildId> {
        let servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut servers = servers.values();
        let server = servers.find(|server| server.channels.contains_key(&channel))?;
        Some(server.id)
    }

    pub(super) fn get(&self, guild: GuildId) -> Option<Arc<Guild>> {
        let servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        servers.get(&guild).cloned()
    }
}
