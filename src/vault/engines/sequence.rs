//! A number in a file of its own: how many durable batches an engine must know.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
    time::{Duration, Instant},
};

use crate::{
    port::VaultError,
    vault::{
        ground::{fault::damaged, file::private_file},
        ledger::seal,
    },
};

pub(super) struct Sequence {
    file: File,
    pub(in crate::vault) last: u64,
    synced: Instant,
}

/// How long a power cut may set the sequence back.
const SYNC_EVERY: Duration = Duration::from_secs(1);

impl Sequence {
    pub(in crate::vault) fn open(path: &Path, new: bool) -> Result<Self, VaultError> {
        let mut file = private_file(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let mut sequence = Self {
            file,
            last: 0,
            synced: Instant::now(),
        };
        match bytes.split_first_chunk::<8>() {
            Some((number, sum)) if seal::checksum(&[number]) == sum => {
                sequence.last = u64::from_be_bytes(*number);
            }
            _ if new => {
                sequence.write(0)?;
                sequence.file.sync_data()?;
            }
            _ => return Err(damaged("the file `sequence`")),
        }
        Ok(sequence)
    }

    pub(in crate::vault) fn write(&mut self, next: u64) -> Result<(), VaultError> {
        let number = next.to_be_bytes();
        self.file.seek(SeekFrom::Start(0))?;
        self.file
            .write_all(&[number, seal::checksum(&[&number])].concat())?;
        self.last = next;
        if self.synced.elapsed() > SYNC_EVERY {
            self.file.sync_data()?;
            self.synced = Instant::now();
        }
        Ok(())
    }
}

impl Drop for Sequence {
    fn drop(&mut self) {
        // What is not synced is only behind.
        let _ = self.file.sync_data();
    }
}
