//! A policy that changes while it is played: what is wrong with it is shown, and it is taken over when somebody says so.

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    Playing,
    driver::{Browser, ENTER},
};

const POLICY: &str = "candor version=1 bot=\"Notes\" updated=\"2026-01-01\"
controller \"Case team\" established=DE { contact email=\"privacy@example.org\"; }
purpose notes dpv=ServiceProvision \"keep notes\"
feature notes default=on about=\"Notes\" {
    basis legitimate-interest purpose=notes interest=\"remembering things\"
    store note scope=guild about=\"A note\" {
        key user user-id subject=#true
        field words text max=100 category=user-content about=\"what it says\"
        retain \"until guild.removed\"
        on-erase delete
        export
    }
    command \"/note <words: text(1..100)>\" about=\"Keep a note\" {
        param words about=\"What to keep\"
        update note key=\"invoker.id\" { words \"words\" }
        reply ephemeral=#true \"Kept.\"
    }
}
";
const KICK: &str = "feature order default=on about=\"Order\" {
    command \"/kick <member: user>\" about=\"Remove a member\" permission=kick-members {
        param member about=\"Whom\"
        require permission=kick-members target=member
        kick member=\"member\"
        reply ephemeral=#true \"Gone.\"
    }
}
";

fn watched(policy: &Path, data: &Path) -> Playing {
    Playing::with(|play| play.arg("--watch"), policy.to_str().unwrap(), data)
}

/// What the page is told of the policy, once that is so.
async fn news(playing: &Playing, is_so: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..600 {
        let news = playing.state("owner").await["news"].clone();
        if is_so(&news) {
            return news;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{}", playing.state("owner").await["news"]);
}

async fn renew(playing: &Playing) -> (u16, String) {
    let request = playing
        .client
        .post(format!("{}/api/renew", playing.address));
    let request = request.header("content-type", "application/json");
    let answer = request.body("{}").send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_taken_over_with_the_world_and_the_data() {
    let dir = TempDir::new().unwrap();
    let policy = dir.path().join("notes.kdl");
    fs::write(&policy, POLICY).unwrap();
    let playing = watched(&policy, &dir.path().join("data"));
    let note = json!({ "kind": "command", "path": ["note"], "options": { "words": "milk" } });
    assert_eq!(playing.act("ann", note.clone()).await, 200);
    assert_eq!(
        playing
            .act("ann", json!({ "kind": "say", "text": "hello" }))
            .await,
        200
    );
    let before = playing.state("ann").await;
    assert_eq!(before["news"], Value::Null);

    // A fault is shown as `candor check` shows it, and changes nothing.
    fs::write(&policy, POLICY.replace("retain", "retian")).unwrap();
    let told = news(&playing, |news| news["compiles"] == false).await;
    let findings = told["findings"].as_str().unwrap();
    assert!(
        findings.contains("help: did you mean `retain`?"),
        "{findings}"
    );
    assert!(findings.contains("notes.kdl:9:"), "{findings}");
    assert_eq!(renew(&playing).await.0, 422);
    assert_eq!(playing.act("ann", note.clone()).await, 200);

    // Nor does what a bot with these data would not start with.
    fs::write(&policy, POLICY.replace("note", "memo")).unwrap();
    let told = news(&playing, |news| news["fits"] == false).await;
    assert!(
        told["means"].as_str().unwrap().contains("drop feature"),
        "{told}"
    );
    let (status, why) = renew(&playing).await;
    assert_eq!(status, 422);
    assert!(why.contains("drop feature"), "{why}");
    assert_eq!(playing.rows("note").await, 1);

    // Written as it is played, it is no news.
    fs::write(&policy, POLICY).unwrap();
    news(&playing, Value::is_null).await;

    // The new one may what it derives; world, messages and rows are what they were.
    fs::write(&policy, format!("{POLICY}{KICK}")).unwrap();
    let told = news(&playing, |news| news["compiles"] == true).await;
    assert_eq!(told["findings"], "");
    assert!(
        told["means"].as_str().unwrap().contains("kick-members"),
        "{told}"
    );
    let (status, why) = renew(&playing).await;
    assert_eq!(status, 200, "{why}");
    let after = playing.state("ann").await;
    assert_eq!(after["news"], Value::Null);
    assert_eq!(after["me"], before["me"]);
    assert!(after["messages"].to_string().contains("hello"));
    assert_eq!(playing.rows("note").await, 1);
    assert!(playing.get("/notice").await.contains("kick-members"));
    let ben = playing.state("ben").await["me"].clone();
    let kick = json!({ "kind": "command", "path": ["kick"], "options": { "member": ben } });
    assert_eq!(playing.act("owner", kick).await, 200);
    let state = playing.state("owner").await;
    let members = &state["servers"][0]["members"];
    assert!(!members.to_string().contains("\"ben\""), "{members}");
    // Commands of the operator reach the bot that is played now.
    let listed = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["data", "list", policy.to_str().unwrap()])
        .env("CANDOR_DATA", dir.path().join("data/data"))
        .env("CANDOR_KEY_FILE", dir.path().join("data/key"))
        .env_remove("CANDOR_KEY")
        .output()
        .unwrap();
    let listed = String::from_utf8([listed.stdout, listed.stderr].concat()).unwrap();
    assert!(listed.contains("1  note"), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_what_is_wrong_and_takes_over_on_a_click() {
    let dir = TempDir::new().unwrap();
    let Some(browser) = Browser::start().await else {
        return;
    };
    let policy = dir.path().join("notes.kdl");
    fs::write(&policy, POLICY).unwrap();
    let playing = watched(&policy, &dir.path().join("data"));
    browser.open(&playing.address).await;
    browser.until("document.querySelector('#who').value").await;
    assert_eq!(
        browser
            .run("return document.querySelector('#news').hidden")
            .await,
        true
    );
    fs::write(&policy, POLICY.replace("retain", "retian")).unwrap();
    browser
        .until("document.querySelector('#news pre').innerText.includes('did you mean `retain`?')")
        .await;
    assert_eq!(
        browser
            .run("return document.querySelector('#news button')")
            .await,
        Value::Null
    );
    fs::write(&policy, format!("{POLICY}{KICK}")).unwrap();
    browser
        .until("document.querySelector('#news button')")
        .await;
    browser.click("#news button").await;
    browser
        .until("document.querySelector('#news').hidden")
        .await;
    browser.until("document.activeElement.id === 'say'").await;
    browser.keys("#say", &format!("/kick ben{ENTER}")).await;
    browser
        .until("document.querySelector('#messages').innerText.includes('Gone.')")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_watch_nothing_is_said() {
    let dir = TempDir::new().unwrap();
    let policy = dir.path().join("notes.kdl");
    fs::write(&policy, POLICY).unwrap();
    let playing = Playing::of(policy.to_str().unwrap(), &dir.path().join("data"));
    fs::write(&policy, "").unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(playing.state("ann").await["news"], Value::Null);
}

/// A browser of the test's own, which writes down what it is asked to open.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_browser_is_opened_at_the_page() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = TempDir::new().unwrap();
    let opened = dir.path().join("opened");
    let browser = dir.path().join("xdg-open");
    fs::write(
        &browser,
        format!("#!/bin/sh\necho \"$1\" > {}\n", opened.display()),
    )
    .unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!(
        "{}:{}",
        dir.path().display(),
        std::env::var("PATH").unwrap()
    );
    let playing = Playing::with(
        |play| play.arg("--open").env("PATH", path),
        "policies/keta.kdl",
        &dir.path().join("data"),
    );
    for _ in 0..200 {
        if opened.is_file() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let address = fs::read_to_string(&opened).unwrap();
    assert_eq!(address.trim().trim_end_matches('/'), playing.address);
}
