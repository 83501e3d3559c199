//! A message as Discord takes it.
//!
//! INVARIANT: `allowed_mentions` always stands in it, with nothing to parse and only the people a policy notifies; no
//! length makes Discord refuse it: text beyond the limit goes along as a file.

use serde_json::{Map, Value, json};

use crate::{
    lexicon::text::{cut, units},
    port::{ButtonDraft, File, FormDraft, MessageDraft, SelectDraft, SelectOf},
    sabotage::{Saboteur, off},
    vocab::{ButtonStyle, MessageId},
};

/// Discord's limits, as [`units`] counts.
const CONTENT_MAX: usize = 2_000;
const TITLE_MAX: usize = 256;
const DESCRIPTION_MAX: usize = 4_096;
/// Of what a file shows.
const ABOUT_MAX: usize = 1_024;
const LABEL_MAX: usize = 80;
/// Of a list to choose from: what stands before, and each choice.
const PLACEHOLDER_MAX: usize = 150;
const CHOICE_MAX: usize = 100;
const ROWS_MAX: usize = 5;
const BUTTONS_PER_ROW: usize = 5;
/// Seen by one person only.
const EPHEMERAL: u64 = 64;

/// JSON and the files that go along.
#[derive(Debug, Clone, Default)]
pub struct Payload {
    pub(super) json: Value,
    pub(super) files: Vec<File>,
}

impl Payload {
    #[must_use]
    pub fn new(draft: &MessageDraft) -> Self {
        let mut json = Map::new();
        let mut files = draft.files.clone();
        if units(&draft.content) > CONTENT_MAX {
            files.push(File {
                name: "message.txt".to_owned(),
                about: None,
                bytes: draft.content.clone().into_bytes(),
            });
        }
        json.insert(
            "content".to_owned(),
            cut(&draft.content, CONTENT_MAX).into(),
        );
        let users = draft.notify.iter().take(100).collect::<Vec<_>>();
        if !off(Saboteur::Mentions) {
            json.insert(
                "allowed_mentions".to_owned(),
                json!({ "parse": [], "users": users }),
            );
        }
        let embeds = draft.embed.iter().map(|embed| {
            let mut one = Map::new();
            if let Some(title) = &embed.title {
                one.insert("title".to_owned(), cut(title, TITLE_MAX).into());
            }
            one.insert(
                "description".to_owned(),
                cut(&embed.description, DESCRIPTION_MAX).into(),
            );
            if let Some(file) = &embed.picture {
                let url = format!("attachment://{file}");
                one.insert("image".to_owned(), json!({ "url": url }));
            }
            Value::Object(one)
        });
        json.insert("embeds".to_owned(), embeds.collect());
        let rows = draft
            .buttons
            .chunks(BUTTONS_PER_ROW)
            .map(|row| row.iter().map(button).collect::<Vec<_>>());
        let selects = draft.selects.iter().map(|one| vec![select(one)]);
        let rows = rows.chain(selects).take(ROWS_MAX);
        let rows = rows.map(|row| json!({ "type": 1, "components": row }));
        json.insert("components".to_owned(), rows.collect());
        if let Some(speaker) = &draft.speaker {
            json.insert("username".to_owned(), speaker.name.clone().into());
            if let Some(avatar) = &speaker.avatar {
                json.insert("avatar_url".to_owned(), avatar.clone().into());
            }
        }
        if !files.is_empty() {
            let all = files.iter().enumerate();
            let all = all.map(|(at, file)| {
                let about = file.about.as_deref().map(|about| cut(about, ABOUT_MAX));
                json!({ "id": at.to_string(), "filename": file.name, "description": about })
            });
            json.insert("attachments".to_owned(), all.collect());
        }
        Self {
            json: Value::Object(json),
            files,
        }
    }

    #[must_use]
    pub fn text(content: &str) -> Self {
        Self::new(&MessageDraft {
            content: content.to_owned(),
            ..MessageDraft::default()
        })
    }

    fn set(mut self, key: &str, value: Value) -> Self {
        if let Value::Object(json) = &mut self.json {
            json.insert(key.to_owned(), value);
        }
        self
    }

    pub(super) fn ephemeral(self, yes: bool) -> Self {
        if yes && !off(Saboteur::Ephemeral) {
            self.set("flags", EPHEMERAL.into())
        } else {
            self
        }
    }

    /// Makes it a reply. It is posted all the same when the message is gone by then.
    #[must_use]
    pub fn replying_to(self, message: MessageId) -> Self {
        self.set(
            "message_reference",
            json!({ "message_id": message, "fail_if_not_exists": false }),
        )
    }

    pub(super) fn choices(choices: &[(String, String)]) -> Self {
        let choices = choices
            .iter()
            .take(25)
            .map(|(name, value)| json!({ "name": cut(name, 100), "value": cut(value, 100) }));
        Self {
            json: json!({ "choices": choices.collect::<Vec<_>>() }),
            files: Vec::new(),
        }
    }

    /// A form to fill in. Each input stands in a row of its own, as serenity can read it back.
    #[must_use]
    pub fn form(form: &FormDraft) -> Self {
        let rows = form.inputs.iter().map(|input| {
            let mut one = json!({
                "type": 4, "custom_id": input.name, "label": input.label,
                "style": if input.is_long { 2 } else { 1 }, "required": input.required,
            });
            let bounds = [("min_length", input.min), ("max_length", input.max)];
            let bounds = bounds
                .into_iter()
                .filter_map(|(key, bound)| Some((key, Value::from(bound?))));
            let value = input.value.as_deref().map(|text| ("value", text.into()));
            if let Value::Object(one) = &mut one {
                one.extend(
                    bounds
                        .chain(value)
                        .map(|(key, value)| (key.to_owned(), value)),
                );
            }
            json!({ "type": 1, "components": [one] })
        });
        Self {
            json: json!({
                "custom_id": form.custom_id, "title": form.title, "components": rows.collect::<Vec<_>>(),
            }),
            files: Vec::new(),
        }
    }

    pub(super) fn deferral(ephemeral: bool) -> Self {
        Self {
            json: json!({}),
            files: Vec::new(),
        }
        .ephemeral(ephemeral)
    }
}

fn button(draft: &ButtonDraft) -> Value {
    let style = match draft.style {
        ButtonStyle::Primary => 1,
        ButtonStyle::Secondary => 2,
        ButtonStyle::Success => 3,
        ButtonStyle::Danger => 4,
    };
    json!({
        "type": 2, "style": style, "custom_id": draft.custom_id, "label": cut(&draft.label, LABEL_MAX),
    })
}

fn select(draft: &SelectDraft) -> Value {
    let (kind, options) = match &draft.of {
        SelectOf::Written(choices) => {
            let options = choices.iter().map(|one| {
                let about = one.about.as_deref().map(|about| cut(about, CHOICE_MAX));
                json!({ "label": cut(&one.label, CHOICE_MAX), "value": one.value, "description": about })
            });
            (3, Some(options.collect::<Vec<_>>()))
        }
        SelectOf::Members => (5, None),
        SelectOf::Roles => (6, None),
        SelectOf::Channels => (8, None),
    };
    let mut one = json!({
        "type": kind, "custom_id": draft.custom_id,
        "placeholder": cut(&draft.placeholder, PLACEHOLDER_MAX),
        "min_values": 1, "max_values": 1,
    });
    if let (Value::Object(one), Some(options)) = (&mut one, options) {
        one.insert("options".to_owned(), options.into());
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{port::Embed, vocab::UserId};

    #[test]
    fn nobody_is_notified_unless_named() {
        let payload = Payload::text("@everyone <@1>");
        assert_eq!(
            payload.json["allowed_mentions"],
            json!({ "parse": [], "users": [] })
        );
        let draft = MessageDraft {
            notify: vec![UserId(7)],
            ..MessageDraft::default()
        };
        assert_eq!(
            Payload::new(&draft).json["allowed_mentions"],
            json!({ "parse": [], "users": ["7"] })
        );
    }

    #[test]
    fn long_text_goes_along_as_a_file() {
        let long = "é\u{301}👩‍👩‍👧".repeat(400);
        let payload = Payload::text(&long);
        let content = payload.json["content"].as_str().unwrap();
        assert!(units(content) <= CONTENT_MAX);
        let kept = content.strip_suffix('…').unwrap();
        assert!(long.starts_with(kept));
        assert!(kept.ends_with('👧') || kept.ends_with('\u{301}'));
        assert_eq!(payload.files[0].bytes, long.into_bytes());
        assert_eq!(payload.json["attachments"][0]["filename"], "message.txt");
    }

    #[test]
    fn embeds_and_labels_keep_discords_limits() {
        let draft = MessageDraft {
            embed: Some(Embed {
                title: Some("t".repeat(300)),
                description: "d".repeat(5_000),
                ..Embed::default()
            }),
            buttons: (0..30)
                .map(|n| ButtonDraft {
                    custom_id: n.to_string(),
                    label: "l".repeat(100),
                    style: ButtonStyle::Danger,
                })
                .collect(),
            ..MessageDraft::default()
        };
        let json = Payload::new(&draft).json;
        assert_eq!(
            units(json["embeds"][0]["title"].as_str().unwrap()),
            TITLE_MAX
        );
        assert_eq!(
            units(json["embeds"][0]["description"].as_str().unwrap()),
            DESCRIPTION_MAX
        );
        assert_eq!(json["components"].as_array().unwrap().len(), ROWS_MAX);
        let button = &json["components"][0]["components"][0];
        assert_eq!(
            (
                button["style"].as_u64(),
                units(button["label"].as_str().unwrap())
            ),
            (Some(4), LABEL_MAX)
        );
    }
}
