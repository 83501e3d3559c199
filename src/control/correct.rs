//! Correction of one field, for somebody who asked for it (GDPR 16): first looked at, then carried out.

use serde::{Deserialize, Serialize};

use super::{command::Command, office::Office, person::Subject};
use crate::{
    lexicon::Datum,
    plan::{Scope, Store, Wish},
    port::{
        Answer, Batch, Op, Read, RequestKind, Revision, RowId, Scan, StoredRow, Trouble, Vault,
    },
    rights,
    vault::Watch,
    vocab::{GuildId, Value},
};

/// Which field of which row, and what is right, as it was typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Correction {
    pub of: Subject,
    pub store: String,
    /// Not needed for the only row.
    pub key: Vec<String>,
    pub field: String,
    pub value: String,
}

/// What it would change.
#[derive(Debug, Serialize, Deserialize)]
pub struct Change {
    pub was: String,
    pub is: String,
    /// Of the row as it was looked at.
    pub revision: Revision,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct LookCorrect(pub Correction);

impl Command for LookCorrect {
    type Answer = Change;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Change, Trouble> {
        Ok(office.meant(&self.0).await?.change)
    }
}

/// Carries it out, if the row is as it was looked at; the receipt in words.
#[derive(Debug, Serialize, Deserialize)]
pub struct Correct {
    pub correction: Correction,
    pub seen: Revision,
}

impl Command for Correct {
    type Answer = String;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<String, Trouble> {
        let Meant {
            store,
            row,
            values,
            change,
        } = office.meant(&self.correction).await?;
        if change.revision != self.seen {
            return Err(Trouble::new(
                "the row was written meanwhile, and nothing was changed",
                "look at it again",
            ));
        }
        let of = self.correction.of;
        let batch = Batch {
            numbers: Vec::new(),
            expect: vec![(row.clone(), self.seen)],
            ops: vec![
                Op::Put { row, values },
                of.recorded(RequestKind::Correction),
            ],
        };
        let changed = of.server.map(|server| (server, store.id));
        office.receipted(batch, changed.into_iter().collect()).await
    }
}

/// A row, and its values once they are right.
struct Meant<'a> {
    store: &'a Store,
    row: RowId,
    values: Vec<Value>,
    change: Change,
}

impl Office {
    async fn meant(&self, correction: &Correction) -> Result<Meant<'_>, Trouble> {
        let store = self.store_named(&correction.store)?;
        let mut answers = self.plan.consents().map(|(_, _, answers)| answers.id);
        if answers.any(|answers| answers == store.id) {
            return Err(Trouble::new(
                format!("`{}` holds what people answered themselves", store.name),
                "consent is given and taken back with `/privacy consent`; `candor data erase` erases",
            ));
        }
        let (at, field) = rights::correctable(store, &correction.field)?;
        let right = rights::corrected(field, &correction.value)?;
        let row = self.row(store, correction).await?;
        let guild = correction.of.server;
        self.nobody_opted_out(store, &row, guild).await?;
        let mut values = row.values;
        let Some(value) = values.get_mut(at.0 as usize) else {
            return Err(Trouble::new(
                "the row does not fit the policy",
                "report this",
            ));
        };
        let change = Change {
            was: typed(value),
            is: typed(&right),
            revision: row.revision,
        };
        *value = right;
        Ok(Meant {
            store,
            row: RowId {
                store: store.id,
                guild,
                key: row.key,
            },
            values,
            change,
        })
    }

    fn store_named(&self, name: &str) -> Result<&Store, Trouble> {
        let stores = &self.plan.stores;
        stores
            .iter()
            .find(|store| store.name == name)
            .ok_or_else(|| {
                let names: Vec<&str> = stores.iter().map(|store| &*store.name).collect();
                Trouble::new(
                    format!("the policy has no store `{name}`"),
                    format!("name one of {}", names.join(", ")),
                )
            })
    }

    /// The vault writes no row about somebody who opted out of its store.
    async fn nobody_opted_out(
        &self,
        store: &Store,
        row: &StoredRow,
        guild: Option<GuildId>,
    ) -> Result<(), Trouble> {
        for field in store.stopped_by(Wish::NoMore) {
            let Some(Value::User(user)) = row.values.get(field.0 as usize) else {
                continue;
            };
            let question = Read::Suppressed { guild, user: *user };
            if let Answer::Suppressed(stores) = self.vault.read(&question, self.now()).await?
                && stores.contains(&store.id)
            {
                let who = store.fields.get(field.0 as usize);
                let who = who.map_or("person", |field| &*field.name);
                return Err(Trouble::new(
                    format!("the {who} of this row opted out of `{}`", store.name),
                    "nothing is written about them until they opt in with `/privacy optout`; `candor data erase` erases",
                ));
            }
        }
        Ok(())
    }

    /// The one row that is meant: with the person in it, and with the key.
    async fn row(&self, store: &Store, correction: &Correction) -> Result<StoredRow, Trouble> {
        let person = &correction.of;
        match (store.scope, person.server) {
            (Scope::Guild, None) => {
                return Err(Trouble::new(
                    format!("a row of `{}` belongs to a server", store.name),
                    "say which with --server",
                ));
            }
            (Scope::User | Scope::Bot, Some(_)) => {
                return Err(Trouble::new(
                    format!("a row of `{}` belongs to no server", store.name),
                    "leave --server out",
                ));
            }
            _ => {}
        }
        let mut rows: Vec<StoredRow> = Vec::new();
        for (field, _) in store.people() {
            let scan = Read::Scan(Scan {
                store: store.id,
                guild: person.server,
                of: Some((field, person.user)),
                by: None,
                limit: None,
            });
            if let Answer::Rows(found) = self.vault.read(&scan, self.now()).await? {
                rows.extend(found);
            }
        }
        rows.sort_by(|a, b| a.key.cmp(&b.key));
        rows.dedup_by(|a, b| a.key == b.key);
        let key = |row: &StoredRow| -> Vec<String> { row.key.iter().map(bare).collect() };
        if !correction.key.is_empty() {
            rows.retain(|row| key(row) == correction.key);
        }
        let keys: Vec<String> = rows.iter().map(|row| key(row).join(" ")).collect();
        match (rows.pop(), rows.len()) {
            (Some(row), 0) => Ok(row),
            (None, _) => Err(Trouble::new(
                format!("`{}` has no such row with this person in it", store.name),
                "look with `candor data show`",
            )),
            _ => Err(Trouble::new(
                format!(
                    "`{}` has {} rows with this person in them",
                    store.name,
                    keys.len()
                ),
                format!("say which with --key; there are {}", keys.join(", ")),
            )),
        }
    }
}

/// As it is typed after `--key`.
fn bare(value: &Value) -> String {
    Datum::from(value).to_string()
}

/// As JSON, so that spaces and what cannot be seen can be told apart.
fn typed(value: &Value) -> String {
    serde_json::json!(Datum::from(value)).to_string()
}
