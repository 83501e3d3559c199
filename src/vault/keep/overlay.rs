//! What a batch will change, seen as if it were done.

use std::{
    collections::BTreeMap,
    ops::Bound::{Included, Unbounded},
};

use crate::{
    port::VaultError,
    vault::{
        engines::{Changes, Engine, Entry, Readable},
        rows::layout::DbKey,
    },
    vocab::Timestamp,
};

/// How many entries are looked at together at most.
const ROWS_AT_ONCE: usize = 256;

/// Changes that are not yet in the engine, seen as if they were.
pub(in crate::vault) struct Overlay<'a> {
    /// When a row, or what it said before, died here.
    pub(super) died: Option<Timestamp>,
    engine: &'a dyn Engine,
    kept: Changes,
    open: Changes,
}

impl<'a> Overlay<'a> {
    pub(in crate::vault) fn new(engine: &'a dyn Engine) -> Self {
        Self {
            died: None,
            engine,
            kept: Changes::new(),
            open: Changes::new(),
        }
    }

    pub(in crate::vault) fn put(&mut self, key: DbKey, value: impl Into<Vec<u8>>) {
        self.open.insert(key, Some(value.into()));
    }

    pub(in crate::vault) fn remove(&mut self, key: DbKey) {
        self.open.insert(key, None);
    }

    /// What was changed since the last call stays.
    pub(in crate::vault) fn keep(&mut self) {
        // Not `append`, which builds the larger map anew.
        self.kept.extend(std::mem::take(&mut self.open));
    }

    /// What was changed since the last `keep` is as if it had never been.
    pub(super) fn undo(&mut self) {
        self.open.clear();
    }

    pub(super) fn into_changes(mut self) -> Changes {
        self.keep();
        self.kept
    }

    fn changed(&self, key: &[u8]) -> Option<&Option<Vec<u8>>> {
        self.open.get(key).or_else(|| self.kept.get(key))
    }
}

impl Readable for Overlay<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        self.changed(key)
            .map_or_else(|| self.engine.get(key), |changed| Ok(changed.clone()))
    }

    fn scan(&self, prefix: &[u8], limit: usize) -> Result<Vec<Entry>, VaultError> {
        let here = |changes: &'_ Changes| -> Vec<(DbKey, Option<Vec<u8>>)> {
            let from = changes.range(prefix.to_vec()..);
            from.take_while(|(key, _)| key.starts_with(prefix))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        };
        let (kept, open) = (here(&self.kept), here(&self.open));
        // Each change hides at most one entry.
        let stored = limit.saturating_add(kept.len() + open.len());
        let mut found: BTreeMap<DbKey, Vec<u8>> =
            self.engine.scan(prefix, stored)?.into_iter().collect();
        for changes in [kept, open] {
            for (key, value) in changes {
                match value {
                    Some(value) => found.insert(key, value),
                    None => found.remove(&key),
                };
            }
        }
        Ok(found.into_iter().take(limit).collect())
    }

    fn any(&self, prefix: &[u8]) -> Result<bool, VaultError> {
        let put = |changes: &Changes, hides: &dyn Fn(&[u8]) -> bool| {
            let mut here = changes
                .range::<[u8], _>((Included(prefix), Unbounded))
                .take_while(|(key, _)| key.starts_with(prefix));
            here.any(|(key, value)| value.is_some() && !hides(key))
        };
        if put(&self.open, &|_| false) || put(&self.kept, &|key| self.open.contains_key(key)) {
            return Ok(true);
        }
        // What is stored is there unless it was removed here. Most often the first tells; then more are looked at at once.
        let (mut from, mut limit) = (prefix.to_vec(), 4);
        loop {
            let page = self.engine.page(prefix, &from, limit)?;
            if page.iter().any(|(key, _)| self.changed(key).is_none()) {
                return Ok(true);
            }
            match page.into_iter().next_back() {
                Some((last, _)) => from = [last.as_slice(), &[0]].concat(),
                None => return Ok(false),
            }
            limit = (limit * 2).min(ROWS_AT_ONCE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::engines::disk::Sled;

    #[test]
    fn a_draft_tells_whether_anything_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let engine = Sled::open(dir.path()).unwrap();
        let key = |n: u16| [&[9, 9], n.to_be_bytes().as_slice()].concat();
        let stored = (0..600).map(|n| (key(n), Some(vec![1]))).collect();
        engine.apply(stored).unwrap();
        let mut overlay = Overlay::new(&engine);
        for gone in 0..599 {
            overlay.remove(key(gone));
            if gone % 100 == 0 {
                overlay.keep();
            }
        }
        assert!(overlay.any(&[9, 9]).unwrap(), "the last one");
        overlay.remove(key(599));
        assert!(!overlay.any(&[9, 9]).unwrap() && !overlay.any(&[9]).unwrap());
        overlay.keep();
        overlay.put(key(7), [2]);
        assert!(overlay.any(&[9, 9]).unwrap() && !overlay.any(&[8]).unwrap());
        overlay.keep();
        overlay.remove(key(7));
        assert!(!overlay.any(&[9, 9]).unwrap());
    }
}
