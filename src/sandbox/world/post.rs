//! Messages come, change and go; reactions on them too. Everything here is told to the bot and to watchers.

use serde_json::{Value, json};

use super::{
    Author, Change, Channel, File, Message, Reference, World,
    body::{self, Allowed, EPHEMERAL, MessageBody},
    outbox::Family,
    permit,
};
use crate::{
    sandbox::{
        field::{Fields, Id, fault, id_list, put},
        refusal::Refusal,
    },
    vocab::Permission,
};

/// Discord's limit for people and bots without extras, in bytes.
pub(crate) const UPLOAD_BYTES_MAX: usize = 10 * 1024 * 1024;

/// A file that came beside a body as `files[n]`.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// The `n` of `files[n]`.
    pub(crate) number: Option<u64>,
    pub(crate) name: String,
    pub(crate) kind: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

/// Who a message is from and how it came to be.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    pub(crate) author: Id,
    pub(crate) webhook: Option<Author>,
    pub(crate) interaction: Option<Id>,
    pub(crate) only_for: Option<Id>,
    pub(crate) kind: u8,
    /// The message that Discord tells about in its own.
    pub(crate) about: Option<Id>,
    /// Of the first message of a forum's post.
    pub(crate) id: Option<Id>,
}

impl Sender {
    pub(crate) const fn person(author: Id) -> Self {
        Self {
            author,
            webhook: None,
            interaction: None,
            only_for: None,
            kind: 0,
            about: None,
            id: None,
        }
    }
}

impl World {
    /// Makes a message. Whether the sender may is judged by the caller; whether the message is one, here.
    pub(crate) fn post(
        &mut self,
        channel: Id,
        sender: Sender,
        draft: MessageBody,
        files: &[Upload],
    ) -> Result<Id, Refusal> {
        if sender.about.is_none() && draft.flags & body::LOADING == 0 {
            draft.must_say_something(files.len())?;
        }
        let snapshot = match draft.forward {
            Some(place) => Some(self.snapshot(place, sender.author)?),
            None => None,
        };
        let id = sender.id.unwrap_or_else(|| self.new_id());
        let attachments =
            self.attach(channel, files, draft.attachments.as_deref().unwrap_or(&[]))?;
        let mut message = Message {
            id,
            channel,
            author: sender.author,
            webhook: sender.webhook,
            kind: sender.kind,
            content: draft.content.unwrap_or_default().trim().to_owned(),
            embeds: draft.embeds.unwrap_or_default(),
            components: draft.components.unwrap_or_default(),
            attachments,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_everyone: false,
            flags: draft.flags & !EPHEMERAL,
            tts: draft.tts,
            pinned: None,
            at: self.now(),
            edited: None,
            nonce: draft.nonce,
            reactions: Vec::new(),
            reference: sender.about.map(|message| Reference { message, channel }),
            snapshot: None,
            poll: draft.poll.map(|poll| poll.begin(self.now())),
            interaction: sender.interaction,
            only_for: sender.only_for,
        };
        if sender.only_for.is_some() {
            message.flags |= EPHEMERAL;
        }
        if let (Some((from, forwarded)), Some(snapshot)) = (draft.forward, snapshot) {
            message.reference = Some(Reference {
                message: forwarded,
                channel: from,
            });
            message.snapshot = Some(snapshot);
            message.flags |= Message::HAS_SNAPSHOT;
        }
        let mut replied = None;
        if let Some(target) = draft.reply_to {
            match self.message(channel, target) {
                Ok(found) if found.only_for.is_none() => {
                    replied = Some(found.author);
                    message.kind = 19;
                    message.reference = Some(Reference {
                        message: target,
                        channel,
                    });
                }
                _ if draft.reply_must_exist => {
                    return Err(fault(
                        "message_reference",
                        "REPLIES_UNKNOWN_MESSAGE",
                        "Unknown message",
                    ));
                }
                _ => {}
            }
        }
        let allowed = draft.allowed.unwrap_or_else(Allowed::everybody);
        self.mention(&mut message, &allowed, replied);
        let only_for = message.only_for;
        self.channel_mut(channel)?.messages.insert(id, message);
        if only_for.is_none() {
            self.drawn_in(channel, id)?;
            self.emit_message("MESSAGE_CREATE", channel, id);
        }
        self.told("message", channel, id, only_for);
        Ok(id)
    }

    /// Whom the message notifies: named in its text, and allowed to be.
    fn mention(&self, message: &mut Message, allowed: &Allowed, replied: Option<Id>) {
        let guild = self
            .channels
            .get(&message.channel)
            .and_then(|channel| channel.guild)
            .and_then(|id| self.guilds.get(&id));
        let all = self.channels.get(&message.channel).is_some_and(|channel| {
            self.permissions_in(channel, message.author) & Permission::MentionEveryone.bit() != 0
        });
        message.mentions.clear();
        message.mention_roles.clear();
        for id in body::named(&message.content, &["@!", "@"]) {
            if (allowed.all_users || allowed.users.contains(&id))
                && self.users.contains_key(&id)
                && !message.mentions.contains(&id)
            {
                message.mentions.push(id);
            }
        }
        if let Some(author) = replied
            && allowed.replied
            && !message.mentions.contains(&author)
        {
            message.mentions.push(author);
        }
        for id in body::named(&message.content, &["@&"]) {
            let role = guild.and_then(|guild| guild.roles.get(&id));
            if role.is_some_and(|role| role.mentionable || all)
                && (allowed.all_roles || allowed.roles.contains(&id))
                && !message.mention_roles.contains(&id)
            {
                message.mention_roles.push(id);
            }
        }
        let named = message.content.contains("@everyone") || message.content.contains("@here");
        message.mention_everyone = named && allowed.everyone && all && guild.is_some();
    }

    /// Stores uploaded files and gives the attachments of the message.
    fn attach(
        &mut self,
        channel: Id,
        files: &[Upload],
        described: &[Value],
    ) -> Result<Vec<Value>, Refusal> {
        let total: usize = files.iter().map(|file| file.bytes.len()).sum();
        if total > UPLOAD_BYTES_MAX {
            return Err(Refusal::FILE_TOO_LARGE);
        }
        let mut made = Vec::new();
        for file in files {
            let told = described
                .iter()
                .find(|one| file.number.is_some() && one.id("id") == file.number);
            let name = told
                .and_then(|one| one.text("filename"))
                .unwrap_or(&file.name);
            let mut shown = self.store(channel, name, file);
            if let Some(text) = told.and_then(|one| one.text("description")) {
                put(&mut shown, "description", text);
            }
            made.push(shown);
        }
        Ok(made)
    }

    /// Keeps a file and gives its attachment object.
    pub(crate) fn store(&mut self, channel: Id, name: &str, file: &Upload) -> Value {
        let id = self.new_id();
        let kind = file
            .kind
            .clone()
            .unwrap_or_else(|| "application/octet-stream".to_owned());
        let plain: String = name
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || "._-".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let url = format!("{}/attachments/{channel}/{id}/{plain}", self.origin);
        self.files.insert(
            id,
            File {
                kind: kind.clone(),
                bytes: file.bytes.clone().into(),
            },
        );
        json!({
            "id": id.to_string(), "filename": plain, "size": file.bytes.len(), "url": url, "proxy_url": url,
            "content_type": kind,
        })
    }

    /// Changes a message in place; what the draft does not mention stays.
    pub(crate) fn edit(
        &mut self,
        channel: Id,
        id: Id,
        draft: MessageBody,
        files: &[Upload],
    ) -> Result<(), Refusal> {
        let mut message = self.message(channel, id)?.clone();
        if message.poll.is_some() {
            return Err(Refusal::POLL_EDIT);
        }
        let thread = self.channel(channel)?.thread.as_ref();
        if thread.is_some_and(|thread| thread.archived) {
            return Err(Refusal::ARCHIVED);
        }
        if let Some(content) = draft.content {
            content.trim().clone_into(&mut message.content);
        }
        if let Some(embeds) = draft.embeds {
            message.embeds = embeds;
        }
        if let Some(components) = draft.components {
            message.components = components;
        }
        let described = draft.attachments;
        if let Some(described) = &described {
            let kept = body::kept(described);
            message
                .attachments
                .retain(|one| one.id("id").is_some_and(|id| kept.contains(&id)));
        }
        let added = self.attach(channel, files, described.as_deref().unwrap_or(&[]))?;
        message.attachments.extend(added);
        message.flags &= !body::LOADING;
        message.flags |= draft.flags & !EPHEMERAL;
        if message.content.is_empty()
            && message.embeds.is_empty()
            && message.components.is_empty()
            && message.attachments.is_empty()
        {
            return Err(Refusal::EMPTY_MESSAGE);
        }
        let replied = message
            .reference
            .and_then(|place| self.message(place.channel, place.message).ok())
            .map(|found| found.author);
        let allowed = draft.allowed.unwrap_or_else(Allowed::everybody);
        self.mention(&mut message, &allowed, replied);
        message.edited = Some(self.now());
        let only_for = message.only_for;
        *self.message_mut(channel, id)? = message;
        if only_for.is_none() {
            self.emit_message("MESSAGE_UPDATE", channel, id);
        }
        self.told("edit", channel, id, only_for);
        Ok(())
    }

    /// Removes messages that exist; tells about one or about many, as Discord does.
    pub(crate) fn remove(&mut self, channel: Id, ids: &[Id]) -> Result<(), Refusal> {
        let found = self.channel_mut(channel)?;
        let guild = found.guild;
        let gone: Vec<Message> = ids
            .iter()
            .filter_map(|id| found.messages.remove(id))
            .collect();
        let public: Vec<Id> = gone
            .iter()
            .filter(|message| message.only_for.is_none())
            .map(|message| message.id)
            .collect();
        let mut data = json!({"channel_id": channel.to_string()});
        if let Some(guild) = guild {
            put(&mut data, "guild_id", guild.to_string());
        }
        match public.as_slice() {
            [] => {}
            [one] if ids.len() == 1 => {
                put(&mut data, "id", one.to_string());
                self.emit_in("MESSAGE_DELETE", channel, Family::Messages, &data);
            }
            many => {
                put(&mut data, "ids", id_list(many));
                self.emit_in("MESSAGE_DELETE_BULK", channel, Family::Messages, &data);
            }
        }
        for message in gone {
            self.told("delete", channel, message.id, message.only_for);
        }
        Ok(())
    }

    /// What a person reads in a channel, oldest first, their own ephemeral messages included.
    pub(crate) fn read_by(&self, channel: &Channel, user: Id) -> Vec<Value> {
        let seen = permit::VIEW | permit::HISTORY;
        if self.permissions_in(channel, user) & seen != seen {
            return Vec::new();
        }
        channel
            .messages
            .values()
            .filter(|message| message.only_for.is_none_or(|reader| reader == user))
            .map(|message| self.show_message(message, user))
            .collect()
    }

    pub(super) fn told(&self, kind: &'static str, channel: Id, subject: Id, only_for: Option<Id>) {
        self.changed(Change {
            kind,
            channel: Some(channel),
            subject: Some(subject),
            only_for,
        });
    }
}
