//! Slash commands as Discord is to be told about them: those of the policy, those every bot has, and those that a server's
//! admins made.
//!
//! Names, counts and lengths were checked against Discord's limits when the policy was compiled; what admins make at run
//! time is checked here, and left out where Discord would refuse it.

use std::collections::BTreeMap;

use super::{
    dice::Dice,
    generated,
    local::in_each,
    round::Round,
    run::Run,
    taken::{about_of, is_shown, is_taken, made_max},
};
use crate::{
    lexicon::{event::MEMBER_JOIN, kind::is_command_name},
    plan::{self, Alias, Command, CommandSet, Param, Plan, StepKind, StoreId},
    port::{
        CommandDraft, DraftKind, Event, EventKind, OptionDraft, Person, Reads, StoredRow, Told,
    },
    vocab::{ChannelKind, Permissions, Timestamp, Type, UserId, Value},
};

/// The commands that are the same in every server, in the policy's order, then `/privacy`, `/config` and `/help`.
#[must_use]
pub fn commands(plan: &Plan) -> Vec<CommandDraft> {
    in_each(plan, |plan| {
        let mut drafts = declared(plan, false);
        drafts.extend(generated::commands(plan));
        with_aliases(plan, drafts)
    })
}

/// Those that are for operators alone, which only their server has. A subcommand that is for them and stands beside
/// others is shown with these everywhere.
#[must_use]
pub fn operators_commands(plan: &Plan) -> Vec<CommandDraft> {
    in_each(plan, |plan| with_aliases(plan, declared(plan, true)))
}

/// Commands of the policy, of those that are for operators alone or of all others.
fn declared(plan: &Plan, for_operators: bool) -> Vec<CommandDraft> {
    let mut drafts: Vec<CommandDraft> = Vec::new();
    let shown = || plan.commands.iter().filter(|command| is_shown(command));
    for command in shown() {
        let Some(name) = command.path.first() else {
            continue;
        };
        if drafts.iter().any(|draft| draft.name == *name) {
            continue;
        }
        let family: Vec<&Command> = shown()
            .filter(|other| other.path.first() == Some(name))
            .collect();
        if family.iter().all(|command| command.operators) == for_operators {
            drafts.push(draft(plan, name, &family));
        }
    }
    let entries = shown();
    let entries = entries.filter(|command| command.operators == for_operators);
    drafts.extend(entries.filter_map(entry));
    drafts
}

fn with_aliases(plan: &Plan, mut drafts: Vec<CommandDraft>) -> Vec<CommandDraft> {
    let aliases = plan.aliases.iter().filter(|alias| !alias.is_typed());
    let aliases = aliases.filter_map(|alias| same(&drafts, alias));
    let aliases: Vec<CommandDraft> = aliases.collect();
    drafts.extend(aliases);
    drafts
}

/// The command under another name, with what it takes; none where there is no such command.
fn same(drafts: &[CommandDraft], alias: &Alias) -> Option<CommandDraft> {
    let (first, rest) = alias.of.split_first()?;
    let of = |draft: &&CommandDraft| draft.kind == DraftKind::Slash && draft.name == *first;
    let draft = drafts.iter().find(of)?;
    let (mut about, mut options) = (&draft.about, &draft.options);
    for word in rest {
        (about, options) = options.iter().find_map(|option| match option {
            OptionDraft::Subcommand {
                name,
                about,
                options,
            }
            | OptionDraft::Group {
                name,
                about,
                options,
            } => (name == word).then_some((about, options)),
            OptionDraft::Value { .. } => None,
        })?;
    }
    Some(CommandDraft {
        name: alias.name.clone(),
        about: about.clone(),
        options: options.clone(),
        ..draft.clone()
    })
}

fn draft(plan: &Plan, name: &str, family: &[&Command]) -> CommandDraft {
    let single = family.iter().find(|command| command.path.len() == 1);
    let about = match single {
        Some(command) => &command.about,
        None => family
            .first()
            .and_then(|command| plan.feature(command.feature))
            .map_or(&plan.bot, |feature| {
                feature.about.as_ref().unwrap_or(&feature.title)
            }),
    };
    let options = match single {
        Some(command) => params(plan, command),
        None => branches(plan, family),
    };
    // Discord knows permissions of whole commands only: what each subcommand asks for is asked for by all.
    let shared = family
        .iter()
        .map(|command| bits(command))
        .reduce(|all, one| all & one)
        .filter(|bits| *bits != 0);
    CommandDraft {
        kind: DraftKind::Slash,
        name: name.to_owned(),
        about: about_of(about, name),
        permissions: shared,
        in_servers: family.iter().any(|command| !command.in_dm),
        in_dm: family.iter().any(|command| command.in_dm),
        options,
        local: BTreeMap::new(),
    }
}

/// The entry of a menu that opens the command, where there is one.
fn entry(command: &Command) -> Option<CommandDraft> {
    let menu = command.menu.as_ref()?;
    Some(CommandDraft {
        kind: DraftKind::Menu(menu.on),
        name: menu.name.clone(),
        about: String::new(),
        permissions: Some(bits(command)).filter(|bits| *bits != 0),
        in_servers: true,
        in_dm: false,
        options: Vec::new(),
        local: BTreeMap::new(),
    })
}

fn bits(command: &Command) -> u64 {
    command
        .permissions
        .iter()
        .copied()
        .collect::<Permissions>()
        .0
}

/// Subcommands, and groups of them, in the policy's order.
fn branches(plan: &Plan, family: &[&Command]) -> Vec<OptionDraft> {
    let mut branches: Vec<OptionDraft> = Vec::new();
    for command in family {
        let leaf = |name: &str| OptionDraft::Subcommand {
            name: name.to_owned(),
            about: about_of(&command.about, name),
            options: params(plan, command),
        };
        match command.path.as_slice() {
            [_, name] => branches.push(leaf(name)),
            [_, group, name] => {
                let known = branches.iter_mut().find_map(|branch| match branch {
                    OptionDraft::Group { name, options, .. } if name == group => Some(options),
                    OptionDraft::Group { .. }
                    | OptionDraft::Subcommand { .. }
                    | OptionDraft::Value { .. } => None,
                });
                match known {
                    Some(options) => options.push(leaf(name)),
                    None => branches.push(OptionDraft::Group {
                        name: group.clone(),
                        about: about_of("", group),
                        options: vec![leaf(name)],
                    }),
                }
            }
            _ => {}
        }
    }
    branches
}

/// Discord wants required options first.
fn params(plan: &Plan, command: &Command) -> Vec<OptionDraft> {
    // What is always asked for in a form is nothing to type here.
    let params = command.params.iter().filter(|param| !param.form);
    let (required, optional): (Vec<&Param>, Vec<&Param>) = params.partition(|param| param.required);
    required
        .into_iter()
        .chain(optional)
        .map(|param| OptionDraft::Value {
            name: param.name.clone(),
            about: about_of(&param.about, &param.name),
            kind: param.kind,
            required: param.required,
            min: param.min,
            max: param.max,
            choices: param.choices.clone(),
            channels: channels(plan, command, param),
            autocomplete: param.kind.names_command && completing_set(plan, command).is_some(),
        })
        .collect()
}

/// The kinds of channels to choose from: all, unless something is posted or made there.
fn channels(plan: &Plan, command: &Command, param: &Param) -> Vec<ChannelKind> {
    if *param.kind.value == Type::Channel {
        return plan.channels_for_option(command, param).to_vec();
    }
    Vec::new()
}

/// The set whose rows a command removes, so that it can offer their names.
pub(super) fn completing_set<'a>(plan: &'a Plan, command: &Command) -> Option<&'a CommandSet> {
    plan.command_sets
        .iter()
        .find(|set| deletes(command, set.store))
}

fn deletes(command: &Command, store: StoreId) -> bool {
    plan::all(&command.steps).any(|step| match &step.kind {
        StepKind::Delete { query, .. } => query.store == store,
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Then { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_) => false,
    })
}

/// The commands that a server's admins made: one for each row of a command set's store. A row whose name Discord would
/// refuse, or that a command has already, makes none. The runtime leaves out rows of features that are off.
#[must_use]
pub fn guild_commands(plan: &Plan, rows: &[(StoreId, Vec<StoredRow>)]) -> Vec<CommandDraft> {
    in_each(plan, |plan| made(plan, rows))
}

fn made(plan: &Plan, rows: &[(StoreId, Vec<StoredRow>)]) -> Vec<CommandDraft> {
    let event = nothing();
    let reads = Reads::default();
    let mut dice = Dice::seeded(0);
    let mut round = Round::new(plan, &event, &reads, Timestamp::default(), &mut dice);
    let mut run = Run::new(&mut round, 0);
    let mut drafts: Vec<CommandDraft> = Vec::new();
    for set in &plan.command_sets {
        let rows = rows.iter().filter(|(store, _)| *store == set.store);
        for row in rows.flat_map(|(_, rows)| rows) {
            let Some(name) = run.command_name(set, &row.values) else {
                continue;
            };
            let fresh = drafts.iter().all(|draft| draft.name != name);
            if !fresh || is_taken(plan, &name) || drafts.len() >= made_max(plan) {
                continue;
            }
            let about = run.with(&row.values, 1, |run| run.text(&set.about));
            drafts.push(CommandDraft {
                kind: DraftKind::Slash,
                about: about_of(&about.unwrap_or_default(), &name),
                name,
                permissions: None,
                in_servers: true,
                in_dm: false,
                options: Vec::new(),
                local: BTreeMap::new(),
            });
        }
    }
    drafts
}

impl Run<'_, '_> {
    /// The name that a row of a command set gives to its command, where Discord would take it.
    pub(super) fn command_name(&mut self, set: &CommandSet, values: &[Value]) -> Option<String> {
        let name = self.with(values, 1, |run| run.eval(&set.name)).ok()?;
        Some(self.show(&name)).filter(|name| is_command_name(name))
    }
}

/// No event at all: names of commands depend on rows only.
fn nothing() -> Event {
    Event {
        dedupe: String::new(),
        at: Timestamp::default(),
        guild: None,
        channel: None,
        actor: Person {
            id: UserId(0),
            name: String::new(),
            display_name: String::new(),
            bot: false,
            roles: None,
            permissions: None,
            joined_at: None,
            has_avatar: false,
            avatar: None,
            last_roles: None,
        },
        people: BTreeMap::new(),
        tells: Told::default(),
        kind: EventKind::Happened(&MEMBER_JOIN),
    }
}
