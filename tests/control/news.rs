//! What the operator does to the data of a bot that runs, the bot hears of: it counts it, and Discord shows it.

use std::time::Duration;

use candor::{
    control::{Client, Sweep},
    vault::nobody,
    vocab,
};
use tokio::time::{sleep, timeout};

use crate::live::{AT_MOST, Live, plan};

const REPLIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/control/replies.kdl");

async fn set() -> Live {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let mut live = Live::at(home, data.to_str().unwrap()).await;
    live.start(REPLIES);
    live
}

async fn learn(live: &Live, name: &str) {
    let options = [("name", name), ("response", "Hello!")];
    let said = live.ask("mod", "/learn", &options).await;
    assert_eq!(said, format!("/{name} is ready."));
}

/// Waits until the server's own commands are these, in the order of their names; nothing tells when commands are registered.
async fn offered(live: &Live, names: &[&str]) {
    let there = || -> Vec<String> {
        let all = live.sandbox.commands_for(live.id("ann"), live.channel);
        let own = all.iter().filter(|one| one["guild_id"].is_string());
        let names = own.map(|one| one["name"].as_str().unwrap().to_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    let come = async {
        while there() != names {
            sleep(Duration::from_millis(20)).await;
        }
    };
    let come = timeout(AT_MOST, come).await;
    assert!(come.is_ok(), "{:?} instead of {names:?}", there());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bot_counts_what_its_operator_sweeps() {
    let live = set().await;
    let bot = Client::reach(&live.dir(), &live.key(), Some(&plan(REPLIES)), nobody()).await;
    let bot = bot.unwrap().unwrap();
    let page = async || {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/metrics", live.http());
        let answer = client.get(url).send().await.unwrap();
        answer.text().await.unwrap()
    };
    // The bot sweeps too, once a second; sooner or later the operator comes first.
    let mut rows = 0;
    let mut by_operator = 0;
    while by_operator == 0 {
        learn(&live, "hello").await;
        rows += 1;
        live.sandbox.advance(vocab::Duration::seconds(3_601));
        while !page().await.contains("candor_rows{store=\"reply\"} 0\n") {
            by_operator += bot.ask(Sweep).await.unwrap().rows;
        }
    }
    let swept = format!("candor_rows_swept_total {rows}\n");
    let page = page().await;
    assert!(page.contains(&swept), "{by_operator} of {rows}: {page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_that_rows_are_go_and_change_with_them() {
    let mut live = set().await;
    let (moderator, server) = (live.id("mod").to_string(), live.server.to_string());
    learn(&live, "hello").await;
    learn(&live, "bye").await;
    offered(&live, &["bye", "hello"]).await;

    let correct = [
        "data", "correct", REPLIES, &moderator, "--server", &server, "--store", "reply", "--key",
        "1", "--field", "name", "--value", "welcome", "--yes",
    ];
    live.told(&correct);
    offered(&live, &["bye", "welcome"]).await;

    // What need not be there can be emptied, and nothing else.
    let put = |field: &'static str, value: &'static str| {
        let row = [
            "data", "correct", REPLIES, &moderator, "--server", &server, "--store", "reply",
        ];
        let what = ["--key", "1", "--field", field, "--value", value, "--yes"];
        [&row[..], &what]
            .concat()
            .iter()
            .map(|part| (*part).to_owned())
            .collect::<Vec<_>>()
    };
    let already = live.told(&put("note", ""));
    assert_eq!(already, "`note` is null already\n");
    live.told(&put("note", "greets people"));
    let long = live.refused(&put("note", "greets all of the people"));
    assert!(long.contains("at most 20 characters, not 24"), "{long}");
    let look = live.told(&[&put("note", "")[..], &["--dry-run".to_owned()]].concat());
    assert_eq!(look, "`note` of `reply`: \"greets people\" becomes null\n");
    live.told(&put("note", ""));
    assert_eq!(live.told(&put("note", "")), already);
    let needed = live.refused(&put("name", ""));
    assert!(
        needed.contains("`name` is not optional, so it cannot be emptied"),
        "{needed}"
    );
    let erased = live.told(&["data", "erase", REPLIES, &moderator, "--yes"]);
    assert!(erased.contains("2 records deleted"), "{erased}");
    offered(&live, &[]).await;

    learn(&live, "again").await;
    offered(&live, &["again"]).await;
    live.confirm("mod", "/privacy delete").await;
    offered(&live, &[]).await;

    learn(&live, "brief").await;
    offered(&live, &["brief"]).await;
    live.sandbox.advance(vocab::Duration::seconds(3_601));
    offered(&live, &[]).await;

    // Also where their time is over while no bot runs.
    learn(&live, "late").await;
    offered(&live, &["late"]).await;
    live.stop();
    live.sandbox.advance(vocab::Duration::seconds(3_601));
    live.start(REPLIES);
    offered(&live, &[]).await;
}
