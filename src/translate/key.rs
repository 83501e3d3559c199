//! Keys of catalogues: the kind of a text, its first words, and a digest of the whole.
//!
//! The same text has the same key wherever it stands, and a text that changes has another. Names that are words of their
//! own, as those of commands, need no digest.

use crate::plan::{Text, TextPart, words::Sort};

/// Words and characters of a text that stand in its key.
const WORDS_MAX: usize = 6;
const CHARS_MAX: usize = 40;

/// `text-you-have-no-open-ticket-3fa2c1`, `command-warn`
pub(super) fn of(sort: Sort, source: &str) -> String {
    let words = source
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut said = String::new();
    for word in words.take(WORDS_MAX) {
        if said.len() + word.len() >= CHARS_MAX && !said.is_empty() {
            break;
        }
        if !said.is_empty() {
            said.push('-');
        }
        said.extend(word.chars().take(CHARS_MAX).map(|c| c.to_ascii_lowercase()));
    }
    let kind = sort.word();
    if said == source {
        return format!("{kind}-{said}");
    }
    let digest = digest(source);
    if said.is_empty() {
        format!("{kind}-{digest}")
    } else {
        format!("{kind}-{said}-{digest}")
    }
}

/// FNV-1a, folded to 24 bits.
fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{:06x}", (hash ^ (hash >> 24) ^ (hash >> 48)) & 0x00ff_ffff)
}

/// A text as a catalogue of its own language would have it: `{ $member-mention } opened a ticket`.
pub(super) fn of_text(text: &Text) -> String {
    let mut called = text.called.iter();
    let parts = text.parts.iter().map(|part| match part {
        TextPart::Literal(literal) => escaped(literal),
        TextPart::Hole(_) => {
            let name = called.next().map_or("", String::as_str);
            format!("{{ ${name} }}")
        }
    });
    parts.collect()
}

/// Braces as Fluent writes them.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => out.push_str("{ \"{\" }"),
            '}' => out.push_str("{ \"}\" }"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_it_is_of() {
        assert_eq!(of(Sort::Command, "warn"), "command-warn");
        assert_eq!(of(Sort::Command, "xp-min"), "command-xp-min");
        let long = of(
            Sort::Text,
            "You have no open ticket. Open one with /ticket open.",
        );
        assert!(
            long.starts_with("text-you-have-no-open-ticket-open-"),
            "{long}"
        );
        assert_ne!(of(Sort::Text, "Done."), of(Sort::Text, "Done!"));
        assert_eq!(of(Sort::Text, "Done."), of(Sort::Text, "Done."));
        assert!(of(Sort::Label, "✅").starts_with("label-"));
    }
}
