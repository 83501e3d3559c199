//! Application commands as Discord accepts them: names, lengths, order of options, counts, total size.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;
use serde_json::{Value, json};

use super::{
    World,
    local::{self, Rule},
};
use crate::sandbox::{
    field::{Faults, Fields, Id, put},
    refusal::Refusal,
};

pub(crate) const COMMANDS_MAX: usize = 100;
const CONTEXT_COMMANDS_MAX: usize = 15;
const OPTIONS_MAX: usize = 25;
const CHARACTERS_MAX: usize = 8000;

/// As Discord's documentation of application commands has it.
static NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$").ok());

const SUBCOMMAND: i64 = 1;
const GROUP: i64 = 2;

/// Judges one command; `path` leads to it in the body, empty for the body itself.
fn judge(given: &Value, path: &str, faults: &mut Faults) {
    let kind = given.int("type").unwrap_or(1);
    let at = |field: &str| join(path, field);
    if !(1..=4).contains(&kind) {
        faults.choices(at("type"), "1, 2, 3, 4");
    }
    name(given, kind == 1, path, faults);
    if kind == 1 {
        match given.text("description") {
            Some(text) => faults.length(&at("description"), text, 1, 100),
            None => faults.required(at("description")),
        }
    } else if given
        .text("description")
        .is_some_and(|text| !text.is_empty())
    {
        faults.add(
            at("description"),
            "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED",
            "Context menu commands cannot have description",
        );
    }
    if kind != 1 && !given.list("options").is_empty() {
        faults.add(
            at("options"),
            "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED",
            "Context menu commands cannot have options",
        );
    }
    let rule = if kind == 1 { Rule::Typed } else { Rule::Menu };
    local::judge(given, rule, &at(""), faults);
    options(given.list("options"), &at("options"), 0, faults);
    if characters(given) > CHARACTERS_MAX {
        faults.add(
            path,
            "APPLICATION_COMMAND_TOO_LARGE",
            "Command exceeds maximum size (8000)",
        );
    }
}

/// How many of a kind an application may have.
fn most(kind: i64) -> usize {
    if kind == 1 {
        COMMANDS_MAX
    } else {
        CONTEXT_COMMANDS_MAX
    }
}

fn join(path: &str, field: &str) -> String {
    if path.is_empty() {
        field.to_owned()
    } else {
        format!("{path}.{field}")
    }
}

/// Discord's rule, in lower case where there is one.
fn name(given: &Value, slash: bool, path: &str, faults: &mut Faults) {
    let path = join(path, "name");
    let Some(text) = given.text("name") else {
        faults.required(path);
        return;
    };
    let length = text.chars().count();
    if length == 0 || length > 32 {
        faults.length(&path, text, 1, 32);
    } else if slash && !valid_name(text) {
        faults.add(
            path,
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        );
    }
}

pub(super) fn valid_name(text: &str) -> bool {
    NAME.as_ref().is_some_and(|rule| rule.is_match(text)) && text.to_lowercase() == text
}

fn options(given: &[Value], path: &str, depth: usize, faults: &mut Faults) {
    if given.len() > OPTIONS_MAX {
        faults.at_most(path, given.len(), OPTIONS_MAX);
    }
    let mut seen = BTreeSet::new();
    let mut optional_before = false;
    let nested = |one: &Value| matches!(one.int("type"), Some(SUBCOMMAND | GROUP));
    let mixed = given.iter().any(nested) && !given.iter().all(nested);
    for (number, option) in given.iter().enumerate() {
        let at = format!("{path}.{number}");
        name(option, true, &at, faults);
        local::judge(option, Rule::Typed, &format!("{at}."), faults);
        match option.text("description") {
            Some(text) => faults.length(&format!("{at}.description"), text, 1, 100),
            None => faults.required(format!("{at}.description")),
        }
        if !seen.insert(option.text("name").unwrap_or_default()) {
            faults.add(
                at.as_str(),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            );
        }
        if option.flag("required") && optional_before {
            faults.add(
                at.as_str(),
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            );
        }
        optional_before |= !option.flag("required");
        match option.int("type") {
            Some(kind @ (SUBCOMMAND | GROUP)) => {
                let allowed = !mixed && (depth == 0 || depth == 1 && kind == SUBCOMMAND);
                let in_group = depth == 0 || kind == SUBCOMMAND;
                if !allowed || !in_group {
                    faults.add(
                        format!("{at}.type"),
                        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                        "Sub-command and sub-command group option types are mutually exclusive to all other types",
                    );
                } else {
                    let deeper = if kind == GROUP { 1 } else { 2 };
                    options(
                        option.list("options"),
                        &format!("{at}.options"),
                        deeper,
                        faults,
                    );
                }
            }
            Some(kind @ 3..=11) => value_option(option, kind, &at, faults),
            Some(_) => faults.choices(format!("{at}.type"), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"),
            None => faults.required(format!("{at}.type")),
        }
    }
}

fn value_option(option: &Value, kind: i64, at: &str, faults: &mut Faults) {
    let choices = option.list("choices");
    faults.at_most(&format!("{at}.choices"), choices.len(), 25);
    if option.flag("autocomplete") && !choices.is_empty() {
        faults.add(
            at,
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
            "Autocomplete and choices are mutually exclusive",
        );
    }
    for (number, choice) in choices.iter().enumerate() {
        let inside = format!("{at}.choices.{number}");
        match choice.text("name") {
            Some(text) => faults.length(&format!("{inside}.name"), text, 1, 100),
            None => faults.required(format!("{inside}.name")),
        }
        local::judge(choice, Rule::Choice, &format!("{inside}."), faults);
        let fits = match (kind, choice.given("value")) {
            (3, Some(Value::String(text))) => text.chars().count() <= 100,
            (4, Some(Value::Number(number))) => number.is_i64(),
            (10, Some(Value::Number(_))) => true,
            _ => false,
        };
        if !fits {
            faults.add(
                format!("{inside}.value"),
                "APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE_INVALID",
                "Choice value is not of the option's type",
            );
        }
    }
    for (field, most) in [("min_length", 6000), ("max_length", 6000)] {
        if option
            .int(field)
            .is_some_and(|length| !(0..=most).contains(&length))
        {
            faults.add(
                format!("{at}.{field}"),
                "NUMBER_TYPE_MAX",
                format!("int value should be less than or equal to {most}."),
            );
        }
    }
}

/// Discord counts names, descriptions and string values, of choices too, each in the language in which it is longest.
fn characters(given: &Value) -> usize {
    let own: usize = ["name", "description", "value"]
        .iter()
        .map(|field| local::longest(given, field))
        .sum();
    let inner: usize = ["options", "choices"]
        .iter()
        .flat_map(|field| given.list(field))
        .map(characters)
        .sum();
    own + inner
}

impl World {
    /// Registers a command, or replaces the one of the same name and kind. Gives its id and whether it is new.
    pub(crate) fn register(
        &mut self,
        guild: Option<Id>,
        given: &Value,
    ) -> Result<(Id, bool), Refusal> {
        let mut faults = Faults::default();
        judge(given, "", &mut faults);
        faults.judge()?;
        let kind = given.int("type").unwrap_or(1);
        let same = self.command_named(guild, given.text("name").unwrap_or_default(), kind);
        if same.is_none() {
            let count = self.commands.get(&guild).map_or(0, |commands| {
                commands
                    .values()
                    .filter(|one| one.int("type") == Some(kind))
                    .count()
            });
            if count >= most(kind) {
                return Err(Refusal::MAX_COMMANDS);
            }
        }
        let id = same.unwrap_or_else(|| self.new_id());
        let listed = self.as_listed(id, guild, given);
        self.commands.entry(guild).or_default().insert(id, listed);
        Ok((id, same.is_none()))
    }

    /// Replaces all commands of the application in a server, or the global ones. Nothing changes when one is wrong.
    pub(crate) fn overwrite(
        &mut self,
        guild: Option<Id>,
        given: &[Value],
    ) -> Result<Vec<Value>, Refusal> {
        let mut faults = Faults::default();
        let mut seen = BTreeSet::new();
        for (at, command) in given.iter().enumerate() {
            judge(command, &at.to_string(), &mut faults);
            let kind = command.int("type").unwrap_or(1);
            if !seen.insert((kind, command.text("name").unwrap_or_default())) {
                faults.add(
                    at.to_string(),
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                );
            }
        }
        faults.judge()?;
        for kind in 1..=3 {
            let same = given
                .iter()
                .filter(|one| one.int("type").unwrap_or(1) == kind);
            if same.count() > most(kind) {
                return Err(Refusal::MAX_COMMANDS);
            }
        }
        let mut made = Vec::new();
        for command in given {
            let kind = command.int("type").unwrap_or(1);
            let same = self.command_named(guild, command.text("name").unwrap_or_default(), kind);
            let id = same.unwrap_or_else(|| self.new_id());
            made.push((id, self.as_listed(id, guild, command)));
        }
        let shown = made.iter().map(|(_, command)| command.clone()).collect();
        self.commands.insert(guild, made.into_iter().collect());
        Ok(shown)
    }

    /// Changes some fields of a command.
    pub(crate) fn amend(
        &mut self,
        guild: Option<Id>,
        id: Id,
        given: &Value,
    ) -> Result<Value, Refusal> {
        let mut merged = self.command(guild, id)?.clone();
        if let (Some(into), Some(from)) = (merged.as_object_mut(), given.as_object()) {
            for (name, value) in from {
                into.insert(name.clone(), value.clone());
            }
        }
        let mut faults = Faults::default();
        judge(&merged, "", &mut faults);
        faults.judge()?;
        let listed = self.as_listed(id, guild, &merged);
        self.commands
            .entry(guild)
            .or_default()
            .insert(id, listed.clone());
        Ok(listed)
    }

    pub(crate) fn command(&self, guild: Option<Id>, id: Id) -> Result<&Value, Refusal> {
        self.commands
            .get(&guild)
            .and_then(|commands| commands.get(&id))
            .ok_or(Refusal::UNKNOWN_COMMAND)
    }

    pub(crate) fn command_named(&self, guild: Option<Id>, name: &str, kind: i64) -> Option<Id> {
        let commands = self.commands.get(&guild)?;
        commands
            .iter()
            .find(|(_, one)| one.text("name") == Some(name) && one.int("type") == Some(kind))
            .map(|(id, _)| *id)
    }

    /// A command as it is listed: with its id, version and every field that was left out.
    fn as_listed(&mut self, id: Id, guild: Option<Id>, given: &Value) -> Value {
        let version = self.new_id();
        let kind = given.int("type").unwrap_or(1);
        let dm = given
            .given("dm_permission")
            .and_then(Value::as_bool)
            .unwrap_or(true);
        let permissions = given
            .bits("default_member_permissions")
            .map(|bits| bits.to_string());
        let mut shown = json!({
            "id": id.to_string(),
            "application_id": self.bot.to_string(),
            "version": version.to_string(),
            "type": kind,
            "name": given.text("name"),
            "name_localizations": given.given("name_localizations"),
            "description": given.text("description").unwrap_or_default(),
            "description_localizations": given.given("description_localizations"),
            "default_member_permissions": permissions,
            "default_permission": true,
            "dm_permission": dm,
            "contexts": given.given("contexts"),
            "integration_types": given.given("integration_types").cloned().unwrap_or_else(|| json!([0])),
            "nsfw": given.flag("nsfw"),
        });
        let options = given.list("options");
        if !options.is_empty() {
            put(&mut shown, "options", options.to_vec());
        }
        if let Some(guild) = guild {
            put(&mut shown, "guild_id", guild.to_string());
        }
        shown
    }
}
