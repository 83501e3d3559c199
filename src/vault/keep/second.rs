//! A row's second: from then on nobody reads it but what runs at its end, whether or not a sweep came by.
//!
//! What ends rows together (their server, their feature, that people left) is looked at once for all of them.

use super::view::{View, subjects};
use crate::{
    port::{RowId, VaultError},
    sabotage::{Saboteur, Unless as _},
    vault::{
        engines::Readable,
        ground::fault::damaged,
        ledger::seal::Alias,
        rows::{
            layout,
            record::Record,
            rules::{self, NEVER},
            schema::Kept,
        },
    },
    vocab::Timestamp,
};

/// What ends the rows of a store in one server together.
pub(super) struct Together {
    at: Timestamp,
    has_left: bool,
}

impl<S: Readable + ?Sized> View<'_, S> {
    pub(super) fn together(&self, kept: &Kept, scope: &Alias) -> Result<Together, VaultError> {
        let mut at = NEVER;
        if let Some(grace) = kept.server_grace
            && let Some(since) = self.removed(scope)?
        {
            at = at.min(since.plus(grace));
        }
        if let Some(off) = self.off_at(kept, scope)? {
            at = at.min(off);
        }
        let has_left = kept.member_grace.is_some() && self.source.any(&[layout::LEFT])?;
        Ok(Together { at, has_left })
    }

    pub(super) fn together_of(&self, kept: &Kept, row: &[u8]) -> Result<Together, VaultError> {
        let (scope, _, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        self.together(kept, &scope)
    }

    pub(super) fn ends_at(
        &self,
        kept: &Kept,
        record: &Record,
        together: &Together,
    ) -> Result<Timestamp, VaultError> {
        let mut at = record.deadlines.first().min(together.at);
        if together.has_left {
            for person in subjects(kept, record) {
                if let Some(gone) = self.gone_at(kept, &person)? {
                    at = at.min(gone);
                }
            }
        }
        Ok(at)
    }

    /// When a row will be deleted, from everything that is known.
    pub(in crate::vault) fn due(
        &self,
        kept: &Kept,
        row: &[u8],
        record: &Record,
    ) -> Result<Timestamp, VaultError> {
        self.ends_at(kept, record, &self.together_of(kept, row)?)
    }

    /// Whether its second has come. What runs at its end may be under way: then it is over, and due no more.
    pub(super) fn is_past(
        &self,
        kept: &Kept,
        row: &[u8],
        record: &Record,
        now: Timestamp,
    ) -> Result<bool, VaultError> {
        Ok((self.due(kept, row, record)? <= now).unless(Saboteur::Second))
    }

    pub(in crate::vault) fn due_of(&self, id: &RowId) -> Result<Option<Timestamp>, VaultError> {
        let Some(row) = self.address(id)? else {
            return Ok(None);
        };
        let Some(record) = self.record(&row)? else {
            return Ok(None);
        };
        let kept = self.shape.of(id.store)?;
        if self.is_ended(kept, &row)? {
            return Ok(None);
        }
        Ok(rules::known(self.due(kept, &row, &record)?))
    }
}
