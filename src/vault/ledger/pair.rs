//! Two files, one ledger: which slot of which file counts.
//!
//! Writes go in rounds, the first file before the mirror, and each slot carries the number of the round that wrote it, its
//! edition. A crash leaves one file a round behind; an old copy that somebody put back is many rounds behind. Either
//! way the later edition counts, slot by slot, so that nothing destroyed comes back and nothing made since is lost.
//!
//! Slots of the same edition are the same.
//!
//! INVARIANT: nothing is written before the master key has opened what is to be written.

use std::path::Path;

use super::{
    HEADLESS, MISSING, TORN, lost,
    slot::{self, Slot, edition_of, id_of, is_whole, rewrite, slots_of},
};
use crate::port::VaultError;

pub(in crate::vault) const FILES: [&str; 2] = ["ledger", "ledger.mirror"];

/// Both files as they stand, and what they say together.
pub(super) struct Pair {
    images: [Vec<Slot>; 2],
    pub(in crate::vault) slots: Vec<Slot>,
}

impl Pair {
    /// # Errors
    /// `Refused` when the files belong to different ledgers; `Damaged` when a slot is unreadable in both.
    pub(in crate::vault) fn read(dir: &Path) -> Result<Self, VaultError> {
        let [first, mirror] = FILES.map(|name| slots_of(&dir.join(name)));
        let images = [first?, mirror?];
        let ids = images.each_ref().map(|image| {
            let header = image.first().filter(|header| is_whole(header));
            header.and_then(id_of)
        });
        if let [Some(first), Some(mirror)] = ids
            && first != mirror
        {
            return Err(VaultError::Refused {
                what: format!(
                    "the files `ledger` and `ledger.mirror` in {} belong to different data",
                    dir.display()
                ),
                help: "put both back from the same place; if only one of them was replaced, take that one away"
                    .to_owned(),
            });
        }
        let slots = whole(dir, &images)?;
        Ok(Self { images, slots })
    }

    /// The last round that anything was written in.
    pub(super) fn edition(&self) -> u64 {
        self.slots.iter().map(edition_of).max().unwrap_or(0)
    }

    /// The file that is further behind than a crash leaves it, if one is.
    pub(in crate::vault) fn old(&self) -> Option<&'static str> {
        let last = self.edition();
        let is_old = |image: &Vec<Slot>| {
            (0..).zip(&self.slots).any(|(at, good)| {
                let here = image.get(at);
                let counted = here.map_or(0, edition_of);
                counted < edition_of(good) && edition_of(good) < last && here.is_none_or(is_whole)
            }) && !image.is_empty()
        };
        let place = self.images.iter().position(is_old)?;
        FILES.get(place).copied()
    }

    /// Makes both files say it.
    pub(in crate::vault) fn mend(&self, dir: &Path) -> Result<(), VaultError> {
        for (name, image) in FILES.iter().zip(&self.images) {
            if *image != self.slots {
                rewrite(&dir.join(name), &self.slots)?;
            }
        }
        Ok(())
    }
}

fn whole(dir: &Path, images: &[Vec<Slot>; 2]) -> Result<Vec<Slot>, VaultError> {
    let count = images[0].len().max(images[1].len());
    let mut good = Vec::with_capacity(count);
    for at in 0..count {
        // The same bytes are checked once.
        let [first, mirror] = images.each_ref().map(|image| image.get(at));
        let both = [mirror.filter(|_| mirror != first), first];
        let whole = both.into_iter().flatten().filter(|slot| is_whole(slot));
        match whole.max_by_key(|slot| edition_of(slot)) {
            Some(slot) => good.push(*slot),
            // Torn while the file grew: the mirror follows later, and rows later still.
            None if at > 0 && images[1].len() <= at => good.push(slot::free()),
            None => return Err(lost(dir, if at == 0 { HEADLESS } else { TORN })),
        }
    }
    Ok(good)
}

/// Gives `to` the ledger of `from`, of which nothing is taken; on disk when it returns.
pub(in crate::vault) fn copy(from: &Path, to: &Path) -> Result<(), VaultError> {
    let slots = Pair::read(from)?.slots;
    if slots.is_empty() {
        return Err(lost(from, MISSING));
    }
    for name in FILES.iter().rev() {
        rewrite(&to.join(name), &slots)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::vault::ledger::{Ledger, Who, key::MasterKey, seal::Alias, wrapped_anew};
    use crate::vocab::{GuildId, UserId};

    const PEOPLE: u64 = 12;

    fn who(user: u64) -> Who {
        Who::person(Some(GuildId(1)), UserId(user))
    }

    struct Made {
        home: tempfile::TempDir,
        key: MasterKey,
    }

    type Bytes = [Vec<u8>; 2];

    impl Made {
        fn new() -> Self {
            let (home, key) = (tempfile::tempdir().unwrap(), MasterKey::random().unwrap());
            Ledger::create(home.path(), &key).unwrap();
            Self { home, key }
        }

        fn open(&self) -> Ledger {
            Ledger::open(self.home.path(), &self.key).unwrap()
        }

        fn bytes(&self) -> Bytes {
            FILES.map(|name| fs::read(self.home.path().join(name)).unwrap())
        }

        fn put(&self, bytes: &Bytes) {
            for (name, bytes) in FILES.iter().zip(bytes) {
                fs::write(self.home.path().join(name), bytes).unwrap();
            }
        }

        fn known(&self) -> Vec<(Alias, Who)> {
            let mut known = self.open().aliases();
            known.sort();
            known
        }

        /// Somebody comes or goes; several in one round, sometimes.
        fn round(&self, dice: &mut fastrand::Rng) {
            let ledger = self.open();
            let some = dice.usize(1..4);
            let users = dice.choose_multiple(0..PEOPLE, some).into_iter().map(who);
            if dice.bool() {
                users.for_each(|who| drop(ledger.get_or_new(who).unwrap()));
                ledger.write_new().unwrap();
            } else {
                let gone: Vec<Alias> = users
                    .filter_map(|who| ledger.get(who).map(|keys| keys.alias))
                    .collect();
                ledger.destroy(&gone).unwrap();
            }
        }
    }

    #[test]
    fn an_old_copy_of_either_file_changes_nothing_and_is_noticed() {
        let mut dice = fastrand::Rng::with_seed(3);
        let mut noticed = 0;
        for _ in 0..20 {
            let made = Made::new();
            let mut history = vec![made.bytes()];
            for _ in 0..12 {
                made.round(&mut dice);
                history.push(made.bytes());
            }
            let (known, now) = (made.known(), made.bytes());
            for old in &history {
                for place in [0, 1] {
                    let mut mixed = now.clone();
                    mixed[place].clone_from(&old[place]);
                    made.put(&mixed);
                    let pair = Pair::read(made.home.path()).unwrap();
                    let named = pair.old();
                    assert!(named.is_none() || named == Some(FILES[place]));
                    noticed += usize::from(named.is_some());
                    assert_eq!(made.known(), known);
                    assert_eq!(made.bytes(), now, "both are mended");
                }
            }
        }
        assert!(noticed > 200, "{noticed}");
    }

    #[test]
    fn a_crash_in_a_round_leaves_what_was_before_or_what_was_to_be() {
        let mut dice = fastrand::Rng::with_seed(4);
        for _ in 0..50 {
            let made = Made::new();
            for _ in 0..6 {
                made.round(&mut dice);
            }
            let before = made.bytes();
            made.round(&mut dice);
            let after = made.bytes();
            // Whole slots reach one file in any order, and only then the other.
            for place in [0, 1] {
                let mut torn = if place == 0 {
                    before.clone()
                } else {
                    [after[0].clone(), before[1].clone()]
                };
                let mut states = [0; 2];
                for (at, slot) in after[place].chunks(128).enumerate() {
                    if dice.bool() || before[place].len() <= at * 128 {
                        torn[place].resize(torn[place].len().max((at + 1) * 128), 0);
                        torn[place][at * 128..][..128].copy_from_slice(slot);
                        states[1] += 1;
                    } else {
                        states[0] += 1;
                    }
                }
                made.put(&torn);
                assert_eq!(Pair::read(made.home.path()).unwrap().old(), None);
                let found = made.known();
                made.put(&before);
                let mut known = made.known();
                made.put(&after);
                known.extend(made.known());
                assert!(found.iter().all(|one| known.contains(one)), "{states:?}");
                if place == 1 {
                    assert_eq!(found, made.known(), "the first file was synced");
                }
            }
        }
    }

    #[test]
    fn an_old_copy_from_before_a_change_of_keys_does_not_count() {
        let mut dice = fastrand::Rng::with_seed(5);
        let made = Made::new();
        made.round(&mut dice);
        let old = made.bytes();
        made.round(&mut dice);
        let known = made.known();
        let key = MasterKey::random().unwrap();
        let image = wrapped_anew(made.home.path(), &made.key, &key).unwrap();
        for name in FILES {
            rewrite(&made.home.path().join(name), &image).unwrap();
        }
        let made = Made { key, ..made };
        let now = made.bytes();
        for place in [0, 1] {
            let mut mixed = now.clone();
            mixed[place].clone_from(&old[place]);
            made.put(&mixed);
            assert_eq!((made.known(), made.bytes()), (known.clone(), now.clone()));
        }
    }

    #[test]
    fn files_of_different_data_are_refused_and_stay_as_they_are() {
        let (made, other) = (Made::new(), Made::new());
        let mixed = [made.bytes()[0].clone(), other.bytes()[1].clone()];
        made.put(&mixed);
        let told = Ledger::open(made.home.path(), &made.key).err().unwrap();
        let told = told.to_string();
        assert!(
            told.contains("belong to different data; put both back"),
            "{told}"
        );
        assert_eq!(made.bytes(), mixed);
        // Nor does a wrong key change anything.
        let mut behind = [made.bytes()[0].clone(), Vec::new()];
        made.put(&behind);
        assert!(Ledger::open(made.home.path(), &other.key).is_err());
        assert_eq!(made.bytes(), behind);
        behind[1] = behind[0].clone();
        made.open();
        assert_eq!(made.bytes(), behind);
    }
}
