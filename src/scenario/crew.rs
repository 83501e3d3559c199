//! A bot and the sandbox it lives in, with a way to wait until it has come to rest.
//!
//! INVARIANT: after [`Crew::until_idle`] every dispatch the sandbox sent is handled, rows are durable and actions are done;
//! nobody has to wait for time to pass.

use std::{sync::Arc, time::Duration as RealDuration};

use crate::{
    discord::{Endpoint, Token},
    plan::Plan,
    port::{News, Operators, Vault, VaultError},
    runtime::{Bot, BotConfig, BotHandle, Services, StartError, TrustedClock},
    sandbox::Sandbox,
    vocab::{Duration, Timestamp},
};

/// How often the clock stops on its way forward for something that is due; beyond it jumps.
const STOPS_MAX: usize = 256;

pub struct Crew {
    bot: BotHandle,
    sandbox: Arc<Sandbox>,
    vault: Arc<dyn Vault>,
    /// Dispatches that the sandbox had sent before this bot started.
    heard_before: u64,
}

impl Crew {
    /// Starts the bot in the sandbox, on its clock.
    ///
    /// # Errors
    /// As [`Bot::start`].
    pub async fn start(
        plan: Arc<Plan>,
        vault: Arc<dyn Vault>,
        sandbox: Arc<Sandbox>,
        operators: Option<Operators>,
    ) -> Result<Self, StartError> {
        let discord = Endpoint::new(&sandbox.origin(), Token::new(&sandbox.bot_token()))?;
        let heard_before = sandbox.dispatched();
        let marks = vault.marks().await?;
        let services = Services::pretended(&plan, &sandbox.origin())?;
        let config = BotConfig {
            services,
            plan,
            vault: Arc::clone(&vault),
            clock: Arc::new(TrustedClock::new(sandbox.clock(), marks.time)),
            discord,
            operators,
            listen: None,
            notices: Vec::new(),
        };
        let bot = Bot::start(config).await?;
        Ok(Self {
            bot,
            sandbox,
            vault,
            heard_before,
        })
    }

    /// Waits until the bot has nothing left to do.
    pub async fn until_idle(&self) {
        loop {
            let sent = self.sandbox.dispatched();
            self.bot
                .until_idle(sent.saturating_sub(self.heard_before))
                .await;
            if self.sandbox.dispatched() == sent {
                return;
            }
        }
    }

    /// Moves the clock, with a stop wherever something is due; what is due is gone afterwards.
    ///
    /// # Errors
    /// When the data cannot be read.
    pub async fn advance(&self, by: Duration) -> Result<(), VaultError> {
        let target = self.now().plus(by);
        for _ in 0..STOPS_MAX {
            let now = self.now();
            let due = self.vault.next_due().await?;
            let Some(next) = due.filter(|due| *due > now && *due < target) else {
                break;
            };
            self.step_to(next).await;
        }
        self.step_to(target).await;
        Ok(())
    }

    async fn step_to(&self, next: Timestamp) {
        self.sandbox.advance(next.since(self.now()));
        self.bot.tick().await;
        self.until_idle().await;
    }

    /// As [`BotHandle::told`].
    pub fn told(&self) -> impl Fn(News) + Send + Sync + use<> {
        self.bot.told()
    }

    fn now(&self) -> Timestamp {
        self.sandbox.clock().now()
    }

    /// The bot's process ends; when this returns nothing of it is connected.
    pub async fn stop(self) {
        self.bot.stop().await;
        // The other end sees the connection close a moment later; what is sent until then counts for nobody.
        for _ in 0..1_000 {
            if !self.sandbox.connected() {
                return;
            }
            tokio::time::sleep(RealDuration::from_millis(1)).await;
        }
    }
}
