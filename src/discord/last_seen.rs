//! The roles that members had when the bot last saw them, where a policy asks for those of who left or changed.
//!
//! In memory alone: Discord tells no roles of who left, so they must be known before. An event counts more than a list,
//! which may be older.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::vocab::{GuildId, RoleId, UserId};

type Seen = BTreeMap<GuildId, BTreeMap<UserId, Vec<RoleId>>>;

/// Clones share what is remembered.
#[derive(Debug, Clone, Default)]
pub struct LastSeen(Arc<Mutex<Seen>>);

impl LastSeen {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        // Single operations on the map, which leave it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An event tells what roles somebody has; those of before are given back.
    pub(super) fn see(
        &self,
        guild: GuildId,
        user: UserId,
        roles: Vec<RoleId>,
    ) -> Option<Vec<RoleId>> {
        self.seen().entry(guild).or_default().insert(user, roles)
    }

    /// A list of members tells; whom an event told of already it does not change.
    pub fn fill(&self, guild: GuildId, members: Vec<(UserId, Vec<RoleId>)>) {
        let mut seen = self.seen();
        let here = seen.entry(guild).or_default();
        for (user, roles) in members {
            here.entry(user).or_insert(roles);
        }
    }

    /// Somebody left: what is remembered of them is told once, and forgotten.
    pub(super) fn leave(&self, guild: GuildId, user: UserId) -> Option<Vec<RoleId>> {
        self.seen().get_mut(&guild)?.remove(&user)
    }

    /// Nobody has this role any more.
    pub(super) fn lose(&self, guild: GuildId, role: RoleId) {
        let mut seen = self.seen();
        for roles in seen
            .get_mut(&guild)
            .into_iter()
            .flat_map(BTreeMap::values_mut)
        {
            roles.retain(|one| *one != role);
        }
    }

    /// The bot is not in this server any more.
    pub fn forget(&self, guild: GuildId) {
        self.seen().remove(&guild);
    }
}
