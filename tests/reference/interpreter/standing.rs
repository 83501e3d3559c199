//! Who stands where: roles and permissions of people, and what they keep from whom.

use std::{cmp::Reverse, collections::BTreeSet};

use candor::{
    lexicon::{Given, Rank, person},
    plan::{Expr, Kind},
    port::{Event, Guild, Person},
    vocab::{Holder, Permission, Permissions, RoleId, UserId, Value},
};

use super::{Flow, Run, Val, unread};

/// Somebody the event tells about.
pub(super) fn person(event: &Event, user: UserId) -> Option<&Person> {
    if event.actor.id == user {
        return Some(&event.actor);
    }
    event.people.get(&user)
}

fn roles(event: &Event, user: UserId) -> &[RoleId] {
    person(event, user)
        .and_then(|one| one.roles.as_deref())
        .unwrap_or_default()
}

/// What somebody may do where the event is: what everybody may, and what their roles let them.
pub(super) fn permissions(event: &Event, user: UserId) -> Permissions {
    let Some(guild) = event.guild.as_deref() else {
        return Permissions(0);
    };
    if user == guild.owner {
        return Permissions(u64::MAX);
    }
    if let Some(told) = person(event, user).and_then(|one| one.permissions) {
        return told;
    }
    let everybody = RoleId(guild.id.0);
    let all = roles(event, user).iter().chain([&everybody]);
    Permissions(
        all.filter_map(|role| guild.roles.get(role))
            .fold(0, |bits, role| bits | role.permissions.0),
    )
}

/// Where somebody stands: the highest of their roles; of two as high, the older.
fn standing(guild: &Guild, roles: &[RoleId]) -> Option<(i64, Reverse<RoleId>)> {
    roles
        .iter()
        .filter_map(|id| Some((guild.roles.get(id)?.position, Reverse(*id))))
        .max()
}

/// Whether the bot cannot give or take a role.
fn is_beyond(guild: &Guild, role: RoleId) -> bool {
    let Some(known) = guild.roles.get(&role) else {
        return true;
    };
    let above = standing(guild, &[role]) >= standing(guild, &guild.my_roles);
    role.0 == guild.id.0 || known.managed || above
}

/// Whether the bot cannot do something to a member.
fn stands_above_bot(event: &Event, guild: &Guild, user: UserId) -> bool {
    user == guild.owner || standing(guild, roles(event, user)) >= standing(guild, &guild.my_roles)
}

impl<'p> Run<'_, 'p> {
    /// Whether a setting names somebody. One that begins with nobody says who may act: owner and administrators always
    /// may. One that begins with everybody says who takes part: who is denied does not, whoever they are.
    pub(super) fn may(&mut self, args: &'p [Expr]) -> Flow<Val> {
        let [of, setting] = args else {
            return unread("may");
        };
        let (of, named) = (self.eval(of)?, self.eval(setting)?);
        let taint = of.taint.and(named.taint);
        let taint = taint.and(self.source(&person::ROLES));
        let taint = taint.and(self.source(&person::PERMISSIONS));
        let declared = match setting.kind {
            Kind::Setting(id) => self.plan.setting(id),
            _ => None,
        };
        let with_everybody = declared
            .is_some_and(|one| matches!(&one.default, Some(Value::Who(who)) if who.everyone));
        let (Value::User(user), Value::Who(who)) = (of.value, named.value) else {
            return Ok(Val {
                value: Value::Bool(false),
                taint,
            });
        };
        let held = roles(self.event, user);
        let among = |names: &BTreeSet<Holder>| {
            names.iter().any(|name| match name {
                Holder::Person(one) => *one == user,
                Holder::Role(role) => held.contains(role),
            })
        };
        let denied = among(&who.denied);
        let allowed = !denied && (who.everyone || among(&who.allowed));
        let above = permissions(self.event, user).allows(Permission::Administrator);
        let may = allowed || above && !(denied && with_everybody);
        Ok(Val {
            value: Value::Bool(may),
            taint,
        })
    }

    /// Whether somebody or a role stands below who asks, and below the bot.
    pub(super) fn is_below(&self, target: &Value) -> bool {
        let (event, Some(guild)) = (self.event, self.event.guild.as_deref()) else {
            return false;
        };
        let mine = standing(guild, roles(event, event.actor.id));
        let is_owner = event.actor.id == guild.owner;
        match target {
            Value::User(user) => {
                let somebody = *user != event.actor.id && *user != guild.me;
                let theirs = standing(guild, roles(event, *user));
                somebody && !stands_above_bot(event, guild, *user) && (is_owner || mine > theirs)
            }
            Value::Role(role) => {
                !is_beyond(guild, *role) && (is_owner || mine > standing(guild, &[*role]))
            }
            _ => false,
        }
    }

    /// Whether Discord's order of roles keeps the bot from it.
    pub(super) fn keeps_from(&self, rank: Rank, given: &[(&str, Given)]) -> bool {
        let Some(guild) = self.event.guild.as_deref() else {
            return true;
        };
        let of = |name: &str| {
            given
                .iter()
                .find(|(param, _)| *param == name)
                .map(|(_, given)| given)
        };
        match rank {
            Rank::Role(name) => {
                matches!(of(name), Some(Given::Role(role)) if is_beyond(guild, *role))
            }
            Rank::Member(name) => {
                matches!(of(name), Some(Given::User(user)) if stands_above_bot(self.event, guild, *user))
            }
            Rank::NoAdministrator(name) => matches!(of(name), Some(Given::User(user))
                if stands_above_bot(self.event, guild, *user)
                    || permissions(self.event, *user).allows(Permission::Administrator)),
            #[expect(
                unreachable_patterns,
                reason = "an order that this reading does not know yet"
            )]
            _ => false,
        }
    }
}
