//! A message as somebody asks for it: judged against Discord's limits before it becomes one.
//!
//! Reads the body of a request; changes nothing.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::poll::Poll;
use crate::sandbox::{
    field::{Faults, Fields, Id, put, snowflake},
    refusal::Refusal,
};

pub(crate) const EPHEMERAL: u64 = 1 << 6;
pub(crate) const LOADING: u64 = 1 << 7;
/// A `message_reference` that passes a message on.
const FORWARD: i64 = 1;
const SUPPRESS_EMBEDS: u64 = 1 << 2;
const SILENT: u64 = 1 << 12;
const COMPONENTS_V2: u64 = 1 << 15;

/// Who an author lets be notified. Absent means everybody the text names.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "Discord's object has these four switches"
)]
pub(crate) struct Allowed {
    pub(crate) everyone: bool,
    pub(crate) all_users: bool,
    pub(crate) all_roles: bool,
    pub(crate) users: BTreeSet<Id>,
    pub(crate) roles: BTreeSet<Id>,
    pub(crate) replied: bool,
}

impl Allowed {
    pub(crate) fn everybody() -> Self {
        Self {
            everyone: true,
            all_users: true,
            all_roles: true,
            replied: true,
            ..Self::default()
        }
    }
}

/// A judged body. A field is `None` where the body does not mention it, so that the same type serves edits.
#[derive(Debug, Clone, Default)]
pub(crate) struct MessageBody {
    pub(crate) content: Option<String>,
    pub(crate) embeds: Option<Vec<Value>>,
    pub(crate) components: Option<Vec<Value>>,
    /// Attachments that stay, by id, and descriptions of new ones.
    pub(crate) attachments: Option<Vec<Value>>,
    pub(crate) flags: u64,
    pub(crate) tts: bool,
    pub(crate) nonce: Option<Value>,
    pub(crate) allowed: Option<Allowed>,
    pub(crate) reply_to: Option<Id>,
    pub(crate) reply_must_exist: bool,
    /// Channel and message that are passed on.
    pub(crate) forward: Option<(Id, Id)>,
    pub(crate) poll: Option<Poll>,
}

impl MessageBody {
    /// Judges a body; all its faults are answered at once.
    pub(crate) fn read(body: &Value) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        let mut draft = Self {
            tts: body.flag("tts"),
            nonce: body.given("nonce").cloned(),
            flags: body.bits("flags").unwrap_or(0)
                & (EPHEMERAL | SUPPRESS_EMBEDS | SILENT | COMPONENTS_V2),
            ..Self::default()
        };
        match body.get("content") {
            Some(Value::String(text)) => {
                faults.at_most("content", text.chars().count(), 2000);
                draft.content = Some(text.clone());
            }
            Some(Value::Null) => draft.content = Some(String::new()),
            Some(Value::Number(number)) => draft.content = Some(number.to_string()),
            Some(_) => faults.add(
                "content",
                "BASE_TYPE_STRING",
                "Could not interpret value as string.",
            ),
            None => {}
        }
        if body.sent("embeds") {
            draft.embeds = Some(embeds(body.list("embeds"), &mut faults));
        }
        if body.sent("components") {
            let mut rows = body.list("components").to_vec();
            components(&mut rows, draft.flags & COMPONENTS_V2 != 0, &mut faults);
            draft.components = Some(rows);
        }
        if body.sent("attachments") {
            draft.attachments = Some(body.list("attachments").to_vec());
        }
        draft.allowed = allowed(body, &mut faults);
        if let Some(poll) = body.given("poll") {
            draft.poll = Some(Poll::read(poll, &mut faults));
        }
        let reference = body.given("message_reference");
        if let Some(reference) = reference.filter(|one| one.int("type") == Some(FORWARD)) {
            for name in ["channel_id", "message_id"] {
                if reference.id(name).is_none() {
                    faults.required(format!("message_reference.{name}"));
                }
            }
            draft.forward = reference.id("channel_id").zip(reference.id("message_id"));
        } else if let Some(reference) = reference {
            draft.reply_to = reference.id("message_id");
            draft.reply_must_exist = reference
                .given("fail_if_not_exists")
                .and_then(Value::as_bool)
                .unwrap_or(true);
        }
        faults.judge()?;
        Ok(draft)
    }

    /// Whether there is anything to show; `files` come beside the body.
    pub(crate) fn is_empty(&self, files: usize) -> bool {
        let blank = self
            .content
            .as_ref()
            .is_none_or(|text| text.trim().is_empty());
        let none = |list: &Option<Vec<Value>>| list.as_ref().is_none_or(Vec::is_empty);
        let nothing_else = self.poll.is_none() && self.forward.is_none();
        blank && none(&self.embeds) && none(&self.components) && files == 0 && nothing_else
    }

    pub(crate) fn must_say_something(&self, files: usize) -> Result<(), Refusal> {
        if self.is_empty(files) {
            return Err(Refusal::EMPTY_MESSAGE);
        }
        Ok(())
    }
}

fn allowed(body: &Value, faults: &mut Faults) -> Option<Allowed> {
    let given = body.given("allowed_mentions")?;
    let mut allowed = Allowed {
        replied: given.flag("replied_user"),
        users: given.ids("users").into_iter().collect(),
        roles: given.ids("roles").into_iter().collect(),
        ..Allowed::default()
    };
    for (at, word) in given.list("parse").iter().enumerate() {
        match word.as_str() {
            Some("everyone") => allowed.everyone = true,
            Some("users") => allowed.all_users = true,
            Some("roles") => allowed.all_roles = true,
            _ => faults.choices(
                format!("allowed_mentions.parse.{at}"),
                "'users', 'roles', 'everyone'",
            ),
        }
    }
    for (all, name) in [(allowed.all_users, "users"), (allowed.all_roles, "roles")] {
        let listed = given.list(name);
        if all && !listed.is_empty() {
            faults.add(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                format!("parse:[\"{name}\"] and {name}: [ids...] are mutually exclusive."),
            );
        }
        faults.at_most(&format!("allowed_mentions.{name}"), listed.len(), 100);
    }
    Some(allowed)
}

fn embeds(given: &[Value], faults: &mut Faults) -> Vec<Value> {
    faults.at_most("embeds", given.len(), 10);
    let mut total = 0;
    let mut made = Vec::new();
    for (at, embed) in given.iter().enumerate() {
        let path = format!("embeds.{at}");
        let mut count = |text: Option<&str>, name: &str, most: usize, faults: &mut Faults| {
            let length = text.map_or(0, |text| text.chars().count());
            total += length;
            faults.at_most(&format!("{path}.{name}"), length, most);
        };
        count(embed.text("title"), "title", 256, faults);
        count(embed.text("description"), "description", 4096, faults);
        let footer = embed.given("footer").and_then(|footer| footer.text("text"));
        count(footer, "footer.text", 2048, faults);
        let author = embed.given("author").and_then(|author| author.text("name"));
        count(author, "author.name", 256, faults);
        let fields = embed.list("fields");
        for (number, field) in fields.iter().enumerate() {
            for (name, most) in [("name", 256), ("value", 1024)] {
                let inside = format!("fields.{number}.{name}");
                match field.text(name) {
                    Some(text) if !text.is_empty() => count(Some(text), &inside, most, faults),
                    _ => faults.required(format!("embeds.{at}.{inside}")),
                }
            }
        }
        faults.at_most(&format!("embeds.{at}.fields"), fields.len(), 25);
        made.push(embed_as_shown(embed));
    }
    if total > 6000 {
        faults.add(
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
            "Embed size exceeds maximum size of 6000",
        );
    }
    made
}

/// An embed as it is sent back: of type `rich`, without nulls, fields with their `inline`.
fn embed_as_shown(given: &Value) -> Value {
    let mut embed = given.clone();
    if let Some(map) = embed.as_object_mut() {
        map.retain(|_, value| !value.is_null());
        map.insert("type".to_owned(), json!("rich"));
    }
    if let Some(fields) = embed.get_mut("fields").and_then(Value::as_array_mut) {
        for field in fields {
            let inline = field.flag("inline");
            put(field, "inline", inline);
        }
    }
    embed
}

/// Rows of a message. Gives every component its number, as Discord does.
fn components(rows: &mut [Value], second_version: bool, faults: &mut Faults) {
    if !second_version {
        faults.at_most("components", rows.len(), 5);
    }
    let mut number = 0;
    let mut seen = BTreeSet::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let path = format!("components.{at}");
        if !second_version && row.int("type") != Some(1) {
            faults.choices(format!("{path}.type"), "1");
        }
        component(row, &path, &mut number, &mut seen, faults);
    }
}

fn component(
    given: &mut Value,
    path: &str,
    number: &mut u64,
    seen: &mut BTreeSet<String>,
    faults: &mut Faults,
) {
    *number += 1;
    if given.int("id").is_none_or(|id| id == 0) {
        put(given, "id", *number);
    }
    let kind = given.int("type");
    match kind {
        Some(1) => {
            let count = given.list("components").len();
            if count == 0 || count > 5 {
                faults.add(
                    format!("{path}.components"),
                    "BASE_TYPE_BAD_LENGTH",
                    "Must be between 1 and 5 in length.",
                );
            }
        }
        Some(2) => button(given, path, seen, faults),
        Some(3) => {
            let options = given.list("options").len();
            if options == 0 || options > 25 {
                faults.add(
                    format!("{path}.options"),
                    "BASE_TYPE_BAD_LENGTH",
                    "Must be between 1 and 25 in length.",
                );
            }
            bounds(given, path, faults);
            custom_id(given, path, seen, faults);
        }
        Some(5..=8) => {
            bounds(given, path, faults);
            custom_id(given, path, seen, faults);
        }
        Some(9..=17) => {}
        _ => faults.choices(
            format!("{path}.type"),
            "1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17",
        ),
    }
    if let Some(inner) = given.get_mut("components").and_then(Value::as_array_mut) {
        for (at, one) in inner.iter_mut().enumerate() {
            component(
                one,
                &format!("{path}.components.{at}"),
                number,
                seen,
                faults,
            );
        }
    }
}

fn button(given: &Value, path: &str, seen: &mut BTreeSet<String>, faults: &mut Faults) {
    if let Some(label) = given.text("label") {
        faults.at_most(&format!("{path}.label"), label.chars().count(), 80);
    } else if given.given("emoji").is_none() {
        faults.add(
            path,
            "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
            "A button must have a label or an emoji",
        );
    }
    match given.int("style") {
        Some(1..=4) => custom_id(given, path, seen, faults),
        Some(5) => {
            if given.text("url").is_none() {
                faults.required(format!("{path}.url"));
            }
        }
        Some(6) => {}
        Some(_) => faults.choices(format!("{path}.style"), "1, 2, 3, 4, 5, 6"),
        None => faults.required(format!("{path}.style")),
    }
}

/// How many a select takes: one unless it says otherwise, which is written out.
fn bounds(given: &mut Value, path: &str, faults: &mut Faults) {
    let least = given.int("min_values").unwrap_or(1);
    let most = given.int("max_values").unwrap_or(1);
    if !(0..=25).contains(&least) {
        faults.add(
            format!("{path}.min_values"),
            "NUMBER_TYPE_MAX",
            "int value should be between 0 and 25.",
        );
    }
    if !(1..=25).contains(&most) || most < least {
        faults.add(
            format!("{path}.max_values"),
            "NUMBER_TYPE_MIN",
            "int value should be between 1 and 25, and not less than min_values.",
        );
    }
    put(given, "min_values", least);
    put(given, "max_values", most);
}

fn custom_id(given: &Value, path: &str, seen: &mut BTreeSet<String>, faults: &mut Faults) {
    let path = format!("{path}.custom_id");
    let Some(id) = given.text("custom_id") else {
        faults.required(path);
        return;
    };
    faults.length(&path, id, 1, 100);
    if !seen.insert(id.to_owned()) {
        faults.add(
            path,
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        );
    }
}

/// Ids named in a text after one of the marks: `<@1>` and `<@!1>` people, `<@&1>` roles.
pub(crate) fn named<'a>(text: &'a str, marks: &'a [&str]) -> impl Iterator<Item = Id> + 'a {
    text.split('<').skip(1).filter_map(|piece| {
        let inside = piece.split_once('>')?.0;
        marks
            .iter()
            .find_map(|mark| inside.strip_prefix(mark)?.parse().ok())
    })
}

/// The ids of attachments that an edit keeps.
pub(crate) fn kept(attachments: &[Value]) -> BTreeSet<Id> {
    attachments
        .iter()
        .filter_map(|one| one.get("id").and_then(snowflake))
        .collect()
}
