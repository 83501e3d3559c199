//! Telling people what happened to their data: whom it would be for, sending it, how far it is, and its end.

use serde::{Deserialize, Serialize};

use super::{command::Command, office::Office};
use crate::{
    port::{Breach, BreachReceipt, Notifier, Outlook, Trouble},
    vault::{Progress, Watch},
};

/// Whom it would be for.
#[derive(Debug, Serialize, Deserialize)]
pub struct LookBreach(pub Breach);

impl Command for LookBreach {
    type Answer = Outlook;

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<Outlook, Trouble> {
        office.notifier()?.look(&self.0).await
    }
}

/// Tells everybody who was not told yet. Goes on when whoever asked is gone.
#[derive(Debug, Serialize, Deserialize)]
pub struct NotifyBreach(pub Breach);

impl Command for NotifyBreach {
    type Answer = BreachReceipt;

    async fn carry_out(self, office: &Office, watch: &Watch) -> Result<BreachReceipt, Trouble> {
        let progress = |done, of| {
            watch(Progress {
                what: "people told".into(),
                done,
                of: Some(of),
            });
        };
        office.notifier()?.send(self.0, &progress).await
    }
}

/// How far the one has come that was begun.
#[derive(Debug, Serialize, Deserialize)]
pub struct BreachSoFar;

impl Command for BreachSoFar {
    type Answer = Option<BreachReceipt>;

    async fn carry_out(
        self,
        office: &Office,
        _watch: &Watch,
    ) -> Result<Option<BreachReceipt>, Trouble> {
        office.notifier()?.so_far().await
    }
}

/// The operator has the receipt with this reference: whom it was for is forgotten.
#[derive(Debug, Serialize, Deserialize)]
pub struct EndBreach(pub String);

impl Command for EndBreach {
    type Answer = ();

    async fn carry_out(self, office: &Office, _watch: &Watch) -> Result<(), Trouble> {
        office.notifier()?.end(&self.0).await
    }
}

impl Office {
    fn notifier(&self) -> Result<&dyn Notifier, Trouble> {
        self.notifier.as_deref().ok_or_else(|| {
            Trouble::new(
                "nobody can be written to without the bot's token",
                "start the bot, or set DISCORD_TOKEN as `candor run` has it",
            )
        })
    }
}
