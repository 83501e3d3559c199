//! `candor new`: from each template to a policy that checks, is laid out, and passes its scenarios.

use std::{fs, path::Path};

use super::{candor, text};

const TEMPLATES: [&str; 5] = ["welcome", "levels", "moderation", "tickets", "all"];

#[test]
fn each_template_checks_and_passes_its_scenarios() {
    for template in TEMPLATES {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("my-bot");
        let folder = folder.to_str().unwrap();
        let made = candor(&["new", folder, "--template", template]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        for path in text(&made.stdout).lines() {
            assert!(Path::new(path).is_file(), "{path}");
        }
        let [policy, scenarios] =
            ["bot.kdl", "bot.scenarios.kdl"].map(|name| format!("{folder}/{name}"));
        let written = fs::read_to_string(&policy).unwrap();
        assert!(written.contains("bot=\"My-bot\""), "{written}");
        assert!(
            !written.contains("examples/") && !written.contains("book/src"),
            "{written}"
        );
        let checked = candor(&["check", &policy]);
        assert!(
            text(&checked.stderr).ends_with("nothing found\n"),
            "{}",
            text(&checked.stderr)
        );
        let laid = candor(&["fmt", "--check", &policy, &scenarios]);
        assert_eq!(
            laid.status.code(),
            Some(0),
            "{template}: {}",
            text(&laid.stdout)
        );
        let tested = candor(&["test", &policy]);
        assert_eq!(tested.status.code(), Some(0), "{}", text(&tested.stdout));
        assert!(text(&tested.stdout).contains("\nok ") || text(&tested.stdout).starts_with("ok "));

        // The workflow runs what ran here, and git leaves out what the bot keeps.
        let read = |name: &str| fs::read_to_string(Path::new(folder).join(name)).unwrap();
        let workflow = read(".github/workflows/candor.yml");
        for run in [
            "candor check bot.kdl",
            "candor fmt --check bot.kdl bot.scenarios.kdl",
            "candor test bot.kdl",
        ] {
            assert!(workflow.contains(&format!("- run: {run}\n")), "{run}");
        }
        assert!(read(".gitignore").contains("\n.candor/\n"));
    }
}

#[test]
fn all_imports_every_feature_that_goes_together() {
    let all = fs::read_to_string("examples/everything.kdl").unwrap();
    for file in fs::read_dir("policies/std").unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "kdl") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(all.contains(&format!("std/{name}")), "{name}");
        }
    }
}

#[test]
fn nothing_that_is_there_is_written_over() {
    for there in ["bot.kdl", ".gitignore", ".github/workflows/candor.yml"] {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(there);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine").unwrap();
        let folder = home.path().to_str().unwrap();
        let refused = candor(&["new", folder, "--template", "welcome", "--name", "Hi"]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains("is there already"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        let count = walk(home.path());
        assert_eq!(count, 1, "{there}");
    }
}

fn walk(folder: &Path) -> usize {
    let all = fs::read_dir(folder).unwrap().map(|one| one.unwrap().path());
    all.map(|path| if path.is_dir() { walk(&path) } else { 1 })
        .sum()
}

#[test]
fn who_names_no_template_is_told_which_there_are() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("bot");
    let folder = folder.to_str().unwrap();
    for args in [
        vec!["new", folder],
        vec!["new", folder, "--template", "welcom"],
    ] {
        let told = candor(&args);
        assert_eq!(told.status.code(), Some(2));
        for template in TEMPLATES {
            assert!(
                text(&told.stderr).contains(&format!("  {template} ")),
                "{template}"
            );
        }
    }
    let named = ["new", folder, "--template", "welcome", "--name", "a \"b\""];
    assert_eq!(candor(&named).status.code(), Some(2));
    assert!(!Path::new(folder).exists());
}
