//! What Discord refuses, as types with help for people.
//!
//! INVARIANT: no variant holds content: Discord's code and its fixed message for it, never a body.

use thiserror::Error;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DiscordError {
    #[error("`{url}` cannot be used: {why}")]
    Address { url: String, why: &'static str },
    #[error(
        "Discord does not accept the token; copy it again from the developer portal into DISCORD_TOKEN"
    )]
    Token,
    #[error(
        "Discord does not allow an intent this policy needs ({intents}); switch it on in the developer portal under Bot, Privileged Gateway Intents"
    )]
    Intents { intents: String },
    #[error("Discord closed the gateway: {why}")]
    Gateway { why: String },
    /// Discord answered no.
    #[error("Discord refused ({status}, code {code}: {message}); {}", help(*code))]
    Refused {
        status: u16,
        /// Discord's error code, 0 where it gave none.
        code: u64,
        message: String,
    },
    #[error("Discord asked to wait {seconds} s more after {tries} tries; try again later")]
    RateLimited { seconds: u64, tries: u32 },
    #[error("Discord answered {status} {tries} times; see https://discordstatus.com")]
    Down { status: u16, tries: u32 },
    #[error("Discord cannot be reached: {why}")]
    Unreachable { why: String },
    #[error("Discord answered in a form this version does not understand: {what}")]
    Malformed { what: &'static str },
}

impl DiscordError {
    /// Discord's code, where it gave one.
    #[must_use]
    pub fn code(&self) -> Option<u64> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            _ => None,
        }
    }

    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } | Self::Down { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether it may have happened all the same: Discord did not say no.
    #[must_use]
    pub fn is_doubt(&self) -> bool {
        match self {
            Self::Down { .. } | Self::Unreachable { .. } | Self::Malformed { .. } => true,
            Self::Address { .. }
            | Self::Token
            | Self::Intents { .. }
            | Self::Gateway { .. }
            | Self::Refused { .. }
            | Self::RateLimited { .. } => false,
        }
    }

    /// A sentence for somebody in a server, without codes.
    #[must_use]
    pub fn for_people(&self) -> String {
        match self {
            Self::Refused { code, .. } => help(*code).to_owned(),
            Self::RateLimited { .. } => {
                "Discord asks the bot to slow down; try again in a minute".to_owned()
            }
            _ => "Discord could not be reached; try again in a minute".to_owned(),
        }
    }
}

/// What a person can do about one of Discord's error codes (Discord's documentation, JSON Error Codes).
#[must_use]
pub fn help(code: u64) -> &'static str {
    match code {
        10003 => "the channel is gone; choose another one with `/config set`",
        10004 => "the server is gone, or the bot is no longer in it",
        10007 => "this person is no longer a member of the server",
        10008 => "the message is gone",
        10011 => "the role is gone; choose another one with `/config set`",
        10013 => "this person is unknown to Discord",
        10014 => "this emoji is unknown to the bot; use one of this server or a plain one",
        10062 => "the answer came later than Discord waits for it",
        30001..=30999 => "a limit of Discord's is reached in this server",
        40060 => "this was answered already",
        50001 => "the bot cannot see it; let the bot's role view the channel",
        50007 => "this person does not take direct messages from the bot",
        50013 => {
            "the bot lacks a permission there, or its role stands below; raise the bot's role in Server Settings, Roles"
        }
        50024 => "this cannot be done in this kind of channel",
        50035 => "something in it has a form that Discord does not take",
        _ => "try again, and tell the bot's operator if it stays so",
    }
}
