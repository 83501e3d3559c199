//! Texts without what names somebody by an id.

use std::sync::LazyLock;

use regex::Regex;

/// Mentions of people, roles, channels and commands, and numbers that may be ids.
static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let mention = r"<(?:@[!&]?|#|id:|/[^<>:\n]{1,100}:)[^<>\n]{0,100}>";
    let emoji = r"<a?(?P<emoji>:\w{1,32}:)[0-9]{1,20}>";
    Regex::new(&format!("{emoji}|{mention}|[0-9]{{15,}}")).ok()
});

/// The text with `…` in place of mentions and of numbers as long as ids. A server's emoji keep their names. Names that
/// are typed stay.
#[must_use]
pub fn scrub(text: &str) -> String {
    let Some(names) = &*NAMES else {
        return String::new();
    };
    let scrubbed = names.replace_all(text, |found: &regex::Captures| match found.name("emoji") {
        Some(emoji) => emoji.as_str().to_owned(),
        None => "…".to_owned(),
    });
    scrubbed.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_and_ids_are_gone_and_words_stay() {
        for (text, scrubbed) in [
            ("hi <@123456789012345678>, see <#1>", "hi …, see …"),
            ("<@!1> <@&2> </warn:3> <id:browse>", "… … … …"),
            ("123456789012345678 and 2026", "… and 2026"),
            (
                "https://discord.com/channels/111111111111111111/222222222222222222",
                "https://discord.com/channels/…/…",
            ),
            ("<:party:123456789012345678> <a:wave:5>", ":party: :wave:"),
            ("a < b > c, ann", "a < b > c, ann"),
        ] {
            assert_eq!(scrub(text), scrubbed);
        }
    }
}
