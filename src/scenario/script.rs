//! A scenario as read: no names left to check, so that running it cannot trip over spelling.
//!
//! `read` writes it, `stage` and `expect` carry it out. People, channels, roles and servers stay names: their ids exist
//! only once the sandbox has made them.

use regex::Regex;

use crate::{
    lexicon,
    plan::{FieldId, StoreId},
    sandbox::{Pretended, ServerSeed},
    vocab::{Duration, Span},
};

/// One story about the bot: a world, what happens in it, and what must then be true.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub name: String,
    pub at: Span,
    pub servers: Vec<ServerSeed>,
    pub operators: Option<Operators>,
    /// People who exist without being in a server at the start.
    pub outsiders: Vec<String>,
    pub steps: Vec<Step>,
}

/// Who operates the bot, by names of the world.
#[derive(Debug, Clone)]
pub struct Operators {
    pub server: String,
    pub role: String,
    pub channel: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Step {
    pub at: Span,
    pub kind: StepKind,
}

#[derive(Debug, Clone)]
pub enum StepKind {
    Act(Act),
    /// The bot is thrown out of a server, or invited again.
    BotMember {
        server: String,
        present: bool,
    },
    /// Discord says that a server is unavailable, or available again.
    Outage {
        server: String,
        on: bool,
    },
    /// The bot's process ends, or starts on the same data.
    Running(bool),
    Restart,
    Advance(Duration),
    /// The operator tells people what happened to their data; `channel` is the setting with the channel of a server.
    Breach {
        said: String,
        channel: Option<String>,
    },
    /// What a service outside Discord does from here on.
    Service {
        name: String,
        does: Pretended,
    },
    Expect(Expect),
}

/// Something a person does.
#[derive(Debug, Clone)]
pub struct Act {
    pub who: String,
    pub server: String,
    pub channel: Where,
    pub deed: Deed,
    /// The name that later steps give to the message made here.
    pub id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// The server's first channel.
    First,
    Named(String),
    Dm,
}

#[derive(Debug, Clone)]
pub enum Deed {
    Say {
        text: String,
        file: Option<String>,
    },
    /// A poll, with the answers to choose from.
    Ask {
        question: String,
        answers: Vec<String>,
    },
    /// Another's message, passed on into the channel.
    Forward {
        on: Option<String>,
    },
    Run {
        path: Vec<String>,
        options: Vec<(String, Given)>,
    },
    /// The newest message that has the button and that the person can see, or the message `on`.
    Press {
        button: String,
        on: Option<String>,
    },
    /// From the newest message that has such a list and that the person can see, or the message `on`.
    Select {
        list: String,
        choice: String,
        on: Option<String>,
    },
    /// An entry of the menu on somebody or something.
    OpenMenu {
        entry: String,
        on: Target,
    },
    /// The form that stands open before the person; by option.
    Fill {
        texts: Vec<(String, String)>,
    },
    React {
        emoji: String,
        on: Option<String>,
        add: bool,
        /// A super reaction.
        burst: bool,
    },
    /// All reactions of a message, or all with one emoji.
    Clear {
        emoji: Option<String>,
        on: Option<String>,
    },
    Pin {
        on: Option<String>,
        pin: bool,
    },
    Edit {
        on: Option<String>,
        text: String,
    },
    Delete {
        on: Option<String>,
    },
    DeleteChannel(String),
    Join,
    Leave,
    /// Comes online, or goes.
    Presence(String),
    /// Comes into a voice channel, or leaves the one they are in.
    Voice(Option<String>),
    /// Who was not let in yet agrees to the server's rules.
    Agree,
    Kick(String),
    Ban(String),
    /// Refuses, or accepts again, direct messages from the bot.
    CloseDms(bool),
}

/// What a menu is opened on, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Member(String),
    Message(String),
}

/// A value handed to a command, or expected in a row; names are of the world.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    None,
    Text(String),
    Int(i64),
    Bool(bool),
    Duration(Duration),
    User(String),
    Channel(String),
    Role(String),
    /// The message that an earlier step named.
    Message(String),
    File {
        name: String,
        content: FileContent,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub enum FileContent {
    Text(String),
    /// The file that came with the reply to the step of this name.
    Of(String),
}

#[derive(Debug, Clone)]
pub struct Expect {
    pub what: Expected,
    /// `expect no-…`: it must not be so.
    pub absent: bool,
}

#[derive(Debug, Clone)]
pub enum Expected {
    /// Of the most recent act.
    Reply {
        text: Match,
        ephemeral: Option<bool>,
        count: Option<u64>,
    },
    Message(MessageWanted),
    Dm {
        to: String,
        text: Match,
        count: Option<u64>,
    },
    Store {
        rows: RowsWanted,
        count: Option<u64>,
    },
    Row {
        rows: RowsWanted,
        fields: Vec<(FieldId, Given)>,
        count: Option<u64>,
    },
    /// The rows of a store hold these fields and no others.
    Fields {
        store: StoreId,
        names: Vec<String>,
    },
    Role {
        who: String,
        role: String,
        server: String,
        has: bool,
    },
    Timeout {
        who: String,
        server: String,
        length: Option<Duration>,
    },
    Member {
        who: String,
        server: String,
    },
    /// Somebody sees a channel of that name.
    Channel {
        name: String,
        who: String,
        server: String,
    },
    /// Somebody is in a voice channel: this one, or any.
    Voice {
        who: String,
        channel: Option<String>,
        server: String,
    },
    /// Something that the bot did on Discord, from the scenario's beginning on.
    Deed(DeedWanted),
    Export {
        of: String,
        server: Option<String>,
        text: Match,
    },
    /// Neither a row, nor a setting, nor a file of the data directory says anything of these people or these texts.
    Unreadable {
        people: Vec<String>,
        texts: Vec<String>,
    },
    /// Discord itself refused the most recent act.
    Refused {
        text: Match,
    },
    Button {
        label: String,
    },
    /// The most recent act led to a form.
    Form {
        text: Match,
    },
    Reaction(ReactionWanted),
    Command {
        path: Vec<String>,
        server: String,
    },
    Notice {
        text: Match,
    },
    /// A service was sent this, and nothing else.
    Asked {
        service: String,
        /// By name; none for whatever it was.
        sent: Vec<(String, Sent)>,
        count: Option<u64>,
    },
}

/// A member of what a service was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// A value, or the id of whoever is called so.
    Text(String),
    Json(serde_json::Value),
}

/// In a channel, visible to everybody there; from the bot unless it says otherwise.
#[derive(Debug, Clone)]
pub struct MessageWanted {
    pub server: String,
    pub channel: Where,
    pub from: Option<String>,
    /// The name under which a webhook of the bot's posted it, and its picture: an address, or whose it is.
    pub persona: Option<String>,
    pub avatar: Option<String>,
    pub text: Match,
    pub count: Option<u64>,
    /// What the newest of them is called from here on.
    pub id: Option<String>,
}

/// Parameters of the deed that are not given may have any value.
#[derive(Debug, Clone)]
pub struct DeedWanted {
    pub deed: &'static lexicon::Deed,
    pub given: Vec<(&'static str, Given)>,
    pub count: Option<u64>,
}

#[derive(Debug, Clone)]
pub struct ReactionWanted {
    pub emoji: String,
    pub on: Option<String>,
    pub by: Option<String>,
    pub count: Option<u64>,
}

/// Which rows of a store: all, those that name a person, those of a server.
#[derive(Debug, Clone)]
pub struct RowsWanted {
    pub store: StoreId,
    pub of: Option<String>,
    pub server: Option<String>,
}

/// What a text must look like; everything that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Match {
    pub contains: Option<String>,
    pub lacks: Option<String>,
    pub equals: Option<String>,
    pub matches: Option<Regex>,
    /// Of a message: whether it notifies anybody by a mention in it.
    pub notifies: Option<bool>,
}

impl Match {
    /// Whether one of the ways to write a text (with ids, with names) is meant.
    #[must_use]
    pub fn accepts(&self, forms: &[&str]) -> bool {
        let some = |test: &dyn Fn(&str) -> bool| forms.iter().any(|form| test(form));
        self.contains
            .as_ref()
            .is_none_or(|part| some(&|form| form.contains(part.as_str())))
            && self
                .lacks
                .as_ref()
                .is_none_or(|part| !some(&|form| form.contains(part.as_str())))
            && self
                .equals
                .as_ref()
                .is_none_or(|whole| some(&|form| form.trim() == whole.trim()))
            && self
                .matches
                .as_ref()
                .is_none_or(|regex| some(&|form| regex.is_match(form)))
    }

    /// Completes "a reply …".
    #[must_use]
    pub fn describe(&self) -> String {
        let mut parts = Vec::new();
        if let Some(text) = &self.contains {
            parts.push(format!("containing `{text}`"));
        }
        if let Some(text) = &self.lacks {
            parts.push(format!("without `{text}`"));
        }
        if let Some(text) = &self.equals {
            parts.push(format!("that is `{text}`"));
        }
        if let Some(regex) = &self.matches {
            parts.push(format!("matching `{regex}`"));
        }
        if let Some(notifies) = self.notifies {
            let whom = if notifies { "somebody" } else { "nobody" };
            parts.push(format!("that notifies {whom}"));
        }
        parts.join(" and ")
    }
}
