//! `candor test` as a process: Keta keeps its promises, and a promise that is not kept is told.

#![cfg(feature = "runtime")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[expect(dead_code, reason = "the vault's tests crash it as well")]
#[path = "vault/cluster.rs"]
mod cluster;

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use cluster::Cluster;
use serde_json::Value;
use tempfile::TempDir;

fn candor() -> Command {
    let mut command = Command::cargo_bin("candor").unwrap();
    command
        .env("NO_COLOR", "1")
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Keta in a folder of its own, with this scenario file beside it.
fn beside_keta(scenarios: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let policy = dir.path().join("keta.kdl");
    let keta = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/keta.kdl");
    fs::copy(&keta, &policy).unwrap();
    for language in ["fr", "de"] {
        let catalogue = format!("{language}.ftl");
        fs::copy(
            keta.with_extension(&catalogue),
            policy.with_extension(&catalogue),
        )
        .unwrap();
    }
    fs::write(dir.path().join("keta.scenarios.kdl"), scenarios).unwrap();
    (dir, policy)
}

/// Exit code, stdout and stderr.
fn test(scenarios: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let (_dir, policy) = beside_keta(scenarios);
    let done = candor()
        .arg("test")
        .arg(policy)
        .args(more)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

const WORLD: &str =
    "server lounge { member mod permissions=\"moderate-members\"; member ann; role games }";
const WARNED: &str = "as mod \"/warn\" member=ann reason=\"spam\"";

#[test]
fn keta_keeps_its_promises() {
    let done = candor()
        .args(["test", "policies/keta.kdl", "--format", "json"])
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    let all = told["scenarios"].as_array().unwrap();
    let failed: Vec<_> = all.iter().filter(|one| one["passed"] != true).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(done.status.code(), Some(0));
    for id in [
        "T1", "T2", "T3", "T4", "T5", "T6", "T9", "T15", "T16", "T18", "T19", "T23",
    ] {
        let prefix = format!("{id} ");
        let named = |one: &Value| one["name"].as_str().unwrap().starts_with(&prefix);
        assert!(all.iter().any(named), "{id} has no scenario");
    }
}

#[test]
fn kelpyyium_keeps_its_promises() {
    let told = carried_out("policies/kelpyyium.kdl", &[]);
    for id in [
        "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10", "K13", "K14", "K15", "K16",
        "K17", "K18", "K19", "K21", "K25", "K26", "K27", "K28",
    ] {
        let prefix = format!("{id} ");
        let named = |one: &Value| one["name"].as_str().unwrap().starts_with(&prefix);
        let all = told["scenarios"].as_array().unwrap();
        assert!(all.iter().any(named), "{id} has no scenario");
    }
}

#[test]
fn mail_system_keeps_its_promises() {
    let told = carried_out("policies/mail-system.kdl", &[]);
    for id in [
        "M1", "M2", "M6", "M7", "M8", "M9", "M10", "M11", "M12", "M13", "M14", "M15", "M17", "M18",
        "M19",
    ] {
        let named = |one: &Value| {
            let name = one["name"].as_str().unwrap();
            name.split(' ').take(4).any(|word| word == id)
        };
        let all = told["scenarios"].as_array().unwrap();
        assert!(all.iter().any(named), "{id} has no scenario");
    }
}

#[test]
fn mail_system_keeps_its_promises_in_postgresql() {
    in_postgresql("policies/mail-system.kdl");
}

fn in_postgresql(policy: &str) {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let told = carried_out(policy, &[]);
    let count = told.get("scenarios").unwrap().as_array().unwrap().len();
    for number in 0..count {
        cluster.sql("postgres", &format!("CREATE DATABASE bot{number}"));
    }
    let address = cluster.address("bot{}");
    carried_out(policy, &["--databases", &address]);
    assert!(
        cluster.sql(
            "bot0",
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ) != "0"
    );
}

#[test]
fn ralsei_keeps_its_promises() {
    let told = carried_out("policies/ralsei.kdl", &[]);
    for id in [
        "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R15", "R16", "R17",
        "R18", "R19", "R20", "R21",
    ] {
        // What the operator states is one scenario.
        let named = |one: &Value| {
            let name = one["name"].as_str().unwrap();
            name.split(' ').take(8).any(|word| word == id)
        };
        let all = told["scenarios"].as_array().unwrap();
        assert!(all.iter().any(named), "{id} has no scenario");
    }
}

#[test]
fn ralsei_keeps_its_promises_in_postgresql() {
    in_postgresql("policies/ralsei.kdl");
}

#[test]
fn whale_keeps_its_promises() {
    let told = carried_out("policies/whale.kdl", &[]);
    for id in ["W1", "W2", "W3", "W4", "W5", "W6", "W8", "W9", "W10", "W16"] {
        // A scenario can try several statements.
        let named = |one: &Value| {
            let name = one["name"].as_str().unwrap();
            name.split(' ').take(4).any(|word| word == id)
        };
        let all = told["scenarios"].as_array().unwrap();
        assert!(all.iter().any(named), "{id} has no scenario");
    }
}

#[test]
fn kelpyyium_keeps_its_promises_in_postgresql() {
    in_postgresql("policies/kelpyyium.kdl");
}

#[test]
fn whale_keeps_its_promises_in_postgresql() {
    in_postgresql("policies/whale.kdl");
}

/// What `candor test` says of a policy that keeps its promises.
fn carried_out(policy: &str, more: &[&str]) -> Value {
    let done = candor()
        .args(["test", policy, "--format", "json"])
        .args(more)
        .output()
        .unwrap();
    let trouble = String::from_utf8_lossy(&done.stderr);
    let told: Value = serde_json::from_slice(&done.stdout).unwrap_or_else(|_| panic!("{trouble}"));
    let all = told.get("scenarios").unwrap().as_array().unwrap();
    let failed: Vec<_> = all.iter().filter(|one| one["passed"] != true).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(done.status.code(), Some(0));
    told
}

/// What policies promise that do not ship: each has its scenarios beside it.
#[test]
fn policies_of_the_tests_keep_their_promises() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/promises");
    let mut ran = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.to_str().unwrap().ends_with(".scenarios.kdl") {
            continue;
        }
        let done = candor().arg("test").arg(&path).output().unwrap();
        let told = String::from_utf8_lossy(&done.stdout);
        let trouble = String::from_utf8_lossy(&done.stderr);
        assert_eq!(
            done.status.code(),
            Some(0),
            "{}\n{told}{trouble}",
            path.display()
        );
        ran += 1;
    }
    assert!(ran > 0);
}

#[test]
fn the_examples_keep_their_promises() {
    for example in [
        "accounts",
        "badges",
        "bans",
        "birthdays",
        "everything",
        "levels",
        "moderation",
        "newcomers",
        "notes",
        "reminders",
        "reports",
        "rooms",
        "suggestions",
        "team",
        "tickets",
        "verification",
        "warnings",
        "welcome",
    ] {
        let done = candor()
            .args(["test", &format!("examples/{example}.kdl")])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(0), "{example}: {told}");
    }
}

/// Runs the scenarios of an example after its policy was changed; the names of those that failed.
fn failing(example: &str, was: &str, now: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let dir = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root.join(format!("{example}.kdl"))).unwrap();
    assert!(text.contains(was), "`{was}` is not in {example}");
    let policy = dir.path().join(format!("{example}.kdl"));
    fs::write(&policy, text.replace(was, now)).unwrap();
    fs::create_dir(dir.path().join(example)).unwrap();
    for file in fs::read_dir(root.join(example)).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), dir.path().join(example).join(file.file_name())).unwrap();
    }
    let done = candor()
        .arg("test")
        .arg(&policy)
        .args(["--format", "json"])
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    let all = told.get("scenarios").and_then(Value::as_array).unwrap();
    let word = |one: &Value| one.get("name").and_then(Value::as_str).unwrap().to_owned();
    let passed = |one: &Value| one.get("passed").and_then(Value::as_bool).unwrap();
    all.iter().filter(|one| !passed(one)).map(word).collect()
}

#[test]
fn a_flow_that_nobody_finishes_is_told() {
    let failed = failing(
        "verification",
        "finish attempt key=\"member.id\"",
        "when \"member.id == bot.id\" { finish attempt key=\"member.id\" }",
    );
    let expected = [
        "what was begun is gone when it is finished",
        "what is finished stays so over a restart",
    ];
    assert_eq!(failed, expected);
}

#[test]
fn an_attack_that_is_not_held_is_told() {
    let attack = "an attack deletes nothing for a day, and only the recovery sees it";
    let unnoticed = failing("team", "hold departures=3", "hold departures=4");
    for name in [attack, "a restart in the middle of an attack loses nothing"] {
        assert!(unnoticed.iter().any(|one| one == name), "{unnoticed:?}");
    }
    let unseen = failing("team", " reads-held=#true", "");
    assert!(unseen.iter().any(|one| one == attack), "{unseen:?}");
}

/// Every expectation can fail: a harness that never says no proves nothing.
#[test]
fn what_is_not_so_is_told() {
    let wrong = [
        "expect reply contains=\"Recorded\" ephemeral=#false",
        "expect reply equals=\"Recorded\"",
        "expect reply matches=\"^no$\"",
        "expect reply lacks=\"Recorded\"",
        "expect no-reply",
        "expect message contains=\"warned\"",
        "expect no-message from=mod contains=\"said by mod\"",
        "expect dm to=ann contains=\"banned\"",
        "expect no-dm to=ann",
        "expect dm to=mod",
        "expect store warning count=2",
        "expect no-store warning",
        "expect store warning count=1 of=owner",
        "expect row warning member=mod",
        "expect row warning reason=\"other\"",
        "expect no-row warning member=ann",
        "expect fields warning id member moderator reason",
        "expect role ann games",
        "expect timeout ann",
        "expect no-member ann",
        "expect export of=ann contains=\"nothing\"",
        "expect no-export of=ann contains=\"spam\"",
        // In plain text in the engine's own configuration file.
        "expect unreadable \"use_compression\"",
        // In a row, which no file shows.
        "expect unreadable ann",
        "expect unreadable mod",
        "expect unreadable \"spam\"",
        "expect no-trace ann",
        "expect deed kick member=ann",
        "expect refused",
        "expect button label=\"Verify\"",
        "expect reaction \"👍\"",
        "expect command \"/nothing\"",
        "expect no-command \"/warn\"",
        "expect notice contains=\"heffalump\"",
        "expect no-notice contains=\"The operator’s word. Where servers stand, who can reach the machines, what the law may ask for: no program can prove these.\"",
    ];
    let before = format!("{WORLD}\nas mod \"said by mod\"\n{WARNED}");
    let scenario = |(number, line)| format!("scenario \"wrong {number}\" {{\n{before}\n{line}\n}}");
    let scenarios: Vec<String> = wrong.iter().enumerate().map(scenario).collect();
    let scenarios = scenarios.join("\n");
    let (code, out, errors) = test(&scenarios, &[]);
    assert_eq!(code, Some(1), "{out}{errors}");
    assert!(
        out.ends_with(&format!("0 passed, {} failed\n", wrong.len())),
        "{out}"
    );
    for line in wrong {
        assert!(errors.contains(line), "{line} is not shown:\n{errors}");
    }
}

#[test]
fn a_deed_is_told_from_others_by_each_of_its_values() {
    let values = ["member=mod", "for=\"20m\"", "reason=\"other\"", "count=2"];
    let world = format!(
        "{WORLD}\nas owner \"/config set auto-moderation\" enabled=#true \\\n    blocked-words=heffalump timeout-for=\"10m\"\nas ann \"a heffalump\""
    );
    let right = "expect deed timeout member=ann for=\"10m\" reason=\"Auto-moderation\" count=1";
    let scenarios: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(number, value)| {
            format!(
                "scenario \"wrong {number}\" {{\n{world}\n{right}\nexpect deed timeout {value}\n}}"
            )
        })
        .collect();
    let (code, out, errors) = test(&scenarios.join("\n"), &[]);
    assert_eq!(code, Some(1), "{out}{errors}");
    for value in values {
        assert!(
            errors.contains(&format!("expect deed timeout {value}")),
            "{value}:\n{errors}"
        );
    }
}

#[test]
fn a_failure_shows_the_line_what_was_expected_and_what_happened() {
    let scenario = format!(
        "scenario \"nobody is warned\" {{\n    {WORLD}\n    {WARNED}\n    expect store warning count=0\n}}\n"
    );
    let (code, out, errors) = test(&scenario, &[]);
    assert_eq!(code, Some(1));
    assert!(out.starts_with("FAIL  nobody is warned"), "{out}");
    assert!(out.ends_with("0 passed, 1 failed\n"), "{out}");
    for part in [
        "expected 0 rows of `warning`",
        "keta.scenarios.kdl:4:5",
        "found 1",
        "member=@ann",
        "reason=`spam`",
    ] {
        let flat: String = errors.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(part), "{part} is missing:\n{errors}");
    }
    let (_, json, _) = test(&scenario, &["--format", "json"]);
    let told: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(told["failed"], 1);
    let failure = &told["scenarios"][0]["failure"];
    assert_eq!(
        (&failure["line"], &failure["column"]),
        (&4.into(), &5.into())
    );
    assert_eq!(failure["step"], "expect store warning count=0");
}

#[test]
fn mistakes_in_a_scenario_are_found_before_anything_runs() {
    let cases = [
        ("advnace \"1d\"", "advance"),
        ("as mod \"/wran\" member=ann reason=\"x\"", "warn"),
        (
            "as mod \"/warn\" membr=ann reason=\"x\" member=ann",
            "member",
        ),
        ("as mod \"/warn\" member=anne reason=\"x\"", "ann"),
        ("as mod \"/warn\" member=ann", "reason"),
        ("as mod \"/config set lvels\" enabled=#true", "levels"),
        ("as anna \"hello\"", "ann"),
        ("as ann jions lounge", "joins"),
        ("expect store warnig count=0", "warning"),
        ("expect row warning reson=\"x\"", "reason"),
        ("expect rply", "reply"),
        ("expect role ann gmes", "games"),
        ("bot-removed loung", "lounge"),
    ];
    for (line, meant) in cases {
        let (code, out, errors) = test(
            &format!("scenario \"x\" {{ {WORLD}\n{line}\nexpect no-reply }}"),
            &[],
        );
        assert_eq!(code, Some(1), "{line}\n{out}{errors}");
        assert_eq!(out, "", "{line} ran");
        assert!(
            errors.contains("candor::scenario::") && errors.contains(meant),
            "{line}\n{errors}"
        );
        assert_eq!(
            errors.matches("candor::scenario::").count(),
            1,
            "{line}\n{errors}"
        );
    }
}

#[test]
fn what_discord_refused_does_not_pass_for_done() {
    let refused = "as ann \"/custom add\" name=rules response=\"Be kind.\"";
    let silent = format!(
        "scenario \"a\" {{ {WORLD}\n{refused}\n{WARNED}\nexpect store custom-command count=0 }}"
    );
    let (code, _, errors) = test(&silent, &[]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("Discord refused"), "{errors}");
    let told = format!(
        "scenario \"a\" {{ {WORLD}\n{refused}\nexpect refused\n{WARNED}\nexpect store warning }}"
    );
    assert_eq!(test(&told, &[]).0, Some(0));
}

#[test]
fn nothing_to_run_is_a_wrong_call() {
    let (code, _, errors) = test(
        "scenario \"a\" { server s; expect store warning count=0 }",
        &["zzz"],
    );
    assert_eq!(code, Some(2), "{errors}");
    assert!(errors.contains("zzz"), "{errors}");
    let (dir, policy) = beside_keta("");
    fs::remove_file(dir.path().join("keta.scenarios.kdl")).unwrap();
    let done = candor().arg("test").arg(policy).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("no scenarios"));
}

#[test]
fn a_number_names_one_statement() {
    let two = "scenario \"T1 one\" { server s; expect store warning count=0 }\nscenario \"T15 other\" { server s; expect store warning count=0 }";
    let (code, out, _) = test(two, &["T1"]);
    assert_eq!(code, Some(0));
    assert!(
        out.contains("T1 one") && !out.contains("T15") && out.ends_with("1 passed, 0 failed\n"),
        "{out}"
    );
}

/// What people can do that the bot is to hear of, and what Discord refuses them.
const PEOPLE: &str = r#"
server lounge screening=#true {
    member mod permissions="manage-messages pin-messages"
    member ann
    member new pending=#true
    channel general
    channel log
    channel ideas kind="forum"
}

scenario "people pass on, ask, pin, clear and agree" {
    as new "hi"
    expect refused contains="50013"
    as new agrees
    as new "hi" id=hi
    as ann react "👍" on=hi super=#true
    expect reaction "👍" on=hi by=ann
    as mod clears "👍" on=hi
    expect no-reaction "👍" on=hi
    as ann react "👍" on=hi
    as mod clears on=hi
    expect no-reaction "👍" on=hi
    as ann clears on=hi
    expect refused contains="50013"
    as mod pins hi
    expect no-refused
    as mod unpins hi
    expect no-refused
    as ann pins hi
    expect refused contains="50013"
    as ann forwards hi in=log id=passed
    expect message in=log from=ann count=1
    as ann "Which game?" poll="chess, go" id=asked
    expect message in=general from=ann count=1
    as ann edits "Which?" on=asked
    expect refused contains="520003"
    as ann "hi" in=ideas
    expect refused contains="50008"
}
"#;

#[test]
fn people_do_with_messages_what_they_can_do_on_discord() {
    let (code, _, told) = test(PEOPLE, &[]);
    assert_eq!(code, Some(0), "{told}");
    let wrong = PEOPLE.replace("kind=\"forum\"", "kind=\"forun\"");
    let (code, _, told) = test(&wrong, &[]);
    assert!(
        code != Some(0) && told.contains("no kind of channel `forun`"),
        "{told}"
    );
}
