//! Words for data: categories (after DPV and Fides), origins, legal bases (GDPR 6), sinks and standings.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An enum whose variants have one spelling each, the same in policies, plans and messages.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.word()) }
        }
    };
}
pub(crate) use words;

words! {
    /// What kind of data a value is. A source carries one; joins collect several.
    Category {
        /// Ids of people.
        Identifier = "identifier",
        /// Names, display names, avatars, roles.
        Profile = "profile",
        /// That and when somebody did something.
        Activity = "activity",
        /// What moderators decide about somebody.
        Moderation = "moderation",
        /// What people write: messages and free text handed to commands.
        UserContent = "user-content",
        /// Choices a person makes about the bot.
        Preference = "preference",
        /// A server's configuration: channels, roles, templates. Not about a person.
        Configuration = "configuration",
        /// Access and refresh tokens.
        Credential = "credential",
        /// E-mail addresses and the like.
        Contact = "contact",
        /// IP addresses, devices, user agents.
        Technical = "technical",
    }
}

impl Category {
    /// Configuration describes a server; everything else is about somebody.
    #[must_use]
    pub fn is_personal(self) -> bool {
        self != Self::Configuration
    }
}

words! {
    /// Where a stored value comes from (GDPR 13 and 14 ask for it).
    Origin {
        /// The person gave it.
        Subject = "subject",
        /// Somebody else gave it.
        ThirdParty = "third-party",
        /// The bot saw it happen.
        Observed = "observed",
        /// The bot computed it.
        Derived = "derived",
    }
}

words! {
    /// A legal basis, GDPR 6(1).
    Basis {
        Consent = "consent",
        Contract = "contract",
        LegalObligation = "legal-obligation",
        VitalInterests = "vital-interests",
        PublicTask = "public-task",
        LegitimateInterest = "legitimate-interest",
    }
}

words! {
    /// Where a value can end up.
    Sink {
        Storage = "storage",
        ModLog = "mod-log",
        /// What others can read: messages, public answers, reactions, names of commands, channels and threads.
        Channel = "channel",
        /// What is done to members: roles and sanctions.
        Acts = "acts",
        Dm = "dm",
        Reply = "reply",
        Processor = "processor",
        Diagnostics = "diagnostics",
        Metrics = "metrics",
    }
}

words! {
    /// How a promise could be broken, where an exception lets it be.
    Way {
        /// By something made from the value.
        Copy = "copy",
        /// By what is decided by it.
        Decision = "decision",
    }
}

words! {
    /// Why a sentence of the notice may be believed.
    Standing {
        /// The compiler shows it from the policy.
        Proved = "proved",
        /// The runtime does it, and a test fails when it stops.
        Enforced = "enforced",
        /// The operator's word.
        Stated = "stated",
    }
}

words! {
    /// What of an earlier policy a `drop` or a `rename` is about.
    Piece {
        /// The bot itself, by what its policy calls it.
        Bot = "bot",
        Feature = "feature",
        Field = "field",
        Setting = "setting",
        Store = "store",
    }
}

words! {
    /// How people reach the operator.
    ContactKind {
        /// A Discord account.
        Discord = "discord",
        /// An invitation to a Discord server.
        Server = "server",
        Email = "email",
        Url = "url",
    }
}
