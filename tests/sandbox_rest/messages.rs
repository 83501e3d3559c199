//! Forwards, polls, super reactions and members who were not let in yet.

use serde_json::{Value, json};

use crate::scene::Scene;

const GUILDS: u64 = 1;
const MEMBERS: u64 = 1 << 1;
const MESSAGES: u64 = 1 << 9;
const REACTIONS: u64 = 1 << 10;
const CONTENT: u64 = 1 << 15;
const POLLS: u64 = 1 << 24;

const WORLD: &str = r#"
    server lounge screening=#true {
        member mod permissions="manage-messages"
        member ann
        member new pending=#true
        channel general
        channel log
    }
    person eve
"#;

#[tokio::test]
async fn a_forward_shows_what_the_message_was() {
    let scene = Scene::open(WORLD).await;
    let log = scene.sandbox.channel(scene.lounge, "log").unwrap();
    let mut ears = scene.listen(GUILDS | MESSAGES | CONTENT).await;
    let mut blind = scene.listen(GUILDS | MESSAGES).await;
    let message = scene
        .sandbox
        .post(scene.who("ann"), scene.general, "look at this")
        .unwrap();
    ears.all().await;
    blind.all().await;
    let reference = json!({"type": 1, "channel_id": scene.general, "message_id": message});
    let path = format!("channels/{log}/messages");
    scene.act(
        "ann",
        "POST",
        &path,
        json!({"message_reference": reference}),
    );
    let told = ears.hear("MESSAGE_CREATE").await;
    assert_eq!((&told["content"], &told["type"]), (&json!(""), &json!(0)));
    assert_eq!(told["flags"], 1 << 14);
    assert_eq!(told["message_reference"]["type"], 1);
    assert_eq!(told["message_reference"]["guild_id"], json!(scene.lounge));
    let snapshot = &told["message_snapshots"][0]["message"];
    assert_eq!(snapshot["content"], "look at this");
    assert!(snapshot.get("author").is_none());
    let told = blind.hear("MESSAGE_CREATE").await;
    assert_eq!(told["message_snapshots"][0]["message"]["content"], "");
    // Later changes do not reach it.
    let own = format!("channels/{}/messages/{message}", scene.general);
    scene.act("ann", "PATCH", &own, json!({"content": "changed"}));
    let seen = scene.done("GET", &path, Value::Null).await;
    assert_eq!(
        seen[0]["message_snapshots"][0]["message"]["content"],
        "look at this"
    );
    let half = json!({"message_reference": {"type": 1, "message_id": message}});
    assert_eq!(scene.refused("POST", &path, half).await, 50035);
}

#[tokio::test]
async fn a_poll_is_asked_voted_on_and_ended() {
    let scene = Scene::open(WORLD).await;
    let mut ears = scene.listen(GUILDS | MESSAGES | CONTENT | POLLS).await;
    let mut blind = scene.listen(GUILDS | MESSAGES).await;
    ears.all().await;
    let path = format!("channels/{}/messages", scene.general);
    let answers = json!([{"poll_media": {"text": "chess"}}, {"poll_media": {"text": "go"}}]);
    let poll = json!({"question": {"text": "Which game?"}, "answers": answers, "duration": 1});
    let made = scene.act("ann", "POST", &path, json!({"poll": poll}));
    let told = ears.hear("MESSAGE_CREATE").await;
    assert_eq!(told["content"], "");
    assert_eq!(told["poll"]["question"]["text"], "Which game?");
    assert_eq!(
        told["poll"]["answers"][1],
        json!({"answer_id": 2, "poll_media": {"text": "go"}})
    );
    assert_eq!(told["poll"]["results"]["is_finalized"], false);
    assert!(blind.hear("MESSAGE_CREATE").await.get("poll").is_none());
    let id = made["id"].as_str().unwrap();
    let place = format!("channels/{}/polls/{id}", scene.general);
    scene.act(
        "mod",
        "PUT",
        &format!("{place}/answers/@me"),
        json!({"answer_ids": ["2"]}),
    );
    let vote = ears.hear("MESSAGE_POLL_VOTE_ADD").await;
    assert_eq!(
        (&vote["answer_id"], &vote["user_id"]),
        (&json!(2), &json!(scene.who("mod")))
    );
    let voters = scene
        .done("GET", &format!("{place}/answers/2"), Value::Null)
        .await;
    assert_eq!(voters["users"][0]["username"], "mod");
    let own = format!("{path}/{id}");
    assert_eq!(
        scene.code("ann", "PATCH", &own, json!({"content": "x"})),
        520_003
    );
    assert_eq!(
        scene.code("mod", "POST", &format!("{place}/expire"), Value::Null),
        50005
    );
    let ended = scene.act("ann", "POST", &format!("{place}/expire"), Value::Null);
    assert_eq!(ended["poll"]["results"]["answer_counts"][0]["count"], 1);
    let result = ears.hear("MESSAGE_CREATE").await;
    assert_eq!(result["type"], 46);
    let empty = json!({"poll": {"question": {"text": ""}, "answers": []}});
    let (_, answer) = scene.bot("POST", &path, empty).await;
    assert!(answer["errors"]["poll"]["question"]["text"].is_object());
    assert!(answer["errors"]["poll"]["answers"].is_object());
}

#[tokio::test]
async fn super_reactions_are_told_and_counted_apart() {
    let scene = Scene::open(WORLD).await;
    let mut ears = scene.listen(GUILDS | REACTIONS).await;
    let message = scene
        .sandbox
        .post(scene.who("ann"), scene.general, "wow")
        .unwrap();
    let place = format!("channels/{}/messages/{message}", scene.general);
    let emoji = format!("{place}/reactions/%F0%9F%91%8D");
    scene.act("ann", "PUT", &format!("{emoji}/@me?type=1"), Value::Null);
    let told = ears.hear("MESSAGE_REACTION_ADD").await;
    assert_eq!((&told["burst"], &told["type"]), (&json!(true), &json!(1)));
    assert!(
        told["burst_colors"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    scene.act("mod", "PUT", &format!("{emoji}/@me"), Value::Null);
    let told = ears.hear("MESSAGE_REACTION_ADD").await;
    assert_eq!((&told["burst"], &told["type"]), (&json!(false), &json!(0)));
    let seen = scene.done("GET", &place, Value::Null).await;
    let reaction = &seen["reactions"][0];
    assert_eq!(reaction["count"], 2);
    assert_eq!(reaction["count_details"], json!({"burst": 1, "normal": 1}));
    scene.act("ann", "DELETE", &format!("{emoji}/1/@me"), Value::Null);
    let told = ears.hear("MESSAGE_REACTION_REMOVE").await;
    assert_eq!((&told["burst"], &told["type"]), (&json!(true), &json!(1)));
    scene.act("mod", "DELETE", &emoji, Value::Null);
    let told = ears.hear("MESSAGE_REACTION_REMOVE_EMOJI").await;
    assert_eq!(told["emoji"]["name"], "👍");
    scene.act("mod", "DELETE", &format!("{place}/reactions"), Value::Null);
    ears.hear("MESSAGE_REACTION_REMOVE_ALL").await;
    assert_eq!(
        scene.code("ann", "DELETE", &format!("{place}/reactions"), Value::Null),
        50013
    );
}

#[tokio::test]
async fn who_was_not_let_in_yet_can_only_look() {
    let scene = Scene::open(WORLD).await;
    let mut ears = scene.listen(GUILDS | MEMBERS).await;
    ears.hear("GUILD_CREATE").await;
    let new = scene.done("GET", &scene.member("new"), Value::Null).await;
    assert_eq!(new["pending"], true);
    let path = format!("channels/{}/messages", scene.general);
    assert_eq!(
        scene.code("new", "POST", &path, json!({"content": "hi"})),
        50013
    );
    scene.sandbox.join(scene.who("eve"), scene.lounge).unwrap();
    assert_eq!(ears.hear("GUILD_MEMBER_ADD").await["pending"], true);
    let agree = format!("guilds/{}/requests/@me", scene.lounge);
    scene.act("eve", "PUT", &agree, Value::Null);
    assert_eq!(ears.hear("GUILD_MEMBER_UPDATE").await["pending"], false);
    scene.act("eve", "POST", &path, json!({"content": "hi"}));
}
