//! serenity's events in our words.
//!
//! Reads one event at a time, in order; keeps the servers and who reacted or left last, so that a happening that
//! Discord delivers twice has the same `Event::dedupe` both times. Knows no clock: the time comes in.

use std::{collections::BTreeMap, sync::Arc};

use serenity::model::{
    application::{
        ActionRowComponent, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind,
        Interaction as WireInteraction, ModalInteraction,
    },
    channel::{Reaction, ReactionType},
    event::{Event as Wire, GuildMemberUpdateEvent},
    gateway::Presence,
    guild::{Member, PartialMember},
    user::{OnlineStatus, User},
    voice::VoiceState,
};

use options::{call, pick, resolved};
pub(super) use options::{member_of, user_of};

use super::{
    last_seen::LastSeen,
    server::{self, Servers},
    turns::Turns,
};
use crate::{
    lexicon::{
        self,
        event::{
            MEMBER_GIVES_UP, MEMBER_JOIN, MEMBER_LEAVE, MEMBER_UPDATE, MEMBER_WAITS, PRESENCE,
            REACTION_ADD, REACTION_REMOVE, SERVER_JOIN, VOICE,
        },
        source::{MESSAGE_ID, PRESENCE_STATUS, REACTION_EMOJI, VOICE_FROM, VOICE_TO},
    },
    port::{
        ButtonPress, Event, EventKind, FormAnswer, Guild, Interaction, InteractionKind, Person,
        Told,
    },
    vocab::{ChannelId, Emoji, GuildId, MessageId, Permissions, RoleId, Timestamp, UserId, Value},
};

/// What the runtime is told: events for the router, and what becomes of servers.
#[derive(Debug, Clone)]
pub enum Happening {
    /// A session began. `guilds` is every server the bot is in, also those in an outage.
    Ready {
        guilds: Vec<GuildId>,
        /// Number and count: which servers the session is about, see [`Happening::is_of_shard`].
        shard: (u64, u64),
    },
    /// Joined, or back after an outage or a reconnect.
    GuildAvailable(Arc<Guild>),
    /// An outage: says nothing about whether the bot is still a member.
    GuildUnavailable(GuildId),
    /// Discord says the bot left. To be confirmed before anything follows from it.
    GuildGone(GuildId),
    /// Discord says that a channel or a thread was deleted. To be confirmed before anything follows from it.
    ChannelGone {
        /// As it is without the channel.
        server: Arc<Guild>,
        channel: ChannelId,
        is_thread: bool,
    },
    Event(Box<Event>),
    /// An event that this version cannot read, by its name.
    Unreadable(String),
}

impl Happening {
    /// Whether a session of this shard is told about the server (Discord's documentation, Sharding).
    #[must_use]
    pub fn is_of_shard(guild: GuildId, (number, count): (u64, u64)) -> bool {
        (guild.0 >> 22) % count.max(1) == number
    }
}

/// Translates for one bot.
#[derive(Debug)]
pub struct Translator {
    me: UserId,
    /// The bot's application, which is told with what its webhooks post.
    application: u64,
    servers: Servers,
    /// By message, person, emoji, and whether it is a super reaction.
    reactions: Turns<(MessageId, UserId, String, bool)>,
    /// Members who were not let in yet.
    waiting: Turns<(GuildId, UserId)>,
    memberships: Turns<(GuildId, UserId)>,
    /// How often somebody came, went or left so far, of voice or of being online.
    changes: u64,
    /// Who is not offline.
    statuses: BTreeMap<(GuildId, UserId), OnlineStatus>,
    /// Where a policy asks for the roles of who left.
    last: Option<LastSeen>,
}

impl Translator {
    #[must_use]
    pub fn new(me: UserId) -> Self {
        Self {
            me,
            application: me.0,
            servers: Servers::default(),
            reactions: Turns::default(),
            waiting: Turns::default(),
            memberships: Turns::default(),
            changes: 0,
            statuses: BTreeMap::new(),
            last: None,
        }
    }

    /// Remembers what roles members have.
    #[must_use]
    pub fn remembering(self, last: Option<LastSeen>) -> Self {
        Self { last, ..self }
    }

    /// What it remembered so far is given back.
    fn see(
        &self,
        guild: GuildId,
        user: UserId,
        roles: &[serenity::model::id::RoleId],
    ) -> Option<Vec<RoleId>> {
        let roles = roles.iter().copied().map(role_id).collect();
        self.last.as_ref()?.see(guild, user, roles)
    }

    /// Of a bot whose application has another id than its account.
    #[must_use]
    pub fn of(self, application: u64) -> Self {
        Self {
            application,
            ..self
        }
    }

    /// What is known of a server at this moment.
    #[must_use]
    pub fn guild(&self, guild: GuildId) -> Option<Arc<Guild>> {
        self.servers.get(guild)
    }

    /// How many servers were announced and have not arrived, or are in an outage.
    #[must_use]
    pub fn away(&self) -> usize {
        self.servers.away()
    }

    /// Of several messages that are deleted at once, each by itself. Where the bot was added to a server, that comes after
    /// the server.
    pub fn translate_all(&mut self, wire: Wire, now: Timestamp) -> Vec<Happening> {
        if let Wire::MessageDeleteBulk(event) = &wire {
            let place = (event.guild_id, event.channel_id);
            let all = event.ids.iter();
            return all
                .filter_map(|id| self.deleted(place, *id, now))
                .map(happened)
                .collect();
        }
        let added = if let Wire::GuildCreate(event) = &wire {
            Some(guild_id(event.guild.id)).filter(|guild| self.servers.is_new(*guild))
        } else {
            None
        };
        let mut told: Vec<Happening> = self.translate(wire, now).into_iter().collect();
        let joins = added.and_then(|guild| self.added(guild, now));
        told.extend(joins.map(happened));
        told
    }

    /// None for what no plan can ask about.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the events are Discord's, which adds some"
    )]
    pub fn translate(&mut self, wire: Wire, now: Timestamp) -> Option<Happening> {
        match wire {
            Wire::Ready(event) => {
                let guilds: Vec<_> = event
                    .ready
                    .guilds
                    .iter()
                    .map(|one| guild_id(one.id))
                    .collect();
                // What was taken back meanwhile nobody tells any more.
                self.reactions.clear(|_| true);
                let shard = event.ready.shard.map_or((0, 1), |shard| {
                    (u64::from(shard.id.0), u64::from(shard.total).max(1))
                });
                self.servers
                    .announce(&guilds, |guild| Happening::is_of_shard(guild, shard));
                Some(Happening::Ready { guilds, shard })
            }
            Wire::GuildCreate(event) => {
                for member in event.guild.members.values().filter(|one| one.pending) {
                    let who = (guild_id(event.guild.id), user_id(member.user.id));
                    self.waiting.turn(who, true);
                }
                for member in event.guild.members.values() {
                    let guild = guild_id(event.guild.id);
                    self.see(guild, user_id(member.user.id), &member.roles);
                }
                self.look_who_is_online(&event.guild);
                let guild = self.servers.put(server::guild(&event.guild, self.me));
                Some(Happening::GuildAvailable(guild))
            }
            Wire::GuildDelete(event) if event.guild.unavailable => {
                let guild = guild_id(event.guild.id);
                self.servers.set_away(guild);
                Some(Happening::GuildUnavailable(guild))
            }
            Wire::GuildDelete(event) => {
                let guild = guild_id(event.guild.id);
                self.servers.set_gone(guild);
                Some(Happening::GuildGone(guild))
            }
            Wire::MessageCreate(event) => self.message(&event.message).map(happened),
            Wire::MessageUpdate(event) => self.edited(&event).map(happened),
            Wire::MessageDelete(event) => {
                let place = (event.guild_id, event.channel_id);
                self.deleted(place, event.message_id, now).map(happened)
            }
            Wire::ReactionAdd(event) => self
                .reaction(&event.reaction, &REACTION_ADD, now)
                .map(happened),
            Wire::ReactionRemove(event) => self
                .reaction(&event.reaction, &REACTION_REMOVE, now)
                .map(happened),
            Wire::GuildMemberAdd(event) => self.joined(&event.member, now).map(happened),
            Wire::GuildMemberRemove(event) => self
                .left(guild_id(event.guild_id), &event.user, now)
                .map(happened),
            Wire::GuildMemberUpdate(event) if user_id(event.user.id) != self.me => {
                let (guild, user) = (guild_id(event.guild_id), user_id(event.user.id));
                let before = self.see(guild, user, &event.roles);
                self.updated(&event, before, now).map(happened)
            }
            Wire::VoiceStateUpdate(event) => self.voice(&event.voice_state, now).map(happened),
            Wire::PresenceUpdate(event) => self.presence(&event.presence, now).map(happened),
            Wire::InteractionCreate(event) => self.interaction(&event.interaction).map(happened),
            Wire::ChannelDelete(event) => {
                let guild = guild_id(event.channel.guild_id);
                self.channel_gone(guild, channel_id(event.channel.id), false)
            }
            Wire::ThreadDelete(event) => {
                let guild = guild_id(event.thread.guild_id);
                self.channel_gone(guild, channel_id(event.thread.id), true)
            }
            Wire::Unknown(event) => Some(Happening::Unreadable(event.kind)),
            other => {
                self.learn(other);
                None
            }
        }
    }

    fn channel_gone(
        &mut self,
        guild: GuildId,
        channel: ChannelId,
        is_thread: bool,
    ) -> Option<Happening> {
        self.servers.change(guild, |guild| {
            guild.channels.remove(&channel);
        });
        let server = self.servers.get(guild)?;
        Some(Happening::ChannelGone {
            server,
            channel,
            is_thread,
        })
    }

    /// Events that only change what is known of a server.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the events are Discord's, which adds some"
    )]
    fn learn(&mut self, wire: Wire) {
        match wire {
            Wire::GuildUpdate(event) => self.servers.change(guild_id(event.guild.id), |guild| {
                server::update(guild, &event.guild);
            }),
            Wire::GuildRoleCreate(serenity::model::event::GuildRoleCreateEvent {
                role, ..
            })
            | Wire::GuildRoleUpdate(serenity::model::event::GuildRoleUpdateEvent {
                role, ..
            }) => {
                self.servers.change(guild_id(role.guild_id), |guild| {
                    guild.roles.insert(role_id(role.id), server::role(&role));
                });
            }
            Wire::GuildRoleDelete(event) => {
                if let Some(last) = &self.last {
                    last.lose(guild_id(event.guild_id), role_id(event.role_id));
                }
                self.servers.change(guild_id(event.guild_id), |guild| {
                    let role = role_id(event.role_id);
                    guild.roles.remove(&role);
                    guild.my_roles.retain(|mine| *mine != role);
                });
            }
            Wire::ChannelCreate(serenity::model::event::ChannelCreateEvent { channel, .. })
            | Wire::ChannelUpdate(serenity::model::event::ChannelUpdateEvent { channel, .. })
            | Wire::ThreadCreate(serenity::model::event::ThreadCreateEvent {
                thread: channel,
                ..
            })
            | Wire::ThreadUpdate(serenity::model::event::ThreadUpdateEvent {
                thread: channel,
                ..
            }) => {
                self.servers.change(guild_id(channel.guild_id), |guild| {
                    guild
                        .channels
                        .insert(channel_id(channel.id), server::channel(&channel));
                });
            }
            Wire::GuildMemberUpdate(event) if event.user.id.get() == self.me.0 => {
                self.servers.change(guild_id(event.guild_id), |guild| {
                    guild.my_roles = event.roles.iter().copied().map(role_id).collect();
                });
            }
            Wire::ReactionRemoveAll(event) => {
                let message = MessageId(event.message_id.get());
                self.reactions.clear(|(one, ..)| *one == message);
            }
            Wire::ReactionRemoveEmoji(event) => {
                let message = MessageId(event.reaction.message_id.get());
                let emoji = emoji(&event.reaction.emoji).map(|emoji| emoji.key());
                self.reactions
                    .clear(|(one, _, other, _)| *one == message && Some(other) == emoji.as_ref());
            }
            _ => {}
        }
    }

    fn reaction(
        &mut self,
        reaction: &Reaction,
        what: &'static lexicon::Event,
        now: Timestamp,
    ) -> Option<Event> {
        let who = user_id(reaction.user_id?);
        if who == self.me {
            return None;
        }
        let guild = self.guild_of(reaction.guild_id.map(guild_id))?;
        let actor = match &reaction.member {
            Some(member) => member_person(member),
            None => stranger(who),
        };
        let message = MessageId(reaction.message_id.get());
        let emoji = emoji(&reaction.emoji)?;
        let key = emoji.key();
        let of = |burst| (message, who, key.clone(), burst);
        let turn = self
            .reactions
            .turn(of(reaction.burst), *what == REACTION_ADD);
        // A plain reaction and a super one of the same emoji are one to those who look: it is there once the first is,
        // and gone with the last.
        if self.reactions.last(&of(!reaction.burst)) == Some(true) {
            return None;
        }
        Some(Event {
            dedupe: format!("reaction {message} {who} {key} {turn}"),
            at: now,
            guild,
            channel: Some(channel_id(reaction.channel_id)),
            actor,
            people: BTreeMap::new(),
            tells: about_message(message.0).with(&REACTION_EMOJI, Value::Emoji(emoji)),
            kind: EventKind::Happened(what),
        })
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the interactions are Discord's, which adds some"
    )]
    fn interaction(&self, wire: &WireInteraction) -> Option<Event> {
        match wire {
            WireInteraction::Command(call) => self.command(call, false),
            WireInteraction::Autocomplete(call) => self.command(call, true),
            WireInteraction::Component(press) => self.press(press),
            WireInteraction::Modal(form) => self.form(form),
            _ => None,
        }
    }

    fn command(&self, wire: &CommandInteraction, is_typing: bool) -> Option<Event> {
        let call = call(&wire.data);
        let kind = if let Some(pick) = pick(wire) {
            InteractionKind::Menu(pick)
        } else if is_typing {
            let focused = wire.data.autocomplete()?.name.to_owned();
            InteractionKind::Autocomplete { call, focused }
        } else {
            InteractionKind::Command(call)
        };
        Some(Event {
            dedupe: format!("interaction {}", wire.id),
            at: snowflake_time(wire.id.get()),
            guild: self.guild_of(wire.guild_id.map(guild_id))?,
            channel: Some(channel_id(wire.channel_id)),
            actor: wire
                .member
                .as_deref()
                .map_or_else(|| person(&wire.user), member_person),
            people: resolved(&wire.data.resolved),
            tells: Told::default(),
            kind: EventKind::Interaction(Interaction {
                id: wire.id.get(),
                token: wire.token.clone(),
                locale: wire.locale.clone(),
                kind,
            }),
        })
    }

    fn press(&self, wire: &ComponentInteraction) -> Option<Event> {
        let chosen = match &wire.data.kind {
            ComponentInteractionDataKind::Button => None,
            ComponentInteractionDataKind::StringSelect { values } => Some(values.first()?.clone()),
            ComponentInteractionDataKind::UserSelect { values } => {
                Some(values.first()?.to_string())
            }
            ComponentInteractionDataKind::RoleSelect { values } => {
                Some(values.first()?.to_string())
            }
            ComponentInteractionDataKind::ChannelSelect { values } => {
                Some(values.first()?.to_string())
            }
            ComponentInteractionDataKind::MentionableSelect { .. }
            | ComponentInteractionDataKind::Unknown(_) => return None,
        };
        Some(Event {
            dedupe: format!("interaction {}", wire.id),
            at: snowflake_time(wire.id.get()),
            guild: self.guild_of(wire.guild_id.map(guild_id))?,
            channel: Some(channel_id(wire.channel_id)),
            actor: wire
                .member
                .as_ref()
                .map_or_else(|| person(&wire.user), member_person),
            people: resolved(&wire.data.resolved),
            tells: about_message(wire.message.id.get()),
            kind: EventKind::Interaction(Interaction {
                id: wire.id.get(),
                token: wire.token.clone(),
                locale: wire.locale.clone(),
                kind: InteractionKind::Button(ButtonPress {
                    custom_id: wire.data.custom_id.clone(),
                    chosen,
                }),
            }),
        })
    }

    fn form(&self, wire: &ModalInteraction) -> Option<Event> {
        let inputs = wire.data.components.iter().flat_map(|row| &row.components);
        let texts = inputs.filter_map(|one| {
            let ActionRowComponent::InputText(input) = one else {
                return None;
            };
            Some((input.custom_id.clone(), input.value.clone()?))
        });
        Some(Event {
            dedupe: format!("interaction {}", wire.id),
            at: snowflake_time(wire.id.get()),
            guild: self.guild_of(wire.guild_id.map(guild_id))?,
            channel: Some(channel_id(wire.channel_id)),
            actor: wire
                .member
                .as_ref()
                .map_or_else(|| person(&wire.user), member_person),
            people: BTreeMap::new(),
            tells: Told::default(),
            kind: EventKind::Interaction(Interaction {
                id: wire.id.get(),
                token: wire.token.clone(),
                locale: wire.locale.clone(),
                kind: InteractionKind::Form(FormAnswer {
                    custom_id: wire.data.custom_id.clone(),
                    texts: texts.collect(),
                }),
            }),
        })
    }

    /// `Some(None)` in direct messages; none for a server whose picture has not arrived, where no handler could judge
    /// permissions.
    #[expect(
        clippy::option_option,
        reason = "no server and an unknown server are different things"
    )]
    fn guild_of(&self, guild: Option<GuildId>) -> Option<Option<Arc<Guild>>> {
        match guild {
            None => Some(None),
            Some(guild) => self.servers.get(guild).map(Some),
        }
    }
}

fn about_message(id: u64) -> Told {
    Told::default().with(&MESSAGE_ID, Value::Message(MessageId(id)))
}

fn happened(event: Event) -> Happening {
    Happening::Event(Box::new(event))
}

fn person(user: &User) -> Person {
    Person {
        id: user_id(user.id),
        name: user.name.clone(),
        display_name: user
            .global_name
            .clone()
            .unwrap_or_else(|| user.name.clone()),
        bot: user.bot,
        roles: None,
        permissions: None,
        joined_at: None,
        has_avatar: user.avatar.is_some(),
        avatar: Some(user.face()),
        last_roles: None,
    }
}

/// Somebody of whom the event tells nothing but the id.
fn stranger(id: UserId) -> Person {
    Person {
        id,
        name: String::new(),
        display_name: String::new(),
        bot: false,
        roles: None,
        permissions: None,
        joined_at: None,
        has_avatar: false,
        avatar: None,
        last_roles: None,
    }
}

fn member_person(member: &Member) -> Person {
    let mut one = person(&member.user);
    if let Some(nick) = &member.nick {
        one.display_name.clone_from(nick);
    }
    one.roles = Some(member.roles.iter().copied().map(role_id).collect());
    one.permissions = member.permissions.map(|set| Permissions(set.bits()));
    one.joined_at = member.joined_at.and_then(instant);
    one
}

fn with_partial_member(one: &mut Person, member: &PartialMember) {
    if let Some(nick) = &member.nick {
        one.display_name.clone_from(nick);
    }
    one.roles = Some(member.roles.iter().copied().map(role_id).collect());
    one.permissions = member.permissions.map(|set| Permissions(set.bits()));
    one.joined_at = member.joined_at.and_then(instant);
}

fn emoji(emoji: &ReactionType) -> Option<Emoji> {
    match emoji {
        ReactionType::Unicode(text) => Some(text.as_str().into()),
        ReactionType::Custom { id, name, animated } => {
            Some(Emoji::of_server(id.get(), name.as_deref(), *animated))
        }
        _ => None,
    }
}

/// The moment a snowflake was made: milliseconds since 2015 in its upper 42 bits.
fn snowflake_time(id: u64) -> Timestamp {
    const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;
    Timestamp((id >> 22).cast_signed().saturating_add(DISCORD_EPOCH_MS))
}

fn instant(at: serenity::model::Timestamp) -> Option<Timestamp> {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000)
        .ok()
        .map(Timestamp)
}

fn user_id(id: serenity::model::id::UserId) -> UserId {
    UserId(id.get())
}

fn guild_id(id: serenity::model::id::GuildId) -> GuildId {
    GuildId(id.get())
}

fn channel_id(id: serenity::model::id::ChannelId) -> ChannelId {
    ChannelId(id.get())
}

fn role_id(id: serenity::model::id::RoleId) -> RoleId {
    RoleId(id.get())
}

mod members;
mod message;
mod options;
#[cfg(test)]
mod tests;
