//! Names under which Discord lets a webhook post:
//! <https://discord.com/developers/docs/resources/webhook#create-webhook>. Nobody poses as Discord, as its old helper,
//! or as everybody.

use super::units;

/// Most characters of such a name.
pub const PERSONA_CHARS_MAX: usize = 80;

/// What stands in no such name, whatever is around it.
const WITHIN: [&str; 3] = ["clyde", "discord", "```"];
/// And what is none by itself.
const WHOLE: [&str; 2] = ["everyone", "here"];
/// Shown as nearly nothing, and enough for Discord.
const THIN_SPACE: char = '\u{200A}';

/// Why a name is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    Empty,
    /// It is this word, or has it in it. It is parted before it is cut: what is cut off may not be the word.
    Forbidden(&'static str),
    TooLong,
}

#[must_use]
pub fn unfit(name: &str) -> Option<Unfit> {
    let name = name.trim();
    if name.is_empty() {
        return Some(Unfit::Empty);
    }
    let lower = name.to_lowercase();
    let within = WITHIN.into_iter().find(|word| lower.contains(word));
    let whole = WHOLE.into_iter().find(|word| lower == *word);
    let too_long = units(name) > PERSONA_CHARS_MAX;
    let forbidden = within.or(whole).map(Unfit::Forbidden);
    forbidden.or(too_long.then_some(Unfit::TooLong))
}

/// The name with every forbidden word parted by a thin space.
#[must_use]
pub fn parted(name: &str) -> String {
    let mut name = name.trim().to_owned();
    while let Some(Unfit::Forbidden(word)) = unfit(&name) {
        let starts = name.char_indices().map(|(at, _)| at);
        let found = starts.into_iter().find(|at| begins(&name, *at, word));
        let second = found.and_then(|at| {
            let first = name.get(at..)?.chars().next()?;
            Some(at + first.len_utf8())
        });
        match second {
            Some(second) => name.insert(second, THIN_SPACE),
            None => name.push(THIN_SPACE),
        }
        if found.is_none() {
            break;
        }
    }
    name
}

fn begins(name: &str, at: usize, word: &str) -> bool {
    name.get(at..)
        .is_some_and(|rest| rest.to_lowercase().starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_poses_as_discord() {
        assert_eq!(unfit("Luna"), None);
        assert_eq!(unfit(" \t"), Some(Unfit::Empty));
        assert_eq!(unfit(&"l".repeat(81)), Some(Unfit::TooLong));
        let long = format!("Discord {}", "l".repeat(80));
        assert_eq!(unfit(&long), Some(Unfit::Forbidden("discord")));
        assert_eq!(unfit("The DisCord"), Some(Unfit::Forbidden("discord")));
        assert_eq!(unfit("Everyone"), Some(Unfit::Forbidden("everyone")));
        assert_eq!(unfit("not here"), None);
    }

    #[test]
    fn a_forbidden_word_is_parted_and_reads_the_same() {
        for name in [
            "Discord",
            "clydeclyde DISCORD",
            "here",
            "İ discord",
            "a```b",
        ] {
            let parted = parted(name);
            assert_eq!(unfit(&parted), None, "{parted}");
            assert_eq!(parted.replace(THIN_SPACE, ""), name);
        }
        assert_eq!(parted("Luna"), "Luna");
    }
}
