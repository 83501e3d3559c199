//! All that is kept of one server, for the operator: erased at once, with what was in its backups.

use clap::Args;

use super::person::{by_store, id};
use crate::{
    cli::{
        desk::{Desk, Policy},
        out::{self, Failure},
    },
    control::{self, LookServer},
    vocab::GuildId,
};

#[derive(Debug, Args)]
pub(super) struct EraseServer {
    #[command(flatten)]
    pub(super) policy: Policy,
    /// Discord's id of the server
    #[arg(value_name = "SERVER", value_parser = id::<GuildId>)]
    server: GuildId,
    /// Only tell what would be erased
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

pub(super) async fn erase(desk: &Desk, erase: &EraseServer) -> Result<(), Failure> {
    let would = desk.ask(LookServer(erase.server)).await?;
    let all: u64 = would.iter().map(|part| part.rows).sum();
    if erase.dry_run {
        let text = format!("{all} rows are kept of this server; an erasure would\n");
        return out::data(&(text + &by_store(would)));
    }
    if !erase.yes
        && !out::agreed(&format!(
            "Erase all that is kept of this server? That is {all} rows. This cannot be undone."
        ))?
    {
        return Err(Failure::new("nothing was erased", "say yes, or use --yes"));
    }
    let receipt = desk.ask(control::EraseServer(erase.server)).await?;
    out::data(&format!("{receipt}\n"))
}
