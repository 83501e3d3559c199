//! A row as it stands in the database: a plain header, then the fields, sealed in one section for each owner.
//!
//! ```text
//! version(1) generation(4) revision(8) created(8) written(8) fixed(8) moving(8) finished sections(1)
//! finished: nothing in version 2; when(8) channel(8) in version 3
//! section: length(1) owner's field name, alias(16, zeros for the scope itself), length(4) sealed
//! CRC-32(4) over the database key and all before
//! ```
//!
//! A row is of version 3 once an op has told that what it was kept for is over, or that its channel was deleted, and of
//! version 2 as long as none has.
//! So a row keeps its size until then.
//!
//! A section is JSON, values by field name, so that a changed policy still reads old rows. It is bound to its database
//! key and its owner: moved elsewhere it does not open. The CRC finds damage without a key; what is opened is proved by
//! its seal.

use std::collections::BTreeMap;

use super::rules::{Deadlines, NEVER, known};
use crate::{
    port::{Revision, VaultError},
    vault::{
        ground::fault::damaged,
        ledger::seal::{self, Alias, Key},
    },
    vocab::Timestamp,
};

const VERSION: u8 = 2;
const VERSION_FINISHED: u8 = 3;
/// Larger values would make the engine write files that it never syncs. Without when it was finished, so that every row
/// can be.
const BYTES_MAX: usize = 64 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::vault) struct Record {
    /// Whose secret is part of every section's key (`generation`).
    pub(in crate::vault) generation: u32,
    pub(in crate::vault) revision: Revision,
    pub(in crate::vault) created: Timestamp,
    pub(in crate::vault) written: Timestamp,
    pub(in crate::vault) deadlines: Deadlines,
    /// When what it was kept for was over. The first time counts.
    pub(in crate::vault) finished: Option<Timestamp>,
    /// When the channel was deleted that it goes with. The first time counts.
    pub(in crate::vault) channel_gone: Option<Timestamp>,
    pub(in crate::vault) sections: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::vault) struct Section {
    /// The field that names the owner; empty for what belongs to the scope.
    pub(in crate::vault) owner: String,
    /// Whose key seals it; none for the scope's.
    pub(in crate::vault) alias: Option<Alias>,
    pub(in crate::vault) sealed: Vec<u8>,
}

impl Section {
    pub(in crate::vault) fn seal<T: serde::Serialize>(
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
    pub(in crate::vault) fn resealed(
        &self,
        row: &[u8],
        from: &Key,
        to: &Key,
    ) -> Result<Self, VaultError> {
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

    pub(in crate::vault) fn open<T: serde::de::DeserializeOwned>(
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
    pub(in crate::vault) fn encode(&self, row: &[u8]) -> Result<Vec<u8>, VaultError> {
        let told = [self.finished, self.channel_gone];
        let told = (told != [None, None]).then(|| told.map(|at| at.unwrap_or(NEVER)));
        let mut bytes = vec![if told.is_some() {
            VERSION_FINISHED
        } else {
            VERSION
        }];
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        bytes.extend_from_slice(&self.revision.to_be_bytes());
        let times = [
            self.created,
            self.written,
            self.deadlines.fixed,
            self.deadlines.moving,
        ];
        for time in times.iter().chain(told.iter().flatten()) {
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
        if bytes.len() - told.as_ref().map_or(0, size_of_val) > BYTES_MAX {
            return Err(too_large());
        }
        Ok(bytes)
    }

    pub(in crate::vault) fn decode(row: &[u8], bytes: &[u8]) -> Result<Self, VaultError> {
        parse(row, bytes).ok_or_else(|| damaged("a row"))
    }

    /// The people in the row that have keys of their own, and as what they are in it.
    pub(in crate::vault) fn people(&self) -> BTreeMap<Alias, Roles> {
        let mut people = BTreeMap::<Alias, Roles>::new();
        for section in &self.sections {
            if let Some(alias) = section.alias {
                people
                    .entry(alias)
                    .or_default()
                    .0
                    .push(section.owner.clone());
            }
        }
        people
    }
}

/// The fields in which one person stands.
///
/// ```text
/// length(1) field's name, again for each field
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::vault) struct Roles(pub(in crate::vault) Vec<String>);

impl Roles {
    pub(in crate::vault) fn encode(&self) -> Vec<u8> {
        // As long as names that stand in a record.
        let parts = self.0.iter().map(|name| (name.len().to_le_bytes(), name));
        let parts = parts.map(|([len, ..], name)| [&[len], name.as_bytes()].concat());
        parts.collect::<Vec<_>>().concat()
    }

    /// None for what says nothing.
    pub(in crate::vault) fn decode(mut bytes: &[u8]) -> Option<Self> {
        let mut names = Vec::new();
        while !bytes.is_empty() {
            let [len] = take(&mut bytes)?;
            let name = bytes.split_off(..usize::from(len))?;
            names.push(String::from_utf8(name.to_vec()).ok()?);
        }
        (!names.is_empty()).then_some(Self(names))
    }
}

fn parse(row: &[u8], bytes: &[u8]) -> Option<Record> {
    let (bytes, said) = bytes.split_last_chunk::<4>()?;
    if sum(row, bytes) != *said {
        return None;
    }
    let (&version, mut rest) = bytes.split_first()?;
    let generation = u32::from_be_bytes(take(&mut rest)?);
    let revision = u64::from_be_bytes(take(&mut rest)?);
    let mut time = || Some(Timestamp(i64::from_be_bytes(take(&mut rest)?)));
    let (created, written) = (time()?, time()?);
    let deadlines = Deadlines {
        fixed: time()?,
        moving: time()?,
    };
    let (finished, channel_gone) = match version {
        VERSION => (None, None),
        VERSION_FINISHED => (known(time()?), known(time()?)),
        _ => return None,
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
        finished,
        channel_gone,
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
            finished: None,
            channel_gone: None,
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
    fn roles_read_back_and_what_says_nothing_is_no_role() {
        let roles = Roles(vec!["member".to_owned(), "m".repeat(255)]);
        let bytes = roles.encode();
        assert_eq!(Roles::decode(&bytes), Some(roles));
        assert_eq!(Roles::decode(&bytes[..9]), None);
        assert_eq!(Roles::decode(&[]), None);
    }

    /// As rows stand in data that is out there.
    const STANDS: &str = "02000000010000000000000003ffffffffffffffff000000000000000200000000000000057fffffffffffffff01066d656d6265720909090909090909090909090909090900000003070707d7a86fc1";

    #[test]
    fn a_row_that_is_not_finished_reads_and_writes_as_it_always_did() {
        let bytes: Vec<u8> = (0..STANDS.len() / 2)
            .map(|at| u8::from_str_radix(&STANDS[2 * at..2 * at + 2], 16).unwrap())
            .collect();
        let record = Record::decode(b"row", &bytes).unwrap();
        assert_eq!(
            (record.created, record.written),
            (Timestamp(-1), Timestamp(2))
        );
        assert_eq!(record.deadlines.fixed, Timestamp(5));
        assert_eq!((record.deadlines.moving, record.finished), (NEVER, None));
        assert!(record.people().keys().eq(&[[9; 16]]));
        assert_eq!(record.encode(b"row").unwrap(), bytes);
    }

    #[test]
    fn what_is_told_of_the_end_of_a_row_reads_back_also_where_the_row_is_as_large_as_it_may_be() {
        let mut largest = record("x");
        let rest = BYTES_MAX - largest.encode(b"row").unwrap().len();
        largest.sections[0].sealed.extend(vec![0; rest]);
        assert_eq!(largest.encode(b"row").unwrap().len(), BYTES_MAX);
        for (finished, gone) in [(Some(-7), None), (Some(0), Some(3)), (None, Some(8))] {
            largest.finished = finished.map(Timestamp);
            largest.channel_gone = gone.map(Timestamp);
            let bytes = largest.encode(b"row").unwrap();
            assert_eq!(Record::decode(b"row", &bytes).unwrap(), largest);
            let mut unknown = bytes;
            unknown[0] = VERSION_FINISHED + 1;
            let end = unknown.len() - 4;
            let sum = sum(b"row", &unknown[..end]);
            unknown[end..].copy_from_slice(&sum);
            assert!(Record::decode(b"row", &unknown).is_err());
        }
        largest.sections[0].sealed.push(0);
        assert!(largest.encode(b"row").is_err());
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_found() {
        let mut finished = record("x");
        finished.finished = Some(Timestamp(9));
        for record in [record("x"), finished] {
            let bytes = record.encode(b"row").unwrap();
            for at in 0..bytes.len() {
                let mut flipped = bytes.clone();
                flipped[at] ^= 4;
                assert!(Record::decode(b"row", &flipped).is_err(), "byte {at}");
                assert!(Record::decode(b"row", &bytes[..at]).is_err(), "cut at {at}");
            }
            assert!(Record::decode(b"other", &bytes).is_err());
        }
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
