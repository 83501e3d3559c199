//! A backup: one file with every sealed row, and never a secret. Without the ledger it is noise.
//!
//! ```text
//! "CANDORBK" version(4)
//! gzip of entries: key length(4) value length(4) key value
//! manifest (JSON) and its length(4)
//! SHA-256(32) of all before, and its HMAC(32) under a key of the ledger
//! ```
//!
//! A backup ends. Its rows are sealed under secrets that are soon gone from the ledger (`generation`), so the manifest
//! carries those, under a secret of the backup's own, which stands in the ledger until the backup's time is over.
//!
//! Rows and marks are in it; indexes and counts follow from them when they are put back (`restore`). Rows that must not
//! outlive a start are left out. A digest finds damage before anything is unpacked; the HMAC, that somebody else wrote it.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use base64::{Engine as _, prelude::BASE64_STANDARD as BASE64};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::part::Part;
use crate::{
    plan::Store,
    port::{Trouble, VaultError, plainly},
    vault::{
        engines::{Entry, Readable},
        ground::{
            fault::RETRY,
            file::{BACKUP_ENDING, sync_dir},
            progress::{Count, Watch},
        },
        keep::view::View,
        ledger::{
            Ledger, Who,
            seal::{self, Key, Keys},
        },
        rows::{layout, record::Record},
    },
    vocab::Timestamp,
};

const MAGIC: &[u8; 12] = b"CANDORBK\0\0\0\x02";
/// Manifest length, digest, HMAC.
const FOOTER: u64 = 4 + 32 + 32;
const MANIFEST_MAX: u64 = 8 << 20;
const ENTRY_MAX: u32 = 128 << 10;
/// Sealed bytes do not shrink: what claims to unpack to more than this many times its size was not made by us.
const RATIO_MAX: u64 = 32;
const MARKS: [u8; 6] = [
    layout::REMOVED,
    layout::OFF,
    layout::LEFT,
    layout::DEPARTED,
    layout::SUPPRESSED,
    layout::COUNTER,
];

/// What a backup says about itself. It holds nothing about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub bot: String,
    pub created_ms: Timestamp,
    /// From then on nobody can read it.
    pub until_ms: Timestamp,
    pub stores: Vec<StoreRows>,
    /// Rows, marks and the settings of servers.
    pub entries: u64,
    pub plain_bytes: u64,
    pub(in crate::vault) ledger: [u8; 16],
    pub(in crate::vault) revision: u64,
    pub(in crate::vault) schema: String,
    pub(in crate::vault) id: u64,
    /// The secrets of generations, sealed and in Base64.
    pub(in crate::vault) generations: BTreeMap<u32, String>,
}

/// A store in a backup; the one without a name holds the settings of servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreRows {
    pub name: String,
    pub rows: u64,
    pub(in crate::vault) number: u32,
}

impl Manifest {
    /// Rows of stores, without settings.
    #[must_use]
    pub fn rows(&self) -> u64 {
        let stores = self.stores.iter().filter(|store| !store.name.is_empty());
        stores.map(|store| store.rows).sum()
    }

    fn who(&self) -> Who {
        Who::Backup {
            until: self.until_ms,
            id: self.id,
        }
    }

    /// The secrets of the generations that rows in it were written in; none when its time is over.
    pub(in crate::vault) fn generations(
        &self,
        ledger: &Ledger,
    ) -> Option<BTreeMap<u32, Zeroizing<Key>>> {
        let keys = ledger.get(self.who())?;
        let opened = self.generations.iter().map(|(number, sealed)| {
            let sealed = BASE64.decode(sealed).ok()?;
            let secret = seal::open(&keys.seal, &bound(*number), &sealed).map(Zeroizing::new)?;
            Some((
                *number,
                Zeroizing::new(Key::try_from(secret.as_slice()).ok()?),
            ))
        });
        opened.collect()
    }

    pub(super) fn rows_of(&self, number: u32) -> u64 {
        let mut stores = self.stores.iter();
        stores
            .find(|store| store.number == number)
            .map_or(0, |store| store.rows)
    }
}

fn bound(generation: u32) -> Vec<u8> {
    [b"candor backup".as_slice(), &generation.to_be_bytes()].concat()
}

/// Counts and hashes what goes through.
struct Hashed<W> {
    inner: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// How long a backup lasts, and what it is sealed with until then.
struct Life {
    until: Timestamp,
    id: u64,
    keys: Keys,
}

/// Writes a backup of all but the stores `without` to `to`, where nothing may stand yet: beside it first, synced, read
/// back whole, and only then renamed.
pub(in crate::vault) fn write(
    view: &View<'_, dyn Readable + '_>,
    to: &Path,
    now: Timestamp,
    until: Timestamp,
    without: &dyn Fn(&Store) -> bool,
    watch: &Watch,
) -> Result<Manifest, VaultError> {
    if to.exists() {
        return Err(VaultError::Refused {
            what: format!("{} exists already", to.display()),
            help: "choose another name; a backup replaces nothing".to_owned(),
        });
    }
    let part = Part::begin(to)?;
    let id = u64::from_be_bytes(seal::random()?);
    let (keys, _) = view.ledger.get_or_new(Who::Backup { until, id })?;
    view.ledger.write_new()?;
    let life = Life { until, id, keys };
    let written = write_part(view, &part, (now, &life), without, watch).and_then(|manifest| {
        let mut back = Reading::open(&part.path, view.ledger)?;
        let count = Count::new(watch, "entries read back", Some(manifest.entries));
        while back.next()?.is_some() {
            count.step();
        }
        part.finish(to)?;
        Ok(manifest)
    });
    if written.is_err() {
        // What is left of a failed backup helps nobody; the first error is the one to tell.
        let _ = view.ledger.destroy(&[life.keys.alias]);
        let _ = fs::remove_file(&part.path);
    }
    written
}

fn write_part(
    view: &View<'_, dyn Readable + '_>,
    part: &Part,
    (now, life): (Timestamp, &Life),
    without: &dyn Fn(&Store) -> bool,
    watch: &Watch,
) -> Result<Manifest, VaultError> {
    let mut out = Hashed {
        inner: BufWriter::new(part.file()?),
        hash: Sha256::new(),
    };
    out.write_all(MAGIC)?;
    let mut generations = BTreeMap::new();
    for (number, secret) in view.ledger.generations() {
        let sealed = seal::seal(&life.keys.seal, &bound(number), &*secret)?;
        generations.insert(number, BASE64.encode(sealed));
    }
    let mut manifest = Manifest {
        bot: view.shape.plan.bot.clone(),
        created_ms: now,
        until_ms: life.until,
        id: life.id,
        generations,
        stores: Vec::new(),
        entries: 0,
        plain_bytes: 0,
        ledger: view.ledger.id,
        revision: view
            .source
            .get(&layout::meta("revision"))?
            .and_then(|bytes| layout::number(&bytes))
            .unwrap_or(0),
        schema: String::from_utf8(view.shape.encode()?).map_err(io::Error::other)?,
    };
    for kept in view
        .shape
        .all()
        .filter(|kept| !kept.gone && !kept.until_boot() && !without(&kept.store))
    {
        manifest.stores.push(StoreRows {
            name: kept.store.name.clone(),
            rows: 0,
            number: kept.number,
        });
    }
    let mut packed = GzEncoder::new(out, Compression::fast());
    let mut put = |key: &[u8], value: &[u8], manifest: &mut Manifest| {
        let len = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(io::Error::other);
        packed.write_all(&len(key)?.to_be_bytes())?;
        packed.write_all(&len(value)?.to_be_bytes())?;
        packed.write_all(key)?;
        packed.write_all(value)?;
        manifest.entries += 1;
        manifest.plain_bytes += 8 + (key.len() + value.len()) as u64;
        Ok::<_, VaultError>(())
    };
    let count = Count::new(watch, "rows saved", Some(view.rows()?));
    view.source.each(&[layout::ROW], &mut |row, bytes| {
        count.step();
        let record = Record::decode(row, bytes)?;
        let number = layout::split_row(row).map(|(_, number, _)| number);
        let mut stores = manifest.stores.iter_mut();
        let Some(store) = stores.find(|store| Some(store.number) == number) else {
            return Ok(());
        };
        // Its time is over.
        if view.is_ended(view.shape.numbered(store.number)?, row)? {
            return Ok(());
        }
        store.rows += 1;
        if !manifest.generations.contains_key(&record.generation) {
            let what = "a generation began while the backup was made";
            return Err(Trouble::new(what, "try again").of_kind(RETRY).into());
        }
        put(row, bytes, &mut manifest)
    })?;
    for kind in MARKS {
        view.source
            .each(&[kind], &mut |key, value| put(key, value, &mut manifest))?;
    }
    let mut out = packed.finish()?;
    let text = serde_json::to_vec(&manifest).map_err(io::Error::from)?;
    out.write_all(&text)?;
    let len = u32::try_from(text.len()).map_err(io::Error::other)?;
    out.write_all(&len.to_be_bytes())?;
    let Hashed { mut inner, hash } = out;
    let digest: [u8; 32] = hash.finalize().into();
    inner.write_all(&digest)?;
    inner.write_all(&view.ledger.backup_tag(&digest))?;
    let file = inner.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(manifest)
}

/// A backup whose digest holds, from which entries are read one by one.
pub(in crate::vault) struct Reading {
    pub(super) manifest: Manifest,
    path: PathBuf,
    body: GzDecoder<io::Take<BufReader<File>>>,
    entries: u64,
    bytes: u64,
}

impl Reading {
    /// Reads the whole file once, for its digest, and unpacks nothing.
    pub(in crate::vault) fn open(path: &Path, ledger: &Ledger) -> Result<Self, VaultError> {
        let (manifest, packed) = manifest_of(path)?;
        let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let size = file.metadata()?.len();
        let mut hash = Sha256::new();
        let mut before = (&mut file).take(size.saturating_sub(64));
        let mut buffer = vec![0; 64 << 10];
        loop {
            let n = before.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            hash.update(buffer.get(..n).unwrap_or_default());
        }
        let digest: [u8; 32] = hash.finalize().into();
        let mut end = [0; 64];
        file.read_exact(&mut end)?;
        let (said, tag) = end.split_at(32);
        if said != digest {
            return Err(refused(path, "is damaged: its digest is another one"));
        }
        if manifest.ledger != ledger.id || tag != ledger.backup_tag(&digest) {
            return Err(refused(
                path,
                "was not made from this data: it belongs to another ledger",
            ));
        }
        if manifest.plain_bytes > packed.saturating_mul(RATIO_MAX) + (1 << 20) {
            return Err(refused(path, "claims to unpack to more than a backup can"));
        }
        file.seek(SeekFrom::Start(MAGIC.len() as u64))?;
        Ok(Self {
            manifest,
            path: path.to_owned(),
            body: GzDecoder::new(BufReader::new(file).take(packed)),
            entries: 0,
            bytes: 0,
        })
    }

    /// The secrets that its rows are sealed under. Its time counts, and not only whether a sweep has destroyed its own
    /// secret since.
    pub(in crate::vault) fn generations(
        &self,
        ledger: &Ledger,
        now: Timestamp,
    ) -> Result<BTreeMap<u32, Zeroizing<Key>>, VaultError> {
        let until = self.manifest.until_ms;
        let in_time = Some(&self.manifest).filter(|_| now < until);
        in_time
            .and_then(|manifest| manifest.generations(ledger))
            .ok_or_else(|| {
                let until = until.rfc3339();
                let what = format!("cannot be read any more: its time was over at {until}");
                refused(&self.path, &what)
            })
    }

    /// The next entry; none at the end, if that comes where the manifest says.
    pub(in crate::vault) fn next(&mut self) -> Result<Option<Entry>, VaultError> {
        let path = self.path.clone();
        let torn = |_| refused(&path, "does not unpack to what its manifest says");
        if self.entries == self.manifest.entries {
            let more = self.body.read(&mut [0]).map_err(torn)?;
            if more > 0 || self.bytes != self.manifest.plain_bytes {
                return Err(refused(&path, "does not unpack to what its manifest says"));
            }
            return Ok(None);
        }
        let mut len = || {
            let mut bytes = [0; 4];
            self.body.read_exact(&mut bytes).map_err(torn)?;
            Ok::<_, VaultError>(u32::from_be_bytes(bytes))
        };
        let (key, value) = (len()?, len()?);
        self.entries += 1;
        self.bytes += 8 + u64::from(key) + u64::from(value);
        if key > ENTRY_MAX || value > ENTRY_MAX || self.bytes > self.manifest.plain_bytes {
            return Err(refused(&path, "does not unpack to what its manifest says"));
        }
        let mut entry = (vec![0; key as usize], vec![0; value as usize]);
        self.body.read_exact(&mut entry.0).map_err(torn)?;
        self.body.read_exact(&mut entry.1).map_err(torn)?;
        Ok(Some(entry))
    }
}

/// The manifest as it stands there, and the packed size; nothing is proved yet.
fn manifest_of(path: &Path) -> Result<(Manifest, u64), VaultError> {
    let found = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !found.is_file() {
        // Opening a pipe would wait for somebody who writes.
        return Err(refused(path, "is not a file"));
    }
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let size = found.len();
    let mut magic = [0; MAGIC.len()];
    let head = file.read_exact(&mut magic);
    if head.is_err() || magic != *MAGIC {
        return Err(refused(path, "is no backup that this version can read"));
    }
    let cut = || refused(path, "is damaged: its end is missing");
    let end = size.checked_sub(FOOTER).ok_or_else(cut)?;
    file.seek(SeekFrom::Start(end))?;
    let mut len = [0; 4];
    file.read_exact(&mut len)?;
    let len = u64::from(u32::from_be_bytes(len));
    let start = end
        .checked_sub(len)
        .filter(|start| *start >= MAGIC.len() as u64 && len <= MANIFEST_MAX)
        .ok_or_else(cut)?;
    file.seek(SeekFrom::Start(start))?;
    let mut text = Vec::new();
    file.take(len).read_to_end(&mut text)?;
    let manifest = serde_json::from_slice(&text)
        .map_err(|_| refused(path, "is damaged: its manifest cannot be read"))?;
    Ok((manifest, start - MAGIC.len() as u64))
}

/// Deletes the oldest backups of this data in `folder`, so that `keep` are left. What is not a backup, or another
/// bot's, is not touched.
pub(in crate::vault) fn drop_old(
    ledger: &Ledger,
    folder: &Path,
    keep: usize,
) -> Result<Vec<PathBuf>, VaultError> {
    let mut ours: Vec<_> = of_ledger(ledger, folder)?
        .into_iter()
        .map(|(path, manifest)| {
            // Of two of the same time the later has the longer name (`free_name`).
            let age = (manifest.created_ms, path.as_os_str().len());
            (age, path, manifest.who())
        })
        .collect();
    ours.sort();
    let old = ours.len().saturating_sub(keep);
    let old = ours.into_iter().take(old);
    let old = old.map(|(_, path, who)| (who, path));
    drop_all(ledger, folder, old.collect())
}

fn drop_all(
    ledger: &Ledger,
    folder: &Path,
    old: Vec<(Who, PathBuf)>,
) -> Result<Vec<PathBuf>, VaultError> {
    let mut gone = Vec::with_capacity(old.len());
    for (who, path) in old {
        ledger.destroy(
            &ledger
                .get(who)
                .map(|keys| keys.alias)
                .into_iter()
                .collect::<Vec<_>>(),
        )?;
        match fs::remove_file(&path) {
            Ok(()) => gone.push(path),
            // Somebody else who looks after the folder was faster.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    sync_dir(folder)?;
    Ok(gone)
}

/// Deletes the backups of this data in `folder` whose time is over.
pub(in crate::vault) fn drop_ended(
    ledger: &Ledger,
    folder: &Path,
    now: Timestamp,
) -> Result<Vec<PathBuf>, VaultError> {
    let ours = of_ledger(ledger, folder)?.into_iter();
    let ended = ours.filter(|(_, manifest)| manifest.until_ms <= now);
    let ended = ended.map(|(path, manifest)| (manifest.who(), path));
    drop_all(ledger, folder, ended.collect())
}

fn of_ledger(ledger: &Ledger, folder: &Path) -> Result<Vec<(PathBuf, Manifest)>, VaultError> {
    let mut ours = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.is_file()
            && path
                .extension()
                .is_some_and(|ending| ending == BACKUP_ENDING)
            && let Ok((manifest, _)) = manifest_of(&path)
            && manifest.ledger == ledger.id
        {
            ours.push((path, manifest));
        }
    }
    Ok(ours)
}

/// A name in a folder that nothing has: two backups may come at the same time of a clock that is moved by hand.
#[must_use]
pub fn free_name(folder: &Path, begins: &str, now: Timestamp) -> PathBuf {
    let time = now.printed("%Y%m%dT%H%M%S%.3fZ");
    let mut path = folder.join(format!("{begins}-{time}.{BACKUP_ENDING}"));
    let mut more = 1;
    while path.exists() {
        more += 1;
        path = folder.join(format!("{begins}-{time}-{more}.{BACKUP_ENDING}"));
    }
    path
}

fn refused(path: &Path, what: &str) -> VaultError {
    VaultError::Refused {
        what: format!("{} {what}", path.display()),
        help: "use another backup; nothing was changed".to_owned(),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> VaultError {
    VaultError::Refused {
        what: format!("{} cannot be read: {}", path.display(), plainly(error)),
        help: "check the name and the permissions; nothing was changed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::MasterKey;

    /// A file that this ledger vouches for, whatever it says.
    fn forged(ledger: &Ledger, path: &Path, plain: &[u8], entries: u64, plain_bytes: u64) {
        let mut packed = GzEncoder::new(MAGIC.to_vec(), Compression::best());
        packed.write_all(plain).unwrap();
        let mut bytes = packed.finish().unwrap();
        let manifest = Manifest {
            bot: String::new(),
            created_ms: Timestamp(0),
            until_ms: Timestamp(0),
            id: 0,
            generations: BTreeMap::new(),
            stores: Vec::new(),
            entries,
            plain_bytes,
            ledger: ledger.id,
            revision: 0,
            schema: String::new(),
        };
        let text = serde_json::to_vec(&manifest).unwrap();
        bytes.extend_from_slice(&text);
        bytes.extend_from_slice(&u32::try_from(text.len()).unwrap().to_be_bytes());
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        bytes.extend_from_slice(&digest);
        bytes.extend_from_slice(&ledger.backup_tag(&digest));
        fs::write(path, bytes).unwrap();
    }

    fn drained(path: &Path, ledger: &Ledger) -> Result<u64, String> {
        let told = |error: VaultError| error.to_string();
        let mut reading = Reading::open(path, ledger).map_err(told)?;
        while reading.next().map_err(told)?.is_some() {}
        Ok(reading.bytes)
    }

    #[test]
    fn what_unpacks_to_more_than_it_says_or_can_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let key = MasterKey::random().unwrap();
        Ledger::create(home.path(), &key).unwrap();
        let ledger = Ledger::open(home.path(), &key).unwrap();
        let path = home.path().join("backup");
        let entry = [&[0, 0, 0, 1, 0, 0, 0, 1], b"kv".as_slice()].concat();
        forged(&ledger, &path, &entry, 1, 10);
        assert_eq!(drained(&path, &ledger).unwrap(), 10);

        let zeros = vec![0; 64 << 20];
        forged(&ledger, &path, &zeros, 8 << 20, zeros.len() as u64);
        assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
        let told = drained(&path, &ledger).unwrap_err();
        assert!(
            told.contains("claims to unpack to more than a backup can; use another"),
            "{told}"
        );

        let large = [&[0, 0, 0, 1, 0x7f, 0, 0, 0], b"k".as_slice()].concat();
        for (plain, entries, bytes) in [
            (zeros.as_slice(), 1, 8),
            (&entry, 1, 11),
            (&entry, 1, 9),
            (&entry, 2, 20),
            (&entry, 0, 0),
            (&large, 1, 1 << 20),
        ] {
            forged(&ledger, &path, plain, entries, bytes);
            let told = drained(&path, &ledger).unwrap_err();
            assert!(
                told.contains("does not unpack to what its manifest says"),
                "{told}"
            );
        }
    }
}
