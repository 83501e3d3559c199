//! Starts the bot, feeds it what happens, and stops it.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use thiserror::Error;
use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

use super::{
    agree,
    contact::Contact,
    health,
    journal::Unfinished,
    lane::{Lane, Lanes},
    members::{self, Members},
    meter::Meters,
    presence::Presence,
    progress::Progress,
    seen::Seen,
    sweep,
    trust::TrustedClock,
    turn::{Turn, sender},
};
use crate::{
    discord::{
        DiscordError, Endpoint, Gateway, GatewayConfig, Happening, Identity, Rest, Translator,
    },
    plan::{Plan, StoreId},
    port::{Answer, Guild, Marks, News, Places, Read, Scan, StoredRow, Vault, VaultError},
    router,
    vocab::{GuildId, Intent, Timestamp},
};

/// Everything a bot is made of.
pub struct BotConfig {
    pub plan: Arc<Plan>,
    pub vault: Arc<dyn Vault>,
    /// Begun with what the vault marked.
    pub clock: Arc<TrustedClock>,
    pub discord: Endpoint,
    /// Where to serve `/livez`, `/readyz`, `/metrics` and the notice; none for nowhere.
    pub listen: Option<SocketAddr>,
    /// The notice as a page of HTML.
    pub notice: String,
}

/// Why a bot does not start. The vault and Discord say what to do.
#[derive(Debug, Error)]
pub enum StartError {
    #[error(transparent)]
    Discord(#[from] DiscordError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("cannot listen on {address}: {why}; choose another one with `--listen`")]
    Listen { address: SocketAddr, why: String },
    #[error(
        "Discord did not begin a session within {seconds} s; see https://discordstatus.com and try again"
    )]
    Silent { seconds: u64 },
}

/// How long Discord may take to begin the first session.
const READY_MAX: Duration = Duration::from_mins(1);
/// How long handlers may take to finish when the bot stops.
const STOP_MAX: Duration = Duration::from_secs(10);

/// What every part of a running bot shares.
pub(super) struct Core {
    pub(super) plan: Arc<Plan>,
    pub(super) vault: Arc<dyn Vault>,
    pub(super) clock: Arc<TrustedClock>,
    pub(super) rest: Rest,
    pub(super) identity: Identity,
    pub(super) lanes: Lanes,
    pub(super) presence: Presence,
    pub(super) members: Arc<Members>,
    pub(super) contact: Contact,
    pub(super) progress: Progress,
    pub(super) meters: Meters,
    pub(super) late_ms: AtomicI64,
    /// As they stand in the vault.
    pub(super) marks: tokio::sync::Mutex<Marks>,
    pub(super) unfinished: Unfinished,
}

/// The way to start one.
pub struct Bot;

/// A running bot. Dropping it stops the bot without waiting for handlers under way.
pub struct BotHandle {
    core: Arc<Core>,
    received: Arc<AtomicU64>,
    fatal: Arc<Mutex<Option<DiscordError>>>,
    http: Option<SocketAddr>,
    stop: Option<oneshot::Sender<()>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Bot {
    /// Catches up with what became due, registers the commands, connects, and returns once Discord began a session.
    ///
    /// # Errors
    /// [`StartError`], before anything of Discord's was handled.
    pub async fn start(config: BotConfig) -> Result<BotHandle, StartError> {
        let rest = Rest::new(config.discord)?;
        let identity = rest.identity().await?;
        let guilds = config.vault.guilds().await?;
        let marks = config.vault.marks().await?;
        let progress = Progress::default();
        let core = Arc::new(Core {
            plan: config.plan,
            vault: config.vault,
            clock: config.clock,
            rest,
            identity,
            lanes: Lanes::new(progress.clone()),
            presence: Presence::new(&guilds),
            members: Arc::default(),
            contact: Contact::default(),
            progress,
            meters: Meters::default(),
            late_ms: AtomicI64::new(0),
            marks: tokio::sync::Mutex::new(marks),
            unfinished: Unfinished::default(),
        });
        core.clock.agree(&core.rest).await;
        core.ask_about_returns().await?;
        core.sweep().await;
        let commands = router::commands(&core.plan);
        let registered = core
            .rest
            .register(core.identity.application, None, &commands)
            .await?;
        tracing::info!(
            written = registered.written,
            removed = registered.removed,
            kept = registered.kept,
            "commands are registered"
        );
        let mut handle = Self::connect(core, config.listen, config.notice).await?;
        match timeout(
            READY_MAX,
            handle
                .core
                .progress
                .until(|state| state.ready || state.ended),
        )
        .await
        {
            Ok(state) if state.ready => Ok(handle),
            Ok(_) => Err(handle.take_fatal().into()),
            Err(_) => Err(StartError::Silent {
                seconds: READY_MAX.as_secs(),
            }),
        }
    }

    async fn connect(
        core: Arc<Core>,
        listen: Option<SocketAddr>,
        notice: String,
    ) -> Result<BotHandle, StartError> {
        let info = core.rest.gateway().await?;
        let mut intents: BTreeSet<Intent> =
            core.plan.intents.iter().map(|need| need.intent).collect();
        // Without it Discord tells the bot of no server, role or channel.
        intents.insert(Intent::Guilds);
        if info.starts_left == 0 {
            tracing::warn!(
                "Discord allows no further session today; connecting may fail until tomorrow"
            );
        }
        let gateway = Gateway::open(GatewayConfig {
            endpoint: core.rest.endpoint().clone(),
            url: info.url,
            shards: info.shards,
            intents: intents.into_iter().collect(),
        })?;
        core.contact.watch(gateway.received(), gateway.connected());
        let (stop, stopped) = oneshot::channel();
        let fatal = Arc::<Mutex<Option<DiscordError>>>::default();
        let mut handle = BotHandle {
            core: Arc::clone(&core),
            received: gateway.received(),
            fatal: Arc::clone(&fatal),
            http: None,
            stop: Some(stop),
            tasks: vec![
                tokio::spawn(agree::keep_agreeing(Arc::downgrade(&core))),
                tokio::spawn(sweep::keep_sweeping(Arc::downgrade(&core))),
                tokio::spawn(sweep::keep_looking(Arc::downgrade(&core))),
            ],
        };
        for _ in 0..members::WORKERS {
            let work = members::keep_looking_up(Arc::downgrade(&core));
            handle.tasks.push(tokio::spawn(work));
        }
        if let Some(address) = listen {
            let (http, task) = health::serve(Arc::clone(&core), address, notice)
                .await
                .map_err(|error| StartError::Listen {
                    address,
                    why: error.to_string(),
                })?;
            handle.http = Some(http);
            handle.tasks.push(task);
        }
        let feed = Feed {
            translator: Translator::new(core.identity.user),
            seen: Seen::default(),
            core,
        };
        // Not among the tasks that are ended: it ends by itself once the gateway is closed.
        tokio::spawn(feed.run(gateway, stopped, fatal));
        Ok(handle)
    }
}

impl BotHandle {
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.core.identity
    }

    /// To be told what somebody else did to the data.
    pub fn told(&self) -> impl Fn(News) + Send + Sync + use<> {
        let core = Arc::downgrade(&self.core);
        move |news| match (core.upgrade(), news) {
            (Some(core), News::Changed(places)) => core.follow(&places),
            (Some(core), News::Swept(swept)) => core.swept(&swept),
            (None, _) => {}
        }
    }

    /// Where health, metrics and the notice are served.
    #[must_use]
    pub const fn http(&self) -> Option<SocketAddr> {
        self.http
    }

    /// Gateway dispatches received so far, over all sessions, READY and RESUMED included.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received.load(Ordering::SeqCst)
    }

    /// Waits until at least `dispatches` were received, and everything received by then is handled: rows durable,
    /// actions carried out or refused.
    pub async fn settled(&self, dispatches: u64) {
        let received = Arc::clone(&self.received);
        let holds = move |state: &super::progress::State| {
            let all = received.load(Ordering::SeqCst);
            state.ended || (state.taken >= dispatches.max(all) && state.busy == 0)
        };
        self.core.progress.until(holds).await;
    }

    /// Waits until every server that was announced has arrived. Servers in an outage hold it up.
    pub async fn complete(&self) {
        let holds =
            |state: &super::progress::State| state.ended || (state.ready && state.away == 0);
        self.core.progress.until(holds).await;
        self.settled(0).await;
    }

    /// After the clock was moved: has it believed if Discord agrees, deletes what is due and looks into doubtful removals,
    /// now rather than within a second.
    pub async fn tick(&self) {
        self.core.clock.agree(&self.core.rest).await;
        self.core.look_into_doubts(true).await;
        self.core.members.hurry(&self.core.progress);
        self.core.take_up_unfinished().await;
        self.settled(0).await;
        self.core.sweep().await;
        self.core.look_at_gateway(true);
    }

    /// Waits until the gateway ends, which only an error or [`BotHandle::stop`] brings about.
    ///
    /// # Errors
    /// Why Discord does not let the bot go on.
    pub async fn ended(&self) -> Result<(), DiscordError> {
        self.core.progress.until(|state| state.ended).await;
        let fatal = self.fatal.lock().unwrap_or_else(PoisonError::into_inner);
        fatal.clone().map_or(Ok(()), Err)
    }

    /// Takes leave of Discord, finishes what was received, and ends.
    pub async fn stop(mut self) {
        self.core.look_at_gateway(true);
        self.stop.take();
        let progress = self.core.progress.clone();
        let done = progress.until(|state| state.ended && state.busy == 0);
        if timeout(STOP_MAX, done).await.is_err() {
            tracing::warn!("some handlers did not finish in time");
        }
        self.core.mark(true).await;
    }

    fn take_fatal(&mut self) -> DiscordError {
        let mut fatal = self.fatal.lock().unwrap_or_else(PoisonError::into_inner);
        fatal.take().unwrap_or_else(|| DiscordError::Gateway {
            why: "it ended before a session began".to_owned(),
        })
    }
}

impl Drop for BotHandle {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Takes what happens from the gateway, one after the other.
struct Feed {
    core: Arc<Core>,
    translator: Translator,
    seen: Seen,
}

impl Feed {
    async fn run(
        mut self,
        mut gateway: Gateway,
        mut stopped: oneshot::Receiver<()>,
        fatal: Arc<Mutex<Option<DiscordError>>>,
    ) {
        let mut is_stopping = false;
        loop {
            let next = tokio::select! {
                // Resolves when the handle sends or is dropped.
                _ = &mut stopped, if !is_stopping => {
                    is_stopping = true;
                    gateway.stop();
                    continue;
                }
                next = gateway.next() => next,
            };
            match next {
                Some(Ok(wire)) => {
                    let now = self.core.clock.now();
                    if let Some(happening) = self.translator.translate(wire, now) {
                        self.take(happening).await;
                    }
                    let away = self.translator.away();
                    self.core.meters.dispatches.one();
                    self.core.progress.change(|state| {
                        state.taken += 1;
                        state.away = away;
                    });
                }
                Some(Err(error)) => {
                    tracing::error!(%error, "the gateway ended");
                    *fatal.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                }
                None => break,
            }
        }
        self.core.progress.change(|state| state.ended = true);
    }

    async fn take(&mut self, happening: Happening) {
        let core = Arc::clone(&self.core);
        match happening {
            Happening::Ready { guilds, shard } => {
                core.meters.sessions.one();
                if core.progress.now().ready {
                    tracing::warn!(
                        "a new gateway session began; events in between may have been missed"
                    );
                }
                let before = core.marks.lock().await.connected;
                let since = core.contact.begin(shard, &guilds, core.clock.now(), before);
                let doubted = core.compare_guilds(&guilds, shard, since).await;
                for guild in doubted {
                    self.confirm(guild).await;
                }
                core.progress.change(|state| state.ready = true);
            }
            Happening::GuildAvailable(guild) => {
                core.presence.trust(guild.id);
                let away = core.contact.regain(guild.id);
                let removed = core.presence.removed(guild.id);
                let since = away.into_iter().chain(removed).min();
                let lane = Lane::Guild(guild.id);
                let work = {
                    let core = Arc::clone(&core);
                    async move { core.arrived(&guild, since).await }
                };
                core.lanes.push(lane, work).await;
            }
            Happening::GuildUnavailable(guild) => {
                core.contact.lose(guild, core.clock.now());
                tracing::debug!("a server is in an outage");
            }
            Happening::GuildGone(guild) => {
                let now = core.clock.now();
                core.contact.lose(guild, now);
                core.presence.doubt(guild, now);
                self.confirm(guild).await;
            }
            Happening::Unreadable(kind) => {
                core.meters.unreadable.one();
                tracing::warn!(%kind, "an event cannot be read by this version");
            }
            Happening::Event(event) => {
                if !self.seen.first(&event.dedupe) {
                    core.meters.repeated.one();
                    return;
                }
                let lane = match &event.guild {
                    Some(guild) => Lane::Guild(guild.id),
                    None => Lane::Person(sender(&event)),
                };
                let turn = Turn::new(&core, *event);
                let work = {
                    let core = Arc::clone(&core);
                    async move { turn.run(&core).await }
                };
                core.lanes.push(lane, work).await;
            }
        }
    }

    async fn confirm(&self, guild: GuildId) {
        let core = Arc::clone(&self.core);
        let work = async move { core.confirm_removal(guild).await };
        self.core.lanes.push(Lane::Guild(guild), work).await;
    }
}

impl Core {
    /// `since` is when events of the server may have been missed, if they may.
    async fn arrived(&self, server: &Arc<Guild>, since: Option<Timestamp>) {
        let guild = server.id;
        self.guild_present(guild).await;
        if let Some(since) = since {
            self.doubt_members(guild, since).await;
        }
        if let Err(error) = self.register_guild(guild, false).await {
            tracing::warn!(%error, "the commands of a server could not be registered");
        }
        self.take_up(server).await;
    }

    /// # Errors
    /// What Discord says about the commands. A vault that cannot be read is logged instead.
    pub(super) async fn refresh_commands(&self, guild: GuildId) -> Result<(), DiscordError> {
        self.register_guild(guild, true).await
    }

    /// Registers the commands that the server's admins made. A server that has none is asked about only when `always`.
    async fn register_guild(&self, guild: GuildId, always: bool) -> Result<(), DiscordError> {
        let sets = match self.command_rows(guild).await {
            Ok(sets) => sets,
            Err(error) => {
                tracing::error!(%error, "the commands of a server cannot be read");
                return Ok(());
            }
        };
        if sets.iter().all(|(_, rows)| rows.is_empty()) && !always {
            return Ok(());
        }
        let commands = router::guild_commands(&self.plan, &sets);
        self.rest
            .register(self.identity.application, Some(guild), &commands)
            .await
            .map(drop)
    }

    /// The servers among these in which rows are commands.
    pub(super) fn with_commands(&self, places: &Places) -> BTreeSet<GuildId> {
        let sets = &self.plan.command_sets;
        let places = places.iter();
        let places = places.filter(|(_, store)| sets.iter().any(|set| set.store == *store));
        places.map(|(guild, _)| *guild).collect()
    }

    /// Rows are others, or gone, without a handler: where they are commands these are registered anew, after what is under
    /// way there.
    pub(super) fn follow(self: &Arc<Self>, places: &Places) {
        for guild in self.with_commands(places) {
            if self.presence.removed(guild).is_some() {
                continue;
            }
            let core = Arc::clone(self);
            tokio::spawn(async move {
                let lanes = core.lanes.clone();
                let refresh = async move {
                    if let Err(error) = core.refresh_commands(guild).await {
                        tracing::warn!(%error, "the commands of a server could not be registered");
                    }
                };
                lanes.push(Lane::Guild(guild), refresh).await;
            });
        }
    }

    /// Rows of the command sets whose features are on in the server.
    async fn command_rows(
        &self,
        guild: GuildId,
    ) -> Result<Vec<(StoreId, Vec<StoredRow>)>, VaultError> {
        let mut sets = Vec::new();
        if self.plan.command_sets.is_empty() {
            return Ok(sets);
        }
        let Answer::Settings(settings) = self.vault.read(&Read::Settings(guild)).await? else {
            return Ok(sets);
        };
        for set in &self.plan.command_sets {
            let is_on = self.plan.feature(set.feature).is_some_and(|feature| {
                let switched = settings.switched.get(&feature.name);
                switched.copied().unwrap_or(feature.default_on)
            });
            let scan = Scan {
                store: set.store,
                guild: Some(guild),
                of: None,
                by: None,
                limit: None,
            };
            if is_on && let Answer::Rows(rows) = self.vault.read(&Read::Scan(scan)).await? {
                sets.push((set.store, rows));
            }
        }
        Ok(sets)
    }
}
