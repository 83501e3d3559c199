//! Rings: so many rows for each person, of which the oldest goes when a new one comes.
//!
//! The index of people leads to the rows of one person, in the order of their numbers, so that a write costs what the
//! ring holds.

use super::transaction::Transaction;
use crate::{
    port::VaultError,
    sabotage::{Saboteur, off},
    vault::{
        engines::Readable as _,
        ground::fault::damaged,
        ledger::seal::Alias,
        rows::{
            layout,
            record::{Record, Roles},
            schema::Kept,
        },
    },
};

/// How many rows a store keeps for whom in which field.
#[derive(Debug, Clone, Copy)]
struct Ring<'a> {
    newest: usize,
    per: &'a str,
}

impl<'a> Ring<'a> {
    fn of(kept: &'a Kept) -> Option<Self> {
        let keep = kept.store.keep.as_ref()?;
        let per = kept.store.fields.get(keep.per.0 as usize)?;
        Some(Self {
            newest: keep.newest as usize,
            per: &per.name,
        })
    }
}

/// In whose rings a row stands.
pub(super) fn people<'a>(kept: &'a Kept, record: &'a Record) -> impl Iterator<Item = Alias> + 'a {
    let per = Ring::of(kept).map(|ring| ring.per);
    let sections = record.sections.iter();
    let of = sections.filter(move |section| per == Some(kept.now(&section.owner)));
    of.filter_map(|section| section.alias)
}

/// Whether so many rows of one person are more than a ring holds.
pub(super) fn is_over(kept: &Kept, rows: usize) -> bool {
    Ring::of(kept).is_some_and(|ring| rows > ring.newest && !off(Saboteur::Newest))
}

impl Transaction<'_, '_> {
    /// A row was written: the oldest go for which its rings have no room now.
    pub(super) fn close_rings(&mut self, kept: &Kept, record: &Record) -> Result<(), VaultError> {
        for person in people(kept, record) {
            self.close_ring(kept, &person)?;
        }
        Ok(())
    }

    pub(super) fn close_ring(&mut self, kept: &Kept, person: &Alias) -> Result<(), VaultError> {
        let Some(ring) = Ring::of(kept) else {
            return Ok(());
        };
        let prefix = layout::person_store_prefix(person, kept.number);
        let mut rows = Vec::new();
        for (entry, roles) in self.overlay.scan(&prefix, usize::MAX)? {
            let roles = Roles::decode(&roles).ok_or_else(|| damaged("an index"))?;
            let row = layout::row_of_person(&entry).ok_or_else(|| damaged("an index"))?;
            let stands = roles.0.iter().any(|role| role == ring.per);
            if stands && !self.view().is_ended(kept, &row)? {
                rows.push(row);
            }
        }
        let over = rows.len().saturating_sub(ring.newest);
        for row in rows.iter().take(over) {
            self.end(kept, row)?;
        }
        Ok(())
    }
}
