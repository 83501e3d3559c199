//! `candor sandbox`, `candor run` and `candor data` as processes, the way an operator starts them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(all(unix, feature = "runtime"))]

mod begun;

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
    time::{Duration as RealDuration, Instant},
};

use begun::{KEY, POLICY, begun};
use candor::{
    sandbox::{MemberSeed, Sandbox, SandboxConfig, ServerSeed, VirtualClock, WorldFile},
    vocab::Duration,
};
use serde_json::Value;

fn candor(args: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    command
        .args(args)
        .env("CANDOR_KEY", KEY)
        .env("CANDOR_DATA", data)
        .env_remove("DISCORD_TOKEN")
        .env_remove("DISCORD_TOKEN_FILE");
    command
}

/// A process that told on its first line that it is ready; it ends with the test.
struct Running {
    child: Child,
    ready: Value,
    // Open for as long as the process writes.
    _out: BufReader<ChildStdout>,
}

fn start(mut command: Command) -> Running {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let ready = serde_json::from_str(&line).unwrap();
    Running {
        child,
        ready,
        _out: out,
    }
}

/// A page of the bot's.
fn fetched(url: &str) -> String {
    let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    page
}

impl Running {
    fn terminate(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(&id).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_bot_runs_against_a_sandbox_and_takes_leave() {
    let dir = tempfile::tempdir().unwrap();
    let sandbox = start(candor(&["sandbox"], dir.path()));
    let api = sandbox.ready["api"].as_str().unwrap();
    let mut run = candor(
        &["run", POLICY, "--discord", api, "--clock", "sandbox"],
        dir.path(),
    );
    run.env(
        "DISCORD_TOKEN",
        sandbox.ready["bot_token"].as_str().unwrap(),
    );
    let mut bot = start(run);
    assert_eq!(bot.ready["ready"], true);
    assert_eq!(bot.ready["application_id"], sandbox.ready["application_id"]);
    assert!(
        bot.ready["http"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );

    // The notice in each language, with links between them.
    let http = bot.ready["http"].as_str().unwrap();
    for (path, language, links) in [
        ("", "en", "href=\"fr/\""),
        ("fr/", "fr", "href=\"../\""),
        ("de/", "de", "href=\"../fr/\""),
    ] {
        let page = fetched(&format!("{}/{path}", http.trim_end_matches('/')));
        assert!(
            page.contains(&format!("<html lang=\"{language}\">")),
            "{page}"
        );
        assert!(page.replace("&#x2f;", "/").contains(links), "{page}");
    }

    let list = || {
        let list = candor(&["data", "list", POLICY], dir.path());
        let list = { list }.output().unwrap();
        assert!(list.status.success());
        String::from_utf8(list.stdout).unwrap()
    };
    let beside = list();
    assert!(beside.contains("0  warning"), "{beside}");
    assert_eq!(bot.terminate(), Some(0));
    assert_eq!(list(), beside, "as it is without a bot");
}

#[test]
fn what_is_missing_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let told = |mut command: Command| {
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    let no_token = told(candor(&["run", POLICY], dir.path()));
    assert!(no_token.contains("set DISCORD_TOKEN"), "{no_token}");

    let mut no_key = candor(&["run", POLICY], dir.path());
    no_key
        .env("DISCORD_TOKEN", "x")
        .env_remove("CANDOR_KEY")
        .env_remove("CANDOR_KEY_FILE");
    let no_key = told(no_key);
    assert!(no_key.contains("set CANDOR_KEY"), "{no_key}");

    let mut in_the_clear = candor(
        &["run", POLICY, "--discord", "http://discord.example"],
        dir.path(),
    );
    in_the_clear.env("DISCORD_TOKEN", "x");
    let in_the_clear = told(in_the_clear);
    assert!(in_the_clear.contains("plain text"), "{in_the_clear}");
}

#[test]
fn a_service_that_is_asked_has_an_address_and_a_secret() {
    let dir = tempfile::tempdir().unwrap();
    let told = |variables: &[(&str, &str)]| {
        let mut run = candor(&["run", "examples/accounts.kdl"], dir.path());
        run.env("DISCORD_TOKEN", "x");
        for name in ["CANDOR_RISK_URL", "CANDOR_RISK_SECRET"] {
            run.env_remove(name).env_remove(format!("{name}_FILE"));
        }
        run.envs(variables.iter().copied());
        let output = run.output().unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("hush"), "{said}");
        said
    };
    let none = told(&[]);
    assert!(none.contains("CANDOR_RISK_URL is not set"), "{none}");
    let url = ("CANDOR_RISK_URL", "https://risk.example/");
    let half = told(&[url]);
    assert!(half.contains("CANDOR_RISK_SECRET is not set"), "{half}");
    let secret = ("CANDOR_RISK_SECRET", "hush");
    let plain = told(&[("CANDOR_RISK_URL", "http://risk.example/"), secret]);
    assert!(plain.contains("in plain text"), "{plain}");
}

#[test]
fn who_operates_the_bot_is_looked_at_before_it_starts() {
    let dir = tempfile::tempdir().unwrap();
    let world = dir.path().join("world.kdl");
    let hq = "server hq { role team; member lou roles=\"team\"; channel desk }\n";
    std::fs::write(&world, hq).unwrap();
    let world = world.to_str().unwrap().to_owned();
    let sandbox = start(candor(&["sandbox", "--world", &world], dir.path()));
    let api = sandbox.ready["api"].as_str().unwrap().to_owned();
    let hq = &sandbox.ready["servers"][0];
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let roles = hq["roles"].as_array().unwrap();
    let role = id(roles.iter().find(|role| role["name"] == "team").unwrap());
    let (server, channel) = (id(hq), id(&hq["channels"][0]));
    let run = |policy: &str, named: &[(&str, &str)]| {
        let args = ["run", policy, "--discord", &api, "--clock", "sandbox"];
        let mut run = candor(&args, dir.path());
        run.env(
            "DISCORD_TOKEN",
            sandbox.ready["bot_token"].as_str().unwrap(),
        );
        for (name, value) in named {
            run.env(format!("CANDOR_OPERATOR_{name}"), value);
        }
        run
    };
    let refused = |named: &[(&str, &str)], why: &str| {
        let output = run("examples/watch.kdl", named).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(why), "{told}");
    };
    let of = ("SERVER", server.as_str());
    refused(&[of], "CANDOR_OPERATOR_ROLE is not");
    refused(&[("CHANNEL", &channel)], "CANDOR_OPERATOR_SERVER is not");
    refused(
        &[("SERVER", "hq"), ("ROLE", &role)],
        "is no id of Discord's: hq",
    );
    refused(&[of, ("ROLE", &server)], "@everyone");
    refused(
        &[("SERVER", "17"), ("ROLE", &role)],
        "the bot is not in the server",
    );
    refused(&[of, ("ROLE", "17")], "has no role");
    let both = [of, ("ROLE", role.as_str())];
    refused(&[both[0], both[1], ("CHANNEL", "17")], "has no channel");

    let mut all = run(
        "examples/watch.kdl",
        &[both[0], both[1], ("CHANNEL", &channel)],
    );
    let mut bot = start({
        all.stderr(Stdio::null());
        all
    });
    assert_eq!(bot.ready["ready"], true);
    assert_eq!(bot.terminate(), Some(0));
    // Without them it starts, and says what it does not do.
    let mut bot = run("examples/watch.kdl", &[]);
    bot.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut bot = bot.spawn().unwrap();
    let mut told = String::new();
    BufReader::new(bot.stderr.take().unwrap())
        .read_line(&mut told)
        .unwrap();
    let _ = bot.kill();
    let _ = bot.wait();
    assert!(
        told.contains("nobody is named who operates the bot"),
        "{told}"
    );
}

#[test]
fn backups_and_keys_are_looked_after_from_the_command_line() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let backups = home.path().join("backups");
    drop(begun(&data, Duration::seconds(0)));
    std::fs::create_dir(&backups).unwrap();
    let told = |code: i32, mut command: Command| {
        let output = command.stdin(Stdio::null()).output().unwrap();
        let (out, err) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        );
        assert_eq!(output.status.code(), Some(code), "{out}{err}");
        out + &err
    };
    let folder = backups.to_str().unwrap();
    let mut paths = Vec::new();
    for _ in 0..2 {
        let backup = ["backup", POLICY, "-o", folder, "--keep", "1"];
        let said = told(0, candor(&backup, &data));
        paths.push(said.lines().next().unwrap().to_owned());
    }
    assert!(!Path::new(&paths[0]).exists() && Path::new(&paths[1]).exists());
    let newest = paths[1].as_str();

    let look = told(0, candor(&["restore", POLICY, newest, "--dry-run"], &data));
    assert!(look.contains("would be restored"), "{look}");
    let asked = told(2, candor(&["restore", POLICY, newest], &data));
    assert!(asked.contains("use --yes"), "{asked}");
    let done = told(0, candor(&["restore", POLICY, newest, "--yes"], &data));
    assert!(done.contains("were restored"), "{done}");

    let rotate = |new: Option<&str>| {
        let mut command = candor(&["keys", "rotate"], &data);
        command
            .env_remove("CANDOR_NEW_KEY")
            .env_remove("CANDOR_NEW_KEY_FILE");
        if let Some(new) = new {
            command.env("CANDOR_NEW_KEY", new);
        }
        command
    };
    let missing = told(2, rotate(None));
    assert!(missing.contains("set CANDOR_NEW_KEY"), "{missing}");
    let same = told(2, rotate(Some(KEY)));
    assert!(same.contains("is the one in use"), "{same}");
    let done = told(0, rotate(Some(&"cd".repeat(32))));
    assert!(done.contains("the old one opens nothing"), "{done}");
    let refused = told(2, candor(&["keys", "status"], &data));
    assert!(refused.contains("does not open this data"), "{refused}");
    let mut status = candor(&["keys", "status"], &data);
    status.env("CANDOR_KEY", "cd".repeat(32));
    assert!(told(0, status).contains("the master key opens all"));
    // A backup outlives the key it was made under.
    let mut restore = candor(&["restore", POLICY, newest, "--yes"], &data);
    restore.env("CANDOR_KEY", "cd".repeat(32));
    assert!(told(0, restore).contains("were restored"));
}

/// Every command that takes a key and a place of data.
#[cfg(unix)]
#[test]
fn a_key_file_with_the_data_is_refused_and_an_open_one_is_told() {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    drop(begun(&data, Duration::seconds(0)));
    let at = |name: &str| home.path().join(name);
    fs::create_dir(at("keys")).unwrap();
    for key in ["data/key", "keys/key"] {
        fs::write(at(key), KEY).unwrap();
        fs::set_permissions(at(key), fs::Permissions::from_mode(0o600)).unwrap();
    }
    std::os::unix::fs::symlink(at("data/key"), at("keys/link")).unwrap();
    let backup = at("backup");
    let keep = ["backup", POLICY, "-o", backup.to_str().unwrap()];
    assert!(candor(&keep, &data).output().unwrap().status.success());

    let with = |args: &[&str], variable: &str, key: &str| {
        let mut command = candor(args, &data);
        if variable == "CANDOR_KEY_FILE" {
            command.env_remove("CANDOR_KEY");
        }
        let command = command
            .env("DISCORD_TOKEN", "x")
            .env("CANDOR_TO", at("moved"))
            .env(variable, at(key))
            .current_dir(home.path());
        let output = command.stdin(Stdio::null()).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), err)
    };
    let restore = ["restore", POLICY, backup.to_str().unwrap(), "--dry-run"];
    let commands: [&[&str]; 9] = [
        &["run", POLICY],
        &["backup", POLICY, "-o", "other"],
        &restore,
        &["data", "list", POLICY],
        &["data", "verify", POLICY],
        &["data", "requests"],
        &["data", "copy", POLICY, "--dry-run"],
        &["keys", "status"],
        &["keys", "rotate"],
    ];
    for command in commands {
        for key in ["data/key", "keys/link", "keys/../data/key"] {
            let (code, err) = with(command, "CANDOR_KEY_FILE", key);
            assert_eq!(code, Some(2), "{command:?} {key}: {err}");
            assert!(err.contains("with the data that it opens"), "{err}");
        }
    }
    let (code, err) = with(&["keys", "rotate"], "CANDOR_NEW_KEY_FILE", "data/key");
    assert_eq!(code, Some(2));
    assert!(err.contains("set CANDOR_NEW_KEY_FILE to where"), "{err}");
    // Where it is to go counts as well.
    let mut copy = candor(&["data", "copy", POLICY, "--dry-run"], &data);
    let copy = copy
        .env_remove("CANDOR_KEY")
        .env("CANDOR_KEY_FILE", at("keys/key"))
        .env("CANDOR_TO", at("keys"));
    let err = String::from_utf8(copy.output().unwrap().stderr).unwrap();
    assert!(err.contains("with the data that it opens"), "{err}");

    let status = ["keys", "status"];
    assert_eq!(
        with(&status, "CANDOR_KEY_FILE", "keys/key"),
        (Some(0), String::new())
    );
    fs::set_permissions(at("keys/key"), fs::Permissions::from_mode(0o644)).unwrap();
    let (code, err) = with(&status, "CANDOR_KEY_FILE", "keys/key");
    assert_eq!(code, Some(0), "it is told, and works: {err}");
    assert!(
        err.contains("warning: others than its owner can read"),
        "{err}"
    );
}

/// A row is written, as far as the bot can tell, 400 days ago, and due after 365: the machine's clock jumps by 400 days.
#[test]
fn a_clock_that_jumps_between_two_runs_deletes_only_what_discord_agrees_is_due() {
    const LEVELS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/levels.kdl");
    let jump = Duration::days(400);
    let dir = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = runtime.block_on(world(jump));
    let run = |clock: &str| {
        let mut run = candor(
            &[
                "run",
                LEVELS,
                "--discord",
                &sandbox.origin(),
                "--clock",
                clock,
            ],
            dir.path(),
        );
        run.env("DISCORD_TOKEN", sandbox.bot_token());
        start(run)
    };
    let page = |bot: &Running, path: &str| {
        let url = format!("{}{path}", bot.ready["http"].as_str().unwrap());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        runtime.block_on(async { client.get(url).send().await.unwrap().text().await.unwrap() })
    };
    let until = |bot: &Running, path: &str, text: &str| {
        let began = Instant::now();
        while !page(bot, path).contains(text) {
            assert!(began.elapsed() < RealDuration::from_secs(40), "{text}");
            std::thread::sleep(RealDuration::from_millis(20));
        }
    };
    let sweep = |more: &[&str], code: i32| {
        let args = [&["data", "sweep", LEVELS], more].concat();
        let output = candor(&args, dir.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let (out, err) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        );
        assert_eq!(output.status.code(), Some(code), "{out}{err}");
        out + &err
    };

    let mut bot = run("sandbox");
    let channel = sandbox
        .channel(sandbox.server("lounge").unwrap(), "general")
        .unwrap();
    let ann = sandbox.user("ann").unwrap();
    sandbox.post(ann, channel, "hello").unwrap();
    let one = "candor_rows{store=\"xp\"} 1\n";
    until(&bot, "/metrics", one);
    assert_eq!(bot.terminate(), Some(0));

    let asked = sweep(&[], 2);
    assert!(asked.contains("400 days later"), "{asked}");
    assert!(asked.contains("use --yes"), "{asked}");

    let mut bot = run("system");
    let ready = page(&bot, "/readyz");
    assert!(ready.contains("deletions are held"), "{ready}");
    assert!(
        page(&bot, "/metrics").contains(one),
        "nothing is deleted early"
    );
    sandbox.advance(jump);
    until(&bot, "/metrics", "candor_rows{store=\"xp\"} 0\n");
    until(&bot, "/readyz", "ready\n");
    assert_eq!(bot.terminate(), Some(0));
    let calm = sweep(&[], 0);
    assert!(calm.starts_with("deleted 0 rows"), "{calm}");
}

/// A server with one member, `ago` before now.
async fn world(ago: Duration) -> Sandbox {
    let present = VirtualClock::at_present().now();
    let clock = VirtualClock::at(present.plus(Duration { ms: -ago.ms }));
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
        clock: Some(Arc::new(clock)),
        ..SandboxConfig::default()
    };
    Sandbox::start(config).await.unwrap()
}

#[test]
fn the_operator_is_the_second_source_of_a_sweep_by_hand() {
    const LEVELS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/levels.kdl");
    let dir = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = runtime.block_on(world(Duration::days(40)));
    let args = [
        "run",
        LEVELS,
        "--discord",
        &sandbox.origin(),
        "--clock",
        "sandbox",
    ];
    let mut run = candor(&args, dir.path());
    run.env("DISCORD_TOKEN", sandbox.bot_token());
    assert_eq!(start(run).terminate(), Some(0));
    let sweep = |more: &[&str]| {
        let args = [&["data", "sweep", LEVELS], more].concat();
        let status = candor(&args, dir.path()).stdin(Stdio::null()).status();
        status.unwrap().code()
    };
    assert_eq!(sweep(&[]), Some(2), "40 days later");
    assert_eq!(sweep(&["--yes"]), Some(0));
    assert_eq!(sweep(&[]), Some(0), "it was agreed to");
}

#[test]
fn a_bot_moves_to_another_directory_from_the_command_line() {
    let home = tempfile::tempdir().unwrap();
    let [from, to, back] = ["from", "to", "back"].map(|name| home.path().join(name));
    let [from_name, to_name] = [from.to_str().unwrap(), to.to_str().unwrap()];
    std::fs::create_dir(&from).unwrap();
    std::fs::write(from.join("lock"), "").unwrap();
    let run = |code: i32, mut command: Command| {
        let output = command.stdin(Stdio::null()).output().unwrap();
        let (out, err) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        );
        assert_eq!(output.status.code(), Some(code), "{out}{err}");
        (out, err)
    };
    // A command without CANDOR_DATA in its environment takes FROM and TO.
    let copy = |rest: &[&str]| {
        let mut command = candor(&[&["data", "copy", POLICY], rest].concat(), &from);
        command.env_remove("CANDOR_DATA").env_remove("CANDOR_TO");
        command
    };
    let (_, told) = run(2, candor(&["data", "verify", POLICY], &from));
    assert!(told.contains("there is no data in"), "{told}");
    assert_eq!(files(&from), ["lock"], "looking makes nothing");
    drop(begun(&from, Duration::seconds(0)));
    run(0, candor(&["data", "verify", POLICY], &from));

    let (said, _) = run(0, copy(&[from_name, to_name, "--dry-run"]));
    assert!(said.contains("would be moved") && !to.exists(), "{said}");
    let (_, told) = run(2, copy(&[from_name, to_name]));
    assert!(told.contains("use --yes") && !to.exists(), "{told}");
    let (_, told) = run(2, copy(&[from_name, "--yes"]));
    assert!(told.contains("<TO>"), "{told}");
    let (_, told) = run(2, copy(&["--yes"]));
    assert!(told.contains("set CANDOR_TO"), "{told}");
    let (_, told) = run(2, copy(&[from_name, "mysql://db.example/bot", "--yes"]));
    assert!(told.contains("CANDOR_TO is a URL of a kind"), "{told}");
    let secret = "postgres://me:hunter22@db.example/bot";
    for places in [[from_name, secret], [secret, from_name]] {
        let (_, told) = run(2, copy(&[places[0], places[1], "--yes"]));
        assert!(told.contains("a password in a command line"), "{told}");
        assert!(!told.contains("hunter22"), "{told}");
    }

    let (said, told) = run(0, copy(&[from_name, to_name, "--yes"]));
    assert!(said.contains("and nowhere else"), "{said}");
    assert_eq!(told, "", "no progress where there is no terminal");
    let (_, told) = run(2, candor(&["data", "list", POLICY], &from));
    assert!(
        told.contains("has moved to") && told.contains(to_name),
        "{told}"
    );
    let (_, told) = run(2, candor(&["keys", "status"], &from));
    assert!(told.contains("has moved to"), "{told}");
    let (said, _) = run(0, candor(&["data", "verify", POLICY], &to));
    assert!(said.contains("all whole"), "{said}");

    let mut environment = candor(&["data", "copy", POLICY, "--yes"], &to);
    environment.env("CANDOR_TO", &back);
    run(0, environment);
    run(0, candor(&["data", "verify", POLICY], &back));
}

const WITH_BACKUPS: &str = r#"candor version=1 bot="Example" updated="2026-01-01"
controller "Example team" established=DE { contact email="privacy@example.org" }
backup at=start keep=2 max-age="7d"
purpose notes dpv=ServiceProvision "remember what you ask it to"
feature notes default=on {
    basis legitimate-interest purpose=notes interest="remembering"
    store note scope=guild {
        key user user-id subject=#true
        field at instant
        retain "age > 30d"
        on-erase delete
        export
    }
    command "/note" about="Remember that I was here" {
        update note key="invoker.id" { at "now" }
        reply ephemeral=#true "Done."
    }
}
"#;

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_policy_gets_its_backup_at_each_start_and_none_outlives_its_time() {
    let home = tempfile::tempdir().unwrap();
    let policy = home.path().join("notes.kdl");
    std::fs::write(&policy, WITH_BACKUPS).unwrap();
    let policy = policy.to_str().unwrap();
    let data = home.path().join("data");
    let backups = data.join("backups");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = runtime.block_on(world(Duration::days(0)));
    let api = sandbox.origin();
    let run = || {
        let mut run = candor(
            &["run", policy, "--discord", &api, "--clock", "sandbox"],
            &data,
        );
        run.env("DISCORD_TOKEN", sandbox.bot_token());
        run
    };
    let mut seen = Vec::new();
    for _ in 0..3 {
        let mut bot = start(run());
        seen.push(files(&backups));
        assert_eq!(bot.terminate(), Some(0));
    }
    let numbers: Vec<_> = seen.iter().map(Vec::len).collect();
    assert_eq!(numbers, [1, 2, 2], "{seen:?}");
    assert_ne!(seen[1], seen[2], "the oldest goes");
    let newest = backups.join(seen[2].last().unwrap());
    let look = ["restore", policy, newest.to_str().unwrap(), "--dry-run"];
    let look = candor(&look, &data).output().unwrap();
    assert!(look.status.success(), "{look:?}");

    // While the bot runs, its backups end as well.
    let mut bot = start(run());
    assert_eq!(files(&backups).len(), 2);
    sandbox.advance(Duration::days(7));
    let began = Instant::now();
    while !files(&backups).is_empty() {
        assert!(
            began.elapsed() < RealDuration::from_secs(40),
            "backups stay"
        );
        std::thread::sleep(RealDuration::from_millis(20));
    }
    assert_eq!(bot.terminate(), Some(0));

    // Where the promised backup cannot be written, the bot does not start.
    let no_folder = home.path().join("notes.kdl");
    let output = run().env("CANDOR_BACKUPS", &no_folder).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("the backup that the policy promises"),
        "{said}"
    );
    assert!(said.contains("CANDOR_BACKUPS"), "{said}");
    assert!(output.stdout.is_empty(), "it is not ready");
}
