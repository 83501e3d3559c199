//! What stands under a message to be pressed or chosen from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Expr, Text};
use crate::vocab::{ButtonStyle, Span};

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Button {
    /// That of the handler's `On`; empty for a door to a command.
    pub id: String,
    #[serde(default)]
    pub does: Option<Does>,
    /// What it is where it is no button but a list to choose from, which is always a door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pick: Option<Pick>,
    /// What stands on it; in a list, before something is chosen.
    pub label: Text,
    pub style: ButtonStyle,
    /// Where the id stands.
    #[serde(skip)]
    pub at: Span,
}

impl PartialEq for Button {
    fn eq(&self, other: &Self) -> bool {
        (&self.id, &self.does, &self.pick, &self.label, self.style)
            == (
                &other.id,
                &other.does,
                &other.pick,
                &other.label,
                other.style,
            )
    }
}

impl Eq for Button {}

/// The command that a button is a door to, with what the message fixes of its options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Does {
    pub path: Vec<String>,
    /// By option.
    pub given: Vec<(String, Expr)>,
}

/// A list from which one value of one option is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pick {
    pub option: String,
    /// What can be chosen. Where there is none, whatever the server has of the option's kind.
    pub choices: Vec<Choice>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    pub label: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Text>,
    /// What the option is given; left out where it is none.
    pub value: Expr,
}

impl Button {
    /// Everything that stands there to be read.
    pub fn words(&self) -> impl Iterator<Item = &Text> {
        let choices = self.pick.iter().flat_map(|pick| &pick.choices);
        let choices = choices.flat_map(|one| [&one.label].into_iter().chain(&one.about));
        [&self.label].into_iter().chain(choices)
    }

    pub(super) fn words_mut(&mut self) -> impl Iterator<Item = &mut Text> {
        let choices = self.pick.iter_mut().flat_map(|pick| &mut pick.choices);
        let choices = choices.flat_map(|one| [&mut one.label].into_iter().chain(&mut one.about));
        [&mut self.label].into_iter().chain(choices)
    }

    /// What the message hands over to the command, by option: of a list, each of its choices.
    pub fn given(&self) -> impl Iterator<Item = (&str, &Expr)> {
        let fixed = self.does.iter().flat_map(|does| &does.given);
        let fixed = fixed.map(|(name, given)| (name.as_str(), given));
        let choices = self.pick.iter().flat_map(|pick| {
            let choices = pick.choices.iter();
            choices.map(|one| (pick.option.as_str(), &one.value))
        });
        fixed.chain(choices)
    }

    /// Whether the command has this option when somebody comes by here.
    #[must_use]
    pub fn gives(&self, option: &str) -> bool {
        let fixed = self.does.iter().flat_map(|does| &does.given);
        let chosen = self.pick.iter().map(|pick| &pick.option);
        let mut all = fixed.map(|(name, _)| name).chain(chosen);
        all.any(|name| name == option)
    }
}
