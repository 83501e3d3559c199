//! `/channels/{id}/messages/{id}/reactions…`.

use axum::http::Method;

use super::{Answer, Call, Outcome, id};
use crate::{
    sandbox::{
        field::Id,
        refusal::Refusal,
        world::{Emoji, World, react::Use},
    },
    vocab::Permission,
};

const MANAGE: u64 = Permission::ManageMessages.bit();

pub(super) fn route(
    world: &mut World,
    call: &Call,
    (channel, message): (Id, Id),
    actor: Id,
    rest: &[&str],
) -> Outcome {
    match (call.method.clone(), rest) {
        (Method::DELETE, []) => {
            world.demand_in(channel, actor, MANAGE)?;
            world.clear_reactions(channel, message, None)?;
            Ok(Answer::Nothing)
        }
        (Method::DELETE, [one]) => {
            world.demand_in(channel, actor, MANAGE)?;
            world.clear_reactions(channel, message, Some(&emoji(one)?))?;
            Ok(Answer::Nothing)
        }
        (Method::GET, [one]) => {
            let wanted = emoji(one)?;
            let burst = call.asks("type") == Some("1");
            let found = world.message(channel, message)?;
            let mut users = found
                .reactions
                .iter()
                .find(|reaction| reaction.emoji == wanted)
                .map(|reaction| reaction.of(burst).to_vec())
                .unwrap_or_default();
            users.sort_unstable();
            let after = call.asks_id("after").unwrap_or(0);
            let shown = users
                .iter()
                .filter(|user| **user > after)
                .take(call.limit(25, 100))
                .map(|user| world.show_user(*user));
            Ok(Answer::ok(shown.collect()))
        }
        (Method::PUT, [one, "@me"]) => {
            // Bots have no super reactions, and the parameter is Discord's own client's.
            let burst = actor != world.bot && call.asks("type") == Some("1");
            let react = Use {
                user: actor,
                emoji: emoji(one)?,
                burst,
            };
            world.react(channel, message, &react)?;
            Ok(Answer::Nothing)
        }
        (Method::DELETE, [one, whose]) => {
            remove(world, (channel, message), actor, (one, whose), false)
        }
        // As Discord's own client does, which tells the two kinds apart.
        (Method::DELETE, [one, kind @ ("0" | "1"), whose]) => {
            remove(world, (channel, message), actor, (one, whose), *kind == "1")
        }
        _ => Err(Refusal::NOT_FOUND),
    }
}

fn remove(
    world: &mut World,
    (channel, message): (Id, Id),
    actor: Id,
    (one, whose): (&str, &str),
    burst: bool,
) -> Outcome {
    let user = if whose == "@me" { actor } else { id(whose)? };
    if user != actor {
        world.demand_in(channel, actor, MANAGE)?;
    }
    let emoji = emoji(one)?;
    // Whoever takes somebody's reaction away takes either kind.
    let kinds: &[bool] = if burst { &[true] } else { &[false, true] };
    let mut last = Ok(());
    for burst in kinds {
        let react = Use {
            user,
            emoji: emoji.clone(),
            burst: *burst,
        };
        last = world.unreact(channel, message, &react);
        if last.is_ok() {
            break;
        }
    }
    last.map(|()| Answer::Nothing)
}

/// `👍` or `name:id`. What is neither letters-only nor custom passes for Unicode; Discord knows the list, this does not.
fn emoji(text: &str) -> Result<Emoji, Refusal> {
    if let Some((name, number)) = text.rsplit_once(':') {
        let id = number.parse().map_err(|_| Refusal::UNKNOWN_EMOJI)?;
        return Ok(Emoji {
            id: Some(id),
            name: name.trim_start_matches("a:").to_owned(),
        });
    }
    if text.is_empty() || text.is_ascii() && !text.contains('\u{20e3}') {
        return Err(Refusal::UNKNOWN_EMOJI);
    }
    Ok(Emoji {
        id: None,
        name: text.to_owned(),
    })
}
