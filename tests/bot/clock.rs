//! The bot while the machine's clock jumps. Discord's clock is the sandbox's: it shows what the test wants it to.

use std::sync::{Arc, Mutex};

use candor::{
    port::{Clock, Vault as _, Wall},
    runtime::{Bot, StartError},
    vocab::{Duration, Timestamp},
};
use serde_json::json;

use super::{duration, stage::Stage};

/// The machine's clock, and the time that passes beside it.
#[derive(Debug)]
struct Machine(Mutex<(Timestamp, Duration)>);

impl Machine {
    fn pass(&self, by: Duration) {
        let mut state = self.0.lock().unwrap();
        state.0 = state.0.plus(by);
        state.1.ms += by.ms;
    }

    fn jump(&self, days: i64) {
        let mut state = self.0.lock().unwrap();
        state.0 = state.0.plus(Duration::days(days));
    }
}

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().0
    }
}

impl Wall for Machine {
    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().1
    }
}

/// A bot that was removed from a server where it counted a message: the count is due in 30 days.
async fn removed() -> (Stage, Arc<Machine>) {
    let mut stage = Stage::set().await;
    stage.stop_bot().await;
    let machine = Arc::new(Machine(Mutex::new((
        stage.sandbox.clock().now(),
        Duration::default(),
    ))));
    stage.wall = Arc::clone(&machine) as _;
    stage.start_bot().await;
    stage.say("ann", "counted, and kept for 30 days after a removal");
    stage.until_idle().await;
    stage.sandbox.bot_removed(stage.server).unwrap();
    stage.until_idle().await;
    assert_eq!(stage.rows("count").await, 1);
    (stage, machine)
}

async fn said(stage: &Stage) -> (String, String) {
    let (status, ready) = stage.page("/readyz").await;
    assert_eq!(status, 200);
    (ready, stage.page("/metrics").await.1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_jump_forward_holds_deletions_until_discord_agrees() {
    let (stage, machine) = removed().await;
    machine.jump(40);
    stage.tick().await;
    assert_eq!(stage.rows("count").await, 1, "Discord does not agree");
    let (ready, metrics) = said(&stage).await;
    assert!(ready.contains("deletions are held"), "{ready}");
    assert!(metrics.contains("candor_clock_doubted{clock=\"ahead\"} 1"));

    stage.sandbox.advance(duration("40d"));
    stage.tick().await;
    assert_eq!(stage.rows("count").await, 0, "now it agrees");
    let (ready, metrics) = said(&stage).await;
    assert_eq!(ready, "ready\n");
    assert!(metrics.contains("candor_clock_doubted{clock=\"ahead\"} 0"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_jump_back_extends_nothing() {
    let (stage, machine) = removed().await;
    machine.jump(-20);
    for _ in 0..60 {
        assert_eq!(stage.rows("count").await, 1);
        machine.pass(duration("12h"));
        stage.sandbox.advance(duration("12h"));
        stage.tick().await;
    }
    assert_eq!(stage.rows("count").await, 0, "30 days have passed");
    let (_, metrics) = said(&stage).await;
    assert!(metrics.contains("candor_clock_doubted{clock=\"behind\"} 1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_month_without_the_bot_all_that_is_due_goes_before_it_connects() {
    let (mut stage, machine) = removed().await;
    stage.stop_bot().await;
    machine.jump(40);
    stage.sandbox.advance(duration("40d"));
    // The gateway does not let it in, so whatever it did, it did before.
    stage.fault(json!({ "disallowed_intents": 1 << 15 })).await;
    let refused = Bot::start(stage.config().await).await.err().unwrap();
    assert!(matches!(refused, StartError::Discord(_)), "{refused}");
    assert_eq!(stage.rows("count").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_with_a_wrong_clock_deletes_nothing_early() {
    let (mut stage, machine) = removed().await;
    stage.stop_bot().await;
    machine.jump(40);
    stage.start_bot().await;
    stage.tick().await;
    assert_eq!(stage.rows("count").await, 1, "Discord does not agree");
    let marked = stage.vault.marks().await.unwrap().time.unwrap();
    assert!(marked < machine.now(), "nor is a wrong time marked");

    // Somebody sets the clock right; the rest of the time passes.
    machine.jump(-40);
    machine.pass(duration("29d"));
    stage.sandbox.advance(duration("29d"));
    stage.tick().await;
    assert_eq!(stage.rows("count").await, 1);
    machine.pass(duration("1d"));
    stage.sandbox.advance(duration("1d"));
    stage.tick().await;
    assert_eq!(stage.rows("count").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_discord_deletions_stay_held() {
    let (stage, machine) = removed().await;
    machine.jump(40);
    stage.sandbox.advance(duration("40d"));
    stage
        .fault(json!({ "server_error": { "next": 1_000, "status": 503 } }))
        .await;
    stage.tick().await;
    assert_eq!(stage.rows("count").await, 1, "an outage agrees to nothing");
    stage
        .fault(json!({ "server_error": { "next": 0, "status": 503 } }))
        .await;
    stage.tick().await;
    assert_eq!(stage.rows("count").await, 0);
}

/// What these tests would see of a bot that takes the machine's clock at its word.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sweep_by_the_machines_clock_is_seen_to_delete_early() {
    let (stage, machine) = removed().await;
    machine.jump(40);
    stage.vault.sweep(machine.now()).await.unwrap();
    assert_eq!(
        stage.rows("count").await,
        0,
        "this is what the hold prevents"
    );
}
