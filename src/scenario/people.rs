//! What people do and see on a stage, by name.

use serde_json::Value as Json;

use super::{
    names::{BOT, NEWEST},
    script::{Act, Deed, FileContent, Given, Where},
    seen::Seen,
    stage::{Last, Miss, Stage},
};
use crate::{
    sandbox::{InteractionId, Refusal, picture},
    vocab::{ChannelId, Duration, GuildId, MessageId, UserId},
};

impl Stage {
    pub fn person(&self, name: &str) -> Result<u64, Miss> {
        if name == BOT {
            return Ok(self.sandbox.bot().0);
        }
        let found = self.sandbox.user(name);
        found
            .map(|id| id.0)
            .ok_or_else(|| Miss::new(format!("somebody called {name}")))
    }

    pub fn guild(&self, server: &str) -> Result<u64, Miss> {
        let found = self.sandbox.server(server);
        found
            .map(|id| id.0)
            .ok_or_else(|| Miss::new(format!("a server called {server}")))
    }

    /// Somebody who sees every channel of the server.
    pub fn owner_of(&self, server: &str) -> Result<u64, Miss> {
        let guild = self.guild(server)?;
        self.sandbox
            .owner(GuildId(guild))
            .map(|id| id.0)
            .ok_or_else(|| Miss::new(format!("{server} has an owner")))
    }

    pub fn channel(&self, server: &str, channel: &Where, person: u64) -> Result<ChannelId, Miss> {
        let guild = GuildId(self.guild(server)?);
        let found = match channel {
            Where::Dm => Some(self.sandbox.direct(UserId(person))),
            Where::Named(name) => self.sandbox.channel_for(UserId(person), guild, name),
            Where::First => self.sandbox.channels(guild).first().copied(),
        };
        found.ok_or_else(|| Miss::new(format!("{server} has that channel")))
    }

    pub fn channel_named(&self, name: &str) -> Vec<u64> {
        ids_of(&self.names.channels, name)
    }

    /// Whether somebody sees a channel of that name.
    pub fn sees(&self, server: &str, who: &str, name: &str) -> Result<bool, Miss> {
        let (guild, person) = (self.guild(server)?, self.person(who)?);
        Ok(self.sandbox.sees(UserId(person), GuildId(guild), name))
    }

    pub fn role_named(&self, name: &str) -> Vec<u64> {
        ids_of(&self.names.roles, name)
    }

    pub fn message(&self, name: &str) -> Result<(MessageId, ChannelId), Miss> {
        if name == NEWEST {
            return self.newest_anywhere();
        }
        let found = self.messages.get(name);
        found
            .map(|(id, channel)| (MessageId(*id), *channel))
            .ok_or_else(|| Miss::new(format!("the step called `{name}` made a message")))
    }

    /// Of all messages in servers, whoever wrote it and wherever it stands.
    fn newest_anywhere(&self) -> Result<(MessageId, ChannelId), Miss> {
        let mut found: Option<(u64, ChannelId)> = None;
        for guild in self.guilds() {
            let owner = self.sandbox.owner(guild).map_or(0, |owner| owner.0);
            for channel in self.sandbox.channels(guild) {
                let all = self.messages(channel, owner);
                let ids = all.iter().filter(|one| !one.ephemeral).map(|one| one.id);
                found = found.max(ids.max().map(|id| (id, channel)));
            }
        }
        let found = found.map(|(id, channel)| (MessageId(id), channel));
        found.ok_or_else(|| Miss::new("somebody wrote a message"))
    }

    /// The hash by which Discord tells a picture: one at an address, or somebody's own.
    pub fn picture(&self, of: &str) -> String {
        let Some(user) = self.sandbox.user(of) else {
            return picture(of);
        };
        picture(&format!(
            "https://cdn.discordapp.com/embed/avatars/{}.png",
            (user.0 >> 22) % 6
        ))
    }

    /// Oldest first; none where the person sees no such channel.
    pub fn messages(&self, channel: ChannelId, person: u64) -> Vec<Seen> {
        let all = self
            .sandbox
            .messages(UserId(person), channel)
            .unwrap_or_default();
        all.iter().map(|one| self.seen(one)).collect()
    }

    fn seen(&self, message: &Json) -> Seen {
        Seen::of(message, &self.names, |url| {
            let bytes = self.sandbox.file(url)?;
            String::from_utf8(bytes.to_vec()).ok()
        })
    }

    pub fn direct_messages(&self, person: u64) -> Vec<Seen> {
        let channel = self.sandbox.direct(UserId(person));
        let all = self.messages(channel, person);
        // Answers to commands used there are replies, not messages of the bot's own.
        all.into_iter()
            .filter(|one| one.interaction.is_none())
            .collect()
    }

    pub fn last(&self) -> Result<&Last, Miss> {
        self.last
            .as_ref()
            .ok_or_else(|| Miss::new("somebody did something before (`as ann …`)"))
    }

    pub fn last_place(&self) -> Result<(u64, ChannelId), Miss> {
        let last = self.last()?;
        Ok((last.who.0, last.channel))
    }

    pub fn refusal(&self) -> Option<&str> {
        self.last.as_ref()?.refusal.as_deref()
    }

    /// The bot's answers to the most recent act, as the person who acted sees them.
    pub fn replies(&self) -> Result<Vec<Seen>, Miss> {
        let last = self.last()?;
        let bot = self.sandbox.bot().0;
        let all = self.messages(last.channel, last.who.0);
        let from_bot = all.into_iter().filter(|one| one.from == bot);
        let Some(interaction) = last.interaction else {
            return Ok(from_bot.filter(|one| one.id > last.before).collect());
        };
        let changed = self
            .sandbox
            .outcome(interaction)
            .ok()
            .and_then(|outcome| outcome.message);
        let own = |one: &Seen| {
            one.interaction == Some(interaction.0) || changed.is_some_and(|id| id.0 == one.id)
        };
        Ok(from_bot.filter(own).collect())
    }

    pub fn newest(&self, channel: ChannelId, person: u64) -> Result<(MessageId, ChannelId), Miss> {
        let newest = self
            .messages(channel, person)
            .into_iter()
            .rev()
            .find(|one| !one.ephemeral);
        newest
            .map(|one| (MessageId(one.id), channel))
            .ok_or_else(|| Miss::new("there is a message in the channel"))
    }

    pub fn reacted(&self, channel: ChannelId, message: MessageId, emoji: &str) -> Vec<u64> {
        self.sandbox
            .reacted(channel, message, emoji)
            .into_iter()
            .map(|id| id.0)
            .collect()
    }

    pub fn roles_of(
        &self,
        server: &str,
        who: &str,
    ) -> Result<std::collections::BTreeSet<String>, Miss> {
        let guild = GuildId(self.guild(server)?);
        let person = UserId(self.person(who)?);
        let roles = self
            .sandbox
            .roles_of(guild, person)
            .map_err(|error| Miss::because(format!("{who} is a member of {server}"), error))?;
        Ok(roles
            .iter()
            .filter_map(|id| self.names.roles.get(&id.0).cloned())
            .collect())
    }

    pub fn is_member(&self, server: &str, who: &str) -> Result<bool, Miss> {
        let guild = GuildId(self.guild(server)?);
        Ok(self
            .sandbox
            .roles_of(guild, UserId(self.person(who)?))
            .is_ok())
    }

    /// What the voice channel is called that somebody is in.
    pub fn voice_of(&self, server: &str, who: &str) -> Result<Option<String>, Miss> {
        let (guild, person) = (self.guild(server)?, self.person(who)?);
        let channel = self.sandbox.voice_of(GuildId(guild), UserId(person));
        let name = channel.and_then(|id| self.names.channels.get(&id.0));
        Ok(name.cloned().or_else(|| channel.map(|id| id.to_string())))
    }

    /// How much longer somebody is timed out.
    pub fn timeout_left(&self, server: &str, who: &str) -> Result<Option<Duration>, Miss> {
        let guild = GuildId(self.guild(server)?);
        let until = self
            .sandbox
            .timeout_of(guild, UserId(self.person(who)?))
            .map_err(|error| Miss::because(format!("{who} is a member of {server}"), error))?;
        Ok(until.map(|until| until.since(self.now())))
    }

    /// The paths of all commands that the bot has in a server.
    pub fn commands_in(&self, server: &str) -> Result<std::collections::BTreeSet<String>, Miss> {
        let guild = self.guild(server)?;
        let bot = self.sandbox.bot();
        let mut paths = std::collections::BTreeSet::new();
        for scope in [
            format!("applications/{bot}/commands"),
            format!("applications/{bot}/guilds/{guild}/commands"),
        ] {
            let listed = self
                .sandbox
                .request(bot, "GET", &scope, Json::Null)
                .map_err(|error| Miss::because("commands can be listed", error))?;
            for command in listed.as_array().into_iter().flatten() {
                collect_paths(command, "", &mut paths);
            }
        }
        Ok(paths)
    }

    pub async fn act(&mut self, act: &Act) -> Result<(), Miss> {
        let who = UserId(self.person(&act.who)?);
        let channel = self.channel(&act.server, &act.channel, who.0)?;
        let newest = self.messages(channel, who.0).iter().map(|one| one.id).max();
        let mut last = Last {
            who,
            channel,
            interaction: None,
            before: newest.unwrap_or_default(),
            refusal: None,
        };
        let mut made = None;
        match self.carry_out(act, &mut last)? {
            Ok(Made::Message(id)) => made = Some(id.0),
            Ok(Made::Interaction(id)) => last.interaction = Some(id),
            Ok(Made::Nothing) => {}
            Err(refusal) => last.refusal = Some(refusal.to_string()),
        }
        let place = last.channel;
        self.last = Some(last);
        if let Some(name) = &act.id {
            if made.is_none() {
                self.until_idle().await?;
                made = self.replies()?.last().map(|one| one.id);
            }
            let id = made.ok_or_else(|| Miss::new(format!("a message to call `{name}`")))?;
            self.messages.insert(name.clone(), (id, place));
        }
        Ok(())
    }

    fn carry_out(&self, act: &Act, last: &mut Last) -> Result<Result<Made, Refusal>, Miss> {
        let (who, channel) = (last.who, last.channel);
        let server = GuildId(self.guild(&act.server)?);
        let nothing = |done: Result<(), Refusal>| done.map(|()| Made::Nothing);
        Ok(match &act.deed {
            Deed::Say { text, file } => {
                let text = self.with_mentions(text);
                match file {
                    None => self.sandbox.post(who, channel, &text),
                    Some(file) => {
                        let file = ("file.txt", file.as_bytes().to_vec());
                        self.sandbox.post_with_file(who, channel, &text, file)
                    }
                }
                .map(Made::Message)
            }
            Deed::Run { path, options } => self
                .run(who, channel, server, path, options)?
                .map(Made::Interaction),
            Deed::Press { button, on } => {
                let Some((message, place, custom)) =
                    self.find_below(act, who, on.as_deref(), |one| {
                        one.button(button).map(str::to_owned)
                    })?
                else {
                    return Ok(Err(Refusal::said(
                        400,
                        format!("{} sees no button `{button}`", act.who),
                    )));
                };
                last.channel = place;
                self.sandbox
                    .press(who, place, message, &custom)
                    .map(Made::Interaction)
            }
            Deed::Select { list, choice, on } => {
                return self.select(act, (list, choice), on.as_deref(), last);
            }
            Deed::OpenMenu { entry, on } => return self.pick(entry, on, last),
            Deed::Fill { texts } => self.fill(texts, last),
            Deed::React { .. }
            | Deed::Clear { .. }
            | Deed::Pin { .. }
            | Deed::Forward { .. }
            | Deed::Ask { .. } => return self.with_message(&act.deed, last),
            Deed::Agree => {
                let path = format!("guilds/{server}/requests/@me");
                nothing(
                    self.sandbox
                        .request(who, "PUT", &path, Json::Null)
                        .map(drop),
                )
            }
            Deed::Edit { on, text } => {
                let (message, place) = self.own(on.as_deref(), channel, who)?;
                let path = format!("channels/{place}/messages/{message}");
                let body = serde_json::json!({ "content": self.with_mentions(text) });
                nothing(self.sandbox.request(who, "PATCH", &path, body).map(drop))
            }
            Deed::Delete { on } => {
                let (message, place) = self.own(on.as_deref(), channel, who)?;
                let path = format!("channels/{place}/messages/{message}");
                nothing(
                    self.sandbox
                        .request(who, "DELETE", &path, Json::Null)
                        .map(drop),
                )
            }
            Deed::DeleteChannel(name) => {
                let place = Where::Named(name.clone());
                let path = format!("channels/{}", self.channel(&act.server, &place, who.0)?);
                let done = self.sandbox.request(who, "DELETE", &path, Json::Null);
                nothing(done.map(drop))
            }
            Deed::Join => nothing(self.sandbox.join(who, server)),
            Deed::Leave => nothing(self.sandbox.leave(who, server)),
            Deed::Presence(status) => nothing(self.sandbox.set_status(who, status)),
            Deed::Voice(None) => nothing(self.sandbox.leave_voice(who)),
            Deed::Voice(Some(name)) => {
                let place = Where::Named(name.clone());
                let place = self.channel(&act.server, &place, who.0)?;
                nothing(self.sandbox.join_voice(who, place))
            }
            Deed::Kick(whom) => {
                let path = format!("guilds/{server}/members/{}", self.person(whom)?);
                nothing(
                    self.sandbox
                        .request(who, "DELETE", &path, Json::Null)
                        .map(drop),
                )
            }
            Deed::Ban(whom) => {
                let path = format!("guilds/{server}/bans/{}", self.person(whom)?);
                nothing(
                    self.sandbox
                        .request(who, "PUT", &path, serde_json::json!({}))
                        .map(drop),
                )
            }
            Deed::CloseDms(closed) => nothing(self.sandbox.close_dms(who, *closed)),
        })
    }

    fn run(
        &self,
        who: UserId,
        channel: ChannelId,
        server: GuildId,
        path: &[String],
        options: &[(String, Given)],
    ) -> Result<Result<InteractionId, Refusal>, Miss> {
        let mut values: Vec<(&str, String)> = Vec::new();
        let mut file = None;
        for (name, given) in options {
            let value = match given {
                Given::None => continue,
                Given::Text(text) => self.with_mentions(text),
                Given::Int(number) => number.to_string(),
                Given::Bool(flag) => flag.to_string(),
                Given::Duration(duration) => duration.to_string(),
                Given::User(person) => self.person(person)?.to_string(),
                Given::Channel(name) => self
                    .sandbox
                    .channel(server, name)
                    .ok_or_else(|| Miss::new(format!("a channel called {name}")))?
                    .to_string(),
                Given::Role(name) => self
                    .sandbox
                    .role(server, name)
                    .ok_or_else(|| Miss::new(format!("a role called {name}")))?
                    .to_string(),
                Given::Message(name) => {
                    let (message, place) = self.message(name)?;
                    format!("https://discord.com/channels/{server}/{place}/{message}")
                }
                Given::File {
                    name: file_name,
                    content,
                } => {
                    let (file_name, text) = self.content(file_name, content)?;
                    file = Some((name.as_str(), file_name, text.into_bytes()));
                    continue;
                }
            };
            values.push((name, value));
        }
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let command = path.join(" ");
        Ok(match file {
            None => self.sandbox.invoke(who, channel, &command, &values),
            Some((option, name, bytes)) => self.sandbox.invoke_with_file(
                who,
                channel,
                &command,
                &values,
                (option, &name, bytes),
            ),
        })
    }

    fn content(&self, name: &str, content: &FileContent) -> Result<(String, String), Miss> {
        match content {
            FileContent::Text(text) => Ok((name.to_owned(), text.clone())),
            FileContent::Of(step) => {
                let (id, place) = self.message(step)?;
                let viewer = self.last()?.who.0;
                let all = self.messages(place, viewer);
                let message = all.into_iter().find(|one| one.id == id.0);
                let file = message.and_then(|one| one.files.into_iter().next());
                file.map(|file| (file.name, file.text)).ok_or_else(|| {
                    Miss::new(format!("the step called `{step}` was answered with a file"))
                })
            }
        }
    }

    /// What stands below the message that is meant, or below the newest with such a thing that the person sees anywhere.
    pub(super) fn find_below<T>(
        &self,
        act: &Act,
        who: UserId,
        on: Option<&str>,
        wanted: impl Fn(&Seen) -> Option<T>,
    ) -> Result<Option<(MessageId, ChannelId, T)>, Miss> {
        let meant = on.map(|name| self.message(name)).transpose()?;
        let places = match (&meant, &act.channel) {
            (Some((_, place)), _) => vec![*place],
            (None, Where::First) => {
                let mut places = self.sandbox.channels(GuildId(self.guild(&act.server)?));
                places.push(self.sandbox.direct(who));
                places
            }
            (None, channel) => vec![self.channel(&act.server, channel, who.0)?],
        };
        let mut found: Option<(MessageId, ChannelId, T)> = None;
        for place in places {
            for one in self.messages(place, who.0) {
                if meant.is_some_and(|(id, _)| id.0 != one.id) {
                    continue;
                }
                if let Some(below) = wanted(&one)
                    && found.as_ref().is_none_or(|(id, ..)| id.0 < one.id)
                {
                    found = Some((MessageId(one.id), place, below));
                }
            }
        }
        Ok(found)
    }

    pub(super) fn on(
        &self,
        name: Option<&str>,
        channel: ChannelId,
        who: UserId,
    ) -> Result<(MessageId, ChannelId), Miss> {
        match name {
            Some(name) => self.message(name),
            None => self.newest(channel, who.0),
        }
    }

    /// The message that is meant, or the person's own newest.
    fn own(
        &self,
        name: Option<&str>,
        channel: ChannelId,
        who: UserId,
    ) -> Result<(MessageId, ChannelId), Miss> {
        if let Some(name) = name {
            return self.message(name);
        }
        let mine = self
            .messages(channel, who.0)
            .into_iter()
            .rev()
            .find(|one| one.from == who.0);
        mine.map(|one| (MessageId(one.id), channel))
            .ok_or_else(|| Miss::new(format!("{} wrote a message there", self.name_of(who.0))))
    }

    /// `@ann` as a mention of ann, `#general` as one of the channel.
    pub(super) fn with_mentions(&self, text: &str) -> String {
        let mut marks: Vec<(String, String)> = Vec::new();
        marks.extend(
            self.names
                .people
                .iter()
                .map(|(id, name)| (format!("@{name}"), format!("<@{id}>"))),
        );
        marks.extend(
            self.names
                .roles
                .iter()
                .map(|(id, name)| (format!("@{name}"), format!("<@&{id}>"))),
        );
        marks.extend(
            self.names
                .channels
                .iter()
                .map(|(id, name)| (format!("#{name}"), format!("<#{id}>"))),
        );
        // Longer names first, so that `@anna` is not `@ann` and a letter.
        marks.sort_by_key(|(mark, _)| std::cmp::Reverse(mark.len()));
        let mut text = text.to_owned();
        for (mark, id) in marks {
            text = text.replace(&mark, &id);
        }
        text
    }
}

/// What an act left behind.
pub(super) enum Made {
    Message(MessageId),
    Interaction(InteractionId),
    Nothing,
}

fn ids_of(names: &std::collections::BTreeMap<u64, String>, wanted: &str) -> Vec<u64> {
    names
        .iter()
        .filter(|(_, name)| *name == wanted)
        .map(|(id, _)| *id)
        .collect()
}

fn collect_paths(command: &Json, before: &str, paths: &mut std::collections::BTreeSet<String>) {
    let name = command
        .get("name")
        .and_then(Json::as_str)
        .unwrap_or_default();
    let path = format!("{before} {name}").trim().to_owned();
    for option in command
        .get("options")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
    {
        // 1 is a subcommand, 2 a group of them.
        if matches!(option.get("type").and_then(Json::as_u64), Some(1 | 2)) {
            collect_paths(option, &path, paths);
        }
    }
    paths.insert(path);
}
