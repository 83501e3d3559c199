//! Figures about the data, for an operator's eyes or a chart. INVARIANT: no id and no receipt is among them.

use std::{collections::BTreeMap, fmt::Write as _, fs, io, path::Path};

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Opened, Policy};
use crate::{
    cli::{
        out::{self, Failure},
        run::told,
    },
    port::Vault,
    vault::{Secrets, recent},
    vocab::{Duration, Timestamp},
};

const RECENT: Duration = Duration::days(30);

#[derive(Debug, Args)]
pub(super) struct Stats {
    #[command(flatten)]
    pub(super) policy: Policy,
    /// `human` for reading, `json` for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// What `candor data stats --format json` prints. Times are RFC 3339.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli) struct Figures {
    stores: Vec<StoreFigures>,
    /// Servers with data.
    servers: u64,
    /// Of these, servers that the bot was removed from.
    removed_servers: u64,
    /// When something is to be deleted next, where that is known.
    #[schemars(extend("format" = "date-time"))]
    next_due: Option<String>,
    /// Secrets in the ledger.
    secrets: Secrets,
    /// Of all files in the data directory. Rows on a database server are not among them.
    disk_bytes: u64,
    requests: RequestFigures,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct StoreFigures {
    name: String,
    rows: u64,
    /// How many rows each server has, the most first, and not which server.
    per_server: Vec<u64>,
    /// When the oldest row was made.
    #[schemars(extend("format" = "date-time"))]
    oldest: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct RequestFigures {
    all: u64,
    last_30_days: u64,
    /// Whether the record is as it was written.
    whole: bool,
}

impl Opened {
    pub(super) async fn stats(&self, stats: &Stats) -> Result<(), Failure> {
        let figures = self.figures().await?;
        out::data(&match stats.format {
            Format::Human => shown(&figures),
            Format::Json => out::json(&figures)?,
        })
    }

    async fn figures(&self) -> Result<Figures, Failure> {
        let mut stores = Vec::new();
        for store in &self.plan.stores {
            let rows = self.vault.dump(store.id).await.map_err(told)?;
            let mut servers: BTreeMap<_, u64> = BTreeMap::new();
            for (id, _) in &rows {
                *servers.entry(id.guild).or_default() += 1;
            }
            servers.remove(&None);
            let mut per_server: Vec<u64> = servers.into_values().collect();
            per_server.sort_unstable_by(|a, b| b.cmp(a));
            let oldest = rows.iter().map(|(_, row)| row.created).min();
            stores.push(StoreFigures {
                name: store.name.clone(),
                rows: rows.len() as u64,
                per_server,
                oldest: oldest.map(Timestamp::rfc3339),
            });
        }
        let guilds = self.vault.guilds().await.map_err(told)?;
        let due: Option<Timestamp> = self.vault.next_due().await.map_err(told)?;
        let record = self.vault.requests().await.map_err(told)?;
        Ok(Figures {
            stores,
            servers: guilds.len() as u64,
            removed_servers: guilds.iter().filter(|(_, gone)| gone.is_some()).count() as u64,
            next_due: due.map(Timestamp::rfc3339),
            secrets: self.vault.secrets(),
            disk_bytes: bytes(&self.dir).map_err(told)?,
            requests: RequestFigures {
                all: record.requests.len() as u64,
                last_30_days: recent(&record, self.now, RECENT) as u64,
                whole: record.wrong.is_empty(),
            },
        })
    }
}

/// Of all files under `folder`. The vault may take one away in the meantime.
fn bytes(folder: &Path) -> io::Result<u64> {
    let mut all = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        all += match entry.metadata() {
            Ok(about) if about.is_dir() => bytes(&entry.path())?,
            Ok(about) => about.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
    }
    Ok(all)
}

fn shown(figures: &Figures) -> String {
    let mut text = String::new();
    // Writing into a String does not fail.
    for store in &figures.stores {
        let _ = write!(text, "{:>10}  {}", store.rows, store.name);
        if let Some(oldest) = &store.oldest {
            let _ = write!(text, ", the oldest of {oldest}");
        }
        if let (Some(most), Some(least)) = (store.per_server.first(), store.per_server.last()) {
            let servers = store.per_server.len();
            let _ = write!(text, ", in {servers} servers with {least} to {most} each");
        }
        text.push('\n');
    }
    let due = figures.next_due.as_deref().unwrap_or("not known yet");
    let secrets = figures.secrets;
    let record = if figures.requests.whole {
        "whole"
    } else {
        "damaged; see `candor data requests`"
    };
    let _ = write!(
        text,
        "servers      {} with data, {} of them removed\nnext due     {due}\nsecrets      of people {}, of servers {}, of the bot {}, of spans of time {}, of backups {}\non disk      {} bytes\nrequests     {} in the last 30 days, {} in all; the record is {record}\n",
        figures.servers,
        figures.removed_servers,
        secrets.people,
        secrets.servers,
        secrets.bot,
        secrets.generations,
        secrets.backups,
        figures.disk_bytes,
        figures.requests.last_30_days,
        figures.requests.all,
    );
    text
}
