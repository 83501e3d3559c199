//! What kinds of steps and of expressions have in common. Who looks for one of these asks here, so that each list of
//! kinds stands in one place.

use crate::{lexicon::Function, vocab::Span};

use super::{
    Asked, Counts, Expr, FieldId, Kind, Message, Op, Query, RESULT_SLOTS, SettingId, StepKind,
    StoreId, To,
    walk::{self, Part},
};

/// A row that a step makes or changes.
#[derive(Debug, Clone, Copy)]
pub struct Written<'p> {
    pub store: StoreId,
    /// Whether it is a new one, which has no key yet.
    pub is_new: bool,
    pub key: &'p [Expr],
    pub values: &'p [(FieldId, Expr)],
}

impl<'p> Written<'p> {
    /// What each field is given, those of the key first.
    pub fn fields(self) -> impl Iterator<Item = (FieldId, &'p Expr)> {
        let values = self.values.iter().map(|(field, value)| (*field, value));
        (0..).map(FieldId).zip(self.key).chain(values)
    }

    #[must_use]
    pub fn value(self, field: FieldId) -> Option<&'p Expr> {
        let mut fields = self.fields();
        let found = fields.find(|(given, _)| *given == field);
        found.map(|(_, value)| value)
    }
}

impl StepKind {
    /// What is added up where it is a `score`.
    #[must_use]
    pub fn counts(&self) -> &[Counts] {
        match self {
            Self::Let { counts, .. } => counts,
            Self::When { .. }
            | Self::Each { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_)
            | Self::Then { .. } => &[],
        }
    }

    #[must_use]
    pub fn written(&self) -> Option<Written<'_>> {
        let (store, is_new, key, values) = match self {
            Self::Insert { store, values } => (*store, true, &[][..], values),
            Self::Update { store, key, values } => (*store, false, key.as_slice(), values),
            Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_)
            | Self::Then { .. } => return None,
        };
        Some(Written {
            store,
            is_new,
            key,
            values,
        })
    }

    /// The rows that it deletes or finishes.
    #[must_use]
    pub fn ended(&self) -> Option<&Query> {
        match self {
            Self::Delete { query, .. } | Self::Finish { query } => Some(query),
            Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_)
            | Self::Then { .. } => None,
        }
    }

    /// The store of the entries for what follows it.
    #[must_use]
    pub fn journal(&self) -> Option<StoreId> {
        match self {
            Self::Then { journal, .. } => Some(*journal),
            Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_) => None,
        }
    }

    /// The rows that it has at hand one after the other.
    #[must_use]
    pub fn rows(&self) -> Option<&Query> {
        match self {
            Self::Each { query, .. } => Some(query),
            Self::When { .. }
            | Self::Let { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_)
            | Self::Then { .. } => None,
        }
    }

    /// What decides whether the steps in it, or after it, are reached.
    #[must_use]
    pub fn condition(&self) -> Option<&Expr> {
        match self {
            Self::When { cond, .. } => Some(cond),
            Self::Require { cond, .. } => cond.as_ref(),
            Self::Let { .. }
            | Self::Each { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_)
            | Self::Then { .. } => None,
        }
    }

    /// Whether it answers where all who see the channel can read it.
    #[must_use]
    pub fn is_public_reply(&self) -> bool {
        match self.said() {
            Some((To::Reply { ephemeral }, _)) => !ephemeral,
            Some((To::Channel(_) | To::ModLog | To::Operators | To::Dm(_) | To::Edit(_), _))
            | None => false,
        }
    }

    /// To whom it says something, and what.
    #[must_use]
    pub fn said(&self) -> Option<(&To, &Message)> {
        match self {
            Self::Say { to, message } => Some((to, message)),
            Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Do { .. }
            | Self::Ask(_)
            | Self::Then { .. } => None,
        }
    }
}

impl To {
    /// The channel that it names.
    #[must_use]
    pub fn channel(&self) -> Option<&Expr> {
        match self {
            Self::Channel(channel) => Some(channel),
            Self::Reply { .. } | Self::ModLog | Self::Operators | Self::Dm(_) | Self::Edit(_) => {
                None
            }
        }
    }

    /// The message that it changes.
    #[must_use]
    pub fn edited(&self) -> Option<&Expr> {
        match self {
            Self::Edit(message) => Some(message),
            Self::Reply { .. }
            | Self::ModLog
            | Self::Operators
            | Self::Channel(_)
            | Self::Dm(_) => None,
        }
    }

    /// To whom it is a direct message.
    #[must_use]
    pub fn person(&self) -> Option<&Expr> {
        match self {
            Self::Dm(person) => Some(person),
            Self::Reply { .. }
            | Self::ModLog
            | Self::Operators
            | Self::Channel(_)
            | Self::Edit(_) => None,
        }
    }
}

impl Part<'_> {
    /// The store that this part alone looks into, and where. A field of the row at hand is its query's.
    #[must_use]
    pub fn reads(self) -> Option<(StoreId, Span)> {
        match self {
            Part::Query(query) => Some((query.store, query.span)),
            Part::Expr(expr) => expr.keyed().map(|(store, _)| (store, expr.span)),
            Part::Step(_) | Part::Message(_) => None,
        }
    }
}

/// How a condition is put together.
#[derive(Debug, Clone, Copy)]
pub enum Cond<'e> {
    And(&'e Expr, &'e Expr),
    Or(&'e Expr, &'e Expr),
    Not(&'e Expr),
    Compared(Op, &'e Expr, &'e Expr),
    Whole,
}

impl Expr {
    #[must_use]
    pub fn cond(&self) -> Cond<'_> {
        match &self.kind {
            Kind::Not(of) => Cond::Not(of),
            Kind::Binary { op, left, right } => match op {
                Op::And => Cond::And(left, right),
                Op::Or => Cond::Or(left, right),
                Op::Equal
                | Op::NotEqual
                | Op::Less
                | Op::LessOrEqual
                | Op::Greater
                | Op::GreaterOrEqual
                | Op::In => Cond::Compared(*op, left, right),
                Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Remainder => Cond::Whole,
            },
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
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::If { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => Cond::Whole,
        }
    }

    /// Whether it is a field as it was when the handler began.
    #[must_use]
    pub fn is_before(&self) -> bool {
        match &self.kind {
            Kind::Field { before, .. } => *before,
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
            | Kind::Exists { .. }
            | Kind::Row(..)
            | Kind::Rank
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

    /// Of a message, its id.
    #[must_use]
    pub fn message_id(&self) -> Option<&Self> {
        match &self.kind {
            Kind::Message { id, .. } => Some(id),
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
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::Binary { .. }
            | Kind::If { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. } => None,
        }
    }

    /// What is equal wherever the whole condition holds, as it is written: `a == b and …`.
    #[must_use]
    pub fn equal(&self) -> Vec<(&Self, &Self)> {
        match self.cond() {
            Cond::And(left, right) => [left.equal(), right.equal()].concat(),
            Cond::Compared(Op::Equal, left, right) => vec![(left, right)],
            Cond::Compared(..) | Cond::Or(..) | Cond::Not(_) | Cond::Whole => Vec::new(),
        }
    }

    /// The row that this part asks for by its key: whether it is there, or what stands in it.
    #[must_use]
    pub fn keyed(&self) -> Option<(StoreId, &[Self])> {
        match &self.kind {
            Kind::Field { store, key, .. } | Kind::Exists { store, key } => Some((*store, key)),
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
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::Binary { .. }
            | Kind::If { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => None,
        }
    }

    /// The field that this part is the value of, with the key of its row; without one it is of the row at hand.
    #[must_use]
    pub fn stored(&self) -> Option<(StoreId, FieldId, Option<&[Self]>)> {
        match &self.kind {
            Kind::Field {
                store, key, field, ..
            } => Some((*store, *field, Some(key))),
            Kind::Row(store, field) => Some((*store, *field, None)),
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
            | Kind::Exists { .. }
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::Binary { .. }
            | Kind::If { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => None,
        }
    }

    /// The setting that it is, as a server set it.
    #[must_use]
    pub fn as_setting(&self) -> Option<SettingId> {
        match &self.kind {
            Kind::Setting(id) => Some(*id),
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Local(_)
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Field { .. }
            | Kind::Exists { .. }
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::Binary { .. }
            | Kind::If { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => None,
        }
    }

    /// The function that this part alone calls.
    #[must_use]
    pub fn calls(&self) -> Option<(&'static Function, &[Self])> {
        match &self.kind {
            Kind::Call { function, args } => Some((function, args)),
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
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::Binary { .. }
            | Kind::If { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => None,
        }
    }

    /// Whether something is so of this expression or of a part of it.
    pub fn any(&self, mut is_so: impl FnMut(&Self) -> bool) -> bool {
        let mut found = false;
        walk::expr(self, &mut |part| {
            if let Part::Expr(part) = part {
                found = found || is_so(part);
            }
        });
        found
    }

    /// Whether it depends on the row at hand.
    #[must_use]
    pub fn is_of_row(&self) -> bool {
        self.any(Self::reads_row)
    }
}

impl StepKind {
    /// The service that it asks.
    #[must_use]
    pub fn asked(&self) -> Option<&Asked> {
        match self {
            Self::Ask(asked) => Some(asked),
            Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Then { .. } => None,
        }
    }

    /// How many slots the result of this effect takes.
    #[must_use]
    pub fn result_slots(&self) -> u32 {
        self.asked().map_or(RESULT_SLOTS, |asked| {
            u32::try_from(asked.answers.fields.len()).unwrap_or(u32::MAX)
        })
    }
}
