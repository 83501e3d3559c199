//! Servers and who is in them: joining and leaving, roles, nicknames, timeouts, bans, the audit log, outages.

use serde_json::json;

use super::{
    Change, Guild, Invited, Member, Role, World,
    audit::{Act, By, Kind},
    outbox::{GUILDS, MEMBERS, MODERATION},
    permit, show,
};
use crate::{
    sandbox::{
        field::{Id, put},
        refusal::Refusal,
    },
    vocab::{Permission, Timestamp},
};

/// Either of these lets the bot hear of bans.
const SEES_BANS: u64 = Permission::BanMembers.bit() | Permission::ViewAuditLog.bit();

impl World {
    /// Somebody becomes a member; joining again changes nothing. 40007 for the banned.
    pub(crate) fn join(&mut self, guild: Id, user: Id) -> Result<(), Refusal> {
        self.join_as(guild, user, |_| {})
    }

    /// The same, with something said of the new member before anybody is told.
    pub(crate) fn join_as(
        &mut self,
        guild: Id,
        user: Id,
        say: impl FnOnce(&mut Member),
    ) -> Result<(), Refusal> {
        let now = self.now();
        let found = self.guild_mut(guild)?;
        if found.bans.contains_key(&user) {
            return Err(Refusal::BANNED);
        }
        if found.members.contains_key(&user) {
            return Ok(());
        }
        let (owner, screening) = (found.owner, found.screening);
        let mut member = new_member(user, now);
        member.pending = screening && user != owner;
        say(&mut member);
        found.members.insert(user, member);
        if user == self.bot {
            self.member_mut(guild, user)?.pending = false;
            self.add_bot_role(guild)?;
            self.emit_guild(guild, None);
            let by = By {
                actor: owner,
                reason: None,
            };
            self.audit(guild, by, Act::on(Kind::BotAdd, user));
        } else {
            let mut shown = self.show_member(self.member(guild, user)?);
            put(&mut shown, "guild_id", guild.to_string());
            self.emit("GUILD_MEMBER_ADD", Some(guild), MEMBERS, &shown);
        }
        self.told_in(guild, "member", user);
        Ok(())
    }

    /// A member passes the screening, and is one from then on.
    pub(crate) fn admit(&mut self, guild: Id, user: Id) -> Result<(), Refusal> {
        let member = self.member_mut(guild, user)?;
        if std::mem::replace(&mut member.pending, false) {
            self.member_changed(guild, user)?;
        }
        Ok(())
    }

    /// Somebody is no longer a member: left, kicked or banned. The bot learns of its own end by `GUILD_DELETE`.
    pub(crate) fn leave(&mut self, guild: Id, user: Id) -> Result<(), Refusal> {
        self.member(guild, user)?;
        self.set_voice(guild, user, None)?;
        if user == self.bot {
            let seen = !self.guild(guild)?.unavailable;
            let found = self.guild_mut(guild)?;
            found.members.remove(&user);
            found.roles.retain(|_, role| role.of_bot != Some(user));
            self.commands.remove(&Some(guild));
            if seen {
                let data = json!({"id": guild.to_string()});
                self.deliver("GUILD_DELETE", Some(guild), GUILDS, &data);
            }
        } else {
            self.guild_mut(guild)?.members.remove(&user);
            let data = json!({"guild_id": guild.to_string(), "user": self.show_user(user)});
            self.emit("GUILD_MEMBER_REMOVE", Some(guild), MEMBERS, &data);
        }
        self.told_in(guild, "member", user);
        Ok(())
    }

    /// The role Discord makes for a bot: with what its invitation asks for, above the roles that are there.
    pub(crate) fn add_bot_role(&mut self, guild: Id) -> Result<(), Refusal> {
        let (bot, id) = (self.bot, self.new_id());
        let name = self.user(bot)?.name.clone();
        let found = self.guild_mut(guild)?;
        let Invited {
            permissions,
            position,
        } = found.invited;
        let position = position.unwrap_or_else(|| top(found) + 1);
        let role = Role {
            id,
            name,
            position,
            permissions,
            color: 0,
            hoist: false,
            mentionable: false,
            of_bot: Some(bot),
        };
        found.roles.insert(id, role);
        if let Some(member) = found.members.get_mut(&bot) {
            member.roles.push(id);
        }
        Ok(())
    }

    /// An invitation of a bot that is there already adds to its role.
    pub(crate) fn invite_with(&mut self, guild: Id, permissions: u64) -> Result<(), Refusal> {
        let bot = self.bot;
        let found = self.guild_mut(guild)?;
        found.invited.permissions |= permissions;
        let mut roles = found.roles.values_mut();
        let Some(role) = roles.find(|role| role.of_bot == Some(bot)) else {
            return Ok(());
        };
        if role.permissions & permissions == permissions {
            return Ok(());
        }
        role.permissions |= permissions;
        let id = role.id;
        self.role_changed(guild, id, "GUILD_ROLE_UPDATE")
    }

    /// Bans, whether or not the person is a member, and deletes what they wrote in the last `delete_s` seconds.
    pub(crate) fn ban(
        &mut self,
        guild: Id,
        user: Id,
        reason: Option<&str>,
        delete_s: i64,
    ) -> Result<(), Refusal> {
        self.user(user)?;
        self.guild_mut(guild)?
            .bans
            .insert(user, reason.map(str::to_owned));
        let data = json!({"guild_id": guild.to_string(), "user": self.show_user(user)});
        self.emit_to_holders("GUILD_BAN_ADD", guild, MODERATION, SEES_BANS, &data);
        if self.member(guild, user).is_ok() {
            self.leave(guild, user)?;
        }
        let since = Timestamp(self.now().0 - delete_s.max(0) * 1000);
        let written: Vec<(Id, Vec<Id>)> = self
            .guild_channels(guild)
            .map(|channel| {
                let ids = channel
                    .messages
                    .values()
                    .filter(|message| message.author == user && message.at > since)
                    .map(|message| message.id);
                (channel.id, ids.collect())
            })
            .collect();
        for (channel, ids) in written {
            self.remove(channel, &ids)?;
        }
        Ok(())
    }

    pub(crate) fn unban(&mut self, guild: Id, user: Id) -> Result<(), Refusal> {
        self.guild_mut(guild)?
            .bans
            .remove(&user)
            .ok_or(Refusal::UNKNOWN_BAN)?;
        let data = json!({"guild_id": guild.to_string(), "user": self.show_user(user)});
        self.emit_to_holders("GUILD_BAN_REMOVE", guild, MODERATION, SEES_BANS, &data);
        Ok(())
    }

    /// Tells that a member's roles, nickname or timeout changed. The bot always hears about itself.
    pub(crate) fn member_changed(&mut self, guild: Id, user: Id) -> Result<(), Refusal> {
        let mut shown = self.show_member(self.member(guild, user)?);
        put(&mut shown, "guild_id", guild.to_string());
        let intents = if user == self.bot { 0 } else { MEMBERS };
        self.emit("GUILD_MEMBER_UPDATE", Some(guild), intents, &shown);
        self.told_in(guild, "member", user);
        Ok(())
    }

    pub(crate) fn role_changed(
        &mut self,
        guild: Id,
        role: Id,
        name: &'static str,
    ) -> Result<(), Refusal> {
        let found = self
            .guild(guild)?
            .roles
            .get(&role)
            .ok_or(Refusal::UNKNOWN_ROLE)?;
        let data = json!({"guild_id": guild.to_string(), "role": show::role(found, role == guild)});
        self.emit(name, Some(guild), GUILDS, &data);
        self.told_in(guild, "role", role);
        Ok(())
    }

    /// Deletes a role and takes it from everybody, without an event for each member, as Discord does.
    pub(crate) fn delete_role(&mut self, guild: Id, role: Id) -> Result<(), Refusal> {
        let found = self.guild_mut(guild)?;
        found.roles.remove(&role).ok_or(Refusal::UNKNOWN_ROLE)?;
        for member in found.members.values_mut() {
            member.roles.retain(|one| *one != role);
        }
        let data = json!({"guild_id": guild.to_string(), "role_id": role.to_string()});
        self.emit("GUILD_ROLE_DELETE", Some(guild), GUILDS, &data);
        self.told_in(guild, "role", role);
        Ok(())
    }

    pub(crate) fn channel_changed(
        &mut self,
        channel: Id,
        name: &'static str,
    ) -> Result<(), Refusal> {
        let found = self.channel(channel)?;
        let hidden =
            found.thread.is_some() && self.permissions_in(found, self.bot) & permit::VIEW == 0;
        let (guild, shown) = (found.guild, self.show_channel(found));
        if !hidden {
            self.emit(name, guild, GUILDS, &shown);
        }
        self.changed(Change {
            kind: "channel",
            channel: Some(channel),
            subject: Some(channel),
            only_for: None,
        });
        Ok(())
    }

    /// An outage begins or ends. The bot is still a member all the while.
    pub(crate) fn outage(&mut self, guild: Id, begins: bool) -> Result<(), Refusal> {
        let bot = self.bot;
        let found = self.guild_mut(guild)?;
        if found.unavailable == begins {
            return Ok(());
        }
        found.unavailable = begins;
        if !found.members.contains_key(&bot) {
            return Ok(());
        }
        if begins {
            let data = json!({"id": guild.to_string(), "unavailable": true});
            self.deliver("GUILD_DELETE", Some(guild), GUILDS, &data);
        } else {
            self.emit_guild(guild, None);
        }
        Ok(())
    }

    /// Tells the bot of a server that was added whole.
    pub(crate) fn announce(&mut self, guild: Id) {
        self.emit_guild(guild, None);
    }

    /// Tells the bot of a member who was added.
    pub(crate) fn announce_member(&mut self, guild: Id, user: Id) {
        let Some(mut shown) = self
            .member(guild, user)
            .ok()
            .map(|member| self.show_member(member))
        else {
            return;
        };
        put(&mut shown, "guild_id", guild.to_string());
        self.emit("GUILD_MEMBER_ADD", Some(guild), MEMBERS, &shown);
        self.told_in(guild, "member", user);
    }

    fn told_in(&self, guild: Id, kind: &'static str, subject: Id) {
        let channel = self.guild_channels(guild).next().map(|channel| channel.id);
        self.changed(Change {
            kind,
            channel,
            subject: Some(subject),
            only_for: None,
        });
    }
}

pub(crate) const fn new_member(user: Id, joined: Timestamp) -> Member {
    Member {
        user,
        nick: None,
        roles: Vec::new(),
        joined,
        timeout_until: None,
        mute: false,
        deaf: false,
        pending: false,
    }
}

/// The highest position taken.
pub(crate) fn top(guild: &Guild) -> i64 {
    guild
        .roles
        .values()
        .map(|role| role.position)
        .max()
        .unwrap_or(0)
}
