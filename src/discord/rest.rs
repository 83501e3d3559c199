//! Sends requests to Discord: limits, retries and errors are decided here, once.
//!
//! Reads `Endpoint`; what the requests are is said in `call`. serenity's HTTP client is not used: its limiter ignores
//! the base address and its answers to a 429 lose how long to wait.
//!
//! INVARIANT: tries and waiting are bounded; a request that may have had its effect is not sent again unless sending it
//! twice does no harm; nothing of a body is logged.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use reqwest::{
    Client, Method, Response, StatusCode,
    header::{AUTHORIZATION, DATE, HeaderMap, HeaderValue, RETRY_AFTER},
    multipart::{Form, Part},
};
use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::{
    DiscordError, Endpoint,
    hooks::Hooks,
    limits::{Lane, Limits, seconds},
};
use crate::{
    lexicon::text::cut,
    port::{File, without_number},
    vocab::{self, Timestamp},
};

/// How often one request is sent at most.
const TRIES_MAX: u32 = 5;
/// How often Discord is asked for its time before the caller is told that it did not answer; it will ask again.
const DATE_TRIES_MAX: u32 = 3;
/// The longest a caller waits for a 429 to end.
const WAIT_MAX: Duration = Duration::from_mins(1);
/// The longest one try may take.
const TRY_MAX: Duration = Duration::from_secs(10);
/// The longest one try may take that has files with it.
const FILES_TRY_MAX: Duration = Duration::from_mins(1);
/// How far the bot's clock and Discord's may be apart without the difference being minded.
const APART_MAX: vocab::Duration = vocab::Duration::seconds(3);
/// Files fetched for a command are small.
pub(super) const FETCH_MAX_BYTES: usize = 256 * 1024;

/// One request, made by `call`.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) lane: Lane,
    /// After `/api/v10`.
    pub(super) path: String,
    pub(super) body: Option<Value>,
    pub(super) files: Vec<File>,
    /// For the server's audit log.
    pub(super) reason: Option<String>,
    /// Counts against the bot's 50 requests a second. Answers to interactions do not.
    pub(super) global: bool,
}

impl Request {
    /// Sending it twice is the same as sending it once.
    fn is_idempotent(&self) -> bool {
        self.method != Method::POST
    }
}

pub(super) fn request(method: Method, route: &'static str, major: u64, path: String) -> Request {
    Request {
        method,
        lane: Lane { route, major },
        path,
        body: None,
        files: Vec::new(),
        reason: None,
        global: true,
    }
}

/// The cheapest question there is.
fn gateway_address() -> Request {
    request(Method::GET, "GET /gateway", 0, "/gateway".to_owned())
}

/// Our REST executor. Clones share limits.
#[derive(Clone, Debug)]
pub struct Rest {
    client: Client,
    endpoint: Arc<Endpoint>,
    limits: Arc<Limits>,
    hooks: Arc<Hooks>,
    /// The last time that Discord told, and when it did.
    told: Arc<Mutex<Option<(Instant, Timestamp)>>>,
}

/// What one try came to.
enum Try {
    Done(Value),
    Again { after: Duration, why: DiscordError },
    Failed(DiscordError),
}

impl Rest {
    /// # Errors
    /// [`DiscordError::Token`] when the token holds characters no header takes; [`DiscordError::Unreachable`] when TLS
    /// cannot be set up.
    pub fn new(endpoint: Endpoint) -> Result<Self, DiscordError> {
        let mut token = HeaderValue::from_str(&format!("Bot {}", endpoint.token.expose()))
            .map_err(|_| DiscordError::Token)?;
        token.set_sensitive(true);
        let headers = HeaderMap::from_iter([(AUTHORIZATION, token)]);
        let mut builder = Client::builder()
            .default_headers(headers)
            .user_agent(concat!(
                "DiscordBot (https://example.org/candor, ",
                env!("CARGO_PKG_VERSION"),
                ")"
            ))
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TRY_MAX);
        if endpoint.is_loopback() {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(unreachable)?;
        Ok(Self {
            client,
            endpoint: Arc::new(endpoint),
            limits: Arc::default(),
            hooks: Arc::default(),
            told: Arc::default(),
        })
    }

    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(super) fn hooks(&self) -> &Hooks {
        &self.hooks
    }

    /// The answer's JSON; null for an empty answer.
    pub(super) async fn send(&self, request: &Request) -> Result<Value, DiscordError> {
        let mut turn = self.limits.turn(&request.lane).await;
        let mut waited = Duration::ZERO;
        let mut tries = 1;
        loop {
            if request.global {
                self.limits.global().await;
            }
            let (after, why) = match self.try_once(request, &mut turn, tries).await {
                Try::Done(value) => return Ok(value),
                Try::Failed(error) => return Err(error),
                Try::Again { after, why } => (after, why),
            };
            waited += after;
            if tries >= TRIES_MAX || waited > WAIT_MAX {
                return Err(why);
            }
            tracing::debug!(
                route = request.lane.route,
                tries,
                "waiting before another try"
            );
            sleep(after).await;
            tries += 1;
        }
    }

    async fn try_once(
        &self,
        request: &Request,
        turn: &mut super::limits::Bucket,
        tries: u32,
    ) -> Try {
        let response = match self.built(request).send().await {
            Ok(response) => response,
            // A connection that was refused carried nothing; after a time-out the effect may be there.
            Err(error) if request.is_idempotent() || error.is_connect() => {
                return Try::Again {
                    after: backoff(tries),
                    why: unreachable(error),
                };
            }
            Err(error) => return Try::Failed(unreachable(error)),
        };
        self.limits.learn(&request.lane, turn, response.headers());
        self.hear(response.headers());
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let (after, global) = refusal(response).await;
            self.limits.refuse(turn, after, global);
            let why = DiscordError::RateLimited {
                seconds: after.as_secs().max(1),
                tries,
            };
            return Try::Again { after, why };
        }
        if status.is_server_error() {
            let why = DiscordError::Down {
                status: status.as_u16(),
                tries,
            };
            return if request.is_idempotent() {
                Try::Again {
                    after: backoff(tries),
                    why,
                }
            } else {
                Try::Failed(why)
            };
        }
        match answer(response).await {
            Ok(value) => Try::Done(value),
            Err(error) => Try::Failed(error),
        }
    }

    fn built(&self, request: &Request) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v10{}", self.endpoint.origin(), request.path);
        let mut builder = self.client.request(request.method.clone(), url);
        if let Some(reason) = &request.reason {
            builder = builder.header("x-audit-log-reason", audit_reason(reason));
        }
        match (&request.body, request.files.as_slice()) {
            (Some(body), []) => builder.json(body),
            (None, []) if request.method == Method::PUT || request.method == Method::POST => {
                builder.header(reqwest::header::CONTENT_LENGTH, "0")
            }
            (None, []) => builder,
            (body, files) => {
                let json = body
                    .clone()
                    .unwrap_or_else(|| Value::Object(serde_json::Map::new()));
                let form = Form::new().text("payload_json", json.to_string());
                let form = files.iter().enumerate().fold(form, |form, (at, file)| {
                    let part = Part::bytes(file.bytes.clone()).file_name(file.name.clone());
                    form.part(format!("files[{at}]"), part)
                });
                builder.multipart(form).timeout(FILES_TRY_MAX)
            }
        }
    }

    /// What Discord's clock shows, to the second: the `Date` of an answer that Discord itself gave.
    ///
    /// # Errors
    /// As every request; [`DiscordError::Malformed`] when the answer has no date.
    pub async fn date(&self) -> Result<Timestamp, DiscordError> {
        let request = gateway_address();
        let mut tries = 1;
        let response = loop {
            self.limits.global().await;
            let why = match self.built(&request).send().await {
                Ok(response) if response.status().is_success() => break response,
                Ok(response) => DiscordError::Down {
                    status: response.status().as_u16(),
                    tries,
                },
                Err(error) => unreachable(error),
            };
            if tries >= DATE_TRIES_MAX {
                return Err(why);
            }
            sleep(backoff(tries)).await;
            tries += 1;
        };
        self.hear(response.headers())
            .ok_or(DiscordError::Malformed {
                what: "the answer has no date",
            })
    }

    /// Notes what Discord's clock shows.
    fn hear(&self, headers: &HeaderMap) -> Option<Timestamp> {
        let date = headers.get(DATE)?.to_str().ok()?;
        let parser = jiff::fmt::rfc2822::DateTimeParser::new();
        let told = Timestamp(parser.parse_timestamp(date).ok()?.as_millisecond());
        let mut last = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some((Instant::now(), told));
        Some(told)
    }

    /// The time from which Discord counts: the bot's clock, unless Discord's shows another. Where the two may be apart,
    /// or an exact answer is wanted, Discord is asked; the bot's clock stands in when it does not say.
    pub(super) async fn time_there(&self, now: Timestamp, exactly: bool) -> Timestamp {
        let is_near = |told: Timestamp| now.since(told).ms.abs() <= APART_MAX.ms;
        let last = *self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let expected = last.map(|(at, told)| {
            let ms = i64::try_from(at.elapsed().as_millis()).unwrap_or(i64::MAX);
            told.plus(vocab::Duration { ms })
        });
        if !exactly && expected.is_some_and(is_near) {
            return now;
        }
        match self.date().await {
            Ok(told) if !is_near(told) => told,
            Ok(_) => now,
            Err(error) => {
                tracing::debug!(%error, "Discord does not say what time it is");
                now
            }
        }
    }

    /// Fetches a small text file that somebody handed to a command.
    ///
    /// # Errors
    /// See [`Rest::fetch`]; [`DiscordError::Malformed`] when it is no UTF-8.
    pub async fn fetch_text(&self, url: &str) -> Result<String, DiscordError> {
        let bytes = self.fetch(url, FETCH_MAX_BYTES).await?;
        String::from_utf8(bytes).map_err(|_| DiscordError::Malformed {
            what: "the file is not text",
        })
    }

    /// Fetches a file from where Discord keeps files.
    ///
    /// # Errors
    /// [`DiscordError::Address`] when it is elsewhere; [`DiscordError::Malformed`] when it is larger than `max` bytes;
    /// [`DiscordError::Refused`] or [`DiscordError::Unreachable`] when it cannot be read.
    pub async fn fetch(&self, url: &str, max: usize) -> Result<Vec<u8>, DiscordError> {
        let refuse = |why| DiscordError::Address {
            url: "the file".to_owned(),
            why,
        };
        let url = reqwest::Url::parse(url).map_err(|_| refuse("it is not a URL"))?;
        if !self.endpoint.serves_files_at(&url) {
            return Err(refuse("it is not where Discord keeps files"));
        }
        // Without our default headers: the token is not for file hosts.
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(FILES_TRY_MAX);
        if self.endpoint.is_loopback() {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(unreachable)?;
        let mut response = client.get(url).send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(DiscordError::Refused {
                status: response.status().as_u16(),
                code: 0,
                message: "the file cannot be read".to_owned(),
            });
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if bytes.len() + chunk.len() > max {
                return Err(DiscordError::Malformed {
                    what: "the file is larger than it was said to be",
                });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

/// Waits longer each time; a little of it by chance, so that many bots do not return at once.
fn backoff(tries: u32) -> Duration {
    let base = 100u64.saturating_mul(1 << tries.min(6));
    Duration::from_millis(base + fastrand::u64(0..=base / 4))
}

/// An error without the URL, which may hold an interaction's token.
fn unreachable(error: reqwest::Error) -> DiscordError {
    let error = error.without_url();
    let why = if error.is_timeout() {
        "no answer within ten seconds".to_owned()
    } else {
        without_number(&error.to_string())
    };
    DiscordError::Unreachable { why }
}

/// How long a 429 asks to wait and whether everything must. The body is JSON, or a page of HTML from Discord's edge,
/// which then means the whole address.
async fn refusal(response: Response) -> (Duration, bool) {
    let headers = response.headers();
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let header = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(seconds);
    let named_global = text("x-ratelimit-global").is_some()
        || text("x-ratelimit-scope").as_deref() == Some("global");
    let body: Option<Value> = response
        .bytes()
        .await
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(body) = body else {
        return (header.unwrap_or(Duration::from_secs(5)), true);
    };
    let after = body
        .get("retry_after")
        .and_then(|value| seconds(&value.to_string()))
        .or(header)
        .unwrap_or(Duration::from_secs(1));
    let global = body
        .get("global")
        .and_then(Value::as_bool)
        .unwrap_or(named_global);
    (after, global)
}

async fn answer(response: Response) -> Result<Value, DiscordError> {
    let status = response.status();
    let bytes = response.bytes().await.map_err(unreachable)?;
    if status.is_success() {
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        return serde_json::from_slice(&bytes).map_err(|_| DiscordError::Malformed {
            what: "the answer is not JSON",
        });
    }
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let code = body.get("code").and_then(Value::as_u64).unwrap_or(0);
    // An interaction's token that ran out is also a 401, with a code of its own.
    if status == StatusCode::UNAUTHORIZED && code == 0 {
        return Err(DiscordError::Token);
    }
    let message = body
        .get("message")
        .and_then(Value::as_str)
        .unwrap_or("no reason given");
    Err(DiscordError::Refused {
        status: status.as_u16(),
        code,
        message: cut(message, 200),
    })
}

/// Discord wants the reason percent-encoded and takes at most 512 characters.
fn audit_reason(reason: &str) -> String {
    let mut encoded = String::new();
    for c in cut(reason, 512).chars() {
        if c.is_ascii_alphanumeric() || "-_.~ ,:;!?'()".contains(c) {
            encoded.push(c);
        } else {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                use std::fmt::Write as _;
                // Writing into a String does not fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests;
