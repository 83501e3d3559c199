//! Channels that the bot makes, and who is in voice.

use candor::{
    plan::Plan,
    sandbox::BotSeed,
    vocab::{ChannelId, UserId},
};

use super::{
    policy,
    stage::{Stage, content},
};

fn plan() -> Plan {
    policy::of(include_str!("places.kdl"))
}

async fn stage() -> Stage {
    Stage::set_in(plan(), BotSeed::default()).await
}

async fn made(stage: &Stage) -> usize {
    let path = format!("/guilds/{}/channels", stage.server);
    stage.requests(&path, &["POST"]).await
}

/// A hub, which the server chose.
async fn hub(stage: &Stage) -> ChannelId {
    let owner = stage.sandbox.owner(stage.server).unwrap();
    let path = format!("guilds/{}/channels", stage.server);
    let body = serde_json::json!({ "name": "hub", "type": 2 });
    stage.sandbox.request(owner, "POST", &path, body).unwrap();
    let hub = stage.sandbox.channel(stage.server, "hub").unwrap();
    stage
        .command("owner", "/config set rooms", &[("hub", &hub.to_string())])
        .await;
    hub
}

fn place(stage: &Stage, who: UserId) -> Option<ChannelId> {
    stage.sandbox.voice_of(stage.server, who)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_is_made_once_and_its_block_follows_after_a_crash() {
    let mut stage = stage().await;
    stage.vault.fail_after(1);
    stage.command("ann", "/ticket", &[]).await;
    stage.stop_bot().await;
    stage.vault.fail_after(i64::MAX);
    assert_eq!((stage.rows("ticket").await, made(&stage).await), (0, 1));

    stage.start_bot().await;
    stage.until_idle().await;
    assert_eq!((stage.rows("ticket").await, made(&stage).await), (1, 1));
    assert_eq!(stage.rows("rooms-made").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_was_not_made_is_made_later() {
    let stage = stage().await;
    stage
        .fault(serde_json::json!({ "server_error": { "next": 1, "status": 502 } }))
        .await;
    let call = stage.call("ann", "/ticket", &[]);
    stage.until(call, "answered").await;
    stage.until_idle().await;
    assert_eq!(stage.rows("ticket").await, 0);
    stage.tick().await;
    stage.until_idle().await;
    assert_eq!(stage.rows("ticket").await, 1);
    assert!(stage.sandbox.channel(stage.server, "ticket").is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_hangs_up_before_they_are_moved_leaves_no_room_behind() {
    let stage = stage().await;
    let hub = hub(&stage).await;
    let ann = stage.person("ann");
    stage.sandbox.join_voice(ann, hub).unwrap();
    stage.sandbox.leave_voice(ann).unwrap();
    stage.until_idle().await;
    assert_eq!(stage.rows("room").await, 0);
    assert!(stage.sandbox.channel(stage.server, "room").is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_come_at_once_are_in_a_room_each() {
    let stage = stage().await;
    let hub = hub(&stage).await;
    let (ann, moderator) = (stage.person("ann"), stage.person("mod"));
    stage.sandbox.join_voice(ann, hub).unwrap();
    stage.sandbox.join_voice(moderator, hub).unwrap();
    stage.until_idle().await;
    assert_eq!(stage.rows("room").await, 2);
    let (one, other) = (place(&stage, ann), place(&stage, moderator));
    assert!(
        one.is_some() && other.is_some() && one != other,
        "{one:?}, {other:?}"
    );
    assert!(![one, other].contains(&Some(hub)));
    stage.sandbox.leave_voice(ann).unwrap();
    stage.until_idle().await;
    assert_eq!(stage.rows("room").await, 1);
    assert_eq!(place(&stage, moderator), other);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_is_told_once_for_each_server() {
    let mut stage = stage().await;
    stage.log_to(stage.channel).await;
    stage.stop_bot().await;
    stage.start_bot().await;
    stage.until_idle().await;
    let seen = stage.seen_by("ann");
    let told = seen.iter().filter(|one| content(one) == "Here I am");
    assert_eq!(told.count(), 1);
    // A session that begins anew is no start.
    stage
        .fault(serde_json::json!({ "invalid_session": false }))
        .await;
    stage.until_sessions(2).await;
    stage.until_idle().await;
    let seen = stage.seen_by("ann");
    let told = seen.iter().filter(|one| content(one) == "Here I am");
    assert_eq!(told.count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_is_told_with_the_roles_that_they_had_last() {
    let stage = stage().await;
    stage.log_to(stage.channel).await;
    let (ann, moderator) = (stage.person("ann"), stage.person("mod"));
    // Nobody told the bot of her roles: it asked for them when it started.
    stage.sandbox.leave(moderator, stage.server).unwrap();
    let owner = stage.sandbox.owner(stage.server).unwrap();
    let low = stage.sandbox.role(stage.server, "low").unwrap();
    let path = format!("guilds/{}/members/{ann}/roles/{low}", stage.server);
    let nothing = serde_json::Value::Null;
    stage.sandbox.request(owner, "PUT", &path, nothing).unwrap();
    stage.sandbox.leave(ann, stage.server).unwrap();
    stage.until_idle().await;
    let seen = stage.sandbox.messages(owner, stage.channel).unwrap();
    let told: Vec<String> = seen.iter().map(content).collect();
    assert!(told.contains(&"Left with 1".to_owned()), "{told:?}");
    assert_eq!(told.len(), 2, "{told:?}");
}
