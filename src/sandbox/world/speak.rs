//! What Discord says in a channel by itself, and what a message takes with it from elsewhere: pins and forwards.

use serde_json::{Value, json};

use super::{Message, World, body::MessageBody, outbox::Family, permit, post::Sender, show};
use crate::{
    sandbox::{
        field::{Fields, Id, id_list, put},
        refusal::Refusal,
    },
    vocab::{Duration, Timestamp},
};

impl Message {
    /// "… pinned a message to this channel."
    pub(crate) const PINNED: u8 = 6;
    /// How a poll went.
    pub(crate) const POLL_RESULT: u8 = 46;
}

impl World {
    /// Pins a message for somebody, who is named in the channel; or unpins it, without words.
    pub(crate) fn pin(&mut self, channel: Id, message: Id, by: Option<Id>) -> Result<(), Refusal> {
        let now = self.now();
        let found = self.channel_mut(channel)?;
        // Pages are cut by this time, so no two are the same.
        let last = found.messages.values().filter_map(|one| one.pinned).max();
        let at = last.map_or(now, |last| now.max(last.plus(Duration { ms: 1 })));
        found
            .messages
            .get_mut(&message)
            .ok_or(Refusal::UNKNOWN_MESSAGE)?
            .pinned = by.map(|_| at);
        self.emit_message("MESSAGE_UPDATE", channel, message);
        self.told("edit", channel, message, None);
        let found = self.channel(channel)?;
        let mut data = json!({
            "channel_id": channel.to_string(), "last_pin_timestamp": found.last_pin().map(show::instant),
        });
        if let Some(guild) = found.guild {
            put(&mut data, "guild_id", guild.to_string());
        }
        self.emit_in("CHANNEL_PINS_UPDATE", channel, Family::Pins, &data);
        if let Some(by) = by {
            let sender = Sender {
                kind: Message::PINNED,
                about: Some(message),
                ..Sender::person(by)
            };
            self.post(channel, sender, MessageBody::default(), &[])?;
        }
        Ok(())
    }

    /// What a forward shows of a message. The reader must see it, and it must be of a kind that can be shown elsewhere.
    pub(super) fn snapshot(
        &self,
        (channel, message): (Id, Id),
        reader: Id,
    ) -> Result<Value, Refusal> {
        let place = self
            .visible(channel, reader)
            .map_err(|_| Refusal::NOT_READABLE)?;
        if self.permissions_in(place, reader) & permit::HISTORY == 0 {
            return Err(Refusal::NO_HISTORY_TO_FORWARD);
        }
        let found = self.message(channel, message)?;
        if found.only_for.is_some() {
            return Err(Refusal::UNKNOWN_MESSAGE);
        }
        if found.is_system() || found.poll.is_some() {
            return Err(Refusal::WRONG_MESSAGE_TYPE);
        }
        // A forward of a forward shows what that showed.
        if let Some(snapshot) = &found.snapshot {
            return Ok(snapshot.clone());
        }
        let mentions: Vec<Value> = found
            .mentions
            .iter()
            .map(|id| self.show_user(*id))
            .collect();
        Ok(json!({"message": {
            "type": found.kind,
            "content": found.content,
            "embeds": found.embeds,
            "attachments": found.attachments,
            "timestamp": show::instant(found.at),
            "edited_timestamp": found.edited.map(show::instant),
            "flags": found.flags,
            "mentions": mentions,
            "mention_roles": id_list(&found.mention_roles),
            "components": found.components,
        }}))
    }

    /// Who writes in a thread, or is named there, is in it from then on; writing opens one that was archived.
    pub(super) fn drawn_in(&mut self, channel: Id, message: Id) -> Result<(), Refusal> {
        let now = self.now();
        let found = self.channel_mut(channel)?;
        let Some(state) = &mut found.thread else {
            return Ok(());
        };
        if std::mem::replace(&mut state.archived, false) {
            state.archived_at = now;
            self.channel_changed(channel, "THREAD_UPDATE")?;
        }
        let found = self.channel(channel)?;
        let written = self.message(channel, message)?;
        let author = written.webhook.is_none().then_some(written.author);
        let parent = found.parent.and_then(|id| self.channels.get(&id));
        let named = written.mentions.iter().copied().filter(|user| {
            parent.is_some_and(|parent| self.permissions_in(parent, *user) & permit::VIEW != 0)
        });
        let people: Vec<Id> = author.into_iter().chain(named).collect();
        self.add_to_thread(channel, &people)
    }

    /// Whether a person has to wait before writing again; bots and those who may bypass it do not.
    pub(crate) fn slowmode(&mut self, channel: Id, user: Id) -> Result<(), Refusal> {
        let found = self.channel(channel)?;
        let held = self.permissions_in(found, user);
        let spared = user == self.bot || held & permit::BYPASS_SLOWMODE != 0;
        if found.slowmode_s <= 0 || spared {
            return Ok(());
        }
        let now = self.now();
        let over = |last: &Timestamp| last.plus(Duration::seconds(found.slowmode_s)) <= now;
        if found.spoke.get(&user).is_some_and(|last| !over(last)) {
            return Err(Refusal::SLOWMODE);
        }
        self.channel_mut(channel)?.spoke.insert(user, now);
        Ok(())
    }
}

impl super::Channel {
    pub(crate) fn last_pin(&self) -> Option<Timestamp> {
        self.messages.values().filter_map(|one| one.pinned).max()
    }
}

/// Takes from a message what the message-content intent guards.
pub(super) fn empty(message: &mut Value) {
    put(message, "content", "");
    for name in ["embeds", "attachments", "components"] {
        if message.sent(name) {
            put(message, name, json!([]));
        }
    }
    if let Some(map) = message.as_object_mut() {
        map.remove("poll");
    }
    let snapshots = message
        .get_mut("message_snapshots")
        .and_then(Value::as_array_mut);
    for snapshot in snapshots.into_iter().flatten() {
        if let Some(inner) = snapshot.get_mut("message") {
            empty(inner);
        }
    }
    if let Some(referred) = message.get_mut("referenced_message")
        && referred.is_object()
    {
        empty(referred);
    }
}
