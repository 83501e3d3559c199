//! A sandbox with a server, the bot in it, and ways to act and look.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicI64, Ordering},
};

use async_trait::async_trait;
use candor::{
    discord::{Endpoint, Token},
    plan::{Plan, StoreId},
    port::{
        Answer, Batch, Commit, Marks, Op, Read, RowId, StoreCount, StoredRow, Swept, Vault,
        VaultError, Wall,
    },
    runtime::{Bot, BotConfig, BotHandle, Services, TrustedClock},
    sandbox::{
        BotSeed, InteractionId, MemberSeed, RoleSeed, Sandbox, SandboxConfig, ServerSeed, WorldFile,
    },
    vocab::{ChannelId, GuildId, Permission, Timestamp, UserId, Value},
};
use serde_json::Value as Json;
use tokio::{
    net::TcpListener,
    sync::{Mutex, OwnedMutexGuard},
};

use super::{AT_MOST, duration, model::MemoryVault, policy};

pub struct Stage {
    pub sandbox: Sandbox,
    pub server: GuildId,
    pub channel: ChannelId,
    pub vault: Arc<Doubtful>,
    /// What the bot takes for the machine's clock.
    pub wall: Arc<dyn Wall>,
    plan: Arc<Plan>,
    bot: Option<BotHandle>,
}

impl Stage {
    pub async fn set() -> Self {
        Self::set_with(BotSeed::default()).await
    }

    pub async fn set_with(bot: BotSeed) -> Self {
        Self::set_in(policy::plan(), bot).await
    }

    pub async fn set_in(plan: Plan, bot: BotSeed) -> Self {
        let member = |name: &str| MemberSeed {
            name: name.to_owned(),
            ..MemberSeed::default()
        };
        let moderator = MemberSeed {
            permissions: Some(Permission::ModerateMembers.bit()),
            ..member("mod")
        };
        let lounge = ServerSeed {
            name: "lounge".to_owned(),
            members: vec![moderator, member("ann")],
            roles: vec![RoleSeed {
                name: "low".to_owned(),
                ..RoleSeed::default()
            }],
            ..ServerSeed::default()
        };
        let world = WorldFile {
            bot: bot.clone(),
            servers: vec![ServerSeed { bot, ..lounge }],
            ..WorldFile::default()
        };
        let config = SandboxConfig {
            world,
            ..SandboxConfig::default()
        };
        let sandbox = Sandbox::start(config).await.unwrap();
        let server = sandbox.server("lounge").unwrap();
        let channel = sandbox.channel(server, "general").unwrap();
        let plan = Arc::new(plan);
        let vault = Arc::new(Doubtful::new(MemoryVault::new(Arc::clone(&plan))));
        let wall = sandbox.clock();
        let mut stage = Self {
            sandbox,
            wall,
            server,
            channel,
            vault,
            plan,
            bot: None,
        };
        stage.start_bot().await;
        stage
    }

    pub async fn config(&self) -> BotConfig {
        let last = self.vault.marks().await.unwrap().time;
        let token = Token::new(&self.sandbox.bot_token());
        BotConfig {
            services: Services::pretended(&self.plan, &self.sandbox.origin()).unwrap(),
            plan: Arc::clone(&self.plan),
            vault: Arc::clone(&self.vault) as Arc<dyn Vault>,
            clock: Arc::new(TrustedClock::new(Arc::clone(&self.wall), last)),
            discord: Endpoint::new(&self.sandbox.origin(), token).unwrap(),
            operators: None,
            listen: TcpListener::bind(("127.0.0.1", 0)).await.ok(),
            notices: vec![("/".to_owned(), "<p>the notice</p>".to_owned())],
        }
    }

    pub async fn start_bot(&mut self) {
        let bot = Bot::start(self.config().await).await.unwrap();
        bot.complete().await;
        self.bot = Some(bot);
    }

    /// With services that are somewhere else than in the sandbox.
    pub async fn start_with(&mut self, services: Services) {
        let config = BotConfig {
            services,
            ..self.config().await
        };
        let bot = Bot::start(config).await.unwrap();
        bot.complete().await;
        self.bot = Some(bot);
    }

    pub async fn stop_bot(&mut self) {
        self.bot.take().unwrap().stop().await;
    }

    fn bot(&self) -> &BotHandle {
        self.bot.as_ref().unwrap()
    }

    pub fn person(&self, name: &str) -> UserId {
        self.sandbox.user(name).unwrap()
    }

    pub fn call(&self, who: &str, command: &str, options: &[(&str, &str)]) -> InteractionId {
        self.sandbox
            .invoke(self.person(who), self.channel, command, options)
            .unwrap()
    }

    pub async fn command(&self, who: &str, command: &str, options: &[(&str, &str)]) -> Json {
        let call = self.call(who, command, options);
        self.answer(who, call).await
    }

    /// The message that answers; as whoever asked sees it.
    pub async fn answer(&self, who: &str, call: InteractionId) -> Json {
        let outcome = self.sandbox.answered(call, AT_MOST).await.unwrap();
        assert_eq!(outcome.state, "answered", "{outcome:?}");
        let id = outcome.message.unwrap().to_string();
        // A fallback may come after the first answer; the last one counts.
        self.until_idle().await;
        let seen = self
            .sandbox
            .messages(self.person(who), self.channel)
            .unwrap();
        seen.into_iter()
            .find(|one| one["id"] == id.as_str())
            .unwrap()
    }

    pub async fn until(&self, call: InteractionId, state: &str) {
        let wait = async {
            while self.sandbox.outcome(call).unwrap().state != state {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(AT_MOST, wait).await.unwrap();
    }

    /// Waits until the bot began so many gateway sessions.
    pub async fn until_sessions(&self, count: u64) {
        let begun = format!("candor_gateway_sessions_total {count}\n");
        let wait = async {
            while !self.page("/metrics").await.1.contains(&begun) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(AT_MOST, wait).await.unwrap();
    }

    pub fn say(&self, who: &str, text: &str) {
        self.sandbox
            .post(self.person(who), self.channel, text)
            .unwrap();
    }

    pub fn seen_by(&self, who: &str) -> Vec<Json> {
        self.sandbox
            .messages(self.person(who), self.channel)
            .unwrap()
    }

    /// Waits until the bot has handled all that the sandbox sent in this session, and what followed from it.
    pub async fn until_idle(&self) {
        loop {
            let sent = self.sent().await;
            tokio::time::timeout(AT_MOST, self.bot().until_idle(sent))
                .await
                .unwrap();
            if self.sent().await == sent {
                return;
            }
        }
    }

    /// The number of the last dispatch.
    async fn sent(&self) -> u64 {
        let log = self.log().await;
        let mut dispatches = log.iter().rev().filter(|entry| entry["kind"] == "dispatch");
        dispatches
            .find_map(|entry| entry["s"].as_u64())
            .unwrap_or(0)
    }

    pub async fn requests(&self, part: &str, methods: &[&str]) -> usize {
        let log = self.log().await;
        let matching = log.iter().filter(|entry| {
            let path = entry["path"].as_str().unwrap_or_default();
            entry["kind"] == "request"
                && path.contains(part)
                && methods.contains(&entry["method"].as_str().unwrap_or_default())
        });
        matching.count()
    }

    async fn log(&self) -> Vec<Json> {
        let text = get(&format!("{}/sandbox/log", self.sandbox.origin()))
            .await
            .1;
        serde_json::from_str(&text).unwrap()
    }

    pub async fn fault(&self, fault: Json) {
        let url = format!("{}/sandbox/faults", self.sandbox.origin());
        let answer = client().post(url).json(&fault).send().await.unwrap();
        assert!(answer.status().is_success(), "{fault}");
    }

    /// Lets virtual time pass and the bot notice.
    pub async fn pass(&self, time: &str) {
        self.sandbox.advance(duration(time));
        self.tick().await;
    }

    /// The bot looks at the clock.
    pub async fn tick(&self) {
        tokio::time::timeout(AT_MOST, self.bot().tick())
            .await
            .unwrap();
    }

    /// The server's mod-log is this channel, as `/config set server mod-log` makes it.
    pub async fn log_to(&self, channel: ChannelId) {
        let set = Op::SetSetting {
            guild: self.server,
            setting: self.plan.mod_log.as_ref().unwrap().setting,
            value: Some(Value::Channel(channel)),
        };
        let batch = Batch {
            ops: vec![set],
            ..Batch::default()
        };
        self.vault.commit(batch, Timestamp(0)).await.unwrap();
    }

    /// Changes a setting past `/config`, as an earlier version may have left it.
    pub async fn choose(&self, name: &str, value: Value) {
        let setting = self.plan.settings.iter().find(|one| one.name == name);
        let set = Op::SetSetting {
            guild: self.server,
            setting: setting.unwrap().id,
            value: Some(value),
        };
        let batch = Batch {
            ops: vec![set],
            ..Batch::default()
        };
        self.vault.commit(batch, Timestamp(0)).await.unwrap();
    }

    /// What the bot posted in a channel, as somebody sees it.
    pub fn posted(&self, who: &str, channel: ChannelId) -> Vec<String> {
        let seen = self.sandbox.messages(self.person(who), channel).unwrap();
        let by_bot = seen.iter().filter(|one| one["author"]["bot"] == true);
        by_bot.map(content).collect()
    }

    /// What the bot wrote to somebody by direct message.
    pub fn told(&self, who: &str) -> Vec<String> {
        let channel = self.sandbox.direct(self.person(who));
        self.posted(who, channel)
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    fn store(&self, name: &str) -> StoreId {
        let mut all = self.plan.stores.iter();
        all.find(|one| one.name == name).unwrap().id
    }

    /// All rows of a store, in words.
    pub async fn dump(&self, store: &str) -> String {
        let rows = self.vault.dump(self.store(store), Timestamp(0)).await;
        format!("{:?}", rows.unwrap())
    }

    pub async fn rows(&self, store: &str) -> u64 {
        let counts = self.vault.counts().await.unwrap();
        let id = self.store(store);
        counts
            .iter()
            .find(|count| count.store == id)
            .map_or(0, |count| count.rows)
    }

    pub async fn page(&self, path: &str) -> (u16, String) {
        get(&format!("http://{}{path}", self.bot().http().unwrap())).await
    }

    /// What a page is served with.
    pub async fn headers(&self, path: &str) -> reqwest::header::HeaderMap {
        let url = format!("http://{}{path}", self.bot().http().unwrap());
        let answer = client().get(url).send().await.unwrap();
        answer.headers().clone()
    }
}

pub fn content(message: &Json) -> String {
    message["content"].as_str().unwrap_or_default().to_owned()
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

async fn get(url: &str) -> (u16, String) {
    let answer = client().get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// A vault that can be made slow or broken.
pub struct Doubtful {
    vault: MemoryVault,
    gate: Arc<Mutex<()>>,
    broken: AtomicBool,
    /// Whether the next commit fails.
    slips: AtomicBool,
    /// Commits that go through before every other fails.
    left: AtomicI64,
    /// Commits that came to the gate.
    came: AtomicI64,
}

impl Doubtful {
    fn new(vault: MemoryVault) -> Self {
        Self {
            vault,
            gate: Arc::default(),
            broken: AtomicBool::new(false),
            slips: AtomicBool::new(false),
            left: AtomicI64::new(i64::MAX),
            came: AtomicI64::new(0),
        }
    }

    /// Waits until so many commits came to the gate.
    pub async fn until_came(&self, commits: i64) {
        let wait = async {
            while self.came.load(Ordering::SeqCst) < commits {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(AT_MOST, wait).await.unwrap();
    }

    pub fn came(&self) -> i64 {
        self.came.load(Ordering::SeqCst)
    }

    /// Somebody else writes, past the gate.
    pub async fn write_past(&self, ops: Vec<Op>, now: Timestamp) {
        let batch = Batch {
            ops,
            ..Batch::default()
        };
        self.vault.commit(batch, now).await.unwrap();
    }

    /// So many commits go through, and none after them.
    pub fn fail_after(&self, commits: i64) {
        self.left.store(commits, Ordering::SeqCst);
    }

    /// Commits wait for as long as the guard lives.
    pub async fn hold(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.gate).lock_owned().await
    }

    /// The next commit does not go through.
    pub fn fail_once(&self) {
        self.slips.store(true, Ordering::SeqCst);
    }

    pub fn fail(&self, yes: bool) {
        self.broken.store(yes, Ordering::SeqCst);
    }
}

#[async_trait]
impl Vault for Doubtful {
    async fn read(&self, read: &Read, now: Timestamp) -> Result<Answer, VaultError> {
        self.vault.read(read, now).await
    }

    async fn commit(&self, batch: Batch, now: Timestamp) -> Result<Commit, VaultError> {
        self.came.fetch_add(1, Ordering::SeqCst);
        drop(self.gate.lock().await);
        let left = self.left.fetch_sub(1, Ordering::SeqCst);
        let slips = self.slips.swap(false, Ordering::SeqCst);
        if slips || self.broken.load(Ordering::SeqCst) || left <= 0 {
            return Err(VaultError::Io(std::io::Error::other("on purpose")));
        }
        self.vault.commit(batch, now).await
    }

    async fn sweep(&self, now: Timestamp) -> Result<Swept, VaultError> {
        self.vault.sweep(now).await
    }

    async fn ended(
        &self,
        guild: Option<GuildId>,
        limit: usize,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        self.vault.ended(guild, limit).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, VaultError> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(VaultError::Io(std::io::Error::other("on purpose")));
        }
        self.vault.next_due().await
    }

    async fn guilds(&self) -> Result<Vec<(GuildId, Option<Timestamp>)>, VaultError> {
        self.vault.guilds().await
    }

    async fn members(
        &self,
        guild: GuildId,
    ) -> Result<Vec<(UserId, Option<Timestamp>)>, VaultError> {
        self.vault.members(guild).await
    }

    async fn channels(&self, guild: Option<GuildId>) -> Result<Vec<ChannelId>, VaultError> {
        self.vault.channels(guild).await
    }

    async fn counts(&self) -> Result<Vec<StoreCount>, VaultError> {
        self.vault.counts().await
    }

    async fn dump(
        &self,
        store: StoreId,
        now: Timestamp,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        self.vault.dump(store, now).await
    }
    async fn due(&self, row: &RowId) -> Result<Option<Timestamp>, VaultError> {
        self.vault.due(row).await
    }

    async fn verify(&self) -> Result<u64, VaultError> {
        self.vault.verify().await
    }

    async fn marks(&self) -> Result<Marks, VaultError> {
        self.vault.marks().await
    }

    async fn mark(&self, marks: Marks) -> Result<(), VaultError> {
        self.vault.mark(marks).await
    }
}
