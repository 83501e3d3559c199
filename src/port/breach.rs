//! What an operator says to the people whose data went astray, whom it is for, and what came of it.
//!
//! The parts are those of GDPR Article 34: what happened, what it can mean, what is done about it, whom to ask.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    lexicon::text::units,
    vocab::{GuildId, Language, Timestamp, UserId},
    wording::{say, speaking},
};

/// Characters of one message, as Discord counts.
pub const LETTER_MAX: usize = 2_000;

/// What is told, to whom, and where else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// In each language of the policy.
    pub said: BTreeMap<Language, Parts>,
    /// Only about these stores; about all where none is named.
    pub stores: Vec<String>,
    /// Only in these servers; everywhere where none is named.
    pub servers: Vec<GuildId>,
    /// Only these people; everybody where nobody is named.
    pub people: Vec<UserId>,
    /// The setting with the channel in which a server reads it where somebody takes no direct messages, such as
    /// `warnings.log`.
    pub channel: Option<String>,
}

/// The operator's words in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    pub nature: String,
    pub consequences: String,
    pub measures: String,
    pub contact: String,
}

/// To whom a letter is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// One person, in a direct message.
    Person,
    /// Whoever reads a channel of a server.
    Server,
}

impl Parts {
    /// The whole message. The reference tells it from every other one.
    #[must_use]
    pub fn letter(&self, language: Language, bot: &str, reference: &str, reader: Reader) -> String {
        let Self {
            nature,
            consequences,
            measures,
            contact,
        } = self;
        speaking(language, || {
            let opening = match reader {
                Reader::Person => say!("breach-person", bot),
                Reader::Server => say!("breach-server", bot),
            };
            [
                say!("breach-title"),
                opening,
                nature.clone(),
                format!("**{}**\n{consequences}", say!("breach-consequences")),
                format!("**{}**\n{measures}", say!("breach-measures")),
                format!("**{}**\n{contact}", say!("breach-contact")),
                say!("breach-reference", reference),
            ]
            .join("\n\n")
        })
    }

    /// By how many characters the longest form is longer than one message.
    #[must_use]
    pub fn too_long_by(&self, language: Language, bot: &str) -> usize {
        let reference = "0".repeat(16);
        let length = |reader| units(&self.letter(language, bot, &reference, reader));
        let longest = length(Reader::Person).max(length(Reader::Server));
        longest.saturating_sub(LETTER_MAX)
    }
}

/// What a notification would come to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Outlook {
    pub people: u64,
    /// Servers that the bot is in, and how many of the people are members there.
    pub servers: Vec<(GuildId, u64)>,
    /// People who share no server with the bot any more, of those in which something about them is kept.
    pub away: u64,
    /// A notification of the same words that was begun.
    pub begun: Option<BreachReceipt>,
}

/// How it went with one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// By a direct message.
    Told,
    /// Takes none; a server that they are in was told, naming nobody.
    ByServer,
    /// Takes none, and no server could be told.
    Closed,
    /// Shares no server with the bot any more.
    Away,
    /// Nothing is kept about them any more, so nobody knows who it was.
    Erased,
    /// Discord refused for another reason.
    Refused,
    /// The bot was interrupted, and whether the message is there cannot be seen any more.
    Doubt,
}

/// For the operator, when it is over or as far as it has come. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BreachReceipt {
    /// The reference that stands in the message.
    pub reference: String,
    pub begun: Timestamp,
    /// None as long as somebody is still to be told.
    pub ended: Option<Timestamp>,
    /// Of the words, and of whom they are for.
    pub sha256: String,
    pub people: u64,
    pub fates: BTreeMap<Fate, u64>,
    /// Servers in which it was posted.
    pub servers: u64,
    pub to_go: u64,
    /// Why it stopped before everybody was told.
    pub stopped: Option<String>,
}

impl BreachReceipt {
    #[must_use]
    pub fn of(&self, fate: Fate) -> u64 {
        self.fates.get(&fate).copied().unwrap_or(0)
    }
}
