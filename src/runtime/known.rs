//! The servers that the bot sees, as they were when something of them was last heard.
//!
//! Whom the bot itself moved to another voice channel counts as there, before Discord tells.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    port::Guild,
    vocab::{ChannelId, GuildId, UserId},
};

#[derive(Debug, Default)]
pub(super) struct Known {
    servers: Mutex<BTreeMap<GuildId, Arc<Guild>>>,
    moved: Mutex<BTreeMap<(GuildId, UserId), ChannelId>>,
}

impl Known {
    pub(super) fn put(&self, guild: &Arc<Guild>) {
        self.servers().insert(guild.id, Arc::clone(guild));
    }

    pub(super) fn forget(&self, guild: GuildId) {
        self.servers().remove(&guild);
        self.moved().retain(|(of, _), _| *of != guild);
    }

    pub(super) fn get(&self, guild: GuildId) -> Option<Arc<Guild>> {
        self.servers().get(&guild).cloned()
    }

    /// The bot moved somebody.
    pub(super) fn moved_to(&self, guild: GuildId, user: UserId, channel: ChannelId) {
        self.moved().insert((guild, user), channel);
    }

    /// Discord told where somebody is in voice.
    pub(super) fn heard_of(&self, guild: GuildId, user: UserId) {
        self.moved().remove(&(guild, user));
    }

    /// The server arrives anew, with who is in voice.
    pub(super) fn arrives(&self, guild: &Arc<Guild>) {
        self.moved().retain(|(of, _), _| *of != guild.id);
        self.put(guild);
    }

    /// Who is in which voice channel now; none where the server is not known.
    pub(super) fn voices(&self, guild: GuildId) -> Option<BTreeMap<UserId, ChannelId>> {
        let mut voices = self.get(guild)?.voices.clone();
        let moved = self.moved();
        let here = moved.iter().filter(|((of, _), _)| *of == guild);
        voices.extend(here.map(|((_, user), channel)| (*user, *channel)));
        drop(moved);
        Some(voices)
    }

    // Single operations on the maps, which leave them whole.
    fn servers(&self) -> MutexGuard<'_, BTreeMap<GuildId, Arc<Guild>>> {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moved(&self) -> MutexGuard<'_, BTreeMap<(GuildId, UserId), ChannelId>> {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
