//! What people do with messages that are there, and with polls: react, clear, pin, pass on, ask.

use serde_json::{Value as Json, json};

use super::{
    people::Made,
    script::Deed,
    stage::{Last, Miss, Stage},
};
use crate::{
    sandbox::Refusal,
    vocab::{ChannelId, MessageId, UserId},
};

impl Stage {
    pub(super) fn with_message(
        &self,
        deed: &Deed,
        last: &mut Last,
    ) -> Result<Result<Made, Refusal>, Miss> {
        let (who, channel) = (last.who, last.channel);
        let meant = |on: &Option<String>| self.on(on.as_deref(), channel, who);
        let (method, path, body, place) = match deed {
            Deed::React {
                emoji,
                on,
                add,
                burst,
            } => {
                let (message, place) = meant(on)?;
                let path = format!("channels/{place}/messages/{message}/reactions/{emoji}");
                match (add, burst) {
                    (true, true) => ("PUT", format!("{path}/@me?type=1"), Json::Null, place),
                    (true, false) => ("PUT", format!("{path}/@me"), Json::Null, place),
                    (false, true) => ("DELETE", format!("{path}/1/@me"), Json::Null, place),
                    (false, false) => ("DELETE", format!("{path}/@me"), Json::Null, place),
                }
            }
            Deed::Clear { emoji, on } => {
                let (message, place) = meant(on)?;
                let one = emoji.as_ref().map(|emoji| format!("/{emoji}"));
                let path = format!(
                    "channels/{place}/messages/{message}/reactions{}",
                    one.unwrap_or_default()
                );
                ("DELETE", path, Json::Null, place)
            }
            Deed::Pin { on, pin } => {
                let (message, place) = meant(on)?;
                let method = if *pin { "PUT" } else { "DELETE" };
                let path = format!("channels/{place}/messages/pins/{message}");
                (method, path, Json::Null, place)
            }
            Deed::Forward { on } => {
                let (message, place) = meant(on)?;
                let reference = json!({"type": 1, "message_id": message, "channel_id": place});
                let body = json!({ "message_reference": reference });
                return Ok(self.written(who, channel, body));
            }
            Deed::Ask { question, answers } => {
                let answers: Vec<Json> = answers
                    .iter()
                    .map(|answer| json!({"poll_media": {"text": answer}}))
                    .collect();
                let poll = json!({"question": {"text": question}, "answers": answers});
                return Ok(self.written(who, channel, json!({ "poll": poll })));
            }
            Deed::Say { .. }
            | Deed::Run { .. }
            | Deed::Press { .. }
            | Deed::Select { .. }
            | Deed::OpenMenu { .. }
            | Deed::Fill { .. }
            | Deed::Edit { .. }
            | Deed::Delete { .. }
            | Deed::DeleteChannel(_)
            | Deed::Join
            | Deed::Leave
            | Deed::Voice(_)
            | Deed::Presence(_)
            | Deed::Agree
            | Deed::Kick(_)
            | Deed::Ban(_)
            | Deed::CloseDms(_) => return Ok(Ok(Made::Nothing)),
        };
        last.channel = place;
        let done = self.sandbox.request(who, method, &path, body);
        Ok(done.map(|_| Made::Nothing))
    }

    fn written(&self, who: UserId, channel: ChannelId, body: Json) -> Result<Made, Refusal> {
        let path = format!("channels/{channel}/messages");
        let made = self.sandbox.request(who, "POST", &path, body)?;
        let id = made.get("id").and_then(Json::as_str);
        let id = id.and_then(|id| id.parse().ok()).unwrap_or_default();
        Ok(Made::Message(MessageId(id)))
    }
}
