//! People acting, from Rust: for `play`, `scenario` and tests in the same process.
//!
//! Every act goes through the same routes as over the wire, so permissions and errors are the same.

use std::time::Duration as RealDuration;

use axum::http::Method;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::{
    Sandbox,
    field::Fields,
    refusal::Refusal,
    rest::{self, Answer, Call, Shown},
    world::{
        Status, TEXT,
        file::{MemberSeed, RoleSeed, ServerSeed, WorldError},
        post::Upload,
    },
};
use crate::vocab::{ChannelId, Duration, GuildId, MessageId, RoleId, Timestamp, UserId};

/// What a person set off by a command, a button or a modal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InteractionId(pub u64);

/// What became of an interaction.
#[derive(Debug, Clone, PartialEq)]
pub struct InteractionOutcome {
    /// `waiting`, `deferred`, `answered`, or `failed` when a deadline passed.
    pub state: String,
    /// The answer, for whoever may see it.
    pub message: Option<MessageId>,
    /// A modal or the choices of an autocomplete, as the bot sent them.
    pub shown: Option<Value>,
}

impl Sandbox {
    /// Moves the clock forward and tells the new time.
    #[expect(clippy::must_use_candidate, reason = "moving the clock is the point")]
    pub fn advance(&self, by: Duration) -> Timestamp {
        self.clock.advance(by)
    }

    /// A REST request by a person, as JSON; `path` without `/api/v10`.
    ///
    /// # Errors
    /// What Discord answers.
    pub fn request(
        &self,
        person: UserId,
        method: &str,
        path: &str,
        body: Value,
    ) -> Result<Value, Refusal> {
        self.request_with(person, method, path, body, Vec::new())
    }

    pub(super) fn request_with(
        &self,
        person: UserId,
        method: &str,
        path: &str,
        body: Value,
        files: Vec<Upload>,
    ) -> Result<Value, Refusal> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let call = Call {
            method: Method::from_bytes(method.as_bytes())
                .map_err(|_| Refusal::METHOD_NOT_ALLOWED)?,
            path: std::iter::once("api")
                .chain(path.split('/').filter(|part| !part.is_empty()))
                .map(rest::percent_decoded)
                .collect(),
            query: rest::pairs(query).collect(),
            account: Some(person.0),
            shown: Shown::Nothing,
            is_form: false,
            body,
            files,
            reason: None,
        };
        match rest::route(&mut self.state.world(), &call)? {
            Answer::Json(_, value) => Ok(value),
            Answer::Nothing | Answer::Redirect(_) | Answer::File { .. } => Ok(Value::Null),
        }
    }

    /// Writes a message.
    ///
    /// # Errors
    /// 50001, 50013, 50007, 50006, 50035 as Discord.
    pub fn post(
        &self,
        person: UserId,
        channel: ChannelId,
        text: &str,
    ) -> Result<MessageId, Refusal> {
        let made = self.request(
            person,
            "POST",
            &format!("channels/{channel}/messages"),
            json!({"content": text}),
        )?;
        Ok(MessageId(made.id("id").unwrap_or_default()))
    }

    /// Uses a command: `command` is its words (`/privacy data`), options by name. Text stands for any type: people,
    /// channels and roles are given by name or id, numbers and switches as they are written.
    ///
    /// # Errors
    /// 10063 for an unknown command, 50013 without permission, 50035 for options that do not fit.
    pub fn invoke(
        &self,
        person: UserId,
        channel: ChannelId,
        command: &str,
        options: &[(&str, &str)],
    ) -> Result<InteractionId, Refusal> {
        self.interact(person, command_body(channel, command, options), Vec::new())
    }

    /// As `invoke`, with a file for the one option that takes an attachment.
    ///
    /// # Errors
    /// As `invoke`.
    pub fn invoke_with_file(
        &self,
        person: UserId,
        channel: ChannelId,
        command: &str,
        options: &[(&str, &str)],
        file: (&str, &str, Vec<u8>),
    ) -> Result<InteractionId, Refusal> {
        let (option, name, bytes) = file;
        let mut options = options.to_vec();
        options.push((option, "0"));
        let upload = Upload {
            number: Some(0),
            name: name.to_owned(),
            kind: None,
            bytes,
        };
        let body = command_body(channel, command, &options);
        self.interact(person, body, vec![upload])
    }

    /// Presses a button, by its custom id or else by its label.
    ///
    /// # Errors
    /// 10008 for a message the person does not see, 50035 for a button it does not have.
    pub fn press(
        &self,
        person: UserId,
        channel: ChannelId,
        message: MessageId,
        button: &str,
    ) -> Result<InteractionId, Refusal> {
        let custom_id = {
            let world = self.state.world();
            let found = world.message(channel.0, message.0)?;
            let labelled = found
                .components
                .iter()
                .flat_map(|row| row.list("components"))
                .find(|one| one.text("label") == Some(button));
            labelled
                .and_then(|one| one.text("custom_id"))
                .unwrap_or(button)
                .to_owned()
        };
        self.interact(
            person,
            json!({
                "type": 3, "channel_id": channel, "message_id": message,
                "data": {"component_type": 2, "custom_id": custom_id},
            }),
            Vec::new(),
        )
    }

    /// Chooses from a list, by the value of a choice, or by the id or name of what Discord offers.
    ///
    /// # Errors
    /// 10008 for an unknown message, 50035 for a list that it does not have or a value that is not offered.
    pub fn choose(
        &self,
        person: UserId,
        channel: ChannelId,
        message: MessageId,
        custom_id: &str,
        value: &str,
    ) -> Result<InteractionId, Refusal> {
        let data = json!({"custom_id": custom_id, "values": [value]});
        self.interact(
            person,
            json!({"type": 3, "channel_id": channel, "message_id": message, "data": data}),
            Vec::new(),
        )
    }

    pub(super) fn interact(
        &self,
        person: UserId,
        body: Value,
        files: Vec<Upload>,
    ) -> Result<InteractionId, Refusal> {
        let made = self.request_with(person, "POST", "interactions", body, files)?;
        Ok(InteractionId(made.id("id").unwrap_or_default()))
    }

    /// Adds a reaction: `👍`, or `name:id` for a custom one.
    ///
    /// # Errors
    /// 10008, 10014, 50001, 50013.
    pub fn react(
        &self,
        person: UserId,
        channel: ChannelId,
        message: MessageId,
        emoji: &str,
    ) -> Result<(), Refusal> {
        let path = format!("channels/{channel}/messages/{message}/reactions/{emoji}/@me");
        self.request(person, "PUT", &path, Value::Null).map(drop)
    }

    /// Takes the person's own reaction away.
    ///
    /// # Errors
    /// 10008, 10014.
    pub fn unreact(
        &self,
        person: UserId,
        channel: ChannelId,
        message: MessageId,
        emoji: &str,
    ) -> Result<(), Refusal> {
        let path = format!("channels/{channel}/messages/{message}/reactions/{emoji}/@me");
        self.request(person, "DELETE", &path, Value::Null).map(drop)
    }

    /// The person becomes a member, as by an invitation.
    ///
    /// # Errors
    /// 40007 when they are banned, 10004 when there is no such server.
    pub fn join(&self, person: UserId, server: GuildId) -> Result<(), Refusal> {
        self.state.world().join(server.0, person.0)
    }

    /// The person leaves.
    ///
    /// # Errors
    /// 10007 when they are not a member.
    pub fn leave(&self, person: UserId, server: GuildId) -> Result<(), Refusal> {
        self.state.world().leave(server.0, person.0)
    }

    /// The person comes online, or goes: `online`, `idle`, `dnd` or `offline`.
    ///
    /// # Errors
    /// 400 for another word.
    pub fn set_status(&self, person: UserId, status: &str) -> Result<(), Refusal> {
        let status = Status::of(status);
        let status = status.ok_or_else(|| Refusal::said(400, "there is no such status"))?;
        self.state.world().set_status(person.0, status)
    }

    /// As `set_status` has it; who does not exist is offline.
    #[must_use]
    pub fn status_of(&self, person: UserId) -> &'static str {
        let world = self.state.world();
        let status = world.users.get(&person.0).map(|user| user.status);
        status.unwrap_or_default().word()
    }

    /// The person comes into a voice channel.
    ///
    /// # Errors
    /// 50001, 50013, 50024 for a channel that is none; 400 where it is full.
    pub fn join_voice(&self, person: UserId, channel: ChannelId) -> Result<(), Refusal> {
        self.state.world().connect(person.0, channel.0)
    }

    /// The person leaves the voice channel that they are in.
    ///
    /// # Errors
    /// 40032 when they are in none.
    pub fn leave_voice(&self, person: UserId) -> Result<(), Refusal> {
        self.state.world().disconnect(person.0)
    }

    /// Who is in a voice channel.
    #[must_use]
    pub fn in_voice(&self, server: GuildId, channel: ChannelId) -> Vec<UserId> {
        let world = self.state.world();
        let there = world.in_voice(server.0, channel.0).map(UserId);
        there.collect()
    }

    /// The voice channel that the person is in.
    #[must_use]
    pub fn voice_of(&self, server: GuildId, person: UserId) -> Option<ChannelId> {
        let world = self.state.world();
        let state = world.guilds.get(&server.0)?.voice.get(&person.0)?;
        Some(ChannelId(state.channel))
    }

    /// Somebody removes the bot from the server.
    ///
    /// # Errors
    /// 10007 when it is not there.
    pub fn bot_removed(&self, server: GuildId) -> Result<(), Refusal> {
        let mut world = self.state.world();
        let bot = world.bot;
        world.leave(server.0, bot)
    }

    /// Somebody invites the bot (again).
    ///
    /// # Errors
    /// 10004 when there is no such server, 40007 when the bot is banned.
    pub fn bot_added(&self, server: GuildId) -> Result<(), Refusal> {
        let mut world = self.state.world();
        let bot = world.bot;
        world.join(server.0, bot)
    }

    /// The bot is invited once more everywhere, with these permissions as well; its role has them at once.
    ///
    /// # Errors
    /// None that a world knows: every server has the role or gets it with the bot.
    pub fn invite_with(&self, permissions: u64) -> Result<(), Refusal> {
        let mut world = self.state.world();
        let guilds: Vec<_> = world.guilds.keys().copied().collect();
        let mut all = guilds.into_iter();
        all.try_for_each(|guild| world.invite_with(guild, permissions))
    }

    /// An outage begins or ends: the bot cannot see the server, and is still in it.
    ///
    /// # Errors
    /// 10004 when there is no such server.
    pub fn outage(&self, server: GuildId, begins: bool) -> Result<(), Refusal> {
        self.state.world().outage(server.0, begins)
    }

    /// The person's direct messages with the bot.
    #[must_use]
    pub fn direct(&self, person: UserId) -> ChannelId {
        let mut world = self.state.world();
        let bot = world.bot;
        ChannelId(world.direct(person.0, bot))
    }

    /// What the person reads in the channel, oldest first, with their own ephemeral messages: Discord's JSON.
    ///
    /// # Errors
    /// 10003, and 50001 when they do not see the channel.
    pub fn messages(&self, person: UserId, channel: ChannelId) -> Result<Vec<Value>, Refusal> {
        let world = self.state.world();
        let found = world.visible(channel.0, person.0)?;
        Ok(world.read_by(found, person.0))
    }

    /// What became of an interaction so far.
    ///
    /// # Errors
    /// 10062 for one that does not exist.
    pub fn outcome(&self, interaction: InteractionId) -> Result<InteractionOutcome, Refusal> {
        let found = self.state.world().outcome(interaction.0)?;
        Ok(InteractionOutcome {
            state: found.text("state").unwrap_or_default().to_owned(),
            message: found.id("message_id").map(MessageId),
            shown: found.given("shown").cloned(),
        })
    }

    /// Waits, in real time and at most so long, until the bot answered for good (a deferral is not yet an answer).
    ///
    /// # Errors
    /// 10062 for an interaction that does not exist. After the wait the outcome is what it is: look at its state.
    pub async fn answered(
        &self,
        interaction: InteractionId,
        at_most: RealDuration,
    ) -> Result<InteractionOutcome, Refusal> {
        let mut changes = self.state.world().watch();
        let deadline = tokio::time::Instant::now() + at_most;
        loop {
            let outcome = self.outcome(interaction)?;
            if matches!(outcome.state.as_str(), "answered" | "failed") {
                return Ok(outcome);
            }
            match tokio::time::timeout_at(deadline, changes.recv()).await {
                Ok(Ok(_) | Err(RecvError::Lagged(_))) => {}
                Ok(Err(RecvError::Closed)) | Err(_) => return Ok(outcome),
            }
        }
    }

    /// The account of that name.
    #[must_use]
    pub fn user(&self, name: &str) -> Option<UserId> {
        let world = self.state.world();
        let found = world
            .users
            .values()
            .find(|user| user.id != world.bot && user.name == name)?;
        Some(UserId(found.id))
    }

    #[must_use]
    pub fn bot(&self) -> UserId {
        UserId(self.state.world().bot)
    }

    /// Without `Bot `.
    #[must_use]
    pub fn bot_token(&self) -> String {
        let world = self.state.world();
        world
            .users
            .get(&world.bot)
            .map(|bot| bot.token.clone())
            .unwrap_or_default()
    }

    /// What somebody asked for over REST, oldest first, as `GET /sandbox/log` shows it.
    #[must_use]
    pub fn requests_of(&self, account: UserId) -> Vec<Value> {
        let account = account.to_string();
        let world = self.state.world();
        let of = |entry: &&Value| entry.get("as").and_then(Value::as_str) == Some(&*account);
        world.log.iter().filter(of).cloned().collect()
    }

    #[must_use]
    pub fn server(&self, name: &str) -> Option<GuildId> {
        let world = self.state.world();
        let found = world.guilds.values().find(|guild| guild.name == name)?;
        Some(GuildId(found.id))
    }

    #[must_use]
    pub fn channel(&self, server: GuildId, name: &str) -> Option<ChannelId> {
        let world = self.state.world();
        let found = world
            .guild_channels(server.0)
            .find(|channel| channel.name == name)?;
        Some(ChannelId(found.id))
    }

    /// The channel of that name; of several the newest that the person sees, if they see any.
    #[must_use]
    pub fn channel_for(&self, person: UserId, server: GuildId, name: &str) -> Option<ChannelId> {
        let world = self.state.world();
        let named = world
            .guild_channels(server.0)
            .filter(|one| one.name == name);
        let seen = named.filter(|one| world.visible(one.id, person.0).is_ok());
        let newest = seen.map(|one| one.id).max();
        drop(world);
        newest.map(ChannelId).or_else(|| self.channel(server, name))
    }

    /// Whether the person sees a channel of that name.
    #[must_use]
    pub fn sees(&self, person: UserId, server: GuildId, name: &str) -> bool {
        let world = self.state.world();
        let mut named = world
            .guild_channels(server.0)
            .filter(|one| one.name == name);
        named.any(|one| world.visible(one.id, person.0).is_ok())
    }

    #[must_use]
    pub fn role(&self, server: GuildId, name: &str) -> Option<RoleId> {
        let world = self.state.world();
        let guild = world.guilds.get(&server.0)?;
        let found = guild.roles.values().find(|role| role.name == name)?;
        Some(RoleId(found.id))
    }

    /// The roles a member has.
    ///
    /// # Errors
    /// 10007 for who is not a member.
    pub fn roles_of(&self, server: GuildId, person: UserId) -> Result<Vec<RoleId>, Refusal> {
        let world = self.state.world();
        let member = world.member(server.0, person.0)?;
        Ok(member.roles.iter().copied().map(RoleId).collect())
    }

    /// Until when a member is timed out, if they are.
    ///
    /// # Errors
    /// 10007 for who is not a member.
    pub fn timeout_of(
        &self,
        server: GuildId,
        person: UserId,
    ) -> Result<Option<Timestamp>, Refusal> {
        let world = self.state.world();
        let until = world.member(server.0, person.0)?.timeout_until;
        Ok(until.filter(|until| *until > world.now()))
    }

    /// Adds a server with its people and the bot, and tells the bot.
    ///
    /// # Errors
    /// When the server contradicts itself.
    pub fn add_server(&self, seed: &ServerSeed) -> Result<GuildId, WorldError> {
        let mut world = self.state.world();
        let made = world.add_server(seed, &seed.bot)?;
        world.announce(made);
        Ok(GuildId(made))
    }

    /// An account, made if there is none of that name; in no server by itself.
    #[must_use]
    pub fn person(&self, name: &str) -> UserId {
        UserId(self.state.world().person(name, false))
    }

    /// Somebody joins; the bot is told.
    ///
    /// # Errors
    /// When the server or a role does not exist.
    pub fn add_member(&self, server: GuildId, seed: &MemberSeed) -> Result<UserId, WorldError> {
        let mut world = self.state.world();
        let made = world.add_member(server.0, seed)?;
        world.announce_member(server.0, made);
        Ok(UserId(made))
    }

    /// Adds a text channel; the bot is told.
    #[expect(clippy::must_use_candidate, reason = "the channel is there either way")]
    pub fn add_channel(&self, server: GuildId, name: &str) -> ChannelId {
        let mut world = self.state.world();
        let made = world.add_channel(server.0, name, TEXT);
        // A channel that was just made is there to be told about.
        drop(world.channel_changed(made, "CHANNEL_CREATE"));
        ChannelId(made)
    }

    /// Adds a role; the bot is told.
    ///
    /// # Errors
    /// 10004 when there is no such server.
    pub fn add_role(&self, server: GuildId, seed: &RoleSeed) -> Result<RoleId, Refusal> {
        let mut world = self.state.world();
        let made = world.add_role(server.0, seed)?;
        world.role_changed(server.0, made, "GUILD_ROLE_CREATE")?;
        Ok(RoleId(made))
    }
}

/// What Discord's client would post; `/privacy data` becomes a command with a subcommand.
fn command_body(channel: ChannelId, command: &str, options: &[(&str, &str)]) -> Value {
    let mut words = command.trim_start_matches('/').split_whitespace();
    let name = words.next().unwrap_or_default();
    let mut inner: Value = options
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    for word in words.rev() {
        inner = json!([{"name": word, "options": inner}]);
    }
    json!({"type": 2, "channel_id": channel, "data": {"name": name, "options": inner}})
}
