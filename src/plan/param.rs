//! An option of a command, and how a value of it stands in an id of a button or a form.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Slot;
use crate::{
    lexicon::{
        OptionKind,
        kind::{COMMAND_NAME_CHARS_MAX, option::COMMAND_NAME},
        text::units,
    },
    vocab::Type,
};

/// Digits of an id of Discord's.
const SNOWFLAKE: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Param {
    pub name: String,
    pub about: String,
    pub kind: &'static OptionKind,
    pub required: bool,
    /// For text: length in characters; for int: value.
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub choices: Vec<String>,
    /// Asked for in a form, whatever the door.
    #[serde(default)]
    pub form: bool,
    /// Where the handler finds the value; none when left out. A kind with more slots has those after it as well.
    pub slot: Slot,
}

impl Param {
    /// The most characters, or the greatest value, that it can have.
    #[must_use]
    pub fn most(&self) -> Option<i64> {
        let is_name = *self.kind == COMMAND_NAME;
        self.max.or(is_name.then_some(COMMAND_NAME_CHARS_MAX))
    }

    /// Whether people type it, so that a form can ask for it. What they pick, it cannot.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.kind.is_written() && self.choices.is_empty()
    }

    /// The most characters that the value takes in an id; none for what has no place there.
    #[must_use]
    pub(super) fn chars_max(&self) -> Option<usize> {
        let digits = |number: Option<i64>| number.map(|number| number.to_string().len());
        match *self.kind.value {
            Type::Member | Type::UserId | Type::Channel | Type::Role => Some(SNOWFLAKE),
            Type::MessageId => Some(2 * SNOWFLAKE + 1),
            Type::Bool => Some("false".len()),
            Type::Int => match (digits(self.min), digits(self.max)) {
                (Some(min), Some(max)) => Some(min.max(max)),
                (Some(_) | None, Some(_) | None) => Some(SNOWFLAKE),
            },
            Type::Text => self.choices.iter().map(|one| units(&escaped(one))).max(),
            Type::Instant
            | Type::Duration
            | Type::GuildId
            | Type::Emoji
            | Type::Words
            | Type::Url
            | Type::Locale
            | Type::Who
            | Type::Attachment
            | Type::Optional(_)
            | Type::List(_) => None,
        }
    }
}

/// A choice as it stands in an id, whose values are parted by `&`.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('&', "%26")
}

#[must_use]
pub fn unescaped(text: &str) -> String {
    text.replace("%26", "&").replace("%25", "%")
}
