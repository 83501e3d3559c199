//! Making the world of a file: accounts, servers, members, roles, channels.

use std::collections::{BTreeMap, VecDeque};

use super::{
    Channel, Guild, Invited, Role, Status, TEXT, User, World,
    file::{BotSeed, MemberSeed, RoleSeed, ServerSeed, WorldError, WorldFile, wrong},
    first_id_at, moderate, permit,
};
use crate::{
    sandbox::{field::Id, refusal::Refusal},
    vocab::{Duration, Permission, Timestamp},
};

/// Discord's where nobody chose another.
const LOCALE: &str = "en-US";

/// All rights that have a name, without `administrator`.
pub(crate) fn invited_by_default() -> u64 {
    Permission::ALL
        .iter()
        .filter(|one| **one != Permission::Administrator)
        .fold(permit::EVERYONE, |all, one| all | one.bit())
}

impl World {
    /// Makes the bot and the servers of the file.
    pub(crate) fn seed(&mut self, file: &WorldFile) -> Result<(), WorldError> {
        let name = file.bot.name.as_deref().unwrap_or("candor");
        self.bot = self.person(name, true);
        for name in &file.people {
            self.person(name, false);
        }
        self.services.extend(file.services.iter().cloned());
        for server in &file.servers {
            let bot = BotSeed {
                name: None,
                permissions: server.bot.permissions.or(file.bot.permissions),
                position: server.bot.position.or(file.bot.position),
            };
            self.add_server(server, &bot)?;
        }
        for connection in &file.connections {
            self.add_connection(connection)?;
        }
        self.oauth.redirects.clone_from(&file.redirects);
        Ok(())
    }

    /// The account of that name, made if there is none. People's accounts are old enough not to look suspicious.
    pub(crate) fn person(&mut self, name: &str, bot: bool) -> Id {
        self.account(name, bot, Duration::days(400))
    }

    /// The same, made so long ago.
    fn account(&mut self, name: &str, bot: bool, age: Duration) -> Id {
        let found = self
            .users
            .values()
            .find(|user| user.name == name && user.bot == bot);
        if let Some(user) = found {
            return user.id;
        }
        let mut id = first_id_at(Timestamp(self.now().0 - age.ms));
        while self.users.contains_key(&id) {
            id += 1;
        }
        let user = User {
            id,
            name: name.to_owned(),
            bot,
            token: token(id),
            dms_closed: false,
            avatar: false,
            locale: LOCALE.to_owned(),
            status: Status::default(),
        };
        self.users.insert(id, user);
        id
    }

    fn ago(&self, days: i64) -> Timestamp {
        Timestamp(self.now().0 - Duration::days(days).ms)
    }

    /// Adds a server with its people; the bot is in it.
    pub(crate) fn add_server(
        &mut self,
        seed: &ServerSeed,
        bot: &BotSeed,
    ) -> Result<Id, WorldError> {
        let made = self.ago(300);
        let id = self.old_id(made);
        let owner_name = seed
            .members
            .iter()
            .find(|member| member.owner)
            .map_or("owner", |member| member.name.as_str());
        let owner = self.person(owner_name, false);
        let mut guild = Guild {
            id,
            name: seed.name.clone(),
            owner,
            roles: BTreeMap::new(),
            members: BTreeMap::new(),
            bans: BTreeMap::new(),
            voice: BTreeMap::new(),
            audit: VecDeque::new(),
            unavailable: false,
            screening: seed.screening,
            locale: seed.locale.clone().unwrap_or_else(|| LOCALE.to_owned()),
            invited: Invited {
                permissions: bot.permissions.unwrap_or_else(invited_by_default),
                position: bot.position,
            },
        };
        guild
            .roles
            .insert(id, plain_role(id, "@everyone", 0, permit::EVERYONE));
        guild
            .members
            .insert(owner, moderate::new_member(owner, self.ago(200)));
        self.guilds.insert(id, guild);
        let unsure = |_: Refusal| wrong("the server vanished", "report this");
        for role in &seed.roles {
            self.add_role(id, role).map_err(unsure)?;
        }
        for member in &seed.members {
            self.add_member(id, member)?;
        }
        let bot_id = self.bot;
        let joined = self.ago(30);
        let guild = self.guild_mut(id).map_err(unsure)?;
        guild
            .members
            .insert(bot_id, moderate::new_member(bot_id, joined));
        self.add_bot_role(id).map_err(unsure)?;
        let general = [String::from("general")];
        let channels = if seed.channels.is_empty() {
            &general[..]
        } else {
            &seed.channels
        };
        for name in channels {
            let kind = seed.kinds.get(name).copied().unwrap_or(TEXT);
            let made = self.add_channel(id, name, kind);
            let limit = seed.limits.get(name).copied().unwrap_or(0);
            self.channel_mut(made).map_err(unsure)?.user_limit = limit;
        }
        Ok(id)
    }

    pub(crate) fn add_role(&mut self, guild: Id, seed: &RoleSeed) -> Result<Id, Refusal> {
        let id = self.old_id(self.ago(200));
        let found = self.guild_mut(guild)?;
        let position = seed.position.unwrap_or_else(|| moderate::top(found) + 1);
        found
            .roles
            .insert(id, plain_role(id, &seed.name, position, seed.permissions));
        Ok(id)
    }

    /// Adds somebody who has been a member for a while: nothing is told to the bot.
    pub(crate) fn add_member(&mut self, guild: Id, seed: &MemberSeed) -> Result<Id, WorldError> {
        let unsure = |_: Refusal| wrong("there is no such server", "name a server of the world");
        let age = seed.age.unwrap_or(Duration::days(400));
        let user = self.account(&seed.name, seed.bot, age);
        if let Some(account) = self.users.get_mut(&user) {
            account.avatar |= seed.avatar;
            if let Some(locale) = &seed.locale {
                account.locale.clone_from(locale);
            }
        }
        let joined = self.ago(100);
        let mut roles = Vec::new();
        for name in &seed.roles {
            let found = self.guild(guild).map_err(unsure)?;
            let role = found.roles.values().find(|role| role.name == *name);
            let Some(role) = role else {
                return Err(wrong(
                    format!(
                        "`{}` has the role `{name}`, which the server does not have",
                        seed.name
                    ),
                    format!("add `role {name}` before the member"),
                ));
            };
            roles.push(role.id);
        }
        if let Some(permissions) = seed.permissions {
            let own = RoleSeed {
                name: seed.name.clone(),
                position: None,
                permissions,
            };
            roles.push(self.add_role(guild, &own).map_err(unsure)?);
        }
        let found = self.guild_mut(guild).map_err(unsure)?;
        let member = found
            .members
            .entry(user)
            .or_insert_with(|| moderate::new_member(user, joined));
        member.roles.extend(roles);
        member.pending |= seed.pending;
        Ok(user)
    }

    pub(crate) fn add_channel(&mut self, guild: Id, name: &str, kind: u8) -> Id {
        let id = self.old_id(self.ago(200));
        let mut channel = Channel::new(id, kind, Some(guild), name);
        channel.position = i64::try_from(self.guild_channels(guild).count()).unwrap_or(0);
        self.channels.insert(id, channel);
        id
    }
}

pub(crate) fn plain_role(id: Id, name: &str, position: i64, permissions: u64) -> Role {
    Role {
        id,
        name: name.to_owned(),
        position,
        permissions,
        color: 0,
        hoist: false,
        mentionable: false,
        of_bot: None,
    }
}

/// A token in the shape that clients check: the id in base64, a dot, letters, a dot, letters.
fn token(id: Id) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let first = URL_SAFE_NO_PAD.encode(id.to_string());
    format!("{first}.{}.{}", secret(6), secret(38))
}

pub(crate) fn secret(length: usize) -> String {
    std::iter::repeat_with(fastrand::alphanumeric)
        .take(length)
        .collect()
}
