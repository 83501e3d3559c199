//! What the words of the language mean: each policy in `meaning/` with the scenarios beside it, through the running bot.

#![cfg(feature = "runtime")]

use std::{fs, path::Path};

use assert_cmd::Command;
use serde_json::Value;

#[test]
fn policies_do_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/meaning");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let is_policy = |path: &std::path::PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with(".kdl") && !name.ends_with(".scenarios.kdl")
    };
    let mut policies: Vec<_> = files.filter(is_policy).collect();
    policies.sort();
    let mut failed = Vec::new();
    for policy in &policies {
        let done = Command::cargo_bin("candor")
            .unwrap()
            .env("NO_COLOR", "1")
            .arg("test")
            .arg(policy)
            .args(["--format", "json"])
            .output()
            .unwrap();
        let told: Result<Value, _> = serde_json::from_slice(&done.stdout);
        let Ok(told) = told else {
            failed.push(String::from_utf8_lossy(&done.stderr).into_owned());
            continue;
        };
        let all = told["scenarios"].as_array().unwrap();
        assert!(!all.is_empty(), "{}", policy.display());
        let lost = all.iter().filter(|one| one["passed"] != true);
        failed.extend(lost.map(|one| format!("{}: {one:#}", policy.display())));
    }
    assert!(
        policies.len() > 1 && failed.is_empty(),
        "{}",
        failed.join("\n")
    );
}
