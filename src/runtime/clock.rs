//! Where the time comes from: the machine, or a sandbox that `candor run --clock sandbox` follows.
//!
//! This is the only place beside the sandbox that reads a clock of the machine.

use std::{
    sync::{
        Arc, OnceLock, Weak,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde::Deserialize;

use super::trust::{AHEAD_MAX, TrustedClock};
use crate::{
    discord::Endpoint,
    port::{Clock, Trouble, Wall},
    vocab::{self, Timestamp},
};

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    start: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

impl Wall for SystemClock {
    fn elapsed(&self) -> vocab::Duration {
        let ms = self.start.elapsed().as_millis();
        vocab::Duration {
            ms: i64::try_from(ms).unwrap_or(i64::MAX),
        }
    }
}

/// The clock of a sandbox in another process. The sandbox keeps the question until it is later than this clock knows,
/// and tells who moved it that it did only when this clock has asked again.
#[derive(Debug)]
pub struct SandboxClock {
    now_ms: AtomicI64,
    /// Who looks at every day that passes.
    shown_to: OnceLock<Weak<TrustedClock>>,
}

#[derive(Deserialize)]
struct Shown {
    now_ms: i64,
}

/// Longer than a sandbox keeps a question.
const ANSWERED_WITHIN: Duration = Duration::from_secs(30);
/// After a question that was not answered.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(500);

impl SandboxClock {
    /// Asks once, then keeps following in the background for as long as the clock is used.
    ///
    /// # Errors
    /// When there is no sandbox at `endpoint`.
    pub async fn follow(endpoint: &Endpoint) -> Result<Arc<Self>, Trouble> {
        if !endpoint.is_loopback() {
            return Err(Trouble::new(
                "`--clock sandbox` needs `--discord` to be the address of a sandbox on this machine",
                "start `candor sandbox` and give its address, or leave out `--clock sandbox`",
            ));
        }
        let url = format!("{}/sandbox/clock", endpoint.origin());
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(ANSWERED_WITHIN)
            .build()
            .map_err(|error| Trouble::unexplained(error.to_string()))?;
        let shown = ask(&client, &url).await.ok_or_else(|| {
            Trouble::new(
                format!("nothing tells the time at {url}"),
                "start `candor sandbox` first, or leave out `--clock sandbox`",
            )
        })?;
        let clock = Arc::new(Self {
            now_ms: AtomicI64::new(shown.now_ms),
            shown_to: OnceLock::new(),
        });
        let followed = Arc::downgrade(&clock);
        let me = format!("{:016x}", fastrand::u64(..));
        let mut knows = shown.now_ms;
        tokio::spawn(async move {
            while followed.strong_count() > 0 {
                let url = format!("{url}?follower={me}&knows={knows}");
                let Some(shown) = ask(&client, &url).await else {
                    tokio::time::sleep(ASK_AGAIN_AFTER).await;
                    continue;
                };
                let Some(clock) = followed.upgrade() else {
                    return;
                };
                clock.move_to(Timestamp(shown.now_ms));
                knows = shown.now_ms;
            }
        });
        Ok(clock)
    }

    /// From now on `clock` sees every day of a move, so that a long move is time that passed and not a jump.
    pub fn show_to(&self, clock: &Arc<TrustedClock>) {
        // Only the first one counts; a process has one bot.
        drop(self.shown_to.set(Arc::downgrade(clock)));
    }

    fn move_to(&self, target: Timestamp) {
        loop {
            let next = Clock::now(self).plus(AHEAD_MAX).min(target);
            self.now_ms.fetch_max(next.0, Ordering::SeqCst);
            if let Some(clock) = self.shown_to.get().and_then(Weak::upgrade) {
                clock.read();
            }
            if next == target {
                return;
            }
        }
    }
}

async fn ask(client: &reqwest::Client, url: &str) -> Option<Shown> {
    let answer = client.get(url).send().await.ok()?;
    serde_json::from_slice(&answer.bytes().await.ok()?).ok()
}

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now_ms.load(Ordering::SeqCst))
    }
}

impl Wall for SandboxClock {
    /// It is moved by hand and stands still otherwise.
    fn elapsed(&self) -> vocab::Duration {
        self.now().since(Timestamp(0))
    }
}
