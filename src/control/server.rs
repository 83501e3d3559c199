//! All that is kept of one server: how much it is, and its erasure.

use serde::{Deserialize, Serialize};

use super::{
    command::Command,
    office::Office,
    person::{ErasedRows, unexpected},
};
use crate::{
    port::{Answer, Batch, Op, Places, Read, Request, RequestKind, RequestedBy, Trouble, Vault},
    vault::Watch,
    vocab::GuildId,
};

/// What the erasure of a server would do, by store.
#[derive(Debug, Serialize, Deserialize)]
pub struct LookServer(pub GuildId);

impl Command for LookServer {
    type Answer = Vec<ErasedRows>;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Vec<ErasedRows>, Trouble> {
        let question = Read::ServerErasure(self.0);
        let answer = office.vault.read(&question, office.now()).await?;
        let Answer::Erasure(would) = answer else {
            return Err(unexpected());
        };
        Ok(ErasedRows::of(&would))
    }
}

/// Erases all that is kept of a server; the receipt in words.
#[derive(Debug, Serialize, Deserialize)]
pub struct EraseServer(pub GuildId);

impl Command for EraseServer {
    type Answer = String;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<String, Trouble> {
        let batch = Batch {
            ops: vec![
                Op::EraseServer { guild: self.0 },
                Op::Record(Request {
                    kind: RequestKind::ServerErasure,
                    by: RequestedBy::Operator,
                    everywhere: false,
                }),
            ],
            ..Batch::default()
        };
        office.receipted(batch, Places::new()).await
    }
}
