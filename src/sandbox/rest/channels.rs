//! `/channels/{id}` and what hangs on a channel: typing, overwrites, invites, webhooks, threads.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, id};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id, put},
        refusal::Refusal,
        world::{
            ANNOUNCEMENT, Channel, DM, FORUM, Invite, Overwrite, TEXT, Thread, Webhook, World,
            body::MessageBody,
            moderate::Act,
            outbox::{Family, GUILDS, INVITES, WEBHOOKS},
            permit,
            post::Sender,
            seed, show,
        },
    },
    vocab::Permission,
};

const MANAGE: u64 = Permission::ManageChannels.bit();

pub(super) fn route(world: &mut World, call: &Call, rest: &[&str]) -> Outcome {
    let actor = call.actor()?;
    let [channel, rest @ ..] = rest else {
        return Err(Refusal::NOT_FOUND);
    };
    let channel = id(channel)?;
    match (call.method.clone(), rest) {
        (Method::GET, []) => Ok(Answer::ok(
            world.show_channel(world.visible(channel, actor)?),
        )),
        (Method::PATCH, []) => amend(world, call, channel, actor),
        (Method::DELETE, []) => delete(world, call, channel, actor),
        (Method::POST, ["typing"]) => {
            world.may_post(channel, actor)?;
            let mut data = json!({
                "channel_id": channel.to_string(), "user_id": actor.to_string(), "timestamp": world.now().0 / 1000,
            });
            if let Some(guild) = world.channel(channel)?.guild {
                put(&mut data, "guild_id", guild.to_string());
                let member = world.show_member(world.member(guild, actor)?);
                put(&mut data, "member", member);
            }
            world.emit_in("TYPING_START", channel, Family::Typing, &data);
            Ok(Answer::Nothing)
        }
        (Method::PUT, ["permissions", target]) => {
            put_overwrite(world, call, channel, id(target)?, actor)
        }
        (Method::DELETE, ["permissions", target]) => {
            let target = id(target)?;
            world.demand_in(channel, actor, Permission::ManageRoles.bit())?;
            let found = world.channel_mut(channel)?;
            let before = found.overwrites.len();
            found.overwrites.retain(|one| one.id != target);
            if found.overwrites.len() == before {
                return Err(Refusal::UNKNOWN_OVERWRITE);
            }
            world.channel_changed(channel, "CHANNEL_UPDATE")?;
            Ok(Answer::Nothing)
        }
        (Method::GET, ["invites"]) => {
            world.demand_in(channel, actor, MANAGE)?;
            let all = world
                .invites
                .values()
                .filter(|invite| invite.channel == channel);
            Ok(Answer::ok(
                all.map(|invite| show::invite(world, invite)).collect(),
            ))
        }
        (Method::POST, ["invites"]) => invite(world, call, channel, actor),
        (Method::GET, ["webhooks"]) => {
            world.demand_in(channel, actor, Permission::ManageWebhooks.bit())?;
            let all = world
                .webhooks
                .values()
                .filter(|hook| hook.channel == channel);
            Ok(Answer::ok(
                all.map(|hook| show::webhook(world, hook)).collect(),
            ))
        }
        (Method::POST, ["webhooks"]) => make_webhook(world, call, channel, actor),
        (Method::POST, ["threads"]) => start_thread(world, call, channel, actor, None),
        (_, ["thread-members", rest @ ..]) => thread_members(world, call, channel, actor, rest),
        _ => Err(Refusal::NOT_FOUND),
    }
}

/// What may be said of a channel, when it is made and when it is changed.
fn judge(body: &Value, named: bool) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    match body.text("name") {
        Some(name) => faults.length("name", name, 1, 100),
        None if named => faults.required("name"),
        None => {}
    }
    if let Some(topic) = body.text("topic") {
        faults.at_most("topic", topic.chars().count(), 1024);
    }
    if body
        .int("rate_limit_per_user")
        .is_some_and(|seconds| !(0..=21_600).contains(&seconds))
    {
        faults.add(
            "rate_limit_per_user",
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to 21600.",
        );
    }
    faults.judge()
}

fn overwrites(body: &Value) -> Vec<Overwrite> {
    let read = |one: &Value| {
        Some(Overwrite {
            id: one.id("id")?,
            of_member: one.int("type") == Some(1),
            allow: one.bits("allow").unwrap_or(0),
            deny: one.bits("deny").unwrap_or(0),
        })
    };
    body.list("permission_overwrites")
        .iter()
        .filter_map(read)
        .collect()
}

fn apply(channel: &mut Channel, body: &Value) {
    if let Some(name) = body.text("name") {
        channel.name = if channel.kind == TEXT {
            name.to_lowercase().replace(' ', "-")
        } else {
            name.to_owned()
        };
    }
    if body.sent("topic") {
        channel.topic = body.text("topic").map(str::to_owned);
    }
    if body.sent("parent_id") {
        channel.parent = body.id("parent_id");
    }
    if let Some(position) = body.int("position") {
        channel.position = position;
    }
    if let Some(seconds) = body.int("rate_limit_per_user") {
        channel.slowmode_s = seconds;
    }
    if body.sent("nsfw") {
        channel.nsfw = body.flag("nsfw");
    }
    if body.sent("permission_overwrites") {
        channel.overwrites = overwrites(body);
    }
    if let Some(thread) = &mut channel.thread {
        for (name, held) in [
            ("archived", &mut thread.archived),
            ("locked", &mut thread.locked),
        ] {
            if let Some(value) = body.given(name).and_then(Value::as_bool) {
                *held = value;
            }
        }
    }
}

pub(super) fn create(world: &mut World, call: &Call, guild: Id, actor: Id) -> Outcome {
    world.demand(guild, actor, MANAGE)?;
    judge(&call.body, true)?;
    let kind = call.body.int("type").unwrap_or(0);
    let Some(kind) = u8::try_from(kind)
        .ok()
        .filter(|kind| matches!(kind, 0 | 2 | 4 | 5 | 13 | 15 | 16))
    else {
        let mut faults = Faults::default();
        faults.choices("type", "0, 2, 4, 5, 13, 15, 16");
        faults.judge()?;
        return Err(Refusal::UNREADABLE);
    };
    let channel = world.new_id();
    let mut made = Channel::new(channel, kind, Some(guild), "");
    made.position = i64::try_from(world.guild_channels(guild).count()).unwrap_or(0);
    apply(&mut made, &call.body);
    world.channels.insert(channel, made);
    world.channel_changed(channel, "CHANNEL_CREATE")?;
    audit(world, call, guild, actor, 10, channel);
    let shown = world.show_channel(world.channel(channel)?);
    Ok(Answer::Json(201, shown))
}

fn amend(world: &mut World, call: &Call, channel: Id, actor: Id) -> Outcome {
    let found = world.visible(channel, actor)?;
    let guild = found.guild.ok_or(Refusal::NOT_IN_DM)?;
    let is_thread = found.thread.is_some();
    let own = found
        .thread
        .as_ref()
        .is_some_and(|thread| thread.owner == actor);
    let needed = if is_thread {
        Permission::ManageThreads.bit()
    } else {
        MANAGE
    };
    if !own {
        world.demand_in(channel, actor, needed)?;
    }
    judge(&call.body, false)?;
    apply(world.channel_mut(channel)?, &call.body);
    world.channel_changed(
        channel,
        if is_thread {
            "THREAD_UPDATE"
        } else {
            "CHANNEL_UPDATE"
        },
    )?;
    audit(world, call, guild, actor, 11, channel);
    Ok(Answer::ok(world.show_channel(world.channel(channel)?)))
}

fn delete(world: &mut World, call: &Call, channel: Id, actor: Id) -> Outcome {
    let found = world.visible(channel, actor)?;
    let shown = world.show_channel(found);
    let Some(guild) = found.guild else {
        return Ok(Answer::ok(shown));
    };
    let is_thread = found.thread.is_some();
    let (needed, name) = if is_thread {
        (Permission::ManageThreads.bit(), "THREAD_DELETE")
    } else {
        (MANAGE, "CHANNEL_DELETE")
    };
    world.demand_in(channel, actor, needed)?;
    let parts: Vec<Id> = world
        .guild_channels(guild)
        .filter(|one| one.thread.is_some() && one.parent == Some(channel))
        .map(|one| one.id)
        .collect();
    let told = if is_thread {
        json!({
            "id": channel.to_string(), "guild_id": guild.to_string(), "type": found.kind,
            "parent_id": found.parent.map(|id| id.to_string()),
        })
    } else {
        shown.clone()
    };
    world.channels.remove(&channel);
    for part in parts {
        world.channels.remove(&part);
    }
    world.webhooks.retain(|_, hook| hook.channel != channel);
    world.invites.retain(|_, invite| invite.channel != channel);
    world.emit(name, Some(guild), GUILDS, &told);
    audit(world, call, guild, actor, 12, channel);
    Ok(Answer::ok(shown))
}

fn put_overwrite(world: &mut World, call: &Call, channel: Id, target: Id, actor: Id) -> Outcome {
    world.demand_in(channel, actor, Permission::ManageRoles.bit())?;
    let overwrite = Overwrite {
        id: target,
        of_member: call.body.int("type") == Some(1),
        allow: call.body.bits("allow").unwrap_or(0),
        deny: call.body.bits("deny").unwrap_or(0),
    };
    // Nobody gives or takes what they do not have themselves.
    world.demand_in(
        channel,
        actor,
        (overwrite.allow | overwrite.deny) & permit::ALL,
    )?;
    let found = world.channel_mut(channel)?;
    found.overwrites.retain(|one| one.id != target);
    found.overwrites.push(overwrite);
    world.channel_changed(channel, "CHANNEL_UPDATE")?;
    Ok(Answer::Nothing)
}

fn invite(world: &mut World, call: &Call, channel: Id, actor: Id) -> Outcome {
    let found = world.demand_in(channel, actor, Permission::CreateInstantInvite.bit())?;
    let guild = found.guild.ok_or(Refusal::NOT_IN_DM)?;
    let invite = Invite {
        code: seed::secret(8),
        channel,
        guild,
        maker: actor,
        made: world.now(),
        max_age_s: call.body.int("max_age").unwrap_or(86_400),
        max_uses: call.body.int("max_uses").unwrap_or(0),
        uses: 0,
        temporary: call.body.flag("temporary"),
    };
    let shown = show::invite(world, &invite);
    let told = json!({
        "channel_id": channel.to_string(), "guild_id": guild.to_string(), "code": invite.code, "type": 0,
        "created_at": show::instant(invite.made), "inviter": world.show_user(actor), "max_age": invite.max_age_s,
        "max_uses": invite.max_uses, "temporary": invite.temporary, "uses": 0, "expires_at": shown.get("expires_at"),
    });
    world.invites.insert(invite.code.clone(), invite);
    world.emit("INVITE_CREATE", Some(guild), INVITES, &told);
    Ok(Answer::ok(shown))
}

fn make_webhook(world: &mut World, call: &Call, channel: Id, actor: Id) -> Outcome {
    let found = world.demand_in(channel, actor, Permission::ManageWebhooks.bit())?;
    let guild = found.guild.ok_or(Refusal::NOT_IN_DM)?;
    let name = call.body.text("name").unwrap_or_default();
    let mut faults = Faults::default();
    faults.length("name", name, 1, 80);
    faults.judge()?;
    let hook = Webhook {
        id: world.new_id(),
        guild,
        channel,
        name: name.to_owned(),
        token: seed::secret(68),
        maker: actor,
    };
    let shown = show::webhook(world, &hook);
    world.webhooks.insert(hook.id, hook);
    webhooks_changed(world, guild, channel);
    Ok(Answer::ok(shown))
}

pub(super) fn webhooks_changed(world: &mut World, guild: Id, channel: Id) {
    let data = json!({"guild_id": guild.to_string(), "channel_id": channel.to_string()});
    world.emit("WEBHOOKS_UPDATE", Some(guild), WEBHOOKS, &data);
}

/// A thread from a message, alone, or as a post of a forum.
pub(super) fn start_thread(
    world: &mut World,
    call: &Call,
    channel: Id,
    actor: Id,
    message: Option<Id>,
) -> Outcome {
    let place = world.visible(channel, actor)?;
    let (guild, parent_kind) = (place.guild.ok_or(Refusal::NOT_IN_DM)?, place.kind);
    if place.kind == DM || place.thread.is_some() {
        return Err(Refusal::NOT_IN_DM);
    }
    judge(&call.body, true)?;
    let private =
        message.is_none() && parent_kind != FORUM && call.body.int("type").unwrap_or(12) == 12;
    let (kind, needed) = match (private, parent_kind) {
        (true, _) => (12, Permission::CreatePrivateThreads.bit()),
        (false, ANNOUNCEMENT) => (10, Permission::CreatePublicThreads.bit()),
        (false, _) => (11, Permission::CreatePublicThreads.bit()),
    };
    world.demand_in(channel, actor, needed)?;
    if let Some(message) = message {
        world.message(channel, message)?;
        if world.channel(message).is_ok() {
            return Err(Refusal::THREAD_EXISTS);
        }
    }
    // A thread from a message has the message's id.
    let thread = message.unwrap_or_else(|| world.new_id());
    let now = world.now();
    let mut made = Channel::new(
        thread,
        kind,
        Some(guild),
        call.body.text("name").unwrap_or_default(),
    );
    made.parent = Some(channel);
    made.thread = Some(Thread {
        owner: actor,
        archived: false,
        locked: false,
        archive_after_min: call.body.int("auto_archive_duration").unwrap_or(4320),
        members: std::iter::once((actor, now)).collect(),
        started: now,
    });
    world.channels.insert(thread, made);
    let mut shown = world.show_channel(world.channel(thread)?);
    put(&mut shown, "newly_created", true);
    world.emit("THREAD_CREATE", Some(guild), GUILDS, &shown);
    if let Some(first) = call.body.given("message").filter(|_| parent_kind == FORUM) {
        let draft = MessageBody::read(first)?;
        world.post(thread, Sender::person(actor), draft, &call.files)?;
    }
    if let Some(map) = shown.as_object_mut() {
        map.remove("newly_created");
    }
    Ok(Answer::Json(201, shown))
}

fn thread_members(
    world: &mut World,
    call: &Call,
    channel: Id,
    actor: Id,
    rest: &[&str],
) -> Outcome {
    world.visible(channel, actor)?;
    let now = world.now();
    let found = world.channel_mut(channel)?;
    let thread = found.thread.as_mut().ok_or(Refusal::UNKNOWN_CHANNEL)?;
    let show = |user: &Id, joined: &_| {
        json!({
            "id": channel.to_string(), "user_id": user.to_string(), "join_timestamp": show::instant(*joined), "flags": 0,
        })
    };
    let who = match rest {
        [] => None,
        ["@me"] => Some(actor),
        [user] => Some(id(user)?),
        _ => return Err(Refusal::NOT_FOUND),
    };
    match (call.method.clone(), who) {
        (Method::GET, None) => Ok(Answer::ok(
            thread
                .members
                .iter()
                .map(|(user, joined)| show(user, joined))
                .collect(),
        )),
        (Method::GET, Some(user)) => {
            let joined = thread.members.get(&user).ok_or(Refusal::UNKNOWN_MEMBER)?;
            Ok(Answer::ok(show(&user, joined)))
        }
        (Method::PUT, Some(user)) => {
            thread.members.entry(user).or_insert(now);
            Ok(Answer::Nothing)
        }
        (Method::DELETE, Some(user)) => {
            thread.members.remove(&user);
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::METHOD_NOT_ALLOWED),
    }
}

fn audit(world: &mut World, call: &Call, guild: Id, actor: Id, kind: u16, target: Id) {
    let act = Act {
        actor,
        kind,
        target: Some(target),
        reason: call.reason.as_deref(),
        changes: Vec::new(),
    };
    world.audit(guild, act);
}
