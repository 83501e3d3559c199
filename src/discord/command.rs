//! Registers slash commands as a difference: what Discord has already is left alone.
//!
//! Reads `CommandDraft`s, which the router makes from the plan and from rows; checks nothing, since Discord's limits
//! were judged at compile time.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{DiscordError, Rest};
use crate::{
    lexicon::kind::{Limits, OptionKind},
    plan::MenuOn,
    port::{CommandDraft, DraftKind, LocalDraft, OptionDraft},
    vocab::{GuildId, Language},
};

/// From this many changes on, one bulk request replaces the single ones.
const BULK_FROM: usize = 4;
/// Discord's types of command:
/// <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-types>.
const CHAT_INPUT: u64 = 1;
const ON_USER: u64 = 2;
const ON_MESSAGE: u64 = 3;
/// Discord's code for a body that it does not take.
const INVALID_FORM: u64 = 50_035;

/// What registering came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registered {
    pub written: usize,
    pub removed: usize,
    pub kept: usize,
    /// Commands that Discord refuses in themselves, with their slash. All others are there.
    pub refused: Vec<String>,
}

/// What is to be done so that Discord has exactly the wanted commands.
#[derive(Debug, PartialEq)]
struct Difference {
    write: Vec<Value>,
    remove: Vec<u64>,
    kept: usize,
}

impl Rest {
    /// Makes Discord's commands, everywhere or in one server, equal to `drafts`. One that Discord does not take keeps none
    /// of the others away.
    ///
    /// # Errors
    /// A failure to reach Discord, or a refusal that is not about one command's form; commands written before it stay.
    pub async fn register(
        &self,
        application: u64,
        guild: Option<GuildId>,
        drafts: &[CommandDraft],
    ) -> Result<Registered, DiscordError> {
        let wanted: Vec<Value> = drafts.iter().map(payload).collect();
        let present = self.commands(application, guild).await?;
        let difference = difference(&wanted, &present);
        let mut registered = Registered {
            written: difference.write.len(),
            removed: difference.remove.len(),
            kept: difference.kept,
            refused: Vec::new(),
        };
        if registered.written + registered.removed >= BULK_FROM {
            match self.put_commands(application, guild, wanted).await {
                Ok(()) => return Ok(registered),
                // It does not say which; asked one by one it does.
                Err(error) if error.code() == Some(INVALID_FORM) => {}
                Err(error) => return Err(error),
            }
        }
        for command in difference.remove {
            self.delete_command(application, guild, command).await?;
        }
        for command in difference.write {
            let name = command.get("name").and_then(Value::as_str);
            let slash = if kind_of(&command) == CHAT_INPUT {
                "/"
            } else {
                ""
            };
            let name = format!("{slash}{}", name.unwrap_or_default());
            match self.put_command(application, guild, command).await {
                Ok(()) => {}
                Err(error) if error.code() == Some(INVALID_FORM) => {
                    tracing::warn!(%name, %error, "a command is left out");
                    registered.written -= 1;
                    registered.refused.push(name);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(registered)
    }
}

fn difference(wanted: &[Value], present: &[Value]) -> Difference {
    let key = |command: &Value| {
        let name = command.get("name").and_then(Value::as_str);
        (kind_of(command), name.map(str::to_owned))
    };
    let mut write = Vec::new();
    let mut kept = 0;
    for command in wanted {
        let old = present.iter().find(|old| key(old) == key(command));
        if old.is_some_and(|old| meaning(old) == meaning(command)) {
            kept += 1;
        } else {
            write.push(command.clone());
        }
    }
    let gone = present
        .iter()
        .filter(|old| !wanted.iter().any(|command| key(command) == key(old)));
    let remove = gone
        .filter_map(|old| old.get("id")?.as_str()?.parse().ok())
        .collect();
    Difference {
        write,
        remove,
        kept,
    }
}

fn kind_of(command: &Value) -> u64 {
    let kind = command.get("type").and_then(Value::as_u64);
    kind.unwrap_or(CHAT_INPUT)
}

/// What of a command people notice, in one form, whether we wrote it or Discord did: Discord adds defaults.
fn meaning(command: &Value) -> Value {
    let text = |key: &str| command.get(key).cloned().unwrap_or_default();
    let mut contexts: Vec<u64> = match command.get("contexts").and_then(Value::as_array) {
        Some(contexts) => contexts.iter().filter_map(Value::as_u64).collect(),
        None if command.get("dm_permission") == Some(&Value::Bool(false)) => vec![0],
        None => vec![0, 1, 2],
    };
    contexts.sort_unstable();
    json!({
        "name": text("name"),
        "description": text("description"),
        "permissions": text("default_member_permissions"),
        "contexts": contexts,
        "local": local_of(command),
        "options": options_of(command),
    })
}

/// Names and descriptions in other languages; Discord writes null where there are none.
fn local_of(value: &Value) -> Value {
    let of = |key: &str| {
        let texts = value.get(key).and_then(Value::as_object);
        texts.filter(|texts| !texts.is_empty()).cloned()
    };
    json!([of("name_localizations"), of("description_localizations")])
}

fn options_of(value: &Value) -> Value {
    let options = value.get("options").and_then(Value::as_array);
    options.into_iter().flatten().map(option_meaning).collect()
}

fn option_meaning(option: &Value) -> Value {
    let mut one = Map::new();
    for key in [
        "type",
        "name",
        "description",
        "min_value",
        "max_value",
        "min_length",
        "max_length",
    ] {
        // Numbers are compared as what they say: Discord may write 1 as 1.0.
        let value = option.get(key).cloned().unwrap_or_default();
        let value = value.as_f64().map_or(value, Value::from);
        one.insert(key.to_owned(), value);
    }
    for key in ["required", "autocomplete"] {
        let yes = option.get(key).and_then(Value::as_bool).unwrap_or(false);
        one.insert(key.to_owned(), yes.into());
    }
    let choices = option.get("choices").and_then(Value::as_array);
    let choices = choices
        .into_iter()
        .flatten()
        .map(|choice| json!([choice.get("name"), choice.get("value"), local_of(choice)]));
    one.insert("choices".to_owned(), choices.collect());
    one.insert("local".to_owned(), local_of(option));
    let channels = option.get("channel_types").and_then(Value::as_array);
    let channels = channels.into_iter().flatten().filter_map(Value::as_u64);
    let channels: BTreeSet<u64> = channels.collect();
    one.insert("channels".to_owned(), channels.into_iter().collect());
    one.insert("options".to_owned(), options_of(option));
    Value::Object(one)
}

/// How a command reads in each locale of a language, put beside how it reads everywhere. Discord takes a choice's name, too.
fn localise(command: &mut Value, language: Language, local: &LocalDraft) {
    let mut put = |key: &str, text: &str| {
        if let Some(command) = command.as_object_mut() {
            let all = command.entry(key).or_insert_with(|| json!({}));
            for locale in language.locales() {
                if let Some(all) = all.as_object_mut() {
                    all.insert((*locale).to_owned(), text.into());
                }
            }
        }
    };
    if let Some(name) = &local.name {
        put("name_localizations", name);
    }
    if !local.about.is_empty() {
        put("description_localizations", &local.about);
    }
    let mut inner = |key: &str| {
        let list = command.get_mut(key).and_then(Value::as_array_mut);
        list.map(std::mem::take).unwrap_or_default()
    };
    let (mut options, mut choices) = (inner("options"), inner("choices"));
    for (option, local) in options.iter_mut().zip(&local.options) {
        localise(option, language, local);
    }
    for (choice, name) in choices.iter_mut().zip(&local.choices) {
        let local = LocalDraft {
            name: name.clone(),
            ..LocalDraft::default()
        };
        localise(choice, language, &local);
    }
    for (key, list) in [("options", options), ("choices", choices)] {
        if let Some(place) = command.get_mut(key) {
            *place = list.into();
        }
    }
}

fn payload(draft: &CommandDraft) -> Value {
    let mut command = alone(draft);
    for (language, local) in &draft.local {
        localise(&mut command, *language, local);
    }
    command
}

/// A command as it reads everywhere.
fn alone(draft: &CommandDraft) -> Value {
    let permissions = draft.permissions.map(|bits| bits.to_string());
    let places = [(draft.in_servers, 0), (draft.in_dm, 1)];
    let places = places.into_iter().filter(|(there, _)| *there);
    let contexts: Vec<u8> = places.map(|(_, number)| number).collect();
    let kind = match draft.kind {
        DraftKind::Slash => CHAT_INPUT,
        DraftKind::Menu(MenuOn::Member) => ON_USER,
        DraftKind::Menu(MenuOn::Message) => ON_MESSAGE,
    };
    json!({
        "type": kind,
        "name": draft.name,
        "description": draft.about,
        "default_member_permissions": permissions,
        "contexts": contexts,
        "integration_types": [0],
        "options": draft.options.iter().map(option).collect::<Vec<_>>(),
    })
}

fn option(draft: &OptionDraft) -> Value {
    match draft {
        OptionDraft::Subcommand {
            name,
            about,
            options,
        } => nested(1, name, about, options),
        OptionDraft::Group {
            name,
            about,
            options,
        } => nested(2, name, about, options),
        OptionDraft::Value {
            name,
            about,
            kind,
            required,
            min,
            max,
            choices,
            channels,
            autocomplete,
        } => {
            let bounds = match kind.limits {
                Limits::Number => Some(("min_value", "max_value")),
                Limits::Characters => Some(("min_length", "max_length")),
                Limits::None | Limits::Choices => None,
            };
            let mut one = Map::new();
            one.insert("type".to_owned(), kind.number.into());
            one.insert("name".to_owned(), name.as_str().into());
            one.insert("description".to_owned(), about.as_str().into());
            one.insert("required".to_owned(), (*required).into());
            if let Some((low, high)) = bounds {
                if let Some(min) = min {
                    one.insert(low.to_owned(), (*min).into());
                }
                if let Some(max) = max {
                    one.insert(high.to_owned(), (*max).into());
                }
            }
            if !choices.is_empty() {
                let choices = choices.iter().map(|choice| choice_of(kind, choice));
                one.insert("choices".to_owned(), choices.collect());
            }
            if !channels.is_empty() {
                let numbers = channels.iter().flat_map(|kind| kind.numbers());
                let numbers: Vec<u8> = numbers.copied().collect();
                one.insert("channel_types".to_owned(), numbers.into());
            }
            if *autocomplete {
                one.insert("autocomplete".to_owned(), true.into());
            }
            Value::Object(one)
        }
    }
}

fn choice_of(kind: &OptionKind, choice: &str) -> Value {
    let number = choice
        .parse::<i64>()
        .ok()
        .filter(|_| kind.limits == Limits::Number);
    let value = number.map_or_else(|| Value::from(choice), Value::from);
    json!({ "name": choice, "value": value })
}

fn nested(kind: u8, name: &str, about: &str, options: &[OptionDraft]) -> Value {
    json!({
        "type": kind, "name": name, "description": about,
        "options": options.iter().map(option).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn draft(name: &str, max: i64) -> CommandDraft {
        CommandDraft {
            kind: DraftKind::Slash,
            name: name.to_owned(),
            about: "about".to_owned(),
            permissions: Some(8),
            in_servers: true,
            in_dm: false,
            options: vec![OptionDraft::Value {
                name: "reason".to_owned(),
                about: "why".to_owned(),
                kind: &crate::lexicon::kind::option::TEXT,
                required: true,
                min: Some(1),
                max: Some(max),
                choices: Vec::new(),
                channels: Vec::new(),
                autocomplete: false,
            }],
            local: BTreeMap::new(),
        }
    }

    /// As Discord gives it back: ids, defaults and keys of its own, other keys left out.
    fn registered(id: u64, draft: &CommandDraft) -> Value {
        let mut command = payload(draft);
        let map = command.as_object_mut().unwrap();
        map.insert("id".to_owned(), id.to_string().into());
        map.insert("version".to_owned(), "1".into());
        map.insert("nsfw".to_owned(), false.into());
        map.insert("name_localizations".to_owned(), Value::Null);
        map.remove("contexts");
        map.insert("dm_permission".to_owned(), false.into());
        map["options"][0]["max_length"] = json!(512.0);
        command
    }

    #[test]
    fn what_is_there_is_left_alone() {
        let warn = draft("warn", 512);
        let present = [registered(1, &warn)];
        let same = difference(&[payload(&warn)], &present);
        assert_eq!(
            same,
            Difference {
                write: vec![],
                remove: vec![],
                kept: 1
            }
        );
    }

    #[test]
    fn an_entry_of_a_menu_is_not_the_command_of_that_name() {
        let slash = draft("warn", 512);
        let menu = CommandDraft {
            kind: DraftKind::Menu(MenuOn::Member),
            about: String::new(),
            options: Vec::new(),
            ..draft("warn", 512)
        };
        let mut present = payload(&menu);
        present["id"] = "7".into();
        present["contexts"] = json!([0]);
        present.as_object_mut().unwrap().remove("options");
        let difference = difference(&[payload(&slash), payload(&menu)], &[present]);
        assert_eq!(difference.write, vec![payload(&slash)]);
        assert_eq!((difference.remove.len(), difference.kept), (0, 1));
    }

    #[test]
    fn only_what_changed_is_written() {
        let (old, kept, gone) = (draft("warn", 512), draft("rank", 512), draft("old", 512));
        let present = [
            registered(1, &old),
            registered(2, &kept),
            registered(3, &gone),
        ];
        let new = draft("warn", 100);
        let wanted = [payload(&new), payload(&kept)];
        let difference = difference(&wanted, &present);
        assert_eq!(difference.write, vec![payload(&new)]);
        assert_eq!(difference.remove, vec![3]);
        assert_eq!(difference.kept, 1);
    }

    #[test]
    fn how_it_reads_elsewhere_is_part_of_it() {
        let mut warn = draft("warn", 512);
        let english = registered(1, &warn);
        let option = LocalDraft {
            name: Some("raison".to_owned()),
            about: "pourquoi".to_owned(),
            ..LocalDraft::default()
        };
        let local = LocalDraft {
            name: Some("avertir".to_owned()),
            about: "de quoi".to_owned(),
            options: vec![option],
            choices: Vec::new(),
        };
        warn.local.insert(Language::Fr, local);
        let wanted = payload(&warn);
        assert_eq!(wanted["name_localizations"], json!({"fr": "avertir"}));
        assert_eq!(
            wanted["description_localizations"],
            json!({"fr": "de quoi"})
        );
        let option = &wanted["options"][0];
        assert_eq!(option["name_localizations"], json!({"fr": "raison"}));
        let changed = difference(std::slice::from_ref(&wanted), &[english]);
        assert_eq!(changed.write, std::slice::from_ref(&wanted));
        let mut there = registered(1, &warn);
        there["name_localizations"] = json!({"fr": "avertir"});
        assert_eq!(difference(&[wanted], &[there]).kept, 1);
    }
}
