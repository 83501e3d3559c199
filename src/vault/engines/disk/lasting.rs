//! A long reading of the embedded engine that holds nobody up: batches are applied meanwhile, and it does not see them.
//!
//! While one lives, a batch first hands it what it is about to replace. What was not replaced is read a page at a time,
//! with batches kept away for that page only.
//!
//! INVARIANT: it answers from the state in which it began, whatever is applied while it lives.
//!
//! It remembers as much as is changed meanwhile. Secrets are not part of the state: a row whose secret was destroyed
//! since reads as one whose secret was destroyed before.

use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use super::Sled;
use crate::{
    port::VaultError,
    vault::{
        engines::{Changes, Engine as _, Entry, Readable, Visit},
        rows::layout::DbKey,
    },
};

/// Entries that are read while batches wait.
const PAGE: usize = 256;

/// What keys held when a long reading began; only of those that were changed since.
type Before = BTreeMap<DbKey, Option<Vec<u8>>>;

/// The long readings that live.
#[derive(Default)]
pub(super) struct Readers(Vec<Weak<Mutex<Before>>>);

impl Readers {
    /// For whoever keeps batches away.
    fn enter(&mut self) -> Arc<Mutex<Before>> {
        let before = Arc::default();
        self.0.push(Arc::downgrade(&before));
        before
    }

    /// What a batch is about to replace, for those that live.
    pub(super) fn remember(
        &mut self,
        changes: &Changes,
        get: impl Fn(&[u8]) -> Result<Option<Vec<u8>>, VaultError>,
    ) -> Result<(), VaultError> {
        self.0.retain(|before| before.strong_count() > 0);
        for before in self.0.iter().filter_map(Weak::upgrade) {
            let mut before = locked(&before);
            for key in changes.keys() {
                if !before.contains_key(key) {
                    before.insert(key.clone(), get(key)?);
                }
            }
        }
        Ok(())
    }
}

fn locked(before: &Mutex<Before>) -> MutexGuard<'_, Before> {
    before.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) struct Lasting<'a> {
    engine: &'a Sled,
    before: Arc<Mutex<Before>>,
}

struct Page {
    entries: BTreeMap<DbKey, Vec<u8>>,
    /// Where the next one begins, if there is one.
    next: Option<DbKey>,
}

impl<'a> Lasting<'a> {
    pub(super) fn begin(engine: &'a Sled) -> Self {
        let before = engine.alone().enter();
        Self { engine, before }
    }

    /// Entries from the key `from` on that start with `prefix`.
    fn page(&self, prefix: &[u8], from: &[u8]) -> Result<Page, VaultError> {
        let _still = self.engine.still();
        let page = self.engine.page(prefix, from, PAGE)?;
        let next = page.last().filter(|_| page.len() == PAGE);
        let next = next.map(|(key, _)| [key.as_slice(), &[0]].concat());
        let mut entries: BTreeMap<DbKey, Vec<u8>> = page.into_iter().collect();
        let end = next.clone().map_or(Bound::Unbounded, Bound::Excluded);
        let before = locked(&self.before);
        let changed = before.range((Bound::Included(from.to_vec()), end));
        for (key, was) in changed.take_while(|(key, _)| key.starts_with(prefix)) {
            match was {
                Some(was) => entries.insert(key.clone(), was.clone()),
                None => entries.remove(key),
            };
        }
        Ok(Page { entries, next })
    }
}

impl Readable for Lasting<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let _still = self.engine.still();
        match locked(&self.before).get(key) {
            Some(was) => Ok(was.clone()),
            None => self.engine.get(key),
        }
    }

    fn scan(&self, prefix: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        let mut found = Vec::new();
        let mut from = Some(prefix.to_vec());
        while let Some(at) = from.filter(|_| found.len() < limit) {
            let Page { entries, next } = self.page(prefix, &at)?;
            found.extend(entries);
            from = next;
        }
        found.truncate(limit);
        Ok(found)
    }

    fn each(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), VaultError> {
        let mut from = Some(prefix.to_vec());
        while let Some(at) = from {
            let Page { entries, next } = self.page(prefix, &at)?;
            for (key, value) in entries {
                visit(&key, &value)?;
            }
            from = next;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::engines::Engine;

    const KEYS: u64 = 3 * PAGE as u64;

    fn change(engine: &Sled, key: u64, value: Option<u64>) {
        let key = [b"\x01".as_slice(), &key.to_be_bytes()].concat();
        let value = value.map(|value| value.to_be_bytes().to_vec());
        engine.apply(Changes::from([(key, value)])).unwrap();
    }

    fn everything(source: &dyn Readable) -> Vec<Entry> {
        let mut all = Vec::new();
        let mut visit = |key: &[u8], value: &[u8]| {
            all.push((key.to_vec(), value.to_vec()));
            Ok(())
        };
        source.each(b"\x01", &mut visit).unwrap();
        all
    }

    /// Were batches to wait for it, this would not end.
    #[test]
    fn batches_are_applied_while_it_reads_and_it_does_not_see_them() {
        let home = tempfile::tempdir().unwrap();
        let engine = Sled::open(home.path()).unwrap();
        let first = (0..KEYS).map(|key| {
            let key = [b"\x01".as_slice(), &(2 * key).to_be_bytes()].concat();
            (key, Some(b"first".to_vec()))
        });
        engine.apply(first.collect()).unwrap();
        let before = everything(&engine);
        let lasting = engine.lasting().unwrap();
        let mut seen = Vec::new();
        let mut visit = |key: &[u8], value: &[u8]| {
            if seen.len() % 64 == 0 {
                // Behind, here and ahead: changed, removed, put in between.
                let at = u64::from_be_bytes(key[1..].try_into().unwrap());
                for at in [at.saturating_sub(40), at, at + 40, at + 3 * PAGE as u64] {
                    change(&engine, at, Some(1));
                    change(&engine, at + 1, Some(2));
                    change(&engine, at + 2, None);
                }
            }
            seen.push((key.to_vec(), value.to_vec()));
            Ok(())
        };
        lasting.each(b"\x01", &mut visit).unwrap();
        assert!(seen == before, "one state, the one it began with");
        assert!(everything(&engine) != before, "there was something to miss");
        assert!(lasting.scan(b"\x01", usize::MAX).unwrap() == before);
        assert_eq!(lasting.scan(b"\x01", 300).unwrap(), before[..300]);
        assert!(lasting.any(b"\x01").unwrap());
        for (key, value) in &before {
            assert_eq!(lasting.get(key).unwrap().as_ref(), Some(value));
        }
        let new = [b"\x01".as_slice(), &1u64.to_be_bytes()].concat();
        assert!(engine.get(&new).unwrap().is_some());
        assert_eq!(lasting.get(&new).unwrap(), None);
    }

    /// Readings that begin at random moments, against a copy of the state in which each began.
    #[test]
    fn whenever_it_begins_it_keeps_that_state() {
        let home = tempfile::tempdir().unwrap();
        let engine = Sled::open(home.path()).unwrap();
        let mut dice = fastrand::Rng::with_seed(7);
        let mut readings: Vec<(Box<dyn Readable + '_>, Vec<Entry>)> = Vec::new();
        for step in 0..600 {
            let changes = (0..dice.usize(1..8)).map(|_| {
                let key = [b"\x01".as_slice(), &dice.u64(..800).to_be_bytes()].concat();
                (key, dice.bool().then(|| vec![dice.u8(..); 3]))
            });
            engine
                .apply(changes.collect::<Vec<_>>().into_iter().collect())
                .unwrap();
            if step % 40 == 0 {
                readings.push((engine.lasting().unwrap(), everything(&engine)));
            }
            if step % 90 == 0 && !readings.is_empty() {
                let (reading, state) = readings.swap_remove(dice.usize(..readings.len()));
                assert!(everything(&*reading) == state, "at step {step}");
            }
        }
        for (reading, state) in &readings {
            assert!(everything(&**reading) == *state);
        }
        drop(readings);
        change(&engine, 1, None);
        assert!(engine.alone().0.is_empty(), "nobody is remembered for");
    }
}
