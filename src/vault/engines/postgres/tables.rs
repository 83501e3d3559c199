//! Four tables of one form, and which key of `layout` stands in which.
//!
//! ```text
//! candor_rows    rows, sealed                          candor_due    what is due when
//! candor_people  a person in a row                     candor_marks  everything else
//! scope BYTEA, key BYTEA, value BYTEA, PRIMARY KEY (scope, key)
//! ```
//!
//! `scope` is the alias of the server that the entry belongs to, so that a distributed database keeps a server
//! together; of what belongs to a person alone it is that person's alias, of the whole bot's it is empty. `key` is the
//! key as `layout` makes it. All but rows are also found by key alone.

use deadpool_postgres::Client;
use tokio_postgres::types::ToSql;

use super::link::Failed;
use crate::{
    port::VaultError,
    vault::{
        engines::Entry,
        ground::fault::damaged,
        rows::layout::{self, DbKey},
    },
};

/// Entries in one answer of the server.
const PAGE: usize = 500;
const ALIAS: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Rows,
    People,
    Due,
    Marks,
}

impl Table {
    pub(super) const ALL: [Self; 4] = [Self::Rows, Self::People, Self::Due, Self::Marks];

    pub(super) fn of(key: &[u8]) -> Self {
        match key.first() {
            Some(&layout::ROW) => Self::Rows,
            Some(&layout::PERSON) => Self::People,
            Some(&layout::DUE) => Self::Due,
            _ => Self::Marks,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rows => "candor_rows",
            Self::People => "candor_people",
            Self::Due => "candor_due",
            Self::Marks => "candor_marks",
        }
    }

    pub(super) fn get(self) -> String {
        format!(
            "SELECT value FROM {} WHERE scope = $1 AND key = $2",
            self.name()
        )
    }

    fn put(self) -> String {
        let again = match self {
            // Its entries hold nothing but the key.
            Self::Due => "NOTHING",
            Self::Rows | Self::People | Self::Marks => "UPDATE SET value = excluded.value",
        };
        format!(
            "INSERT INTO {} (scope, key, value) VALUES ($1, $2, $3) ON CONFLICT (scope, key) DO {again}",
            self.name()
        )
    }

    fn remove(self) -> String {
        format!("DELETE FROM {} WHERE scope = $1 AND key = $2", self.name())
    }
}

/// Whose entry a key is; as much of it as a prefix of a key tells.
pub(super) fn scope(key: &[u8]) -> &[u8] {
    let at = match (key.first(), key.get(9)) {
        (Some(0 | &layout::COUNT), _) => return &[],
        (Some(&layout::PERSON), _) => 21,
        // The key of a row follows, with its kind.
        (Some(&layout::DUE), Some(0)) => 11,
        (Some(&layout::DUE), _) => 10,
        _ => 1,
    };
    key.get(at..at + ALIAS).unwrap_or_default()
}

/// One change of one entry.
pub(super) struct Change {
    pub(super) key: DbKey,
    pub(super) value: Option<Vec<u8>>,
}

impl Change {
    pub(super) async fn write(&self, client: &Client) -> Result<(), Failed> {
        let table = Table::of(&self.key);
        let scope = scope(&self.key);
        if let Some(value) = &self.value {
            let statement = client.prepare_cached(&table.put()).await?;
            client
                .execute(&statement, &[&scope, &self.key, value])
                .await?;
        } else {
            let statement = client.prepare_cached(&table.remove()).await?;
            client.execute(&statement, &[&scope, &self.key]).await?;
        }
        Ok(())
    }

    /// Makes the statements known to the server, so that writing them does not wait.
    pub(super) async fn prepare(changes: &[Self], client: &Client) -> Result<(), Failed> {
        for table in Table::ALL {
            if changes.iter().any(|change| Table::of(&change.key) == table) {
                client.prepare_cached(&table.put()).await?;
                client.prepare_cached(&table.remove()).await?;
            }
        }
        Ok(())
    }
}

/// A question for a page of entries: those from `from` on that start with `prefix`.
pub(super) struct Page {
    sql: String,
    from: DbKey,
    end: DbKey,
    of: Of,
    limit: i64,
}

enum Of {
    /// The scope that the prefix tells.
    One(Vec<u8>),
    /// Rows are in order of scope and key.
    AllRows(Vec<u8>),
    ByKey,
}

impl Page {
    pub(super) fn new(prefix: &[u8], from: DbKey, limit: usize) -> Result<Self, VaultError> {
        let table = Table::of(prefix);
        let name = table.name();
        let known = matches!(table, Table::Rows | Table::Marks) && prefix.len() > ALIAS;
        let (of, sql) = if known {
            (
                Of::One(scope(prefix).to_vec()),
                format!(
                    "SELECT key, value, scope FROM {name} WHERE scope = $4 AND key >= $1 AND key < $2 ORDER BY key LIMIT $3"
                ),
            )
        } else if table == Table::Rows {
            (
                Of::AllRows(scope(&from).to_vec()),
                format!(
                    "SELECT key, value, scope FROM {name} WHERE (scope, key) >= ($4, $1) AND key < $2 ORDER BY scope, key LIMIT $3"
                ),
            )
        } else {
            (
                Of::ByKey,
                format!(
                    "SELECT key, value, scope FROM {name} WHERE key >= $1 AND key < $2 ORDER BY key LIMIT $3"
                ),
            )
        };
        Ok(Self {
            sql,
            from,
            end: end(prefix).ok_or_else(|| damaged("an index"))?,
            of,
            limit: i64::try_from(limit.min(PAGE)).unwrap_or(i64::MAX),
        })
    }

    /// The entries, and where to go on if there may be more.
    pub(super) async fn ask(&self, client: &Client) -> Result<(Vec<Entry>, Option<DbKey>), Failed> {
        let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&self.from, &self.end, &self.limit];
        if let Of::One(scope) | Of::AllRows(scope) = &self.of {
            parameters.push(scope);
        }
        let statement = client.prepare_cached(&self.sql).await?;
        let rows = client.query(&statement, &parameters).await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            let (key, value): Entry = (row.try_get(0)?, row.try_get(1)?);
            // Looked up by its key it would not be found.
            if row.try_get::<_, &[u8]>(2)? != scope(&key) {
                let table = Table::of(&key).name();
                let what = format!("an entry of {table}, which stands in another server's place,");
                return Err(Failed::Vault(damaged(&what)));
            }
            entries.push((key, value));
        }
        let full = i64::try_from(entries.len()).is_ok_and(|len| len == self.limit);
        let next = entries
            .last()
            .filter(|_| full)
            .map(|(key, _): &Entry| [key, [0].as_slice()].concat());
        Ok((entries, next))
    }
}

/// The first key that is after all that start with `prefix`.
fn end(prefix: &[u8]) -> Option<DbKey> {
    let last = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut end = prefix.get(..=last)?.to_vec();
    *end.last_mut()? += 1;
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{vault::rows::layout::Due, vocab::Timestamp};

    #[test]
    fn entries_stand_with_the_server_or_person_they_belong_to() {
        let (server, person) = ([1; 16], [2; 16]);
        let row = layout::row(&server, 7, b"key");
        let at = Timestamp(5);
        for key in [
            layout::person_row(&person, &row).unwrap(),
            layout::due(at, &Due::Row(row.clone())),
            layout::due(at, &Due::Server(server, 7)),
            layout::removed(&server),
            layout::counter(&server, 7),
            row,
        ] {
            assert_eq!(scope(&key), server, "{key:?}");
        }
        for key in [
            layout::due(at, &Due::Member(person, 7)),
            layout::left(&person),
            layout::erasing(&person),
        ] {
            assert_eq!(scope(&key), person, "{key:?}");
        }
        assert_eq!(scope(&layout::count(0x0101_0101)), [0; 0]);
        assert_eq!(scope(&layout::meta("a name of more than 16")), [0; 0]);
    }

    #[test]
    fn a_prefix_ends_before_the_next_one() {
        assert_eq!(end(&[1, 2]), Some(vec![1, 3]));
        assert_eq!(end(&[1, 255, 255]), Some(vec![2]));
        assert_eq!(end(&[255]), None);
    }
}
