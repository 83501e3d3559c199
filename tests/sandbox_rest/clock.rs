//! A bot in another process knows of a move of the clock before who moved it does anything else.

use std::sync::Arc;

use candor::{
    discord::{Endpoint, Token},
    port::Clock,
    runtime::{SandboxClock, TrustedClock},
};
use serde_json::{Value, json};

use crate::scene::{Scene, WORLD};

#[tokio::test]
async fn a_bot_that_follows_knows_the_time_as_soon_as_it_was_moved() {
    let scene = Scene::open(WORLD).await;
    let endpoint = Endpoint::new(&scene.sandbox.origin(), Token::new("x")).unwrap();
    let wall = SandboxClock::follow(&endpoint).await.unwrap();
    let trusted = Arc::new(TrustedClock::new(Arc::clone(&wall) as _, None));
    wall.show_to(&trusted);
    // The first question of the follower is under way.
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let url = format!("{}/sandbox/clock", scene.sandbox.origin());
    for by in ["10s", "2h", "30d"] {
        let body = json!({ "advance": by });
        let moved = scene.client.post(&url).json(&body).send().await.unwrap();
        let told: Value = moved.json().await.unwrap();
        let now = told["now_ms"].as_i64().unwrap();
        assert_eq!(Clock::now(&*wall).0, now, "after {by}");
        let read = trusted.read();
        assert_eq!((read.believed.0, read.doubt), (now, None), "after {by}");
    }
}

#[tokio::test]
async fn nobody_waits_for_a_follower_that_went_away() {
    let scene = Scene::open(WORLD).await;
    let url = format!("{}/sandbox/clock", scene.sandbox.origin());
    let now = scene.sandbox.clock().now().0;
    let hold = scene
        .client
        .get(format!("{url}?follower=gone&knows={now}"))
        .timeout(std::time::Duration::from_millis(100));
    assert!(hold.send().await.unwrap_err().is_timeout());
    let start = std::time::Instant::now();
    let body = json!({"advance": "1m"});
    scene.client.post(&url).json(&body).send().await.unwrap();
    assert!(start.elapsed().as_secs() < 5);
}
