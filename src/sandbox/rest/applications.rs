//! `/applications…`: the application and its commands; `/interactions…`: using them and answering.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, id, oauth2};
use crate::sandbox::{
    field::Id,
    refusal::Refusal,
    world::{World, local},
};

pub(super) fn route(world: &mut World, call: &Call, rest: &[&str]) -> Outcome {
    let actor = call.actor()?;
    if actor != world.bot {
        return Err(Refusal::BOTS_ONLY);
    }
    match rest {
        ["@me"] => Ok(Answer::ok(world.show_application())),
        [application, rest @ ..] => {
            if id(application)? != world.bot {
                return Err(Refusal::UNKNOWN_APPLICATION);
            }
            match rest {
                ["commands", rest @ ..] => commands(world, call, None, rest),
                ["guilds", guild, "commands", "permissions"] => {
                    world.inside(id(guild)?, actor)?;
                    Ok(Answer::ok(json!([])))
                }
                ["guilds", guild, "commands", rest @ ..] => {
                    let guild = id(guild)?;
                    world
                        .inside(guild, actor)
                        .map_err(|_| Refusal::MISSING_ACCESS)?;
                    commands(world, call, Some(guild), rest)
                }
                ["role-connections", "metadata"] => oauth2::metadata(world, call),
                ["emojis"] => Ok(Answer::ok(json!({"items": []}))),
                ["entitlements" | "skus"] => Ok(Answer::ok(json!([]))),
                _ => Err(Refusal::NOT_FOUND),
            }
        }
        [] => Err(Refusal::NOT_FOUND),
    }
}

fn commands(world: &mut World, call: &Call, guild: Option<Id>, rest: &[&str]) -> Outcome {
    match (call.method.clone(), rest) {
        (Method::GET, []) => {
            let all = world.commands.get(&guild);
            let all: Vec<Value> = all
                .map(|all| all.values().cloned().collect())
                .unwrap_or_default();
            let whole = call.says_yes("with_localizations");
            let all = all
                .into_iter()
                .map(|one| if whole { one } else { local::without(one) });
            Ok(Answer::ok(all.collect()))
        }
        (Method::POST, []) => {
            let (made, is_new) = world.register(guild, &call.body)?;
            let status = if is_new { 201 } else { 200 };
            Ok(Answer::Json(status, world.command(guild, made)?.clone()))
        }
        (Method::PUT, []) => {
            let given = call.body.as_array().map(Vec::as_slice).unwrap_or_default();
            Ok(Answer::ok(world.overwrite(guild, given)?.into()))
        }
        (Method::GET, [command]) => Ok(Answer::ok(world.command(guild, id(command)?)?.clone())),
        (Method::PATCH, [command]) => {
            Ok(Answer::ok(world.amend(guild, id(command)?, &call.body)?))
        }
        (Method::DELETE, [command]) => {
            let command = id(command)?;
            world.command(guild, command)?;
            if let Some(all) = world.commands.get_mut(&guild) {
                all.remove(&command);
            }
            Ok(Answer::Nothing)
        }
        (Method::GET, [_, "permissions"]) => Err(Refusal::UNKNOWN_COMMAND),
        _ => Err(Refusal::NOT_FOUND),
    }
}

/// A person's use of the bot, and the bot's first answer to it.
pub(super) fn interactions(world: &mut World, call: &Call, rest: &[&str]) -> Outcome {
    match (call.method.clone(), rest) {
        (Method::POST, []) => {
            let actor = call.actor()?;
            if actor == world.bot {
                return Err(Refusal::USERS_ONLY);
            }
            let made = world.interact(actor, &call.body, &call.files)?;
            Ok(Answer::ok(json!({"id": made.to_string()})))
        }
        (Method::POST, [interaction, token, "callback"]) => {
            let answer = world.answer(id(interaction)?, token, &call.body, &call.files)?;
            if call.says_yes("with_response") {
                Ok(Answer::ok(answer))
            } else {
                Ok(Answer::Nothing)
            }
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}
