//! Each language that is offered is whole: it has what English has, takes the same variables, and can be said.
//!
//! A language may leave out a variable that English only chooses by, such as a number where it has one form alone, and
//! may have attributes of its own.

use std::collections::BTreeSet;

use candor::{
    vocab::{Duration, Language},
    wording::{self, Arg, OFFERED},
};

use super::{
    catalogue::{self, Catalogue, Message, Takes},
    files,
};

fn catalogue_of(language: Language, problems: &mut Vec<String>) -> Catalogue {
    let folder = format!("locales/{}", language.tag());
    catalogue::read(&files(&folder, &["ftl"]), problems)
}

/// Where a catalogue is not like English.
fn unlike(tag: &str, english: &Catalogue, other: &Catalogue) -> Vec<String> {
    let mut problems = Vec::new();
    let keys = |of: &Catalogue| of.keys().cloned().collect::<BTreeSet<_>>();
    for key in keys(english).difference(&keys(other)) {
        problems.push(format!("{tag}: there is no `{key}`"));
    }
    for key in keys(other).difference(&keys(english)) {
        problems.push(format!("{tag}: English has no `{key}`"));
    }
    for (key, message) in english {
        let Some(other) = other.get(key) else {
            continue;
        };
        for name in other.variables.difference(&message.variables) {
            problems.push(format!("{tag}: `{key}` is not given `{name}`"));
        }
        for name in message.shown.difference(&other.variables) {
            problems.push(format!("{tag}: `{key}` does not show `{name}`"));
        }
        for name in message.attributes.difference(&other.attributes) {
            problems.push(format!("{tag}: `{key}` has no `.{name}`"));
        }
        if other.marks && !message.marks {
            problems.push(format!("{tag}: `{key}` marks what English does not"));
        }
        if message.has_value != other.has_value {
            problems.push(format!("{tag}: `{key}` has a text in one language alone"));
        }
    }
    problems
}

/// Values for a variable that show each of its forms.
fn samples(takes: Option<&Takes>) -> Vec<Arg> {
    let takes = takes.cloned().unwrap_or_default();
    if takes.list {
        let lists = [vec![], vec!["p"], vec!["p", "q"], vec!["p", "q", "r"]];
        return lists.into_iter().map(Arg::from).collect();
    }
    if takes.number {
        let numbers = [0i64, 1, 2, 5, 21, 100, 1_000_000];
        let lengths = [Duration::seconds(1), Duration::hours(49)];
        let lengths = lengths.into_iter().map(Arg::from);
        return numbers.into_iter().map(Arg::from).chain(lengths).collect();
    }
    let keys = takes.keys.iter().map(Arg::from);
    keys.chain([Arg::from("sample"), Arg::from("")]).collect()
}

/// What a message says with samples: each variable goes through its own, the others stay at their first.
fn said(key: &str, message: &Message) -> Vec<String> {
    let names: Vec<&'static str> = message
        .variables
        .iter()
        .map(|name| &*name.clone().leak())
        .collect();
    let values: Vec<Vec<Arg>> = names
        .iter()
        .map(|name| samples(message.takes.get(*name)))
        .collect();
    let most = values.iter().map(Vec::len).max().unwrap_or(1);
    let rounds = (0..most).flat_map(|round| (0..names.len().max(1)).map(move |turn| (round, turn)));
    rounds
        .map(|(round, turn)| {
            let given = names.iter().zip(&values).enumerate();
            let with: Vec<(&'static str, Arg)> = given
                .map(|(at, (name, values))| {
                    let place = if at == turn { round } else { round + at };
                    (*name, values[place % values.len()].clone())
                })
                .collect();
            wording::text_of(key, &with)
        })
        .collect()
}

#[test]
fn what_is_offered_is_whole() {
    let mut problems = Vec::new();
    let english = catalogue_of(Language::En, &mut problems);
    for language in OFFERED {
        let other = catalogue_of(*language, &mut problems);
        problems.extend(unlike(language.tag(), &english, &other));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_message_can_be_said() {
    let mut problems = Vec::new();
    for language in OFFERED {
        let catalogue = catalogue_of(*language, &mut problems);
        wording::speaking(*language, || {
            for (key, message) in catalogue.iter().filter(|(_, message)| message.has_value) {
                let broken = said(key, message)
                    .into_iter()
                    .find(|text| text.contains('⟦'));
                problems.extend(broken.map(|text| format!("{}: {text}", language.tag())));
            }
        });
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn what_a_language_lacks_is_found() {
    let read = |text: &str| {
        let mut problems = Vec::new();
        let files = vec![("a.ftl".to_owned(), text.to_owned())];
        let catalogue = catalogue::read(&files, &mut problems);
        assert_eq!(problems, [""; 0]);
        catalogue
    };
    let english = read(
        "a = { $x }\nb = { $n ->\n    [one] day\n   *[other] days\n }\nc = z\n    .kind = odd\n",
    );
    let cases = [
        ("a = { $x }\nb = Tag\nc = z\n    .kind = odd\n", ""),
        ("a = { $x }\nc = z\n    .kind = odd\n", "there is no `b`"),
        ("a = { $x }\nb = x\nc = z\n", "`c` has no `.kind`"),
        (
            "a = x\nb = x\nc = z\n    .kind = odd\n",
            "`a` does not show `x`",
        ),
        (
            "a = { $x }{ $y }\nb = x\nc = z\n    .kind = odd\n",
            "`a` is not given `y`",
        ),
        (
            "a = { CODE($x) }\nb = x\nc = z\n    .kind = odd\n",
            "`a` marks what English does not",
        ),
        (
            "a = { $x }\nb = x\nc = z\n    .kind = odd\nd = x\n",
            "English has no `d`",
        ),
    ];
    for (other, expected) in cases {
        let found = unlike("xx", &english, &read(other));
        match expected {
            "" => assert_eq!(found, [""; 0]),
            _ => assert!(found == [format!("xx: {expected}")], "{other}\n{found:#?}"),
        }
    }
}
