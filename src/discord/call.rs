//! The routes of Discord's REST API that candor uses, each as one request.
//!
//! Writes `Request`s for `rest`; knows paths, major parameters and which calls stand outside the global limit.
//! Bodies come from `payload` and `command`.

use std::hash::{DefaultHasher, Hash, Hasher};

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    DiscordError, Rest,
    payload::Payload,
    rest::{Request, request},
    translate,
};
use crate::{
    lexicon::{
        Args, Deed, Given,
        deed::{is_marked, marked},
    },
    port::Person,
    vocab::{ChannelId, Duration, GuildId, MessageId, RoleId, Timestamp, UserId},
};

/// Discord's codes for a server that the bot is not in: <https://discord.com/developers/docs/topics/opcodes-and-status-codes>.
const UNKNOWN_GUILD: u64 = 10004;
const MISSING_ACCESS: u64 = 50001;
/// And for a channel that there is not.
const UNKNOWN_CHANNEL: u64 = 10003;
/// And for somebody who is not in a server, or whose account is gone.
const UNKNOWN_MEMBER: u64 = 10007;

/// Members in one answer.
pub const MEMBERS_MAX: usize = 1_000;

/// In the audit log, that a channel was made.
const CHANNEL_CREATE: u64 = 10;

/// By how much what lasts is shorter than the longest that Discord allows.
const SPARE: Duration = Duration::seconds(60);

/// Who the bot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub application: u64,
    pub user: UserId,
    pub name: String,
    /// As Discord shows it: with its four digits, where it has some.
    pub tag: String,
}

/// What `GET /gateway/bot` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayInfo {
    /// Accepted by the endpoint: on loopback exactly when the API is.
    pub url: String,
    pub shards: u32,
    /// How many sessions may still be started today.
    pub starts_left: u64,
}

/// An interaction, as its answers address it.
#[derive(Debug, Clone)]
pub struct InteractionRef {
    pub id: u64,
    pub token: String,
}

impl Request {
    pub(super) fn json(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    pub(super) fn message(mut self, payload: Payload) -> Self {
        self.body = Some(payload.json);
        self.files = payload.files;
        self
    }

    fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::to_owned);
        self
    }

    fn outside_global(mut self) -> Self {
        self.global = false;
        self
    }
}

pub(super) fn id_in(value: &Value, pointer: &str) -> Option<u64> {
    value.pointer(pointer)?.as_str()?.parse().ok()
}

impl InteractionRef {
    /// Tells webhooks of interactions apart for the limiter, without keeping their token.
    fn major(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.token.hash(&mut hasher);
        hasher.finish()
    }
}

impl Rest {
    /// # Errors
    /// As every call here: [`DiscordError::Refused`] with Discord's code, or a failure to reach it.
    pub async fn identity(&self) -> Result<Identity, DiscordError> {
        let user = self
            .send(&request(
                Method::GET,
                "GET /users/@me",
                0,
                "/users/@me".to_owned(),
            ))
            .await?;
        let application = self
            .send(&request(
                Method::GET,
                "GET /applications/@me",
                0,
                "/applications/@me".to_owned(),
            ))
            .await?;
        let malformed = DiscordError::Malformed {
            what: "the bot's identity has no id",
        };
        let (Some(user_id), Some(application)) = (id_in(&user, "/id"), id_in(&application, "/id"))
        else {
            return Err(malformed);
        };
        let text = |name: &str| user.get(name).and_then(Value::as_str).unwrap_or_default();
        let name = text("username");
        let digits = Some(text("discriminator")).filter(|digits| !["", "0"].contains(digits));
        let tag = digits.map_or_else(|| name.to_owned(), |digits| format!("{name}#{digits}"));
        Ok(Identity {
            application,
            user: UserId(user_id),
            name: name.to_owned(),
            tag,
        })
    }

    /// # Errors
    /// [`DiscordError::Address`] when a sandbox names a gateway that is not on this machine.
    pub async fn gateway(&self) -> Result<GatewayInfo, DiscordError> {
        let path = "/gateway/bot".to_owned();
        let answer = self
            .send(&request(Method::GET, "GET /gateway/bot", 0, path))
            .await?;
        let url = answer.get("url").and_then(Value::as_str);
        let url = url.ok_or(DiscordError::Malformed {
            what: "the gateway has no url",
        })?;
        let number = |pointer| answer.pointer(pointer).and_then(Value::as_u64);
        Ok(GatewayInfo {
            url: self.endpoint().accept_gateway(url)?,
            shards: number("/shards")
                .and_then(|n| u32::try_from(n).ok())
                .unwrap_or(1)
                .max(1),
            starts_left: number("/session_start_limit/remaining").unwrap_or(1),
        })
    }

    /// Whether the bot is in the server: `false` only when Discord says so in its own words, since a 403 or 404 can
    /// also come from what stands before it.
    ///
    /// # Errors
    /// Everything that proves neither.
    pub async fn is_in_guild(&self, guild: GuildId) -> Result<bool, DiscordError> {
        let path = format!("/guilds/{guild}");
        match self
            .send(&request(Method::GET, "GET /guilds/{guild}", guild.0, path))
            .await
        {
            Ok(_) => Ok(true),
            Err(DiscordError::Refused {
                code: UNKNOWN_GUILD | MISSING_ACCESS,
                ..
            }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The roles of a server.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn role_ids(&self, guild: GuildId) -> Result<Vec<RoleId>, DiscordError> {
        let path = format!("/guilds/{guild}/roles");
        let route = "GET /guilds/{guild}/roles";
        let ids = self.ids(request(Method::GET, route, guild.0, path)).await?;
        Ok(ids.into_iter().map(RoleId).collect())
    }

    /// The channels of a server, without threads.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn channel_ids(&self, guild: GuildId) -> Result<Vec<ChannelId>, DiscordError> {
        let path = format!("/guilds/{guild}/channels");
        let route = "GET /guilds/{guild}/channels";
        let ids = self.ids(request(Method::GET, route, guild.0, path)).await?;
        Ok(ids.into_iter().map(ChannelId).collect())
    }

    async fn ids(&self, request: Request) -> Result<Vec<u64>, DiscordError> {
        let all = self.send(&request).await?;
        let all = all.as_array().into_iter().flatten();
        Ok(all.filter_map(|one| id_in(one, "/id")).collect())
    }

    /// Whether somebody is a member of a server that the bot is in: `false` only when Discord says so in its own words.
    ///
    /// # Errors
    /// Everything that proves neither.
    pub async fn is_member(&self, guild: GuildId, user: UserId) -> Result<bool, DiscordError> {
        let path = format!("/guilds/{guild}/members/{user}");
        let route = "GET /guilds/{guild}/members/{user}";
        match self.send(&request(Method::GET, route, guild.0, path)).await {
            Ok(_) => Ok(true),
            Err(DiscordError::Refused {
                status: 404,
                code: UNKNOWN_MEMBER | super::error::UNKNOWN_USER,
                ..
            }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether there is a channel, seen or not: `false` only when Discord says so in its own words.
    ///
    /// # Errors
    /// Everything that proves neither.
    pub async fn has_channel(&self, channel: ChannelId) -> Result<bool, DiscordError> {
        let path = format!("/channels/{channel}");
        let route = "GET /channels/{channel}";
        match self
            .send(&request(Method::GET, route, channel.0, path))
            .await
        {
            // One that the bot may not see is there.
            Ok(_)
            | Err(DiscordError::Refused {
                status: 403,
                code: MISSING_ACCESS,
                ..
            }) => Ok(true),
            Err(DiscordError::Refused {
                status: 404,
                code: UNKNOWN_CHANNEL,
                ..
            }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Somebody as they are today: as a member of the server, or as somebody who is none.
    ///
    /// # Errors
    /// See [`Rest::identity`]; also where Discord knows of nobody with this id.
    pub async fn person(&self, guild: GuildId, user: UserId) -> Result<Person, DiscordError> {
        let path = format!("/guilds/{guild}/members/{user}");
        let route = "GET /guilds/{guild}/members/{user}";
        let member = match self.send(&request(Method::GET, route, guild.0, path)).await {
            Err(DiscordError::Refused {
                status: 404,
                code: UNKNOWN_MEMBER | super::error::UNKNOWN_USER,
                ..
            }) => None,
            other => Some(other?),
        };
        let person = if let Some(member) = member {
            translate::member_of(guild, member)
        } else {
            let path = format!("/users/{user}");
            let request = request(Method::GET, "GET /users/{user}", 0, path);
            translate::user_of(self.send(&request).await?)
        };
        person.ok_or(DiscordError::Malformed {
            what: "somebody is told as nobody",
        })
    }

    /// Some of a server's members with their roles, in the order of their ids: at most a thousand, behind `after`.
    ///
    /// # Errors
    /// See [`Rest::identity`]; the bot needs the intent for members.
    pub async fn members(
        &self,
        guild: GuildId,
        after: UserId,
    ) -> Result<Vec<(UserId, Vec<RoleId>)>, DiscordError> {
        let path = format!("/guilds/{guild}/members?limit={MEMBERS_MAX}&after={after}");
        let route = "GET /guilds/{guild}/members";
        let answer = self
            .send(&request(Method::GET, route, guild.0, path))
            .await?;
        let members = answer.as_array().into_iter().flatten();
        let read = members.filter_map(|member| {
            let user = id_in(member, "/user/id").map(UserId)?;
            let roles = member.get("roles").and_then(Value::as_array)?.iter();
            let roles = roles.filter_map(|id| id.as_str()?.parse().ok());
            Some((user, roles.map(RoleId).collect()))
        });
        Ok(read.collect())
    }

    /// # Errors
    /// See [`Rest::identity`].
    pub async fn post(
        &self,
        channel: ChannelId,
        message: Payload,
    ) -> Result<MessageId, DiscordError> {
        let path = format!("/channels/{channel}/messages");
        let route = "POST /channels/{channel}/messages";
        let request = request(Method::POST, route, channel.0, path).message(message);
        let answer = self.send(&request).await?;
        id_in(&answer, "/id")
            .map(MessageId)
            .ok_or(DiscordError::Malformed {
                what: "the message has no id",
            })
    }

    /// Does what a row of the lexicon says; what Discord says is so already counts as done. Gives the channel that the
    /// deed made, where it makes one. `mark` tells it from everything else in the server's audit log.
    ///
    /// # Errors
    /// See [`Rest::identity`]; [`DiscordError::Malformed`] when something that the route names is missing.
    pub async fn carry_out(
        &self,
        deed: &'static Deed,
        args: &Args,
        now: Timestamp,
        mark: Option<&str>,
    ) -> Result<Option<ChannelId>, DiscordError> {
        let malformed = DiscordError::Malformed {
            what: "a deed lacks what its route names",
        };
        let makes = deed.makes;
        let (method, template) = deed.route.split_once(' ').unwrap_or_default();
        let (Ok(method), Some((path, major))) =
            (Method::from_bytes(method.as_bytes()), args.path(template))
        else {
            return Err(malformed);
        };
        let marked = mark.map(|mark| marked(args.text("reason"), mark));
        let reason = marked.as_deref().or(args.text("reason"));
        let mut request = request(method, deed.route, major, path).because(reason);
        let (args, now) = &self.timed(deed, args, now).await;
        if let Some(body) = (deed.body)(args, *now) {
            request = request.json(body);
        }
        match self.send(&request).await {
            Err(error)
                if error
                    .code()
                    .is_some_and(|code| deed.settled.contains(&code)) =>
            {
                Ok(makes.and_then(|makes| (makes.known)(args)))
            }
            Ok(answer) if makes.is_some() => match id_in(&answer, "/id") {
                Some(id) => Ok(Some(ChannelId(id))),
                None => Err(DiscordError::Malformed {
                    what: "what was made has no id",
                }),
            },
            other => other.map(|_| None),
        }
    }

    /// The channel that the bot made with this mark; none where it made none.
    ///
    /// # Errors
    /// See [`Rest::identity`]; the bot must be allowed to read the audit log.
    pub async fn made(
        &self,
        guild: GuildId,
        me: UserId,
        mark: &str,
    ) -> Result<Option<ChannelId>, DiscordError> {
        let path = format!(
            "/guilds/{guild}/audit-logs?user_id={me}&action_type={CHANNEL_CREATE}&limit=100"
        );
        let route = "GET /guilds/{guild}/audit-logs";
        let answer = self
            .send(&request(Method::GET, route, guild.0, path))
            .await?;
        let entries = answer.get("audit_log_entries").and_then(Value::as_array);
        let mut entries = entries.into_iter().flatten();
        let made = entries.find(|entry| {
            let reason = entry.get("reason").and_then(Value::as_str);
            reason.is_some_and(|reason| is_marked(reason, mark))
        });
        Ok(made
            .and_then(|entry| id_in(entry, "/target_id"))
            .map(ChannelId))
    }

    /// The arguments and the time of a deed that lasts. Discord counts by its own clock, so its time counts where the two
    /// clocks are apart; and what is as long as Discord allows ends a little earlier, since it arrives later than it was
    /// sent.
    async fn timed(&self, deed: &Deed, args: &Args, now: Timestamp) -> (Args, Timestamp) {
        let lasting = deed.params.iter().find_map(|param| {
            let (max, given) = (param.takes.longest()?, args.duration(param.name)?);
            Some((param.name, max, given))
        });
        let mut args = args.clone();
        let Some((name, max, given)) = lasting else {
            return (args, now);
        };
        let longest = Duration {
            ms: max.ms - SPARE.ms,
        };
        let now = self.time_there(now, given > longest).await;
        args.set(name, Given::Duration(given.min(longest)));
        (args, now)
    }

    /// The channel of direct messages with a person.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn dm_channel(&self, user: UserId) -> Result<ChannelId, DiscordError> {
        let route = "POST /users/@me/channels";
        let request = request(Method::POST, route, 0, "/users/@me/channels".to_owned())
            .json(json!({ "recipient_id": user }));
        let answer = self.send(&request).await?;
        id_in(&answer, "/id")
            .map(ChannelId)
            .ok_or(DiscordError::Malformed {
                what: "the channel has no id",
            })
    }

    /// Answers an interaction for the first time; `kind` is Discord's interaction callback type.
    pub(super) async fn callback(
        &self,
        interaction: &InteractionRef,
        kind: u8,
        data: Payload,
    ) -> Result<(), DiscordError> {
        let path = format!(
            "/interactions/{}/{}/callback",
            interaction.id, interaction.token
        );
        let route = "POST /interactions/{id}/{token}/callback";
        let body = json!({ "type": kind, "data": data.json });
        let payload = Payload {
            json: body,
            files: data.files,
        };
        let request = request(Method::POST, route, interaction.major(), path)
            .message(payload)
            .outside_global();
        self.send(&request).await.map(drop)
    }

    pub(super) async fn edit_original(
        &self,
        application: u64,
        interaction: &InteractionRef,
        message: Payload,
    ) -> Result<(), DiscordError> {
        let path = format!(
            "/webhooks/{application}/{}/messages/@original",
            interaction.token
        );
        let route = "PATCH /webhooks/{application}/{token}/messages/@original";
        let request = request(Method::PATCH, route, interaction.major(), path)
            .message(message)
            .outside_global();
        self.send(&request).await.map(drop)
    }

    pub(super) async fn delete_original(
        &self,
        application: u64,
        interaction: &InteractionRef,
    ) -> Result<(), DiscordError> {
        let path = format!(
            "/webhooks/{application}/{}/messages/@original",
            interaction.token
        );
        let route = "DELETE /webhooks/{application}/{token}/messages/@original";
        let request = request(Method::DELETE, route, interaction.major(), path).outside_global();
        self.send(&request).await.map(drop)
    }

    pub(super) async fn follow_up(
        &self,
        application: u64,
        interaction: &InteractionRef,
        message: Payload,
    ) -> Result<(), DiscordError> {
        let path = format!("/webhooks/{application}/{}", interaction.token);
        let route = "POST /webhooks/{application}/{token}";
        let request = request(Method::POST, route, interaction.major(), path)
            .message(message)
            .outside_global();
        self.send(&request).await.map(drop)
    }

    /// The commands registered everywhere, or in one server.
    pub(super) async fn commands(
        &self,
        application: u64,
        guild: Option<GuildId>,
    ) -> Result<Vec<Value>, DiscordError> {
        // Without it Discord leaves out how they read in other languages.
        const ALL: &str = "with_localizations=true";
        let (route, path) = match guild {
            None => (
                "GET /applications/{application}/commands",
                format!("/applications/{application}/commands?{ALL}"),
            ),
            Some(guild) => (
                "GET /applications/{application}/guilds/{guild}/commands",
                format!("/applications/{application}/guilds/{guild}/commands?{ALL}"),
            ),
        };
        let major = guild.map_or(0, |guild| guild.0);
        let answer = self.send(&request(Method::GET, route, major, path)).await?;
        let Value::Array(commands) = answer else {
            return Err(DiscordError::Malformed {
                what: "the commands are no list",
            });
        };
        Ok(commands)
    }

    /// Makes a command, or replaces the one with the same name.
    pub(super) async fn put_command(
        &self,
        application: u64,
        guild: Option<GuildId>,
        command: Value,
    ) -> Result<(), DiscordError> {
        let (route, path) = match guild {
            None => (
                "POST /applications/{application}/commands",
                format!("/applications/{application}/commands"),
            ),
            Some(guild) => (
                "POST /applications/{application}/guilds/{guild}/commands",
                format!("/applications/{application}/guilds/{guild}/commands"),
            ),
        };
        let major = guild.map_or(0, |guild| guild.0);
        let request = request(Method::POST, route, major, path).json(command);
        self.send(&request).await.map(drop)
    }

    /// Replaces all commands at once, which also removes those that are not named.
    pub(super) async fn put_commands(
        &self,
        application: u64,
        guild: Option<GuildId>,
        commands: Vec<Value>,
    ) -> Result<(), DiscordError> {
        let (route, path) = match guild {
            None => (
                "PUT /applications/{application}/commands",
                format!("/applications/{application}/commands"),
            ),
            Some(guild) => (
                "PUT /applications/{application}/guilds/{guild}/commands",
                format!("/applications/{application}/guilds/{guild}/commands"),
            ),
        };
        let major = guild.map_or(0, |guild| guild.0);
        let request = request(Method::PUT, route, major, path).json(Value::Array(commands));
        self.send(&request).await.map(drop)
    }

    pub(super) async fn delete_command(
        &self,
        application: u64,
        guild: Option<GuildId>,
        command: u64,
    ) -> Result<(), DiscordError> {
        let (route, path) = match guild {
            None => (
                "DELETE /applications/{application}/commands/{command}",
                format!("/applications/{application}/commands/{command}"),
            ),
            Some(guild) => (
                "DELETE /applications/{application}/guilds/{guild}/commands/{command}",
                format!("/applications/{application}/guilds/{guild}/commands/{command}"),
            ),
        };
        let major = guild.map_or(0, |guild| guild.0);
        let request = request(Method::DELETE, route, major, path);
        self.send(&request).await.map(drop)
    }
}
