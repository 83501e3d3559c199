//! The executor against a server that answers what each test says, request by request.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Instant,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap as Headers, Method as Verb, Response as Answered, StatusCode as Status, Uri},
};
use tokio::net::TcpListener;

use super::*;
use crate::{
    discord::{Payload, Token},
    lexicon::{
        Args, Given,
        deed::{DELETE_MESSAGE, TIMEOUT},
    },
    port::{CommandDraft, DraftKind},
    vocab::{self, ChannelId, GuildId, MessageId, Timestamp, UserId},
};

type Answer = (u16, &'static [(&'static str, &'static str)], &'static str);

#[derive(Default)]
struct Script {
    answers: VecDeque<Answer>,
    seen: Vec<(String, Headers, String)>,
}

async fn answer(
    State(script): State<Arc<Mutex<Script>>>,
    verb: Verb,
    uri: Uri,
    headers: Headers,
    body: Bytes,
) -> Answered<Body> {
    let mut script = script.lock().unwrap();
    let text = String::from_utf8_lossy(&body).into_owned();
    script.seen.push((format!("{verb} {uri}"), headers, text));
    let (status, headers, body) = script
        .answers
        .pop_front()
        .unwrap_or((500, &[], "unexpected"));
    let mut answer = Answered::builder().status(Status::from_u16(status).unwrap());
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    answer.body(Body::from(body)).unwrap()
}

async fn discord(answers: &[Answer]) -> (Rest, Arc<Mutex<Script>>) {
    let script = Arc::new(Mutex::new(Script {
        answers: answers.iter().copied().collect(),
        seen: Vec::new(),
    }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/api/v10", listener.local_addr().unwrap());
    let app = Router::new()
        .fallback(answer)
        .with_state(Arc::clone(&script));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let rest = Rest::new(Endpoint::new(&base, Token::new("Bot abc")).unwrap()).unwrap();
    (rest, script)
}

const MESSAGE: Answer = (200, &[], r#"{"id":"5"}"#);
const CHANNEL: ChannelId = ChannelId(1);

#[tokio::test]
async fn a_message_arrives_as_discord_takes_it() {
    let (rest, script) = discord(&[MESSAGE]).await;
    let id = rest.post(CHANNEL, Payload::text("hello")).await.unwrap();
    assert_eq!(id, MessageId(5));
    let script = script.lock().unwrap();
    let (line, headers, body) = &script.seen[0];
    assert_eq!(line, "POST /api/v10/channels/1/messages");
    assert_eq!(headers["authorization"], "Bot abc");
    assert!(
        headers["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("DiscordBot (")
    );
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["allowed_mentions"]["parse"], Value::Array(vec![]));
}

#[tokio::test]
async fn a_429_waits_as_long_as_it_says() {
    let limited = (
        429,
        &[("x-ratelimit-scope", "user")][..],
        r#"{"retry_after":0.15,"global":false}"#,
    );
    let (rest, _) = discord(&[limited, MESSAGE]).await;
    let begin = Instant::now();
    rest.post(CHANNEL, Payload::text("a")).await.unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_global_429_stops_other_routes_too() {
    let limited = (429, &[][..], r#"{"retry_after":0.2,"global":true}"#);
    let (rest, script) = discord(&[limited, MESSAGE, MESSAGE]).await;
    let begin = Instant::now();
    let first = {
        let rest = rest.clone();
        tokio::spawn(async move { rest.post(CHANNEL, Payload::text("a")).await })
    };
    while script.lock().unwrap().seen.is_empty() {
        tokio::task::yield_now().await;
    }
    // The refusal has been sent; whoever asks after it was read must wait as well.
    while rest.limits.is_open() {
        tokio::task::yield_now().await;
    }
    delete(&rest, ChannelId(2), None).await.unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(200));
    first.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_page_of_html_is_a_429_of_the_whole_address() {
    let html = (
        429,
        &[("retry-after", "0.1"), ("content-type", "text/html")][..],
        "<html>banned</html>",
    );
    let (rest, _) = discord(&[html, MESSAGE]).await;
    let begin = Instant::now();
    rest.post(CHANNEL, Payload::text("a")).await.unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn waiting_is_bounded() {
    let long = (429, &[][..], r#"{"retry_after":900,"global":false}"#);
    let (rest, script) = discord(&[long]).await;
    let error = rest.post(CHANNEL, Payload::text("a")).await.unwrap_err();
    assert_eq!(
        error,
        DiscordError::RateLimited {
            seconds: 900,
            tries: 1
        }
    );
    assert_eq!(script.lock().unwrap().seen.len(), 1);
}

async fn delete(rest: &Rest, channel: ChannelId, reason: Option<&str>) -> Result<(), DiscordError> {
    let mut args = Args::new(GuildId(1));
    args.set("message", Given::Message(channel, MessageId(9)));
    if let Some(reason) = reason {
        args.set("reason", Given::Text(reason.to_owned()));
    }
    rest.carry_out(&DELETE_MESSAGE, &args, Timestamp(0), None)
        .await
        .map(drop)
}

#[tokio::test]
async fn only_what_does_no_harm_is_sent_twice() {
    let broken: Answer = (502, &[], "");
    let (rest, script) = discord(&[broken, broken, (204, &[], "")]).await;
    delete(&rest, CHANNEL, Some("déjà vu")).await.unwrap();
    assert_eq!(script.lock().unwrap().seen.len(), 3);
    assert_eq!(
        script.lock().unwrap().seen[0].1["x-audit-log-reason"],
        "d%C3%A9j%C3%A0 vu"
    );

    let (rest, script) = discord(&[broken, MESSAGE]).await;
    let error = rest.post(CHANNEL, Payload::text("a")).await.unwrap_err();
    assert_eq!(
        error,
        DiscordError::Down {
            status: 502,
            tries: 1
        }
    );
    assert_eq!(script.lock().unwrap().seen.len(), 1);
}

#[tokio::test]
async fn refusals_come_with_a_code_and_help() {
    let refused = r#"{"code":50013,"message":"Missing Permissions"}"#;
    // What time it is there is asked first: nothing was heard of Discord yet.
    let (rest, _) = discord(&[(200, &[], "{}"), (403, &[], refused)]).await;
    let mut args = Args::new(GuildId(1));
    args.set("member", Given::User(UserId(2)));
    args.set("for", Given::Duration(vocab::Duration::seconds(60)));
    let now = Timestamp(1_700_000_000_000);
    let error = rest
        .carry_out(&TIMEOUT, &args, now, None)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(50013));
    assert!(
        error.to_string().contains("raise the bot's role"),
        "{error}"
    );
}

#[tokio::test]
async fn a_rejected_token_says_what_to_do() {
    let (rest, _) = discord(&[(401, &[], r#"{"code":0,"message":"401: Unauthorized"}"#)]).await;
    assert_eq!(rest.identity().await.unwrap_err(), DiscordError::Token);
}

#[tokio::test]
async fn only_discord_can_say_that_the_bot_left() {
    let gone = (404, &[][..], r#"{"code":10004,"message":"Unknown Guild"}"#);
    // Of something between us and Discord, which knows nothing of servers.
    let elsewhere: Answer = (403, &[], "<html>access denied</html>");
    let no_route: Answer = (404, &[], r#"{"code":0,"message":"404: Not Found"}"#);
    let broken: Answer = (503, &[], "");
    let (rest, _) = discord(&[
        (200, &[], "{}"),
        gone,
        elsewhere,
        no_route,
        broken,
        broken,
        broken,
        broken,
        broken,
    ])
    .await;
    assert_eq!(rest.is_in_guild(GuildId(1)).await, Ok(true));
    assert_eq!(rest.is_in_guild(GuildId(1)).await, Ok(false));
    assert!(rest.is_in_guild(GuildId(1)).await.is_err());
    assert!(rest.is_in_guild(GuildId(1)).await.is_err());
    assert!(rest.is_in_guild(GuildId(1)).await.is_err());
}

#[tokio::test]
async fn a_sandbox_gateway_elsewhere_is_refused() {
    let (rest, _) =
        discord(&[(200, &[], r#"{"url":"wss://gateway.discord.gg","shards":1}"#)]).await;
    assert!(matches!(
        rest.gateway().await,
        Err(DiscordError::Address { .. })
    ));
}

#[tokio::test]
async fn files_go_along_as_parts() {
    let (rest, script) = discord(&[MESSAGE]).await;
    rest.post(CHANNEL, Payload::text(&"x".repeat(3_000)))
        .await
        .unwrap();
    let script = script.lock().unwrap();
    let (_, headers, body) = &script.seen[0];
    assert!(
        headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("multipart/form-data")
    );
    assert!(body.contains("payload_json") && body.contains(r#"filename="message.txt""#));
    assert!(body.contains(&"x".repeat(3_000)));
}

#[tokio::test]
async fn discord_tells_the_time_when_it_answers_itself() {
    let wrong = &[("date", "Sun, 06 Nov 2044 08:49:37 GMT")];
    let right = &[("date", "Sun, 06 Nov 1994 08:49:37 GMT")];
    let (rest, script) = discord(&[(503, wrong, "an error"), (200, right, r#"{"url":""}"#)]).await;
    assert_eq!(rest.date().await, Ok(Timestamp(784_111_777_000)));
    assert_eq!(script.lock().unwrap().seen[0].0, "GET /api/v10/gateway");

    let (rest, _) = discord(&[(200, &[("date", "yesterday")], "{}")]).await;
    let unreadable = rest.date().await.unwrap_err();
    assert!(
        matches!(unreadable, DiscordError::Malformed { .. }),
        "{unreadable}"
    );
}

/// `communication_disabled_until` of a timeout by a bot whose clock shows `now`, where Discord's shows `date`.
async fn ends_at(now: Timestamp, date: &'static str, length: vocab::Duration) -> String {
    let headers: &'static [(&'static str, &'static str)] = Box::leak(Box::new([("date", date)]));
    let answers = [(200, headers, "{}"), (200, headers, "{}")];
    let (rest, script) = discord(&answers).await;
    let mut args = Args::new(GuildId(1));
    args.set("member", Given::User(UserId(2)));
    args.set("for", Given::Duration(length));
    rest.carry_out(&TIMEOUT, &args, now, None).await.unwrap();
    let seen = &script.lock().unwrap().seen;
    let body: serde_json::Value = serde_json::from_str(&seen.last().unwrap().2).unwrap();
    body["communication_disabled_until"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_timeout_ends_by_discords_clock() {
    let noon = Timestamp(1_767_268_800_000);
    let date = "Thu, 01 Jan 2026 12:00:00 GMT";
    let after = |length: vocab::Duration| noon.plus(length).rfc3339();
    let (hour, longest) = (vocab::Duration::seconds(3_600), vocab::Duration::days(28));
    let minute_less = vocab::Duration {
        ms: longest.ms - 60_000,
    };
    for seconds in [-600, 0, 600] {
        let now = noon.plus(vocab::Duration::seconds(seconds));
        assert_eq!(ends_at(now, date, hour).await, after(hour));
        assert_eq!(ends_at(now, date, longest).await, after(minute_less));
    }
}

#[tokio::test]
async fn one_command_that_discord_refuses_keeps_no_other_away() {
    const WRONG: Answer = (400, &[], r#"{"code":50035,"message":"Invalid Form Body"}"#);
    const MADE: Answer = (201, &[], "{}");
    let (rest, script) = discord(&[(200, &[], "[]"), WRONG, MADE, MADE, WRONG, MADE]).await;
    let drafts = ["one", "two", "three", "four"].map(|name| CommandDraft {
        kind: DraftKind::Slash,
        name: name.to_owned(),
        about: "about".to_owned(),
        permissions: None,
        in_servers: true,
        in_dm: false,
        options: Vec::new(),
        local: std::collections::BTreeMap::new(),
    });
    let registered = rest.register(1, Some(GuildId(2)), &drafts).await.unwrap();
    assert_eq!(registered.refused, ["/three"]);
    assert_eq!(registered.written, 3);
    assert_eq!(script.lock().unwrap().seen.len(), 6);
}
