//! Slash commands as declared, and as admins make them at run time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Expr, FeatureId, Message, Param, Plan, Step, StoreId, Text,
    door::{self, Door, Menu},
    walk::{self, Part, walk},
};
use crate::{
    lexicon::{kind::is_command_name, text::is_prefix},
    vocab::{Permission, Place},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of its own at a command"
)]
pub struct Command {
    pub feature: FeatureId,
    /// One to three words: command, group, subcommand.
    pub path: Vec<String>,
    pub about: String,
    pub params: Vec<Param>,
    /// Another door to it: an entry of the menu on a member or a message, which is the first of `params`.
    #[serde(default)]
    pub menu: Option<Menu>,
    /// Another door to it: how a message begins that is this command. Only settings stand in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<Text>,
    /// Discord and `/help` do not show it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// Shown by Discord only to members who hold these; checked again when the command runs.
    pub permissions: Vec<Permission>,
    /// Used in direct messages with the bot, and in no server.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_dm: bool,
    /// Only for those who operate the bot, in their server.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub operators: bool,
    /// Whether the first answer is for the invoker's eyes only; an early deferral must already know.
    pub ephemeral: bool,
    /// Stores of which it sees rows that only a hold keeps.
    #[serde(default)]
    pub reads_held: Vec<StoreId>,
    pub slots: u32,
    pub steps: Vec<Step>,
    pub at: Place,
}

impl Command {
    /// The option that a menu fills in.
    #[must_use]
    pub fn target(&self) -> Option<&Param> {
        self.params.first().filter(|_| self.menu.is_some())
    }

    /// See [`door::asked`].
    #[must_use]
    pub fn asked(&self, door: Door, given: impl Fn(&Param) -> bool) -> Vec<&Param> {
        door::asked(self.params.iter(), door, given)
    }

    /// Whether some door opens a form.
    #[must_use]
    pub fn has_form(&self) -> bool {
        let by_menu = |param: &Param| Some(param.slot) == self.target().map(|first| first.slot);
        let slash = self.asked(Door::Slash, |param| !param.form);
        !slash.is_empty() || self.menu.is_some() && !self.asked(Door::Pointed, by_menu).is_empty()
    }
}

impl Plan {
    /// Whether a message can be a command.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        let mut commands = self.commands.iter();
        commands.any(|command| command.prefix.is_some()) || self.aliases.iter().any(Alias::is_typed)
    }

    /// Whether some door to the command opens a form.
    #[must_use]
    pub fn has_form(&self, command: &Command) -> bool {
        let mut opens = command.has_form();
        let mut visit = |part: Part<'_>| {
            let Part::Message(message) = part else { return };
            for button in &message.buttons {
                let leads = button.does.as_ref();
                let leads = leads.is_some_and(|does| does.path == command.path);
                let given = |param: &Param| button.gives(&param.name);
                opens |= leads && !command.asked(Door::Pointed, given).is_empty();
            }
        };
        for handler in &self.handlers {
            walk(&handler.steps, &mut visit);
        }
        for command in &self.commands {
            walk(&command.steps, &mut visit);
        }
        for set in &self.command_sets {
            walk::message(&set.reply, &mut visit);
        }
        opens
    }
}

/// Another name for a command, also for one that every bot has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Alias {
    pub name: String,
    /// The words of the command.
    pub of: Vec<String>,
}

impl Alias {
    /// Whether it is how a message begins, and not a slash command.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        !is_command_name(&self.name.to_lowercase()) && is_prefix(&self.name)
    }
}

/// Each row of `store` becomes a slash command of its server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CommandSet {
    pub feature: FeatureId,
    pub store: StoreId,
    /// Over `Expr::Row(_)`: the command's name.
    pub name: Expr,
    pub about: Text,
    /// Over `Expr::Row(_)`: the answer.
    pub reply: Message,
    pub ephemeral: bool,
    pub at: Place,
}
