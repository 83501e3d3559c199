//! Every command beside a bot, as it is without one; and those that want the bot to be stopped.

use std::{fs, os::unix::fs::PermissionsExt as _};

use candor::{sandbox::VirtualClock, vault::SealedVault, vocab::Duration};
use serde_json::Value as Json;

use crate::{
    cluster::Cluster,
    live::{Live, POLICY, changed, plan, refusal},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_the_data_open_gives_the_same_answers() {
    let mut live = Live::set().await;
    live.warn("ann", "spam in generl").await;
    live.warn("ann", "shouting").await;
    live.warn("ben", "about ben").await;
    let (ann, server) = (live.id("ann").to_string(), live.server.to_string());
    let socket = live.dir().join("control");
    let mode = fs::metadata(&socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let list = live.told(&["data", "list", POLICY]);
    assert!(list.contains("         3  warning\n"), "{list}");
    let correct = [
        "data", "correct", POLICY, &ann, "--server", &server, "--store", "warning", "--key", "1",
        "--field", "reason", "--value",
    ];
    let correct = |more: &[&str]| {
        let all = correct.iter().chain(more);
        all.map(|part| (*part).to_owned()).collect::<Vec<String>>()
    };
    let look = live.told(&correct(&["spam in general", "--dry-run"]));
    assert!(look.ends_with("becomes \"spam in general\"\n"), "{look}");
    let asked = live.refused(&correct(&["spam in general"]));
    assert!(asked.contains("use --yes"), "{asked}");
    let long = live.refused(&correct(&[&"x".repeat(513), "--yes"]));
    assert!(
        long.contains("at most 512 characters, not 513") && long.contains(" help: "),
        "{long}"
    );
    let longer = live.refused(&correct(&[&"x".repeat(100_000), "--yes"]));
    assert!(longer.contains("not 100000"), "{longer}");
    let done = live.told(&correct(&["spam in general", "--yes"]));
    assert!(done.contains("correction in one server"), "{done}");
    let again = live.told(&correct(&["spam in general", "--yes"]));
    assert_eq!(again, "`reason` is \"spam in general\" already\n");

    let page = live.file("ann.html");
    let export = ["data", "export", POLICY, &ann, "--format", "html", "-o"];
    live.told(&[&export[..], &[page.to_str().unwrap()]].concat());
    assert!(
        fs::read_to_string(&page)
            .unwrap()
            .contains("spam in general")
    );
    let document: Json =
        serde_json::from_str(&live.told(&["data", "export", POLICY, &ann])).unwrap();
    assert_eq!(document["rows"].as_array().unwrap().len(), 2);
    let swept = live.told(&["data", "sweep", POLICY]);
    assert!(swept.starts_with("deleted 0 rows"), "{swept}");

    let looks: [&[&str]; 6] = [
        &["data", "list", POLICY],
        &["data", "show", POLICY, &ann],
        &["data", "erase", POLICY, &ann, "--dry-run"],
        &["data", "requests"],
        &["data", "verify", POLICY],
        &["keys", "status"],
    ];
    let figures = |live: &Live| {
        let text = live.told(&["data", "stats", POLICY, "--format", "json"]);
        let mut figures: Json = serde_json::from_str(&text).unwrap();
        // The bot writes on, and closes its files when it stops.
        figures["disk-bytes"] = Json::Null;
        figures
    };
    let from_bot = (looks.map(|look| live.told(look)), figures(&live));
    assert_eq!(from_bot.1["stores"][0]["name"].as_str(), Some("xp"));
    live.stop();
    assert!(!socket.exists(), "an orderly stop takes the socket away");
    let by_itself = (looks.map(|look| live.told(look)), figures(&live));
    assert_eq!(from_bot, by_itself);

    // What a command changed beside the bot, the next bot has; what is changed beside it goes to Discord.
    live.start(POLICY);
    let erased = live.told(&["data", "erase", POLICY, &ann, "--yes"]);
    assert!(erased.contains("2 records deleted"), "{erased}");
    let listed = live.told(&["data", "requests"]);
    assert!(
        listed.contains("erasure     by the operator, all servers: 2 deleted"),
        "{listed}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_needs_the_data_to_itself_says_that_a_bot_runs() {
    let live = Live::set().await;
    let backup = live.file("one.candor-backup");
    let backup = backup.to_str().unwrap();
    live.told(&["backup", POLICY, "-o", backup]);
    let elsewhere = live.file("elsewhere");
    let (here, there) = (live.dir(), elsewhere);
    let (here, there) = (here.to_str().unwrap(), there.to_str().unwrap());
    for (args, command) in [
        (
            vec!["restore", POLICY, backup, "--dry-run"],
            "candor restore",
        ),
        (vec!["restore", POLICY, backup, "--yes"], "candor restore"),
        (
            vec!["data", "copy", POLICY, here, there, "--yes"],
            "candor data copy",
        ),
        (
            vec!["data", "copy", POLICY, there, here, "--yes"],
            "candor data copy",
        ),
        (vec!["keys", "rotate"], "candor keys rotate"),
    ] {
        let mut refused = live.command(&args);
        refused.env("CANDOR_NEW_KEY", "cd".repeat(32));
        let told = refusal(&mut refused);
        let needs = format!(" help: stop it first: `{command}` needs them to itself");
        assert!(told.contains("a bot runs on the data in "), "{told}");
        assert!(told.contains(&needs), "{told}");
    }
    let second = refusal(
        live.command(&["run", POLICY, "--discord", &live.sandbox.origin()])
            .env("DISCORD_TOKEN", live.sandbox.bot_token()),
    );
    assert!(second.contains("another process uses the data"), "{second}");
    assert!(
        live.dir().join("control").exists(),
        "whoever is refused the lock leaves the socket where it is"
    );
    live.told(&["data", "list", POLICY]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_policy_that_is_named_must_be_the_one_that_runs() {
    let live = Live::set().await;
    // Wherever its file is, and whatever its comments say.
    let moved = live.file("elsewhere.kdl");
    changed(POLICY, &moved, |text| format!("// A comment.\n\n{text}"));
    live.told(&["data", "list", moved.to_str().unwrap()]);

    let shorter = live.file("shorter.kdl");
    changed(POLICY, &shorter, |text| {
        let warnings = "import \"std/warnings\" {";
        text.replacen(warnings, &format!("{warnings} reason-max 600;"), 1)
    });
    let file = shorter.to_str().unwrap();
    for args in [
        vec!["data", "list", file],
        vec!["backup", file, "-o", live.home.path().to_str().unwrap()],
        vec!["data", "erase", file, "1", "--yes"],
    ] {
        let told = live.refused(&args);
        assert!(
            told.contains("is not the policy that the bot runs"),
            "{told}"
        );
        assert!(
            told.contains("name the policy that it runs, or restart"),
            "{told}"
        );
    }
    let longer = live.file("longer.kdl");
    changed(POLICY, &longer, |text| {
        let levels = "import \"std/levels\" {";
        let shorter = format!("{levels} retain \"until guild.removed or age > 9d\";");
        text.replacen(levels, &shorter, 1)
    });
    let told = live.refused(&["data", "list", longer.to_str().unwrap()]);
    assert!(told.contains("above is what would change"), "{told}");
    assert!(told.contains("9 days"), "{told}");
    let levels = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/levels.kdl");
    let told = live.refused(&["data", "list", levels]);
    assert!(
        told.contains("the bot that runs is `Keta`") && told.contains("is the policy of"),
        "{told}"
    );
    // The record of requests names nobody, and no policy.
    assert_eq!(
        live.told(&["data", "requests"]),
        "nobody has asked for anything yet\n"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bots_clock_decides() {
    let long_ago = VirtualClock::at_present()
        .now()
        .plus(Duration::days(400).negated());
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let clock = VirtualClock::at(long_ago);
    let mut live = Live::at_time(home, data.to_str().unwrap(), clock).await;
    live.start(POLICY);
    live.warn("ann", "spam").await;
    // The bot has nothing to ask, and goes by the sandbox's time; a command on its own would ask about the machine's.
    let swept = live.told(&["data", "sweep", POLICY]);
    assert!(swept.starts_with("deleted 0 rows"), "{swept}");
    let folder = live.home.path().to_str().unwrap();
    let backup = live.told(&["backup", POLICY, "-o", folder]);
    let day = long_ago.printed("-%Y%m%dT");
    assert!(backup.contains(&day), "{day}: {backup}");
    live.stop();
    let asked = live.refused(&["data", "sweep", POLICY]);
    assert!(asked.contains("400 days later"), "{asked}");
}

/// A path that is too long for the address of a socket.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_in_a_directory_with_a_long_path_takes_commands() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("d".repeat(60)).join("e".repeat(60));
    let mut live = Live::at(home, data.to_str().unwrap()).await;
    live.start(POLICY);
    live.warn("ann", "spam").await;
    let list = live.told(&["data", "list", POLICY]);
    assert!(list.contains("         1  warning\n"), "{list}");
    let told = live.refused(&["restore", POLICY, "none", "--yes"]);
    assert!(told.contains("a bot runs on the data in "), "{told}");
    live.stop();
    assert!(!data.join("control").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_is_missing_is_not_taken_for_a_broken_disk() {
    let mut live = Live::set().await;
    live.warn("ann", "spam").await;
    let missing = live.dir().join("missing");
    let to = missing.join("b").display().to_string();
    let running = live.refused(&["backup", POLICY, "-o", &to]);
    live.stop();
    for told in [running, live.refused(&["backup", POLICY, "-o", &to])] {
        assert!(told.contains(&to), "{told}");
        assert!(told.contains("make the folder"), "{told}");
    }
    // A file in the place of the data is told as what it is.
    fs::remove_dir_all(live.dir()).unwrap();
    fs::write(live.dir(), "").unwrap();
    let told = live.refused(&["data", "list", POLICY]);
    assert!(
        told.contains("cannot be read: a part of the path is a file"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_was_killed_leaves_nothing_that_stands_in_the_way() {
    let mut live = Live::set().await;
    live.warn("ann", "spam").await;
    live.kill();
    let socket = live.dir().join("control");
    assert!(socket.exists());
    let list = live.told(&["data", "list", POLICY]);
    assert!(list.contains("         1  warning\n"), "{list}");
    assert!(!socket.exists(), "whoever has the lock removes it");
    live.start(POLICY);
    live.kill();
    live.start(POLICY);
    live.told(&["data", "list", POLICY]);
    assert!(live.runs());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_somebody_has_the_data_and_takes_no_commands_that_is_said() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let live = Live::at(home, data.to_str().unwrap()).await;
    let now = live.sandbox.clock().now();
    let vault = SealedVault::open(&data, plan(POLICY), &live.key(), now).unwrap();
    let told = live.refused(&["data", "list", POLICY]);
    assert!(
        told.contains("another process uses the data in ")
            && told.contains("a bot takes commands once it has started"),
        "{told}"
    );
    drop(vault);
    live.told(&["data", "list", POLICY]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_on_a_server_are_reached_through_the_bot_as_well() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let (address, _) = cluster.database();
    let shown = address.to_string();
    let (name, host) = shown.split_once(" at ").unwrap();
    let place = format!("postgres:///{name}?user=candor&host={host}");
    let mut live = Live::at(tempfile::tempdir().unwrap(), &place).await;
    live.start(POLICY);
    live.warn("ann", "spam").await;
    live.warn("ben", "shouting").await;
    let ann = live.id("ann").to_string();
    let backup = live.file("one.candor-backup");
    live.told(&["backup", POLICY, "-o", backup.to_str().unwrap()]);
    let erased = live.told(&["data", "erase", POLICY, &ann, "--yes"]);
    assert!(erased.contains("1 record deleted"), "{erased}");
    let list = live.told(&["data", "list", POLICY]);
    assert!(list.contains("         1  warning\n"), "{list}");
    let told = live.refused(&["restore", POLICY, backup.to_str().unwrap(), "--yes"]);
    assert!(told.contains("a bot runs on the data in "), "{told}");
    live.stop();
    let restored = live.told(&["restore", POLICY, backup.to_str().unwrap(), "--yes"]);
    assert!(
        restored.contains("         1  were left out: their people"),
        "{restored}"
    );
    let show = live.told(&["data", "show", POLICY, &ann]);
    assert!(show.starts_with("nothing is kept"), "{show}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_of_a_server_is_erased_beside_a_bot_and_without_one() {
    let mut live = Live::set().await;
    let server = live.server.to_string();
    let erase = ["data", "erase-server", POLICY, &server];
    let with = |more: &'static str| [&erase[..], &[more]].concat();
    for runs in [true, false] {
        live.warn("ann", "spam").await;
        live.warn("ben", "about ben").await;
        live.ask("mod", "/config set warnings", &[("tell-member", "false")])
            .await;
        if !runs {
            live.stop();
        }
        let would = live.told(&with("--dry-run"));
        assert!(
            would.starts_with("3 rows are kept of this server; an erasure would\n")
                && would.contains("         2  warning: delete\n")
                && would.contains("         1  settings: delete\n"),
            "{would}"
        );
        let asked = live.refused(&erase);
        assert!(asked.contains("use --yes"), "{asked}");
        assert!(live.told(&["data", "verify", POLICY]).starts_with("2 rows"));
        let receipt = live.told(&with("--yes"));
        assert!(
            receipt.contains("erasure of all that was kept in one server"),
            "{receipt}"
        );
        assert!(live.told(&["data", "verify", POLICY]).starts_with("0 rows"));
        let stats = live.told(&["data", "stats", POLICY, "--format", "json"]);
        let stats: Json = serde_json::from_str(&stats).unwrap();
        assert_eq!(stats["secrets"]["people"], 0, "{stats}");
        assert_eq!(stats["secrets"]["servers"], 0, "{stats}");
        let requests = live.told(&["data", "requests"]);
        assert!(
            requests.contains("server-erasure  by the operator, one server"),
            "{requests}"
        );
        let nothing = live.told(&with("--dry-run"));
        assert!(nothing.starts_with("0 rows"), "{nothing}");
    }
    // The bot is there as it was, and begins anew.
    live.start(POLICY);
    live.warn("ann", "again").await;
    assert!(live.told(&["data", "verify", POLICY]).starts_with("1 rows"));
}
