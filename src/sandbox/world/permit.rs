//! Who may do what: roles, overwrites, timeouts and the order of roles, computed as Discord documents it.
//!
//! INVARIANT: every change through REST asks here first, for people and for the bot alike.

use super::{Channel, DM, Guild, Member, PRIVATE_THREAD, World};
use crate::{
    sandbox::{field::Id, refusal::Refusal},
    vocab::Permission,
};

pub(crate) const VIEW: u64 = Permission::ViewChannel.bit();
pub(crate) const SEND: u64 = Permission::SendMessages.bit();
pub(crate) const HISTORY: u64 = Permission::ReadMessageHistory.bit();
pub(crate) const ADMINISTRATOR: u64 = Permission::Administrator.bit();
pub(crate) const PIN: u64 = Permission::PinMessages.bit();
pub(crate) const BYPASS_SLOWMODE: u64 = Permission::BypassSlowmode.bit();
/// All bits that Discord has given a meaning (0 to 52, without gaps that matter).
pub(crate) const ALL: u64 = (1 << 53) - 1;

const STREAM: u64 = 1 << 9;
const TTS: u64 = 1 << 12;
const VOICE: u64 = 1 << 20 | 1 << 21 | 1 << 25;

/// What `@everyone` may do in a new server.
pub(crate) const EVERYONE: u64 = VIEW
    | SEND
    | HISTORY
    | STREAM
    | TTS
    | VOICE
    | Permission::CreateInstantInvite.bit()
    | Permission::AddReactions.bit()
    | Permission::EmbedLinks.bit()
    | Permission::AttachFiles.bit()
    | Permission::MentionEveryone.bit()
    | Permission::UseExternalEmojis.bit()
    | Permission::ChangeNickname.bit()
    | Permission::UseApplicationCommands.bit()
    | Permission::CreatePublicThreads.bit()
    | Permission::CreatePrivateThreads.bit()
    | Permission::SendMessagesInThreads.bit()
    | Permission::SendPolls.bit();

/// In direct messages everybody may do what a message needs.
const IN_DM: u64 = VIEW
    | SEND
    | HISTORY
    | Permission::AddReactions.bit()
    | Permission::EmbedLinks.bit()
    | Permission::AttachFiles.bit()
    | Permission::UseExternalEmojis.bit()
    | Permission::UseApplicationCommands.bit()
    | PIN
    | Permission::SendPolls.bit();

impl World {
    /// Permissions in the server as a whole; none for those who are not members.
    pub(crate) fn permissions(&self, guild: &Guild, user: Id) -> u64 {
        let Some(member) = guild.members.get(&user) else {
            return 0;
        };
        let all = from_roles(guild, member);
        self.unless_timed_out(guild, member, all)
    }

    /// Permissions in a channel, after its overwrites. A thread has its parent's.
    pub(crate) fn permissions_in(&self, channel: &Channel, user: Id) -> u64 {
        let Some(guild) = channel.guild else {
            return if channel.recipients.contains(&user) {
                IN_DM
            } else {
                0
            };
        };
        let Some(guild) = self.guilds.get(&guild) else {
            return 0;
        };
        let Some(member) = guild.members.get(&user) else {
            return 0;
        };
        let parent = channel
            .thread
            .as_ref()
            .and(channel.parent)
            .and_then(|id| self.channels.get(&id));
        let overwritten = parent.unwrap_or(channel);
        let mut all = from_roles(guild, member);
        if all & ADMINISTRATOR == 0 {
            all = after_overwrites(guild, member, overwritten, all);
        }
        if all & VIEW == 0 || is_closed_to(channel, user, all) {
            return 0;
        }
        let send = if channel.thread.is_some() {
            Permission::SendMessagesInThreads.bit()
        } else {
            SEND
        };
        if all & send == 0 {
            all &= !(TTS
                | Permission::MentionEveryone.bit()
                | Permission::AttachFiles.bit()
                | Permission::EmbedLinks.bit());
        }
        self.unless_timed_out(guild, member, all)
    }

    fn unless_timed_out(&self, guild: &Guild, member: &Member, all: u64) -> u64 {
        let until = member.timeout_until.filter(|until| *until > self.now());
        // Who has not been let in yet can only look, too.
        if (until.is_some() || member.pending)
            && all & ADMINISTRATOR == 0
            && member.user != guild.owner
        {
            all & (VIEW | HISTORY)
        } else {
            all
        }
    }

    /// The channel, if the person may see it: otherwise 50001, and 10003 when there is none.
    pub(crate) fn visible(&self, channel: Id, user: Id) -> Result<&Channel, Refusal> {
        let channel = self.channel(channel)?;
        if self.permissions_in(channel, user) & VIEW == 0 {
            return Err(Refusal::MISSING_ACCESS);
        }
        if channel.guild.is_some_and(|guild| self.is_out(guild, user)) {
            return Err(Refusal::MISSING_ACCESS);
        }
        Ok(channel)
    }

    /// Every bit of `needed` in a channel that the person may see.
    pub(crate) fn demand_in(
        &self,
        channel: Id,
        user: Id,
        needed: u64,
    ) -> Result<&Channel, Refusal> {
        let channel = self.visible(channel, user)?;
        if self.permissions_in(channel, user) & needed != needed {
            return Err(Refusal::MISSING_PERMISSIONS);
        }
        Ok(channel)
    }

    /// The server, for members only: 10004 for everybody else, as Discord hides what you cannot see from the bot.
    pub(crate) fn inside(&self, guild: Id, user: Id) -> Result<&Guild, Refusal> {
        let found = self.guild(guild)?;
        if !found.members.contains_key(&user) {
            return Err(Refusal::UNKNOWN_GUILD);
        }
        if self.is_out(guild, user) {
            return Err(Refusal::MISSING_ACCESS);
        }
        Ok(found)
    }

    /// Every bit of `needed` in the server.
    pub(crate) fn demand(&self, guild: Id, user: Id, needed: u64) -> Result<&Guild, Refusal> {
        let guild = self.inside(guild, user)?;
        if self.permissions(guild, user) & needed != needed {
            return Err(Refusal::MISSING_PERMISSIONS);
        }
        Ok(guild)
    }

    /// 50013 unless `actor` stands above `target` and is not the same.
    pub(crate) fn above(guild: &Guild, actor: Id, target: Id) -> Result<(), Refusal> {
        if target != guild.owner
            && (actor == guild.owner || rank(guild, actor) > rank(guild, target))
        {
            Ok(())
        } else {
            Err(Refusal::MISSING_PERMISSIONS)
        }
    }

    /// Whether `actor` stands above a place in the list of roles.
    pub(crate) fn stands_above(guild: &Guild, actor: Id, position: i64) -> bool {
        actor == guild.owner || rank(guild, actor).0 > position
    }

    /// Whether overwrites of the channel itself let `actor` manage its permissions.
    pub(crate) fn is_let_manage(guild: &Guild, channel: &Channel, actor: Id) -> bool {
        let roles = guild.members.get(&actor).map(|member| &member.roles);
        channel.overwrites.iter().any(|one| {
            let own = if one.of_member {
                one.id == actor
            } else {
                one.id == guild.id || roles.is_some_and(|roles| roles.contains(&one.id))
            };
            own && one.allow & Permission::ManageRoles.bit() != 0
        })
    }

    /// 50013 unless `actor` stands above the role.
    pub(crate) fn above_role(guild: &Guild, actor: Id, role: Id) -> Result<(), Refusal> {
        let role = guild.roles.get(&role).ok_or(Refusal::UNKNOWN_ROLE)?;
        if actor == guild.owner || rank(guild, actor) > (role.position, std::cmp::Reverse(role.id))
        {
            Ok(())
        } else {
            Err(Refusal::MISSING_PERMISSIONS)
        }
    }

    /// The bot during an outage.
    fn is_out(&self, guild: Id, user: Id) -> bool {
        user == self.bot
            && self
                .guilds
                .get(&guild)
                .is_some_and(|guild| guild.unavailable)
    }

    /// Whether a person may write in the channel; in direct messages, whether the other one lets them.
    pub(crate) fn may_post(&self, channel: Id, user: Id) -> Result<(), Refusal> {
        let found = self.visible(channel, user)?;
        if found.kind == DM {
            let closed = found
                .recipients
                .iter()
                .filter(|other| **other != user)
                .any(|other| !self.can_be_reached(*other, user));
            return if closed {
                Err(Refusal::CLOSED_DMS)
            } else {
                Ok(())
            };
        }
        if !found.takes_messages() {
            return Err(Refusal::NOT_TEXT);
        }
        let needed = if found.thread.is_some() {
            Permission::SendMessagesInThreads.bit()
        } else {
            SEND
        };
        self.demand_in(channel, user, needed)?;
        let locked = found.thread.as_ref().is_some_and(|thread| thread.locked);
        let moderates = self.permissions_in(found, user) & Permission::ManageThreads.bit() != 0;
        if locked && !moderates {
            return Err(Refusal::LOCKED);
        }
        Ok(())
    }

    /// A person gets direct messages from those they share a server with, unless they closed them; a bot always does.
    fn can_be_reached(&self, target: Id, from: Id) -> bool {
        let Some(user) = self.users.get(&target) else {
            return false;
        };
        let share = self
            .guilds
            .values()
            .any(|guild| guild.members.contains_key(&target) && guild.members.contains_key(&from));
        user.bot || (share && !user.dms_closed)
    }
}

/// A private thread is there for its members and for those who manage threads.
fn is_closed_to(channel: &Channel, user: Id, held: u64) -> bool {
    channel.kind == PRIVATE_THREAD
        && held & Permission::ManageThreads.bit() == 0
        && channel
            .thread
            .as_ref()
            .is_none_or(|thread| !thread.members.contains_key(&user))
}

fn from_roles(guild: &Guild, member: &Member) -> u64 {
    if member.user == guild.owner {
        return ALL;
    }
    let all = std::iter::once(&guild.id)
        .chain(&member.roles)
        .filter_map(|id| guild.roles.get(id))
        .fold(0, |all, role| all | role.permissions);
    if all & ADMINISTRATOR != 0 { ALL } else { all }
}

/// `@everyone` first, then all roles together, then the member.
fn after_overwrites(guild: &Guild, member: &Member, channel: &Channel, mut all: u64) -> u64 {
    let everyone = channel
        .overwrites
        .iter()
        .find(|overwrite| overwrite.id == guild.id && !overwrite.of_member);
    if let Some(overwrite) = everyone {
        all = all & !overwrite.deny | overwrite.allow;
    }
    let (mut allow, mut deny) = (0, 0);
    for overwrite in &channel.overwrites {
        if !overwrite.of_member && overwrite.id != guild.id && member.roles.contains(&overwrite.id)
        {
            allow |= overwrite.allow;
            deny |= overwrite.deny;
        }
    }
    all = all & !deny | allow;
    let own = channel
        .overwrites
        .iter()
        .find(|overwrite| overwrite.of_member && overwrite.id == member.user);
    match own {
        Some(overwrite) => all & !overwrite.deny | overwrite.allow,
        None => all,
    }
}

/// The highest role; of equal positions the older one is higher.
fn rank(guild: &Guild, user: Id) -> (i64, std::cmp::Reverse<Id>) {
    let lowest = (0, std::cmp::Reverse(guild.id));
    guild.members.get(&user).map_or(lowest, |member| {
        member
            .roles
            .iter()
            .filter_map(|id| guild.roles.get(id))
            .map(|role| (role.position, std::cmp::Reverse(role.id)))
            .max()
            .unwrap_or(lowest)
    })
}
