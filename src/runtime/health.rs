//! The operator's window: `/livez`, `/readyz`, `/metrics`, and the notice at `/`.
//!
//! INVARIANT: nothing about a person or server, and nothing that changes anything.

use std::{
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use tokio::{net::TcpListener, time::timeout};

use super::{core::Core, trust::Doubt};
use crate::web::served;

/// How long the data may take before they count as gone.
const DATA_MAX: Duration = Duration::from_secs(2);

struct Window {
    core: Arc<Core>,
}

/// Serves until the task is ended. Tells the address.
pub(super) fn serve(
    core: Arc<Core>,
    listener: TcpListener,
    notices: Vec<(String, String)>,
) -> std::io::Result<(SocketAddr, tokio::task::JoinHandle<()>)> {
    let address = listener.local_addr()?;
    let mut app = Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .fallback(served::missing)
        .with_state(Arc::new(Window { core }));
    for (path, page) in notices {
        app = app.route(&path, get(move || async move { served::notice(page) }));
    }
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, app).await {
            tracing::error!(%error, "the health page ended");
        }
    });
    Ok((address, task))
}

async fn ready(State(window): State<Arc<Window>>) -> (StatusCode, &'static str) {
    let state = window.core.progress.now();
    // What is due next is a short question; whoever can answer it has the data.
    let answers = timeout(DATA_MAX, window.core.vault.next_due()).await;
    if !matches!(answers, Ok(Ok(_))) {
        let said = "the data cannot be read; the log says why\n";
        (StatusCode::SERVICE_UNAVAILABLE, said)
    } else if state.ended {
        (StatusCode::SERVICE_UNAVAILABLE, "the gateway has ended\n")
    } else if state.ready {
        // It serves all the same: people read, write and erase as ever.
        let said = match window.core.clock.read().doubt {
            None => "ready\n",
            Some(Doubt::Ahead) => {
                "ready; deletions are held, since Discord does not agree with the machine's clock\n"
            }
            Some(Doubt::Behind) => "ready; the machine's clock is wrong\n",
        };
        (StatusCode::OK, said)
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "waiting for Discord\n")
    }
}

async fn metrics(State(window): State<Arc<Window>>) -> impl IntoResponse {
    let core = &window.core;
    let counts = match core.vault.counts().await {
        Ok(counts) => counts,
        Err(error) => {
            tracing::error!(%error, "rows could not be counted");
            Vec::new()
        }
    };
    let rows: Vec<_> = counts
        .into_iter()
        .filter_map(|count| Some((core.plan.store(count.store)?.name.clone(), count)))
        .collect();
    let text = core.meters.render(
        &rows,
        core.late_ms.load(Ordering::Relaxed),
        core.clock.read().doubt,
    );
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}
