//! Rate limits: what every answer tells of them, and what a refusal looks like.

use serde_json::{Value, json};

use crate::scene::{Scene, WORLD};

#[tokio::test]
async fn limits_and_errors_come_when_they_are_asked_for() {
    let scene = Scene::open(WORLD).await;
    let url = format!("{}/sandbox/faults", scene.sandbox.origin());
    let fault = |body: Value| scene.client.post(&url).json(&body).send();
    fault(json!({"rate_limit": {"next": 1, "retry_after_ms": 1500, "global": true}}))
        .await
        .unwrap();
    let (status, answer) = scene.bot("GET", "users/@me", Value::Null).await;
    assert_eq!(
        (status, &answer["retry_after"], &answer["global"]),
        (429, &json!(1.5), &json!(true))
    );
    assert_eq!(
        scene.bot("GET", "users/@me", Value::Null).await.0,
        200,
        "only the next one"
    );
    fault(json!({"rate_limit": {"next": 1, "html": true}}))
        .await
        .unwrap();
    assert_eq!(
        scene.bot("GET", "users/@me", Value::Null).await,
        (429, Value::Null),
        "a page, not JSON"
    );
    fault(json!({"server_error": {"next": 1, "status": 503}}))
        .await
        .unwrap();
    assert_eq!(scene.bot("GET", "users/@me", Value::Null).await.0, 503);
    let server = json!({"outage": {"server": scene.lounge, "on": true}});
    fault(server).await.unwrap();
    let (status, answer) = scene
        .bot("GET", &format!("channels/{}", scene.general), Value::Null)
        .await;
    assert_eq!((status, &answer["code"]), (403, &json!(50001)));
}

#[tokio::test]
async fn every_answer_tells_its_bucket_and_each_channel_is_counted_by_itself() {
    let scene = Scene::open(WORLD).await;
    let token = format!("Bot {}", scene.sandbox.bot_token());
    let headers = async |path: String| {
        let url = format!("{}/api/v10/{path}", scene.sandbox.origin());
        let answer = scene.client.get(url).header("authorization", &token);
        answer.send().await.unwrap().headers().clone()
    };
    let log = scene.sandbox.channel(scene.lounge, "log").unwrap();
    let general = scene.general;
    let first = headers(format!("channels/{general}/messages")).await;
    let second = headers(format!("channels/{general}/messages?limit=1")).await;
    let other = headers(format!("channels/{log}/messages")).await;
    let elsewhere = headers(format!("channels/{log}")).await;
    assert_eq!(first["x-ratelimit-bucket"], second["x-ratelimit-bucket"]);
    assert_eq!(first["x-ratelimit-bucket"], other["x-ratelimit-bucket"]);
    assert_ne!(first["x-ratelimit-bucket"], elsewhere["x-ratelimit-bucket"]);
    let number =
        |value: &reqwest::header::HeaderValue| -> f64 { value.to_str().unwrap().parse().unwrap() };
    let left = |headers: &reqwest::header::HeaderMap| number(&headers["x-ratelimit-remaining"]);
    assert!(left(&second) < left(&first));
    assert!(left(&other) >= left(&first));
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this century")]
    let now = scene.sandbox.clock().now().0 as f64 / 1000.0;
    let reset = number(&first["x-ratelimit-reset"]) - now;
    assert!((0.0..=1.001).contains(&reset), "{reset}");
    assert!(first.contains_key("via"), "Discord's own servers answered");
}

#[tokio::test]
async fn who_sends_more_than_the_bucket_holds_is_refused_and_told_how_long_to_wait() {
    let scene = Scene::open(WORLD).await;
    let url = format!("{}/api/v10/users/@me", scene.sandbox.origin());
    let token = format!("Bot {}", scene.sandbox.bot_token());
    let answers = (0..60).map(|_| {
        scene
            .client
            .get(&url)
            .header("authorization", &token)
            .send()
    });
    let answers = futures_util::future::join_all(answers).await;
    let refused = answers
        .into_iter()
        .map(Result::unwrap)
        .find(|answer| answer.status() == 429)
        .unwrap();
    let headers = refused.headers();
    assert_eq!(headers["x-ratelimit-remaining"], "0");
    assert_eq!(headers["x-ratelimit-scope"], "user");
    assert!(headers.contains_key("via") && headers.contains_key("x-ratelimit-bucket"));
    let body: serde_json::Value = refused.json().await.unwrap();
    assert!(body["retry_after"].as_f64().unwrap() <= 1.0);
    assert_eq!(body["global"], json!(false));
}

#[tokio::test]
async fn a_refusal_says_whose_limit_it_was() {
    let scene = Scene::open(WORLD).await;
    let url = format!("{}/api/v10/users/@me", scene.sandbox.origin());
    let token = format!("Bot {}", scene.sandbox.bot_token());
    let refused = async |asked: serde_json::Value| {
        let faults = format!("{}/sandbox/faults", scene.sandbox.origin());
        let fault = json!({ "rate_limit": asked });
        scene.client.post(faults).json(&fault).send().await.unwrap();
        let answer = scene.client.get(&url).header("authorization", &token);
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), 429);
        answer.headers().clone()
    };
    let user = refused(json!({"next": 1})).await;
    assert_eq!(
        (&user["x-ratelimit-scope"], &user["x-ratelimit-remaining"]),
        (&"user".parse().unwrap(), &"0".parse().unwrap())
    );
    let global = refused(json!({"next": 1, "global": true})).await;
    assert_eq!(global["x-ratelimit-global"], "true");
    assert!(!global.contains_key("x-ratelimit-bucket"));
    let shared = refused(json!({"next": 1, "shared": true})).await;
    assert_eq!(shared["x-ratelimit-scope"], "shared");
    assert_ne!(shared["x-ratelimit-remaining"], "0");
    let banned = refused(json!({"next": 1, "html": true})).await;
    assert!(!banned.contains_key("via"), "it never reached Discord");
    assert!(!banned.contains_key("x-ratelimit-scope"));
    for discords in [user, global, shared] {
        assert!(discords.contains_key("via"));
    }
}
