//! `/guilds/{id}`: the server, its channels, roles, bans, audit log, invites, webhooks and threads.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, channels, id, roles, threads};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id, put},
        refusal::Refusal,
        world::{
            World,
            audit::{Act, Kind},
            made_at, show,
        },
    },
    vocab::{Duration, Permission},
};

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
            Ok(Answer::ok(threads::active(world, guild, actor)))
        }
        (Method::PUT, ["requests", "@me"]) => {
            world.admit(guild, actor)?;
            Ok(Answer::Nothing)
        }
        (_, ["roles", rest @ ..]) => roles::route(world, call, guild, actor, rest),
        (_, ["bans", rest @ ..]) => bans(world, call, guild, actor, rest),
        (Method::GET, ["voice-states", user]) => {
            let user = if *user == "@me" { actor } else { id(user)? };
            Ok(Answer::ok(world.voice_state(guild, user, actor)?))
        }
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
            world.audit(guild, call.by(actor), Act::on(Kind::BanAdd, user));
            Ok(Answer::Nothing)
        }
        (Method::DELETE, [user]) => {
            let user = id(user)?;
            world.unban(guild, user)?;
            world.audit(guild, call.by(actor), Act::on(Kind::BanRemove, user));
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

/// Newest first; with `after`, oldest first.
fn audit_log(world: &World, call: &Call, guild: Id, actor: Id) -> Outcome {
    let found = world.demand(guild, actor, Permission::ViewAuditLog.bit())?;
    let kind = call
        .asks("action_type")
        .and_then(|text| text.parse::<i64>().ok());
    let (by, before, after) = (
        call.asks_id("user_id"),
        call.asks_id("before"),
        call.asks_id("after"),
    );
    let oldest_kept = world.now().0 - Duration::days(45).ms;
    let mut entries: Vec<&Value> = found
        .audit
        .iter()
        .filter(|entry| {
            let id = entry.id("id").unwrap_or_default();
            made_at(id).0 > oldest_kept
                && before.is_none_or(|before| id < before)
                && after.is_none_or(|after| id > after)
        })
        .filter(|entry| kind.is_none() || entry.int("action_type") == kind)
        .filter(|entry| by.is_none() || entry.id("user_id") == by)
        .collect();
    if after.is_none() {
        entries.reverse();
    }
    entries.truncate(call.limit(50, 100));
    let mut named: Vec<Id> = entries
        .iter()
        .flat_map(|entry| [entry.id("user_id"), entry.id("target_id")])
        .flatten()
        .collect();
    named.sort_unstable();
    named.dedup();
    let users: Vec<Value> = named
        .iter()
        .filter_map(|id| world.users.get(id))
        .map(show::user)
        .collect();
    let threads: Vec<Value> = named
        .iter()
        .filter_map(|id| world.channels.get(id))
        .filter(|channel| channel.thread.is_some())
        .map(|channel| world.show_channel(channel))
        .collect();
    let webhooks: Vec<Value> = named
        .iter()
        .filter_map(|id| world.webhooks.get(id))
        .map(|hook| show::webhook(world, hook))
        .collect();
    Ok(Answer::ok(json!({
        "audit_log_entries": entries, "users": users, "application_commands": [], "auto_moderation_rules": [],
        "guild_scheduled_events": [], "integrations": [], "threads": threads, "webhooks": webhooks,
    })))
}
