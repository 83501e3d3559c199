//! Rows whose time is over and for which something is to run (`on ended`): from then on nobody sees them but that.
//!
//! A mark stands beside such a row, and the row is due no more. Whoever ran the handler removes it, and with it the mark,
//! in the transaction that does what the handler writes. So the handler counts exactly once, whatever happens.
//!
//! What goes with a server, with a member, by an erasure or by a handler is deleted without a mark.

use super::{transaction::Transaction, view::View};
use crate::{
    port::{RowId, StoredRow, VaultError},
    vault::{
        engines::Readable,
        ground::fault::damaged,
        ledger::Who,
        rows::{
            layout::{self, DbKey},
            record::Record,
            rules::Deadlines,
            schema::{Kept, SETTINGS},
        },
    },
    vocab::GuildId,
};

impl<S: Readable + ?Sized> View<'_, S> {
    /// Whether the row's time is over and its handler has not run.
    pub(in crate::vault) fn is_ended(&self, kept: &Kept, row: &[u8]) -> Result<bool, VaultError> {
        Ok(kept.ends && self.source.get(&layout::ended(row))?.is_some())
    }

    /// Those rows, in one server or in all.
    pub(in crate::vault) fn ended(
        &self,
        guild: Option<GuildId>,
        limit: usize,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        let prefix = match guild {
            None => vec![layout::ENDED],
            Some(guild) => match self.ledger.get(Who::server(Some(guild))) {
                Some(keys) => layout::ended_prefix(&keys.alias),
                None => return Ok(Vec::new()),
            },
        };
        let mut found = Vec::new();
        for (mark, _) in self.source.scan(&prefix, limit)? {
            let row = layout::row_of_ended(&mark);
            let (scope, number, _) = layout::split_row(&row).ok_or_else(|| damaged("an index"))?;
            let kept = self.shape.numbered(number)?;
            let guild = self.ledger.who(&scope).and_then(Who::guild);
            let (Some(store), Some(record)) = (kept.id, self.record(&row)?) else {
                continue;
            };
            if let Some(opened) = self.opened(kept, &row, &record)? {
                let key = opened.key.clone();
                found.push((RowId { store, guild, key }, opened));
            }
        }
        Ok(found)
    }
}

impl Transaction<'_, '_> {
    /// A row's time is over: it goes, or waits for what is to run.
    pub(super) fn end(&mut self, kept: &Kept, row: &[u8]) -> Result<(), VaultError> {
        if !kept.ends || kept.number == SETTINGS {
            return self.remove(row);
        }
        let Some(old) = self.view().record(row)? else {
            return Ok(());
        };
        let new = Record {
            deadlines: Deadlines::NONE,
            ..old.clone()
        };
        self.store(kept, row, Some(&old), &new)?;
        self.overlay.put(layout::ended(row), []);
        Ok(())
    }

    /// The mark of a row that is removed.
    pub(super) fn forget_end(&mut self, kept: &Kept, row: &[u8]) -> Result<(), VaultError> {
        if self.view().is_ended(kept, row)? {
            self.overlay.remove(layout::ended(row));
        }
        Ok(())
    }

    /// At a start: marks that nothing runs for any more, with their rows.
    pub(super) fn drop_ends(&mut self) -> Result<(), VaultError> {
        for (mark, _) in self.overlay.scan(&[layout::ENDED], usize::MAX)? {
            let row = layout::row_of_ended(&mark);
            let (_, number, _) = layout::split_row(&row).ok_or_else(|| damaged("an index"))?;
            if !self.shape.numbered(number)?.ends || self.view().record(&row)?.is_none() {
                self.remove(&row)?;
                self.overlay.remove(mark);
            }
        }
        Ok(())
    }

    /// At most `room` rows of a store that are not over yet.
    pub(super) fn lasting(
        &self,
        kept: &Kept,
        prefix: &[u8],
        room: usize,
    ) -> Result<Vec<DbKey>, VaultError> {
        let limit = if kept.ends { usize::MAX } else { room };
        let mut rows = Vec::new();
        for (row, _) in self.overlay.scan(prefix, limit)? {
            if rows.len() < room && !self.view().is_ended(kept, &row)? {
                rows.push(row);
            }
        }
        Ok(rows)
    }
}
