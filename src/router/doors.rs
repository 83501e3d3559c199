//! Carries out a command, by whichever door somebody came: the same handler runs, and what they may do is looked at then.

use std::collections::BTreeMap;

use super::{
    CARRIED_OUT, carry,
    entry::{AGAIN, entry, form},
    may_run, raise,
    round::{Flow, Round, plain},
};
use crate::{
    port::{Action, ActionKind, InteractionKind},
    wording::say,
};

/// Runs the command, or asks for what is lacking first; `false` where none is meant.
pub(super) fn enter(round: &mut Round<'_>, kind: &InteractionKind) -> bool {
    let Some(entry) = entry(round.plan, kind) else {
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
            let form = form(&entry, &BTreeMap::new());
            let open = Action {
                at: Some(command.at.clone()),
                ..plain(ActionKind::OpenForm(form))
            };
            round.conclude(Ok(vec![open]), Some(&command.at));
        }
        Err(halt) => round.conclude(Err(halt), Some(&command.at)),
    }
    true
}

/// That button is pressed; none when the id is another's.
pub(super) fn press_again(id: &str) -> Option<Flow<Vec<Action>>> {
    let question = id.strip_prefix(AGAIN)?.parse().ok()?;
    let gone = say!("form-gone");
    Some(Ok(vec![plain(ActionKind::FormAgain { question, gone })]))
}
