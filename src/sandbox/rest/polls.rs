//! `/channels/{id}/polls/{message}…`: voting, who voted, and the end.

use axum::http::Method;
use serde_json::json;

use super::{Answer, Call, Outcome, id};
use crate::sandbox::{
    field::{Fields, Id},
    refusal::Refusal,
    world::{World, permit},
};

pub(super) fn route(
    world: &mut World,
    call: &Call,
    (channel, message): (Id, Id),
    actor: Id,
    rest: &[&str],
) -> Outcome {
    match (call.method.clone(), rest) {
        (Method::GET, ["answers", answer]) => {
            world.demand_in(channel, actor, permit::HISTORY)?;
            let found = world.message(channel, message)?;
            let poll = found.poll.as_ref().ok_or(Refusal::NOT_A_POLL)?;
            let after = call.asks_id("after").unwrap_or(0);
            let mut voters = poll.voters(id(answer)?).to_vec();
            voters.sort_unstable();
            let users: Vec<_> = voters
                .into_iter()
                .filter(|user| *user > after)
                .take(call.limit(25, 100))
                .map(|user| world.show_user(user))
                .collect();
            Ok(Answer::ok(json!({ "users": users })))
        }
        (Method::PUT, ["answers", "@me"]) => {
            if actor == world.bot {
                return Err(Refusal::USERS_ONLY);
            }
            let chosen = call.body.ids("answer_ids");
            world.vote(channel, message, actor, &chosen)?;
            Ok(Answer::Nothing)
        }
        (Method::POST, ["expire"]) => {
            world.end_poll(channel, message, actor)?;
            let found = world.message(channel, message)?;
            Ok(Answer::ok(world.show_message(found, actor)))
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}
