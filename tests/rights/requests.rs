//! Receipts and the record of requests, from the command to the file.

use std::fs;

use serde_json::Value as Json;

use crate::{
    schema,
    stage::{POLICY, Stage},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_request_has_a_receipt_and_the_record_names_nobody() {
    let mut stage = Stage::set().await;
    stage
        .ask("mod", "/config set levels", &[("enabled", "true")])
        .await;
    stage.say("ann", "hello").await;
    let warning = [("member", "ann"), ("reason", "spam in general")];
    stage.ask("mod", "/warn", &warning).await;
    let other = [("member", "ben"), ("reason", "shouting")];
    stage.ask("mod", "/warn", &other).await;

    let direct = stage.sandbox.direct(stage.id("ann"));
    let export = stage.ask("ann", "/privacy export", &[]).await;
    let out = stage.ask_in("ann", direct, "/privacy optout", &[]).await;
    let back = stage.ask_in("ann", direct, "/privacy optout", &[]).await;
    let erased = stage.erase("ann", direct).await;
    assert!(erased.is_private());
    for part in [
        "• XP of a member: 1 record deleted",
        "• A moderator's warning: 1 record deleted",
        "erasure in all servers",
        "under the policy of 20",
    ] {
        assert!(erased.content().contains(part), "{part}: {erased:?}");
    }
    // Only rows that are about others, and none to export: they are counted all the same.
    let of_mod = stage.erase("mod", stage.channel).await;
    assert!(
        of_mod
            .content()
            .contains("1 record kept without the person"),
        "{of_mod:?}"
    );
    let nothing = stage.erase("mod", stage.channel).await;
    assert!(
        nothing.content().contains("no record to erase"),
        "{nothing:?}"
    );
    stage.stop().await;

    let ben = stage.id("ben").to_string();
    let foretold = stage.told(&["data", "erase", POLICY, &ben, "--dry-run"]);
    assert!(
        foretold.contains("1 rows concern this person"),
        "{foretold}"
    );
    let by_hand = stage.told(&["data", "erase", POLICY, &ben, "--yes"]);
    assert!(by_hand.contains("1 record deleted"), "{by_hand}");

    let listed = stage.told(&["data", "requests", "--format", "json"]);
    let listed: Json = serde_json::from_str(&listed).unwrap();
    let schema = stage.told(&["schema", "--of", "requests"]);
    let schema = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema::misfits(&schema, &listed), [""; 0]);
    assert_eq!(listed["wrong"], serde_json::json!([]));
    let all = listed["requests"].as_array().unwrap();
    let kinds: Vec<_> = all
        .iter()
        .map(|one| {
            let word = |name: &str| one[name].as_str().unwrap().to_owned();
            (word("kind"), word("by"), one["everywhere"] == true)
        })
        .collect();
    let expected = [
        ("export", "person", false),
        ("opt-out", "person", true),
        ("opt-in", "person", true),
        ("erasure", "person", true),
        ("erasure", "person", false),
        ("erasure", "person", false),
        ("erasure", "operator", true),
    ];
    let expected = expected.map(|(kind, by, all)| (kind.to_owned(), by.to_owned(), all));
    assert_eq!(kinds, expected);
    let receipts: Vec<_> = [&export, &out, &back, &erased, &of_mod, &nothing]
        .map(crate::stage::Reply::receipt)
        .into();
    for (one, receipt) in all.iter().zip(&receipts) {
        assert_eq!(one["receipt"], receipt.as_str());
        assert_eq!(one["outcome"]["was"], "done");
        assert_eq!(one["hour"].as_i64().unwrap() % 3_600_000, 0);
    }
    assert_eq!(all[3]["outcome"]["deleted"], 2);
    assert_eq!(all[4]["outcome"]["pseudonymised"], 1);

    let bare = receipts[3].replace('-', "").to_lowercase();
    let one = stage.told(&["data", "requests", "--receipt", &bare]);
    assert_eq!(one.lines().count(), 1, "{one}");
    assert!(one.contains("2 deleted"), "{one}");
    let unknown = stage.candor(&["data", "requests", "--receipt", "0000-0000-0000-0000"]);
    assert_eq!(unknown.status.code(), Some(2));

    // The file has no id in any form, no name and no text.
    let file = fs::read(stage.data().join("requests")).unwrap();
    let mut needles: Vec<Vec<u8>> = ["spam", "shouting", "lounge"].map(Into::into).into();
    let server = stage.server.0;
    let people = ["ann", "ben", "mod"].map(|name| stage.id(name).0);
    for id in people.into_iter().chain([server]) {
        needles.push(id.to_string().into());
        needles.push(format!("{id:x}").into());
        needles.push(id.to_be_bytes().into());
        needles.push(id.to_le_bytes().into());
    }
    needles.extend(["ann", "ben"].map(|name| format!("\"{name}").into()));
    for needle in needles {
        let found = file.windows(needle.len()).any(|piece| piece == needle);
        assert!(!found, "{}", String::from_utf8_lossy(&needle));
    }

    // A line that is taken away is told, by the exit code too.
    let text = String::from_utf8(file).unwrap();
    let mut lines: Vec<_> = text.lines().collect();
    lines.remove(2);
    fs::write(stage.data().join("requests"), lines.join("\n") + "\n").unwrap();
    let wrong = stage.candor(&["data", "requests"]);
    assert_eq!(wrong.status.code(), Some(1));
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(
        told.contains("line 3 was changed, or lines before it"),
        "{told}"
    );
}
