//! Tests of policies: scenario files beside a policy, carried out by the real bot in a virtual world.
//!
//! ```text
//! file ─ read ─▶ Scenario ─ run ─▶ stage: sandbox + serenity + sled, one clock ─ judge ─▶ Report
//! ```
//!
//! [`read`] checks every word and name before anything runs; [`run`] gives each scenario a sandbox, a data directory and
//! a bot of its own. No step waits for time to pass: it waits until the bot has handled everything that was sent to it.

mod command;
mod crew;
mod deed;
mod doors;
mod expect;
mod files;
mod judge;
mod messages;
mod names;
mod people;
mod read;
mod reader;
mod run;
mod script;
mod seen;
mod stage;
mod trace;
mod trouble;
mod verbs;
mod world;

pub use crew::Crew;
pub use files::{beside, folder, meant, source};
pub use run::{Failure, Report, run};
pub use script::Scenario;
pub use stage::Tested;

use crate::{
    finding::Findings,
    plan::Plan,
    router,
    syntax::{self, Source},
};

/// Reads the scenarios of one file and checks them against the policy.
#[must_use]
pub fn read(source: &Source, plan: &Plan, findings: &mut Findings) -> Vec<Scenario> {
    let Some(document) = syntax::read(source, findings) else {
        return Vec::new();
    };
    let mut drafts = router::commands(plan);
    drafts.extend(router::operators_commands(plan));
    read::read(&document, plan, &drafts, findings)
}
