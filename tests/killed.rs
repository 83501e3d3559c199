//! `candor run` as a process, killed hard at random moments: what runs at the end of rows ran once for each, and what
//! follows an effect happened once or was told. `CANDOR_KILLS` says how often (12).

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
#![cfg(all(unix, feature = "runtime"))]

use std::{
    env,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration as RealDuration, Instant},
};

use candor::{
    sandbox::{MemberSeed, Sandbox, SandboxConfig, ServerSeed, WorldFile},
    vocab::{ChannelId, Duration, UserId},
};
use tokio::runtime::Runtime;

const POLICY: &str = r#"
candor version=1 bot="Killed" updated="2026-01-01"
controller "Test" established=DE { contact email="privacy@example.org" }
purpose service dpv=ServiceProvision "test"
surface mod-log { receives identifier user-content }

feature all default=on about="Everything" {
    basis contract purpose=service
    store task scope=guild {
        key id auto
        field member user-id subject=#true
        field what text max=100 category=user-content origin=subject
        field room channel
        field due instant origin=subject
        retain "row.due or guild.removed"
        on-erase delete
        export
    }
    store done scope=guild {
        key member user-id subject=#true
        field total int default=0 category=activity origin=observed
        retain "until guild.removed"
        on-erase delete
        export
    }
    store note scope=guild {
        key message message-id
        retain "until guild.removed"
    }
    command "/task <what: text(1..90)> <time: duration>" about="A task" {
        insert task { member "invoker.id"; what "what"; room "channel"; due "now + time" }
        reply ephemeral=#true "Begun"
    }
    command "/log" about="Log" { emit mod-log "{invoker.mention}" }
    command "/tasks" about="Tasks" { reply "n={done.total} notes={count(note)}" }
    on ended task {
        update done key="row.member" { total "done[row.member].total + 1" }
        send to="row.room" "{row.what} is over"
    }
    command "/post <text: text(1..90)> <room: channel>" about="Post" permission=manage-messages {
        require permission=manage-messages
        send to="room" as=sent "{text}" { insert note message="sent.id" }
    }
}
"#;

/// What `CANDOR_KEY` says.
const KEY: &str = "abababababababababababababababababababababababababababababababab";
const AT_MOST: RealDuration = RealDuration::from_secs(40);

struct Place {
    runtime: Runtime,
    sandbox: Sandbox,
    home: tempfile::TempDir,
    general: ChannelId,
    log: ChannelId,
}

/// Killed hard when it is dropped.
struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        // SIGKILL: nothing is finished or told.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Place {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let lounge = ServerSeed {
            name: "lounge".to_owned(),
            members: vec![MemberSeed {
                name: "ann".to_owned(),
                ..MemberSeed::default()
            }],
            channels: ["general", "log"].map(str::to_owned).into(),
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
        let server = sandbox.server("lounge").unwrap();
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("policy.kdl"), POLICY).unwrap();
        Self {
            general: sandbox.channel(server, "general").unwrap(),
            log: sandbox.channel(server, "log").unwrap(),
            runtime,
            sandbox,
            home,
        }
    }

    fn policy(&self) -> PathBuf {
        self.home.path().join("policy.kdl")
    }

    fn spawn(&self) -> Child {
        let origin = self.sandbox.origin();
        Command::new(env!("CARGO_BIN_EXE_candor"))
            .arg("run")
            .arg(self.policy())
            .args(["--discord", &origin, "--clock", "sandbox"])
            .env("CANDOR_KEY", KEY)
            .env("CANDOR_DATA", data(self.home.path()))
            .env("DISCORD_TOKEN", self.sandbox.bot_token())
            .env_remove("DISCORD_TOKEN_FILE")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Once it is ready.
    fn start(&self) -> Bot {
        let mut child = self.spawn();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        assert!(line.contains("http"), "{line}");
        // Read on, so that the bot is not held up.
        thread::spawn(move || out.lines().for_each(drop));
        Bot(child)
    }

    fn person(&self, name: &str) -> UserId {
        self.sandbox.user(name).unwrap()
    }

    fn command(&self, who: &str, command: &str, options: &[(&str, &str)]) {
        let who = self.person(who);
        let call = self.sandbox.invoke(who, self.general, command, options);
        let outcome = self.sandbox.answered(call.unwrap(), AT_MOST);
        let outcome = self.runtime.block_on(outcome).unwrap();
        assert_eq!(outcome.state, "answered", "{outcome:?}");
    }

    fn said(&self, channel: ChannelId) -> Vec<String> {
        let seen = self.sandbox.messages(self.person("owner"), channel);
        let by_bot = seen.unwrap().into_iter();
        let by_bot = by_bot.filter(|one| one["author"]["bot"] == true);
        let texts = by_bot.map(|one| one["content"].as_str().unwrap_or_default().to_owned());
        texts.collect()
    }

    /// What the bot answers to `/tasks`.
    fn until(&self, answer: &str) {
        let began = Instant::now();
        loop {
            self.command("ann", "/tasks", &[]);
            if self
                .said(self.general)
                .last()
                .is_some_and(|said| said == answer)
            {
                return;
            }
            let said = self.said(self.general);
            assert!(began.elapsed() < AT_MOST, "{answer}: {said:?}");
            thread::sleep(RealDuration::from_millis(50));
        }
    }
}

fn data(home: &Path) -> PathBuf {
    home.join("data")
}

fn kills() -> usize {
    env::var("CANDOR_KILLS").map_or(12, |kills| kills.parse().unwrap())
}

#[test]
fn what_runs_at_the_end_of_rows_runs_once_whenever_the_bot_is_killed() {
    let place = Place::new();
    let kills = kills();
    let bot = place.start();
    place.command("owner", "/config set server", &[("mod-log", "log")]);
    let tasks = 6 * kills;
    for task in 0..tasks {
        let (what, time) = (format!("task {task};"), format!("{}s", 60 + 10 * task));
        place.command("ann", "/task", &[("what", &what), ("time", &time)]);
    }
    drop(bot);
    for kill in 0..kills {
        // Of some rows the time is over at the start, and of some a moment later.
        place.sandbox.advance(Duration::seconds(30));
        if kill % 3 == 2 {
            let bot = place.start();
            place.sandbox.advance(Duration::seconds(30));
            place
                .sandbox
                .post(place.person("ann"), place.general, "hello")
                .unwrap();
            thread::sleep(RealDuration::from_millis(fastrand::u64(..60)));
            drop(bot);
        } else {
            let bot = Bot(place.spawn());
            place.sandbox.advance(Duration::seconds(30));
            thread::sleep(RealDuration::from_millis(fastrand::u64(20..500)));
            drop(bot);
        }
    }
    // Less than a day, after which what waits would be given up.
    place.sandbox.advance(Duration::hours(1));
    let _bot = place.start();
    place.until(&format!("n={tasks} notes=0"));
    // What is said follows what is written.
    let began = Instant::now();
    loop {
        let (said, log) = (place.said(place.general), place.said(place.log));
        let mut sent = 0;
        for task in 0..tasks {
            let text = format!("task {task}; is over");
            let times = said.iter().filter(|one| **one == text).count();
            assert!(times <= 1, "{text} was said {times} times");
            sent += times;
        }
        // Of what was told some may have arrived; of what was not, nothing may lack.
        let told = log.iter().filter(|one| one.contains("interrupted")).count();
        if sent + told >= tasks {
            return;
        }
        assert!(
            began.elapsed() < AT_MOST,
            "{sent} of {tasks}, told {told}: {log:?}"
        );
        thread::sleep(RealDuration::from_millis(50));
    }
}

#[test]
fn what_follows_an_effect_happens_once_or_is_told_whenever_the_bot_is_killed() {
    let place = Place::new();
    let mut bot = place.start();
    place.command("owner", "/config set server", &[("mod-log", "log")]);
    let kills = kills();
    for kill in 0..kills {
        let text = format!("post {kill}");
        let options = [("text", text.as_str()), ("room", "general")];
        let owner = place.person("owner");
        place
            .sandbox
            .invoke(owner, place.general, "/post", &options)
            .unwrap();
        let began = Instant::now();
        while !place.said(place.general).contains(&text) {
            assert!(began.elapsed() < AT_MOST, "{text}");
        }
        if kill % 2 == 1 {
            thread::sleep(RealDuration::from_micros(fastrand::u64(..4_000)));
        }
        drop(bot);
        bot = place.start();
    }
    let began = Instant::now();
    let notes = loop {
        place.command("ann", "/tasks", &[]);
        let said = place.said(place.general);
        let notes = said.last().and_then(|said| said.strip_prefix("n=0 notes="));
        let notes: usize = notes.unwrap().parse().unwrap();
        let log = place.said(place.log);
        let told = log.iter().filter(|one| one.contains("interrupted")).count();
        if notes + told == kills {
            break notes;
        }
        assert!(
            began.elapsed() < AT_MOST,
            "{notes} notes, told {told}, of {kills}"
        );
    };
    assert!(notes < kills, "no kill hit the moment between the two");
    let said = place.said(place.general);
    for kill in 0..kills {
        let text = format!("post {kill}");
        assert_eq!(said.iter().filter(|one| **one == text).count(), 1);
    }
}
