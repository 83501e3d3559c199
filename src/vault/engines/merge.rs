//! Makes one engine hold what another holds, page by page; what is there already is compared and not sent again.
//!
//! So a copy that was stopped goes on where it was, and one that was used meanwhile is brought up to date.
//!
//! INVARIANT: afterwards both hold the same keys and values, but for the count of batches, which is each engine's own.

use sha2::{Digest, Sha256};

use super::{Changes, Engine, Entry};
use crate::{
    port::VaultError,
    vault::{
        ground::progress::{Count, Watch},
        rows::layout,
    },
};

/// Entries read at once, and what is written at once: memory stays bounded.
const PAGE: usize = 256;
const BATCH_BYTES: usize = 1 << 20;
const BATCH_ENTRIES: usize = 4096;

/// What one engine holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::vault) struct Content {
    pub(in crate::vault) rows: u64,
    pub(in crate::vault) entries: u64,
    digest: [u8; 32],
}

/// Counts and hashes entries in their order.
#[derive(Default)]
struct Counted {
    rows: u64,
    entries: u64,
    hash: Sha256,
}

impl Counted {
    fn add(&mut self, key: &[u8], value: &[u8]) {
        for bytes in [key, value] {
            self.hash.update((bytes.len() as u64).to_be_bytes());
            self.hash.update(bytes);
        }
        self.entries += 1;
        self.rows += u64::from(key.first() == Some(&layout::ROW));
    }

    fn content(self) -> Content {
        Content {
            rows: self.rows,
            entries: self.entries,
            digest: self.hash.finalize().into(),
        }
    }
}

/// All entries of an engine, in order; the count of batches is left out.
struct Entries<'a> {
    engine: &'a dyn Engine,
    kind: Option<u8>,
    from: Vec<u8>,
    page: std::vec::IntoIter<Entry>,
}

impl<'a> Entries<'a> {
    fn of(engine: &'a dyn Engine) -> Self {
        Self {
            engine,
            kind: Some(0),
            from: vec![0],
            page: Vec::new().into_iter(),
        }
    }

    fn next(&mut self) -> Result<Option<Entry>, VaultError> {
        loop {
            if let Some(entry) = self.page.next() {
                if entry.0 != layout::meta("sequence") {
                    return Ok(Some(entry));
                }
                continue;
            }
            let Some(kind) = self.kind else {
                return Ok(None);
            };
            let page = self.engine.page(&[kind], &self.from, PAGE)?;
            if let Some((last, _)) = page.last() {
                self.from = [last, [0].as_slice()].concat();
            } else {
                self.kind = (kind < layout::LAST_KIND).then(|| kind + 1);
                self.from = self.kind.into_iter().collect();
            }
            self.page = page.into_iter();
        }
    }
}

/// What an engine holds, read from beginning to end; `rows`, about.
pub(in crate::vault) fn content(
    engine: &dyn Engine,
    rows: u64,
    watch: &Watch,
) -> Result<Content, VaultError> {
    let mut counted = Counted::default();
    let mut seen = Seen::new(watch, ["rows read back", "other entries read back"], rows);
    let mut entries = Entries::of(engine);
    while let Some((key, value)) = entries.next()? {
        counted.add(&key, &value);
        seen.step(&key);
    }
    Ok(counted.content())
}

/// Rows have a number that is known before; of indexes and marks there may be any number.
struct Seen<'a> {
    rows: Count<'a>,
    others: Count<'a>,
}

impl<'a> Seen<'a> {
    fn new(watch: &'a Watch, [rows, others]: [&'static str; 2], of: u64) -> Self {
        Self {
            rows: Count::new(watch, rows, Some(of)),
            others: Count::new(watch, others, None),
        }
    }

    fn step(&mut self, key: &[u8]) {
        match key.first() {
            Some(&layout::ROW) => self.rows.step(),
            _ => self.others.step(),
        }
    }
}

/// Changes for an engine, applied when there are enough.
struct Batch<'a> {
    engine: &'a dyn Engine,
    changes: Changes,
    bytes: usize,
}

impl Batch<'_> {
    fn add(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) -> Result<(), VaultError> {
        self.bytes += key.len() + value.as_ref().map_or(0, Vec::len);
        self.changes.insert(key, value);
        if self.bytes < BATCH_BYTES && self.changes.len() < BATCH_ENTRIES {
            return Ok(());
        }
        self.apply()
    }

    fn apply(&mut self) -> Result<(), VaultError> {
        self.bytes = 0;
        self.engine.apply(std::mem::take(&mut self.changes))
    }
}

/// Gives `to` what `from` holds, and takes from it what `from` does not hold; `rows`, about.
pub(in crate::vault) fn merge(
    from: &dyn Engine,
    to: &dyn Engine,
    rows: u64,
    watch: &Watch,
) -> Result<Content, VaultError> {
    let mut counted = Counted::default();
    let mut seen = Seen::new(watch, ["rows copied", "other entries copied"], rows);
    let mut ours = Entries::of(from);
    let mut theirs = Entries::of(to);
    let mut batch = Batch {
        engine: to,
        changes: Changes::new(),
        bytes: 0,
    };
    // Whatever is written has a key before those that are still to be read there.
    let mut there = theirs.next()?;
    while let Some((key, value)) = ours.next()? {
        while let Some((extra, _)) = there.take_if(|(at, _)| *at < key) {
            batch.add(extra, None)?;
            there = theirs.next()?;
        }
        counted.add(&key, &value);
        seen.step(&key);
        if let Some((_, present)) = there.take_if(|(at, _)| *at == key) {
            there = theirs.next()?;
            if present == value {
                continue;
            }
        }
        batch.add(key, Some(value))?;
    }
    while let Some((extra, _)) = there {
        batch.add(extra, None)?;
        there = theirs.next()?;
    }
    batch.apply()?;
    Ok(counted.content())
}

/// Whether there is nothing but what the engine itself keeps.
pub(in crate::vault) fn is_empty(engine: &dyn Engine) -> Result<bool, VaultError> {
    Ok(Entries::of(engine).next()?.is_none())
}
