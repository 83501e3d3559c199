//! What the bot knows of its servers: names, roles, channels, its own roles. No members, no messages.
//!
//! Reads serenity's models, writes `port::Guild`s. Handlers get a shared picture of the moment their event was
//! received; a later change makes a new one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serenity::model::{
    channel::{ChannelType, GuildChannel},
    guild::{Guild as WireGuild, PartialGuild, Role as WireRole},
    voice::VoiceState,
};

use crate::{
    port::{Channel, Guild, Role},
    vocab::{ChannelId, ChannelKind, GuildId, Permissions, RoleId, UserId},
};

/// The servers of one bot.
#[derive(Debug, Default)]
pub(super) struct Servers {
    known: BTreeMap<GuildId, Arc<Guild>>,
    /// Announced by READY or taken away by an outage; not a departure.
    away: BTreeSet<GuildId>,
    /// Those that Discord said the bot left.
    left: BTreeSet<GuildId>,
}

impl Servers {
    pub(super) fn get(&self, guild: GuildId) -> Option<Arc<Guild>> {
        self.known.get(&guild).cloned()
    }

    /// A new session begins. What is known of the servers it names stays until Discord says it anew; what it does not
    /// name, though the session is about it, is forgotten.
    pub(super) fn announce(&mut self, named: &[GuildId], is_ours: impl Fn(GuildId) -> bool) {
        self.known
            .retain(|guild, _| !is_ours(*guild) || named.contains(guild));
        self.away.retain(|guild| !is_ours(*guild));
        self.away.extend(named);
        self.left.retain(|guild| !named.contains(guild));
    }

    /// Whether the bot was not in this server so far, as far as it was told.
    pub(super) fn is_new(&self, guild: GuildId) -> bool {
        let awaited = self.away.contains(&guild) || self.known.contains_key(&guild);
        self.left.contains(&guild) || !awaited
    }

    pub(super) fn put(&mut self, guild: Guild) -> Arc<Guild> {
        self.away.remove(&guild.id);
        self.left.remove(&guild.id);
        let guild = Arc::new(guild);
        self.known.insert(guild.id, Arc::clone(&guild));
        guild
    }

    pub(super) fn set_away(&mut self, guild: GuildId) {
        self.away.insert(guild);
    }

    pub(super) fn away(&self) -> usize {
        self.away.len()
    }

    /// Discord says that the bot left. What is known stays until a session that does not name the server: should the
    /// departure not be confirmed, events go on.
    pub(super) fn set_gone(&mut self, guild: GuildId) {
        self.away.remove(&guild);
        self.left.insert(guild);
    }

    /// Changes a server that is known; nothing otherwise.
    pub(super) fn change(&mut self, guild: GuildId, change: impl FnOnce(&mut Guild)) {
        if let Some(guild) = self.known.get_mut(&guild) {
            change(Arc::make_mut(guild));
        }
    }
}

/// The bot's own roles come from its member, which Discord always sends along.
pub(super) fn guild(wire: &WireGuild, me: UserId) -> Guild {
    let my_roles = wire
        .members
        .iter()
        .find(|(id, _)| id.get() == me.0)
        .map(|(_, member)| member.roles.iter().map(|role| RoleId(role.get())).collect());
    Guild {
        id: GuildId(wire.id.get()),
        name: wire.name.clone(),
        locale: wire.preferred_locale.clone(),
        owner: UserId(wire.owner_id.get()),
        member_count: wire.member_count,
        roles: wire
            .roles
            .values()
            .map(|wire| (RoleId(wire.id.get()), role(wire)))
            .collect(),
        channels: wire
            .channels
            .values()
            .chain(&wire.threads)
            .map(|wire| (ChannelId(wire.id.get()), channel(wire)))
            .collect(),
        me,
        my_roles: my_roles.unwrap_or_default(),
        voices: wire.voice_states.values().filter_map(voice).collect(),
    }
}

/// Who is in which voice channel; none for who left.
fn voice(state: &VoiceState) -> Option<(UserId, ChannelId)> {
    let channel = ChannelId(state.channel_id?.get());
    Some((UserId(state.user_id.get()), channel))
}

pub(super) fn update(guild: &mut Guild, wire: &PartialGuild) {
    guild.name.clone_from(&wire.name);
    guild.locale.clone_from(&wire.preferred_locale);
    guild.owner = UserId(wire.owner_id.get());
}

pub(super) fn role(wire: &WireRole) -> Role {
    Role {
        name: wire.name.clone(),
        position: i64::from(wire.position),
        permissions: Permissions(wire.permissions.bits()),
        managed: wire.managed,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the types of channels are Discord's, which adds some"
)]
pub(super) fn channel(wire: &GuildChannel) -> Channel {
    let kind = match wire.kind {
        ChannelType::Voice => ChannelKind::Voice,
        ChannelType::Stage => ChannelKind::Stage,
        ChannelType::Category => ChannelKind::Category,
        ChannelType::News => ChannelKind::Announcement,
        // 16: a media channel, which this version of serenity has no name for.
        ChannelType::Forum | ChannelType::Unknown(16) => ChannelKind::Forum,
        ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread => {
            ChannelKind::Thread
        }
        _ => ChannelKind::Text,
    };
    Channel {
        name: wire.name.clone(),
        kind,
    }
}
