//! The entries in one sled database, or in two while they move from an old one to a new one.
//!
//! Sled gives back little of the room that overwritten and removed entries took: its log grows to several times what is
//! alive. So when it has grown enough, everything alive is copied into a fresh database, in order, a little at a time between
//! other work, and the old one is deleted (`moving`).
//!
//! While that goes on the old one is only read; every batch goes to the new one, whole. Keys before the cursor are in the
//! new one and nowhere else. From the cursor on an entry of the new one hides that of the old one, and a mark there says
//! that the old one's was removed.
//!
//! ```text
//! kinds of `layout`        entries
//! fe                       state: 00 and when it is to be left, or 01, the bytes that moved and the cursor
//! ff key                   the mark that `key` was removed
//! ```
//!
//! INVARIANT: the new database alone decides which one counts: one that says `01` needs its predecessor, one that says
//! `00` is whole, and an older one is rubbish.

use std::{cmp::Ordering, iter::Peekable, sync::Arc};

use super::{guard::guarded, home::Home};
use crate::{
    port::VaultError,
    vault::{
        engines::{Changes, Entry},
        ground::fault::damaged,
        rows::layout::LAST_KIND,
    },
};

pub(super) const STATE: [u8; 1] = [0xfe];
const GONE: u8 = 0xff;

/// What a database says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// It has everything, and is left for a fresh one when its log has this size.
    Whole { limit: u64 },
    /// It has everything before the cursor: so many bytes of keys and values.
    Moving { live: u64, cursor: Vec<u8> },
}

impl State {
    pub(super) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Whole { limit } => [&[0], limit.to_be_bytes().as_slice()].concat(),
            Self::Moving { live, cursor } => [[1].as_slice(), &live.to_be_bytes(), cursor].concat(),
        }
    }

    pub(super) fn of(home: &Home) -> Result<Option<Self>, VaultError> {
        let db = home.db()?;
        let Some(bytes) = guarded(|| db.get(STATE))? else {
            return Ok(None);
        };
        let parsed = || {
            let (kind, rest) = bytes.split_first()?;
            let (number, cursor) = rest.split_first_chunk()?;
            let number = u64::from_be_bytes(*number);
            match kind {
                0 if cursor.is_empty() => Some(Self::Whole { limit: number }),
                1 => Some(Self::Moving {
                    live: number,
                    cursor: cursor.to_vec(),
                }),
                _ => None,
            }
        };
        let state = parsed();
        state.map(Some).ok_or_else(|| damaged("the database"))
    }
}

/// The mark that an entry of the old database was removed.
pub(super) fn gone(key: &[u8]) -> Vec<u8> {
    [&[GONE], key].concat()
}

pub(super) struct Layers {
    /// Where batches go.
    pub(super) top: Arc<Home>,
    pub(super) old: Option<Old>,
}

pub(super) struct Old {
    pub(super) home: Arc<Home>,
    /// Bytes of keys and values that were passed and count.
    pub(super) live: u64,
    pub(super) cursor: Vec<u8>,
}

impl Layers {
    /// The database below, if an entry of it could count.
    fn below(&self, key: &[u8]) -> Option<&Old> {
        self.old.as_ref().filter(|old| key >= old.cursor.as_slice())
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let top = self.top.db()?;
        let found = guarded(|| top.get(key))?;
        let found = match (found, self.below(key)) {
            (None, Some(old)) if !self.is_gone(key)? => {
                let db = old.home.db()?;
                guarded(|| db.get(key))?
            }
            (found, _) => found,
        };
        Ok(found.map(|value| value.to_vec()))
    }

    /// All changes at once, and `also`, which is the engine's own.
    pub(super) fn put(&self, changes: Changes, also: Entry) -> Result<(), VaultError> {
        let mut batch = sled::Batch::default();
        for (key, value) in changes {
            if let Some(value) = value {
                batch.insert(key, value);
                continue;
            }
            if self.below(&key).is_some() {
                batch.insert(gone(&key), &[]);
            }
            batch.remove(key);
        }
        batch.insert(also.0, also.1);
        let top = self.top.db()?;
        guarded(|| top.apply_batch(batch))
    }

    /// The last key from one on, up to another; maybe of an entry that was removed.
    pub(super) fn last(&self, from: &[u8], to: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let mut last = None;
        for home in [&self.top]
            .into_iter()
            .chain(self.old.as_ref().map(|old| &old.home))
        {
            let db = home.db()?;
            let found = guarded(|| db.range(from..to).next_back().transpose())?;
            last = last.max(found.map(|(key, _)| key.to_vec()));
        }
        Ok(last)
    }

    /// Every entry from a key on, in order.
    pub(super) fn from(&self, key: &[u8]) -> Result<Entries<'_>, VaultError> {
        let from = |home: &Home, key: &[u8]| -> Result<_, VaultError> {
            Ok(Guarded(home.db()?.range(key..)).peekable())
        };
        let old = self.old.as_ref();
        let old = old.map(|old| from(&old.home, key.max(&old.cursor)));
        Ok(Entries {
            layers: self,
            here: from(&self.top, key)?,
            old: old.transpose()?,
        })
    }

    /// The first `limit` entries from a key on that start with a prefix.
    pub(super) fn page(
        &self,
        prefix: &[u8],
        from: &[u8],
        limit: usize,
    ) -> Result<Vec<Entry>, VaultError> {
        let mut all = self.from(from)?;
        let mut page = Vec::new();
        while page.len() < limit
            && let Some(found) = all.next()?
            && found.key.starts_with(prefix)
        {
            page.push((found.key.to_vec(), found.value.to_vec()));
        }
        Ok(page)
    }

    /// Whether an entry of the old database was removed since.
    fn is_gone(&self, key: &[u8]) -> Result<bool, VaultError> {
        let top = self.top.db()?;
        guarded(|| top.contains_key(gone(key)))
    }
}

/// Entries in order, those of the old database among them.
pub(super) struct Entries<'a> {
    layers: &'a Layers,
    here: Peekable<Guarded>,
    old: Option<Peekable<Guarded>>,
}

pub(super) struct Found {
    pub(super) key: sled::IVec,
    pub(super) value: sled::IVec,
    /// Whether only the old database has it.
    pub(super) is_old: bool,
}

struct Guarded(sled::Iter);

impl Iterator for Guarded {
    type Item = Result<(sled::IVec, sled::IVec), VaultError>;

    /// Ends with the last entry that is not the engine's own.
    fn next(&mut self) -> Option<Self::Item> {
        let next = guarded(|| self.0.next().transpose()).transpose()?;
        match &next {
            Ok((key, _)) if key.first().is_some_and(|kind| *kind > LAST_KIND) => None,
            _ => Some(next),
        }
    }
}

impl Entries<'_> {
    pub(super) fn next(&mut self) -> Result<Option<Found>, VaultError> {
        loop {
            let old = self.old.as_mut().and_then(Peekable::peek);
            let order = match (self.here.peek(), old) {
                (_, None) | (Some(Err(_)), _) => Ordering::Less,
                (None, _) | (_, Some(Err(_))) => Ordering::Greater,
                (Some(Ok((here, _))), Some(Ok((old, _)))) => here.cmp(old),
            };
            let is_old = order.is_gt();
            let old = self.old.as_mut().filter(|_| order.is_ge());
            let mut found = old.and_then(Iterator::next).transpose()?;
            if !is_old {
                // Of the same key the newer one counts.
                found = self.here.next().transpose()?;
            }
            if let Some((key, _)) = &found
                && is_old
                && self.layers.is_gone(key)?
            {
                continue;
            }
            return Ok(found.map(|(key, value)| Found { key, value, is_old }));
        }
    }
}
