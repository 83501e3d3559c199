//! Expressions, with every name resolved and every type checked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FieldId, SettingId, Slot, StoreId};
use crate::vocab::{Permission, Value};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expr {
    Literal(Value),
    /// An argument, a `let`, or the id of a person, channel or message bound by the event.
    Local(Slot),
    /// Something the event carries.
    Source(Source),
    /// Something about a person: `author.name`. `of` is a user or none; none gives none.
    Person {
        of: Box<Expr>,
        what: Source,
    },
    /// `can(member, 'manage-messages')`: whether this member of the server holds the permission where the event is.
    Can {
        of: Box<Expr>,
        permission: Permission,
    },
    Setting(SettingId),
    /// `xp[key].total`, `xp.total` (the key is then the person of the event), `before.xp.total`.
    /// A missing row gives each field's default, or none.
    Field {
        store: StoreId,
        key: Vec<Expr>,
        field: FieldId,
        before: bool,
    },
    /// Whether the row is there: `xp[member] is none`.
    Exists {
        store: StoreId,
        key: Vec<Expr>,
    },
    /// A field of the row at hand in `where`, `list` and `each`.
    Row(FieldId),
    /// The row's place in a list, from 1.
    Rank,
    Not(Box<Expr>),
    Negate(Box<Expr>),
    IsNone(Box<Expr>),
    Coalesce(Box<Expr>, Box<Expr>),
    Binary {
        op: Op,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    If {
        cond: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    Call {
        function: Builtin,
        args: Vec<Expr>,
    },
    Count(Box<Query>),
    Sum {
        query: Box<Query>,
        field: FieldId,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Op {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Leaves of an event. Each is present in the events that `resolve` allows it in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    Now,
    GuildId,
    GuildName,
    GuildMemberCount,
    ChannelId,
    MessageId,
    MessageContent,
    MessageLink,
    MessageMentionCount,
    MessageAttachmentCount,
    ReactionEmoji,
    /// The person of the event: author, invoker, the member who joined, left, reacted or clicked.
    ActorId,
    /// The bot itself.
    BotId,
    // Of a person:
    Id,
    Mention,
    Name,
    DisplayName,
    Bot,
    JoinedAt,
    CreatedAt,
    /// Roles of a member, as a list; for `role in member.roles`.
    Roles,
}

/// The closed set of functions. Their meaning is in `router::function`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Builtin {
    /// `random(low, high)`: both ends included.
    Random,
    /// `level(xp)`: the level a total of XP reaches.
    Level,
    /// `level-xp(level)`: the total of XP at which a level starts.
    LevelXp,
    Min,
    Max,
    Length,
    Lower,
    /// `contains(text, part)`, without regard to case.
    Contains,
    /// `contains-any(text, words)`: whole words, without regard to case; `*` in a word stands for any letters.
    ContainsAny,
    /// `has-invite(text)`: an invitation to a Discord server.
    HasInvite,
    HasLink,
    /// `render(template)`: text that a server's admin wrote, in a sandbox.
    Render,
    /// `mention(role or channel or user)`.
    Mention,
    /// `relative(instant)`: Discord shows it as "3 days ago".
    Relative,
    /// `truncate(text, characters)`.
    Truncate,
}

/// A bounded look into one store, within the server of the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Query {
    pub store: StoreId,
    /// Rows for which this holds.
    pub filter: Option<Expr>,
    /// Taken from the filter when it asks for one person's rows, so that an index serves it.
    pub of: Option<(FieldId, Expr)>,
    pub by: Option<FieldId>,
    pub descending: bool,
    pub limit: Option<u32>,
}
