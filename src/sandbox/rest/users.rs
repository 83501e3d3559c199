//! `/users…` and `/invites/{code}`: accounts, their servers and direct messages; joining and leaving.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, id};
use crate::sandbox::{
    field::{Faults, Fields, Id, put},
    refusal::Refusal,
    world::{
        Change, World,
        audit::{self, Act, Kind},
        outbox::INVITES,
        show,
    },
};

pub(super) fn route(world: &mut World, call: &Call, rest: &[&str]) -> Outcome {
    let actor = call.actor()?;
    match (call.method.clone(), rest) {
        (Method::GET, ["@me"]) => Ok(Answer::ok(show::own_user(world.user(actor)?))),
        (Method::PATCH, ["@me"]) => {
            if let Some(name) = call.body.text("username") {
                rename(world, actor, name)?;
            }
            Ok(Answer::ok(show::own_user(world.user(actor)?)))
        }
        (Method::GET, ["@me", "guilds"]) => Ok(Answer::ok(guilds(world, call, actor))),
        (Method::GET, ["@me", "guilds", guild, "member"]) => {
            let member = world.member(id(guild)?, actor)?;
            Ok(Answer::ok(world.show_member(member)))
        }
        (Method::DELETE, ["@me", "guilds", guild]) => {
            let guild = id(guild)?;
            if world.inside(guild, actor)?.owner == actor {
                return Err(Refusal::said(400, "Invalid Guild"));
            }
            world.leave(guild, actor)?;
            Ok(Answer::Nothing)
        }
        (Method::GET, ["@me", "channels"]) => {
            let own = world
                .channels
                .values()
                .filter(|channel| channel.guild.is_none() && channel.recipients.contains(&actor));
            Ok(Answer::ok(
                own.map(|channel| world.show_channel(channel)).collect(),
            ))
        }
        (Method::POST, ["@me", "channels"]) => {
            let other = call
                .body
                .id("recipient_id")
                .or_else(|| call.body.ids("recipients").first().copied())
                .ok_or(Refusal::UNKNOWN_USER)?;
            world.user(other)?;
            if other == actor {
                return Err(Refusal::CLOSED_DMS);
            }
            let channel = world.direct(actor, other);
            let mut shown = world.show_channel(world.channel(channel)?);
            put(&mut shown, "recipients", vec![world.show_user(other)]);
            Ok(Answer::ok(shown))
        }
        (Method::PATCH, ["@me", "settings"]) => {
            // As Discord's own client does: "allow direct messages from server members".
            if call.body.sent("default_guilds_restricted")
                && let Some(user) = world.users.get_mut(&actor)
            {
                user.dms_closed = call.body.flag("default_guilds_restricted");
            }
            Ok(Answer::ok(json!({})))
        }
        (Method::GET, [user]) => Ok(Answer::ok(show::user(world.user(id(user)?)?))),
        _ => Err(Refusal::NOT_FOUND),
    }
}

/// The bot hears of its own account by `USER_UPDATE`, of anybody else as of a member of each server they share.
fn rename(world: &mut World, actor: Id, name: &str) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    faults.length("username", name, 2, 32);
    faults.judge()?;
    let user = world.users.get_mut(&actor).ok_or(Refusal::UNKNOWN_USER)?;
    if user.name == name {
        return Ok(());
    }
    name.clone_into(&mut user.name);
    let shown = show::own_user(user);
    if actor == world.bot {
        world.emit("USER_UPDATE", None, 0, &shown);
        return Ok(());
    }
    let shared: Vec<Id> = world
        .guilds
        .values()
        .filter(|guild| guild.members.contains_key(&actor))
        .map(|guild| guild.id)
        .collect();
    for guild in shared {
        world.member_changed(guild, actor)?;
    }
    Ok(())
}

fn guilds(world: &World, call: &Call, actor: Id) -> Value {
    let (before, after) = (call.asks_id("before"), call.asks_id("after").unwrap_or(0));
    world
        .guilds
        .values()
        .filter(|guild| guild.members.contains_key(&actor))
        .filter(|guild| guild.id > after && before.is_none_or(|before| guild.id < before))
        .take(call.limit(200, 200))
        .map(|guild| {
            let mut shown = json!({
                "id": guild.id.to_string(), "name": guild.name, "icon": null, "banner": null,
                "owner": guild.owner == actor, "permissions": world.permissions(guild, actor).to_string(), "features": [],
            });
            if call.says_yes("with_counts") {
                put(&mut shown, "approximate_member_count", guild.members.len());
                put(&mut shown, "approximate_presence_count", guild.members.len());
            }
            shown
        })
        .collect()
}

/// Looks an invitation up, accepts it or withdraws it.
pub(super) fn invite(world: &mut World, call: &Call, code: &str) -> Outcome {
    let found = world.invites.get(code).ok_or(Refusal::UNKNOWN_INVITE)?;
    let age = world.now().since(found.made).ms;
    let over = found.max_age_s > 0 && age > found.max_age_s * 1000
        || found.max_uses > 0 && found.uses >= found.max_uses;
    if over {
        return Err(Refusal::UNKNOWN_INVITE);
    }
    let (guild, channel) = (found.guild, found.channel);
    let mut shown = show::invite(world, found);
    match call.method {
        Method::GET => {
            if call.says_yes("with_counts") {
                let count = world.guild(guild)?.members.len();
                put(&mut shown, "approximate_member_count", count);
                put(&mut shown, "approximate_presence_count", count);
            }
            Ok(Answer::ok(shown))
        }
        Method::POST => {
            let actor = call.actor()?;
            if actor == world.bot {
                return Err(Refusal::USERS_ONLY);
            }
            world.join(guild, actor)?;
            if let Some(invite) = world.invites.get_mut(code) {
                invite.uses += 1;
            }
            world.changed(Change {
                kind: "member",
                channel: Some(channel),
                subject: Some(actor),
                only_for: None,
            });
            Ok(Answer::ok(shown))
        }
        Method::DELETE => {
            let actor = call.actor()?;
            world.demand(guild, actor, crate::vocab::Permission::ManageGuild.bit())?;
            let gone = world.invites.remove(code);
            let was = gone.as_ref().map_or(Value::Null, show::invite_fields);
            let told = json!({"channel_id": channel.to_string(), "guild_id": guild.to_string(), "code": code});
            let sees = crate::vocab::Permission::ManageChannels.bit();
            world.emit_to_holders("INVITE_DELETE", guild, INVITES, sees, &told);
            let act = Act {
                kind: Kind::InviteDelete,
                target: None,
                changes: audit::changes(&was, &Value::Null, audit::INVITE),
                options: None,
            };
            world.audit(guild, call.by(actor), act);
            Ok(Answer::ok(shown))
        }
        _ => Err(Refusal::METHOD_NOT_ALLOWED),
    }
}
