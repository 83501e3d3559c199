//! Threads: private ones are there for few, posts of forums begin with a message of their own id.

use serde_json::{Value, json};

use crate::scene::Scene;

const GUILDS: u64 = 1;
const MESSAGES: u64 = 1 << 9;

const WORLD: &str = r#"
    bot permissions="view-channel read-message-history send-messages send-messages-in-threads create-public-threads create-private-threads manage-channels manage-webhooks"
    server lounge {
        member mod permissions="manage-threads"
        member ann
        member bob
        channel general
        channel ideas kind="forum"
        channel shelf kind="category"
    }
"#;

#[tokio::test]
async fn a_private_thread_is_there_for_its_members_and_moderators_alone() {
    let scene = Scene::open(WORLD).await;
    let mut ears = scene.listen(GUILDS | MESSAGES).await;
    ears.hear("GUILD_CREATE").await;
    let start = format!("channels/{}/threads", scene.general);
    let made = scene.act("ann", "POST", &start, json!({"name": "secret", "type": 12}));
    let thread = format!("channels/{}", made["id"].as_str().unwrap());
    let messages = format!("{thread}/messages");
    scene.act("ann", "POST", &messages, json!({"content": "psst"}));
    assert!(ears.names().await.is_empty(), "the bot is not in it");
    assert_eq!(scene.refused("GET", &thread, Value::Null).await, 50001);
    assert_eq!(scene.refused("GET", &messages, Value::Null).await, 50001);
    assert_eq!(scene.code("bob", "GET", &thread, Value::Null), 50001);
    scene.act("mod", "GET", &thread, Value::Null);
    let active = format!("guilds/{}/threads/active", scene.lounge);
    assert_eq!(
        scene.done("GET", &active, Value::Null).await["threads"],
        json!([])
    );

    // Who is let in learns of the thread first.
    let member = format!("{thread}/thread-members/{}", scene.sandbox.bot());
    scene.act("ann", "PUT", &member, Value::Null);
    let told = ears.all().await;
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["THREAD_CREATE", "THREAD_MEMBERS_UPDATE"]);
    assert_eq!(told[0].1["type"], 12);
    assert!(told[0].1.get("newly_created").is_none());
    assert_eq!(
        told[1].1["added_members"][0]["user_id"],
        json!(scene.sandbox.bot())
    );
    let active = scene.done("GET", &active, Value::Null).await;
    assert_eq!(active["threads"][0]["id"], made["id"]);
    assert_eq!(active["members"][0]["user_id"], json!(scene.sandbox.bot()));
    scene.done("GET", &messages, Value::Null).await;
}

#[tokio::test]
async fn a_post_of_a_forum_is_a_thread_whose_first_message_has_its_id() {
    let scene = Scene::open(WORLD).await;
    let ideas = scene.sandbox.channel(scene.lounge, "ideas").unwrap();
    let threads = format!("channels/{ideas}/threads");
    let tags = json!({"available_tags": [{"name": "new"}, {"name": "done", "moderated": true}], "flags": 1 << 4});
    let forum = scene
        .done("PATCH", &format!("channels/{ideas}"), tags)
        .await;
    let (new, done) = (
        &forum["available_tags"][0]["id"],
        &forum["available_tags"][1]["id"],
    );
    let mut ears = scene.listen(GUILDS | MESSAGES).await;
    ears.hear("GUILD_CREATE").await;

    let post = |more: Value| {
        let mut body = json!({"name": "An idea", "message": {"content": "first"}});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    assert_eq!(
        scene.refused("POST", &threads, post(json!({}))).await,
        40067
    );
    assert_eq!(
        scene
            .refused("POST", &threads, post(json!({"applied_tags": [done]})))
            .await,
        50013
    );
    let without = json!({"name": "No words", "applied_tags": [new]});
    let (status, answer) = scene.bot("POST", &threads, without).await;
    assert_eq!(
        (status, &answer["errors"]["message"]["_errors"][0]["code"]),
        (400, &json!("BASE_TYPE_REQUIRED"))
    );

    let (status, made) = scene
        .bot("POST", &threads, post(json!({"applied_tags": [new]})))
        .await;
    assert_eq!(status, 201);
    assert_eq!(made["id"], made["message"]["id"]);
    assert_eq!(made["message"]["channel_id"], made["id"]);
    assert_eq!(
        (&made["type"], &made["parent_id"]),
        (&json!(11), &json!(ideas))
    );
    assert_eq!(made["applied_tags"], json!([new]));
    assert_eq!(ears.names().await, ["THREAD_CREATE", "MESSAGE_CREATE"]);
}

#[tokio::test]
async fn categories_and_forums_take_no_messages() {
    let scene = Scene::open(WORLD).await;
    for name in ["ideas", "shelf"] {
        let channel = scene.sandbox.channel(scene.lounge, name).unwrap();
        let path = format!("channels/{channel}/messages");
        let body = json!({"content": "hello"});
        assert_eq!(scene.refused("POST", &path, body.clone()).await, 50008);
        assert_eq!(scene.code("ann", "POST", &path, body), 50008);
    }
    let shelf = scene.sandbox.channel(scene.lounge, "shelf").unwrap();
    let hook = json!({"name": "hook"});
    assert_eq!(
        scene
            .refused("POST", &format!("channels/{shelf}/webhooks"), hook)
            .await,
        50024
    );
}

#[tokio::test]
async fn a_webhook_needs_a_name_for_its_post_or_a_thread() {
    let scene = Scene::open(WORLD).await;
    let ideas = scene.sandbox.channel(scene.lounge, "ideas").unwrap();
    let hook = async |channel: String| {
        let made = scene
            .done(
                "POST",
                &format!("channels/{channel}/webhooks"),
                json!({"name": "hook"}),
            )
            .await;
        format!(
            "webhooks/{}/{}",
            made["id"].as_str().unwrap(),
            made["token"].as_str().unwrap()
        )
    };
    let (forum, plain) = (
        hook(ideas.to_string()).await,
        hook(scene.general.to_string()).await,
    );
    let body = json!({"content": "hi"});
    let named = json!({"content": "hi", "thread_name": "A post"});
    assert_eq!(scene.refused("POST", &forum, body.clone()).await, 220_001);
    assert_eq!(scene.refused("POST", &plain, named.clone()).await, 220_003);
    let made = scene
        .done("POST", &format!("{forum}?wait=true"), named.clone())
        .await;
    assert_eq!(made["channel_id"], made["id"]);
    let thread = made["id"].as_str().unwrap();
    let both = format!("{forum}?thread_id={thread}");
    assert_eq!(scene.refused("POST", &both, named).await, 220_002);
    scene.done("POST", &both, body.clone()).await;
    let elsewhere = format!("{plain}?thread_id={thread}");
    assert_eq!(scene.refused("POST", &elsewhere, body).await, 10003);
}

#[tokio::test]
async fn an_archived_thread_opens_when_somebody_writes_and_a_locked_one_for_moderators_alone() {
    let scene = Scene::open(WORLD).await;
    let start = format!("channels/{}/threads", scene.general);
    let made = scene.act("ann", "POST", &start, json!({"name": "talk", "type": 11}));
    let thread = format!("channels/{}", made["id"].as_str().unwrap());
    let messages = format!("{thread}/messages");
    scene.act("ann", "PATCH", &thread, json!({"archived": true}));
    assert_eq!(
        scene.code("ann", "PATCH", &thread, json!({"name": "other"})),
        50083
    );
    scene.act("bob", "POST", &messages, json!({"content": "still here?"}));
    let now = scene.done("GET", &thread, Value::Null).await;
    assert_eq!(now["thread_metadata"]["archived"], false);
    assert_eq!(
        scene.code("ann", "PATCH", &thread, json!({"locked": true})),
        50013
    );
    scene.act("mod", "PATCH", &thread, json!({"locked": true}));
    assert_eq!(
        scene.code("bob", "POST", &messages, json!({"content": "no"})),
        160_005
    );
}
