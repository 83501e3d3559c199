//! Text as people read it: the one form in which functions that look for something compare a message with a list.
//!
//! What is measured, cut, kept or shown is the text itself; only what is looked for is looked for in this form.
//!
//! 1. Discord's mark-up is taken off, also inside a word (`markup`).
//! 2. What shows nothing is taken out: zero-width characters, marks of direction, variation selectors, tags.
//! 3. A letter of another script that looks like a Latin one, in a word that has Latin letters as well, is that one.
//! 4. Compatibility forms become what they stand for (NFKC): full-width and mathematical letters, ligatures.
//! 5. A letter that carries more marks than any language writes is read without them.
//! 6. Letters that differ in case alone are the same.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory, Script},
};
use unicode_security::skeleton;

use super::markup;

/// As people read it, without regard to case.
#[must_use]
pub fn as_read(text: &str) -> String {
    folded(&markup::without(text))
}

/// One part of a list's entry, in which `*` and the like are no mark-up.
#[must_use]
pub fn as_listed(part: &str) -> String {
    folded(part)
}

fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let seen = without_invisible(text);
    let latin = by_words(&seen);
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(&latin);
    let plain = without_heaps(&composed);
    // Upper case first, so that `ß` and `ss`, `ς` and `σ` are the same.
    let folded = plain.to_uppercase().to_lowercase();
    ComposingNormalizerBorrowed::new_nfkc()
        .normalize(&folded)
        .into_owned()
}

/// Without characters that show nothing. A blank that is no space (U+2800) is one here.
#[must_use]
pub fn without_invisible(text: &str) -> String {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let shown = text.chars().filter(|c| {
        let is_control = c.is_control() && !c.is_whitespace();
        !ignorable.contains(*c) && !is_control && !matches!(c, '\u{FFF9}'..='\u{FFFB}')
    });
    shown
        .map(|c| if c == '\u{2800}' { ' ' } else { c })
        .collect()
}

/// Look-alikes in words that mix Latin letters with others. A word of one script is left alone.
fn by_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            word.push(c);
        } else {
            out += &as_latin(&word);
            word.clear();
            out.push(c);
        }
    }
    out += &as_latin(&word);
    out
}

fn as_latin(word: &str) -> String {
    let scripts = CodePointMapData::<Script>::new();
    let is_foreign = |c: char| {
        matches!(
            scripts.get(c),
            Script::Cyrillic | Script::Greek | Script::Armenian | Script::Cherokee
        )
    };
    let has_latin = word.chars().any(|c| scripts.get(c) == Script::Latin);
    if !has_latin || !word.chars().any(is_foreign) {
        return word.to_owned();
    }
    word.chars()
        .map(|c| {
            let mut looks = skeleton(c.encode_utf8(&mut [0; 4])).collect::<Vec<_>>();
            match (is_foreign(c), looks.pop()) {
                (true, Some(one)) if looks.is_empty() && one.is_ascii_alphabetic() => one,
                _ => c,
            }
        })
        .collect()
}

/// Composed text, without the marks of letters that carry some which no letter of a language has.
fn without_heaps(composed: &str) -> String {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let scripts = CodePointMapData::<Script>::new();
    // Marks of a script of its own, such as vowels of Thai, are letters to those who read it.
    let is_loose = |c: char| {
        matches!(
            categories.get(c),
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
        ) && scripts.get(c) == Script::Inherited
    };
    let mut out = String::with_capacity(composed.len());
    let mut chars = composed.chars().peekable();
    while let Some(c) = chars.next() {
        if is_loose(c) {
            continue;
        }
        if chars.peek().copied().is_some_and(is_loose) {
            let whole = DecomposingNormalizerBorrowed::new_nfkd();
            let letters = whole.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
            out.extend(letters.chars().filter(|c| !is_loose(*c)));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        for written in [
            "heffalump",
            "HEFFALUMP",
            "heffa\u{200B}lump",
            "heffa\u{200E}lump",
            "heffa\u{2062}lump",
            "heffa\u{34F}lump",
            "heffa\u{FE0F}lump",
            "heffa\u{AD}lump",
            "heffa\u{E0061}lump",
            "heffa\u{3164}lump",
            "ｈｅｆｆａｌｕｍｐ",
            "𝐡𝐞𝐟𝐟𝐚𝐥𝐮𝐦𝐩",
            "he\u{FB00}alump",
            "ⓗⓔⓕⓕⓐⓛⓤⓜⓟ",
            "h\u{435}ffalump",
            "hеffаlumр",
            "h\u{337}e\u{336}f\u{301}\u{302}\u{303}falump",
            "he\u{301}\u{302}\u{337}ffalump",
            "he**ff**alump",
        ] {
            assert_eq!(as_read(written), "heffalump", "{written}");
        }
        assert_eq!(as_read("be\u{301}be\u{302}te"), as_read("b\u{E9}b\u{EA}te"));
        assert_eq!(as_read("STRASSE"), as_read("straße"));
        assert_eq!(as_read("ΟΔΟΣ"), as_read("οδος"));
    }

    #[test]
    fn what_differs_to_a_reader_differs() {
        assert_ne!(as_read("bete"), as_read("bête"));
        // Marks that belong to a language stay.
        assert_eq!(as_read("ế"), "ế");
        assert_eq!(as_read("ที่"), "ที่");
        assert_eq!(as_read("हिन्दी"), "हिन्दी");
        // A word of one script is no Latin one.
        assert_eq!(as_read("сор"), "сор");
        assert_eq!(as_read("modern"), "modern");
    }
}
