//! Events: what starts steps, who did it, and what Discord really tells about it.

use crate::vocab::{Category, Intent};

use super::{
    Mark, SIGN_IN, by_name,
    source::{
        CHANGE_SETTINGS, CHANNEL_ID, COMMAND_HIDDEN, COMMAND_PATH, FAILURE_INPUT, GUILD_ID,
        GUILD_MEMBER_COUNT, GUILD_NAME, MESSAGE_ATTACHMENT_COUNT, MESSAGE_ATTACHMENT_KINDS,
        MESSAGE_ATTACHMENTS, MESSAGE_CONTENT, MESSAGE_ID, MESSAGE_LINK, MESSAGE_MENTION_COUNT,
        OF_MEMBER, PERSON, PRESENCE_STATUS, REACTION_EMOJI, Source, VOICE_FROM, VOICE_TO, person,
    },
};

/// A kind of happening.
pub struct Event {
    /// As in `on NAME`.
    pub name: &'static str,
    pub doc: &'static str,
    /// What policies call the person who did it. Empty where nobody did.
    pub actor: &'static str,
    /// What Discord tells about that person.
    pub person: &'static [&'static Source],
    /// What else it tells.
    pub tells: &'static [&'static Source],
    /// What the bot must ask Discord for, and what for: a message of the set `need`.
    pub intent: Option<(Intent, &'static str)>,
    /// What of the bot's own doing it can follow from.
    pub follows: &'static [Mark],
    /// What of the person its time tells.
    pub dates: Option<&'static Source>,
    pub answers: Answers,
    /// Whether it tells that somebody is gone, which one event alone does not prove.
    pub departs: bool,
    /// Whether the message that it tells of is that person's own.
    pub authored: bool,
    /// What stands behind its name, where something does: `on button NAME`.
    pub named: Option<&'static str>,
}

/// Who waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    Nobody,
    /// A reply is a message in the channel.
    InChannel,
    /// Somebody asked, and can be answered in private.
    Asked,
}

by_name!(Event, STARTS.iter().copied(), "an event");

/// What every event tells.
const SERVER: [&Source; 3] = [&GUILD_ID, &GUILD_NAME, &GUILD_MEMBER_COUNT];

impl Event {
    /// Whether a dotted name can begin with `root` here: `message` where some `message.…` is told.
    #[must_use]
    pub fn has_root(&self, root: &str) -> bool {
        self.all().any(|source| root_of(source) == root)
    }

    /// What is told with it, the server included, the person left out.
    pub fn all(&self) -> impl Iterator<Item = &'static Source> + use<> {
        // What nobody does may happen before the server is known again.
        let server = if self.has_actor() { SERVER.len() } else { 1 };
        let server = SERVER.into_iter().take(server);
        server.chain(self.tells.iter().copied())
    }

    /// Whether somebody did it.
    #[must_use]
    pub fn has_actor(&self) -> bool {
        !self.actor.is_empty()
    }

    /// The source called `root.field`, if it is told here.
    #[must_use]
    pub fn told(&self, root: &str, field: &str) -> Option<&'static Source> {
        self.all()
            .find(|source| source.name.split_once('.') == Some((root, field)))
    }

    /// The fields of `root` that are told here.
    pub fn fields_of(&self, root: &str) -> impl Iterator<Item = &'static str> {
        self.all()
            .filter_map(|source| source.name.split_once('.'))
            .filter(move |(of, _)| *of == root)
            .map(|(_, field)| field)
    }

    #[must_use]
    pub fn is_asked_for(&self) -> bool {
        self.answers == Answers::Asked
    }
}

fn root_of(source: &Source) -> &'static str {
    source.name.split('.').next().unwrap_or_default()
}

/// What is told about who left: their account, and of their roles what the bot remembers.
const LEAVER: &[&Source] = &[
    &person::ID,
    &person::NAME,
    &person::DISPLAY_NAME,
    &person::BOT,
    &person::CREATED_AT,
    &person::AVATAR,
    &person::HAS_AVATAR,
    &person::LAST_ROLES,
];

pub static MESSAGE: Event = Event {
    name: "message",
    doc: "Somebody writes a message in a server; the bot's own are never seen.",
    actor: "author",
    person: OF_MEMBER,
    tells: &[
        &CHANNEL_ID,
        &MESSAGE_ID,
        &MESSAGE_LINK,
        &MESSAGE_CONTENT,
        &MESSAGE_MENTION_COUNT,
        &MESSAGE_ATTACHMENTS,
        &MESSAGE_ATTACHMENT_COUNT,
        &MESSAGE_ATTACHMENT_KINDS,
    ],
    intent: Some((Intent::GuildMessages, "see-messages")),
    follows: &[],
    dates: None,
    answers: Answers::InChannel,
    departs: false,
    authored: true,
    named: None,
};

pub static MESSAGE_EDIT: Event = Event {
    name: "message-edit",
    doc: "Somebody changes a message that they wrote.",
    ..MESSAGE
};

pub static MESSAGE_DELETE: Event = Event {
    name: "message-delete",
    doc: "A message is gone, whoever deleted it; Discord tells neither who that was, nor who wrote it, nor what it said.",
    actor: "",
    person: &[],
    tells: &[&CHANNEL_ID, &MESSAGE_ID, &MESSAGE_LINK],
    intent: Some((Intent::GuildMessages, "see-deletions")),
    dates: None,
    follows: &[Mark::Messages],
    answers: Answers::Nobody,
    departs: false,
    authored: false,
    named: None,
};

pub static REACTION_ADD: Event = Event {
    name: "reaction-add",
    doc: "Somebody reacts to a message.",
    actor: "member",
    person: OF_MEMBER,
    tells: &[&CHANNEL_ID, &MESSAGE_ID, &MESSAGE_LINK, &REACTION_EMOJI],
    intent: Some((Intent::GuildMessageReactions, "see-reactions")),
    follows: &[],
    dates: None,
    answers: Answers::Nobody,
    departs: false,
    authored: false,
    named: None,
};

pub static REACTION_REMOVE: Event = Event {
    name: "reaction-remove",
    doc: "Somebody takes a reaction back; Discord tells no more of them than who it is.",
    person: &[&person::ID, &person::CREATED_AT],
    ..REACTION_ADD
};

pub static MEMBER_JOIN: Event = Event {
    name: "member-join",
    doc: "Somebody joins the server; where it has rules to accept first, once they are let in.",
    actor: "member",
    person: OF_MEMBER,
    tells: &[],
    intent: Some((Intent::GuildMembers, "see-members")),
    follows: &[Mark::Membership],
    dates: Some(&person::JOINED_AT),
    answers: Answers::Nobody,
    departs: false,
    authored: false,
    named: None,
};

/// Of the roles of before, the bot tells what it saw last.
pub static MEMBER_UPDATE: Event = Event {
    name: "member-update",
    doc: "Something about a member changes: their roles, their name or picture, or a timeout.",
    person: PERSON,
    follows: &[Mark::Standing, Mark::Silence, Mark::Naming],
    dates: None,
    ..MEMBER_JOIN
};

/// Somebody joins who has to accept the server's rules first. No policy can ask for it: for a policy they join when they
/// are let in. Until then the bot only knows that they are there.
pub static MEMBER_WAITS: Event = Event {
    name: "member-waits",
    doc: "Somebody joins the server and is not let in yet.",
    ..MEMBER_JOIN
};

/// Somebody goes who was never let in, and so never joined for a policy.
pub static MEMBER_GIVES_UP: Event = Event {
    name: "member-gives-up",
    doc: "Somebody leaves the server before they are let in.",
    ..MEMBER_LEAVE
};

pub static MEMBER_LEAVE: Event = Event {
    name: "member-leave",
    doc: "Somebody leaves the server or is removed; of their roles the bot tells what it saw last.",
    person: LEAVER,
    dates: None,
    departs: true,
    ..MEMBER_JOIN
};

/// Raised by the router: no other event tells of it.
pub static CONFIGURED: Event = Event {
    name: "configured",
    doc: "Somebody changes the server's settings, with `/config`.",
    actor: "member",
    person: PERSON,
    tells: &[&CHANNEL_ID, &CHANGE_SETTINGS],
    intent: None,
    follows: &[],
    dates: None,
    answers: Answers::Nobody,
    departs: false,
    authored: false,
    named: None,
};

pub static VOICE: Event = Event {
    name: "voice",
    doc: "Somebody comes into a voice channel, goes to another one, or leaves; that they are muted is not told.",
    actor: "member",
    person: OF_MEMBER,
    tells: &[&VOICE_TO, &VOICE_FROM],
    intent: Some((Intent::GuildVoiceStates, "see-voice")),
    follows: &[Mark::Voice],
    dates: None,
    answers: Answers::Nobody,
    departs: false,
    authored: false,
    named: None,
};

pub static PRESENCE: Event = Event {
    name: "presence",
    doc: "Somebody comes online, is away, or goes offline; Discord tells no more of them than who it is.",
    person: &[&person::ID, &person::CREATED_AT],
    tells: &[&PRESENCE_STATUS],
    intent: Some((Intent::GuildPresences, "see-presence")),
    follows: &[],
    ..VOICE
};

/// Nobody does it, so it is about the server alone.
pub static BOOT: Event = Event {
    name: "boot",
    doc: "The bot was started: once for each server, when Discord has told it of that.",
    actor: "",
    person: &[],
    tells: &[],
    intent: None,
    follows: &[],
    dates: None,
    answers: Answers::Nobody,
    departs: false,
    authored: false,
    named: None,
};

/// Discord does not tell who added the bot.
pub static SERVER_JOIN: Event = Event {
    name: "server-join",
    doc: "The bot is added to a server while it runs; Discord does not tell by whom.",
    tells: &[&GUILD_NAME, &GUILD_MEMBER_COUNT],
    ..BOOT
};

pub static BUTTON: Event = Event {
    name: "button",
    doc: "Somebody presses the button of this name.",
    actor: "member",
    person: OF_MEMBER,
    tells: &[&CHANNEL_ID, &MESSAGE_ID, &MESSAGE_LINK],
    intent: None,
    follows: &[],
    dates: None,
    answers: Answers::Asked,
    departs: false,
    authored: false,
    named: Some("NAME"),
};

pub static ENDED: Event = Event {
    name: "ended",
    doc: "The time of a row of this store is over; `row` is that row.",
    actor: "",
    person: &[],
    tells: &[],
    intent: None,
    follows: &[],
    dates: None,
    answers: Answers::Nobody,
    departs: false,
    authored: false,
    named: Some("STORE"),
};

/// Raised by the router, once the steps of a command went through.
pub static CARRIED_OUT: Event = Event {
    name: "command",
    doc: "A command of the policy was carried out for somebody; not `/privacy`, `/config`, `/help` or one that a server's admins made.",
    actor: "member",
    person: OF_MEMBER,
    tells: &[&CHANNEL_ID, &COMMAND_PATH, &COMMAND_HIDDEN],
    intent: None,
    follows: &[Mark::Commands],
    dates: None,
    answers: Answers::Nobody,
    departs: false,
    authored: false,
    named: None,
};

/// Raised by the runtime. Nobody is told of it, so that it can be kept without saying who it was.
pub static FAILURE: Event = Event {
    name: "failure",
    doc: "A handler broke off, or Discord refused a deed, a `send` or an `edit-message` that has no `otherwise`.",
    actor: "",
    person: &[],
    tells: &[&FAILURE_INPUT],
    intent: None,
    follows: &[Mark::Failures],
    dates: None,
    answers: Answers::Nobody,
    departs: false,
    authored: false,
    named: None,
};

/// Not written with `on`: a command that somebody uses.
pub static COMMAND: Event = Event {
    name: "use-of-command",
    doc: "Somebody uses a command.",
    actor: "invoker",
    person: OF_MEMBER,
    tells: &[&CHANNEL_ID],
    intent: None,
    follows: &[],
    dates: None,
    answers: Answers::Asked,
    departs: false,
    authored: false,
    named: None,
};

/// Not written with `on`: a command that a server's admins made from a row.
pub static COMMAND_SET: Event = Event {
    name: "commands",
    doc: "Somebody uses a command that the server's admins made.",
    ..COMMAND
};

/// What `on` knows.
pub static EVENTS: &[&Event] = &[
    &MESSAGE,
    &MESSAGE_EDIT,
    &MESSAGE_DELETE,
    &REACTION_ADD,
    &REACTION_REMOVE,
    &MEMBER_JOIN,
    &MEMBER_LEAVE,
    &MEMBER_UPDATE,
    &CONFIGURED,
    &CARRIED_OUT,
    &FAILURE,
    &VOICE,
    &PRESENCE,
    &BOOT,
    &SERVER_JOIN,
    &BUTTON,
    &ENDED,
];

/// All that can start steps.
pub static STARTS: &[&Event] = &[
    &MESSAGE,
    &MESSAGE_EDIT,
    &MESSAGE_DELETE,
    &REACTION_ADD,
    &REACTION_REMOVE,
    &MEMBER_JOIN,
    &MEMBER_LEAVE,
    &MEMBER_UPDATE,
    &CONFIGURED,
    &CARRIED_OUT,
    &FAILURE,
    &VOICE,
    &PRESENCE,
    &BOOT,
    &SERVER_JOIN,
    &BUTTON,
    &ENDED,
    &COMMAND,
    &COMMAND_SET,
];

/// The kind of thing that a promise by this name is about: of a person the field alone, whichever name the person goes by.
#[must_use]
pub fn thing(name: &str) -> Option<&'static str> {
    let others = super::SOURCES.iter().copied().chain(SIGN_IN);
    if let Some(told) = others.into_iter().find(|source| source.name == name) {
        return Some(told.name);
    }
    let (actor, field) = name.split_once('.')?;
    let is_actor = STARTS.iter().any(|event| event.actor == actor);
    let told = PERSON.iter().find(|source| source.name == field);
    told.filter(|_| is_actor).map(|source| source.name)
}

/// The kinds of things that tell of this one.
pub fn told_by(thing: &str) -> impl Iterator<Item = &'static str> {
    let all = super::SOURCES.iter().chain(PERSON);
    all.filter(move |source| source.tells_of().iter().any(|of| of.name == thing))
        .map(|source| source.name)
}

/// What else this kind of thing tells of. A promise about the category of that is one about this kind as well.
pub fn tells_of(thing: &str) -> impl Iterator<Item = &'static Source> {
    let all = super::SOURCES.iter().chain(PERSON);
    let told = all.filter(move |source| source.name == thing);
    told.flat_map(|source| source.tells_of())
}

/// What promises can be about, by name: everything that can be told of a person, under each of the names that a person
/// goes by, and everything else that can be told.
pub fn claimable() -> impl Iterator<Item = (String, Category)> {
    let mut actors: Vec<&str> = Vec::new();
    for event in STARTS {
        if event.has_actor() && !actors.contains(&event.actor) {
            actors.push(event.actor);
        }
    }
    let of_people = actors.into_iter().flat_map(|actor| {
        PERSON
            .iter()
            .map(move |source| (format!("{actor}.{}", source.name), source.category))
    });
    let others = super::SOURCES.iter().copied().chain(SIGN_IN);
    of_people.chain(others.map(|source| (source.name.to_owned(), source.category)))
}
