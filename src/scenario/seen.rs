//! Messages as a scenario speaks of them: from Discord's JSON, with ids turned back into names.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::{Captures, Regex};
use serde_json::Value;

use super::script::Match;
use crate::lexicon::text::cut;

/// Names of everything with an id in the world.
#[derive(Debug, Default)]
pub(super) struct NameOf {
    pub people: BTreeMap<u64, String>,
    pub channels: BTreeMap<u64, String>,
    pub roles: BTreeMap<u64, String>,
}

static MENTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"<(@!?|@&|#)(\d{1,20})>").ok());

impl NameOf {
    /// `<@123>` as `@ann`, `<#5>` as `#general`, `<@&7>` as `@regular`; what has no name stays.
    pub fn render(&self, text: &str) -> String {
        let Some(mention) = MENTION.as_ref() else {
            return text.to_owned();
        };
        let named = mention.replace_all(text, |found: &Captures| {
            let part = |index| found.get(index).map_or("", |one| one.as_str());
            let id: u64 = part(2).parse().unwrap_or_default();
            let (mark, names) = match part(1) {
                "#" => ("#", &self.channels),
                "@&" => ("@", &self.roles),
                _ => ("@", &self.people),
            };
            names
                .get(&id)
                .map_or_else(|| part(0).to_owned(), |name| format!("{mark}{name}"))
        });
        named.into_owned()
    }

    pub fn person(&self, id: u64) -> String {
        self.people
            .get(&id)
            .cloned()
            .unwrap_or_else(|| id.to_string())
    }
}

/// One message as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub id: u64,
    pub from: u64,
    /// The name under which a webhook of the bot's posted it, and the hash of its picture.
    pub persona: Option<(String, String)>,
    /// Content, embeds and the text of files, with ids and with names.
    pub raw: String,
    pub named: String,
    pub ephemeral: bool,
    /// Whether a mention in it notifies somebody.
    pub notifies: bool,
    /// The interaction it answers.
    pub interaction: Option<u64>,
    pub replies_to: Option<u64>,
    /// Label and id.
    pub buttons: Vec<(String, String)>,
    pub selects: Vec<SeenSelect>,
    pub reactions: Vec<(String, u64)>,
    pub files: Vec<SeenFile>,
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeenSelect {
    pub placeholder: String,
    pub custom: String,
    /// Label and value; none where Discord offers what the server has.
    pub choices: Vec<(String, String)>,
}

impl SeenSelect {
    fn of(select: &Value) -> Self {
        let choices = list(select, "options").iter();
        Self {
            placeholder: text(select, "placeholder"),
            custom: text(select, "custom_id"),
            choices: choices
                .map(|one| (text(one, "label"), text(one, "value")))
                .collect(),
        }
    }

    /// What stands behind a choice; what is no choice of it stays as it is, such as the name of a role.
    pub fn value<'a>(&'a self, choice: &'a str) -> &'a str {
        let mut choices = self.choices.iter();
        let found = choices.find(|(label, _)| label == choice);
        found.map_or(choice, |(_, value)| value)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeenFile {
    pub name: String,
    pub text: String,
}

impl Seen {
    /// `read_file` gives the text behind an attachment's address.
    pub fn of(message: &Value, names: &NameOf, read_file: impl Fn(&str) -> Option<String>) -> Self {
        let mut parts = vec![text(message, "content")];
        for embed in list(message, "embeds") {
            parts.push(text(embed, "title"));
            parts.push(text(embed, "description"));
        }
        let files: Vec<SeenFile> = list(message, "attachments")
            .iter()
            .map(|file| SeenFile {
                name: text(file, "filename"),
                text: read_file(&text(file, "url")).unwrap_or_default(),
            })
            .collect();
        parts.extend(files.iter().map(|file| file.text.clone()));
        parts.retain(|part| !part.is_empty());
        let raw = parts.join("\n");
        let rows = list(message, "components")
            .iter()
            .flat_map(|row| list(row, "components"));
        let (buttons, selects): (Vec<&Value>, Vec<&Value>) =
            rows.partition(|one| one.get("type").and_then(Value::as_u64) == Some(2));
        let interaction = message
            .get("interaction_metadata")
            .or_else(|| message.get("interaction"));
        Self {
            id: id(message, "id"),
            from: message
                .get("author")
                .map(|author| id(author, "id"))
                .unwrap_or_default(),
            persona: persona(message),
            named: names.render(&raw),
            raw,
            ephemeral: message
                .get("flags")
                .and_then(Value::as_u64)
                .unwrap_or_default()
                & 64
                != 0,
            notifies: ["mentions", "mention_roles"]
                .iter()
                .any(|of| !list(message, of).is_empty())
                || message.get("mention_everyone") == Some(&Value::Bool(true)),
            interaction: interaction.map(|one| id(one, "id")),
            replies_to: message
                .get("message_reference")
                .map(|one| id(one, "message_id")),
            buttons: buttons
                .into_iter()
                .map(|button| (text(button, "label"), text(button, "custom_id")))
                .filter(|(_, custom)| !custom.is_empty())
                .collect(),
            selects: selects.into_iter().map(SeenSelect::of).collect(),
            reactions: list(message, "reactions")
                .iter()
                .filter_map(|one| Some((emoji(one.get("emoji")?), one.get("count")?.as_u64()?)))
                .collect(),
            files,
        }
    }

    pub fn fits(&self, wanted: &Match) -> bool {
        let notifies = wanted.notifies;
        wanted.accepts(&[&self.raw, &self.named])
            && notifies.is_none_or(|notifies| notifies == self.notifies)
    }

    /// The id of the button with this label or id.
    pub fn button(&self, wanted: &str) -> Option<&str> {
        self.buttons
            .iter()
            .find(|(label, _)| label == wanted)
            .or_else(|| {
                self.buttons
                    .iter()
                    .find(|(label, _)| label.eq_ignore_ascii_case(wanted))
            })
            .or_else(|| {
                self.buttons
                    .iter()
                    .find(|(_, custom)| custom == wanted || custom.ends_with(&format!(":{wanted}")))
            })
            .or_else(|| {
                self.buttons
                    .iter()
                    .find(|(label, _)| label.starts_with(wanted))
            })
            .map(|(_, custom)| custom.as_str())
    }

    /// The list before which this stands.
    pub fn select(&self, wanted: &str) -> Option<&SeenSelect> {
        self.selects.iter().find(|one| one.placeholder == wanted)
    }

    /// For people who look for the mistake: one line.
    pub fn describe(&self) -> String {
        let shown = cut(&self.named, 300);
        let mut line = format!("`{}`", shown.replace('\n', " ⏎ "));
        if let Some((name, _)) = &self.persona {
            line.push_str(" (as ");
            line.push_str(name);
            line.push(')');
        }
        if self.ephemeral {
            line.push_str(" (ephemeral)");
        }
        if self.notifies {
            line.push_str(" (notifies)");
        }
        let buttons = self.buttons.iter().map(|(label, _)| format!(" [{label}]"));
        let files = self
            .files
            .iter()
            .map(|file| format!(" (file {})", file.name));
        let selects = self.selects.iter().map(|one| {
            let choices = one.choices.iter().map(|(label, _)| label.as_str());
            let choices: Vec<&str> = choices.collect();
            format!(" [{} ▾ {}]", one.placeholder, choices.join(", "))
        });
        line.extend(buttons.chain(selects).chain(files));
        line
    }
}

/// What an application's webhook says of who posted it. Answers of the bot come the same way, and are its own.
fn persona(message: &Value) -> Option<(String, String)> {
    message.get("webhook_id")?;
    message.get("application_id")?;
    if message.get("interaction_metadata").is_some() {
        return None;
    }
    let author = message.get("author")?;
    Some((text(author, "username"), text(author, "avatar")))
}

fn emoji(value: &Value) -> String {
    match value.get("id").and_then(Value::as_str) {
        Some(id) => format!("{}:{id}", text(value, "name")),
        None => text(value, "name"),
    }
}

fn text(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn id(value: &Value, name: &str) -> u64 {
    value
        .get(name)
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok())
        .unwrap_or_default()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names() -> NameOf {
        NameOf {
            people: [(1, "ann".to_owned())].into(),
            channels: [(2, "general".to_owned())].into(),
            roles: [(3, "regular".to_owned())].into(),
        }
    }

    #[test]
    fn ids_become_names_where_there_are_names() {
        let text =
            names().render("<@1> <@!1> in <#2> has <@&3>, <@9> and <#99999999999999999999999>");
        assert_eq!(
            text,
            "@ann @ann in #general has @regular, <@9> and <#99999999999999999999999>"
        );
    }

    #[test]
    fn a_message_is_read_from_discords_shape() {
        let message = json!({
            "id": "50", "author": {"id": "1"}, "content": "hello <@1>", "flags": 64,
            "mentions": [{"id": "1"}],
            "embeds": [{"title": "T", "description": "D"}],
            "attachments": [{"filename": "a.json", "url": "u"}],
            "components": [{"type": 1, "components": [{"type": 2, "label": "Verify", "custom_id": "candor:verify"}]}],
            "interaction_metadata": {"id": "49"},
            "reactions": [{"emoji": {"id": null, "name": "👍"}, "count": 2}],
        });
        let seen = Seen::of(&message, &names(), |url| {
            (url == "u").then(|| "{}".to_owned())
        });
        assert_eq!(seen.named, "hello @ann\nT\nD\n{}");
        assert!(seen.ephemeral && seen.notifies);
        assert_eq!((seen.id, seen.from, seen.interaction), (50, 1, Some(49)));
        assert_eq!(seen.button("verify"), Some("candor:verify"));
        assert_eq!(seen.button("Delete"), None);
        assert_eq!(seen.reactions, [("👍".to_owned(), 2)]);
        assert_eq!(
            seen.describe(),
            "`hello @ann ⏎ T ⏎ D ⏎ {}` (ephemeral) (notifies) [Verify] (file a.json)"
        );
    }

    #[test]
    fn a_text_is_accepted_with_ids_or_with_names() {
        let wanted = |contains: &str| Match {
            contains: Some(contains.to_owned()),
            ..Match::default()
        };
        assert!(wanted("@ann").accepts(&["<@1>", "@ann"]));
        assert!(wanted("<@1>").accepts(&["<@1>", "@ann"]));
        assert!(!wanted("@ben").accepts(&["<@1>", "@ann"]));
        let lacks = Match {
            lacks: Some("@ann".to_owned()),
            ..Match::default()
        };
        assert!(!lacks.accepts(&["<@1>", "@ann"]));
        assert!(lacks.accepts(&["<@2>", "@ben"]));
        let equals = Match {
            equals: Some("a".to_owned()),
            ..Match::default()
        };
        assert!(equals.accepts(&["a "]) && !equals.accepts(&["ab"]));
    }
}
