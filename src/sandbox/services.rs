//! Services outside Discord, as far as a bot in the sandbox asks them: each does what the world says.

use std::future;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

use super::{Sandbox, State};
use crate::syntax::ast::{Node, Scalar};

/// What a bot shows a service that is only pretended.
const SECRET: &str = "Bearer pretended";
const BYTES_MAX: usize = 64 * 1024;
/// Questions that are remembered.
const ASKED_MAX: usize = 1_000;

/// What a pretended service does when it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pretended {
    Answers(Map<String, Value>),
    Refuses,
    /// It never answers.
    Slow,
    /// It answers something of another type for whatever it is to answer.
    Lies,
}

impl Pretended {
    /// What stands after the name in a `service` node; what to write instead where it is something else.
    pub(crate) fn read(node: &Node) -> Result<Self, &'static str> {
        const HELP: &str = "write `service risk { answers score=80 }`, `service risk refuses`, \
             `service risk slow` or `service risk lies`";
        if let Some(does) = node.args.get(1) {
            let Scalar::Text(word) = &does.node else {
                return Err(HELP);
            };
            return match word.text.as_str() {
                _ if !node.children.is_empty() => Err(HELP),
                "refuses" => Ok(Self::Refuses),
                "slow" => Ok(Self::Slow),
                "lies" => Ok(Self::Lies),
                _ => Err(HELP),
            };
        }
        let [answers] = node.children.as_slice() else {
            return Err(HELP);
        };
        if answers.name.node != "answers" || !answers.args.is_empty() {
            return Err(HELP);
        }
        let mut members = Map::new();
        for prop in &answers.props {
            let value = match &prop.value.node {
                Scalar::Text(text) => Value::String(text.text.clone()),
                Scalar::Int(number) => Value::from(i64::try_from(*number).map_err(|_| HELP)?),
                Scalar::Bool(truth) => Value::Bool(*truth),
                Scalar::Null => Value::Null,
            };
            members.insert(prop.name.node.clone(), value);
        }
        Ok(Self::Answers(members))
    }

    /// For who plays with it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Answers(members) => Value::Object(members.clone()).to_string(),
            Self::Refuses => "refuses".to_owned(),
            Self::Slow => "never answers".to_owned(),
            Self::Lies => "lies".to_owned(),
        }
    }
}

impl Sandbox {
    /// From here on the service does this.
    pub fn pretend(&self, service: &str, does: Pretended) {
        let mut world = self.state.world();
        world.services.insert(service.to_owned(), does);
    }

    /// What a service was sent, in order.
    #[must_use]
    pub fn asked(&self, service: &str) -> Vec<Value> {
        let world = self.state.world();
        let all = world.asked.iter().filter(|(of, _)| of == service);
        all.map(|(_, sent)| sent.clone()).collect()
    }

    /// What each service does, by name.
    #[must_use]
    pub fn services(&self) -> Vec<(String, String)> {
        let world = self.state.world();
        let all = world.services.iter();
        all.map(|(name, does)| (name.clone(), does.shown()))
            .collect()
    }
}

/// A service that nobody pretended refuses.
pub(super) async fn answer(state: &State, service: &str, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let shows = parts.headers.get(header::AUTHORIZATION);
    if shows.is_none_or(|shown| shown.as_bytes() != SECRET.as_bytes()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let sent = to_bytes(body, BYTES_MAX).await.ok();
    let Some(sent) = sent.and_then(|sent| serde_json::from_slice::<Value>(&sent).ok()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let does = {
        let mut world = state.world();
        if world.asked.len() < ASKED_MAX {
            world.asked.push((service.to_owned(), sent));
        }
        world.services.get(service).cloned()
    };
    match does {
        Some(Pretended::Answers(members)) => json(&Value::Object(members)),
        // No declared type is an array, nor a member of one.
        Some(Pretended::Lies) => json(&Value::Array(Vec::new())),
        Some(Pretended::Slow) => future::pending().await,
        Some(Pretended::Refuses) | None => StatusCode::FORBIDDEN.into_response(),
    }
}

fn json(answer: &Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, Body::from(answer.to_string())).into_response()
}
