//! Where the time comes from: the machine, or a sandbox that `candor run --clock sandbox` follows.
//!
//! This is the only place beside the sandbox that reads a clock of the machine.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde::Deserialize;

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

/// The clock of a sandbox in another process, asked every half second.
#[derive(Debug)]
pub struct SandboxClock {
    now_ms: AtomicI64,
}

#[derive(Deserialize)]
struct Shown {
    now_ms: i64,
}

/// How long a move of the sandbox's clock may stay unnoticed.
const ASK_EVERY: Duration = Duration::from_millis(500);

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
            .timeout(Duration::from_secs(5))
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
        });
        let followed = Arc::downgrade(&clock);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(ASK_EVERY).await;
                let Some(clock) = followed.upgrade() else {
                    return;
                };
                if let Some(shown) = ask(&client, &url).await {
                    clock.now_ms.fetch_max(shown.now_ms, Ordering::SeqCst);
                }
            }
        });
        Ok(clock)
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
