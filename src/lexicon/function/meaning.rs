//! What functions over texts and numbers compute. Pure: text and numbers in, the same out.
//!
//! Every search is linear in the text: the `regex` crate builds automata and never backtracks.
//!
//! **Levels.** Going from level `n` to `n + 1` takes `5n² + 50n + 100` XP, so level 1 starts at 100 XP, level 2 at 255,
//! level 10 at 4,675. Nobody is below level 0.

use std::{cell::RefCell, collections::HashMap, ops::Range};

use regex::{Regex, RegexBuilder};

use crate::{
    lexicon::text::{as_listed, as_read},
    vocab::{Duration, Timestamp},
};

/// The total of XP at which a level starts: the sum of `5k² + 50k + 100` over all `k` below it. None beyond 64 bits.
pub(super) fn level_xp(level: i64) -> Option<i64> {
    let n = i128::from(level.max(0));
    let squares = (n - 1).checked_mul(n)?.checked_mul(2 * n - 1)? / 6;
    let total = 5_i128
        .checked_mul(squares)?
        .checked_add(25 * n * (n - 1))?
        .checked_add(100 * n)?;
    i64::try_from(total).ok()
}

/// The level a total of XP reaches: the highest whose [`level_xp`] is not above it.
pub(super) fn level(xp: i64) -> i64 {
    // No total of 64 bits reaches this level.
    let (mut low, mut high) = (0_i64, 3_000_000_i64);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if level_xp(middle).is_some_and(|start| start <= xp) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// As people read both.
pub(super) fn contains(text: &str, part: &str) -> bool {
    as_read(text).contains(&as_read(part))
}

/// How many of a hundred letters are capitals. Signs and scripts that know no capitals do not count.
pub(super) fn capitals(text: &str) -> i64 {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    let of = (100 * capitals).checked_div(capitals + small);
    i64::try_from(of.unwrap_or(0)).unwrap_or(i64::MAX)
}

/// Most lists of words are the same from message to message; compiling one takes longer than searching a message.
const LISTS_KEPT: usize = 64;
/// Bytes that a server's list may have, and those of the automaton made from it.
const LIST_TEXT_BYTES_MAX: usize = 32 << 10;
const LIST_BYTES_MAX: usize = 4 << 20;

thread_local! {
    static LISTS: RefCell<HashMap<Vec<String>, Option<Regex>>> = RefCell::new(HashMap::new());
}

/// Whether one of `words` stands in the text as a whole word, without regard to case. `*` stands for any letters and
/// digits of the same word, none included. A word may hold spaces. Text and words are compared as people read them.
/// None when the list is too large to search for.
pub(super) fn contains_any(text: &str, words: &[String]) -> Option<bool> {
    let text = as_read(text);
    LISTS.with_borrow_mut(|lists| {
        if !lists.contains_key(words) {
            if lists.len() >= LISTS_KEPT {
                lists.clear();
            }
            lists.insert(words.to_vec(), word_pattern(words));
        }
        let list = lists.get(words)?.as_ref()?;
        Some(list.is_match(&text))
    })
}

/// What stands in a text between the two at its ends. None where it does not, where both are empty, and where one of
/// them ends inside a mention: half of one would be an id that belongs to nobody.
pub(super) fn within<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let inside = text.strip_prefix(before)?.strip_suffix(after)?;
    let ends = [before.len(), text.len() - after.len()];
    let cuts = mentions(text).any(|at| ends.iter().any(|end| at.start < *end && *end < at.end));
    (!cuts && (!before.is_empty() || !after.is_empty())).then_some(inside)
}

/// Where `<@123>` and `<@!123>` stand.
fn mentions(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("<@").filter_map(|(start, _)| {
        let rest = text.get(start + 2..)?;
        let digits = rest.strip_prefix('!').unwrap_or(rest);
        let end = digits.find(|c: char| !c.is_ascii_digit())?;
        let is_one = end > 0 && digits.get(end..)?.starts_with('>');
        let end = text.len() - digits.len() + end + 1;
        is_one.then_some(start..end)
    })
}

/// The last multiple of a time before an instant, counted from the start of 1970 in UTC. Of no time, the instant.
pub(super) fn floor(at: Timestamp, step: Duration) -> Timestamp {
    match at.0.checked_rem_euclid(step.ms) {
        Some(over) if step.ms > 0 => Timestamp(at.0.saturating_sub(over)),
        Some(_) | None => at,
    }
}

/// Bytes that a pattern may have, and those of the automaton made from it.
const PATTERN_TEXT_BYTES_MAX: usize = 1 << 10;
const PATTERN_BYTES_MAX: usize = 1 << 20;

thread_local! {
    static PATTERNS: RefCell<HashMap<String, Option<Regex>>> = RefCell::new(HashMap::new());
}

/// What a pattern looks for, or why it cannot.
pub(super) fn pattern(written: &str) -> Result<Regex, String> {
    if written.len() > PATTERN_TEXT_BYTES_MAX {
        return Err(format!("it is longer than {PATTERN_TEXT_BYTES_MAX} bytes"));
    }
    let made = RegexBuilder::new(written)
        .case_insensitive(true)
        .size_limit(PATTERN_BYTES_MAX)
        .build();
    made.map_err(|error| match error {
        regex::Error::Syntax(told) => {
            let last = told.lines().last().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        }
        _ => "it is too large".to_owned(),
    })
}

/// Whether a pattern is found in a text as people read it. One that cannot be looked for is found nowhere; of policies
/// there is none.
pub(super) fn matches(text: &str, written: &str) -> bool {
    PATTERNS.with_borrow_mut(|patterns| {
        if !patterns.contains_key(written) {
            if patterns.len() >= LISTS_KEPT {
                patterns.clear();
            }
            patterns.insert(written.to_owned(), pattern(written).ok());
        }
        let pattern = patterns.get(written).and_then(Option::as_ref);
        pattern.is_some_and(|pattern| pattern.is_match(&as_read(text)))
    })
}

fn word_pattern(words: &[String]) -> Option<Regex> {
    if words.iter().map(String::len).sum::<usize>() > LIST_TEXT_BYTES_MAX {
        return None;
    }
    let words: Vec<String> = words
        .iter()
        .map(|word| word.trim())
        // A lone `*` would match everything, which nobody means.
        .filter(|word| word.chars().any(|c| c != '*'))
        .map(|word| {
            let parts: Vec<String> = word
                .split('*')
                .map(|part| regex::escape(&as_listed(part)))
                .collect();
            parts.join(r"\w*")
        })
        .collect();
    let pattern = if words.is_empty() {
        // Matches nothing.
        r"[^\s\S]".to_owned()
    } else {
        format!(r"\b{{start-half}}(?:{})\b{{end-half}}", words.join("|"))
    };
    RegexBuilder::new(&pattern)
        .size_limit(LIST_BYTES_MAX)
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_the_formula() {
        let mut total = 0;
        for n in 0..500 {
            assert_eq!(level_xp(n), Some(total));
            assert_eq!(level(total), n);
            assert_eq!(level(total - 1), (n - 1).max(0));
            total += 5 * n * n + 50 * n + 100;
        }
        assert_eq!(level(i64::MIN), 0);
        assert_eq!(level_xp(i64::MAX), None);
        let top = level(i64::MAX);
        assert!(level_xp(top).is_some() && level_xp(top + 1).is_none());
    }

    #[test]
    fn words_are_whole_and_without_case() {
        let found = |text: &str, words: &[&str]| {
            let words: Vec<String> = words.iter().map(ToString::to_string).collect();
            contains_any(text, &words).unwrap()
        };
        assert!(found("You SPAM here", &["spam"]));
        assert!(!found("spammer", &["spam"]));
        assert!(found("spammer", &["spam*"]));
        assert!(!found("spammer now", &["spam*now"]));
        assert!(found("antispam", &["*spam"]));
        assert!(found("Ich sage ÄRGER!", &["ärger"]));
        assert!(found("c++ is old", &["c++"]));
        assert!(!found("abc", &["c++", "", "*"]));
        assert!(found("buy now, please", &["buy now"]));
        assert!(found("sp\u{200B}am", &["spam"]));
        assert!(!found("anything", &[]));
        assert!(found("a.b", &["a.b"]) && !found("axb", &["a.b"]));
    }

    #[test]
    fn what_stands_between_two_ends() {
        assert_eq!(within("A: hi", "A:", ""), Some(" hi"));
        assert_eq!(within("[hi]", "[", "]"), Some("hi"));
        assert_eq!(within("[]", "[", "]"), Some(""));
        // One letter is not both ends.
        assert_eq!(within("-", "-", "-"), None);
        assert_eq!(within("hi", "", ""), None);
        assert_eq!(within("hi", "A:", ""), None);
        // A mention is taken whole or not at all.
        assert_eq!(within("<@123>", "<@", ">"), None);
        assert_eq!(within("a <@!123>", "a <@!1", ""), None);
        assert_eq!(within("hi <@123>", "", ">"), None);
        assert_eq!(within("<@123> hi", "<@123>", ""), Some(" hi"));
        assert_eq!(within("<<@123>>", "<", ">"), Some("<@123>"));
        assert_eq!(within("<@>", "<@", ">"), Some(""));
    }

    #[test]
    fn times_are_cut_to_whole_ones() {
        let hour = Duration::hours(1);
        assert_eq!(floor(Timestamp(7_199_999), hour), Timestamp(3_600_000));
        assert_eq!(floor(Timestamp(7_200_000), hour), Timestamp(7_200_000));
        assert_eq!(floor(Timestamp(-1), hour), Timestamp(-3_600_000));
        assert_eq!(floor(Timestamp(5), Duration::default()), Timestamp(5));
        assert_eq!(floor(Timestamp(5), hour.negated()), Timestamp(5));
        let least = Timestamp(i64::MIN);
        assert_eq!(floor(least, Duration::days(1)), least);
    }

    #[test]
    fn patterns_are_found_in_what_people_read_and_in_linear_time() {
        assert!(matches("FREE nitro", r"free\s+nitro"));
        assert!(matches("**f**ree nitro", "^FREE"));
        assert!(!matches("freedom", r"\bfree\b"));
        let long = "a".repeat(4_000);
        assert!(!matches(&long, "(a*)*b"));
        assert!(pattern("(").is_err() && pattern(r"(a)\1").is_err());
        assert!(pattern(&"a{1000}".repeat(100)).is_err());
        assert!(!matches("(", "("));
    }

    #[test]
    fn a_hostile_text_takes_linear_time() {
        let words: Vec<String> = vec!["a*a*a*a*a*a*b".into()];
        assert_eq!(contains_any(&"a".repeat(4_000), &words), Some(false));
        let many: Vec<String> = (0..10_000).map(|i| format!("w{i}*x*y")).collect();
        assert_eq!(contains_any("w", &many), None);
    }
}
