//! What Discord refuses, as types with help for people.
//!
//! INVARIANT: no variant holds content: Discord's code and its fixed message for it, never a body.

use std::fmt;

use crate::{
    port::Trouble,
    wording::{say, word},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiscordError {
    Address {
        url: String,
        why: &'static str,
    },
    Token,
    Intents {
        intents: String,
    },
    Gateway {
        why: String,
    },
    /// Discord takes commands of these names, with their slash, in no form; it has the others.
    Commands {
        names: Vec<String>,
    },
    /// Discord answered no.
    Refused {
        status: u16,
        /// Discord's error code, 0 where it gave none.
        code: u64,
        message: String,
    },
    RateLimited {
        seconds: u64,
        tries: u32,
    },
    Down {
        status: u16,
        tries: u32,
    },
    Unreachable {
        why: String,
    },
    Malformed {
        what: &'static str,
    },
    /// Not Discord, but a service that the policy asks, gave no answer.
    Service {
        id: String,
        why: String,
    },
}

impl std::error::Error for DiscordError {}

impl fmt::Display for DiscordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what())?;
        match self.remedy() {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}

impl From<DiscordError> for Trouble {
    fn from(error: DiscordError) -> Self {
        match error.remedy() {
            Some(remedy) => Self::new(error.what(), remedy),
            None => Self::unexplained(error.what()),
        }
    }
}

impl DiscordError {
    fn what(&self) -> String {
        match self {
            Self::Address { url, why } => format!("`{url}` cannot be used: {why}"),
            Self::Token => "Discord does not accept the token".to_owned(),
            Self::Intents { intents } => {
                format!("Discord does not allow an intent this policy needs ({intents})")
            }
            Self::Commands { names } => {
                format!("Discord refused commands ({})", names.join(", "))
            }
            Self::Gateway { why } => format!("Discord closed the gateway: {why}"),
            Self::Refused {
                status,
                code,
                message,
            } => format!("Discord refused ({status}, code {code}: {message})"),
            Self::RateLimited { seconds, tries } => {
                format!("Discord asked to wait {seconds} s more after {tries} tries")
            }
            Self::Down { status, tries } => format!("Discord answered {status} {tries} times"),
            Self::Unreachable { why } => format!("Discord cannot be reached: {why}"),
            Self::Service { id, why } => format!("the service `{id}` {why}"),
            Self::Malformed { what } => {
                format!("Discord answered in a form this version does not understand: {what}")
            }
        }
    }

    /// What whoever runs the bot can do, where that is known.
    fn remedy(&self) -> Option<String> {
        let remedy = match self {
            Self::Token => "copy it again from the developer portal into DISCORD_TOKEN",
            Self::Intents { .. } => {
                "switch it on in the developer portal under Bot, Privileged Gateway Intents"
            }
            Self::RateLimited { .. } => "try again later",
            Self::Down { .. } => "see https://discordstatus.com",
            Self::Refused { code, .. } => return Some(help(*code)),
            Self::Address { .. }
            | Self::Commands { .. }
            | Self::Gateway { .. }
            | Self::Unreachable { .. }
            | Self::Malformed { .. }
            | Self::Service { .. } => return None,
        };
        Some(remedy.to_owned())
    }

    /// Discord's code, where it gave one.
    #[must_use]
    pub fn code(&self) -> Option<u64> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            Self::Address { .. }
            | Self::Token
            | Self::Intents { .. }
            | Self::Commands { .. }
            | Self::Gateway { .. }
            | Self::RateLimited { .. }
            | Self::Down { .. }
            | Self::Unreachable { .. }
            | Self::Malformed { .. }
            | Self::Service { .. } => None,
        }
    }

    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } | Self::Down { status, .. } => Some(*status),
            Self::Address { .. }
            | Self::Token
            | Self::Intents { .. }
            | Self::Commands { .. }
            | Self::Gateway { .. }
            | Self::RateLimited { .. }
            | Self::Unreachable { .. }
            | Self::Malformed { .. }
            | Self::Service { .. } => None,
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
            | Self::Commands { .. }
            | Self::Gateway { .. }
            | Self::Refused { .. }
            | Self::RateLimited { .. }
            | Self::Service { .. } => false,
        }
    }

    /// Whether Discord knows of nobody with this id.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.code() == Some(UNKNOWN_USER)
    }

    /// Whether Discord did not look at it, and may if asked again.
    #[must_use]
    pub fn is_later(&self) -> bool {
        match self {
            Self::RateLimited { .. } | Self::Token => true,
            Self::Address { .. }
            | Self::Intents { .. }
            | Self::Commands { .. }
            | Self::Gateway { .. }
            | Self::Refused { .. }
            | Self::Down { .. }
            | Self::Unreachable { .. }
            | Self::Malformed { .. }
            | Self::Service { .. } => false,
        }
    }

    /// A sentence for somebody in a server, without codes.
    #[must_use]
    pub fn for_people(&self) -> String {
        match self {
            Self::Refused { code, .. } => help(*code),
            Self::Commands { names } => {
                let (n, names) = (names.len(), names.join(", "));
                say!("discord-commands", n, names)
            }
            Self::RateLimited { .. } => say!("discord-slow"),
            Self::Address { .. }
            | Self::Token
            | Self::Intents { .. }
            | Self::Gateway { .. }
            | Self::Down { .. }
            | Self::Unreachable { .. }
            | Self::Malformed { .. } => say!("discord-away"),
            Self::Service { .. } => say!("service-away"),
        }
    }
}

/// Discord's code for an id that is nobody's.
pub(super) const UNKNOWN_USER: u64 = 10013;

/// What a person can do about one of Discord's error codes (Discord's documentation, JSON Error Codes).
#[must_use]
pub fn help(code: u64) -> String {
    match word("discord-error", &code.to_string()) {
        Some(help) => help,
        None if (30_001..=30_999).contains(&code) => say!("discord-limit"),
        None => say!("discord-again"),
    }
}
