//! How easily a notice reads, in each language: Flesch's reading ease, and its like for French (Kandel and Moles) and German
//! (Amstad). `book/src/wording.md` says how it is counted.

use candor::{emit::notice::notice_in, vocab::Language};

use super::{compiled, shipped::BOTS};

/// At least this, over all sentences of a notice.
fn goal(language: Language) -> f64 {
    match language {
        Language::En => 68.0,
        Language::Fr => 60.0,
        Language::De => 50.0,
    }
}

/// From words a sentence and syllables a word.
fn ease(language: Language, length: f64, syllables: f64) -> f64 {
    match language {
        Language::En => 206.835 - 1.015 * length - 84.6 * syllables,
        Language::Fr => 207.0 - 1.015 * length - 73.6 * syllables,
        Language::De => 180.0 - length - 58.5 * syllables,
    }
}

/// Groups of vowels, without those that are not heard.
fn syllables(word: &str, language: Language) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |c: char| "aeiouyàâäéèêëîïôöùûüœæ".contains(c);
    let mut groups = 0;
    let mut before = false;
    for c in word.chars() {
        let now = is_vowel(c);
        groups += usize::from(now && !before);
        before = now;
    }
    let silent = match language {
        Language::En => {
            let bare = word
                .strip_suffix("ed")
                .is_some_and(|stem| !stem.ends_with(['t', 'd']));
            bare || word.ends_with('e') && !word.ends_with("le")
        }
        // Not where it only lengthens the vowel before it.
        Language::Fr => ["e", "es", "ent"].iter().any(|end| {
            let stem = word.strip_suffix(end);
            stem.is_some_and(|stem| !stem.ends_with(is_vowel))
        }),
        Language::De => false,
    };
    (groups - usize::from(silent && groups > 1)).max(1)
}

/// The reading ease of a text of sentences.
fn measured(sentences: &[String], language: Language) -> f64 {
    let (mut count, mut words, mut heard) = (0.0, 0.0, 0.0);
    for text in sentences {
        for sentence in text.split(['.', '!', '?', ';', ':']) {
            let all = sentence.split(|c: char| !c.is_alphabetic());
            let all: Vec<&str> = all.filter(|word| !word.is_empty()).collect();
            if all.is_empty() {
                continue;
            }
            count += 1.0;
            for word in all {
                words += 1.0;
                heard += f64::from(u32::try_from(syllables(word, language)).unwrap());
            }
        }
    }
    ease(language, words / count, heard / words)
}

#[test]
fn notices_read_easily_in_each_language() {
    let mut hard = Vec::new();
    for name in BOTS {
        let (plan, sources) = compiled(name);
        for language in Language::ALL {
            // What the policy says in its own words is not Candor's to write.
            let notice = notice_in(&plan, &sources, language);
            let sentences = notice.sentences().filter(|one| one.says != "quoted");
            let sentences: Vec<String> = sentences.map(|one| one.phrase.text.clone()).collect();
            assert!(sentences.len() > 50, "{name}");
            let ease = measured(&sentences, language);
            println!("{name} {}: {ease:.1}", language.tag());
            if ease < goal(language) {
                hard.push(format!("{name} in {}: {ease:.1}", language.tag()));
            }
        }
    }
    assert!(hard.is_empty(), "{}", hard.join("\n"));
}

#[test]
fn long_words_and_sentences_are_harder() {
    let of = |text: &str| measured(&[text.to_owned()], Language::En);
    assert!(of("The bot keeps it. You can ask.") > 90.0);
    assert!(
        of(
            "Notwithstanding organisational considerations, interoperability necessitates harmonisation."
        ) < 0.0
    );
    for (word, language, count) in [
        ("deleted", Language::En, 3),
        ("kept", Language::En, 1),
        ("mitglied", Language::De, 2),
        ("données", Language::Fr, 2),
        ("gardent", Language::Fr, 1),
    ] {
        assert_eq!(syllables(word, language), count, "{word}");
    }
}
