//! The world that a bot is played in: who is there, and who operates the bot.

use std::collections::BTreeSet;

use crate::{
    lexicon::event::VOICE,
    plan::Plan,
    port::Operators,
    sandbox::{MemberSeed, RoleSeed, Sandbox, ServerSeed, WorldFile},
    vocab::{ChannelKind, Permission},
};

/// What the role and the channel of those who operate the bot are called, in a world of one's own as well.
const OPERATORS: &str = "operators";

/// The server that has that role.
pub(super) fn headquarters(world: &WorldFile) -> Option<String> {
    let has = |server: &&ServerSeed| server.roles.iter().any(|role| role.name == OPERATORS);
    world
        .servers
        .iter()
        .find(has)
        .map(|server| server.name.clone())
}

/// Who operates the bot, in the server of that name.
pub(super) fn operators(sandbox: &Sandbox, server: &str) -> Option<Operators> {
    let server = sandbox.server(server)?;
    Some(Operators {
        server,
        role: sandbox.role(server, OPERATORS)?,
        channel: sandbox.channel(server, OPERATORS),
    })
}

/// One server with somebody in every part.
pub(super) fn lounge(plan: &Plan) -> ServerSeed {
    let member = |name: &str, permissions: &[Permission]| MemberSeed {
        name: name.to_owned(),
        owner: name == "owner",
        permissions: (!permissions.is_empty())
            .then(|| permissions.iter().fold(0, |all, one| all | one.bit())),
        ..MemberSeed::default()
    };
    let role = |name: &str| RoleSeed {
        name: name.to_owned(),
        ..RoleSeed::default()
    };
    let moderates = [
        Permission::ModerateMembers,
        Permission::ManageMessages,
        Permission::KickMembers,
        Permission::ManageRoles,
    ];
    // Where the bot looks into voice channels, there is one.
    let listens = plan.handlers.iter().any(|one| *one.on.event == VOICE);
    let kind = ChannelKind::Voice.numbers().first().copied();
    let hub = kind.filter(|_| listens).map(|kind| ("hub", kind));
    let mut server = ServerSeed {
        name: "The Lounge".to_owned(),
        members: vec![
            member("owner", &[]),
            member("mod", &moderates),
            member("ann", &[]),
            member("ben", &[]),
        ],
        channels: ["general", "rules", "mod-log"]
            .into_iter()
            .chain(hub.map(|(name, _)| name))
            .map(str::to_owned)
            .collect(),
        kinds: hub
            .into_iter()
            .map(|(name, kind)| (name.to_owned(), kind))
            .collect(),
        roles: ["games", "news", "verified"].map(role).to_vec(),
        ..ServerSeed::default()
    };
    if plan.has_operators() {
        server.channels.push(OPERATORS.to_owned());
        server.roles.push(role(OPERATORS));
        for member in server.members.iter_mut().filter(|one| one.owner) {
            member.roles.push(OPERATORS.to_owned());
        }
    }
    server
}

/// Who one can be, and what they are there: who owns a server first, who is in none last.
pub(super) fn people(world: &WorldFile) -> Vec<(String, String)> {
    let members = || world.servers.iter().flat_map(|server| &server.members);
    let moderates = |member: &&MemberSeed| member.permissions.is_some();
    let named = |name: &String, about: &str| (name.clone(), about.to_owned());
    let mut people = vec![("owner".to_owned(), "owns the server".to_owned())];
    let owners = members().filter(|member| member.owner);
    people.extend(owners.map(|member| named(&member.name, "owns the server")));
    let staff = members().filter(moderates);
    people.extend(staff.map(|member| named(&member.name, "moderator")));
    people.extend(members().map(|member| named(&member.name, "member")));
    people.extend(world.people.iter().map(|name| named(name, "newcomer")));
    let mut seen = BTreeSet::new();
    people.retain(|(name, _)| seen.insert(name.clone()));
    people
}
