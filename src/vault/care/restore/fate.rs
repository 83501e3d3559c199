//! What of a backup comes back, and what of today stays: the ledger of today is the authority.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::{
    port::VaultError,
    vault::{
        engines::Changes,
        ground::fault::damaged,
        keep::{Shared, writer::Writer},
        ledger::{
            Ledger,
            seal::{Alias, Key, Keys},
        },
        rows::{
            layout, named,
            record::{Record, Section},
            rules,
            schema::Kept,
        },
    },
    vocab::{Timestamp, Value},
};

/// What becomes of a row of the backup.
pub(super) enum Fate {
    Stays(Record),
    Emptied(Record),
    Erased,
    Due,
    /// Of a store that a policy dropped.
    Dropped,
}

/// Whether a mark of the backup still says something: of a server or member with secrets, and where today is unknown.
pub(super) fn belongs(ledger: &Ledger, today: Option<&Writer>, key: &[u8]) -> bool {
    let Some((kind, rest)) = key.split_first() else {
        return false;
    };
    let known = rest
        .first_chunk()
        .is_some_and(|alias| ledger.who(alias).is_some());
    match *kind {
        layout::REMOVED | layout::OFF | layout::LEFT | layout::DEPARTED => known && today.is_none(),
        layout::COUNTER => known,
        layout::SUPPRESSED => true,
        _ => false,
    }
}

/// Who was taken out of which store since, by the tags of that and the commits that did it: their secrets are still there.
pub(super) struct TakenOut(BTreeMap<Vec<u8>, u64>);

impl TakenOut {
    /// Of today's database, or of the file beside one that is lost.
    pub(super) fn of(
        today: Option<&Writer>,
        chosen: &BTreeMap<[u8; 32], Vec<u8>>,
    ) -> Result<Self, VaultError> {
        let mut marks = BTreeMap::new();
        for (tag, choice) in chosen {
            marks.insert(layout::suppressed(tag), layout::number(choice).unwrap_or(0));
        }
        if let Some(today) = today {
            for (key, choice) in today
                .shared
                .engine
                .scan(&[layout::SUPPRESSED], usize::MAX)?
            {
                marks.insert(key, layout::number(&choice).unwrap_or(0));
            }
        }
        Ok(Self(marks))
    }

    /// Whether a row of this age is about somebody who was taken out of its store, or is a yes on which such rows rested.
    fn is_gone(&self, shared: &Shared, kept: &Kept, person: &Alias, revision: u64) -> bool {
        let Some(who) = shared.ledger.who(person) else {
            return false;
        };
        let resting = kept.id.into_iter();
        let resting = resting.flat_map(|id| shared.shape.plan.resting_on(id));
        let resting = resting.filter_map(|store| shared.shape.of(store.id).ok());
        let resting = resting.map(|resting| resting.number);
        let mut numbers = std::iter::once(kept.number).chain(resting);
        numbers.any(|number| {
            let tag = shared.ledger.taken_out_tag(who, number);
            let since = self.0.get(&layout::suppressed(&tag));
            since.is_some_and(|since| *since > revision)
        })
    }
}

pub(super) fn fate(
    shared: &Shared,
    generations: &BTreeMap<u32, Zeroizing<Key>>,
    today: Option<&Writer>,
    kept: &Kept,
    row: &[u8],
    mut record: Record,
    (taken_out, now): (&TakenOut, Timestamp),
) -> Result<Fate, VaultError> {
    let (scope, _, _) = layout::split_row(row).ok_or_else(|| damaged("the backup"))?;
    let Some(common) = shared.ledger.by_alias(&scope) else {
        return Ok(Fate::Erased);
    };
    if kept.gone {
        return Ok(Fate::Dropped);
    }
    if kept.until_boot() {
        return Ok(Fate::Due);
    }
    let present = match today {
        Some(today) => today.shared.current().record(row)?,
        None => None,
    };
    let generation = shared.ledger.generation();
    let before = generations
        .get(&record.generation)
        .ok_or_else(|| damaged("the backup"))?;
    record.generation = generation;
    let sealing = |keys: &Keys, generation| {
        let Shared { shape, ledger, .. } = shared;
        shape.sealing(kept, ledger, keys, generation)
    };
    let mut emptied = false;
    for section in &mut record.sections {
        let gone = section
            .alias
            .is_some_and(|person| taken_out.is_gone(shared, kept, &person, record.revision));
        if !gone && let Some(keys) = shared.ledger.by_alias(&section.alias.unwrap_or(scope)) {
            let from = keys.with(before);
            *section = section.resealed(row, &from, &sealing(&keys, generation)?)?;
            continue;
        }
        if named::is_named(&section.owner) {
            if named::is_in_key(&section.owner) {
                return Ok(Fate::Erased);
            }
            emptied = true;
            let content = BTreeMap::from([(section.owner.as_str(), Value::None)]);
            let key = sealing(&common, generation)?;
            *section = Section::seal(row, &section.owner, None, &key, &content)?;
            continue;
        }
        let store = &kept.store;
        let mut people = store.people();
        let owner = kept.now(&section.owner);
        let by = people.find(|(_, field)| field.name == owner);
        let Some((by, _)) = by.filter(|(by, _)| !rules::erase_rule(store, *by).takes_row()) else {
            return Ok(Fate::Erased);
        };
        emptied = true;
        // Where the erasure left something, as a pseudonym does, that is what may still be read.
        if let Some(present) = &present {
            let mut left = present.sections.iter();
            let left = left.find(|left| kept.now(&left.owner) == owner && left.alias.is_none());
            if let Some(left) = left {
                let from = sealing(&common, present.generation)?;
                *section = left.resealed(row, &from, &sealing(&common, generation)?)?;
                continue;
            }
        }
        let theirs = store
            .fields
            .iter()
            .filter(|field| rules::owner(store, field) == Some(by));
        let content = theirs
            .map(|field| (field.name.as_str(), Value::None))
            .collect();
        let key = sealing(&common, generation)?;
        *section = Section::seal(row, &section.owner, None, &key, &content)?;
    }
    if let Some(today) = today
        && today.shared.current().is_ended(kept, row)?
    {
        return Ok(Fate::Due);
    }
    if let Some(present) = present {
        record.deadlines = record.deadlines.nearer(present.deadlines);
        record.finished = rules::earlier(record.finished, present.finished);
        record.channel_gone = rules::earlier(record.channel_gone, present.channel_gone);
    }
    Ok(if record.deadlines.first() <= now {
        Fate::Due
    } else if emptied {
        Fate::Emptied(record)
    } else {
        Fate::Stays(record)
    })
}

/// What people chose and where they left since the backup was made.
pub(super) fn carry_over(shared: &Shared, today: &Writer) -> Result<(), VaultError> {
    let view = shared.current();
    for kind in [
        layout::REMOVED,
        layout::OFF,
        layout::LEFT,
        layout::DEPARTED,
        layout::SUPPRESSED,
        layout::COUNTER,
    ] {
        let mut changes = Changes::new();
        for (key, value) in today.shared.engine.scan(&[kind], usize::MAX)? {
            let departed = layout::split_departed(&key).map(|(_, person)| person);
            let alias = match kind {
                layout::DEPARTED => departed.as_ref(),
                _ => key.get(1..).and_then(|rest| rest.first_chunk()),
            };
            let wanted = match (kind, alias) {
                (layout::LEFT | layout::DEPARTED, Some(alias)) => {
                    view.source.any(&layout::person_prefix(alias))?
                }
                (layout::REMOVED | layout::OFF, Some(alias)) => {
                    view.source.any(&layout::scope_prefix(alias))?
                }
                _ => true,
            };
            if wanted {
                changes.insert(key, Some(value));
            }
        }
        shared.engine.apply(changes)?;
    }
    Ok(())
}
