//! The rows of the kinds of values.

use std::collections::BTreeSet;

use super::{Datum, Form, Kind, Measure, Order, Thing, datum::spaced, option, typed};
use crate::lexicon::text::{stamp, units};
use crate::vocab::{
    Category, ChannelId, Emoji, GuildId, Holder, MessageId, RoleId, Type, UserId, Value, Who,
};
use crate::wording::say;

/// Every kind, in the order of the book.
pub const KINDS: [&Kind; 17] = [
    &USER_ID,
    &GUILD_ID,
    &CHANNEL,
    &ROLE,
    &MESSAGE_ID,
    &EMOJI,
    &TEXT,
    &INT,
    &BOOL,
    &INSTANT,
    &DURATION,
    &WORDS,
    &URL,
    &LOCALE,
    &WHO,
    &MEMBER,
    &ATTACHMENT,
];

/// A function over the values of one kind. The guard test asks each row of all others' values.
macro_rules! of {
    ($variant:ident, $inside:ident => $out:expr) => {
        |value| {
            if let Value::$variant($inside) = value {
                Some($out)
            } else {
                None
            }
        }
    };
}

/// The same over data of one form.
macro_rules! from {
    ($form:ident, $inside:ident => $out:expr) => {
        |datum| {
            if let Datum::$form($inside) = datum {
                $out
            } else {
                None
            }
        }
    };
}

/// What ids have in common; an id alone is not shown to people.
const ID: Kind = Kind {
    name: "",
    doc: "",
    of: &Type::UserId,
    in_fields: true,
    in_settings: false,
    in_lists: false,
    category: Some(Category::Configuration),
    default: None,
    takes: "an id",
    right: &["111222333444555666"],
    wrong: &["@mods", "-1", ""],
    form: Form::Text,
    id_of: None,
    measure: None,
    order: Order::None,
    picker: &option::TEXT,
    read: |_| None,
    write: |_| None,
    show: |_| None,
    size: |_| None,
};

pub static USER_ID: Kind = PERSON;

const PERSON: Kind = Kind {
    name: "user-id",
    doc: "A Discord account: a member of a server, or somebody who left.",
    of: &Type::UserId,
    category: Some(Category::Identifier),
    id_of: Some(Thing::Person),
    picker: &option::USER,
    read: from!(Text, id => id.parse().ok().map(|id| Value::User(UserId(id)))),
    write: of!(User, id => Datum::Text(id.to_string())),
    show: of!(User, id => format!("<@{id}>")),
    ..ID
};

pub static GUILD_ID: Kind = Kind {
    name: "guild-id",
    doc: "A Discord server.",
    of: &Type::GuildId,
    id_of: Some(Thing::Server),
    read: from!(Text, id => id.parse().ok().map(|id| Value::Guild(GuildId(id)))),
    write: of!(Guild, id => Datum::Text(id.to_string())),
    show: of!(Guild, id => id.to_string()),
    ..ID
};

pub static CHANNEL: Kind = Kind {
    name: "channel",
    doc: "A channel of a server.",
    of: &Type::Channel,
    in_settings: true,
    in_lists: true,
    id_of: Some(Thing::Channel),
    picker: &option::CHANNEL,
    read: from!(Text, id => id.parse().ok().map(|id| Value::Channel(ChannelId(id)))),
    write: of!(Channel, id => Datum::Text(id.to_string())),
    show: of!(Channel, id => format!("<#{id}>")),
    ..ID
};

pub static ROLE: Kind = Kind {
    name: "role",
    doc: "A role of a server.",
    of: &Type::Role,
    in_settings: true,
    in_lists: true,
    id_of: Some(Thing::Role),
    picker: &option::ROLE,
    read: from!(Text, id => id.parse().ok().map(|id| Value::Role(RoleId(id)))),
    write: of!(Role, id => Datum::Text(id.to_string())),
    show: of!(Role, id => format!("<@&{id}>")),
    ..ID
};

pub static MESSAGE_ID: Kind = Kind {
    name: "message-id",
    doc: "A message, of a channel that is known or kept beside it.",
    of: &Type::MessageId,
    id_of: Some(Thing::Message),
    read: from!(Text, id => id.parse().ok().map(|id| Value::Message(MessageId(id)))),
    write: of!(Message, id => Datum::Text(id.to_string())),
    show: of!(Message, id => id.to_string()),
    ..ID
};

pub static EMOJI: Kind = Kind {
    name: "emoji",
    doc: "A Unicode emoji, or one that a server made.",
    of: &Type::Emoji,
    default: Some("an emoji in quotes"),
    takes: "an emoji",
    right: &["👍", "1️⃣", "<:party:7>", "<a:party:7>", "party:7"],
    wrong: &["ab", "a", "👍👍", "<:party>", ""],
    picker: &option::EMOJI,
    read: from!(Text, text => Emoji::typed(text).map(Value::Emoji)),
    write: of!(Emoji, emoji => Datum::Text(emoji.to_string())),
    show: of!(Emoji, emoji => emoji.shown()),
    ..ID
};

pub static TEXT: Kind = Kind {
    name: "text",
    doc: "What somebody wrote. `min` and `max` limit its characters.",
    of: &Type::Text,
    in_fields: true,
    in_settings: true,
    in_lists: false,
    category: None,
    default: Some("a text in quotes"),
    takes: "a text",
    right: &["grüße"],
    wrong: &[],
    form: Form::Text,
    id_of: None,
    measure: Some(Measure::Characters),
    order: Order::Rows,
    picker: &option::TEXT,
    read: from!(Text, text => Some(Value::Text(text.clone()))),
    write: of!(Text, text => Datum::Text(text.clone())),
    show: of!(Text, text => text.clone()),
    size: of!(Text, text => i64::try_from(units(text)).unwrap_or(i64::MAX)),
};

pub static INT: Kind = Kind {
    name: "int",
    doc: "A whole number. `min` and `max` limit it.",
    of: &Type::Int,
    in_fields: true,
    in_settings: true,
    in_lists: true,
    category: Some(Category::Activity),
    default: Some("a number"),
    takes: "a whole number",
    right: &["5", "-12"],
    wrong: &["five", "1.5", ""],
    form: Form::Number,
    id_of: None,
    measure: Some(Measure::Number),
    order: Order::Values,
    picker: &option::INT,
    read: from!(Number, number => Some(Value::Int(*number))),
    write: of!(Int, number => Datum::Number(*number)),
    show: of!(Int, number => number.to_string()),
    size: of!(Int, number => *number),
};

pub static BOOL: Kind = Kind {
    name: "bool",
    doc: "True or false.",
    of: &Type::Bool,
    in_fields: true,
    in_settings: true,
    in_lists: false,
    category: Some(Category::Activity),
    default: Some("`#true` or `#false`"),
    takes: "true or false",
    right: &["true", "false"],
    wrong: &["yes", "1", ""],
    form: Form::Truth,
    id_of: None,
    measure: None,
    order: Order::None,
    picker: &option::BOOL,
    read: from!(Truth, truth => Some(Value::Bool(*truth))),
    write: of!(Bool, truth => Datum::Truth(*truth)),
    show: of!(Bool, truth => if *truth { say!("yes") } else { say!("no") }),
    size: |_| None,
};

pub static INSTANT: Kind = Kind {
    name: "instant",
    doc: "A moment, such as `2026-01-31T12:00:00Z`; `epoch` is before everything.",
    of: &Type::Instant,
    in_fields: true,
    in_settings: false,
    in_lists: false,
    category: Some(Category::Activity),
    default: Some("`\"epoch\"`"),
    takes: "a time such as 2026-01-31T12:00:00Z",
    right: &["2026-01-31T12:00:00Z", "epoch"],
    wrong: &["yesterday", "5", ""],
    form: Form::Text,
    id_of: None,
    measure: None,
    order: Order::Values,
    picker: &option::TEXT,
    read: from!(Text, text => typed::instant(text).map(Value::Instant)),
    write: of!(Instant, at => Datum::Text(at.rfc3339())),
    show: of!(Instant, at => stamp(*at, 'f')),
    size: |_| None,
};

pub static DURATION: Kind = Kind {
    name: "duration",
    doc: "A length of time, exact: `90s`, `30m`, `1h30m`, `7d`. `min` and `max` limit it.",
    of: &Type::Duration,
    in_fields: true,
    in_settings: true,
    in_lists: true,
    category: Some(Category::Activity),
    default: Some("a duration such as `\"30m\"`"),
    takes: "a duration such as 1h30m",
    right: &["90s", "1h30m", "0s"],
    wrong: &["soon", "5", "1month", ""],
    form: Form::Text,
    id_of: None,
    measure: Some(Measure::Time),
    order: Order::Values,
    picker: &option::DURATION,
    read: from!(Text, text => text.parse().ok().map(Value::Duration)),
    write: of!(Duration, length => Datum::Text(length.to_string())),
    show: of!(Duration, length => spaced(*length)),
    size: of!(Duration, length => length.ms),
};

pub static WORDS: Kind = Kind {
    name: "words",
    doc: "A list of words, separated by commas.",
    of: &Type::Words,
    in_fields: false,
    in_settings: true,
    in_lists: false,
    category: Some(Category::Configuration),
    default: Some("words in quotes, separated by commas"),
    takes: "words, separated by commas",
    right: &["spam, scam", ""],
    wrong: &[],
    form: Form::Words,
    id_of: None,
    measure: None,
    order: Order::None,
    picker: &option::TEXT,
    read: from!(Words, words => Some(Value::Words(words.clone()))),
    write: of!(Words, words => Datum::Words(words.clone())),
    show: of!(Words, words => if words.is_empty() {
        "—".to_owned()
    } else {
        words.join(", ")
    }),
    size: |_| None,
};

pub static URL: Kind = Kind {
    name: "url",
    doc: "A web address that begins with `https://`, of at most 512 characters, without a user's name in it.",
    of: &Type::Url,
    in_fields: true,
    in_settings: true,
    in_lists: true,
    category: None,
    default: Some("an address such as `\"https://example.org\"`"),
    takes: "an address such as https://example.org",
    right: &["https://example.org", "https://example.org:8443/a?b=c#d"],
    wrong: &[
        "http://example.org",
        "https://user:word@example.org",
        "https://localhost",
        "https://192.0.2.1/",
        "https://example.org/ä b",
        "example.org",
        "",
    ],
    form: Form::Text,
    id_of: None,
    measure: None,
    order: Order::None,
    picker: &option::URL,
    read: from!(Text, text => typed::url(text).map(Value::Url)),
    write: of!(Url, url => Datum::Text(url.clone())),
    show: of!(Url, url => url.clone()),
    size: |_| None,
};

pub static LOCALE: Kind = Kind {
    name: "locale",
    doc: "A language as Discord names it, such as `fr` or `en-GB`.",
    of: &Type::Locale,
    in_fields: true,
    in_settings: true,
    in_lists: true,
    category: Some(Category::Preference),
    default: Some("a language such as `\"en-GB\"`"),
    takes: "a language such as fr or en-GB",
    right: &["fr", "en-GB", "pt-br"],
    wrong: &["en", "english", "xx", ""],
    form: Form::Text,
    id_of: None,
    measure: None,
    order: Order::None,
    picker: &option::LOCALE,
    read: from!(Text, text => typed::locale(text).map(Value::Locale)),
    write: of!(Locale, locale => Datum::Text(locale.clone())),
    show: of!(Locale, locale => locale.clone()),
    size: |_| None,
};

pub static WHO: Kind = Kind {
    name: "who",
    doc: "Roles and people that a server allows or denies something; `may` asks whether somebody is among them.",
    of: &Type::Who,
    in_fields: false,
    in_settings: true,
    in_lists: false,
    category: Some(Category::Configuration),
    default: Some("`nobody` or `everyone`"),
    takes: "nobody or everyone, with roles as <@&id>, those who are denied behind `not`",
    right: &["nobody", "everyone", "everyone, not <@&7>", "<@&7>, <@8>"],
    wrong: &["mods", "not everyone", "<#7>", "everyone, <@&7>", ""],
    form: Form::Words,
    id_of: None,
    measure: None,
    order: Order::None,
    picker: &option::MENTIONABLE,
    read: from!(Words, words => typed::who(words).map(Value::Who)),
    write: of!(Who, who => Datum::Words(written(who))),
    show: of!(Who, who => shown(who)),
    size: |_| None,
};

fn mention(holder: Holder) -> String {
    match holder {
        Holder::Role(id) => format!("<@&{id}>"),
        Holder::Person(id) => format!("<@{id}>"),
    }
}

/// What `typed::who` reads.
fn written(who: &Who) -> Vec<String> {
    let all = if who.everyone { "everyone" } else { "nobody" };
    let allowed = who.allowed.iter().map(|one| mention(*one));
    let denied = who
        .denied
        .iter()
        .map(|one| format!("not {}", mention(*one)));
    let mut words: Vec<String> = allowed.chain(denied).collect();
    if who.everyone || who.allowed.is_empty() {
        words.insert(0, all.to_owned());
    }
    words
}

fn shown(who: &Who) -> String {
    let list = |holders: &BTreeSet<Holder>| {
        let mentions: Vec<_> = holders.iter().map(|one| mention(*one)).collect();
        mentions.join(", ")
    };
    let allowed = if who.everyone {
        say!("who-everyone")
    } else if who.allowed.is_empty() {
        say!("who-nobody")
    } else {
        list(&who.allowed)
    };
    if who.denied.is_empty() {
        return allowed;
    }
    let denied = list(&who.denied);
    if who.everyone || !who.allowed.is_empty() {
        say!("who-but", allowed, denied)
    } else {
        say!("who-denied", allowed, denied)
    }
}

pub static MEMBER: Kind = Kind {
    name: "member",
    doc: "Somebody present in the event: an id, plus names, roles and permissions.",
    of: &Type::Member,
    in_fields: false,
    ..PERSON
};

pub static ATTACHMENT: Kind = Kind {
    name: "attachment",
    doc: "A file handed to a command.",
    of: &Type::Attachment,
    in_fields: false,
    category: Some(Category::UserContent),
    takes: "nothing that can be typed",
    right: &[],
    wrong: &["1"],
    form: Form::Number,
    picker: &option::ATTACHMENT,
    write: of!(Attachment, place => Datum::Number(i64::from(*place))),
    show: of!(Attachment, place => say!("attachment", number = place.saturating_add(1))),
    ..ID
};
