//! What a slash command may ask for, each as one row. A row says what Discord is told, and how what comes back is read.

use super::typed::{self, Typed, Wrong};
use crate::lexicon::by_name;
use crate::vocab::{Duration, Emoji, Type, Value};

pub struct OptionKind {
    /// As signatures of commands and plans write it.
    pub name: &'static str,
    pub doc: &'static str,
    /// Discord's type of option:
    /// <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type>.
    pub number: u8,
    /// The type of its value, which the handler finds in the first of its slots.
    pub value: &'static Type,
    pub slots: u32,
    pub limits: Limits,
    /// What an argument has at least; a setting may have less.
    pub least: Option<Duration>,
    /// What a value tells of who hands it over.
    pub gives: Gives,
    /// Whether it names a command, so that names that are there can be offered, or refused.
    pub names_command: bool,
    /// Where Discord hands over a text.
    typed: Option<Read>,
}

/// What is told by a value that somebody hands over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// What they write.
    Words,
    /// A number, a length or an address, which is as free as words are.
    Figure,
    /// One of what the policy lists, or as good as that.
    Choice,
    /// Something that is the server's.
    Thing,
    /// Somebody.
    Person,
}

type Read = fn(&str) -> Result<Typed, Wrong>;

/// What may stand in brackets behind the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    None,
    /// `int(0..100)`.
    Number,
    /// `text(1..512)`, in characters.
    Characters,
    /// `choice('a', 'b')`, which has to say them.
    Choices,
}

by_name!(OptionKind, OPTIONS, "a kind of option");

impl OptionKind {
    #[must_use]
    pub fn of_name(name: &str) -> Option<&'static Self> {
        options().find(|kind| kind.name == name)
    }

    /// Whether people write it, with a keyboard alone.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.typed.is_some() || self.limits == Limits::Number
    }

    /// None where Discord hands over something else than a text.
    #[must_use]
    pub fn typed(&self, text: &str) -> Option<Result<Typed, Wrong>> {
        self.typed.map(|typed| typed(text))
    }
}

/// Those of plans, in the order of the book.
pub const OPTIONS: [&OptionKind; 13] = [
    &TEXT,
    &INT,
    &BOOL,
    &USER,
    &CHANNEL,
    &ROLE,
    &ATTACHMENT,
    &DURATION,
    &EMOJI,
    &URL,
    &LOCALE,
    &MESSAGE_LINK,
    &COMMAND_NAME,
];

/// Those that a signature may name.
pub fn options() -> impl Iterator<Item = &'static OptionKind> {
    OPTIONS.into_iter().chain([&CHOICE])
}

const WRITTEN: OptionKind = OptionKind {
    name: "text",
    doc: "A text.",
    number: 3,
    value: &Type::Text,
    slots: 1,
    limits: Limits::Characters,
    least: None,
    gives: Gives::Words,
    names_command: false,
    typed: Some(|text| Ok(Typed::one(Value::Text(text.to_owned())))),
};

/// What Discord lets people pick.
const PICKED: OptionKind = OptionKind {
    gives: Gives::Choice,
    limits: Limits::None,
    typed: None,
    ..WRITTEN
};

pub static TEXT: OptionKind = WRITTEN;

pub static INT: OptionKind = OptionKind {
    name: "int",
    doc: "A whole number.",
    number: 4,
    value: &Type::Int,
    limits: Limits::Number,
    gives: Gives::Figure,
    ..PICKED
};

pub static BOOL: OptionKind = OptionKind {
    name: "bool",
    doc: "True or false.",
    number: 5,
    value: &Type::Bool,
    gives: Gives::Choice,
    ..PICKED
};

pub static USER: OptionKind = OptionKind {
    name: "user",
    doc: "A member of the server.",
    number: 6,
    value: &Type::Member,
    gives: Gives::Person,
    ..PICKED
};

pub static CHANNEL: OptionKind = OptionKind {
    name: "channel",
    doc: "A channel of the server.",
    number: 7,
    value: &Type::Channel,
    gives: Gives::Thing,
    ..PICKED
};

pub static ROLE: OptionKind = OptionKind {
    name: "role",
    doc: "A role of the server.",
    number: 8,
    value: &Type::Role,
    gives: Gives::Thing,
    ..PICKED
};

pub static ATTACHMENT: OptionKind = OptionKind {
    name: "attachment",
    doc: "A file.",
    number: 11,
    value: &Type::Attachment,
    gives: Gives::Words,
    ..PICKED
};

pub static DURATION: OptionKind = OptionKind {
    name: "duration",
    doc: "Text such as `10m`, at least one second.",
    value: &Type::Duration,
    limits: Limits::None,
    least: Some(Duration::seconds(1)),
    gives: Gives::Figure,
    typed: Some(|text| match typed::duration(text) {
        Some(duration) => Ok(Typed::one(Value::Duration(duration))),
        None => Err(Wrong::NotADuration),
    }),
    ..WRITTEN
};

pub static EMOJI: OptionKind = OptionKind {
    name: "emoji",
    doc: "Text that is one emoji, Unicode or custom.",
    value: &Type::Emoji,
    limits: Limits::None,
    gives: Gives::Choice,
    typed: Some(|text| match Emoji::typed(text) {
        Some(emoji) => Ok(Typed::one(Value::Emoji(emoji))),
        None => Err(Wrong::NotAnEmoji),
    }),
    ..WRITTEN
};

pub static URL: OptionKind = OptionKind {
    name: "url",
    doc: "Text that is a web address: `https://…`, at most 512 characters, without a user's name in it.",
    value: &Type::Url,
    limits: Limits::None,
    gives: Gives::Figure,
    typed: Some(|text| match typed::url(text) {
        Some(url) => Ok(Typed::one(Value::Url(url))),
        None => Err(Wrong::NotAnAddress),
    }),
    ..WRITTEN
};

pub static LOCALE: OptionKind = OptionKind {
    name: "locale",
    doc: "Text that is a language as Discord names it, such as `fr` or `en-GB`.",
    value: &Type::Locale,
    limits: Limits::None,
    gives: Gives::Choice,
    typed: Some(|text| match typed::locale(text) {
        Some(locale) => Ok(Typed::one(Value::Locale(locale))),
        None => Err(Wrong::NotALanguage),
    }),
    ..WRITTEN
};

/// A word of no signature: what `/config` asks for where a role or somebody is meant.
pub static MENTIONABLE: OptionKind = OptionKind {
    name: "mentionable",
    doc: "A role or a member of the server.",
    number: 9,
    value: &Type::Who,
    gives: Gives::Person,
    ..PICKED
};

pub static MESSAGE_LINK: OptionKind = OptionKind {
    name: "message-link",
    doc: "Text that is a link to a message of this server; gives its id, and its channel in the slot after.",
    value: &Type::MessageId,
    slots: 2,
    limits: Limits::None,
    gives: Gives::Figure,
    typed: Some(|text| typed::message_link(text).ok_or(Wrong::NotALink)),
    ..WRITTEN
};

pub static COMMAND_NAME: OptionKind = OptionKind {
    name: "command-name",
    doc: "Text that can name a slash command; made lower case.",
    limits: Limits::None,
    gives: Gives::Figure,
    names_command: true,
    typed: Some(|text| match typed::command_name(text) {
        Some(name) => Ok(Typed::one(Value::Text(name))),
        None => Err(Wrong::NotAName),
    }),
    ..WRITTEN
};

/// A word of signatures only: in the plan it is a text with choices.
pub static CHOICE: OptionKind = OptionKind {
    name: "choice",
    doc: "One of a few texts.",
    limits: Limits::Choices,
    ..WRITTEN
};
