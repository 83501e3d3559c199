//! A value as it leaves Candor, and as it comes back.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{Duration, Value};

/// A value: an id or a time as a string, a duration as `1h30m`, a file as its place in the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Datum {
    Nothing(()),
    Truth(bool),
    Number(i64),
    Text(String),
    Words(Vec<String>),
    /// Where texts alone are in it, it reads back as words.
    List(Vec<Datum>),
}

impl From<&Value> for Datum {
    fn from(value: &Value) -> Self {
        if let Value::List(values) = value {
            return Self::List(values.iter().map(Self::from).collect());
        }
        let written = value.kind().and_then(|kind| (kind.write)(value));
        written.unwrap_or(Self::Nothing(()))
    }
}

/// As it is typed.
impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing(()) => Ok(()),
            Self::Truth(truth) => truth.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::Words(words) => f.write_str(&words.join(",")),
            Self::List(data) => {
                let data: Vec<_> = data.iter().map(ToString::to_string).collect();
                f.write_str(&data.join(","))
            }
        }
    }
}

/// `1h 30m`, for reading; [`Duration`]'s own form has no spaces, for typing.
pub(super) fn spaced(duration: Duration) -> String {
    let mut out = String::new();
    for c in duration.to_string().chars() {
        if c.is_ascii_digit() && out.ends_with(|last: char| last.is_ascii_alphabetic()) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}
