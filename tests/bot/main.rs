//! The bot as people meet it: the real sandbox, the real serenity, and the vault's model.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod away;
mod clock;
mod endings;
#[path = "../vault/model/mod.rs"]
#[allow(dead_code, reason = "the vault's suite also opens it again")]
mod model;
mod personas;
mod places;
mod policy;
mod refused;
mod results;
mod services;
mod stage;
mod typed;

use std::time::Duration as RealDuration;

use candor::{
    discord::{DiscordError, Endpoint, Token},
    port::{Op, RowId},
    runtime::{Bot, StartError},
    sandbox::BotSeed,
    vocab::{Duration, Permission, Value},
};
use serde_json::json;
use stage::{Stage, content};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_is_recorded_and_answered_to_its_invoker_alone() {
    let stage = Stage::set().await;
    let answer = stage
        .command("mod", "/warn", &[("member", "ann"), ("reason", "spam")])
        .await;
    assert_eq!(content(&answer), "Recorded");
    assert_eq!(answer["flags"], 64);
    assert_eq!(stage.rows("warning").await, 1);
    assert!(stage.seen_by("ann").is_empty(), "nobody else sees it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_typed_notifies_nobody() {
    let stage = Stage::set().await;
    let text = format!("@everyone and <@{}>", stage.person("ann"));
    stage
        .command("mod", "/post", &[("text", &text), ("room", "general")])
        .await;
    let seen = stage.seen_by("ann");
    let posted = seen.iter().find(|one| content(one) == text).unwrap();
    assert_eq!(posted["mentions"], json!([]));
    assert_eq!(posted["mention_everyone"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_are_handled_in_order_and_none_is_lost() {
    let stage = Stage::set().await;
    for n in 0..40 {
        stage.say("ann", &n.to_string());
    }
    stage.until_idle().await;
    let said = stage.seen_by("ann");
    let counts: Vec<_> = said
        .iter()
        .filter(|one| one["author"]["bot"] == true)
        .map(content)
        .collect();
    let expected: Vec<_> = (1..=40).map(|n| format!("n={n}")).collect();
    assert_eq!(counts, expected);
    assert_eq!(stage.rows("count").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_refuses_has_its_fallback() {
    let stage = Stage::set().await;
    let given = stage.command("ann", "/give", &[("role", "low")]).await;
    assert_eq!(content(&given), "Given");

    let rights = [Permission::ViewChannel, Permission::SendMessages];
    let rights = rights.iter().fold(0, |all, one| all | one.bit());
    let bot = BotSeed {
        permissions: Some(rights),
        ..BotSeed::default()
    };
    let stage = Stage::set_with(bot).await;
    let refused = stage.command("ann", "/give", &[("role", "low")]).await;
    assert_eq!(content(&refused), "I may not give it");
    let told = stage.seen_by("ann").iter().map(content).collect::<Vec<_>>();
    assert_eq!(
        told,
        ["I may not give it"],
        "nobody is told that it was given"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_deletes_and_an_outage_does_not() {
    let stage = Stage::set().await;
    stage
        .command("mod", "/warn", &[("member", "ann"), ("reason", "spam")])
        .await;

    stage.sandbox.outage(stage.server, true).unwrap();
    stage.until_idle().await;
    stage.pass("61s").await;
    assert_eq!(
        stage.rows("warning").await,
        1,
        "an outage is not a departure"
    );
    stage.sandbox.outage(stage.server, false).unwrap();
    stage.until_idle().await;

    stage.sandbox.bot_removed(stage.server).unwrap();
    stage.until_idle().await;
    stage.pass("61s").await;
    assert_eq!(stage.rows("warning").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_return_cancels_a_removal_with_grace() {
    let stage = Stage::set().await;
    stage.say("ann", "counted, and kept for 30 days after a removal");
    stage.until_idle().await;
    stage.sandbox.bot_removed(stage.server).unwrap();
    stage.until_idle().await;
    stage.pass("29d").await;
    stage.sandbox.bot_added(stage.server).unwrap();
    stage.until_idle().await;
    stage.pass("60d").await;
    assert_eq!(stage.rows("count").await, 1);
    stage.sandbox.bot_removed(stage.server).unwrap();
    stage.until_idle().await;
    stage.pass("30d").await;
    assert_eq!(stage.rows("count").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_is_no_removal() {
    let stage = Stage::set().await;
    stage
        .command("mod", "/warn", &[("member", "ann"), ("reason", "spam")])
        .await;
    stage
        .fault(json!({ "server_error": { "next": 1_000_000, "status": 503 } }))
        .await;
    stage.sandbox.bot_removed(stage.server).unwrap();
    stage.until_idle().await;
    stage.pass("61s").await;
    assert_eq!(stage.rows("warning").await, 1, "nobody said so");
    stage
        .fault(json!({ "server_error": { "next": 0, "status": 503 } }))
        .await;
    stage.pass("1h").await;
    stage.until_idle().await;
    stage.pass("61s").await;
    assert_eq!(stage.rows("warning").await, 0, "now Discord said so");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_while_the_bot_was_down_is_noticed_at_its_start() {
    let mut stage = Stage::set().await;
    stage
        .command("mod", "/warn", &[("member", "ann"), ("reason", "spam")])
        .await;
    stage.stop_bot().await;
    stage.sandbox.bot_removed(stage.server).unwrap();
    stage.start_bot().await;
    stage.pass("61s").await;
    assert_eq!(stage.rows("warning").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_are_registered_as_a_difference() {
    let mut stage = Stage::set().await;
    let written = stage
        .requests("commands", &["POST", "PUT", "PATCH", "DELETE"])
        .await;
    assert!(written > 0);
    stage.stop_bot().await;
    stage.start_bot().await;
    assert_eq!(
        stage
            .requests("commands", &["POST", "PUT", "PATCH", "DELETE"])
            .await,
        written
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_answer_is_deferred_and_then_arrives() {
    let stage = Stage::set().await;
    let held = stage.vault.hold().await;
    let call = stage.call("mod", "/warn", &[("member", "ann"), ("reason", "spam")]);
    stage.until(call, "deferred").await;
    drop(held);
    let answer = stage.answer("mod", call).await;
    assert_eq!(content(&answer), "Recorded");
    assert_eq!(
        answer["flags"].as_u64().unwrap() & 64,
        64,
        "deferred as the plan says: ephemeral"
    );
}

/// What is written rests on what was read: a row that changed meanwhile is read again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_changes_before_the_commit_is_decided_anew() {
    let stage = Stage::set().await;
    stage.say("ann", "one");
    stage.until_idle().await;
    let held = stage.vault.hold().await;
    let came = stage.vault.came();
    stage.say("ann", "two");
    stage.vault.until_came(came + 1).await;
    let count = policy::plan()
        .stores
        .iter()
        .find(|one| one.name == "count")
        .unwrap()
        .id;
    let ann = Value::User(stage.person("ann"));
    let row = RowId {
        store: count,
        guild: Some(stage.server),
        key: vec![ann.clone()],
    };
    let values = vec![ann, Value::Int(10)];
    let now = stage.wall.now();
    stage
        .vault
        .write_past(vec![Op::Put { row, values }], now)
        .await;
    drop(held);
    stage.until_idle().await;
    let seen = stage.seen_by("ann");
    let told = |text: &str| seen.iter().any(|one| content(one) == text);
    assert!(told("n=11") && !told("n=2"), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_vault_changes_nothing_and_gives_a_reference() {
    let stage = Stage::set().await;
    stage.vault.fail(true);
    let answer = stage
        .command("mod", "/warn", &[("member", "ann"), ("reason", "spam")])
        .await;
    assert!(content(&answer).contains("nothing was changed"), "{answer}");
    assert_eq!(answer["flags"], 64);
    stage.vault.fail(false);
    assert_eq!(stage.rows("warning").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_of_the_gateway_are_survived_and_nothing_is_applied_twice() {
    let stage = Stage::set().await;
    for fault in [
        json!({ "reconnect": true }),
        json!({ "drop": true }),
        json!({ "close": 4000 }),
        json!({ "invalid_session": true }),
    ] {
        let before = stage.rows("warning").await;
        stage.fault(fault.clone()).await;
        eprintln!("FAULT {fault}");
        let answer = stage
            .command("mod", "/warn", &[("member", "ann"), ("reason", "spam")])
            .await;
        assert_eq!(content(&answer), "Recorded", "after {fault}");
        assert_eq!(stage.rows("warning").await, before + 1, "after {fault}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_lost_begins_anew() {
    let stage = Stage::set().await;
    stage.fault(json!({ "invalid_session": false })).await;
    stage.until_sessions(2).await;
    let answer = stage
        .command("mod", "/warn", &[("member", "ann"), ("reason", "spam")])
        .await;
    assert_eq!(content(&answer), "Recorded");
    assert_eq!(stage.rows("warning").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_of_discord_are_waited_for() {
    let stage = Stage::set().await;
    stage
        .fault(json!({ "rate_limit": { "next": 1, "retry_after_ms": 100, "global": true } }))
        .await;
    let answer = stage
        .command("mod", "/warn", &[("member", "ann"), ("reason", "spam")])
        .await;
    assert_eq!(content(&answer), "Recorded");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_token_and_a_forbidden_intent_say_what_to_do() {
    let mut stage = Stage::set().await;
    stage.stop_bot().await;
    let mut config = stage.config().await;
    config.discord = Endpoint::new(&stage.sandbox.origin(), Token::new("nonsense")).unwrap();
    let error = Bot::start(config).await.err().unwrap();
    assert!(
        matches!(error, StartError::Discord(DiscordError::Token)),
        "{error}"
    );
    assert!(error.to_string().contains("DISCORD_TOKEN"));

    stage.fault(json!({ "disallowed_intents": 1 << 15 })).await;
    let error = Bot::start(stage.config().await).await.err().unwrap();
    assert!(
        matches!(error, StartError::Discord(DiscordError::Intents { .. })),
        "{error}"
    );
    assert!(error.to_string().contains("`message-content`"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn operators_see_numbers_and_the_notice_and_nobody() {
    let stage = Stage::set().await;
    stage
        .command("mod", "/warn", &[("member", "ann"), ("reason", "spam")])
        .await;
    assert_eq!(stage.page("/livez").await.0, 200);
    assert_eq!(stage.page("/readyz").await.0, 200);
    stage.vault.fail(true);
    let gone = "the data cannot be read; the log says why\n";
    assert_eq!(stage.page("/readyz").await, (503, gone.to_owned()));
    stage.vault.fail(false);
    assert_eq!(stage.page("/readyz").await.0, 200);
    assert_eq!(stage.page("/").await.1, "<p>the notice</p>");
    let (status, lost) = stage.page("/nowhere").await;
    assert_eq!(status, 404);
    assert!(lost.contains("<h1>There is no page here</h1>"), "{lost}");
    for path in ["/", "/nowhere"] {
        let headers = stage.headers(path).await;
        let policy = headers["content-security-policy"].to_str().unwrap();
        let parts = ["default-src 'none'", "frame-ancestors 'none'"];
        assert!(parts.iter().all(|part| policy.contains(part)), "{policy}");
        assert!(!policy.contains("script"), "{policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    }
    let (_, metrics) = stage.page("/metrics").await;
    assert!(metrics.contains("candor_commands_total 1"), "{metrics}");
    assert!(
        metrics.contains("candor_rows{store=\"warning\"} 1"),
        "{metrics}"
    );
    for name in ["ann", "mod"] {
        let id = stage.sandbox.user(name).unwrap().to_string();
        assert!(!metrics.contains(&id), "{metrics}");
    }
}

/// Longer than any test should wait for anything.
const AT_MOST: RealDuration = RealDuration::from_secs(30);

fn duration(text: &str) -> Duration {
    text.parse().unwrap()
}
