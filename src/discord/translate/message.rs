//! Messages and their edits: all of their text, and whom they mention.

use std::collections::BTreeMap;

use serenity::model::{
    channel::{Attachment, Message, MessageType, Poll},
    event::MessageUpdateEvent,
    id::{ApplicationId, ChannelId, GuildId, MessageId},
    user::User,
};

use super::{
    Translator, about_message, channel_id, guild_id, instant, person, snowflake_time, stranger,
    user_id, with_partial_member,
};
use crate::{
    lexicon::{
        event::{MESSAGE, MESSAGE_DELETE, MESSAGE_EDIT},
        source::{
            MESSAGE_ATTACHMENT_COUNT, MESSAGE_ATTACHMENT_KINDS, MESSAGE_ATTACHMENTS,
            MESSAGE_CONTENT, MESSAGE_MENTION_COUNT,
        },
    },
    port::{Event, EventKind, Told, Upload},
    sabotage::{Saboteur, off},
    vocab::{Timestamp, UserId, Value},
};

impl Translator {
    pub(super) fn message(&self, message: &Message) -> Option<Event> {
        let is_written = matches!(
            message.kind,
            MessageType::Regular | MessageType::InlineReply
        );
        let is_own = message.webhook_id.is_some() && self.is_own(message.application_id);
        if user_id(message.author.id) == self.me || is_own || !is_written {
            return None;
        }
        let guild = self.guild_of(message.guild_id.map(guild_id))?;
        let mut actor = person(&message.author);
        actor.bot |= message.webhook_id.is_some();
        if let Some(member) = &message.member {
            with_partial_member(&mut actor, member);
        }
        let people = message.mentions.iter().map(|user| {
            let mut one = person(user);
            if let Some(member) = &user.member {
                with_partial_member(&mut one, member);
            }
            (one.id, one)
        });
        let answered = message.referenced_message.as_deref();
        let mentioned = Mentioned {
            text: &message.content,
            author: actor.id,
            answers: Answers::of(Some(message.kind), answered),
            people: &message.mentions,
            roles: message.mention_roles.len(),
            everyone: message.mention_everyone,
        };
        Some(Event {
            dedupe: format!("message {}", message.id),
            at: snowflake_time(message.id.get()),
            guild,
            channel: Some(channel_id(message.channel_id)),
            actor,
            people: people.collect(),
            tells: tells(
                message.id.get(),
                text(message),
                mentioned.count(),
                &message.attachments,
            )
            .with_own_words(&message.content),
            kind: EventKind::Happened(&MESSAGE),
        })
    }

    /// What Discord changes by itself, such as the picture of a link, is no edit of the author's.
    pub(super) fn edited(&self, message: &MessageUpdateEvent) -> Option<Event> {
        let edited = message.edited_timestamp?;
        let (author, content) = (message.author.as_ref()?, message.content.as_ref()?);
        let is_posted = message.webhook_id.flatten().is_some();
        let is_own = is_posted && self.is_own(message.application_id.flatten());
        if user_id(author.id) == self.me || is_own {
            return None;
        }
        let guild = self.guild_of(message.guild_id.map(guild_id))?;
        let mut actor = person(author);
        actor.bot |= is_posted;
        if let Some(Some(member)) = &message.member {
            with_partial_member(&mut actor, member);
        }
        let answered = message.referenced_message.as_ref();
        let answered = answered.and_then(|one| one.as_deref());
        let mentioned = Mentioned {
            text: content,
            author: actor.id,
            answers: Answers::of(message.kind, answered),
            people: message.mentions.as_deref().unwrap_or_default(),
            roles: message.mention_roles.as_ref().map_or(0, Vec::len),
            everyone: message.mention_everyone.unwrap_or_default(),
        };
        Some(Event {
            dedupe: format!("edit {} {edited}", message.id),
            at: instant(edited)?,
            guild,
            channel: Some(channel_id(message.channel_id)),
            actor,
            people: BTreeMap::new(),
            tells: tells(
                message.id.get(),
                content.clone(),
                mentioned.count(),
                message.attachments.as_deref().unwrap_or_default(),
            ),
            kind: EventKind::Happened(&MESSAGE_EDIT),
        })
    }
}

impl Translator {
    /// Whether the bot itself posted it, by a webhook of its own: reacting to that would never end.
    fn is_own(&self, application: Option<ApplicationId>) -> bool {
        let is_own = application.is_some_and(|id| id.get() == self.application);
        is_own && !off(Saboteur::OwnWebhooks)
    }

    /// A message is gone. Nobody is told of it: neither who wrote it, nor who deleted it.
    pub(super) fn deleted(
        &self,
        (guild, channel): (Option<GuildId>, ChannelId),
        message: MessageId,
        now: Timestamp,
    ) -> Option<Event> {
        Some(Event {
            dedupe: format!("delete {message}"),
            at: now,
            guild: self.guild_of(guild.map(guild_id))?,
            channel: Some(channel_id(channel)),
            actor: stranger(UserId(0)),
            people: BTreeMap::new(),
            tells: about_message(message.get()),
            kind: EventKind::Happened(&MESSAGE_DELETE),
        })
    }
}

fn tells(id: u64, text: String, mentioned: usize, attached: &[Attachment]) -> Told {
    let files = attached.iter().map(|file| Upload {
        name: file.filename.clone(),
        bytes: u64::from(file.size),
        url: file.url.clone(),
        content: None,
    });
    let places = (0..)
        .zip(attached)
        .map(|(place, _)| Value::Attachment(place));
    let places = Value::List(places.collect());
    let count = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    about_message(id)
        .with(&MESSAGE_CONTENT, Value::Text(text))
        .with(&MESSAGE_MENTION_COUNT, count(mentioned))
        .with(&MESSAGE_ATTACHMENTS, places)
        .with(&MESSAGE_ATTACHMENT_COUNT, count(attached.len()))
        .with(&MESSAGE_ATTACHMENT_KINDS, Value::List(kinds(attached)))
        .with_files(files.collect())
}

/// The endings of files, and what Discord takes them for, each once.
fn kinds(attached: &[Attachment]) -> Vec<Value> {
    let mut kinds: Vec<Value> = Vec::new();
    let ending = |file: &Attachment| {
        let (_, ending) = file.filename.rsplit_once('.')?;
        Some(ending.to_lowercase())
    };
    let taken_for = |file: &Attachment| {
        let kind = file.content_type.as_deref()?;
        kind.split('/').next().map(str::to_lowercase)
    };
    for kind in attached
        .iter()
        .flat_map(|file| [ending(file), taken_for(file)])
        .flatten()
    {
        let kind = Value::Text(kind);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// All that people read of a message: what was written, what was forwarded, and what a poll asks. An edit changes only the
/// first of these.
fn text(message: &Message) -> String {
    let forwarded = message.message_snapshots.iter().map(|one| &*one.content);
    let poll = message.poll.as_deref().into_iter().flat_map(asked);
    let parts = [&*message.content].into_iter().chain(forwarded).chain(poll);
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

fn asked(poll: &Poll) -> impl Iterator<Item = &str> {
    let answers = poll.answers.iter().map(|one| &one.poll_media);
    let media = [&poll.question].into_iter().chain(answers);
    media.filter_map(|one| one.text.as_deref())
}

/// What a message answers.
#[derive(Clone, Copy)]
enum Answers {
    Nothing,
    Somebody(UserId),
    /// A message that is gone.
    Unknown,
}

impl Answers {
    fn of(kind: Option<MessageType>, answered: Option<&Message>) -> Self {
        if kind != Some(MessageType::InlineReply) {
            return Self::Nothing;
        }
        answered.map_or(Self::Unknown, |one| Self::Somebody(user_id(one.author.id)))
    }
}

struct Mentioned<'m> {
    text: &'m str,
    author: UserId,
    answers: Answers,
    people: &'m [User],
    roles: usize,
    everyone: bool,
}

impl Mentioned<'_> {
    /// Discord lists whom a reply notifies among the mentioned. Who is not named in the text did not get a mention, and
    /// nobody mentions themself.
    fn count(&self) -> usize {
        let people = self.people.iter().map(|one| user_id(one.id));
        let people = people.filter(|one| *one != self.author && !self.only_answered(*one));
        people.count() + self.roles + usize::from(self.everyone)
    }

    fn only_answered(&self, who: UserId) -> bool {
        let mentions = [format!("<@{who}>"), format!("<@!{who}>")];
        let is_named = mentions.iter().any(|one| self.text.contains(one));
        match self.answers {
            Answers::Nothing => false,
            Answers::Somebody(answered) => answered == who && !is_named,
            // Without the text nobody can tell.
            Answers::Unknown => !self.text.is_empty() && !is_named,
        }
    }
}
