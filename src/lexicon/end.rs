//! Where a value that leaves the bot can be read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::Sink;

/// A place outside the vault in which something that was told can be read.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    ModLog,
    /// Discord's own log, which moderators read: reasons of role changes, timeouts and deletions.
    AuditLog,
    Channel,
    /// The channel of those who operate the bot, in a server of theirs.
    Operators,
    /// What is done to members: others see their roles, and that somebody is silent or gone.
    Acts,
    Dm,
    /// A service that is asked.
    Processor,
    Reply,
}

/// What the bot does on Discord and can see there again, so that what decided the one is known to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Roles, and what members may do by them.
    Standing,
    /// That somebody may do nothing for a time.
    Silence,
    /// Who is a member.
    Membership,
    /// What members are called.
    Naming,
    /// Which messages there are.
    Messages,
    /// Who is in which voice channel.
    Voice,
    /// Which commands were carried out.
    Commands,
    /// What could not be done.
    Failures,
}

impl End {
    #[must_use]
    pub fn sink(self) -> Sink {
        match self {
            Self::ModLog | Self::AuditLog => Sink::ModLog,
            Self::Channel | Self::Operators => Sink::Channel,
            Self::Acts => Sink::Acts,
            Self::Dm => Sink::Dm,
            Self::Processor => Sink::Processor,
            Self::Reply => Sink::Reply,
        }
    }
}
