//! OAuth2: consent, codes, tokens, and what they open; each wrong turn is answered as Discord answers it.

use candor::vocab::Duration;
use reqwest::{StatusCode, header::LOCATION, redirect::Policy};
use serde_json::{Value, json};

use crate::scene::{Scene, WORLD};

const BACK: &str = "https://bot.example/callback";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn scene() -> Scene {
    let scene = Scene::open(&format!("{WORLD}\nredirect \"{BACK}\"")).await;
    assert_eq!(scene.sandbox.ready()["redirect_uris"], json!([BACK]));
    scene
}

/// The address of the consent page, with the usual parameters but for those that are said.
fn page(scene: &Scene, said: &[(&str, &str)]) -> String {
    let id = scene.sandbox.bot().to_string();
    let mut all = vec![
        ("client_id", id.as_str()),
        ("response_type", "code"),
        ("redirect_uri", BACK),
        ("scope", "identify guilds"),
        ("state", "s p&ce"),
    ];
    all.retain(|(name, _)| !said.iter().any(|(other, _)| other == name));
    all.extend(said.iter().filter(|(_, value)| !value.is_empty()));
    let base = format!("{}/oauth2/authorize", scene.sandbox.origin());
    reqwest::Url::parse_with_params(&base, all).unwrap().into()
}

fn answer(location: &str) -> Vec<(String, String)> {
    assert!(location.starts_with(&format!("{BACK}?")), "{location}");
    let url = reqwest::Url::parse(location).unwrap();
    url.query_pairs().into_owned().collect()
}

fn told<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}

fn code(scene: &Scene, person: &str, said: &[(&str, &str)]) -> String {
    let person = scene.who(person);
    let location = scene.sandbox.authorize(person, &page(scene, said)).unwrap();
    let pairs = answer(&location);
    assert_eq!(told(&pairs, "state"), Some("s p&ce"));
    told(&pairs, "code").unwrap().to_owned()
}

/// A form, by the application.
async fn form(scene: &Scene, path: &str, fields: &[(&str, &str)]) -> (u16, Value) {
    let url = format!("{}/api/v10/oauth2/{path}", scene.sandbox.origin());
    let id = scene.sandbox.bot().to_string();
    let request = scene.client.post(url);
    let request = request.basic_auth(id, Some(scene.sandbox.client_secret()));
    sent(request, fields).await
}

async fn sent(request: reqwest::RequestBuilder, fields: &[(&str, &str)]) -> (u16, Value) {
    let answer = request.form(fields).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn exchange(scene: &Scene, code: &str, more: &[(&str, &str)]) -> (u16, Value) {
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", BACK),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    form(scene, "token", &fields).await
}

async fn tokens(scene: &Scene, person: &str, scope: &str) -> Value {
    let code = code(scene, person, &[("scope", scope)]);
    let (status, tokens) = exchange(scene, &code, &[]).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

fn access(tokens: &Value) -> String {
    tokens["access_token"].as_str().unwrap().to_owned()
}

async fn with(scene: &Scene, access: &str, path: &str) -> (u16, Value) {
    let url = format!("{}/api/v10/{path}", scene.sandbox.origin());
    let answer = scene.client.get(url).bearer_auth(access).send().await;
    let answer = answer.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

fn refused(answer: &(u16, Value), status: u16, error: &str) {
    assert_eq!(
        (answer.0, &answer.1["error"]),
        (status, &json!(error)),
        "{}",
        answer.1
    );
}

#[tokio::test]
async fn somebody_in_a_browser_says_who_they_are_and_allows_it() {
    let scene = scene().await;
    let browser = reqwest::Client::builder()
        .no_proxy()
        .redirect(Policy::none());
    let browser = browser.build().unwrap();
    let text = async |url: String| browser.get(url).send().await.unwrap().text().await.unwrap();
    let ann = scene.who("ann");
    let first = page(&scene, &[]);
    let shown = text(first.clone()).await;
    assert!(
        shown.contains(&format!("person={ann}\">ann</a>")),
        "{shown}"
    );
    let second = format!("{first}&person={ann}");
    let shown = text(second.clone()).await;
    assert!(
        shown.contains("<li>identify</li>\n<li>guilds</li>"),
        "{shown}"
    );
    let click = async |answer: &str| {
        let sent = browser.post(&second).form(&[("answer", answer)]).send();
        let sent = sent.await.unwrap();
        assert_eq!(sent.status(), StatusCode::FOUND);
        self::answer(sent.headers()[LOCATION].to_str().unwrap())
    };
    let no = click("cancel").await;
    assert_eq!(told(&no, "error"), Some("access_denied"));
    assert_eq!(
        (told(&no, "state"), told(&no, "code")),
        (Some("s p&ce"), None)
    );
    let yes = click("authorize").await;
    let (status, made) = exchange(&scene, told(&yes, "code").unwrap(), &[]).await;
    assert_eq!(status, 200);
    let (_, me) = with(&scene, &access(&made), "users/@me").await;
    assert_eq!(me["id"], ann.to_string());
    // Asked again, they are asked again; without a question only for what they allowed.
    let silent = page(&scene, &[("prompt", "none")]);
    let sent = browser
        .get(format!("{silent}&person={ann}"))
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), StatusCode::FOUND);
    let wider = page(&scene, &[("prompt", "none"), ("scope", "identify email")]);
    let sent = browser
        .get(format!("{wider}&person={ann}"))
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), StatusCode::OK);
}

#[tokio::test]
async fn names_and_states_are_text_on_the_page() {
    let hostile = "<script>alert(1)</script>";
    let world = format!("{WORLD}\nperson \"{hostile}\"\nredirect \"{BACK}\"");
    let scene = Scene::open(&world).await;
    let first = page(&scene, &[("state", "\"><script>2")]);
    let second = format!("{first}&person={}", scene.who(hostile));
    for asked in [first, second] {
        let shown = scene.client.get(asked).send().await.unwrap();
        let text = shown.text().await.unwrap();
        assert!(!text.contains("<script"), "{text}");
        assert!(text.contains("&lt;script&gt;alert(1)"), "{text}");
    }
}

#[tokio::test]
async fn nothing_is_sent_to_an_address_that_is_not_registered_letter_by_letter() {
    let scene = scene().await;
    let browser = reqwest::Client::builder()
        .no_proxy()
        .redirect(Policy::none());
    let browser = browser.build().unwrap();
    for redirect in [
        "https://bot.example/callback/",
        "https://bot.example/callback?x=1",
        "https://bot.example/Callback",
        "http://bot.example/callback",
        "https://bot.example.evil.example/callback",
        "",
    ] {
        let asked = page(&scene, &[("redirect_uri", redirect)]);
        let shown = browser.get(&asked).send().await.unwrap();
        assert_eq!(shown.status(), 200, "{redirect}");
        let text = shown.text().await.unwrap();
        assert!(
            text.contains("Invalid OAuth2 redirect_uri"),
            "{redirect}: {text}"
        );
        assert!(scene.sandbox.authorize(scene.who("ann"), &asked).is_err());
    }
    let other = page(&scene, &[("client_id", "1")]);
    let text = browser
        .get(other)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(text.contains("Unknown Application"), "{text}");
}

#[tokio::test]
async fn what_is_wrong_with_the_question_is_told_to_the_application() {
    let scene = scene().await;
    let cases: [(&[(&str, &str)], &str); 9] = [
        (&[("scope", "identify nonsense")], "invalid_scope"),
        (&[("scope", "")], "invalid_scope"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_type", "")], "unsupported_response_type"),
        (
            &[
                ("code_challenge", CHALLENGE),
                ("code_challenge_method", "plain"),
            ],
            "invalid_request",
        ),
        (&[("code_challenge", CHALLENGE)], "invalid_request"),
        (&[("code_challenge_method", "S256")], "invalid_request"),
        (&[("x", "1"), ("x", "2")], "invalid_request"),
        (
            &[
                ("code_challenge", CHALLENGE),
                ("code_challenge_method", "S256"),
                ("scope", "role_connections.write"),
            ],
            "invalid_scope",
        ),
    ];
    for (said, error) in cases {
        let asked = page(&scene, said);
        let location = scene.sandbox.authorize(scene.who("ann"), &asked).unwrap();
        let pairs = answer(&location);
        assert_eq!(told(&pairs, "error"), Some(error), "{said:?}");
        assert_eq!(told(&pairs, "code"), None);
        assert_eq!(told(&pairs, "state"), Some("s p&ce"));
    }
}

#[tokio::test]
async fn a_code_works_once_for_ten_minutes_at_its_address_for_its_application() {
    let scene = scene().await;
    let invalid = "invalid_grant";
    let first = code(&scene, "ann", &[]);
    let (status, made) = exchange(&scene, &first, &[]).await;
    assert_eq!(status, 200);
    assert_eq!(
        (&made["token_type"], &made["expires_in"], &made["scope"]),
        (&json!("Bearer"), &json!(604_800), &json!("identify guilds"))
    );
    let again = exchange(&scene, &first, &[]).await;
    refused(&again, 400, invalid);
    assert_eq!(again.1["error_description"], "Invalid \"code\" in request.");
    refused(&exchange(&scene, "made-up", &[]).await, 400, invalid);

    let elsewhere = [("redirect_uri", "https://bot.example/callback/")];
    let second = code(&scene, "ann", &[]);
    refused(&exchange(&scene, &second, &elsewhere).await, 400, invalid);

    let late = code(&scene, "ann", &[]);
    scene.sandbox.advance(Duration::seconds(600));
    refused(&exchange(&scene, &late, &[]).await, 400, invalid);
    let in_time = code(&scene, "ann", &[]);
    scene.sandbox.advance(Duration { ms: 599_999 });
    assert_eq!(exchange(&scene, &in_time, &[]).await.0, 200);
}

#[tokio::test]
async fn a_challenge_has_to_be_met() {
    let scene = scene().await;
    let challenged = [
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let wrong = "x".repeat(43);
    for verifier in [None, Some(wrong.as_str()), Some("short"), Some(CHALLENGE)] {
        let code = code(&scene, "ann", &challenged);
        let more: Vec<_> = verifier
            .map(|one| ("code_verifier", one))
            .into_iter()
            .collect();
        refused(&exchange(&scene, &code, &more).await, 400, "invalid_grant");
        // A wrong guess costs the code.
        let right = [("code_verifier", VERIFIER)];
        refused(&exchange(&scene, &code, &right).await, 400, "invalid_grant");
    }
    let met = code(&scene, "ann", &challenged);
    let (status, _) = exchange(&scene, &met, &[("code_verifier", VERIFIER)]).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn the_application_signs_in_by_header_or_form_and_only_forms_are_read() {
    let scene = scene().await;
    let url = format!("{}/api/v10/oauth2/token", scene.sandbox.origin());
    let (id, secret) = (
        scene.sandbox.bot().to_string(),
        scene.sandbox.client_secret(),
    );
    let by_form = async |secret: &str| {
        let code = code(&scene, "ann", &[]);
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", BACK),
            ("client_id", &id),
            ("client_secret", secret),
        ];
        sent(scene.client.post(&url), &fields).await
    };
    assert_eq!(by_form(&secret).await.0, 200);
    refused(&by_form("wrong").await, 401, "invalid_client");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    let wrong = scene.client.post(&url).basic_auth(&id, Some("wrong"));
    refused(&sent(wrong, &fields).await, 401, "invalid_client");
    refused(
        &sent(scene.client.post(&url), &fields).await,
        401,
        "invalid_client",
    );

    let json = scene.client.post(&url).basic_auth(&id, Some(&secret));
    let json = json.json(&json!({"grant_type": "authorization_code", "code": "x"}));
    let answer = json.send().await.unwrap();
    let answer = (answer.status().as_u16(), answer.json().await.unwrap());
    refused(&answer, 400, "unsupported_grant_type");
    let other = form(&scene, "token", &[("grant_type", "password")]).await;
    refused(&other, 400, "unsupported_grant_type");
    let empty = form(&scene, "token", &[("grant_type", "refresh_token")]).await;
    refused(&empty, 400, "invalid_request");
}

#[tokio::test]
async fn a_refresh_token_works_once_and_an_access_token_seven_days() {
    let scene = scene().await;
    let first = tokens(&scene, "ann", "identify").await;
    let refresh = async |token: &Value| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token["refresh_token"].as_str().unwrap()),
        ];
        form(&scene, "token", &fields).await
    };
    let (status, second) = refresh(&first).await;
    assert_eq!(status, 200);
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    refused(&refresh(&first).await, 400, "invalid_grant");
    assert_eq!(with(&scene, &access(&first), "users/@me").await.0, 401);
    scene.sandbox.advance(Duration { ms: 604_799_999 });
    assert_eq!(with(&scene, &access(&second), "users/@me").await.0, 200);
    scene.sandbox.advance(Duration { ms: 1 });
    assert_eq!(with(&scene, &access(&second), "users/@me").await.0, 401);
    assert_eq!(
        refresh(&second).await.0,
        200,
        "it outlives its access token"
    );
}

#[tokio::test]
async fn a_token_opens_what_its_scopes_name_and_nothing_else() {
    let world = format!(
        "{WORLD}\nredirect \"{BACK}\"\nconnection steam name=\"annie\" of=ann id=\"7\" verified=#false"
    );
    let scene = Scene::open(&world).await;
    let app = scene.sandbox.bot().to_string();
    let member = format!("users/@me/guilds/{}/member", scene.lounge);
    let linked = format!("users/@me/applications/{app}/role-connection");
    let opened = [
        ("identify", "users/@me".to_owned()),
        ("guilds", "users/@me/guilds".to_owned()),
        ("guilds.members.read", member),
        ("connections", "users/@me/connections".to_owned()),
        ("role_connections.write", linked),
    ];
    for (scope, _) in &opened {
        let access = access(&tokens(&scene, "ann", scope).await);
        for (needed, path) in &opened {
            let (status, answer) = with(&scene, &access, path).await;
            let expected = if needed == scope { 200 } else { 403 };
            assert_eq!(status, expected, "{scope}: {path}: {answer}");
            assert!(status == 200 || answer["code"] == 50026, "{answer}");
        }
        // Not the routes of an account.
        for path in [
            format!("channels/{}", scene.general),
            "users/@me/channels".to_owned(),
        ] {
            assert_eq!(with(&scene, &access, &path).await.0, 401, "{path}");
        }
        let (_, about) = with(&scene, &access, "oauth2/@me").await;
        assert_eq!(about["scopes"], json!([scope]));
        assert_eq!(about["application"]["id"], app);
        assert_eq!(about.get("user").is_some(), *scope == "identify");
        assert!(about["expires"].as_str().unwrap().ends_with('Z'));
    }
    let own = access(&tokens(&scene, "ann", "connections guilds identify").await);
    let (_, connections) = with(&scene, &own, "users/@me/connections").await;
    assert_eq!(
        connections,
        json!([{
            "id": "7", "name": "annie", "type": "steam", "revoked": false, "verified": false, "friend_sync": false,
            "show_activity": false, "two_way_link": false, "visibility": 0,
        }])
    );
    let (_, guilds) = with(&scene, &own, "users/@me/guilds").await;
    assert_eq!(guilds[0]["name"], "lounge");
    let (_, me) = with(&scene, &own, "users/@me").await;
    assert_eq!(me.get("email"), None, "the scope `email` was not asked for");
    assert_eq!(scene.bot("GET", "oauth2/@me", Value::Null).await.0, 401);
}

#[tokio::test]
async fn linked_roles_keep_what_the_application_said_they_are_about() {
    let scene = scene().await;
    let app = scene.sandbox.bot();
    let metadata = format!("applications/{app}/role-connections/metadata");
    let record = json!({"type": 2, "key": "wins", "name": "Wins", "description": "How often"});
    scene.done("PUT", &metadata, json!([record])).await;
    assert_eq!(
        scene.done("GET", &metadata, Value::Null).await,
        json!([record])
    );
    let many: Vec<_> = (0..6)
        .map(|at| json!({"type": 1, "key": format!("k{at}")}))
        .collect();
    assert_eq!(scene.refused("PUT", &metadata, json!(many)).await, 50035);
    let access = access(&tokens(&scene, "ann", "role_connections.write").await);
    let url = format!(
        "{}/api/users/@me/applications/{app}/role-connection",
        scene.sandbox.origin()
    );
    let put = async |body: Value| {
        let sent = scene
            .client
            .put(&url)
            .bearer_auth(&access)
            .json(&body)
            .send();
        let answer = sent.await.unwrap();
        (
            answer.status().as_u16(),
            answer.json::<Value>().await.unwrap(),
        )
    };
    let long = json!({"platform_name": "x".repeat(51)});
    assert_eq!(put(long).await.1["code"], 50035);
    let said = json!({"platform_name": "Chess", "metadata": {"wins": 3, "unknown": 1}});
    let (status, made) = put(said).await;
    assert_eq!((status, &made["metadata"]), (200, &json!({"wins": "3"})));
}

#[tokio::test]
async fn somebody_is_let_in_who_allowed_it() {
    let scene = scene().await;
    let (ann, eve) = (scene.who("ann"), scene.who("eve"));
    let eves = access(&tokens(&scene, "eve", "identify guilds.join").await);
    let anns = access(&tokens(&scene, "ann", "guilds.join").await);
    let looks = access(&tokens(&scene, "mod", "identify").await);
    let path = scene.member("eve");
    let with = |token: &str| json!({ "access_token": token });
    assert_eq!(scene.refused("PUT", &path, with("made-up")).await, 50025);
    assert_eq!(
        scene.refused("PUT", &path, with(&anns)).await,
        50025,
        "somebody else's"
    );
    let moderator = scene.member("mod");
    assert_eq!(scene.refused("PUT", &moderator, with(&looks)).await, 50026);
    assert_eq!(
        scene.code("owner", "PUT", &path, with(&eves)),
        20002,
        "bots only"
    );

    let regular = scene.sandbox.role(scene.lounge, "regular").unwrap();
    let body = json!({"access_token": eves, "nick": "Evie", "roles": [regular]});
    let (status, made) = scene.bot("PUT", &path, body).await;
    assert_eq!(
        (status, &made["nick"], &made["user"]["id"]),
        (201, &json!("Evie"), &json!(eve))
    );
    assert_eq!(
        scene.sandbox.roles_of(scene.lounge, eve).unwrap(),
        [regular]
    );
    assert_eq!(
        scene.bot("PUT", &path, with(&eves)).await,
        (204, Value::Null)
    );

    let ban = format!("guilds/{}/bans/{ann}", scene.lounge);
    scene.done("PUT", &ban, json!({})).await;
    assert_eq!(
        scene
            .refused("PUT", &scene.member("ann"), with(&anns))
            .await,
        40007
    );

    let poor = WORLD.replace(
        "person eve",
        "bot permissions=\"send-messages\"\nperson eve",
    );
    let scene = Scene::open(&format!("{poor}\nredirect \"{BACK}\"")).await;
    let eves = access(&tokens(&scene, "eve", "guilds.join").await);
    let owner = scene.who("owner");
    let everyone = format!("guilds/{0}/roles/{0}", scene.lounge);
    let none = json!({"permissions": "0"});
    scene
        .sandbox
        .request(owner, "PATCH", &everyone, none)
        .unwrap();
    let path = scene.member("eve");
    assert_eq!(scene.refused("PUT", &path, with(&eves)).await, 50013);
}

#[tokio::test]
async fn whoever_is_let_in_with_a_role_need_not_agree_to_the_rules() {
    let world = WORLD.replace("server lounge {", "server lounge screening=#true {");
    let scene = Scene::open(&format!("{world}\nperson ida\nredirect \"{BACK}\"")).await;
    let regular = scene.sandbox.role(scene.lounge, "regular").unwrap();
    for (person, roles, pending) in [("eve", json!([]), true), ("ida", json!([regular]), false)] {
        let token = access(&tokens(&scene, person, "guilds.join").await);
        let body = json!({"access_token": token, "roles": roles});
        let (_, made) = scene.bot("PUT", &scene.member(person), body).await;
        assert_eq!(made["pending"], pending, "{person}");
    }
}

#[tokio::test]
async fn revoking_any_token_ends_all_of_its_person() {
    let scene = scene().await;
    let first = tokens(&scene, "ann", "identify").await;
    let second = tokens(&scene, "ann", "identify guilds.join").await;
    let bobs = tokens(&scene, "bob", "identify").await;
    let unknown = form(&scene, "token/revoke", &[("token", "made-up")]).await;
    assert_eq!(unknown, (200, json!({})));
    assert_eq!(with(&scene, &access(&first), "users/@me").await.0, 200);
    let refresh = first["refresh_token"].as_str().unwrap();
    let ended = form(&scene, "token/revoke", &[("token", refresh)]).await;
    assert_eq!(ended, (200, json!({})));
    for tokens in [&first, &second] {
        assert_eq!(with(&scene, &access(tokens), "users/@me").await.0, 401);
    }
    assert_eq!(with(&scene, &access(&bobs), "users/@me").await.0, 200);
    // A person's own way to the same.
    let bob = scene.who("bob");
    scene.sandbox.deauthorize(bob).unwrap();
    assert_eq!(with(&scene, &access(&bobs), "users/@me").await.0, 401);
    assert_eq!(scene.sandbox.deauthorize(bob).unwrap_err().status, 404);
}
