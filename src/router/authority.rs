//! Who may do what to whom: permissions, and the hierarchy of roles for the person who asks and for the bot.
//!
//! Sources: Discord's pages on permissions and on hierarchy. Refusals say what is missing and who can change it.

use super::{
    evaluate::mismatch,
    round::{Flow, refuse},
    run::Run,
};
use crate::{
    lexicon::Deed,
    plan::{Expr, Kind, Setting},
    port::{Event, Guild},
    sabotage::{Saboteur, off},
    vocab::{Permission, Permissions, RoleId, Side, UserId, Value},
    wording::{named, say},
};

/// What the person of the event may do there: Discord's word where it gave one, otherwise made from roles.
pub(super) fn permissions(event: &Event, guild: &Guild) -> Permissions {
    let actor = &event.actor;
    if actor.id == guild.owner {
        return Permissions(u64::MAX);
    }
    actor.permissions.unwrap_or_else(|| {
        guild.permissions_of(actor.id, actor.roles.as_deref().unwrap_or_default())
    })
}

/// Refuses unless the person of the event holds all of these.
pub(super) fn require(event: &Event, guild: &Guild, wanted: &[Permission]) -> Flow<()> {
    let held = permissions(event, guild);
    match wanted.iter().find(|one| !held.allows(**one)) {
        None => Ok(()),
        Some(missing) => refuse(say!(
            "needs-permission",
            permission = named("permission", missing.word())
        )),
    }
}

/// Refuses unless the person of the event stands above the role.
pub(super) fn require_above_role(event: &Event, guild: &Guild, role: RoleId) -> Flow<()> {
    let actor = &event.actor;
    let mine = actor.roles.as_deref().unwrap_or_default();
    if guild.outranks((actor.id, mine), (UserId(0), &[role])) || off(Saboteur::RoleAboveThem) {
        return Ok(());
    }
    refuse(say!("role-above-you", role = role.to_string()))
}

/// Why the bot cannot give or take this role; none when it can.
pub(super) fn role_problem(guild: &Guild, role: RoleId) -> Option<String> {
    let Some(known) = guild.roles.get(&role) else {
        return Some(say!("role-gone"));
    };
    let name = &known.name;
    if role.0 == guild.id.0 {
        return Some(say!("role-everybody"));
    }
    if known.managed {
        return Some(say!("role-managed", name));
    }
    if !guild.outranks((guild.me, &guild.my_roles), (UserId(0), &[role])) {
        return Some(say!("role-above-bot", name));
    }
    None
}

/// Why the bot cannot do this to a person; none when it can.
pub(super) fn member_problem(
    guild: &Guild,
    user: UserId,
    roles: &[RoleId],
    deed: &Deed,
) -> Option<String> {
    if user == guild.owner {
        let to_them = named("cannot", deed.name);
        return Some(say!("member-owner", user = user.to_string(), to_them));
    }
    bot_problem(guild, user, roles)
}

/// Why nobody can do this to a person, who is an administrator.
pub(super) fn administrator_problem(
    guild: &Guild,
    user: UserId,
    roles: &[RoleId],
    deed: &Deed,
) -> Option<String> {
    let held = guild.permissions_of(user, roles);
    (user != guild.owner && held.allows(Permission::Administrator)).then(|| {
        let to_administrators = named("spares", deed.name);
        let user = user.to_string();
        say!("member-administrator", user, to_administrators)
    })
}

fn bot_problem(guild: &Guild, user: UserId, roles: &[RoleId]) -> Option<String> {
    (!guild.outranks((guild.me, &guild.my_roles), (user, roles)))
        .then(|| say!("above-bot", user = user.to_string()))
}

impl Run<'_, '_> {
    /// Whether somebody is among those whom a setting names. Where it says who may act, the owner and administrators
    /// always may; where it says who takes part, a denial counts for them as well.
    pub(super) fn may(&mut self, args: &[Expr]) -> Flow<bool> {
        let [of, setting] = args else {
            return mismatch("somebody and a setting");
        };
        let Kind::Setting(id) = setting.kind else {
            return mismatch("a setting");
        };
        let (user, value) = (self.user(of)?, self.eval(setting)?);
        let (Some(user), Value::Who(who)) = (user, value) else {
            return Ok(false);
        };
        let side = who.side(user, self.roles_of(user));
        let declared = self.round.plan.setting(id);
        if side == Some(Side::Denied) && declared.is_some_and(Setting::takes_part) {
            return Ok(false);
        }
        let always = user == self.guild()?.owner
            || self.permissions_of(user)?.allows(Permission::Administrator);
        Ok(always || side == Some(Side::Allowed))
    }

    /// What a member may do where the event is.
    pub(super) fn permissions_of(&self, user: UserId) -> Flow<Permissions> {
        let guild = self.guild()?;
        let event = self.round.event;
        if user == event.actor.id {
            return Ok(permissions(event, guild));
        }
        let told = self.person(user).and_then(|person| person.permissions);
        Ok(told.unwrap_or_else(|| guild.permissions_of(user, self.roles_of(user))))
    }

    /// Refuses unless both the person of the event and the bot stand above the role.
    pub(super) fn require_above_role(&self, role: RoleId) -> Flow<()> {
        let guild = self.guild()?;
        if let Some(problem) = role_problem(guild, role) {
            return refuse(problem);
        }
        require_above_role(self.round.event, guild, role)
    }

    /// Roles of somebody; none for people who are not members, or whom the event does not tell about.
    pub(super) fn roles_of(&self, user: UserId) -> &[RoleId] {
        self.person(user)
            .and_then(|person| person.roles.as_deref())
            .unwrap_or_default()
    }

    /// Refuses unless both the person of the event and the bot stand above the target.
    pub(super) fn require_above(&self, target: UserId) -> Flow<()> {
        let guild = self.guild()?;
        let actor = &self.round.event.actor;
        if target == actor.id {
            return refuse(say!("not-yourself"));
        }
        if target == guild.me {
            return refuse(say!("not-the-bot"));
        }
        if target == guild.owner {
            return refuse(say!("above-owner", user = target.to_string()));
        }
        let theirs = self.roles_of(target);
        let mine = actor.roles.as_deref().unwrap_or_default();
        if !guild.outranks((actor.id, mine), (target, theirs)) && !off(Saboteur::AboveThem) {
            return refuse(say!("above-you", user = target.to_string()));
        }
        bot_problem(guild, target, theirs).map_or(Ok(()), refuse)
    }
}
