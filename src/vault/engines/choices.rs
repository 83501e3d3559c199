//! Opt-outs a second time, beside the database: should it be lost, a backup does not make anybody collected again.
//!
//! A file of 64 bytes for each choice, oldest first: tag(32) choice(13) place(4) zeros(7) checksum(8). What a tag and a
//! choice are, `layout` and `view` say; `place` counts within what was written and synced at once. Written and synced
//! before the database; read by `restore` only.
//!
//! A sector holds whole lines. So a power cut leaves a line that was not synced as it is, or empty, or not there; and no
//! later write stands behind it, since `open` writes anew a file that is not whole. Everything else is damage.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    path::Path,
};

use super::Entry;
use crate::{
    port::VaultError,
    vault::{
        ground::file::{private_file, sync_dir},
        ledger::seal,
    },
};

const NAME: &str = "choices";
const ANEW: &str = "choices.new";
const CHOICE: usize = 13;
const LINE: usize = 64;

type Tag = [u8; 32];

pub(in crate::vault) struct Choices {
    file: File,
}

/// What the file says.
#[derive(Default)]
pub(in crate::vault) struct Found {
    /// The latest choice of each tag.
    pub(in crate::vault) latest: BTreeMap<Tag, Vec<u8>>,
    /// Whether something is lost that was acknowledged.
    pub(in crate::vault) is_damaged: bool,
    /// Whether there is such a file: beside an embedded database there always is.
    pub(in crate::vault) is_there: bool,
    is_whole: bool,
}

impl Choices {
    /// Opens the file in `dir`. One that is not there or not whole is made of what the database says.
    pub(in crate::vault) fn open(
        dir: &Path,
        today: impl FnOnce() -> Result<Vec<Entry>, VaultError>,
    ) -> Result<Self, VaultError> {
        let found = Self::read(dir)?;
        if !found.is_whole {
            if found.is_damaged {
                tracing::warn!("the file `choices` was damaged; the database says what was in it");
            }
            let mut anew = Self {
                file: private_file(&dir.join(ANEW))?,
            };
            anew.file.set_len(0)?;
            anew.append(&today()?)?;
            anew.file.sync_all()?;
            fs::rename(dir.join(ANEW), dir.join(NAME))?;
            sync_dir(dir)?;
        }
        Ok(Self {
            file: private_file(&dir.join(NAME))?,
        })
    }

    /// Takes the entries of the database that are choices. On disk when it returns.
    pub(in crate::vault) fn append(&mut self, chosen: &[Entry]) -> Result<(), VaultError> {
        let mut lines = Vec::new();
        for (place, (key, choice)) in (0_u32..).zip(chosen) {
            let tag = key.get(1..).unwrap_or_default();
            let mut line = [tag, choice, &place.to_be_bytes()].concat();
            line.resize(LINE - 8, 0);
            let sum = seal::checksum(&[&line]);
            lines.extend_from_slice(&line);
            lines.extend_from_slice(&sum);
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(&lines)?;
        Ok(self.file.sync_data()?)
    }

    pub(in crate::vault) fn read(dir: &Path) -> Result<Found, VaultError> {
        let mut bytes = Vec::new();
        match File::open(dir.join(NAME)) {
            Ok(mut file) => file.read_to_end(&mut bytes)?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::default()),
            Err(error) => return Err(error.into()),
        };
        let mut found = Found {
            is_whole: bytes.len().is_multiple_of(LINE),
            is_there: true,
            ..Found::default()
        };
        let mut empty = Vec::new();
        // So many lines were synced before one that is there was written.
        let mut synced = 0;
        for (number, line) in bytes.chunks_exact(LINE).enumerate() {
            if let Some((tag, choice, place)) = split(line) {
                found.latest.insert(tag, choice);
                synced = synced.max(number.saturating_sub(place));
            } else {
                found.is_whole = false;
                found.is_damaged |= line.iter().any(|byte| *byte != 0);
                empty.push(number);
            }
        }
        found.is_damaged |= empty.iter().any(|number| *number < synced);
        Ok(found)
    }
}

/// The tag, the choice and the place of a line that is as it was written.
fn split(line: &[u8]) -> Option<(Tag, Vec<u8>, usize)> {
    let (body, sum) = line.split_last_chunk::<8>()?;
    let (tag, rest) = body.split_first_chunk::<32>()?;
    let (choice, rest) = rest.split_first_chunk::<CHOICE>()?;
    let (place, _) = rest.split_first_chunk::<4>()?;
    let place = usize::try_from(u32::from_be_bytes(*place)).ok()?;
    (seal::checksum(&[body]) == *sum).then(|| (*tag, choice.to_vec(), place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::rows::layout;

    fn entry(tag: u8, choice: u8) -> Entry {
        let key = [vec![layout::SUPPRESSED], vec![tag; 32]].concat();
        (key, vec![choice; CHOICE])
    }

    fn open(dir: &Path) -> Choices {
        Choices::open(dir, || Ok(vec![entry(1, 7)])).unwrap()
    }

    fn damage(dir: &Path, how: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(dir.join(NAME)).unwrap();
        how(&mut bytes);
        fs::write(dir.join(NAME), bytes).unwrap();
    }

    fn clear(bytes: &mut [u8], line: usize) {
        bytes[line * LINE..][..LINE].fill(0);
    }

    #[test]
    fn the_latest_choice_counts_and_what_is_missing_comes_from_the_database() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path();
        assert!(Choices::read(dir).unwrap().latest.is_empty());
        let mut choices = open(dir);
        choices.append(&[entry(2, 2), entry(3, 3)]).unwrap();
        choices.append(&[entry(1, 8)]).unwrap();
        drop(open(dir));
        let found = Choices::read(dir).unwrap();
        assert!(found.is_whole && !found.is_damaged);
        let latest = [1, 2, 3].map(|tag| found.latest[&[tag; 32]][0]);
        assert_eq!(latest, [8, 2, 3]);

        // The end is torn within a line: of that nobody was told.
        damage(dir, |bytes| bytes.truncate(3 * LINE + 5));
        let found = Choices::read(dir).unwrap();
        assert!(!found.is_whole && !found.is_damaged);
        assert_eq!((found.latest.len(), found.latest[&[1; 32]][0]), (3, 7));
        drop(open(dir));
        assert!(Choices::read(dir).unwrap().is_whole);
        assert_eq!(fs::metadata(dir.join(NAME)).unwrap().len(), LINE as u64);
    }

    #[test]
    fn what_a_power_cut_empties_is_no_damage_and_everything_else_is() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path();
        let mut choices = open(dir);
        choices.append(&[entry(2, 2)]).unwrap();
        choices.append(&[entry(3, 3), entry(4, 4)]).unwrap();
        let whole = fs::read(dir.join(NAME)).unwrap();
        for (line, is_damaged) in [(0, true), (1, true), (2, false), (3, false)] {
            damage(dir, |bytes| clear(bytes, line));
            let found = Choices::read(dir).unwrap();
            assert_eq!((found.is_damaged, found.is_whole), (is_damaged, false));
            fs::write(dir.join(NAME), &whole).unwrap();
            damage(dir, |bytes| bytes[line * LINE + 3] ^= 1);
            assert!(Choices::read(dir).unwrap().is_damaged);
            fs::write(dir.join(NAME), &whole).unwrap();
        }
    }
}
