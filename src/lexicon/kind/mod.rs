//! Kinds of values and of options, each as one row: how it is written, read, shown, measured and ordered, and where a
//! policy may declare it.
//!
//! Outside of Candor a value is a [`Datum`]: in exports, in files of settings, and in what somebody types. In the
//! database it is what serde makes of `vocab::Value`, with its type, so that rows outlive a change of the policy.
//!
//! INVARIANT: the functions of a row answer for values of their kind and say nothing of others.

mod datum;
pub mod option;
mod rows;
#[cfg(test)]
mod tests;
mod typed;

use std::fmt;

pub use datum::Datum;
pub use option::{Gives, Limits, OPTIONS, OptionKind, options};
pub use rows::{
    ATTACHMENT, BOOL, CHANNEL, DURATION, EMOJI, GUILD_ID, INSTANT, INT, KINDS, LOCALE, MEMBER,
    MESSAGE_ID, ROLE, TEXT, URL, USER_ID, WHO, WORDS,
};
pub use typed::{COMMAND_NAME_CHARS_MAX, Typed, URL_CHARS_MAX, Wrong, is_command_name};

use super::by_name;
use crate::vocab::{Category, Duration, Type, Value};

pub struct Kind {
    /// As policies, plans and findings write it.
    pub name: &'static str,
    /// What it is, for the book and for editors.
    pub doc: &'static str,
    pub of: &'static Type,
    pub in_fields: bool,
    pub in_settings: bool,
    /// Whether there can be several of it, with `list=#true`.
    pub in_lists: bool,
    /// What a field of it holds unless it says otherwise; where there is none it has to say.
    pub category: Option<Category>,
    /// How a default is written; none where there can be none, because it differs in every server.
    pub default: Option<&'static str>,
    /// What one has to type.
    pub takes: &'static str,
    /// What some would type, and what is not one.
    pub right: &'static [&'static str],
    pub wrong: &'static [&'static str],
    pub form: Form,
    pub id_of: Option<Thing>,
    /// What `min` and `max` compare.
    pub measure: Option<Measure>,
    pub order: Order,
    /// The option of `/config set` for a setting. A text is read as a value of this kind.
    pub picker: &'static OptionKind,
    read: fn(&Datum) -> Option<Value>,
    write: fn(&Value) -> Option<Datum>,
    show: fn(&Value) -> Option<String>,
    size: fn(&Value) -> Option<i64>,
}

/// What a value is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Truth,
    Number,
    Text,
    Words,
}

/// Most values of a list, and most roles and people of a `who`.
pub const MEMBERS_MAX: usize = 50;

/// What of Discord's has ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Person,
    Server,
    Channel,
    Role,
    Message,
}

/// What limits of a value are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Number,
    Characters,
    /// In milliseconds.
    Time,
}

impl Measure {
    /// An amount as people read it, without its unit where there is a choice of words for that.
    #[must_use]
    pub fn amount(self, amount: i64) -> String {
        match self {
            Self::Number | Self::Characters => amount.to_string(),
            Self::Time => Duration { ms: amount }.to_string(),
        }
    }

    /// What is counted, to be put behind an amount.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Number | Self::Time => "",
            Self::Characters => " characters",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    None,
    /// Rows may be put in its order (`by:`).
    Rows,
    /// That, and one value may be less than another (`<`, `min`, `max`).
    Values,
}

by_name!(Kind, KINDS, "a kind of value");

impl Kind {
    /// By the word that a policy writes.
    #[must_use]
    pub fn of_name(name: &str) -> Option<&'static Self> {
        KINDS.iter().copied().find(|kind| kind.name == name)
    }

    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        (self.write)(value).is_some()
    }

    #[must_use]
    pub fn read(&self, datum: &Datum) -> Option<Value> {
        (self.read)(datum)
    }

    /// What somebody typed where one value is asked for.
    #[must_use]
    pub fn typed(&self, text: &str) -> Option<Value> {
        self.read(&match self.form {
            Form::Truth => Datum::Truth(text.parse().ok()?),
            Form::Number => Datum::Number(text.parse().ok()?),
            Form::Text => Datum::Text(text.to_owned()),
            Form::Words => Datum::Words(typed::words(text)),
        })
    }

    /// How much of it there is, as `measure` counts.
    #[must_use]
    pub fn size(&self, value: &Value) -> Option<i64> {
        (self.size)(value)
    }
}

impl Type {
    /// Of an optional that of what it may hold, of a list that of each value in it.
    #[must_use]
    pub fn kind(&self) -> &'static Kind {
        match self {
            Self::Bool => &BOOL,
            Self::Int => &INT,
            Self::Text => &TEXT,
            Self::Instant => &INSTANT,
            Self::Duration => &DURATION,
            Self::UserId => &USER_ID,
            Self::Member => &MEMBER,
            Self::GuildId => &GUILD_ID,
            Self::Channel => &CHANNEL,
            Self::Role => &ROLE,
            Self::MessageId => &MESSAGE_ID,
            Self::Emoji => &EMOJI,
            Self::Attachment => &ATTACHMENT,
            Self::Words => &WORDS,
            Self::Url => &URL,
            Self::Locale => &LOCALE,
            Self::Who => &WHO,
            Self::Optional(inner) | Self::List(inner) => inner.kind(),
        }
    }

    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.bare(), Self::List(_))
    }

    /// Of a list what each value in it is.
    #[must_use]
    pub fn item(&self) -> &Self {
        if let Self::List(of) = self.bare() {
            return of;
        }
        self.bare()
    }

    fn bare(&self) -> &Self {
        if let Self::Optional(inner) = self {
            return inner.bare();
        }
        self
    }

    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        if let Self::List(of) = self.bare() {
            return matches!(value, Value::List(values) if values.iter().all(|one| of.holds(one)));
        }
        self.kind().holds(value)
    }

    #[must_use]
    pub fn read(&self, datum: &Datum) -> Option<Value> {
        let Self::List(of) = self.bare() else {
            return self.kind().read(datum);
        };
        let values = match datum {
            Datum::List(data) => data.iter().map(|one| of.read(one)).collect(),
            Datum::Words(words) => words.iter().map(|one| of.typed(one)).collect(),
            Datum::Nothing(()) | Datum::Truth(_) | Datum::Number(_) | Datum::Text(_) => None,
        };
        values.map(listed)
    }

    /// What somebody typed; values of a list stand between commas.
    #[must_use]
    pub fn typed(&self, text: &str) -> Option<Value> {
        if self.is_list() {
            return self.read(&Datum::Words(typed::words(text)));
        }
        self.kind().typed(text)
    }
}

/// A list of values, each once.
#[must_use]
pub fn listed(values: Vec<Value>) -> Value {
    let mut once: Vec<Value> = Vec::new();
    for value in values {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    Value::List(once)
}

impl Type {
    /// What may be none has no order until it is there; a list has none.
    #[must_use]
    pub fn order(&self) -> Order {
        if matches!(self, Self::Optional(_) | Self::List(_)) {
            Order::None
        } else {
            self.kind().order
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Optional(inner) => write!(f, "optional {inner}"),
            Self::List(inner) => write!(f, "list of {inner}"),
            Self::Bool
            | Self::Int
            | Self::Text
            | Self::Instant
            | Self::Duration
            | Self::UserId
            | Self::Member
            | Self::GuildId
            | Self::Channel
            | Self::Role
            | Self::MessageId
            | Self::Emoji
            | Self::Attachment
            | Self::Words
            | Self::Url
            | Self::Locale
            | Self::Who => f.write_str(self.kind().name),
        }
    }
}

impl Value {
    /// That of the least that it can be: of a person the id. What is not there is of none, and a list is of several.
    #[must_use]
    pub fn kind(&self) -> Option<&'static Kind> {
        Some(match self {
            Self::None | Self::List(_) => return None,
            Self::Bool(_) => &BOOL,
            Self::Int(_) => &INT,
            Self::Text(_) => &TEXT,
            Self::Instant(_) => &INSTANT,
            Self::Duration(_) => &DURATION,
            Self::User(_) => &USER_ID,
            Self::Guild(_) => &GUILD_ID,
            Self::Channel(_) => &CHANNEL,
            Self::Role(_) => &ROLE,
            Self::Message(_) => &MESSAGE_ID,
            Self::Emoji(_) => &EMOJI,
            Self::Words(_) => &WORDS,
            Self::Url(_) => &URL,
            Self::Locale(_) => &LOCALE,
            Self::Who(_) => &WHO,
            Self::Attachment(_) => &ATTACHMENT,
        })
    }

    /// As people read it on Discord: none is a dash, an instant stands in the reader's own time zone, an id is
    /// Discord's mention of it.
    #[must_use]
    pub fn shown(&self) -> String {
        if let Self::List(values) = self
            && !values.is_empty()
        {
            let shown: Vec<_> = values.iter().map(Self::shown).collect();
            return shown.join(", ");
        }
        self.kind()
            .and_then(|kind| (kind.show)(self))
            .unwrap_or_else(|| "—".to_owned())
    }
}
