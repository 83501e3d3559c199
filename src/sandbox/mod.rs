//! A Discord-compatible server on loopback: REST v10 and gateway v10, over a pretended world with a virtual clock.
//!
//! Real clients connect to it; people act through the same REST routes with their own tokens. `world` is plain data
//! and pure functions behind one lock; `rest` and `gateway` carry requests and frames to it. The clock stands still
//! unless it is moved ([`VirtualClock`]).
//!
//! Others rely on: [`Sandbox`] in this process, or its address from outside (`candor sandbox`). The routes under
//! `/sandbox` are described in `rest::control`, the world file in `world::seed`.

mod api;
mod clock;
mod doors;
mod field;
mod follow;
mod gateway;
mod grants;
mod hooks;
mod refusal;
mod rest;
mod services;
mod view;
mod world;

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts, Request, ws::WebSocketUpgrade},
    http::{HeaderValue, Method, header},
    response::{IntoResponse, Response},
    serve::ListenerExt,
};
use serde_json::{Value, json};
use thiserror::Error;
use tokio::{net::TcpListener, task::JoinHandle};

pub(crate) use self::world::{
    file::{Taken, Unknown, Voice},
    shown::picture,
};
pub use self::{
    api::{InteractionId, InteractionOutcome},
    clock::VirtualClock,
    doors::{MenuTarget, OpenForm},
    refusal::Refusal,
    services::Pretended,
    view::Changes,
    world::file::{
        BotSeed, MemberSeed, RoleSeed, ServerSeed, Try, WorldError, WorldFile,
        bits as permission_bits,
    },
    world::linked::ConnectionSeed,
};
use self::{follow::Followers, world::World};
use crate::port::{Trouble, plainly};

/// What to start.
#[derive(Debug, Clone, Default)]
pub struct SandboxConfig {
    /// 0 for any free one.
    pub port: u16,
    pub world: WorldFile,
    /// Shared with whoever must agree on the time; a new one if none.
    pub clock: Option<Arc<VirtualClock>>,
}

/// Why a sandbox does not start.
#[derive(Debug, Error)]
pub enum StartError {
    #[error("cannot listen on 127.0.0.1: {}; {}", plainly(.0), Self::OTHER_PORT)]
    Listen(#[from] std::io::Error),
    #[error(transparent)]
    World(#[from] WorldError),
}

impl StartError {
    const OTHER_PORT: &str = "choose another port";
}

impl From<StartError> for Trouble {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Listen(error) => Self::new(
                format!("cannot listen on 127.0.0.1: {}", plainly(&error)),
                StartError::OTHER_PORT,
            ),
            StartError::World(WorldError { what, help, at: _ }) => Self { what, help },
        }
    }
}

/// A running sandbox; it ends when this is dropped.
#[derive(Debug)]
pub struct Sandbox {
    state: State,
    address: SocketAddr,
    clock: Arc<VirtualClock>,
    server: JoinHandle<()>,
}

/// The world behind its one lock, who follows its clock, and how much each client asked for.
#[derive(Debug, Clone)]
pub(crate) struct State {
    world: Arc<Mutex<World>>,
    followers: Followers,
    limits: Arc<Mutex<rest::Limits>>,
}

impl State {
    /// Never held across an await.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Never held across an await, nor with the world.
    fn limits(&self) -> MutexGuard<'_, rest::Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sandbox {
    /// Makes the world and listens on 127.0.0.1. Needs a tokio runtime.
    ///
    /// # Errors
    /// When the port is taken, or the world contradicts itself.
    pub async fn start(config: SandboxConfig) -> Result<Self, StartError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        let clock = config
            .clock
            .unwrap_or_else(|| Arc::new(VirtualClock::at_present()));
        let (hooks, events) = hooks::Hooks::new();
        let mut world = World::new(Arc::clone(&clock), format!("http://{address}"), hooks);
        world.seed(&config.world)?;
        let state = State {
            world: Arc::new(Mutex::new(world)),
            followers: Followers::new(Arc::clone(&clock)),
            limits: Arc::default(),
        };
        let app = Router::new()
            .fallback(answer)
            .layer(DefaultBodyLimit::disable())
            .with_state(state.clone());
        // Without TCP_NODELAY every step waits for a delayed acknowledgement.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let delivered = hooks::deliver(state.clone(), events);
        let server = tokio::spawn(async move {
            // Serving ends only with the task: accepting never fails for good.
            tokio::select! {
                served = axum::serve(listener, app) => drop(served),
                () = delivered => {}
            }
        });
        Ok(Self {
            state,
            address,
            clock,
            server,
        })
    }

    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`, what `--discord` takes.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The line that `candor sandbox` prints: addresses, the bot's token, and everything in the world by name.
    #[must_use]
    pub fn ready(&self) -> Value {
        ready(&self.state.world())
    }

    #[must_use]
    pub fn clock(&self) -> Arc<VirtualClock> {
        Arc::clone(&self.clock)
    }

    /// Waits for as long as the server runs.
    pub async fn serve(mut self) {
        drop((&mut self.server).await);
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Every answer tells the virtual time, which clients may hold against their own.
async fn answer(
    axum::extract::State(state): axum::extract::State<State>,
    request: Request,
) -> Response {
    let mut response = answer_undated(state.clone(), request).await;
    let now = jiff::Timestamp::from_millisecond(state.world().now().0).ok();
    let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
    let date = now.and_then(|now| printer.timestamp_to_rfc9110_string(&now).ok());
    if let Some(date) = date.and_then(|date| HeaderValue::from_str(&date).ok()) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

async fn answer_undated(state: State, request: Request) -> Response {
    if let Some(refusal) = rest::stranger(request.headers()) {
        return rest::refused(refusal);
    }
    let path = request.uri().path();
    if request.headers().contains_key(header::SEC_WEBSOCKET_KEY) {
        let query = request.uri().query().unwrap_or_default().to_owned();
        let (mut parts, _) = request.into_parts();
        return match WebSocketUpgrade::from_request_parts(&mut parts, &state).await {
            Ok(upgrade) => upgrade.on_upgrade(move |socket| gateway::serve(socket, state, query)),
            Err(rejection) => rejection.into_response(),
        };
    }
    if path == "/sandbox/application" && request.method() == Method::POST {
        return rest::set_up(&state, request).await;
    }
    if let Some(service) = path.strip_prefix("/sandbox/services/") {
        let service = service.to_owned();
        return services::answer(&state, &service, request).await;
    }
    if path == "/sandbox/events" {
        return rest::events(&state, request.uri().query().unwrap_or_default());
    }
    if path != "/sandbox/clock" {
        return rest::handle(state, request).await;
    }
    let moves = request.method() == Method::POST;
    if let Some((follower, knows)) = rest::following(request.uri().query().unwrap_or_default()) {
        state.followers.hold(&follower, knows).await;
    }
    let response = rest::handle(state.clone(), request).await;
    if moves {
        state.followers.all_told().await;
    }
    response
}

fn ready(world: &World) -> Value {
    let servers: Vec<Value> = world
        .guilds
        .values()
        .map(|guild| {
            let channels: Vec<Value> = world
                .guild_channels(guild.id)
                .map(|channel| json!({"name": channel.name, "id": channel.id.to_string()}))
                .collect();
            let roles: Vec<Value> = guild
                .roles
                .values()
                .map(|role| json!({"name": role.name, "id": role.id.to_string()}))
                .collect();
            let members: Vec<Value> = guild
                .members
                .keys()
                .filter_map(|id| world.users.get(id))
                .filter(|user| !user.bot)
                .map(|user| json!({"name": user.name, "id": user.id.to_string(), "token": user.token}))
                .collect();
            json!({
                "name": guild.name, "id": guild.id.to_string(), "owner_id": guild.owner.to_string(),
                "channels": channels, "roles": roles, "members": members,
            })
        })
        .collect();
    let people: Vec<Value> = world
        .users
        .values()
        .filter(|user| !user.bot)
        .map(|user| json!({"name": user.name, "id": user.id.to_string(), "token": user.token}))
        .collect();
    let token = world.users.get(&world.bot).map(|bot| bot.token.clone());
    json!({
        "api": format!("{}/api/v10", world.origin),
        "gateway": world.origin.replacen("http", "ws", 1),
        "application_id": world.bot.to_string(),
        "bot_token": token,
        "client_secret": world.oauth.secret,
        "public_key": world.oauth.hooks.verify_key(),
        "redirect_uris": world.oauth.redirects,
        "servers": servers,
        "people": people,
    })
}
