//! Who has which secret: one fixed slot of 128 bytes for each person in a server, person, server, and the bot, for the
//! rows of a span of time, and for each backup. A secret exists in its slot, in the mirror's, and nowhere else;
//! destroying it is an overwrite in place.
//!
//! ```text
//! header   "CANDORLG" version(4) id(16) sealed index key(60) zeros edition(8) checksum(8)
//! slot     live(1) kind(1) zeros(2) lookup tag(32) sealed secret and ids(76) edition(8) checksum(8)
//! ```
//!
//! The index key makes lookup tags and outlives a change of master key. A slot never crosses a sector, so that it is
//! written whole or not at all. Of the two files the later edition of each slot is believed (`pair`).
//!
//! INVARIANT: `write_new` returns before any row names a new alias (the writer calls it before it commits).
//! INVARIANT: after `destroy` no file of the directory holds the secret.

mod apart;
mod index;
pub(super) mod key;
mod pair;
pub(super) mod proof;
pub(super) mod seal;
mod slot;
mod who;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{Seek, SeekFrom, Write},
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError, RwLock},
};

use zeroize::Zeroizing;

use self::{
    index::{Entry, Index},
    key::MasterKey,
    pair::Pair,
    proof::Holder,
    seal::{Alias, Key, Keys},
    slot::{MAGIC, SLOT, Slot, free},
};
use crate::{
    port::VaultError,
    vault::ground::file::{private_file, sync_dir},
    vocab::{GuildId, Timestamp, UserId},
};

pub use self::who::Secrets;
pub(super) use self::{
    pair::{FILES, copy},
    slot::{rewrite, slots_of},
    who::Who,
};

/// What is wrong with a ledger that cannot be read.
pub(super) const MISSING: &str = "is missing";
const HEADLESS: &str = "is damaged: its head can be read in neither file";
const TORN: &str = "is damaged: one of its secrets can be read in neither file";

struct Files {
    first: File,
    mirror: File,
    wrap: Zeroizing<Key>,
    /// Made, but not yet written.
    new: BTreeMap<usize, Zeroizing<Slot>>,
    /// The last round of writes, whether or not it came to its end.
    edition: u64,
}

pub(super) struct Ledger {
    /// Tells which database it belongs to.
    pub(super) id: [u8; 16],
    tags: Zeroizing<Key>,
    index: RwLock<Index>,
    files: Mutex<Files>,
}

impl Ledger {
    /// Whether a ledger stands in `dir`. One that was being made when the power went, of which a torn header is there,
    /// does not count.
    pub(super) fn exists(dir: &Path) -> Result<bool, VaultError> {
        for name in FILES {
            let slots = slots_of(&dir.join(name))?;
            if slots.len() > 1 || slots.iter().any(slot::is_whole) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn create(dir: &Path, master: &MasterKey) -> Result<(), VaultError> {
        let id = seal::random::<16>()?;
        let tags = Zeroizing::new(seal::random::<32>()?);
        let header = slot::header(&id, &tags, &slot::wrap_key(master, &id))?;
        for name in FILES.iter().rev() {
            let mut file = private_file(&dir.join(name))?;
            file.write_all(&header)?;
            file.sync_all()?;
        }
        sync_dir(dir)
    }

    /// Reads both files, opens every secret, and mends one file from the other.
    ///
    /// # Errors
    /// `Refused` when the master key is another one, or the files do not belong together; `Damaged` when a slot is
    /// unreadable in both files. Then nothing was written.
    pub(super) fn open(dir: &Path, master: &MasterKey) -> Result<Self, VaultError> {
        let pair = Pair::read(dir)?;
        let (header, slots) = pair
            .slots
            .split_first()
            .ok_or_else(|| lost(dir, HEADLESS))?;
        let rest = header
            .strip_prefix(MAGIC)
            .ok_or_else(|| VaultError::Refused {
                what: "the ledger was written by another version of candor".to_owned(),
                help: "open it with that version".to_owned(),
            })?;
        let (id, rest) = rest
            .split_first_chunk::<16>()
            .ok_or_else(|| lost(dir, HEADLESS))?;
        let wrap = slot::wrap_key(master, id);
        let tags = slot::open_header(rest, &wrap).ok_or_else(another_key)?;
        let mut index = Index::default();
        for slot in slots {
            let entry = if slot::is_free(slot) {
                None
            } else {
                let entry = slot::unwrap(slot, &wrap);
                Some(entry.ok_or_else(|| lost(dir, TORN))?)
            };
            index.push(entry);
        }
        pair.mend(dir)?;
        if let Some(name) = pair.old() {
            tracing::warn!(
                "the file `{name}` in {} was an older copy of the ledger: the other one was believed, and it was brought up to date",
                dir.display()
            );
        }
        let open = |name| File::options().read(true).write(true).open(dir.join(name));
        let [first, mirror] = FILES.map(open);
        Ok(Self {
            id: *id,
            tags,
            index: RwLock::new(index),
            files: Mutex::new(Files {
                first: first?,
                mirror: mirror?,
                wrap,
                new: BTreeMap::new(),
                edition: pair.edition(),
            }),
        })
    }

    pub(super) fn get(&self, who: Who) -> Option<Keys> {
        self.index().of(who).cloned()
    }

    pub(super) fn by_alias(&self, alias: &Alias) -> Option<Keys> {
        let index = self.index();
        index.named(alias).map(|entry| entry.keys.clone())
    }

    pub(super) fn who(&self, alias: &Alias) -> Option<Who> {
        self.index().named(alias).map(|entry| entry.who)
    }

    /// Aliases of a person, in every server and outside.
    pub(super) fn of_user(&self, user: UserId) -> Vec<(Option<GuildId>, Alias)> {
        let index = self.index();
        let of = index.of_user(user);
        of.map(|(guild, keys)| (guild, keys.alias)).collect()
    }

    /// Aliases of a server's members.
    pub(super) fn members(&self, guild: GuildId) -> Vec<Alias> {
        let bounds = [0, u64::MAX].map(UserId);
        let own = bounds.map(|user| Who::person(Some(guild), user));
        let refused = bounds.map(|user| Who::Refused(Some(guild), user));
        let index = self.index();
        let of = index.between(own[0], own[1]);
        let of = of.chain(index.between(refused[0], refused[1]));
        of.map(|(_, keys)| keys.alias).collect()
    }

    pub(super) fn servers(&self) -> Vec<(GuildId, Alias)> {
        let all = [0, u64::MAX].map(|guild| Who::Server(GuildId(guild)));
        let index = self.index();
        let of = index.between(all[0], all[1]);
        of.filter_map(|(who, keys)| Some((who.guild()?, keys.alias)))
            .collect()
    }

    pub(super) fn aliases(&self) -> Vec<(Alias, Who)> {
        let index = self.index();
        let entries = index.entries();
        entries.map(|entry| (entry.keys.alias, entry.who)).collect()
    }

    pub(super) fn secrets(&self) -> Secrets {
        Secrets::of(self.index().entries().map(|entry| entry.who))
    }

    /// Whether a database was ever opened beside it: whoever opens one sees to it that there is a generation.
    pub(super) fn has_served(&self) -> bool {
        self.generation() > 0
    }

    /// The generation that rows are written in; 0 when there is none yet.
    pub(super) fn generation(&self) -> u32 {
        let index = self.index();
        let last = index.generations.last_key_value();
        last.map_or(0, |(number, _)| *number)
    }

    /// The next generation, on disk when it returns.
    pub(super) fn begin_generation(&self) -> Result<(), VaultError> {
        self.get_or_new(Who::Generation(self.generation() + 1))?;
        self.write_new()
    }

    /// The generations before the current one, of which rows may be left.
    pub(super) fn older_generations(&self) -> Vec<Alias> {
        let index = self.index();
        let older = index.generations.values().rev().skip(1);
        older.map(|keys| keys.alias).collect()
    }

    /// The key that seals what `keys` belongs to in rows of a generation; none once either secret is destroyed.
    pub(super) fn sealing(&self, keys: &Keys, generation: u32) -> Option<Key> {
        let index = self.index();
        let secret = index.generations.get(&generation)?;
        let prepared = keys.prepared(generation);
        Some(prepared.unwrap_or_else(|| keys.with(&secret.seal)))
    }

    /// The keys of all generations, by number.
    pub(super) fn generations(&self) -> Vec<(u32, Zeroizing<Key>)> {
        let index = self.index();
        let all = index.generations.iter();
        all.map(|(number, keys)| (*number, Zeroizing::new(keys.seal)))
            .collect()
    }

    /// Backups whose time is over at `now`.
    pub(super) fn backups_over(&self, now: Timestamp) -> Vec<Alias> {
        let all = [(i64::MIN, 0), (now.0, u64::MAX)].map(|(until, id)| Who::Backup {
            until: Timestamp(until),
            id,
        });
        let index = self.index();
        let of = index.between(all[0], all[1]);
        of.map(|(_, keys)| keys.alias).collect()
    }

    /// The keys of `who`, and whether they were made now; then they are in memory until `write_new`.
    pub(super) fn get_or_new(&self, who: Who) -> Result<(Keys, bool), VaultError> {
        if let Some(keys) = self.get(who) {
            return Ok((keys, false));
        }
        let secret = Zeroizing::new(seal::random::<32>()?);
        let keys = Keys::derive(&secret);
        let mut files = self.files();
        let slot = slot::wrap(who, &secret, &self.tags, &files.wrap)?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        let entry = Entry {
            who,
            keys: keys.clone(),
        };
        let at = index.insert(entry);
        files.new.insert(at, slot);
        Ok((keys, true))
    }

    /// Puts new slots on disk, in both files. Free of charge when there are none.
    pub(super) fn write_new(&self) -> Result<(), VaultError> {
        let mut files = self.files();
        if files.new.is_empty() {
            return Ok(());
        }
        let new = std::mem::take(&mut files.new);
        let written = files.write(new.iter().map(|(at, slot)| (*at, &**slot)));
        if written.is_err() {
            // Some may be somebody else's, whose own call must not take them for written.
            files.new = new;
        }
        written
    }

    /// Overwrites the slots in place, in both files, and forgets their keys. Aliases that are gone already are skipped.
    pub(super) fn destroy(&self, aliases: &[Alias]) -> Result<(), VaultError> {
        let slots: Vec<usize> = {
            let index = self.index();
            let places = aliases.iter().filter_map(|alias| index.place_of(alias));
            places.collect()
        };
        if slots.is_empty() {
            return Ok(());
        }
        let mut files = self.files();
        for at in &slots {
            files.new.remove(at);
        }
        let free = free();
        files.write(slots.iter().map(|at| (*at, &free)))?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for at in slots {
            index.remove(at);
        }
        Ok(())
    }

    /// Forgets keys until the ledger is opened again, as if they were destroyed. The files stay as they are.
    pub(super) fn hide(&self, aliases: &BTreeSet<Alias>) {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for alias in aliases {
            if let Some(at) = index.place_of(alias) {
                index.remove(at);
            }
        }
    }

    /// Names a person's choice without naming the person; the same after every erasure.
    pub(super) fn choice_tag(&self, guild: Option<GuildId>, user: UserId) -> [u8; 32] {
        seal::tag(
            &self.tags,
            &[b"suppress", &Who::person(guild, user).bytes()],
        )
    }

    /// Names that somebody was taken out of a store, in the same way. By its number, which a rename leaves as it is.
    pub(super) fn taken_out_tag(&self, who: Who, store: u32) -> [u8; 32] {
        let store = store.to_be_bytes();
        seal::tag(&self.tags, &[b"taken-out", &who.bytes(), &store])
    }

    /// Chains the record of requests.
    pub(super) fn record_key(&self) -> Key {
        seal::tag(&self.tags, &[b"requests"])
    }

    /// Seals whom the operator is writing to.
    pub(super) fn letters_key(&self) -> Key {
        seal::tag(&self.tags, &[b"letters"])
    }

    /// Proves that a backup with this digest was made beside this ledger.
    pub(super) fn backup_tag(&self, digest: &[u8; 32]) -> [u8; 32] {
        seal::tag(&self.tags, &[b"backup", digest])
    }

    pub(super) fn holder(&self) -> Holder {
        Holder::new(&self.files().wrap)
    }

    fn index(&self) -> std::sync::RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What `master` can prove about the ledger in `dir`, of which only the id is read: also while a process has the lock.
/// None where there is no ledger.
pub(super) fn holder(dir: &Path, master: &MasterKey) -> Result<Option<Holder>, VaultError> {
    for name in FILES {
        let header = slot::header_of(&dir.join(name))?;
        let id = header.as_ref().and_then(slot::id_of);
        if let Some(id) = id {
            return Ok(Some(Holder::new(&slot::wrap_key(master, &id))));
        }
    }
    Ok(None)
}

/// The whole ledger as it would be under another master key; nothing is written.
pub(super) fn wrapped_anew(
    dir: &Path,
    old: &MasterKey,
    new: &MasterKey,
) -> Result<Vec<Slot>, VaultError> {
    let ledger = Ledger::open(dir, old)?;
    let (from, to) = (
        slot::wrap_key(old, &ledger.id),
        slot::wrap_key(new, &ledger.id),
    );
    let mut image = vec![slot::header(&ledger.id, &ledger.tags, &to)?];
    for slot in slots_of(&dir.join("ledger"))?.iter().skip(1) {
        let anew = slot::wrapped_anew(slot, &from, &to);
        image.push(anew.ok_or_else(|| lost(dir, TORN))??);
    }
    // Later than every slot under the old key, so that no copy of those counts any more.
    let edition = ledger.files().edition.saturating_add(1);
    let of_edition = |slot| slot::of_edition(slot, edition);
    Ok(image.iter().map(of_edition).collect())
}

impl Files {
    /// One round.
    fn write<'a>(
        &mut self,
        slots: impl Iterator<Item = (usize, &'a Slot)>,
    ) -> Result<(), VaultError> {
        self.edition = self.edition.saturating_add(1);
        let of_edition = |(at, slot)| (at, slot::of_edition(slot, self.edition));
        let slots: Vec<(usize, Slot)> = slots.map(of_edition).collect();
        for file in [&mut self.first, &mut self.mirror] {
            let mut len = file.seek(SeekFrom::End(0))?;
            for (at, slot) in &slots {
                let offset = ((at + 1) * SLOT) as u64;
                // A hole would read as damage: what lies between is written as free.
                while len < offset {
                    file.seek(SeekFrom::Start(len))?;
                    file.write_all(&free())?;
                    len += SLOT as u64;
                }
                file.seek(SeekFrom::Start(offset))?;
                file.write_all(slot)?;
                len = len.max(offset + SLOT as u64);
            }
            file.sync_data()?;
        }
        Ok(())
    }
}

pub(super) fn another_key() -> VaultError {
    VaultError::Refused {
        what: "the master key does not open this data".to_owned(),
        help: "set CANDOR_KEY or CANDOR_KEY_FILE to the key it was written with".to_owned(),
    }
}

/// Damage of the ledger, where a backup is of no use: none can be read without it.
pub(super) fn lost(dir: &Path, how: &str) -> VaultError {
    VaultError::Refused {
        what: format!("the ledger in {} {how}", dir.display()),
        help: "put the newest whole `ledger` or `ledger.mirror` of this bot there and take a damaged one away, or set CANDOR_DATA, or CANDOR_LEDGER with a database, to where they are; rows and backups cannot be read without them".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const ANN: Who = Who::Person(Some(GuildId(1)), UserId(2));

    fn made(dir: &Path) -> (MasterKey, Ledger) {
        let master = MasterKey::random().unwrap();
        Ledger::create(dir, &master).unwrap();
        let ledger = Ledger::open(dir, &master).unwrap();
        (master, ledger)
    }

    fn contains(dir: &Path, needle: &[u8]) -> bool {
        fs::read_dir(dir).unwrap().any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    }

    #[test]
    fn a_secret_survives_opening_again_and_one_of_two_files() {
        let dir = tempfile::tempdir().unwrap();
        let (master, ledger) = made(dir.path());
        let (keys, new) = ledger.get_or_new(ANN).unwrap();
        assert!(new && !ledger.get_or_new(ANN).unwrap().1);
        ledger.write_new().unwrap();
        drop(ledger);
        for lost in ["ledger", "ledger.mirror"] {
            fs::remove_file(dir.path().join(lost)).unwrap();
            let ledger = Ledger::open(dir.path(), &master).unwrap();
            assert_eq!(ledger.get(ANN).unwrap().seal, keys.seal);
            assert_eq!(ledger.of_user(UserId(2)), [(Some(GuildId(1)), keys.alias)]);
            assert_eq!(ledger.members(GuildId(1)), [keys.alias]);
        }
        for damaged_at in [SLOT + 5, SLOT + 40] {
            let path = dir.path().join("ledger");
            let mut bytes = fs::read(&path).unwrap();
            bytes[damaged_at] ^= 1;
            fs::write(&path, bytes).unwrap();
            let ledger = Ledger::open(dir.path(), &master).unwrap();
            assert_eq!(ledger.get(ANN).unwrap().seal, keys.seal);
        }
    }

    #[test]
    fn a_destroyed_secret_is_in_no_file_and_its_place_is_used_again() {
        let dir = tempfile::tempdir().unwrap();
        let (master, ledger) = made(dir.path());
        let (keys, _) = ledger.get_or_new(ANN).unwrap();
        ledger.write_new().unwrap();
        let before = fs::read(dir.path().join("ledger")).unwrap();
        let sealed = &before[SLOT + 36..SLOT + 112];
        assert!(contains(dir.path(), sealed));
        ledger.destroy(&[keys.alias]).unwrap();
        assert!(!contains(dir.path(), sealed) && !contains(dir.path(), &sealed[12..44]));
        assert!(ledger.get(ANN).is_none() && ledger.by_alias(&keys.alias).is_none());
        drop(ledger);
        let ledger = Ledger::open(dir.path(), &master).unwrap();
        assert!(ledger.get(ANN).is_none() && ledger.aliases().is_empty());
        let (again, _) = ledger.get_or_new(ANN).unwrap();
        assert_ne!(again.alias, keys.alias);
        ledger.write_new().unwrap();
        assert_eq!(
            fs::read(dir.path().join("ledger")).unwrap().len(),
            before.len()
        );
    }

    #[test]
    fn another_key_and_damage_in_both_files_refuse() {
        let dir = tempfile::tempdir().unwrap();
        let (master, ledger) = made(dir.path());
        ledger.get_or_new(ANN).unwrap();
        ledger.write_new().unwrap();
        drop(ledger);
        let error = Ledger::open(dir.path(), &MasterKey::random().unwrap())
            .err()
            .unwrap();
        assert!(
            error
                .to_string()
                .starts_with("the master key does not open this data; set CANDOR_KEY")
        );
        for name in ["ledger", "ledger.mirror"] {
            let mut bytes = fs::read(dir.path().join(name)).unwrap();
            bytes[SLOT..2 * SLOT].fill(0);
            fs::write(dir.path().join(name), bytes).unwrap();
        }
        let error = Ledger::open(dir.path(), &master).err().unwrap();
        let told = error.to_string();
        assert!(told.contains(TORN), "{told}");
        assert!(!told.contains("restore"), "no backup helps: {told}");
    }

    /// Several threads make secrets; a failed write of one must not look like a success to the next.
    #[test]
    fn what_could_not_be_written_is_written_by_the_next_who_can() {
        let dir = tempfile::tempdir().unwrap();
        let (master, ledger) = made(dir.path());
        ledger.get_or_new(ANN).unwrap();
        let read_only = File::open(dir.path().join("ledger")).unwrap();
        let writable = std::mem::replace(&mut ledger.files().first, read_only);
        assert!(ledger.write_new().is_err());
        assert!(ledger.write_new().is_err(), "not acknowledged to anybody");
        ledger.files().first = writable;
        ledger.write_new().unwrap();
        drop(ledger);
        let ledger = Ledger::open(dir.path(), &master).unwrap();
        assert!(ledger.get(ANN).is_some());
    }
}
