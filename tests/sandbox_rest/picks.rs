//! What people pick is among what was offered, and comes with what it names.

use serde_json::{Value, json};

use crate::scene::{Ears, Scene, WORLD};

const GUILDS: u64 = 1;

/// A message of the bot with one select, and somebody's choice from it.
struct Select {
    scene: Scene,
    message: String,
    ears: Ears,
}

impl Select {
    async fn open(select: Value) -> Self {
        let scene = Scene::open(WORLD).await;
        let row = json!([{"type": 1, "components": [select]}]);
        let path = format!("channels/{}/messages", scene.general);
        let made = scene
            .done("POST", &path, json!({"content": "pick", "components": row}))
            .await;
        let mut ears = scene.listen(GUILDS).await;
        ears.hear("GUILD_CREATE").await;
        let message = made["id"].as_str().unwrap().to_owned();
        Self {
            scene,
            message,
            ears,
        }
    }

    fn pick(&self, values: &Value) -> Result<Value, u32> {
        let body = json!({
            "type": 3, "channel_id": self.scene.general, "message_id": self.message,
            "data": {"custom_id": "s", "values": values},
        });
        let ann = self.scene.who("ann");
        self.scene
            .sandbox
            .request(ann, "POST", "interactions", body)
            .map_err(|refusal| refusal.code)
    }

    async fn hear(&mut self) -> Value {
        self.ears.hear("INTERACTION_CREATE").await["data"].clone()
    }
}

#[tokio::test]
async fn a_select_of_people_brings_the_people() {
    let mut select = Select::open(json!({"type": 5, "custom_id": "s", "max_values": 2})).await;
    let (ann, bob) = (select.scene.who("ann"), select.scene.who("bob"));
    select.pick(&json!([ann, bob])).unwrap();
    let data = select.hear().await;
    assert_eq!(
        (&data["component_type"], &data["values"]),
        (&json!(5), &json!([ann, bob]))
    );
    assert_eq!(
        data["resolved"]["users"][bob.to_string()]["username"],
        "bob"
    );
    let member = &data["resolved"]["members"][bob.to_string()];
    assert!(member["permissions"].is_string() && member.get("user").is_none());
    assert!(member.get("deaf").is_none() && member.get("mute").is_none());
    for wrong in [
        json!([]),
        json!([ann, ann]),
        json!(["1234567"]),
        json!([ann, bob, select.scene.who("mod")]),
    ] {
        assert_eq!(select.pick(&wrong), Err(50035), "{wrong}");
    }
}

#[tokio::test]
async fn roles_channels_and_either_are_resolved_too() {
    let mut select = Select::open(json!({"type": 6, "custom_id": "s"})).await;
    let role = select
        .scene
        .sandbox
        .role(select.scene.lounge, "regular")
        .unwrap();
    select.pick(&json!([role])).unwrap();
    assert_eq!(
        select.hear().await["resolved"]["roles"][role.to_string()]["name"],
        "regular"
    );
    assert_eq!(select.pick(&json!([select.scene.who("ann")])), Err(50035));

    let mut select = Select::open(json!({"type": 8, "custom_id": "s", "channel_types": [0]})).await;
    let general = select.scene.general;
    select.pick(&json!([general])).unwrap();
    let channel = select.hear().await["resolved"]["channels"][general.to_string()].clone();
    assert_eq!(
        (&channel["name"], &channel["type"]),
        (&json!("general"), &json!(0))
    );
    assert!(channel["permissions"].is_string());
    let select = Select::open(json!({"type": 8, "custom_id": "s", "channel_types": [2]})).await;
    assert_eq!(select.pick(&json!([select.scene.general])), Err(50035));

    let mut select =
        Select::open(json!({"type": 7, "custom_id": "s", "min_values": 2, "max_values": 2})).await;
    let (ann, role) = (
        select.scene.who("ann"),
        select
            .scene
            .sandbox
            .role(select.scene.lounge, "regular")
            .unwrap(),
    );
    assert_eq!(select.pick(&json!([ann])), Err(50035));
    select.pick(&json!([ann, role])).unwrap();
    let resolved = select.hear().await["resolved"].clone();
    assert!(resolved["users"][ann.to_string()].is_object());
    assert!(resolved["roles"][role.to_string()].is_object());
}

#[tokio::test]
async fn a_select_of_texts_takes_its_options_and_as_many_as_it_says() {
    let options = json!([{"label": "A", "value": "a"}, {"label": "B", "value": "b"}, {"label": "C", "value": "c"}]);
    let select =
        json!({"type": 3, "custom_id": "s", "options": options, "min_values": 1, "max_values": 2});
    let mut select = Select::open(select).await;
    for wrong in [
        json!(["d"]),
        json!([]),
        json!(["a", "b", "c"]),
        json!(["a", "a"]),
    ] {
        assert_eq!(select.pick(&wrong), Err(50035), "{wrong}");
    }
    select.pick(&json!(["c", "a"])).unwrap();
    let data = select.hear().await;
    assert_eq!(data["values"], json!(["c", "a"]));
    assert!(data.get("resolved").is_none());
}

#[tokio::test]
async fn a_modal_is_filled_as_it_asks() {
    let mut select =
        Select::open(json!({"type": 2, "style": 1, "label": "Open", "custom_id": "s"})).await;
    let scene = &select.scene;
    let body = json!({
        "type": 3, "channel_id": scene.general, "message_id": select.message, "data": {"custom_id": "s"},
    });
    scene.act("ann", "POST", "interactions", body);
    let opened = select.ears.hear("INTERACTION_CREATE").await;
    let path = format!(
        "interactions/{}/{}/callback",
        opened["id"].as_str().unwrap(),
        opened["token"].as_str().unwrap()
    );
    let modal = json!({"type": 9, "data": {"custom_id": "m", "title": "Report", "components": [
        {"type": 18, "label": "Whom", "component": {"type": 5, "custom_id": "whom"}},
        {"type": 18, "label": "Why", "component": {"type": 4, "style": 1, "custom_id": "why", "min_length": 3}},
    ]}});
    scene.done("POST", &path, modal).await;
    let fill = |whom: Value, why: &str| {
        let components = json!([
            {"type": 18, "component": {"type": 5, "custom_id": "whom", "values": whom}},
            {"type": 18, "component": {"type": 4, "custom_id": "why", "value": why}},
        ]);
        let data = json!({"custom_id": "m", "components": components});
        json!({"type": 5, "channel_id": scene.general, "data": data})
    };
    let bob = scene.who("bob");
    for wrong in [
        fill(json!([]), "spam"),
        fill(json!([bob]), ""),
        fill(json!([bob]), "no"),
    ] {
        assert_eq!(scene.code("ann", "POST", "interactions", wrong), 50035);
    }
    scene.act("ann", "POST", "interactions", fill(json!([bob]), "spam"));
    let data = select.ears.hear("INTERACTION_CREATE").await["data"].clone();
    assert_eq!(data["components"][0]["component"]["values"], json!([bob]));
    assert_eq!(data["components"][1]["component"]["value"], "spam");
    assert_eq!(
        data["resolved"]["users"][bob.to_string()]["username"],
        "bob"
    );
}

#[tokio::test]
async fn a_form_is_refused_as_discord_refuses_it() {
    let mut select =
        Select::open(json!({"type": 2, "style": 1, "label": "Open", "custom_id": "s"})).await;
    let scene = &select.scene;
    let body = json!({
        "type": 3, "channel_id": scene.general, "message_id": select.message, "data": {"custom_id": "s"},
    });
    scene.act("ann", "POST", "interactions", body);
    let opened = select.ears.hear("INTERACTION_CREATE").await;
    let path = format!(
        "interactions/{}/{}/callback",
        opened["id"].as_str().unwrap(),
        opened["token"].as_str().unwrap()
    );
    let input = |more: Value| {
        let mut input = json!({"type": 4, "style": 1, "custom_id": "why", "label": "Why"});
        let map = input.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        json!({"type": 1, "components": [input]})
    };
    let modal = |rows: Value| json!({"type": 9, "data": {"custom_id": "m", "title": "Report", "components": rows}});
    for wrong in [
        json!([]),
        json!([input(json!({"label": "l".repeat(46)}))]),
        json!([input(json!({"label": ""}))]),
        json!([input(json!({"style": 3}))]),
        json!([input(json!({"type": 2}))]),
        json!([input(json!({"max_length": 4001}))]),
        json!([input(json!({"max_length": 0}))]),
        json!([input(json!({"min_length": 5, "max_length": 4}))]),
        json!([input(json!({"max_length": 3, "value": "four"}))]),
        json!([input(json!({})), input(json!({}))]),
        json!([{"type": 1, "components": []}]),
        json!([{"type": 2, "custom_id": "b", "style": 1, "label": "Press"}]),
    ] {
        let code = scene.refused("POST", &path, modal(wrong.clone())).await;
        assert_eq!(code, 50035, "{wrong}");
    }
    let right =
        input(json!({"min_length": 1, "max_length": 4000, "value": "spam", "required": false}));
    scene.done("POST", &path, modal(json!([right]))).await;
}
