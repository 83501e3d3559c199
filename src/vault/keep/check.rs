//! Whether what is stored agrees with itself: every row, how many there are, the numbers they were given, and the
//! indexes that lead to them.
//!
//! An index is compared by the number of its entries and the sum of their checksums, so that memory does not grow with
//! the rows. It finds what was lost or damaged; who has the master key could still make up both.

use std::collections::{BTreeMap, BTreeSet};

use super::view::View;
use crate::{
    port::VaultError,
    vault::{
        engines::{Changes, Engine, Readable, spread, sum::Sum},
        ground::fault::damaged,
        ledger::seal::Alias,
        rows::{
            layout::{self, DbKey, Due},
            record::Record,
            rules,
            schema::{Kept, SETTINGS},
        },
    },
};

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::vault) enum Depth {
    /// Not the index of people: for an engine that finds damage to its own pages.
    Start,
    All,
}

/// What was found.
pub(in crate::vault) struct Checked<A> {
    /// Without settings.
    pub(in crate::vault) rows: u64,
    /// What is due with a server or a member.
    pub(in crate::vault) departures: BTreeSet<DbKey>,
    /// By every thread that read; in no order.
    pub(in crate::vault) gathered: Vec<A>,
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

/// Reads every row, and shows it to `visit`.
pub(in crate::vault) fn check<S: Readable + ?Sized, A: Default + Send>(
    view: &View<'_, S>,
    depth: Depth,
    visit: impl Fn(&mut A, &Kept, &[u8], Record) -> Result<(), VaultError> + Sync,
) -> Result<Checked<A>, VaultError> {
    let shape = view.shape;
    let read = |(wanted, gathered): &mut (Wanted, A), row: &[u8], bytes: &[u8]| {
        let record = Record::decode(row, bytes)?;
        let (_, number, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        let kept = shape.numbered(number)?;
        wanted.note(kept, row, &record, depth)?;
        visit(gathered, kept, row, record)
    };
    let mut wanted = Wanted {
        rows: shape.all().map(|kept| (kept.number, 0)).collect(),
        ..Wanted::default()
    };
    let mut gathered = Vec::new();
    for (part, of_thread) in spread::each(view.source, &[layout::ROW], read)? {
        wanted.join(part);
        gathered.push(of_thread);
    }
    wanted.compare(view)?;
    if depth == Depth::All {
        wanted.compare_people(view)?;
    }
    let departures = wanted.compare_due(view)?;
    compare_choices(view)?;
    let rows = wanted.rows.into_iter();
    Ok(Checked {
        rows: rows
            .filter(|(number, _)| *number != SETTINGS)
            .map(|(_, rows)| rows)
            .sum(),
        departures,
        gathered,
    })
}

/// The number of rows.
pub(in crate::vault) fn count<S: Readable + ?Sized>(view: &View<'_, S>) -> Result<u64, VaultError> {
    let nothing = |(): &mut (), _: &Kept, _: &[u8], _| Ok(());
    Ok(check(view, Depth::All, nothing)?.rows)
}

impl Wanted {
    fn note(
        &mut self,
        kept: &Kept,
        row: &[u8],
        record: &Record,
        depth: Depth,
    ) -> Result<(), VaultError> {
        *self.rows.entry(kept.number).or_default() += 1;
        self.revision = self.revision.max(record.revision);
        if kept.store.auto_key {
            let (scope, number, key) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
            let given = layout::auto_number(key).ok_or_else(|| damaged("a row"))?;
            let highest = self.numbers.entry((scope, number)).or_insert(given);
            *highest = given.max(*highest);
        }
        if let Some(at) = rules::known(record.deadlines.first()) {
            self.due.add(&layout::due(at, &Due::Row(row.to_vec())), &[]);
        }
        if depth == Depth::All {
            for (person, roles) in record.people() {
                let entry = layout::person_row(&person, row).ok_or_else(|| damaged("a row"))?;
                self.people.add(&entry, &roles.encode());
            }
        }
        Ok(())
    }

    fn join(&mut self, other: Self) {
        for (number, rows) in other.rows {
            *self.rows.entry(number).or_default() += rows;
        }
        for (of, given) in other.numbers {
            let highest = self.numbers.entry(of).or_insert(given);
            *highest = given.max(*highest);
        }
        self.people.join(&other.people);
        self.due.join(&other.due);
        self.revision = self.revision.max(other.revision);
    }

    fn compare<S: Readable + ?Sized>(&self, view: &View<'_, S>) -> Result<(), VaultError> {
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

    /// Also what is due otherwise than with a row.
    fn compare_due<S: Readable + ?Sized>(
        &self,
        view: &View<'_, S>,
    ) -> Result<BTreeSet<DbKey>, VaultError> {
        let read = |(due, others): &mut (Sum, BTreeSet<DbKey>), key: &[u8], _: &[u8]| {
            if layout::is_due_row(key) {
                due.add(key, &[]);
            } else {
                others.insert(key.to_vec());
            }
            Ok(())
        };
        let (mut due, mut departures) = (Sum::default(), BTreeSet::new());
        for (part, others) in spread::each(view.source, &[layout::DUE], read)? {
            due.join(&part);
            departures.extend(others);
        }
        self.due.compare(&due, "the index of due times")?;
        Ok(departures)
    }

    fn compare_people<S: Readable + ?Sized>(&self, view: &View<'_, S>) -> Result<(), VaultError> {
        let read = |people: &mut Sum, key: &[u8], roles: &[u8]| {
            people.add(key, roles);
            Ok(())
        };
        let mut people = Sum::default();
        for part in spread::each(view.source, &[layout::PERSON], read)? {
            people.join(&part);
        }
        self.people.compare(&people, "the index of people")
    }
}

/// No row tells of an opt-out, so that one is missed by a sum of its own, which is written with each.
fn compare_choices<S: Readable + ?Sized>(view: &View<'_, S>) -> Result<(), VaultError> {
    let wanted = view.choices()?;
    let there = Sum::of(view.source, &[layout::SUPPRESSED])?;
    wanted.compare(&there, "the list of opt-outs")
}

/// Writes the sum of the opt-outs that are there.
pub(in crate::vault) fn count_choices(engine: &dyn Engine) -> Result<(), VaultError> {
    let all = Sum::of(engine, &[layout::SUPPRESSED])?;
    engine.apply(Changes::from([(
        layout::meta("choices"),
        Some(all.encode()),
    )]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        port::{Batch, Op, Vault as _},
        vault::{MasterKey, SealedVault, open, policy},
        vocab::{GuildId, Timestamp, UserId, Value},
    };

    const NOW: Timestamp = Timestamp(1_760_000_000_000);

    #[tokio::test]
    async fn a_start_on_a_directory_notices_a_row_whose_due_time_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let key = MasterKey::random().unwrap();
        let vault = SealedVault::open(home.path(), policy::shared(), &key, NOW).unwrap();
        let text = || Value::Text("text".to_owned());
        let people = [1, 2].map(|user| Value::User(UserId(user)));
        let warning = Op::Insert {
            store: policy::WARNING,
            guild: Some(GuildId(3)),
            values: [vec![Value::None], people.to_vec(), vec![text(), text()]].concat(),
        };
        let batch = Batch {
            numbers: Vec::new(),
            expect: Vec::new(),
            ops: vec![warning],
        };
        vault.commit(batch, NOW).await.unwrap();
        drop(vault);
        let open = || open::open(home.path(), &policy::shared(), &key, NOW);
        let (writer, lock) = open().unwrap();
        let due = writer.shared.engine.scan(&[layout::DUE], 2).unwrap();
        assert_eq!(due.len(), 1);
        let changes = due.into_iter().map(|(key, _)| (key, None));
        let changes: Changes = changes.collect();
        writer.shared.engine.apply(changes).unwrap();
        drop((writer, lock));
        let told = open().err().unwrap().to_string();
        let wanted = "the index of due times, with 0 entries instead of 1, is damaged";
        assert!(told.starts_with(wanted), "{told}");
    }
}
