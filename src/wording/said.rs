//! A message once it is written: text, with the parts that are typed as they stand and the links told apart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::marks::{BREAK, CODE, END, ITEM, LINK};

/// Text for people, with the parts that are typed as they stand and the links told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// The whole text, without any mark-up.
    pub text: String,
    pub runs: Vec<Run>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Run {
    Plain {
        text: String,
    },
    /// A command or a name, as it is typed.
    Code {
        text: String,
    },
    /// `href` is an `https:` or `mailto:` address.
    Link {
        text: String,
        href: String,
    },
}

/// A sentence of the notice: what kind of fact it is, whatever the language, and how it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Such as `store.until`.
    pub says: &'static str,
    pub phrase: Phrase,
}

impl Phrase {
    /// Somebody's own words: nothing in them is code or a link.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut phrase = Self::default();
        phrase.push(text, None);
        phrase
    }

    /// Takes the marks out of a written message.
    pub(super) fn read(marked: &str) -> Self {
        let mut phrase = Self::default();
        let mut rest = marked;
        while let Some(start) = rest.find([CODE, LINK]) {
            let (before, tail) = rest.split_at(start);
            phrase.push(before, None);
            let mark = tail.chars().next();
            let inside = tail.get(mark.map_or(0, char::len_utf8)..).unwrap_or("");
            let (inside, after) = inside.split_once(END).unwrap_or((inside, ""));
            phrase.push(inside, mark);
            rest = after;
        }
        phrase.push(rest, None);
        phrase
    }

    fn push(&mut self, text: &str, mark: Option<char>) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        self.text.push_str(&text);
        self.runs.push(match mark {
            Some(CODE) => Run::Code { text },
            Some(LINK) => match address(&text) {
                Some(href) => Run::Link { text, href },
                None => Run::Plain { text },
            },
            _ => Run::Plain { text },
        });
    }
}

/// Only addresses that do nothing but open: a policy cannot smuggle `javascript:` into its notice.
fn address(text: &str) -> Option<String> {
    let plain = !text.contains(char::is_whitespace);
    if plain && text.starts_with("https://") {
        return Some(text.to_owned());
    }
    let (name, host) = text.split_once('@')?;
    let mail = plain && !name.is_empty() && host.contains('.') && !text.contains([':', '?', '/']);
    mail.then(|| format!("mailto:{text}"))
}

/// One line, without marks of ours, control characters, or characters that turn the direction of writing around:
/// what a sentence shows must be what it says.
#[must_use]
pub fn clean(text: &str) -> String {
    let kept = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' | BREAK | ITEM => Some(' '),
        CODE
        | LINK
        | END
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    kept.collect()
}

/// The text without its marks, and with the line breaks that were in its values.
pub(super) fn unmarked(marked: &str) -> String {
    let kept = marked.chars().filter_map(|c| match c {
        '\n' | ITEM => Some(' '),
        BREAK => Some('\n'),
        CODE | LINK | END => None,
        c => Some(c),
    });
    kept.collect()
}
