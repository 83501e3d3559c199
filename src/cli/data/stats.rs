//! Figures about the data, on a terminal or as JSON.

use std::fmt::Write as _;

use clap::Args;

use crate::{
    cli::{
        desk::{Desk, Policy},
        out::{self, Failure, Format},
    },
    control::{self, Figures},
};

#[derive(Debug, Args)]
pub(super) struct Stats {
    #[command(flatten)]
    pub(super) policy: Policy,
    /// `human` for reading, `json` for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) async fn stats(desk: &Desk, stats: &Stats) -> Result<(), Failure> {
    let figures = desk.ask(control::Stats).await?;
    out::data(&match stats.format {
        Format::Human => shown(&figures),
        Format::Json => out::json(&figures)?,
    })
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
