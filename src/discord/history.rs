//! What the bot looks up before it writes to somebody: where it is, in which language, and what it wrote already.

use reqwest::Method;
use serde_json::Value;

use super::{DiscordError, Rest, rest::request};
use crate::vocab::{ChannelId, GuildId};

/// In one answer of Discord's.
const MESSAGES_MAX: usize = 100;

impl Rest {
    /// The locale that a server prefers; none where the bot is not in it.
    ///
    /// # Errors
    /// Everything that proves neither.
    pub async fn locale_of(&self, guild: GuildId) -> Result<Option<String>, DiscordError> {
        if !self.is_in_guild(guild).await? {
            return Ok(None);
        }
        let path = format!("/guilds/{guild}");
        let asked = request(Method::GET, "GET /guilds/{guild}", guild.0, path);
        let server = self.send(&asked).await?;
        let locale = server.get("preferred_locale").and_then(Value::as_str);
        Ok(Some(locale.unwrap_or_default().to_owned()))
    }

    /// Whether a bot wrote a message with this in it among the last of a channel; none where it may stand further back.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn has_said(
        &self,
        channel: ChannelId,
        reference: &str,
    ) -> Result<Option<bool>, DiscordError> {
        let path = format!("/channels/{channel}/messages?limit={MESSAGES_MAX}");
        let route = "GET /channels/{channel}/messages";
        let answer = self
            .send(&request(Method::GET, route, channel.0, path))
            .await?;
        let Some(messages) = answer.as_array() else {
            return Err(DiscordError::Malformed {
                what: "the messages of a channel are no list",
            });
        };
        let is_it = |message: &Value| {
            let is_bot = message.pointer("/author/bot").and_then(Value::as_bool);
            let content = message.get("content").and_then(Value::as_str);
            is_bot == Some(true) && content.is_some_and(|text| text.contains(reference))
        };
        Ok(if messages.iter().any(is_it) {
            Some(true)
        } else {
            (messages.len() < MESSAGES_MAX).then_some(false)
        })
    }
}
