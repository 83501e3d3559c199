//! Carries out a command, by whichever door somebody came: the same handler runs, and what they may do is looked at then.

use std::collections::BTreeMap;

use super::{
    CARRIED_OUT,
    argument::taken_here,
    carry,
    entry::{AGAIN, Entry, entry, form},
    may_run, raise,
    round::{Flow, Round, plain},
};
use crate::{
    port::{Action, ActionKind, InteractionKind, OptionValue},
    vocab::Value,
    wording::say,
};

/// Runs the command, or asks for what is lacking first; `false` where none is meant.
pub(super) fn enter(round: &mut Round<'_>, kind: &InteractionKind) -> bool {
    let Some(mut entry) = entry(round.plan, kind) else {
        return false;
    };
    let command = entry.command;
    match may_run(round, command) {
        Ok(()) if entry.asks.is_empty() => {
            round.held = &command.reads_held;
            let went = carry(round, command.slots, &command.at, |run| {
                run.bind(command, &entry.options)?;
                run.steps(&command.steps)
            });
            round.held = &[];
            if went {
                raise(round, &CARRIED_OUT);
            }
        }
        Ok(()) => {
            let form = linked(round, &mut entry).map(|()| form(&entry, &BTreeMap::new()));
            let open = form.map(|form| Action {
                at: Some(command.at.clone()),
                ..plain(ActionKind::OpenForm(form))
            });
            round.conclude(open.map(|open| vec![open]), Some(&command.at));
        }
        Err(halt) => round.conclude(Err(halt), Some(&command.at)),
    }
    true
}

/// A link that somebody typed travels in the form's id as the ids that it names, for which there is room. One that is
/// none is refused before anybody fills in a form.
fn linked(round: &Round<'_>, entry: &mut Entry<'_>) -> Flow<()> {
    for param in &entry.command.params {
        let Some(option) = entry.options.get_mut(&param.name) else {
            continue;
        };
        if !matches!(option, OptionValue::Text(_)) {
            continue;
        }
        let typed = taken_here(round, param, option)?;
        if let [Value::Message(message), Value::Channel(channel)] = typed.as_slice() {
            *option = OptionValue::Message(*channel, *message);
        }
    }
    Ok(())
}

/// That button is pressed; none when the id is another's.
pub(super) fn press_again(id: &str) -> Option<Flow<Vec<Action>>> {
    let question = id.strip_prefix(AGAIN)?.parse().ok()?;
    let gone = say!("form-gone");
    Some(Ok(vec![plain(ActionKind::FormAgain { question, gone })]))
}
