//! `/guilds/{id}/members…`: who is in a server; roles, nicknames, timeouts, kicks.

use axum::http::Method;
use serde_json::Value;

use super::{Answer, Call, Outcome, id, oauth2};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id},
        refusal::Refusal,
        world::{
            Member, World,
            audit::{Act, Kind},
        },
    },
    vocab::{Duration, Permission, Timestamp},
};

/// The longest timeout Discord takes.
const TIMEOUT_MAX: Duration = Duration::days(28);

pub(super) fn route(world: &mut World, call: &Call, guild: &str, rest: &[&str]) -> Outcome {
    let actor = call.actor()?;
    let guild = id(guild)?;
    world.inside(guild, actor)?;
    match (call.method.clone(), rest) {
        (Method::GET, []) => {
            let after = call.asks_id("after").unwrap_or(0);
            let found = world.guild(guild)?;
            let chosen = found.members.range(after + 1..).take(call.limit(1, 1000));
            Ok(Answer::ok(
                chosen
                    .map(|(_, member)| world.show_member(member))
                    .collect(),
            ))
        }
        (Method::GET, ["search"]) => {
            let prefix = call.asks("query").unwrap_or_default().to_lowercase();
            let matches = |id: &Id| {
                world
                    .users
                    .get(id)
                    .is_some_and(|user| user.name.to_lowercase().starts_with(&prefix))
            };
            let nicked = |nick: &Option<String>| {
                nick.as_ref()
                    .is_some_and(|nick| nick.to_lowercase().starts_with(&prefix))
            };
            let found = world.guild(guild)?;
            let chosen = found
                .members
                .values()
                .filter(|member| matches(&member.user) || nicked(&member.nick));
            let shown = chosen
                .take(call.limit(1, 1000))
                .map(|member| world.show_member(member));
            Ok(Answer::ok(shown.collect()))
        }
        (Method::GET, [user]) => show(world, guild, id(user)?),
        (Method::PUT, [user]) => oauth2::add_member(world, call, guild, id(user)?),
        (Method::PATCH, [user]) => {
            let user = if *user == "@me" { actor } else { id(user)? };
            amend(world, call, guild, user, actor)
        }
        (Method::DELETE, [user]) => {
            let user = id(user)?;
            let found = world.demand(guild, actor, Permission::KickMembers.bit())?;
            world.member(guild, user)?;
            World::above(found, actor, user)?;
            world.leave(guild, user)?;
            world.audit(guild, call.by(actor), Act::on(Kind::MemberKick, user));
            Ok(Answer::Nothing)
        }
        (method @ (Method::PUT | Method::DELETE), [user, "roles", role]) => {
            let (user, role) = (id(user)?, id(role)?);
            assignable(world, guild, actor, role)?;
            let was = world.member(guild, user)?.clone();
            let mut is = was.clone();
            let had = is.roles.contains(&role);
            if method == Method::PUT && !had {
                is.roles.push(role);
            } else if method == Method::DELETE {
                is.roles.retain(|one| *one != role);
            }
            if had != (method == Method::PUT) {
                *world.member_mut(guild, user)? = is;
                world.member_changed(guild, user)?;
                world.audit_member(guild, call.by(actor), user, &was)?;
            }
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn show(world: &World, guild: Id, user: Id) -> Outcome {
    world.user(user)?;
    Ok(Answer::ok(world.show_member(world.member(guild, user)?)))
}

/// A role that `actor` may give and take: below their own, and nobody's own.
pub(super) fn assignable(world: &World, guild: Id, actor: Id, role: Id) -> Result<(), Refusal> {
    let found = world.demand(guild, actor, Permission::ManageRoles.bit())?;
    World::above_role(found, actor, role)?;
    let fixed = found
        .roles
        .get(&role)
        .is_some_and(|one| one.of_bot.is_some());
    if fixed || role == guild {
        return Err(Refusal::MISSING_PERMISSIONS);
    }
    Ok(())
}

fn amend(world: &mut World, call: &Call, guild: Id, user: Id, actor: Id) -> Outcome {
    world.member(guild, user)?;
    let body = &call.body;
    let mut changed = world.member(guild, user)?.clone();
    if body.sent("nick") {
        let needed = if user == actor {
            Permission::ChangeNickname
        } else {
            Permission::ManageNicknames
        };
        let found = world.demand(guild, actor, needed.bit())?;
        if user != actor {
            World::above(found, actor, user)?;
        }
        let nick = body.text("nick").unwrap_or_default();
        let mut faults = Faults::default();
        faults.at_most("nick", nick.chars().count(), 32);
        faults.judge()?;
        changed.nick = (!nick.is_empty()).then(|| nick.to_owned());
    }
    if body.sent("roles") {
        let wanted = body.ids("roles");
        let differing = wanted
            .iter()
            .filter(|role| !changed.roles.contains(role))
            .chain(changed.roles.iter().filter(|role| !wanted.contains(role)));
        world.demand(guild, actor, Permission::ManageRoles.bit())?;
        for role in differing {
            assignable(world, guild, actor, *role)?;
        }
        changed.roles = wanted;
    }
    if body.sent("communication_disabled_until") {
        changed.timeout_until = timeout(world, guild, user, actor, body)?;
    }
    let to = voice(world, (guild, user, actor), body, &mut changed)?;
    let was = std::mem::replace(world.member_mut(guild, user)?, changed);
    if was != *world.member(guild, user)? {
        world.member_changed(guild, user)?;
        world.audit_member(guild, call.by(actor), user, &was)?;
        let is = world.member(guild, user)?;
        if (was.mute, was.deaf) != (is.mute, is.deaf) {
            world.voice_told(guild, user);
        }
    }
    if let Some(to) = to {
        world.move_to(guild, (call.by(actor), user), to)?;
    }
    show(world, guild, user)
}

pub(super) const MUTE_MEMBERS: u64 = 1 << 22;
pub(super) const DEAFEN_MEMBERS: u64 = 1 << 23;

/// Where somebody is to be moved, none for out of voice; mutes and deafens them. Only who is in voice can be either.
#[expect(
    clippy::option_option,
    reason = "out of voice is not the same as not asked for"
)]
fn voice(
    world: &World,
    (guild, user, actor): (Id, Id, Id),
    body: &Value,
    changed: &mut Member,
) -> Result<Option<Option<Id>>, Refusal> {
    for (name, needed) in [("mute", MUTE_MEMBERS), ("deaf", DEAFEN_MEMBERS)] {
        let Some(value) = body.given(name) else {
            continue;
        };
        let found = world.demand(guild, actor, needed)?;
        if !found.voice.contains_key(&user) {
            return Err(Refusal::NOT_IN_VOICE);
        }
        let value = value.as_bool().unwrap_or_default();
        if name == "mute" {
            changed.mute = value;
        } else {
            changed.deaf = value;
        }
    }
    if !body.sent("channel_id") {
        return Ok(None);
    }
    let to = body.id("channel_id");
    world.may_move(guild, (actor, user), to)?;
    Ok(Some(to))
}

/// A time in the future, at most 28 days away; an administrator cannot be timed out.
fn timeout(
    world: &World,
    guild: Id,
    user: Id,
    actor: Id,
    body: &Value,
) -> Result<Option<Timestamp>, Refusal> {
    let found = world.demand(guild, actor, Permission::ModerateMembers.bit())?;
    World::above(found, actor, user)?;
    let admin = world.permissions(found, user) & Permission::Administrator.bit() != 0;
    let Some(text) = body.given("communication_disabled_until") else {
        return Ok(None);
    };
    if admin {
        return Err(Refusal::MISSING_PERMISSIONS);
    }
    let mut faults = Faults::default();
    let until = text
        .as_str()
        .and_then(|text| text.parse::<jiff::Timestamp>().ok());
    match until {
        None => faults.add(
            "communication_disabled_until",
            "DATE_TIME_TYPE_PARSE",
            "Could not parse value as an ISO8601 timestamp.",
        ),
        Some(until) if until.as_millisecond() > world.now().plus(TIMEOUT_MAX).0 => faults.add(
            "communication_disabled_until",
            "COMMUNICATION_DISABLED_UNTIL_TOO_FAR",
            "The communication disabled until timestamp must be within 28 days.",
        ),
        Some(_) => {}
    }
    faults.judge()?;
    Ok(until.map(|until| Timestamp(until.as_millisecond())))
}
