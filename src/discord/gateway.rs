//! serenity's shards on a thread of their own: every event once, in order, never more waiting than the channel holds.
//!
//! serenity hands each event to a task it spawns and never waits for it, which on a pool of threads loses the order and
//! lets memory grow. Here all of it runs on one thread whose tasks run first in, first out (tokio documents this of its
//! current-thread runtime); the handler does its work when first polled, and blocks the thread while the channel is
//! full. Nothing is then read from the sockets: Discord waits, or closes and the shard resumes.
//!
//! INVARIANT: no event is dropped here, and none overtakes another of its shard. serenity's HTTP client is given the
//! same base but sends nothing: the gateway's address and the number of shards come from `rest`.

use std::{
    collections::BTreeSet,
    pin::pin,
    sync::{
        Arc, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{self, Poll, Wake, Waker},
    thread,
    time::Duration,
};

use futures_util::StreamExt as _;
use serenity::{
    async_trait,
    client::{Context, RawEventHandler},
    gateway::{ConnectionStage, GatewayError, ShardManager, ShardManagerOptions},
    http::HttpBuilder,
    model::{event::Event, gateway::GatewayIntents},
    prelude::{Mutex, RwLock, TypeMap},
};
use tokio::sync::{mpsc, oneshot};

use super::{DiscordError, Endpoint};
use crate::{port::plainly, vocab::Intent};

/// How many events may wait between serenity and us.
const WAITING_MAX: usize = 1_024;

/// How often the shards are asked whether they are connected.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The numbers of the shards whose sessions are open.
pub type Connected = Arc<std::sync::Mutex<BTreeSet<u64>>>;

/// How to connect.
#[derive(Debug)]
pub struct GatewayConfig {
    pub endpoint: Endpoint,
    /// As `Rest::gateway` accepted it.
    pub url: String,
    pub shards: u32,
    pub intents: Vec<Intent>,
}

/// The events of every shard. Dropping it closes the connections.
#[derive(Debug)]
pub struct Gateway {
    events: mpsc::Receiver<Result<Event, DiscordError>>,
    received: Arc<AtomicU64>,
    connected: Connected,
    stop: Option<oneshot::Sender<()>>,
}

impl Gateway {
    /// Starts connecting and returns at once.
    ///
    /// # Errors
    /// [`DiscordError::Gateway`] when the thread cannot be started.
    pub fn open(config: GatewayConfig) -> Result<Self, DiscordError> {
        let failed = |error: std::io::Error| DiscordError::Gateway {
            why: plainly(&error),
        };
        let (sender, events) = mpsc::channel(WAITING_MAX);
        let (stop, stopped) = oneshot::channel();
        let received = Arc::<AtomicU64>::default();
        let counter = Arc::clone(&received);
        let connected = Connected::default();
        let open = Arc::clone(&connected);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(failed)?;
        thread::Builder::new()
            .name("gateway".to_owned())
            .spawn(move || {
                runtime.block_on(run(config, sender, counter, open, stopped));
                // Tasks of serenity that wait for a socket end here.
                runtime.shutdown_background();
            })
            .map_err(failed)?;
        Ok(Self {
            events,
            received,
            connected,
            stop: Some(stop),
        })
    }

    /// The next event. An error is final, and so is the end.
    pub async fn next(&mut self) -> Option<Result<Event, DiscordError>> {
        self.events.recv().await
    }

    /// How many dispatches arrived so far, each counted before it can be seen in [`Gateway::next`].
    #[must_use]
    pub fn received(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.received)
    }

    /// Which shards are connected, at most half a second old.
    #[must_use]
    pub fn connected(&self) -> Connected {
        Arc::clone(&self.connected)
    }

    /// Begins to close the connections as Discord asks (code 1000). What arrived until then still comes out of
    /// [`Gateway::next`], which ends once they are closed.
    pub fn stop(&mut self) {
        self.stop.take();
    }
}

struct Forward {
    sender: mpsc::Sender<Result<Event, DiscordError>>,
    received: Arc<AtomicU64>,
}

#[async_trait]
impl RawEventHandler for Forward {
    async fn raw_event(&self, _: Context, event: Event) {
        self.received.fetch_add(1, Ordering::SeqCst);
        if let Err(mpsc::error::TrySendError::Full(event)) = self.sender.try_send(Ok(event)) {
            // Blocks this thread, and with it the sockets, until there is room; no await, or a later event could pass.
            // Out of tokio's budget, which this task could not renew while it blocks.
            let send = tokio::task::unconstrained(self.sender.send(event));
            // Closed means that nobody listens any more.
            let _closed = block_on(send);
        }
    }
}

/// Runs a future to its end on this thread, which sleeps meanwhile.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut task::Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

async fn run(
    config: GatewayConfig,
    sender: mpsc::Sender<Result<Event, DiscordError>>,
    received: Arc<AtomicU64>,
    connected: Connected,
    stopped: oneshot::Receiver<()>,
) {
    let bits = config
        .intents
        .iter()
        .fold(0, |all, intent| all | intent.bit());
    let http = HttpBuilder::new(config.endpoint.token.expose())
        .ratelimiter_disabled(true)
        .proxy(config.endpoint.origin())
        .build();
    let forward = Forward {
        sender: sender.clone(),
        received,
    };
    let (manager, mut ended) = ShardManager::new(ShardManagerOptions {
        data: Arc::new(RwLock::new(TypeMap::new())),
        event_handlers: Vec::new(),
        raw_event_handlers: vec![Arc::new(forward)],
        shard_index: 0,
        shard_init: 0,
        shard_total: 0,
        ws_url: Arc::new(Mutex::new(config.url)),
        http: Arc::new(http),
        intents: GatewayIntents::from_bits_truncate(bits),
        presence: None,
    });
    manager.set_shards(0, config.shards, config.shards).await;
    if manager.initialize().is_err() {
        let why = "the shards could not be started".to_owned();
        let _closed = sender.send(Err(DiscordError::Gateway { why })).await;
        return;
    }
    let look = async {
        loop {
            let runners = manager.runners.lock().await;
            let open = runners
                .iter()
                .filter(|(_, shard)| shard.stage == ConnectionStage::Connected);
            let open = open.map(|(shard, _)| u64::from(shard.0)).collect();
            drop(runners);
            *connected.lock().unwrap_or_else(PoisonError::into_inner) = open;
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::select! {
        () = look => {}
        _ = stopped => manager.shutdown_all().await,
        end = ended.next() => {
            if let Some(Err(error)) = end {
                let _closed = sender.send(Err(refused(&error, &config.intents))).await;
            }
        }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the errors are serenity's")]
fn refused(error: &GatewayError, intents: &[Intent]) -> DiscordError {
    match error {
        GatewayError::InvalidAuthentication | GatewayError::NoAuthentication => DiscordError::Token,
        GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents => {
            let privileged = intents.iter().filter(|intent| intent.is_privileged());
            let names: Vec<_> = privileged.map(|intent| format!("`{intent}`")).collect();
            DiscordError::Intents {
                intents: names.join(", "),
            }
        }
        other => DiscordError::Gateway {
            why: other.to_string(),
        },
    }
}
