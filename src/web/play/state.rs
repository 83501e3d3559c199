//! What the page shows, as JSON: the world as one person sees it, and all that is kept.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{News, Play, kept::kept};
use crate::{
    lexicon::kind::option::USER,
    plan::Param,
    vocab::{ChannelId, ChannelKind, GuildId, UserId},
    wording::say,
};

/// Whose view, and of what; what is left out is chosen.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "as")]
    pub who: Option<UserId>,
    /// A channel's id, or `dm`.
    pub channel: Option<String>,
}

/// Files longer than this are not shown in the page.
const FILE_SHOWN_BYTES_MAX: usize = 256 * 1024;

pub(super) async fn state(play: &Play, news: Option<News>, asked: &Asked) -> Result<Value, String> {
    let sandbox = &play.sandbox;
    let people: Vec<(UserId, &str, &str)> = play
        .people
        .iter()
        .filter_map(|(name, about)| Some((sandbox.user(name)?, name.as_str(), about.as_str())))
        .collect();
    let me = asked
        .who
        .filter(|who| people.iter().any(|(id, ..)| id == who))
        .or(people.first().map(|(id, ..)| *id))
        .ok_or_else(|| say!("play-nobody-here"))?;
    let servers = servers(play, me);
    let (server, channel) = place(&servers, asked.channel.as_deref());
    let channel_id = match channel.parse() {
        Ok(id) => ChannelId(id),
        Err(_) => sandbox.direct(me),
    };
    let away = |id: UserId| {
        let mut guilds = servers.iter().filter_map(guild_of);
        guilds.all(|guild| sandbox.roles_of(guild, id).is_err())
    };
    let people: Vec<Value> = people
        .iter()
        .map(|(id, name, about)| {
            let about = if away(*id) {
                say!("play-away")
            } else {
                (*about).to_owned()
            };
            json!({ "id": id, "name": name, "about": about })
        })
        .collect();
    Ok(json!({
        "now_ms": sandbox.clock().now().0,
        "bot": { "id": sandbox.bot(), "name": play.plan.bot },
        "me": me,
        "people": people,
        "servers": servers,
        "server": server,
        "channel": channel,
        "messages": messages(play, me, channel_id),
        "commands": sandbox.commands_for(me, channel_id),
        "form": form(play, me),
        "status": sandbox.status_of(me),
        "stores": kept(play).await.map_err(|error| error.to_string())?,
        "tries": tries(play),
        "news": news,
        "services": services(play),
    }))
}

/// Services outside Discord that the bot asks: here nobody leaves this machine.
fn services(play: &Play) -> Vec<Value> {
    let pretended = play.sandbox.services();
    let all = play.plan.services().map(|one| {
        let does = pretended.iter().find(|(name, _)| *name == one.id);
        json!({
            "name": one.id,
            "does": does.map(|(_, does)| does),
            "sent": play.sandbox.asked(&one.id).last(),
        })
    });
    all.collect()
}

/// The channel that was asked for if the person sees it, else the first they see, else direct messages.
fn place(servers: &[Value], asked: Option<&str>) -> (Option<Value>, String) {
    let all = servers.iter().flat_map(|server| {
        let channels = server.get("channels").and_then(Value::as_array);
        channels
            .into_iter()
            .flatten()
            .map(move |channel| (server, channel))
    });
    let id = |channel: &Value| {
        channel
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    if asked == Some("dm") {
        return (None, "dm".to_owned());
    }
    let mut first = None;
    for (server, channel) in all {
        let found = (server.get("id").cloned(), id(channel));
        if asked == Some(found.1.as_str()) {
            return found;
        }
        first.get_or_insert(found);
    }
    first.unwrap_or((None, "dm".to_owned()))
}

fn servers(play: &Play, me: UserId) -> Vec<Value> {
    let ready = play.sandbox.ready();
    let listed = ready
        .get("servers")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    listed
        .iter()
        .filter_map(|server| Some(self::server(play, guild_of(server)?, server, me)))
        .collect()
}

fn guild_of(server: &Value) -> Option<GuildId> {
    let id = server.get("id").and_then(Value::as_str)?;
    id.parse().ok().map(GuildId)
}

fn server(play: &Play, guild: GuildId, listed: &Value, me: UserId) -> Value {
    let sandbox = &play.sandbox;
    let bot = sandbox.bot();
    let member = sandbox.roles_of(guild, me).is_ok();
    let owner = sandbox.owner(guild);
    let everyone = guild.0.to_string();
    let ask = |path: String| {
        let asker = owner.unwrap_or(me);
        let answer = sandbox.request(asker, "GET", &path, Value::Null).ok();
        answer
            .and_then(|answer| answer.as_array().cloned())
            .unwrap_or_default()
    };
    let roles: Vec<Value> = ask(format!("guilds/{guild}/roles"))
        .iter()
        .filter(|role| role.get("id").and_then(Value::as_str) != Some(&everyone))
        .map(|role| json!({ "id": role.get("id"), "name": role.get("name") }))
        .collect();
    let role_name = |id: &Value| {
        roles
            .iter()
            .find(|role| role.get("id") == Some(id))
            .and_then(|role| role.get("name"))
            .cloned()
    };
    let members: Vec<Value> = ask(format!("guilds/{guild}/members?limit=1000"))
        .iter()
        .filter_map(|one| {
            let user = one.get("user")?;
            let id = user
                .get("id")
                .and_then(Value::as_str)?
                .parse()
                .ok()
                .map(UserId)?;
            let roles = one
                .get("roles")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            let until = sandbox.timeout_of(guild, id).ok().flatten();
            Some(json!({
                "id": id,
                "name": user.get("username"),
                "bot": id == bot,
                "owner": owner == Some(id),
                "roles": roles.filter_map(role_name).collect::<Vec<_>>(),
                "timeout_ms": until.map(|until| until.0),
            }))
        })
        .collect();
    let channels = sandbox
        .channels(guild)
        .into_iter()
        .filter(|id| sandbox.messages(me, *id).is_ok());
    let names = listed
        .get("channels")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let channel_name = |id: ChannelId| {
        let id = Value::String(id.to_string());
        names
            .iter()
            .find(|one| one.get("id") == Some(&id))
            .and_then(|one| one.get("name"))
            .cloned()
    };
    let channels: Vec<Value> = channels
        .filter(|_| member)
        .map(|id| json!({ "id": id, "name": channel_name(id) }))
        .collect();
    json!({
        "id": guild,
        "name": listed.get("name"),
        "bot": sandbox.roles_of(guild, bot).is_ok(),
        "member": member,
        "channels": channels,
        "voices": voices(play, guild, me),
        "categories": categories(play, guild, me),
        "roles": roles,
        "members": members,
    })
}

/// The channels of a kind that the person sees.
fn of_kind(play: &Play, guild: GuildId, me: UserId, kind: ChannelKind) -> Vec<(ChannelId, Value)> {
    let path = format!("guilds/{guild}/channels");
    let listed = play.sandbox.request(me, "GET", &path, Value::Null).ok();
    let listed = listed.and_then(|listed| listed.as_array().cloned());
    let shown = listed.into_iter().flatten().filter_map(|channel| {
        let number = channel.get("type").and_then(Value::as_u64)?;
        let id = channel.get("id").and_then(Value::as_str)?.parse().ok()?;
        let is_one = kind.numbers().iter().any(|one| u64::from(*one) == number);
        let is_seen = || play.sandbox.messages(me, ChannelId(id)).is_ok();
        let shown = is_one && (kind == ChannelKind::Category || is_seen());
        shown.then(|| {
            (
                ChannelId(id),
                channel.get("name").cloned().unwrap_or_default(),
            )
        })
    });
    shown.collect()
}

/// The voice channels that the person sees, with who is in them.
fn voices(play: &Play, guild: GuildId, me: UserId) -> Vec<Value> {
    let all = of_kind(play, guild, me, ChannelKind::Voice).into_iter();
    let shown = all.map(|(id, name)| {
        let there = play.sandbox.in_voice(guild, id);
        json!({ "id": id, "name": name, "mine": there.contains(&me), "there": there })
    });
    shown.collect()
}

fn categories(play: &Play, guild: GuildId, me: UserId) -> Vec<Value> {
    let all = of_kind(play, guild, me, ChannelKind::Category).into_iter();
    all.map(|(id, name)| json!({ "id": id, "name": name }))
        .collect()
}

/// The form that stands open before somebody; `id` tells it from an earlier one.
fn form(play: &Play, me: UserId) -> Option<Value> {
    let open = play.sandbox.form(me)?;
    Some(json!({ "id": open.asked.0.to_string(), "channel": open.channel, "form": open.form }))
}

fn messages(play: &Play, me: UserId, channel: ChannelId) -> Vec<Value> {
    let mut all = play.sandbox.messages(me, channel).unwrap_or_default();
    for message in &mut all {
        let files = message.get_mut("attachments").and_then(Value::as_array_mut);
        for file in files.into_iter().flatten() {
            let bytes = file
                .get("url")
                .and_then(Value::as_str)
                .and_then(|url| play.sandbox.file(url));
            let text = bytes
                .filter(|bytes| bytes.len() <= FILE_SHOWN_BYTES_MAX)
                .and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
            if let (Some(text), Some(file)) = (text, file.as_object_mut()) {
                file.insert("text".to_owned(), Value::String(text));
            }
        }
    }
    all
}

/// Things to start with in an empty channel, made from the policy.
fn tries(play: &Play) -> Vec<Value> {
    let id = |name: &str| play.sandbox.user(name);
    if !play.tries.is_empty() {
        let suggested = play.tries.iter().map(|one| {
            let command = one.what.strip_prefix('/');
            let path = command.map(|words| words.split(' ').collect::<Vec<_>>());
            json!({
                "label": one.what,
                "about": one.about,
                "as": one.who.as_deref().and_then(id),
                "text": path.is_none().then_some(&one.what),
                "path": path,
            })
        });
        return suggested.collect();
    }
    let owner = play.people.first().and_then(|(name, _)| id(name));
    let mut tries = vec![json!({
        "label": say!("play-hello"),
        "about": say!("play-hello-about"),
        "text": say!("play-hello-text"),
    })];
    let off = play
        .plan
        .features
        .iter()
        .filter(|feature| !feature.default_on)
        .take(2);
    tries.extend(off.map(|feature| {
        json!({
            "label": say!("play-switch-on", feature = feature.name.replace('-', " ")),
            "about": feature.about.clone().unwrap_or_else(|| say!("play-switch-on-about")),
            "as": owner,
            "path": ["config", "set", feature.name],
            "values": { "enabled": true },
        })
    }));
    let about_somebody = |param: &Param| param.required && *param.kind == USER;
    let command = play
        .plan
        .commands
        .iter()
        .find(|command| command.params.first().is_some_and(about_somebody));
    tries.extend(command.map(|command| {
        json!({
            "label": format!("/{}", command.path.join(" ")),
            "about": command.about,
            "as": owner,
            // About whom, whoever tries it says: nobody is warned by two keys.
            "path": command.path,
        })
    }));
    tries.push(json!({ "label": "/privacy data", "about": say!("play-data-about"), "path": ["privacy", "data"] }));
    tries
}
