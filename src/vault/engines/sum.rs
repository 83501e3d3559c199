//! How many entries there are and what they add up to, in whatever order they come: enough to miss one that was lost or
//! damaged, not one that somebody made up.

use super::Readable;
use crate::{port::VaultError, vault::ground::fault::damaged};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::vault) struct Sum {
    entries: u64,
    sum: u64,
}

impl Sum {
    pub(in crate::vault) fn add(&mut self, key: &[u8], value: &[u8]) {
        self.entries = self.entries.wrapping_add(1);
        self.sum = self.sum.wrapping_add(one(key, value));
    }

    pub(in crate::vault) fn take(&mut self, key: &[u8], value: &[u8]) {
        self.entries = self.entries.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(one(key, value));
    }

    pub(in crate::vault) fn join(&mut self, other: &Self) {
        self.entries += other.entries;
        self.sum = self.sum.wrapping_add(other.sum);
    }

    pub(in crate::vault) fn compare(&self, there: &Self, what: &str) -> Result<(), VaultError> {
        if self == there {
            return Ok(());
        }
        let (wanted, found) = (self.entries, there.entries);
        Err(damaged(&if wanted == found {
            format!("{what}, with entries that lead astray,")
        } else {
            format!("{what}, with {found} entries instead of {wanted},")
        }))
    }

    pub(in crate::vault) fn encode(&self) -> Vec<u8> {
        [self.entries.to_be_bytes(), self.sum.to_be_bytes()].concat()
    }

    pub(in crate::vault) fn decode(bytes: &[u8]) -> Option<Self> {
        let (entries, sum) = bytes.split_first_chunk()?;
        Some(Self {
            entries: u64::from_be_bytes(*entries),
            sum: u64::from_be_bytes(sum.try_into().ok()?),
        })
    }

    /// Of all that starts with `prefix`.
    pub(in crate::vault) fn of<S: Readable + ?Sized>(
        source: &S,
        prefix: &[u8],
    ) -> Result<Self, VaultError> {
        let mut all = Self::default();
        source.each(prefix, &mut |key, value| {
            all.add(key, value);
            Ok(())
        })?;
        Ok(all)
    }
}

fn one(key: &[u8], value: &[u8]) -> u64 {
    let mut entry = crc32fast::Hasher::new();
    entry.update(key);
    entry.update(value);
    u64::from(entry.finalize())
}
