//! REST, version 10: who asks, what for, and the answer. The routes themselves are pure functions over the world.
//!
//! A request is read whole, then answered under the world's lock without waiting. Both are kept in the log.

mod applications;
mod channels;
mod control;
mod guilds;
mod limit;
mod members;
mod messages;
mod oauth2;
mod overwrites;
mod pins;
mod polls;
mod portal;
mod reactions;
mod roles;
mod threads;
mod users;
mod webhooks;

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    State,
    field::{Id, put},
    refusal::Refusal,
    world::{World, audit::By, post::Upload},
};

/// Bodies above this are not read; the limit for files alone is lower.
const BODY_BYTES_MAX: usize = 25 * 1024 * 1024;

/// What Discord's own servers put on each answer. Clients take a 429 without it for a ban by Cloudflare.
const VIA: &str = "1.1 google";

pub(crate) use control::{events, following};
pub(crate) use limit::Limits;
use limit::{Lane, Told};
pub(crate) use portal::set_up;

/// A request after reading: everything a route may ask about it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Without the version: `channels`, `1`, `messages`.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    /// The account behind the token, where one was given.
    pub(crate) account: Option<Id>,
    pub(crate) shown: Shown,
    /// Whether the body came as a form of a page.
    pub(crate) is_form: bool,
    pub(crate) body: Value,
    pub(crate) files: Vec<Upload>,
    pub(crate) reason: Option<String>,
}

impl Call {
    /// Who asks. 401 without a good token.
    pub(crate) fn actor(&self) -> Result<Id, Refusal> {
        self.account.ok_or(Refusal::UNAUTHORIZED)
    }

    /// Who the audit log names, and why.
    pub(crate) fn by(&self, actor: Id) -> By<'_> {
        By {
            actor,
            reason: self.reason.as_deref(),
        }
    }

    pub(crate) fn asks(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn asks_id(&self, name: &str) -> Option<Id> {
        self.asks(name)?.parse().ok()
    }

    pub(crate) fn says_yes(&self, name: &str) -> bool {
        matches!(self.asks(name), Some("true" | "1" | "True"))
    }

    /// How many, within Discord's bounds.
    pub(crate) fn limit(&self, usual: usize, most: usize) -> usize {
        self.asks("limit")
            .and_then(|text| text.parse().ok())
            .unwrap_or(usual)
            .clamp(1, most)
    }
}

/// What a request shows besides the token of an account.
#[derive(Debug, Default)]
pub(crate) enum Shown {
    #[default]
    Nothing,
    /// A token that somebody's consent gave.
    Bearer(String),
    /// An application's id and secret.
    Basic(String, String),
}

impl Shown {
    fn read(given: &str) -> Self {
        if let Some(token) = given.strip_prefix("Bearer ") {
            return Self::Bearer(token.to_owned());
        }
        let basic = given.strip_prefix("Basic ");
        let basic = basic.and_then(|basic| STANDARD.decode(basic).ok());
        let basic = basic.and_then(|basic| String::from_utf8(basic).ok());
        match basic.as_deref().and_then(|basic| basic.split_once(':')) {
            Some((id, secret)) => Self::Basic(id.to_owned(), secret.to_owned()),
            None => Self::Nothing,
        }
    }
}

/// The good answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Json(u16, Value),
    Nothing,
    /// A page elsewhere, for a browser.
    Redirect(String),
    File {
        kind: String,
        bytes: std::sync::Arc<[u8]>,
    },
}

impl Answer {
    pub(crate) const fn ok(value: Value) -> Self {
        Self::Json(200, value)
    }
}

pub(crate) type Outcome = Result<Answer, Refusal>;

/// A snowflake in a path. Discord calls a wrong one a wrong form.
pub(crate) fn id(text: &str) -> Result<Id, Refusal> {
    text.parse().map_err(|_| {
        super::field::fault(
            "id",
            "NUMBER_TYPE_COERCE",
            &format!("Value \"{text}\" is not snowflake."),
        )
    })
}

/// Reads a request from the wire, answers it, and notes both.
pub(crate) async fn handle(state: State, request: Request) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let method = request.method().clone();
    let shown_path = request.uri().to_string();
    if method == Method::OPTIONS {
        return finish(Ok(Answer::Nothing), None, None, origin.as_ref());
    }
    let token = header_text(request.headers(), "authorization").unwrap_or_default();
    let lane = Lane::of(method.as_str(), &shown_path, token);
    if let Some(answer) = broken(&state, &method, &shown_path, lane.as_ref()).await {
        return answer;
    }
    let told = match limit::counted(&state, method.as_str(), &shown_path, lane.as_ref()) {
        Ok(told) => told,
        Err(answer) => return *answer,
    };
    let call = read(&state, request).await;
    let mut world = state.world();
    let (body, reason, actor, outcome) = match call {
        Ok(call) => {
            let outcome = route(&mut world, &call);
            (call.body, call.reason, call.account, outcome)
        }
        Err(refusal) => (Value::Null, None, None, Err(refusal)),
    };
    if !shown_path.starts_with("/sandbox") {
        let (status, answer) = match &outcome {
            Ok(Answer::Json(status, value)) => (*status, value.clone()),
            Ok(Answer::Nothing) => (204, Value::Null),
            Ok(Answer::Redirect(to)) => (302, json!(to)),
            Ok(Answer::File { .. }) => (200, Value::Null),
            Err(refusal) => (refusal.status, refusal.body()),
        };
        let now = world.now().0;
        world.note(json!({
            "kind": "request", "now_ms": now, "method": method.as_str(), "path": shown_path,
            "as": actor.map(|id| id.to_string()), "body": body, "reason": reason, "status": status, "answer": answer,
        }));
    }
    drop(world);
    finish(outcome, Some(&shown_path), told.as_ref(), origin.as_ref())
}

/// What keeps a request from being looked at: faults that were asked for, and a limit that is exceeded. Spares the
/// sandbox's own routes.
async fn broken(
    state: &State,
    method: &Method,
    path: &str,
    lane: Option<&Lane>,
) -> Option<Response> {
    if path.starts_with("/sandbox") {
        return None;
    }
    let latency = state.world().faults.latency_ms;
    if latency > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(latency)).await;
    }
    if let Some(refused) = limit::refused(state, method.as_str(), path, lane) {
        return Some(refused);
    }
    let mut world = state.world();
    if world.faults.server_error > 0 {
        world.faults.server_error -= 1;
        let (status, now) = (world.faults.server_error_status, world.now().0);
        world.note(json!({"kind": "request", "now_ms": now, "path": path, "status": status}));
        return response(status, Body::from("upstream error"), "text/plain").ok();
    }
    None
}

async fn read(state: &State, request: Request) -> Result<Call, Refusal> {
    let (parts, body) = request.into_parts();
    let path: Vec<String> = parts
        .uri
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .map(percent_decoded)
        .collect();
    let query = pairs(parts.uri.query().unwrap_or_default()).collect();
    let given = header_text(&parts.headers, "authorization").unwrap_or_default();
    let (as_bot, token) = match given.strip_prefix("Bot ") {
        Some(token) => (true, token),
        None => (false, given),
    };
    let account = {
        let world = state.world();
        let found = world
            .users
            .values()
            .find(|user| user.token == token && user.bot == as_bot);
        found.map(|user| user.id)
    };
    let shown = Shown::read(given);
    let reason = header_text(&parts.headers, "x-audit-log-reason").map(percent_decoded);
    let kind = header_text(&parts.headers, "content-type")
        .unwrap_or_default()
        .to_owned();
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    let method = parts.method.clone();
    let (body, files) = if kind.starts_with("multipart/") {
        multipart(Request::from_parts(parts, body)).await?
    } else {
        let bytes = axum::body::to_bytes(body, BODY_BYTES_MAX)
            .await
            .map_err(|_| Refusal::FILE_TOO_LARGE)?;
        let body = if bytes.is_empty() {
            Value::Null
        } else if is_form {
            let fields = pairs(std::str::from_utf8(&bytes).unwrap_or_default());
            Value::Object(fields.map(|(name, value)| (name, json!(value))).collect())
        } else {
            serde_json::from_slice(&bytes).map_err(|_| Refusal::BAD_JSON)?
        };
        (body, Vec::new())
    };
    Ok(Call {
        method,
        path,
        query,
        account,
        shown,
        is_form,
        body,
        files,
        reason,
    })
}

/// A query, or a form of a page.
pub(crate) fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let plain = |text: &str| percent_decoded(&text.replace('+', " "));
    pairs.map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (plain(name), plain(value))
    })
}

/// `payload_json` and `files[n]`; other parts are fields of the payload, as Discord accepts them.
async fn multipart(request: Request) -> Result<(Value, Vec<Upload>), Refusal> {
    let bad = |_| Refusal::UNREADABLE;
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::UNREADABLE)?;
    let (mut body, mut files, mut total) = (json!({}), Vec::new(), 0);
    while let Some(part) = parts.next_field().await.map_err(bad)? {
        let name = part.name().unwrap_or_default().to_owned();
        let filename = part.file_name().map(str::to_owned);
        let kind = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(bad)?;
        total += bytes.len();
        if total > BODY_BYTES_MAX {
            return Err(Refusal::FILE_TOO_LARGE);
        }
        if name == "payload_json" {
            body = serde_json::from_slice(&bytes).map_err(|_| Refusal::BAD_JSON)?;
        } else if let Some(filename) = filename {
            let number = name
                .strip_prefix("files[")
                .and_then(|rest| rest.strip_suffix(']'))
                .and_then(|number| number.parse().ok());
            files.push(Upload {
                number,
                name: filename,
                kind,
                bytes: bytes.to_vec(),
            });
        } else {
            put(
                &mut body,
                &name,
                String::from_utf8_lossy(&bytes).into_owned(),
            );
        }
    }
    Ok((body, files))
}

/// Finds the route; `/api`, `/api/v10` and any other version are the same.
pub(crate) fn route(world: &mut World, call: &Call) -> Outcome {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let path = match path.as_slice() {
        ["sandbox", rest @ ..] => return control::route(world, call, rest),
        ["attachments", _, file, _] => return attachment(world, file),
        ["api", version, rest @ ..] if version.starts_with('v') => rest,
        ["api", rest @ ..] => rest,
        other => other,
    };
    if let Shown::Bearer(token) = &call.shown {
        return oauth2::as_bearer(world, call, token, path);
    }
    match path {
        ["gateway", ..] => gateway(world, call, path),
        ["users", rest @ ..] => users::route(world, call, rest),
        ["channels", id, "messages", "pins", rest @ ..] => {
            pins::route(world, call, id, rest, pins::Shape::Paged)
        }
        ["channels", id, "messages", rest @ ..] => messages::route(world, call, id, rest),
        ["channels", id, "pins", rest @ ..] => {
            pins::route(world, call, id, rest, pins::Shape::Plain)
        }
        ["channels", rest @ ..] => channels::route(world, call, rest),
        ["guilds", id, "members", rest @ ..] => members::route(world, call, id, rest),
        ["guilds", rest @ ..] => guilds::route(world, call, rest),
        ["invites", code] => users::invite(world, call, code),
        ["webhooks", rest @ ..] => webhooks::route(world, call, rest),
        ["interactions", rest @ ..] => applications::interactions(world, call, rest),
        ["applications", rest @ ..] => applications::route(world, call, rest),
        ["oauth2", "applications", "@me"] => {
            call.actor()?;
            Ok(Answer::ok(world.show_application()))
        }
        ["oauth2", rest @ ..] => oauth2::route(world, call, rest),
        ["sticker-packs"] => Ok(Answer::ok(json!({"sticker_packs": []}))),
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn gateway(world: &World, call: &Call, path: &[&str]) -> Outcome {
    let url = world.origin.replacen("http", "ws", 1);
    match path {
        ["gateway"] => Ok(Answer::ok(json!({"url": url}))),
        ["gateway", "bot"] => {
            if call.actor()? != world.bot {
                return Err(Refusal::UNAUTHORIZED);
            }
            let left = 1000_u64.saturating_sub(world.identifies);
            Ok(Answer::ok(json!({
                "url": url, "shards": 1,
                "session_start_limit": {
                    "total": 1000, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1,
                },
            })))
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn attachment(world: &World, file: &str) -> Outcome {
    let file = file.parse().ok().and_then(|id: Id| world.files.get(&id));
    file.map(|file| Answer::File {
        kind: file.kind.clone(),
        bytes: file.bytes.clone(),
    })
    .ok_or(Refusal::NOT_FOUND)
}

/// An answer to what is not even looked at.
pub(crate) fn refused(refusal: Refusal) -> Response {
    finish(Err(refusal), None, None, None)
}

fn finish(
    outcome: Outcome,
    path: Option<&str>,
    told: Option<&Told>,
    origin: Option<&HeaderValue>,
) -> Response {
    let made = match outcome {
        Ok(Answer::Json(status, value)) => {
            response(status, value.to_string().into(), "application/json")
        }
        Ok(Answer::Nothing) => response(204, Body::empty(), "application/json"),
        Ok(Answer::Redirect(to)) => Response::builder()
            .status(StatusCode::FOUND)
            .header(header::LOCATION, to)
            .body(Body::empty()),
        Ok(Answer::File { kind, bytes }) => response(200, bytes.to_vec().into(), &kind),
        Err(refusal) => response(
            refusal.status,
            refusal.body().to_string().into(),
            "application/json",
        ),
    };
    let mut response = made.unwrap_or_else(|_| Response::new(Body::empty()));
    let headers = response.headers_mut();
    if path.is_some_and(|path| path.starts_with("/api")) {
        set(headers, "via", VIA);
    }
    if let Some(told) = told {
        told.write(headers);
    }
    if let Some(origin) = origin.filter(|origin| is_loopback(origin)) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        set(
            headers,
            "access-control-allow-methods",
            "GET, POST, PUT, PATCH, DELETE",
        );
        set(
            headers,
            "access-control-allow-headers",
            "authorization, content-type, x-audit-log-reason",
        );
    }
    response
}

fn response(status: u16, body: Body, kind: &str) -> Result<Response, axum::http::Error> {
    let mut made = Response::builder()
        .status(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    // Clients that see a type try to read a body.
    if status != 204 {
        made = made.header(header::CONTENT_TYPE, kind);
    }
    made.body(body)
}

/// Why a request is not answered at all: it comes from a page of another site, or was led here by another site's name.
pub(crate) fn stranger(headers: &HeaderMap) -> Option<Refusal> {
    let origin = headers.get(header::ORIGIN);
    let host = headers.get(header::HOST);
    let is_ours = origin.is_none_or(is_loopback) && host.is_none_or(is_loopback_host);
    (!is_ours).then(|| Refusal::said(403, "the sandbox answers only to this machine".to_owned()))
}

fn is_loopback_host(host: &HeaderValue) -> bool {
    let name = host.to_str().unwrap_or_default();
    let name = name.split(':').next().unwrap_or_default();
    name == "127.0.0.1" || name == "localhost"
}

/// Pages served from this machine may talk to the sandbox from a browser; no others.
fn is_loopback(origin: &HeaderValue) -> bool {
    let host = origin
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        let name = host.split(':').next().unwrap_or_default();
        name == "127.0.0.1" || name == "localhost"
    })
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(code) = code {
            bytes.push(code);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
