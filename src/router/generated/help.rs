//! `/help`: the commands that the member may use here, by feature.

use std::collections::BTreeMap;

use super::long_answer;
use crate::{
    plan::{Alias, Command, FeatureId, Param, Plan, StepKind},
    port::{Action, CommandDraft, DraftKind, Guild, Scan, Settings},
    router::{
        authority,
        prefix::prefix_of,
        round::{Flow, Halt, Round},
        run::Run,
        taken::{GUILD_COMMANDS_MAX, is_shown},
    },
    vocab::Permission,
    wording::say,
};

pub(super) fn command() -> CommandDraft {
    CommandDraft {
        kind: DraftKind::Slash,
        name: "help".to_owned(),
        about: say!("help-about"),
        permissions: None,
        in_servers: true,
        in_dm: true,
        options: Vec::new(),
        local: BTreeMap::new(),
    }
}

pub(super) fn run(round: &mut Round<'_>) -> Flow<Vec<Action>> {
    let mut lines = vec![format!("**{}**", round.plan.bot)];
    match round.event.guild.as_deref() {
        None => {
            lines.push(say!("help-elsewhere"));
            let direct = round.plan.commands.iter().filter(|one| one.in_dm);
            lines.extend(direct.map(|one| line(round.plan, one)));
        }
        Some(guild) => server_lines(round, guild, &mut lines)?,
    }
    let aliases = round.plan.aliases.iter().filter(|alias| {
        let mut commands = round.plan.commands.iter();
        !is_of_settings(alias) && !commands.any(|command| command.path == alias.of)
    });
    let aliases: Vec<String> = aliases.map(|one| same(round.plan, one)).collect();
    let consent = round.plan.consents().next().is_some();
    lines.push(format!("**{}**", say!("help-everybody")));
    lines.push(say!("help-privacy", consent));
    lines.extend(aliases);
    Ok(vec![long_answer(&lines, "help.txt")])
}

fn server_lines(round: &mut Round<'_>, guild: &Guild, lines: &mut Vec<String>) -> Flow<()> {
    let plan = round.plan;
    let mut pending = false;
    let settings = round.settings(guild.id)?;
    for (id, feature) in (0u32..).map(FeatureId).zip(&plan.features) {
        if !round.is_on(id)? {
            continue;
        }
        let mut found: Vec<String> = plan
            .commands
            .iter()
            .filter(|command| command.feature == id && is_shown(command))
            .filter(|command| !command.operators || round.require_operator().is_ok())
            .filter(|command| authority::require(round.event, guild, &asked_for(command)).is_ok())
            .flat_map(|command| {
                let aliases = plan.aliases.iter();
                let aliases = aliases.filter(|alias| alias.of == command.path);
                let aliases = aliases.map(|one| same(plan, one));
                std::iter::once(with_prefix(plan, command, settings)).chain(aliases)
            })
            .collect();
        match made(round, guild, id) {
            Ok(made) => found.extend(made),
            Err(Halt::Pending) => pending = true,
            Err(halt) => return Err(halt),
        }
        if !found.is_empty() {
            lines.push(format!("**{}**", feature.title));
            lines.extend(found);
        }
    }
    if authority::require(round.event, guild, &[Permission::ManageGuild]).is_ok() {
        lines.push(format!("**{}**", say!("help-settings")));
        lines.push(say!("help-config"));
        let aliases = plan.aliases.iter().filter(|alias| is_of_settings(alias));
        lines.extend(aliases.map(|one| same(plan, one)));
    }
    if pending { Err(Halt::Pending) } else { Ok(()) }
}

/// What the command is refused without, whatever its arguments.
fn asked_for(command: &Command) -> Vec<Permission> {
    let required = command.steps.iter().filter_map(|step| match &step.kind {
        StepKind::Require { permission, .. } => *permission,
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Then { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_) => None,
    });
    command
        .permissions
        .iter()
        .copied()
        .chain(required)
        .collect()
}

fn line(plan: &Plan, command: &Command) -> String {
    let params = command.params.iter().filter(|param| !param.form);
    let params: String = params.map(|one| param(plan, one)).collect();
    let name = plan.command_called(&command.path);
    let line = say!(
        "help-command",
        command = format!("{name}{params}"),
        about = &command.about
    );
    match &command.menu {
        Some(menu) => {
            let name = plan.menu_called(&menu.name);
            format!("{line} {}", say!("help-menu", name))
        }
        None if command.in_dm => format!("{line} {}", say!("help-direct")),
        None => line,
    }
}

/// With how it is typed in this server.
fn with_prefix(plan: &Plan, command: &Command, settings: &Settings) -> String {
    let line = line(plan, command);
    match prefix_of(plan, command, settings) {
        Some(prefix) => format!("{line} {}", say!("help-prefix", prefix)),
        None => line,
    }
}

fn is_of_settings(alias: &Alias) -> bool {
    alias.of.first().is_some_and(|word| word == "config")
}

/// Another name for a command.
fn same(plan: &Plan, alias: &Alias) -> String {
    let of = plan.command_called(&alias.of);
    let name = if alias.is_typed() {
        alias.name.clone()
    } else {
        plan.command_called(std::slice::from_ref(&alias.name))
    };
    say!("help-alias", name, of)
}

fn param(plan: &Plan, param: &Param) -> String {
    let name = plan.option_called(&param.name);
    if param.required {
        format!(" <{name}>")
    } else {
        format!(" [{name}]")
    }
}

/// Names of commands that the server's admins made.
fn made(round: &mut Round<'_>, guild: &Guild, feature: FeatureId) -> Flow<Option<String>> {
    let mut names = Vec::new();
    for set in &round.plan.command_sets {
        if set.feature != feature {
            continue;
        }
        let rows = round.rows(Scan {
            store: set.store,
            guild: Some(guild.id),
            of: None,
            by: None,
            limit: u32::try_from(GUILD_COMMANDS_MAX).ok(),
        })?;
        let mut run = Run::new(round, 0);
        let found = rows
            .iter()
            .filter_map(|row| run.command_name(set, &row.values));
        names.extend(found.map(|name| format!("`/{name}`")));
    }
    Ok((!names.is_empty()).then(|| names.join(" ")))
}
