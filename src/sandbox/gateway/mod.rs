//! The gateway, version 10: one task per connection, carrying frames between a socket and a session of the world.
//!
//! Speaks JSON, plain or as one `zlib-stream`. Answers on any path, because clients disagree about it.

mod session;
#[cfg(test)]
mod tests;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use flate2::{Compress, Compression, FlushCompress};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use self::session::Line;
use super::{State, world::outbox::Frame};

/// Discord's usual interval.
const HEARTBEAT_MS: u64 = 41_250;
/// Frames a client may leave unread before its connection is dropped; it can resume.
const UNREAD_MAX: usize = 4096;

/// Serves one connection until either side ends it.
pub(crate) async fn serve(mut socket: WebSocket, state: State, query: String) {
    let mut wire = Wire::new(&query);
    let hello = json!({
        "op": 10, "s": null, "t": null,
        "d": {"heartbeat_interval": HEARTBEAT_MS, "_trace": ["[\"sandbox\"]"]},
    });
    if socket.send(wire.pack(&hello.to_string())).await.is_err() {
        return;
    }
    let (sender, mut frames) = mpsc::channel(UNREAD_MAX);
    let mut line = Line::new(sender);
    loop {
        tokio::select! {
            frame = frames.recv() => match frame {
                Some(Frame::Text(text)) => {
                    if socket.send(wire.pack(&text)).await.is_err() {
                        break;
                    }
                }
                Some(Frame::Close(code, reason)) => {
                    close(&mut socket, code, reason).await;
                    break;
                }
                None => break,
            },
            message = socket.recv() => {
                let text = match message {
                    Some(Ok(Message::Text(text))) => text.to_string(),
                    Some(Ok(Message::Binary(bytes))) => String::from_utf8_lossy(&bytes).into_owned(),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                };
                let Ok(payload) = serde_json::from_str::<Value>(&text) else {
                    close(&mut socket, 4002, "Error while decoding payload.").await;
                    break;
                };
                let said = line.hear(&mut state.world(), &payload);
                if let Err((code, reason)) = said {
                    close(&mut socket, code, reason).await;
                    break;
                }
            }
        }
    }
    line.hang_up(&mut state.world());
}

async fn close(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let frame = CloseFrame {
        code,
        reason: reason.into(),
    };
    // The other side may be gone already; then there is nobody to tell.
    drop(socket.send(Message::Close(Some(frame))).await);
}

/// How frames are put on the wire.
struct Wire {
    deflate: Option<Compress>,
}

impl Wire {
    fn new(query: &str) -> Self {
        let compressed = query.split('&').any(|pair| pair == "compress=zlib-stream");
        Self {
            deflate: compressed.then(|| Compress::new(Compression::fast(), true)),
        }
    }

    fn pack(&mut self, text: &str) -> Message {
        let Some(deflate) = &mut self.deflate else {
            return Message::Text(text.into());
        };
        let mut packed = Vec::with_capacity(text.len() / 2 + 64);
        let start = deflate.total_in();
        loop {
            let done = usize::try_from(deflate.total_in() - start).unwrap_or(usize::MAX);
            let rest = text.as_bytes().get(done..).unwrap_or_default();
            let room = packed.capacity() - packed.len();
            let outcome = deflate.compress_vec(rest, &mut packed, FlushCompress::Sync);
            // Room left over means that everything, with its flush marker, is out.
            if outcome.is_err() || packed.len() < packed.capacity() && room > 0 {
                break;
            }
            packed.reserve(packed.capacity().max(256));
        }
        Message::Binary(packed.into())
    }
}
