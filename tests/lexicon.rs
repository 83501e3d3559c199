//! Every word of the language is whole: documented, tried in a policy that is accepted and in one that is refused, and
//! seen at work by a scenario. (Its words for people are held to it by `tests/wording`, its lines of the book by
//! `tests/book.rs`, its category, ends and permission by its type.)

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use candor::{
    compile_untranslated,
    lexicon::{
        DEEDS, EVENTS, FUNCTIONS, Goes, Guard, LENGTHS, Need, PERSON, SOURCES, STARTS, Takes,
    },
    plan::{
        Kind, Plan, StepKind,
        walk::{self, Part},
    },
    syntax::{Alone, Source},
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// KDL files below a folder.
fn policies(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            policies(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "kdl") {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> Source {
    let file = path.strip_prefix(root()).unwrap().display().to_string();
    let text = fs::read_to_string(path).unwrap();
    Source { file, text }
}

/// Words that a plan uses, as `deed kick`.
fn words_of(plan: &Plan) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut insert = |word: String| {
        words.insert(word);
    };
    let mut see = |part: Part| match part {
        Part::Step(step) => {
            if let StepKind::Do { deed, .. } = &step.kind {
                insert(format!("deed {}", deed.name));
            }
        }
        Part::Expr(expr) => match &expr.kind {
            Kind::Call { function, .. } => insert(format!("function {}", function.name)),
            Kind::Told(source) => insert(format!("source {}", source.name)),
            Kind::Person { what, .. } => insert(format!("person {}", what.name)),
            Kind::Can { .. } => insert("person permissions".to_owned()),
            Kind::Actor => insert("person id".to_owned()),
            _ => {}
        },
        Part::Message(_) | Part::Query(_) => {}
    };
    for command in &plan.commands {
        walk::walk(&command.steps, &mut see);
    }
    for set in &plan.command_sets {
        walk::message(&set.reply, &mut see);
    }
    for handler in &plan.handlers {
        walk::walk(&handler.steps, &mut see);
    }
    words.extend(
        plan.handlers
            .iter()
            .map(|one| format!("event {}", one.on.event.name)),
    );
    words
}

fn used_by(files: &[PathBuf]) -> BTreeSet<String> {
    let plans = files
        .iter()
        .filter_map(|path| compile_untranslated(&read(path), &Alone).plan);
    plans.flat_map(|plan| words_of(&plan)).collect()
}

/// Every word that has a row.
fn all() -> BTreeSet<String> {
    let deeds = DEEDS.iter().map(|one| format!("deed {}", one.name));
    let events = EVENTS.iter().map(|one| format!("event {}", one.name));
    let sources = SOURCES.iter().map(|one| format!("source {}", one.name));
    let people = PERSON.iter().map(|one| format!("person {}", one.name));
    let functions = FUNCTIONS.iter().map(|one| format!("function {}", one.name));
    deeds
        .chain(events)
        .chain(sources)
        .chain(people)
        .chain(functions)
        .collect()
}

fn files(folders: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        policies(&root().join(folder), &mut found);
    }
    found.sort();
    found
}

fn shipped() -> Vec<PathBuf> {
    let mut found: Vec<_> = ["policies", "examples"]
        .into_iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "kdl"))
        .collect();
    found.sort();
    found
}

fn lacking(words: &BTreeSet<String>, there: &BTreeSet<String>) -> Vec<String> {
    words.difference(there).cloned().collect()
}

#[test]
fn every_word_is_tried_in_a_case_that_is_accepted() {
    let there = used_by(&files(&["policies/corpus/accept"]));
    assert_eq!(lacking(&all(), &there), [""; 0]);
}

/// The lengths that rows are kept for.
fn lengths_of(files: &[PathBuf]) -> BTreeSet<String> {
    let plans = files
        .iter()
        .filter_map(|path| compile_untranslated(&read(path), &Alone).plan);
    let stores = plans.flat_map(|plan| plan.stores);
    let clauses = stores.flat_map(|store| store.retention.clauses);
    clauses
        .map(|clause| format!("length {}", clause.trigger.length().name))
        .collect()
}

#[test]
fn every_length_is_tried_in_a_case_that_is_accepted() {
    let there = lengths_of(&files(&["policies/corpus/accept"]));
    let all = LENGTHS.iter().map(|one| format!("length {}", one.name));
    assert_eq!(lacking(&all.collect(), &there), [""; 0]);
}

/// Whether one of the texts has the words, with nothing of a word before and behind them.
fn stands(texts: &[String], words: &str) -> bool {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '-';
    texts.iter().any(|text| {
        text.match_indices(words).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + words.len()..].chars().next();
            !before.is_some_and(is_of_word) && !after.is_some_and(is_of_word)
        })
    })
}

#[test]
fn every_word_is_tried_in_a_case_that_is_refused() {
    let cases = files(&["policies/corpus/reject"]);
    let texts: Vec<_> = cases.iter().map(|path| read(path).text).collect();
    let deeds = DEEDS.iter().map(|one| one.name.to_owned());
    let events = EVENTS.iter().map(|one| format!("on {}", one.name));
    let functions = FUNCTIONS.iter().map(|one| format!("{}(", one.name));
    let sources = SOURCES.iter().map(|one| one.name.to_owned());
    let people = PERSON.iter().map(|one| format!(".{}", one.name));
    let lengths = LENGTHS.iter().map(|one| one.name.to_owned());
    let words = deeds
        .chain(events)
        .chain(functions)
        .chain(sources)
        .chain(people);
    let missing: Vec<_> = words
        .chain(lengths)
        .filter(|word| !stands(&texts, word.trim_start_matches('.').trim_end_matches('(')))
        .collect();
    assert_eq!(missing, [""; 0]);
}

/// Policies that scenarios run: those with a folder of them, and those with a file of them.
fn run_by_scenarios() -> Vec<PathBuf> {
    let mut found = shipped();
    found.extend(files(&["tests/meaning", "tests/promises"]));
    found.retain(|path| {
        path.with_extension("").is_dir() || path.with_extension("scenarios.kdl").is_file()
    });
    assert!(!found.is_empty());
    found
}

#[test]
fn every_deed_event_and_length_is_seen_at_work_by_scenarios() {
    let policies = run_by_scenarios();
    let mut there = used_by(&policies);
    there.extend(lengths_of(&policies));
    let mut words = all();
    words.retain(|word| word.starts_with("deed ") || word.starts_with("event "));
    words.extend(LENGTHS.iter().map(|one| format!("length {}", one.name)));
    assert_eq!(lacking(&words, &there), [""; 0]);
}

#[test]
fn every_row_says_what_it_is_for() {
    let docs = STARTS
        .iter()
        .map(|one| (one.name, one.doc))
        .chain(DEEDS.iter().map(|one| (one.name, one.doc)))
        .chain(SOURCES.iter().chain(PERSON).map(|one| (one.name, one.doc)))
        .chain(FUNCTIONS.iter().map(|one| (one.name, one.doc)));
    for (name, doc) in docs {
        assert!(doc.ends_with('.') && doc.contains(' '), "{name}: {doc}");
    }
}

#[test]
fn a_deed_names_what_its_route_asks_for() {
    for deed in DEEDS {
        assert!(!deed.needs.is_empty(), "{} needs no permission", deed.name);
        let (method, path) = deed.route.split_once(' ').unwrap();
        assert!(["GET", "PUT", "POST", "PATCH", "DELETE"].contains(&method));
        for part in path.split('{').skip(1) {
            let (name, _) = part.split_once('}').unwrap();
            let param = deed.params.iter().find(|param| param.name == name);
            let is_place = name == "channel"
                && deed
                    .params
                    .iter()
                    .any(|param| param.takes == Takes::Message);
            assert!(
                name == "guild" || is_place || param.is_some_and(|param| param.need != Need::May),
                "{}: `{name}` of its route may have no value",
                deed.name
            );
        }
        for param in deed.params {
            let is_told = match param.takes {
                Takes::Text { .. }
                | Takes::Duration { .. }
                | Takes::Count { .. }
                | Takes::Emoji
                | Takes::Openers => true,
                Takes::Member
                | Takes::Account
                | Takes::Role
                | Takes::Channel
                | Takes::Category
                | Takes::Message => false,
            };
            assert_eq!(
                param.goes != Goes::Named,
                is_told,
                "{}: where does `{}` end?",
                deed.name,
                param.name
            );
        }
        if deed.weighs {
            assert_ne!(deed.guard, Guard::Free, "{} harms somebody", deed.name);
        }
    }
}
