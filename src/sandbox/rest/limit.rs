//! Rate limits: the headers of every answer, and the 429 of who does not heed them.
//!
//! Discord's documentation, Rate Limits: a bucket is a route without its ids; it is counted for each account, and for
//! each channel, server or webhook that the path begins with. Windows are of real time, because clients wait in it; only
//! the instant at which one ends is told by the sandbox's clock, as its `Date` is.

use std::{
    collections::{BTreeMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    time::{Duration, Instant},
};

use axum::{body::Body, http::HeaderMap, response::Response};
use serde_json::json;

use super::{response, set};
use crate::sandbox::{State, world::LimitScope};

/// Requests in a window. Discord's figures differ by route and are not public; this is its global one.
const LIMIT: u32 = 50;
const WINDOW: Duration = Duration::from_secs(1);
/// Windows remembered at a time; those that ended say nothing any more.
const WINDOWS_MAX: usize = 4096;

/// A bucket's name, and what it is counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lane {
    /// As in `X-RateLimit-Bucket`.
    bucket: String,
    major: String,
    token: String,
}

#[derive(Debug)]
struct Window {
    ends: Instant,
    used: u32,
}

/// The windows that are open.
#[derive(Debug, Default)]
pub(crate) struct Limits(BTreeMap<Lane, Window>);

/// What the headers tell.
#[derive(Debug, Clone)]
pub(super) struct Told {
    bucket: String,
    remaining: u32,
    after: Duration,
    /// When the window ends, in milliseconds of the sandbox's clock.
    reset_ms: i64,
}

impl Lane {
    /// None for what Discord does not count: its own pages, files, the sandbox's routes.
    pub(super) fn of(method: &str, path: &str, token: &str) -> Option<Self> {
        let path = path.split('?').next().unwrap_or_default();
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        if parts.next() != Some("api") {
            return None;
        }
        let parts: Vec<&str> = parts
            .enumerate()
            .filter(|(at, part)| *at > 0 || !is_version(part))
            .map(|(_, part)| part)
            .collect();
        let major = match parts.as_slice() {
            ["webhooks" | "interactions", id, token, ..] => format!("{id}:{token}"),
            ["channels" | "guilds", id, ..] | ["webhooks", id] => (*id).to_owned(),
            _ => String::new(),
        };
        // All reactions of a message share one bucket, whatever the emoji.
        let reactions = parts.iter().position(|part| *part == "reactions");
        let route: Vec<&str> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| {
                let emoji = reactions.is_some_and(|from| at == from + 1);
                if emoji || is_id(part) { "*" } else { part }
            })
            .collect();
        let mut hasher = DefaultHasher::new();
        (method, &route).hash(&mut hasher);
        Some(Self {
            bucket: format!("{:016x}", hasher.finish()),
            major,
            token: token.to_owned(),
        })
    }
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v')
        .is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

/// A snowflake, or a token.
fn is_id(part: &str) -> bool {
    part.len() > 30 || part.len() > 14 && part.bytes().all(|b| b.is_ascii_digit())
}

impl Limits {
    /// Counts a request. The error is that of one too many.
    fn count(&mut self, lane: &Lane, now_ms: i64) -> Result<Told, Told> {
        let now = Instant::now();
        let windows = &mut self.0;
        if windows.len() >= WINDOWS_MAX {
            windows.retain(|_, window| window.ends > now);
        }
        let window = windows.entry(lane.clone()).or_insert(Window {
            ends: now + WINDOW,
            used: 0,
        });
        if window.ends <= now {
            *window = Window {
                ends: now + WINDOW,
                used: 0,
            };
        }
        let over = window.used >= LIMIT;
        window.used += u32::from(!over);
        let after = window.ends.saturating_duration_since(now);
        let told = Told::of(lane, LIMIT - window.used, after, now_ms);
        if over { Err(told) } else { Ok(told) }
    }
}

/// Counts a request; the answer is the refusal of one too many.
pub(super) fn counted(
    state: &State,
    method: &str,
    path: &str,
    lane: Option<&Lane>,
) -> Result<Option<Told>, Box<Response>> {
    let Some(lane) = lane else {
        return Ok(None);
    };
    let now = state.world().now().0;
    let counted = state.limits().count(lane, now);
    counted.map(Some).map_err(|told| {
        let note = json!({"kind": "request", "now_ms": now, "method": method, "path": path, "status": 429});
        state.world().note(note);
        let refused = too_many(LimitScope::User, told.after, Some(&told));
        Box::new(refused.unwrap_or_else(|| Response::new(Body::empty())))
    })
}

impl Told {
    fn of(lane: &Lane, remaining: u32, after: Duration, now_ms: i64) -> Self {
        let after_ms = i64::try_from(after.as_millis()).unwrap_or(i64::MAX);
        Self {
            bucket: lane.bucket.clone(),
            remaining,
            after,
            reset_ms: now_ms.saturating_add(after_ms),
        }
    }

    pub(super) fn write(&self, headers: &mut HeaderMap) {
        let (seconds, thousandths) = (self.reset_ms / 1000, self.reset_ms % 1000);
        set(headers, "x-ratelimit-bucket", &self.bucket);
        set(headers, "x-ratelimit-limit", &LIMIT.to_string());
        set(
            headers,
            "x-ratelimit-remaining",
            &self.remaining.to_string(),
        );
        set(
            headers,
            "x-ratelimit-reset",
            &format!("{seconds}.{thousandths:03}"),
        );
        set(
            headers,
            "x-ratelimit-reset-after",
            &format!("{:.3}", self.after.as_secs_f64()),
        );
    }
}

/// A 429 that a fault asked for, or that the request has earned.
pub(super) fn refused(
    state: &State,
    method: &str,
    path: &str,
    lane: Option<&Lane>,
) -> Option<Response> {
    let mut world = state.world();
    if world.faults.rate_limit == 0 {
        return None;
    }
    world.faults.rate_limit -= 1;
    let scope = world.faults.limit_scope;
    let wait = Duration::from_millis(world.faults.retry_after_ms);
    let remaining = if scope == LimitScope::Shared {
        LIMIT - 1
    } else {
        0
    };
    let now = world.now().0;
    let told = lane.map(|lane| Told::of(lane, remaining, wait, now));
    world.note(
        json!({"kind": "request", "now_ms": now, "method": method, "path": path, "status": 429}),
    );
    drop(world);
    too_many(scope, wait, told.as_ref())
}

fn too_many(scope: LimitScope, wait: Duration, told: Option<&Told>) -> Option<Response> {
    let message = if scope == LimitScope::Shared {
        "The resource is being rate limited."
    } else {
        "You are being rate limited."
    };
    let body = json!({
        "message": message, "retry_after": wait.as_secs_f64(), "global": scope == LimitScope::Global,
    });
    let made = if scope == LimitScope::Page {
        let page = "<html><body>error 1015</body></html>";
        response(429, Body::from(page), "text/html")
    } else {
        response(429, body.to_string().into(), "application/json")
    };
    let mut response = made.ok()?;
    let headers = response.headers_mut();
    let whole = wait.as_millis().div_ceil(1000);
    set(headers, "retry-after", &whole.to_string());
    let name = match scope {
        LimitScope::Page => return Some(response),
        LimitScope::User => "user",
        LimitScope::Global => "global",
        LimitScope::Shared => "shared",
    };
    set(headers, "via", super::VIA);
    set(headers, "x-ratelimit-scope", name);
    if scope == LimitScope::Global {
        set(headers, "x-ratelimit-global", "true");
    } else if let Some(told) = told {
        told.write(headers);
    }
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(method: &str, path: &str) -> Lane {
        Lane::of(method, path, "Bot x").unwrap()
    }

    #[test]
    fn a_bucket_is_a_route_and_is_counted_by_what_the_path_begins_with() {
        let one = lane("POST", "/api/v10/channels/100000000000000001/messages");
        let same = lane("POST", "/api/channels/100000000000000001/messages?x=1");
        let other = lane("POST", "/api/v10/channels/100000000000000002/messages");
        let read = lane("GET", "/api/v10/channels/100000000000000001/messages");
        assert_eq!(one, same);
        assert_eq!(one.bucket, other.bucket);
        assert_ne!(one.major, other.major);
        assert_ne!(one.bucket, read.bucket);
        let reaction = |emoji: &str| {
            let place =
                "/api/v10/channels/100000000000000001/messages/100000000000000009/reactions";
            lane("PUT", &format!("{place}/{emoji}/@me"))
        };
        assert_eq!(
            reaction("%F0%9F%91%8D"),
            reaction("wave:100000000000000003")
        );
        assert_eq!(Lane::of("GET", "/sandbox/clock", ""), None);
    }
}
