//! The sandbox answers as Discord documents: permissions, hierarchy, deadlines, errors with their field paths.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

mod audit;
mod clock;
mod hooks;
mod limits;
mod members;
mod messages;
mod oauth;
mod picks;
mod pins;
mod rights;
mod scene;
mod threads;

use candor::{sandbox::WorldFile, vocab::Duration};
use serde_json::{Value, json};

use self::scene::{Scene, WORLD};

#[tokio::test]
async fn a_wrong_token_is_401_and_a_wrong_route_404() {
    let scene = Scene::open(WORLD).await;
    let url = format!("{}/api/v10/users/@me", scene.sandbox.origin());
    let answer = scene
        .client
        .get(&url)
        .header("authorization", "Bot wrong")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 401);
    // A person's token does not work as a bot's.
    let token = scene.sandbox.ready()["people"][0]["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let as_bot = scene
        .client
        .get(&url)
        .header("authorization", format!("Bot {token}"))
        .send()
        .await
        .unwrap();
    assert_eq!(as_bot.status(), 401);
    let as_person = scene
        .client
        .get(&url)
        .header("authorization", token)
        .send()
        .await
        .unwrap();
    assert_eq!(as_person.status(), 200);
    assert_eq!(scene.bot("GET", "no/such/route", Value::Null).await.0, 404);
}

#[tokio::test]
async fn unknown_things_have_their_own_codes() {
    let scene = Scene::open(WORLD).await;
    let (general, lounge) = (scene.general, scene.lounge);
    for (method, path, code) in [
        ("GET", "channels/1".to_owned(), 10003),
        ("GET", "guilds/1".to_owned(), 10004),
        (
            "GET",
            format!("guilds/{lounge}/members/{}", scene.who("eve")),
            10007,
        ),
        ("GET", format!("channels/{general}/messages/1"), 10008),
        (
            "PUT",
            format!("guilds/{lounge}/members/{}/roles/1", scene.who("ann")),
            10011,
        ),
        ("GET", "users/1".to_owned(), 10013),
        ("POST", "interactions/1/none/callback".to_owned(), 10062),
        (
            "GET",
            format!("applications/{}/commands/1", scene.sandbox.bot()),
            10063,
        ),
        (
            "GET",
            format!("guilds/{lounge}/bans/{}", scene.who("ann")),
            10026,
        ),
        ("GET", "invites/none".to_owned(), 10006),
    ] {
        let body = if method == "POST" {
            json!({"type": 5})
        } else {
            Value::Null
        };
        let (status, answer) = scene.bot(method, &path, body).await;
        assert_eq!(
            (status, &answer["code"]),
            (404, &json!(code)),
            "{method} {path}: {answer}"
        );
    }
}

#[tokio::test]
async fn what_is_denied_in_a_channel_is_denied() {
    let scene = Scene::open(WORLD).await;
    let (ann, owner) = (scene.who("ann"), scene.who("owner"));
    let path = format!("channels/{}/permissions/{}", scene.general, scene.lounge);
    let silence = json!({"type": 0, "deny": (1_u64 << 11).to_string(), "allow": "0"});
    scene.sandbox.request(owner, "PUT", &path, silence).unwrap();
    let said = scene.sandbox.post(ann, scene.general, "psst").unwrap_err();
    assert_eq!((said.status, said.code), (403, 50013));
    // Hidden: not even readable, and commands cannot be used there.
    let hidden = json!({"type": 0, "deny": (1_u64 << 10).to_string(), "allow": "0"});
    scene.sandbox.request(owner, "PUT", &path, hidden).unwrap();
    assert_eq!(
        scene.sandbox.messages(ann, scene.general).unwrap_err().code,
        50001
    );
    assert_eq!(
        scene
            .sandbox
            .invoke(ann, scene.general, "/rank", &[])
            .unwrap_err()
            .code,
        50001
    );
    assert_eq!(
        scene.sandbox.messages(owner, scene.general).unwrap().len(),
        0
    );
}

#[tokio::test]
async fn nobody_acts_on_those_above_them() {
    let scene = Scene::open(WORLD).await;
    let until = json!({"communication_disabled_until": null});
    assert_eq!(
        scene.code("ann", "PATCH", &scene.member("bob"), until.clone()),
        50013,
        "no permission"
    );
    assert_eq!(
        scene.code("mod", "PATCH", &scene.member("owner"), until.clone()),
        50013,
        "the owner"
    );
    assert_eq!(
        scene.code("mod", "PATCH", &scene.member("mod"), until.clone()),
        50013,
        "themselves"
    );
    scene
        .sandbox
        .request(
            scene.who("mod"),
            "PATCH",
            &scene.member("bob"),
            until.clone(),
        )
        .unwrap();
    // The bot stands above the roles that were there, and cannot give its own away.
    assert_eq!(
        scene
            .bot("PATCH", &scene.member("mod"), until.clone())
            .await
            .0,
        200
    );
    let own = scene
        .sandbox
        .roles_of(scene.lounge, scene.sandbox.bot())
        .unwrap()[0];
    let path = format!("{}/roles/{own}", scene.member("ann"));
    assert_eq!(scene.bot("PUT", &path, Value::Null).await.1["code"], 50013);
    // Unless the world says otherwise.
    let low = WORLD.replace("person eve", "bot position=1");
    let scene = Scene::open(&low).await;
    assert_eq!(
        scene.bot("PATCH", &scene.member("mod"), until).await.1["code"],
        50013
    );
}

#[tokio::test]
async fn a_timeout_silences_until_it_ends_and_lasts_28_days_at_most() {
    let scene = Scene::open(WORLD).await;
    let ann = scene.who("ann");
    let now = scene.sandbox.clock().now();
    let at = |days: i64| {
        let then = now.plus(Duration::days(days));
        json!({"communication_disabled_until": jiff::Timestamp::from_millisecond(then.0).unwrap().to_string()})
    };
    let (status, answer) = scene.bot("PATCH", &scene.member("ann"), at(29)).await;
    assert_eq!((status, &answer["code"]), (400, &json!(50035)));
    assert!(answer["errors"]["communication_disabled_until"]["_errors"][0]["code"].is_string());
    assert_eq!(scene.bot("PATCH", &scene.member("ann"), at(1)).await.0, 200);
    assert_eq!(
        scene
            .sandbox
            .post(ann, scene.general, "hello")
            .unwrap_err()
            .code,
        50013
    );
    scene.sandbox.advance("1d1s".parse().unwrap());
    scene
        .sandbox
        .post(ann, scene.general, "hello again")
        .unwrap();
}

#[tokio::test]
async fn forms_name_every_field_that_is_wrong() {
    let scene = Scene::open(WORLD).await;
    let path = format!("channels/{}/messages", scene.general);
    let (_, answer) = scene
        .bot("POST", &path, json!({"content": "x".repeat(2001)}))
        .await;
    assert_eq!(answer["code"], 50035);
    assert_eq!(
        answer["errors"]["content"]["_errors"][0]["code"],
        "BASE_TYPE_MAX_LENGTH"
    );
    assert_eq!(
        scene.bot("POST", &path, json!({"content": " "})).await.1["code"],
        50006
    );
    let commands = format!(
        "applications/{}/guilds/{}/commands",
        scene.sandbox.bot(),
        scene.lounge
    );
    let wrong = json!([
        {"name": "Rank", "description": "x"},
        {"name": "warn", "description": "", "options": [
            {"type": 3, "name": "reason", "description": "x"},
            {"type": 6, "name": "who", "description": "x", "required": true},
        ]},
    ]);
    let (_, answer) = scene.bot("PUT", &commands, wrong).await;
    let errors = &answer["errors"];
    assert_eq!(
        errors["0"]["name"]["_errors"][0]["code"],
        "APPLICATION_COMMAND_INVALID_NAME"
    );
    assert_eq!(
        errors["1"]["description"]["_errors"][0]["code"],
        "BASE_TYPE_BAD_LENGTH"
    );
    assert_eq!(
        errors["1"]["options"]["1"]["_errors"][0]["code"],
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
    );
    assert_eq!(
        scene.bot("GET", &commands, Value::Null).await.1,
        json!([]),
        "nothing was registered"
    );
}

#[tokio::test]
async fn mentions_are_those_the_author_allows() {
    let scene = Scene::open(WORLD).await;
    let path = format!("channels/{}/messages", scene.general);
    let (ann, bob) = (scene.who("ann"), scene.who("bob"));
    let content = format!("<@{ann}> and <@!{bob}> and @everyone");
    let (_, open) = scene.bot("POST", &path, json!({"content": content})).await;
    assert_eq!(open["mentions"].as_array().unwrap().len(), 2);
    assert_eq!(open["mention_everyone"], true);
    let none = json!({"content": content, "allowed_mentions": {"parse": []}});
    let (_, none) = scene.bot("POST", &path, none).await;
    assert_eq!(
        (&none["mentions"], &none["mention_everyone"]),
        (&json!([]), &json!(false))
    );
    let one = json!({"content": content, "allowed_mentions": {"parse": [], "users": [bob]}});
    let (_, one) = scene.bot("POST", &path, one).await;
    assert_eq!(one["mentions"][0]["id"], bob.to_string());
    let both =
        json!({"content": content, "allowed_mentions": {"parse": ["users"], "users": [bob]}});
    assert_eq!(scene.bot("POST", &path, both).await.1["code"], 50035);
}

#[tokio::test]
async fn commands_are_checked_before_the_bot_hears_of_them() {
    let scene = Scene::open(WORLD).await;
    scene
        .register(json!([{
            "name": "warn", "description": "Warn", "default_member_permissions": (1_u64 << 40).to_string(),
            "options": [
                {"type": 6, "name": "member", "description": "Whom", "required": true},
                {"type": 4, "name": "times", "description": "How often", "min_value": 1, "max_value": 3},
            ],
        }]))
        .await;
    let (general, sandbox) = (scene.general, &scene.sandbox);
    let warn = |person, options: &[(&str, &str)]| {
        sandbox.invoke(scene.who(person), general, "/warn", options)
    };
    assert_eq!(warn("ann", &[("member", "bob")]).unwrap_err().code, 50013);
    assert_eq!(
        warn("mod", &[]).unwrap_err().code,
        50035,
        "a required option is missing"
    );
    assert_eq!(
        warn("mod", &[("member", "nobody")]).unwrap_err().code,
        50035
    );
    assert_eq!(
        warn("mod", &[("member", "bob"), ("times", "4")])
            .unwrap_err()
            .code,
        50035
    );
    assert_eq!(
        sandbox
            .invoke(scene.who("mod"), general, "/none", &[])
            .unwrap_err()
            .code,
        10063
    );
    let used = warn("mod", &[("member", "bob"), ("times", "3")]).unwrap();
    assert_eq!(sandbox.outcome(used).unwrap().state, "waiting");
    sandbox.advance("4s".parse().unwrap());
    assert_eq!(
        sandbox.outcome(used).unwrap().state,
        "failed",
        "nobody answered within three seconds"
    );
}

#[tokio::test]
async fn pages_of_other_sites_are_not_answered() {
    let scene = Scene::open(WORLD).await;
    let url = format!("{}/sandbox", scene.sandbox.origin());
    let with = |name: &'static str, value: &'static str| scene.client.get(&url).header(name, value);
    for (name, value, status) in [
        ("origin", "http://localhost:8000", 200),
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
        // A name that its owner points at this machine.
        ("host", "evil.example", 403),
        ("host", "localhost", 200),
    ] {
        let answer = with(name, value).send().await.unwrap();
        assert_eq!(answer.status(), status, "{name}: {value}");
        let shows_token = answer.text().await.unwrap().contains("token");
        assert_eq!(shows_token, status == 200, "{name}: {value}");
    }
}

#[tokio::test]
async fn direct_messages_can_be_closed() {
    let scene = Scene::open(WORLD).await;
    let ann = scene.who("ann");
    let (_, dm) = scene
        .bot("POST", "users/@me/channels", json!({"recipient_id": ann}))
        .await;
    let path = format!("channels/{}/messages", dm["id"].as_str().unwrap());
    assert_eq!(
        scene.bot("POST", &path, json!({"content": "hi"})).await.0,
        200
    );
    let fault = json!({"closed_dms": {"user": ann, "on": true}});
    let url = format!("{}/sandbox/faults", scene.sandbox.origin());
    scene
        .client
        .post(url)
        .json(&fault)
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap();
    let (status, answer) = scene.bot("POST", &path, json!({"content": "hi"})).await;
    assert_eq!((status, &answer["code"]), (403, &json!(50007)));
    // Somebody who shares no server cannot be written to either.
    let (_, dm) = scene
        .bot(
            "POST",
            "users/@me/channels",
            json!({"recipient_id": scene.who("eve")}),
        )
        .await;
    let path = format!("channels/{}/messages", dm["id"].as_str().unwrap());
    assert_eq!(
        scene.bot("POST", &path, json!({"content": "hi"})).await.1["code"],
        50007
    );
}

#[tokio::test]
async fn bulk_deletion_stops_at_fourteen_days_of_virtual_time() {
    let scene = Scene::open(WORLD).await;
    let ann = scene.who("ann");
    let mut ids = Vec::new();
    for text in ["one", "two"] {
        ids.push(scene.sandbox.post(ann, scene.general, text).unwrap());
    }
    let path = format!("channels/{}/messages/bulk-delete", scene.general);
    assert_eq!(
        scene
            .bot("POST", &path, json!({"messages": [ids[0]]}))
            .await
            .1["code"],
        50016
    );
    scene.sandbox.advance("15d".parse().unwrap());
    assert_eq!(
        scene.bot("POST", &path, json!({"messages": ids})).await.1["code"],
        50034
    );
    let fresh: Vec<_> = ["three", "four"]
        .map(|text| scene.sandbox.post(ann, scene.general, text).unwrap())
        .into();
    assert_eq!(
        scene.bot("POST", &path, json!({"messages": fresh})).await.0,
        204
    );
    assert_eq!(scene.sandbox.messages(ann, scene.general).unwrap().len(), 2);
}

#[tokio::test]
async fn a_person_joins_by_invitation_and_a_banned_one_does_not() {
    let scene = Scene::open(WORLD).await;
    let (ann, eve) = (scene.who("ann"), scene.who("eve"));
    let path = format!("channels/{}/invites", scene.general);
    let invite = scene
        .sandbox
        .request(ann, "POST", &path, json!({"max_age": 60}))
        .unwrap();
    let code = format!("invites/{}", invite["code"].as_str().unwrap());
    assert_eq!(
        scene.code(
            "eve",
            "GET",
            &format!("guilds/{}", scene.lounge),
            Value::Null
        ),
        10004
    );
    scene
        .sandbox
        .request(eve, "POST", &code, Value::Null)
        .unwrap();
    scene.sandbox.post(eve, scene.general, "here I am").unwrap();
    let ban = format!("guilds/{}/bans/{eve}", scene.lounge);
    assert_eq!(
        scene
            .bot("PUT", &ban, json!({"delete_message_seconds": 60}))
            .await
            .0,
        204
    );
    assert_eq!(
        scene.sandbox.messages(ann, scene.general).unwrap().len(),
        0,
        "the ban took the message along"
    );
    assert_eq!(
        scene
            .sandbox
            .request(eve, "POST", &code, Value::Null)
            .unwrap_err()
            .code,
        40007
    );
    assert_eq!(scene.bot("DELETE", &ban, Value::Null).await.0, 204);
    scene.sandbox.advance("2m".parse().unwrap());
    assert_eq!(
        scene
            .sandbox
            .request(eve, "POST", &code, Value::Null)
            .unwrap_err()
            .code,
        10006,
        "it ran out"
    );
}

#[test]
fn a_wrong_world_is_refused_with_its_line() {
    for (text, what) in [
        (
            "server lounge {\n  guest ann\n}",
            "line 2: `server` has no node `guest`",
        ),
        (
            "server lounge {\n  member ann permissions=\"fly\"\n}",
            "line 2: `fly` is not a permission",
        ),
        ("server", "line 1: `server` lacks its first value"),
        (
            "server lounge { member ann colour=1 }",
            "line 1: `member` has no property `colour`",
        ),
    ] {
        assert_eq!(WorldFile::parse(text).unwrap_err().what, what);
    }
    // Deep nesting is refused before it is parsed.
    assert!(WorldFile::parse(&"a /-{".repeat(40)).is_err());
}

#[test]
fn the_books_world_is_a_world() {
    let page = include_str!("../../book/src/sandbox.md");
    let block = page
        .split("```kdl,world")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    let world = WorldFile::parse(block).unwrap();
    assert_eq!(
        (world.servers.len(), world.people.len(), world.bot.position),
        (1, 1, Some(5))
    );
}
