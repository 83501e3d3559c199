//! What happened on Discord, in our words, with everything a handler may ask about it.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    lexicon::{self, Source, source::MESSAGE_ID},
    vocab::{
        ChannelId, ChannelKind, GuildId, MessageId, Permissions, RoleId, Timestamp, UserId, Value,
    },
};

/// One thing that happened. Made by `discord`, consumed by the router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Two deliveries of the same happening have the same key; the runtime applies it once.
    pub dedupe: String,
    pub at: Timestamp,
    /// None in direct messages.
    pub guild: Option<Arc<Guild>>,
    pub channel: Option<ChannelId>,
    /// Who did it: author, invoker, the one who joined, left, reacted or clicked.
    pub actor: Person,
    /// Others the event tells about: resolved options, mentioned users.
    pub people: BTreeMap<UserId, Person>,
    /// What else Discord told with it.
    pub tells: Told,
    pub kind: EventKind,
}

impl Event {
    /// The message that it happened to.
    #[must_use]
    pub fn message(&self) -> Option<MessageId> {
        match self.tells.get(&MESSAGE_ID)? {
            Value::Message(id) => Some(*id),
            _ => None,
        }
    }
}

/// Values of sources that an event carries ([`lexicon::Held::ByEvent`]).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    values: Vec<(&'static Source, Value)>,
    /// What values of kind `attachment` mean, by their place.
    files: Vec<Upload>,
    /// What the person themself wrote into the message, without what they passed on or put into a poll.
    own_words: Option<String>,
}

impl Told {
    #[must_use]
    pub fn with(mut self, source: &'static Source, value: Value) -> Self {
        self.values.push((source, value));
        self
    }

    #[must_use]
    pub fn get(&self, source: &Source) -> Option<&Value> {
        let found = self.values.iter().find(|(told, _)| *told == source)?;
        Some(&found.1)
    }

    #[must_use]
    pub fn with_files(mut self, files: Vec<Upload>) -> Self {
        self.files = files;
        self
    }

    #[must_use]
    pub fn with_own_words(mut self, text: &str) -> Self {
        self.own_words = Some(text.to_owned());
        self
    }

    #[must_use]
    pub fn own_words(&self) -> Option<&str> {
        self.own_words.as_deref()
    }

    #[must_use]
    pub fn files(&self) -> &[Upload] {
        &self.files
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// What handlers start on.
    Happened(&'static lexicon::Event),
    /// Somebody asks for something and waits for an answer.
    Interaction(Interaction),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction {
    pub id: u64,
    pub token: String,
    /// Discord's locale of the person, such as `en-GB`.
    pub locale: String,
    pub kind: InteractionKind,
}

impl Interaction {
    /// Whether it is a message, which nobody but a message can answer.
    #[must_use]
    pub const fn is_typed(&self) -> bool {
        matches!(self.kind, InteractionKind::Typed(_))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InteractionKind {
    Command(CommandCall),
    /// A message that begins as a command does.
    Typed(TypedCall),
    Menu(MenuPick),
    Button(ButtonPress),
    /// A form is filled in.
    Form(FormAnswer),
    /// A command being typed; `focused` names the option that wants choices.
    Autocomplete {
        call: CommandCall,
        focused: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandCall {
    /// One to three words.
    pub path: Vec<String>,
    pub options: BTreeMap<String, OptionValue>,
}

impl CommandCall {
    /// The text that an option was given.
    #[must_use]
    pub fn text(&self, option: &str) -> Option<&str> {
        match self.options.get(option)? {
            OptionValue::Text(text) => Some(text),
            OptionValue::Int(_)
            | OptionValue::Bool(_)
            | OptionValue::User(_)
            | OptionValue::Channel(_)
            | OptionValue::Role(_)
            | OptionValue::Message(..)
            | OptionValue::Attachment(_) => None,
        }
    }
}

/// A command as a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedCall {
    pub call: CommandCall,
    /// How it is written: `!w warn <member> <reason>`.
    pub usage: String,
    /// Whether what stands there is what the command takes.
    pub is_clear: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionValue {
    Text(String),
    Int(i64),
    Bool(bool),
    User(UserId),
    Channel(ChannelId),
    Role(RoleId),
    Message(ChannelId, MessageId),
    Attachment(Upload),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub name: String,
    pub bytes: u64,
    pub url: String,
    /// The text of a small file that a generated command asked for (`/config import`), fetched before routing.
    pub content: Option<String>,
}

/// An entry of the menu on a member or a message. Of a message, no more is taken over than which it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuPick {
    pub name: String,
    pub target: OptionValue,
}

/// What somebody typed into a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormAnswer {
    /// As the bot made it.
    pub custom_id: String,
    /// By the option that was asked for.
    pub texts: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ButtonPress {
    /// As the bot made it.
    pub custom_id: String,
    /// What was chosen, as the bot or Discord wrote it, where it is a list to choose from.
    pub chosen: Option<String>,
}

/// Somebody, as far as the event tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    pub name: String,
    pub display_name: String,
    pub bot: bool,
    /// None outside servers, and for people who are not members.
    pub roles: Option<Vec<RoleId>>,
    /// What Discord says the person may do in the channel, where it says so; otherwise made from roles.
    pub permissions: Option<Permissions>,
    pub joined_at: Option<Timestamp>,
    /// Whether the account has a picture of its own.
    pub has_avatar: bool,
    /// The address of the account's picture.
    pub avatar: Option<String>,
    /// Of who left, the roles that the bot saw last.
    pub last_roles: Option<Vec<RoleId>>,
}

/// What the bot knows of a server: only what plans need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guild {
    pub id: GuildId,
    pub name: String,
    /// Discord's locale of the server, such as `en-US`.
    pub locale: String,
    pub owner: UserId,
    pub member_count: u64,
    pub roles: BTreeMap<RoleId, Role>,
    pub channels: BTreeMap<ChannelId, Channel>,
    /// Who is in which voice channel, where the policy asks for it.
    pub voices: BTreeMap<UserId, ChannelId>,
    /// The bot's own id and roles there.
    pub me: UserId,
    pub my_roles: Vec<RoleId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    pub name: String,
    pub position: i64,
    pub permissions: Permissions,
    /// Belongs to an integration, so nobody can be given it.
    pub managed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    pub name: String,
    pub kind: ChannelKind,
}

impl Guild {
    /// Permissions from roles alone (channel overwrites are Discord's to apply); the owner has all.
    #[must_use]
    pub fn permissions_of(&self, user: UserId, roles: &[RoleId]) -> Permissions {
        if user == self.owner {
            return Permissions(u64::MAX);
        }
        let everyone = RoleId(self.id.0);
        let bits = std::iter::once(&everyone)
            .chain(roles)
            .filter_map(|id| self.roles.get(id));
        Permissions(bits.fold(0, |all, role| all | role.permissions.0))
    }

    /// Position of the highest role. Equal positions are ordered by id, the older role being higher, so compare
    /// with [`Guild::outranks`].
    #[must_use]
    pub fn highest(&self, roles: &[RoleId]) -> Option<(i64, std::cmp::Reverse<RoleId>)> {
        roles
            .iter()
            .filter_map(|id| {
                self.roles
                    .get(id)
                    .map(|role| (role.position, std::cmp::Reverse(*id)))
            })
            .max()
    }

    /// Whether one member stands strictly above another. The owner stands above everybody.
    #[must_use]
    pub fn outranks(&self, actor: (UserId, &[RoleId]), target: (UserId, &[RoleId])) -> bool {
        if target.0 == self.owner {
            return false;
        }
        actor.0 == self.owner || self.highest(actor.1) > self.highest(target.1)
    }
}
