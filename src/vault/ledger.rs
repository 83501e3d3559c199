//! Who has which secret: one fixed slot of 128 bytes for each person in a server, person, server, and the bot. A secret
//! exists in its slot, in the mirror's, and nowhere else; destroying it is an overwrite in place.
//!
//! ```text
//! header   "CANDORLG" version(4) id(16) sealed index key(60) zeros checksum(8)
//! slot     live(1) who(1) zeros(2) lookup tag(32) sealed secret and ids(76) zeros(8) checksum(8)
//! ```
//!
//! The index key makes lookup tags and outlives a change of master key. A slot never crosses a sector, so that it is
//! written whole or not at all. The first file is believed where its checksum holds, else the mirror.
//!
//! INVARIANT: `write_new` returns before any row names a new alias (the writer calls it before it commits).
//! INVARIANT: after `destroy` no file of the directory holds the secret.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError, RwLock},
};

use zeroize::Zeroizing;

use super::{
    key::MasterKey,
    seal::{self, Alias, Key, Keys},
};
use crate::{
    port::VaultError,
    vocab::{GuildId, UserId},
};

const SLOT: usize = 128;
/// How many slots a file grows by.
const GROWTH: usize = 32;
const MAGIC: &[u8; 12] = b"CANDORLG\0\0\0\x01";
const HEADER_BOUND: &[u8] = b"candor ledger header";

pub(super) type Slot = [u8; SLOT];

/// Whose secret: a server's (guild), a member's (both), a person's (user), or the bot's (neither).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Who {
    pub(super) guild: Option<GuildId>,
    pub(super) user: Option<UserId>,
}

impl Who {
    pub(super) fn server(guild: Option<GuildId>) -> Self {
        Self { guild, user: None }
    }

    pub(super) fn person(guild: Option<GuildId>, user: UserId) -> Self {
        Self {
            guild,
            user: Some(user),
        }
    }

    fn flags(self) -> u8 {
        u8::from(self.guild.is_some()) | u8::from(self.user.is_some()) << 1
    }

    fn bytes(self) -> [u8; 17] {
        let mut bytes = [self.flags(); 17];
        let guild = self.guild.map_or(0, |id| id.0).to_be_bytes();
        let user = self.user.map_or(0, |id| id.0).to_be_bytes();
        for (to, from) in bytes.iter_mut().skip(1).zip(guild.into_iter().chain(user)) {
            *to = from;
        }
        bytes
    }
}

struct Entry {
    who: Who,
    keys: Keys,
}

#[derive(Default)]
struct Index {
    slots: Vec<Option<Entry>>,
    by_who: BTreeMap<Who, usize>,
    by_user: BTreeSet<(UserId, Option<GuildId>)>,
    by_alias: HashMap<Alias, usize>,
    free: BTreeSet<usize>,
}

struct Files {
    first: File,
    mirror: File,
    wrap: Zeroizing<Key>,
    /// Made, but not yet written.
    new: BTreeMap<usize, Zeroizing<Slot>>,
}

pub(super) struct Ledger {
    /// Tells which database it belongs to.
    pub(super) id: [u8; 16],
    tags: Zeroizing<Key>,
    index: RwLock<Index>,
    files: Mutex<Files>,
}

impl Ledger {
    /// Whether a ledger stands in `dir`. One that was being made when the power went does not count.
    pub(super) fn exists(dir: &Path) -> Result<bool, VaultError> {
        for name in ["ledger", "ledger.mirror"] {
            if !slots_of(&dir.join(name))?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn create(dir: &Path, master: &MasterKey) -> Result<(), VaultError> {
        let id = seal::random::<16>()?;
        let tags = Zeroizing::new(seal::random::<32>()?);
        let header = header(&id, &tags, &wrap_key(master, &id))?;
        for name in ["ledger.mirror", "ledger"] {
            let mut file = private_file(&dir.join(name))?;
            file.write_all(&header)?;
            file.sync_all()?;
        }
        sync_dir(dir)
    }

    /// Reads both files, mends one from the other, and opens every secret.
    ///
    /// # Errors
    /// `Refused` when the master key is another one; `Damaged` when a slot is unreadable in both files.
    pub(super) fn open(dir: &Path, master: &MasterKey) -> Result<Self, VaultError> {
        let paths = [dir.join("ledger"), dir.join("ledger.mirror")];
        let images = [slots_of(&paths[0])?, slots_of(&paths[1])?];
        let count = images[0].len().max(images[1].len());
        let mut good = Vec::with_capacity(count);
        for at in 0..count {
            let mut whole = images
                .iter()
                .filter_map(|image| image.get(at))
                .filter(|slot| is_whole(slot));
            match whole.next() {
                Some(slot) => good.push(*slot),
                // Torn while the file grew: the mirror follows later, and rows later still.
                None if at > 0 && images[1].len() <= at => good.push(checked(&[0])),
                None => return Err(damaged("the ledger")),
            }
        }
        for (path, image) in paths.iter().zip(&images) {
            if *image != good {
                rewrite(path, &good)?;
            }
        }

        let (header, slots) = good.split_first().ok_or_else(|| damaged("the ledger"))?;
        let rest = header
            .strip_prefix(MAGIC)
            .ok_or_else(|| VaultError::Refused {
                what: "the ledger was written by another version of candor".to_owned(),
                help: "open it with that version".to_owned(),
            })?;
        let (id, rest) = rest
            .split_first_chunk::<16>()
            .ok_or_else(|| damaged("the ledger"))?;
        let wrap = wrap_key(master, id);
        let tags = rest
            .get(..60)
            .and_then(|sealed| seal::open(&wrap, HEADER_BOUND, sealed))
            .map(Zeroizing::new)
            .and_then(|key| Key::try_from(key.as_slice()).ok())
            .ok_or_else(|| VaultError::Refused {
                what: "the master key does not open this data".to_owned(),
                help: "set CANDOR_KEY or CANDOR_KEY_FILE to the key it was written with".to_owned(),
            })?;
        let mut index = Index::default();
        for slot in slots {
            let entry = match slot.first() {
                Some(1) => {
                    Some(unwrap(slot, &wrap).ok_or_else(|| damaged("a secret in the ledger"))?)
                }
                _ => None,
            };
            index.push(entry);
        }
        let open = |path| File::options().read(true).write(true).open(path);
        Ok(Self {
            id: *id,
            tags: Zeroizing::new(tags),
            index: RwLock::new(index),
            files: Mutex::new(Files {
                first: open(&paths[0])?,
                mirror: open(&paths[1])?,
                wrap,
                new: BTreeMap::new(),
            }),
        })
    }

    pub(super) fn get(&self, who: Who) -> Option<Keys> {
        let index = self.index();
        index
            .by_who
            .get(&who)
            .and_then(|at| index.keys(*at))
            .cloned()
    }

    pub(super) fn by_alias(&self, alias: &Alias) -> Option<Keys> {
        let index = self.index();
        index
            .by_alias
            .get(alias)
            .and_then(|at| index.keys(*at))
            .cloned()
    }

    pub(super) fn who(&self, alias: &Alias) -> Option<Who> {
        let index = self.index();
        let at = *index.by_alias.get(alias)?;
        Some(index.slots.get(at)?.as_ref()?.who)
    }

    /// Aliases of a person, in every server and outside.
    pub(super) fn of_user(&self, user: UserId) -> Vec<(Option<GuildId>, Alias)> {
        let index = self.index();
        index
            .by_user
            .range((user, None)..=(user, Some(GuildId(u64::MAX))))
            .filter_map(|(user, guild)| {
                let at = index.by_who.get(&Who::person(*guild, *user))?;
                Some((*guild, index.keys(*at)?.alias))
            })
            .collect()
    }

    /// Aliases of a server's members.
    pub(super) fn members(&self, guild: GuildId) -> Vec<Alias> {
        let index = self.index();
        let all = Who::person(Some(guild), UserId(0))..=Who::person(Some(guild), UserId(u64::MAX));
        let of = index.by_who.range(all);
        of.filter_map(|(_, at)| Some(index.keys(*at)?.alias))
            .collect()
    }

    pub(super) fn servers(&self) -> Vec<(GuildId, Alias)> {
        let index = self.index();
        let servers = index.by_who.iter().filter(|(who, _)| who.user.is_none());
        servers
            .filter_map(|(who, at)| Some((who.guild?, index.keys(*at)?.alias)))
            .collect()
    }

    pub(super) fn aliases(&self) -> Vec<(Alias, Who)> {
        let index = self.index();
        let entries = index.slots.iter().flatten();
        entries.map(|entry| (entry.keys.alias, entry.who)).collect()
    }

    /// The keys of `who`, and whether they were made now; then they are in memory until `write_new`.
    pub(super) fn get_or_new(&self, who: Who) -> Result<(Keys, bool), VaultError> {
        if let Some(keys) = self.get(who) {
            return Ok((keys, false));
        }
        let secret = Zeroizing::new(seal::random::<32>()?);
        let keys = Keys::derive(&secret);
        let mut files = self.files();
        let slot = self.wrapped(who, &secret, &files.wrap)?;
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
        files.write(&new.iter().map(|(at, slot)| (*at, &**slot)))
    }

    /// Overwrites the slots in place, in both files, and forgets their keys. Aliases that are gone already are skipped.
    pub(super) fn destroy(&self, aliases: &[Alias]) -> Result<(), VaultError> {
        let slots: Vec<usize> = {
            let index = self.index();
            aliases
                .iter()
                .filter_map(|alias| index.by_alias.get(alias).copied())
                .collect()
        };
        if slots.is_empty() {
            return Ok(());
        }
        let mut files = self.files();
        for at in &slots {
            files.new.remove(at);
        }
        let free = checked(&[0]);
        files.write(&slots.iter().map(|at| (*at, &free)))?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for at in slots {
            index.remove(at);
        }
        Ok(())
    }

    /// Names a person's choice without naming the person; the same after every erasure.
    pub(super) fn choice_tag(&self, guild: Option<GuildId>, user: UserId) -> [u8; 32] {
        seal::tag(
            &self.tags,
            &[b"suppress", &Who::person(guild, user).bytes()],
        )
    }

    /// Proves that a backup with this digest was made beside this ledger.
    pub(super) fn backup_tag(&self, digest: &[u8; 32]) -> [u8; 32] {
        seal::tag(&self.tags, &[b"backup", digest])
    }

    fn wrapped(&self, who: Who, secret: &Key, wrap: &Key) -> Result<Zeroizing<Slot>, VaultError> {
        let tag = seal::tag(&self.tags, &[b"slot", &who.bytes()]);
        let mut bound = vec![1, who.flags(), 0, 0];
        bound.extend_from_slice(&tag);
        let mut plain = Zeroizing::new(secret.to_vec());
        plain.extend_from_slice(&who.bytes()[1..]);
        let sealed = seal::seal(wrap, &bound, &plain)?;
        bound.extend_from_slice(&sealed);
        Ok(Zeroizing::new(checked(&bound)))
    }

    fn index(&self) -> std::sync::RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    fn keys(&self, at: usize) -> Option<&Keys> {
        Some(&self.slots.get(at)?.as_ref()?.keys)
    }

    fn push(&mut self, entry: Option<Entry>) {
        let at = self.slots.len();
        self.slots.push(None);
        self.free.insert(at);
        if let Some(entry) = entry {
            self.place(at, entry);
        }
    }

    fn insert(&mut self, entry: Entry) -> usize {
        if self.free.is_empty() {
            for _ in 0..GROWTH {
                self.push(None);
            }
        }
        let at = self.free.first().copied().unwrap_or_default();
        self.place(at, entry);
        at
    }

    fn place(&mut self, at: usize, entry: Entry) {
        self.free.remove(&at);
        self.by_who.insert(entry.who, at);
        self.by_alias.insert(entry.keys.alias, at);
        if let Some(user) = entry.who.user {
            self.by_user.insert((user, entry.who.guild));
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = Some(entry);
        }
    }

    fn remove(&mut self, at: usize) {
        let Some(entry) = self.slots.get_mut(at).and_then(Option::take) else {
            return;
        };
        self.by_who.remove(&entry.who);
        self.by_alias.remove(&entry.keys.alias);
        if let Some(user) = entry.who.user {
            self.by_user.remove(&(user, entry.who.guild));
        }
        self.free.insert(at);
    }
}

impl Files {
    fn write<'a>(
        &mut self,
        slots: &(impl Iterator<Item = (usize, &'a Slot)> + Clone),
    ) -> Result<(), VaultError> {
        for file in [&mut self.first, &mut self.mirror] {
            let mut len = file.seek(SeekFrom::End(0))?;
            for (at, slot) in slots.clone() {
                let offset = ((at + 1) * SLOT) as u64;
                // A hole would read as damage: what lies between is written as free.
                while len < offset {
                    file.seek(SeekFrom::Start(len))?;
                    file.write_all(&checked(&[0]))?;
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

/// The whole ledger as it would be under another master key; nothing is written.
pub(super) fn wrapped_anew(
    dir: &Path,
    old: &MasterKey,
    new: &MasterKey,
) -> Result<Vec<Slot>, VaultError> {
    let ledger = Ledger::open(dir, old)?;
    let (from, to) = (wrap_key(old, &ledger.id), wrap_key(new, &ledger.id));
    let mut slots = slots_of(&dir.join("ledger"))?.into_iter();
    slots.next();
    let mut image = vec![header(&ledger.id, &ledger.tags, &to)?];
    for slot in slots {
        image.push(if slot.first() == Some(&1) {
            let secret = |slot: &Slot| {
                let (bound, rest) = slot.split_at_checked(36)?;
                let plain = Zeroizing::new(seal::open(&from, bound, rest.get(..76)?)?);
                Some((bound.to_vec(), plain))
            };
            let (mut whole, plain) =
                secret(&slot).ok_or_else(|| damaged("a secret in the ledger"))?;
            let sealed = seal::seal(&to, &whole, &plain)?;
            whole.extend_from_slice(&sealed);
            checked(&whole)
        } else {
            checked(&[0])
        });
    }
    Ok(image)
}

fn header(id: &[u8; 16], tags: &Key, wrap: &Key) -> Result<Slot, VaultError> {
    let mut header = MAGIC.to_vec();
    header.extend_from_slice(id);
    header.extend_from_slice(&seal::seal(wrap, HEADER_BOUND, tags)?);
    Ok(checked(&header))
}

fn unwrap(slot: &Slot, wrap: &Key) -> Option<Entry> {
    let (bound, rest) = slot.split_at_checked(36)?;
    let plain = Zeroizing::new(seal::open(wrap, bound, rest.get(..76)?)?);
    let (secret, ids) = plain.split_first_chunk::<32>()?;
    let (guild, user) = ids.split_first_chunk::<8>()?;
    let (guild, user) = (
        u64::from_be_bytes(*guild),
        u64::from_be_bytes(*user.first_chunk()?),
    );
    let flags = *slot.get(1)?;
    let who = Who {
        guild: (flags & 1 != 0).then_some(GuildId(guild)),
        user: (flags & 2 != 0).then_some(UserId(user)),
    };
    Some(Entry {
        who,
        keys: Keys::derive(secret),
    })
}

fn wrap_key(master: &MasterKey, id: &[u8; 16]) -> Zeroizing<Key> {
    let mut key = Zeroizing::new([0; 32]);
    seal::expand(
        master.bytes(),
        &[b"candor ledger 1".as_slice(), id].concat(),
        &mut *key,
    );
    key
}

/// `content`, zeros, and a checksum over both.
fn checked(content: &[u8]) -> Slot {
    let mut slot = [0; SLOT];
    for (to, from) in slot.iter_mut().zip(content) {
        *to = *from;
    }
    let (body, sum) = slot.split_at_mut(SLOT - 8);
    sum.copy_from_slice(&seal::checksum(&[body]));
    slot
}

fn is_whole(slot: &Slot) -> bool {
    let (body, sum) = slot.split_at(SLOT - 8);
    seal::checksum(&[body]) == sum
}

/// Nothing when there is no such file; a torn end is left out.
pub(super) fn slots_of(path: &Path) -> Result<Vec<Slot>, VaultError> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_end(&mut bytes)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    let (slots, _) = bytes.as_chunks::<SLOT>();
    Ok(slots.to_vec())
}

/// In place, so that what was there is overwritten.
pub(super) fn rewrite(path: &Path, slots: &[Slot]) -> Result<(), VaultError> {
    let mut file = private_file(path)?;
    file.write_all(slots.as_flattened())?;
    file.sync_all()?;
    path.parent().map_or(Ok(()), sync_dir)
}

/// A file that only its owner reads, made when it is not there.
pub(super) fn private_file(path: &Path) -> Result<File, VaultError> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// A new file survives a power cut only when its directory was synced.
pub(super) fn sync_dir(dir: &Path) -> Result<(), VaultError> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}

pub(super) fn damaged(what: &str) -> VaultError {
    VaultError::Damaged {
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const ANN: Who = Who {
        guild: Some(GuildId(1)),
        user: Some(UserId(2)),
    };

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
        assert!(matches!(error, VaultError::Damaged { .. }));
    }
}
