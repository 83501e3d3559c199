//! Whether the bot did something, by what it asked Discord for and Discord did.

use serde_json::Value;

use super::{TIMEOUT_SLACK, verdict::number};
use crate::{
    lexicon::{self, Args, Deed, deed::unmarked},
    scenario::{
        script::{DeedWanted, Given},
        stage::{Miss, Stage},
    },
    vocab::{ChannelId, GuildId, MessageId, RoleId, Timestamp, UserId},
};

pub(super) fn deed(stage: &Stage, wanted: &DeedWanted, no: bool) -> Result<(), Miss> {
    let mut given = Vec::new();
    for (param, value) in &wanted.given {
        given.push((*param, looked_up(stage, value)?));
    }
    let log = stage.sandbox.requests_of(stage.sandbox.bot());
    let done: Vec<Done> = log
        .iter()
        .filter_map(|entry| Done::of(wanted.deed, entry))
        .collect();
    let fitting = done.iter().filter(|done| done.fits(wanted.deed, &given));
    let rest = format!(" `{}`{}", wanted.deed.name, described(wanted));
    number(fitting.count(), wanted.count, no, ("deed", &rest), || {
        let mut lines: Vec<_> = done
            .iter()
            .map(|done| {
                let body = &done.body;
                stage
                    .names
                    .render(&format!("asked for {} {body}", done.path))
            })
            .collect();
        if lines.is_empty() {
            lines.push("the bot did nothing of this kind".to_owned());
        }
        lines
    })
}

fn described(wanted: &DeedWanted) -> String {
    let one = |(param, value): &(&str, Given)| match value {
        Given::Duration(length) => format!(" {param}={length}"),
        Given::User(name)
        | Given::Role(name)
        | Given::Message(name)
        | Given::Channel(name)
        | Given::Text(name) => format!(" {param}={name}"),
        Given::None | Given::Int(_) | Given::Bool(_) | Given::File { .. } => String::new(),
    };
    wanted.given.iter().map(one).collect()
}

fn looked_up(stage: &Stage, given: &Given) -> Result<lexicon::Given, Miss> {
    Ok(match given {
        Given::User(name) => lexicon::Given::User(UserId(stage.person(name)?)),
        Given::Role(name) => {
            let roles = stage.role_named(name);
            let role = roles
                .first()
                .ok_or_else(|| Miss::new(format!("a role {name}")))?;
            lexicon::Given::Role(RoleId(*role))
        }
        Given::Message(name) => {
            let (message, channel): (MessageId, ChannelId) = stage.message(name)?;
            lexicon::Given::Message(channel, message)
        }
        Given::Channel(name) => {
            let channels = stage.channel_named(name);
            let channel = channels.first().copied();
            // It may be deleted by now.
            lexicon::Given::Channel(ChannelId(
                channel.ok_or_else(|| Miss::new(format!("a channel {name}")))?,
            ))
        }
        Given::Duration(length) => lexicon::Given::Duration(*length),
        Given::Text(text) => lexicon::Given::Text(text.clone()),
        Given::None | Given::Int(_) | Given::Bool(_) | Given::File { .. } => {
            return Err(Miss::new("a value that a deed takes"));
        }
    })
}

/// A request that Discord carried out, and that has the deed's route.
struct Done {
    at: Timestamp,
    path: String,
    /// What stands in the path for each name of the route.
    segments: Vec<(&'static str, String)>,
    body: Value,
    reason: String,
}

impl Done {
    fn of(deed: &'static Deed, entry: &Value) -> Option<Self> {
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        let (method, route) = deed.route.split_once(' ')?;
        let status = entry.get("status")?.as_u64()?;
        if text("method") != Some(method) || !(200..300).contains(&status) {
            return None;
        }
        let path = text("path")?.split('?').next()?;
        // Behind `/api/v10`.
        let path = path.strip_prefix("/api/").map_or(path, |rest| {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest)
        });
        let (wanted, found) = (route.split('/'), path.split('/'));
        if wanted.clone().count() != found.clone().count() {
            return None;
        }
        let mut segments = Vec::new();
        for (wanted, found) in wanted.zip(found) {
            let name = wanted
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            match name {
                Some(name) => segments.push((name, found.to_owned())),
                None if wanted == found => {}
                None => return None,
            }
        }
        Some(Self {
            at: Timestamp(entry.get("now_ms")?.as_i64()?),
            path: path.to_owned(),
            segments,
            body: entry.get("body").cloned().unwrap_or_default(),
            reason: text("reason").unwrap_or_default().to_owned(),
        })
    }

    fn segment(&self, name: &str) -> Option<&str> {
        let found = self.segments.iter().find(|(one, _)| *one == name);
        found.map(|(_, segment)| segment.as_str())
    }

    /// Whether every value that is wanted stands in the path, the body or the reason.
    fn fits(&self, deed: &Deed, given: &[(&'static str, lexicon::Given)]) -> bool {
        let guild = self.segment("guild").and_then(|id| id.parse().ok());
        let mut args = Args::new(GuildId(guild.unwrap_or_default()));
        for (param, value) in given {
            args.set(param, value.clone());
        }
        let in_path = |name: &str| {
            let wanted = args.path(&format!("{{{name}}}"));
            wanted.is_none_or(|(wanted, _)| self.segment(name) == Some(wanted.as_str()))
        };
        let in_reason = || {
            args.text("reason")
                .is_none_or(|reason| reason == unmarked(&self.reason))
        };
        let in_body = || {
            let wanted = (deed.body)(&args, self.at);
            wanted.is_none_or(|wanted| agrees(&wanted, &self.body))
        };
        self.segments.iter().all(|(name, _)| in_path(name)) && in_reason() && in_body()
    }
}

/// Equal, where times may lie a moment apart.
fn agrees(wanted: &Value, found: &Value) -> bool {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => wanted.iter().all(|(name, wanted)| {
            let found = found.get(name);
            found.is_some_and(|found| agrees(wanted, found))
        }),
        (Value::String(wanted), Value::String(found)) => {
            let times = Timestamp::of_rfc3339(wanted).zip(Timestamp::of_rfc3339(found));
            wanted == found
                || times
                    .is_some_and(|(wanted, found)| wanted.since(found).ms.abs() <= TIMEOUT_SLACK.ms)
        }
        _ => wanted == found,
    }
}
