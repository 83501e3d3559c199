//! What handlers do: finite sequences of steps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Expr, FeatureId, FieldId, Query, Slot, StoreId};
use crate::vocab::{Duration, Permission, Place};

/// Steps that run when something happens in a server where the feature is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Handler {
    pub feature: FeatureId,
    pub on: On,
    pub slots: u32,
    pub steps: Vec<Step>,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "event", content = "id")]
pub enum On {
    /// A message in a server; the bot's own are never seen.
    Message,
    ReactionAdd,
    ReactionRemove,
    MemberJoin,
    MemberLeave,
    /// A press of the button with this id.
    Button(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    pub effect: Effect,
    /// Told to the person (or the mod-log, where there is nobody to tell) when Discord refuses this effect.
    pub otherwise: Option<Text>,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    When {
        cond: Expr,
        then: Vec<Step>,
        otherwise: Vec<Step>,
    },
    Let {
        slot: Slot,
        value: Expr,
    },
    /// For each row, steps in which `Row(_)` reads it. Bounded by the query's limit, at most 100.
    Each {
        query: Query,
        steps: Vec<Step>,
    },
    /// Stops the handler with an ephemeral answer when the invoker lacks the permission, when `target` stands above
    /// the invoker or the bot, or when `cond` does not hold.
    Require {
        permission: Option<Permission>,
        target: Option<Expr>,
        cond: Option<Expr>,
        refusal: Option<Text>,
    },
    /// Ends the handler without a word.
    Stop,

    Insert {
        store: StoreId,
        values: Vec<(FieldId, Expr)>,
    },
    /// Makes the row from defaults when it is missing.
    Update {
        store: StoreId,
        key: Vec<Expr>,
        values: Vec<(FieldId, Expr)>,
    },
    Delete {
        query: Query,
    },
    /// The flow that these rows belong to has ended; `Trigger::FlowEnded` counts from here.
    Finish {
        query: Query,
    },

    Reply {
        ephemeral: bool,
        message: Message,
    },
    Send {
        to: Expr,
        message: Message,
    },
    /// To the channel the server chose; nothing while it has chosen none.
    EmitModLog {
        message: Message,
    },
    Dm {
        to: Expr,
        message: Message,
    },
    AddRole {
        member: Expr,
        role: Expr,
        reason: Option<Text>,
    },
    RemoveRole {
        member: Expr,
        role: Expr,
        reason: Option<Text>,
    },
    Timeout {
        member: Expr,
        duration: Expr,
        reason: Option<Text>,
    },
    /// The message of the event, or `message` in `channel`.
    DeleteMessage {
        channel: Expr,
        message: Expr,
        reason: Option<Text>,
    },
    /// The bot reacts.
    React {
        channel: Expr,
        message: Expr,
        emoji: Expr,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    pub parts: Vec<TextPart>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextPart {
    Literal(String),
    Hole(Expr),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    pub text: Option<Text>,
    pub list: Option<List>,
    pub buttons: Vec<Button>,
    /// Shown as an embed with this kind of card instead of plain text.
    pub card: Option<String>,
    /// People in the text are notified; nobody is unless a policy says so.
    pub mentions: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct List {
    pub query: Query,
    pub line: Text,
    pub empty: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Button {
    /// The handler's `On::Button`.
    pub id: String,
    pub label: Text,
    /// `primary`, `secondary`, `success` or `danger`.
    pub style: String,
}

/// The longest a timeout may be, by Discord's documentation.
pub const TIMEOUT_MAX: Duration = Duration::days(28);
