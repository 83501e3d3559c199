//! A sandbox in this process; the bot and the operator's commands are processes of their own.

use std::{
    ffi::OsStr,
    fmt::Debug,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Output, Stdio},
    sync::Arc,
    time::Duration,
};

use candor::{
    compile_with,
    plan::Plan,
    sandbox::{
        InteractionId, MemberSeed, Sandbox, SandboxConfig, ServerSeed, VirtualClock, WorldFile,
    },
    syntax::{Files, Source, Unread},
    vault::MasterKey,
    vocab::{ChannelId, GuildId, Permission, UserId},
};
use serde_json::Value as Json;

pub const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/keta.kdl");
pub const AT_MOST: Duration = Duration::from_mins(1);

pub struct Live {
    pub sandbox: Sandbox,
    pub server: GuildId,
    pub channel: ChannelId,
    pub home: tempfile::TempDir,
    /// Where the data is, as `CANDOR_DATA` has it.
    place: String,
    bot: Option<Bot>,
}

struct Bot {
    child: Child,
    // Open for as long as the process writes.
    _out: BufReader<ChildStdout>,
    http: String,
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Live {
    /// Keta, in a server with a moderator and two members.
    pub async fn set() -> Self {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let mut live = Self::at(home, data.to_str().unwrap()).await;
        live.start(POLICY);
        live
    }

    /// The same at a place of one's own; no bot runs yet.
    pub async fn at(home: tempfile::TempDir, place: &str) -> Self {
        Self::at_time(home, place, VirtualClock::at_present()).await
    }

    /// The same at another time.
    pub async fn at_time(home: tempfile::TempDir, place: &str, clock: VirtualClock) -> Self {
        let member = |name: &str| MemberSeed {
            name: name.to_owned(),
            ..MemberSeed::default()
        };
        let moderator = MemberSeed {
            permissions: Some(Permission::ModerateMembers.bit() | Permission::ManageGuild.bit()),
            ..member("mod")
        };
        let lounge = ServerSeed {
            name: "lounge".to_owned(),
            members: vec![moderator, member("ann"), member("ben")],
            ..ServerSeed::default()
        };
        let world = WorldFile {
            servers: vec![lounge],
            ..WorldFile::default()
        };
        let config = SandboxConfig {
            world,
            clock: Some(Arc::new(clock)),
            ..SandboxConfig::default()
        };
        let sandbox = Sandbox::start(config).await.unwrap();
        let server = sandbox.server("lounge").unwrap();
        fs::write(home.path().join("key"), "ab".repeat(32)).unwrap();
        Self {
            server,
            channel: sandbox.channel(server, "general").unwrap(),
            sandbox,
            home,
            place: place.to_owned(),
            bot: None,
        }
    }

    /// Begins to run a policy's bot; it is ready, and takes commands.
    pub fn start(&mut self, policy: &str) {
        let origin = self.sandbox.origin();
        let mut child = self
            .command(&["run", policy, "--discord", &origin, "--clock", "sandbox"])
            .env("DISCORD_TOKEN", self.sandbox.bot_token())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let ready: Json = serde_json::from_str(&line).unwrap();
        assert_eq!(ready["ready"], true);
        self.bot = Some(Bot {
            child,
            _out: out,
            http: ready["http"].as_str().unwrap().to_owned(),
        });
    }

    /// Where health and figures are.
    pub fn http(&self) -> &str {
        &self.bot.as_ref().unwrap().http
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        let bot = self.bot.as_mut().unwrap();
        bot.child.try_wait().unwrap().is_none()
    }

    pub fn stop(&mut self) {
        let mut bot = self.bot.take().unwrap();
        let id = bot.child.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        assert_eq!(bot.child.wait().unwrap().code(), Some(0));
    }

    /// As when the power goes.
    pub fn kill(&mut self) {
        drop(self.bot.take().unwrap());
    }

    /// Of the data, or of the ledger where the rows are on a server.
    pub fn dir(&self) -> PathBuf {
        if self.place.contains("://") {
            self.file("ledger")
        } else {
            PathBuf::from(&self.place)
        }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn key(&self) -> MasterKey {
        MasterKey::from_file(&self.file("key")).unwrap()
    }

    pub fn id(&self, name: &str) -> UserId {
        self.sandbox.user(name).unwrap()
    }

    pub fn command(&self, args: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command
            .args(args)
            .env("CANDOR_KEY_FILE", self.file("key"))
            .env_remove("CANDOR_KEY")
            .env("CANDOR_DATA", &self.place)
            .env("CANDOR_LEDGER", self.file("ledger"))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    /// What a command prints that ends with 0.
    pub fn told(&self, args: &[impl AsRef<OsStr> + Debug]) -> String {
        let (code, out, err) = said(&self.command(args).output().unwrap());
        assert_eq!(code, Some(0), "{args:?}: {err}");
        out
    }

    /// What a command prints on stderr that ends with 2.
    pub fn refused(&self, args: &[impl AsRef<OsStr>]) -> String {
        refusal(&mut self.command(args))
    }

    /// The text of the answer to a slash command.
    pub async fn ask(&self, who: &str, command: &str, options: &[(&str, &str)]) -> String {
        let person = self.id(who);
        let call = self
            .sandbox
            .invoke(person, self.channel, command, options)
            .unwrap();
        let message = self.answer(person, call).await;
        message["content"].as_str().unwrap_or_default().to_owned()
    }

    /// Gives a command that asks back, and presses the button of its answer.
    pub async fn confirm(&self, who: &str, command: &str) {
        let person = self.id(who);
        let call = self.sandbox.invoke(person, self.channel, command, &[]);
        let asked = self.answer(person, call.unwrap()).await;
        let button = asked["components"][0]["components"][0]["custom_id"].as_str();
        let message = asked["id"].as_str().unwrap().parse().unwrap();
        let pressed = self
            .sandbox
            .press(person, self.channel, message, button.unwrap());
        self.answer(person, pressed.unwrap()).await;
    }

    async fn answer(&self, person: UserId, call: InteractionId) -> Json {
        let outcome = self.sandbox.answered(call, AT_MOST).await.unwrap();
        assert_eq!(outcome.state, "answered", "{outcome:?}");
        let id = outcome.message.unwrap().to_string();
        let seen = self.sandbox.messages(person, self.channel).unwrap();
        seen.into_iter()
            .find(|one| one["id"] == id.as_str())
            .unwrap()
    }

    pub async fn warn(&self, whom: &str, reason: &str) {
        let options = [("member", whom), ("reason", reason)];
        let said = self.ask("mod", "/warn", &options).await;
        assert!(said.starts_with("Recorded."), "{said}");
    }
}

pub fn plan(policy: &str) -> Arc<Plan> {
    let text = fs::read_to_string(policy).unwrap();
    let policy = Path::new(policy);
    let file = policy.file_name().unwrap().to_string_lossy().into_owned();
    let beside = Beside(policy.parent().unwrap());
    let compiled = compile_with(&Source { file, text }, &beside);
    Arc::new(compiled.plan.unwrap())
}

struct Beside<'a>(&'a Path);

impl Files for Beside<'_> {
    fn read(&self, path: &str) -> Result<String, Unread> {
        fs::read_to_string(self.0.join(path)).map_err(|_| Unread::Missing)
    }
}

pub fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

pub fn refusal(command: &mut Command) -> String {
    let (code, out, err) = said(&command.output().unwrap());
    assert_eq!(code, Some(2), "{command:?}: {out}{err}");
    err
}

/// A copy of a policy, changed.
pub fn changed(policy: &str, to: &Path, change: impl Fn(String) -> String) {
    fs::write(to, change(fs::read_to_string(policy).unwrap())).unwrap();
    for language in ["fr", "de"] {
        let catalogue = |of: &Path| of.with_extension(format!("{language}.ftl"));
        fs::copy(catalogue(Path::new(policy)), catalogue(to)).unwrap();
    }
}
