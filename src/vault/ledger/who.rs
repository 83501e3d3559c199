//! Whose secret a slot holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{GuildId, Timestamp, UserId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::vault) enum Who {
    /// What belongs to nobody in particular: rows outside servers.
    Bot,
    Server(GuildId),
    /// A member of a server; outside servers a person.
    Person(Option<GuildId>, UserId),
    /// The same for what a policy refuses to erase: it is not destroyed with the person's own.
    Refused(Option<GuildId>, UserId),
    /// All rows that were written in a span of time (`generation`).
    Generation(u32),
    /// One backup, until its time is over.
    Backup {
        until: Timestamp,
        id: u64,
    },
}

impl Who {
    pub(in crate::vault) fn server(guild: Option<GuildId>) -> Self {
        guild.map_or(Self::Bot, Self::Server)
    }

    pub(in crate::vault) fn person(guild: Option<GuildId>, user: UserId) -> Self {
        Self::Person(guild, user)
    }

    /// Of a person, the one of the two that is not this.
    pub(in crate::vault) fn other(self) -> Self {
        match self {
            Self::Person(guild, user) => Self::Refused(guild, user),
            Self::Refused(guild, user) => Self::Person(guild, user),
            Self::Bot | Self::Server(_) | Self::Generation(_) | Self::Backup { .. } => self,
        }
    }

    pub(in crate::vault) fn guild(self) -> Option<GuildId> {
        match self {
            Self::Server(guild) | Self::Person(Some(guild), _) | Self::Refused(Some(guild), _) => {
                Some(guild)
            }
            _ => None,
        }
    }

    pub(in crate::vault) fn kind(self) -> u8 {
        match self {
            Self::Bot => 0,
            Self::Server(_) => 1,
            Self::Person(None, _) => 2,
            Self::Person(Some(_), _) => 3,
            Self::Generation(_) => 4,
            Self::Backup { .. } => 5,
            Self::Refused(None, _) => 6,
            Self::Refused(Some(_), _) => 7,
        }
    }

    /// Kind and two numbers, which say all there is to say.
    pub(in crate::vault) fn bytes(self) -> [u8; 17] {
        let (first, second) = match self {
            Self::Bot => (0, 0),
            Self::Server(guild) => (guild.0, 0),
            Self::Person(guild, user) | Self::Refused(guild, user) => {
                (guild.map_or(0, |id| id.0), user.0)
            }
            Self::Generation(number) => (u64::from(number), 0),
            Self::Backup { until, id } => (until.0.cast_unsigned(), id),
        };
        let mut bytes = [self.kind(); 17];
        let numbers = first.to_be_bytes().into_iter().chain(second.to_be_bytes());
        for (to, from) in bytes.iter_mut().skip(1).zip(numbers) {
            *to = from;
        }
        bytes
    }

    pub(super) fn from_parts(kind: u8, first: u64, second: u64) -> Option<Self> {
        Some(match kind {
            0 => Self::Bot,
            1 => Self::Server(GuildId(first)),
            2 => Self::Person(None, UserId(second)),
            3 => Self::Person(Some(GuildId(first)), UserId(second)),
            4 => Self::Generation(u32::try_from(first).ok()?),
            5 => Self::Backup {
                until: Timestamp(first.cast_signed()),
                id: second,
            },
            6 => Self::Refused(None, UserId(second)),
            7 => Self::Refused(Some(GuildId(first)), UserId(second)),
            _ => return None,
        })
    }
}

/// How many secrets there are, by what they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Secrets {
    /// Of people: one for each server somebody is known in, and one outside servers; another one there for what the policy
    /// refuses to erase.
    pub people: u64,
    pub servers: u64,
    /// Of the bot itself, for rows that belong to no server and nobody.
    pub bot: u64,
    /// Of spans of time in which rows were written.
    pub generations: u64,
    /// Of backups that can be read still.
    pub backups: u64,
}

impl Secrets {
    pub(in crate::vault) fn of(all: impl Iterator<Item = Who>) -> Self {
        let mut secrets = Self::default();
        for who in all {
            *match who {
                Who::Bot => &mut secrets.bot,
                Who::Server(_) => &mut secrets.servers,
                Who::Person(..) | Who::Refused(..) => &mut secrets.people,
                Who::Generation(_) => &mut secrets.generations,
                Who::Backup { .. } => &mut secrets.backups,
            } += 1;
        }
        secrets
    }

    #[must_use]
    pub fn all(&self) -> u64 {
        let Self {
            people,
            servers,
            bot,
            generations,
            backups,
        } = self;
        people + servers + bot + generations + backups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_who_it_is() {
        let (guild, user) = (GuildId(7), UserId(u64::MAX));
        for who in [
            Who::Bot,
            Who::Server(guild),
            Who::Person(None, user),
            Who::Person(Some(guild), user),
            Who::Refused(None, user),
            Who::Refused(Some(guild), user),
            Who::Generation(3),
            Who::Backup {
                until: Timestamp(-1),
                id: 9,
            },
        ] {
            let bytes = who.bytes();
            let number = |at: usize| u64::from_be_bytes(bytes[at..at + 8].try_into().unwrap());
            assert_eq!(Who::from_parts(bytes[0], number(1), number(9)), Some(who));
        }
    }
}
