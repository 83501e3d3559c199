//! Effects that something follows, and crashes between the two.

use serde_json::{Value, json};

use super::stage::{Stage, content};

/// What the bot said in the channel.
fn said(stage: &Stage) -> Vec<String> {
    let seen = stage.seen_by("ann").into_iter();
    let by_bot = seen.filter(|one| one["author"]["bot"] == true);
    by_bot.map(|one: Value| content(&one)).collect()
}

async fn journals(stage: &Stage) -> u64 {
    stage.rows("all-sent").await + stage.rows("all-thread").await
}

/// Somebody writes, and this is the address of what they wrote.
async fn link(stage: &Stage) -> (String, String) {
    stage.say("ann", "tea");
    stage.until_idle().await;
    let seen = stage.seen_by("ann");
    let tea = seen.iter().find(|one| content(one) == "tea").unwrap();
    let id = tea["id"].as_str().unwrap().to_owned();
    let (server, channel) = (stage.server, stage.channel);
    (
        format!("https://discord.com/channels/{server}/{channel}/{id}"),
        id,
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_follows_the_message_that_was_sent() {
    let stage = Stage::set().await;
    let answer = stage
        .command("mod", "/post", &[("text", "hello"), ("room", "general")])
        .await;
    assert!(
        content(&answer).starts_with("Posted: https://discord.com/channels/"),
        "{answer}"
    );
    assert_eq!(said(&stage), ["hello"]);
    assert_eq!((stage.rows("note").await, journals(&stage).await), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_follows_what_discord_refused() {
    let stage = Stage::set().await;
    let (server, channel) = (stage.server, stage.channel);
    let gone = format!("https://discord.com/channels/{server}/{channel}/1");
    let answer = stage
        .command("mod", "/open", &[("message", &gone), ("name", "Tea")])
        .await;
    assert_eq!(content(&answer), "I may not open one");
    assert_eq!((stage.rows("note").await, journals(&stage).await), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_sent_once_and_a_crash_after_it_is_told() {
    let mut stage = Stage::set().await;
    stage.log_to(stage.channel).await;
    stage.vault.fail_after(1);
    stage
        .command("mod", "/post", &[("text", "hello"), ("room", "general")])
        .await;
    assert_eq!(said(&stage), ["hello"]);
    stage.stop_bot().await;
    stage.vault.fail_after(i64::MAX);
    assert_eq!((stage.rows("note").await, journals(&stage).await), (0, 1));

    stage.start_bot().await;
    let said = said(&stage);
    let [hello, told] = said.as_slice() else {
        panic!("one message, and one that tells: {said:?}");
    };
    assert_eq!(hello, "hello");
    assert!(told.contains("the bot was interrupted"), "{told}");
    assert_eq!((stage.rows("note").await, journals(&stage).await), (0, 0));
    stage.stop_bot().await;
    stage.start_bot().await;
    assert_eq!(self::said(&stage).len(), 2, "told once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thread_is_opened_once_and_its_block_follows_after_a_crash() {
    let mut stage = Stage::set().await;
    let (link, id) = link(&stage).await;
    stage.vault.fail_after(1);
    stage
        .command("mod", "/open", &[("message", &link), ("name", "Tea")])
        .await;
    stage.stop_bot().await;
    stage.vault.fail_after(i64::MAX);
    assert_eq!((stage.rows("note").await, journals(&stage).await), (0, 1));

    stage.start_bot().await;
    assert_eq!((stage.rows("note").await, journals(&stage).await), (1, 0));
    let opened = format!("/messages/{id}/threads");
    assert_eq!(
        stage.requests(&opened, &["POST"]).await,
        2,
        "asked for twice"
    );
    let posted = format!("/channels/{id}/messages");
    assert_eq!(
        stage.requests(&posted, &["POST"]).await,
        1,
        "and written in once"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thread_is_opened_at_once_where_nothing_fails() {
    let stage = Stage::set().await;
    let (link, _) = link(&stage).await;
    let answer = stage
        .command("mod", "/open", &[("message", &link), ("name", "Tea")])
        .await;
    assert_eq!(content(&answer), "Opened");
    assert_eq!((stage.rows("note").await, journals(&stage).await), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thread_is_asked_for_until_discord_answers_and_a_message_is_not() {
    let stage = Stage::set().await;
    stage.log_to(stage.channel).await;
    let (link, _) = link(&stage).await;
    let before = said(&stage).len();
    for (command, options) in [
        ("/open", [("message", link.as_str()), ("name", "Tea")]),
        ("/post", [("text", "hello"), ("room", "general")]),
    ] {
        stage
            .fault(json!({ "server_error": { "next": 1, "status": 502 } }))
            .await;
        let call = stage.call("mod", command, &options);
        stage.until(call, "answered").await;
        stage.until_idle().await;
    }
    assert_eq!(journals(&stage).await, 1, "the thread's");
    assert_eq!(stage.rows("note").await, 0);
    let told = said(&stage);
    assert_eq!(told.len(), before + 1, "{told:?}");
    assert!(
        told[before].contains("may or may not have happened"),
        "{told:?}"
    );

    stage.tick().await;
    stage.until_idle().await;
    assert_eq!((stage.rows("note").await, journals(&stage).await), (1, 0));
}
