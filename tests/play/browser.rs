//! The page in a browser: what people see, type and click.

use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use super::{
    Playing,
    driver::{Browser, ENTER, ESCAPE},
};

const WHALE: &str = "policies/whale.kdl";

/// The page of a policy in a browser, once it is drawn.
async fn open(policy: &str, data: &Path) -> Option<(Playing, Browser)> {
    let browser = Browser::start().await?;
    let playing = Playing::of(policy, data);
    browser.open(&playing.address).await;
    browser.until("document.querySelector('#who').value").await;
    Some((playing, browser))
}

async fn be(browser: &Browser, who: &str) {
    browser.choose("#who", who).await;
    let url = format!(
        "document.querySelector('#who').selectedOptions[0].text.startsWith({who:?})
         && new URLSearchParams(location.search).get('as') === document.querySelector('#who').value"
    );
    browser.until(&url).await;
}

/// Types a line and sends it; waits until it is gone from the field.
async fn say(browser: &Browser, line: &str) {
    browser.keys("#say", &format!("{line}{ENTER}")).await;
    browser
        .until("document.querySelector('#say').value === ''")
        .await;
}

fn shows(css: &str, text: &str) -> String {
    format!("document.querySelector({css:?}).innerText.includes({text:?})")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_asks_for_the_rest_in_a_form() {
    let dir = TempDir::new().unwrap();
    let Some((playing, browser)) = open(WHALE, dir.path()).await else {
        return;
    };
    be(&browser, "mod").await;
    say(&browser, "/config add warnings @staff").await;
    browser.until(&shows("#messages", "is now @staff")).await;

    let ann = playing.state("ann").await["me"]
        .as_str()
        .unwrap()
        .to_owned();
    let menu = format!("details[data-key='menumember{ann}']");
    browser.click(&format!("{menu} summary")).await;
    browser
        .click(&format!("{menu} button[data-key='Warn']"))
        .await;
    browser.until("document.querySelector('#modal').open").await;
    assert!(browser.text("#modal").await.contains("Warn a member"));
    // Closed with Escape, nothing is done; asked for again, it is there again.
    browser.keys("#modal textarea", ESCAPE).await;
    browser
        .until("!document.querySelector('#modal').open")
        .await;
    assert_eq!(playing.rows("warning").await, 0);
    browser.click(&format!("{menu} summary")).await;
    browser
        .click(&format!("{menu} button[data-key='Warn']"))
        .await;
    browser.until("document.querySelector('#modal').open").await;
    browser.keys("#modal textarea", "spam in general").await;
    browser.click("#modal .go").await;
    browser
        .until(&shows("#messages", "Recorded. Warnings of @ann: 1."))
        .await;
    assert_eq!(playing.rows("warning").await, 1);
    browser.until(&shows("#stores", "spam in general")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_typed_whole_or_what_is_missing_is_said() {
    let dir = TempDir::new().unwrap();
    let Some((playing, browser)) = open("policies/keta.kdl", dir.path()).await else {
        return;
    };
    be(&browser, "mod").await;
    say(&browser, "/warn ann spam and more").await;
    browser.until(&shows("#stores", "spam and more")).await;
    assert_eq!(playing.rows("warning").await, 1);

    browser
        .keys("#say", &format!("/warn nobody spam{ENTER}"))
        .await;
    browser
        .until(&shows("#problem", "“nobody” cannot be member"))
        .await;
    // Nobody is the one who is warned before somebody is chosen.
    let chosen = "document.querySelector('#options select[name=member]').value === ''";
    browser.until(chosen).await;
    browser.keys("#options input", ESCAPE).await;
    browser
        .until("document.querySelector('#options').hidden")
        .await;
    browser.keys("#say", &format!("/wran ann{ENTER}")).await;
    browser
        .until(&shows(
            "#problem",
            "No command that you have here begins like",
        ))
        .await;
    assert_eq!(playing.rows("warning").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_is_at_stays_while_other_things_happen() {
    let dir = TempDir::new().unwrap();
    let Some((playing, browser)) = open("policies/keta.kdl", dir.path()).await else {
        return;
    };
    be(&browser, "ann").await;
    say(&browser, "hello everybody").await;
    browser.until(&shows("#messages", "hello everybody")).await;
    browser
        .run(
            "window.first = document.querySelector('.message');
         getSelection().selectAllChildren(first.querySelector('.body'))",
        )
        .await;
    browser.click(".message .tools button").await;
    browser
        .until("document.activeElement.ariaLabel === 'React with 👍'")
        .await;
    let other = json!({ "kind": "say", "text": "and another thing" });
    assert_eq!(playing.act("ben", other).await, 200);
    browser
        .until(&shows("#messages", "and another thing"))
        .await;
    let kept = browser
        .run(
            "return [document.querySelector('.message') === first, String(getSelection()),
             document.activeElement.ariaLabel]",
        )
        .await;
    assert_eq!(kept, json!([true, "hello everybody", "React with 👍"]));
    browser.keys(".palette button", ESCAPE).await;
    browser.until("!document.querySelector('.palette')").await;

    // Who and where survive a reload, and `back` leads back.
    browser.click("button[data-key='godm']").await;
    browser
        .until("document.querySelector('#place').textContent === '@Keta'")
        .await;
    browser.reload().await;
    browser
        .until("document.querySelector('#place').textContent === '@Keta'")
        .await;
    browser
        .until("document.querySelector('#who').selectedOptions[0].text.startsWith('ann')")
        .await;
    browser.back().await;
    browser
        .until("document.querySelector('#place').textContent === '#general'")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_warned_by_default_and_nobody_loses_their_place() {
    let dir = TempDir::new().unwrap();
    let Some((playing, browser)) = open("policies/keta.kdl", dir.path()).await else {
        return;
    };
    // What the page suggests asks whom it is about.
    let suggested = "[...document.querySelectorAll('.empty button')].find((one) => one.innerText.startsWith('/'))";
    browser.until(suggested).await;
    browser.run(&format!("{suggested}.click()")).await;
    let nobody =
        "[...document.querySelectorAll('#options select')].every((one) => one.value === '')";
    browser
        .until("!document.querySelector('#options').hidden")
        .await;
    browser.until(nobody).await;
    browser
        .keys("#options input, #options select", ESCAPE)
        .await;
    browser
        .until("document.querySelector('#options').hidden && document.activeElement.id === 'say'")
        .await;

    // Whose button goes with its message goes on in the conversation.
    be(&browser, "ann").await;
    say(&browser, "hello everybody").await;
    browser.until(&shows("#messages", "hello everybody")).await;
    browser
        .run("document.querySelector('[aria-label=\"Delete your message\"]').focus()")
        .await;
    browser.run("document.activeElement.click()").await;
    browser.until("!document.querySelector('.message')").await;
    browser
        .until("document.querySelector('#messages').contains(document.activeElement)")
        .await;
    assert_eq!(playing.rows("warning").await, 0);

    // Every button has a name, and what stands in an empty field can be read, in the dark as well.
    let unnamed = "return [...document.querySelectorAll('button')]
        .filter((one) => !(one.ariaLabel || one.innerText).trim()).length";
    assert_eq!(browser.run(unnamed).await, 0);
    for scheme in ["light", "dark"] {
        browser.prefers(scheme).await;
        let contrast = browser.run(CONTRAST).await.as_f64().unwrap();
        assert!(contrast >= 4.5, "{scheme}: {contrast}");
    }
}

/// WCAG's contrast of the placeholder on the field where people write.
const CONTRAST: &str = "const field = document.querySelector('#say');
    const light = (color) => {
        const parts = color.match(/[\\d.]+/g).slice(0, 3).map((one) => one / 255)
            .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    };
    const pair = [light(getComputedStyle(field, '::placeholder').color), light(getComputedStyle(field).backgroundColor)];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)";

#[tokio::test(flavor = "multi_thread")]
async fn voice_and_presence_are_at_hand() {
    let dir = TempDir::new().unwrap();
    let Some((playing, browser)) = open(WHALE, dir.path()).await else {
        return;
    };
    be(&browser, "mod").await;
    say(&browser, "/config set audio-tickets enabled:yes").await;
    say(&browser, "/config add audio-tickets hubs:#hub").await;
    browser
        .until(&shows("#messages", "audio-tickets.hubs is now #hub"))
        .await;
    be(&browser, "ann").await;
    browser.until(&shows("#places", "Join voice hub")).await;
    browser.click("#places button[data-key^='voice']").await;
    // A room of their own was made, and they were moved into it.
    browser
        .until(&shows("#places", "Leave voice ann: ann"))
        .await;
    assert_eq!(playing.rows("room").await, 1);
    browser.choose("#status", "online").await;
    browser.reload().await;
    browser
        .until("document.querySelector('#status').value === 'online'")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_stopped_is_shown_and_an_export_opens() {
    let dir = TempDir::new().unwrap();
    let Some((mut playing, browser)) = open("policies/keta.kdl", dir.path()).await else {
        return;
    };
    be(&browser, "ann").await;
    say(&browser, "/privacy export").await;
    browser
        .until("document.querySelector('.message a[download$=\".html\"]')")
        .await;
    let path = browser
        .run("return document.querySelector('.message a[target][href$=\".html\"]').getAttribute('href')")
        .await;
    let page = playing.get(path.as_str().unwrap()).await;
    assert!(page.contains("<html") && page.contains("Keta"), "{page}");

    let port = playing.address.rsplit(':').next().unwrap().to_owned();
    playing.child.kill().unwrap();
    playing.child.wait().unwrap();
    browser
        .until("!document.querySelector('#stopped').hidden")
        .await;
    let again = Playing::on(&port, "policies/keta.kdl", dir.path());
    browser
        .until("document.querySelector('#stopped').hidden")
        .await;
    be(&browser, "mod").await;
    say(&browser, "/warn ann spam").await;
    browser.until(&shows("#stores", "spam")).await;
    assert_eq!(again.rows("warning").await, 1);
}
