//! The bot on its stage: its data are open, it is connected to the sandbox, and commands of the operator reach it.
//!
//! Another policy takes the same stage: the world, its messages and the time go on, the data are opened anew.

use std::{path::PathBuf, sync::Arc, time::Duration as RealDuration};

use tokio::time::{Instant, sleep};

use crate::{
    cli::{
        out::{Failure, told},
        run::{leaving, serve},
    },
    control::{Office, Served},
    plan::Plan,
    port::VaultError,
    sandbox::Sandbox,
    scenario::Crew,
    vault::{MasterKey, SealedVault},
};

use super::world::operators;

/// How long the data may take to be free after the bot before has ended.
const FREE_MAX: RealDuration = RealDuration::from_secs(5);

/// What stays when another policy is played.
pub(super) struct Ground {
    pub(super) dir: PathBuf,
    pub(super) key: MasterKey,
    pub(super) sandbox: Arc<Sandbox>,
    /// The server of those who operate the bot.
    pub(super) home: Option<String>,
}

pub(super) struct Stage {
    pub(super) crew: Crew,
    pub(super) plan: Arc<Plan>,
    pub(super) vault: Arc<SealedVault>,
    served: Served,
}

impl Stage {
    /// Opens the data and starts the bot.
    pub(super) async fn set(ground: &Ground, plan: &Arc<Plan>) -> Result<Self, Failure> {
        let (dir, sandbox) = (ground.dir.join("data"), &ground.sandbox);
        let vault = Arc::new(open(ground, plan)?);
        let home = ground.home.as_deref().filter(|_| plan.has_operators());
        let crew = Crew::start(
            Arc::clone(plan),
            Arc::clone(&vault) as _,
            Arc::clone(sandbox),
            home.and_then(|home| operators(sandbox, home)),
        );
        let crew = crew.await.map_err(told)?;
        crew.until_idle().await;
        let office = Office::new(Arc::clone(plan), Arc::clone(&vault), dir, sandbox.clock());
        let office = office.with_endings(leaving(plan, &vault));
        let served = serve(office.of_bot(crew.told()))?;
        Ok(Self {
            crew,
            plan: Arc::clone(plan),
            vault,
            served,
        })
    }

    /// The bot ends, and its data are closed: nobody holds them any more when this returns.
    pub(super) async fn strike(self) {
        self.served.stop().await;
        self.crew.stop().await;
        let held = Arc::downgrade(&self.vault);
        drop(self.vault);
        let began = Instant::now();
        while held.strong_count() > 0 && began.elapsed() < FREE_MAX {
            sleep(RealDuration::from_millis(5)).await;
        }
    }
}

fn open(ground: &Ground, plan: &Arc<Plan>) -> Result<SealedVault, Failure> {
    let now = ground.sandbox.clock().now();
    let vault = SealedVault::open(&ground.dir.join("data"), Arc::clone(plan), &ground.key, now);
    vault.map_err(|error| match error {
        VaultError::Refused { what, help } => {
            Failure::new(what, format!("{help}; or start anew with --fresh"))
        }
        error => told(error),
    })
}
