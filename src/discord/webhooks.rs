//! The bot's own webhooks, by which it posts under other names: one in each channel, made when it is needed, found
//! again after a start, and made anew where somebody deleted it.
//!
//! A thread has none: what is posted there goes by that of its channel. Discord's documentation, Webhook.
//!
//! INVARIANT: a webhook's token stays in memory, is never shown, and stands in no route that is logged.

use std::sync::PoisonError;

use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{
    DiscordError, Identity, Rest,
    call::id_in,
    hooks::{Hook, Spot},
    payload::Payload,
    rest::{Request, request},
};
use crate::{
    lexicon::text::{PERSONA_CHARS_MAX, cut, parted},
    vocab::{ChannelId, MessageId},
};

/// Discord's codes for a webhook that is gone, or whose token is another by now.
const UNKNOWN_WEBHOOK: u64 = 10015;
const INVALID_TOKEN: u64 = 50027;
/// And for a message that somebody else wrote, which those of webhooks are for the bot.
const NOT_AUTHOR: u64 = 50005;
/// Discord's types of channels that are threads.
const THREADS: [u64; 3] = [10, 11, 12];
/// Channels remembered at a time. Forgetting one costs two questions.
const KNOWN_MAX: usize = 4_096;

impl Rest {
    /// Posts a message that says under which name it stands.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn speak(
        &self,
        me: &Identity,
        channel: ChannelId,
        message: Payload,
    ) -> Result<MessageId, DiscordError> {
        let spot = self.spot(channel).await?;
        let sent = |hook: Hook| {
            let route = "POST /webhooks/{webhook}/{token}";
            let token = hook.token.expose_secret();
            let path = format!("/webhooks/{}/{token}?wait=true", hook.id);
            let path = in_thread(path, '&', spot);
            request(Method::POST, route, hook.id, path).message(message.clone())
        };
        let answer = self.by_hook(me, spot.channel, sent).await?;
        id_in(&answer, "/id")
            .map(MessageId)
            .ok_or(DiscordError::Malformed {
                what: "the message has no id",
            })
    }

    /// Changes a message that the bot wrote, or posted under another name.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn edit(
        &self,
        me: &Identity,
        (channel, message): (ChannelId, MessageId),
        payload: Payload,
    ) -> Result<(), DiscordError> {
        let path = format!("/channels/{channel}/messages/{message}");
        let route = "PATCH /channels/{channel}/messages/{message}";
        let own = request(Method::PATCH, route, channel.0, path).message(payload.clone());
        match self.send(&own).await {
            Err(error) if error.code() == Some(NOT_AUTHOR) => {}
            other => return other.map(drop),
        }
        let spot = self.spot(channel).await?;
        let changed = |hook: Hook| {
            let route = "PATCH /webhooks/{webhook}/{token}/messages/{message}";
            let token = hook.token.expose_secret();
            let path = format!("/webhooks/{}/{token}/messages/{message}", hook.id);
            let path = in_thread(path, '?', spot);
            request(Method::PATCH, route, hook.id, path).message(payload.clone())
        };
        self.by_hook(me, spot.channel, changed).await.map(drop)
    }

    /// Sends a request by the webhook of a channel; where it is gone, by a new one.
    async fn by_hook(
        &self,
        me: &Identity,
        channel: ChannelId,
        request: impl Fn(Hook) -> Request,
    ) -> Result<Value, DiscordError> {
        let hook = self.hook(me, channel).await?;
        let id = hook.id;
        match self.send(&request(hook)).await {
            Err(error) if matches!(error.code(), Some(UNKNOWN_WEBHOOK | INVALID_TOKEN)) => {
                let mut known = self.hooks().by_channel.lock().await;
                if known.get(&channel).is_some_and(|hook| hook.id == id) {
                    known.remove(&channel);
                }
                drop(known);
                let hook = self.hook(me, channel).await?;
                self.send(&request(hook)).await
            }
            other => other,
        }
    }

    /// The bot's own webhook of a channel.
    async fn hook(&self, me: &Identity, channel: ChannelId) -> Result<Hook, DiscordError> {
        let mut known = self.hooks().by_channel.lock().await;
        if let Some(hook) = known.get(&channel) {
            return Ok(hook.clone());
        }
        let path = format!("/channels/{channel}/webhooks");
        let route = "GET /channels/{channel}/webhooks";
        let listed = request(Method::GET, route, channel.0, path.clone());
        let listed = self.send(&listed).await?;
        let mut all = listed.as_array().into_iter().flatten();
        let hook = if let Some(hook) = all.find_map(|hook| own(hook, me)) {
            hook
        } else {
            let route = "POST /channels/{channel}/webhooks";
            let name = cut(&parted(&me.name), PERSONA_CHARS_MAX);
            let made = request(Method::POST, route, channel.0, path).json(json!({ "name": name }));
            let made = self.send(&made).await?;
            own(&made, me).ok_or(DiscordError::Malformed {
                what: "the webhook has no token",
            })?
        };
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert(channel, hook.clone());
        Ok(hook)
    }

    async fn spot(&self, channel: ChannelId) -> Result<Spot, DiscordError> {
        let spots = || {
            let spots = self.hooks().spots.lock();
            spots.unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(spot) = spots().get(&channel) {
            return Ok(*spot);
        }
        let path = format!("/channels/{channel}");
        let told = request(Method::GET, "GET /channels/{channel}", channel.0, path);
        let told = self.send(&told).await?;
        let kind = told.get("type").and_then(Value::as_u64);
        let parent = id_in(&told, "/parent_id").map(ChannelId);
        let spot = match parent.filter(|_| kind.is_some_and(|kind| THREADS.contains(&kind))) {
            Some(parent) => Spot {
                channel: parent,
                thread: Some(channel),
            },
            None => Spot {
                channel,
                thread: None,
            },
        };
        let mut spots = spots();
        if spots.len() >= KNOWN_MAX {
            spots.clear();
        }
        spots.insert(channel, spot);
        Ok(spot)
    }
}

/// A webhook that the bot itself made, with its token; others' have none for it.
fn own(hook: &Value, me: &Identity) -> Option<Hook> {
    if id_in(hook, "/application_id") != Some(me.application) {
        return None;
    }
    Some(Hook {
        id: id_in(hook, "/id")?,
        token: hook.get("token")?.as_str()?.into(),
    })
}

fn in_thread(path: String, mark: char, spot: Spot) -> String {
    match spot.thread {
        Some(thread) => format!("{path}{mark}thread_id={thread}"),
        None => path,
    }
}
