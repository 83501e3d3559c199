//! Files that people and the bot sent, so that the page can show them: a page and a picture in place, anything else to be
//! saved.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::Response,
};

use super::Shared;
use crate::web::served::{self, page};

/// A page that somebody sent is shown as it is, alone and without script.
const SENT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// By the end of the name; what stands here is shown in the browser.
const SHOWN: [(&str, &str); 6] = [
    ("html", "text/html; charset=utf-8"),
    ("gif", "image/gif"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
];

pub(super) async fn file(
    State(table): State<Shared>,
    Path((id, name)): Path<(u64, String)>,
) -> Response {
    let found = match table.play().await {
        Ok(play) => play.sandbox.file(&format!("{id}/{name}")),
        Err(_) => None,
    };
    let Some(bytes) = found else {
        return served::missing().await;
    };
    let end = name.rsplit('.').next().unwrap_or_default();
    let mut shown = SHOWN.iter();
    let kind = shown.find(|(one, _)| one.eq_ignore_ascii_case(end));
    let kind_of = kind.map_or("application/octet-stream", |(_, kind)| *kind);
    let mut response = page(kind_of, bytes.to_vec(), SENT_POLICY);
    if kind.is_none() {
        let saved = HeaderValue::from_static("attachment");
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, saved);
    }
    response
}
