//! Names that speak of what the law protects most: health, religion, politics, origin, sexual life. GDPR 9; Discord's
//! Developer Policy lets no bot collect it.
//!
//! A list of English words, so it misses what is said otherwise, and may hit what is harmless: it only warns.

use miette::Diagnostic;
use thiserror::Error;

use crate::{finding::Findings, resolve::Policy, vocab::Span};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{what} speaks of `{word}`, which tells of {tells}")]
#[diagnostic(
    code("candor::rights::special-category-likely"),
    severity(Warning),
    help("do not keep it; where it means something else, say it in other words")
)]
pub(crate) struct SpecialCategoryLikely {
    what: String,
    word: String,
    tells: &'static str,
    #[label(primary, "may be specially protected")]
    at: Span,
}

/// The page of the finding lists them too.
pub(crate) const WORDS: &[(&str, &[&str])] = &[
    (
        "health",
        &[
            "health",
            "medical",
            "medication",
            "medicine",
            "diagnosis",
            "disease",
            "illness",
            "disability",
            "disabled",
            "disorder",
            "therapy",
            "therapist",
            "pregnant",
            "pregnancy",
            "hiv",
            "allergy",
            "allergies",
            "vaccination",
            "autism",
            "adhd",
            "depression",
            "anxiety",
        ],
    ),
    (
        "religion or belief",
        &[
            "religion",
            "religious",
            "faith",
            "church",
            "mosque",
            "synagogue",
            "christian",
            "muslim",
            "jewish",
            "hindu",
            "buddhist",
            "atheist",
        ],
    ),
    (
        "politics",
        &[
            "politics",
            "political",
            "ideology",
            "vote for",
            "voted for",
            "party membership",
        ],
    ),
    (
        "membership of a trade union",
        &["trade union", "union member", "union membership"],
    ),
    (
        "racial or ethnic origin",
        &[
            "ethnicity",
            "ethnic",
            "racial",
            "skin colour",
            "skin color",
            "tribe",
            "caste",
        ],
    ),
    (
        "sexual life or orientation",
        &[
            "sexuality",
            "sexual",
            "sexual orientation",
            "transgender",
            "gay",
            "lesbian",
            "bisexual",
            "queer",
        ],
    ),
    ("gender", &["gender identity", "pronouns"]),
    (
        "genes or the body",
        &[
            "genetic",
            "dna",
            "biometric",
            "fingerprint",
            "face recognition",
        ],
    ),
    ("crimes", &["criminal record", "conviction", "convictions"]),
];

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for store in policy.stores.iter().filter(|store| !store.is_journal()) {
        let name = &store.node.name;
        let about = store.node.about.as_deref().unwrap_or_default();
        let says = format!("{name} {about}");
        told(&format!("the store `{name}`"), &says, store.name, findings);
        for (field, decl) in store.node.fields.iter().zip(&store.fields) {
            let about = field.about.as_deref().unwrap_or_default();
            let says = format!("{} {about}", field.name);
            told(
                &format!("the field `{}`", field.name),
                &says,
                decl.name,
                findings,
            );
        }
    }
}

fn told(what: &str, says: &str, at: Span, findings: &mut Findings) {
    if let Some((tells, word)) = spoken_of(says) {
        findings.push(SpecialCategoryLikely {
            what: what.to_owned(),
            word: word.to_owned(),
            tells,
            at,
        });
    }
}

/// The first of the words that stands in a text as a whole word, with what it tells of.
fn spoken_of(text: &str) -> Option<(&'static str, &'static str)> {
    let text = plain(text);
    WORDS.iter().find_map(|(tells, words)| {
        let found = words
            .iter()
            .find(|word| text.contains(&format!(" {word} ")));
        found.map(|word| (*tells, *word))
    })
}

/// Small letters, and one blank around each word.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let mut out = String::from(" ");
    for word in words.filter(|word| !word.is_empty()) {
        out.push_str(word);
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{WORDS, spoken_of};
    use crate::finding::page;

    #[test]
    fn the_page_lists_every_word() {
        let page = page::of("candor::rights::special-category-likely").unwrap();
        let text = page.text.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in WORDS.iter().flat_map(|(_, words)| *words) {
            assert!(text.contains(&format!("`{word}`")), "{word}");
        }
    }

    #[test]
    fn whole_words_count_however_they_are_written() {
        assert_eq!(
            spoken_of("your Religion."),
            Some(("religion or belief", "religion"))
        );
        assert_eq!(spoken_of("mental-health score"), Some(("health", "health")));
        assert_eq!(spoken_of("healthy regions"), None);
        assert_eq!(spoken_of("the raid party"), None);
    }
}
