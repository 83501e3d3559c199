//! What a handler says no more once something that it was to do did not happen.

use std::collections::BTreeSet;

use crate::port::{Action, ActionKind, Line};

/// What handlers of an event may not say any more, because something they were to do did not happen.
#[derive(Debug, Default)]
pub(super) struct Vain {
    /// Handlers of which a deed or a message was refused: they say nothing more.
    mute: BTreeSet<u32>,
    /// Handlers of which a direct message was refused, which happens to closed doors every day: who asked is told so, and
    /// gets no other answer.
    unanswered: BTreeSet<u32>,
    /// The server's commands were refused: nobody is told that one is ready.
    pub(super) commands: bool,
}

impl Vain {
    /// Takes in that an action was refused.
    pub(super) fn note(&mut self, action: &Action) {
        match &action.kind {
            // The mod-log tells what happened; that it cannot be written changes nothing of it.
            ActionKind::Send { .. } if action.line.is_some() => {}
            ActionKind::Do { .. }
            | ActionKind::Send { .. }
            | ActionKind::Edit { .. }
            | ActionKind::Inquire(_) => {
                self.mute.insert(action.handler);
            }
            ActionKind::Dm { .. } => {
                self.unanswered.insert(action.handler);
            }
            ActionKind::RefreshCommands { .. } => self.commands = true,
            ActionKind::Reply { .. }
            | ActionKind::Ask { .. }
            | ActionKind::Answered { .. }
            | ActionKind::OpenForm(_)
            | ActionKind::OfferAgain { .. }
            | ActionKind::FormAgain { .. }
            | ActionKind::UpdateMessage { .. }
            | ActionKind::Choices(_) => {}
        }
    }

    pub(super) fn is_mute(&self, action: &Action) -> bool {
        self.mute.contains(&action.handler)
    }

    /// Whether it would say something that may not be so.
    pub(super) fn holds_back(&self, action: &Action) -> bool {
        match &action.kind {
            ActionKind::Reply { .. }
            | ActionKind::Ask { .. }
            | ActionKind::OfferAgain { .. }
            | ActionKind::UpdateMessage { .. } => {
                self.commands || self.is_mute(action) || self.unanswered.contains(&action.handler)
            }
            ActionKind::Send { .. } => match action.line {
                None | Some(Line::Said) => self.is_mute(action),
                Some(Line::Trouble | Line::Lasting) => false,
            },
            // Nobody is asked on behalf of what did not happen.
            ActionKind::Dm { .. } | ActionKind::Edit { .. } | ActionKind::Inquire(_) => {
                self.is_mute(action)
            }
            ActionKind::Do { .. }
            | ActionKind::Answered { .. }
            | ActionKind::OpenForm(_)
            | ActionKind::FormAgain { .. }
            | ActionKind::Choices(_)
            | ActionKind::RefreshCommands { .. } => false,
        }
    }
}
