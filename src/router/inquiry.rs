//! What a service is asked, as JSON.

use serde_json::{Map, Value as Json};

use super::{round::Flow, run::Run};
use crate::{plan::Asked, port::Inquiry, vocab::Value};

impl Run<'_, '_> {
    pub(super) fn inquiry(&mut self, asked: &Asked) -> Flow<Inquiry> {
        let mut sends = Map::new();
        for sent in &asked.sends {
            let value = self.eval(&sent.value)?;
            sends.insert(sent.name.clone(), json(&value));
        }
        Ok(Inquiry {
            service: asked.processor.clone(),
            sends,
            answers: asked.answers.clone(),
        })
    }
}

/// Ids are texts, since JSON's numbers are not exact enough for them; times are those of RFC 3339, lengths of time
/// milliseconds.
fn json(value: &Value) -> Json {
    match value {
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Int(number) => Json::from(*number),
        Value::Duration(duration) => Json::from(duration.ms),
        Value::Text(text) | Value::Url(text) | Value::Locale(text) => Json::String(text.clone()),
        Value::Instant(at) => Json::String(at.rfc3339()),
        Value::User(id) => Json::String(id.to_string()),
        Value::Channel(id) => Json::String(id.to_string()),
        Value::Role(id) => Json::String(id.to_string()),
        Value::Guild(id) => Json::String(id.to_string()),
        Value::Message(id) => Json::String(id.to_string()),
        Value::Emoji(emoji) => Json::String(emoji.shown()),
        // No clause that is sent has the other types.
        Value::None | Value::Words(_) | Value::Who(_) | Value::List(_) | Value::Attachment(_) => {
            Json::Null
        }
    }
}
