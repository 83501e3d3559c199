//! Rows whose time is over: what the policy does then.
//!
//! The vault marks such a row, and from then on nobody else sees it. Here its handler decides, and one transaction removes
//! the row, does what the handler writes and enters what is to follow on Discord (`journal` goes on from there).
//!
//! INVARIANT: in the server's lane, or at a start before there are lanes; so an event sees no row whose time is over, and
//! what ran at a row's end is there before the next event is decided.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    core::Core,
    lane::Lane,
    turn::{Ask, Turn},
};
use crate::{
    port::{Guild, RowId, StoredRow, VaultError},
    router,
    vocab::{GuildId, UserId},
};

/// Rows that are looked at together.
const ROWS_MAX: usize = 256;

impl Core {
    fn has_endings(&self) -> bool {
        let mut handlers = self.plan.handlers.iter();
        handlers.any(|handler| handler.on.store.is_some())
    }

    /// Before something of a server is decided: no row whose time is over is seen any more. Only in the server's lane.
    pub(super) async fn catch_up(self: &Arc<Self>, guild: Option<GuildId>) {
        if self.is_due().await {
            self.sweep().await;
        }
        if let Some(guild) = guild {
            self.end_here(guild).await;
        }
    }

    /// What runs at the end of a server's rows, and what follows from it. Only in the server's lane.
    pub(super) async fn end_here(&self, guild: GuildId) {
        let ran = self.end_rows(Some(guild)).await;
        if let Some(server) = self.known.get(guild)
            && (self.left().remove(&guild) || ran)
        {
            self.take_up_endings(&server).await;
        }
    }

    /// The same in every server, each in its lane.
    pub(super) async fn end_everywhere(self: &Arc<Self>) {
        for guild in self.servers_with_ends().await {
            let core = Arc::clone(self);
            let work = async move { core.end_here(guild).await };
            self.lanes.push(Lane::Guild(guild), work).await;
        }
    }

    async fn servers_with_ends(&self) -> BTreeSet<GuildId> {
        if !self.has_endings() {
            return BTreeSet::new();
        }
        let mut servers = self.left().clone();
        match self.vault.ended(None, ROWS_MAX).await {
            Ok(rows) => servers.extend(rows.into_iter().filter_map(|(row, _)| row.guild)),
            Err(error) => tracing::error!(%error, "rows whose time is over cannot be read"),
        }
        servers
    }

    /// Runs handlers of rows whose time is over, in one server or in all; whether there were any.
    pub(super) async fn end_rows(&self, guild: Option<GuildId>) -> bool {
        let mut any = false;
        while self.has_endings() {
            let rows = match self.vault.ended(guild, ROWS_MAX).await {
                Ok(rows) => rows,
                Err(error) => {
                    tracing::error!(%error, "rows whose time is over cannot be read");
                    break;
                }
            };
            let mut done = 0;
            for (id, row) in &rows {
                match self.end_row(id, row).await {
                    Ok(()) => done += 1,
                    Err(error) => {
                        tracing::error!(%error, "what runs at the end of a row cannot be decided; it is tried again");
                    }
                }
            }
            any |= done > 0;
            // What could not be done is tried again at the next look.
            if done < rows.len() || rows.is_empty() {
                break;
            }
        }
        any
    }

    async fn end_row(&self, id: &RowId, row: &StoredRow) -> Result<(), VaultError> {
        let Some(guild) = id.guild else {
            return Ok(());
        };
        let guild = self
            .known
            .get(guild)
            .unwrap_or_else(|| unseen(guild, self.identity.user));
        let event = router::ending(&guild, id, self.clock.now());
        let turn = Turn::late(event);
        let actions = turn.decide(self, Ask::Ended(id, row)).await?;
        // Only commands that rows stand for.
        turn.act(self, actions).await;
        Ok(())
    }
}

/// A server of which nothing was heard yet.
pub(super) fn unseen(id: GuildId, me: UserId) -> Arc<Guild> {
    Arc::new(Guild {
        id,
        name: String::new(),
        owner: UserId(0),
        member_count: 0,
        roles: BTreeMap::new(),
        channels: BTreeMap::new(),
        me,
        my_roles: Vec::new(),
        locale: String::new(),
        voices: BTreeMap::new(),
    })
}
