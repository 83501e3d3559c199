//! Keta in a sandbox over a vault on disk, and `candor` as a process over the same data once the bot is stopped.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
    time::Duration,
};

use candor::{
    compile_untranslated,
    discord::{Endpoint, Token},
    plan::Plan,
    port::{Answer, Read, Scan, StoredRow, Vault},
    runtime::{Bot, BotConfig, BotHandle, Services, TrustedClock},
    sandbox::{InteractionId, MemberSeed, Sandbox, SandboxConfig, ServerSeed, WorldFile},
    syntax::{Alone, Source},
    vault::{MasterKey, SealedVault},
    vocab::{ChannelId, GuildId, Permission, Timestamp, UserId},
};
use serde_json::Value as Json;

pub const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/keta.kdl");
const AT_MOST: Duration = Duration::from_mins(1);

pub struct Stage {
    pub sandbox: Sandbox,
    pub server: GuildId,
    pub channel: ChannelId,
    pub plan: Arc<Plan>,
    pub vault: Option<Arc<SealedVault>>,
    home: tempfile::TempDir,
    bot: Option<BotHandle>,
}

/// What answered, with the text of each file by name.
#[derive(Debug)]
pub struct Reply {
    pub json: Json,
    pub files: Vec<(String, String)>,
}

impl Reply {
    pub fn content(&self) -> &str {
        self.json["content"].as_str().unwrap_or_default()
    }

    pub fn is_private(&self) -> bool {
        self.json["flags"].as_u64().unwrap_or(0) & 64 != 0
    }

    pub fn file(&self, name: &str) -> &str {
        let found = self.files.iter().find(|(one, _)| one == name);
        &found.unwrap_or_else(|| panic!("no {name} in {self:?}")).1
    }

    /// The receipt that it names.
    #[allow(dead_code, reason = "of no use to every module")]
    pub fn receipt(&self) -> String {
        let after = self.content().split("eceipt `").nth(1);
        let after = after.unwrap_or_else(|| panic!("no receipt in {self:?}"));
        after.split('`').next().unwrap().to_owned()
    }
}

impl Stage {
    pub async fn set() -> Self {
        let member = |name: &str| MemberSeed {
            name: name.to_owned(),
            ..MemberSeed::default()
        };
        let moderator = MemberSeed {
            permissions: Some(Permission::ModerateMembers.bit() | Permission::ManageGuild.bit()),
            ..member("mod")
        };
        let server = |name: &str| ServerSeed {
            name: name.to_owned(),
            members: vec![moderator.clone(), member("ann"), member("ben")],
            ..ServerSeed::default()
        };
        let world = WorldFile {
            servers: vec![server("lounge"), server("arcade")],
            ..WorldFile::default()
        };
        let config = SandboxConfig {
            world,
            ..SandboxConfig::default()
        };
        let sandbox = Sandbox::start(config).await.unwrap();
        let server = sandbox.server("lounge").unwrap();
        let text = std::fs::read_to_string(POLICY).unwrap();
        let file = "keta.kdl".to_owned();
        let mut stage = Self {
            server,
            channel: sandbox.channel(server, "general").unwrap(),
            sandbox,
            plan: Arc::new(
                compile_untranslated(&Source { file, text }, &Alone)
                    .plan
                    .unwrap(),
            ),
            vault: None,
            home: tempfile::tempdir().unwrap(),
            bot: None,
        };
        std::fs::write(stage.home.path().join("key"), "ab".repeat(32)).unwrap();
        stage.start().await;
        stage
    }

    pub async fn start(&mut self) {
        let clock = self.sandbox.clock();
        let key = MasterKey::from_file(&self.home.path().join("key")).unwrap();
        let plan = Arc::clone(&self.plan);
        let vault = SealedVault::open(&self.data(), plan, &key, clock.now()).unwrap();
        let vault = Arc::new(vault);
        let last = vault.marks().await.unwrap().time;
        let token = Token::new(&self.sandbox.bot_token());
        let config = BotConfig {
            services: Services::default(),
            plan: Arc::clone(&self.plan),
            vault: Arc::clone(&vault) as Arc<dyn Vault>,
            clock: Arc::new(TrustedClock::new(clock, last)),
            discord: Endpoint::new(&self.sandbox.origin(), token).unwrap(),
            operators: None,
            listen: None,
            notices: Vec::new(),
        };
        let bot = Bot::start(config).await.unwrap();
        bot.complete().await;
        (self.vault, self.bot) = (Some(vault), Some(bot));
    }

    /// Afterwards the data belong to whoever opens them next.
    pub async fn stop(&mut self) {
        self.bot.take().unwrap().stop().await;
        let vault = self.vault.take().unwrap();
        tokio::time::timeout(AT_MOST, async {
            while Arc::strong_count(&vault) > 1 {
                tokio::task::yield_now().await;
            }
        })
        .await
        .unwrap();
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn id(&self, name: &str) -> UserId {
        self.sandbox.user(name).unwrap()
    }

    /// The operator's command line. This stage's bot takes no commands (`tests/control` has one that does): stop it first.
    pub fn candor(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(args)
            .env("CANDOR_KEY_FILE", self.home.path().join("key"))
            .env_remove("CANDOR_KEY")
            .env("CANDOR_DATA", self.data())
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Stdout of a command that succeeds.
    pub fn told(&self, args: &[&str]) -> String {
        let output = self.candor(args);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {err}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub async fn ask(&self, who: &str, command: &str, options: &[(&str, &str)]) -> Reply {
        self.ask_in(who, self.channel, command, options).await
    }

    pub async fn ask_in(
        &self,
        who: &str,
        channel: ChannelId,
        command: &str,
        options: &[(&str, &str)],
    ) -> Reply {
        let person = self.id(who);
        let call = self.sandbox.invoke(person, channel, command, options);
        self.answer(person, channel, call.unwrap()).await
    }

    pub async fn press(&self, who: &str, channel: ChannelId, asked: &Reply) -> Reply {
        let person = self.id(who);
        let button = &asked.json["components"][0]["components"][0]["custom_id"];
        let message = asked.json["id"].as_str().unwrap().parse().unwrap();
        let call = self
            .sandbox
            .press(person, channel, message, button.as_str().unwrap());
        self.answer(person, channel, call.unwrap()).await
    }

    /// `/privacy delete`, and yes.
    #[allow(dead_code, reason = "of no use to every module")]
    pub async fn erase(&self, who: &str, channel: ChannelId) -> Reply {
        let asked = self.ask_in(who, channel, "/privacy delete", &[]).await;
        self.press(who, channel, &asked).await
    }

    async fn answer(&self, person: UserId, channel: ChannelId, call: InteractionId) -> Reply {
        let outcome = self.sandbox.answered(call, AT_MOST).await.unwrap();
        assert_eq!(outcome.state, "answered", "{outcome:?}");
        let id = outcome.message.unwrap().to_string();
        let seen = self.sandbox.messages(person, channel).unwrap();
        let json = seen.into_iter().find(|one| one["id"] == id.as_str());
        let json = json.unwrap();
        let attachments = json["attachments"].as_array().into_iter().flatten();
        let files = attachments.map(|file| {
            let bytes = self.sandbox.file(file["url"].as_str().unwrap()).unwrap();
            (
                file["filename"].as_str().unwrap().to_owned(),
                String::from_utf8(bytes.to_vec()).unwrap(),
            )
        });
        Reply {
            files: files.collect(),
            json,
        }
    }

    /// Says something and waits until the bot has handled it.
    pub async fn say(&self, who: &str, text: &str) {
        let bot = self.bot.as_ref().unwrap();
        let before = bot.received();
        self.sandbox.post(self.id(who), self.channel, text).unwrap();
        tokio::time::timeout(AT_MOST, bot.until_idle(before + 1))
            .await
            .unwrap();
    }

    /// Rows of a store in the first server.
    pub async fn rows(&self, store: &str) -> Vec<StoredRow> {
        let found = self.plan.stores.iter().find(|one| one.name == store);
        let scan = Scan {
            store: found.unwrap().id,
            guild: Some(self.server),
            of: None,
            by: None,
            limit: None,
        };
        match self
            .vault
            .as_ref()
            .unwrap()
            .read(&Read::Scan(scan), Timestamp(i64::MIN))
            .await
        {
            Ok(Answer::Rows(rows)) => rows,
            other => panic!("{other:?}"),
        }
    }
}
