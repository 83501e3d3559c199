//! What people type, read as values.

use std::sync::LazyLock;

use regex::Regex;

use crate::vocab::{ChannelId, Duration, GuildId, MessageId, Timestamp, Value};

/// Of a command, under "Application Command Naming":
/// <https://discord.com/developers/docs/interactions/application-commands>.
static NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$").ok());

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
}

/// Words between commas.
pub(super) fn words(text: &str) -> Vec<String> {
    let words = text.split(',').map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    words.map(ToOwned::to_owned).collect()
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
