//! `/channels/{id}/permissions/{target}`, and the overwrites in a channel's own body.
//!
//! INVARIANT: nobody allows or denies what they do not have in the server or in the channel's category, unless the
//! channel itself lets them manage its permissions.

use serde_json::Value;

use super::{Answer, Call, Outcome};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id},
        refusal::Refusal,
        world::{Channel, Overwrite, World, permit},
    },
    vocab::Permission,
};

const MANAGE_ROLES: u64 = Permission::ManageRoles.bit();

/// What a body says the overwrites are.
pub(super) fn read(body: &Value) -> Result<Vec<Overwrite>, Refusal> {
    let mut faults = Faults::default();
    let mut all = Vec::new();
    for (at, one) in body.list("permission_overwrites").iter().enumerate() {
        let path = format!("permission_overwrites.{at}");
        match one.id("id") {
            Some(id) => all.push(overwrite(one, id, &path, &mut faults)),
            None => faults.required(format!("{path}.id")),
        }
    }
    faults.judge()?;
    Ok(all)
}

fn overwrite(given: &Value, id: Id, path: &str, faults: &mut Faults) -> Overwrite {
    let at = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    match given.int("type") {
        Some(0 | 1) => {}
        Some(_) => faults.choices(at("type"), "0, 1"),
        None => faults.required(at("type")),
    }
    Overwrite {
        id,
        of_member: given.int("type") == Some(1),
        allow: given.bits("allow").unwrap_or(0),
        deny: given.bits("deny").unwrap_or(0),
    }
}

/// Whether `actor` may bring a channel's overwrites from `old` to `new`. `channel` is the one that exists already.
pub(super) fn may_set(
    world: &World,
    actor: Id,
    (guild, parent): (Id, Option<Id>),
    channel: Option<&Channel>,
    new: &[Overwrite],
) -> Result<(), Refusal> {
    let old = channel.map(|channel| channel.overwrites.as_slice());
    let bits = touched(old.unwrap_or_default(), new);
    let Some(bits) = bits else {
        return Ok(());
    };
    for one in new {
        known(world, guild, one)?;
    }
    let found = world.guild(guild)?;
    let mut held = world.permissions(found, actor);
    if held & permit::ADMINISTRATOR != 0 {
        return Ok(());
    }
    match channel {
        Some(channel) => {
            world.demand_in(channel.id, actor, MANAGE_ROLES)?;
            if World::is_let_manage(found, channel, actor) {
                return Ok(());
            }
            if let Some(parent) = parent.and_then(|id| world.channels.get(&id)) {
                held |= world.permissions_in(parent, actor);
            }
        }
        // Who makes a channel cannot make it one whose permissions others manage.
        None => held &= !MANAGE_ROLES,
    }
    if bits & !held & permit::ALL == 0 {
        Ok(())
    } else {
        Err(Refusal::MISSING_PERMISSIONS)
    }
}

/// Every bit that is different in some overwrite; none if all are the same.
fn touched(old: &[Overwrite], new: &[Overwrite]) -> Option<u64> {
    let of = |all: &[Overwrite], id: Id| {
        let found = all.iter().find(|one| one.id == id);
        found.map(|one| (one.allow, one.deny))
    };
    let differs = old
        .iter()
        .chain(new)
        .filter(|one| of(old, one.id) != of(new, one.id));
    let mut bits = None;
    for one in differs {
        let (was, is) = (
            of(old, one.id).unwrap_or_default(),
            of(new, one.id).unwrap_or_default(),
        );
        bits = Some(bits.unwrap_or(0) | (was.0 ^ is.0) | (was.1 ^ is.1));
    }
    bits
}

/// An overwrite is of a role of the server, or of an account.
fn known(world: &World, guild: Id, one: &Overwrite) -> Result<(), Refusal> {
    let exists = if one.of_member {
        world.users.contains_key(&one.id)
    } else {
        world.guild(guild)?.roles.contains_key(&one.id)
    };
    if exists {
        Ok(())
    } else {
        Err(Refusal::UNKNOWN_OVERWRITE)
    }
}

pub(super) fn put(world: &mut World, call: &Call, channel: Id, target: Id, actor: Id) -> Outcome {
    world.demand_in(channel, actor, MANAGE_ROLES)?;
    let mut faults = Faults::default();
    let one = overwrite(&call.body, target, "", &mut faults);
    faults.judge()?;
    let mut new = own(world, channel)?.overwrites.clone();
    new.retain(|one| one.id != target);
    new.push(one);
    set(world, call, channel, actor, &new)
}

pub(super) fn delete(
    world: &mut World,
    call: &Call,
    channel: Id,
    target: Id,
    actor: Id,
) -> Outcome {
    world.demand_in(channel, actor, MANAGE_ROLES)?;
    let mut new = own(world, channel)?.overwrites.clone();
    let before = new.len();
    new.retain(|one| one.id != target);
    if new.len() == before {
        return Err(Refusal::UNKNOWN_OVERWRITE);
    }
    set(world, call, channel, actor, &new)
}

/// Threads have their parent's overwrites, direct messages have none.
fn own(world: &World, channel: Id) -> Result<&Channel, Refusal> {
    let found = world.channel(channel)?;
    if found.thread.is_some() || found.guild.is_none() {
        return Err(Refusal::WRONG_KIND);
    }
    Ok(found)
}

fn set(world: &mut World, call: &Call, channel: Id, actor: Id, new: &[Overwrite]) -> Outcome {
    let found = own(world, channel)?;
    let guild = found.guild.ok_or(Refusal::NOT_IN_DM)?;
    may_set(world, actor, (guild, found.parent), Some(found), new)?;
    let old = std::mem::replace(&mut world.channel_mut(channel)?.overwrites, new.to_vec());
    if touched(&old, new).is_some() || old.len() != new.len() {
        world.channel_changed(channel, "CHANNEL_UPDATE")?;
        world.audit_overwrites(call.by(actor), (guild, channel), &old, new);
    }
    Ok(Answer::Nothing)
}
