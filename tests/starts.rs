//! What `candor run` does before it is ready: it says where Discord calls the bot otherwise than its policy, and leaves out
//! of a copy what has to be gone before that is.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(all(unix, feature = "runtime"))]

#[expect(dead_code, reason = "others begin with what a bot left")]
mod begun;

use std::{
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration as RealDuration, Instant},
};

use begun::KEY;
use candor::{
    sandbox::{MemberSeed, Sandbox, SandboxConfig, ServerSeed, WorldFile},
    vocab::Duration,
};
use serde_json::Value;
use tokio::runtime::Runtime;

const POLICY: &str = r#"candor version=1 bot="Example" updated="2026-01-01"
controller "Example team" established=DE { contact email="privacy@example.org" }
backup at=start keep=2 max-age="7d" short=left-out
purpose notes dpv=ServiceProvision "remember who wrote"
feature notes default=on {
    basis legitimate-interest purpose=notes interest="remembering"
    store note scope=guild {
        key user user-id subject=#true
        field at instant
        retain "age > 30d"
        on-erase delete
        export
    }
    store glimpse scope=guild {
        key user user-id subject=#true
        field at instant
        retain "age > 1h"
        on-erase delete
        export
    }
    on message reads="author.id" {
        update note key="author.id" { at "now" }
        update glimpse key="author.id" { at "now" }
    }
    command "/mine" about="Yours" { reply ephemeral=#true "{note.at is none}{glimpse.at is none}" }
}
"#;

struct Home {
    runtime: Runtime,
    sandbox: Sandbox,
    dir: tempfile::TempDir,
}

/// It ends with the test.
struct Running {
    child: Child,
    ready: Value,
}

impl Home {
    fn of(policy: &str) -> Self {
        let runtime = Runtime::new().unwrap();
        let ann = MemberSeed {
            name: "ann".to_owned(),
            ..MemberSeed::default()
        };
        let lounge = ServerSeed {
            name: "lounge".to_owned(),
            members: vec![ann],
            ..ServerSeed::default()
        };
        let config = SandboxConfig {
            world: WorldFile {
                servers: vec![lounge],
                ..WorldFile::default()
            },
            ..SandboxConfig::default()
        };
        let sandbox = runtime.block_on(Sandbox::start(config)).unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("example.kdl"), policy).unwrap();
        Self {
            runtime,
            sandbox,
            dir,
        }
    }

    fn policy(&self) -> PathBuf {
        self.dir.path().join("example.kdl")
    }

    fn candor(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command
            .args(args)
            .env("CANDOR_KEY", KEY)
            .env("CANDOR_DATA", self.dir.path().join("data"))
            .env("DISCORD_TOKEN", self.sandbox.bot_token());
        command
    }

    fn start(&self) -> Running {
        let policy = self.policy();
        let origin = self.sandbox.origin();
        let args = ["run", policy.to_str().unwrap(), "--discord", &origin];
        let mut run = self.candor(&args);
        run.args(["--clock", "sandbox"]);
        run.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = run.spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        std::thread::spawn(move || out.lines().for_each(drop));
        let ready = serde_json::from_str(&line).unwrap();
        Running { child, ready }
    }

    fn page(&self, bot: &Running, path: &str) -> String {
        let url = format!("{}{path}", bot.ready.get("http").unwrap().as_str().unwrap());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let page = async { client.get(url).send().await.unwrap().text().await.unwrap() };
        self.runtime.block_on(page)
    }
}

impl Running {
    /// Ends it, and gives what it told the operator.
    fn ended(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(&id).status().unwrap().success());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        let mut told = String::new();
        let mut from = self.child.stderr.take().unwrap();
        from.read_to_string(&mut told).unwrap();
        told
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn newest_file(folder: &Path) -> PathBuf {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files.pop().unwrap()
}

#[test]
fn the_notice_of_a_bot_that_runs_shows_which_bot_discord_says_it_is() {
    let home = Home::of(POLICY);
    let bot = home.start();
    let id = bot.ready["application_id"].as_str().unwrap().to_owned();
    let page = home.page(&bot, "/");
    assert!(page.contains("Discord says that the bot behind this page is"));
    assert!(page.contains(&format!("<code>{id}</code>")), "{id}");
    let told = bot.ended();
    assert!(!told.contains("the policy says"), "{told}");

    // Somebody else's id and tag are told, and not shown.
    let other = "application id=\"123456789012345678\" tag=\"Other#0002\"\n";
    let with = POLICY.replacen("controller", &format!("{other}controller"), 1);
    std::fs::write(home.policy(), with).unwrap();
    let bot = home.start();
    let page = home.page(&bot, "/");
    assert!(page.contains(&format!("<code>{id}</code>")), "{id}");
    assert!(!page.contains("<code>123456789012345678</code>"));
    let told = bot.ended();
    let says = "the policy says that the bot is the application 123456789012345678, `Other#0002`";
    assert!(told.contains(says), "{told}");
    assert!(told.contains(&format!("Discord that it is {id}")), "{told}");

    // What fits is not told.
    let tag = told.rsplit_once(&format!("{id}, `")).unwrap().1;
    let tag = tag.split_once('`').unwrap().0;
    let own = format!("application id=\"{id}\" tag=\"{tag}\"\n");
    let with = POLICY.replacen("controller", &format!("{own}controller"), 1);
    std::fs::write(home.policy(), with).unwrap();
    let told = home.start().ended();
    assert!(!told.contains("the policy says"), "{told}");
}

#[test]
fn a_copy_is_without_what_has_to_be_gone_before_it_is() {
    let home = Home::of(POLICY);
    let bot = home.start();
    let lounge = home.sandbox.server("lounge").unwrap();
    let channel = home.sandbox.channel(lounge, "general").unwrap();
    let ann = home.sandbox.user("ann").unwrap();
    home.sandbox.post(ann, channel, "hello").unwrap();
    let began = Instant::now();
    for store in ["note", "glimpse"] {
        let one = format!("candor_rows{{store=\"{store}\"}} 1\n");
        while !home.page(&bot, "/metrics").contains(&one) {
            assert!(began.elapsed() < RealDuration::from_secs(40), "{one}");
            std::thread::sleep(RealDuration::from_millis(20));
        }
    }
    bot.ended();
    // So that the names of the copies, which say when, differ.
    home.sandbox.advance(Duration::seconds(60));
    home.start().ended();
    let copy = newest_file(&home.dir.path().join("data/backups"));
    let policy = home.policy();
    let (policy, copy) = (policy.to_str().unwrap(), copy.to_str().unwrap());
    let look = home.candor(&["restore", policy, copy, "--dry-run"]);
    let look = { look }.output().unwrap();
    let said = String::from_utf8([look.stdout, look.stderr].concat()).unwrap();
    assert!(said.contains("with 1 rows"), "{said}");
}
