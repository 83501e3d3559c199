//! The `server` blocks of a scenario: the world that the sandbox makes of them.

use super::{
    names::{BOT, OWNER, first_text, head},
    trouble::{Duplicate, UnknownName, in_a_scenario},
};
use crate::{
    finding::Findings,
    sandbox::{MemberSeed, ServerSeed, Taken, Unknown, Voice},
    syntax::ast::Node,
};

const VOICE: Voice = Voice {
    nodes: in_a_scenario,
    unknown,
    taken,
};

fn unknown(unknown: Unknown, findings: &mut Findings) {
    findings.push(UnknownName {
        kind: unknown.kind,
        name: unknown.name,
        place: unknown.place.to_owned(),
        at: unknown.at,
        help: unknown.help,
    });
}

fn taken(taken: Taken, findings: &mut Findings) {
    findings.push(Duplicate {
        kind: taken.kind,
        name: taken.name,
        at: taken.at,
        first_at: taken.first_at,
    });
}

pub(super) fn server(node: &Node, findings: &mut Findings) -> ServerSeed {
    let mut server = ServerSeed::read(node, VOICE, findings);
    for member in &node.children {
        if first_text(member).as_deref() == Some(BOT) && member.name.node == "member" {
            findings.push(UnknownName {
                kind: "member",
                name: BOT.to_owned(),
                place: " of people".to_owned(),
                at: head(member),
                help: "the bot is in every server; call this member something else".to_owned(),
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
