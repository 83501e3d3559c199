//! `/sandbox…`: what only a pretended Discord has. Clock, faults, log, reading as a person, the bot's presence.
//!
//! Faults (`POST /sandbox/faults`, one object, any of these fields):
//! `reconnect` (op 7) · `invalid_session` true or false (op 9, whether it may resume) · `close` code · `rate_limit`
//! {`next`, `retry_after_ms`, `global`, `shared`, `html`} · `server_error` {`next`, `status`} · `outage` {`server`, `on`} · `closed_dms`
//! {`user`, `on`} · `missing_acks` · `latency_ms` · `disallowed_intents` (bits, refused with 4014) · `drop` (the
//! connection ends without a close frame).

use std::{convert::Infallible, time::Duration as RealDuration};

use axum::{
    http::Method,
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::{Answer, Call, Outcome, id};
use crate::{
    sandbox::{
        State,
        field::{Fields, Id},
        refusal::Refusal,
        world::{Change, LimitScope, World, outbox::Frame, permit},
    },
    vocab::{Duration, Timestamp},
};

pub(super) fn route(world: &mut World, call: &Call, rest: &[&str]) -> Outcome {
    match (call.method.clone(), rest) {
        (Method::GET, []) => Ok(Answer::ok(crate::sandbox::ready(world))),
        (Method::GET, ["clock"]) => Ok(Answer::ok(json!({"now_ms": world.now().0}))),
        (Method::POST, ["clock"]) => {
            let text = call.body.text("advance").unwrap_or_default();
            let by: Duration = text
                .parse()
                .map_err(|error| Refusal::said(400, format!("`advance`: {error}")))?;
            Ok(Answer::ok(json!({"now_ms": world.clock.advance(by).0})))
        }
        (Method::POST, ["faults"]) => {
            fault(world, &call.body)?;
            Ok(Answer::Nothing)
        }
        (Method::GET, ["log"]) => {
            let after: usize = call
                .asks("after")
                .and_then(|text| text.parse().ok())
                .unwrap_or(0);
            Ok(Answer::ok(world.log.iter().skip(after).cloned().collect()))
        }
        (Method::GET, ["messages"]) => {
            let channel = call.asks_id("channel").ok_or_else(|| missing("channel"))?;
            let reader = who(world, call.asks("as").unwrap_or_default())?;
            let channel = world.visible(channel, reader)?;
            Ok(Answer::ok(world.read_by(channel, reader).into()))
        }
        (Method::GET, ["interactions", interaction]) => {
            Ok(Answer::ok(world.outcome(id(interaction)?)?))
        }
        (Method::POST, ["voice"]) => {
            let user = who(world, call.body.text("user").unwrap_or_default())?;
            match call.body.id("channel") {
                Some(channel) => world.connect(user, channel)?,
                None => world.disconnect(user)?,
            }
            Ok(Answer::Nothing)
        }
        (Method::POST, ["servers", server, "bot"]) => {
            let (server, bot) = (id(server)?, world.bot);
            if call.body.flag("present") {
                world.join(server, bot)?;
            } else if world.member(server, bot).is_ok() {
                world.leave(server, bot)?;
            }
            Ok(Answer::Nothing)
        }
        (Method::PUT, ["servers", server, "members", user]) => {
            world.user(id(user)?)?;
            world.join(id(server)?, id(user)?)?;
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn missing(name: &str) -> Refusal {
    Refusal::said(400, format!("say `{name}`"))
}

/// A person by id or token, with or without `Bot `.
pub(crate) fn who(world: &World, text: &str) -> Result<Id, Refusal> {
    let text = text.strip_prefix("Bot ").unwrap_or(text);
    world
        .users
        .values()
        .find(|user| user.token == text || text.parse() == Ok(user.id))
        .map(|user| user.id)
        .ok_or(Refusal::UNKNOWN_USER)
}

fn fault(world: &mut World, body: &Value) -> Result<(), Refusal> {
    if let Some(asked) = body.given("rate_limit") {
        world.faults.rate_limit = asked.bits("next").unwrap_or(1);
        world.faults.retry_after_ms = asked.bits("retry_after_ms").unwrap_or(1000);
        let scopes = [
            ("html", LimitScope::Page),
            ("global", LimitScope::Global),
            ("shared", LimitScope::Shared),
        ];
        let scope = scopes.into_iter().find(|(name, _)| asked.flag(name));
        world.faults.limit_scope = scope.map(|(_, scope)| scope).unwrap_or_default();
    }
    if let Some(asked) = body.given("server_error") {
        world.faults.server_error = asked.bits("next").unwrap_or(1);
        let status = asked
            .int("status")
            .and_then(|status| u16::try_from(status).ok());
        world.faults.server_error_status = status
            .filter(|status| (500..600).contains(status))
            .unwrap_or(502);
    }
    if let Some(asked) = body.given("outage") {
        let server = asked.id("server").ok_or_else(|| missing("outage.server"))?;
        world.outage(
            server,
            asked.given("on").is_none_or(|on| on == &json!(true)),
        )?;
    }
    if let Some(asked) = body.given("closed_dms") {
        let user = asked.id("user").ok_or_else(|| missing("closed_dms.user"))?;
        let closed = asked.given("on").is_none_or(|on| on == &json!(true));
        world
            .users
            .get_mut(&user)
            .ok_or(Refusal::UNKNOWN_USER)?
            .dms_closed = closed;
    }
    if let Some(on) = body.given("missing_acks").and_then(Value::as_bool) {
        world.faults.missing_acks = on;
    }
    if let Some(bits) = body.bits("disallowed_intents") {
        world.faults.disallowed_intents = bits;
    }
    if let Some(latency) = body.bits("latency_ms") {
        world.faults.latency_ms = latency.min(60_000);
    }
    on_the_wire(world, body);
    Ok(())
}

/// Faults of connections; they hit all that are open.
fn on_the_wire(world: &mut World, body: &Value) {
    let text = |op: u8, data: Value| {
        Frame::Text(
            json!({"op": op, "d": data, "s": null, "t": null})
                .to_string()
                .into(),
        )
    };
    if body.flag("reconnect") {
        tell_all(world, &text(7, Value::Null));
    }
    if let Some(resumable) = body.given("invalid_session").and_then(Value::as_bool) {
        tell_all(world, &text(9, json!(resumable)));
        if !resumable {
            world.sessions.clear();
        }
    }
    if let Some(code) = body.int("close").and_then(|code| u16::try_from(code).ok()) {
        tell_all(world, &Frame::Close(code, "closed by a fault"));
        // These end the session too, as Discord documents.
        if matches!(code, 1000 | 1001 | 4004 | 4007 | 4009..=4014) {
            world.sessions.clear();
        }
    }
    if body.flag("drop") {
        for session in world.sessions.values_mut() {
            session.wire = None;
        }
    }
}

fn tell_all(world: &mut World, frame: &Frame) {
    for session in world.sessions.values_mut() {
        session.send(frame.clone());
    }
}

/// `GET /sandbox/clock?follower=…&knows=…`: who asks, to be told when it is later than they know.
pub(crate) fn following(query: &str) -> Option<(String, Timestamp)> {
    let asked = |name: &str| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find_map(|(key, value)| (key == name).then(|| super::percent_decoded(value)))
    };
    let knows = asked("knows")?.parse().ok()?;
    Some((asked("follower")?, Timestamp(knows)))
}

/// `GET /sandbox/events?as=…`: server-sent events, one for each change that the person may see.
pub(crate) fn events(state: &State, query: &str) -> Response {
    let asked = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("as="))
        .map(super::percent_decoded)
        .unwrap_or_default();
    let (reader, changes) = {
        let world = state.world();
        match who(&world, &asked) {
            Ok(reader) => (reader, world.watch()),
            Err(refusal) => return super::refused(refusal),
        }
    };
    let seen = stream::unfold(
        (state.clone(), changes),
        move |(state, mut changes)| async move {
            loop {
                let data = match changes.recv().await {
                    Ok(change) if may_see(&state.world(), reader, &change) => shown(&change),
                    Ok(_) => continue,
                    // Too much happened at once: the reader should look at everything anew.
                    Err(RecvError::Lagged(_)) => json!({"kind": "lagged"}),
                    Err(RecvError::Closed) => return None,
                };
                let event = Event::default().data(data.to_string());
                return Some((Ok::<_, Infallible>(event), (state, changes)));
            }
        },
    );
    Sse::new(seen)
        .keep_alive(KeepAlive::new().interval(RealDuration::from_secs(15)))
        .into_response()
}

fn may_see(world: &World, reader: Id, change: &Change) -> bool {
    if let Some(only) = change.only_for {
        return only == reader;
    }
    change
        .channel
        .and_then(|id| world.channels.get(&id))
        .is_none_or(|channel| world.permissions_in(channel, reader) & permit::VIEW != 0)
}

fn shown(change: &Change) -> Value {
    json!({
        "kind": change.kind,
        "channel_id": change.channel.map(|id| id.to_string()),
        "id": change.subject.map(|id| id.to_string()),
    })
}
