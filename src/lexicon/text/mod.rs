//! Texts measured and cut: one measure for all of them, and no cut inside what reads as one; and texts as people read them.

mod alike;
mod links;
mod markup;
mod persona;
mod prefix;
mod reading;
mod scrubbed;

pub use alike::alike;
pub use links::{has_invite, has_link};
pub use persona::{PERSONA_CHARS_MAX, Unfit, parted, unfit};
pub use prefix::{PREFIX_CHARS_MAX, after, is_prefix};
pub use reading::{as_listed, as_read};
pub use scrubbed::scrub;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::vocab::{ChannelId, GuildId, MessageId, Timestamp};

/// Longer than any mention, emoji or time that Discord writes between `<` and `>`.
const TAG_UNITS_MAX: usize = 160;

/// `<t:SECONDS:STYLE>`, which Discord shows in the reader's time zone and language.
#[must_use]
pub fn stamp(at: Timestamp, style: char) -> String {
    format!("<t:{}:{style}>", at.0.div_euclid(1_000))
}

/// The address of a message.
#[must_use]
pub fn link(guild: GuildId, channel: ChannelId, message: MessageId) -> String {
    format!("https://discord.com/channels/{guild}/{channel}/{message}")
}

/// A name of a policy as people read it: `block-invites` as `Block invites`.
#[must_use]
pub fn title(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}

/// The length of a text as Discord counts it: in UTF-16 code units, so that most emoji are two. Every limit of a length
/// in Candor counts these.
#[must_use]
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// At most `max` of [`units`]. What is cut ends in `…`, and never inside a grapheme, a mention, an emoji or a time.
#[must_use]
pub fn cut(text: &str, max: usize) -> String {
    if units(text) <= max {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut room = max.saturating_sub(1);
    let mut rest = text;
    while let Some(part) = tag(rest).or_else(|| rest.graphemes(true).next()) {
        let width = units(part);
        if width > room {
            break;
        }
        room -= width;
        out.push_str(part);
        rest = rest.get(part.len()..).unwrap_or_default();
    }
    if max > 0 {
        out.push('…');
    }
    out
}

/// What Discord shows as one thing, where the text begins with it: `<@1>`, `<#1>`, `<:name:1>`, `<t:1:R>`, `</name:1>`.
fn tag(text: &str) -> Option<&str> {
    const STARTS: [&str; 7] = ["<@", "<#", "<:", "<a:", "<t:", "</", "<id:"];
    if !STARTS.iter().any(|start| text.starts_with(start)) {
        return None;
    }
    let end = text.find('>')?;
    let whole = text.get(..=end)?;
    let inside = whole.get(1..)?;
    (units(whole) <= TAG_UNITS_MAX && !inside.contains(['<', '\n'])).then_some(whole)
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

    #[test]
    fn an_emoji_is_as_long_as_discord_says() {
        assert_eq!(units("a😀"), 3);
        assert_eq!(cut("😀😀", 4), "😀😀");
        assert_eq!(cut("😀😀", 3), "😀…");
        assert_eq!(cut("😀😀", 2), "…");
    }

    #[test]
    fn cutting_keeps_mentions_emoji_and_times_whole() {
        for tag in [
            "<@123456789>",
            "<@&123456789>",
            "<#123456789>",
            "<:party:123456789>",
            "<a:party:123456789>",
            "<t:1760000000:R>",
            "</config set:123456789>",
        ] {
            let text = format!("ab{tag}cd");
            for max in 3..units(&text) {
                let kept = cut(&text, max);
                let whole = kept.contains(tag) || !kept.contains('<');
                assert!(whole && units(&kept) <= max, "{kept}");
            }
        }
        assert_eq!(cut("a < b and more", 5), "a < …");
        assert_eq!(cut("<@ nobody", 4), "<@ …");
    }
}
