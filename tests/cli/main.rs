//! The compiler's commands as people and scripts call them: exit codes, and what goes where.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod mend;
mod new;
mod words;

use std::{
    fs,
    io::Read,
    process::{Output, Stdio},
};

use assert_cmd::Command;
use serde_json::Value;

const FAULTY: &str = "candor version=1 bot=\"Case\" updated=\"2026-01-01\"\ncontroller \"Ü\" established=DE {\n    contact email=\"a@example.org\"\n    respond-within 30d\n}\n";

fn candor(args: &[&str]) -> Output {
    candor_with(args, "")
}

/// With this on stdin.
fn candor_with(args: &[&str], stdin: &str) -> Output {
    Command::cargo_bin("candor")
        .unwrap()
        .write_stdin(stdin)
        .args(args)
        .env_remove("NO_COLOR")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A folder with one policy in it.
fn policy(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.kdl");
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn check_is_quiet_on_stdout_and_tells_by_its_exit_code() {
    let clean = candor(&["check", "policies/keta.kdl"]);
    assert_eq!(clean.status.code(), Some(0), "{}", text(&clean.stderr));
    assert!(clean.stdout.is_empty());

    let (_folder, path) = policy(FAULTY);
    let found = candor(&["check", &path]);
    assert_eq!(found.status.code(), Some(1));
    assert!(found.stdout.is_empty());
    let told = text(&found.stderr);
    assert!(told.contains("candor::syntax::malformed"), "{told}");
    assert!(told.contains("write `\"30d\"`"), "{told}");
    assert!(!told.contains('\u{1b}'), "no colours into a pipe: {told}");
}

#[test]
fn a_file_that_cannot_be_read_is_a_wrong_call() {
    for (args, told) in [
        (vec!["check", "nowhere.kdl"], "there is no file nowhere.kdl"),
        (vec!["check", "src"], "src is a folder"),
        (vec!["fmt", "nowhere.kdl"], "there is no file nowhere.kdl"),
        (vec!["check"], "required"),
        (
            vec!["explain", "candor::syntax::malformd"],
            "did you mean candor::syntax::malformed?",
        ),
        (
            vec!["explain", "policies/keta.kdl", "/wran"],
            "did you mean /warn?",
        ),
        (vec!["explain", "policies/keta.kdl"], "WHAT"),
        (vec!["explain", "kik"], "did you mean kick?"),
    ] {
        let output = candor(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            text(&output.stderr).contains(told),
            "{args:?}: {}",
            text(&output.stderr)
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin.kdl");
    fs::write(&path, b"a \"\xe4\"").unwrap();
    let output = candor(&["check", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is not UTF-8 at byte 3"));
}

#[test]
fn json_has_the_place_in_bytes_and_in_lines() {
    let (_folder, path) = policy(FAULTY);
    let output = candor(&["check", "--format", "json", &path]);
    assert_eq!(output.status.code(), Some(1));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let [finding] = found.as_array().unwrap().as_slice() else {
        unreachable!("{found}");
    };
    let at = FAULTY.find("30d").unwrap();
    assert_eq!(finding["code"], "candor::syntax::malformed");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["file"], path.as_str());
    assert_eq!(
        finding["span"],
        serde_json::json!({ "start": at, "end": at + 3, "line": 4, "column": 20, "end_line": 4, "end_column": 23 })
    );
    assert_eq!(finding["page"], "book/src/findings/malformed.md");
    let clean = candor(&["check", "--format", "json", "policies/keta.kdl"]);
    assert_eq!(text(&clean.stdout), "[]\n");
}

#[test]
fn sarif_names_each_rule_and_each_place() {
    let (_folder, path) = policy(FAULTY);
    let output = candor(&["check", "--format", "sarif", &path, "policies/keta.kdl"]);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], result["ruleId"]);
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"]["startLine"],
        4
    );
    assert_eq!(run["results"].as_array().unwrap().len(), 1);
}

#[test]
fn fmt_writes_check_only_tells_and_faults_are_left_alone() {
    let (_folder, path) = policy("a   1 // why\n\n\n\nb {c;d}\n");
    let told = candor(&["fmt", "--check", &path]);
    assert_eq!(told.status.code(), Some(1));
    assert_eq!(text(&told.stdout), format!("{path}\n"));
    assert!(fs::read_to_string(&path).unwrap().starts_with("a   1"));

    assert_eq!(candor(&["fmt", &path]).status.code(), Some(0));
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "a 1 // why\n\nb { c; d }\n"
    );
    assert_eq!(candor(&["fmt", "--check", &path]).status.code(), Some(0));

    let (_folder, path) = policy(FAULTY);
    assert_eq!(candor(&["fmt", &path]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(&path).unwrap(), FAULTY);
}

#[test]
fn explain_knows_the_parts_of_a_policy_and_the_codes() {
    for (what, told) in [
        ("/warn", "It needs the permission"),
        ("warn", "command \"/warn "),
        ("xp", "store xp, of the feature levels"),
        ("message-content", "read what messages say"),
        ("xp-min", "setting levels.xp-min"),
        ("message.content", "never \"message.content\" to=storage"),
        ("levels", "feature levels"),
        ("warning", "[enforced] "),
    ] {
        let output = candor(&["explain", "policies/keta.kdl", what]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{what}: {}",
            text(&output.stderr)
        );
        assert!(
            text(&output.stdout).contains(told),
            "{what}: {}",
            text(&output.stdout)
        );
    }
    let page = candor(&["explain", "malformed"]);
    assert!(text(&page.stdout).starts_with("# candor::syntax::malformed"));
    let word = candor(&["explain", "timeout"]);
    let word = text(&word.stdout);
    assert!(word.starts_with("step timeout\n  timeout member= for= [reason=]\n"));
    assert!(word.contains("The bot needs `moderate-members`."), "{word}");
    // A type, and a kind of option.
    let both = candor(&["explain", "channel"]);
    assert!(text(&both.stdout).contains("type channel\n"));
    assert!(text(&both.stdout).contains("kind of option channel\n"));
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = candor(&["completions", shell]);
        assert_eq!(script.status.code(), Some(0));
        for command in ["check", "fmt", "explain", "completions"] {
            assert!(text(&script.stdout).contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("candor"))
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut told = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut told)
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(told, "");
}

#[test]
fn hostile_nesting_is_answered_at_once() {
    let (_folder, path) = policy(&"a /-{".repeat(40));
    let started = std::time::Instant::now();
    let output = candor(&["check", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("candor::syntax::too-deep"));
    // Milliseconds; the rest is a machine that is busy with other tests.
    assert!(started.elapsed().as_secs() < 5);
}

/// A policy that imports `parts/hello.kdl`, in a folder of its own beside `secret.kdl`.
fn with_import(part: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let bot = folder.path().join("bot");
    std::fs::create_dir_all(bot.join("parts")).unwrap();
    std::fs::write(folder.path().join("secret.kdl"), "").unwrap();
    let policy = bot.join("bot.kdl");
    std::fs::write(
        &policy,
        "candor version=1 bot=\"Hi\" updated=\"2026-01-01\"\n\
         controller \"Us\" established=DE { contact email=\"us@example.org\"; }\n\
         import \"parts/hello\"\n",
    )
    .unwrap();
    std::fs::write(bot.join("parts/hello.kdl"), part).unwrap();
    let policy = policy.to_str().unwrap().to_owned();
    (folder, policy)
}

const HELLO: &str = "feature hello about=\"Says hello\" {\n    command \"/hello\" about=\"Say hello\" {\n        reply \"Hello {invoker.name}\"\n    }\n}\n";

#[test]
fn every_form_names_the_file_of_an_import() {
    let (_folder, path) = with_import(&HELLO.replace("name}", "nmae}"));
    let part = path.replace("bot.kdl", "parts/hello.kdl");
    let shown = candor(&["check", &path]);
    let shown = text(&shown.stderr);
    assert!(shown.contains(&format!("[{part}:3:")), "{shown}");
    assert!(shown.contains("imported here"), "{shown}");
    let json = candor(&["check", "--format", "json", &path]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json[0]["file"], part);
    assert_eq!(json[0]["span"]["line"], 3);
    assert_eq!(json[0]["labels"][1]["file"], path);
    let sarif = candor(&["check", "--format", "sarif", &path]);
    let sarif: serde_json::Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let uri = |location: &serde_json::Value| {
        let uri = &location["physicalLocation"]["artifactLocation"]["uri"];
        uri.as_str().unwrap().to_owned()
    };
    let result = &sarif["runs"][0]["results"][0];
    assert!(uri(&result["locations"][0]).ends_with("parts/hello.kdl"));
    assert!(uri(&result["relatedLocations"][0]).ends_with("bot.kdl"));
}

#[test]
fn explain_and_the_notice_point_into_an_import() {
    let (_folder, path) = with_import(HELLO);
    let told = candor(&["explain", &path, "/hello"]);
    let told = text(&told.stdout);
    assert!(told.contains("parts/hello.kdl:2-4"), "{told}");
    assert!(told.contains("reply \"Hello {invoker.name}\""), "{told}");
    let notice = candor(&["notice", &path]);
    let notice = text(&notice.stdout);
    assert!(notice.contains("href=\"#I1L1\""), "{notice}");
    assert!(notice.contains("id=\"I1L1\""), "{notice}");
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_folder_is_not_followed() {
    let (folder, path) = with_import(HELLO);
    let part = folder.path().join("bot/parts/hello.kdl");
    std::fs::remove_file(&part).unwrap();
    std::os::unix::fs::symlink(folder.path().join("secret.kdl"), &part).unwrap();
    let told = candor(&["check", &path]);
    let told = text(&told.stderr);
    assert!(told.contains("candor::import::outside"), "{told}");
    std::fs::remove_file(&part).unwrap();
    std::fs::create_dir(&part).unwrap();
    let told = candor(&["check", &path]);
    let told = text(&told.stderr);
    assert!(told.contains("`parts/hello.kdl` is a folder"), "{told}");
}
