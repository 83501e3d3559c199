//! How a message begins that is a command: the one rule for what such a beginning may be, and for what stands after it.
//!
//! What follows it is what somebody gives a command, and not their message. So it must be nothing that people begin a
//! sentence with.

use super::units;

/// Most characters of it.
pub const PREFIX_CHARS_MAX: usize = 50;
/// What stands before a sign: `k!balance`.
const LETTERS_MAX: usize = 8;

/// Whether a message that begins so is meant for a bot: a sign and then a word, or a few letters, a sign and a word.
#[must_use]
pub fn is_prefix(text: &str) -> bool {
    let text = text.trim();
    if units(text) > PREFIX_CHARS_MAX || text.chars().any(char::is_control) {
        return false;
    }
    let first: Vec<char> = text.chars().take_while(|c| !c.is_whitespace()).collect();
    let letters = first.iter().take_while(|c| c.is_alphanumeric()).count();
    let mut after = first.iter().skip(letters);
    let Some(sign) = after.next() else {
        return false;
    };
    if letters > 0 {
        // `k!balance`, but neither `well-known` nor `it's`.
        let goes_on = after.any(|c| c.is_alphanumeric());
        return letters <= LETTERS_MAX && "!?$%&+=>;".contains(*sign) && goes_on;
    }
    // A mention, a link to a channel and what Discord itself reads begin with signs, too.
    let is_mark_up = "<@#/:`*_~|".contains(*sign);
    let has_word = text.chars().any(char::is_alphanumeric);
    // `- item` and `> quote` are mark-up as well.
    let stands_alone = first.len() == 1 && "->".contains(*sign);
    !is_mark_up && !stands_alone && has_word
}

/// What a text says after a beginning, which is compared word by word and without regard to case. None where it begins
/// otherwise.
#[must_use]
pub fn after<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let mut rest = text.trim_start();
    for word in prefix.split_whitespace() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (first, tail) = rest.split_at_checked(end)?;
        if first.to_lowercase() != word.to_lowercase() {
            return None;
        }
        rest = tail.trim_start();
    }
    Some(rest.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_no_command() {
        for right in [
            "!warn",
            "!w warn",
            "?help me",
            "$ x",
            "¿qué",
            "k!balance",
            "-play",
            ">>ban",
        ] {
            assert!(is_prefix(right), "{right}");
        }
        for wrong in [
            "",
            "warn",
            "!",
            "* item",
            "- item",
            "> quote",
            "<@1> warn",
            "/warn",
            "# title",
            "!\u{7}a",
            "well-known",
            "it's",
            "why?",
            "wonderful!x",
        ] {
            assert!(!is_prefix(wrong), "{wrong}");
        }
        assert!(!is_prefix(&format!("!{}", "a".repeat(50))));
    }

    #[test]
    fn what_follows_is_what_is_given() {
        assert_eq!(
            after("  !W  warn  <@1>  now ", "!w warn"),
            Some("<@1>  now")
        );
        assert_eq!(after("!w warn", "!w warn"), Some(""));
        assert_eq!(after("!w warned", "!w warn"), None);
        assert_eq!(after("!w", "!w warn"), None);
    }
}
