//! Threads: started from a message, alone or as a post of a forum; who is in them; which are there.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, channels, id};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id, fault, put},
        refusal::Refusal,
        world::{
            ANNOUNCEMENT, Channel, Message, PRIVATE_THREAD, TEXT, Thread, World, body::MessageBody,
            permit, post::Sender, show,
        },
    },
    vocab::Permission,
};

const MANAGE: u64 = Permission::ManageThreads.bit();
const REQUIRE_TAG: u64 = 1 << 4;
const TAGS_MAX: usize = 5;

/// A thread from a message, alone, or as a post of a forum.
pub(super) fn start(
    world: &mut World,
    call: &Call,
    channel: Id,
    actor: Id,
    message: Option<Id>,
) -> Outcome {
    let place = world.visible(channel, actor)?;
    let (guild, kind) = (place.guild.ok_or(Refusal::NOT_IN_DM)?, place.kind);
    if place.thread.is_some() {
        return Err(Refusal::WRONG_KIND);
    }
    judge(&call.body)?;
    if place.is_forum() {
        if message.is_some() {
            return Err(Refusal::WRONG_KIND);
        }
        world.demand_in(channel, actor, permit::SEND)?;
        return post(world, call, channel, Sender::person(actor), &call.body);
    }
    if !matches!(kind, TEXT | ANNOUNCEMENT) {
        return Err(Refusal::WRONG_KIND);
    }
    let private = message.is_none() && call.body.int("type").unwrap_or(12) == 12;
    let (kind, needed) = match (private, kind) {
        (true, ANNOUNCEMENT) => return Err(Refusal::WRONG_KIND),
        (true, _) => (PRIVATE_THREAD, Permission::CreatePrivateThreads.bit()),
        (false, ANNOUNCEMENT) => (10, Permission::CreatePublicThreads.bit()),
        (false, _) => (11, Permission::CreatePublicThreads.bit()),
    };
    world.demand_in(channel, actor, needed)?;
    if let Some(message) = message {
        if world.message(channel, message)?.is_system() {
            return Err(Refusal::SYSTEM_MESSAGE);
        }
        if world.channel(message).is_ok() {
            return Err(Refusal::THREAD_EXISTS);
        }
    }
    // A thread from a message has the message's id.
    let thread = message.unwrap_or_else(|| world.new_id());
    let mut made = new(world, thread, kind, (guild, channel), actor, &call.body);
    if let Some(thread) = &mut made.thread {
        thread.invitable = call
            .body
            .given("invitable")
            .is_none_or(|value| value == &json!(true));
    }
    let shown = made_known(world, call, made)?;
    if let Some(message) = message {
        world.message_mut(channel, message)?.flags |= Message::HAS_THREAD;
        world.emit_message("MESSAGE_UPDATE", channel, message);
    }
    Ok(Answer::Json(201, shown))
}

fn judge(body: &Value) -> Result<(), Refusal> {
    channels::judge(body, true)?;
    let archive = body.int("auto_archive_duration");
    let mut faults = Faults::default();
    if archive.is_some_and(|minutes| !matches!(minutes, 60 | 1440 | 4320 | 10_080)) {
        faults.choices("auto_archive_duration", "60, 1440, 4320, 10080");
    }
    faults.judge()
}

fn new(
    world: &World,
    thread: Id,
    kind: u8,
    (guild, parent): (Id, Id),
    owner: Id,
    body: &Value,
) -> Channel {
    let now = world.now();
    let name = body.text("name").or_else(|| body.text("thread_name"));
    let mut made = Channel::new(thread, kind, Some(guild), name.unwrap_or_default());
    made.parent = Some(parent);
    made.slowmode_s = body.int("rate_limit_per_user").unwrap_or(0);
    made.thread = Some(Thread {
        owner,
        archived: false,
        locked: false,
        invitable: true,
        archive_after_min: body.int("auto_archive_duration").unwrap_or(4320),
        members: std::iter::once((owner, now)).collect(),
        started: now,
        archived_at: now,
    });
    made
}

/// Puts a thread into the world and tells of it; what REST answers.
fn made_known(world: &mut World, call: &Call, made: Channel) -> Result<Value, Refusal> {
    let (thread, owner) = (made.id, made.thread.as_ref().map_or(0, |one| one.owner));
    let guild = made.guild.ok_or(Refusal::NOT_IN_DM)?;
    world.channels.insert(thread, made);
    let found = world.channel(thread)?;
    let (shown, is) = (world.show_channel(found), world.audited(found));
    world.thread_born(thread)?;
    world.audit_channel(call.by(owner), thread, guild, &Value::Null, &is);
    Ok(shown)
}

/// A post: a thread whose first message has its id. `body` has the thread's name and the message, nested for those who
/// post directly, beside it for webhooks.
pub(super) fn post(
    world: &mut World,
    call: &Call,
    channel: Id,
    sender: Sender,
    body: &Value,
) -> Outcome {
    let place = world.channel(channel)?;
    let guild = place.guild.ok_or(Refusal::NOT_IN_DM)?;
    let tags = tags(world, place, sender.author, body)?;
    let first = if sender.webhook.is_some() {
        Some(body)
    } else {
        body.given("message")
    };
    let Some(first) = first else {
        return Err(fault(
            "message",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        ));
    };
    let draft = MessageBody::read(first)?;
    draft.must_say_something(call.files.len())?;
    let thread = world.new_id();
    let mut made = new(world, thread, 11, (guild, channel), sender.author, body);
    made.applied_tags = tags;
    let mut shown = made_known(world, call, made)?;
    let sender = Sender {
        id: Some(thread),
        ..sender
    };
    let author = sender.author;
    world.post(thread, sender, draft, &call.files)?;
    let message = world.show_message(world.message(thread, thread)?, author);
    put(&mut shown, "message", message);
    put(&mut shown, "last_message_id", thread.to_string());
    Ok(Answer::Json(201, shown))
}

/// The tags a post gets: of the forum's, five at most, and where the forum says so at least one.
pub(super) fn tags(
    world: &World,
    forum: &Channel,
    actor: Id,
    body: &Value,
) -> Result<Vec<Id>, Refusal> {
    let wanted = body.ids("applied_tags");
    let mut faults = Faults::default();
    faults.at_most("applied_tags", wanted.len(), TAGS_MAX);
    let moderates = world.permissions_in(forum, actor) & MANAGE != 0;
    for (at, tag) in wanted.iter().enumerate() {
        let known = forum
            .available_tags
            .iter()
            .find(|one| one.id("id") == Some(*tag));
        match known {
            None => faults.add(
                format!("applied_tags.{at}"),
                "INVALID_FORUM_TAG",
                "Invalid forum tag",
            ),
            Some(known) if known.flag("moderated") && !moderates => {
                return Err(Refusal::MISSING_PERMISSIONS);
            }
            Some(_) => {}
        }
    }
    faults.judge()?;
    if wanted.is_empty() && forum.flags & REQUIRE_TAG != 0 {
        return Err(Refusal::TAG_REQUIRED);
    }
    Ok(wanted)
}

pub(super) fn members(
    world: &mut World,
    call: &Call,
    channel: Id,
    actor: Id,
    rest: &[&str],
) -> Outcome {
    let found = world.visible(channel, actor)?;
    let guild = found.guild.ok_or(Refusal::WRONG_KIND)?;
    let thread = found.thread.as_ref().ok_or(Refusal::WRONG_KIND)?;
    let who = match rest {
        [] => None,
        ["@me"] => Some(actor),
        [user] => Some(id(user)?),
        _ => return Err(Refusal::NOT_FOUND),
    };
    let show = |user: Id| {
        let joined = thread.members.get(&user)?;
        let mut shown = show::thread_member(channel, user, *joined);
        if call.says_yes("with_member")
            && let Ok(member) = world.member(guild, user)
        {
            put(&mut shown, "member", world.show_member(member));
        }
        Some(shown)
    };
    match (call.method.clone(), who) {
        (Method::GET, None) => Ok(Answer::ok(
            thread
                .members
                .keys()
                .filter_map(|user| show(*user))
                .collect(),
        )),
        (Method::GET, Some(user)) => {
            let shown = show(user).ok_or(Refusal::UNKNOWN_MEMBER)?;
            Ok(Answer::ok(shown))
        }
        (Method::PUT, Some(user)) => {
            if thread.archived {
                return Err(Refusal::ARCHIVED);
            }
            if user != actor {
                world.member(guild, user)?;
                let held = world.permissions_in(found, actor);
                let closed = found.kind == PRIVATE_THREAD && !thread.invitable;
                let needed = if closed {
                    MANAGE
                } else {
                    Permission::SendMessagesInThreads.bit()
                };
                if held & (needed | MANAGE) == 0 {
                    return Err(Refusal::MISSING_PERMISSIONS);
                }
            }
            world.add_to_thread(channel, &[user])?;
            Ok(Answer::Nothing)
        }
        (Method::DELETE, Some(user)) => {
            if thread.archived {
                return Err(Refusal::ARCHIVED);
            }
            let own = found.kind == PRIVATE_THREAD && thread.owner == actor;
            if user != actor && !own {
                world.demand_in(channel, actor, MANAGE)?;
            }
            world.remove_from_thread(channel, user)?;
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::METHOD_NOT_ALLOWED),
    }
}

/// The threads of a server that are open and that the person sees.
pub(super) fn active(world: &World, guild: Id, actor: Id) -> Value {
    let seen: Vec<&Channel> = world
        .guild_channels(guild)
        .filter(|channel| {
            channel
                .thread
                .as_ref()
                .is_some_and(|thread| !thread.archived)
        })
        .filter(|channel| world.permissions_in(channel, actor) & permit::VIEW != 0)
        .collect();
    listed(world, actor, &seen)
}

/// `threads/archived/public`, `threads/archived/private` and `users/@me/threads/archived/private`.
pub(super) fn archived(
    world: &World,
    channel: Id,
    actor: Id,
    private: bool,
    joined: bool,
) -> Outcome {
    world.demand_in(channel, actor, permit::HISTORY)?;
    if private && !joined {
        world.demand_in(channel, actor, MANAGE)?;
    }
    let guild = world.channel(channel)?.guild.ok_or(Refusal::NOT_IN_DM)?;
    let mut seen: Vec<&Channel> = world
        .guild_channels(guild)
        .filter(|one| one.parent == Some(channel) && (one.kind == PRIVATE_THREAD) == private)
        .filter(|one| {
            let thread = one.thread.as_ref().filter(|thread| thread.archived);
            thread.is_some_and(|thread| !joined || thread.members.contains_key(&actor))
        })
        .collect();
    seen.sort_by_key(|one| std::cmp::Reverse(one.thread.as_ref().map(|thread| thread.archived_at)));
    Ok(Answer::ok(listed(world, actor, &seen)))
}

fn listed(world: &World, actor: Id, threads: &[&Channel]) -> Value {
    let own = |channel: &&Channel| {
        let joined = channel.thread.as_ref()?.members.get(&actor)?;
        Some(show::thread_member(channel.id, actor, *joined))
    };
    let members: Vec<Value> = threads.iter().filter_map(own).collect();
    let threads: Vec<Value> = threads.iter().map(|one| world.show_channel(one)).collect();
    json!({"threads": threads, "members": members, "has_more": false})
}

/// What of a thread its creator may change alone; for the rest it takes Manage Threads.
pub(super) fn may_amend(
    world: &World,
    thread: &Channel,
    actor: Id,
    body: &Value,
) -> Result<(), Refusal> {
    let Some(state) = &thread.thread else {
        return Ok(());
    };
    let held = world.permissions_in(thread, actor);
    let moderates = held & MANAGE != 0;
    let opens = body.given("archived") == Some(&json!(false));
    if state.archived && !opens {
        return Err(Refusal::ARCHIVED);
    }
    let fields = || body.as_object().into_iter().flat_map(|body| body.keys());
    let alone = |names: &[&str]| fields().all(|name| names.contains(&name.as_str()));
    let opens_only = opens && !state.locked && alone(&["archived"]);
    let can_send = held & Permission::SendMessagesInThreads.bit() != 0;
    let owners = [
        "name",
        "archived",
        "auto_archive_duration",
        "applied_tags",
        "invitable",
    ];
    let owns = state.owner == actor && !state.locked && alone(&owners);
    if moderates || owns || opens_only && can_send {
        Ok(())
    } else {
        Err(Refusal::MISSING_PERMISSIONS)
    }
}
