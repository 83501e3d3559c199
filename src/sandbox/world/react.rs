//! Reactions, ordinary and super ones: they come, go and are cleared.

use serde_json::{Value, json};

use super::{Emoji, Reaction, World, outbox::Family, permit, show};
use crate::{
    sandbox::{
        field::{Id, put},
        refusal::Refusal,
    },
    vocab::Permission,
};

/// What Discord's client animates a super reaction in. Here always the same.
const COLORS: [&str; 2] = ["#5865f2", "#eb459e"];

/// One person's use of an emoji: with or without effect.
#[derive(Debug, Clone)]
pub(crate) struct Use {
    pub(crate) user: Id,
    pub(crate) emoji: Emoji,
    /// A super reaction.
    pub(crate) burst: bool,
}

impl Reaction {
    pub(crate) fn of(&self, burst: bool) -> &[Id] {
        if burst { &self.burst } else { &self.users }
    }

    fn of_mut(&mut self, burst: bool) -> &mut Vec<Id> {
        if burst {
            &mut self.burst
        } else {
            &mut self.users
        }
    }

    /// As a message carries it.
    pub(super) fn show(&self, viewer: Id) -> Value {
        let (normal, burst) = (self.users.len(), self.burst.len());
        json!({
            "emoji": show::emoji(&self.emoji),
            "count": normal + burst,
            "count_details": {"burst": burst, "normal": normal},
            "burst_colors": colors(burst > 0),
            "me_burst": self.burst.contains(&viewer),
            "me": self.users.contains(&viewer) || self.burst.contains(&viewer),
            "burst_count": burst,
        })
    }
}

const fn colors(burst: bool) -> &'static [&'static str] {
    if burst { &COLORS } else { &[] }
}

impl World {
    /// Adds a reaction; once more by the same person changes nothing.
    pub(crate) fn react(&mut self, channel: Id, id: Id, react: &Use) -> Result<(), Refusal> {
        let (user, emoji) = (react.user, &react.emoji);
        let found = self.demand_in(channel, user, permit::HISTORY)?;
        if found.thread.as_ref().is_some_and(|thread| thread.archived) {
            return Err(Refusal::ARCHIVED);
        }
        let message = found.messages.get(&id).ok_or(Refusal::UNKNOWN_MESSAGE)?;
        if message.only_for.is_some_and(|reader| reader != user) {
            return Err(Refusal::UNKNOWN_MESSAGE);
        }
        let author = message.author;
        let exists = message
            .reactions
            .iter()
            .any(|reaction| reaction.emoji == *emoji);
        if !exists {
            self.demand_in(channel, user, Permission::AddReactions.bit())?;
            if message.reactions.len() >= REACTIONS_MAX {
                return Err(Refusal::MAX_REACTIONS);
            }
            self.message_mut(channel, id)?.reactions.push(Reaction {
                emoji: emoji.clone(),
                users: Vec::new(),
                burst: Vec::new(),
            });
        }
        let message = self.message_mut(channel, id)?;
        let Some(reaction) = message
            .reactions
            .iter_mut()
            .find(|reaction| reaction.emoji == *emoji)
        else {
            return Ok(());
        };
        let users = reaction.of_mut(react.burst);
        if users.contains(&user) {
            return Ok(());
        }
        users.push(user);
        let mut data = self.reaction_event(channel, id, react);
        put(&mut data, "message_author_id", author.to_string());
        if react.burst {
            put(&mut data, "burst_colors", json!(COLORS));
        }
        let guild = self.channel(channel)?.guild;
        if let Some(member) = guild.and_then(|guild| self.member(guild, user).ok()) {
            let member = self.show_member(member);
            put(&mut data, "member", member);
        }
        self.emit_in("MESSAGE_REACTION_ADD", channel, Family::Reactions, &data);
        self.told("reaction", channel, id, None);
        Ok(())
    }

    /// Takes one person's reaction away; 10014 when it is not there.
    pub(crate) fn unreact(&mut self, channel: Id, id: Id, react: &Use) -> Result<(), Refusal> {
        let message = self.message_mut(channel, id)?;
        let Some(reaction) = message.reactions.iter_mut().find(|reaction| {
            reaction.emoji == react.emoji && reaction.of(react.burst).contains(&react.user)
        }) else {
            return Err(Refusal::UNKNOWN_EMOJI);
        };
        reaction
            .of_mut(react.burst)
            .retain(|one| *one != react.user);
        message
            .reactions
            .retain(|reaction| !reaction.users.is_empty() || !reaction.burst.is_empty());
        let data = self.reaction_event(channel, id, react);
        self.emit_in("MESSAGE_REACTION_REMOVE", channel, Family::Reactions, &data);
        self.told("reaction", channel, id, None);
        Ok(())
    }

    /// Takes all reactions away, or all with one emoji.
    pub(crate) fn clear_reactions(
        &mut self,
        channel: Id,
        id: Id,
        emoji: Option<&Emoji>,
    ) -> Result<(), Refusal> {
        let message = self.message_mut(channel, id)?;
        message
            .reactions
            .retain(|reaction| emoji.is_some_and(|emoji| reaction.emoji != *emoji));
        let mut data = json!({"channel_id": channel.to_string(), "message_id": id.to_string()});
        if let Some(guild) = self.channel(channel)?.guild {
            put(&mut data, "guild_id", guild.to_string());
        }
        let name = if let Some(emoji) = emoji {
            put(&mut data, "emoji", show::emoji(emoji));
            "MESSAGE_REACTION_REMOVE_EMOJI"
        } else {
            "MESSAGE_REACTION_REMOVE_ALL"
        };
        self.emit_in(name, channel, Family::Reactions, &data);
        self.told("reaction", channel, id, None);
        Ok(())
    }

    fn reaction_event(&self, channel: Id, message: Id, react: &Use) -> Value {
        let mut data = json!({
            "user_id": react.user.to_string(),
            "channel_id": channel.to_string(),
            "message_id": message.to_string(),
            "emoji": show::emoji(&react.emoji),
            "burst": react.burst,
            "type": u8::from(react.burst),
        });
        if let Some(guild) = self.channels.get(&channel).and_then(|found| found.guild) {
            put(&mut data, "guild_id", guild.to_string());
        }
        data
    }
}

/// Different emoji on a message.
const REACTIONS_MAX: usize = 20;
