//! A person uses the bot: a command, a component, a modal, a command being typed. Discord checks them before the bot
//! hears of anything, and so does this.
//!
//! Reads the body that Discord's own client posts. More is accepted than Discord would: a command by its name alone,
//! options without types, and people, channels and roles by name, so that scripts need no ids.

use serde_json::{Map, Value, json};

use super::{Answered, Channel, Interaction, World, permit, post::Upload, seed, show};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id, fault, integer, put, snowflake},
        refusal::Refusal,
    },
    vocab::Permission,
};

const COMMAND: u8 = 2;
pub(super) const COMPONENT: u8 = 3;
const AUTOCOMPLETE: u8 = 4;
pub(super) const MODAL: u8 = 5;

/// Options being read: what they name is gathered for `resolved`.
pub(super) struct Reading<'a> {
    pub(super) guild: Option<Id>,
    pub(super) user: Id,
    pub(super) channel: Id,
    pub(super) files: &'a [Upload],
    pub(super) typing: bool,
    pub(super) resolved: Map<String, Value>,
    pub(super) faults: Faults,
}

impl World {
    /// Sends an interaction to the bot and gives its id.
    pub(crate) fn interact(
        &mut self,
        user: Id,
        body: &Value,
        files: &[Upload],
    ) -> Result<Id, Refusal> {
        let kind = body.int("type").and_then(|kind| u8::try_from(kind).ok());
        let channel = body
            .id("channel_id")
            .ok_or_else(|| fault("channel_id", "BASE_TYPE_REQUIRED", "This field is required"))?;
        let empty = json!({});
        let data = body.given("data").unwrap_or(&empty);
        self.visible(channel, user)?;
        match kind {
            Some(kind @ (COMMAND | AUTOCOMPLETE)) => {
                self.use_command(kind, user, channel, data, files)
            }
            Some(COMPONENT) => self.use_component(user, channel, body, data),
            Some(MODAL) => self.fill_modal(user, channel, data),
            _ => Err(fault(
                "type",
                "BASE_TYPE_CHOICES",
                "Value must be one of {2, 3, 4, 5}.",
            )),
        }
    }

    fn use_command(
        &mut self,
        kind: u8,
        user: Id,
        channel: Id,
        data: &Value,
        files: &[Upload],
    ) -> Result<Id, Refusal> {
        let place = self.channel(channel)?;
        let guild = place.guild;
        let held = self.permissions_in(place, user);
        if guild.is_none() && !place.recipients.contains(&self.bot) {
            return Err(Refusal::UNKNOWN_COMMAND);
        }
        if held & Permission::UseApplicationCommands.bit() == 0 {
            return Err(Refusal::MISSING_PERMISSIONS);
        }
        let (scope, command) = self.find_command(guild, data)?;
        Self::may_use(&command, guild, held)?;
        let mut reading = Reading {
            guild,
            user,
            channel,
            files,
            typing: kind == AUTOCOMPLETE,
            resolved: Map::new(),
            faults: Faults::default(),
        };
        let options = self.read_options(
            command.list("options"),
            data.list("options"),
            "data.options",
            &mut reading,
        );
        let mut sent = json!({
            "id": command.get("id"),
            "name": command.get("name"),
            "type": command.get("type"),
        });
        let opens_menu = matches!(command.int("type"), Some(2 | 3));
        if opens_menu && data.id("target_id").is_none() {
            reading.faults.required("data.target_id");
        }
        if let Some(target) = data.id("target_id").filter(|_| opens_menu) {
            put(&mut sent, "target_id", target.to_string());
            self.resolve_target(&command, target, &mut reading);
        }
        let Reading {
            resolved, faults, ..
        } = reading;
        faults.judge()?;
        if !options.is_empty() {
            put(&mut sent, "options", options);
        }
        if !resolved.is_empty() {
            put(&mut sent, "resolved", resolved);
        }
        if let Some(guild) = scope {
            put(&mut sent, "guild_id", guild.to_string());
        }
        let title = title(&command, data);
        self.open(kind, user, channel, title, None, &sent)
    }

    /// By id, or by name: a server's own command comes before a global one.
    fn find_command(
        &self,
        guild: Option<Id>,
        data: &Value,
    ) -> Result<(Option<Id>, Value), Refusal> {
        let bot_here = guild.is_none_or(|guild| self.member(guild, self.bot).is_ok());
        if !bot_here {
            return Err(Refusal::UNKNOWN_COMMAND);
        }
        let kind = data.int("type").unwrap_or(1);
        let scopes = guild.map(Some).into_iter().chain([None]);
        for scope in scopes {
            let id = data
                .id("id")
                .or_else(|| self.command_named(scope, data.text("name").unwrap_or_default(), kind));
            if let Some(command) = id.and_then(|id| self.command(scope, id).ok()) {
                return Ok((scope, command.clone()));
            }
        }
        Err(Refusal::UNKNOWN_COMMAND)
    }

    /// Whether Discord offers the command to somebody who holds these permissions there.
    pub(crate) fn may_use(command: &Value, guild: Option<Id>, held: u64) -> Result<(), Refusal> {
        let contexts: Vec<i64> = command
            .list("contexts")
            .iter()
            .filter_map(integer)
            .collect();
        let here = i64::from(guild.is_none());
        let elsewhere = !contexts.is_empty() && !contexts.contains(&here);
        if elsewhere || guild.is_none() && contexts.is_empty() && !command.flag("dm_permission") {
            return Err(Refusal::UNKNOWN_COMMAND);
        }
        if guild.is_some()
            && let Some(needed) = command.bits("default_member_permissions")
        {
            // Zero means administrators only.
            let enough =
                held & permit::ADMINISTRATOR != 0 || needed != 0 && held & needed == needed;
            if !enough {
                return Err(Refusal::MISSING_PERMISSIONS);
            }
        }
        Ok(())
    }

    fn read_options(
        &mut self,
        known: &[Value],
        given: &[Value],
        path: &str,
        reading: &mut Reading<'_>,
    ) -> Vec<Value> {
        let mut made = Vec::new();
        for (at, option) in given.iter().enumerate() {
            let path = format!("{path}.{at}");
            let name = option.text("name").unwrap_or_default();
            let Some(spec) = known.iter().find(|spec| spec.text("name") == Some(name)) else {
                reading.faults.add(
                    path,
                    "BASE_TYPE_CHOICES",
                    format!("The command has no option `{name}`"),
                );
                continue;
            };
            let kind = spec.int("type").unwrap_or(3);
            let mut sent = json!({"name": name, "type": kind});
            if kind <= 2 {
                let inner = self.read_options(
                    spec.list("options"),
                    option.list("options"),
                    &format!("{path}.options"),
                    reading,
                );
                put(&mut sent, "options", inner);
            } else {
                let focused = reading.typing && option.flag("focused");
                if let Some(value) = self.read_value(spec, kind, option, focused, &path, reading) {
                    put(&mut sent, "value", value);
                }
                if focused {
                    put(&mut sent, "focused", true);
                }
            }
            made.push(sent);
        }
        if !reading.typing {
            for spec in known.iter().filter(|spec| spec.flag("required")) {
                let name = spec.text("name").unwrap_or_default();
                if !given.iter().any(|option| option.text("name") == Some(name)) {
                    reading.faults.required(format!("{path}.{name}"));
                }
            }
            let nested = |spec: &Value| matches!(spec.int("type"), Some(1 | 2));
            if given.is_empty() && known.iter().any(nested) {
                reading.faults.required(path);
            }
        }
        made
    }

    fn read_value(
        &mut self,
        spec: &Value,
        kind: i64,
        option: &Value,
        focused: bool,
        path: &str,
        reading: &mut Reading<'_>,
    ) -> Option<Value> {
        let path = format!("{path}.value");
        let Some(value) = option.given("value") else {
            reading.faults.required(path);
            return None;
        };
        if focused {
            return Some(value.clone());
        }
        let read = match kind {
            3 => value
                .as_str()
                .filter(|text| in_length(spec, text))
                .map(|text| json!(text)),
            4 => integer(value)
                .filter(|number| in_bounds(spec, *number))
                .map(|number| json!(number)),
            5 => value
                .as_bool()
                .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
                .map(|flag| json!(flag)),
            6 => self.resolve_user(value, reading),
            7 => self.resolve_channel(value, reading),
            8 => self.resolve_role(value, reading),
            9 => self
                .resolve_role(value, reading)
                .or_else(|| self.resolve_user(value, reading)),
            10 => value.as_f64().map(|number| json!(number)),
            _ => self.resolve_file(value, reading),
        };
        let choices = spec.list("choices");
        let read = read.filter(|value| {
            choices.is_empty()
                || choices
                    .iter()
                    .any(|choice| choice.get("value") == Some(value))
        });
        if read.is_none() {
            reading.faults.add(
                path,
                "APPLICATION_COMMAND_OPTION_VALUE_INVALID",
                "Value does not fit the option",
            );
        }
        read
    }

    pub(super) fn resolve_user(&self, value: &Value, reading: &mut Reading<'_>) -> Option<Value> {
        let named = || {
            let name = value.as_str()?;
            let member = |id: &Id| {
                reading
                    .guild
                    .is_some_and(|guild| self.member(guild, *id).is_ok())
            };
            let mut same = self
                .users
                .values()
                .filter(|user| user.name == name)
                .map(|user| user.id);
            let first = same.clone().find(member);
            first.or_else(|| same.next())
        };
        let id = snowflake(value)
            .filter(|id| self.users.contains_key(id))
            .or_else(named)?;
        resolve(&mut reading.resolved, "users", id, self.show_user(id));
        if let Some(guild) = reading.guild
            && let Ok(member) = self.member(guild, id)
        {
            let mut shown = show::partial_member(member);
            // Of a member among resolved ones Discord leaves these out.
            if let Some(map) = shown.as_object_mut() {
                map.retain(|name, _| name != "deaf" && name != "mute");
            }
            let place = self.channels.get(&reading.channel)?;
            put(
                &mut shown,
                "permissions",
                self.permissions_in(place, id).to_string(),
            );
            resolve(&mut reading.resolved, "members", id, shown);
        }
        Some(json!(id.to_string()))
    }

    pub(super) fn resolve_channel(
        &self,
        value: &Value,
        reading: &mut Reading<'_>,
    ) -> Option<Value> {
        let guild = reading.guild?;
        let found = self.guild_channels(guild).find(|channel| {
            snowflake(value) == Some(channel.id) || value.as_str() == Some(channel.name.as_str())
        })?;
        let mut shown = json!({
            "id": found.id.to_string(), "name": found.name, "type": found.kind,
            "permissions": self.permissions_in(found, reading.user).to_string(),
            "app_permissions": self.permissions_in(found, self.bot).to_string(),
            "last_message_id": null, "last_pin_timestamp": found.last_pin().map(show::instant),
            "nsfw": found.nsfw, "topic": found.topic, "position": found.position, "flags": found.flags,
            "rate_limit_per_user": found.slowmode_s,
            "parent_id": found.parent.map(|id| id.to_string()), "guild_id": guild.to_string(),
        });
        if found.thread.is_some() {
            let full = self.show_channel(found);
            put(
                &mut shown,
                "thread_metadata",
                full.get("thread_metadata").cloned(),
            );
        }
        resolve(&mut reading.resolved, "channels", found.id, shown);
        Some(json!(found.id.to_string()))
    }

    pub(super) fn resolve_role(&self, value: &Value, reading: &mut Reading<'_>) -> Option<Value> {
        let guild = self.guilds.get(&reading.guild?)?;
        let role = guild.roles.values().find(|role| {
            snowflake(value) == Some(role.id) || value.as_str() == Some(role.name.as_str())
        })?;
        let shown = show::role(role, role.id == guild.id);
        resolve(&mut reading.resolved, "roles", role.id, shown);
        Some(json!(role.id.to_string()))
    }

    fn resolve_file(&mut self, value: &Value, reading: &mut Reading<'_>) -> Option<Value> {
        let number = snowflake(value)?;
        let file = reading
            .files
            .iter()
            .find(|file| file.number == Some(number))?;
        let mut shown = self.store(reading.channel, &file.name, file);
        put(&mut shown, "ephemeral", true);
        let id = shown.id("id")?;
        resolve(&mut reading.resolved, "attachments", id, shown);
        Some(json!(id.to_string()))
    }

    fn resolve_target(&self, command: &Value, target: Id, reading: &mut Reading<'_>) {
        match command.int("type") {
            Some(2) => {
                if self
                    .resolve_user(&json!(target.to_string()), reading)
                    .is_none()
                {
                    reading
                        .faults
                        .add("data.target_id", "UNKNOWN_USER", "Unknown User");
                }
            }
            _ => match self.message(reading.channel, target) {
                Ok(message) => {
                    let shown = self.show_message(message, self.bot);
                    resolve(&mut reading.resolved, "messages", target, shown);
                }
                Err(_) => {
                    reading
                        .faults
                        .add("data.target_id", "UNKNOWN_MESSAGE", "Unknown Message");
                }
            },
        }
    }

    /// Makes the interaction and tells the bot.
    pub(super) fn open(
        &mut self,
        kind: u8,
        user: Id,
        channel: Id,
        title: String,
        on_message: Option<Id>,
        data: &Value,
    ) -> Result<Id, Refusal> {
        let id = self.new_id();
        let interaction = Interaction {
            id,
            token: seed::secret(120),
            kind,
            user,
            channel,
            made: self.now(),
            title,
            on_message,
            after: None,
            state: Answered::Waiting,
            original: None,
            shown: None,
        };
        let place = self.channel(channel)?;
        let guild = place.guild;
        let shown = self.show_interaction(&interaction, place, data);
        self.interactions.insert(id, interaction);
        self.emit("INTERACTION_CREATE", guild, 0, &shown);
        Ok(id)
    }

    fn show_interaction(&self, interaction: &Interaction, place: &Channel, data: &Value) -> Value {
        let mut shown = json!({
            "id": interaction.id.to_string(),
            "application_id": self.bot.to_string(),
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": place.id.to_string(),
            "channel": self.show_channel(place),
            "app_permissions": self.permissions_in(place, self.bot).to_string(),
            "locale": self.users.get(&interaction.user).map(|user| user.locale.as_str()),
            "entitlements": [],
            "authorizing_integration_owners": show::owners(place.guild),
            "context": i32::from(place.guild.is_none()),
            "attachment_size_limit": super::post::UPLOAD_BYTES_MAX,
        });
        let member = place
            .guild
            .and_then(|guild| self.member(guild, interaction.user).ok());
        if let (Some(guild), Some(member)) = (place.guild, member) {
            let mut member = self.show_member(member);
            let held = self.permissions_in(place, interaction.user);
            put(&mut member, "permissions", held.to_string());
            put(&mut shown, "member", member);
            put(&mut shown, "guild_id", guild.to_string());
            let locale = self
                .guild(guild)
                .map_or("en-US", |guild| guild.locale.as_str());
            put(&mut shown, "guild_locale", locale);
            put(
                &mut shown,
                "guild",
                json!({"id": guild.to_string(), "locale": locale, "features": []}),
            );
        } else {
            put(&mut shown, "user", self.show_user(interaction.user));
        }
        if let Some(message) = interaction.on_message
            && let Ok(message) = self.message(place.id, message)
        {
            put(&mut shown, "message", self.show_message(message, self.bot));
        }
        shown
    }
}

/// Puts a thing among the resolved ones of its kind.
fn resolve(resolved: &mut Map<String, Value>, kind: &str, id: Id, thing: Value) {
    let entry = resolved
        .entry(kind)
        .or_insert_with(|| Value::Object(Map::new()));
    put(entry, &id.to_string(), thing);
}

fn in_length(spec: &Value, text: &str) -> bool {
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let most = spec.int("max_length").unwrap_or(6000);
    (spec.int("min_length").unwrap_or(0)..=most).contains(&length)
}

fn in_bounds(spec: &Value, number: i64) -> bool {
    let least = spec.int("min_value").unwrap_or(-(1 << 53));
    (least..=spec.int("max_value").unwrap_or(1 << 53)).contains(&number)
}

/// `privacy data`: the command with its subcommands, as people see it over an answer.
fn title(command: &Value, data: &Value) -> String {
    let mut words = vec![command.text("name").unwrap_or_default()];
    let mut known = command.list("options");
    let mut given = data.list("options");
    while let [only] = given {
        let name = only.text("name").unwrap_or_default();
        let Some(spec) = known.iter().find(|spec| {
            spec.text("name") == Some(name) && matches!(spec.int("type"), Some(1 | 2))
        }) else {
            break;
        };
        words.push(name);
        known = spec.list("options");
        given = only.list("options");
    }
    words.join(" ")
}
