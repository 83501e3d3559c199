//! `POST /sandbox/application`: what a developer sets in Discord's portal.
//!
//! `{"redirect_uris": […], "event_webhooks_url": "http://127.0.0.1:…"}`, either or both; null takes the address away.

use axum::{extract::Request, response::Response};

use super::{Answer, Call, Outcome, finish, read};
use crate::sandbox::{
    State,
    field::{Faults, Fields},
    hooks,
    world::linked::is_redirect,
};

pub(crate) async fn set_up(state: &State, request: Request) -> Response {
    let outcome = match read(state, request).await {
        Ok(call) => set(state, &call).await,
        Err(refusal) => Err(refusal),
    };
    finish(outcome, None, None, None)
}

async fn set(state: &State, call: &Call) -> Outcome {
    if call.body.sent("redirect_uris") {
        redirects(state, call)?;
    }
    if call.body.sent("event_webhooks_url") {
        hooks::point(state, call.body.text("event_webhooks_url")).await?;
    }
    Ok(Answer::ok(state.world().show_application()))
}

fn redirects(state: &State, call: &Call) -> Result<(), crate::sandbox::Refusal> {
    let mut faults = Faults::default();
    let mut redirects = Vec::new();
    for (at, given) in call.body.list("redirect_uris").iter().enumerate() {
        match given.as_str().filter(|text| is_redirect(text)) {
            Some(text) => redirects.push(text.to_owned()),
            None => faults.add(
                format!("redirect_uris.{at}"),
                "BASE_TYPE_BAD_URL",
                "Not a well formed URL.",
            ),
        }
    }
    faults.judge()?;
    state.world().oauth.redirects = redirects;
    Ok(())
}
