//! Discord's permissions, intents and kinds of channel, by the names and bits of its public documentation.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::data::words;

words! {
    /// A permission a member can hold, in kebab case of Discord's name.
    Permission {
        CreateInstantInvite = "create-instant-invite", KickMembers = "kick-members", BanMembers = "ban-members",
        Administrator = "administrator", ManageChannels = "manage-channels", ManageGuild = "manage-guild",
        AddReactions = "add-reactions", ViewAuditLog = "view-audit-log", ViewChannel = "view-channel",
        SendMessages = "send-messages", ManageMessages = "manage-messages", EmbedLinks = "embed-links",
        AttachFiles = "attach-files", ReadMessageHistory = "read-message-history", MentionEveryone = "mention-everyone",
        UseExternalEmojis = "use-external-emojis", ChangeNickname = "change-nickname",
        ManageNicknames = "manage-nicknames", ManageRoles = "manage-roles", ManageWebhooks = "manage-webhooks",
        UseApplicationCommands = "use-application-commands", ManageThreads = "manage-threads",
        CreatePublicThreads = "create-public-threads", CreatePrivateThreads = "create-private-threads",
        SendMessagesInThreads = "send-messages-in-threads", ModerateMembers = "moderate-members",
        SendPolls = "send-polls", PinMessages = "pin-messages", BypassSlowmode = "bypass-slowmode",
        Connect = "connect", MoveMembers = "move-members",
    }
}

impl Permission {
    /// The permission that Discord's own pages call so, however it is spelled: `Timeout Members`, `manage_server`.
    #[must_use]
    pub fn shown_as(name: &str) -> Option<Self> {
        /// Where Discord shows another name than its documentation has.
        const SHOWN: [(&str, Permission); 22] = [
            ("create-invite", Permission::CreateInstantInvite),
            ("invite-members", Permission::CreateInstantInvite),
            ("kick-approve-and-reject-members", Permission::KickMembers),
            ("admin", Permission::Administrator),
            ("manage-channel", Permission::ManageChannels),
            ("manage-server", Permission::ManageGuild),
            ("view-channels", Permission::ViewChannel),
            ("read-messages", Permission::ViewChannel),
            ("send-messages-and-create-posts", Permission::SendMessages),
            ("read-messages-history", Permission::ReadMessageHistory),
            (
                "mention-everyone-here-and-all-roles",
                Permission::MentionEveryone,
            ),
            ("use-external-emoji", Permission::UseExternalEmojis),
            ("manage-permissions", Permission::ManageRoles),
            ("use-slash-commands", Permission::UseApplicationCommands),
            ("manage-threads-and-posts", Permission::ManageThreads),
            (
                "send-messages-in-threads-and-posts",
                Permission::SendMessagesInThreads,
            ),
            ("send-messages-in-posts", Permission::SendMessagesInThreads),
            ("timeout-members", Permission::ModerateMembers),
            ("time-out-members", Permission::ModerateMembers),
            ("create-polls", Permission::SendPolls),
            ("pin-message", Permission::PinMessages),
            ("add-reaction", Permission::AddReactions),
        ];
        let words = name.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let plain = words.join("-").to_ascii_lowercase();
        let shown = SHOWN.iter().find(|(shown, _)| *shown == plain);
        let mut all = Self::ALL.iter().copied();
        shown
            .map(|(_, permission)| *permission)
            .or_else(|| all.find(|one| one.word() == plain))
    }

    /// Whether who has it sets a server up, for everybody in it.
    #[must_use]
    pub const fn sets_up(self) -> bool {
        matches!(
            self,
            Self::Administrator
                | Self::ManageGuild
                | Self::ManageChannels
                | Self::ManageRoles
                | Self::ManageWebhooks
        )
    }

    /// The permission's bit, from Discord's table of permissions.
    #[must_use]
    pub const fn bit(self) -> u64 {
        1 << match self {
            Self::CreateInstantInvite => 0,
            Self::KickMembers => 1,
            Self::BanMembers => 2,
            Self::Administrator => 3,
            Self::ManageChannels => 4,
            Self::ManageGuild => 5,
            Self::AddReactions => 6,
            Self::ViewAuditLog => 7,
            Self::ViewChannel => 10,
            Self::SendMessages => 11,
            Self::ManageMessages => 13,
            Self::EmbedLinks => 14,
            Self::AttachFiles => 15,
            Self::Connect => 20,
            Self::MoveMembers => 24,
            Self::ReadMessageHistory => 16,
            Self::MentionEveryone => 17,
            Self::UseExternalEmojis => 18,
            Self::ChangeNickname => 26,
            Self::ManageNicknames => 27,
            Self::ManageRoles => 28,
            Self::ManageWebhooks => 29,
            Self::UseApplicationCommands => 31,
            Self::ManageThreads => 34,
            Self::CreatePublicThreads => 35,
            Self::CreatePrivateThreads => 36,
            Self::SendMessagesInThreads => 38,
            Self::ModerateMembers => 40,
            Self::SendPolls => 49,
            Self::PinMessages => 51,
            Self::BypassSlowmode => 52,
        }
    }

    /// Whether every member of a new server holds it, so that asking for it keeps nobody out. From Discord's defaults of
    /// the role `@everyone`.
    #[must_use]
    pub const fn is_everybodys(self) -> bool {
        match self {
            Self::CreateInstantInvite
            | Self::AddReactions
            | Self::ViewChannel
            | Self::SendMessages
            | Self::EmbedLinks
            | Self::AttachFiles
            | Self::ReadMessageHistory
            | Self::MentionEveryone
            | Self::UseExternalEmojis
            | Self::ChangeNickname
            | Self::UseApplicationCommands
            | Self::CreatePublicThreads
            | Self::CreatePrivateThreads
            | Self::SendMessagesInThreads
            | Self::SendPolls
            | Self::Connect => true,
            Self::KickMembers
            | Self::BanMembers
            | Self::Administrator
            | Self::ManageChannels
            | Self::ManageGuild
            | Self::ViewAuditLog
            | Self::ManageMessages
            | Self::ManageNicknames
            | Self::ManageRoles
            | Self::ManageWebhooks
            | Self::ManageThreads
            | Self::ModerateMembers
            | Self::PinMessages
            | Self::BypassSlowmode
            | Self::MoveMembers => false,
        }
    }
}

/// A set of permissions, as Discord's bit field. Bits without a name here are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Permissions(pub u64);

impl Permissions {
    /// Whether every right of `permission` is held; an administrator holds all.
    #[must_use]
    pub const fn allows(self, permission: Permission) -> bool {
        self.0 & (permission.bit() | Permission::Administrator.bit()) != 0
    }

    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | permission.bit())
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(all: I) -> Self {
        all.into_iter().fold(Self::default(), Self::with)
    }
}

words! {
    /// A gateway intent, in kebab case of Discord's name.
    Intent {
        Guilds = "guilds", GuildMembers = "guild-members", GuildModeration = "guild-moderation",
        GuildPresences = "guild-presences", GuildMessages = "guild-messages",
        GuildVoiceStates = "guild-voice-states", GuildMessageReactions = "guild-message-reactions",
        DirectMessages = "direct-messages",
        MessageContent = "message-content",
    }
}

impl Intent {
    #[must_use]
    pub const fn bit(self) -> u64 {
        1 << match self {
            Self::Guilds => 0,
            Self::GuildMembers => 1,
            Self::GuildModeration => 2,
            Self::GuildVoiceStates => 7,
            Self::GuildPresences => 8,
            Self::GuildMessages => 9,
            Self::GuildMessageReactions => 10,
            Self::DirectMessages => 12,
            Self::MessageContent => 15,
        }
    }

    /// Discord reviews bots that ask for these.
    #[must_use]
    pub const fn is_privileged(self) -> bool {
        matches!(
            self,
            Self::GuildMembers | Self::GuildPresences | Self::MessageContent
        )
    }
}

words! {
    /// Kinds of channel a policy can tell apart.
    ChannelKind {
        Text = "text", Voice = "voice", Stage = "stage", Category = "category", Announcement = "announcement",
        Forum = "forum", Thread = "thread",
    }
}

impl ChannelKind {
    /// Those in which messages can be posted. A category holds channels, a forum holds threads.
    pub const WITH_MESSAGES: [Self; 5] = [
        Self::Text,
        Self::Announcement,
        Self::Voice,
        Self::Stage,
        Self::Thread,
    ];

    #[must_use]
    pub fn takes_messages(self) -> bool {
        Self::WITH_MESSAGES.contains(&self)
    }

    /// Discord's types of this kind:
    /// <https://discord.com/developers/docs/resources/channel#channel-object-channel-types>.
    #[must_use]
    pub const fn numbers(self) -> &'static [u8] {
        match self {
            Self::Text => &[0],
            Self::Voice => &[2],
            Self::Category => &[4],
            Self::Announcement => &[5],
            Self::Thread => &[10, 11, 12],
            Self::Stage => &[13],
            // And media channels, which are forums to all that Candor does.
            Self::Forum => &[15, 16],
        }
    }
}

words! {
    /// How a button looks, by Discord's names.
    ButtonStyle { Primary = "primary", Secondary = "secondary", Success = "success", Danger = "danger" }
}

words! {
    /// A message that is shown as more than plain text.
    CardKind { Rank = "rank" }
}
