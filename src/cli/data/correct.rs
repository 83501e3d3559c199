//! Correction of one field, for somebody who asked for it (GDPR 16).

use clap::Args;

use super::{
    Opened,
    person::{Person, recorded},
};
use crate::{
    cli::{
        out::{self, Failure},
        run::told,
    },
    plan::{Scope, Store},
    port::{Answer, Batch, Op, Read, RequestKind, RowId, Scan, StoredRow, Vault},
    rights::{self, Datum},
    vocab::{GuildId, Value},
};

#[derive(Debug, Args)]
pub(super) struct Correct {
    #[command(flatten)]
    pub(super) person: Person,
    /// The store
    #[arg(long, value_name = "NAME")]
    store: String,
    /// The key of the row, as `candor data show` has it; once for each key field. Not needed for the only row
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    key: Vec<String>,
    /// The field
    #[arg(long, value_name = "NAME")]
    field: String,
    /// What is right
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    value: String,
    /// Only tell what would be changed
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Opened {
    pub(super) async fn correct(&self, correct: &Correct) -> Result<(), Failure> {
        let store = self.store_named(&correct.store)?;
        let failed = |why: String| {
            let (what, help) = why.split_once("; ").unwrap_or((&why, "give another value"));
            Failure::new(what, help)
        };
        let (at, field) = rights::correctable(store, &correct.field).map_err(failed)?;
        let right = rights::corrected(field, &correct.value).map_err(failed)?;
        let row = self.row(store, correct).await?;
        self.nobody_opted_out(store, &row, correct.person.server)
            .await?;
        let mut values = row.values.clone();
        let Some(value) = values.get_mut(at.0 as usize) else {
            return Err(told("the row does not fit the policy; report this"));
        };
        let (was, is) = (typed(value), typed(&right));
        if *value == right {
            return out::data(&format!("`{}` is {is} already\n", field.name));
        }
        *value = right;
        let change = format!("`{}` of `{}`: {was} becomes {is}", field.name, store.name);
        if correct.dry_run {
            return out::data(&format!("{change}\n"));
        }
        if !correct.yes && !out::agreed(&format!("{change}. Is that right?"))? {
            return Err(Failure::new("nothing was changed", "say yes, or use --yes"));
        }
        let id = RowId {
            store: store.id,
            guild: correct.person.server,
            key: row.key,
        };
        let batch = Batch {
            expect: vec![(id.clone(), row.revision)],
            ops: vec![
                Op::Put { row: id, values },
                recorded(RequestKind::Correction, &correct.person),
            ],
        };
        out::data(&self.receipted(batch).await?)
    }

    fn store_named(&self, name: &str) -> Result<&Store, Failure> {
        let stores = &self.plan.stores;
        stores
            .iter()
            .find(|store| store.name == name)
            .ok_or_else(|| {
                let names: Vec<&str> = stores.iter().map(|store| &*store.name).collect();
                Failure::new(
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
    ) -> Result<(), Failure> {
        for rule in store.on_erase.iter().filter(|rule| rule.suppress) {
            let Some(Value::User(user)) = row.values.get(rule.by.0 as usize) else {
                continue;
            };
            let question = Read::Suppressed { guild, user: *user };
            if let Answer::Suppressed(stores) = self.vault.read(&question).await.map_err(told)?
                && stores.contains(&store.id)
            {
                let who = store.fields.get(rule.by.0 as usize);
                let who = who.map_or("person", |field| &*field.name);
                return Err(Failure::new(
                    format!("the {who} of this row opted out of `{}`", store.name),
                    "nothing is written about them until they opt in with `/privacy optout`; `candor data erase` erases",
                ));
            }
        }
        Ok(())
    }

    /// The one row that is meant: with the person in it, and with the key.
    async fn row(&self, store: &Store, correct: &Correct) -> Result<StoredRow, Failure> {
        let person = &correct.person;
        match (store.scope, person.server) {
            (Scope::Guild, None) => {
                return Err(Failure::new(
                    format!("a row of `{}` belongs to a server", store.name),
                    "say which with --server",
                ));
            }
            (Scope::User | Scope::Bot, Some(_)) => {
                return Err(Failure::new(
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
            if let Answer::Rows(found) = self.vault.read(&scan).await.map_err(told)? {
                rows.extend(found);
            }
        }
        rows.sort_by(|a, b| a.key.cmp(&b.key));
        rows.dedup_by(|a, b| a.key == b.key);
        let key = |row: &StoredRow| -> Vec<String> { row.key.iter().map(bare).collect() };
        if !correct.key.is_empty() {
            rows.retain(|row| key(row) == correct.key);
        }
        let keys: Vec<String> = rows.iter().map(|row| key(row).join(" ")).collect();
        match (rows.pop(), rows.len()) {
            (Some(row), 0) => Ok(row),
            (None, _) => Err(Failure::new(
                format!("`{}` has no such row with this person in it", store.name),
                "look with `candor data show`",
            )),
            _ => Err(Failure::new(
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
    match Datum::from(value) {
        Datum::Nothing(()) => String::new(),
        Datum::Truth(truth) => truth.to_string(),
        Datum::Number(number) => number.to_string(),
        Datum::Text(text) => text,
        Datum::Words(words) => words.join(","),
    }
}

/// As JSON, so that spaces and what cannot be seen can be told apart.
fn typed(value: &Value) -> String {
    serde_json::json!(Datum::from(value)).to_string()
}
