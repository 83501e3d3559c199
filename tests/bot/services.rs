//! Services outside Discord: crashes while one is asked, and services that do what they should not.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use candor::{
    plan::Plan,
    runtime::Services,
    sandbox::{BotSeed, Pretended},
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::{
    policy,
    stage::{Stage, content},
};

fn plan() -> Plan {
    policy::of(include_str!("services.kdl"))
}

async fn stage() -> Stage {
    let stage = Stage::set_in(plan(), BotSeed::default()).await;
    let fine = json!({ "fine": true });
    for service in ["once", "again"] {
        let answers = fine.as_object().unwrap().clone();
        stage.sandbox.pretend(service, Pretended::Answers(answers));
    }
    stage
}

async fn journals(stage: &Stage) -> u64 {
    stage.rows("all-one").await + stage.rows("all-two").await
}

/// A crash between the answer and what follows it.
async fn crashed(stage: &mut Stage, command: &str) {
    stage.vault.fail_after(1);
    stage.command("ann", command, &[]).await;
    stage.stop_bot().await;
    stage.vault.fail_after(i64::MAX);
    assert_eq!((stage.rows("verdict").await, journals(stage).await), (0, 1));
    stage.start_bot().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_is_not_asked_again_after_a_crash_and_that_is_told() {
    let mut stage = stage().await;
    stage.log_to(stage.channel).await;
    crashed(&mut stage, "/once").await;
    assert_eq!(stage.sandbox.asked("once").len(), 1);
    assert_eq!(
        (stage.rows("verdict").await, journals(&stage).await),
        (0, 0)
    );
    let told = stage.posted("ann", stage.channel).join("\n");
    assert!(told.contains("the bot was interrupted"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_may_be_asked_twice_is_asked_again_and_its_block_follows() {
    let mut stage = stage().await;
    crashed(&mut stage, "/again").await;
    let asked = stage.sandbox.asked("again");
    let ann = json!({ "account": stage.person("ann").to_string() });
    assert_eq!(asked, [ann.clone(), ann]);
    assert_eq!(
        (stage.rows("verdict").await, journals(&stage).await),
        (1, 0)
    );
}

/// A service that answers every connection with these bytes, and counts them.
async fn answering(response: String) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let response = response.replace("HERE", &format!("http://{address}/elsewhere"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let response = response.clone();
            tokio::spawn(async move {
                let mut question = [0; 4_096];
                let _ = stream.read(&mut question).await;
                let _ = stream.write_all(response.as_bytes()).await;
            });
        }
    });
    (format!("http://{address}/"), count)
}

fn http(status: &str, head: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\n{head}Content-Length: {length}\r\n\r\n{body}"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_redirect_is_followed_and_nothing_too_large_is_read() {
    let large = format!("{{\"fine\": true, \"more\": \"{}\"}}", "x".repeat(70_000));
    let good = "{\"fine\": true, \"more\": [{}]}";
    for (response, says) in [
        (http("200 OK", "", good), "Judged."),
        (
            http("307 Temporary Redirect", "Location: HERE\r\n", good),
            "No answer.",
        ),
        (http("200 OK", "", &large), "No answer."),
        (http("200 OK", "", "<html>"), "No answer."),
        (http("200 OK", "", "{\"fine\": \"yes\"}"), "No answer."),
        (http("503 Service Unavailable", "", good), "No answer."),
    ] {
        let (url, count) = answering(response.clone()).await;
        let mut stage = Stage::set_in(plan(), BotSeed::default()).await;
        stage.stop_bot().await;
        let variable = |name: &str, _: &str| {
            let is_url = name.ends_with("_URL");
            Ok(if is_url {
                url.clone()
            } else {
                "hush".to_owned()
            })
        };
        let services = Services::of(&plan(), variable).unwrap();
        stage.start_with(services).await;
        let answer = stage.command("ann", "/once", &[]).await;
        assert_eq!(
            content(&answer),
            says,
            "{}",
            response.lines().next().unwrap()
        );
        assert_eq!(count.load(Ordering::SeqCst), 1);
        stage.stop_bot().await;
    }
}
