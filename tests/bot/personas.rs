//! What the bot posts under names of its own, by webhooks that anybody who may can delete.

use candor::{
    plan::Plan,
    sandbox::BotSeed,
    vocab::{ChannelId, Permission, UserId},
};
use serde_json::Value as Json;

use super::{
    policy,
    stage::{Stage, content},
};

fn plan() -> Plan {
    policy::of(
        r#"
candor version=1 bot="Case of Discord" updated="2026-01-01"
controller "Case team" established=DE { contact email="privacy@example.org" }
purpose speaking dpv=ServiceProvision "speak as Luna"
feature luna default=on {
    basis contract purpose=speaking
    on message {
        when "starts-with(message.content, 'thread')" {
            create-thread name="Room" as=room { send to="room" persona="Luna" "in the room" }
        }
        else { send to="channel" persona="Luna" avatar="author.avatar" "{message.content}!" }
    }
}
"#,
    )
}

async fn stage() -> Stage {
    let bot = BotSeed {
        permissions: Some(Permission::Administrator.bit()),
        ..BotSeed::default()
    };
    Stage::set_in(plan(), bot).await
}

/// What was posted under the name, as ann sees it.
fn said(stage: &Stage, channel: ChannelId) -> Vec<String> {
    let seen = stage
        .sandbox
        .messages(stage.person("ann"), channel)
        .unwrap();
    let by_luna = seen
        .iter()
        .filter(|one| one["author"]["username"] == "Luna");
    by_luna.map(content).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_has_one_webhook_which_is_found_again_and_made_anew() {
    let mut stage = stage().await;
    let channel = stage.channel;
    let made = format!("/channels/{channel}/webhooks");
    for text in ["one", "two"] {
        stage.say("ann", text);
        stage.until_idle().await;
    }
    assert_eq!(said(&stage, channel), ["one!", "two!"]);
    assert_eq!(stage.requests(&made, &["POST"]).await, 1);

    stage.stop_bot().await;
    stage.start_bot().await;
    stage.say("ann", "three");
    stage.until_idle().await;
    assert_eq!(stage.requests(&made, &["POST"]).await, 1, "found again");

    let owner = stage.sandbox.owner(stage.server).unwrap();
    let path = format!("channels/{channel}/webhooks");
    let hooks = stage
        .sandbox
        .request(owner, "GET", &path, Json::Null)
        .unwrap();
    let hook = format!("webhooks/{}", hooks[0]["id"].as_str().unwrap());
    stage
        .sandbox
        .request(owner, "DELETE", &hook, Json::Null)
        .unwrap();
    stage.say("ann", "four");
    stage.until_idle().await;
    assert_eq!(said(&stage, channel), ["one!", "two!", "three!", "four!"]);
    assert_eq!(stage.requests(&made, &["POST"]).await, 2, "made anew");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thread_is_spoken_in_by_the_webhook_of_its_channel() {
    let stage = stage().await;
    stage.say("ann", "thread");
    stage.until_idle().await;
    let seen = stage.seen_by("ann");
    let first = seen.iter().find(|one| content(one) == "thread").unwrap();
    // Discord: the id of a thread on a message is that of the message.
    let thread: u64 = first["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(said(&stage, ChannelId(thread)), ["in the room"]);
    assert!(said(&stage, stage.channel).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_it_quotes_is_not_notified_and_the_picture_is_theirs() {
    let stage = stage().await;
    let UserId(id) = stage.person("mod");
    stage.say("ann", &format!("@everyone <@{id}>"));
    stage.until_idle().await;
    let seen = stage.seen_by("ann");
    let said = seen
        .iter()
        .find(|one| one["author"]["username"] == "Luna")
        .unwrap();
    assert_eq!(said["mentions"], serde_json::json!([]));
    assert_eq!(said["mention_everyone"], false);
    assert!(said["author"]["avatar"].is_string());
}
