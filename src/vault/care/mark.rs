//! A small file beside the ledger: the latest time that was believed, and when Discord's events last arrived.
//!
//! Apart from the database, so that it can be read before anything is opened by its time, and stays when a backup is put
//! back. Eight bytes of magic, two times in milliseconds, a checksum; replaced as a whole.
//!
//! INVARIANT: what cannot be read counts as a time long ago, never as no time: then nothing is deleted by the machine's
//! clock alone.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use crate::{
    port::{Marks, Trouble, VaultError, plainly},
    vault::{
        ground::file::{private_file, sync_dir},
        ledger::seal,
    },
    vocab::Timestamp,
};

const NAME: &str = "time";
const ANEW: &str = "time.new";
const MAGIC: &[u8; 8] = b"candor\0t";
/// Stands for a time that is not known.
const UNKNOWN: Timestamp = Timestamp(i64::MIN);

/// What the last process on the data in `dir` marked.
///
/// # Errors
/// When the file is there and the disk does not give it.
pub fn marks(dir: &Path) -> Result<Marks, VaultError> {
    match fs::read(dir.join(NAME)) {
        Ok(bytes) => Ok(decode(&bytes).unwrap_or(Marks {
            time: Some(Timestamp(0)),
            connected: None,
        })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Marks::default()),
        Err(error) => Err(told(dir, NAME, &error)),
    }
}

/// That the time can be marked from now on. Changes nothing.
///
/// # Errors
/// When a file is in the way that this process may not write.
pub(in crate::vault) fn is_writable(dir: &Path) -> Result<(), VaultError> {
    for name in [NAME, ANEW] {
        match fs::OpenOptions::new().write(true).open(dir.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(told(dir, name, &error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn told(dir: &Path, name: &str, error: &io::Error) -> VaultError {
    let what = format!(
        "the file {}, in which the bot marks the time, cannot be read and written: {}",
        dir.join(name).display(),
        plainly(error)
    );
    let help =
        "give it to candor's user, or remove it: then the next start believes the machine's clock";
    VaultError::Io(Trouble::new(what, help).of_kind(error.kind()))
}

/// Replaces what stands there; on disk when it returns.
pub(in crate::vault) fn write(dir: &Path, marks: Marks) -> Result<(), VaultError> {
    let beside = dir.join(ANEW);
    let mut file = private_file(&beside)?;
    let bytes = encode(marks);
    file.set_len(bytes.len() as u64)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    fs::rename(&beside, dir.join(NAME))?;
    sync_dir(dir)
}

fn encode(marks: Marks) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for at in [marks.time, marks.connected] {
        bytes.extend_from_slice(&at.unwrap_or(UNKNOWN).0.to_be_bytes());
    }
    let sum = seal::checksum(&[&bytes]);
    bytes.extend_from_slice(&sum);
    bytes
}

fn decode(bytes: &[u8]) -> Option<Marks> {
    let (content, sum) = bytes.split_last_chunk::<8>()?;
    if *sum != seal::checksum(&[content]) {
        return None;
    }
    let (time, connected) = content.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
    let at =
        |bytes: [u8; 8]| Some(Timestamp(i64::from_be_bytes(bytes))).filter(|at| *at != UNKNOWN);
    Some(Marks {
        time: at(*time),
        connected: at(connected.try_into().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_were_written_and_damage_is_long_ago() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(marks(dir.path()).unwrap(), Marks::default());
        let all = Marks {
            time: Some(Timestamp(1_700_000_000_000)),
            connected: Some(Timestamp(-1)),
        };
        for one in [
            all,
            Marks {
                connected: None,
                ..all
            },
            Marks::default(),
        ] {
            write(dir.path(), one).unwrap();
            assert_eq!(marks(dir.path()).unwrap(), one);
        }
        write(dir.path(), all).unwrap();
        let whole = fs::read(dir.path().join("time")).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(dir.path().join("time"), &bytes).unwrap();
            assert_eq!(marks(dir.path()).unwrap().time, Some(Timestamp(0)));
            fs::write(dir.path().join("time"), &whole[..at]).unwrap();
            assert_eq!(marks(dir.path()).unwrap().time, Some(Timestamp(0)));
        }
    }
}
