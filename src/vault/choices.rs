//! Opt-outs a second time, beside the database: should it be lost, a backup does not make anybody collected again.
//!
//! A file of 64 bytes for each choice, oldest first: tag(32) choice(13) zeros(11) checksum(8). What a tag and a choice
//! are, `layout` and `view` say. Written and synced before the database; read by `restore` only.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

use super::{
    file::{private_file, sync_dir},
    seal,
};
use crate::port::VaultError;

const CHOICE: usize = 13;
const LINE: usize = 64;

type Tag = [u8; 32];

pub(super) struct Choices {
    file: File,
}

impl Choices {
    pub(super) fn exist(dir: &Path) -> bool {
        dir.join("choices").exists()
    }

    pub(super) fn open(dir: &Path) -> Result<Self, VaultError> {
        let new = !Self::exist(dir);
        let file = private_file(&dir.join("choices"))?;
        if new {
            sync_dir(dir)?;
        }
        Ok(Self { file })
    }

    /// On disk when it returns. A torn end is overwritten.
    pub(super) fn append<'a>(
        &mut self,
        choices: impl Iterator<Item = (&'a [u8], &'a [u8])>,
    ) -> Result<(), VaultError> {
        let mut lines = Vec::new();
        for (tag, choice) in choices {
            let mut line = [tag, choice].concat();
            line.resize(LINE - 8, 0);
            let sum = seal::checksum(&[&line]);
            lines.extend_from_slice(&line);
            lines.extend_from_slice(&sum);
        }
        if lines.is_empty() {
            return Ok(());
        }
        let end = self.file.seek(SeekFrom::End(0))?;
        self.file.seek(SeekFrom::Start(end - end % LINE as u64))?;
        self.file.write_all(&lines)?;
        Ok(self.file.sync_data()?)
    }

    /// The latest choice of each tag, and whether a line is damaged. A torn end is none: what it would have said was
    /// never acknowledged.
    pub(super) fn read(dir: &Path) -> Result<(BTreeMap<Tag, Vec<u8>>, bool), VaultError> {
        let mut latest: BTreeMap<Tag, Vec<u8>> = BTreeMap::new();
        let mut is_damaged = false;
        if !Self::exist(dir) {
            return Ok((latest, is_damaged));
        }
        let mut bytes = Vec::new();
        File::open(dir.join("choices"))?.read_to_end(&mut bytes)?;
        for line in bytes.chunks_exact(LINE) {
            let Some((body, sum)) = line.split_last_chunk::<8>() else {
                continue;
            };
            if let Some((tag, rest)) = body.split_first_chunk::<32>()
                && let Some(choice) = rest.get(..CHOICE)
                && seal::checksum(&[body]) == *sum
            {
                latest.insert(*tag, choice.to_vec());
            } else {
                is_damaged = true;
            }
        }
        Ok((latest, is_damaged))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_choice_counts_and_a_torn_end_does_not() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path();
        assert!(Choices::read(dir).unwrap().0.is_empty());
        let mut choices = Choices::open(dir).unwrap();
        let (ann, bob) = ([1; 32], [2; 32]);
        let append = |choices: &mut Choices, tag: &Tag, choice: u8| {
            let choice = [choice; CHOICE];
            let one = (tag.as_slice(), choice.as_slice());
            choices.append(std::iter::once(one)).unwrap();
        };
        append(&mut choices, &ann, 1);
        append(&mut choices, &bob, 2);
        append(&mut choices, &ann, 3);
        let path = dir.join("choices");
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..2 * LINE + 5]).unwrap();
        let mut choices = Choices::open(dir).unwrap();
        let (read, is_damaged) = Choices::read(dir).unwrap();
        assert_eq!((read[&ann][0], read[&bob][0], is_damaged), (1, 2, false));
        append(&mut choices, &ann, 4);
        assert_eq!(Choices::read(dir).unwrap().0[&ann], [4; CHOICE]);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 3 * LINE as u64);

        let mut whole = std::fs::read(&path).unwrap();
        whole[LINE + 3] ^= 1;
        std::fs::write(&path, whole).unwrap();
        let (read, is_damaged) = Choices::read(dir).unwrap();
        assert!(is_damaged && !read.contains_key(&bob));
    }
}
