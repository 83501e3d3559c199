//! When rows are due: what a setting, an end that was told or a stricter policy does to their deadlines.
//!
//! INVARIANT: a deadline only ever moves nearer, but for `entry.idle` and `row.FIELD`, which each write says anew.

use super::transaction::Transaction;
use crate::{
    port::{RowId, Settings, VaultError},
    sabotage::{Saboteur, Unless as _},
    vault::{
        engines::Readable as _,
        ledger::seal::Alias,
        rows::{
            layout,
            record::Record,
            rules::{self, Deadlines},
            schema::{Kept, SETTINGS},
        },
    },
    vocab::{GuildId, Timestamp, Value},
};

impl Transaction<'_, '_> {
    pub(in crate::vault) fn deadlines(
        &self,
        kept: &Kept,
        guild: Option<GuildId>,
        created: Timestamp,
        written: Timestamp,
        finished: Option<Timestamp>,
        values: &[Value],
    ) -> Result<Deadlines, VaultError> {
        let retention = &kept.store.retention;
        let settings = match guild {
            Some(guild) if rules::waits_for_setting(retention) => {
                self.view().settings(guild, self.now)?
            }
            _ => Settings::default(),
        };
        Ok(Deadlines::of(
            retention,
            created,
            written,
            finished,
            values,
            |id| rules::duration(&self.shape.plan, settings.values.get(&id), id),
        ))
    }

    /// A setting can be a retention: shorter shortens what is there, longer does not lengthen it.
    pub(super) fn plan_again(&mut self, guild: GuildId, scope: &Alias) -> Result<(), VaultError> {
        let shape = self.shape;
        let waiting = shape.all().filter(|kept| {
            kept.id.is_some()
                && kept.number != SETTINGS
                && rules::waits_for_setting(&kept.store.retention)
        });
        for kept in waiting {
            for (row, bytes) in self
                .overlay
                .scan(&layout::store_prefix(scope, kept.number), usize::MAX)?
            {
                let old = Record::decode(&row, &bytes)?;
                // Without the values: what they say has not changed.
                let (created, written, finished) = (old.created, old.written, old.finished);
                let deadlines =
                    self.deadlines(kept, Some(guild), created, written, finished, &[])?;
                self.shorten(kept, &row, &old, deadlines)?;
            }
        }
        Ok(())
    }

    /// Brings a row's deadlines nearer where `deadlines` are.
    pub(super) fn shorten(
        &mut self,
        kept: &Kept,
        row: &[u8],
        old: &Record,
        deadlines: Deadlines,
    ) -> Result<(), VaultError> {
        let new = Record {
            deadlines: old.deadlines.nearer(deadlines),
            ..old.clone()
        };
        self.planned(kept, row, old, &new)
    }

    pub(super) fn planned(
        &mut self,
        kept: &Kept,
        row: &[u8],
        old: &Record,
        new: &Record,
    ) -> Result<(), VaultError> {
        if new == old || self.view().is_ended(kept, row)? {
            return Ok(());
        }
        self.store(kept, row, Some(old), new)
    }

    pub(super) fn flow_ended(&mut self, id: &RowId) -> Result<(), VaultError> {
        let shape = self.shape;
        let kept = shape.of(id.store)?;
        let row = self.view().address(id)?;
        let (Some(grace), Some(row)) = (kept.flow_grace.unless(Saboteur::Finished), row) else {
            return Ok(());
        };
        let Some(old) = self.view().record(&row)? else {
            return Ok(());
        };
        // When it was stays with the row, for a policy that shortens the grace later.
        let new = Record {
            deadlines: old.deadlines.nearer(Deadlines::after(self.now, grace)),
            finished: rules::earlier(old.finished, Some(self.now)),
            ..old.clone()
        };
        self.planned(kept, &row, &old, &new)
    }
}
