//! Expressions, with every name looked up and every type known, and where each part was written.
//!
//! `resolve` makes them, `check` judges them, the router computes them: one tree for all. Types and spans are for the
//! compiler and are not written into a plan's JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FieldId, SettingId, Slot, StoreId};
use crate::{
    lexicon::{Function, Source},
    vocab::{Permission, Span, Type, Value},
};

/// Two expressions are equal when they compute the same, wherever they stand.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Expr {
    pub kind: Kind,
    #[serde(skip)]
    pub ty: Ty,
    #[serde(skip)]
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Expr {}

/// The type of an expression: a type of the language, or one of the things that only have fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Ty {
    /// A fault was found here already, or nobody asked; everything fits.
    #[default]
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A finding says what is wrong here. No plan holds it.
    #[serde(skip)]
    Unknown,
    Literal(Value),
    /// An argument, a `let`, or the id of a person, channel or message bound by the event.
    Local(Slot),
    Now,
    /// The bot itself.
    Me,
    /// The person of the event: author, invoker, the member who joined, left, reacted or clicked.
    Actor,
    /// Something else that the event tells.
    Told(#[schemars(with = "Source")] &'static Source),
    /// Something about a person: `author.name`. `of` is a user or none; none gives none.
    Person {
        of: Box<Expr>,
        #[schemars(with = "Source")]
        what: &'static Source,
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
    /// A field of the row at hand in `where`, `list` and `each`, which is one of this store.
    Row(StoreId, FieldId),
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
        #[schemars(with = "Function")]
        function: &'static Function,
        args: Vec<Expr>,
    },
    Count(Box<Query>),
    Sum {
        query: Box<Query>,
        field: FieldId,
    },
    /// The message of the event or of a link, as an id in a channel; only as an argument of a deed.
    Message {
        channel: Box<Expr>,
        id: Box<Expr>,
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

/// A bounded look into one store, within the server of the event.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Query {
    pub store: StoreId,
    /// Rows for which this holds.
    pub filter: Option<Expr>,
    /// Taken from the filter when it asks for one person's rows, so that an index serves it.
    pub of: Option<(FieldId, Expr)>,
    pub by: Option<FieldId>,
    pub descending: bool,
    pub limit: Option<u32>,
    /// Whether what is done for its rows may be done in other servers than that of the event, as the policy says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub across: bool,
    #[serde(skip)]
    pub span: Span,
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        let plain = |one: &Self| (one.store, one.by, one.descending, one.limit, one.across);
        plain(self) == plain(other) && self.filter == other.filter
    }
}

impl Eq for Query {}

impl Query {
    /// Every row of a store.
    #[must_use]
    pub fn all(store: StoreId, span: Span) -> Self {
        Self {
            store,
            filter: None,
            of: None,
            by: None,
            descending: false,
            limit: None,
            across: false,
            span,
        }
    }

    /// The rows among these for which `filter` holds.
    #[must_use]
    pub fn filtered(self, filter: Expr) -> Self {
        Self {
            of: one_person(&filter).map(|(field, person)| (field, person.clone())),
            filter: Some(filter),
            ..self
        }
    }
}

impl Expr {
    #[must_use]
    pub fn new(kind: Kind, ty: Ty, span: Span) -> Self {
        Self { kind, ty, span }
    }

    #[must_use]
    pub fn of(kind: Kind, ty: Type, span: Span) -> Self {
        Self::new(kind, Ty::Of(ty), span)
    }

    #[must_use]
    pub fn unknown(span: Span) -> Self {
        Self::new(Kind::Unknown, Ty::Unknown, span)
    }

    /// Whether it may be none.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        matches!(self.ty, Ty::Of(Type::Optional(_)))
    }

    #[must_use]
    pub fn is_actor(&self) -> bool {
        self.kind == Kind::Actor
    }
}

/// An expression made by hand, which stands nowhere.
impl From<Kind> for Expr {
    fn from(kind: Kind) -> Self {
        Self::new(kind, Ty::Unknown, Span::default())
    }
}

/// `row.member == X`, where it must hold for the whole filter and X is the same for every row.
fn one_person(filter: &Expr) -> Option<(FieldId, &Expr)> {
    let mut equal = filter.equal().into_iter();
    equal.find_map(|(left, right)| names_person(left, right).or_else(|| names_person(right, left)))
}

fn names_person<'e>(row: &Expr, person: &'e Expr) -> Option<(FieldId, &'e Expr)> {
    let Kind::Row(_, field) = &row.kind else {
        return None;
    };
    let is_person = row.ty == Ty::Of(Type::UserId);
    // A person who may be none names no rows, which an index cannot look up.
    let is_there = [Ty::Of(Type::UserId), Ty::Of(Type::Member)].contains(&person.ty);
    (is_person && is_there && !person.is_of_row()).then_some((*field, person))
}

impl Expr {
    /// Whether this part alone, without those in it, depends on the row at hand.
    #[must_use]
    pub fn reads_row(&self) -> bool {
        match self.kind {
            Kind::Row(..) | Kind::Rank => true,
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Local(_)
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Setting(_)
            | Kind::Field { .. }
            | Kind::Exists { .. }
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::Binary { .. }
            | Kind::If { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => false,
        }
    }
}
