//! An emoji: what Unicode says is one, or one that a server made.

use std::{
    borrow::Cow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Two are equal when people see the same: a server's by its id, whatever it is called by now, and one of Unicode's
/// however it is spelled. In JSON it is a text: `👍`, `party:7`, or `a:party:7` where it moves.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Emoji(Of);

#[derive(Debug, Clone)]
enum Of {
    /// A server's. Its name, which Discord does not always tell, and whether it moves are for showing it.
    Server {
        id: u64,
        name: String,
        animated: bool,
    },
    /// As somebody spelled it.
    Unicode(String),
}

/// What stands for a name that Discord does not tell: it takes any in its place.
const NAMELESS: &str = "_";

/// They say how a character is shown, and do not change which it is.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}')
}

impl Emoji {
    #[must_use]
    pub fn of_server(id: u64, name: Option<&str>, animated: bool) -> Self {
        Self(Of::Server {
            id,
            name: name
                .filter(|name| !name.is_empty())
                .unwrap_or(NAMELESS)
                .to_owned(),
            animated,
        })
    }

    /// `👍`, `party:7`, `a:party:7`, or as it is typed: `<:party:7>`, `<a:party:7>`. None for what is no emoji.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let text = text.trim();
        let inside = text
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'));
        if let Some(inside) = inside {
            let inside = inside.strip_prefix(':').unwrap_or(inside);
            return Self::server(inside);
        }
        Self::server(text).or_else(|| {
            let known = known(text).or_else(|| is_letter(text).then_some(text))?;
            Some(Self(Of::Unicode(known.to_owned())))
        })
    }

    /// `party:7` or `a:party:7`.
    fn server(text: &str) -> Option<Self> {
        let (rest, animated) = match text.strip_prefix("a:") {
            Some(rest) if rest.contains(':') => (rest, true),
            _ => (text, false),
        };
        let (name, id) = rest.split_once(':')?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let id = id.parse().ok().filter(|_| is_name)?;
        Some(Self::of_server(id, Some(name), animated))
    }

    /// Which one it is: an id, or the characters without selectors.
    fn identity(&self) -> (Option<u64>, Cow<'_, str>) {
        match &self.0 {
            Of::Server { id, .. } => (Some(*id), Cow::Borrowed("")),
            Of::Unicode(text) if text.contains(is_selector) => {
                (None, Cow::Owned(text.replace(is_selector, "")))
            }
            Of::Unicode(text) => (None, Cow::Borrowed(text)),
        }
    }

    /// A text that is the same for equal ones, and for no others.
    #[must_use]
    pub fn key(&self) -> String {
        let (id, text) = self.identity();
        id.map_or_else(|| text.into_owned(), |id| id.to_string())
    }

    /// The texts by which it may have been kept before it had a key: as it is spelled, and as Unicode spells it.
    #[must_use]
    pub fn spellings(&self) -> Vec<String> {
        match &self.0 {
            Of::Server { id, name, .. } => vec![format!("{name}:{id}")],
            Of::Unicode(text) => {
                let full = known(text).map(str::to_owned);
                full.into_iter().chain([text.clone()]).collect()
            }
        }
    }

    /// As Discord's routes want it.
    #[must_use]
    pub fn route(&self) -> String {
        match &self.0 {
            Of::Server { id, name, .. } => format!("{name}:{id}"),
            Of::Unicode(text) => known(text).unwrap_or(text).to_owned(),
        }
    }

    /// As a message shows it.
    #[must_use]
    pub fn shown(&self) -> String {
        match &self.0 {
            Of::Server { animated: true, .. } => format!("<{self}>"),
            Of::Server { .. } => format!("<:{self}>"),
            Of::Unicode(text) => text.clone(),
        }
    }
}

/// Half a flag: to Unicode an emoji that is not for use by itself. Discord shows a letter, and people react with it.
fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(
        (chars.next(), chars.next()),
        (Some('\u{1F1E6}'..='\u{1F1FF}'), None)
    )
}

/// The emoji as Unicode spells it in full, if it is one.
fn known(text: &str) -> Option<&'static str> {
    let found = emojis::get(text).or_else(|| {
        let plain = text.replace(is_selector, "");
        emojis::get(&plain).or_else(|| {
            // A keycap's selector stands in the middle.
            let digit = plain.strip_suffix('\u{20E3}')?;
            emojis::get(&format!("{digit}\u{FE0F}\u{20E3}"))
        })
    });
    found.map(emojis::Emoji::as_str)
}

impl From<String> for Emoji {
    /// As it was kept. What is no emoji stays the text that it is.
    fn from(text: String) -> Self {
        Self::server(&text).unwrap_or(Self(Of::Unicode(text)))
    }
}

impl From<&str> for Emoji {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Emoji> for String {
    fn from(emoji: Emoji) -> Self {
        emoji.to_string()
    }
}

impl fmt::Display for Emoji {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Of::Server { id, name, animated } => {
                let moves = if *animated { "a:" } else { "" };
                write!(f, "{moves}{name}:{id}")
            }
            Of::Unicode(text) => f.write_str(text),
        }
    }
}

impl PartialEq for Emoji {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Emoji {}

impl PartialOrd for Emoji {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Emoji {
    fn cmp(&self, other: &Self) -> Ordering {
        self.identity().cmp(&other.identity())
    }
}

impl Hash for Emoji {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Emoji {
        Emoji::typed(text).unwrap_or_else(|| panic!("{text} is an emoji"))
    }

    #[test]
    fn what_unicode_says_is_one_is_one_however_it_is_spelled() {
        for (one, other) in [
            ("\u{2764}", "\u{2764}\u{FE0F}"),
            ("1\u{20E3}", "1\u{FE0F}\u{20E3}"),
            ("\u{2139}", "\u{2139}\u{FE0F}"),
            ("\u{1F170}", "\u{1F170}\u{FE0F}"),
            ("\u{A9}", "\u{A9}\u{FE0F}"),
            (
                "\u{1F3F3}\u{200D}\u{1F308}",
                "\u{1F3F3}\u{FE0F}\u{200D}\u{1F308}",
            ),
        ] {
            assert_eq!(typed(one), typed(other));
            assert_eq!(Emoji::from(one), typed(other));
            assert_eq!(typed(one).route(), other);
        }
        for text in [
            "👍",
            "👍🏽",
            "👩‍👩‍👧",
            "🇩🇪",
            "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "☝🏿",
            "#️⃣",
            "\u{1F1E6}",
        ] {
            typed(text);
        }
        assert_ne!(typed("👍"), typed("👍🏽"));
    }

    #[test]
    fn what_is_none_is_none() {
        for text in [
            "€",
            "—",
            "\u{200B}",
            "a",
            "1",
            "#",
            "",
            "👍👍",
            "ab",
            "<:party>",
            ":party:",
            "<@7>",
            "<#7>",
            "a:7x",
            "\u{FE0F}",
            "\u{20E3}",
            "ß",
            "\u{1F1E9}\u{1F1E9}",
        ] {
            assert_eq!(Emoji::typed(text), None, "{text}");
        }
    }

    #[test]
    fn a_servers_emoji_is_its_id() {
        let typed = typed("<a:party:7>");
        assert_eq!(typed, Emoji::from("fiesta:7"));
        assert_eq!(typed, Emoji::of_server(7, None, false));
        assert_ne!(typed, Emoji::from("party:8"));
        assert_eq!(typed.shown(), "<a:party:7>");
        assert_eq!(typed.route(), "party:7");
        assert_eq!(Emoji::from("party:7").shown(), "<:party:7>");
        assert_eq!(Emoji::from("a:7").to_string(), "a:7");
        let json = serde_json::to_string(&typed).unwrap_or_default();
        assert_eq!(json, "\"a:party:7\"");
        let read: Emoji = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.shown(), "<a:party:7>");
    }
}
