//! What a deed is given when it is done.

use std::collections::BTreeMap;

use crate::vocab::{
    ChannelId, Duration, Emoji, GuildId, MessageId, Permissions, RoleId, UserId, Who,
};

/// A value for one parameter of a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    User(UserId),
    Role(RoleId),
    Channel(ChannelId),
    Message(ChannelId, MessageId),
    Duration(Duration),
    Count(u32),
    Emoji(Emoji),
    Text(String),
    Openers(Openers),
}

/// Whom a channel is open to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Openers {
    pub who: Who,
    /// The bot, which sees what it makes.
    pub me: UserId,
    /// What the bot may do in the server, which is the most that it can allow.
    pub rights: Permissions,
}

/// Where a deed is done, and a value for each parameter that has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Args {
    pub guild: GuildId,
    given: BTreeMap<&'static str, Given>,
}

impl Args {
    #[must_use]
    pub fn new(guild: GuildId) -> Self {
        Self {
            guild,
            given: BTreeMap::new(),
        }
    }

    pub fn set(&mut self, param: &'static str, given: Given) {
        self.given.insert(param, given);
    }

    #[must_use]
    pub fn get(&self, param: &str) -> Option<&Given> {
        self.given.get(param)
    }

    #[must_use]
    pub fn user(&self, param: &str) -> Option<UserId> {
        match self.get(param)? {
            Given::User(user) => Some(*user),
            Given::Role(_)
            | Given::Channel(_)
            | Given::Message(..)
            | Given::Duration(_)
            | Given::Count(_)
            | Given::Emoji(_)
            | Given::Text(_)
            | Given::Openers(_) => None,
        }
    }

    #[must_use]
    pub fn role(&self, param: &str) -> Option<RoleId> {
        match self.get(param)? {
            Given::Role(role) => Some(*role),
            Given::User(_)
            | Given::Channel(_)
            | Given::Message(..)
            | Given::Duration(_)
            | Given::Count(_)
            | Given::Emoji(_)
            | Given::Text(_)
            | Given::Openers(_) => None,
        }
    }

    #[must_use]
    pub fn channel(&self, param: &str) -> Option<ChannelId> {
        match self.get(param)? {
            Given::Channel(channel) => Some(*channel),
            Given::User(_)
            | Given::Role(_)
            | Given::Message(..)
            | Given::Duration(_)
            | Given::Count(_)
            | Given::Emoji(_)
            | Given::Text(_)
            | Given::Openers(_) => None,
        }
    }

    #[must_use]
    pub fn openers(&self, param: &str) -> Option<&Openers> {
        match self.get(param)? {
            Given::Openers(openers) => Some(openers),
            Given::User(_)
            | Given::Role(_)
            | Given::Channel(_)
            | Given::Message(..)
            | Given::Duration(_)
            | Given::Count(_)
            | Given::Emoji(_)
            | Given::Text(_) => None,
        }
    }

    #[must_use]
    pub fn message(&self, param: &str) -> Option<(ChannelId, MessageId)> {
        match self.get(param)? {
            Given::Message(channel, message) => Some((*channel, *message)),
            Given::User(_)
            | Given::Role(_)
            | Given::Channel(_)
            | Given::Duration(_)
            | Given::Count(_)
            | Given::Emoji(_)
            | Given::Text(_)
            | Given::Openers(_) => None,
        }
    }

    #[must_use]
    pub fn duration(&self, param: &str) -> Option<Duration> {
        match self.get(param)? {
            Given::Duration(length) => Some(*length),
            Given::User(_)
            | Given::Role(_)
            | Given::Channel(_)
            | Given::Message(..)
            | Given::Count(_)
            | Given::Emoji(_)
            | Given::Text(_)
            | Given::Openers(_) => None,
        }
    }

    #[must_use]
    pub fn count(&self, param: &str) -> Option<u32> {
        match self.get(param)? {
            Given::Count(count) => Some(*count),
            Given::User(_)
            | Given::Role(_)
            | Given::Channel(_)
            | Given::Message(..)
            | Given::Duration(_)
            | Given::Emoji(_)
            | Given::Text(_)
            | Given::Openers(_) => None,
        }
    }

    #[must_use]
    pub fn text(&self, param: &str) -> Option<&str> {
        match self.get(param)? {
            Given::Text(text) => Some(text),
            Given::User(_)
            | Given::Role(_)
            | Given::Channel(_)
            | Given::Message(..)
            | Given::Duration(_)
            | Given::Count(_)
            | Given::Emoji(_)
            | Given::Openers(_) => None,
        }
    }

    /// What stands for `{name}` in a route: the server, a parameter's id, or else the channel of the message.
    fn segment(&self, name: &str) -> Option<String> {
        if name == "guild" {
            return Some(self.guild.to_string());
        }
        if name == "channel" && self.get(name).is_none() {
            return self.given.values().find_map(|given| match given {
                Given::Message(channel, _) => Some(channel.to_string()),
                Given::User(_)
                | Given::Role(_)
                | Given::Channel(_)
                | Given::Duration(_)
                | Given::Count(_)
                | Given::Emoji(_)
                | Given::Text(_)
                | Given::Openers(_) => None,
            });
        }
        match self.get(name)? {
            Given::User(id) => Some(id.to_string()),
            Given::Role(id) => Some(id.to_string()),
            Given::Channel(id) => Some(id.to_string()),
            Given::Message(_, id) => Some(id.to_string()),
            Given::Emoji(emoji) => Some(percent_encoded(&emoji.route())),
            Given::Text(text) => Some(percent_encoded(text)),
            Given::Duration(_) | Given::Count(_) | Given::Openers(_) => None,
        }
    }

    /// A route's path with its names filled in, and the id by which Discord tells its limits apart: the first in it.
    /// None when a name has no value.
    #[must_use]
    pub fn path(&self, template: &str) -> Option<(String, u64)> {
        let mut path = String::new();
        let mut major = None;
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}')?;
            let segment = self.segment(name)?;
            major = major.or_else(|| segment.parse().ok());
            path.push_str(before);
            path.push_str(&segment);
            rest = tail;
        }
        path.push_str(rest);
        Some((path, major.unwrap_or_default()))
    }
}

fn percent_encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        // Writing into a String does not fail.
        let _ = write!(encoded, "%{byte:02X}");
        encoded
    })
}
