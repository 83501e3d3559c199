//! Who operates the bot: the members of one server with one role, by ids that whoever runs the bot sets.

use super::Event;
use crate::{
    sabotage::{Saboteur, off},
    vocab::{ChannelId, GuildId, RoleId},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operators {
    pub server: GuildId,
    pub role: RoleId,
    /// Where the bot writes to them, in that server.
    pub channel: Option<ChannelId>,
}

impl Operators {
    /// Whether the person of an event is one, as Discord told with it: outside their server nobody is.
    #[must_use]
    pub fn has(&self, event: &Event) -> bool {
        let there = event.guild.as_ref().is_some_and(|at| at.id == self.server);
        let mut roles = event.actor.roles.iter().flatten();
        there && roles.any(|role| *role == self.role) || off(Saboteur::ForOperators)
    }
}
