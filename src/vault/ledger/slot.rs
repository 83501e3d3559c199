//! A slot as it stands in the file, and the file of them.

use std::{
    fs::File,
    io::{Read, Write},
    ops::Range,
    path::Path,
};

use zeroize::Zeroizing;

use super::{Who, index::Entry};
use super::{
    key::MasterKey,
    seal::{self, Key, Keys},
};
use crate::{
    port::VaultError,
    vault::ground::file::{private_file, sync_dir},
};

pub(super) const SLOT: usize = 128;
/// Where the edition of a slot stands, behind what it holds.
const EDITION: Range<usize> = SLOT - 16..SLOT - 8;
pub(in crate::vault) const MAGIC: &[u8; 12] = b"CANDORLG\0\0\0\x02";
const HEADER_BOUND: &[u8] = b"candor ledger header";

pub(in crate::vault) type Slot = [u8; SLOT];

pub(in crate::vault) fn header(id: &[u8; 16], tags: &Key, wrap: &Key) -> Result<Slot, VaultError> {
    let mut header = MAGIC.to_vec();
    header.extend_from_slice(id);
    header.extend_from_slice(&seal::seal(wrap, HEADER_BOUND, tags)?);
    Ok(checked(&header))
}

/// Which ledger a header belongs to; none when it was written by another version.
pub(super) fn id_of(header: &Slot) -> Option<[u8; 16]> {
    header.strip_prefix(MAGIC)?.first_chunk().copied()
}

/// The first slot of a file, if it is there and whole.
pub(super) fn header_of(path: &Path) -> Result<Option<Slot>, VaultError> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(SLOT as u64).read_to_end(&mut bytes)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Ok(Slot::try_from(bytes).ok().filter(is_whole))
}

/// The index key that a header holds.
pub(super) fn open_header(sealed: &[u8], wrap: &Key) -> Option<Zeroizing<Key>> {
    let key = Zeroizing::new(seal::open(wrap, HEADER_BOUND, sealed.get(..60)?)?);
    Key::try_from(key.as_slice()).ok().map(Zeroizing::new)
}

/// A slot with a secret, sealed under the master key's wrapping key; `tags` makes its lookup tag.
pub(super) fn wrap(
    who: Who,
    secret: &Key,
    tags: &Key,
    wrap: &Key,
) -> Result<Zeroizing<Slot>, VaultError> {
    let tag = seal::tag(tags, &[b"slot", &who.bytes()]);
    let mut bound = vec![1, who.kind(), 0, 0];
    bound.extend_from_slice(&tag);
    let mut plain = Zeroizing::new(secret.to_vec());
    plain.extend_from_slice(&who.bytes()[1..]);
    let sealed = seal::seal(wrap, &bound, &plain)?;
    bound.extend_from_slice(&sealed);
    Ok(Zeroizing::new(checked(&bound)))
}

pub(in crate::vault) fn unwrap(slot: &Slot, wrap: &Key) -> Option<Entry> {
    let (bound, rest) = slot.split_at_checked(36)?;
    let plain = Zeroizing::new(seal::open(wrap, bound, rest.get(..76)?)?);
    let (secret, numbers) = plain.split_first_chunk::<32>()?;
    let (first, second) = numbers.split_first_chunk::<8>()?;
    let (first, second) = (
        u64::from_be_bytes(*first),
        u64::from_be_bytes(*second.first_chunk()?),
    );
    Some(Entry {
        who: Who::from_parts(*slot.get(1)?, first, second)?,
        keys: Keys::derive(secret),
    })
}

/// The same slot under another wrapping key; a free one stays free.
pub(in crate::vault) fn wrapped_anew(
    slot: &Slot,
    from: &Key,
    to: &Key,
) -> Option<Result<Slot, VaultError>> {
    if is_free(slot) {
        return Some(Ok(free()));
    }
    let (bound, rest) = slot.split_at_checked(36)?;
    let plain = Zeroizing::new(seal::open(from, bound, rest.get(..76)?)?);
    Some(seal::seal(to, bound, &plain).map(|sealed| checked(&[bound, &sealed].concat())))
}

pub(super) fn wrap_key(master: &MasterKey, id: &[u8; 16]) -> Zeroizing<Key> {
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
    summed(slot)
}

fn summed(mut slot: Slot) -> Slot {
    let (body, sum) = slot.split_at_mut(SLOT - 8);
    sum.copy_from_slice(&seal::checksum(&[body]));
    slot
}

/// A slot without a secret.
pub(in crate::vault) fn free() -> Slot {
    checked(&[0])
}

pub(super) fn is_free(slot: &Slot) -> bool {
    slot.first() != Some(&1)
}

/// The slot as it is written in the round with this number.
pub(super) fn of_edition(slot: &Slot, edition: u64) -> Slot {
    let mut slot = *slot;
    let place = slot.iter_mut().skip(EDITION.start);
    for (to, from) in place.zip(edition.to_be_bytes()) {
        *to = from;
    }
    summed(slot)
}

/// The round in which a slot was written; 0 before the first.
pub(super) fn edition_of(slot: &Slot) -> u64 {
    let bytes = slot.get(EDITION).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u64::from_be_bytes)
}

pub(in crate::vault) fn is_whole(slot: &Slot) -> bool {
    let (body, sum) = slot.split_at(SLOT - 8);
    seal::checksum(&[body]) == sum
}

/// Nothing when there is no such file; a torn end is left out.
pub(in crate::vault) fn slots_of(path: &Path) -> Result<Vec<Slot>, VaultError> {
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
pub(in crate::vault) fn rewrite(path: &Path, slots: &[Slot]) -> Result<(), VaultError> {
    let mut file = private_file(path)?;
    file.write_all(slots.as_flattened())?;
    file.sync_all()?;
    path.parent().map_or(Ok(()), sync_dir)
}
