//! `/channels/{id}/messages…` and `/channels/{id}/pins…`.

use axum::http::Method;
use serde_json::json;

use super::{Answer, Call, Outcome, id};
use crate::{
    sandbox::{
        field::{Fields, Id},
        refusal::Refusal,
        world::{
            Emoji, Message, World,
            body::{EPHEMERAL, MessageBody},
            made_at, permit,
            post::Sender,
        },
    },
    vocab::{Duration, Permission},
};

const MANAGE: u64 = Permission::ManageMessages.bit();

pub(super) fn route(world: &mut World, call: &Call, channel: &str, rest: &[&str]) -> Outcome {
    let actor = call.actor()?;
    let channel = id(channel)?;
    match (call.method.clone(), rest) {
        (Method::GET, []) => list(world, call, channel, actor),
        (Method::POST, []) => {
            let made = send(world, call, channel, actor)?;
            show(world, channel, made, actor)
        }
        (Method::POST, ["bulk-delete"]) => bulk_delete(world, call, channel, actor),
        (Method::GET, [message]) => {
            let message = readable(world, channel, id(message)?, actor)?.id;
            show(world, channel, message, actor)
        }
        (Method::PATCH, [message]) => {
            let message = id(message)?;
            edit(world, call, channel, message, actor)?;
            show(world, channel, message, actor)
        }
        (Method::DELETE, [message]) => {
            let message = id(message)?;
            world.visible(channel, actor)?;
            let found = world.message(channel, message)?;
            if found.only_for.is_some() {
                return Err(Refusal::UNKNOWN_MESSAGE);
            }
            if found.author != actor {
                in_guild(world, channel, Refusal::NOT_IN_DM)?;
                world.demand_in(channel, actor, MANAGE)?;
            }
            world.remove(channel, &[message])?;
            Ok(Answer::Nothing)
        }
        (Method::POST, [message, "crosspost"]) => show(world, channel, id(message)?, actor),
        (Method::POST, [message, "threads"]) => {
            super::channels::start_thread(world, call, channel, actor, Some(id(message)?))
        }
        (_, [message, "reactions", rest @ ..]) => {
            let message = readable(world, channel, id(message)?, actor)?.id;
            reactions(world, call, (channel, message), actor, rest)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn show(world: &World, channel: Id, message: Id, viewer: Id) -> Outcome {
    let found = world.message(channel, message)?;
    Ok(Answer::ok(world.show_message(found, viewer)))
}

fn in_guild(world: &World, channel: Id, otherwise: Refusal) -> Result<Id, Refusal> {
    world.channel(channel)?.guild.ok_or(otherwise)
}

/// A message that REST shows to the person: ephemeral ones are never there.
fn readable(world: &World, channel: Id, message: Id, actor: Id) -> Result<&Message, Refusal> {
    world.demand_in(channel, actor, permit::HISTORY)?;
    let found = world.message(channel, message)?;
    if found.only_for.is_some() && actor == world.bot {
        return Err(Refusal::UNKNOWN_MESSAGE);
    }
    if found.only_for.is_some_and(|reader| reader != actor) {
        return Err(Refusal::UNKNOWN_MESSAGE);
    }
    Ok(found)
}

/// Newest first, around, before or after a message.
fn list(world: &World, call: &Call, channel: Id, actor: Id) -> Outcome {
    let found = world.visible(channel, actor)?;
    if world.permissions_in(found, actor) & permit::HISTORY == 0 {
        return Ok(Answer::ok(json!([])));
    }
    let limit = call.limit(50, 100);
    let all = found
        .messages
        .values()
        .filter(|message| message.only_for.is_none());
    let mut chosen: Vec<&Message> = if let Some(after) = call.asks_id("after") {
        all.filter(|message| message.id > after)
            .take(limit)
            .collect()
    } else if let Some(around) = call.asks_id("around") {
        let (older, newer): (Vec<_>, Vec<_>) = all.partition(|message| message.id <= around);
        let older = older.into_iter().rev().take(limit / 2 + 1).rev();
        older.chain(newer.into_iter().take(limit / 2)).collect()
    } else {
        let before = call.asks_id("before").unwrap_or(Id::MAX);
        let older: Vec<_> = all.filter(|message| message.id < before).collect();
        older.into_iter().rev().take(limit).rev().collect()
    };
    chosen.reverse();
    let shown = chosen
        .into_iter()
        .map(|message| world.show_message(message, actor));
    Ok(Answer::ok(shown.collect()))
}

fn send(world: &mut World, call: &Call, channel: Id, actor: Id) -> Result<Id, Refusal> {
    world.may_post(channel, actor)?;
    let mut draft = MessageBody::read(&call.body)?;
    draft.flags &= !EPHEMERAL;
    if !call.files.is_empty() && in_guild(world, channel, Refusal::NOT_IN_DM).is_ok() {
        world.demand_in(channel, actor, Permission::AttachFiles.bit())?;
    }
    if draft.reply_to.is_some() {
        world.demand_in(channel, actor, permit::HISTORY)?;
    }
    world.post(channel, Sender::person(actor), draft, &call.files)
}

fn edit(
    world: &mut World,
    call: &Call,
    channel: Id,
    message: Id,
    actor: Id,
) -> Result<(), Refusal> {
    world.visible(channel, actor)?;
    let found = world.message(channel, message)?;
    if found.only_for.is_some() {
        return Err(Refusal::UNKNOWN_MESSAGE);
    }
    if found.author != actor || found.webhook.is_some() {
        let only_flags = call
            .body
            .as_object()
            .is_some_and(|body| body.keys().all(|name| name == "flags"));
        if !only_flags {
            return Err(Refusal::NOT_AUTHOR);
        }
        world.demand_in(channel, actor, MANAGE)?;
    }
    world.edit(
        channel,
        message,
        MessageBody::read(&call.body)?,
        &call.files,
    )
}

fn bulk_delete(world: &mut World, call: &Call, channel: Id, actor: Id) -> Outcome {
    if actor != world.bot {
        return Err(Refusal::BOTS_ONLY);
    }
    in_guild(world, channel, Refusal::NOT_IN_DM)?;
    world.demand_in(channel, actor, MANAGE)?;
    let ids = call.body.ids("messages");
    if !(2..=100).contains(&ids.len()) {
        return Err(Refusal::BULK_DELETE_COUNT);
    }
    let oldest = world.now().0 - Duration::days(14).ms;
    if ids.iter().any(|id| made_at(*id).0 < oldest) {
        return Err(Refusal::TOO_OLD);
    }
    world.remove(channel, &ids)?;
    Ok(Answer::Nothing)
}

fn reactions(
    world: &mut World,
    call: &Call,
    (channel, message): (Id, Id),
    actor: Id,
    rest: &[&str],
) -> Outcome {
    match (call.method.clone(), rest) {
        (Method::DELETE, []) => {
            world.demand_in(channel, actor, MANAGE)?;
            world.clear_reactions(channel, message, None)?;
            Ok(Answer::Nothing)
        }
        (Method::DELETE, [one]) => {
            world.demand_in(channel, actor, MANAGE)?;
            world.clear_reactions(channel, message, Some(&emoji(one)?))?;
            Ok(Answer::Nothing)
        }
        (Method::GET, [one]) => {
            let wanted = emoji(one)?;
            let found = world.message(channel, message)?;
            let users = found
                .reactions
                .iter()
                .find(|reaction| reaction.emoji == wanted)
                .map(|reaction| reaction.users.clone())
                .unwrap_or_default();
            let after = call.asks_id("after").unwrap_or(0);
            let shown = users
                .iter()
                .filter(|user| **user > after)
                .take(call.limit(25, 100))
                .map(|user| world.show_user(*user));
            Ok(Answer::ok(shown.collect()))
        }
        (Method::PUT, [one, "@me"]) => {
            world.react(channel, message, actor, &emoji(one)?)?;
            Ok(Answer::Nothing)
        }
        (Method::DELETE, [one, whose]) => {
            let user = if *whose == "@me" { actor } else { id(whose)? };
            if user != actor {
                world.demand_in(channel, actor, MANAGE)?;
            }
            world.unreact(channel, message, user, &emoji(one)?)?;
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

/// `👍` or `name:id`. What is neither letters-only nor custom passes for Unicode; Discord knows the list, this does not.
fn emoji(text: &str) -> Result<Emoji, Refusal> {
    if let Some((name, number)) = text.rsplit_once(':') {
        let id = number.parse().map_err(|_| Refusal::UNKNOWN_EMOJI)?;
        return Ok(Emoji {
            id: Some(id),
            name: name.trim_start_matches("a:").to_owned(),
        });
    }
    if text.is_empty() || text.is_ascii() && !text.contains('\u{20e3}') {
        return Err(Refusal::UNKNOWN_EMOJI);
    }
    Ok(Emoji {
        id: None,
        name: text.to_owned(),
    })
}

/// Pinned messages: the old routes and the paged ones below `messages/pins` share this.
pub(super) fn pins(world: &mut World, call: &Call, channel: &str, rest: &[&str]) -> Outcome {
    let actor = call.actor()?;
    let channel = id(channel)?;
    match (call.method.clone(), rest) {
        (Method::GET, []) => {
            let found = world.demand_in(channel, actor, permit::HISTORY)?;
            let pinned = found
                .messages
                .values()
                .rev()
                .filter(|message| message.pinned);
            Ok(Answer::ok(
                pinned
                    .map(|message| world.show_message(message, actor))
                    .collect(),
            ))
        }
        (method @ (Method::PUT | Method::DELETE), [message]) => {
            let message = id(message)?;
            world.demand_in(channel, actor, MANAGE)?;
            let pinned = world
                .channel(channel)?
                .messages
                .values()
                .filter(|one| one.pinned)
                .count();
            if method == Method::PUT && pinned >= 50 {
                return Err(Refusal::MAX_PINS);
            }
            world.message_mut(channel, message)?.pinned = method == Method::PUT;
            world.emit_message("MESSAGE_UPDATE", channel, message);
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}
