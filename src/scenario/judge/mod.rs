//! Whether what a scenario expects is so; if not, what was seen instead.

mod asked;
mod deed;
mod kept;
mod said;
mod unreadable;
mod verdict;

use self::verdict::{listed, truth};
use super::{
    script::{Expect, Expected},
    stage::{Miss, Stage},
};
use crate::vocab::{ChannelId, Duration};

/// How exact a timeout must be: Discord keeps its end to the millisecond, but handlers take a moment.
const TIMEOUT_SLACK: Duration = Duration::seconds(5);
/// The longest that Discord allows is asked for a minute shorter.
const TIMEOUT_MAX: Duration = Duration::days(28);
const LONGEST_EARLY: Duration = Duration::seconds(65);

/// The message that an expectation gives a name, and where it stands.
pub(super) fn named(stage: &Stage, expect: &Expect) -> Option<(String, (u64, ChannelId))> {
    let Expected::Message(wanted) = &expect.what else {
        return None;
    };
    let (place, seen) = said::messages(stage, wanted).ok()?;
    let newest = seen.iter().rfind(|one| one.fits(&wanted.text))?;
    Some((wanted.id.clone()?, (newest.id, place)))
}

pub(super) async fn judge(stage: &Stage, expect: &Expect) -> Result<(), Miss> {
    let no = expect.absent;
    match &expect.what {
        Expected::Reply {
            text,
            ephemeral,
            count,
        } => said::reply(stage, text, *ephemeral, *count, no),
        Expected::Message(wanted) => said::message(stage, wanted, no),
        Expected::Dm { to, text, count } => said::dm(stage, to, text, *count, no),
        Expected::Refused { text } => said::refused(stage, text, no),
        Expected::Button { label } => said::button(stage, label, no),
        Expected::Form { text } => said::form(stage, text, no),
        Expected::Reaction(wanted) => said::reaction(stage, wanted, no),
        Expected::Command { path, server } => said::command(stage, path, server, no),
        Expected::Notice { text } => said::notice(stage, text, no),
        Expected::Store { rows, count } => kept::store(stage, rows, *count, no).await,
        Expected::Row {
            rows,
            fields,
            count,
        } => kept::row(stage, rows, fields, *count, no).await,
        Expected::Fields { store, names } => kept::fields(stage, *store, names).await,
        Expected::Export { of, server, text } => {
            kept::export(stage, of, server.as_deref(), text, no).await
        }
        Expected::Unreadable { people, texts } => {
            unreadable::unreadable(stage, people, texts).await
        }
        Expected::Role {
            who,
            role,
            server,
            has,
        } => self::role(stage, who, role, server, *has != no),
        Expected::Timeout {
            who,
            server,
            length,
        } => timeout(stage, who, server, *length, no),
        Expected::Member { who, server } => member(stage, who, server, no),
        Expected::Voice {
            who,
            channel,
            server,
        } => voice(stage, who, channel.as_deref(), server, no),
        Expected::Channel { name, who, server } => channel(stage, name, who, server, no),
        Expected::Deed(wanted) => deed::deed(stage, wanted, no),
        Expected::Asked {
            service,
            sent,
            count,
        } => asked::asked(stage, service, sent, *count, no),
    }
}

fn role(stage: &Stage, who: &str, role: &str, server: &str, wanted: bool) -> Result<(), Miss> {
    let roles = stage.roles_of(server, who)?;
    truth(roles.contains(role) == wanted, || {
        let verb = if wanted { "has" } else { "does not have" };
        let seen = format!("roles of {who}: {}", listed(&roles));
        (format!("{who} {verb} the role `{role}`"), vec![seen])
    })
}

fn member(stage: &Stage, who: &str, server: &str, no: bool) -> Result<(), Miss> {
    let is = stage.is_member(server, who)?;
    truth(is != no, || {
        let verb = if no { "is not" } else { "is" };
        (format!("{who} {verb} a member of {server}"), Vec::new())
    })
}

fn voice(
    stage: &Stage,
    who: &str,
    channel: Option<&str>,
    server: &str,
    no: bool,
) -> Result<(), Miss> {
    let place = stage.voice_of(server, who)?;
    let holds = match channel {
        Some(wanted) => place.as_deref() == Some(wanted),
        None => place.is_some(),
    };
    truth(holds != no, || {
        let verb = if no { "is not" } else { "is" };
        let channel = channel.map(|name| format!(" `{name}`")).unwrap_or_default();
        let seen = place.unwrap_or_else(|| "no voice channel".to_owned());
        (
            format!("{who} {verb} in the voice channel{channel}"),
            vec![format!("{who} is in {seen}")],
        )
    })
}

fn channel(stage: &Stage, name: &str, who: &str, server: &str, no: bool) -> Result<(), Miss> {
    let sees = stage.sees(server, who, name)?;
    truth(sees != no, || {
        let verb = if no { "sees no" } else { "sees a" };
        (format!("{who} {verb} channel `{name}`"), Vec::new())
    })
}

fn timeout(
    stage: &Stage,
    who: &str,
    server: &str,
    length: Option<Duration>,
    no: bool,
) -> Result<(), Miss> {
    let left = stage.timeout_left(server, who)?;
    let holds = match (left, length) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(left), Some(length)) => {
            let early = if length >= TIMEOUT_MAX {
                LONGEST_EARLY.ms
            } else {
                TIMEOUT_SLACK.ms
            };
            (-TIMEOUT_SLACK.ms..=early).contains(&(length.ms - left.ms))
        }
    };
    truth(holds != no, || {
        let length = length
            .map(|length| format!(" for {length}"))
            .unwrap_or_default();
        let verb = if no { "is not" } else { "is" };
        let seen = left.map_or_else(
            || "not timed out".to_owned(),
            |left| format!("timed out for another {left}"),
        );
        (
            format!("{who} {verb} timed out{length}"),
            vec![format!("{who} is {seen}")],
        )
    })
}
