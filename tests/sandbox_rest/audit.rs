//! The audit log: the documented kinds, with what changed, and nothing where nothing did.

use serde_json::{Value, json};

use crate::scene::Scene;

const MODERATION: u64 = 1 << 2;

const WORLD: &str = r#"
    server lounge {
        member mod permissions="manage-messages"
        member ann
        member bob
        channel general
        role regular
    }
"#;

impl Scene {
    async fn log(&self, query: &str) -> Vec<Value> {
        let path = format!("guilds/{}/audit-logs{query}", self.lounge);
        let log = self.done("GET", &path, Value::Null).await;
        log["audit_log_entries"].as_array().unwrap().clone()
    }

    /// What was entered about one act, which is the newest entry, if anything was.
    async fn entered(&self, method: &str, path: &str, body: Value) -> Option<Value> {
        let before = self.log("").await;
        self.done(method, path, body).await;
        let after = self.log("").await;
        assert!(after.len() <= before.len() + 1, "one act, one entry");
        (after.len() > before.len()).then(|| after[0].clone())
    }
}

fn keys(entry: &Value) -> Vec<&str> {
    let all = entry["changes"].as_array().unwrap().iter();
    all.map(|change| change["key"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn members_and_roles_are_entered_with_what_changed() {
    let scene = Scene::open(WORLD).await;
    let ann = scene.member("ann");
    let role = scene.sandbox.role(scene.lounge, "regular").unwrap();
    let nick = scene
        .entered("PATCH", &ann, json!({"nick": "An"}))
        .await
        .unwrap();
    assert_eq!(
        (&nick["action_type"], &nick["target_id"]),
        (&json!(24), &json!(scene.who("ann")))
    );
    assert_eq!(nick["changes"], json!([{"key": "nick", "new_value": "An"}]));
    assert_eq!(
        scene.entered("PATCH", &ann, json!({"nick": "An"})).await,
        None
    );
    assert_eq!(scene.entered("PATCH", &ann, json!({})).await, None);
    let gone = scene
        .entered("PATCH", &ann, json!({"nick": null}))
        .await
        .unwrap();
    assert_eq!(gone["changes"], json!([{"key": "nick", "old_value": "An"}]));

    let given = scene
        .entered("PUT", &format!("{ann}/roles/{role}"), Value::Null)
        .await
        .unwrap();
    assert_eq!(given["action_type"], 25);
    assert_eq!(
        given["changes"],
        json!([{"key": "$add", "new_value": [{"id": role, "name": "regular"}]}])
    );
    let taken = scene
        .entered("PATCH", &ann, json!({"roles": []}))
        .await
        .unwrap();
    assert_eq!(
        (&taken["action_type"], keys(&taken)),
        (&json!(25), vec!["$remove"])
    );

    let path = format!("guilds/{}/roles/{role}", scene.lounge);
    let renamed = scene
        .entered("PATCH", &path, json!({"name": "guest"}))
        .await
        .unwrap();
    assert_eq!(renamed["action_type"], 31);
    assert_eq!(
        renamed["changes"],
        json!([{"key": "name", "old_value": "regular", "new_value": "guest"}])
    );
    assert_eq!(
        scene
            .entered("PATCH", &path, json!({"name": "guest"}))
            .await,
        None
    );
    let kicked = scene.entered("DELETE", &ann, Value::Null).await.unwrap();
    assert_eq!(kicked["action_type"], 20);
    assert!(kicked.get("changes").is_none());
}

#[tokio::test]
async fn channels_overwrites_and_webhooks_have_their_own_kinds() {
    let scene = Scene::open(WORLD).await;
    let (general, role) = (
        scene.general,
        scene.sandbox.role(scene.lounge, "regular").unwrap(),
    );
    let channel = format!("channels/{general}");
    let topic = scene
        .entered("PATCH", &channel, json!({"topic": "talk"}))
        .await
        .unwrap();
    assert_eq!(
        (&topic["action_type"], keys(&topic)),
        (&json!(11), vec!["topic"])
    );
    assert_eq!(scene.entered("PATCH", &channel, json!({})).await, None);

    let path = format!("{channel}/permissions/{role}");
    let body = |allow: u64| json!({"type": 0, "allow": allow.to_string()});
    let made = scene.entered("PUT", &path, body(1 << 10)).await.unwrap();
    assert_eq!(
        (&made["action_type"], &made["target_id"]),
        (&json!(13), &json!(general))
    );
    assert_eq!(
        made["options"],
        json!({"id": role, "type": "0", "role_name": "regular"})
    );
    assert_eq!(keys(&made), ["id", "type", "allow", "deny"]);
    let changed = scene.entered("PUT", &path, body(1 << 11)).await.unwrap();
    assert_eq!(
        (&changed["action_type"], keys(&changed)),
        (&json!(14), vec!["allow"])
    );
    assert_eq!(scene.entered("PUT", &path, body(1 << 11)).await, None);
    let gone = scene.entered("DELETE", &path, Value::Null).await.unwrap();
    assert_eq!(gone["action_type"], 15);

    let hooks = format!("{channel}/webhooks");
    let made = scene
        .entered("POST", &hooks, json!({"name": "hook"}))
        .await
        .unwrap();
    assert_eq!(made["action_type"], 50);
    let hook = format!("webhooks/{}", made["target_id"].as_str().unwrap());
    let named = scene
        .entered("PATCH", &hook, json!({"name": "other"}))
        .await
        .unwrap();
    assert_eq!(
        (&named["action_type"], keys(&named)),
        (&json!(51), vec!["name"])
    );
    assert_eq!(
        scene.entered("DELETE", &hook, Value::Null).await.unwrap()["action_type"],
        52
    );

    let thread = json!({"name": "talk", "type": 11});
    let made = scene
        .entered("POST", &format!("{channel}/threads"), thread)
        .await
        .unwrap();
    assert_eq!(made["action_type"], 110);
    let thread = format!("channels/{}", made["target_id"].as_str().unwrap());
    let archived = scene
        .entered("PATCH", &thread, json!({"archived": true}))
        .await
        .unwrap();
    assert_eq!(
        (&archived["action_type"], keys(&archived)),
        (&json!(111), vec!["archived"])
    );
    assert_eq!(
        scene.entered("DELETE", &thread, Value::Null).await.unwrap()["action_type"],
        112
    );
    let invite = scene
        .entered("POST", &format!("{channel}/invites"), json!({}))
        .await
        .unwrap();
    assert_eq!(
        (&invite["action_type"], &invite["target_id"]),
        (&json!(40), &Value::Null)
    );
    assert!(keys(&invite).contains(&"channel_id"));
    assert_eq!(
        scene
            .entered("DELETE", &channel, Value::Null)
            .await
            .unwrap()["action_type"],
        12
    );
}

#[tokio::test]
async fn messages_are_counted_pinned_and_told_once() {
    let scene = Scene::open(WORLD).await;
    let general = scene.general;
    let mut ears = scene.listen(MODERATION).await;
    let say = |text: &str| scene.sandbox.post(scene.who("ann"), general, text).unwrap();
    let messages = [say("a"), say("b"), say("c"), say("d"), say("e")];
    for message in &messages[..2] {
        scene.act(
            "mod",
            "DELETE",
            &format!("channels/{general}/messages/{message}"),
            Value::Null,
        );
    }
    let log = scene.log("").await;
    assert_eq!(log.len(), 1);
    assert_eq!(
        (&log[0]["action_type"], &log[0]["target_id"]),
        (&json!(72), &json!(scene.who("ann")))
    );
    assert_eq!(
        log[0]["options"],
        json!({"channel_id": general, "count": "2"})
    );
    let told = ears.all().await;
    assert_eq!(told.len(), 1, "only the first is told");
    assert_eq!(told[0].0, "GUILD_AUDIT_LOG_ENTRY_CREATE");
    assert_eq!(told[0].1["options"]["count"], "1");
    assert_eq!(told[0].1["guild_id"], json!(scene.lounge));
    // Of its own and of single deletions by a bot there is no entry.
    let path = format!("channels/{general}/messages");
    assert_eq!(
        scene
            .entered("DELETE", &format!("{path}/{}", messages[2]), Value::Null)
            .await,
        None
    );
    let pinned = scene
        .entered("PUT", &format!("{path}/pins/{}", messages[3]), Value::Null)
        .await
        .unwrap();
    assert_eq!(pinned["action_type"], 74);
    assert_eq!(
        pinned["options"],
        json!({"channel_id": general, "message_id": messages[3]})
    );
    let unpinned = scene
        .entered(
            "DELETE",
            &format!("{path}/pins/{}", messages[3]),
            Value::Null,
        )
        .await;
    assert_eq!(unpinned.unwrap()["action_type"], 75);
    let bulk = json!({"messages": [messages[3], messages[4]]});
    let bulk = scene
        .entered("POST", &format!("{path}/bulk-delete"), bulk)
        .await
        .unwrap();
    assert_eq!(
        (&bulk["action_type"], &bulk["target_id"]),
        (&json!(73), &json!(general))
    );
    assert_eq!(bulk["options"], json!({"count": "2"}));
}

#[tokio::test]
async fn the_log_is_read_in_either_direction_and_by_kind_and_person() {
    let scene = Scene::open(WORLD).await;
    for nick in ["a", "b", "c"] {
        scene
            .done("PATCH", &scene.member("ann"), json!({"nick": nick}))
            .await;
    }
    scene.act("owner", "PATCH", &scene.member("bob"), json!({"nick": "x"}));
    let ids = |log: Vec<Value>| -> Vec<u64> {
        log.iter()
            .map(|entry| entry["id"].as_str().unwrap().parse().unwrap())
            .collect()
    };
    let all = ids(scene.log("").await);
    assert_eq!(all.len(), 4);
    assert!(all.is_sorted_by(|a, b| a > b));
    let up = ids(scene.log("?after=0").await);
    assert!(up.is_sorted_by(|a, b| a < b) && up.len() == 4);
    assert_eq!(ids(scene.log("?after=0&limit=1").await), up[..1]);
    assert_eq!(
        ids(scene.log(&format!("?before={}", all[1])).await),
        all[2..]
    );
    assert_eq!(
        ids(scene.log(&format!("?after={}", all[1])).await),
        all[..1]
    );
    assert_eq!(
        scene
            .log(&format!("?user_id={}", scene.who("owner")))
            .await
            .len(),
        1
    );
    assert_eq!(scene.log("?action_type=25").await, Vec::<Value>::new());
}

#[tokio::test]
async fn who_may_not_see_the_log_does_not_hear_of_it() {
    let scene = Scene::open(
        "bot permissions=\"manage-nicknames\"\nserver lounge { member ann; channel general }",
    )
    .await;
    let mut ears = scene.listen(MODERATION).await;
    scene
        .done("PATCH", &scene.member("ann"), json!({"nick": "An"}))
        .await;
    assert!(ears.names().await.is_empty());
    let path = format!("guilds/{}/audit-logs", scene.lounge);
    assert_eq!(scene.refused("GET", &path, Value::Null).await, 50013);
}
