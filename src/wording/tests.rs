use super::{
    argument::Arg,
    catalogue::{ENGLISH, bundle, write},
    marks::{CODE, LINK},
    *,
};
use crate::vocab::{Duration, Language};

/// Message `a` of a catalogue of its own.
fn says(message: &str, with: &[(&'static str, Arg)]) -> Result<Option<String>, String> {
    let file = format!("{}\na = {message}\n", ENGLISH.concat());
    write(&bundle(Language::En, &[&file]), "a", None, with)
}

fn said(message: &str, with: &[(&'static str, Arg)]) -> String {
    unmarked(&says(message, with).unwrap().unwrap())
}

#[test]
fn lists_and_lengths_read_as_english() {
    let list = |items: &[&str]| Arg::from(items.to_vec());
    let cases: [(&[&str], &str); 4] = [
        (&[], "0, no: "),
        (&["p"], "1, yes: p"),
        (&["p", "q"], "2, yes: p and q"),
        (&["p", "q", "r"], "3, yes: p, q and r"),
    ];
    for (items, expected) in cases {
        let text = said(
            "{ COUNT($x) }, { HAS($x) }: { AND($x) }",
            &[("x", list(items))],
        );
        assert_eq!(text, expected);
    }
    let three = [("x", list(&["p", "q", "r"]))];
    assert_eq!(said("{ FIRST(OR($x)) }", &three), "P, q or r");
    assert_eq!(said("{ JOIN($x, with: \"; \") }", &three), "p; q; r");
    let length = |length| said("{ DURATION($x) }", &[("x", Arg::from(length))]);
    assert_eq!(length(Duration::hours(25)), "1 day and 1 hour");
    assert_eq!(length(Duration::seconds(0)), "0 seconds");
    assert_eq!(
        length(Duration::seconds(2 * 86_400 + 61)),
        "2 days, 1 minute and 1 second"
    );
}

#[test]
fn a_line_break_of_the_catalogue_is_a_space_and_one_of_a_value_stays() {
    let with = [("x", Arg::from("p\nq"))];
    assert_eq!(said("\n    one\n    two { $x }", &with), "one two p\nq");
}

#[test]
fn numbers_are_shown_as_they_are() {
    for number in [0, 1, -7, 1_234_567, i64::MAX, i64::MIN] {
        assert_eq!(
            said("{ $x }", &[("x", Arg::from(number))]),
            number.to_string()
        );
    }
}

#[test]
fn a_value_is_never_a_message_nor_a_mark() {
    let value = format!("{{ $y }}{CODE}p{LINK}");
    assert_eq!(said("{ $x }", &[("x", Arg::from(value))]), "{ $y }p");
    let url = "javascript:alert(1)\u{202e}{{ 1 + 1 }}";
    let said = phrase!("contact-url", value = url);
    assert_eq!(said.text, "at javascript:alert(1){{ 1 + 1 }}");
    assert!(said.runs.iter().all(|run| matches!(run, Run::Plain { .. })));
}

#[test]
fn only_what_opens_is_a_link() {
    let href = |phrase: &Phrase| match phrase.runs.as_slice() {
        [Run::Plain { .. }, Run::Link { href, .. }] => href.clone(),
        runs => panic!("{runs:?}"),
    };
    let linked = phrase!("contact-url", value = "https://a.example/b");
    assert_eq!(href(&linked), "https://a.example/b");
    let mailed = phrase!("contact-email", value = "privacy@bot.example");
    assert_eq!(href(&mailed), "mailto:privacy@bot.example");
}

#[test]
fn a_phrase_keeps_its_marks_in_another() {
    let typed = phrase!("typed", name = "/warn");
    let list = phrase!("all", all = vec![typed.clone(), Phrase::plain("p")]);
    assert_eq!(list.text, "/warn and p");
    assert_eq!(list.runs[0], typed.runs[0]);
}

#[test]
fn what_cannot_be_said_shows_its_key() {
    assert_eq!(text_of("no-such-message", &[]), "⟦no-such-message⟧");
    let without = text_of("contact-url", &[]);
    assert!(without.starts_with("⟦contact-url: "), "{without}");
    assert_eq!(word("category", "no.such"), None);
    assert_eq!(named("category", "no-such"), "no such");
}

#[test]
fn a_word_tells_its_grammar() {
    let number = |word| grammar("person", word, "number");
    assert_eq!(number("roles").as_deref(), Some("plural"));
    assert_eq!(number("name").as_deref(), Some("singular"));
}

#[test]
fn plural_forms_are_those_of_the_language() {
    let forms = |language, number: i64| {
        let file = "a = { $n ->\n    [one] one\n   *[other] other\n }\n";
        let with = [("n", Arg::from(number))];
        write(&bundle(language, &[file]), "a", None, &with).unwrap()
    };
    let one = |language, number| forms(language, number).as_deref() == Some("one");
    assert!(!one(Language::En, 0) && one(Language::En, 1));
    assert!(one(Language::Fr, 0) && one(Language::Fr, 1) && !one(Language::Fr, 2));
    assert!(!one(Language::De, 0) && one(Language::De, 1));
}

#[test]
fn a_scope_ends_with_its_job() {
    speaking(Language::Fr, || {
        assert_eq!(language(), Language::Fr);
        speaking(Language::De, || assert_eq!(language(), Language::De));
        assert_eq!(language(), Language::Fr);
    });
    let broken = std::panic::catch_unwind(|| speaking(Language::De, || panic!("on purpose")));
    assert!(broken.is_err());
    assert_eq!(language(), Language::En);
}
