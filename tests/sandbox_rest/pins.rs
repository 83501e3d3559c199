//! Pins: the paged routes and the old ones, who may, and what is told.

use serde_json::{Value, json};

use crate::scene::Scene;

const GUILDS: u64 = 1;
const MESSAGES: u64 = 1 << 9;

const WORLD: &str = r#"
    bot permissions="view-channel send-messages read-message-history pin-messages"
    server lounge {
        member mod permissions="manage-messages"
        member pat permissions="pin-messages bypass-slowmode"
        member ann
        channel general
    }
"#;

#[tokio::test]
async fn pinning_tells_of_the_pin_and_says_so_in_the_channel() {
    let scene = Scene::open(WORLD).await;
    let general = scene.general;
    let mut ears = scene.listen(GUILDS | MESSAGES).await;
    ears.hear("GUILD_CREATE").await;
    let message = scene
        .sandbox
        .post(scene.who("ann"), general, "keep this")
        .unwrap();
    ears.all().await;
    let pin = format!("channels/{general}/messages/pins/{message}");
    assert_eq!(scene.bot("PUT", &pin, Value::Null).await.0, 204);
    let told = ears.all().await;
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["MESSAGE_UPDATE", "CHANNEL_PINS_UPDATE", "MESSAGE_CREATE"]
    );
    assert_eq!(told[0].1["pinned"], true);
    assert_eq!(told[1].1["channel_id"], json!(general));
    assert_eq!(told[1].1["guild_id"], json!(scene.lounge));
    assert!(told[1].1["last_pin_timestamp"].is_string());
    let said = &told[2].1;
    assert_eq!((&said["type"], &said["content"]), (&json!(6), &json!("")));
    assert_eq!(said["message_reference"]["message_id"], json!(message));
    // Once more changes nothing.
    assert_eq!(scene.bot("PUT", &pin, Value::Null).await.0, 204);
    assert!(ears.names().await.is_empty());
    assert_eq!(scene.bot("DELETE", &pin, Value::Null).await.0, 204);
    let told = ears.all().await;
    assert_eq!(told.last().unwrap().1["last_pin_timestamp"], Value::Null);
    // What Discord says itself cannot be pinned.
    let words = said["id"].as_str().unwrap();
    let pin = format!("channels/{general}/messages/pins/{words}");
    assert_eq!(scene.refused("PUT", &pin, Value::Null).await, 50021);
}

#[tokio::test]
async fn pins_come_in_pages_newest_first() {
    let scene = Scene::open(WORLD).await;
    let general = scene.general;
    let mut made = Vec::new();
    for number in 0..3 {
        let message = scene
            .sandbox
            .post(scene.who("ann"), general, &format!("m{number}"));
        let message = message.unwrap();
        let pin = format!("channels/{general}/pins/{message}");
        scene.done("PUT", &pin, Value::Null).await;
        made.push(json!(message));
    }
    let pins = format!("channels/{general}/messages/pins");
    let page = scene
        .done("GET", &format!("{pins}?limit=2"), Value::Null)
        .await;
    let ids = |page: &Value| -> Vec<Value> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["message"]["id"].clone()).collect()
    };
    assert_eq!(ids(&page), [made[2].clone(), made[1].clone()]);
    assert_eq!(page["has_more"], true);
    let last = page["items"][1]["pinned_at"].as_str().unwrap();
    let before = last.replace('+', "%2B");
    let page = scene
        .done(
            "GET",
            &format!("{pins}?limit=2&before={before}"),
            Value::Null,
        )
        .await;
    assert_eq!(
        (ids(&page), &page["has_more"]),
        (vec![made[0].clone()], &json!(false))
    );
    let old = scene
        .done("GET", &format!("channels/{general}/pins"), Value::Null)
        .await;
    assert_eq!(old.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn manage_messages_neither_pins_nor_spares_from_slowmode() {
    let scene = Scene::open(WORLD).await;
    let general = scene.general;
    let message = scene.sandbox.post(scene.who("ann"), general, "x").unwrap();
    let pin = format!("channels/{general}/messages/pins/{message}");
    assert_eq!(scene.code("mod", "PUT", &pin, Value::Null), 50013);
    let old = format!("channels/{general}/pins/{message}");
    assert_eq!(scene.code("mod", "PUT", &old, Value::Null), 50013);
    scene.act("pat", "PUT", &pin, Value::Null);

    scene.act(
        "owner",
        "PATCH",
        &format!("channels/{general}"),
        json!({"rate_limit_per_user": 10}),
    );
    for (name, spared) in [("mod", false), ("ann", false), ("pat", true)] {
        let who = scene.who(name);
        scene.sandbox.post(who, general, "one").unwrap();
        let second = scene.sandbox.post(who, general, "two");
        match second {
            Ok(_) => assert!(spared, "{name}"),
            Err(refusal) => assert_eq!((refusal.status, refusal.code, spared), (429, 20016, false)),
        }
    }
    // Bots do not wait.
    for _ in 0..2 {
        scene
            .done(
                "POST",
                &format!("channels/{general}/messages"),
                json!({"content": "bot"}),
            )
            .await;
    }
    scene.sandbox.advance("10s".parse().unwrap());
    scene
        .sandbox
        .post(scene.who("ann"), general, "later")
        .unwrap();
}
