//! `/webhooks…`: those of channels, and those that an interaction's token opens to the bot.

use axum::http::Method;
use serde_json::Value;

use super::{Answer, Call, Outcome, channels::webhooks_changed, id, threads};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id},
        refusal::Refusal,
        world::{
            Author, Webhook, World,
            audit::{self, Act, Kind},
            body::{EPHEMERAL, MessageBody},
            post::Sender,
            show,
        },
    },
    vocab::Permission,
};

pub(super) fn route(world: &mut World, call: &Call, rest: &[&str]) -> Outcome {
    match rest {
        [hook] => managed(world, call, id(hook)?),
        [application, token, rest @ ..] if id(application)? == world.bot => {
            answers(world, call, token, rest)
        }
        [hook, token, rest @ ..] => by_token(world, call, id(hook)?, token, rest),
        [] => Err(Refusal::NOT_FOUND),
    }
}

/// Further messages of an interaction, and its answer as `@original`.
fn answers(world: &mut World, call: &Call, token: &str, rest: &[&str]) -> Outcome {
    let found = world.by_token(world.bot, token)?.clone();
    let (channel, bot) = (found.channel, world.bot);
    match rest {
        [] if call.method == Method::POST => {
            let made = world.follow_up(&found, &call.body, &call.files)?;
            Ok(Answer::ok(
                world.show_message(world.message(channel, made)?, bot),
            ))
        }
        ["messages", which] => {
            let message = if *which == "@original" {
                found.original.ok_or(Refusal::UNKNOWN_MESSAGE)?
            } else {
                id(which)?
            };
            let own = world.message(channel, message)?;
            if own.interaction != Some(found.id) && found.original != Some(message) {
                return Err(Refusal::UNKNOWN_MESSAGE);
            }
            match call.method {
                Method::GET => {}
                Method::PATCH => {
                    world.edit_answer(
                        &found,
                        message,
                        MessageBody::read(&call.body)?,
                        &call.files,
                    )?;
                }
                Method::DELETE => {
                    world.remove(channel, &[message])?;
                    return Ok(Answer::Nothing);
                }
                _ => return Err(Refusal::METHOD_NOT_ALLOWED),
            }
            Ok(Answer::ok(
                world.show_message(world.message(channel, message)?, bot),
            ))
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn managed(world: &mut World, call: &Call, hook: Id) -> Outcome {
    let actor = call.actor()?;
    let found = world
        .webhooks
        .get(&hook)
        .ok_or(Refusal::UNKNOWN_WEBHOOK)?
        .clone();
    world.demand_in(found.channel, actor, Permission::ManageWebhooks.bit())?;
    change(world, call, &found, Some(actor))
}

/// `by` is who asks with an account; the token alone does for the rest.
fn change(world: &mut World, call: &Call, found: &Webhook, by: Option<Id>) -> Outcome {
    match call.method {
        Method::GET => Ok(Answer::ok(show::webhook(world, found))),
        Method::PATCH => {
            let mut hook = found.clone();
            if let Some(name) = call.body.text("name") {
                judge_name("name", name, true)?;
                name.clone_into(&mut hook.name);
            }
            // Only with an account: who has but the token cannot move a webhook.
            if let (Some(channel), Some(actor)) = (call.body.id("channel_id"), by) {
                let place = world.demand_in(channel, actor, Permission::ManageWebhooks.bit())?;
                if place.guild != Some(found.guild) {
                    return Err(Refusal::UNKNOWN_CHANNEL);
                }
                hook.channel = channel;
            }
            let (was, is) = (show::webhook(world, found), show::webhook(world, &hook));
            let differing = audit::changes(&was, &is, audit::WEBHOOK);
            if !differing.is_empty() {
                let (guild, channel) = (hook.guild, hook.channel);
                world.webhooks.insert(found.id, hook);
                webhooks_changed(world, guild, channel);
                let act = Act::on(Kind::WebhookUpdate, found.id).changing(differing);
                world.audit(guild, call.by(by.unwrap_or(found.id)), act);
            }
            Ok(Answer::ok(is))
        }
        Method::DELETE => {
            let was = show::webhook(world, found);
            world.webhooks.remove(&found.id);
            webhooks_changed(world, found.guild, found.channel);
            let differing = audit::changes(&was, &Value::Null, audit::WEBHOOK);
            let act = Act::on(Kind::WebhookDelete, found.id).changing(differing);
            world.audit(found.guild, call.by(by.unwrap_or(found.id)), act);
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::METHOD_NOT_ALLOWED),
    }
}

fn by_token(world: &mut World, call: &Call, hook: Id, token: &str, rest: &[&str]) -> Outcome {
    let found = world
        .webhooks
        .get(&hook)
        .ok_or(Refusal::UNKNOWN_WEBHOOK)?
        .clone();
    if found.token != token {
        return Err(Refusal::INVALID_WEBHOOK_TOKEN);
    }
    let thread = call.asks_id("thread_id");
    if let Some(thread) = thread {
        let child = world.channel(thread)?;
        if child.thread.is_none() || child.parent != Some(found.channel) {
            return Err(Refusal::UNKNOWN_CHANNEL);
        }
    }
    let place = thread.unwrap_or(found.channel);
    match rest {
        [] if call.method == Method::POST => {
            let named = call.body.text("thread_name");
            let name = call.body.text("username").unwrap_or(&found.name).to_owned();
            judge_name("username", &name, false)?;
            judge_picture(call.body.text("avatar_url"))?;
            let in_forum = world.channel(found.channel)?.is_forum();
            match (in_forum, named, thread) {
                (true, None, None) => return Err(Refusal::POST_WITHOUT_NAME),
                (true, Some(_), Some(_)) => return Err(Refusal::POST_AND_THREAD),
                (false, Some(_), _) => return Err(Refusal::POST_ELSEWHERE),
                _ => {}
            }
            if in_forum && named.is_some() {
                return posted(world, call, &found, author(world, call, &found, name));
            }
            let mut draft = MessageBody::read(&call.body)?;
            draft.flags &= !EPHEMERAL;
            let sender = Sender {
                webhook: Some(author(world, call, &found, name)),
                ..Sender::person(found.maker)
            };
            let made = world.post(place, sender, draft, &call.files)?;
            if call.says_yes("wait") {
                shown(world, place, made)
            } else {
                Ok(Answer::Nothing)
            }
        }
        [] => change(world, call, &found, None),
        ["messages", message] => {
            let message = id(message)?;
            let own = &world.message(place, message)?.webhook;
            if own.as_ref().is_none_or(|author| author.webhook != hook) {
                return Err(Refusal::UNKNOWN_MESSAGE);
            }
            match call.method {
                Method::GET => shown(world, place, message),
                Method::PATCH => {
                    world.edit(place, message, MessageBody::read(&call.body)?, &call.files)?;
                    shown(world, place, message)
                }
                Method::DELETE => {
                    world.remove(place, &[message])?;
                    Ok(Answer::Nothing)
                }
                _ => Err(Refusal::METHOD_NOT_ALLOWED),
            }
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

/// A new post of a forum. What is answered is its first message.
fn posted(world: &mut World, call: &Call, found: &Webhook, author: Author) -> Outcome {
    let sender = Sender {
        webhook: Some(author),
        ..Sender::person(found.maker)
    };
    let Answer::Json(_, made) = threads::post(world, call, found.channel, sender, &call.body)?
    else {
        return Err(Refusal::UNREADABLE);
    };
    if !call.says_yes("wait") {
        return Ok(Answer::Nothing);
    }
    Ok(Answer::ok(made.get("message").cloned().unwrap_or_default()))
}

fn author(world: &World, call: &Call, found: &Webhook, name: String) -> Author {
    Author {
        webhook: found.id,
        name,
        avatar: call.body.text("avatar_url").map(str::to_owned),
        of_bot: found.maker == world.bot,
    }
}

fn judge_picture(url: Option<&str>) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    if let Some(url) = url {
        faults.at_most("avatar_url", url.chars().count(), 2048);
        let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
        if !matches!(scheme, "http" | "https") {
            faults.add(
                "avatar_url",
                "URL_TYPE_INVALID_SCHEME",
                format!(
                    "Scheme \"{scheme}\" is not supported. Scheme must be one of ('http', 'https')."
                ),
            );
        }
    }
    faults.judge()
}

/// Nobody poses as Discord.
pub(super) fn judge_name(field: &str, name: &str, own: bool) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    faults.length(field, name, 1, 80);
    let lower = name.to_lowercase();
    for word in ["clyde", "discord"] {
        if lower.contains(word) {
            faults.add(
                field,
                "USERNAME_INVALID_CONTAINS",
                format!("Username cannot contain \"{word}\""),
            );
        }
    }
    if !own && matches!(lower.as_str(), "everyone" | "here") {
        faults.add(
            field,
            "USERNAME_INVALID",
            format!("Username cannot be \"{lower}\""),
        );
    }
    faults.judge()
}

fn shown(world: &World, channel: Id, message: Id) -> Outcome {
    let found = world.message(channel, message)?;
    let shown: Value = world.show_message(found, world.bot);
    Ok(Answer::ok(shown))
}
