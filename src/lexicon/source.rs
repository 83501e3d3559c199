//! Sources: what Discord tells with an event, and about the people in it.

use crate::vocab::{Category, Intent, Type};

use super::{Mark, by_name};

/// Something an event tells, or something about a person.
pub struct Source {
    /// As promises and `reads=` name it: `message.content`. Of a person, without the person: `joined-at`.
    pub name: &'static str,
    pub doc: &'static str,
    pub category: Category,
    pub gives: Gives,
    pub held: Held,
    /// What the bot must ask Discord for to be told, and what for: a message of the set `need`.
    pub intent: Option<(Intent, &'static str)>,
}

/// The type of what a source gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gives {
    Of(Type),
    Maybe(Type),
    Many(Type),
    /// Several, where it is known at all.
    MaybeMany(Type),
}

impl Gives {
    #[must_use]
    pub fn ty(&self) -> Type {
        match self {
            Self::Of(ty) => ty.clone(),
            Self::Maybe(ty) => Type::Optional(Box::new(ty.clone())),
            Self::Many(ty) => Type::List(Box::new(ty.clone())),
            Self::MaybeMany(ty) => Type::Optional(Box::new(Type::List(Box::new(ty.clone())))),
        }
    }
}

/// Where the router finds a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// `discord` hands it over with the event.
    ByEvent,
    /// It belongs to what is known of the server.
    GuildId,
    GuildName,
    GuildMemberCount,
    /// Where the event is.
    Channel,
    /// Made from the server, the channel and the message.
    Link,
    /// What a command changes about the server's settings.
    Changed,
    /// It belongs to what is known of the person.
    ByPerson(About),
    /// Comes with a sign-in, which no policy can ask for yet; a promise about it holds.
    SignIn,
}

/// Something about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Id,
    Name,
    DisplayName,
    Bot,
    Roles,
    /// Those that the bot saw last, of who left.
    LastRoles,
    Permissions,
    JoinedAt,
    CreatedAt,
    /// Whether they have a picture of their own.
    HasAvatar,
    Avatar,
}

impl Source {
    /// What it tells, wholly or in part, so that a promise about that is one about it as well.
    #[must_use]
    pub fn tells_of(&self) -> Vec<&'static Self> {
        match self.held {
            // Somebody without a name in the server is shown by that of the account.
            Held::ByPerson(About::DisplayName) => vec![&person::NAME],
            Held::ByPerson(About::HasAvatar) => vec![&person::AVATAR],
            Held::ByPerson(About::Permissions | About::LastRoles) => vec![&person::ROLES],
            Held::ByEvent
                if [MESSAGE_MENTION_COUNT.name, FAILURE_INPUT.name].contains(&self.name) =>
            {
                vec![&MESSAGE_CONTENT]
            }
            Held::ByEvent
                if [MESSAGE_ATTACHMENT_COUNT.name, MESSAGE_ATTACHMENT_KINDS.name]
                    .contains(&self.name) =>
            {
                vec![&MESSAGE_ATTACHMENTS]
            }
            Held::Link => vec![&GUILD_ID, &CHANNEL_ID, &MESSAGE_ID],
            Held::ByPerson(_)
            | Held::ByEvent
            | Held::GuildId
            | Held::GuildName
            | Held::GuildMemberCount
            | Held::Channel
            | Held::Changed
            | Held::SignIn => Vec::new(),
        }
    }

    /// What of the bot's own doing it tells again.
    #[must_use]
    pub fn marks(&self) -> &'static [Mark] {
        match self.held {
            Held::ByPerson(About::Roles | About::LastRoles) => &[Mark::Standing],
            Held::ByPerson(About::Permissions) => &[Mark::Standing, Mark::Silence],
            Held::ByPerson(About::JoinedAt) | Held::GuildMemberCount => &[Mark::Membership],
            Held::ByPerson(About::DisplayName) => &[Mark::Naming],
            Held::ByEvent if [VOICE_TO.name, VOICE_FROM.name].contains(&self.name) => {
                &[Mark::Voice]
            }
            Held::ByPerson(
                About::Id
                | About::Name
                | About::Bot
                | About::CreatedAt
                | About::HasAvatar
                | About::Avatar,
            )
            | Held::ByEvent
            | Held::GuildId
            | Held::GuildName
            | Held::Channel
            | Held::Link
            | Held::Changed
            | Held::SignIn => &[],
        }
    }
}

by_name!(Source, SOURCES.iter().chain(PERSON).copied(), "a source");

const fn told(
    name: &'static str,
    category: Category,
    gives: Gives,
    held: Held,
    doc: &'static str,
) -> Source {
    with_intent(name, category, gives, held, None, doc)
}

const fn with_intent(
    name: &'static str,
    category: Category,
    gives: Gives,
    held: Held,
    intent: Option<(Intent, &'static str)>,
    doc: &'static str,
) -> Source {
    Source {
        name,
        doc,
        category,
        gives,
        held,
        intent,
    }
}

const fn of_person(name: &'static str, about: About, gives: Gives, doc: &'static str) -> Source {
    let category = match about {
        About::Id => Category::Identifier,
        // A bot is nobody.
        About::Bot => Category::Configuration,
        About::Name
        | About::DisplayName
        | About::Roles
        | About::LastRoles
        | About::Permissions
        | About::JoinedAt
        | About::CreatedAt
        | About::HasAvatar
        | About::Avatar => Category::Profile,
    };
    told(name, category, gives, Held::ByPerson(about), doc)
}

const fn at_sign_in(name: &'static str, category: Category, doc: &'static str) -> Source {
    told(name, category, Gives::Of(Type::Text), Held::SignIn, doc)
}

pub static GUILD_ID: Source = told(
    "guild.id",
    Category::Configuration,
    Gives::Of(Type::GuildId),
    Held::GuildId,
    "The server.",
);
pub static GUILD_NAME: Source = told(
    "guild.name",
    Category::Configuration,
    Gives::Of(Type::Text),
    Held::GuildName,
    "The server's name.",
);
pub static GUILD_MEMBER_COUNT: Source = told(
    "guild.member-count",
    Category::Configuration,
    Gives::Of(Type::Int),
    Held::GuildMemberCount,
    "How many members the server has.",
);
pub static CHANNEL_ID: Source = told(
    "channel.id",
    Category::Configuration,
    Gives::Of(Type::Channel),
    Held::Channel,
    "The channel in which it happened.",
);
pub static MESSAGE_ID: Source = told(
    "message.id",
    Category::Activity,
    Gives::Of(Type::MessageId),
    Held::ByEvent,
    "The message it happened to.",
);
pub static MESSAGE_LINK: Source = told(
    "message.link",
    Category::Activity,
    Gives::Of(Type::Text),
    Held::Link,
    "The message's address.",
);
pub static MESSAGE_CONTENT: Source = with_intent(
    "message.content",
    Category::UserContent,
    Gives::Of(Type::Text),
    Held::ByEvent,
    Some((Intent::MessageContent, "read-content")),
    "What somebody wrote.",
);
pub static MESSAGE_MENTION_COUNT: Source = told(
    "message.mention-count",
    Category::Activity,
    Gives::Of(Type::Int),
    Held::ByEvent,
    "How many people and roles the message mentions.",
);
pub static MESSAGE_ATTACHMENTS: Source = with_intent(
    "message.attachments",
    Category::UserContent,
    Gives::Many(Type::Attachment),
    Held::ByEvent,
    Some((Intent::MessageContent, "see-attached")),
    "The files of the message, to be posted with `files=`.",
);
pub static MESSAGE_ATTACHMENT_COUNT: Source = with_intent(
    "message.attachment-count",
    Category::Activity,
    Gives::Of(Type::Int),
    Held::ByEvent,
    Some((Intent::MessageContent, "see-attached")),
    "How many files the message has.",
);
pub static MESSAGE_ATTACHMENT_KINDS: Source = with_intent(
    "message.attachment-kinds",
    Category::UserContent,
    Gives::Many(Type::Text),
    Held::ByEvent,
    Some((Intent::MessageContent, "see-attached")),
    "Which kinds of files the message has: endings of their names such as `exe`, and what Discord takes them for, such \
     as `image`, `video` or `audio`.",
);
pub static VOICE_TO: Source = told(
    "voice.to",
    Category::Activity,
    Gives::Maybe(Type::Channel),
    Held::ByEvent,
    "The voice channel that they came into; none where they left voice.",
);
pub static VOICE_FROM: Source = told(
    "voice.from",
    Category::Activity,
    Gives::Maybe(Type::Channel),
    Held::ByEvent,
    "The voice channel that they were in before; none where they were in none.",
);
pub static PRESENCE_STATUS: Source = told(
    "presence.status",
    Category::Activity,
    Gives::Of(Type::Text),
    Held::ByEvent,
    "`online`, `idle`, `dnd` or `offline`; who hides is `offline`.",
);
pub static REACTION_EMOJI: Source = told(
    "reaction.emoji",
    Category::Activity,
    Gives::Of(Type::Emoji),
    Held::ByEvent,
    "The emoji of the reaction.",
);

pub static COMMAND_PATH: Source = told(
    "command.path",
    Category::Activity,
    Gives::Of(Type::Text),
    Held::ByEvent,
    "The words of the command, such as `shop buy`.",
);
pub static COMMAND_HIDDEN: Source = told(
    "command.hidden",
    Category::Activity,
    Gives::Of(Type::Bool),
    Held::ByEvent,
    "Whether the command is `hidden`.",
);
pub static FAILURE_INPUT: Source = told(
    "failure.input",
    Category::UserContent,
    Gives::Maybe(Type::Text),
    Held::ByEvent,
    "What was written, without mentions and ids; none where nobody wrote anything, or the bot does not read it.",
);
pub static CHANGE_SETTINGS: Source = told(
    "change.settings",
    Category::Configuration,
    Gives::Of(Type::Text),
    Held::Changed,
    "The names of the settings that were changed.",
);

/// What events tell, apart from who it was.
pub static SOURCES: &[&Source] = &[
    &GUILD_ID,
    &GUILD_NAME,
    &GUILD_MEMBER_COUNT,
    &CHANNEL_ID,
    &MESSAGE_ID,
    &MESSAGE_LINK,
    &MESSAGE_CONTENT,
    &MESSAGE_MENTION_COUNT,
    &MESSAGE_ATTACHMENTS,
    &MESSAGE_ATTACHMENT_COUNT,
    &MESSAGE_ATTACHMENT_KINDS,
    &REACTION_EMOJI,
    &CHANGE_SETTINGS,
    &COMMAND_PATH,
    &COMMAND_HIDDEN,
    &FAILURE_INPUT,
    &VOICE_TO,
    &VOICE_FROM,
    &PRESENCE_STATUS,
];

pub mod person {
    //! What is told about a person.

    use super::{About, Gives, Source, Type, of_person};

    pub static ID: Source = of_person("id", About::Id, Gives::Of(Type::UserId), "Who it is.");
    pub static NAME: Source = of_person(
        "name",
        About::Name,
        Gives::Of(Type::Text),
        "The account's name.",
    );
    pub static DISPLAY_NAME: Source = of_person(
        "display-name",
        About::DisplayName,
        Gives::Of(Type::Text),
        "The name shown in the server.",
    );
    pub static BOT: Source = of_person(
        "bot",
        About::Bot,
        Gives::Of(Type::Bool),
        "Whether it is a bot or a webhook.",
    );
    pub static ROLES: Source = of_person(
        "roles",
        About::Roles,
        Gives::Many(Type::Role),
        "Roles in the server, for `role in member.roles`.",
    );
    pub static PERMISSIONS: Source = of_person(
        "permissions",
        About::Permissions,
        Gives::Many(Type::Text),
        "Permissions where it happened, asked for with `can(member, 'manage-messages')`.",
    );
    pub static JOINED_AT: Source = of_person(
        "joined-at",
        About::JoinedAt,
        Gives::Maybe(Type::Instant),
        "When they joined the server.",
    );
    pub static LAST_ROLES: Source = of_person(
        "last-roles",
        About::LastRoles,
        Gives::MaybeMany(Type::Role),
        "The roles that somebody had before they left or changed, as the bot last saw them; none where it did not.",
    );
    pub static HAS_AVATAR: Source = of_person(
        "has-avatar",
        About::HasAvatar,
        Gives::Of(Type::Bool),
        "Whether the account has a picture of its own.",
    );
    pub static CREATED_AT: Source = of_person(
        "created-at",
        About::CreatedAt,
        Gives::Of(Type::Instant),
        "When the account was made.",
    );
    pub static AVATAR: Source = of_person(
        "avatar",
        About::Avatar,
        Gives::Maybe(Type::Url),
        "The address of the account's picture.",
    );
}

/// What can be told about a person.
pub static PERSON: &[&Source] = &[
    &person::ID,
    &person::NAME,
    &person::DISPLAY_NAME,
    &person::BOT,
    &person::ROLES,
    &person::PERMISSIONS,
    &person::JOINED_AT,
    &person::CREATED_AT,
    &person::AVATAR,
    &person::HAS_AVATAR,
    &person::LAST_ROLES,
];

/// What most events tell about a member.
pub static OF_MEMBER: &[&Source] = &[
    &person::ID,
    &person::NAME,
    &person::DISPLAY_NAME,
    &person::BOT,
    &person::ROLES,
    &person::PERMISSIONS,
    &person::JOINED_AT,
    &person::CREATED_AT,
    &person::AVATAR,
    &person::HAS_AVATAR,
];

/// What comes with a sign-in.
pub static SIGN_IN: &[Source] = &[
    at_sign_in(
        "oauth.email",
        Category::Contact,
        "The account's e-mail address.",
    ),
    at_sign_in("oauth.id", Category::Identifier, "The account."),
    at_sign_in("oauth.name", Category::Profile, "The account's name."),
    at_sign_in("oauth.avatar", Category::Profile, "The account's picture."),
    at_sign_in("oauth.guilds", Category::Profile, "The account's servers."),
    at_sign_in(
        "oauth.token",
        Category::Credential,
        "The key to the account's data.",
    ),
];
