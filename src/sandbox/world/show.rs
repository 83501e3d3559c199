//! How things look on the wire: the JSON objects of Discord's API version 10.
//!
//! Fields that Discord always sends are always here, also where the sandbox has nothing to say in them: typed clients
//! refuse an object that lacks one.

use serde_json::{Value, json};

use super::{
    Channel, Guild, Invite, Member, Overwrite, Role, User, Webhook, World,
    outbox::{PRESENCES, Session, VOICES},
    permit,
};
use crate::{
    sandbox::field::{Id, extend, id_list, put},
    vocab::Timestamp,
};

/// `2026-01-31T12:00:00.000000+00:00`
pub(crate) fn instant(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .unwrap_or_default()
        .strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00")
        .to_string()
}

pub(crate) fn user(user: &User) -> Value {
    let mut shown = json!({
        "id": user.id.to_string(),
        "username": user.name,
        "discriminator": if user.bot { "0001" } else { "0" },
        "global_name": if user.bot { Value::Null } else { json!(user.name) },
        "avatar": user.avatar.then_some("0123456789abcdef0123456789abcdef"),
        "avatar_decoration_data": null,
        "banner": null,
        "accent_color": null,
        "primary_guild": null,
        "collectibles": null,
        "public_flags": 0,
        "flags": 0,
    });
    if user.bot {
        put(&mut shown, "bot", true);
    }
    shown
}

/// The account itself, as only its owner sees it.
pub(crate) fn own_user(who: &User) -> Value {
    let mut shown = user(who);
    put(&mut shown, "mfa_enabled", true);
    put(&mut shown, "locale", who.locale.as_str());
    put(&mut shown, "premium_type", 0);
    put(&mut shown, "verified", true);
    put(&mut shown, "email", Value::Null);
    put(&mut shown, "bot", who.bot);
    shown
}

pub(crate) fn role(role: &Role, everyone: bool) -> Value {
    let mut shown = json!({
        "id": role.id.to_string(),
        "name": role.name,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": null, "tertiary_color": null},
        "hoist": role.hoist,
        "icon": null,
        "unicode_emoji": null,
        "position": if everyone { 0 } else { role.position },
        "permissions": role.permissions.to_string(),
        "managed": role.of_bot.is_some(),
        "mentionable": role.mentionable,
        "flags": 0,
    });
    if let Some(bot) = role.of_bot {
        put(&mut shown, "tags", json!({"bot_id": bot.to_string()}));
    }
    shown
}

pub(crate) fn roles(guild: &Guild) -> Vec<Value> {
    let mut all: Vec<&Role> = guild.roles.values().collect();
    all.sort_by_key(|one| (one.position, one.id));
    all.into_iter()
        .map(|one| role(one, one.id == guild.id))
        .collect()
}

/// Without the user: messages carry it beside the member.
pub(crate) fn partial_member(member: &Member) -> Value {
    json!({
        "roles": id_list(&member.roles),
        "nick": member.nick,
        "avatar": null,
        "banner": null,
        "avatar_decoration_data": null,
        "collectibles": null,
        "joined_at": instant(member.joined),
        "premium_since": null,
        "communication_disabled_until": member.timeout_until.map(instant),
        "flags": 0,
        "pending": member.pending,
        "deaf": member.deaf,
        "mute": member.mute,
    })
}

pub(crate) fn overwrite(one: &Overwrite) -> Value {
    json!({
        "id": one.id.to_string(),
        "type": u8::from(one.of_member),
        "allow": one.allow.to_string(),
        "deny": one.deny.to_string(),
    })
}

pub(crate) fn thread_member(thread: Id, user: Id, joined: Timestamp) -> Value {
    json!({
        "id": thread.to_string(), "user_id": user.to_string(), "join_timestamp": instant(joined), "flags": 0,
    })
}

/// An invitation as the audit log compares it.
pub(crate) fn invite_fields(invite: &Invite) -> Value {
    json!({
        "code": invite.code, "channel_id": invite.channel.to_string(), "inviter_id": invite.maker.to_string(),
        "uses": invite.uses, "max_uses": invite.max_uses, "max_age": invite.max_age_s,
        "temporary": invite.temporary,
    })
}

pub(crate) fn emoji(emoji: &super::Emoji) -> Value {
    json!({"id": emoji.id.map(|id| id.to_string()), "name": emoji.name})
}

pub(crate) fn invite(world: &World, invite: &Invite) -> Value {
    let guild = world.guilds.get(&invite.guild);
    let channel = world.channels.get(&invite.channel);
    json!({
        "type": 0,
        "code": invite.code,
        "flags": 0,
        "expires_at": (invite.max_age_s > 0).then(|| instant(Timestamp(invite.made.0 + invite.max_age_s * 1000))),
        "guild": guild.map(|guild| json!({
            "id": guild.id.to_string(), "name": guild.name, "splash": null, "banner": null, "description": null,
            "icon": null, "features": [], "verification_level": 0, "vanity_url_code": null, "nsfw_level": 0,
            "nsfw": false, "premium_subscription_count": 0, "premium_tier": 0,
        })),
        "guild_id": invite.guild.to_string(),
        "channel": channel.map(|channel| json!({
            "id": channel.id.to_string(), "name": channel.name, "type": channel.kind,
        })),
        "inviter": world.users.get(&invite.maker).map(user),
        "uses": invite.uses,
        "max_uses": invite.max_uses,
        "max_age": invite.max_age_s,
        "temporary": invite.temporary,
        "created_at": instant(invite.made),
    })
}

pub(crate) fn webhook(world: &World, hook: &Webhook) -> Value {
    json!({
        "id": hook.id.to_string(),
        "type": 1,
        "guild_id": hook.guild.to_string(),
        "channel_id": hook.channel.to_string(),
        "user": world.users.get(&hook.maker).map(user),
        "name": hook.name,
        "avatar": null,
        "token": hook.token,
        "application_id": (hook.maker == world.bot).then(|| world.bot.to_string()),
        "url": format!("{}/api/webhooks/{}/{}", world.origin, hook.id, hook.token),
    })
}

impl World {
    pub(crate) fn show_user(&self, id: Id) -> Value {
        self.users.get(&id).map_or(Value::Null, user)
    }

    pub(crate) fn show_member(&self, member: &Member) -> Value {
        let mut shown = partial_member(member);
        put(&mut shown, "user", self.show_user(member.user));
        shown
    }

    pub(crate) fn show_channel(&self, channel: &Channel) -> Value {
        let last = channel
            .messages
            .values()
            .rev()
            .find(|message| message.only_for.is_none())
            .map(|message| message.id.to_string());
        let mut shown = json!({
            "id": channel.id.to_string(),
            "type": channel.kind,
            "flags": channel.flags,
            "last_message_id": last,
        });
        let Some(guild) = channel.guild else {
            let others: Vec<Value> = channel
                .recipients
                .iter()
                .filter(|id| **id != self.bot)
                .map(|id| self.show_user(*id))
                .collect();
            put(&mut shown, "recipients", others);
            return shown;
        };
        put(&mut shown, "guild_id", guild.to_string());
        put(&mut shown, "name", channel.name.clone());
        put(
            &mut shown,
            "parent_id",
            channel.parent.map(|id| id.to_string()),
        );
        put(&mut shown, "rate_limit_per_user", channel.slowmode_s);
        if let Some(thread) = &channel.thread {
            put(&mut shown, "owner_id", thread.owner.to_string());
            put(&mut shown, "member_count", thread.members.len().min(50));
            // The message that a thread began with does not count.
            let count = channel
                .messages
                .keys()
                .filter(|id| **id != channel.id)
                .count();
            put(&mut shown, "message_count", count);
            put(&mut shown, "total_message_sent", count);
            if !channel.applied_tags.is_empty() {
                put(&mut shown, "applied_tags", id_list(&channel.applied_tags));
            }
            let mut metadata = json!({
                "archived": thread.archived,
                "auto_archive_duration": thread.archive_after_min,
                "archive_timestamp": instant(thread.archived_at),
                "create_timestamp": instant(thread.started),
                "locked": thread.locked,
            });
            if channel.kind == super::PRIVATE_THREAD {
                put(&mut metadata, "invitable", thread.invitable);
            }
            put(&mut shown, "thread_metadata", metadata);
            return shown;
        }
        if channel.takes_messages() {
            let pin = channel.last_pin().map(instant);
            put(&mut shown, "last_pin_timestamp", pin);
        }
        put(&mut shown, "position", channel.position);
        if channel.kind == super::CATEGORY {
            for name in ["last_message_id", "rate_limit_per_user"] {
                if let Some(map) = shown.as_object_mut() {
                    map.remove(name);
                }
            }
        } else {
            put(&mut shown, "topic", channel.topic.clone());
        }
        put(&mut shown, "nsfw", channel.nsfw);
        if channel.is_voice() {
            put(&mut shown, "bitrate", 64_000);
            put(&mut shown, "user_limit", channel.user_limit);
            put(&mut shown, "rtc_region", Value::Null);
        }
        if channel.is_forum() {
            put(&mut shown, "available_tags", channel.available_tags.clone());
            put(&mut shown, "default_reaction_emoji", Value::Null);
            put(&mut shown, "default_sort_order", Value::Null);
            put(&mut shown, "default_forum_layout", 0);
        }
        let overwrites: Vec<Value> = channel.overwrites.iter().map(overwrite).collect();
        put(&mut shown, "permission_overwrites", overwrites);
        shown
    }

    pub(crate) fn show_guild(&self, guild: &Guild) -> Value {
        let system = self
            .guild_channels(guild.id)
            .find(|channel| channel.kind == super::TEXT && channel.thread.is_none())
            .map(|channel| channel.id.to_string());
        let mut shown = json!({
            "id": guild.id.to_string(),
            "name": guild.name,
            "icon": null,
            "icon_hash": null,
            "splash": null,
            "discovery_splash": null,
            "banner": null,
            "description": null,
            "owner_id": guild.owner.to_string(),
            "region": "deprecated",
            "afk_channel_id": null,
            "afk_timeout": 300,
            "widget_enabled": false,
            "widget_channel_id": null,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "roles": roles(guild),
            "emojis": [],
            "stickers": [],
            "features": [],
        });
        let rest = json!({
            "mfa_level": 0,
            "application_id": null,
            "system_channel_id": system,
            "system_channel_flags": 0,
            "rules_channel_id": null,
            "max_presences": null,
            "max_members": 500_000,
            "vanity_url_code": null,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": guild.locale,
            "public_updates_channel_id": null,
            "safety_alerts_channel_id": null,
            "max_video_channel_users": 25,
            "max_stage_video_channel_users": 50,
            "nsfw_level": 0,
            "premium_progress_bar_enabled": false,
            "hub_type": null,
            "incidents_data": null,
        });
        extend(&mut shown, rest);
        shown
    }

    /// `GUILD_CREATE`: the server with what the bot sees in it, and of its members those whom Discord tells unasked.
    pub(crate) fn show_guild_create(&self, guild: &Guild, to: &Session) -> Value {
        if guild.unavailable {
            return json!({"id": guild.id.to_string(), "unavailable": true});
        }
        let mut shown = self.show_guild(guild);
        let visible = |channel: &&Channel| {
            channel.thread.is_none() || self.permissions_in(channel, self.bot) & permit::VIEW != 0
        };
        let (threads, channels): (Vec<_>, Vec<_>) = self
            .guild_channels(guild.id)
            .filter(visible)
            .partition(|channel| channel.thread.is_some());
        let of = |all: Vec<&Channel>| {
            all.iter()
                .map(|one| self.show_channel(one))
                .collect::<Vec<_>>()
        };
        let large = guild.members.len() > to.large_threshold;
        let members: Vec<Value> = guild
            .members
            .values()
            .filter(|member| {
                guild.voice.contains_key(&member.user)
                    || self.is_told_unasked(member, large, to.intents)
            })
            .map(|member| self.show_member(member))
            .collect();
        let joined = guild
            .members
            .get(&self.bot)
            .map_or(self.now(), |bot| bot.joined);
        put(&mut shown, "joined_at", instant(joined));
        put(&mut shown, "large", large);
        put(&mut shown, "unavailable", false);
        put(&mut shown, "member_count", guild.members.len());
        let voices = if to.intents & VOICES == 0 {
            Vec::new()
        } else {
            self.show_voices(guild.id)
        };
        put(&mut shown, "voice_states", voices);
        put(&mut shown, "members", members);
        put(&mut shown, "channels", of(channels));
        put(&mut shown, "threads", of(threads));
        let online = if to.intents & PRESENCES == 0 {
            Vec::new()
        } else {
            self.show_presences(guild.members.keys().copied())
        };
        put(&mut shown, "presences", online);
        put(&mut shown, "stage_instances", json!([]));
        put(&mut shown, "guild_scheduled_events", json!([]));
        put(&mut shown, "soundboard_sounds", json!([]));
        shown
    }

    /// Without presences the bot is told of itself, and of who is in voice.
    fn is_told_unasked(&self, member: &Member, large: bool, intents: u64) -> bool {
        let chosen = !large || !member.roles.is_empty() || member.nick.is_some();
        member.user == self.bot || intents & PRESENCES != 0 && chosen
    }

    /// The application, as `/applications/@me` tells it.
    pub(crate) fn show_application(&self) -> Value {
        let name = self.users.get(&self.bot).map(|bot| bot.name.clone());
        let owner = self
            .guilds
            .values()
            .next()
            .map_or(self.bot, |guild| guild.owner);
        json!({
            "id": self.bot.to_string(),
            "name": name,
            "icon": null,
            "description": "",
            "type": null,
            "bot": self.show_user(self.bot),
            "bot_public": true,
            "bot_require_code_grant": false,
            "verify_key": self.oauth.hooks.verify_key(),
            "flags": APPLICATION_FLAGS,
            "flags_new": APPLICATION_FLAGS.to_string(),
            "owner": self.show_user(owner),
            "team": null,
            "redirect_uris": self.oauth.redirects,
            "interactions_endpoint_url": null,
            "role_connections_verification_url": null,
            "integration_types_config": {"0": {}},
            "approximate_guild_count": self.guilds.len(),
            "approximate_user_install_count": 0,
            "tags": [],
            "event_webhooks_url": self.oauth.hooks.url,
            "event_webhooks_status": if self.oauth.hooks.url.is_some() { 2 } else { 1 },
            "event_webhooks_types": ["APPLICATION_AUTHORIZED", "APPLICATION_DEAUTHORIZED"],
            "explicit_content_filter": 0,
            "max_participants": null,
            "approximate_user_authorization_count": 0,
            "eligible_oauth2_scopes": ["identify", "guilds", "bot", "applications.commands"],
        })
    }
}

/// The three privileged intents, in their limited form that needs no review.
pub(crate) const APPLICATION_FLAGS: u64 = 1 << 13 | 1 << 15 | 1 << 19;

pub(crate) fn owners(guild: Option<Id>) -> Value {
    guild.map_or_else(|| json!({}), |guild| json!({"0": guild.to_string()}))
}
