//! The notice as a page, in a browser.

use serde_json::json;
use tempfile::TempDir;

use super::{Playing, driver::Browser};

/// Where the Tab key stops: what can have the focus, and is seen.
const STOPS: &str =
    "return [...document.querySelectorAll('a[href], summary, input, button, [tabindex=\"0\"]')]
    .filter((one) => one.checkVisibility()).length";

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_linked_to_for_those_who_ask() {
    let dir = TempDir::new().unwrap();
    let Some(browser) = Browser::start().await else {
        return;
    };
    let playing = Playing::start(dir.path());
    browser.open(&format!("{}/notice", playing.address)).await;
    let lines = "return document.querySelectorAll('.from a, .from span').length";
    assert!(
        browser.run(lines).await.as_u64().unwrap() > 200,
        "there are many"
    );
    let quiet = browser.run(STOPS).await.as_u64().unwrap();
    assert!(quiet < 100, "{quiet} stops");
    let seen = "[...document.querySelectorAll('.from a')].every((one) => one.checkVisibility())";
    let hidden =
        "[...document.querySelectorAll('.from a, .more')].some((one) => one.checkVisibility())";
    assert_eq!(browser.run(&format!("return {hidden}")).await, json!(false));
    // Each sentence still says how far it can be believed.
    let standing = "return [...document.querySelectorAll('.facts .standing')].every((one) => one.checkVisibility())";
    assert_eq!(browser.run(standing).await, json!(true));
    browser.click("#show-sources").await;
    // Those that are folded are one click away.
    browser
        .run("for (const one of document.querySelectorAll('.more, .fields')) one.open = true")
        .await;
    browser.until(seen).await;
    assert!(browser.run(STOPS).await.as_u64().unwrap() > 300);
}
