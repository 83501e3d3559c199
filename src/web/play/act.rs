//! What a person does on the page.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::Play;
use crate::{
    sandbox::{InteractionId, MenuTarget, Refusal},
    vocab::{ChannelId, Duration, GuildId, MessageId, ParseDurationError, UserId},
    wording::say,
};

/// Ten years; dates stay dates.
const FORWARD_MAX: Duration = Duration::days(3_650);

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(rename = "as")]
    who: UserId,
    server: Option<GuildId>,
    /// A channel's id, or `dm`.
    channel: String,
    #[serde(flatten)]
    deed: Deed,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Deed {
    Say {
        text: String,
        file: Option<File>,
    },
    Command {
        path: Vec<String>,
        options: BTreeMap<String, Given>,
    },
    Press {
        message: MessageId,
        custom_id: String,
    },
    /// Chooses in a list of a message; `component` is Discord's number of what can be chosen.
    Select {
        message: MessageId,
        custom_id: String,
        component: u8,
        values: Vec<String>,
    },
    /// Picks an entry of the menu on a member or on a message.
    Menu {
        entry: String,
        member: Option<UserId>,
        message: Option<MessageId>,
    },
    /// Fills in the form that stands open, by the ids of its inputs.
    Fill {
        texts: BTreeMap<String, String>,
    },
    React {
        message: MessageId,
        emoji: String,
        add: bool,
    },
    Edit {
        message: MessageId,
        text: String,
    },
    Delete {
        message: MessageId,
    },
    Join,
    Leave,
    /// Comes into the voice channel, or out of the one they are in.
    Voice {
        into: Option<ChannelId>,
    },
    /// Comes online, or goes.
    Status {
        status: String,
    },
    /// The bot is removed from the server, or invited again.
    Bot {
        present: bool,
    },
    Clock {
        by: String,
    },
}

/// An option's value as the page has it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Given {
    Bool(bool),
    Int(i64),
    Text(String),
    File(File),
}

/// A file that somebody hands in.
#[derive(Debug, Deserialize)]
struct File {
    name: String,
    text: String,
}

/// An option being typed, for which the bot offers choices.
#[derive(Debug, Deserialize)]
pub(super) struct Typing {
    #[serde(rename = "as")]
    who: UserId,
    channel: String,
    path: Vec<String>,
    name: String,
    text: String,
}

pub(super) async fn act(play: &Play, wanted: Wanted) -> Result<(), String> {
    let who = wanted.who;
    if !play
        .people
        .iter()
        .any(|(name, _)| play.sandbox.user(name) == Some(who))
    {
        return Err(say!("play-nobody"));
    }
    if let Deed::Clock { by } = &wanted.deed {
        let by: Duration = by
            .parse()
            .map_err(|error: ParseDurationError| error.to_string())?;
        if by > FORWARD_MAX {
            return Err(say!("play-forward", max = FORWARD_MAX.to_string()));
        }
        return play.company.advance(by).await.map(drop);
    }
    let channel = channel(play, who, &wanted.channel);
    let server = wanted.server.ok_or_else(|| say!("play-needs-server"));
    let sandbox = &play.sandbox;
    let message_path = |message: MessageId| format!("channels/{channel}/messages/{message}");
    let done: Result<(), Refusal> = match wanted.deed {
        Deed::Say { text, file: None } => sandbox.post(who, channel, &text).map(drop),
        Deed::Say {
            text,
            file: Some(file),
        } => sandbox
            .post_with_file(who, channel, &text, (&file.name, file.text.into_bytes()))
            .map(drop),
        Deed::Command { path, options } => command(play, who, channel, &path, &options).map(drop),
        Deed::Press { message, custom_id } => {
            sandbox.press(who, channel, message, &custom_id).map(drop)
        }
        Deed::Select {
            message,
            custom_id,
            component,
            values,
        } => {
            let chosen =
                json!({ "component_type": component, "custom_id": custom_id, "values": values });
            let body =
                json!({ "type": 3, "channel_id": channel, "message_id": message, "data": chosen });
            sandbox.request(who, "POST", "interactions", body).map(drop)
        }
        Deed::Menu {
            entry,
            member,
            message,
        } => {
            let target = member.map(MenuTarget::Member);
            let target = target.or(message.map(MenuTarget::Message));
            let target = target.ok_or_else(|| say!("play-menu-on-nothing"))?;
            sandbox.open_menu(who, channel, &entry, target).map(drop)
        }
        Deed::Fill { texts } => {
            let texts: Vec<(&str, &str)> = texts
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect();
            sandbox.fill(who, &texts).map(drop)
        }
        Deed::React {
            message,
            emoji,
            add: true,
        } => sandbox.react(who, channel, message, &emoji),
        Deed::React {
            message,
            emoji,
            add: false,
        } => sandbox.unreact(who, channel, message, &emoji),
        Deed::Edit { message, text } => sandbox
            .request(
                who,
                "PATCH",
                &message_path(message),
                json!({ "content": text }),
            )
            .map(drop),
        Deed::Delete { message } => sandbox
            .request(who, "DELETE", &message_path(message), Value::Null)
            .map(drop),
        Deed::Join => sandbox.join(who, server?),
        Deed::Leave => sandbox.leave(who, server?),
        Deed::Voice { into: Some(into) } => sandbox.join_voice(who, into),
        Deed::Voice { into: None } => sandbox.leave_voice(who),
        Deed::Status { status } => sandbox.set_status(who, &status),
        Deed::Bot { present: true } => sandbox.bot_added(server?),
        Deed::Bot { present: false } => sandbox.bot_removed(server?),
        Deed::Clock { .. } => Ok(()),
    };
    play.company.until_idle().await;
    done.map_err(|refusal| told(&refusal))
}

/// What Discord says, and of what a person handed in it says so.
fn told(refusal: &Refusal) -> String {
    let body = refusal.body();
    let mut parts = body.get("errors");
    let mut place = Vec::new();
    while let Some(part) = parts {
        let Some(map) = part.as_object() else { break };
        if let Some(why) = map.get("_errors") {
            let why = why.pointer("/0/message").and_then(Value::as_str);
            let why = why.unwrap_or_default();
            return say!("play-refused-part", place = place.join("."), why);
        }
        let first = map.iter().next();
        place.extend(first.map(|(name, _)| name.clone()));
        parts = first.map(|(_, inner)| inner);
    }
    say!("play-refused", refusal = refusal.to_string())
}

fn channel(play: &Play, who: UserId, text: &str) -> ChannelId {
    match text.parse() {
        Ok(id) => ChannelId(id),
        Err(_) => play.sandbox.direct(who),
    }
}

fn command(
    play: &Play,
    who: UserId,
    channel: ChannelId,
    path: &[String],
    options: &BTreeMap<String, Given>,
) -> Result<InteractionId, Refusal> {
    let mut values: Vec<(&str, String)> = Vec::new();
    let mut file = None;
    for (name, given) in options {
        match given {
            Given::Bool(flag) => values.push((name, flag.to_string())),
            Given::Int(number) => values.push((name, number.to_string())),
            Given::Text(text) => values.push((name, text.clone())),
            Given::File(given) => {
                let bytes = given.text.as_bytes().to_vec();
                file = Some((name.as_str(), given.name.as_str(), bytes));
            }
        }
    }
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let words = path.join(" ");
    match file {
        None => play.sandbox.invoke(who, channel, &words, &values),
        Some(file) => play
            .sandbox
            .invoke_with_file(who, channel, &words, &values, file),
    }
}

/// What the bot offers for an option while it is typed.
pub(super) async fn choices(play: &Play, typing: Typing) -> Result<Value, String> {
    let channel = channel(play, typing.who, &typing.channel);
    let mut words = typing.path.iter();
    let name = words.next().cloned().unwrap_or_default();
    let mut inner =
        json!([{ "name": typing.name, "type": 3, "value": typing.text, "focused": true }]);
    for word in words.rev() {
        inner = json!([{ "name": word, "options": inner }]);
    }
    let body =
        json!({ "type": 4, "channel_id": channel, "data": { "name": name, "options": inner } });
    let made = play
        .sandbox
        .request(typing.who, "POST", "interactions", body)
        .map_err(|refusal| refusal.to_string())?;
    play.company.until_idle().await;
    let id = made
        .get("id")
        .and_then(Value::as_str)
        .and_then(|id| id.parse().ok())
        .unwrap_or_default();
    let shown = play
        .sandbox
        .outcome(InteractionId(id))
        .map_err(|refusal| refusal.to_string())?
        .shown;
    Ok(shown
        .and_then(|shown| shown.get("choices").cloned())
        .unwrap_or_else(|| json!([])))
}
