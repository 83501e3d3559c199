//! Values the router computes with and the vault stores, and their types.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ChannelId, Duration, GuildId, MessageId, RoleId, Timestamp, UserId};

/// The type of an expression, field, setting or argument.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    Bool,
    Int,
    Text,
    Instant,
    Duration,
    UserId,
    /// Somebody present in the event: an id, plus names, roles and permissions.
    Member,
    GuildId,
    Channel,
    Role,
    MessageId,
    /// A Unicode or custom emoji, as Discord's routes spell it: `👍` or `name:id`.
    Emoji,
    /// A file handed to a command.
    Attachment,
    /// A list of words that an admin types, separated by commas.
    Words,
    Optional(Box<Type>),
    List(Box<Type>),
    /// A row of the store with this name.
    Row(String),
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Text => f.write_str("text"),
            Self::Instant => f.write_str("instant"),
            Self::Duration => f.write_str("duration"),
            Self::UserId => f.write_str("user-id"),
            Self::Member => f.write_str("member"),
            Self::GuildId => f.write_str("guild-id"),
            Self::Channel => f.write_str("channel"),
            Self::Role => f.write_str("role"),
            Self::MessageId => f.write_str("message-id"),
            Self::Emoji => f.write_str("emoji"),
            Self::Attachment => f.write_str("attachment"),
            Self::Words => f.write_str("words"),
            Self::Optional(inner) => write!(f, "optional {inner}"),
            Self::List(inner) => write!(f, "list of {inner}"),
            Self::Row(store) => write!(f, "row of {store}"),
        }
    }
}

/// A value. `None` stands for an optional without content.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case", tag = "type", content = "value")]
pub enum Value {
    None,
    Bool(bool),
    Int(i64),
    Text(String),
    Instant(Timestamp),
    Duration(Duration),
    User(UserId),
    Guild(GuildId),
    Channel(ChannelId),
    Role(RoleId),
    Message(MessageId),
    Emoji(String),
    Words(Vec<String>),
    /// The place of a file among the attachments of the event.
    Attachment(u32),
}
