//! The stage of one scenario: a sandbox, a data directory and the bot, all on one virtual clock.
//!
//! Nothing waits for time to pass: after a step, [`Stage::until_idle`] waits until the bot has handled every dispatch that
//! the sandbox sent it, and everything that followed from them.

use std::{
    collections::BTreeMap, fmt::Display, path::Path, sync::Arc, time::Duration as RealDuration,
};

use tempfile::TempDir;
use tokio::time::timeout;

use super::{
    crew::Crew,
    script::{self, Scenario},
    seen::NameOf,
};
use crate::{
    plan::{Plan, Store, StoreId},
    port::{Operators, RowId, StoredRow, Vault, VaultError},
    sandbox::{BotSeed, InteractionId, Sandbox, SandboxConfig, WorldFile},
    vault::{Address, Location, MasterKey, SealedVault},
    vocab::{ChannelId, Duration, GuildId, Timestamp, UserId, Value},
};

/// A bot that takes longer over one step hangs.
const STEP_MAX: RealDuration = RealDuration::from_secs(20);

/// What is under test.
#[derive(Clone)]
pub struct Tested {
    pub plan: Arc<Plan>,
    /// The generated notice as plain text.
    pub notice: Arc<str>,
    /// An empty PostgreSQL database for each scenario, in their order; without, each has a directory.
    pub databases: Arc<[Address]>,
}

/// What was expected and what was there instead.
#[derive(Debug)]
pub(super) struct Miss {
    pub expected: String,
    pub happened: Vec<String>,
}

impl Miss {
    pub fn new(expected: impl Into<String>) -> Self {
        Self {
            expected: expected.into(),
            happened: Vec::new(),
        }
    }

    pub fn because(expected: impl Into<String>, why: impl Display) -> Self {
        Self {
            expected: expected.into(),
            happened: vec![why.to_string()],
        }
    }

    pub fn vault(error: VaultError) -> Self {
        Self::because("data that can be read", error)
    }
}

/// The most recent act, which `expect reply` and `expect refused` are about.
#[derive(Debug, Clone)]
pub(super) struct Last {
    pub who: UserId,
    pub channel: ChannelId,
    pub interaction: Option<InteractionId>,
    /// The newest message of the channel before the act.
    pub before: u64,
    pub refusal: Option<String>,
}

pub(super) struct Stage {
    pub tested: Tested,
    pub sandbox: Arc<Sandbox>,
    operators: Option<Operators>,
    dir: TempDir,
    place: Location,
    key: MasterKey,
    vault: Option<Arc<SealedVault>>,
    crew: Option<Crew>,
    pub names: NameOf,
    /// Messages that steps named, with their channel.
    pub messages: BTreeMap<String, (u64, ChannelId)>,
    pub last: Option<Last>,
}

impl Stage {
    /// `index` is the number of the scenario among those that run.
    pub async fn set(scenario: &Scenario, index: usize, tested: Tested) -> Result<Self, Miss> {
        let dir = tempfile::Builder::new()
            .prefix("candor-test-")
            .tempdir()
            .map_err(|error| Miss::because("a temporary directory", error))?;
        let asked = tested.plan.permissions.iter().map(|need| need.permission);
        // Invited with what the policy derives, and nothing more.
        let permissions = asked.fold(0, |all, permission| all | permission.bit());
        let world = WorldFile {
            bot: BotSeed {
                name: Some(tested.plan.bot.clone()),
                permissions: Some(permissions),
                position: None,
            },
            servers: scenario.servers.clone(),
            people: scenario.outsiders.clone(),
            tries: Vec::new(),
            services: Vec::new(),
        };
        let config = SandboxConfig {
            port: 0,
            world,
            clock: None,
        };
        let sandbox = Sandbox::start(config)
            .await
            .map_err(|error| Miss::because("a world", error))?;
        let names = names(&sandbox);
        let operators = scenario.operators.as_ref();
        let operators = operators
            .map(|named| operators_in(&sandbox, named))
            .transpose()?;
        let key = MasterKey::random().map_err(Miss::vault)?;
        let ledger = dir.path().join("data");
        let place = match tested.databases.get(index) {
            None => Location::Directory(ledger),
            Some(address) => Location::Database {
                address: Box::new(address.clone()),
                ledger,
            },
        };
        let mut stage = Self {
            tested,
            place,
            sandbox: Arc::new(sandbox),
            operators,
            dir,
            key,
            vault: None,
            crew: None,
            names,
            messages: BTreeMap::new(),
            last: None,
        };
        stage.start_bot().await?;
        stage.until_idle().await?;
        Ok(stage)
    }

    /// The bot's process starts on the data there is.
    pub async fn start_bot(&mut self) -> Result<(), Miss> {
        if self.crew.is_some() {
            return Err(Miss::new("the bot is not running yet"));
        }
        self.vault = None;
        let vault = self.open_vault().await?;
        self.vault = Some(Arc::clone(&vault));
        let plan = Arc::clone(&self.tested.plan);
        let crew = Crew::start(plan, vault, Arc::clone(&self.sandbox), self.operators).await;
        self.crew = Some(crew.map_err(|error| Miss::because("the bot starts", error))?);
        Ok(())
    }

    /// The lock of the process before is let go a moment after its last task ended.
    async fn open_vault(&self) -> Result<Arc<SealedVault>, Miss> {
        let mut tries = 0_u32;
        loop {
            let now = self.sandbox.clock().now();
            let plan = Arc::clone(&self.tested.plan);
            match SealedVault::at(&self.place, plan, &self.key, now) {
                Ok(vault) => return Ok(Arc::new(vault)),
                Err(error) if tries >= 200 => return Err(Miss::vault(error)),
                Err(_) => {
                    tries += 1;
                    tokio::time::sleep(RealDuration::from_millis(5)).await;
                }
            }
        }
    }

    /// The bot's process ends. Its data can still be looked at.
    pub async fn stop_bot(&mut self) {
        if let Some(crew) = self.crew.take() {
            crew.stop().await;
        }
    }

    /// Waits until the bot has nothing left to do.
    pub async fn until_idle(&self) -> Result<(), Miss> {
        let Some(crew) = &self.crew else {
            return Ok(());
        };
        let done = timeout(STEP_MAX, crew.until_idle()).await;
        let within = STEP_MAX.as_secs();
        done.map_err(|_| Miss::new(format!("the bot comes to rest within {within} s")))
    }

    /// Learns what the bot made is called.
    pub fn look_around(&mut self) {
        if self.tested.plan.makes_channels() {
            let now = names(&self.sandbox);
            self.names.channels.extend(now.channels);
        }
    }

    /// Moves the clock; what became due is gone afterwards, unless the bot is not running.
    pub async fn advance(&mut self, by: Duration) -> Result<(), Miss> {
        if let Some(crew) = &self.crew {
            return crew.advance(by).await.map_err(Miss::vault);
        }
        self.sandbox.advance(by);
        Ok(())
    }

    pub fn bot_member(&self, server: &str, present: bool) -> Result<(), Miss> {
        let guild = GuildId(self.guild(server)?);
        let moved = if present {
            self.sandbox.bot_added(guild)
        } else {
            self.sandbox.bot_removed(guild)
        };
        let verb = if present { "added to" } else { "removed from" };
        moved.map_err(|error| Miss::because(format!("the bot can be {verb} {server}"), error))
    }

    pub fn outage(&self, server: &str, on: bool) -> Result<(), Miss> {
        let guild = GuildId(self.guild(server)?);
        self.sandbox
            .outage(guild, on)
            .map_err(|error| Miss::because(format!("{server} can have an outage"), error))
    }

    /// Takes everything down; the data directory goes with it.
    pub async fn strike(mut self) {
        self.stop_bot().await;
    }

    pub fn now(&self) -> Timestamp {
        self.sandbox.clock().now()
    }

    pub fn vault(&self) -> Result<&SealedVault, Miss> {
        self.vault
            .as_deref()
            .ok_or_else(|| Miss::new("the bot was started once"))
    }

    pub fn data_dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn notice(&self) -> &str {
        &self.tested.notice
    }

    pub fn store(&self, id: StoreId) -> Option<&Store> {
        self.tested.plan.store(id)
    }

    pub async fn dump(&self, store: StoreId) -> Result<Vec<(RowId, StoredRow)>, Miss> {
        let vault = self.vault()?;
        vault.dump(store, self.now()).await.map_err(Miss::vault)
    }

    /// The servers of the scenario's world.
    pub fn guilds(&self) -> Vec<GuildId> {
        let ready = self.sandbox.ready();
        let servers = ready.get("servers").and_then(serde_json::Value::as_array);
        let ids = servers.into_iter().flatten().filter_map(|server| {
            let id = server.get("id").and_then(serde_json::Value::as_str)?;
            Some(GuildId(id.parse().ok()?))
        });
        ids.collect()
    }

    pub fn name_of(&self, person: u64) -> String {
        self.names.person(person)
    }

    /// A stored value for people.
    pub fn show(&self, value: &Value) -> String {
        match value {
            Value::None => "none".to_owned(),
            Value::Bool(flag) => flag.to_string(),
            Value::Int(number) => number.to_string(),
            Value::Text(text) => format!("`{text}`"),
            Value::Emoji(emoji) => emoji.shown(),
            Value::Instant(at) => format!("{} ago", self.now().since(*at)),
            Value::Duration(duration) => duration.to_string(),
            Value::User(id) => self.names.render(&format!("<@{id}>")),
            Value::Channel(id) => self.names.render(&format!("<#{id}>")),
            Value::Role(id) => self.names.render(&format!("<@&{id}>")),
            Value::Guild(id) => id.to_string(),
            Value::Message(id) => id.to_string(),
            Value::Words(words) => words.join(", "),
            Value::Url(text) | Value::Locale(text) => text.clone(),
            Value::Who(_) => self.names.render(&value.shown()),
            Value::List(values) => {
                let shown: Vec<_> = values.iter().map(|one| self.show(one)).collect();
                shown.join(", ")
            }
            Value::Attachment(place) => format!("file {place}"),
        }
    }
}

/// Who operates the bot, by ids of the world.
fn operators_in(sandbox: &Sandbox, named: &script::Operators) -> Result<Operators, Miss> {
    let lacks = |what: &str| Miss::new(format!("a {what} for the operators"));
    let server = sandbox
        .server(&named.server)
        .ok_or_else(|| lacks("server"))?;
    let role = sandbox
        .role(server, &named.role)
        .ok_or_else(|| lacks("role"))?;
    let channel = named.channel.as_ref().map(|name| {
        let found = sandbox.channel(server, name);
        found.ok_or_else(|| lacks("channel"))
    });
    Ok(Operators {
        server,
        role,
        channel: channel.transpose()?,
    })
}

/// Ids with names, from the world as it was made.
fn names(sandbox: &Sandbox) -> NameOf {
    let ready = sandbox.ready();
    let mut names = NameOf::default();
    let list = |value: &serde_json::Value, key: &str| {
        let found = value.get(key).and_then(serde_json::Value::as_array);
        found.cloned().unwrap_or_default()
    };
    let pair = |value: &serde_json::Value| {
        let id = value
            .get("id")
            .and_then(serde_json::Value::as_str)?
            .parse()
            .ok()?;
        Some((
            id,
            value
                .get("name")
                .and_then(serde_json::Value::as_str)?
                .to_owned(),
        ))
    };
    names
        .people
        .extend(list(&ready, "people").iter().filter_map(pair));
    for server in list(&ready, "servers") {
        names
            .people
            .extend(list(&server, "members").iter().filter_map(pair));
        names
            .channels
            .extend(list(&server, "channels").iter().filter_map(pair));
        names
            .roles
            .extend(list(&server, "roles").iter().filter_map(pair));
    }
    names
        .people
        .insert(sandbox.bot().0, super::names::BOT.to_owned());
    names
}
