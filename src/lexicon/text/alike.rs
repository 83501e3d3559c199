//! Whether two names look alike: the same but for what is easily overlooked.
//!
//! Both are read as people read them. Then letters of any script that look Latin are Latin, digits and signs that stand
//! for letters are these, accents, spaces and signs are gone. What is left is the same, whether a letter stands once or
//! several times, or differs in one letter where it has five or more. Linear in both.

use icu_normalizer::DecomposingNormalizerBorrowed;
use unicode_security::skeleton;

use super::as_listed;

/// Of shorter names one letter makes another name: `Ann` and `Ben`.
const LETTERS_MIN: usize = 5;

/// Whether one is easily taken for the other. A name of signs alone is like none.
#[must_use]
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (at_a_glance(one), at_a_glance(other));
    if one.is_empty() || other.is_empty() {
        return false;
    }
    once(&one) == once(&other)
        || one.len().min(other.len()) >= LETTERS_MIN && differ_in_one_letter(&one, &other)
}

fn at_a_glance(name: &str) -> Vec<char> {
    let read = as_listed(name);
    let looks: String = skeleton(&read).collect();
    let plain = DecomposingNormalizerBorrowed::new_nfkd().normalize(&looks);
    plain.to_lowercase().chars().filter_map(meant).collect()
}

/// Each letter once, however often it stands there in a row.
fn once(letters: &[char]) -> Vec<char> {
    let mut letters = letters.to_vec();
    letters.dedup();
    letters
}

/// The letter that a character stands for.
fn meant(c: char) -> Option<char> {
    match c {
        '0' => Some('o'),
        '1' | 'i' | 'j' | '|' | '!' => Some('l'),
        '3' => Some('e'),
        '4' | '@' => Some('a'),
        '5' | '$' => Some('s'),
        '7' => Some('t'),
        '8' => Some('b'),
        _ => c.is_alphanumeric().then_some(c),
    }
}

/// Whether one letter more, one less, another one, or two that changed places make one out of the other.
fn differ_in_one_letter(one: &[char], other: &[char]) -> bool {
    let before = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(before..), other.get(before..));
    let (Some(one), Some(other)) = (one, other) else {
        return false;
    };
    let backwards = one.iter().rev().zip(other.iter().rev());
    let after = backwards.take_while(|(a, b)| a == b).count();
    let one = one.get(..one.len() - after).unwrap_or_default();
    let other = other.get(..other.len() - after).unwrap_or_default();
    match (one, other) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_easily_overlooked_makes_no_other_name() {
        for (one, other) in [
            ("Moderator", "m0derat0r"),
            ("Moderator", "Моderаtоr"),
            ("ModMail", "Mod Mail"),
            ("ModMail", "modmaiI"),
            ("ModMail", "rnodmail"),
            ("ModMail", "M\u{200B}od-Mail_"),
            ("ModMail", "Ｍｏｄｍａｉｌ"),
            ("ModMail", "mödmail"),
            ("ModMail", "modmaill"),
            ("ModMail", "modmial"),
            ("Support", "Suport"),
            ("Support", "Supportt"),
            ("сор", "cop"),
        ] {
            assert!(alike(one, other), "{one} and {other}");
            assert!(alike(other, one), "{other} and {one}");
        }
    }

    #[test]
    fn other_names_are_other_names() {
        for (one, other) in [
            ("Ann", "Ben"),
            ("Anna", "Anne"),
            ("Support", "Sport"),
            ("ModMail", "ModTrail"),
            ("!!!", "???"),
            ("", ""),
            ("...", "Moderator"),
        ] {
            assert!(!alike(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn long_names_take_linear_time() {
        let long = "ab".repeat(100_000);
        assert!(alike(&long, &long));
        assert!(!alike(&long, &"ba".repeat(99_000)));
    }
}
