//! What handlers do and compute, with names resolved, types known, and the span of every part.
//!
//! The same shapes as `plan::Effect` and `plan::Expr`, which are these without spans.

use crate::{
    lexicon::OptionKind,
    plan::{Builtin, FieldId, On, Op, SettingId, Slot, Source, StoreId},
    vocab::{Permission, Span, Spanned, Type, Value},
};

/// The type of an expression: a type of the language, or one of the things that only have fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ty {
    /// A fault was found here already; everything fits.
    Unknown,
    /// The literal `none`.
    None,
    Of(Type),
    /// The message of the event, or a `message-link` option: an id and a channel.
    Message,
    Guild,
    Reaction,
    Bot,
    /// `xp[key]`: a row that may be missing.
    RowAt(StoreId),
}

/// Two expressions are equal when they compute the same, wherever they stand.
#[derive(Debug, Clone)]
pub struct Expr {
    pub kind: Kind,
    pub ty: Ty,
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A finding says what is wrong here.
    Unknown,
    Literal(Value),
    Local(Slot),
    Source(Source),
    Person {
        of: Box<Expr>,
        what: Source,
    },
    Can {
        of: Box<Expr>,
        permission: Permission,
    },
    Setting(SettingId),
    Field {
        store: StoreId,
        key: Vec<Expr>,
        field: FieldId,
        before: bool,
    },
    Exists {
        store: StoreId,
        key: Vec<Expr>,
    },
    /// A field of the row at hand, of this store.
    Row(StoreId, FieldId),
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
    /// The message of the event or of a link, as an id in a channel; only as an argument of an effect.
    Message {
        channel: Box<Expr>,
        id: Box<Expr>,
    },
}

#[derive(Debug, Clone)]
pub struct Query {
    pub store: StoreId,
    pub filter: Option<Expr>,
    pub by: Option<FieldId>,
    pub descending: bool,
    pub limit: Option<u32>,
    pub span: Span,
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        (self.store, self.by, self.descending, self.limit)
            == (other.store, other.by, other.descending, other.limit)
            && self.filter == other.filter
    }
}

#[derive(Debug, Clone, Default)]
pub struct Text {
    pub parts: Vec<TextPart>,
}

#[derive(Debug, Clone)]
pub enum TextPart {
    Literal(String),
    Hole(Expr),
}

#[derive(Debug, Clone)]
pub struct Message {
    pub text: Option<Text>,
    pub list: Option<List>,
    pub buttons: Vec<Button>,
    pub card: Option<String>,
    pub mentions: bool,
}

#[derive(Debug, Clone)]
pub struct List {
    pub query: Query,
    pub line: Text,
    pub empty: Option<Text>,
}

#[derive(Debug, Clone)]
pub struct Button {
    pub id: Spanned<String>,
    pub label: Text,
    pub style: String,
}

#[derive(Debug, Clone)]
pub struct Step {
    pub kind: StepKind,
    pub otherwise: Option<Text>,
    /// The whole step.
    pub span: Span,
    /// Its first word.
    pub name: Span,
}

#[derive(Debug, Clone)]
pub enum StepKind {
    When {
        cond: Expr,
        then: Vec<Step>,
        otherwise: Vec<Step>,
    },
    Let {
        slot: Slot,
        name: Spanned<String>,
        value: Expr,
    },
    Each {
        query: Query,
        steps: Vec<Step>,
    },
    Require {
        permission: Option<Permission>,
        target: Option<Expr>,
        cond: Option<Expr>,
        refusal: Option<Text>,
    },
    Stop,
    Insert {
        store: StoreId,
        values: Vec<(FieldId, Expr)>,
    },
    Update {
        store: StoreId,
        key: Vec<Expr>,
        values: Vec<(FieldId, Expr)>,
    },
    Delete {
        query: Query,
    },
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
    EmitModLog {
        message: Message,
    },
    Dm {
        to: Expr,
        message: Message,
    },
    /// `add` is false where the role is taken away.
    Role {
        add: bool,
        member: Expr,
        role: Expr,
        reason: Option<Text>,
    },
    Timeout {
        member: Expr,
        duration: Expr,
        reason: Option<Text>,
    },
    DeleteMessage {
        message: Expr,
        reason: Option<Text>,
    },
    React {
        message: Expr,
        emoji: Expr,
    },
}

/// What starts steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    Event(On),
    Command,
    /// A command made from a row.
    CommandSet,
}

impl Start {
    /// The person of the event, as policies call them here.
    #[must_use]
    pub fn actor(&self) -> &'static str {
        match self {
            Self::Event(On::Message) => "author",
            Self::Event(_) => "member",
            Self::Command | Self::CommandSet => "invoker",
        }
    }

    /// Whether somebody asked for it and waits for an answer.
    #[must_use]
    pub fn is_asked_for(&self) -> bool {
        matches!(
            self,
            Self::Command | Self::CommandSet | Self::Event(On::Button(_))
        )
    }
}

/// A local value: an option of a command or a `let`.
#[derive(Debug, Clone)]
pub struct Local {
    pub name: String,
    pub slot: Slot,
    pub ty: Ty,
    /// Set for an option.
    pub kind: Option<&'static OptionKind>,
    pub at: Span,
}
