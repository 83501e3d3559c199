//! One person's data: the same documents and the same erasure as `/privacy` has.

use serde::{Deserialize, Serialize};

use super::{command::Command, office::Office};
use crate::{
    plan::EraseRule,
    port::{
        Answer, Batch, Erased, Op, Places, Read, Request, RequestKind, RequestedBy, Trouble, Vault,
    },
    rights::{self, About, Document},
    vault::Watch,
    vocab::{GuildId, UserId},
};

/// Whom something is about: in one server, or everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub user: UserId,
    pub server: Option<GuildId>,
}

impl Subject {
    /// A request that the operator carries out for somebody.
    pub(super) fn recorded(self, kind: RequestKind) -> Op {
        Op::Record(Request {
            kind,
            by: RequestedBy::Operator,
            everywhere: self.server.is_none(),
        })
    }
}

pub(super) fn unexpected() -> Trouble {
    Trouble::new("the vault answered something else", "report this")
}

/// What is kept about somebody, as they may have it. Nothing is recorded.
#[derive(Debug, Serialize, Deserialize)]
pub struct PersonalData(pub Subject);

impl Command for PersonalData {
    type Answer = Document;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Document, Trouble> {
        let Subject { user, server } = self.0;
        let (guild, now) = (server, office.now());
        let export = office.vault.read(&Read::Export { guild, user }, now).await;
        let suppressed = office
            .vault
            .read(&Read::Suppressed { guild, user }, now)
            .await;
        let (Answer::Export(export), Answer::Suppressed(suppressed)) = (export?, suppressed?)
        else {
            return Err(unexpected());
        };
        let subject = rights::Subject { user, guild, now };
        let about = About {
            export: &export,
            suppressed: &suppressed,
        };
        Ok(rights::document(&office.plan, subject, about))
    }
}

/// Somebody's data were handed over: enters that into the record, and gives the receipt in words.
#[derive(Debug, Serialize, Deserialize)]
pub struct HandedOver(pub Subject);

impl Command for HandedOver {
    type Answer = String;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<String, Trouble> {
        let batch = Batch {
            numbers: Vec::new(),
            expect: Vec::new(),
            ops: vec![self.0.recorded(RequestKind::Export)],
        };
        office.receipted(batch, Places::new()).await
    }
}

/// What an erasure would do, by store.
#[derive(Debug, Serialize, Deserialize)]
pub struct LookErase(pub Subject);

#[derive(Debug, Serialize, Deserialize)]
pub struct ErasedRows {
    pub store: String,
    pub rule: EraseRule,
    pub rows: u64,
}

impl ErasedRows {
    pub(super) fn of(would: &Erased) -> Vec<Self> {
        let rows = would.by_store().map(|(store, rule, rows)| Self {
            store: store.to_owned(),
            rule,
            rows,
        });
        rows.collect()
    }
}

impl Command for LookErase {
    type Answer = Vec<ErasedRows>;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Vec<ErasedRows>, Trouble> {
        let Subject { user, server } = self.0;
        let question = Read::Erasure {
            guild: server,
            user,
        };
        let answer = office.vault.read(&question, office.now()).await?;
        let Answer::Erasure(would) = answer else {
            return Err(unexpected());
        };
        Ok(ErasedRows::of(&would))
    }
}

/// Erases somebody by the rules of the policy; the receipt in words.
#[derive(Debug, Serialize, Deserialize)]
pub struct Erase(pub Subject);

impl Command for Erase {
    type Answer = String;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<String, Trouble> {
        let Subject { user, server } = self.0;
        let batch = Batch {
            numbers: Vec::new(),
            expect: Vec::new(),
            ops: vec![
                Op::Erase {
                    guild: server,
                    user,
                },
                self.0.recorded(RequestKind::Erasure),
            ],
        };
        let left = office.leave(server, user).await?;
        office.receipted(batch, left).await
    }
}
