//! What sets steps going, and before whom what they say comes.

use super::asked::Asked;
use crate::{
    lexicon::Event,
    plan::{self, Command, On, Plan, StoreId},
    wording,
};

/// What sets steps going.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Via {
    /// A slash command, as typed, and what it asks of who uses it.
    Command {
        name: String,
        asked: Asked,
        /// Used in direct messages alone.
        direct: bool,
        /// Only for those who operate the bot.
        operators: bool,
        /// Asked only in some cases, such as for somebody else's rows.
        sometimes: Asked,
    },
    /// The commands that a server's admins make.
    Custom,
    /// With the label of the button, or the store whose row is over, where that is one.
    Event(&'static Event, Option<Named>),
}

/// What an event asks a name of, as people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    Button(String),
    Store(StoreId),
}

impl Named {
    pub(super) fn of(plan: &Plan, on: &On) -> Option<Self> {
        if let Some(store) = on.store {
            return Some(Self::Store(store));
        }
        let id = on.id.as_ref()?;
        let steps = plan.handlers.iter().map(|one| &one.steps);
        let steps = steps.chain(plan.commands.iter().map(|one| &one.steps));
        let messages =
            steps.flat_map(|steps| plan::all(steps).filter_map(|one| one.kind.message()));
        let buttons = messages.flat_map(|message| &message.buttons);
        let mut labels = buttons
            .filter(|one| one.id == *id)
            .map(|one| one.label.literal_in(wording::language()));
        let first = labels.next()??;
        let same = labels.all(|label| label.as_ref() == Some(&first));
        same.then_some(Self::Button(first))
    }
}

impl Via {
    /// Whether it is that a row of this store is over.
    pub(super) fn is_end_of(&self, store: StoreId) -> bool {
        match self {
            Self::Event(_, Some(Named::Store(of))) => *of == store,
            Self::Command { .. } | Self::Custom | Self::Event(_, Some(Named::Button(_)) | None) => {
                false
            }
        }
    }

    /// Whether somebody waits for an answer.
    pub(super) fn is_asked_for(&self) -> bool {
        match self {
            Self::Command { .. } | Self::Custom => true,
            Self::Event(event, _) => event.is_asked_for(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Audience {
    Reply {
        ephemeral: bool,
    },
    Channel,
    ModLog,
    Operators,
    AuditLog,
    Dm,
    /// A service that the bot asks.
    Service,
    /// Those who see what is done to members.
    Acts,
}

impl Audience {
    /// Whether more people see it than who asked and who moderates.
    pub(super) fn is_public(self) -> bool {
        match self {
            Self::Reply { ephemeral } => !ephemeral,
            Self::Channel | Self::Acts => true,
            Self::ModLog | Self::Operators | Self::AuditLog | Self::Dm | Self::Service => false,
        }
    }
}

/// `/warn` or `/customcommand add`.
pub(super) fn typed(plan: &Plan, command: &Command) -> String {
    plan.command_called(&command.path)
}
