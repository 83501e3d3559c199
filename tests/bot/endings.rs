//! Rows at whose end something runs: rows once, roles until Discord did it, messages once or told.

use candor::{
    port::{Batch, Op, Vault},
    runtime::leave_deeds,
};
use serde_json::json;

use super::stage::{Stage, content};

async fn begun() -> Stage {
    let stage = Stage::set().await;
    stage.log_to(stage.channel).await;
    let task = [("what", "tea"), ("role", "low")];
    let answer = stage.command("ann", "/task", &task).await;
    assert_eq!(content(&answer), "Begun");
    assert_eq!(stage.rows("task").await, 1);
    stage
}

fn said(stage: &Stage, text: &str) -> usize {
    let seen = stage.seen_by("mod").into_iter();
    let by_bot = seen.filter(|one| one["author"]["bot"] == true);
    by_bot.filter(|one| content(one).contains(text)).count()
}

async fn asked_for_the_role(stage: &Stage) -> usize {
    stage.requests("/roles/", &["PUT"]).await
}

/// Entries that are still to come.
async fn open(stage: &Stage) -> u64 {
    stage.rows("all-add-role").await + stage.rows("all-emit").await
}

/// What ran at the end of the row is there once.
async fn ran_once(stage: &Stage) {
    assert_eq!((stage.rows("task").await, stage.rows("done").await), (0, 1));
    let answer = stage.command("ann", "/tasks", &[]).await;
    assert_eq!(content(&answer), "n=1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_runs_at_the_end_of_a_row_runs_in_time_and_once() {
    let mut stage = begun().await;
    stage.pass("59m").await;
    assert_eq!((stage.rows("task").await, said(&stage, "tea")), (1, 0));
    stage.pass("61s").await;
    ran_once(&stage).await;
    assert_eq!((said(&stage, "tea is over"), open(&stage).await), (1, 0));
    assert_eq!(asked_for_the_role(&stage).await, 1);
    stage.stop_bot().await;
    stage.start_bot().await;
    stage.pass("2h").await;
    ran_once(&stage).await;
    assert_eq!(said(&stage, "tea is over"), 1);
    assert_eq!(asked_for_the_role(&stage).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_ended_while_the_bot_was_away_is_gone_before_it_connects() {
    let mut stage = begun().await;
    stage.stop_bot().await;
    stage.sandbox.advance(super::duration("3h"));
    // The row goes, and the bot is not let in.
    stage
        .fault(json!({ "server_error": { "next": 1000, "status": 502 } }))
        .await;
    assert!(
        candor::runtime::Bot::start(stage.config().await)
            .await
            .is_err()
    );
    stage
        .fault(json!({ "server_error": { "next": 0, "status": 502 } }))
        .await;
    stage.start_bot().await;
    ran_once(&stage).await;
    assert_eq!((said(&stage, "tea is over"), open(&stage).await), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_is_asked_for_until_it_is_there_and_a_message_is_not() {
    let mut stage = begun().await;
    stage
        .fault(json!({ "server_error": { "next": 1000, "status": 502 } }))
        .await;
    stage.sandbox.advance(super::duration("61m"));
    stage.tick().await;
    assert_eq!((stage.rows("task").await, stage.rows("done").await), (0, 1));
    assert_eq!(stage.rows("all-add-role").await, 1, "the role is to come");
    // Nothing was told yet: Discord does not answer at all.
    stage.stop_bot().await;
    stage
        .fault(json!({ "server_error": { "next": 0, "status": 502 } }))
        .await;
    stage.start_bot().await;
    stage.until_idle().await;
    ran_once(&stage).await;
    assert_eq!(open(&stage).await, 0);
    assert_eq!(asked_for_the_role(&stage).await, 1, "Discord did it");
    assert_eq!(said(&stage, "tea is over"), 0, "it may have been sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_refuses_for_good_is_told() {
    let stage = Stage::set().await;
    stage.log_to(stage.channel).await;
    let task = [("what", "tea"), ("role", "low")];
    stage.command("ann", "/task", &task).await;
    stage
        .sandbox
        .leave(stage.sandbox.user("ann").unwrap(), stage.server)
        .unwrap();
    stage.until_idle().await;
    stage.pass("61m").await;
    assert_eq!((stage.rows("task").await, open(&stage).await), (0, 0));
    assert_eq!(said(&stage, "did not happen"), 1);
    assert_eq!(said(&stage, "tea is over"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_day_in_vain_it_is_told_and_given_up() {
    let stage = begun().await;
    stage
        .fault(json!({ "server_error": { "next": 1000, "status": 502 } }))
        .await;
    stage.sandbox.advance(super::duration("61m"));
    stage.tick().await;
    assert_eq!(stage.rows("all-add-role").await, 1);
    stage.sandbox.advance(super::duration("23h"));
    stage.tick().await;
    assert_eq!(stage.rows("all-add-role").await, 1);
    stage.sandbox.advance(super::duration("1h"));
    stage
        .fault(json!({ "server_error": { "next": 0, "status": 502 } }))
        .await;
    // Swept before anything is asked for again.
    stage.tick().await;
    let wait = async {
        while said(&stage, "after a day the bot stopped trying") == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(super::AT_MOST, wait).await.unwrap();
    assert_eq!(open(&stage).await, 0);
    assert_eq!(said(&stage, "after a day the bot stopped trying"), 1);
    ran_once(&stage).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_before_a_message_is_answered_is_told() {
    let mut stage = begun().await;
    // The row with its entries, then the role's entry, then that the message is begun; nothing after it.
    stage.vault.fail_after(3);
    stage.sandbox.advance(super::duration("61m"));
    stage.tick().await;
    assert_eq!(said(&stage, "tea is over"), 1);
    stage.stop_bot().await;
    stage.vault.fail_after(i64::MAX);
    assert_eq!(open(&stage).await, 1, "the message's");
    stage.start_bot().await;
    stage.until_idle().await;
    assert_eq!(said(&stage, "tea is over"), 1, "sent once");
    assert_eq!(said(&stage, "the bot was interrupted"), 1, "and told");
    assert_eq!(open(&stage).await, 0);
    ran_once(&stage).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_loses_who_is_erased_and_keeps_its_deed() {
    let mut stage = Stage::set().await;
    stage.log_to(stage.channel).await;
    let guest = [("guest", "mod"), ("role", "low")];
    let answer = stage.command("ann", "/invite", &guest).await;
    assert_eq!(content(&answer), "Invited");
    stage
        .fault(json!({ "server_error": { "next": 1000, "status": 502 } }))
        .await;
    stage.sandbox.advance(super::duration("61m"));
    stage.tick().await;
    assert_eq!(stage.rows("visit").await, 0);
    let entries = stage.dump("all-remove-role").await;
    let (ann, guest) = (stage.person("ann"), stage.person("mod"));
    assert!(entries.contains(&format!("{ann:?}")), "{entries}");
    stage.stop_bot().await;
    // As the operator's command does it, in whose own process there is no Discord.
    let now = stage.sandbox.clock().now();
    let left = leave_deeds(stage.plan(), &*stage.vault, (None, ann), now).await;
    assert_eq!(left.unwrap().len(), 1);
    let erase = Op::Erase {
        guild: None,
        user: ann,
    };
    let batch = Batch {
        ops: vec![erase],
        ..Batch::default()
    };
    stage.vault.commit(batch, now).await.unwrap();
    let entries = stage.dump("all-remove-role").await;
    assert!(!entries.contains(&format!("{ann:?}")), "{entries}");
    assert!(entries.contains(&format!("{guest:?}")), "{entries}");
    assert_eq!(stage.requests("/roles/", &["DELETE"]).await, 0);
    stage
        .fault(json!({ "server_error": { "next": 0, "status": 502 } }))
        .await;
    stage.start_bot().await;
    stage.until_idle().await;
    assert_eq!(stage.rows("all-remove-role").await, 0);
    let posted = stage.posted("mod", stage.channel);
    let put = stage.requests("/roles/", &["PUT"]).await;
    assert_eq!(
        stage.requests("/roles/", &["DELETE"]).await,
        1,
        "{put} {posted:?}"
    );
}
