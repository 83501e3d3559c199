//! `candor play` as a process: its page is there, and what people do on it reaches the bot.

#![cfg(feature = "runtime")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod browser;
mod driver;
mod notice;
mod renewed;

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

struct Playing {
    child: Child,
    address: String,
    client: Client,
}

impl Playing {
    fn start(data: &Path) -> Self {
        Self::of("policies/keta.kdl", data)
    }

    fn of(policy: &str, data: &Path) -> Self {
        Self::on("0", policy, data)
    }

    fn on(port: &str, policy: &str, data: &Path) -> Self {
        Self::with(|play| play.args(["--port", port]), policy, data)
    }

    /// With more that is said to the command.
    fn with(more: impl FnOnce(&mut Command) -> &mut Command, policy: &str, data: &Path) -> Self {
        let mut play = Command::new(env!("CARGO_BIN_EXE_candor"));
        play.args(["play", policy, "--data"])
            .arg(data)
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        let mut child = more(&mut play)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        Self {
            child,
            address: line.trim().trim_end_matches('/').to_owned(),
            client,
        }
    }

    async fn get(&self, path: &str) -> String {
        let answer = self
            .client
            .get(format!("{}{path}", self.address))
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.text().await.unwrap()
    }

    async fn state(&self, who: &str) -> Value {
        let state: Value = serde_json::from_str(&self.get("/api/state").await).unwrap();
        let people = state["people"].as_array().unwrap();
        let person = people.iter().find(|one| one["name"] == who).unwrap();
        let id = person["id"].as_str().unwrap();
        serde_json::from_str(&self.get(&format!("/api/state?as={id}")).await).unwrap()
    }

    /// Does something as somebody in the first channel; the status of the answer.
    async fn act(&self, who: &str, deed: Value) -> u16 {
        let state = self.state(who).await;
        let mut body =
            json!({ "as": state["me"], "server": state["server"], "channel": state["channel"] });
        body.as_object_mut()
            .unwrap()
            .extend(deed.as_object().unwrap().clone());
        let request = self
            .client
            .post(format!("{}/api/do", self.address))
            .header("content-type", "application/json");
        request
            .body(body.to_string())
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    }

    async fn rows(&self, store: &str) -> usize {
        let state = self.state("owner").await;
        let stores = state["stores"].as_array().unwrap();
        let found = stores.iter().find(|one| one["name"] == store).unwrap();
        found["rows"].as_array().unwrap().len()
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_is_played_in_the_world_beside_it() {
    let dir = TempDir::new().unwrap();
    let playing = Playing::of("policies/kelpyyium.kdl", dir.path());
    let state = playing.state("ann").await;
    let servers = state["servers"].as_array().unwrap();
    let names: Vec<_> = servers.iter().map(|server| &server["name"]).collect();
    assert_eq!(names, ["The Lounge", "The Attic"]);
    assert!(servers.iter().all(|server| server["member"] == true));
    let tries = state["tries"].as_array().unwrap();
    let daily = tries.iter().find(|one| one["label"] == "/daily").unwrap();
    assert_eq!(
        (&daily["as"], &daily["path"]),
        (&state["me"], &json!(["daily"]))
    );
    let daily = json!({ "kind": "command", "path": ["daily"], "options": {} });
    assert_eq!(playing.act("ann", daily).await, 200);
    assert_eq!(playing.rows("purse").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_operates_the_bot_is_in_its_world() {
    let dir = TempDir::new().unwrap();
    let playing = Playing::of("policies/whale.kdl", dir.path());
    let zoe = playing.state("zoe").await["me"].clone();
    let list = json!({
        "kind": "command", "path": ["list", "add"],
        "options": { "user": zoe, "kind": "blacklisted", "reason": "raids" },
    });
    assert_eq!(
        playing.act("mod", list.clone()).await,
        422,
        "no operator is here"
    );
    assert_eq!(playing.act("kim", list).await, 200);
    assert_eq!(playing.rows("listed").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_plays_with_the_bot_in_the_browser() {
    let dir = TempDir::new().unwrap();
    let playing = Playing::start(dir.path());
    let page = playing.get("/").await;
    assert!(page.contains("/play/main.js") && page.contains("Stored now"));
    assert!(playing.get("/notice").await.contains("Keta"));

    // Switched off, nothing is kept; switched on by the owner, a message earns XP.
    assert_eq!(
        playing
            .act("ann", json!({ "kind": "say", "text": "hello" }))
            .await,
        200
    );
    assert_eq!(playing.rows("xp").await, 0);
    let on = json!({ "kind": "command", "path": ["config", "set", "levels"], "options": { "enabled": true } });
    assert_eq!(
        playing.act("ann", on.clone()).await,
        422,
        "Discord refuses who may not"
    );
    assert_eq!(playing.act("owner", on).await, 200);
    assert_eq!(
        playing
            .act(
                "ann",
                json!({ "kind": "say", "text": "<script>alert(1)</script>" })
            )
            .await,
        200
    );
    assert_eq!(playing.rows("xp").await, 1);

    // A card is a picture, too, and its words are there for who does not see it.
    let rank = json!({ "kind": "command", "path": ["rank"], "options": {} });
    assert_eq!(playing.act("ann", rank).await, 200);
    let state = playing.state("ann").await;
    let card = state["messages"].as_array().unwrap().last().unwrap();
    let about = card["attachments"][0]["description"].as_str().unwrap();
    assert!(about.starts_with("ann. level 0, "), "{card}");
    assert_eq!(card["attachments"][0]["filename"], "card.png");
    let image = card["embeds"][0]["image"]["url"].as_str().unwrap();
    assert!(image.ends_with("/card.png"), "{card}");

    // An ephemeral answer is for its person only.
    let ann = playing.state("ann").await["me"].clone();
    let warn = json!({ "kind": "command", "path": ["warn"], "options": { "member": ann, "reason": "spam" } });
    assert_eq!(playing.act("mod", warn).await, 200);
    let recorded = |state: &Value| state["messages"].to_string().contains("Recorded.");
    assert!(recorded(&playing.state("mod").await));
    assert!(!recorded(&playing.state("ben").await));
    assert_eq!(playing.rows("warning").await, 1);

    // What was promised to go with the bot is gone when the clock says so.
    assert_eq!(
        playing
            .act("owner", json!({ "kind": "bot", "present": false }))
            .await,
        200
    );
    let before = playing.state("owner").await["now_ms"].as_i64().unwrap();
    assert_eq!(
        playing
            .act("owner", json!({ "kind": "clock", "by": "61s" }))
            .await,
        200
    );
    assert_eq!(
        playing.state("owner").await["now_ms"].as_i64().unwrap() - before,
        61_000
    );
    assert_eq!(
        (playing.rows("xp").await, playing.rows("warning").await),
        (0, 0)
    );
    assert_eq!(
        playing.rows("settings").await,
        1,
        "settings outlive a removal by 30 days"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn data_stays_from_one_run_to_the_next() {
    let dir = TempDir::new().unwrap();
    let ann = {
        let playing = Playing::start(dir.path());
        let ann = playing.state("ann").await["me"].clone();
        let warn = json!({ "kind": "command", "path": ["warn"], "options": { "member": ann, "reason": "spam" } });
        assert_eq!(playing.act("owner", warn).await, 200);
        ann
    };
    let playing = Playing::start(dir.path());
    assert_eq!(playing.state("ann").await["me"], ann);
    assert_eq!(playing.rows("warning").await, 1);
}

/// An operator's command on the data of what is played; its code, and what it says.
#[cfg(unix)]
fn operator(dir: &Path, args: &[&str]) -> (Option<i32>, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CANDOR_DATA", dir.join("data"))
        .env("CANDOR_KEY_FILE", dir.join("key"))
        .env_remove("CANDOR_KEY")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.code(), String::from_utf8(said).unwrap())
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_operators_commands_reach_what_is_played() {
    const POLICY: &str = "policies/keta.kdl";
    let dir = TempDir::new().unwrap();
    let playing = Playing::start(dir.path());
    let ann = playing.state("ann").await["me"].clone();
    let warn = json!({ "kind": "command", "path": ["warn"], "options": { "member": ann, "reason": "spam" } });
    assert_eq!(playing.act("mod", warn.clone()).await, 200);
    let learn = json!({ "kind": "command", "path": ["custom", "add"], "options": { "name": "hello", "response": "Hello!" } });
    assert_eq!(playing.act("owner", learn).await, 200);

    let (code, said) = operator(dir.path(), &["data", "list", POLICY]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("         1  warning\n"), "{said}");
    // By the clock of the page, which is turned here, and without a question about the machine's.
    let turn = json!({ "kind": "clock", "by": "400d" });
    assert_eq!(playing.act("owner", turn).await, 200);
    let (code, said) = operator(dir.path(), &["data", "sweep", POLICY]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("deleted 0 rows"), "{said}");
    assert_eq!(playing.act("mod", warn).await, 200);
    let erase = ["data", "erase", POLICY, ann.as_str().unwrap(), "--yes"];
    let (code, said) = operator(dir.path(), &erase);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(playing.rows("warning").await, 0);
    assert_eq!(playing.rows("custom-command").await, 1);

    let [here, there] = ["data", "elsewhere"].map(|name| dir.path().join(name));
    let (here, there) = (here.to_str().unwrap(), there.to_str().unwrap());
    let (code, said) = operator(dir.path(), &["data", "copy", POLICY, here, there, "--yes"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("a bot runs on the data in "), "{said}");
    drop(playing);
    // With the policy as its sisters, and without it whatever is wrong with that.
    for args in [vec!["data", "requests"], vec!["data", "requests", POLICY]] {
        let (code, said) = operator(dir.path(), &args);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("erasure     by the operator"), "{said}");
    }
    let (code, said) = operator(dir.path(), &["data", "requests", "policies/whale.kdl"]);
    assert_ne!(code, Some(0), "{said}");
}

/// Every template of `candor new` is a bot that can be played.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_policy_is_played() {
    for template in ["welcome", "levels", "moderation", "tickets", "all"] {
        let dir = TempDir::new().unwrap();
        let folder = dir.path().join("bot");
        let made = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["new", folder.to_str().unwrap(), "--template", template])
            .args(["--name", "Fresh"])
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let policy = folder.join("bot.kdl");
        let playing = Playing::of(policy.to_str().unwrap(), &dir.path().join("data"));
        let help = json!({ "kind": "command", "path": ["help"], "options": {} });
        assert_eq!(playing.act("ann", help).await, 200, "{template}");
        let state = playing.state("ann").await;
        assert_eq!(state["bot"]["name"], "Fresh");
        let answer = state["messages"].as_array().unwrap().last().unwrap();
        assert!(!answer.to_string().contains("error"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_cannot_reach_the_page() {
    let dir = TempDir::new().unwrap();
    let playing = Playing::start(dir.path());
    let url = format!("{}/api/state", playing.address);
    let status = |request: reqwest::RequestBuilder| async {
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(status(playing.client.get(&url)).await, 200);
    assert_eq!(
        status(playing.client.get(&url).header("host", "evil.example")).await,
        403
    );
    assert_eq!(
        status(
            playing
                .client
                .get(&url)
                .header("origin", "https://evil.example")
        )
        .await,
        403
    );
    let policy = playing.client.get(&playing.address).send().await.unwrap();
    let policy = policy.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_without_a_page_has_one_that_says_so() {
    let dir = TempDir::new().unwrap();
    let playing = Playing::start(dir.path());
    for path in [
        "/nowhere",
        "/play/nowhere.js",
        "/file/1/nowhere.png",
        "/notice/x",
    ] {
        let url = format!("{}{path}", playing.address);
        let answer = playing.client.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("<h1>There is no page here</h1>"),
            "{path}: {page}"
        );
    }
}

#[test]
fn a_taken_port_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let dir = TempDir::new().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["play", "policies/keta.kdl", "--port", &port, "--data"])
        .arg(dir.path())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        errors.contains(&port) && errors.contains("--port"),
        "{errors}"
    );
}
