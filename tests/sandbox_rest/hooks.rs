//! Webhook events reach the application signed, again where they were not taken, and not at all who does not verify.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration as RealDuration,
};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap};
use candor::vocab::Duration;
use reqwest::StatusCode;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc};

use crate::scene::{Scene, WORLD};

const BACK: &str = "https://bot.example/callback";

/// An application's end: verifies unless it is careless, and answers what it is told to, else 204.
struct End {
    url: String,
    heard: mpsc::UnboundedReceiver<Value>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

#[derive(Clone)]
struct Ear {
    key: Vec<u8>,
    careless: bool,
    said: mpsc::UnboundedSender<Value>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

async fn hear(State(ear): State<Ear>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    let signature = text("x-signature-ed25519");
    let pairs = signature.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    let signature: Vec<u8> = pairs.map(byte).collect();
    let mut message = text("x-signature-timestamp").into_bytes();
    message.extend_from_slice(&body);
    let key = UnparsedPublicKey::new(&ED25519, &ear.key);
    if !ear.careless && key.verify(&message, &signature).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    ear.said
        .send(serde_json::from_slice(&body).unwrap())
        .unwrap();
    let answer = ear.answers.lock().unwrap().pop_front().unwrap_or(204);
    StatusCode::from_u16(answer).unwrap()
}

async fn end(scene: &Scene, careless: bool) -> End {
    let shown = scene.sandbox.ready()["public_key"]
        .as_str()
        .unwrap()
        .to_owned();
    let byte = |at: usize| u8::from_str_radix(&shown[at..at + 2], 16).unwrap();
    let (said, heard) = mpsc::unbounded_channel();
    let answers: Arc<Mutex<VecDeque<u16>>> = Arc::default();
    let ear = Ear {
        key: (0..shown.len()).step_by(2).map(byte).collect(),
        careless,
        said,
        answers: Arc::clone(&answers),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/events", listener.local_addr().unwrap());
    let app = Router::new().fallback(hear).with_state(ear);
    tokio::spawn(async move { axum::serve(listener, app).await });
    End {
        url,
        heard,
        answers,
    }
}

async fn point(scene: &Scene, url: &str) -> (u16, Value) {
    let portal = format!("{}/sandbox/application", scene.sandbox.origin());
    let body = json!({"event_webhooks_url": url, "redirect_uris": [BACK]});
    let answer = scene.client.post(portal).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

impl End {
    async fn hear(&mut self) -> Value {
        let heard = tokio::time::timeout(RealDuration::from_secs(10), self.heard.recv());
        heard.await.unwrap().unwrap()
    }
}

fn allow(scene: &Scene, more: &str) {
    let id = scene.sandbox.bot();
    let page =
        format!("?client_id={id}&response_type=code&redirect_uri={BACK}&scope=identify{more}");
    scene.sandbox.authorize(scene.who("ann"), &page).unwrap();
}

#[tokio::test]
async fn events_are_signed_and_tell_who_allowed_what_and_who_took_it_back() {
    let scene = Scene::open(WORLD).await;
    let mut end = end(&scene, false).await;
    let (status, application) = point(&scene, &end.url).await;
    assert_eq!(
        (status, &application["event_webhooks_url"]),
        (200, &json!(end.url))
    );
    assert_eq!(end.hear().await["type"], 0, "a PING that was well signed");
    allow(&scene, "");
    let event = end.hear().await;
    assert_eq!((&event["version"], &event["type"]), (&json!(1), &json!(1)));
    assert_eq!(event["application_id"], scene.sandbox.bot().to_string());
    assert_eq!(event["event"]["type"], "APPLICATION_AUTHORIZED");
    assert_eq!(event["event"]["data"]["scopes"], json!(["identify"]));
    let ann = scene.who("ann");
    assert_eq!(event["event"]["data"]["user"]["id"], ann.to_string());
    let at = event["event"]["timestamp"].as_str().unwrap();
    assert!(!at.ends_with('Z') && at.contains('T'), "{at}");
    // Nobody was asked, so nothing was allowed anew.
    allow(&scene, "&prompt=none");
    scene.sandbox.deauthorize(ann).unwrap();
    let event = end.hear().await;
    assert_eq!(event["event"]["type"], "APPLICATION_DEAUTHORIZED");
    assert_eq!(
        event["event"]["data"].as_object().unwrap().len(),
        1,
        "only the user"
    );
}

#[tokio::test]
async fn an_address_that_takes_false_signatures_is_refused() {
    let scene = Scene::open(WORLD).await;
    let careless = end(&scene, true).await;
    let (status, answer) = point(&scene, &careless.url).await;
    assert_eq!((status, &answer["code"]), (400, &json!(50035)));
    let what = answer["errors"]["event_webhooks_url"]["_errors"][0]["message"].as_str();
    assert!(what.unwrap().contains("false signature"), "{answer}");
    let deaf = end(&scene, false).await;
    deaf.answers.lock().unwrap().push_back(200);
    assert_eq!(
        point(&scene, &deaf.url).await.0,
        400,
        "a PING is answered with 204"
    );
    assert_eq!(point(&scene, "http://bot.example/events").await.0, 400);
    let shown = scene.bot("GET", "applications/@me", Value::Null).await.1;
    assert_eq!(shown["event_webhooks_url"], Value::Null);
}

#[tokio::test]
async fn what_is_not_taken_comes_again_for_ten_minutes() {
    let scene = Scene::open(WORLD).await;
    let mut end = end(&scene, false).await;
    assert_eq!(point(&scene, &end.url).await.0, 200);
    end.hear().await;
    end.answers.lock().unwrap().extend([500; 7]);
    allow(&scene, "");
    let first = end.hear().await;
    for wait in [5, 15, 40, 60, 180, 300] {
        scene.sandbox.advance(Duration::seconds(wait));
        assert_eq!(end.hear().await, first, "after {wait} s");
    }
    // Given up; what happens next is told as ever.
    scene.sandbox.advance(Duration::days(1));
    scene.sandbox.deauthorize(scene.who("ann")).unwrap();
    let next = end.hear().await;
    assert_eq!(next["event"]["type"], "APPLICATION_DEAUTHORIZED");
}
