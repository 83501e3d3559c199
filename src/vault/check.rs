//! Whether what is stored agrees with itself: every row, how many there are, the numbers they were given, and the
//! indexes that lead to them.
//!
//! An index is compared by the number of its entries and the sum of their checksums, so that memory does not grow with
//! the rows. It finds what was lost or damaged; who has the master key could still make up both.

use std::collections::BTreeMap;

use super::{
    engine::Source,
    layout::{self, Due},
    ledger::damaged,
    record::Record,
    rules,
    schema::{Kept, SETTINGS},
    seal::Alias,
    view::View,
};
use crate::port::VaultError;

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Not the indexes: for an engine that finds damage to its own pages.
    Rows,
    All,
}

/// Entries, in whatever order they come.
#[derive(Default, PartialEq, Eq)]
struct Sum {
    entries: u64,
    sum: u64,
}

impl Sum {
    fn add(&mut self, key: &[u8]) {
        self.entries += 1;
        self.sum = self.sum.wrapping_add(u64::from(crc32fast::hash(key)));
    }

    fn compare(&self, there: &Self, what: &str) -> Result<(), VaultError> {
        if self == there {
            return Ok(());
        }
        let (wanted, found) = (self.entries, there.entries);
        Err(damaged(&if wanted == found {
            format!("{what}, with entries that lead nowhere,")
        } else {
            format!("{what}, with {found} entries instead of {wanted},")
        }))
    }
}

/// What rows say of what stands beside them.
#[derive(Default)]
struct Wanted {
    rows: BTreeMap<u32, u64>,
    people: Sum,
    due: Sum,
    /// The highest number given, by server and store.
    numbers: BTreeMap<(Alias, u32), i64>,
    revision: u64,
}

/// Reads every row, and shows it to `visit`. The number of rows.
pub(super) fn check<S: Source + ?Sized>(
    view: &View<'_, S>,
    depth: Depth,
    mut visit: impl FnMut(&Kept, &[u8], Record) -> Result<(), VaultError>,
) -> Result<u64, VaultError> {
    let shape = view.shape;
    let mut wanted = Wanted {
        rows: shape.all().map(|kept| (kept.number, 0)).collect(),
        ..Wanted::default()
    };
    view.source.each(&[layout::ROW], &mut |row, bytes| {
        let record = Record::decode(row, bytes)?;
        let (scope, number, key) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        let kept = shape.numbered(number)?;
        wanted.note(kept, row, &record)?;
        if kept.store.auto_key {
            let given = layout::auto_number(key).ok_or_else(|| damaged("a row"))?;
            let highest = wanted.numbers.entry((scope, number)).or_insert(given);
            *highest = given.max(*highest);
        }
        visit(kept, row, record)
    })?;
    wanted.compare(view)?;
    if depth == Depth::All {
        wanted.compare_indexes(view)?;
    }
    let rows = wanted.rows.into_iter();
    Ok(rows
        .filter(|(number, _)| *number != SETTINGS)
        .map(|(_, rows)| rows)
        .sum())
}

impl Wanted {
    fn note(&mut self, kept: &Kept, row: &[u8], record: &Record) -> Result<(), VaultError> {
        *self.rows.entry(kept.number).or_default() += 1;
        self.revision = self.revision.max(record.revision);
        for person in record.people() {
            let entry = layout::person_row(&person, row).ok_or_else(|| damaged("a row"))?;
            self.people.add(&entry);
        }
        if let Some(at) = rules::known(record.deadlines.first()) {
            self.due.add(&layout::due(at, &Due::Row(row.to_vec())));
        }
        Ok(())
    }

    fn compare<S: Source + ?Sized>(&self, view: &View<'_, S>) -> Result<(), VaultError> {
        for (number, rows) in &self.rows {
            let expected = view.count(*number)?;
            if expected != *rows {
                let name = &view.shape.numbered(*number)?.store.name;
                return Err(damaged(&format!(
                    "store `{name}`, with {rows} rows instead of {expected},"
                )));
            }
        }
        for ((scope, number), highest) in &self.numbers {
            let last = view.source.get(&layout::counter(scope, *number))?;
            let last = last.and_then(|bytes| layout::number(&bytes)).unwrap_or(0);
            if last.cast_signed() < *highest {
                let name = &view.shape.numbered(*number)?.store.name;
                return Err(damaged(&format!(
                    "the counter of `{name}`, which stands at {last} after {highest},"
                )));
            }
        }
        let revision = view.source.get(&layout::meta("revision"))?;
        let revision = revision.and_then(|bytes| layout::number(&bytes));
        if revision.unwrap_or(0) < self.revision {
            return Err(damaged("the count of changes, which is behind the rows,"));
        }
        Ok(())
    }

    fn compare_indexes<S: Source + ?Sized>(&self, view: &View<'_, S>) -> Result<(), VaultError> {
        let (mut people, mut due) = (Sum::default(), Sum::default());
        view.source.each(&[layout::PERSON], &mut |key, _| {
            people.add(key);
            Ok(())
        })?;
        view.source.each(&[layout::DUE], &mut |key, _| {
            if let Some((_, Due::Row(_))) = layout::split_due(key) {
                due.add(key);
            }
            Ok(())
        })?;
        self.people.compare(&people, "the index of people")?;
        self.due.compare(&due, "the index of due times")
    }
}
