//! The pretended Discord as plain data: people, servers, channels, messages, commands, interactions.
//!
//! Everything in here is a function over [`World`]; nothing waits and nothing knows a socket. `rest` and `gateway`
//! hold the one lock around it. What happens is told with [`World::emit`] to the bot's sessions and with
//! [`World::changed`] to people who watch.

pub(crate) mod answer;
pub(crate) mod audit;
pub(crate) mod body;
pub(crate) mod command;
pub(crate) mod file;
mod given;
pub(crate) mod invoke;
pub(crate) mod linked;
pub(crate) mod local;
pub(crate) mod moderate;
pub(crate) mod oauth;
pub(crate) mod outbox;
pub(crate) mod permit;
pub(crate) mod pick;
pub(crate) mod poll;
pub(crate) mod post;
pub(crate) mod react;
pub(crate) mod seed;
pub(crate) mod show;
pub(crate) mod shown;
mod speak;
pub(crate) mod talk;
pub(crate) mod thread;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, atomic::AtomicU64},
    time::Instant,
};

use serde_json::Value;
use tokio::sync::broadcast;

use self::{oauth::Oauth, outbox::Session, poll::Poll};
use super::{clock::VirtualClock, field::Id, hooks::Hooks, refusal::Refusal, services::Pretended};
use crate::vocab::Timestamp;

/// Discord's epoch: the first millisecond of 2015.
pub(crate) const EPOCH_MS: i64 = 1_420_070_400_000;

/// How many requests and dispatches the log remembers.
const LOG_MAX: usize = 20_000;

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: Arc<VirtualClock>,
    /// `http://127.0.0.1:PORT`
    pub(crate) origin: String,
    pub(crate) bot: Id,
    pub(crate) users: BTreeMap<Id, User>,
    pub(crate) guilds: BTreeMap<Id, Guild>,
    /// Of servers, threads and direct messages alike.
    pub(crate) channels: BTreeMap<Id, Channel>,
    /// By server; global ones under `None`.
    pub(crate) commands: BTreeMap<Option<Id>, BTreeMap<Id, Value>>,
    pub(crate) interactions: BTreeMap<Id, Interaction>,
    pub(crate) webhooks: BTreeMap<Id, Webhook>,
    pub(crate) invites: BTreeMap<String, Invite>,
    pub(crate) files: BTreeMap<Id, File>,
    pub(crate) oauth: Oauth,
    pub(crate) services: BTreeMap<String, Pretended>,
    /// Which services were asked, and what they were sent.
    pub(crate) asked: Vec<(String, Value)>,
    pub(crate) sessions: BTreeMap<String, Session>,
    /// Dispatches sent down open connections so far.
    pub(crate) sent: Arc<AtomicU64>,
    pub(crate) identifies: u64,
    /// When the bot last asked for all members of a server. Of real time, because clients wait in it.
    pub(crate) asked_all: BTreeMap<Id, Instant>,
    pub(crate) faults: FaultsOn,
    pub(crate) log: VecDeque<Value>,
    changes: broadcast::Sender<Change>,
    last_id: Id,
    last_seed_id: Id,
}

/// What others see of whether somebody is there. Who hides is offline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Status {
    Online,
    Idle,
    Dnd,
    #[default]
    Offline,
}

impl Status {
    pub(crate) const ALL: [Self; 4] = [Self::Online, Self::Idle, Self::Dnd, Self::Offline];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Idle => "idle",
            Self::Dnd => "dnd",
            Self::Offline => "offline",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        let word = if word == "invisible" { "offline" } else { word };
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// An account. The bot has one too.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) bot: bool,
    pub(crate) token: String,
    pub(crate) dms_closed: bool,
    /// Has a picture of its own.
    pub(crate) avatar: bool,
    /// Of its client.
    pub(crate) locale: String,
    /// Whether it is online, and how.
    pub(crate) status: Status,
}

#[derive(Debug, Clone)]
pub(crate) struct Guild {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) owner: Id,
    /// Includes `@everyone`, whose id is the server's.
    pub(crate) roles: BTreeMap<Id, Role>,
    pub(crate) members: BTreeMap<Id, Member>,
    pub(crate) bans: BTreeMap<Id, Option<String>>,
    pub(crate) audit: VecDeque<Value>,
    /// Who is in a voice channel.
    pub(crate) voice: BTreeMap<Id, talk::InVoice>,
    /// During an outage the bot cannot see the server.
    pub(crate) unavailable: bool,
    /// Whoever joins has to agree to the rules first.
    pub(crate) screening: bool,
    /// Its preferred locale.
    pub(crate) locale: String,
    /// What the bot's own role allows when it is invited (again), and its position.
    pub(crate) invited: Invited,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Invited {
    pub(crate) permissions: u64,
    pub(crate) position: Option<i64>,
}

#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) position: i64,
    pub(crate) permissions: u64,
    pub(crate) color: i64,
    pub(crate) hoist: bool,
    pub(crate) mentionable: bool,
    /// The role Discord makes for a bot when it is invited.
    pub(crate) of_bot: Option<Id>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) user: Id,
    pub(crate) nick: Option<String>,
    pub(crate) roles: Vec<Id>,
    pub(crate) joined: Timestamp,
    pub(crate) timeout_until: Option<Timestamp>,
    pub(crate) mute: bool,
    pub(crate) deaf: bool,
    /// Not let in yet.
    pub(crate) pending: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) id: Id,
    pub(crate) kind: u8,
    pub(crate) guild: Option<Id>,
    pub(crate) name: String,
    pub(crate) topic: Option<String>,
    pub(crate) position: i64,
    pub(crate) parent: Option<Id>,
    pub(crate) nsfw: bool,
    pub(crate) slowmode_s: i64,
    /// Of a voice channel: how many there is room for; 0 for any number.
    pub(crate) user_limit: i64,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) flags: u64,
    /// Of a forum, as they are shown.
    pub(crate) available_tags: Vec<Value>,
    /// Of a forum's post.
    pub(crate) applied_tags: Vec<Id>,
    /// When people last wrote, where there is a slowmode.
    pub(crate) spoke: BTreeMap<Id, Timestamp>,
    /// Of a direct message.
    pub(crate) recipients: Vec<Id>,
    pub(crate) thread: Option<Thread>,
    pub(crate) messages: BTreeMap<Id, Message>,
}

/// A text channel of a server; the commonest kind.
pub(crate) const TEXT: u8 = 0;
pub(crate) const DM: u8 = 1;
pub(crate) const CATEGORY: u8 = 4;
pub(crate) const ANNOUNCEMENT: u8 = 5;
pub(crate) const PRIVATE_THREAD: u8 = 12;
const DIRECTORY: u8 = 14;
pub(crate) const FORUM: u8 = 15;
pub(crate) const MEDIA: u8 = 16;

impl Channel {
    /// Where every message is in a post.
    pub(crate) const fn is_forum(&self) -> bool {
        matches!(self.kind, FORUM | MEDIA)
    }

    /// Categories and forums hold no messages themselves.
    pub(crate) const fn takes_messages(&self) -> bool {
        !matches!(self.kind, CATEGORY | DIRECTORY | FORUM | MEDIA)
    }

    pub(crate) const fn is_voice(&self) -> bool {
        matches!(self.kind, talk::VOICE | talk::STAGE)
    }

    pub(crate) fn new(id: Id, kind: u8, guild: Option<Id>, name: impl Into<String>) -> Self {
        Self {
            id,
            kind,
            guild,
            name: name.into(),
            topic: None,
            position: 0,
            parent: None,
            nsfw: false,
            slowmode_s: 0,
            user_limit: 0,
            overwrites: Vec::new(),
            flags: 0,
            available_tags: Vec::new(),
            applied_tags: Vec::new(),
            spoke: BTreeMap::new(),
            recipients: Vec::new(),
            thread: None,
            messages: BTreeMap::new(),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) owner: Id,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    /// Of a private thread: whether its members may add others.
    pub(crate) invitable: bool,
    pub(crate) archive_after_min: i64,
    pub(crate) members: BTreeMap<Id, Timestamp>,
    pub(crate) started: Timestamp,
    /// When it was last archived or opened.
    pub(crate) archived_at: Timestamp,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Overwrite {
    pub(crate) id: Id,
    /// Whether `id` is a person; otherwise a role.
    pub(crate) of_member: bool,
    pub(crate) allow: u64,
    pub(crate) deny: u64,
}

#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: Id,
    pub(crate) channel: Id,
    pub(crate) author: Id,
    pub(crate) webhook: Option<Author>,
    pub(crate) kind: u8,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Value>,
    pub(crate) mentions: Vec<Id>,
    pub(crate) mention_roles: Vec<Id>,
    pub(crate) mention_everyone: bool,
    pub(crate) flags: u64,
    pub(crate) tts: bool,
    /// Since when it is pinned.
    pub(crate) pinned: Option<Timestamp>,
    pub(crate) at: Timestamp,
    pub(crate) edited: Option<Timestamp>,
    pub(crate) nonce: Option<Value>,
    pub(crate) reactions: Vec<Reaction>,
    pub(crate) reference: Option<Reference>,
    /// What a forward took with it.
    pub(crate) snapshot: Option<Value>,
    pub(crate) poll: Option<Poll>,
    /// The interaction it answers.
    pub(crate) interaction: Option<Id>,
    /// The one person who sees it, if it is ephemeral.
    pub(crate) only_for: Option<Id>,
}

impl Message {
    pub(crate) const HAS_THREAD: u64 = 1 << 5;
    pub(crate) const HAS_SNAPSHOT: u64 = 1 << 14;

    /// Made by Discord itself.
    pub(crate) const fn is_system(&self) -> bool {
        !matches!(self.kind, 0 | 19 | 20 | 23)
    }
}

/// Who a webhook's message says it is from.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    pub(crate) webhook: Id,
    pub(crate) name: String,
    /// The address of the picture that the message says.
    pub(crate) avatar: Option<String>,
    /// Whether the webhook is one of the bot's.
    pub(crate) of_bot: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    pub(crate) message: Id,
    pub(crate) channel: Id,
}

#[derive(Debug, Clone)]
pub(crate) struct Reaction {
    pub(crate) emoji: Emoji,
    /// In the order in which they reacted.
    pub(crate) users: Vec<Id>,
    /// Who reacted with a super reaction.
    pub(crate) burst: Vec<Id>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Emoji {
    /// Of a custom emoji.
    pub(crate) id: Option<Id>,
    pub(crate) name: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    pub(crate) id: Id,
    pub(crate) token: String,
    /// Discord's numbers: 2 command, 3 component, 4 autocomplete, 5 modal.
    pub(crate) kind: u8,
    pub(crate) user: Id,
    pub(crate) channel: Id,
    pub(crate) made: Timestamp,
    /// `/name` for people.
    pub(crate) title: String,
    /// The message whose component was used.
    pub(crate) on_message: Option<Id>,
    /// Of a form that is filled in, the interaction that it answered.
    pub(crate) after: Option<Id>,
    pub(crate) state: Answered,
    /// Of the answer, where there is one; `@original`.
    pub(crate) original: Option<Id>,
    /// A modal to fill in, or the choices of an autocomplete, as the bot sent them.
    pub(crate) shown: Option<Value>,
}

impl Interaction {
    /// The form that the bot showed.
    pub(crate) fn form(&self) -> Option<&Value> {
        let shown = self.shown.as_ref();
        shown.filter(|shown| shown.get("custom_id").is_some())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answered {
    Waiting,
    /// Acknowledged, the answer itself is still to come.
    Deferred,
    Done,
}

#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) id: Id,
    pub(crate) guild: Id,
    pub(crate) channel: Id,
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) maker: Id,
}

#[derive(Debug, Clone)]
pub(crate) struct Invite {
    pub(crate) code: String,
    pub(crate) channel: Id,
    pub(crate) guild: Id,
    pub(crate) maker: Id,
    pub(crate) made: Timestamp,
    pub(crate) max_age_s: i64,
    pub(crate) max_uses: i64,
    pub(crate) uses: i64,
    pub(crate) temporary: bool,
}

/// Served back from the sandbox's own address.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) kind: String,
    pub(crate) bytes: Arc<[u8]>,
}

/// Who refuses a request too many: a bucket, the whole bot, a thing that many act on, or what stands before Discord.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LimitScope {
    #[default]
    User,
    Global,
    Shared,
    /// Cloudflare: a page instead of JSON, and no `Via`.
    Page,
}

/// What was asked to go wrong.
#[derive(Debug, Default)]
pub(crate) struct FaultsOn {
    pub(crate) rate_limit: u64,
    pub(crate) retry_after_ms: u64,
    pub(crate) limit_scope: LimitScope,
    pub(crate) server_error: u64,
    pub(crate) server_error_status: u16,
    pub(crate) missing_acks: bool,
    pub(crate) latency_ms: u64,
    pub(crate) disallowed_intents: u64,
}

/// Something a watching person might want to see anew.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) kind: &'static str,
    pub(crate) channel: Option<Id>,
    pub(crate) subject: Option<Id>,
    /// Nobody else is told.
    pub(crate) only_for: Option<Id>,
}

impl World {
    pub(crate) fn new(clock: Arc<VirtualClock>, origin: String, hooks: Hooks) -> Self {
        Self {
            clock,
            origin,
            bot: 0,
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            commands: BTreeMap::new(),
            interactions: BTreeMap::new(),
            webhooks: BTreeMap::new(),
            invites: BTreeMap::new(),
            files: BTreeMap::new(),
            oauth: Oauth::new(hooks),
            services: BTreeMap::new(),
            asked: Vec::new(),
            sessions: BTreeMap::new(),
            sent: Arc::default(),
            identifies: 0,
            asked_all: BTreeMap::new(),
            faults: FaultsOn::default(),
            log: VecDeque::new(),
            changes: broadcast::channel(1024).0,
            last_id: 0,
            last_seed_id: 0,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new snowflake: carries the virtual time, and is greater than every one before it.
    pub(crate) fn new_id(&mut self) -> Id {
        self.last_id = first_id_at(self.now()).max(self.last_id + 1);
        self.last_id
    }

    /// A snowflake for what existed before the sandbox started.
    pub(crate) fn old_id(&mut self, at: Timestamp) -> Id {
        self.last_seed_id = first_id_at(at).max(self.last_seed_id + 1);
        self.last_seed_id
    }

    pub(crate) fn guild(&self, id: Id) -> Result<&Guild, Refusal> {
        self.guilds.get(&id).ok_or(Refusal::UNKNOWN_GUILD)
    }

    pub(crate) fn guild_mut(&mut self, id: Id) -> Result<&mut Guild, Refusal> {
        self.guilds.get_mut(&id).ok_or(Refusal::UNKNOWN_GUILD)
    }

    pub(crate) fn channel(&self, id: Id) -> Result<&Channel, Refusal> {
        self.channels.get(&id).ok_or(Refusal::UNKNOWN_CHANNEL)
    }

    pub(crate) fn channel_mut(&mut self, id: Id) -> Result<&mut Channel, Refusal> {
        self.channels.get_mut(&id).ok_or(Refusal::UNKNOWN_CHANNEL)
    }

    pub(crate) fn user(&self, id: Id) -> Result<&User, Refusal> {
        self.users.get(&id).ok_or(Refusal::UNKNOWN_USER)
    }

    pub(crate) fn member(&self, guild: Id, user: Id) -> Result<&Member, Refusal> {
        self.guild(guild)?
            .members
            .get(&user)
            .ok_or(Refusal::UNKNOWN_MEMBER)
    }

    pub(crate) fn member_mut(&mut self, guild: Id, user: Id) -> Result<&mut Member, Refusal> {
        self.guild_mut(guild)?
            .members
            .get_mut(&user)
            .ok_or(Refusal::UNKNOWN_MEMBER)
    }

    pub(crate) fn message(&self, channel: Id, id: Id) -> Result<&Message, Refusal> {
        self.channel(channel)?
            .messages
            .get(&id)
            .ok_or(Refusal::UNKNOWN_MESSAGE)
    }

    pub(crate) fn message_mut(&mut self, channel: Id, id: Id) -> Result<&mut Message, Refusal> {
        self.channel_mut(channel)?
            .messages
            .get_mut(&id)
            .ok_or(Refusal::UNKNOWN_MESSAGE)
    }

    pub(crate) fn guild_channels(&self, guild: Id) -> impl Iterator<Item = &Channel> {
        self.channels
            .values()
            .filter(move |channel| channel.guild == Some(guild))
    }

    /// The direct messages between two people, opened when they do not exist yet.
    pub(crate) fn direct(&mut self, one: Id, other: Id) -> Id {
        let found = self.channels.values().find(|channel| {
            channel.kind == DM
                && channel.recipients.contains(&one)
                && channel.recipients.contains(&other)
        });
        if let Some(channel) = found {
            return channel.id;
        }
        let id = self.new_id();
        let mut channel = Channel::new(id, DM, None, "");
        channel.recipients = vec![one, other];
        self.channels.insert(id, channel);
        id
    }

    pub(crate) fn note(&mut self, entry: Value) {
        if self.log.len() >= LOG_MAX {
            self.log.pop_front();
        }
        self.log.push_back(entry);
    }

    /// Tells people who watch. Nobody watching is fine.
    pub(crate) fn changed(&self, change: Change) {
        drop(self.changes.send(change));
    }

    pub(crate) fn watch(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }
}

/// The least snowflake of an instant.
pub(crate) fn first_id_at(at: Timestamp) -> Id {
    u64::try_from(at.0.saturating_sub(EPOCH_MS)).unwrap_or(0) << 22
}

/// When a snowflake was made.
pub(crate) fn made_at(id: Id) -> Timestamp {
    Timestamp(i64::try_from(id >> 22).unwrap_or(0) + EPOCH_MS)
}
