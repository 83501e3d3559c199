//! What the command line says of itself, and of what does not work.

use std::{fs, net::TcpListener, process::Output};

use assert_cmd::Command;

use super::{FAULTY, candor, candor_with, policy, text};

const KETA: &str = "policies/keta.kdl";

#[test]
fn a_policy_on_stdin_is_checked_and_laid_out() {
    let notes = fs::read_to_string("examples/notes.kdl").unwrap();
    let clean = candor_with(&["check", "-"], &notes);
    assert_eq!(clean.status.code(), Some(0), "{}", text(&clean.stderr));
    let found = candor_with(&["check", "-"], FAULTY);
    assert_eq!(found.status.code(), Some(1));
    assert!(
        text(&found.stderr).contains("[<stdin>:4:"),
        "{}",
        text(&found.stderr)
    );
    let json = candor_with(&["check", "--format", "json", "-"], FAULTY);
    assert!(text(&json.stdout).contains("\"file\": \"<stdin>\""));

    let laid = candor_with(&["fmt", "-"], "a   1\n\n\n\nb {c;d}\n");
    assert_eq!(laid.status.code(), Some(0));
    assert_eq!(text(&laid.stdout), "a 1\n\nb { c; d }\n");
    assert_eq!(text(&candor_with(&["fmt", "-"], "a 1\n").stdout), "a 1\n");
    let told = candor_with(&["fmt", "--check", "-"], "a   1\n");
    assert_eq!(
        (told.status.code(), text(&told.stdout)),
        (Some(1), "<stdin>\n")
    );
    assert_eq!(candor_with(&["fmt", "-"], FAULTY).status.code(), Some(1));
}

#[test]
fn a_diff_of_what_does_not_compile_is_no_change() {
    let (_folder, faulty) = policy(FAULTY);
    for args in [["diff", KETA, &faulty], ["diff", &faulty, KETA]] {
        let told = candor(&args);
        assert_eq!(told.status.code(), Some(3), "{}", text(&told.stderr));
        assert!(told.stdout.is_empty());
    }
    assert_eq!(
        candor(&["diff", KETA, "nowhere.kdl"]).status.code(),
        Some(2)
    );
    assert_eq!(candor(&["diff", KETA, KETA]).status.code(), Some(0));
    let help = candor(&["diff", "--help"]);
    assert!(text(&help.stdout).contains("3 when a policy does not compile"));
}

#[test]
fn the_readme_names_every_command() {
    let help = candor(&["--help"]);
    let readme = fs::read_to_string("README.md").unwrap();
    let listed = text(&help.stdout).split("Commands:\n").nth(1).unwrap();
    let commands = listed.lines().take_while(|line| !line.is_empty());
    // What help says about a command can go over lines; a name stands two blanks in.
    let names = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> = names
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names.into_iter().filter(|name| *name != "help") {
        assert!(
            readme.contains(&format!("`candor {name}")),
            "`candor {name}`"
        );
    }
}

/// As whoever runs a bot calls it, with a key of nobody's.
fn operator(args: &[&str], key_file: &str, data: &str) -> Output {
    Command::cargo_bin("candor")
        .unwrap()
        .args(args)
        .env_remove("CANDOR_KEY")
        .env("CANDOR_KEY_FILE", key_file)
        .env("CANDOR_DATA", data)
        .env("DISCORD_TOKEN", "MTIz.a.b")
        .output()
        .unwrap()
}

#[test]
#[cfg(unix)]
fn what_the_system_refuses_is_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    fs::write(&key, "00".repeat(32)).unwrap();
    let key = key.to_str().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, port) = (
        taken.local_addr().unwrap().to_string(),
        taken.local_addr().unwrap().port().to_string(),
    );
    let below = format!("{key}/there");
    for (args, said) in [
        (
            vec!["notice", KETA, "-o", &below],
            "a part of the path is a file",
        ),
        (
            vec!["play", KETA, "--port", &port, "--data", &below],
            "another program uses it",
        ),
        (
            vec!["play", KETA, "--data", &below],
            "a part of the path is a file",
        ),
        (vec!["sandbox", "--port", &port], "another program uses it"),
        // Before Discord is asked for anything: nothing answers there.
        (
            vec![
                "run",
                KETA,
                "--discord",
                "http://127.0.0.1:1",
                "--listen",
                &address,
            ],
            "another program uses it",
        ),
        (
            vec!["run", KETA, "--discord", "http://127.0.0.1:1"],
            "Discord cannot be reached",
        ),
        (
            vec!["new", &below, "--template", "welcome"],
            "a part of the path is a file",
        ),
        (vec!["check", &below], "cannot be read"),
    ] {
        let told = operator(&args, key, folder.path().join("data").to_str().unwrap());
        let errors = text(&told.stderr);
        assert_eq!(told.status.code(), Some(2), "{args:?}: {errors}");
        assert!(errors.contains(said), "{args:?}: {errors}");
        assert!(!errors.contains("os error"), "{args:?}: {errors}");
    }
    for (key_file, data) in [("/nowhere/key", "data"), (key, &below)] {
        let told = operator(&["data", "list", KETA], key_file, data);
        let errors = text(&told.stderr);
        assert_eq!(told.status.code(), Some(2), "{errors}");
        assert!(!errors.contains("os error"), "{errors}");
    }
}

#[test]
fn somebody_is_named_by_an_id() {
    for args in [
        vec!["data", "show", KETA, "ann"],
        vec!["data", "erase", KETA, "@ann", "--yes"],
        vec!["data", "export", KETA, "<@111222333444555666>"],
        vec![
            "data",
            "show",
            KETA,
            "111222333444555666",
            "--server",
            "lounge",
        ],
        vec!["data", "erase-server", KETA, "lounge"],
        vec!["data", "show", KETA, "+5"],
    ] {
        let told = candor(&args);
        let errors = text(&told.stderr);
        assert_eq!(told.status.code(), Some(2), "{args:?}: {errors}");
        assert!(errors.contains("Copy ID"), "{args:?}: {errors}");
    }
}

#[test]
#[cfg(unix)]
fn every_command_with_a_key_warns_of_one_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    fs::write(&key, "00".repeat(32)).unwrap();
    let allow = |mode| fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
    let (name, data) = (key.to_str().unwrap(), folder.path().join("data"));
    let data = data.to_str().unwrap();
    for args in [
        vec!["data", "list", KETA],
        vec!["data", "stats", KETA],
        vec!["data", "show", KETA, "111222333444555666"],
        vec!["data", "requests"],
        vec!["data", "requests", KETA],
        vec!["data", "copy", KETA, data, "elsewhere"],
        vec!["backup", KETA],
        vec!["restore", KETA, "backup", "--yes"],
        vec!["keys", "status"],
        vec!["keys", "rotate"],
        vec!["run", KETA, "--discord", "http://127.0.0.1:1"],
    ] {
        allow(0o644);
        let told = operator(&args, name, data);
        let warned = format!("help: chmod 600 {name}");
        assert!(
            text(&told.stderr).contains(&warned),
            "{args:?}: {}",
            text(&told.stderr)
        );
        allow(0o600);
        let told = operator(&args, name, data);
        assert!(!text(&told.stderr).contains("chmod"), "{args:?}");
    }
}
