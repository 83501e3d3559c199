//! Whether a service outside Discord was asked, and what it was sent.

use serde_json::Value;

use super::verdict::{a_few, number};
use crate::scenario::{
    script::Sent,
    stage::{Miss, Stage},
};

/// Nothing else may have been sent than what is given; where nothing is, whatever it was.
pub(super) fn asked(
    stage: &Stage,
    service: &str,
    wanted: &[(String, Sent)],
    count: Option<u64>,
    no: bool,
) -> Result<(), Miss> {
    let all = stage.sandbox.asked(service);
    let fitting = all.iter().filter(|sent| fits(stage, sent, wanted)).count();
    let given = wanted.iter().map(|(name, value)| match value {
        Sent::Text(text) => format!(" {name}={text}"),
        Sent::Json(json) => format!(" {name}={json}"),
    });
    let rest = format!(" to `{service}`{}", given.collect::<String>());
    number(fitting, count, no, ("question", &rest), || {
        let lines = all.iter().map(|sent| format!("it was sent {sent}"));
        a_few(lines, all.len())
    })
}

fn fits(stage: &Stage, sent: &Value, wanted: &[(String, Sent)]) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let Some(members) = sent.as_object() else {
        return false;
    };
    members.len() == wanted.len()
        && wanted
            .iter()
            .all(|(name, value)| match (members.get(name), value) {
                (Some(given), Sent::Json(json)) => given == json,
                (Some(Value::String(given)), Sent::Text(text)) => {
                    let person = stage.person(text).ok();
                    given == text || person.is_some_and(|id| *given == id.to_string())
                }
                (Some(_) | None, _) => false,
            })
}
