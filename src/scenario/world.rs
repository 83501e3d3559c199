//! The `server` blocks of a scenario, checked: the world that the sandbox makes of them.

use super::{
    names::{BOT, OWNER},
    take::{Taking, wrong},
    trouble::{Duplicate, UnknownName, UnknownWord, suggest},
};
use crate::{
    finding::Findings,
    sandbox::{BotSeed, MemberSeed, RoleSeed, ServerSeed},
    syntax::ast::{Node, Scalar},
    vocab::{Permission, Spanned},
};

pub(super) fn server(node: &Node, findings: &mut Findings) -> ServerSeed {
    let mut taking = Taking::new(node);
    let name = taking.required(
        "the server's name",
        "server lounge { member ann }",
        findings,
    );
    taking.finish(findings);
    let mut server = ServerSeed {
        name: name.map(|name| name.node).unwrap_or_default(),
        ..ServerSeed::default()
    };
    let mut seen: Vec<(&str, Spanned<String>)> = Vec::new();
    let mut wanted: Vec<Spanned<String>> = Vec::new();
    for child in &node.children {
        let mut taking = Taking::new(child);
        let kind = child.name.node.as_str();
        if kind == "bot" {
            let _name = taking.arg();
            server.bot = BotSeed {
                permissions: bits(&taking, findings),
                position: position(&taking, findings),
                ..BotSeed::default()
            };
            taking.finish(findings);
            continue;
        }
        if !matches!(kind, "member" | "channel" | "role") {
            findings.push(UnknownWord {
                kind: "entry of a server",
                word: kind.to_owned(),
                at: child.name.span,
                help: suggest(kind, ["member", "channel", "role", "bot"]),
            });
            continue;
        }
        let Some(name) = taking.required("a name", &format!("{kind} NAME"), findings) else {
            continue;
        };
        let first = seen
            .iter()
            .find(|(other, one)| *other == kind && one.node == name.node);
        if let Some((_, first)) = first {
            findings.push(Duplicate {
                kind: "entry of this server",
                name: name.node,
                at: name.span,
                first_at: first.span,
            });
            continue;
        }
        seen.push((kind, name.clone()));
        match kind {
            "member" => server
                .members
                .push(member(&name, &taking, &mut wanted, findings)),
            "channel" => server
                .channels
                .push(name.node.trim_start_matches('#').to_owned()),
            _ => server.roles.push(RoleSeed {
                name: name.node.trim_start_matches('@').to_owned(),
                position: position(&taking, findings),
                permissions: bits(&taking, findings).unwrap_or_default(),
            }),
        }
        taking.finish(findings);
    }
    for role in wanted {
        if !server.roles.iter().any(|known| known.name == role.node) {
            findings.push(UnknownName {
                kind: "role",
                name: role.node.clone(),
                place: " in this server".to_owned(),
                at: role.span,
                help: suggest(
                    &role.node,
                    server.roles.iter().map(|known| known.name.as_str()),
                ),
            });
        }
    }
    if server.channels.is_empty() {
        server.channels.push("general".to_owned());
    }
    // `owner` is there in every server, and owns it unless the block says that somebody else does.
    if !server.members.iter().any(|member| member.name == OWNER) {
        let owner = !server.members.iter().any(|member| member.owner);
        server.members.push(MemberSeed {
            name: OWNER.to_owned(),
            owner,
            ..MemberSeed::default()
        });
    }
    server
}

fn member(
    name: &Spanned<String>,
    taking: &Taking,
    wanted: &mut Vec<Spanned<String>>,
    findings: &mut Findings,
) -> MemberSeed {
    if name.node == BOT {
        findings.push(UnknownName {
            kind: "member",
            name: BOT.to_owned(),
            place: " of people".to_owned(),
            at: name.span,
            help: "the bot is in every server; call this member something else".to_owned(),
        });
    }
    let mut roles = Vec::new();
    for prop in ["roles", "role"] {
        if let Some(text) = taking.text(prop, findings) {
            for word in words(&text.node) {
                wanted.push(Spanned::new(word.to_owned(), text.span));
                roles.push(word.to_owned());
            }
        }
    }
    MemberSeed {
        name: name.node.clone(),
        owner: taking.flag("owner", findings).unwrap_or(false),
        permissions: bits(taking, findings),
        roles,
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',']).filter(|word| !word.is_empty())
}

fn bits(taking: &Taking, findings: &mut Findings) -> Option<u64> {
    let text = taking.text("permissions", findings)?;
    let mut all = 0;
    for word in words(&text.node) {
        if let Some(permission) = Permission::from_word(word) {
            all |= permission.bit();
        } else {
            findings.push(UnknownName {
                kind: "permission",
                name: word.to_owned(),
                place: " on Discord".to_owned(),
                at: text.span,
                help: suggest(word, Permission::ALL.iter().map(|one| one.word())),
            });
        }
    }
    Some(all)
}

fn position(taking: &Taking, findings: &mut Findings) -> Option<i64> {
    let prop = taking.prop("position")?;
    if let Scalar::Int(number) = prop.value.node
        && let Ok(number) = i64::try_from(number)
        && (1..250).contains(&number)
    {
        return Some(number);
    }
    wrong(prop, "a place in the list of roles", "position=3", findings);
    None
}
