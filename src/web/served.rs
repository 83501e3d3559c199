//! How pages are served: each says what may run in it, and nothing of it is kept or told to another site.

use std::sync::LazyLock;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use minijinja::{Environment, context};

use crate::{
    emit::page::{rendered, templates},
    wording::{self, say},
};

/// The notice has its style inside and no script.
const NOTICE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

pub(super) fn page(kind: &'static str, text: impl Into<Body>, policy: &'static str) -> Response {
    let mut response = Response::new(text.into());
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A page of the notice.
pub(crate) fn notice(html: String) -> Response {
    page("text/html; charset=utf-8", html, NOTICE_POLICY)
}

/// What somebody sees at an address where nothing is.
pub(crate) async fn missing() -> Response {
    let html = plain(&say!("page-missing"), &say!("page-missing-help"));
    let mut response = notice(html);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// A page that says one thing, and leads to the first page.
fn plain(title: &str, text: &str) -> String {
    static LAYOUT: LazyLock<Environment<'static>> = LazyLock::new(|| {
        templates(&[
            ("plain.html", include_str!("plain.html")),
            ("notice.css", include_str!("../emit/templates/notice.css")),
        ])
    });
    let language = wording::language().tag();
    rendered(&LAYOUT, "plain.html", context! { language, title, text })
}
