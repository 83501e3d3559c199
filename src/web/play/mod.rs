//! The play page: one person's view of a sandbox, in a browser, with the bot in it.
//!
//! Reads the world through [`Sandbox`] and the rows through the vault; acts only as the people of the world. Served on
//! loopback to this machine's browser: requests for another host name or from another site are refused, so that no page
//! on the web can reach it. Whoever starts it says how to wait for the bot ([`Company`]).

mod act;
mod file;
mod kept;
mod state;

use std::{convert::Infallible, net::SocketAddr, sync::Arc};

use async_trait::async_trait;
use axum::{
    Json, Router,
    extract::{Path, Query, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::{get, post},
};
use futures_util::stream;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::{
    net::TcpListener,
    sync::{RwLock, RwLockReadGuard, watch},
};

use super::served::{self, page};
use crate::{
    plan::Plan,
    sandbox::{Sandbox, Try},
    vault::SealedVault,
    vocab::{Duration, Timestamp},
    wording::say,
};

/// The bot, as far as the page must know it.
#[async_trait]
pub trait Company: Send + Sync + 'static {
    /// Waits until the bot has handled everything that was sent to it.
    async fn until_idle(&self);

    /// Moves the clock forward; the bot has done what became due when it returns.
    ///
    /// # Errors
    /// What went wrong, for people.
    async fn advance(&self, by: Duration) -> Result<Timestamp, String>;

    /// Plays the policy as its file says now, in the same world and with the same data; else goes on as before and says
    /// why. Nothing is left where neither is possible.
    async fn renew(&self, old: Play) -> (Option<Play>, Result<(), String>);
}

/// What became of the policy's file since it is played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct News {
    pub file: String,
    /// As `candor check` shows them.
    pub findings: String,
    pub compiles: bool,
    /// What changes for people, as `candor diff` shows it.
    pub means: String,
    /// Whether a bot with these data starts with it.
    pub fits: bool,
}

impl News {
    /// The file is not there, or no text.
    #[must_use]
    pub fn unreadable(findings: String) -> Self {
        Self {
            file: String::new(),
            findings,
            compiles: false,
            means: String::new(),
            fits: true,
        }
    }
}

/// Everything the page shows.
pub struct Play {
    pub plan: Arc<Plan>,
    pub sandbox: Arc<Sandbox>,
    pub vault: Arc<SealedVault>,
    pub company: Arc<dyn Company>,
    /// The generated notice as a page of HTML.
    pub notice: String,
    /// The people one can be, in order, and what to say about each.
    pub people: Vec<(String, String)>,
    /// What the world suggests; where it says nothing, what follows from the policy.
    pub tries: Vec<Try>,
}

/// What is played, and what is told of it.
struct Table {
    /// Whoever answers a request holds it for so long, so that nothing of a bot is in use when another takes its place.
    play: RwLock<Option<Play>>,
    news: watch::Receiver<Option<News>>,
}

type Shared = Arc<Table>;

impl Table {
    async fn play(&self) -> Result<RwLockReadGuard<'_, Play>, String> {
        let play = RwLockReadGuard::try_map(self.play.read().await, Option::as_ref);
        play.map_err(|_| say!("play-stopped"))
    }

    async fn renew(&self) -> Result<(), String> {
        let mut play = self.play.write().await;
        let old = play.take().ok_or_else(|| say!("play-stopped"))?;
        let company = Arc::clone(&old.company);
        let (new, told) = company.renew(old).await;
        *play = new;
        told
    }
}

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/play.css");

macro_rules! script {
    ($name:literal) => {
        ($name, include_str!(concat!("page/", $name)))
    };
}

/// The page's program, a module each; the first one starts it.
const SCRIPTS: [(&str, &str); 12] = [
    script!("main.js"),
    script!("api.js"),
    script!("commands.js"),
    script!("compose.js"),
    script!("dom.js"),
    script!("form.js"),
    script!("kept.js"),
    script!("members.js"),
    script!("news.js"),
    script!("places.js"),
    script!("talk.js"),
    script!("text.js"),
];

/// Nothing but this page's own script, style, data and pictures.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Serves the page until the listener fails, which it does not.
///
/// # Errors
/// What the system says about the socket.
pub async fn serve(
    play: Play,
    news: watch::Receiver<Option<News>>,
    listener: TcpListener,
) -> std::io::Result<()> {
    let address = listener.local_addr()?;
    let table = Table {
        play: RwLock::new(Some(play)),
        news,
    };
    let app = Router::new()
        .route(
            "/",
            get(|| async { page("text/html; charset=utf-8", PAGE, PAGE_POLICY) }),
        )
        .route(
            "/play.css",
            get(|| async { page("text/css; charset=utf-8", STYLE, PAGE_POLICY) }),
        )
        .route("/play/{name}", get(script))
        .route("/file/{id}/{name}", get(file::file))
        .route("/notice", get(notice))
        .route("/api/state", get(state))
        .route("/api/events", get(events))
        .route("/api/do", post(act))
        .route("/api/choices", post(choices))
        .route("/api/renew", post(renew))
        .fallback(served::missing)
        .layer(middleware::from_fn(move |request, next| {
            guard(address, request, next)
        }))
        .with_state(Arc::new(table));
    axum::serve(listener, app).await
}

/// Only a browser that was pointed at this very address, and only for pages from here.
async fn guard(address: SocketAddr, request: Request, next: Next) -> Response {
    if let Some(why) = refused(address, request.method(), request.headers()) {
        return (StatusCode::FORBIDDEN, Json(json!({ "error": why }))).into_response();
    }
    next.run(request).await
}

fn refused(address: SocketAddr, method: &Method, headers: &HeaderMap) -> Option<&'static str> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let own = [
        format!("127.0.0.1:{}", address.port()),
        format!("localhost:{}", address.port()),
    ];
    let host = text(header::HOST).unwrap_or_default();
    if !own.iter().any(|name| name == host) {
        return Some("this page answers only under 127.0.0.1");
    }
    if let Some(origin) = text(header::ORIGIN)
        && origin != format!("http://{host}")
    {
        return Some("this page answers only to itself");
    }
    let json = text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
    // A form of another site can post, but not JSON.
    (*method == Method::POST && !json).then_some("send JSON")
}

async fn script(Path(name): Path<String>) -> Response {
    let mut all = SCRIPTS.iter();
    match all.find(|(one, _)| *one == name) {
        Some((_, text)) => page("text/javascript; charset=utf-8", *text, PAGE_POLICY),
        None => served::missing().await,
    }
}

async fn notice(State(table): State<Shared>) -> Response {
    match table.play().await {
        Ok(play) => served::notice(play.notice.clone()),
        Err(error) => answer(Err(error)),
    }
}

async fn state(State(table): State<Shared>, Query(asked): Query<state::Asked>) -> Response {
    let news = table.news.borrow().clone();
    let state = async { state::state(&*table.play().await?, news, &asked).await };
    answer(state.await)
}

async fn act(State(table): State<Shared>, Json(wanted): Json<act::Wanted>) -> Response {
    let done = async { act::act(&*table.play().await?, wanted).await };
    answer(done.await.map(|()| json!({})))
}

async fn choices(State(table): State<Shared>, Json(wanted): Json<act::Typing>) -> Response {
    let found = async { act::choices(&*table.play().await?, wanted).await };
    answer(found.await)
}

async fn renew(State(table): State<Shared>) -> Response {
    answer(table.renew().await.map(|()| json!({})))
}

fn answer(result: Result<Value, String>) -> Response {
    match result {
        Ok(value) => Json(value).into_response(),
        Err(error) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Json(json!({ "error": error })),
        )
            .into_response(),
    }
}

/// Tells that something changed; what, the page asks anew.
async fn events(State(table): State<Shared>) -> Response {
    let changes = match table.play().await {
        Ok(play) => play.sandbox.changes(),
        Err(error) => return answer(Err(error)),
    };
    let news = table.news.clone();
    let told = stream::unfold(
        (table, changes, news),
        |(table, mut changes, mut news)| async move {
            let goes_on = tokio::select! {
                goes_on = changes.next() => goes_on,
                told = news.changed() => told.is_ok(),
            };
            if !goes_on {
                return None;
            }
            if let Ok(play) = table.play().await {
                play.company.until_idle().await;
            }
            Some((
                Ok::<_, Infallible>(Event::default().data("changed")),
                (table, changes, news),
            ))
        },
    );
    Sse::new(told)
        .keep_alive(KeepAlive::default())
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_and_other_sites_are_refused() {
        let address = SocketAddr::from(([127, 0, 0, 1], 4000));
        let asks = |method: Method, pairs: &[(header::HeaderName, &str)]| {
            let headers: HeaderMap = pairs
                .iter()
                .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()))
                .collect();
            refused(address, &method, &headers).is_none()
        };
        let json = (header::CONTENT_TYPE, "application/json");
        let here = (header::HOST, "127.0.0.1:4000");
        assert!(asks(Method::GET, std::slice::from_ref(&here)));
        assert!(asks(
            Method::POST,
            &[
                here.clone(),
                json.clone(),
                (header::ORIGIN, "http://127.0.0.1:4000")
            ]
        ));
        assert!(!asks(
            Method::POST,
            &[here.clone(), (header::CONTENT_TYPE, "text/plain")]
        ));
        assert!(!asks(
            Method::POST,
            &[here, json, (header::ORIGIN, "https://evil.example")]
        ));
        assert!(!asks(Method::GET, &[(header::HOST, "evil.example:4000")]));
        assert!(!asks(Method::GET, &[]));
    }

    #[test]
    fn the_page_never_makes_markup_of_text() {
        for forbidden in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
        ] {
            for (name, script) in SCRIPTS {
                assert!(!script.contains(forbidden), "{name}: {forbidden}");
            }
        }
        assert!(!PAGE.contains("<style") && !PAGE.contains("style="));
        assert!(
            !PAGE.contains("//") || PAGE.matches("//").count() == 0,
            "no other host"
        );
    }
}
