//! A row as it stands in the database: a plain header, then the fields, sealed in one section for each owner.
//!
//! ```text
//! version(1) generation(4) revision(8) created(8) written(8) fixed(8) idle(8) sections(1)
//! section: length(1) owner's field name, alias(16, zeros for the scope itself), length(4) sealed
//! CRC-32(4) over the database key and all before
//! ```
//!
//! A section is JSON, values by field name, so that a changed policy still reads old rows. It is bound to its database
//! key and its owner: moved elsewhere it does not open. The CRC finds damage without a key; what is opened is proved by
//! its seal.

use std::collections::BTreeMap;

use super::{
    ledger::damaged,
    rules::Deadlines,
    seal::{self, Alias, Key},
};
use crate::{
    port::{Revision, VaultError},
    vocab::Timestamp,
};

const VERSION: u8 = 2;
/// Larger values would make the engine write files that it never syncs.
const BYTES_MAX: usize = 64 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// Whose secret is part of every section's key (`generation`).
    pub(super) generation: u32,
    pub(super) revision: Revision,
    pub(super) created: Timestamp,
    pub(super) written: Timestamp,
    pub(super) deadlines: Deadlines,
    pub(super) sections: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// The field that names the owner; empty for what belongs to the scope.
    pub(super) owner: String,
    /// Whose key seals it; none for the scope's.
    pub(super) alias: Option<Alias>,
    pub(super) sealed: Vec<u8>,
}

impl Section {
    pub(super) fn seal<T: serde::Serialize>(
        row: &[u8],
        owner: &str,
        alias: Option<Alias>,
        key: &Key,
        content: &BTreeMap<&str, T>,
    ) -> Result<Self, VaultError> {
        let plain =
            zeroize::Zeroizing::new(serde_json::to_vec(content).map_err(std::io::Error::from)?);
        Ok(Self {
            owner: owner.to_owned(),
            alias,
            sealed: seal::seal(key, &bound(row, owner), &plain)?,
        })
    }

    /// The same content under another key.
    pub(super) fn resealed(&self, row: &[u8], from: &Key, to: &Key) -> Result<Self, VaultError> {
        let bound = bound(row, &self.owner);
        let plain = seal::open(from, &bound, &self.sealed)
            .map(zeroize::Zeroizing::new)
            .ok_or_else(|| damaged("a sealed row"))?;
        Ok(Self {
            owner: self.owner.clone(),
            alias: self.alias,
            sealed: seal::seal(to, &bound, &plain)?,
        })
    }

    pub(super) fn open<T: serde::de::DeserializeOwned>(
        &self,
        row: &[u8],
        key: &Key,
    ) -> Result<BTreeMap<String, T>, VaultError> {
        let plain =
            seal::open(key, &bound(row, &self.owner), &self.sealed).map(zeroize::Zeroizing::new);
        plain
            .and_then(|plain| serde_json::from_slice(&plain).ok())
            .ok_or_else(|| damaged("a sealed row"))
    }
}

fn bound(row: &[u8], owner: &str) -> Vec<u8> {
    [row, &[0], owner.as_bytes()].concat()
}

impl Record {
    pub(super) fn encode(&self, row: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        bytes.extend_from_slice(&self.revision.to_be_bytes());
        let times = [
            self.created,
            self.written,
            self.deadlines.fixed,
            self.deadlines.idle,
        ];
        for time in times {
            bytes.extend_from_slice(&time.0.to_be_bytes());
        }
        let too_large = || VaultError::Refused {
            what: "a row is larger than 64 KiB".to_owned(),
            help: "store less in one row".to_owned(),
        };
        bytes.push(u8::try_from(self.sections.len()).map_err(|_| too_large())?);
        for section in &self.sections {
            bytes.push(u8::try_from(section.owner.len()).map_err(|_| too_large())?);
            bytes.extend_from_slice(section.owner.as_bytes());
            bytes.extend_from_slice(&section.alias.unwrap_or_default());
            let len = u32::try_from(section.sealed.len()).map_err(|_| too_large())?;
            bytes.extend_from_slice(&len.to_be_bytes());
            bytes.extend_from_slice(&section.sealed);
        }
        let sum = sum(row, &bytes);
        bytes.extend_from_slice(&sum);
        if bytes.len() > BYTES_MAX {
            return Err(too_large());
        }
        Ok(bytes)
    }

    pub(super) fn decode(row: &[u8], bytes: &[u8]) -> Result<Self, VaultError> {
        parse(row, bytes).ok_or_else(|| damaged("a row"))
    }

    /// The people in the row that have keys of their own, each once.
    pub(super) fn people(&self) -> Vec<Alias> {
        let mut people: Vec<_> = self
            .sections
            .iter()
            .filter_map(|section| section.alias)
            .collect();
        people.sort_unstable();
        people.dedup();
        people
    }
}

fn parse(row: &[u8], bytes: &[u8]) -> Option<Record> {
    let (bytes, said) = bytes.split_last_chunk::<4>()?;
    if sum(row, bytes) != *said {
        return None;
    }
    let (&version, mut rest) = bytes.split_first()?;
    if version != VERSION {
        return None;
    }
    let generation = u32::from_be_bytes(take(&mut rest)?);
    let revision = u64::from_be_bytes(take(&mut rest)?);
    let mut time = || Some(Timestamp(i64::from_be_bytes(take(&mut rest)?)));
    let (created, written) = (time()?, time()?);
    let deadlines = Deadlines {
        fixed: time()?,
        idle: time()?,
    };
    let [count] = take(&mut rest)?;
    let mut sections = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        let [len] = take(&mut rest)?;
        let owner = rest.split_off(..usize::from(len))?;
        let alias: Alias = take(&mut rest)?;
        let len = u32::from_be_bytes(take(&mut rest)?);
        let sealed = rest.split_off(..usize::try_from(len).ok()?)?;
        sections.push(Section {
            owner: String::from_utf8(owner.to_vec()).ok()?,
            alias: (alias != Alias::default()).then_some(alias),
            sealed: sealed.to_vec(),
        });
    }
    Some(Record {
        generation,
        revision,
        created,
        written,
        deadlines,
        sections,
    })
}

fn sum(row: &[u8], bytes: &[u8]) -> [u8; 4] {
    let mut crc = crc32fast::Hasher::new();
    crc.update(row);
    crc.update(bytes);
    crc.finalize().to_be_bytes()
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Value;

    fn record(text: &str) -> Record {
        let content = BTreeMap::from([("reason", Value::Text(text.to_owned()))]);
        Record {
            generation: 1,
            revision: 3,
            created: Timestamp(-1),
            written: Timestamp(2),
            deadlines: Deadlines::NONE,
            sections: vec![
                Section::seal(b"row", "member", Some([9; 16]), &[1; 32], &content).unwrap(),
            ],
        }
    }

    #[test]
    fn a_record_reads_back_and_shows_no_text() {
        let record = record("spam spam spam");
        let bytes = record.encode(b"row").unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"spam"));
        let read = Record::decode(b"row", &bytes).unwrap();
        assert_eq!(read, record);
        let content: BTreeMap<String, Value> = read.sections[0].open(b"row", &[1; 32]).unwrap();
        assert_eq!(content["reason"], Value::Text("spam spam spam".to_owned()));
        assert!(
            read.sections[0]
                .open::<Value>(b"another row", &[1; 32])
                .is_err()
        );
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_found() {
        let bytes = record("x").encode(b"row").unwrap();
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 4;
            assert!(Record::decode(b"row", &flipped).is_err(), "byte {at}");
            assert!(Record::decode(b"row", &bytes[..at]).is_err(), "cut at {at}");
        }
        assert!(Record::decode(b"other", &bytes).is_err());
    }

    #[test]
    fn a_row_that_the_engine_would_not_sync_is_refused() {
        let error = record(&"x".repeat(70_000)).encode(b"row").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a row is larger than 64 KiB; store less in one row"
        );
    }
}
