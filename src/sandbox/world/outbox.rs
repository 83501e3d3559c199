//! What the bot's gateway sessions are told: filtered by intents, shards, visibility and outages, numbered, and kept
//! for a resume.
//!
//! INVARIANT: without the message-content intent no session gets the content of somebody else's message, except in
//! direct messages and where the bot is mentioned.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{World, permit, speak::empty};
use crate::{
    sandbox::field::{Fields, Id},
    vocab::Intent,
};

/// How many dispatches a session can miss and still resume.
const REPLAY_MAX: usize = 4096;

/// Of clients that ask for no other.
const LARGE_THRESHOLD: usize = 50;

pub(crate) const GUILDS: u64 = Intent::Guilds.bit();
pub(crate) const MEMBERS: u64 = Intent::GuildMembers.bit();
pub(crate) const PRESENCES: u64 = Intent::GuildPresences.bit();
pub(crate) const VOICES: u64 = Intent::GuildVoiceStates.bit();
pub(crate) const MODERATION: u64 = Intent::GuildModeration.bit();
pub(crate) const WEBHOOKS: u64 = 1 << 5;
pub(crate) const INVITES: u64 = 1 << 6;
const CONTENT: u64 = Intent::MessageContent.bit();
/// Every intent Discord knows.
pub(crate) const KNOWN_INTENTS: u64 =
    ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

/// The family of an event that exists for servers and for direct messages.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Family {
    Messages,
    Reactions,
    Typing,
    Polls,
    Pins,
}

impl Family {
    const fn intent(self, in_guild: bool) -> u64 {
        match (self, in_guild) {
            (Self::Messages, true) => Intent::GuildMessages.bit(),
            (Self::Messages | Self::Pins, false) => Intent::DirectMessages.bit(),
            (Self::Reactions, true) => Intent::GuildMessageReactions.bit(),
            (Self::Reactions, false) => 1 << 13,
            (Self::Typing, true) => 1 << 11,
            (Self::Typing, false) => 1 << 14,
            (Self::Polls, true) => 1 << 24,
            (Self::Polls, false) => 1 << 25,
            (Self::Pins, true) => GUILDS,
        }
    }
}

/// What goes down the wire of one connection.
#[derive(Debug, Clone)]
pub(crate) enum Frame {
    Text(Arc<str>),
    Close(u16, &'static str),
}

/// A session outlives its connection, so that the bot can resume.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) intents: u64,
    /// Above so many members a server is large: who is not to be seen in it is left out.
    pub(crate) large_threshold: usize,
    /// Number and count.
    pub(crate) shard: (u64, u64),
    pub(crate) sequence: u64,
    /// Dispatches that went down open connections, of all sessions together.
    sent: Arc<AtomicU64>,
    pub(crate) replay: VecDeque<(u64, Arc<str>)>,
    pub(crate) wire: Option<mpsc::Sender<Frame>>,
}

impl Session {
    pub(crate) fn new(
        intents: u64,
        shard: (u64, u64),
        wire: mpsc::Sender<Frame>,
        sent: Arc<AtomicU64>,
    ) -> Self {
        Self {
            intents,
            large_threshold: LARGE_THRESHOLD,
            shard,
            sequence: 0,
            sent,
            replay: VecDeque::new(),
            wire: Some(wire),
        }
    }

    /// Numbers a dispatch, keeps it for a resume and sends it. A connection that does not keep up is dropped.
    pub(crate) fn dispatch(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let text: Arc<str> = json!({"op": 0, "s": self.sequence, "t": name, "d": data})
            .to_string()
            .into();
        if self.replay.len() >= REPLAY_MAX {
            self.replay.pop_front();
        }
        self.replay.push_back((self.sequence, Arc::clone(&text)));
        self.send(Frame::Text(text));
        if self.wire.is_some() {
            self.sent.fetch_add(1, Ordering::SeqCst);
        }
    }

    pub(crate) fn send(&mut self, frame: Frame) {
        let gone = self
            .wire
            .as_ref()
            .is_some_and(|wire| wire.try_send(frame).is_err());
        if gone {
            self.wire = None;
        }
    }

    /// Whether this session is the one that is told about a server. Direct messages go to shard 0.
    pub(crate) const fn serves(&self, guild: Option<Id>) -> bool {
        let number = match guild {
            Some(guild) => (guild >> 22) % self.shard.1,
            None => 0,
        };
        number == self.shard.0
    }
}

impl World {
    /// Tells every session that asked for one of `intents`; 0 stands for everybody.
    pub(crate) fn emit(
        &mut self,
        name: &'static str,
        guild: Option<Id>,
        intents: u64,
        data: &Value,
    ) {
        if let Some(id) = guild {
            let seen = self
                .guilds
                .get(&id)
                .is_some_and(|guild| guild.members.contains_key(&self.bot) && !guild.unavailable);
            if !seen {
                return;
            }
        }
        self.deliver(name, guild, intents, data);
    }

    /// Tells only if the bot holds one of the rights in the server.
    pub(crate) fn emit_to_holders(
        &mut self,
        name: &'static str,
        guild: Id,
        intents: u64,
        rights: u64,
        data: &Value,
    ) {
        let holds = |guild| self.permissions(guild, self.bot) & rights != 0;
        if self.guilds.get(&guild).is_some_and(holds) {
            self.emit(name, Some(guild), intents, data);
        }
    }

    /// As `emit`, also about servers the bot is not in or cannot see.
    pub(crate) fn deliver(
        &mut self,
        name: &'static str,
        guild: Option<Id>,
        intents: u64,
        data: &Value,
    ) {
        let mut notes = Vec::new();
        for (id, session) in &mut self.sessions {
            if (intents == 0 || session.intents & intents != 0) && session.serves(guild) {
                session.dispatch(name, data);
                notes.push((id.clone(), session.sequence));
            }
        }
        for (session, sequence) in notes {
            let now = self.now().0;
            self.note(json!({
                "kind": "dispatch", "now_ms": now, "session": session, "s": sequence, "t": name, "d": data,
            }));
        }
    }

    /// A server as each session may see it, to all of them or to one.
    pub(crate) fn emit_guild(&mut self, guild: Id, only_to: Option<&str>) {
        let Some(found) = self.guilds.get(&guild) else {
            return;
        };
        if !found.members.contains_key(&self.bot) {
            return;
        }
        let told: Vec<(String, Value)> = self
            .sessions
            .iter()
            .filter(|(id, session)| {
                session.intents & GUILDS != 0
                    && session.serves(Some(guild))
                    && only_to.is_none_or(|only| only == id.as_str())
            })
            .map(|(id, session)| (id.clone(), self.show_guild_create(found, session)))
            .collect();
        for (id, data) in told {
            let name = if data.flag("unavailable") {
                "GUILD_DELETE"
            } else {
                "GUILD_CREATE"
            };
            self.dispatch_to(&id, name, &data);
        }
    }

    /// Tells one session, and notes it.
    pub(crate) fn dispatch_to(&mut self, id: &str, name: &'static str, data: &Value) {
        let Some(session) = self.sessions.get_mut(id) else {
            return;
        };
        session.dispatch(name, data);
        let (s, now) = (session.sequence, self.now().0);
        self.note(
            json!({"kind": "dispatch", "now_ms": now, "session": id, "s": s, "t": name, "d": data}),
        );
    }

    /// Tells about something in a channel, if the bot sees the channel.
    pub(crate) fn emit_in(
        &mut self,
        name: &'static str,
        channel: Id,
        family: Family,
        data: &Value,
    ) {
        let Some(found) = self.channels.get(&channel) else {
            return;
        };
        if self.permissions_in(found, self.bot) & permit::VIEW == 0 {
            return;
        }
        let guild = found.guild;
        self.emit(name, guild, family.intent(guild.is_some()), data);
    }

    /// A message was made or changed. Sessions without the message-content intent get it emptied.
    pub(crate) fn emit_message(&mut self, name: &'static str, channel: Id, message: Id) {
        let Ok(found) = self.message(channel, message) else {
            return;
        };
        let mut full = self.show_message_event(found);
        if name == "MESSAGE_UPDATE" {
            // Discord's updates carry no nonce.
            if let Some(map) = full.as_object_mut() {
                map.remove("nonce");
            }
        }
        let open = found.author == self.bot && found.webhook.is_none()
            || found.mentions.contains(&self.bot);
        let Some(place) = self.channels.get(&channel) else {
            return;
        };
        let guild = place.guild;
        if open || guild.is_none() {
            self.emit_in(name, channel, Family::Messages, &full);
            return;
        }
        if self.permissions_in(place, self.bot) & permit::VIEW == 0 {
            return;
        }
        let mut emptied = full.clone();
        empty(&mut emptied);
        // Two passes over disjoint sessions: those with the intent, then those without.
        let wanted = Family::Messages.intent(true);
        self.emit_where(name, guild, &full, |intents| {
            intents & wanted != 0 && intents & CONTENT != 0
        });
        self.emit_where(name, guild, &emptied, |intents| {
            intents & wanted != 0 && intents & CONTENT == 0
        });
    }

    fn emit_where(
        &mut self,
        name: &'static str,
        guild: Option<Id>,
        data: &Value,
        wants: impl Fn(u64) -> bool,
    ) {
        // The sessions that do not want it are set aside, so that `emit` keeps the one rule of delivery.
        let (wanting, rest) = std::mem::take(&mut self.sessions)
            .into_iter()
            .partition(|(_, session)| wants(session.intents));
        self.sessions = wanting;
        self.emit(name, guild, 0, data);
        let wanting = std::mem::replace(&mut self.sessions, rest);
        self.sessions.extend(wanting);
    }
}
