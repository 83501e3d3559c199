//! Deeds: what the bot does on Discord, other than saying something.

mod place;
mod purge;

use serde_json::{Value, json};

use crate::vocab::{ChannelId, Duration, Permission, Timestamp, Type};

use super::{Args, End, Mark, by_name, text};

pub use place::{CREATE_CHANNEL, CREATE_VOICE, MOVE};
pub use purge::PURGE;

/// Something that is done to a member, a message or a place.
pub struct Deed {
    pub name: &'static str,
    pub doc: &'static str,
    pub params: &'static [Param],
    /// What the bot must be allowed to do, and what for: a message of the set `need`, which completes "to …".
    pub needs: &'static [(Permission, &'static str)],
    pub guard: Guard,
    /// Whom or what the bot itself must stand above.
    pub ranks: &'static [Rank],
    /// Whether somebody is affected: done unasked, the notice lists it as a decision; asked for and refused by Discord, no
    /// later answer claims it.
    pub weighs: bool,
    /// Where others see that it was done, and to what.
    pub seen: End,
    /// What handlers can see of it again.
    pub marks: &'static [Mark],
    /// `METHOD /path`, with `{guild}`, a parameter's name, or `{channel}` for that of the message.
    pub route: &'static str,
    /// What the request says; none for an empty one. The time is when it is sent.
    pub body: fn(&Args, Timestamp) -> Option<Value>,
    /// Discord's error codes that mean there is nothing left to do.
    pub settled: &'static [u64],
    /// What it makes, so that steps can follow: `as=NAME { … }`.
    pub makes: Option<&'static Makes>,
}

/// Something that a deed makes, which has an id.
pub struct Makes {
    pub ty: Type,
    /// Whether asking for it again makes no second one. It is then asked for until it is there, also after a crash.
    pub again: bool,
    /// Whether that is known by a mark in the reason of the audit log, which is looked for before it is asked for again.
    pub marked: bool,
    /// What the bot must be allowed for that.
    pub needs: &'static [(Permission, &'static str)],
    /// Its id where Discord says that it is there already.
    pub known: fn(&Args) -> Option<ChannelId>,
}

by_name!(Deed, DEEDS.iter().copied(), "a deed");

/// One property of a step.
pub struct Param {
    pub name: &'static str,
    pub takes: Takes,
    pub need: Need,
    pub goes: Goes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Member,
    /// Somebody who need not be a member.
    Account,
    Role,
    Channel,
    /// A channel that holds others.
    Category,
    /// Members, roles, and those whom settings of type `who` name: each a child of the step.
    Openers,
    /// A message of the event or a link to one.
    Message,
    /// More than nothing. What is longer than `max` is refused where somebody asked; where nobody did, it is shortened and told.
    Duration {
        max: Duration,
    },
    Emoji,
    /// How many, from 1 on. More than `most` is refused where somebody asked; where nobody did, it is so many, and told.
    Count {
        most: u32,
    },
    /// A text with holes; what is longer is refused where somebody asked and shortened where nobody did, and always
    /// shortened in the audit log.
    Text {
        chars_max: usize,
    },
}

impl Takes {
    /// The most that a number may be.
    #[must_use]
    pub fn most(self) -> Option<i64> {
        match self {
            Self::Count { most } => Some(i64::from(most)),
            Self::Member
            | Self::Account
            | Self::Role
            | Self::Channel
            | Self::Category
            | Self::Openers
            | Self::Message
            | Self::Duration { .. }
            | Self::Emoji
            | Self::Text { .. } => None,
        }
    }

    /// The most of it there may be.
    #[must_use]
    pub fn longest(self) -> Option<Duration> {
        match self {
            Self::Duration { max } => Some(max),
            Self::Member
            | Self::Account
            | Self::Role
            | Self::Channel
            | Self::Category
            | Self::Openers
            | Self::Message
            | Self::Emoji
            | Self::Count { .. }
            | Self::Text { .. } => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// `add EXAMPLE` helps where it is missing.
    Must(&'static str),
    /// The event's own, where it has one.
    OfEvent,
    May,
}

/// What becomes of a value that a parameter is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// It names what the deed is done to; others see no more of it than that.
    Named,
    To(End),
}

/// What must be so before somebody can have it done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// It harms nobody.
    Free,
    /// Who asks holds some permission. `does` says what happens: "a message is deleted". Where a row names `taken`,
    /// whoever stored it held that permission.
    Permitted {
        does: &'static str,
        taken: Option<&'static str>,
    },
    /// Nobody needs anything where the policy or the server chose the place. Who names `place` holds some permission.
    Placed {
        does: &'static str,
        place: &'static str,
    },
    /// And stands above one of these parameters. Free where people do it to themselves with what the policy chose:
    /// `chosen` is the parameter that they must not have typed.
    Above {
        does: &'static str,
        above: &'static [&'static str],
        chosen: Option<&'static str>,
    },
}

/// What Discord's order of roles asks of the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// It stands above this role, and can give it at all.
    Role(&'static str),
    /// It stands above this member, who is not the server's owner. The message
    /// `cannot-DEED` says what nobody can do.
    Member(&'static str),
    /// And who is no administrator; with `spares-DEED`.
    NoAdministrator(&'static str),
}

/// As far back as Discord deletes what somebody wrote whom it bans.
const FORGET_MAX: Duration = Duration::days(7);
/// The longest a timeout may be, by Discord's documentation.
const TIMEOUT_MAX: Duration = Duration::days(28);

const fn param(name: &'static str, takes: Takes, need: Need, goes: Goes) -> Param {
    Param {
        name,
        takes,
        need,
        goes,
    }
}

const MEMBER: Param = param(
    "member",
    Takes::Member,
    Need::Must("member=\"member\""),
    Goes::Named,
);
const ROLE: Param = param(
    "role",
    Takes::Role,
    Need::Must("role=\"settings.…\""),
    Goes::Named,
);
const MESSAGE: Param = param("message", Takes::Message, Need::OfEvent, Goes::Named);
/// Shown to moderators beside what was done.
const REASON: Param = param(
    "reason",
    Takes::Text { chars_max: 512 },
    Need::May,
    Goes::To(End::AuditLog),
);

fn nothing(_: &Args, _: Timestamp) -> Option<Value> {
    None
}

pub static ADD_ROLE: Deed = Deed {
    name: "add-role",
    doc: "Gives a role to a member.",
    params: &[MEMBER, ROLE, REASON],
    needs: &[(Permission::ManageRoles, "roles")],
    guard: Guard::Above {
        does: "roles change",
        above: &["member", "role"],
        chosen: Some("role"),
    },
    ranks: &[Rank::Role("role")],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Standing],
    route: "PUT /guilds/{guild}/members/{member}/roles/{role}",
    body: nothing,
    settled: &[],
    makes: None,
};

pub static REMOVE_ROLE: Deed = Deed {
    name: "remove-role",
    doc: "Takes a role from a member.",
    route: "DELETE /guilds/{guild}/members/{member}/roles/{role}",
    ..ADD_ROLE
};

pub static TIMEOUT: Deed = Deed {
    name: "timeout",
    doc: "Keeps a member from writing for a time.",
    params: &[
        MEMBER,
        param(
            "for",
            Takes::Duration { max: TIMEOUT_MAX },
            Need::Must("for=\"10m\""),
            Goes::To(End::Acts),
        ),
        REASON,
    ],
    needs: &[(Permission::ModerateMembers, "time-out")],
    guard: Guard::Above {
        does: "somebody is timed out",
        above: &["member"],
        chosen: None,
    },
    ranks: &[Rank::NoAdministrator("member")],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Silence],
    route: "PATCH /guilds/{guild}/members/{member}",
    body: |args, now| {
        let until = now.plus(args.duration("for")?);
        Some(json!({ "communication_disabled_until": until.rfc3339() }))
    },
    settled: &[],
    makes: None,
};

pub static END_TIMEOUT: Deed = Deed {
    name: "end-timeout",
    doc: "Lets a member write again who is timed out.",
    params: &[MEMBER, REASON],
    needs: &[(Permission::ModerateMembers, "time-out")],
    guard: Guard::Above {
        does: "a timeout is ended",
        above: &["member"],
        chosen: None,
    },
    ranks: &[Rank::Member("member")],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Silence],
    route: "PATCH /guilds/{guild}/members/{member}",
    body: |_, _| Some(json!({ "communication_disabled_until": null })),
    settled: &[],
    makes: None,
};

pub static KICK: Deed = Deed {
    name: "kick",
    doc: "Removes a member from the server, who can come back with an invitation.",
    params: &[MEMBER, REASON],
    needs: &[(Permission::KickMembers, "kick")],
    guard: Guard::Above {
        does: "somebody is kicked",
        above: &["member"],
        chosen: None,
    },
    ranks: &[Rank::Member("member")],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Membership],
    route: "DELETE /guilds/{guild}/members/{member}",
    body: nothing,
    // Unknown member: they are gone already.
    settled: &[10007],
    makes: None,
};

pub static BAN: Deed = Deed {
    name: "ban",
    doc: "Removes somebody from the server, who cannot come back; `forget=` also deletes what they wrote lately.",
    params: &[
        param(
            "member",
            Takes::Account,
            Need::Must("member=\"member\""),
            Goes::Named,
        ),
        param(
            "forget",
            Takes::Duration { max: FORGET_MAX },
            Need::May,
            Goes::To(End::Acts),
        ),
        REASON,
    ],
    needs: &[(Permission::BanMembers, "ban")],
    guard: Guard::Above {
        does: "somebody is banned",
        above: &["member"],
        chosen: None,
    },
    ranks: &[Rank::Member("member")],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Membership, Mark::Messages],
    route: "PUT /guilds/{guild}/bans/{member}",
    body: |args, _| {
        let forget = args.duration("forget")?;
        Some(json!({ "delete_message_seconds": forget.ms / 1_000 }))
    },
    settled: &[],
    makes: None,
};

pub static UNBAN: Deed = Deed {
    name: "unban",
    doc: "Lifts a ban.",
    params: &[
        param(
            "user",
            Takes::Account,
            Need::Must("user=\"row.user\""),
            Goes::Named,
        ),
        REASON,
    ],
    needs: &[(Permission::BanMembers, "unban")],
    guard: Guard::Permitted {
        does: "a ban is lifted",
        taken: Some("user"),
    },
    ranks: &[],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Membership],
    route: "DELETE /guilds/{guild}/bans/{user}",
    body: nothing,
    // Unknown ban: there is none to be lifted.
    settled: &[10026],
    makes: None,
};

pub static NICK: Deed = Deed {
    name: "nick",
    doc: "Gives a member another name in the server; an empty one gives them that of their account.",
    params: &[
        MEMBER,
        param(
            "name",
            Takes::Text { chars_max: 32 },
            Need::Must("name=\"…\""),
            Goes::To(End::Acts),
        ),
        REASON,
    ],
    needs: &[(Permission::ManageNicknames, "nick")],
    guard: Guard::Above {
        does: "somebody is renamed",
        above: &["member"],
        chosen: None,
    },
    ranks: &[Rank::Member("member")],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Naming],
    route: "PATCH /guilds/{guild}/members/{member}",
    body: |args, _| Some(json!({ "nick": args.text("name")? })),
    settled: &[],
    makes: None,
};

pub static DELETE_CHANNEL: Deed = Deed {
    name: "delete-channel",
    doc: "Deletes a channel, with all that was written in it.",
    params: &[
        param(
            "channel",
            Takes::Channel,
            Need::Must("channel=\"row.channel\""),
            Goes::Named,
        ),
        REASON,
    ],
    needs: &[
        (Permission::ViewChannel, "see-removed-channels"),
        (Permission::ManageChannels, "remove-channels"),
    ],
    guard: Guard::Permitted {
        does: "a channel is deleted",
        taken: Some("channel"),
    },
    ranks: &[],
    weighs: true,
    seen: End::Acts,
    marks: &[],
    route: "DELETE /channels/{channel}",
    body: nothing,
    // Unknown channel: what was to be deleted is.
    settled: &[10003],
    makes: None,
};

pub static DELETE_MESSAGE: Deed = Deed {
    name: "delete-message",
    doc: "Deletes a message.",
    params: &[MESSAGE, REASON],
    needs: &[
        (Permission::ViewChannel, "see-deleted"),
        (Permission::ManageMessages, "delete"),
    ],
    guard: Guard::Permitted {
        does: "a message is deleted",
        taken: None,
    },
    ranks: &[],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Messages],
    route: "DELETE /channels/{channel}/messages/{message}",
    body: nothing,
    // Unknown message: what was to be deleted is.
    settled: &[10008],
    makes: None,
};

pub static REACT: Deed = Deed {
    name: "react",
    doc: "Reacts to a message.",
    params: &[
        MESSAGE,
        param(
            "emoji",
            Takes::Emoji,
            Need::Must("emoji=\"'👍'\""),
            Goes::To(End::Channel),
        ),
    ],
    needs: &[
        (Permission::ViewChannel, "see-reacted"),
        (Permission::AddReactions, "react"),
        (Permission::ReadMessageHistory, "react-older"),
    ],
    guard: Guard::Free,
    ranks: &[],
    weighs: false,
    seen: End::Channel,
    marks: &[],
    route: "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me",
    body: nothing,
    settled: &[],
    makes: None,
};

pub static CREATE_THREAD: Deed = Deed {
    name: "create-thread",
    doc: "Opens a thread on a message; a message that has one keeps it.",
    params: &[
        MESSAGE,
        param(
            "name",
            Takes::Text { chars_max: 100 },
            Need::Must("name=\"…\""),
            Goes::To(End::Channel),
        ),
        REASON,
    ],
    needs: &[
        (Permission::ViewChannel, "see-threaded"),
        (Permission::ReadMessageHistory, "open-thread-older"),
        (Permission::CreatePublicThreads, "open-thread"),
        (Permission::SendMessagesInThreads, "write-in-thread"),
    ],
    guard: Guard::Placed {
        does: "a thread is opened on whichever message they name",
        place: "message",
    },
    ranks: &[],
    weighs: false,
    seen: End::Channel,
    marks: &[],
    route: "POST /channels/{channel}/messages/{message}/threads",
    body: |args, _| Some(json!({ "name": args.text("name")? })),
    // A thread has already been created for this message.
    settled: &[160_004],
    makes: Some(&THREAD_ON_MESSAGE),
};

static THREAD_ON_MESSAGE: Makes = Makes {
    ty: Type::Channel,
    again: true,
    marked: false,
    needs: &[],
    // Discord: the id of a thread on a message is that of the message.
    known: |args| args.message("message").map(|(_, id)| ChannelId(id.0)),
};

pub static DEEDS: &[&Deed] = &[
    &ADD_ROLE,
    &REMOVE_ROLE,
    &TIMEOUT,
    &END_TIMEOUT,
    &KICK,
    &BAN,
    &UNBAN,
    &NICK,
    &DELETE_MESSAGE,
    &PURGE,
    &DELETE_CHANNEL,
    &REACT,
    &CREATE_THREAD,
    &CREATE_CHANNEL,
    &CREATE_VOICE,
    &MOVE,
];

/// What tells something that the bot made from everything else, in the reason of the audit log.
const MARK: &str = "candor-";

/// A reason with a mark.
#[must_use]
pub fn marked(reason: Option<&str>, mark: &str) -> String {
    const MARKED_CHARS_MAX: usize = 512 - 64;
    match reason {
        Some(reason) => format!("{} · {MARK}{mark}", text::cut(reason, MARKED_CHARS_MAX)),
        None => format!("{MARK}{mark}"),
    }
}

/// Whether a reason has this mark.
#[must_use]
pub fn is_marked(reason: &str, mark: &str) -> bool {
    let found = reason.rsplit_once(MARK).map(|(_, found)| found);
    found == Some(mark)
}

/// A reason as the policy says it.
#[must_use]
pub fn unmarked(reason: &str) -> &str {
    let (said, _) = reason.rsplit_once(MARK).unwrap_or((reason, ""));
    said.trim_end_matches(" · ")
}

impl Deed {
    #[must_use]
    pub fn of_word(word: &str) -> Option<&'static Self> {
        DEEDS.iter().copied().find(|deed| deed.name == word)
    }
}
