//! The notice and its neighbours through the command line, for the policies of the repository.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "notice/diff.rs"]
mod diff;
#[path = "notice/languages.rs"]
mod languages;
#[path = "notice/readable.rs"]
mod readable;
#[path = "notice/shipped.rs"]
mod shipped;
#[path = "notice/statements.rs"]
mod statements;
#[path = "notice/translated.rs"]
mod translated;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use candor::{
    compile, compile_with,
    emit::notice::{By, GROUNDS, Ground, Notice, Sentence, html, intents::review, notice},
    plan::Plan,
    syntax::{Files, Source, Unread},
    vocab::{Sources, Standing},
};
use serde_json::Value as Json;

fn candor(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("candor").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args);
    command
}

fn stdout(args: &[&str]) -> String {
    let output = candor(args).assert().success().get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

/// The files beside a policy.
struct Folder<'a>(&'a Path);

impl Files for Folder<'_> {
    fn read(&self, path: &str) -> Result<String, Unread> {
        fs::read_to_string(self.0.join(path)).map_err(|_| Unread::Missing)
    }
}

/// A policy that ships, with its catalogues.
fn compiled(name: &str) -> (Plan, std::sync::Arc<Sources>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let file = format!("{name}.kdl");
    let text = fs::read_to_string(folder.join(&file)).unwrap();
    let compiled = compile_with(&Source { file, text }, &Folder(&folder));
    (compiled.plan.unwrap(), compiled.sources)
}

/// Every policy that ships: `policies/*.kdl` and `examples/*.kdl`.
fn policies() -> Vec<(PathBuf, String, Notice)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = ["policies", "examples"].map(|name| root.join(name));
    let files = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok());
    let mut all = Vec::new();
    for path in files.flatten().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|end| end == "kdl") && !is_scenario(&path) {
            let text = fs::read_to_string(&path).unwrap();
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            let source = Source { file, text };
            let compiled = compile_with(&source, &Folder(path.parent().unwrap()));
            let plan = compiled
                .plan
                .unwrap_or_else(|| panic!("{} does not compile", path.display()));
            let notice = notice(&plan, &compiled.sources);
            all.push((path, source.text, notice));
        }
    }
    assert!(!all.is_empty());
    all
}

fn is_scenario(path: &std::path::Path) -> bool {
    let text = fs::read_to_string(path).unwrap();
    !text.lines().any(|line| line.starts_with("candor "))
}

/// A list without anything in it leaves a hole in its sentence.
#[test]
fn no_sentence_of_a_shipped_notice_has_a_hole() {
    for (path, _, notice) in policies() {
        for sentence in notice.sentences() {
            let holes = [": .", " .", ": ,", " ,", "  "];
            let said = &sentence.phrase.text;
            let hole = holes.iter().find(|hole| said.contains(**hole));
            assert!(hole.is_none(), "{}: {said}", path.display());
        }
    }
}

#[test]
fn every_sentence_of_a_shipped_notice_points_into_its_policy() {
    for (path, _, notice) in policies() {
        let texts = || std::iter::once(&notice.policy).chain(&notice.imports);
        let mut places = notice
            .sentences()
            .flat_map(|one| &one.places)
            .chain(notice.rows().flat_map(|one| &one.places));
        assert!(places.all(|place| {
            let text = texts().find(|text| text.file == place.file);
            place.first_line >= 1
                && text.is_some_and(|text| place.last_line as usize <= text.lines.len())
        }));
        assert!(
            notice.sentences().all(|one| !one.places.is_empty()),
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_link_of_a_shipped_page_leads_somewhere_and_every_message_renders() {
    for (path, _, notice) in policies() {
        let page = html(&notice);
        assert!(!page.contains('⟦'), "{}", path.display());
        let ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{}", path.display());
        for target in page
            .split("href=\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(
                unique.contains(&target),
                "{}: `#{target}` leads nowhere",
                path.display()
            );
        }
    }
}

#[test]
fn the_notice_is_written_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("deep/er");
    candor(&["notice", "tests/policies/keta-before.kdl", "-o"])
        .arg(&out)
        .assert()
        .success()
        .stdout("");
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    assert!(
        read("notice.html").starts_with("<!DOCTYPE html>"),
        "{}",
        &read("notice.html")[..40]
    );
    assert!(read("notice.md").starts_with("# Privacy notice of Keta"));
    assert!(
        read("notice.txt")
            .lines()
            .all(|line| line.chars().count() <= 78)
    );
    let json: Json = serde_json::from_str(&read("notice.json")).unwrap();
    assert_eq!(json["bot"], "Keta");
    assert_eq!(
        stdout(&["notice", "tests/policies/keta-before.kdl"]),
        read("notice.html")
    );
}

#[test]
fn what_the_notice_cannot_say_is_told_to_who_makes_it() {
    let told = |policy: &str| {
        let output = candor(&["notice", policy])
            .assert()
            .success()
            .get_output()
            .clone();
        String::from_utf8(output.stderr).unwrap()
    };
    let lacking = told("examples/notes.kdl");
    assert!(lacking.contains("no authority to complain to"), "{lacking}");
    assert!(
        lacking.contains("where the whole notice stands"),
        "{lacking}"
    );
    assert_eq!(told("tests/notice/sentences.kdl"), "");
}

#[test]
fn the_notice_of_a_policy_that_does_not_compile_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("bad.kdl");
    fs::write(
        &policy,
        "candor version=1 bot=\"X\" updated=\"2026-01-01\"\nfeture x\n",
    )
    .unwrap();
    for command in ["notice", "plan", "intents"] {
        candor(&[command]).arg(&policy).assert().code(1).stdout("");
    }
    candor(&["notice", "no-such-file.kdl"])
        .assert()
        .code(2)
        .stdout("");
}

#[test]
fn the_schema_describes_what_is_printed() {
    for (document, command) in [
        ("plan", "plan"),
        ("notice", "notice"),
        ("intents", "intents"),
    ] {
        let schema: Json = serde_json::from_str(&stdout(&["schema", "--of", document])).unwrap();
        let mut args = vec![command, "policies/keta.kdl"];
        if command != "plan" {
            args.extend(["--format", "json"]);
        }
        let printed: Json = serde_json::from_str(&stdout(&args)).unwrap();
        let told: BTreeSet<_> = schema["properties"].as_object().unwrap().keys().collect();
        let said: BTreeSet<_> = printed.as_object().unwrap().keys().collect();
        assert_eq!(told, said, "{document}");
    }
}

#[test]
fn a_longer_retention_is_a_material_change_and_a_shorter_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let policy = fs::read_to_string("tests/policies/keta-before.kdl").unwrap();
    let with = |days: &str| {
        let path = folder.path().join(format!("{days}.kdl"));
        assert!(policy.contains("guild.removed + 30d"));
        fs::write(
            &path,
            policy.replace("guild.removed + 30d", &format!("guild.removed + {days}")),
        )
        .unwrap();
        path
    };
    let diff = |old: &str, new: &str| candor(&["diff"]).arg(with(old)).arg(with(new)).assert();
    let longer = diff("30d", "60d").code(1);
    let said = String::from_utf8(longer.get_output().stdout.clone()).unwrap();
    assert!(
        said.contains("until 60 days after") && said.contains("1 material"),
        "{said}"
    );
    let shorter = diff("30d", "7d").code(0);
    let said = String::from_utf8(shorter.get_output().stdout.clone()).unwrap();
    assert!(said.contains("0 material, 1 other"), "{said}");
    diff("30d", "30d")
        .code(0)
        .stdout("Nothing changes for the people concerned.\n");
}

/// Every policy that compiles: those that ship, the accepted cases of the corpus, and the one beside this file.
fn plans() -> Vec<(PathBuf, Plan)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![
        root.join("policies/corpus/accept"),
        root.join("tests/notice/sentences.kdl"),
    ];
    for folder in ["policies", "examples"] {
        let all = fs::read_dir(root.join(folder)).unwrap();
        open.extend(
            all.map(|one| one.unwrap().path())
                .filter(|one| one.is_file()),
        );
    }
    let mut plans = Vec::new();
    while let Some(path) = open.pop() {
        if path.join("policy.kdl").is_file() {
            open.push(path.join("policy.kdl"));
            continue;
        }
        if path.is_dir() {
            let all = fs::read_dir(&path).unwrap();
            open.extend(all.map(|one| one.unwrap().path()));
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let files = Folder(path.parent().unwrap());
        let compiled = compile_with(&Source { file, text }, &files);
        plans.extend(compiled.plan.map(|plan| (path, plan)));
    }
    assert!(plans.len() > 40, "{}", plans.len());
    plans
}

#[test]
fn each_kind_of_sentence_is_said_of_some_bots_and_not_of_others() {
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    let mut plans = plans();
    // Only to a bot that runs Discord says which it is.
    let (path, mut running) = plans[0].clone();
    running.say_application(123_456_789_012_345_678, "Case#0001");
    plans.push((path, running));
    for (_, plan) in &plans {
        let notice = notice(plan, &Sources::default());
        let review = review(plan);
        let reviewed = review.intents.iter().flat_map(|one| &one.parts);
        let reviewed = reviewed.flat_map(|one| &one.sentences);
        let sentences = notice.sentences().chain(reviewed);
        let cells = notice.rows().flat_map(|row| &row.says);
        let kinds: BTreeSet<_> = sentences
            .map(|one| &one.says)
            .chain(cells)
            .map(String::as_str)
            .collect();
        for ground in GROUNDS {
            *said.entry(ground.says).or_default() += usize::from(kinds.contains(ground.says));
        }
    }
    let mut wrong = Vec::new();
    for ground in GROUNDS {
        let (n, says) = (said[ground.says], ground.says);
        if n == 0 {
            wrong.push(format!("no policy has `{says}`"));
        } else if (n == plans.len()) != ground.of_every_bot {
            wrong.push(format!("`{says}` is said of {n} bots of {}", plans.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_sentence_has_a_beginning() {
    for (path, plan) in plans() {
        let notice = notice(&plan, &Sources::default());
        for text in notice.sentences().map(|one| &one.phrase.text) {
            let begins = text.starts_with(|c: char| c.is_alphanumeric() || "/“«".contains(c));
            assert!(begins, "{}: {text}", path.display());
        }
    }
}

#[test]
fn the_operator_says_nothing_of_what_candor_makes() {
    let mut seen = 0;
    for (path, plan) in plans() {
        let notice = notice(&plan, &Sources::default());
        let made = plan.stores.iter().filter(|store| plan.is_made(store.id));
        for store in made {
            let anchor = format!("store-{}", store.name);
            let entry = notice.entries().find(|entry| entry.anchor == anchor);
            let entry = entry.unwrap_or_else(|| panic!("{}: no {anchor}", path.display()));
            let title = entry.title.as_deref().unwrap_or_default();
            assert!(!title.contains('“'), "{}: {title}", path.display());
            let stated = |one: &Sentence| one.standing == Standing::Stated;
            assert!(
                !entry.sentences.iter().any(stated),
                "{}: {title}",
                path.display()
            );
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn what_makes_a_sentence_true_is_there() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut kinds = BTreeSet::new();
    let mut wrong = Vec::new();
    for Ground {
        says,
        standings,
        by,
        ..
    } in GROUNDS
    {
        if !kinds.insert(says) {
            wrong.push(format!("`{says}` has two rows"));
        }
        let text = |file: &str| fs::read_to_string(root.join(file)).unwrap_or_default();
        let fits = match by {
            By::Judgement(file) => !text(file).is_empty(),
            By::Test(file, name) => {
                let is_policy = Path::new(file).extension().is_some_and(|end| end == "kdl");
                let declares = if is_policy {
                    format!("scenario \"{name}\" {{")
                } else {
                    format!("fn {name}(")
                };
                text(file).contains(&declares)
            }
            By::Word => *standings == [Standing::Stated],
        };
        if !fits {
            wrong.push(format!("`{says}`: {by:?} is not there"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const REVIEWED: &str = r#"
candor version=1 bot="Case" updated="2026-05-01"
controller "Example team" established=DE { contact email="privacy@example.org"; }
purpose p dpv=ServiceProvision "keep notes"
surface mod-log { receives user-content identifier }
feature asks default=on {
    basis consent purpose=p
    store note scope=guild {
        key user user-id subject=#true
        field n int default=0 category="activity user-content"
        retain "until guild.removed"
        on-erase delete
        export
    }
    on message {
        emit mod-log "{message.content}"
        update note key="author.id" { n "length(message.content)" }
    }
}
feature watches default=on {
    basis legitimate-interest purpose=p interest="z"
    store seen scope=guild {
        key user user-id subject=#true
        field n int default=0 category="activity user-content"
        retain "until guild.removed"
        on-erase delete suppress=#true
        export
    }
    on message { when "contains(message.content, 'zebra')" { update seen key="author.id" { n "seen.n + 1" } } }
    on message-edit { when "contains(message.content, 'bad')" { delete-message } }
    on member-join { dm to="member" "hi" }
}
"#;

#[test]
fn the_review_of_intents_does_not_contradict_itself() {
    let compiled = compile(&Source {
        file: "case.kdl".to_owned(),
        text: REVIEWED.to_owned(),
    });
    let review = review(&compiled.plan.unwrap());
    let parts = || review.intents.iter().flat_map(|one| &one.parts);
    let sentences = || parts().flat_map(|one| &one.sentences);
    let of = |feature: &str, says: &str| -> Vec<String> {
        let said = sentences().filter(|one| one.says == says);
        let texts = said.map(|one| one.phrase.text.clone());
        texts.filter(|text| text.contains(feature)).collect()
    };
    for forgotten in of("Watches", "review.forgotten") {
        assert!(!forgotten.contains("your id"), "{forgotten}");
    }
    assert!(!of("Watches", "review.stored").is_empty());
    assert!(!of("Asks", "review.asks").is_empty());
    assert!(of("Watches", "review.asks").is_empty());
    for reads in of("Asks", "review.reads-on") {
        assert!(!reads.contains("not what is read"), "{reads}");
    }
    for reads in of("Watches", "review.reads-on") {
        assert!(reads.contains("not what is read"), "{reads}");
    }
}

#[cfg(feature = "runtime")]
#[test]
fn what_the_notice_says_of_rights_is_so() {
    for policy in ["sentences", "told"] {
        candor(&["test", &format!("tests/notice/{policy}.kdl")])
            .assert()
            .success();
    }
}
