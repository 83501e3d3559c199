//! Asks Discord for the time when the machine's clock is in doubt, and tells the operator.

use std::{sync::Weak, time::Duration};

use super::{
    core::Core,
    trust::{Doubt, Reading, TrustedClock},
};
use crate::{discord::Rest, vocab::Timestamp};

/// How often the clock is looked at while nothing else looks.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The longest pause between two questions; within the minute by which deletions may be late.
const ASK_EVERY_MAX: Duration = Duration::from_secs(30);

impl TrustedClock {
    /// Looks at the clock; in doubt asks Discord once.
    pub async fn agree(&self, rest: &Rest) -> Reading {
        let reading = self.read();
        if reading.doubt.is_none() {
            if self.report(false) {
                tracing::info!("the machine's clock is believed again");
            }
            return reading;
        }
        let told = rest.date().await;
        let reading = told.as_ref().map_or(reading, |told| self.hear(*told));
        let Some(doubt) = reading.doubt else {
            self.report(false);
            tracing::info!(
                time = reading.believed.rfc3339(),
                "the machine's clock jumped, and Discord's agrees with it"
            );
            return reading;
        };
        if self.report(true) {
            let discord = told.map_or_else(|error| error.to_string(), Timestamp::rfc3339);
            let (machine, believed) = (reading.shows.rfc3339(), reading.believed.rfc3339());
            match doubt {
                Doubt::Ahead => tracing::warn!(
                    %machine, %believed, %discord,
                    "deletions are held: the machine's clock is more than a day ahead of the time that passed, and Discord's does not agree with it; set the machine's clock (NTP), and let candor reach Discord"
                ),
                Doubt::Behind => tracing::warn!(
                    %machine, %believed, %discord,
                    "the machine's clock went back, and Discord's does not agree with it; deletions go on by the time that passes; set the machine's clock (NTP), and let candor reach Discord"
                ),
            }
        }
        reading
    }
}

/// Runs until the bot's core is gone.
pub(super) async fn keep_agreeing(core: Weak<Core>) {
    let mut wait = LOOK_EVERY;
    loop {
        let Some(clock) = core.upgrade().map(|core| core.clock.clone()) else {
            return;
        };
        tokio::select! {
            () = clock.until_doubted() => {}
            () = tokio::time::sleep(wait) => {}
        }
        drop(clock);
        let Some(core) = core.upgrade() else {
            return;
        };
        wait = match core.clock.agree(&core.rest).await.doubt {
            Some(_) => (wait * 2).min(ASK_EVERY_MAX),
            None => LOOK_EVERY,
        };
    }
}
