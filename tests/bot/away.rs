//! What happens while the bot is away: who left, who came back, and from when it counts.

use serde_json::json;

use super::{duration, stage::Stage};

/// Both wrote something, kept until twelve hours after they leave.
async fn counted() -> Stage {
    let stage = Stage::set().await;
    for who in ["ann", "mod"] {
        stage.say(who, "counted");
    }
    stage.until_idle().await;
    assert_eq!(stage.rows("count").await, 2);
    stage
}

fn leave(stage: &Stage, who: &str) {
    let person = stage.sandbox.user(who).unwrap();
    stage.sandbox.leave(person, stage.server).unwrap();
}

fn join(stage: &Stage, who: &str) {
    let person = stage.sandbox.user(who).unwrap();
    stage.sandbox.join(person, stage.server).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_left_while_the_bot_was_away_counts_from_when_it_was_last_there() {
    let mut stage = counted().await;
    stage.sandbox.advance(duration("1h"));
    stage.stop_bot().await;
    leave(&stage, "ann");
    stage.sandbox.advance(duration("6h"));
    stage.start_bot().await;
    stage.until_idle().await;
    stage.pass("5h59m").await;
    assert_eq!(stage.rows("count").await, 2, "twelve hours are not over");
    stage.pass("2m").await;
    assert_eq!(stage.rows("count").await, 1, "the moderator is still there");
    let (_, metrics) = stage.page("/metrics").await;
    assert!(
        metrics.contains("candor_member_changes_found_total 1\n"),
        "{metrics}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_left_and_came_back_meanwhile_loses_nothing() {
    let mut stage = counted().await;
    stage.stop_bot().await;
    leave(&stage, "ann");
    stage.sandbox.advance(duration("30d"));
    join(&stage, "ann");
    stage.start_bot().await;
    stage.until_idle().await;
    stage.pass("30d").await;
    assert_eq!(stage.rows("count").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_return_while_the_bot_was_away_is_noticed_before_anything_is_deleted() {
    let mut stage = counted().await;
    leave(&stage, "ann");
    stage.until_idle().await;
    stage.stop_bot().await;
    join(&stage, "ann");
    stage.sandbox.advance(duration("2d"));
    stage.start_bot().await;
    stage.pass("30d").await;
    assert_eq!(stage.rows("count").await, 2);

    // The same for the server.
    stage.sandbox.bot_removed(stage.server).unwrap();
    stage.until_idle().await;
    stage.stop_bot().await;
    stage.sandbox.bot_added(stage.server).unwrap();
    stage.sandbox.advance(duration("40d"));
    stage.start_bot().await;
    stage.pass("40d").await;
    assert_eq!(stage.rows("count").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_while_the_bot_was_away_counts_from_when_it_was_last_there() {
    let mut stage = counted().await;
    stage.stop_bot().await;
    stage.sandbox.bot_removed(stage.server).unwrap();
    stage.sandbox.advance(duration("20d"));
    stage.start_bot().await;
    stage.until_idle().await;
    stage.pass("9d").await;
    assert_eq!(stage.rows("count").await, 2);
    stage.pass("1d").await;
    assert_eq!(stage.rows("count").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_is_no_departure() {
    let stage = counted().await;
    // A new session, before which somebody leaves unseen, while every request is answered with an error.
    stage
        .fault(json!({ "server_error": { "next": 1_000_000, "status": 503 } }))
        .await;
    stage.fault(json!({ "invalid_session": false })).await;
    leave(&stage, "ann");
    stage.until_sessions(2).await;
    stage.until_idle().await;
    stage.pass("13h").await;
    assert_eq!(stage.rows("count").await, 2, "nobody said that she left");

    stage
        .fault(json!({ "server_error": { "next": 0, "status": 503 } }))
        .await;
    stage.tick().await;
    assert_eq!(stage.rows("count").await, 1, "now Discord said so");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_left_while_the_bot_was_out_of_the_server_is_noticed_when_it_returns() {
    let stage = counted().await;
    stage.sandbox.bot_removed(stage.server).unwrap();
    stage.until_idle().await;
    leave(&stage, "ann");
    stage.pass("20h").await;
    stage.sandbox.bot_added(stage.server).unwrap();
    stage.until_idle().await;
    stage.tick().await;
    assert_eq!(stage.rows("count").await, 1);
}
