//! `/guilds/{id}/roles…`.
//!
//! INVARIANT: nobody gives a role what they do not have themselves, or moves one up to where they stand.

use axum::http::Method;
use serde_json::Value;

use super::{Answer, Call, Outcome, id};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id},
        refusal::Refusal,
        world::{
            Role, World,
            audit::{self, Act, Kind},
            seed, show,
        },
    },
    vocab::Permission,
};

const MANAGE: u64 = Permission::ManageRoles.bit();

pub(super) fn route(
    world: &mut World,
    call: &Call,
    guild: Id,
    actor: Id,
    rest: &[&str],
) -> Outcome {
    match (call.method.clone(), rest) {
        (Method::GET, []) => Ok(Answer::ok(show::roles(world.guild(guild)?).into())),
        (Method::GET, ["member-counts"]) => Ok(Answer::ok(counts(world, guild)?)),
        (Method::GET, [role]) => shown(world, guild, id(role)?),
        (Method::POST, []) => create(world, call, guild, actor),
        (Method::PATCH, []) => arrange(world, call, guild, actor),
        (Method::PATCH, [role]) => change(world, call, guild, actor, id(role)?),
        (Method::DELETE, [role]) => {
            let role = id(role)?;
            let found = world.demand(guild, actor, MANAGE)?;
            World::above_role(found, actor, role)?;
            let gone = found.roles.get(&role).ok_or(Refusal::UNKNOWN_ROLE)?;
            if role == guild || gone.of_bot.is_some() {
                return Err(Refusal::INVALID_ROLE);
            }
            let was = show::role(gone, false);
            world.delete_role(guild, role)?;
            let found = audit::changes(&was, &Value::Null, audit::ROLE);
            let act = Act::on(Kind::RoleDelete, role).changing(found);
            world.audit(guild, call.by(actor), act);
            Ok(Answer::Nothing)
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn shown(world: &World, guild: Id, role: Id) -> Outcome {
    let found = world
        .guild(guild)?
        .roles
        .get(&role)
        .ok_or(Refusal::UNKNOWN_ROLE)?;
    Ok(Answer::ok(show::role(found, role == guild)))
}

fn counts(world: &World, guild: Id) -> Result<Value, Refusal> {
    let found = world.guild(guild)?;
    let count = |role: &Id| {
        let members = found.members.values();
        members.filter(|one| one.roles.contains(role)).count()
    };
    let all = found.roles.keys().filter(|role| **role != guild);
    Ok(all
        .map(|role| (role.to_string(), Value::from(count(role))))
        .collect::<serde_json::Map<_, _>>()
        .into())
}

fn create(world: &mut World, call: &Call, guild: Id, actor: Id) -> Outcome {
    world.demand(guild, actor, MANAGE)?;
    let role = world.new_id();
    let everyone = world
        .guild(guild)?
        .roles
        .get(&guild)
        .map_or(0, |role| role.permissions);
    let mut made = seed::plain_role(role, "new role", 1, everyone);
    apply(world, guild, actor, &mut made, &call.body)?;
    // A new role starts at the bottom; those above move up.
    let found = world.guild_mut(guild)?;
    for other in found.roles.values_mut().filter(|other| other.id != guild) {
        other.position += 1;
    }
    let is = show::role(&made, false);
    found.roles.insert(role, made);
    world.role_changed(guild, role, "GUILD_ROLE_CREATE")?;
    let found = audit::changes(&Value::Null, &is, audit::ROLE);
    let act = Act::on(Kind::RoleCreate, role).changing(found);
    world.audit(guild, call.by(actor), act);
    shown(world, guild, role)
}

fn change(world: &mut World, call: &Call, guild: Id, actor: Id, role: Id) -> Outcome {
    let found = world.demand(guild, actor, MANAGE)?;
    let mut changed = found.roles.get(&role).ok_or(Refusal::UNKNOWN_ROLE)?.clone();
    if role != guild {
        World::above_role(found, actor, role)?;
    }
    let was = show::role(&changed, role == guild);
    apply(world, guild, actor, &mut changed, &call.body)?;
    let found = audit::changes(&was, &show::role(&changed, role == guild), audit::ROLE);
    if !found.is_empty() {
        world.guild_mut(guild)?.roles.insert(role, changed);
        world.role_changed(guild, role, "GUILD_ROLE_UPDATE")?;
        let act = Act::on(Kind::RoleUpdate, role).changing(found);
        world.audit(guild, call.by(actor), act);
    }
    shown(world, guild, role)
}

/// New positions. Clients send the whole list, so those that stay where they are need no right.
fn arrange(world: &mut World, call: &Call, guild: Id, actor: Id) -> Outcome {
    let found = world.demand(guild, actor, MANAGE)?;
    let mut moved = Vec::new();
    for one in call.body.as_array().map(Vec::as_slice).unwrap_or_default() {
        let role = one.id("id").ok_or(Refusal::UNKNOWN_ROLE)?;
        let Some(position) = one.int("position") else {
            continue;
        };
        let was = found.roles.get(&role).ok_or(Refusal::UNKNOWN_ROLE)?;
        if was.position == position {
            continue;
        }
        World::above_role(found, actor, role)?;
        if role == guild || !World::stands_above(found, actor, position) {
            return Err(Refusal::MISSING_PERMISSIONS);
        }
        moved.push((role, position));
    }
    for (role, position) in moved {
        if let Some(role) = world.guild_mut(guild)?.roles.get_mut(&role) {
            role.position = position;
        }
        world.role_changed(guild, role, "GUILD_ROLE_UPDATE")?;
    }
    Ok(Answer::ok(show::roles(world.guild(guild)?).into()))
}

fn apply(
    world: &World,
    guild: Id,
    actor: Id,
    role: &mut Role,
    body: &Value,
) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    if let Some(name) = body.text("name") {
        faults.at_most("name", name.chars().count(), 100);
        name.clone_into(&mut role.name);
    }
    faults.judge()?;
    if let Some(bits) = body.bits("permissions") {
        world.demand(guild, actor, bits & !role.permissions)?;
        role.permissions = bits;
    }
    let colors = body
        .given("colors")
        .and_then(|colors| colors.int("primary_color"));
    if let Some(color) = colors.or_else(|| body.int("color")) {
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
