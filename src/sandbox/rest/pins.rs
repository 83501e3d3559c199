//! Pinned messages: `/channels/{id}/messages/pins…` in pages, and the older `/channels/{id}/pins…`.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, id};
use crate::{
    sandbox::{
        field::{Faults, Id},
        refusal::Refusal,
        world::{
            Message, World,
            audit::{Act, Kind},
            permit, show,
        },
    },
    vocab::Timestamp,
};

const PINS_MAX: usize = 250;
const PAGE: usize = 50;

/// Whether the answer is in pages, or the first messages alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Paged,
    Plain,
}

pub(super) fn route(
    world: &mut World,
    call: &Call,
    channel: &str,
    rest: &[&str],
    shape: Shape,
) -> Outcome {
    let actor = call.actor()?;
    let channel = id(channel)?;
    match (call.method.clone(), rest) {
        (Method::GET, []) => list(world, call, channel, actor, shape),
        (Method::PUT, [message]) => set(world, call, channel, id(message)?, actor, true),
        (Method::DELETE, [message]) => set(world, call, channel, id(message)?, actor, false),
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn list(world: &World, call: &Call, channel: Id, actor: Id, shape: Shape) -> Outcome {
    let found = world.visible(channel, actor)?;
    let readable = world.permissions_in(found, actor) & permit::HISTORY != 0;
    let before = before(call)?;
    let mut pinned: Vec<(Timestamp, &Message)> = found
        .messages
        .values()
        .filter(|_| readable)
        .filter_map(|message| Some((message.pinned?, message)))
        .filter(|(at, _)| before.is_none_or(|before| *at < before))
        .collect();
    // The last one pinned comes first.
    pinned.sort_by_key(|(at, message)| std::cmp::Reverse((*at, message.id)));
    let limit = if shape == Shape::Paged {
        call.limit(PAGE, PAGE)
    } else {
        PAGE
    };
    let has_more = pinned.len() > limit;
    let page = pinned.into_iter().take(limit);
    Ok(Answer::ok(match shape {
        Shape::Plain => page
            .map(|(_, message)| world.show_message(message, actor))
            .collect(),
        Shape::Paged => {
            let items: Vec<Value> = page
                .map(|(at, message)| {
                    json!({"pinned_at": show::instant(at), "message": world.show_message(message, actor)})
                })
                .collect();
            json!({"items": items, "has_more": has_more})
        }
    }))
}

fn before(call: &Call) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = call.asks("before") else {
        return Ok(None);
    };
    // A plus sign in a query that nobody encoded is a space by now.
    let parsed = text.replace(' ', "+").parse::<jiff::Timestamp>();
    let mut faults = Faults::default();
    if parsed.is_err() {
        faults.add(
            "before",
            "DATE_TIME_TYPE_PARSE",
            format!("Could not parse {text}. Should be ISO8601."),
        );
    }
    faults.judge()?;
    Ok(parsed.ok().map(|at| Timestamp(at.as_millisecond())))
}

fn set(world: &mut World, call: &Call, channel: Id, message: Id, actor: Id, pin: bool) -> Outcome {
    let found = world.visible(channel, actor)?;
    let guild = found.guild;
    if guild.is_some() {
        world.demand_in(channel, actor, permit::PIN)?;
    }
    let wanted = world.message(channel, message)?;
    if wanted.only_for.is_some() {
        return Err(Refusal::UNKNOWN_MESSAGE);
    }
    if wanted.is_system() {
        return Err(Refusal::SYSTEM_MESSAGE);
    }
    let author = wanted.author;
    if wanted.pinned.is_some() == pin {
        return Ok(Answer::Nothing);
    }
    let pinned = found.messages.values().filter(|one| one.pinned.is_some());
    if pin && pinned.count() >= PINS_MAX {
        return Err(Refusal::MAX_PINS);
    }
    world.pin(channel, message, pin.then_some(actor))?;
    if let Some(guild) = guild {
        let kind = if pin {
            Kind::MessagePin
        } else {
            Kind::MessageUnpin
        };
        let options = json!({"channel_id": channel.to_string(), "message_id": message.to_string()});
        let act = Act::on(kind, author).with(options);
        world.audit(guild, call.by(actor), act);
    }
    Ok(Answer::Nothing)
}
