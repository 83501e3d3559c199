//! `candor diff` of what is said in another language.

use std::{fs, path::Path};

use serde_json::Value as Json;

use super::candor;

fn copy(to: &Path, change: impl Fn(&str) -> String) -> String {
    fs::create_dir(to).unwrap();
    for name in ["whale.kdl", "whale.de.ftl", "whale.fr.ftl"] {
        let text = fs::read_to_string(Path::new("policies").join(name)).unwrap();
        let text = if name == "whale.fr.ftl" {
            change(&text)
        } else {
            text
        };
        fs::write(to.join(name), text).unwrap();
    }
    to.join("whale.kdl").display().to_string()
}

#[test]
fn a_text_that_is_said_otherwise_in_french_is_told_and_is_not_material() {
    let folder = tempfile::tempdir().unwrap();
    let old = copy(&folder.path().join("old"), str::to_owned);
    let same = copy(&folder.path().join("same"), |text| {
        format!("# A comment.\n{text}")
    });
    let none = candor(&["diff", &old, &same]).output().unwrap();
    assert_eq!(none.status.code(), Some(0));
    let none = String::from_utf8(none.stdout).unwrap();
    assert_eq!(none, "Nothing changes for the people concerned.\n");

    let new = copy(&folder.path().join("new"), |text| {
        let lines = text.lines().map(|line| match line.split_once(" = ") {
            Some((key, said)) if key.starts_with("words-first-edition") => {
                format!("{key} = {said} Rien n’est gardé.")
            }
            _ => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    let told = candor(&["diff", &old, &new, "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(told.status.code(), Some(0), "not material");
    let told: Json = serde_json::from_slice(&told.stdout).unwrap();
    let changes = told["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{told:#}");
    assert_eq!(changes[0]["says"], "translation");
    let about = "In French: First edition of this notice.";
    assert_eq!(changes[0]["about"], about);
    let now = changes[0]["now"]["text"].as_str().unwrap();
    assert!(now.ends_with("Rien n’est gardé."), "{now}");
    let was = changes[0]["was"]["text"].as_str().unwrap();
    assert!(now.starts_with(was), "{was}: {now}");
}
