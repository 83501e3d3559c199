//! The export: one document, by command and by command line, that fits its published schema; and its page.

use serde_json::Value as Json;

use crate::{
    schema,
    stage::{POLICY, Stage},
};

/// What would act, break out or mislead if a page did not tame it.
const HOSTILE: &str =
    "<script>alert(1)</script>\"><img src=x onerror=alert(2)> \u{202e}gnirts\u{2066} {{ 7 * 7 }}";

fn published() -> Json {
    let printed = std::process::Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["schema", "--of", "export"])
        .output()
        .unwrap();
    assert!(printed.status.success());
    serde_json::from_slice(&printed.stdout).unwrap()
}

fn fitting(text: &str) -> Json {
    let json = serde_json::from_str(text).unwrap();
    assert_eq!(schema::misfits(&published(), &json), Vec::<String>::new());
    json
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_and_the_operator_hand_over_the_same_document() {
    let mut stage = Stage::set().await;
    let on = [("enabled", "true")];
    stage.ask("mod", "/config set levels", &on).await;
    stage.say("ann", "hello").await;
    let warning = [("member", "ann"), ("reason", HOSTILE)];
    stage.ask("mod", "/warn", &warning).await;
    let direct = stage.sandbox.direct(stage.id("ann"));
    let reply = stage.ask_in("ann", direct, "/privacy export", &[]).await;
    let by_command = fitting(reply.file("my-data.json"));
    let nothing = stage.ask("ben", "/privacy export", &[]).await;
    assert!(nothing.is_private());
    let none = fitting(nothing.file("my-data.json"));
    assert_eq!(none["rows"], Json::Array(Vec::new()));

    let ids = by_command["rows"].as_array().unwrap();
    let names: Vec<_> = ids
        .iter()
        .map(|row| row["store"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["xp", "warning"]);
    let warning = &ids[1];
    assert_eq!(warning["fields"]["reason"], HOSTILE);
    assert_eq!(warning["fields"]["member"], stage.id("ann").to_string());
    assert_eq!(warning["server"], stage.server.to_string());
    // `/warnings` names the moderator, so the copy does.
    let moderator = stage.id("mod").to_string();
    assert_eq!(warning["fields"]["moderator"], moderator);
    assert_eq!(warning["redacted"], serde_json::json!([]));
    assert_eq!(warning["due"], Json::Null);
    let about = &by_command["stores"][1];
    assert_eq!(about["kept"][0], "until the bot is removed from the server");
    assert_eq!(about["fields"]["reason"]["about"], "the reason given");
    assert_eq!(about["fields"]["moderator"]["about"], "who warned");
    // The moderator gets that they warned, and neither whom nor why.
    let of_mod = stage.ask("mod", "/privacy export", &[]).await;
    let theirs = fitting(of_mod.file("my-data.json"));
    assert_eq!(theirs["rows"][0]["fields"]["moderator"], moderator);
    assert_eq!(
        theirs["rows"][0]["redacted"],
        serde_json::json!(["member", "reason", "at"])
    );
    let ann = stage.id("ann").to_string();
    for file in ["my-data.json", "my-data.html"] {
        assert!(!of_mod.file(file).contains(&ann));
        assert!(!of_mod.file(file).contains("alert"));
    }
    let page = of_mod.file("my-data.html");
    assert!(
        page.contains("Left out, because it is about somebody else: who was warned"),
        "{page}"
    );

    stage.stop().await;
    let ann = stage.id("ann").to_string();
    let by_hand = fitting(&stage.told(&["data", "export", POLICY, &ann]));
    let but_when = |mut json: Json| {
        json["exported"] = Json::Null;
        json
    };
    assert_eq!(but_when(by_command), but_when(by_hand));

    let path = stage.home().join("ann.html");
    let args = ["data", "export", POLICY, &ann, "--format", "html", "-o"];
    let args = [&args[..], &[path.to_str().unwrap()]].concat();
    stage.told(&args);
    assert!(
        !stage.candor(&args).status.success(),
        "nothing is overwritten"
    );
    let page = std::fs::read_to_string(&path).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "for its owner's eyes");
    }
    tame(&page);
    tame(reply.file("my-data.html"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;"), "{page}");
    assert!(page.contains("⟨U+202E⟩gnirts⟨U+2066⟩ {{ 7 * 7 }}"));
}

/// Nothing in the page acts, comes from elsewhere or turns around, and no message failed to render.
fn tame(page: &str) {
    for wrong in ["javascript:", "url(", "\u{202e}", "\u{2066}", "⟦"] {
        assert!(!page.contains(wrong), "{wrong} in {page}");
    }
    let known: Vec<&str> = "html head title style body a header h1 h2 p nav ul li main section span table caption thead \
                            tbody tr th td time bdi"
        .split_whitespace()
        .collect();
    let mut open = Vec::new();
    for piece in page.split('<').skip(1) {
        let tag: String = piece.chars().take_while(|c| !" >\n".contains(*c)).collect();
        match tag.strip_prefix('/') {
            Some(tag) => assert_eq!(open.pop().as_deref(), Some(tag), "{page}"),
            None if tag.starts_with('!') || tag == "meta" => {}
            None => {
                assert!(known.contains(&&*tag), "<{tag}> in {page}");
                open.push(tag);
            }
        }
    }
    assert!(open.is_empty(), "{open:?} stays open");
    for part in [
        "<html lang=\"en\">",
        "<title>",
        "<h1>",
        "scope=\"col\"",
        "<caption>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_left_and_accounts_that_are_gone_are_handed_over_and_erased() {
    let mut stage = Stage::set().await;
    let warning = [("member", "ann"), ("reason", "spam in general")];
    stage.ask("mod", "/warn", &warning).await;
    let warning = [("member", "ben"), ("reason", "shouting in general")];
    stage.ask("mod", "/warn", &warning).await;
    for who in ["ann", "ben"] {
        stage.sandbox.leave(stage.id(who), stage.server).unwrap();
    }
    // Ann still writes to the bot; of Ben's account nothing is left but the operator who has its id from a letter.
    let direct = stage.sandbox.direct(stage.id("ann"));
    let reply = stage.ask_in("ann", direct, "/privacy export", &[]).await;
    let mine = fitting(reply.file("my-data.json"));
    assert_eq!(mine["rows"][0]["fields"]["reason"], "spam in general");
    assert!(!reply.file("my-data.json").contains("shouting"));
    let done = stage.erase("ann", direct).await;
    assert!(
        done.content().contains("Erased, in all servers"),
        "{done:?}"
    );
    assert_eq!(stage.rows("warning").await.len(), 1);
    stage.stop().await;

    let ben = stage.id("ben").to_string();
    let theirs = fitting(&stage.told(&["data", "export", POLICY, &ben]));
    assert_eq!(theirs["rows"][0]["fields"]["reason"], "shouting in general");
    stage.told(&["data", "erase", POLICY, &ben, "--yes"]);
    for who in [ben, stage.id("ann").to_string(), "404".to_owned()] {
        let none = fitting(&stage.told(&["data", "export", POLICY, &who]));
        assert_eq!(none["rows"], Json::Array(Vec::new()), "{who}");
    }
    // Somebody nobody ever heard of can be erased too: nothing happens, and it is no error.
    stage.told(&["data", "erase", POLICY, "404", "--yes"]);
}
