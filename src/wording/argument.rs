//! Values on their way into a message.

use fluent_bundle::FluentValue;

use super::{
    marks::{BREAK, CODE, END, ITEM, LINK},
    said::{Phrase, Run},
};
use crate::vocab::Duration;

/// Numbers beyond this are shown, but have no plural form: Fluent counts in floating point.
const EXACT_MAX: i64 = 1 << 53;

/// A value for a variable of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    Number(i64),
}

impl Arg {
    pub(super) fn value(&self) -> FluentValue<'_> {
        match self {
            Self::Text(text) => FluentValue::from(text.as_str()),
            Self::Number(number) => FluentValue::from(*number),
        }
    }

    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        let kept = text.chars().filter_map(|c| match c {
            CODE | LINK | END | BREAK | ITEM => None,
            '\n' => Some(BREAK),
            c => Some(c),
        });
        Self::Text(kept.collect())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Phrase> for Arg {
    fn from(phrase: &Phrase) -> Self {
        let runs = phrase.runs.iter().map(|run| match run {
            Run::Plain { text } => text.clone(),
            Run::Code { text } => format!("{CODE}{text}{END}"),
            Run::Link { text, .. } => format!("{LINK}{text}{END}"),
        });
        Self::Text(runs.collect())
    }
}

impl From<Phrase> for Arg {
    fn from(phrase: Phrase) -> Self {
        Self::from(&phrase)
    }
}

/// `yes` or `no`, for a message to choose by.
impl From<bool> for Arg {
    fn from(truth: bool) -> Self {
        Self::from(if truth { "yes" } else { "no" })
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        if (-EXACT_MAX..=EXACT_MAX).contains(&number) {
            Self::Number(number)
        } else {
            Self::Text(number.to_string())
        }
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or_else(|_| Self::Text(number.to_string()), Self::from)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        i64::try_from(number).map_or_else(|_| Self::Text(number.to_string()), Self::from)
    }
}

/// In milliseconds, for the catalogue's `DURATION`.
impl From<Duration> for Arg {
    fn from(length: Duration) -> Self {
        Self::Number(length.ms)
    }
}

/// Nothing is an empty text, which the catalogue's `HAS` tells.
impl<T: Into<Self>> From<Option<T>> for Arg {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Self::Text(String::new()), Into::into)
    }
}

/// A list, for the catalogue's `AND`, `OR`, `JOIN`, `COUNT` and `HAS`.
impl<T: Into<Self>> From<Vec<T>> for Arg {
    fn from(items: Vec<T>) -> Self {
        let items: Vec<String> = items
            .into_iter()
            .map(|item| item.into().into_text())
            .collect();
        Self::Text(items.join(ITEM.encode_utf8(&mut [0; 4])))
    }
}

impl From<&Vec<String>> for Arg {
    fn from(items: &Vec<String>) -> Self {
        Self::from(items.iter().collect::<Vec<_>>())
    }
}

impl From<&Vec<Phrase>> for Arg {
    fn from(items: &Vec<Phrase>) -> Self {
        Self::from(items.iter().collect::<Vec<_>>())
    }
}
