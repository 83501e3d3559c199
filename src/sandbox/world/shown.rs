//! How a message looks on the wire: in answers, and with more about its author in events.

use serde_json::{Value, json};

use super::{
    Interaction, Message, World,
    show::{instant, owners, partial_member},
};
use crate::sandbox::field::{Id, id_list, put};

/// Discord keeps a copy of the picture, and tells it by a hash.
pub(crate) fn picture(url: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, url).hash(&mut hasher);
        hasher.finish()
    };
    format!("{:016x}{:016x}", half(0), half(1))
}

impl World {
    /// As everybody sees it; `viewer` decides only whose reactions count as `me`.
    pub(crate) fn show_message(&self, message: &Message, viewer: Id) -> Value {
        let mut shown = self.message_core(message);
        if let Some(poll) = &message.poll {
            put(&mut shown, "poll", poll.show(viewer));
        }
        if let Some(snapshot) = &message.snapshot {
            put(&mut shown, "message_snapshots", json!([snapshot]));
        }
        if message.flags & Message::HAS_THREAD != 0
            && let Some(thread) = self.channels.get(&message.id)
        {
            put(&mut shown, "thread", self.show_channel(thread));
        }
        let reactions: Vec<Value> = message
            .reactions
            .iter()
            .map(|reaction| reaction.show(viewer))
            .collect();
        if !reactions.is_empty() {
            put(&mut shown, "reactions", reactions);
        }
        if let Some(reference) = message.reference {
            let guild = self
                .channels
                .get(&reference.channel)
                .and_then(|found| found.guild);
            let mut place = json!({
                "type": u8::from(message.snapshot.is_some()),
                "channel_id": reference.channel.to_string(),
                "message_id": reference.message.to_string(),
            });
            if let Some(guild) = guild {
                put(&mut place, "guild_id", guild.to_string());
            }
            put(&mut shown, "message_reference", place);
            if message.kind == 19 {
                let referred = self
                    .message(reference.channel, reference.message)
                    .map_or(Value::Null, |referred| self.message_core(referred));
                put(&mut shown, "referenced_message", referred);
            }
        }
        shown
    }

    fn message_core(&self, message: &Message) -> Value {
        let author = match &message.webhook {
            Some(author) => json!({
                "id": author.webhook.to_string(), "username": author.name,
                "avatar": author.avatar.as_deref().map(picture), "discriminator": "0000",
                "public_flags": 0, "flags": 0, "bot": true, "global_name": null, "primary_guild": null,
            }),
            None => self.show_user(message.author),
        };
        let mentions: Vec<Value> = message
            .mentions
            .iter()
            .map(|id| self.show_user(*id))
            .collect();
        let mut shown = json!({
            "id": message.id.to_string(),
            "channel_id": message.channel.to_string(),
            "type": message.kind,
            "content": message.content,
            "author": author,
            "timestamp": instant(message.at),
            "edited_timestamp": message.edited.map(instant),
            "tts": message.tts,
            "mention_everyone": message.mention_everyone,
            "mentions": mentions,
            "mention_roles": id_list(&message.mention_roles),
            "attachments": message.attachments,
            "embeds": message.embeds,
            "components": message.components,
            "pinned": message.pinned.is_some(),
            "flags": message.flags,
        });
        if let Some(nonce) = &message.nonce {
            put(&mut shown, "nonce", nonce.clone());
        }
        if let Some(author) = &message.webhook {
            put(&mut shown, "webhook_id", author.webhook.to_string());
            if author.of_bot {
                put(&mut shown, "application_id", self.bot.to_string());
            }
        }
        if let Some(interaction) = message
            .interaction
            .and_then(|id| self.interactions.get(&id))
        {
            put(&mut shown, "webhook_id", self.bot.to_string());
            put(&mut shown, "application_id", self.bot.to_string());
            put(
                &mut shown,
                "interaction_metadata",
                self.show_metadata(interaction, message),
            );
            if interaction.kind == 2 {
                put(
                    &mut shown,
                    "interaction",
                    json!({
                        "id": interaction.id.to_string(), "type": interaction.kind,
                        "name": interaction.title, "user": self.show_user(interaction.user),
                    }),
                );
            }
        }
        shown
    }

    fn show_metadata(&self, interaction: &Interaction, message: &Message) -> Value {
        let guild = self
            .channels
            .get(&interaction.channel)
            .and_then(|channel| channel.guild);
        let mut shown = json!({
            "id": interaction.id.to_string(),
            "type": interaction.kind,
            "user": self.show_user(interaction.user),
            "authorizing_integration_owners": owners(guild),
        });
        if interaction.kind == 3 {
            put(
                &mut shown,
                "interacted_message_id",
                interaction.on_message.unwrap_or(message.id).to_string(),
            );
        }
        if let Some(first) = interaction.after.and_then(|id| self.interactions.get(&id)) {
            let first = self.show_metadata(first, message);
            put(&mut shown, "triggering_interaction_metadata", first);
        }
        if interaction
            .original
            .is_some_and(|original| original != message.id)
        {
            put(
                &mut shown,
                "original_response_message_id",
                interaction.original.map(|id| id.to_string()),
            );
        }
        shown
    }

    /// As gateway events carry it: with the server and the author's membership.
    pub(crate) fn show_message_event(&self, message: &Message) -> Value {
        let mut shown = self.show_message(message, self.bot);
        let channel = self.channels.get(&message.channel);
        put(
            &mut shown,
            "channel_type",
            channel.map_or(0, |channel| channel.kind),
        );
        let Some(guild) = channel.and_then(|channel| channel.guild) else {
            return shown;
        };
        put(&mut shown, "guild_id", guild.to_string());
        let Some(guild) = self.guilds.get(&guild) else {
            return shown;
        };
        if message.webhook.is_none()
            && let Some(member) = guild.members.get(&message.author)
        {
            put(&mut shown, "member", partial_member(member));
        }
        let mentions: Vec<Value> = message
            .mentions
            .iter()
            .map(|id| {
                let mut mentioned = self.show_user(*id);
                if let Some(member) = guild.members.get(id) {
                    put(&mut mentioned, "member", partial_member(member));
                }
                mentioned
            })
            .collect();
        put(&mut shown, "mentions", mentions);
        shown
    }
}
