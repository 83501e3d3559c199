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
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle, time::timeout};

use super::{
    agree,
    contact::Contact,
    core::Core,
    departure, health,
    known::Known,
    lane::{Lane, Lanes},
    meter::Meters,
    presence::Presence,
    progress::Progress,
    seen::Seen,
    services::Services,
    sweep,
    told::Told,
    trust::TrustedClock,
    turn::{Turn, sender},
    unfinished::Unfinished,
    uses::Counts,
    waiting::Waiting,
};
use crate::{
    discord::{
        DiscordError, Endpoint, Gateway, GatewayConfig, Happening, Identity, LastSeen, MEMBERS_MAX,
        Rest, Translator,
    },
    lexicon::event::VOICE,
    plan::Plan,
    port::{EventKind, Guild, News, Operators, Trouble, Vault, VaultError},
    router,
    vocab::{ChannelId, GuildId, Intent, Timestamp, UserId},
};

/// Everything a bot is made of.
pub struct BotConfig {
    pub plan: Arc<Plan>,
    pub vault: Arc<dyn Vault>,
    /// Begun with what the vault marked.
    pub clock: Arc<TrustedClock>,
    pub discord: Endpoint,
    /// Where those are that the policy asks.
    pub services: Services,
    /// Who operates the bot; none where nobody is named.
    pub operators: Option<Operators>,
    /// Where to serve, taken already, `/livez`, `/readyz`, `/metrics` and the notice; none for nowhere.
    pub listen: Option<TcpListener>,
    /// Pages of the notice, by their paths.
    pub notices: Vec<(String, String)>,
}

/// Why a bot does not start. The vault and Discord say what to do.
#[derive(Debug, Error)]
pub enum StartError {
    #[error(transparent)]
    Discord(#[from] DiscordError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// It cannot listen, or Discord is silent.
    #[error(transparent)]
    Other(#[from] Trouble),
}

impl From<StartError> for Trouble {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Discord(error) => error.into(),
            StartError::Vault(error) => error.into(),
            StartError::Other(trouble) => trouble,
        }
    }
}

/// How long Discord may take to begin the first session.
const READY_MAX: Duration = Duration::from_mins(1);
/// How long handlers may take to finish when the bot stops.
const STOP_MAX: Duration = Duration::from_secs(10);

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
        let asks = config.plan.remembers_roles();
        let core = Arc::new(Core {
            last_seen: asks.then(LastSeen::default),
            plan: config.plan,
            vault: config.vault,
            clock: config.clock,
            rest,
            services: config.services,
            identity,
            lanes: Lanes::new(progress.clone()),
            presence: Presence::new(&guilds),
            members: Arc::default(),
            channels: Arc::default(),
            contact: Contact::default(),
            progress,
            meters: Meters::default(),
            swept_aside: Mutex::default(),
            late_ms: AtomicI64::new(0),
            marks: tokio::sync::Mutex::new(marks),
            unfinished: Unfinished::default(),
            told: Told::default(),
            left: Mutex::default(),
            untold: Mutex::default(),
            known: Known::default(),
            waiting: Waiting::default(),
            counts: Counts::default(),
            operators: config.operators,
            reviewed: tokio::sync::Mutex::default(),
        });
        core.clock.agree(&core.rest).await;
        core.ask_about_returns().await?;
        core.sweep().await;
        core.end_rows(None).await;
        let commands = router::commands(&core.plan);
        let registered = core
            .rest
            .register(core.identity.application, None, &commands)
            .await?;
        if !registered.refused.is_empty() {
            let names = registered.refused.join(", ");
            tracing::error!(%names, "Discord refuses these commands, and they are left out");
        }
        tracing::info!(
            written = registered.written,
            removed = registered.removed,
            kept = registered.kept,
            "commands are registered"
        );
        let mut handle = Self::connect(core, config.listen, config.notices).await?;
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
            Err(_) => {
                let seconds = READY_MAX.as_secs();
                let what = format!("Discord did not begin a session within {seconds} s");
                Err(Trouble::new(what, "see https://discordstatus.com and try again").into())
            }
        }
    }

    async fn connect(
        core: Arc<Core>,
        listen: Option<TcpListener>,
        notices: Vec<(String, String)>,
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
        for _ in 0..departure::WORKERS {
            let work = departure::keep_looking_up(Arc::downgrade(&core));
            handle.tasks.push(tokio::spawn(work));
        }
        if let Some(listener) = listen {
            let served = health::serve(Arc::clone(&core), listener, notices);
            let (http, task) = served.map_err(Trouble::from)?;
            handle.http = Some(http);
            handle.tasks.push(task);
        }
        let feed = Feed {
            translator: Translator::new(core.identity.user)
                .of(core.identity.application)
                .remembering(core.last_seen.clone()),
            seen: Seen::default(),
            booting: BTreeSet::new(),
            shards: BTreeSet::new(),
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
            (Some(core), News::Changed(places)) => {
                core.left_in(&places);
                core.follow(&places);
            }
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
    pub async fn until_idle(&self, dispatches: u64) {
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
        self.until_idle(0).await;
    }

    /// After the clock was moved: has it believed if Discord agrees, deletes what is due and looks into doubtful removals,
    /// now rather than within a second.
    pub async fn tick(&self) {
        self.core.clock.agree(&self.core.rest).await;
        self.core.look_into_doubts(true).await;
        self.core.members.hurry(&self.core.progress);
        self.core.channels.hurry(&self.core.progress);
        self.core.take_up_unfinished().await;
        self.until_idle(0).await;
        self.core.sweep().await;
        self.core.end_everywhere().await;
        self.until_idle(0).await;
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
    /// Servers that the bot was in when it was started, and has not been told of yet.
    booting: BTreeSet<GuildId>,
    /// Shards whose first session began.
    shards: BTreeSet<u64>,
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
                    for happening in self.translator.translate_all(wire, now) {
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

    /// A shard's session begins, with the servers that it knows of.
    async fn began(&mut self, guilds: Vec<GuildId>, shard: (u64, u64)) {
        let core = Arc::clone(&self.core);
        core.meters.sessions.one();
        if self.shards.insert(shard.0) {
            self.booting.extend(&guilds);
        }
        if core.progress.now().ready {
            tracing::warn!("a new gateway session began; events in between may have been missed");
        }
        let before = core.marks.lock().await.connected;
        let since = core.contact.begin(shard, &guilds, core.clock.now(), before);
        let doubted = core.compare_guilds(&guilds, shard, since).await;
        for guild in doubted {
            self.confirm(guild).await;
        }
        if shard.0 == 0 {
            core.doubt_channels(None, since, |_| false).await;
        }
        core.progress.change(|state| state.ready = true);
    }

    async fn take(&mut self, happening: Happening) {
        let core = Arc::clone(&self.core);
        match happening {
            Happening::Ready { guilds, shard } => self.began(guilds, shard).await,
            Happening::GuildAvailable(guild) => {
                core.presence.trust(guild.id);
                core.known.arrives(&guild);
                let away = core.contact.regain(guild.id);
                let removed = core.presence.removed(guild.id);
                let since = away.into_iter().chain(removed).min();
                let lane = Lane::Guild(guild.id);
                let boots = self.booting.remove(&guild.id) && router::boots(&core.plan);
                let work = {
                    let core = Arc::clone(&core);
                    async move {
                        core.arrived(&guild, since).await;
                        if boots {
                            let event = router::booted(&guild, core.clock.now());
                            Turn::new(&core, event).run(&core).await;
                        }
                    }
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
                if let Some(last) = &core.last_seen {
                    last.forget(guild);
                }
                core.known.forget(guild);
                core.presence.doubt(guild, now);
                self.confirm(guild).await;
            }
            Happening::ChannelGone {
                server,
                channel,
                is_thread,
            } => self.channel_gone(server, channel, is_thread).await,
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
                    Some(guild) => {
                        core.known.put(guild);
                        if matches!(event.kind, EventKind::Happened(what) if *what == VOICE) {
                            core.known.heard_of(guild.id, event.actor.id);
                        }
                        Lane::Guild(guild.id)
                    }
                    None => Lane::Person(sender(&event)),
                };
                let turn = Turn::new(&core, *event);
                let work = {
                    let core = Arc::clone(&core);
                    async move {
                        let guild = turn.event.guild.as_ref().map(|guild| guild.id);
                        core.catch_up(guild).await;
                        let typed = turn.typed(&core).await;
                        turn.run(&core).await;
                        if let Some(typed) = typed {
                            typed.run(&core).await;
                        }
                        // Rows for which a ring had no room.
                        if let Some(guild) = guild {
                            core.end_here(guild).await;
                        }
                    }
                };
                core.lanes.push(lane, work).await;
            }
        }
    }

    async fn channel_gone(&self, server: Arc<Guild>, channel: ChannelId, is_thread: bool) {
        let (lane, now) = (Lane::Guild(server.id), self.core.clock.now());
        let core = Arc::clone(&self.core);
        let work = async move { core.channel_gone(&server, channel, is_thread, now).await };
        self.core.lanes.push(lane, work).await;
    }

    async fn confirm(&self, guild: GuildId) {
        let core = Arc::clone(&self.core);
        let work = async move { core.confirm_removal(guild).await };
        self.core.lanes.push(Lane::Guild(guild), work).await;
    }
}

impl Core {
    /// `since` is when events of the server may have been missed, if they may.
    async fn arrived(self: &Arc<Self>, server: &Arc<Guild>, since: Option<Timestamp>) {
        let guild = server.id;
        self.guild_present(guild).await;
        if let Some(since) = since {
            self.doubt_members(guild, since).await;
        }
        if let Err(error) = self.register_guild(guild, false).await {
            tracing::warn!(%error, "the commands of a server could not be registered");
        }
        self.tell_untold(guild);
        self.take_up(server).await;
        if let Some(since) = since {
            let is_there = |channel| server.channels.contains_key(&channel);
            self.doubt_channels(Some(guild), since, is_there).await;
        }
        self.look_at_members(guild);
    }

    /// Asks for all members with their roles, beside the lanes, so that events go on.
    fn look_at_members(self: &Arc<Self>, guild: GuildId) {
        let Some(last) = self.last_seen.clone() else {
            return;
        };
        let (core, busy) = (Arc::clone(self), self.progress.busy());
        tokio::spawn(async move {
            let mut after = UserId(0);
            loop {
                match core.rest.members(guild, after).await {
                    Ok(members) => {
                        let is_last = members.len() < MEMBERS_MAX;
                        after = members.last().map_or(after, |(user, _)| *user);
                        last.fill(guild, members);
                        if is_last {
                            break;
                        }
                    }
                    Err(error) => {
                        tracing::warn!(%error, "the roles of members could not be read");
                        break;
                    }
                }
            }
            drop(busy);
        });
    }
}
