//! Deletes several messages at once, as Discord lets bots do it.
//!
//! Discord's documentation, Bulk Delete Messages: 2 to 100 ids, none of a message older than two weeks, or nothing is
//! deleted. A single message is deleted by itself.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    DiscordError, Rest,
    call::id_in,
    rest::{Request, request},
};
use crate::{
    lexicon::Args,
    vocab::{ChannelId, Duration, MessageId, Timestamp, UserId},
};

/// How far back Discord deletes several at once, less the time in which the request arrives.
const OLDEST: Duration = Duration {
    ms: Duration::days(14).ms - Duration::seconds(60).ms,
};
/// Messages in one answer, and how many answers are looked at.
const PAGE: usize = 100;
const PAGES_MAX: usize = 10;

/// Where ids of messages count from: the start of 2015, in milliseconds.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// The least id that something made then has.
#[must_use]
pub fn first_id(at: Timestamp) -> u64 {
    u64::try_from(at.0.saturating_sub(EPOCH_MS)).unwrap_or_default() << 22
}

impl Rest {
    /// Deletes the newest messages of a channel, or those of somebody, of which the ids are less than `before`. Gives how
    /// many.
    ///
    /// # Errors
    /// See [`Rest::identity`]; [`DiscordError::Malformed`] where it is not said in which channel.
    pub async fn purge(
        &self,
        args: &Args,
        before: u64,
        now: Timestamp,
    ) -> Result<u32, DiscordError> {
        let (Some(channel), Some(count)) = (args.channel("in"), args.count("count")) else {
            return Err(DiscordError::Malformed {
                what: "a deed lacks what its route names",
            });
        };
        let now = self.time_there(now, true).await;
        let oldest = first_id(Timestamp(now.0.saturating_sub(OLDEST.ms)));
        let most = usize::try_from(count).unwrap_or(PAGE);
        let found = self
            .newest(channel, args.user("of"), (before, oldest), most)
            .await?;
        let reason = args.text("reason").map(str::to_owned);
        let because = |request: Request| Request { reason, ..request };
        let request = match found.as_slice() {
            [] => return Ok(0),
            [only] => {
                let route = "DELETE /channels/{channel}/messages/{message}";
                let path = format!("/channels/{channel}/messages/{only}");
                request(Method::DELETE, route, channel.0, path)
            }
            several => {
                let route = "POST /channels/{channel}/messages/bulk-delete";
                let path = format!("/channels/{channel}/messages/bulk-delete");
                let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
                request(Method::POST, route, channel.0, path).json(json!({ "messages": ids }))
            }
        };
        self.send(&because(request)).await?;
        Ok(u32::try_from(found.len()).unwrap_or(u32::MAX))
    }

    /// Messages of a channel between two ids, the newest first, without those that are pinned.
    async fn newest(
        &self,
        channel: ChannelId,
        of: Option<UserId>,
        (mut before, oldest): (u64, u64),
        most: usize,
    ) -> Result<Vec<MessageId>, DiscordError> {
        let mut found = Vec::new();
        for _ in 0..PAGES_MAX {
            let path = format!("/channels/{channel}/messages?limit={PAGE}&before={before}");
            let route = "GET /channels/{channel}/messages";
            let answer = self
                .send(&request(Method::GET, route, channel.0, path))
                .await?;
            let page: Vec<&Value> = answer.as_array().into_iter().flatten().collect();
            for message in &page {
                let Some(id) = id_in(message, "/id") else {
                    continue;
                };
                before = before.min(id);
                let is_pinned = message.get("pinned").and_then(Value::as_bool) == Some(true);
                let author = id_in(message, "/author/id").map(UserId);
                let is_meant = of.is_none() || of == author;
                if id > oldest && is_meant && !is_pinned && found.len() < most {
                    found.push(MessageId(id));
                }
            }
            if found.len() >= most || page.len() < PAGE || before <= oldest {
                break;
            }
        }
        Ok(found)
    }
}
