//! The catalogue and the sources agree: every message is used, and every use finds its message with its variables.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod catalogue;
mod languages;
mod uses;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use candor::{
    lexicon::{DEEDS, EVENTS, LENGTHS, PERSON, Param, Rank, SOURCES, Takes},
    port::RequestKind,
    vocab::{Basis, Category, Intent, Language, Origin, Permission, Sink, Standing},
};

type Files = Vec<(String, String)>;

/// Files below a folder of the project, by the end of their names, with paths from the project's own.
fn files(folder: &str, ends: &[&str]) -> Files {
    fn walk(folder: &Path, ends: &[&str], found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ends, found);
            } else if path
                .extension()
                .is_some_and(|end| ends.iter().any(|one| end == *one))
            {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(folder), ends, &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap().to_string_lossy();
        (name.replace('\\', "/"), fs::read_to_string(&path).unwrap())
    };
    found.into_iter().map(read).collect()
}

fn sources() -> Files {
    let mut all = files("src", &["rs"]);
    all.retain(|(file, _)| !file.ends_with("/tests.rs"));
    all.extend(files("src/emit/templates", &["html", "md", "txt"]));
    all.extend(files("src/rights/templates", &["html"]));
    all
}

/// Sets of which every word is known: each has its message, and there is no other.
fn closed() -> Vec<(&'static str, BTreeSet<String>)> {
    let kinds = [
        RequestKind::Export,
        RequestKind::Correction,
        RequestKind::Erasure,
        RequestKind::OptOut,
        RequestKind::OptIn,
        RequestKind::Withdrawal,
        RequestKind::ServerErasure,
    ];
    // What else is done is no decision about somebody, and no sentence of the notice is about it.
    let weighing = DEEDS.iter().filter(|one| one.weighs);
    let standings = || Standing::ALL.iter().map(|one| one.word()).collect();
    let intents = || Intent::ALL.iter().map(|one| one.word()).collect();
    let with_rank = |wanted: fn(&Rank) -> bool| {
        let deeds = DEEDS.iter().filter(move |one| one.ranks.iter().any(wanted));
        deeds.map(|one| one.name).collect()
    };
    let limited = DEEDS.iter().filter(|one| {
        let mut params = one.params.iter();
        let counts = |param: &Param| matches!(param.takes, Takes::Count { .. });
        params.any(|param| param.takes.longest().is_some() || counts(param))
    });
    let told: Vec<_> = SOURCES.iter().map(|one| one.name).collect();
    let of_people: Vec<_> = PERSON.iter().map(|one| one.name).collect();
    let decides: Vec<_> = told.iter().chain(&of_people).copied().collect();
    let sets: Vec<(&str, Vec<&str>)> = vec![
        (
            "category",
            Category::ALL.iter().map(|one| one.word()).collect(),
        ),
        ("origin", Origin::ALL.iter().map(|one| one.word()).collect()),
        ("basis", Basis::ALL.iter().map(|one| one.word()).collect()),
        ("sink", Sink::ALL.iter().map(|one| one.word()).collect()),
        (
            "permission",
            Permission::ALL.iter().map(|one| one.word()).collect(),
        ),
        (
            "tongue",
            Language::ALL.iter().map(|one| one.tag()).collect(),
        ),
        ("request", kinds.iter().map(|one| one.word()).collect()),
        ("absence", vec!["named", "refused", "over", "dropped"]),
        ("standing", standings()),
        ("means", standings()),
        ("believe", standings()),
        ("intent", intents()),
        ("told", intents()),
        ("event", EVENTS.iter().map(|one| one.name).collect()),
        ("deed", weighing.map(|one| one.name).collect()),
        (
            "cannot",
            with_rank(|rank| matches!(rank, Rank::Member(_) | Rank::NoAdministrator(_))),
        ),
        (
            "spares",
            with_rank(|rank| matches!(rank, Rank::NoAdministrator(_))),
        ),
        ("too-long", limited.map(|one| one.name).collect()),
        ("need", needs()),
        ("source", told),
        ("person", of_people),
        (
            "decides",
            [decides, vec!["limit", "now", "settings"]].concat(),
        ),
        (
            "audience",
            vec![
                "channel",
                "reply",
                "answer",
                "names",
                "mod-log",
                "operators",
                "service",
                "audit-log",
                "dm",
                "acts",
            ],
        ),
        (
            "privacy-does",
            vec!["notice", "data", "export", "delete", "optout", "consent"],
        ),
        (
            "config-does",
            vec![
                "show", "set", "add", "remove", "deny", "reset", "export", "import",
            ],
        ),
    ];
    let keyed = |words: Vec<&str>| words.iter().map(|word| word.replace('.', "-")).collect();
    sets.into_iter()
        .map(|(set, words)| (set, keyed(words)))
        .collect()
}

/// What rows of the lexicon need permissions and intents for, and what the bot needs them for by itself.
fn needs() -> Vec<&'static str> {
    let by_deeds = DEEDS
        .iter()
        .flat_map(|one| one.needs)
        .map(|(_, need)| *need);
    let made = DEEDS.iter().filter_map(|one| one.makes);
    let by_made = made.flat_map(|one| one.needs).map(|(_, need)| *need);
    let by_events = EVENTS.iter().filter_map(|one| one.intent);
    let by_sources = SOURCES.iter().filter_map(|one| one.intent);
    let by_lengths = LENGTHS.iter().filter_map(|one| one.intent);
    let by_itself = [
        "servers",
        "see-channels",
        "see-edited",
        "post",
        "attach",
        "speak",
        "cards",
        "see-typed",
        "read-typed",
    ];
    by_deeds
        .chain(by_made)
        .chain(by_events.chain(by_sources).map(|(_, need)| need))
        .chain(by_lengths.map(|(_, _, need)| need))
        .chain(by_itself)
        .collect()
}

/// Everything in which the catalogue and the sources disagree.
fn problems(
    catalogue: &Files,
    sources: &Files,
    closed: &[(&str, BTreeSet<String>)],
) -> Vec<String> {
    let mut problems = Vec::new();
    let messages = catalogue::read(catalogue, &mut problems);
    let found = uses::read(sources);
    problems.extend(found.problems);
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for one in &found.messages {
        let (at, key) = (&one.at, &one.key);
        let Some(message) = messages.get(key).filter(|message| message.has_value) else {
            problems.push(format!("{at}: there is no message `{key}`"));
            continue;
        };
        used.insert(key);
        for name in one.variables.difference(&message.variables) {
            problems.push(format!("{at}: `{key}` takes no `{name}`"));
        }
        for name in message.variables.difference(&one.variables) {
            problems.push(format!("{at}: `{key}` is not given `{name}`"));
        }
        if one.by == "say!" && message.marks {
            problems.push(format!("{at}: `say!` loses what `{key}` marks"));
        }
    }
    for message in messages.values() {
        used.extend(message.refers.iter().map(String::as_str));
    }
    for set in &found.sets {
        let start = format!("{set}-");
        let mut any = false;
        for (key, message) in messages.iter().filter(|(key, _)| key.starts_with(&start)) {
            any = true;
            used.insert(key);
            for name in &message.variables {
                problems.push(format!("`{key}` is a word of a set and takes `{name}`"));
            }
            let asked =
                |name: &&String| !found.attributes.contains(&(set.clone(), (*name).clone()));
            for name in message.attributes.iter().filter(asked) {
                problems.push(format!("`{key}.{name}` is not used"));
            }
            for (_, name) in found.attributes.iter().filter(|(of, _)| of == set) {
                if !message.attributes.contains(name) {
                    problems.push(format!("`{key}` has no `.{name}`"));
                }
            }
        }
        if !any {
            problems.push(format!("there is no word of the set `{set}`"));
        }
    }
    for (set, words) in closed {
        let start = format!("{set}-");
        let there = messages.keys().filter_map(|key| key.strip_prefix(&start));
        let there: BTreeSet<String> = there.map(str::to_owned).collect();
        for word in words.symmetric_difference(&there) {
            problems.push(format!(
                "`{set}-{word}` is missing, or is no word of the set"
            ));
        }
    }
    for (key, message) in &messages {
        if !used.contains(key.as_str()) {
            problems.push(format!("`{key}` is not used"));
        }
        let in_set = |set: &String| key.starts_with(&format!("{set}-"));
        if !message.attributes.is_empty() && !found.sets.iter().any(in_set) {
            problems.push(format!("an attribute of `{key}` is not used"));
        }
    }
    problems
}

#[test]
fn the_catalogue_and_the_sources_agree() {
    let problems = problems(&files("locales/en", &["ftl"]), &sources(), &closed());
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_file_of_the_catalogue_is_in_the_program() {
    let catalogue =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wording/catalogue.rs"));
    let catalogue = catalogue.unwrap();
    for (file, _) in files("locales/en", &["ftl"]) {
        let subject = file
            .trim_start_matches("locales/en/")
            .trim_end_matches(".ftl");
        assert!(catalogue.contains(&format!("\"{subject}\"")), "{file}");
    }
}

/// The problems of a small catalogue and a small source.
fn of(catalogue: &str, source: &str) -> Vec<String> {
    let closed = [("sort", BTreeSet::from(["one", "two"].map(String::from)))];
    let closed = if catalogue.contains("sort-") {
        &closed[..]
    } else {
        &[]
    };
    problems(
        &vec![("a.ftl".to_owned(), catalogue.to_owned())],
        &vec![("src/a.rs".to_owned(), source.to_owned())],
        closed,
    )
}

#[test]
fn what_agrees_is_left_alone() {
    let catalogue = "a-b = { AND($x) } { tail }\ntail = { $n ->\n    [one] { $y }\n   *[other] many\n }\n\
                     sort-one = 1\n    .kind = odd\nsort-two = 2\n    .kind = even\n";
    let source = r#"
        use crate::wording::{fact, grammar, named};
        // say!("gone")
        fn f() -> Fact { fact!("a.b", x = g('"', "say!(\"gone\")"), n, y = vec![1, 2]) }
        fn g<'a>() -> String { named("sort", word) + &grammar("sort", word, "kind") }
    "#;
    assert_eq!(of(catalogue, source), [""; 0]);
}

#[test]
fn what_disagrees_is_found() {
    let cases = [
        ("a = {", "", "does not parse"),
        ("a = x\na = y", r#"say!("a")"#, "`a` stands there twice"),
        ("a = x", "", "`a` is not used"),
        (
            "a = x",
            r#"say!("b")"#,
            "src/a.rs:1: there is no message `b`",
        ),
        ("a = { $x }", r#"say!("a")"#, "`a` is not given `x`"),
        ("a = x", r#"say!("a", x)"#, "`a` takes no `x`"),
        (
            "a = { $x ->\n    [p] { $y }\n   *[q] r\n }",
            r#"say!("a", x = 1)"#,
            "is not given `y`",
        ),
        (
            "a = { b }\nb = { $x }",
            r#"say!("a")"#,
            "`a` is not given `x`",
        ),
        (
            "a = { b }",
            r#"say!("a")"#,
            "`a` refers to `b`, which is not there",
        ),
        ("a = { NUMBER($x) }", r#"say!("a", x)"#, "calls `NUMBER`"),
        (
            "a = { CODE($x) }",
            r#"say!("a", x)"#,
            "`say!` loses what `a` marks",
        ),
        ("a = x", "say!(key)", "the key is no literal"),
        ("-a = x", "", "`-a` is a term"),
        (
            "a = x\n    .b = y",
            r#"say!("a")"#,
            "an attribute of `a` is not used",
        ),
        ("a =\n    .b = y", r#"say!("a")"#, "there is no message `a`"),
        (
            "sort-one = 1",
            r#"wording::named("sort", x)"#,
            "`sort-two` is missing",
        ),
        (
            "sort-one = 1\nsort-two = 2\nsort-three = 3",
            r#"wording::named("sort", x)"#,
            "`sort-three` is missing, or is no word",
        ),
        (
            "sort-one = { $x }\nsort-two = 2",
            r#"wording::named("sort", x)"#,
            "`sort-one` is a word of a set and takes `x`",
        ),
        (
            "sort-one = 1\nsort-two = 2\n    .kind = even",
            r#"wording::grammar("sort", x, "kind")"#,
            "`sort-one` has no `.kind`",
        ),
        (
            "sort-one = 1\nsort-two = 2\n    .kind = even",
            r#"wording::named("sort", x)"#,
            "`sort-two.kind` is not used",
        ),
        (
            "a = x",
            r#"say!("a"); wording::named("sort", x)"#,
            "no word of the set `sort`",
        ),
        (
            "a = x",
            r#"say!("a"); wording::named(set, x)"#,
            "the set of a word is no literal",
        ),
    ];
    for (catalogue, source, expected) in cases {
        let found = of(catalogue, source);
        assert!(
            found.iter().any(|one| one.contains(expected)),
            "{catalogue}\n{source}\n{found:#?}"
        );
    }
}

#[test]
fn templates_and_rows_of_the_lexicon_name_messages_too() {
    let catalogue = vec![(
        "a.ftl".to_owned(),
        "a = x\ndeed-b = y\nset-c = z\n".to_owned(),
    )];
    let template = r#"{{ t("a") }} {{ word("set", one) }}"#;
    let row = "pub static B: Deed = Deed { wording: \"deed-b\" };";
    let sources = vec![
        ("src/a.html".to_owned(), template.to_owned()),
        ("src/lexicon/deed.rs".to_owned(), row.to_owned()),
    ];
    assert_eq!(problems(&catalogue, &sources, &[]), [""; 0]);
    let computed = vec![("src/a.html".to_owned(), r#"{{ t("a" ~ b) }}"#.to_owned())];
    let found = problems(&catalogue, &computed, &[]);
    assert!(
        found
            .iter()
            .any(|one| one.contains("the key is no literal")),
        "{found:#?}"
    );
}
