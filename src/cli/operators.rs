//! Who operates the bot, as whoever runs it says: `CANDOR_OPERATOR_SERVER`, `CANDOR_OPERATOR_ROLE` and, for where they are
//! written to, `CANDOR_OPERATOR_CHANNEL`. Ids and never names, which others can take.

use std::env;

use super::out::{self, Failure, told};
use crate::{
    discord::Rest,
    plan::Plan,
    port::Operators,
    vocab::{ChannelId, GuildId, RoleId},
};

const SERVER: &str = "CANDOR_OPERATOR_SERVER";
const ROLE: &str = "CANDOR_OPERATOR_ROLE";
const CHANNEL: &str = "CANDOR_OPERATOR_CHANNEL";

/// None where nobody is named.
pub(super) fn named() -> Result<Option<Operators>, Failure> {
    let (server, role, channel) = (id(SERVER)?, id(ROLE)?, id(CHANNEL)?);
    let lacks = |what: &str, is: &str| {
        Failure::new(
            format!("{is} is set, and {what} is not"),
            "operators are the members of one server with one role: set both, or none",
        )
    };
    match (server, role) {
        (Some(server), Some(role)) if server == role => Err(Failure::new(
            format!("{ROLE} is the role @everyone of the server"),
            format!("set {ROLE} to the id of a role that only operators have"),
        )),
        (Some(server), Some(role)) => Ok(Some(Operators {
            server: GuildId(server),
            role: RoleId(role),
            channel: channel.map(ChannelId),
        })),
        (Some(_), None) => Err(lacks(ROLE, SERVER)),
        (None, Some(_)) => Err(lacks(SERVER, ROLE)),
        (None, None) if channel.is_some() => Err(lacks(SERVER, CHANNEL)),
        (None, None) => Ok(None),
    }
}

fn id(name: &str) -> Result<Option<u64>, Failure> {
    let Some(value) = env::var_os(name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let value = value.to_string_lossy();
    let id = value.trim().parse().ok().filter(|id| *id > 0);
    id.map(Some).ok_or_else(|| {
        Failure::new(
            format!("{name} is no id of Discord's: {value}"),
            "turn on Developer Mode in Discord (Settings → Advanced), then right-click → Copy ID",
        )
    })
}

/// Looks whether Discord knows them, and says what the policy cannot do without them.
pub(super) async fn confirm(
    plan: &Plan,
    operators: Option<Operators>,
    rest: &Rest,
) -> Result<(), Failure> {
    let Some(operators) = operators else {
        if plan.has_operators() {
            out::note(format_args!(
                "nobody is named who operates the bot: what the policy has for operators is refused until {SERVER} and \
                 {ROLE} are set\n"
            ));
        }
        return Ok(());
    };
    if !rest.is_in_guild(operators.server).await.map_err(told)? {
        return Err(Failure::new(
            format!("the bot is not in the server that {SERVER} names"),
            "invite it there, or set the id of another server",
        ));
    }
    let roles = rest.role_ids(operators.server).await.map_err(told)?;
    if !roles.contains(&operators.role) {
        return Err(Failure::new(
            format!("the server that {SERVER} names has no role of the id in {ROLE}"),
            format!("set {ROLE} to the id of a role of that server"),
        ));
    }
    match operators.channel {
        Some(channel) => {
            let channels = rest.channel_ids(operators.server).await.map_err(told)?;
            if !channels.contains(&channel) {
                return Err(Failure::new(
                    format!("the server that {SERVER} names has no channel of the id in {CHANNEL}"),
                    format!(
                        "set {CHANNEL} to the id of a channel of that server which only operators read"
                    ),
                ));
            }
        }
        None if plan.writes_to_operators() => out::note(format_args!(
            "{CHANNEL} is not set: what the policy sends to operators reaches nobody\n"
        )),
        None => {}
    }
    Ok(())
}
