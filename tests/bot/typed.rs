//! Commands that are typed as messages, and what follows where something fails.

use candor::sandbox::BotSeed;

use super::{
    policy,
    stage::{Stage, content},
};

async fn stage() -> Stage {
    let plan = policy::of(include_str!("typed.kdl"));
    Stage::set_in(plan, BotSeed::default()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_command_is_dropped_and_private_answers_are_direct_messages() {
    let stage = stage().await;
    for text in ["note heffalump", "hi !note heffalump", "!notes heffalump"] {
        stage.say("ann", text);
    }
    stage.until_idle().await;
    assert_eq!(stage.rows("note").await, 0);
    assert_eq!(stage.posted("ann", stage.channel), [""; 0]);

    stage.say("ann", "!note woozle and @everyone");
    stage.until_idle().await;
    assert_eq!(stage.rows("note").await, 1);
    assert!(stage.dump("note").await.contains("woozle and @everyone"));
    assert_eq!(stage.told("ann"), ["Kept: woozle and @everyone"]);
    assert_eq!(stage.posted("ann", stage.channel), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_whose_answer_nobody_reads_was_carried_out_once() {
    let stage = stage().await;
    let ann = stage.person("ann");
    stage.sandbox.close_dms(ann, true).unwrap();
    stage.say("ann", "!note woozle");
    stage.until_idle().await;
    assert_eq!(stage.rows("note").await, 1);
    let seen = stage.seen_by("ann");
    let said: Vec<String> = seen.iter().map(content).collect();
    assert!(said.iter().all(|one| !one.contains("Kept")), "{said:?}");
    assert!(said.iter().any(|one| one.contains("did not arrive")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_of_failures_that_fails_ends_there() {
    let stage = stage().await;
    stage.vault.fail(true);
    stage.say("mod", "!note heffalump");
    stage.until_idle().await;
    stage.vault.fail(false);
    assert_eq!(
        (stage.rows("note").await, stage.rows("failed").await),
        (0, 0)
    );
    assert_eq!(stage.told("mod").len(), 1);

    // What the first commit fails for is kept with the second, without ids.
    stage.vault.fail_once();
    stage.say("mod", "!note woozle 123456789012345678");
    stage.until_idle().await;
    assert_eq!(
        (stage.rows("note").await, stage.rows("failed").await),
        (0, 1)
    );
    assert!(stage.dump("failed").await.contains("/note body: woozle …"));
}
