//! Figures about the data, for an operator's eyes or a chart. INVARIANT: no id and no receipt is among them.

use std::{collections::BTreeMap, fs, io, path::Path};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{command::Command, office::Office};
use crate::{
    port::{Trouble, Vault},
    vault::{Secrets, Watch, recent},
    vocab::{Duration, Timestamp},
};

const RECENT: Duration = Duration::days(30);

/// What `candor data stats --format json` prints. Times are RFC 3339.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Figures {
    pub stores: Vec<StoreFigures>,
    /// Servers with data.
    pub servers: u64,
    /// Of these, servers that the bot was removed from.
    pub removed_servers: u64,
    /// When something is to be deleted next, where that is known.
    #[schemars(extend("format" = "date-time"))]
    pub next_due: Option<String>,
    /// Secrets in the ledger.
    pub secrets: Secrets,
    /// Of all files in the data directory. Rows on a database server are not among them.
    pub disk_bytes: u64,
    pub requests: RequestFigures,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct StoreFigures {
    pub name: String,
    pub rows: u64,
    /// How many rows each server has, the most first, and not which server.
    pub per_server: Vec<u64>,
    /// When the oldest row was made.
    #[schemars(extend("format" = "date-time"))]
    pub oldest: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RequestFigures {
    pub all: u64,
    pub last_30_days: u64,
    /// Whether the record is as it was written.
    pub whole: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Stats;

impl Command for Stats {
    type Answer = Figures;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Figures, Trouble> {
        let mut stores = Vec::new();
        for store in &office.plan.stores {
            let rows = office.vault.dump(store.id, office.now()).await?;
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
        let guilds = office.vault.guilds().await?;
        let due: Option<Timestamp> = office.vault.next_due().await?;
        let record = office.vault.requests().await?;
        Ok(Figures {
            stores,
            servers: guilds.len() as u64,
            removed_servers: guilds.iter().filter(|(_, gone)| gone.is_some()).count() as u64,
            next_due: due.map(Timestamp::rfc3339),
            secrets: office.vault.secrets(),
            disk_bytes: bytes(&office.dir)?,
            requests: RequestFigures {
                all: record.requests.len() as u64,
                last_30_days: recent(&record, office.now(), RECENT) as u64,
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
