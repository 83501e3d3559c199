//! The data as a whole: listed, swept and verified.

use serde::{Deserialize, Serialize};

use super::{command::Command, office::Office};
use crate::{
    port::{Marks, News, Trouble, Vault},
    rights,
    vault::{Record, Watch},
};

/// The rows of each store.
#[derive(Debug, Serialize, Deserialize)]
pub struct List;

#[derive(Debug, Serialize, Deserialize)]
pub struct Stored {
    pub store: String,
    pub rows: u64,
    /// How long they are kept; the earliest counts.
    pub kept: Vec<String>,
}

impl Command for List {
    type Answer = Vec<Stored>;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Vec<Stored>, Trouble> {
        let counts = office.vault.counts().await?;
        let stored = counts.into_iter().map(|count| {
            let store = office.plan.store(count.store);
            Stored {
                store: store.map_or_else(|| "?".to_owned(), |store| store.name.clone()),
                rows: count.rows,
                kept: store.map_or_else(Vec::new, |store| rights::until(&office.plan, store)),
            }
        });
        Ok(stored.collect())
    }
}

/// Deletes what is due.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sweep;

#[derive(Debug, Serialize, Deserialize)]
pub struct Swept {
    pub rows: u64,
    pub servers: u64,
}

impl Command for Sweep {
    type Answer = Swept;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Swept, Trouble> {
        let now = office.now();
        let swept = office.vault.sweep(now).await?;
        if !office.is_of_bot() {
            let marks = Marks {
                time: Some(now),
                ..office.vault.marks().await?
            };
            office.vault.mark(marks).await?;
        }
        let answer = Swept {
            rows: swept.rows,
            servers: swept.guilds,
        };
        office.tell(News::Swept(swept));
        Ok(answer)
    }
}

/// Reads every row and the record of requests, and checks them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Verify;

#[derive(Debug, Serialize, Deserialize)]
pub struct Verified {
    pub rows: u64,
    /// What is wrong with the record of requests.
    pub wrong: Vec<String>,
}

impl Command for Verify {
    type Answer = Verified;

    async fn carry_out(self, office: &Office, watch: &Watch) -> Result<Verified, Trouble> {
        let rows = office.vault.verify_watched(watch).await;
        let rows = rows?;
        let record = office.vault.requests().await?;
        let wrong = record.wrong;
        Ok(Verified { rows, wrong })
    }
}

/// The record of requests. It names nobody, so that no policy is needed to read it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Requests;

impl Command for Requests {
    type Answer = Record;
    const NAMES_POLICY: bool = false;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Record, Trouble> {
        Ok(office.vault.requests().await?)
    }
}

/// How many secrets the master key opens.
#[derive(Debug, Serialize, Deserialize)]
pub struct Secrets;

impl Command for Secrets {
    type Answer = u64;
    const NAMES_POLICY: bool = false;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<u64, Trouble> {
        Ok(office.vault.secrets().all())
    }
}
