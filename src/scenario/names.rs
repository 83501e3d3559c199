//! The names of a scenario's world: who and what its steps can speak of.

use super::trouble::{Duplicate, UnknownName, suggest};
use crate::{
    finding::Findings,
    sandbox::ServerSeed,
    syntax::ast::{Node, Scalar},
    vocab::{Span, Spanned},
};

/// Everybody owns or joins something; a world without servers is refused before this is asked.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub servers: Vec<ServerNames>,
    /// Everybody, also those in no server yet.
    pub people: Vec<String>,
    /// Ids that steps gave to messages so far.
    pub messages: Vec<Spanned<String>>,
    /// Texts handed to commands so far: commands made at run time are called like one of them.
    pub said: Vec<String>,
    /// Whether the bot makes channels, which are called as it calls them.
    pub makes_channels: bool,
}

#[derive(Debug, Default)]
pub(super) struct ServerNames {
    pub name: String,
    pub members: Vec<String>,
    pub channels: Vec<String>,
    pub roles: Vec<String>,
}

pub(super) const OWNER: &str = "owner";
pub(super) const BOT: &str = "bot";
/// The newest message of all servers, also one that nobody could name, such as the bot's.
pub(super) const NEWEST: &str = "newest";

impl Names {
    pub fn of(servers: &[ServerSeed]) -> Self {
        let mut names = Self::default();
        for seed in servers {
            let server = ServerNames {
                name: seed.name.clone(),
                members: seed
                    .members
                    .iter()
                    .map(|member| member.name.clone())
                    .collect(),
                channels: seed.channels.clone(),
                roles: seed.roles.iter().map(|role| role.name.clone()).collect(),
            };
            for member in &server.members {
                names.meet(member);
            }
            names.servers.push(server);
        }
        names
    }

    /// Somebody exists from now on.
    pub fn meet(&mut self, person: &str) {
        if !self.people.iter().any(|known| known == person) {
            self.people.push(person.to_owned());
        }
    }

    pub fn person(&self, name: &Spanned<String>, findings: &mut Findings) -> String {
        let plain = name.node.trim_start_matches('@');
        if !self.people.iter().any(|known| known == plain) && plain != BOT {
            unknown("person", name, self.people.iter(), findings);
        }
        plain.to_owned()
    }

    pub fn server(&self, name: &Spanned<String>, findings: &mut Findings) -> String {
        if !self.servers.iter().any(|server| server.name == name.node) {
            unknown(
                "server",
                name,
                self.servers.iter().map(|server| &server.name),
                findings,
            );
        }
        name.node.clone()
    }

    pub fn channel(&self, server: &str, name: &Spanned<String>, findings: &mut Findings) -> String {
        let plain = name.node.trim_start_matches('#');
        let channels = self
            .find(server)
            .map(|server| server.channels.as_slice())
            .unwrap_or_default();
        if !self.makes_channels && !channels.iter().any(|known| known == plain) {
            unknown("channel", name, channels.iter(), findings);
        }
        plain.to_owned()
    }

    pub fn role(&self, server: &str, name: &Spanned<String>, findings: &mut Findings) -> String {
        let plain = name.node.trim_start_matches('@');
        let roles = self
            .find(server)
            .map(|server| server.roles.as_slice())
            .unwrap_or_default();
        if !roles.iter().any(|known| known == plain) {
            unknown("role", name, roles.iter(), findings);
        }
        plain.to_owned()
    }

    pub fn message(&self, name: &Spanned<String>, findings: &mut Findings) -> String {
        if !self.knows_message(&name.node) {
            unknown(
                "message",
                name,
                self.messages.iter().map(|id| &id.node),
                findings,
            );
        }
        name.node.clone()
    }

    pub fn knows_message(&self, name: &str) -> bool {
        name == NEWEST || self.messages.iter().any(|id| id.node == name)
    }

    /// The server that a step means: the one it names, else the first that has the channel it names and the person in
    /// it, else the first with the person in it, else the first.
    pub fn place(&self, who: &str, channel: Option<&str>) -> String {
        let member = |server: &&ServerNames| server.members.iter().any(|member| member == who);
        let has = |server: &&ServerNames| {
            channel.is_none_or(|name| {
                server
                    .channels
                    .iter()
                    .any(|known| known == name.trim_start_matches('#'))
            })
        };
        let all = || self.servers.iter();
        all()
            .find(|server| member(server) && has(server))
            .or_else(|| all().find(has))
            .or_else(|| all().find(member))
            .or_else(|| self.servers.first())
            .map(|server| server.name.clone())
            .unwrap_or_default()
    }

    /// The server in which something of this kind has this name; the first server when none has.
    pub fn server_with(&self, has: impl Fn(&ServerNames) -> bool) -> String {
        self.servers
            .iter()
            .find(|server| has(server))
            .or(self.servers.first())
            .map(|server| server.name.clone())
            .unwrap_or_default()
    }

    pub fn find(&self, server: &str) -> Option<&ServerNames> {
        self.servers.iter().find(|one| one.name == server)
    }

    pub fn remember(&mut self, id: Spanned<String>, findings: &mut Findings) {
        if id.node == NEWEST {
            findings.push(Duplicate {
                kind: "message",
                name: id.node.clone(),
                at: id.span,
                first_at: id.span,
            });
        }
        if let Some(first) = self.messages.iter().find(|one| one.node == id.node) {
            findings.push(Duplicate {
                kind: "message",
                name: id.node.clone(),
                at: id.span,
                first_at: first.span,
            });
        }
        self.messages.push(id);
    }
}

fn unknown<'a>(
    kind: &'static str,
    name: &Spanned<String>,
    known: impl IntoIterator<Item = &'a String>,
    findings: &mut Findings,
) {
    findings.push(UnknownName {
        kind,
        name: name.node.clone(),
        place: " in this scenario".to_owned(),
        at: name.span,
        help: suggest(&name.node, known.into_iter().map(String::as_str)),
    });
}

pub(super) fn first_text(node: &Node) -> Option<String> {
    match &node.args.first()?.node {
        Scalar::Text(written) => Some(written.text.clone()),
        _ => None,
    }
}

/// The place of a node's name and arguments.
pub(super) fn head(node: &Node) -> Span {
    node.args
        .iter()
        .map(|arg| arg.span)
        .fold(node.name.span, Span::join)
}
