//! What handlers do: finite sequences of steps. `resolve` makes them, `check` judges them, the router carries them out.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Button, Expr, FeatureId, FieldId, LimitId, Query, Slot, StoreId, Text};
use crate::{
    lexicon::{Deed, Event},
    vocab::{CardKind, Duration, Permission, Place, Span},
};

/// Steps that run when something happens in a server where the feature is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Handler {
    pub feature: FeatureId,
    pub on: On,
    pub slots: u32,
    pub steps: Vec<Step>,
    pub at: Place,
}

/// What starts steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct On {
    #[schemars(with = "Event")]
    pub event: &'static Event,
    /// Which one, where the policy names it: the button's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Of which store a row ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
    /// Of messages: also those that are commands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub commands: bool,
}

impl From<&'static Event> for On {
    fn from(event: &'static Event) -> Self {
        Self {
            event,
            id: None,
            store: None,
            commands: false,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    pub kind: StepKind,
    /// Told to the person (or the mod-log, where there is nobody to tell) when Discord refuses this step.
    pub otherwise: Option<Text>,
    pub at: Place,
    /// The whole step.
    #[serde(skip)]
    pub span: Span,
    /// Its first word.
    #[serde(skip)]
    pub name: Span,
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.otherwise == other.otherwise && self.at == other.at
    }
}

impl Eq for Step {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(
    clippy::large_enum_variant,
    reason = "a policy has few steps, and most of them say something"
)]
pub enum StepKind {
    When {
        cond: Expr,
        then: Vec<Step>,
        otherwise: Vec<Step>,
    },
    Let {
        slot: Slot,
        name: String,
        #[serde(skip)]
        name_at: Span,
        value: Expr,
        /// Of a `score`, what is added up, in order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        counts: Vec<Counts>,
    },
    /// For each row, steps in which `Row` reads it; `otherwise` where there is none. Bounded by the query's limit, at most
    /// 100; of `first` that is 1.
    Each {
        query: Query,
        steps: Vec<Step>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        otherwise: Vec<Step>,
    },
    /// Stops the handler with an ephemeral answer when the invoker lacks the permission, when `target` stands above
    /// the invoker or the bot, or when `cond` does not hold.
    Require {
        permission: Option<Permission>,
        target: Option<Expr>,
        cond: Option<Expr>,
        refusal: Option<Text>,
    },
    /// Ends the handler with this answer where it came here `most` times for the same `per` within a time; with `over`
    /// goes on, and says whether it did. Counted in memory alone, when the whole handler goes through.
    Limit {
        id: LimitId,
        most: u32,
        /// What is counted apart, together. Of a text, only which it is.
        per: Vec<Expr>,
        within: Duration,
        refusal: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        over: Option<Over>,
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
        /// Where nothing is there to be deleted, the handler ends with this answer, and changes nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refusal: Option<Text>,
    },
    /// The flow that these rows belong to has ended; `Trigger::FlowEnded` counts from here.
    Finish {
        query: Query,
    },

    Say {
        to: To,
        message: Message,
    },
    /// Does something on Discord; `args` are the deed's parameters, by name.
    Do {
        #[schemars(with = "Deed")]
        deed: &'static Deed,
        args: BTreeMap<String, Arg>,
    },
    /// Asks a service outside Discord; always the first of a `Then`, whose slots hold what it answers.
    Ask(Box<Asked>),

    /// An effect with a result: `steps` follow once Discord has done `first`, as a transaction of their own. Where a row
    /// ended, every effect is one: it follows from its entry alone, and often nothing follows from it.
    Then {
        first: Box<Step>,
        /// Holds the result: a channel, or of a message its id, its channel and its link, in three slots; of an answer each
        /// declared member in one.
        slot: Slot,
        name: String,
        #[serde(skip)]
        name_at: Span,
        /// The store in which an entry says that the steps are still to come. No other step has the same.
        journal: StoreId,
        /// What an entry keeps of what the steps need, one for each field after the key; where a row ended, a last field
        /// says whether the effect was begun. Empty where nothing is kept: after a crash it is then told that the steps did
        /// not happen.
        keeps: Vec<Expr>,
        steps: Vec<Step>,
    },
}

/// The name under which a `limit` says that something was done too often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Over {
    pub slot: Slot,
    pub name: String,
    #[serde(skip)]
    pub at: Span,
}

/// A reason for which a `score` counts points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    pub points: i64,
    /// In the policy's words, for people.
    pub because: String,
}

/// Whom something is said to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum To {
    /// Answers the interaction; elsewhere, in the channel of the event.
    Reply { ephemeral: bool },
    /// Nobody where there is no channel.
    Channel(Expr),
    /// To the channel the server chose; nothing while it has chosen none.
    ModLog,
    /// To those who operate the bot, in a channel of their server.
    Operators,
    /// By direct message.
    Dm(Expr),
    /// In the place of what a message says that the bot wrote, or that stands under a name of its own.
    Edit(Expr),
}

/// What a parameter of a deed is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Arg {
    Value(Expr),
    Text(Text),
    /// Of a parameter that repeats.
    Values(Vec<Expr>),
}

impl Arg {
    #[must_use]
    pub fn value(&self) -> Option<&Expr> {
        match self {
            Self::Value(expr) => Some(expr),
            Self::Text(_) | Self::Values(_) => None,
        }
    }

    #[must_use]
    pub fn text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) => Some(text),
            Self::Value(_) | Self::Values(_) => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    pub text: Option<Text>,
    pub list: Option<List>,
    pub buttons: Vec<Button>,
    /// Shown as an embed instead of plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Box<Card>>,
    /// People in the text are notified; nobody is unless a policy says so.
    pub mentions: bool,
    /// Files of somebody's that go along: one, several, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Box<Expr>>,
    /// As whom it is posted; as the bot where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persona: Option<Box<Persona>>,
}

/// A message that is more than plain text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Card {
    pub kind: CardKind,
    /// What stands above the text; the kind's own name where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// How far something is, in percent; shown as a bar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Expr>,
}

/// A name and a picture under which the bot posts by a webhook of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Persona {
    pub name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<Expr>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct List {
    pub query: Query,
    pub line: Text,
    pub empty: Option<Text>,
}

impl StepKind {
    /// The blocks of steps inside it.
    #[must_use]
    pub fn blocks(&self) -> [&[Step]; 2] {
        match self {
            Self::When {
                then, otherwise, ..
            } => [then, otherwise],
            Self::Each {
                steps, otherwise, ..
            } => [steps, otherwise],
            Self::Then { first, steps, .. } => [std::slice::from_ref(&**first), steps],
            Self::Let { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_) => [&[], &[]],
        }
    }

    /// The same, to be changed; without the first of [`StepKind::Then`], which has no block.
    pub fn blocks_mut(&mut self) -> [&mut [Step]; 2] {
        match self {
            Self::When {
                then, otherwise, ..
            } => [then, otherwise],
            Self::Each {
                steps, otherwise, ..
            } => [steps, otherwise],
            Self::Then { steps, .. } => [steps, &mut []],
            Self::Let { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_) => [&mut [], &mut []],
        }
    }

    /// Steps that have a row of a query at hand.
    #[must_use]
    pub fn of_each_row(&self) -> &[Step] {
        match self {
            Self::Each { steps, .. } => steps,
            Self::When { .. }
            | Self::Let { .. }
            | Self::Then { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_) => &[],
        }
    }

    /// What the entries of a journal keep.
    pub fn keeps_mut(&mut self) -> Option<(StoreId, &mut Vec<Expr>)> {
        match self {
            Self::Then { journal, keeps, .. } => Some((*journal, keeps)),
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

    /// The store whose rows it changes, so that what was known of them is not known any more.
    #[must_use]
    pub fn changes(&self) -> Option<StoreId> {
        let written = self.written().map(|row| row.store);
        let deleted = self.ended().map(|query| query.store);
        written.or(deleted).filter(|_| self.finishes().is_none())
    }

    /// The store of which it ends the flow of rows.
    #[must_use]
    pub fn finishes(&self) -> Option<StoreId> {
        match self {
            Self::Finish { query } => Some(query.store),
            Self::Then { .. }
            | Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
            | Self::Require { .. }
            | Self::Stop
            | Self::Limit { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_) => None,
        }
    }

    /// What it does on Discord, other than saying something.
    #[must_use]
    pub fn deed(&self) -> Option<&'static Deed> {
        self.done().map(|(deed, _)| deed)
    }

    /// The same with what it is given.
    #[must_use]
    pub fn done(&self) -> Option<(&'static Deed, &BTreeMap<String, Arg>)> {
        match self {
            Self::Do { deed, args } => Some((deed, args)),
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
            | Self::Ask(_)
            | Self::Then { .. } => None,
        }
    }

    /// A value that decides which steps are reached, or that may do so by its name.
    #[must_use]
    pub fn decider(&self) -> Option<&Expr> {
        match self {
            Self::When { cond, .. } => Some(cond),
            Self::Require { cond, .. } => cond.as_ref(),
            Self::Let { value, .. } => Some(value),
            Self::Each { query, .. } => query.filter.as_ref(),
            Self::Stop
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

    /// What holds wherever its first block is reached.
    #[must_use]
    pub fn holds_in_first(&self) -> Option<&Expr> {
        match self {
            Self::When { cond, .. } => Some(cond),
            Self::Require { .. }
            | Self::Let { .. }
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

    /// What holds wherever the steps after it are reached.
    #[must_use]
    pub fn holds_after(&self) -> Option<&Expr> {
        match self {
            Self::Require { cond, .. } => cond.as_ref(),
            Self::When { .. }
            | Self::Let { .. }
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

    /// The name that a value gets, and the value.
    #[must_use]
    pub fn binds(&self) -> Option<(Slot, &Expr)> {
        match self {
            Self::Let { slot, value, .. } => Some((*slot, value)),
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
            | Self::Then { .. } => None,
        }
    }

    /// Whether it does something outside, on Discord or at a service, which may be refused there.
    #[must_use]
    pub fn acts(&self) -> bool {
        self.said().is_some() || self.done().is_some() || self.asked().is_some()
    }

    /// Whether the handler may end here.
    #[must_use]
    pub fn may_end(&self) -> bool {
        match self {
            Self::Stop | Self::Require { .. } => true,
            Self::Limit { over, .. } => over.is_none(),
            Self::Delete { refusal, .. } => refusal.is_some(),
            Self::Then { .. }
            | Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Finish { .. }
            | Self::Say { .. }
            | Self::Do { .. }
            | Self::Ask(_) => false,
        }
    }

    /// The permission that it asks of somebody.
    #[must_use]
    pub fn permission(&self) -> Option<Permission> {
        match self {
            Self::Require { permission, .. } => *permission,
            Self::Then { .. }
            | Self::When { .. }
            | Self::Let { .. }
            | Self::Each { .. }
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

    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        self.said().map(|(_, message)| message)
    }
}

/// Steps and those inside them, in the order they are written.
pub fn all(steps: &[Step]) -> impl Iterator<Item = &Step> {
    let mut waiting: Vec<&Step> = steps.iter().rev().collect();
    std::iter::from_fn(move || {
        let step = waiting.pop()?;
        let [first, second] = step.kind.blocks();
        waiting.extend(second.iter().rev());
        waiting.extend(first.iter().rev());
        Some(step)
    })
}

/// Whether nothing comes after these steps.
#[must_use]
pub fn ends(steps: &[Step]) -> bool {
    steps.last().is_some_and(|last| match &last.kind {
        StepKind::Stop => true,
        StepKind::When {
            then, otherwise, ..
        } => ends(then) && ends(otherwise),
        StepKind::Each {
            steps, otherwise, ..
        } => ends(steps) && ends(otherwise),
        StepKind::Then { .. }
        | StepKind::Let { .. }
        | StepKind::Limit { .. }
        | StepKind::Require { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_) => false,
    })
}
