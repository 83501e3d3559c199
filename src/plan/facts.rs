//! Who answers for the bot and what it promises: the part of a plan that only people read.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answers, FeatureId, Store, StoreId, Trigger};
use crate::{
    lexicon::End,
    vocab::{
        Basis, Category, ContactKind, Duration, Intent, Permission, Place, Sink, Standing, Way,
    },
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Controller {
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub established: Option<String>,
    pub contacts: Vec<Contact>,
    pub respond_within: Option<Duration>,
    pub minimum_age: Option<u32>,
    /// Where to complain.
    pub authority: Option<Authority>,
    pub at: Place,
}

/// A supervisory authority, in the operator's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Authority {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    pub kind: ContactKind,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Processor {
    pub id: String,
    pub name: String,
    pub role: String,
    pub country: Option<String>,
    /// What protects the data outside the European Economic Area, in the operator's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safeguards: Option<String>,
    pub receives: Vec<Category>,
    /// Where handlers can ask it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answers>,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Purpose {
    pub id: String,
    /// A term of the Data Privacy Vocabulary, without its prefix.
    pub dpv: Option<String>,
    /// Completes "the bot needs them to …".
    pub text: String,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// A measure that Candor takes makes it enforced; any other, or none, makes it stated.
    pub id: Option<String>,
    /// In the operator's words; empty where Candor has its own.
    pub text: String,
    pub standing: Standing,
    pub at: Place,
}

/// Copies of the data that the bot makes at each start, before it connects. The oldest go, and none lasts longer than
/// `max_age`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StartBackup {
    pub keep: u32,
    pub max_age: Duration,
    /// Whether stores are left out that are kept for a shorter time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaves_out: bool,
    pub at: Place,
}

impl StartBackup {
    /// Whether rows of the store are in none.
    #[must_use]
    pub fn is_without(&self, store: &Store) -> bool {
        let mut clauses = store.retention.clauses.iter();
        clauses.any(|clause| clause.trigger == Trigger::Boot && clause.after.ms <= 0)
            || self.leaves_out
                && store
                    .retention
                    .shortest()
                    .is_some_and(|time| time < self.max_age)
    }
}

/// Which bot it is on Discord.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Application {
    pub id: String,
    /// How Discord shows it: `Ralsei#0001`, or a name alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Whether Discord said so, to a bot that runs.
    #[serde(skip)]
    pub told: bool,
    pub at: Place,
}

/// The operator's word, such as where servers stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stated {
    pub topic: String,
    pub text: String,
    /// What stands for it as a row of the table of what is kept, with nothing in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    pub date: String,
    pub text: String,
    pub at: Place,
}

/// A `never` that holds for every handler of this plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    pub kind: ClaimKind,
    pub standing: Standing,
    /// Whether what it is about decides that somebody is silenced or removed, who then does nothing more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silences: bool,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum ClaimKind {
    /// No handler reads `what`: a source such as `message.content`, or a category.
    NotRequested { what: String },
    /// No value made from `what` reaches `sink`, and nothing that does is decided by it, but for `Plan::declassified`.
    NotTo { what: String, sink: Sink },
    /// The bot does not ask Discord for this intent.
    NoIntent { intent: Intent },
}

/// An explicit, reasoned exception to the flow of labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Declassify {
    pub what: String,
    pub to: Sink,
    pub way: Way,
    /// Only what this store keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<super::StoreId>,
    /// Only what this feature does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<super::FeatureId>,
    pub reason: String,
    pub at: Place,
}

/// A setting of type channel chosen by each server; nothing is posted while it is unset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModLog {
    pub setting: super::SettingId,
    /// Categories about people that reach it.
    pub receives: Vec<Category>,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Feature {
    pub name: String,
    /// For people; made from the name when the policy gives none.
    pub title: String,
    pub about: Option<String>,
    pub default_on: bool,
    /// Whether no server can switch it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixed: bool,
    pub basis: Option<Basis>,
    pub interest: Option<String>,
    /// The store of people's answers, where the basis is consent and something is kept about people.
    #[serde(default)]
    pub consent: Option<StoreId>,
    /// Indexes into `Plan::purposes`.
    pub purposes: Vec<u32>,
    /// What handlers of this feature read from events, stored or not.
    pub reads: Vec<Read>,
    pub at: Place,
}

/// One kind of thing read from Discord's events by a feature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Read {
    /// As written: `message.content`, `author.id`.
    pub source: String,
    pub category: Category,
    /// Where values made from it can go; empty means read, used and forgotten.
    pub sinks: Vec<Sink>,
    /// Where something is or not depending on it.
    pub decides: Vec<Sink>,
    pub at: Place,
}

/// What a step tells of what is kept, and what decides about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// The place of its handler among the plan's handlers, commands and sets of commands together.
    pub handler: usize,
    /// The step: which of the handler's it is, from 1 on in the order in which they stand, and where.
    pub step: u32,
    pub at: Place,
    pub to: End,
    /// What is told.
    pub fields: BTreeSet<(super::StoreId, super::FieldId)>,
    /// Stores of which it is only told that there are rows, how many, or in which order.
    pub rows: BTreeSet<super::StoreId>,
    /// Fields that decide about it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub decides: BTreeSet<(super::StoreId, super::FieldId)>,
    /// Stores that decide about it, by which rows there are.
    pub depends: BTreeSet<super::StoreId>,
    /// Stores that have a part in what those hold.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub behind: BTreeSet<super::StoreId>,
    /// What else it depends on, by the names of sources; `now` and `settings` besides.
    pub sources: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IntentNeed {
    pub intent: Intent,
    pub because: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PermissionNeed {
    pub permission: Permission,
    pub because: Vec<Reason>,
}

/// Why something is needed: a phrase for people, and where it follows from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    pub text: String,
    pub feature: Option<FeatureId>,
    pub at: Place,
}

impl Processor {
    /// What its environment variable of this kind is called: `CANDOR_RISK_URL`.
    #[must_use]
    pub fn variable(&self, of: &str) -> String {
        let id = self.id.to_ascii_uppercase().replace('-', "_");
        format!("CANDOR_{id}_{of}")
    }
}
