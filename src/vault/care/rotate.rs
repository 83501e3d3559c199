//! Another master key for the same ledger: every secret is wrapped anew, and the old key opens nothing afterwards.
//!
//! 1. The whole ledger under the new key is written to `ledger.rotating` and synced.
//! 2. It is renamed to `ledger.rotated`. Before this the old key counts, after it the new one.
//! 3. Both ledger files are overwritten in place, so that no block keeps a secret under the old key.
//! 4. The file is renamed back, overwritten with zeros and removed.
//!
//! INVARIANT: `finish_rotation` runs before a ledger is opened; a kill at any point leaves a ledger for exactly one of both keys.

use std::{fs, io::Write, path::Path};

use crate::{
    port::VaultError,
    vault::{
        ground::{
            fault,
            file::{private_file, sync_dir},
        },
        ledger::{self, Ledger, key::MasterKey},
        open::{
            self,
            rewrap::{DECIDED, NEXT, finish_rotation},
        },
    },
};

/// Wraps all secrets in `dir` under `new`; tells how many there are.
///
/// # Errors
/// `Refused` when `old` does not open the ledger, both keys are the same, a process uses the data, or there is none;
/// `Damaged` when a slot is. Then, and when the disk fails before step 2, the old key still counts.
pub fn rotate(dir: &Path, old: &MasterKey, new: &MasterKey) -> Result<usize, VaultError> {
    wrap_anew(dir, old, new).map_err(|error| fault::placed(dir, error))
}

fn wrap_anew(dir: &Path, old: &MasterKey, new: &MasterKey) -> Result<usize, VaultError> {
    let _lock = open::at_rest(dir)?;
    if old.bytes() == new.bytes() {
        return Err(VaultError::Refused {
            what: "the new master key is the one in use".to_owned(),
            help: "make another one, and set CANDOR_NEW_KEY or CANDOR_NEW_KEY_FILE to it"
                .to_owned(),
        });
    }
    let secrets = Ledger::open(dir, old)?.aliases().len();
    prepare(dir, old, new)?;
    decide(dir)?;
    finish_rotation(dir)?;
    Ledger::open(dir, new)?;
    Ok(secrets)
}

/// How many secrets `key` opens in `dir`.
///
/// # Errors
/// `Refused` when it is not the key of this data, a process uses the data, or there is none; `Damaged` when a slot is.
pub fn count_secrets(dir: &Path, key: &MasterKey) -> Result<usize, VaultError> {
    let _lock = open::at_rest(dir)?;
    Ok(Ledger::open(dir, key)?.aliases().len())
}

fn prepare(dir: &Path, old: &MasterKey, new: &MasterKey) -> Result<(), VaultError> {
    let image = ledger::wrapped_anew(dir, old, new)?;
    let mut file = private_file(&dir.join(NEXT))?;
    file.write_all(image.as_flattened())?;
    file.sync_all()?;
    sync_dir(dir)
}

fn decide(dir: &Path) -> Result<(), VaultError> {
    fs::rename(dir.join(NEXT), dir.join(DECIDED))?;
    sync_dir(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        vault::ledger::{Who, rewrite, seal::Alias},
        vocab::{GuildId, UserId},
    };

    const PEOPLE: u64 = 40;

    struct Made {
        home: tempfile::TempDir,
        old: MasterKey,
        new: MasterKey,
        aliases: Vec<(Alias, Who)>,
    }

    fn made() -> Made {
        let home = tempfile::tempdir().unwrap();
        let (old, new) = (MasterKey::random().unwrap(), MasterKey::random().unwrap());
        Ledger::create(home.path(), &old).unwrap();
        let ledger = Ledger::open(home.path(), &old).unwrap();
        for user in 0..PEOPLE {
            let who = Who::person(Some(GuildId(1)), UserId(user));
            ledger.get_or_new(who).unwrap();
        }
        ledger.write_new().unwrap();
        let aliases = ledger.aliases();
        Made {
            home,
            old,
            new,
            aliases,
        }
    }

    impl Made {
        fn dir(&self) -> &Path {
            self.home.path()
        }

        /// Exactly one key opens, with everything; nothing of the change is left.
        fn opens(&self, new: bool) {
            let (right, wrong) = if new {
                (&self.new, &self.old)
            } else {
                (&self.old, &self.new)
            };
            assert_eq!(
                count_secrets(self.dir(), right).unwrap(),
                self.aliases.len()
            );
            assert_eq!(
                Ledger::open(self.dir(), right).unwrap().aliases(),
                self.aliases
            );
            let error = count_secrets(self.dir(), wrong).unwrap_err().to_string();
            assert!(error.starts_with("the master key does not open"), "{error}");
            let mut names: Vec<_> = fs::read_dir(self.dir())
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            assert_eq!(names, ["ledger", "ledger.mirror", "lock"]);
        }
    }

    #[test]
    fn the_new_key_opens_everything_and_the_old_one_nothing() {
        let made = made();
        let before = fs::read(made.dir().join("ledger")).unwrap();
        assert_eq!(rotate(made.dir(), &made.old, &made.new).unwrap(), 40);
        made.opens(true);
        // No secret is left under the old key.
        let after = fs::read(made.dir().join("ledger")).unwrap();
        assert_eq!(after, fs::read(made.dir().join("ledger.mirror")).unwrap());
        for slot in before.chunks(128).filter(|slot| slot[0] == 1) {
            assert!(!after.windows(48).any(|part| part == &slot[48..96]));
        }
        let again = rotate(made.dir(), &made.new, &made.new).unwrap_err();
        assert!(
            again
                .to_string()
                .starts_with("the new master key is the one in use; make")
        );
        assert!(rotate(made.dir(), &made.old, &made.new).is_err());
        made.opens(true);
    }

    #[test]
    fn killed_while_the_new_ledger_is_written_the_old_key_counts() {
        for part in [0, 1, 127, 128, 2000, usize::MAX] {
            let made = made();
            prepare(made.dir(), &made.old, &made.new).unwrap();
            let path = made.dir().join(NEXT);
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..part.min(bytes.len())]).unwrap();
            made.opens(false);
        }
    }

    #[test]
    fn killed_after_the_decision_the_new_key_counts() {
        // How many slots of which file were overwritten when it happened.
        for (first, mirror) in [
            (0, 0),
            (1, 0),
            (20, 0),
            (41, 0),
            (41, 1),
            (41, 30),
            (41, 41),
        ] {
            let made = made();
            prepare(made.dir(), &made.old, &made.new).unwrap();
            decide(made.dir()).unwrap();
            let image = ledger::slots_of(&made.dir().join(DECIDED)).unwrap();
            assert_eq!(image.len(), 41);
            rewrite(&made.dir().join("ledger"), &image[..first]).unwrap();
            rewrite(&made.dir().join("ledger.mirror"), &image[..mirror]).unwrap();
            made.opens(true);
        }
    }

    #[test]
    fn killed_while_the_copy_is_wiped_the_new_key_counts() {
        for wiped in [0, 1, 4096, 5248] {
            let made = made();
            prepare(made.dir(), &made.old, &made.new).unwrap();
            decide(made.dir()).unwrap();
            let image = ledger::slots_of(&made.dir().join(DECIDED)).unwrap();
            for name in ["ledger", "ledger.mirror"] {
                rewrite(&made.dir().join(name), &image).unwrap();
            }
            let mut bytes = image.as_flattened().to_vec();
            bytes[..wiped].fill(0);
            fs::remove_file(made.dir().join(DECIDED)).unwrap();
            fs::write(made.dir().join(NEXT), bytes).unwrap();
            made.opens(true);
        }
    }
}
