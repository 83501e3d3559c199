//! Who is told of to the bot: unasked, on request, and when a person changes.

use serde_json::{Value, json};

use crate::scene::{Scene, WORLD};

const GUILDS: u64 = 1;
const MEMBERS: u64 = 1 << 1;
const PRESENCES: u64 = 1 << 8;

fn names(members: &Value) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for member in members.as_array().unwrap() {
        all.extend(member["user"]["username"].as_str());
    }
    all.sort_unstable();
    all
}

#[tokio::test]
async fn only_the_bot_itself_comes_with_a_server_unless_presences_were_asked_for() {
    let scene = Scene::open(WORLD).await;
    let mut ears = scene.listen(GUILDS | MEMBERS).await;
    let guild = ears.hear("GUILD_CREATE").await;
    assert_eq!(names(&guild["members"]), ["candor"]);
    assert_eq!(
        (&guild["member_count"], &guild["large"]),
        (&json!(5), &json!(false))
    );
    let mut seeing = scene.listen(GUILDS | PRESENCES).await;
    let guild = seeing.hear("GUILD_CREATE").await;
    assert_eq!(
        names(&guild["members"]),
        ["ann", "bob", "candor", "mod", "owner"]
    );
}

#[tokio::test]
async fn members_are_asked_for_by_name_by_id_or_all() {
    let scene = Scene::open(WORLD).await;
    let mut ears = scene.listen(GUILDS | MEMBERS).await;
    let lounge = scene.lounge;
    let ask = |more: Value| {
        let mut data = json!({ "guild_id": lounge });
        data.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        data
    };
    ears.say(8, ask(json!({"query": "", "limit": 0, "nonce": "n1"})))
        .await;
    let chunk = ears.hear("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(
        names(&chunk["members"]),
        ["ann", "bob", "candor", "mod", "owner"]
    );
    assert_eq!(
        (
            &chunk["chunk_index"],
            &chunk["chunk_count"],
            &chunk["nonce"]
        ),
        (&json!(0), &json!(1), &json!("n1"))
    );
    assert!(chunk.get("not_found").is_none() && chunk.get("presences").is_none());

    // All of them once in half a minute; what has to be looked for, whenever it is asked.
    ears.say(8, ask(json!({"query": "", "limit": 0, "nonce": "n2"})))
        .await;
    let limited = ears.hear("RATE_LIMITED").await;
    assert_eq!(limited["opcode"], 8);
    assert!(limited["retry_after"].as_f64().unwrap() <= 30.0);
    assert_eq!(limited["meta"], json!({"guild_id": lounge, "nonce": "n2"}));

    // By the beginning of a name or nickname, in any case.
    let member = scene.member("bob");
    scene
        .done("PATCH", &member, json!({"nick": "Annabel"}))
        .await;
    ears.say(8, ask(json!({"query": "AN", "limit": 10}))).await;
    let chunk = ears.hear("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(names(&chunk["members"]), ["ann", "bob"]);
    ears.say(8, ask(json!({"query": "an", "limit": 1}))).await;
    let chunk = ears.hear("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(chunk["members"].as_array().unwrap().len(), 1);

    let ids = json!([scene.who("ann"), scene.who("eve")]);
    ears.say(8, ask(json!({"user_ids": ids, "nonce": "x".repeat(33)})))
        .await;
    let chunk = ears.hear("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(names(&chunk["members"]), ["ann"]);
    assert_eq!(chunk["not_found"], json!([scene.who("eve")]));
    assert!(
        chunk.get("nonce").is_none(),
        "a nonce of more than 32 bytes is dropped"
    );
}

#[tokio::test]
async fn without_the_members_intent_the_whole_list_is_not_answered() {
    let scene = Scene::open(WORLD).await;
    let mut ears = scene.listen(GUILDS).await;
    ears.hear("GUILD_CREATE").await;
    let lounge = scene.lounge;
    ears.say(8, json!({"guild_id": lounge, "query": "", "limit": 0}))
        .await;
    assert!(ears.names().await.is_empty());
    ears.say(8, json!({"guild_id": lounge, "query": "ann", "limit": 1}))
        .await;
    let chunk = ears.hear("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(names(&chunk["members"]), ["ann"]);
}

#[tokio::test]
async fn another_persons_account_changes_as_a_member_of_each_server() {
    let scene = Scene::open(WORLD).await;
    let mut ears = scene.listen(GUILDS | MEMBERS).await;
    ears.hear("GUILD_CREATE").await;
    scene.act("ann", "PATCH", "users/@me", json!({"username": "annie"}));
    let told = ears.all().await;
    let [(name, data)] = told.as_slice() else {
        panic!("one event: {told:?}");
    };
    assert_eq!(name, "GUILD_MEMBER_UPDATE");
    assert_eq!(data["user"]["username"], "annie");
    assert_eq!(data["guild_id"], json!(scene.lounge));
    scene
        .done("PATCH", "users/@me", json!({"username": "keta"}))
        .await;
    assert_eq!(ears.names().await, ["USER_UPDATE"]);
}
