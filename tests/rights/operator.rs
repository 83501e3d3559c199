//! What an operator does for somebody who wrote to them: corrections; and figures without an id.

use serde_json::Value as Json;

use crate::{
    schema,
    stage::{POLICY, Stage},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_field_is_put_right_with_the_checks_of_its_declaration() {
    let mut stage = Stage::set().await;
    for reason in ["spam in generl", "shouting"] {
        let warning = [("member", "ann"), ("reason", reason)];
        stage.ask("mod", "/warn", &warning).await;
    }
    let of_ben = [("member", "ben"), ("reason", "about ben")];
    stage.ask("mod", "/warn", &of_ben).await;
    let data = stage.ask("ann", "/privacy data", &[]).await;
    assert!(
        data.content().contains("To have something corrected, ask"),
        "{data:?}"
    );
    stage.stop().await;

    let (ann, server) = (stage.id("ann").to_string(), stage.server.to_string());
    let correct = |more: &[&str]| {
        let fixed = ["data", "correct", POLICY, &ann, "--server", &server];
        stage.candor(&[&fixed[..], more].concat())
    };
    let reason = ["--store", "warning", "--field", "reason", "--value"];
    let long = "x".repeat(513);
    for (more, why) in [
        (vec!["spam"], "say which with --key; there are 1, 2"),
        (
            vec!["spam", "--key", "3"],
            "no such row with this person in it",
        ),
        (
            vec![&*long, "--key", "1"],
            "at most 512 characters, not 513",
        ),
        (vec!["spam", "--key", "1"], "use --yes"),
        (
            vec!["spam", "--key", "1", "--store", "warnings"],
            "cannot be used multiple times",
        ),
    ] {
        let output = correct(&[&reason[..], &more].concat());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(why), "{why}: {told}");
    }
    for (field, value, why) in [
        ("moderator", "1", "whom it is about"),
        ("id", "7", "which row"),
        ("at", "yesterday", "takes a time such as"),
        ("reson", "x", "has no field `reson`; it has id, member"),
    ] {
        let more = [
            "--store", "warning", "--key", "1", "--field", field, "--value", value,
        ];
        let told = String::from_utf8_lossy(&correct(&more).stderr).into_owned();
        assert!(told.replace("\n help:", ";").contains(why), "{why}: {told}");
    }
    let right = [&reason[..], &["spam in general", "--key", "1"]].concat();
    let look = correct(&[&right[..], &["--dry-run"]].concat());
    let look = String::from_utf8(look.stdout).unwrap();
    assert_eq!(
        look,
        "`reason` of `warning`: \"spam in generl\" becomes \"spam in general\"\n"
    );
    let done = correct(&[&right[..], &["--yes"]].concat());
    let receipt = String::from_utf8(done.stdout).unwrap();
    assert!(receipt.contains("correction in one server"), "{receipt}");
    let export = stage.told(&["data", "export", POLICY, &ann]);
    let export: Json = serde_json::from_str(&export).unwrap();
    let reasons: Vec<_> = export["rows"].as_array().unwrap().iter().collect();
    assert_eq!(reasons[0]["fields"]["reason"], "spam in general");
    assert_eq!(reasons[1]["fields"]["reason"], "shouting");
    let listed = stage.told(&["data", "requests"]);
    assert!(
        listed.contains("correction  by the operator, one server"),
        "{listed}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_have_counts_and_times_and_no_id() {
    let mut stage = Stage::set().await;
    for who in ["ann", "ben"] {
        let warning = [("member", who), ("reason", "spam in general")];
        stage.ask("mod", "/warn", &warning).await;
    }
    stage.erase("ben", stage.channel).await;
    stage.stop().await;
    let text = stage.told(&["data", "stats", POLICY, "--format", "json"]);
    let figures: Json = serde_json::from_str(&text).unwrap();
    let schema = stage.told(&["schema", "--of", "stats"]);
    let schema = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema::misfits(&schema, &figures), [""; 0]);
    let stores = figures["stores"].as_array().unwrap();
    let warning = stores.iter().find(|one| one["name"] == "warning").unwrap();
    assert_eq!(
        (&warning["rows"], &warning["per-server"]),
        (&1.into(), &[1].into())
    );
    assert!(warning["oldest"].is_string());
    assert_eq!(figures["requests"]["last-30-days"], 1);
    assert_eq!(figures["requests"]["whole"], true);
    let secrets = &figures["secrets"];
    assert_eq!(
        (&secrets["people"], &secrets["servers"], &secrets["backups"]),
        (&2.into(), &1.into(), &0.into()),
        "Ann and the moderator; Ben's is destroyed: {secrets}"
    );
    assert!(secrets["generations"].as_u64().unwrap() >= 1);
    assert!(figures["disk-bytes"].as_u64().unwrap() > 128);
    let people = ["ann", "ben", "mod"].map(|name| stage.id(name).to_string());
    let shown = stage.told(&["data", "stats", POLICY]);
    assert!(
        shown.contains("         1  warning, the oldest of 20"),
        "{shown}"
    );
    for id in people.iter().chain([&stage.server.to_string()]) {
        assert!(!text.contains(id) && !shown.contains(id), "{id}");
    }
}
