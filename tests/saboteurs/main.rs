//! Saboteurs (`src/sabotage`): each stands in one place, and for each some run of this project's tests fails.
//!
//! The second half needs the feature: `cargo test --features sabotage --test saboteurs`.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[cfg(feature = "sabotage")]
#[path = "../corpus/case.rs"]
mod case;
#[cfg(feature = "sabotage")]
mod caught;
#[cfg(feature = "sabotage")]
mod run;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use candor::sabotage::Saboteur;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The saboteurs that a text names, as often as it does.
fn named(text: &str) -> Vec<String> {
    let after = text.split("Saboteur::").skip(1);
    let names = after.map(|rest| {
        let name = rest.chars().take_while(|c| c.is_alphanumeric());
        name.collect()
    });
    names.collect()
}

#[test]
fn each_saboteur_stands_in_one_place() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for file in files
        .iter()
        .filter(|file| !file.ends_with("sabotage/mod.rs"))
    {
        for name in named(&fs::read_to_string(file).unwrap()) {
            *places.entry(name).or_default() += 1;
        }
    }
    let listed: BTreeMap<String, usize> = Saboteur::ALL
        .iter()
        .map(|one| (one.name().to_owned(), 1))
        .collect();
    assert_eq!(places, listed);
    assert!(listed.len() >= 60, "the list is the whole list");
}

#[test]
fn each_saboteur_says_what_it_does() {
    for one in Saboteur::ALL {
        let does = one.does().trim();
        assert!(does.ends_with('.'), "{}: {does}", one.name());
    }
}

#[test]
fn places_are_seen_however_they_are_written() {
    let text = "a.unless(Saboteur::Now);\nif !off(Saboteur::Let) {}\nOff(Saboteur::Let)";
    assert_eq!(named(text), ["Now", "Let", "Let"]);
}
