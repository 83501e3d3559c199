//! What people type, read as values.

use std::sync::LazyLock;

use regex::Regex;

use crate::vocab::{
    ChannelId, Duration, GuildId, Holder, MessageId, RoleId, Timestamp, UserId, Value, Who,
};

/// Of a command, under "Application Command Naming":
/// <https://discord.com/developers/docs/interactions/application-commands>.
static NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$").ok());

/// As `NAME` says.
pub const COMMAND_NAME_CHARS_MAX: i64 = 32;

/// What somebody typed for an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// One for each slot of the option.
    pub values: Vec<Value>,
    /// The server that it has to be of, where it names one.
    pub server: Option<GuildId>,
}

impl Typed {
    pub(super) fn one(value: Value) -> Self {
        Self {
            values: vec![value],
            server: None,
        }
    }
}

/// What is wrong with what somebody typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    NotADuration,
    NotAnEmoji,
    /// Nor a link to a message of another server.
    NotALink,
    NotAName,
    NotAnAddress,
    NotALanguage,
}

/// Most characters of a web address; as many as Discord lets a button lead to.
pub const URL_CHARS_MAX: usize = 512;

/// Discord's languages: <https://discord.com/developers/docs/reference#locales>.
const LOCALES: [&str; 32] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko",
];

/// Words between commas.
pub(super) fn words(text: &str) -> Vec<String> {
    let words = text.split(',').map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    words.map(ToOwned::to_owned).collect()
}

pub(super) fn locale(text: &str) -> Option<String> {
    let text = text.trim();
    let mut all = LOCALES.iter();
    let locale = all.find(|locale| locale.eq_ignore_ascii_case(text))?;
    Some((*locale).to_owned())
}

/// `https://HOST/…`. What else a browser would read as an address is refused: nobody has to guess where it leads. A user's
/// name or password in it would be a secret, and a number for a host is nobody's page.
pub(super) fn url(text: &str) -> Option<String> {
    let text = text.trim();
    let plain = |c: u8| c.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&c);
    let scheme = text.get(..8)?;
    if text.len() > URL_CHARS_MAX
        || !scheme.eq_ignore_ascii_case("https://")
        || !text.bytes().all(plain)
    {
        return None;
    }
    let rest = text.get(8..)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (place, path) = rest.split_at_checked(end)?;
    let host = match place.split_once(':') {
        Some((host, port)) => {
            let digits = !port.is_empty() && port.bytes().all(|c| c.is_ascii_digit());
            (digits && port.parse::<u16>().is_ok_and(|port| port > 0)).then_some(host)?
        }
        None => place,
    };
    is_host(host).then(|| format!("https://{}{path}", place.to_ascii_lowercase()))
}

/// A name with a dot in it.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || c == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && host.len() <= 253
        && host.split('.').all(label)
        && last.bytes().any(|c| c.is_ascii_alphabetic())
}

/// `nobody` or `everyone`, roles and people as their mentions; those behind `not` are denied.
pub(super) fn who(words: &[String]) -> Option<Who> {
    let mut who = Who::default();
    for word in words {
        match word.trim() {
            "nobody" if words.first() == Some(word) => {}
            "everyone" if words.first() == Some(word) => who.allow_everyone(),
            word => match word.strip_prefix("not ") {
                Some(denied) => who.deny(holder(denied.trim())?),
                None if who.everyone => return None,
                None => who.allow(holder(word)?),
            },
        }
    }
    (!words.is_empty()).then_some(who)
}

fn holder(mention: &str) -> Option<Holder> {
    let inner = mention.strip_prefix("<@")?.strip_suffix('>')?;
    match inner.strip_prefix('&') {
        Some(role) => role.parse().ok().map(|id| Holder::Role(RoleId(id))),
        None => inner.parse().ok().map(|id| Holder::Person(UserId(id))),
    }
}

/// `epoch`, or RFC 3339.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    if text == "epoch" {
        return Some(Timestamp(0));
    }
    let at = text.parse::<jiff::Timestamp>().ok()?;
    Some(Timestamp(at.as_millisecond()))
}

/// `10m`, `1H 30M`: without regard to case and spaces.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let text = text.to_lowercase();
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    joined.parse().ok()
}

/// Every form of link that Discord's clients copy: `https://discord.com/channels/SERVER/CHANNEL/MESSAGE`.
pub(super) fn message_link(text: &str) -> Option<Typed> {
    let (_, path) = text
        .trim()
        .trim_matches(['<', '>'])
        .split_once("/channels/")?;
    let ids: Option<Vec<u64>> = path.split('/').map(|id| id.parse().ok()).collect();
    let &[server, channel, message] = ids?.as_slice() else {
        return None;
    };
    Some(Typed {
        values: vec![
            Value::Message(MessageId(message)),
            Value::Channel(ChannelId(channel)),
        ],
        server: Some(GuildId(server)),
    })
}

/// `/Rank` is `rank`.
pub(super) fn command_name(text: &str) -> Option<String> {
    let word = text.trim().trim_start_matches('/').to_lowercase();
    is_command_name(&word).then_some(word)
}

/// Discord's rule for names of commands: letters and digits of any script, what else Devanagari and Thai write with, `-`,
/// `_` and `'`, in lower case. Of other scripts it takes no vowel marks, and no letters in circles.
#[must_use]
pub fn is_command_name(name: &str) -> bool {
    NAME.as_ref().is_some_and(|rule| rule.is_match(name)) && name.to_lowercase() == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_discord_takes() {
        for right in [
            "rank",
            "größe",
            "ランク",
            "हिंदी",
            "คำสั่ง",
            "c-3_p'o",
            "٣",
            "²",
        ] {
            assert!(is_command_name(right), "{right}");
        }
        for wrong in [
            "ⓐbc",
            "বাংলা",
            "Rank",
            "a b",
            "",
            "👍",
            "e\u{301}",
            "i\u{307}",
            "a.b",
            "🄰",
        ] {
            assert!(!is_command_name(wrong), "{wrong}");
        }
        assert!(is_command_name(&"é".repeat(32)));
        assert!(!is_command_name(&"a".repeat(33)));
        assert_eq!(
            command_name("İstanbul"),
            None,
            "in small letters it has a mark"
        );
    }
}
