//! `/channels/{id}/messages…` and `/channels/{id}/pins…`.

use axum::http::Method;
use serde_json::json;

use super::{Answer, Call, Outcome, id, reactions, threads};
use crate::{
    sandbox::{
        field::{Fields, Id},
        refusal::Refusal,
        world::{
            Message, World,
            audit::{Act, Kind},
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
            // A webhook's message is nobody else's, not even the bot's that made the webhook.
            if found.author != actor || found.webhook.is_some() {
                in_guild(world, channel, Refusal::NOT_IN_DM)?;
                world.demand_in(channel, actor, MANAGE)?;
            }
            let author = found.author;
            world.remove(channel, &[message])?;
            if let Some(guild) = world.channel(channel)?.guild {
                world.audit_deletion(guild, channel, call.by(actor), author);
            }
            Ok(Answer::Nothing)
        }
        (Method::POST, [message, "crosspost"]) => show(world, channel, id(message)?, actor),
        (Method::POST, [message, "threads"]) => {
            threads::start(world, call, channel, actor, Some(id(message)?))
        }
        (_, [message, "reactions", rest @ ..]) => {
            let message = readable(world, channel, id(message)?, actor)?.id;
            reactions::route(world, call, (channel, message), actor, rest)
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
    if draft.poll.is_some() {
        world.demand_in(channel, actor, Permission::SendPolls.bit())?;
    }
    draft.must_say_something(call.files.len())?;
    world.slowmode(channel, actor)?;
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
    let guild = in_guild(world, channel, Refusal::NOT_IN_DM)?;
    let found = world.channel(channel)?;
    let there = ids.iter().filter(|id| found.messages.contains_key(id));
    let count = there.count();
    world.remove(channel, &ids)?;
    if count > 0 {
        let options = json!({"count": count.to_string()});
        let act = Act::on(Kind::MessageBulkDelete, channel).with(options);
        world.audit(guild, call.by(actor), act);
    }
    Ok(Answer::Nothing)
}
