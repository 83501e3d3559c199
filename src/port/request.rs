//! What people ask about their own data, as far as it is recorded: no id of a person or server is in here.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{plan::EraseRule, vocab::Timestamp};

/// A request of a person, to be entered into the record of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    pub kind: RequestKind,
    pub by: RequestedBy,
    /// About all servers, or about one; which one is not said.
    pub everywhere: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequestKind {
    Export,
    Correction,
    Erasure,
    OptOut,
    OptIn,
    /// They took their consent back.
    Withdrawal,
    /// Of all that was kept of a server.
    ServerErasure,
}

impl RequestKind {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Correction => "correction",
            Self::Erasure => "erasure",
            Self::OptOut => "opt-out",
            Self::OptIn => "opt-in",
            Self::Withdrawal => "withdrawal",
            Self::ServerErasure => "server-erasure",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequestedBy {
    /// The person, by a command.
    Person,
    /// The operator, on the command line.
    Operator,
}

/// How many rows an erasure concerns, by the name of their store and by what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Erased {
    counts: BTreeMap<(String, EraseRule), u64>,
}

impl Erased {
    pub fn add(&mut self, store: &str, rule: EraseRule) {
        *self.counts.entry((store.to_owned(), rule)).or_default() += 1;
    }

    #[must_use]
    pub fn rows(&self) -> u64 {
        self.counts.values().sum()
    }

    #[must_use]
    pub fn rows_by(&self, rule: EraseRule) -> u64 {
        let same = self.counts.iter().filter(|((_, by), _)| *by == rule);
        same.map(|(_, rows)| rows).sum()
    }

    pub fn by_store(&self) -> impl Iterator<Item = (&str, EraseRule, u64)> {
        let all = self.counts.iter();
        all.map(|((store, rule), rows)| (store.as_str(), *rule, *rows))
    }
}

/// What a person is told about a request that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Random: nothing about the person can be read from it.
    pub id: String,
    pub request: Request,
    pub at: Timestamp,
    pub erased: Erased,
}
