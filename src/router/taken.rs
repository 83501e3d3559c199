//! Names of commands that are taken, and what Discord asks of every command.

use std::collections::BTreeSet;

use super::text::cut;
use crate::{
    plan::{Command, Plan},
    sabotage::{Saboteur, off},
};

/// No policy can take these.
pub(super) const NAMES: [&str; 3] = ["privacy", "config", "help"];

/// Commands that an application may have in one server.
pub(super) const GUILD_COMMANDS_MAX: usize = 100;
/// Of a command or an option: <https://discord.com/developers/docs/interactions/application-commands>.
const ABOUT_CHARS_MAX: usize = 100;

/// How many of those a server's admins make: the operators' server has its own besides.
pub(super) fn made_max(plan: &Plan) -> usize {
    let named = |command: &Command| command.path.first().cloned();
    let shown = || plan.commands.iter().filter(|command| !command.hidden);
    let others = shown().filter(|command| !command.operators);
    let others: BTreeSet<_> = others.filter_map(named).collect();
    let own: BTreeSet<_> = shown().filter_map(named).collect();
    let own: BTreeSet<_> = own.difference(&others).collect();
    let aliases = plan.aliases.iter().filter(|alias| {
        let of = alias.of.first();
        !alias.is_typed() && of.is_some_and(|of| own.contains(of))
    });
    GUILD_COMMANDS_MAX.saturating_sub(own.len() + aliases.count())
}

/// Whether the policy or every bot has a command of this name.
pub(super) fn is_taken(plan: &Plan, name: &str) -> bool {
    NAMES.contains(&name)
        || plan.aliases.iter().any(|alias| alias.name == name)
        || plan
            .commands
            .iter()
            .any(|command| command.path.first().is_some_and(|first| first == name))
}

/// Whether Discord and `/help` name it.
pub(super) fn is_shown(command: &Command) -> bool {
    !command.hidden || off(Saboteur::Hidden)
}

/// Discord refuses an empty description.
pub(super) fn about_of(about: &str, name: &str) -> String {
    let about = if about.trim().is_empty() { name } else { about };
    cut(about, ABOUT_CHARS_MAX)
}
