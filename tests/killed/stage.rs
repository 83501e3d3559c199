//! A bot as a process of its own, beside a sandbox that outlives it.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration as RealDuration, Instant},
};

use candor::{
    sandbox::{MemberSeed, Sandbox, SandboxConfig, ServerSeed, WorldFile},
    vocab::{ChannelId, GuildId, UserId},
};
use tokio::runtime::Runtime;

/// What `CANDOR_KEY` says.
const KEY: &str = "abababababababababababababababababababababababababababababababab";
pub const AT_MOST: RealDuration = RealDuration::from_secs(40);

pub struct Place {
    runtime: Runtime,
    pub sandbox: Sandbox,
    home: tempfile::TempDir,
    pub server: GuildId,
    pub general: ChannelId,
    pub log: ChannelId,
}

/// Killed hard when it is dropped.
pub struct Bot(Child);

impl Bot {
    pub fn of(child: Child) -> Self {
        Self(child)
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // SIGKILL: nothing is finished or told.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Place {
    /// Where the bot of a policy lives, with `people` and the server's owner.
    pub fn new(policy: &str, people: &[&str]) -> Self {
        let runtime = Runtime::new().unwrap();
        let lounge = ServerSeed {
            name: "lounge".to_owned(),
            members: people.iter().map(|name| member(name)).collect(),
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
        std::fs::write(home.path().join("policy.kdl"), policy).unwrap();
        Self {
            general: sandbox.channel(server, "general").unwrap(),
            log: sandbox.channel(server, "log").unwrap(),
            server,
            runtime,
            sandbox,
            home,
        }
    }

    fn policy(&self) -> PathBuf {
        self.beside("policy.kdl")
    }

    pub fn beside(&self, file: &str) -> PathBuf {
        self.home.path().join(file)
    }

    pub fn spawn(&self) -> Child {
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
    pub fn start(&self) -> Bot {
        let mut child = self.spawn();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        assert!(line.contains("http"), "{line}");
        // Read on, so that the bot is not held up.
        thread::spawn(move || out.lines().for_each(drop));
        Bot(child)
    }

    pub fn person(&self, name: &str) -> UserId {
        self.sandbox.user(name).unwrap()
    }

    pub fn command(&self, who: &str, command: &str, options: &[(&str, &str)]) {
        self.command_in(self.general, who, command, options);
    }

    pub fn command_in(
        &self,
        channel: ChannelId,
        who: &str,
        command: &str,
        options: &[(&str, &str)],
    ) {
        let who = self.person(who);
        let call = self.sandbox.invoke(who, channel, command, options);
        let outcome = self.sandbox.answered(call.unwrap(), AT_MOST);
        let outcome = self.runtime.block_on(outcome).unwrap();
        assert_eq!(outcome.state, "answered", "{outcome:?}");
    }

    /// `/privacy delete` in a direct message, and yes.
    pub fn erase(&self, who: &str) {
        let who = self.person(who);
        let direct = self.sandbox.direct(who);
        let call = self.sandbox.invoke(who, direct, "/privacy delete", &[]);
        let asked = self.sandbox.answered(call.unwrap(), AT_MOST);
        let asked = self.runtime.block_on(asked).unwrap();
        let message = asked.message.unwrap();
        let call = self.sandbox.press(who, direct, message, "Delete my data");
        let done = self.sandbox.answered(call.unwrap(), AT_MOST);
        let done = self.runtime.block_on(done).unwrap();
        assert_eq!(done.state, "answered", "{done:?}");
    }

    pub fn said(&self, channel: ChannelId) -> Vec<String> {
        let seen = self.sandbox.messages(self.person("owner"), channel);
        let by_bot = seen.unwrap().into_iter();
        let by_bot = by_bot.filter(|one| one["author"]["bot"] == true);
        let texts = by_bot.map(|one| one["content"].as_str().unwrap_or_default().to_owned());
        texts.collect()
    }

    /// What the bot answers to a command, publicly.
    pub fn asked(&self, who: &str, command: &str, options: &[(&str, &str)]) -> String {
        self.command(who, command, options);
        self.said(self.general).pop().unwrap_or_default()
    }

    /// Asks until the bot answers so.
    pub fn until(&self, command: &str, answer: &str) {
        let began = Instant::now();
        loop {
            let said = self.asked("ann", command, &[]);
            if said == answer {
                return;
            }
            assert!(began.elapsed() < AT_MOST, "{answer}: {said}");
            thread::sleep(RealDuration::from_millis(50));
        }
    }
}

fn member(name: &str) -> MemberSeed {
    MemberSeed {
        name: name.to_owned(),
        ..MemberSeed::default()
    }
}

fn data(home: &Path) -> PathBuf {
    home.join("data")
}
