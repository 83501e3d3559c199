//! `alias "deletedata" of="/privacy delete"`: another name for a command, also for one that every bot has.

use crate::{
    finding::Findings,
    plan::Alias,
    syntax::{
        ast::Node,
        form::{Word, form},
    },
    vocab::Spanned,
};

use super::{
    names::UnknownCommand,
    policy::{Command, Declared, Policy},
};

form! {
    struct AliasForm = "alias", "alias NAME of=\"/COMMAND\"" {
        args { name: Word }
        props { "of" of: Word, or "`alias` does not say of what" => "add `of=\"/…\"`"; }
    }
}

/// What every bot has and takes no option.
const GENERATED: [&str; 6] = [
    "/privacy notice",
    "/privacy data",
    "/privacy export",
    "/privacy delete",
    "/privacy optout",
    "/help",
];

/// What a message can begin with as well: who uses it gets an answer without a button.
const TYPED: [&str; 7] = [
    "/privacy notice",
    "/privacy data",
    "/privacy export",
    "/help",
    "/config show",
    "/config export",
    "/config import",
];

pub(super) fn declare(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = AliasForm::read(node, findings);
    let (Some(name), Some(of)) = (form.name.value, form.of.value) else {
        return;
    };
    let words = of.node.trim_start_matches('/').split_whitespace();
    policy.aliases.push(Declared {
        node: Alias {
            name: name.node.trim_start_matches('/').to_owned(),
            of: words.map(str::to_owned).collect(),
        },
        span: of.span,
        name: name.span,
    });
}

/// Each is of a command that is there.
pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for alias in &policy.aliases {
        let is_typed = alias.node.is_typed();
        // What Discord does not show has no other name there, and messages are written in servers.
        let own = policy.commands.iter().filter(|command| {
            let out_of_reach = if is_typed {
                command.in_dm
            } else {
                command.hidden
            };
            out_of_reach.is_none()
        });
        let titles: Vec<String> = own.map(Command::title).collect();
        let own = titles.iter().map(String::as_str);
        let generated = if is_typed { &TYPED[..] } else { &GENERATED[..] };
        let known: Vec<&str> = own.chain(generated.iter().copied()).collect();
        let of = format!("/{}", alias.node.of.join(" "));
        if !known.contains(&of.as_str()) {
            let of = Spanned::new(of, alias.span);
            findings.push(UnknownCommand::new(&of, "a command of this bot", &known));
        }
    }
}
