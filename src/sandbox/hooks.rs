//! Webhook events: what Discord tells an application at an address of its own, signed.
//!
//! Discord's documentation, Webhook Events. A good answer is 204 within three seconds; what is answered otherwise is
//! sent again, after growing waits, for ten minutes. The waits are of the virtual clock, the three seconds are real. A
//! new address is tried with a PING, and with one whose signature is false: who takes that is refused.

use std::{fmt::Write as _, time::Duration as RealDuration};

use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use tokio::{
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
    task::JoinSet,
};

use super::{State, field::fault, refusal::Refusal};
use crate::vocab::Duration;

const ANSWER_WITHIN: RealDuration = RealDuration::from_secs(3);
/// After the first attempt, counted from it. Discord says no more than that they grow, up to ten minutes.
const AGAIN_AFTER: [Duration; 6] = [
    Duration::seconds(5),
    Duration::seconds(20),
    Duration::seconds(60),
    Duration::seconds(120),
    Duration::seconds(300),
    Duration::seconds(600),
];

/// Where events go, and the key that signs them.
#[derive(Debug)]
pub(crate) struct Hooks {
    pub(crate) url: Option<String>,
    key: Ed25519KeyPair,
    queue: UnboundedSender<Value>,
}

impl Hooks {
    /// With what takes the events to their address.
    pub(crate) fn new() -> (Self, UnboundedReceiver<Value>) {
        let (queue, waiting) = mpsc::unbounded_channel();
        let key = loop {
            let seed: [u8; 32] = std::array::from_fn(|_| fastrand::u8(..));
            // Any 32 bytes are a seed.
            if let Ok(key) = Ed25519KeyPair::from_seed_unchecked(&seed) {
                break key;
            }
        };
        let url = None;
        (Self { url, key, queue }, waiting)
    }

    /// Of the key that events are verified with, as the developer portal shows it.
    pub(crate) fn verify_key(&self) -> String {
        hex(self.key.public_key().as_ref())
    }

    /// Sets an event on its way.
    pub(crate) fn queue(&self, event: Value) {
        // Whoever takes them lives as long as the sandbox.
        drop(self.queue.send(event));
    }

    fn sign(&self, timestamp: &str, body: &str) -> String {
        let message = format!("{timestamp}{body}");
        hex(self.key.sign(message.as_bytes()).as_ref())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Takes events to their address, as long as it is polled.
pub(crate) async fn deliver(state: State, mut waiting: UnboundedReceiver<Value>) {
    let mut under_way = JoinSet::new();
    while let Some(event) = waiting.recv().await {
        under_way.spawn(insist(state.clone(), event));
        while under_way.try_join_next().is_some() {}
    }
}

async fn insist(state: State, event: Value) {
    let (mut clock, first) = {
        let world = state.world();
        (world.clock.watch(), world.now())
    };
    let body = event.to_string();
    for wait in [Duration::seconds(0)].into_iter().chain(AGAIN_AFTER) {
        let due = first.plus(wait);
        if clock.wait_for(|now| *now >= due.0).await.is_err() {
            return;
        }
        let Some(url) = state.world().oauth.hooks.url.clone() else {
            return;
        };
        let status = send(&state, &url, &body, true).await;
        let mut world = state.world();
        let now = world.now().0;
        world.note(
            json!({"kind": "webhook_event", "now_ms": now, "event": event, "status": status}),
        );
        if status == Some(204) {
            return;
        }
    }
}

/// The status that was answered in time.
async fn send(state: &State, url: &str, body: &str, truly: bool) -> Option<u16> {
    let (timestamp, signature) = {
        let world = state.world();
        let timestamp = (world.now().0 / 1000).to_string();
        let signed = if truly { body } else { "something else" };
        let signature = world.oauth.hooks.sign(&timestamp, signed);
        (timestamp, signature)
    };
    let client = reqwest::Client::builder().no_proxy();
    let client = client.redirect(reqwest::redirect::Policy::none());
    let client = client.timeout(ANSWER_WITHIN).build().ok()?;
    let request = client
        .post(url)
        .header("content-type", "application/json")
        .header("user-agent", "Discord-Webhook/1.0 (+https://discord.com)")
        .header("x-signature-ed25519", signature)
        .header("x-signature-timestamp", timestamp)
        .body(body.to_owned());
    let answer = request.send().await.ok()?;
    Some(answer.status().as_u16())
}

/// Sets the address for events, if whoever is there proves to verify signatures.
pub(crate) async fn point(state: &State, url: Option<&str>) -> Result<(), Refusal> {
    if let Some(url) = url {
        let wrong = |what| Err(fault("event_webhooks_url", "BASE_TYPE_BAD_URL", what));
        let here = reqwest::Url::parse(url).ok().is_some_and(|url| {
            matches!(url.host_str(), Some("127.0.0.1" | "localhost")) && url.scheme() == "http"
        });
        if !here {
            return wrong("The sandbox sends only to this machine, over http.");
        }
        let application = state.world().bot.to_string();
        let ping = json!({"version": 1, "application_id": application, "type": 0}).to_string();
        if send(state, url, &ping, true).await != Some(204) {
            return wrong("The URL did not answer a PING with 204.");
        }
        if send(state, url, &ping, false).await != Some(401) {
            return wrong("The URL did not answer a false signature with 401.");
        }
    }
    state.world().oauth.hooks.url = url.map(str::to_owned);
    Ok(())
}
