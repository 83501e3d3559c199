//! `/webhooks…`: those of channels, and those that an interaction's token opens to the bot.

use axum::http::Method;
use serde_json::Value;

use super::{Answer, Call, Outcome, channels::webhooks_changed, id};
use crate::{
    sandbox::{
        field::{Fields, Id},
        refusal::Refusal,
        world::{
            Author, Webhook, World,
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
    change(world, call, &found)
}

fn change(world: &mut World, call: &Call, found: &Webhook) -> Outcome {
    match call.method {
        Method::GET => Ok(Answer::ok(show::webhook(world, found))),
        Method::PATCH => {
            let hook = world
                .webhooks
                .get_mut(&found.id)
                .ok_or(Refusal::UNKNOWN_WEBHOOK)?;
            if let Some(name) = call.body.text("name") {
                name.clone_into(&mut hook.name);
            }
            if let Some(channel) = call.body.id("channel_id") {
                hook.channel = channel;
            }
            let changed = hook.clone();
            webhooks_changed(world, found.guild, found.channel);
            Ok(Answer::ok(show::webhook(world, &changed)))
        }
        Method::DELETE => {
            world.webhooks.remove(&found.id);
            webhooks_changed(world, found.guild, found.channel);
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
    let place = call.asks_id("thread_id").unwrap_or(found.channel);
    match rest {
        [] if call.method == Method::POST => {
            let mut draft = MessageBody::read(&call.body)?;
            draft.flags &= !EPHEMERAL;
            let sender = Sender {
                webhook: Some(Author {
                    webhook: hook,
                    name: call.body.text("username").unwrap_or(&found.name).to_owned(),
                }),
                ..Sender::person(found.maker)
            };
            let made = world.post(place, sender, draft, &call.files)?;
            if call.says_yes("wait") {
                shown(world, place, made)
            } else {
                Ok(Answer::Nothing)
            }
        }
        [] => change(world, call, &found),
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

fn shown(world: &World, channel: Id, message: Id) -> Outcome {
    let found = world.message(channel, message)?;
    let shown: Value = world.show_message(found, world.bot);
    Ok(Answer::ok(shown))
}
