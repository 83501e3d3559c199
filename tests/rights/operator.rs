//! What an operator does for somebody who wrote to them: figures without an id.

use serde_json::Value as Json;

use crate::{
    schema,
    stage::{POLICY, Stage},
};

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
