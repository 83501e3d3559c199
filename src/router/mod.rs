//! The router decides; it never acts. Plan, event and answers in, ops and actions out: no clock, no I/O, no chance but
//! the dice it is handed, so the same inputs give the same outcome.
//!
//! Reads `plan` and the types of `port`. The runtime calls [`step`] until it has answered every question, commits the ops
//! and then carries out the actions.
//!
//! - What a handler writes and does counts only when the whole handler goes through. A refusal or a failure changes
//!   nothing; who asked is told in private, and where nobody asked nobody is told.
//! - Handlers of several features on one event run in the policy's order. Each sees the rows as the one before left them;
//!   one that fails does not stop the others.
//! - Work is bounded: steps and actions of a handler, rows of an event, text of a template.
//!
//! INVARIANT: never panics, whatever the event says: arithmetic has bounds, limits refuse.

#![deny(clippy::wildcard_enum_match_arm)]

mod argument;
mod asking;
mod authority;
mod bounds;
mod commands;
mod dice;
mod doors;
mod effect;
mod entry;
mod evaluate;
mod follow;
mod generated;
mod given;
mod inquiry;
mod language;
mod limit;
mod local;
mod message;
mod persona;
mod prefix;
mod query;
mod round;
mod rows;
mod run;
mod select;
mod spoken;
mod taken;
mod template;
mod text;
mod typed;
mod wish;
mod writes;

pub use commands::{commands, guild_commands, operators_commands};
pub use dice::Dice;
pub use entry::{FirstAnswer, by_its_name, first_answer, form_again, people_named};
pub use follow::{again, booted, boots, ended, ending, failed, follow, kept, left_behind};
pub use language::language;
pub use typed::{typed_command, types};

use language::answering;
use round::{Flow, Halt, Round, plain, refuse, whisper};
use run::Run;
use text::BUTTON_PREFIX;

use crate::{
    lexicon::{
        self,
        event::{BUTTON, CARRIED_OUT, CONFIGURED, MESSAGE},
    },
    plan::{Command, CommandSet, FieldId, Kind, Plan},
    port::{
        Action, ActionKind, ButtonPress, CommandCall, Event, EventKind, InteractionKind, Outcome,
        Reads, RowId, Scan,
    },
    sabotage::{Saboteur, off},
    vocab::{GuildId, Place, Timestamp, Value},
    wording::say,
};

/// Choices that Discord shows for an option being typed.
const CHOICES_MAX: usize = 25;

/// What an event leads to: questions first, until `reads` answers them all; then what to commit and what to do.
///
/// Call it again with the same event, time and seed of the dice, and with all earlier answers.
#[must_use]
pub fn step(plan: &Plan, event: &Event, reads: &Reads, now: Timestamp, dice: &mut Dice) -> Outcome {
    answering(plan, event, |plan| {
        let mut round = Round::new(plan, event, reads, now, dice);
        match &event.kind {
            EventKind::Happened(what) => round.speak(|round| handlers(round, what)),
            EventKind::Interaction(interaction) => asked(&mut round, &interaction.kind),
        }
        round.finish()
    })
}

fn asked(round: &mut Round<'_>, kind: &InteractionKind) {
    match kind {
        InteractionKind::Command(call) => command(round, kind, call),
        InteractionKind::Typed(typed) if !typed.is_clear => typed::usage(round, typed),
        InteractionKind::Typed(typed) => command(round, kind, &typed.call),
        InteractionKind::Menu(_) | InteractionKind::Form(_) => {
            if !doors::enter(round, kind) {
                round.conclude(refuse(say!("no-longer-used")), None);
            }
        }
        InteractionKind::Button(press) => {
            if !doors::enter(round, kind) {
                button(round, press);
            }
        }
        InteractionKind::Autocomplete { call, focused } => complete(round, call, focused),
    }
}

/// Handlers of what merely happens. In a feature that is off they are silent, and the bot never answers itself.
fn handlers(round: &mut Round<'_>, what: &lexicon::Event) {
    let plan = round.plan;
    let Some(guild) = round.event.guild.as_deref() else {
        return;
    };
    if what.has_actor() && round.event.actor.id == guild.me {
        return;
    }
    let is_command = match is_command(round, what, guild.id) {
        Ok(is_command) => is_command,
        Err(halt) => return round.conclude(Err(halt), None),
    };
    for handler in plan
        .handlers
        .iter()
        .filter(|handler| handler.on.event == what)
        .filter(|handler| !is_command || handler.on.commands)
    {
        match round.is_on(handler.feature) {
            Ok(true) => {
                carry(round, handler.slots, &handler.at, |run| {
                    run.steps(&handler.steps)
                });
            }
            Ok(false) => {}
            Err(halt) => round.conclude(Err(halt), Some(&handler.at)),
        }
    }
}

/// Whether a message is a command, which is not a message besides.
fn is_command(round: &mut Round<'_>, what: &lexicon::Event, guild: GuildId) -> Flow<bool> {
    if *what != MESSAGE || !types(round.plan) {
        return Ok(false);
    }
    let settings = round.settings(guild)?;
    let command = typed_command(round.plan, round.event, settings);
    Ok(command.is_some() && !off(Saboteur::CommandIsMessage))
}

/// Handlers of what follows from what somebody did with the bot: they are not answered.
fn raise(round: &mut Round<'_>, what: &lexicon::Event) {
    round.raised = true;
    handlers(round, what);
    round.raised = false;
}

/// Runs one handler and takes over what it wrote and does, if it goes through: then it is `true`.
fn carry(
    round: &mut Round<'_>,
    slots: u32,
    at: &Place,
    job: impl FnOnce(&mut Run<'_, '_>) -> Flow<()>,
) -> bool {
    let mut run = Run::new(round, slots);
    let result = job(&mut run);
    let at = run.at.take().unwrap_or_else(|| at.clone());
    match result {
        Ok(()) | Err(Halt::Stop) => {
            let idle = run.draft == run.before && run.actions.is_empty();
            let (draft, mut actions, used) = (run.draft, run.actions, run.used);
            // Nobody waits for an answer to a message, and a name that is typed is answered with names.
            let asked = round.interaction().is_some_and(|it| {
                !matches!(
                    it.kind,
                    InteractionKind::Autocomplete { .. } | InteractionKind::Typed(_)
                )
            });
            // What follows an effect may answer yet.
            let waits = actions.iter().any(|action| action.then.is_some());
            if asked && !waits && !actions.iter().any(is_answer) {
                // Discord shows "the application did not respond" for silence.
                actions.push(whisper(if idle {
                    say!("nothing-to-do")
                } else {
                    say!("done")
                }));
            }
            round.draft = draft;
            round.used.extend(used);
            round.conclude(Ok(actions), Some(&at));
            true
        }
        Err(halt) => {
            round.conclude(Err(halt), Some(&at));
            false
        }
    }
}

fn is_answer(action: &Action) -> bool {
    matches!(
        action.kind,
        ActionKind::Reply { .. } | ActionKind::UpdateMessage { .. }
    )
}

fn command(round: &mut Round<'_>, kind: &InteractionKind, call: &CommandCall) {
    let plan = round.plan;
    let name = call.path.first().map_or("", String::as_str);
    if taken::NAMES.contains(&name) {
        let result = generated::run(round, call);
        round.conclude(result, None);
        if !round.draft.changes(plan).is_empty() {
            round.speak(|round| raise(round, &CONFIGURED));
        }
    } else if !doors::enter(round, kind) {
        made_command(round, name);
    }
}

fn may_run(round: &mut Round<'_>, command: &Command) -> Flow<()> {
    if command.in_dm {
        // What belongs to a server is not there, its switches either.
        return if round.event.guild.is_none() {
            Ok(())
        } else {
            refuse(say!("dm-only"))
        };
    }
    let guild = round.guild()?;
    if command.operators {
        round.require_operator()?;
    }
    round.require_on(command.feature)?;
    if off(Saboteur::MayCommand) {
        return Ok(());
    }
    authority::require(round.event, guild, &command.permissions)
}

/// A command that the admins of this server made.
fn made_command(round: &mut Round<'_>, name: &str) {
    for set in &round.plan.command_sets {
        match made_row(round, set, name) {
            Ok(None) => {}
            Ok(Some(values)) => {
                let on = round.require_on(set.feature);
                carry(round, 0, &set.at, |run| {
                    on?;
                    let message = run.with(&values, 1, |run| run.answer(&set.reply))?;
                    let mut action = Action::from(ActionKind::Reply {
                        ephemeral: set.ephemeral,
                        message,
                    });
                    action.at = Some(set.at.clone());
                    run.act(action)
                });
                return;
            }
            Err(halt) => return round.conclude(Err(halt), Some(&set.at)),
        }
    }
    let gone = refuse(say!("command-gone", name));
    round.conclude(gone, None);
}

fn made_row(round: &mut Round<'_>, set: &CommandSet, name: &str) -> Flow<Option<Vec<Value>>> {
    let guild = Some(round.guild()?.id);
    let keyed = round
        .plan
        .store(set.store)
        .is_some_and(|store| store.key_len == 1 && !store.auto_key);
    if keyed && set.name.kind == Kind::Row(set.store, FieldId(0)) {
        let key = vec![Value::Text(name.to_owned())];
        let row = round.row(RowId {
            store: set.store,
            guild,
            key,
        })?;
        return Ok(row.map(|row| row.values.clone()));
    }
    let rows = made_rows(round, set)?;
    let mut run = Run::new(round, 0);
    let found = rows
        .into_iter()
        .find(|values| run.command_name(set, values).as_deref() == Some(name));
    Ok(found)
}

fn made_rows(round: &mut Round<'_>, set: &CommandSet) -> Flow<Vec<Vec<Value>>> {
    let rows = round.rows(Scan {
        store: set.store,
        guild: Some(round.guild()?.id),
        of: None,
        by: None,
        limit: None,
    })?;
    Ok(rows.iter().map(|row| row.values.clone()).collect())
}

fn button(round: &mut Round<'_>, press: &ButtonPress) {
    let plan = round.plan;
    let id = press
        .custom_id
        .strip_prefix(BUTTON_PREFIX)
        .unwrap_or(&press.custom_id);
    let generated = generated::press(round, id).or_else(|| doors::press_again(id));
    if let Some(result) = generated {
        return round.conclude(result, None);
    }
    let mut known = false;
    for handler in &plan.handlers {
        if *handler.on.event != BUTTON || handler.on.id.as_deref() != Some(id) {
            continue;
        }
        known = true;
        match round.require_on(handler.feature) {
            Ok(()) => {
                carry(round, handler.slots, &handler.at, |run| {
                    run.steps(&handler.steps)
                });
            }
            Err(halt) => round.conclude(Err(halt), Some(&handler.at)),
        }
    }
    if !known {
        let gone = match press.chosen {
            Some(_) => say!("no-longer-used"),
            None => say!("button-gone"),
        };
        round.conclude(refuse(gone), None);
    }
}

/// Choices for an option being typed. Where there is nothing to offer, or an answer is refused, there are none.
fn complete(round: &mut Round<'_>, call: &CommandCall, focused: &str) {
    let choices = match choices(round, call, focused) {
        Ok(mut choices) => {
            choices.truncate(CHOICES_MAX);
            choices
        }
        Err(Halt::Pending) => return round.conclude(Err(Halt::Pending), None),
        Err(_) => Vec::new(),
    };
    let action = plain(ActionKind::Choices(choices));
    round.conclude(Ok(vec![action]), None);
}

fn choices(
    round: &mut Round<'_>,
    call: &CommandCall,
    focused: &str,
) -> Flow<Vec<(String, String)>> {
    let plan = round.plan;
    let typed = call.text(focused).unwrap_or_default().to_lowercase();
    if call
        .path
        .first()
        .is_some_and(|name| taken::NAMES.contains(&name.as_str()))
    {
        return generated::choices(round, call, &typed);
    }
    let Some(command) = plan.commands.iter().find(|it| it.path == call.path) else {
        return Ok(Vec::new());
    };
    let Some(set) = commands::completing_set(plan, command) else {
        return Ok(Vec::new());
    };
    may_run(round, command)?;
    let rows = made_rows(round, set)?;
    let mut run = Run::new(round, 0);
    let names = rows.iter().filter_map(|row| run.command_name(set, row));
    Ok(names
        .filter(|name| name.contains(&typed))
        .map(|name| (name.clone(), name))
        .collect())
}
