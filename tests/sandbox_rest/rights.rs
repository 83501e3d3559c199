//! Nobody gives, to a role or in a channel, what they do not have: 50013, as Discord.

use serde_json::{Value, json};

use crate::scene::Scene;

const MANAGE_CHANNELS: u64 = 1 << 4;
const VIEW: u64 = 1 << 10;
const SEND: u64 = 1 << 11;
const MANAGE_MESSAGES: u64 = 1 << 13;
const MANAGE_ROLES: u64 = 1 << 28;

fn world(rights: &str) -> String {
    format!(
        r#"
        bot permissions="view-channel send-messages {rights}" position=5
        server lounge {{
            member ann
            channel general
            role low position=1
            role middle position=3
            role high position=8 permissions="ban-members"
        }}
        "#
    )
}

fn overwrite(id: &str, allow: u64, deny: u64) -> Value {
    json!({"id": id, "type": 0, "allow": allow.to_string(), "deny": deny.to_string()})
}

#[tokio::test]
async fn overwrites_hold_only_what_the_bot_has() {
    let scene = Scene::open(&world("manage-channels manage-roles")).await;
    let (general, lounge) = (scene.general, scene.lounge);
    let low = scene.sandbox.role(lounge, "low").unwrap();
    let path = format!("channels/{general}/permissions/{low}");
    let body = |allow: u64, deny: u64| json!({"type": 0, "allow": allow.to_string(), "deny": deny.to_string()});
    // Of what it has, either way.
    scene.done("PUT", &path, body(SEND, VIEW)).await;
    for (allow, deny) in [(MANAGE_MESSAGES, 0), (0, MANAGE_MESSAGES)] {
        assert_eq!(scene.refused("PUT", &path, body(allow, deny)).await, 50013);
    }
    let answer = scene.bot("PUT", &path, json!({"allow": "0"})).await;
    assert_eq!(answer.0, 400);
    assert_eq!(
        answer.1["errors"]["type"]["_errors"][0]["code"],
        "BASE_TYPE_REQUIRED"
    );
    let nobody = format!("channels/{general}/permissions/1234567");
    assert_eq!(scene.refused("PUT", &nobody, body(SEND, 0)).await, 10009);

    let channel = format!("channels/{general}");
    let set = |all: Vec<Value>| json!({ "permission_overwrites": all });
    let more = set(vec![overwrite(&low.to_string(), MANAGE_MESSAGES, 0)]);
    assert_eq!(scene.refused("PATCH", &channel, more).await, 50013);
    let same = set(vec![overwrite(&low.to_string(), SEND, VIEW)]);
    scene.done("PATCH", &channel, same).await;
}

#[tokio::test]
async fn overwrites_of_a_channel_need_manage_roles() {
    let scene = Scene::open(&world("manage-channels")).await;
    let channel = format!("channels/{}", scene.general);
    let everyone = scene.lounge.to_string();
    let body = json!({"permission_overwrites": [overwrite(&everyone, 0, SEND)]});
    assert_eq!(scene.refused("PATCH", &channel, body.clone()).await, 50013);
    scene
        .done("PATCH", &channel, json!({"topic": "still"}))
        .await;
    // Making one with overwrites needs none, but cannot hand out the management of its permissions.
    let channels = format!("guilds/{}/channels", scene.lounge);
    let new = |overwrites: Value| json!({"name": "new", "permission_overwrites": overwrites});
    scene
        .done(
            "POST",
            &channels,
            new(json!([overwrite(&everyone, 0, SEND)])),
        )
        .await;
    for bits in [MANAGE_MESSAGES, MANAGE_ROLES] {
        let body = new(json!([overwrite(&everyone, bits, 0)]));
        assert_eq!(scene.refused("POST", &channels, body).await, 50013);
    }
    let bits = overwrite(&everyone, MANAGE_CHANNELS, 0);
    scene.done("POST", &channels, new(json!([bits]))).await;
}

#[tokio::test]
async fn a_channel_that_lets_the_bot_manage_it_takes_any_overwrite() {
    let scene = Scene::open(&world("manage-channels manage-roles")).await;
    let (general, bot) = (scene.general, scene.sandbox.bot());
    let own = json!({"type": 1, "allow": MANAGE_ROLES.to_string(), "deny": "0"});
    scene.act(
        "owner",
        "PUT",
        &format!("channels/{general}/permissions/{bot}"),
        own,
    );
    let low = scene.sandbox.role(scene.lounge, "low").unwrap();
    let path = format!("channels/{general}/permissions/{low}");
    let body = json!({"type": 0, "allow": MANAGE_MESSAGES.to_string()});
    scene.done("PUT", &path, body).await;
}

#[tokio::test]
async fn roles_are_not_moved_above_nor_given_more_than_the_mover_has() {
    let scene = Scene::open(&world("manage-roles")).await;
    let lounge = scene.lounge;
    let role = |name: &str| scene.sandbox.role(lounge, name).unwrap();
    let roles = format!("guilds/{lounge}/roles");
    let to = |name: &str, position: i64| json!([{"id": role(name), "position": position}]);
    for position in [5, 6, 9] {
        assert_eq!(
            scene.refused("PATCH", &roles, to("low", position)).await,
            50013
        );
    }
    assert_eq!(scene.refused("PATCH", &roles, to("high", 2)).await, 50013);
    // A list that also names roles above, where they are, is what clients send.
    let list = json!([{"id": role("high"), "position": 8}, {"id": role("low"), "position": 4}]);
    scene.done("PATCH", &roles, list).await;

    let low = format!("{roles}/{}", role("low"));
    let bits = |bits: u64| json!({"permissions": bits.to_string()});
    assert_eq!(
        scene.refused("PATCH", &low, bits(MANAGE_MESSAGES)).await,
        50013
    );
    assert_eq!(scene.refused("PATCH", &low, bits(1 << 51)).await, 50013);
    scene.done("PATCH", &low, bits(SEND)).await;
    assert_eq!(scene.refused("POST", &roles, bits(1 << 3)).await, 50013);
    let ann = format!("{}/roles/{}", scene.member("ann"), role("high"));
    assert_eq!(scene.refused("PUT", &ann, Value::Null).await, 50013);
}
