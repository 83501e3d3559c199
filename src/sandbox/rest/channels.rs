//! `/channels/{id}` and what hangs on a channel: typing, overwrites, invites, webhooks, threads.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, id, overwrites, polls, threads, webhooks};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id, put},
        refusal::Refusal,
        world::{
            CATEGORY, Channel, Invite, TEXT, Webhook, World,
            audit::{self, Act, Kind},
            outbox::{Family, GUILDS, INVITES, WEBHOOKS},
            permit, seed, show,
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
            overwrites::put(world, call, channel, id(target)?, actor)
        }
        (Method::DELETE, ["permissions", target]) => {
            overwrites::delete(world, call, channel, id(target)?, actor)
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
        (Method::POST, ["threads"]) => threads::start(world, call, channel, actor, None),
        (Method::GET, ["threads", "archived", kind @ ("public" | "private")]) => {
            threads::archived(world, channel, actor, *kind == "private", false)
        }
        (Method::GET, ["users", "@me", "threads", "archived", "private"]) => {
            threads::archived(world, channel, actor, true, true)
        }
        (_, ["thread-members", rest @ ..]) => threads::members(world, call, channel, actor, rest),
        (_, ["polls", message, rest @ ..]) => {
            polls::route(world, call, (channel, id(message)?), actor, rest)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

/// What may be said of a channel, when it is made and when it is changed.
pub(super) fn judge(body: &Value, named: bool) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    match body.text("name") {
        Some(name) => faults.length("name", name, 1, 100),
        None if named => faults.required("name"),
        None => {}
    }
    if let Some(topic) = body.text("topic") {
        let most = if matches!(body.int("type"), Some(15 | 16)) {
            4096
        } else {
            1024
        };
        faults.at_most("topic", topic.chars().count(), most);
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
    if body
        .int("user_limit")
        .is_some_and(|most| !(0..=99).contains(&most))
    {
        faults.add(
            "user_limit",
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to 99.",
        );
    }
    let tags = body.list("available_tags");
    faults.at_most("available_tags", tags.len(), 20);
    for (at, tag) in tags.iter().enumerate() {
        let path = format!("available_tags.{at}.name");
        match tag.text("name") {
            Some(name) => faults.length(&path, name, 0, 20),
            None => faults.required(path),
        }
    }
    faults.judge()
}

/// The category that a channel is put into; none where the body does not say.
fn parent(world: &World, guild: Id, actor: Id, body: &Value) -> Result<Option<Id>, Refusal> {
    let Some(parent) = body.id("parent_id") else {
        return Ok(None);
    };
    let found = world
        .channels
        .get(&parent)
        .filter(|channel| channel.guild == Some(guild));
    let mut faults = Faults::default();
    match found {
        None => faults.add(
            "parent_id",
            "CHANNEL_PARENT_INVALID",
            "Category does not exist",
        ),
        Some(found) if found.kind != CATEGORY => {
            faults.add("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category");
        }
        Some(_) => {}
    }
    faults.judge()?;
    world.demand_in(parent, actor, MANAGE)?;
    Ok(Some(parent))
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
    if let Some(most) = body.int("user_limit") {
        channel.user_limit = most;
    }
    if body.sent("nsfw") {
        channel.nsfw = body.flag("nsfw");
    }
    if let Some(flags) = body.bits("flags") {
        channel.flags = flags;
    }
    if let Some(minutes) = body.int("auto_archive_duration")
        && let Some(thread) = &mut channel.thread
    {
        thread.archive_after_min = minutes;
    }
    if let Some(thread) = &mut channel.thread {
        for (name, held) in [
            ("archived", &mut thread.archived),
            ("locked", &mut thread.locked),
            ("invitable", &mut thread.invitable),
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
    let new = overwrites::read(&call.body)?;
    let category = parent(world, guild, actor, &call.body)?;
    overwrites::may_set(world, actor, (guild, category), None, &new)?;
    // Without any of its own it begins with those of its category.
    let held = category.filter(|_| !call.body.sent("permission_overwrites"));
    let new = match held {
        Some(category) => world.channel(category)?.overwrites.clone(),
        None => new,
    };
    let channel = world.new_id();
    let mut made = Channel::new(channel, kind, Some(guild), "");
    made.position = i64::try_from(world.guild_channels(guild).count()).unwrap_or(0);
    apply(&mut made, &call.body);
    made.overwrites = new;
    made.available_tags = tags(world, &call.body);
    world.channels.insert(channel, made);
    world.channel_changed(channel, "CHANNEL_CREATE")?;
    let is = world.audited(world.channel(channel)?);
    world.audit_channel(call.by(actor), channel, guild, &Value::Null, &is);
    let shown = world.show_channel(world.channel(channel)?);
    Ok(Answer::Json(201, shown))
}

/// A forum's tags as they are kept: each with an id.
fn tags(world: &mut World, body: &Value) -> Vec<Value> {
    let all = body.list("available_tags").iter();
    all.map(|tag| {
        let id = tag.id("id").unwrap_or_else(|| world.new_id());
        json!({
            "id": id.to_string(), "name": tag.text("name"), "moderated": tag.flag("moderated"),
            "emoji_id": tag.get("emoji_id"), "emoji_name": tag.get("emoji_name"),
        })
    })
    .collect()
}

fn amend(world: &mut World, call: &Call, channel: Id, actor: Id) -> Outcome {
    let found = world.visible(channel, actor)?;
    let guild = found.guild.ok_or(Refusal::NOT_IN_DM)?;
    let is_thread = found.thread.is_some();
    if is_thread {
        threads::may_amend(world, found, actor, &call.body)?;
    } else {
        world.demand_in(channel, actor, MANAGE)?;
    }
    judge(&call.body, false)?;
    let (was, old) = (world.audited(found), found.overwrites.clone());
    let mut new = found.clone();
    if !is_thread {
        parent(world, guild, actor, &call.body)?;
        if call.body.sent("permission_overwrites") {
            new.overwrites = overwrites::read(&call.body)?;
            let place = (guild, found.parent);
            overwrites::may_set(world, actor, place, Some(found), &new.overwrites)?;
        }
    } else if call.body.sent("applied_tags")
        && let Some(forum) = found.parent.and_then(|id| world.channels.get(&id))
    {
        new.applied_tags = threads::tags(world, forum, actor, &call.body)?;
    }
    apply(&mut new, &call.body);
    if call.body.sent("available_tags") {
        new.available_tags = tags(world, &call.body);
    }
    let now = world.now();
    if let (Some(thread), Some(before)) = (&mut new.thread, world.channel(channel)?.thread.as_ref())
        && thread.archived != before.archived
    {
        thread.archived_at = now;
    }
    let set = new.overwrites.clone();
    world.channels.insert(channel, new);
    let is = world.audited(world.channel(channel)?);
    if was != is {
        let name = if is_thread {
            "THREAD_UPDATE"
        } else {
            "CHANNEL_UPDATE"
        };
        world.channel_changed(channel, name)?;
        world.audit_channel(call.by(actor), channel, guild, &was, &is);
        world.audit_overwrites(call.by(actor), (guild, channel), &old, &set);
    }
    Ok(Answer::ok(world.show_channel(world.channel(channel)?)))
}

fn delete(world: &mut World, call: &Call, channel: Id, actor: Id) -> Outcome {
    let found = world.visible(channel, actor)?;
    let shown = world.show_channel(found);
    let Some(guild) = found.guild else {
        return Ok(Answer::ok(shown));
    };
    let is_thread = found.thread.is_some();
    let needed = if is_thread {
        Permission::ManageThreads.bit()
    } else {
        MANAGE
    };
    world.demand_in(channel, actor, needed)?;
    let was = world.audited(found);
    let seen = world.permissions_in(found, world.bot) & permit::VIEW != 0;
    let told = if is_thread {
        json!({
            "id": channel.to_string(), "guild_id": guild.to_string(), "type": found.kind,
            "parent_id": found.parent.map(|id| id.to_string()),
        })
    } else {
        shown.clone()
    };
    let (threads, children): (Vec<&Channel>, Vec<&Channel>) = world
        .guild_channels(guild)
        .filter(|one| one.parent == Some(channel))
        .partition(|one| one.thread.is_some());
    let threads: Vec<Id> = threads.iter().map(|one| one.id).collect();
    let children: Vec<Id> = children.iter().map(|one| one.id).collect();
    let hung_up: Vec<Id> = world.in_voice(guild, channel).collect();
    world.channels.remove(&channel);
    for thread in threads {
        world.channels.remove(&thread);
    }
    world.webhooks.retain(|_, hook| hook.channel != channel);
    world.invites.retain(|_, invite| invite.channel != channel);
    if !is_thread {
        world.emit("CHANNEL_DELETE", Some(guild), GUILDS, &told);
    } else if seen {
        world.emit("THREAD_DELETE", Some(guild), GUILDS, &told);
    }
    for user in hung_up {
        world.set_voice(guild, user, None)?;
    }
    // What was in a category is in none from then on.
    for child in children {
        world.channel_mut(child)?.parent = None;
        world.channel_changed(child, "CHANNEL_UPDATE")?;
    }
    world.audit_channel(call.by(actor), channel, guild, &was, &Value::Null);
    Ok(Answer::ok(shown))
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
    let found = audit::changes(&Value::Null, &show::invite_fields(&invite), audit::INVITE);
    let told = json!({
        "channel_id": channel.to_string(), "guild_id": guild.to_string(), "code": invite.code, "type": 0,
        "created_at": show::instant(invite.made), "inviter": world.show_user(actor), "max_age": invite.max_age_s,
        "max_uses": invite.max_uses, "temporary": invite.temporary, "uses": 0, "expires_at": shown.get("expires_at"),
    });
    world.invites.insert(invite.code.clone(), invite);
    world.emit_to_holders("INVITE_CREATE", guild, INVITES, MANAGE, &told);
    let act = Act {
        kind: Kind::InviteCreate,
        target: None,
        changes: found,
        options: None,
    };
    world.audit(guild, call.by(actor), act);
    Ok(Answer::ok(shown))
}

fn make_webhook(world: &mut World, call: &Call, channel: Id, actor: Id) -> Outcome {
    let found = world.demand_in(channel, actor, Permission::ManageWebhooks.bit())?;
    let guild = found.guild.ok_or(Refusal::NOT_IN_DM)?;
    if found.thread.is_some() || found.kind == CATEGORY {
        return Err(Refusal::WRONG_KIND);
    }
    let name = call.body.text("name").unwrap_or_default();
    webhooks::judge_name("name", name, true)?;
    let here = world
        .webhooks
        .values()
        .filter(|hook| hook.channel == channel);
    if here.count() >= 15 {
        return Err(Refusal::MAX_WEBHOOKS);
    }
    let hook = Webhook {
        id: world.new_id(),
        guild,
        channel,
        name: name.to_owned(),
        token: seed::secret(68),
        maker: actor,
    };
    let (shown, id) = (show::webhook(world, &hook), hook.id);
    world.webhooks.insert(id, hook);
    webhooks_changed(world, guild, channel);
    let found = audit::changes(&Value::Null, &shown, audit::WEBHOOK);
    let act = Act::on(Kind::WebhookCreate, id).changing(found);
    world.audit(guild, call.by(actor), act);
    Ok(Answer::ok(shown))
}

pub(super) fn webhooks_changed(world: &mut World, guild: Id, channel: Id) {
    let data = json!({"guild_id": guild.to_string(), "channel_id": channel.to_string()});
    world.emit("WEBHOOKS_UPDATE", Some(guild), WEBHOOKS, &data);
}
