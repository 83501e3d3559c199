//! Texts that people read on Discord, cut to a length without splitting what looks like one character.
//!
//! What people wrote stays as they wrote it: nothing is escaped, because nobody is notified by a text alone
//! (`MessageDraft::notify`), and Discord shows the rest as what it is, somebody's words.

use unicode_segmentation::UnicodeSegmentation as _;

pub(super) use crate::lexicon::kind::stamp;
use crate::vocab::Value;

/// Discord's limits, in characters: <https://discord.com/developers/docs/resources/message>.
pub(super) const CONTENT_CHARS_MAX: usize = 2_000;
pub(super) const EMBED_CHARS_MAX: usize = 4_096;
pub(super) const LABEL_CHARS_MAX: usize = 80;
/// Of an audit-log reason.
pub(super) const REASON_CHARS_MAX: usize = 512;

pub(super) fn show(value: &Value) -> String {
    value.shown()
}

pub(super) fn chars(text: &str) -> usize {
    text.chars().count()
}

/// At most `max` characters; what is cut ends in `…` and never inside a grapheme.
pub(super) fn cut(text: &str, max: usize) -> String {
    if chars(text) <= max {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut room = max.saturating_sub(1);
    for grapheme in text.graphemes(true) {
        let width = chars(grapheme);
        if width > room {
            break;
        }
        room -= width;
        out.push_str(grapheme);
    }
    if max > 0 {
        out.push('…');
    }
    out
}

/// `1 row`, `2 rows`.
pub(super) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting_keeps_graphemes_whole() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("👩‍👩‍👧x", 3), "…");
        assert_eq!(cut("ab", 0), "");
    }
}
