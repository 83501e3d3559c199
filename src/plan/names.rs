//! What things are called in a plan's language, for people to read.
//!
//! INVARIANT: what is stored, what is typed as a message and what ids are made from has the policy's names, whatever the
//! language.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Command, Feature, Plan, Setting};

/// What things are called in a language, by their names in the policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LocalNames {
    /// Words of commands and names of options.
    pub commands: BTreeMap<String, String>,
    pub menus: BTreeMap<String, String>,
    pub choices: BTreeMap<String, String>,
    /// Features and settings, as `/config` takes them.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// Stores, fields, and what points are given for.
    #[serde(default)]
    pub things: BTreeMap<String, String>,
}

impl LocalNames {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

fn said<'a>(names: &'a BTreeMap<String, String>, name: &'a str) -> &'a str {
    names.get(name).map_or(name, String::as_str)
}

impl Plan {
    /// A store or a field within a sentence: `custom command`.
    #[must_use]
    pub fn thing(&self, name: &str) -> String {
        let LocalNames {
            things, commands, ..
        } = &self.names;
        // What a journal keeps may be called like an option.
        let said = things.get(name).or_else(|| commands.get(name));
        said.cloned().unwrap_or_else(|| name.replace('-', " "))
    }

    /// Why points are given, as the policy says it.
    #[must_use]
    pub fn because<'a>(&'a self, words: &'a str) -> &'a str {
        said(&self.names.things, words)
    }

    /// A command as Discord shows it, `/warn`. One that is typed alone has the policy's name, for that is what is typed, and
    /// those that every bot has keep theirs.
    #[must_use]
    pub fn command_called(&self, path: &[String]) -> String {
        let is_typed = |one: &Command| one.hidden && one.path == path;
        let is_own = self
            .commands
            .iter()
            .any(|one| one.path.first() == path.first())
            || self
                .aliases
                .iter()
                .any(|one| path.first() == Some(&one.name));
        let is_said = is_own && !self.commands.iter().any(is_typed);
        let words = path.iter().map(|word| {
            if is_said {
                said(&self.names.commands, word)
            } else {
                word
            }
        });
        format!("/{}", words.collect::<Vec<_>>().join(" "))
    }

    /// An option of a command.
    #[must_use]
    pub fn option_called<'a>(&'a self, name: &'a str) -> &'a str {
        said(&self.names.commands, name)
    }

    /// An entry of a menu.
    #[must_use]
    pub fn menu_called<'a>(&'a self, name: &'a str) -> &'a str {
        said(&self.names.menus, name)
    }

    /// A choice of an option.
    #[must_use]
    pub fn choice_called<'a>(&'a self, name: &'a str) -> &'a str {
        said(&self.names.choices, name)
    }

    /// A feature as `/config` takes it.
    #[must_use]
    pub fn feature_called<'a>(&'a self, feature: &'a Feature) -> &'a str {
        said(&self.names.settings, &feature.name)
    }

    /// A setting as `/config` takes it, without its feature. Those of the bot as a whole are Candor's, and have one name.
    #[must_use]
    pub fn setting_called<'a>(&'a self, setting: &'a Setting) -> &'a str {
        match setting.feature {
            Some(_) => said(&self.names.settings, &setting.name),
            None => &setting.name,
        }
    }
}
