//! Values the router computes with and the vault stores, and their types.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ChannelId, Duration, Emoji, GuildId, MessageId, RoleId, Timestamp, UserId, Who};

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
    /// A Unicode emoji, or one that a server made.
    Emoji,
    /// A file handed to a command.
    Attachment,
    /// A list of words that an admin types, separated by commas.
    Words,
    /// A web address.
    Url,
    /// A language, as Discord names it.
    Locale,
    /// Roles and people that a server allows or denies something.
    Who,
    Optional(Box<Type>),
    List(Box<Type>),
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
    Emoji(Emoji),
    Words(Vec<String>),
    Url(String),
    Locale(String),
    Who(Who),
    /// Values of one type, each once where a server chose them.
    List(Vec<Value>),
    /// The place of a file among the attachments of the event.
    Attachment(u32),
}
