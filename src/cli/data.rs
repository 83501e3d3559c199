//! `candor data`: what a bot keeps, for its operator.
//!
//! The bot must not be running: its data belong to one process.

use std::{fmt::Write as _, path::PathBuf, sync::Arc};

use clap::{Args, Subcommand};
use serde_json::json;

use crate::{
    plan::Plan,
    port::{Answer, Batch, Clock, Export, Op, Read, Vault},
    runtime::SystemClock,
    vault::{MasterKey, SealedVault},
    vocab::{GuildId, Timestamp, UserId},
};

use super::{
    Exit, Outcome,
    out::{self, Failure},
    policy,
    run::{Place, runtime, told},
};

/// Look after the data of a bot that is not running
///
/// Reads CANDOR_DATA (and CANDOR_LEDGER) and CANDOR_KEY (or CANDOR_KEY_FILE), as `candor run` does.
#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "shown on a terminal as it stands")]
pub(super) struct Data {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Count the rows of each store
    List(Policy),
    /// Show what is kept about a person
    Show(Person),
    /// Write what is kept about a person as JSON, as `/privacy export` gives it to them
    Export(Person),
    /// Erase a person, by the rules of the policy
    Erase(Erase),
    /// Delete what is due
    Sweep(Policy),
    /// Read every row and check it
    Verify(Policy),
}

#[derive(Debug, Args)]
pub(super) struct Policy {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Args)]
struct Person {
    #[command(flatten)]
    policy: Policy,
    /// Discord's id of the person
    #[arg(value_name = "USER")]
    user: UserId,
    /// Only in the server with this id; everywhere if left out
    #[arg(long, value_name = "ID")]
    server: Option<GuildId>,
}

#[derive(Debug, Args)]
struct Erase {
    #[command(flatten)]
    person: Person,
    /// Only tell what would be erased
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// An opened vault, and the plan it was opened with.
pub(super) struct Opened {
    pub(super) plan: Arc<Plan>,
    pub(super) vault: SealedVault,
    pub(super) now: Timestamp,
}

impl Data {
    pub(super) fn run(&self) -> Outcome {
        match &self.what {
            What::List(policy) => with(policy, async |opened| opened.list().await),
            What::Show(person) => with(&person.policy, async |opened| {
                let export = opened.export(person).await?;
                out::data(&opened.shown(&export))
            }),
            What::Export(person) => with(&person.policy, async |opened| {
                let export = opened.export(person).await?;
                out::data(&format!("{:#}\n", opened.json(&export)))
            }),
            What::Erase(erase) => with(&erase.person.policy, async |opened| {
                opened.erase(erase).await
            }),
            What::Sweep(policy) => with(policy, async |opened| {
                let swept = opened.vault.sweep(opened.now).await.map_err(told)?;
                let (rows, servers) = (swept.rows, swept.guilds);
                out::data(&format!(
                    "deleted {rows} rows; {servers} servers are gone for good\n"
                ))
            }),
            What::Verify(policy) => with(policy, async |opened| {
                let rows = opened.vault.verify().await.map_err(told)?;
                out::data(&format!("{rows} rows, all whole\n"))
            }),
        }
    }
}

pub(super) fn with(
    policy: &Policy,
    work: impl AsyncFnOnce(&Opened) -> Result<(), Failure>,
) -> Outcome {
    let Some((_, plan)) = policy::plan(&policy.file)? else {
        return Ok(Exit::Findings);
    };
    let key = MasterKey::from_env().map_err(told)?;
    let place = Place::from_env()?;
    let dir = place.directory();
    if !dir.is_dir() {
        return Err(Failure::new(
            format!("there is no data in {}", dir.display()),
            "set CANDOR_DATA, and CANDOR_LEDGER with a database, as `candor run` was given them",
        ));
    }
    runtime("warn")?.block_on(async {
        let plan = Arc::new(plan);
        let vault = place.open(&plan, &key, &SystemClock)?;
        let now = SystemClock.now();
        work(&Opened { plan, vault, now }).await?;
        Ok(Exit::Clean)
    })
}

impl Opened {
    async fn list(&self) -> Result<(), Failure> {
        let mut text = String::new();
        for count in self.vault.counts().await.map_err(told)? {
            let name = self
                .plan
                .store(count.store)
                .map_or("?", |store| store.name.as_str());
            // Writing into a String does not fail.
            let _ = writeln!(text, "{:>10}  {name}", count.rows);
        }
        out::data(&text)
    }

    async fn export(&self, person: &Person) -> Result<Export, Failure> {
        let question = Read::Export {
            guild: person.server,
            user: person.user,
        };
        match self.vault.read(&question).await.map_err(told)? {
            Answer::Export(export) => Ok(export),
            _ => Err(told("the vault gave no export; report this")),
        }
    }

    fn store(&self, row: &crate::port::ExportRow) -> &str {
        self.plan
            .store(row.store)
            .map_or("?", |store| store.name.as_str())
    }

    fn shown(&self, export: &Export) -> String {
        let mut text = String::new();
        for row in &export.rows {
            let server = row
                .guild
                .map_or_else(|| "every server".to_owned(), |id| format!("server {id}"));
            let _ = writeln!(text, "{} in {server}", self.store(row));
            for (name, value) in &row.fields {
                let value = json!(value);
                let value = value.get("value").unwrap_or(&serde_json::Value::Null);
                let _ = writeln!(text, "    {name}: {value}");
            }
        }
        if text.is_empty() {
            "nothing is kept about this person\n".clone_into(&mut text);
        }
        text
    }

    fn json(&self, export: &Export) -> serde_json::Value {
        let rows = export.rows.iter().map(|row| {
            json!({
                "store": self.store(row), "server": row.guild, "fields": row.fields,
                "created_ms": row.created, "due_ms": row.due,
            })
        });
        json!({ "format": 1, "bot": self.plan.bot, "rows": rows.collect::<Vec<_>>() })
    }

    async fn erase(&self, erase: &Erase) -> Result<(), Failure> {
        let person = &erase.person;
        let rows = self.export(person).await?.rows.len();
        let place = person
            .server
            .map_or_else(|| "everywhere".to_owned(), |id| format!("in server {id}"));
        if erase.dry_run {
            return out::data(&format!(
                "{rows} rows are about this person {place}; they, and the person in rows about others, would be erased by the policy's rules\n"
            ));
        }
        if !erase.yes
            && !out::agreed(&format!(
                "Erase this person {place}? {rows} rows are about them. This cannot be undone."
            ))?
        {
            return Err(Failure::new("nothing was erased", "say yes, or use --yes"));
        }
        let batch = Batch {
            expect: Vec::new(),
            ops: vec![Op::Erase {
                guild: person.server,
                user: person.user,
            }],
        };
        let commit = self.vault.commit(batch, self.now).await.map_err(told)?;
        out::data(&format!(
            "erased; {} rows were deleted or emptied\n",
            commit.erased
        ))
    }
}
