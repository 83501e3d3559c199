//! The keys of the database: which bytes stand where, and nothing about what they hold.
//!
//! ```text
//! 00 name                                meta: sequence, revision, schema, choices
//! 01 scope(16) store(4) key              a row; scope is a server's alias, or the bot's
//! 02 person(16) store(4) scope(16) key   a person in a row; the value says as what (`record::Roles`)
//! 03 due(8) kind(1) what                 what is due when, soonest first
//! 04 scope                               since when the bot is out of this server
//! 05 person                              since when this member is out of that server
//! 06 person                              an erasure that has begun
//! 07 tag                                 who does not want to be started with again, who was taken out of a store
//! 08 scope store                         the last auto key
//! 09 store                               how many rows
//! 0a scope store held(1) since(8) person members who left, the latest first                 (`departure`)
//! ```
//! 0b scope name                          since when this feature is switched off in this server   (`feature`)
//! 0c scope store key                     a row whose time is over and whose handler has not run yet   (`ended`)
//!
//! `key` is 8 bytes of an auto key, in order, or 16 bytes of an HMAC under the scope's secret.

use crate::{vault::ledger::seal::Alias, vocab::Timestamp};

pub(in crate::vault) const ROW: u8 = 1;
pub(in crate::vault) const PERSON: u8 = 2;
pub(in crate::vault) const DUE: u8 = 3;
pub(in crate::vault) const REMOVED: u8 = 4;
pub(in crate::vault) const LEFT: u8 = 5;
pub(in crate::vault) const ERASING: u8 = 6;
pub(in crate::vault) const SUPPRESSED: u8 = 7;
pub(in crate::vault) const COUNTER: u8 = 8;
pub(in crate::vault) const COUNT: u8 = 9;
pub(in crate::vault) const DEPARTED: u8 = 10;
pub(in crate::vault) const OFF: u8 = 11;
pub(in crate::vault) const ENDED: u8 = 12;
/// No key begins with more; some room is left for more kinds.
pub(in crate::vault) const LAST_KIND: u8 = 31;

pub(in crate::vault) type DbKey = Vec<u8>;

fn join(kind: u8, parts: &[&[u8]]) -> DbKey {
    let mut key = vec![kind];
    for part in parts {
        key.extend_from_slice(part);
    }
    key
}

pub(in crate::vault) fn meta(name: &str) -> DbKey {
    join(0, &[name.as_bytes()])
}

pub(in crate::vault) fn scope_prefix(scope: &Alias) -> DbKey {
    join(ROW, &[scope])
}

pub(in crate::vault) fn store_prefix(scope: &Alias, store: u32) -> DbKey {
    join(ROW, &[scope, &store.to_be_bytes()])
}

pub(in crate::vault) fn row(scope: &Alias, store: u32, key: &[u8]) -> DbKey {
    join(ROW, &[scope, &store.to_be_bytes(), key])
}

/// Scope, store and key of a row's database key.
pub(in crate::vault) fn split_row(row: &[u8]) -> Option<(Alias, u32, &[u8])> {
    let (kind, rest) = row.split_first()?;
    let (scope, rest) = rest.split_first_chunk::<16>()?;
    let (store, key) = rest.split_first_chunk::<4>()?;
    (*kind == ROW).then_some((*scope, u32::from_be_bytes(*store), key))
}

pub(in crate::vault) fn person_prefix(person: &Alias) -> DbKey {
    join(PERSON, &[person])
}

pub(in crate::vault) fn person_store_prefix(person: &Alias, store: u32) -> DbKey {
    join(PERSON, &[person, &store.to_be_bytes()])
}

pub(in crate::vault) fn person_row(person: &Alias, row: &[u8]) -> Option<DbKey> {
    let (scope, store, key) = split_row(row)?;
    Some(join(PERSON, &[person, &store.to_be_bytes(), &scope, key]))
}

/// The row that an entry of the person index points to.
pub(in crate::vault) fn row_of_person(entry: &[u8]) -> Option<DbKey> {
    let (_, rest) = entry.split_first_chunk::<17>()?;
    let (store, rest) = rest.split_first_chunk::<4>()?;
    let (scope, key) = rest.split_first_chunk::<16>()?;
    Some(row(scope, u32::from_be_bytes(*store), key))
}

/// The mark of a row whose time is over.
pub(in crate::vault) fn ended(row: &[u8]) -> DbKey {
    join(ENDED, &[row.get(1..).unwrap_or_default()])
}

pub(in crate::vault) fn ended_prefix(scope: &Alias) -> DbKey {
    join(ENDED, &[scope])
}

/// The row that a mark stands for.
pub(in crate::vault) fn row_of_ended(mark: &[u8]) -> DbKey {
    join(ROW, &[mark.get(1..).unwrap_or_default()])
}

/// What becomes due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::vault) enum Due {
    /// One row, by its database key.
    Row(DbKey),
    /// All rows of a store in a server that the bot was removed from.
    Server(Alias, u32),
    /// All rows of a store about a member who left.
    Member(Alias, u32),
    /// All rows of a store in a server that switched its feature off.
    Feature(Alias, u32),
}

impl Due {
    /// Whether it is a row's own time that is over, rather than that whom or what it is about has gone.
    pub(in crate::vault) fn ends(&self) -> bool {
        match self {
            Self::Row(_) | Self::Feature(..) => true,
            Self::Server(..) | Self::Member(..) => false,
        }
    }
}

/// Times sort as bytes, also those before 1970.
fn sortable(at: Timestamp) -> [u8; 8] {
    (at.0.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

pub(in crate::vault) fn due(at: Timestamp, what: &Due) -> DbKey {
    let at = sortable(at);
    match what {
        Due::Row(row) => join(DUE, &[&at, &[0], row]),
        Due::Server(scope, store) => join(DUE, &[&at, &[1], scope, &store.to_be_bytes()]),
        Due::Member(person, store) => join(DUE, &[&at, &[2], person, &store.to_be_bytes()]),
        Due::Feature(scope, store) => join(DUE, &[&at, &[3], scope, &store.to_be_bytes()]),
    }
}

pub(in crate::vault) fn split_due(key: &[u8]) -> Option<(Timestamp, Due)> {
    let (_, rest) = key.split_first()?;
    let (at, rest) = rest.split_first_chunk::<8>()?;
    let at = Timestamp((u64::from_be_bytes(*at) ^ (1 << 63)).cast_signed());
    let (kind, what) = rest.split_first()?;
    let alias_and_store = || {
        let (alias, store) = what.split_first_chunk::<16>()?;
        Some((*alias, u32::from_be_bytes(*store.first_chunk()?)))
    };
    let due = match kind {
        0 => Due::Row(what.to_vec()),
        1 => alias_and_store().map(|(alias, store)| Due::Server(alias, store))?,
        2 => alias_and_store().map(|(alias, store)| Due::Member(alias, store))?,
        3 => alias_and_store().map(|(alias, store)| Due::Feature(alias, store))?,
        _ => return None,
    };
    Some((at, due))
}

/// Whose mark a key is that consists of nothing else.
pub(in crate::vault) fn alias(mark: &[u8]) -> Option<Alias> {
    mark.split_first()?.1.try_into().ok()
}

/// Whether one row is due, without saying which.
pub(in crate::vault) fn is_due_row(key: &[u8]) -> bool {
    key.get(9) == Some(&0)
}

pub(in crate::vault) fn removed(scope: &Alias) -> DbKey {
    join(REMOVED, &[scope])
}

/// Features that a server switched off.
pub(in crate::vault) fn off_prefix(scope: &Alias) -> DbKey {
    join(OFF, &[scope])
}

pub(in crate::vault) fn off(scope: &Alias, feature: &str) -> DbKey {
    join(OFF, &[scope, feature.as_bytes()])
}

/// The server, and the feature's name.
pub(in crate::vault) fn split_off(key: &[u8]) -> Option<(Alias, &str)> {
    let (_, rest) = key.split_first()?;
    let (scope, name) = rest.split_first_chunk::<16>()?;
    Some((*scope, std::str::from_utf8(name).ok()?))
}

pub(in crate::vault) fn left(person: &Alias) -> DbKey {
    join(LEFT, &[person])
}

/// Members who left a server and are counted for a store's hold: those it holds, or the others.
pub(in crate::vault) fn departed_prefix(scope: &Alias, store: u32, held: bool) -> DbKey {
    join(DEPARTED, &[scope, &store.to_be_bytes(), &[u8::from(held)]])
}

pub(in crate::vault) fn departed(
    scope: &Alias,
    store: u32,
    held: bool,
    since: Timestamp,
    person: &Alias,
) -> DbKey {
    let latest_first = sortable(since).map(|byte| !byte);
    let mut key = departed_prefix(scope, store, held);
    key.extend_from_slice(&latest_first);
    key.extend_from_slice(person);
    key
}

/// When, and who.
pub(in crate::vault) fn split_departed(key: &[u8]) -> Option<(Timestamp, Alias)> {
    let (_, rest) = key.split_at_checked(1 + 16 + 4 + 1)?;
    let (since, person) = rest.split_first_chunk::<8>()?;
    let since = u64::from_be_bytes(since.map(|byte| !byte)) ^ (1 << 63);
    Some((Timestamp(since.cast_signed()), *person.first_chunk::<16>()?))
}

pub(in crate::vault) fn erasing(person: &Alias) -> DbKey {
    join(ERASING, &[person])
}

pub(in crate::vault) fn suppressed(tag: &[u8]) -> DbKey {
    join(SUPPRESSED, &[tag])
}

pub(in crate::vault) fn counter_prefix(scope: &Alias) -> DbKey {
    join(COUNTER, &[scope])
}

pub(in crate::vault) fn counter(scope: &Alias, store: u32) -> DbKey {
    join(COUNTER, &[scope, &store.to_be_bytes()])
}

pub(in crate::vault) fn count(store: u32) -> DbKey {
    join(COUNT, &[&store.to_be_bytes()])
}

/// Auto keys sort as they were given.
pub(in crate::vault) fn auto_key(number: i64) -> [u8; 8] {
    sortable(Timestamp(number))
}

pub(in crate::vault) fn auto_number(key: &[u8]) -> Option<i64> {
    number(key).map(|sorted| (sorted ^ (1 << 63)).cast_signed())
}

pub(in crate::vault) fn number(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

pub(in crate::vault) fn instant(bytes: &[u8]) -> Option<Timestamp> {
    number(bytes).map(|number| Timestamp(number.cast_signed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_split_into_what_they_were_joined_from() {
        let key = row(&[1; 16], 7, b"key");
        assert_eq!(split_row(&key), Some(([1; 16], 7, b"key".as_slice())));
        assert_eq!(alias(&left(&[5; 16])), Some([5; 16]));
        let entry = person_row(&[2; 16], &key).unwrap();
        assert!(entry.starts_with(&person_store_prefix(&[2; 16], 7)));
        assert_eq!(row_of_person(&entry), Some(key.clone()));
        for what in [
            Due::Row(key),
            Due::Server([3; 16], 4),
            Due::Member([5; 16], 6),
            Due::Feature([3; 16], 8),
        ] {
            let key = due(Timestamp(-5), &what);
            assert_eq!(is_due_row(&key), matches!(what, Due::Row(_)));
            assert_eq!(split_due(&key), Some((Timestamp(-5), what)));
        }
    }

    #[test]
    fn a_feature_that_is_off_stands_by_its_name() {
        let key = off(&[3; 16], "levels");
        assert!(key.starts_with(&off_prefix(&[3; 16])));
        assert_eq!(split_off(&key), Some(([3; 16], "levels")));
    }

    #[test]
    fn the_latest_departure_stands_first() {
        let at = |ms| departed(&[1; 16], 7, true, Timestamp(ms), &[2; 16]);
        assert_eq!(split_departed(&at(-5)), Some((Timestamp(-5), [2; 16])));
        assert!(at(9) < at(8) && at(0) < at(-1));
        assert!(at(3).starts_with(&departed_prefix(&[1; 16], 7, true)));
    }

    #[test]
    fn due_times_sort_as_bytes() {
        let times = [i64::MIN, -1, 0, 1, 1_700_000_000_000, i64::MAX];
        let keys: Vec<_> = times
            .iter()
            .map(|at| due(Timestamp(*at), &Due::Row(vec![])))
            .collect();
        assert!(keys.is_sorted());
    }
}
