//! Texts measured and cut, never inside what looks like one character; and texts as people read them.

mod links;
mod markup;
mod reading;

pub use links::{has_invite, has_link};
pub use reading::{as_listed, as_read};

use unicode_segmentation::UnicodeSegmentation as _;

use crate::vocab::Timestamp;

/// `<t:SECONDS:STYLE>`, which Discord shows in the reader's time zone and language.
#[must_use]
pub fn stamp(at: Timestamp, style: char) -> String {
    format!("<t:{}:{style}>", at.0.div_euclid(1_000))
}

/// As Discord counts them.
#[must_use]
pub fn chars(text: &str) -> usize {
    text.chars().count()
}

/// At most `max` characters; what is cut ends in `…` and never inside a grapheme.
#[must_use]
pub fn cut(text: &str, max: usize) -> String {
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
