//! Texts that people read on Discord, cut to a length without splitting what looks like one character.
//!
//! What people wrote stays as they wrote it: nothing is escaped, because nobody is notified by a text alone
//! (`MessageDraft::notify`), and Discord shows the rest as what it is, somebody's words.

pub(super) use crate::lexicon::text::{cut, stamp, units};
use crate::{vocab::Value, wording::say};

/// Discord's limits, in characters: <https://discord.com/developers/docs/resources/message>.
pub(super) const CONTENT_CHARS_MAX: usize = 2_000;
pub(super) const EMBED_CHARS_MAX: usize = 4_096;
pub(super) const LABEL_CHARS_MAX: usize = 80;

/// Custom ids of buttons that policies declare: this, then the button's id. Those of generated commands go on with `:`.
pub(super) const BUTTON_PREFIX: &str = crate::plan::door::PREFIX;
/// Shorter texts have no room for words about what is missing.
const WORDS_CHARS_MIN: usize = 100;

/// At most `max` characters. What is cut says how much of it there is no room for.
pub(super) fn cut_off(text: &str, max: usize) -> String {
    let all = units(text);
    if all <= max || max < WORDS_CHARS_MIN {
        return cut(text, max);
    }
    let words = |n: usize| say!("cut-off", n = n.to_string());
    let room = max.saturating_sub(units(&words(all)) + 1);
    let kept = cut(text, room);
    // Without its `…`.
    let shown = units(&kept).saturating_sub(1);
    format!("{kept} {}", words(all.saturating_sub(shown)))
}

pub(super) fn show(value: &Value) -> String {
    value.shown()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_is_counted() {
        assert_eq!(cut_off("short", 200), "short");
        for length in [201, 2_000, 123_456] {
            let cut = cut_off("ab ".repeat(length).trim_end(), 200);
            assert!(units(&cut) <= 200, "{cut}");
            let (kept, words) = cut.split_once("… ").unwrap();
            let left = 3 * length - 1 - units(kept);
            assert_eq!(words, format!("and {left} more characters"));
        }
        assert_eq!(cut_off(&"a".repeat(99), 50).chars().count(), 50);
    }
}
