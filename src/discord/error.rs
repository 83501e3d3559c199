//! What Discord refuses, as types with help for people.
//!
//! INVARIANT: no variant holds content: Discord's code and its fixed message for it, never a body.

use thiserror::Error;

use crate::wording::{say, word};

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
            Self::Refused { code, .. } => help(*code),
            Self::RateLimited { .. } => say!("discord-slow"),
            _ => say!("discord-away"),
        }
    }
}

/// What a person can do about one of Discord's error codes (Discord's documentation, JSON Error Codes).
#[must_use]
pub fn help(code: u64) -> String {
    match word("discord-error", &code.to_string()) {
        Some(help) => help,
        None if (30_001..=30_999).contains(&code) => say!("discord-limit"),
        None => say!("discord-again"),
    }
}
