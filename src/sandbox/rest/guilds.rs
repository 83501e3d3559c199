//! `/guilds/{id}`: the server, its channels, roles, bans, audit log, invites, webhooks and threads.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, channels, id};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id, put},
        refusal::Refusal,
        world::{World, moderate::Act, seed, show},
    },
    vocab::Permission,
};

const MANAGE_ROLES: u64 = Permission::ManageRoles.bit();
const BAN: u64 = Permission::BanMembers.bit();
const WEEK_S: i64 = 7 * 86_400;

pub(super) fn route(world: &mut World, call: &Call, rest: &[&str]) -> Outcome {
    let actor = call.actor()?;
    let [guild, rest @ ..] = rest else {
        return Err(Refusal::NOT_FOUND);
    };
    let guild = id(guild)?;
    world.inside(guild, actor)?;
    match (call.method.clone(), rest) {
        (Method::GET, []) => {
            let mut shown = world.show_guild(world.guild(guild)?);
            if call.says_yes("with_counts") {
                let count = world.guild(guild)?.members.len();
                put(&mut shown, "approximate_member_count", count);
                put(&mut shown, "approximate_presence_count", count);
            }
            Ok(Answer::ok(shown))
        }
        (Method::GET, ["channels"]) => {
            let all = world
                .guild_channels(guild)
                .filter(|channel| channel.thread.is_none());
            Ok(Answer::ok(
                all.map(|channel| world.show_channel(channel)).collect(),
            ))
        }
        (Method::POST, ["channels"]) => channels::create(world, call, guild, actor),
        (Method::GET, ["threads", "active"]) => {
            let threads: Vec<Value> = world
                .guild_channels(guild)
                .filter(|channel| {
                    channel
                        .thread
                        .as_ref()
                        .is_some_and(|thread| !thread.archived)
                })
                .map(|channel| world.show_channel(channel))
                .collect();
            Ok(Answer::ok(json!({"threads": threads, "members": []})))
        }
        (_, ["roles", rest @ ..]) => roles(world, call, guild, actor, rest),
        (_, ["bans", rest @ ..]) => bans(world, call, guild, actor, rest),
        (Method::GET, ["audit-logs"]) => audit_log(world, call, guild, actor),
        (Method::GET, ["invites"]) => {
            world.demand(guild, actor, Permission::ManageGuild.bit())?;
            let all = world
                .invites
                .values()
                .filter(|invite| invite.guild == guild);
            Ok(Answer::ok(
                all.map(|invite| show::invite(world, invite)).collect(),
            ))
        }
        (Method::GET, ["webhooks"]) => {
            world.demand(guild, actor, Permission::ManageWebhooks.bit())?;
            let all = world.webhooks.values().filter(|hook| hook.guild == guild);
            Ok(Answer::ok(
                all.map(|hook| show::webhook(world, hook)).collect(),
            ))
        }
        (Method::GET, ["emojis" | "stickers" | "integrations"]) => Ok(Answer::ok(json!([]))),
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn roles(world: &mut World, call: &Call, guild: Id, actor: Id, rest: &[&str]) -> Outcome {
    match (call.method.clone(), rest) {
        (Method::GET, []) => Ok(Answer::ok(show::roles(world.guild(guild)?).into())),
        (Method::GET, [role]) => show_role(world, guild, id(role)?),
        (Method::POST, []) => {
            world.demand(guild, actor, MANAGE_ROLES)?;
            let role = world.new_id();
            let everyone = world
                .guild(guild)?
                .roles
                .get(&guild)
                .map_or(0, |role| role.permissions);
            let mut made = seed::plain_role(role, "new role", 1, everyone);
            // A new role starts at the bottom; those above move up.
            let found = world.guild_mut(guild)?;
            for other in found.roles.values_mut().filter(|other| other.id != guild) {
                other.position += 1;
            }
            amend_role(world, guild, actor, &mut made, &call.body)?;
            world.guild_mut(guild)?.roles.insert(role, made);
            world.role_changed(guild, role, "GUILD_ROLE_CREATE")?;
            audit(world, call, guild, actor, 30, role);
            show_role(world, guild, role)
        }
        (Method::PATCH, []) => {
            world.demand(guild, actor, MANAGE_ROLES)?;
            for one in call.body.as_array().map(Vec::as_slice).unwrap_or_default() {
                let (Some(role), Some(position)) = (one.id("id"), one.int("position")) else {
                    continue;
                };
                World::above_role(world.guild(guild)?, actor, role)?;
                if let Some(role) = world.guild_mut(guild)?.roles.get_mut(&role) {
                    role.position = position;
                }
                world.role_changed(guild, role, "GUILD_ROLE_UPDATE")?;
            }
            Ok(Answer::ok(show::roles(world.guild(guild)?).into()))
        }
        (Method::PATCH, [role]) => {
            let role = id(role)?;
            let found = world.demand(guild, actor, MANAGE_ROLES)?;
            let mut changed = found.roles.get(&role).ok_or(Refusal::UNKNOWN_ROLE)?.clone();
            if role != guild {
                World::above_role(world.guild(guild)?, actor, role)?;
            }
            amend_role(world, guild, actor, &mut changed, &call.body)?;
            world.guild_mut(guild)?.roles.insert(role, changed);
            world.role_changed(guild, role, "GUILD_ROLE_UPDATE")?;
            audit(world, call, guild, actor, 31, role);
            show_role(world, guild, role)
        }
        (Method::DELETE, [role]) => {
            let role = id(role)?;
            let found = world.demand(guild, actor, MANAGE_ROLES)?;
            World::above_role(found, actor, role)?;
            let fixed = found
                .roles
                .get(&role)
                .is_some_and(|one| one.of_bot.is_some());
            if role == guild || fixed {
                return Err(Refusal::INVALID_ROLE);
            }
            world.delete_role(guild, role)?;
            audit(world, call, guild, actor, 32, role);
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn show_role(world: &World, guild: Id, role: Id) -> Outcome {
    let found = world
        .guild(guild)?
        .roles
        .get(&role)
        .ok_or(Refusal::UNKNOWN_ROLE)?;
    Ok(Answer::ok(show::role(found, role == guild)))
}

fn amend_role(
    world: &World,
    guild: Id,
    actor: Id,
    role: &mut crate::sandbox::world::Role,
    body: &Value,
) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    if let Some(name) = body.text("name") {
        faults.at_most("name", name.chars().count(), 100);
        name.clone_into(&mut role.name);
    }
    faults.judge()?;
    if let Some(bits) = body.bits("permissions") {
        // Nobody gives what they do not have themselves.
        world.demand(guild, actor, bits & !role.permissions)?;
        role.permissions = bits;
    }
    let colors = body
        .given("colors")
        .and_then(|colors| colors.int("primary_color"));
    if let Some(color) = body.int("color").or(colors) {
        role.color = color;
    }
    if body.sent("hoist") {
        role.hoist = body.flag("hoist");
    }
    if body.sent("mentionable") {
        role.mentionable = body.flag("mentionable");
    }
    Ok(())
}

fn bans(world: &mut World, call: &Call, guild: Id, actor: Id, rest: &[&str]) -> Outcome {
    let found = world.demand(guild, actor, BAN)?;
    let show = |user: Id, reason: &Option<String>| json!({"user": world.show_user(user), "reason": reason});
    match (call.method.clone(), rest) {
        (Method::GET, []) => {
            let all = found.bans.iter().take(call.limit(1000, 1000));
            Ok(Answer::ok(
                all.map(|(user, reason)| show(*user, reason)).collect(),
            ))
        }
        (Method::GET, [user]) => {
            let user = id(user)?;
            let reason = found.bans.get(&user).ok_or(Refusal::UNKNOWN_BAN)?;
            Ok(Answer::ok(show(user, reason)))
        }
        (Method::PUT, [user]) => {
            let user = id(user)?;
            world.user(user)?;
            World::above(found, actor, user)?;
            let delete_s = call
                .body
                .int("delete_message_seconds")
                .or_else(|| {
                    call.body
                        .int("delete_message_days")
                        .map(|days| days * 86_400)
                })
                .unwrap_or(0);
            if !(0..=WEEK_S).contains(&delete_s) {
                let mut faults = Faults::default();
                faults.add(
                    "delete_message_seconds",
                    "NUMBER_TYPE_MAX",
                    "int value should be less than or equal to 604800.",
                );
                faults.judge()?;
            }
            let reason = call.reason.as_deref();
            world.ban(guild, user, reason, delete_s)?;
            audit(world, call, guild, actor, 22, user);
            Ok(Answer::Nothing)
        }
        (Method::DELETE, [user]) => {
            let user = id(user)?;
            world.unban(guild, user)?;
            audit(world, call, guild, actor, 23, user);
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn audit_log(world: &World, call: &Call, guild: Id, actor: Id) -> Outcome {
    let found = world.demand(guild, actor, Permission::ViewAuditLog.bit())?;
    let kind = call
        .asks("action_type")
        .and_then(|text| text.parse::<i64>().ok());
    let (by, before) = (call.asks_id("user_id"), call.asks_id("before"));
    let entries: Vec<Value> = found
        .audit
        .iter()
        .rev()
        .filter(|entry| kind.is_none() || entry.int("action_type") == kind)
        .filter(|entry| by.is_none() || entry.id("user_id") == by)
        .filter(|entry| before.is_none_or(|before| entry.id("id").is_some_and(|id| id < before)))
        .take(call.limit(50, 100))
        .cloned()
        .collect();
    let mut users: Vec<Id> = entries
        .iter()
        .flat_map(|entry| [entry.id("user_id"), entry.id("target_id")])
        .flatten()
        .filter(|id| world.users.contains_key(id))
        .collect();
    users.sort_unstable();
    users.dedup();
    let users: Vec<Value> = users.into_iter().map(|id| world.show_user(id)).collect();
    Ok(Answer::ok(json!({
        "audit_log_entries": entries, "users": users, "application_commands": [], "auto_moderation_rules": [],
        "guild_scheduled_events": [], "integrations": [], "threads": [], "webhooks": [],
    })))
}

pub(super) fn audit(world: &mut World, call: &Call, guild: Id, actor: Id, kind: u16, target: Id) {
    let act = Act {
        actor,
        kind,
        target: Some(target),
        reason: call.reason.as_deref(),
        changes: Vec::new(),
    };
    world.audit(guild, act);
}
