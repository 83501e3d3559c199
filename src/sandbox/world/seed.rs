//! The world as it is at the start, from a world file, and additions to it later.
//!
//! ```kdl
//! bot "Keta" permissions="manage-roles send-messages" position=5   // optional, here or inside a server
//! server lounge {
//!     member mod permissions="moderate-members manage-messages"
//!     member ann roles="regular"
//!     channel general
//!     channel log
//!     role regular
//!     role muted position=3 permissions="view-channel"
//! }
//! person eve                                                        // has an account, is in no server yet
//! ```
//!
//! The same name in two servers is the same person. A server has an owner (a member `owner` unless one has
//! `owner=#true`), a channel `general` if it names none, and the bot, whose own role stands above all others and
//! allows everything but `administrator`, unless `bot` says otherwise. `permissions` on a member gives them a role of
//! their own, above the named ones. Positions not given count upwards in the order of the file.

use std::collections::{BTreeMap, VecDeque};

use thiserror::Error;

use super::{Channel, Guild, Invited, Role, TEXT, User, World, moderate, permit};
use crate::{
    finding::Findings,
    sandbox::{field::Id, refusal::Refusal},
    syntax::{
        self, Source,
        ast::{Node, Scalar},
    },
    vocab::{Duration, Permission, Span, Timestamp},
};

/// Why a world file is not one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what}; {help}")]
pub struct WorldError {
    pub what: String,
    pub help: String,
    /// In the text that was read; the beginning where no text was.
    pub at: Span,
}

impl WorldError {
    fn at(self, at: Span) -> Self {
        Self { at, ..self }
    }
}

fn wrong(what: impl Into<String>, help: impl Into<String>) -> WorldError {
    WorldError {
        what: what.into(),
        help: help.into(),
        at: Span::default(),
    }
}

/// A world before it has ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorldFile {
    pub bot: BotSeed,
    /// Who is in no server yet.
    pub people: Vec<String>,
    pub servers: Vec<ServerSeed>,
}

/// How the bot is invited. `None` is the default of the module's description.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BotSeed {
    pub name: Option<String>,
    /// Discord's bit field.
    pub permissions: Option<u64>,
    pub position: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerSeed {
    pub name: String,
    pub bot: BotSeed,
    pub members: Vec<MemberSeed>,
    pub channels: Vec<String>,
    pub roles: Vec<RoleSeed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberSeed {
    pub name: String,
    pub owner: bool,
    /// Discord's bit field.
    pub permissions: Option<u64>,
    pub roles: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleSeed {
    pub name: String,
    pub position: Option<i64>,
    /// Discord's bit field.
    pub permissions: u64,
}

impl WorldFile {
    /// The world of those who bring none.
    #[must_use]
    pub fn example() -> Self {
        let member = |name: &str, permissions| MemberSeed {
            name: name.to_owned(),
            permissions,
            ..MemberSeed::default()
        };
        let mods = Permission::ModerateMembers.bit() | Permission::ManageMessages.bit();
        let server = ServerSeed {
            name: "lounge".to_owned(),
            members: vec![member("mod", Some(mods)), member("ann", None)],
            channels: vec!["general".to_owned(), "log".to_owned()],
            ..ServerSeed::default()
        };
        Self {
            servers: vec![server],
            ..Self::default()
        }
    }

    /// Reads a world file. Never panics, whatever the text.
    ///
    /// # Errors
    /// What is wrong, on which line, and what to write instead.
    pub fn parse(text: &str) -> Result<Self, WorldError> {
        let on_line = |error: WorldError| {
            let before = text.get(..error.at.start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let what = format!("line {line}: {}", error.what);
            WorldError { what, ..error }
        };
        let mut findings = Findings::default();
        let source = Source {
            file: "the world file".to_owned(),
            text: text.to_owned(),
        };
        let read = syntax::read(&source, &mut findings);
        if let Some(finding) = findings.iter().find(|finding| finding.is_error()) {
            let help = finding.diagnostic.help().map(|help| help.to_string());
            return Err(on_line(WorldError {
                what: finding.diagnostic.to_string(),
                help: help.unwrap_or_else(|| "write KDL".to_owned()),
                at: finding.span(),
            }));
        }
        let nodes = read.map(|document| document.nodes).unwrap_or_default();
        Self::read(&nodes).map_err(on_line)
    }

    fn read(nodes: &[Node]) -> Result<Self, WorldError> {
        let mut world = Self::default();
        for node in nodes {
            match node.name.node.as_str() {
                "server" => world.servers.push(ServerSeed::read(node)?),
                "bot" => world.bot = BotSeed::read(node)?,
                "person" => world.people.push(only_name(node, &[])?),
                other => {
                    return Err(wrong(
                        format!("a world has no `{other}`"),
                        "write `server NAME { … }`, `person NAME` or `bot`",
                    )
                    .at(node.span));
                }
            }
        }
        Ok(world)
    }
}

impl ServerSeed {
    /// Reads one `server` block, also for scenario files.
    ///
    /// # Errors
    /// What is wrong, where, and what to write instead.
    pub fn read(node: &Node) -> Result<Self, WorldError> {
        let mut server = Self {
            name: only_name(node, &[])?,
            ..Self::default()
        };
        for child in &node.children {
            match child.name.node.as_str() {
                "member" => server.members.push(MemberSeed::read(child)?),
                "channel" => server.channels.push(only_name(child, &[])?),
                "role" => server.roles.push(RoleSeed {
                    name: only_name(child, &["position", "permissions"])?,
                    position: int(child, "position")?,
                    permissions: permissions(child)?.unwrap_or(0),
                }),
                "bot" => server.bot = BotSeed::read(child)?,
                other => {
                    return Err(wrong(
                        format!("a server has no `{other}`"),
                        "write `member`, `channel`, `role` or `bot`",
                    )
                    .at(child.span));
                }
            }
        }
        Ok(server)
    }
}

impl MemberSeed {
    fn read(node: &Node) -> Result<Self, WorldError> {
        let owner = match property(node, "owner") {
            None => false,
            Some(Scalar::Bool(owner)) => *owner,
            Some(_) => {
                return Err(wrong("`owner` is not yes or no", "write `owner=#true`").at(node.span));
            }
        };
        Ok(Self {
            name: only_name(node, &["owner", "permissions", "roles"])?,
            owner,
            permissions: permissions(node)?,
            roles: words(text(node, "roles")?.unwrap_or_default()),
        })
    }
}

impl BotSeed {
    fn read(node: &Node) -> Result<Self, WorldError> {
        known(node, &["permissions", "position"])?;
        Ok(Self {
            name: argument(node).map(str::to_owned),
            permissions: permissions(node)?,
            position: int(node, "position")?,
        })
    }
}

/// A permission set from the words of a policy: `"moderate-members manage-messages"`, or `administrator`.
///
/// # Errors
/// Names the word that is not a permission.
pub fn bits(text: &str) -> Result<u64, WorldError> {
    words(text).iter().try_fold(0, |all, word| {
        Permission::from_word(word)
            .map(|permission| all | permission.bit())
            .ok_or_else(|| {
                wrong(
                    format!("`{word}` is not a permission"),
                    "write Discord's name with hyphens, such as `manage-messages`",
                )
            })
    })
}

fn words(text: &str) -> Vec<String> {
    text.split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn argument(node: &Node) -> Option<&str> {
    match &node.args.first()?.node {
        Scalar::Text(text) => Some(&text.text),
        _ => None,
    }
}

/// The name of what a node stands for, when it has no other arguments and only these properties.
fn only_name(node: &Node, properties: &[&str]) -> Result<String, WorldError> {
    known(node, properties)?;
    let kind = &node.name.node;
    match (argument(node), node.args.len()) {
        (Some(name), 1) if !name.is_empty() => Ok(name.to_owned()),
        _ => Err(wrong(
            format!("a `{kind}` needs one name"),
            format!("write `{kind} NAME`"),
        )
        .at(node.span)),
    }
}

fn known(node: &Node, properties: &[&str]) -> Result<(), WorldError> {
    let other = node
        .props
        .iter()
        .find(|prop| !properties.contains(&prop.name.node.as_str()));
    other.map_or(Ok(()), |prop| {
        let kind = &node.name.node;
        Err(wrong(
            format!("a `{kind}` has no `{}`", prop.name.node),
            format!("it may have: {}", properties.join(", ")),
        )
        .at(prop.name.span))
    })
}

fn property<'a>(node: &'a Node, name: &str) -> Option<&'a Scalar> {
    let found = node.props.iter().find(|prop| prop.name.node == name)?;
    Some(&found.value.node)
}

fn text<'a>(node: &'a Node, name: &str) -> Result<Option<&'a str>, WorldError> {
    match property(node, name) {
        None => Ok(None),
        Some(Scalar::Text(text)) => Ok(Some(&text.text)),
        Some(_) => Err(wrong(
            format!("`{name}` is not a text"),
            format!("write `{name}=\"…\"`"),
        )
        .at(node.span)),
    }
}

fn permissions(node: &Node) -> Result<Option<u64>, WorldError> {
    text(node, "permissions")?
        .map(bits)
        .transpose()
        .map_err(|error| error.at(node.span))
}

fn int(node: &Node, name: &str) -> Result<Option<i64>, WorldError> {
    match property(node, name) {
        None => Ok(None),
        Some(Scalar::Int(number)) => Ok(i64::try_from(*number).ok()),
        Some(_) => Err(wrong(
            format!("`{name}` is not a number"),
            format!("write `{name}=1`"),
        )
        .at(node.span)),
    }
}

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
        for server in &file.servers {
            let bot = BotSeed {
                name: None,
                permissions: server.bot.permissions.or(file.bot.permissions),
                position: server.bot.position.or(file.bot.position),
            };
            self.add_server(server, &bot)?;
        }
        Ok(())
    }

    /// The account of that name, made if there is none. People's accounts are old enough not to look suspicious.
    pub(crate) fn person(&mut self, name: &str, bot: bool) -> Id {
        let found = self
            .users
            .values()
            .find(|user| user.name == name && user.bot == bot);
        if let Some(user) = found {
            return user.id;
        }
        let id = self.old_id(self.ago(400));
        let user = User {
            id,
            name: name.to_owned(),
            bot,
            token: token(id),
            dms_closed: false,
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
            audit: VecDeque::new(),
            unavailable: false,
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
            self.add_channel(id, name);
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
        let user = self.person(&seed.name, false);
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
        Ok(user)
    }

    pub(crate) fn add_channel(&mut self, guild: Id, name: &str) -> Id {
        let id = self.old_id(self.ago(200));
        let mut channel = Channel::new(id, TEXT, Some(guild), name);
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
