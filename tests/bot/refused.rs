//! What the bot says, and to whom, when Discord refuses.

use std::sync::Arc;

use candor::{
    plan::Plan,
    port::{Clock, Wall},
    sandbox::BotSeed,
    vocab::{ChannelId, Duration, Permission, Permissions, Timestamp, Value},
};

use super::{policy, stage::Stage};

fn plan() -> Plan {
    policy::of(include_str!("refused.kdl"))
}

fn bot(permissions: &[Permission]) -> BotSeed {
    let permissions: Permissions = permissions.iter().copied().collect();
    BotSeed {
        permissions: Some(permissions.0),
        ..BotSeed::default()
    }
}

const TALKS: [Permission; 4] = [
    Permission::ViewChannel,
    Permission::SendMessages,
    Permission::ReadMessageHistory,
    Permission::ModerateMembers,
];

async fn stage() -> (Stage, ChannelId) {
    let stage = Stage::set_in(plan(), bot(&TALKS)).await;
    let log = stage.sandbox.add_channel(stage.server, "log");
    stage.log_to(log).await;
    (stage, log)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_claimed_of_a_deletion_that_discord_refused() {
    let (stage, log) = stage().await;
    stage.say("ann", "mud");
    stage.until_idle().await;
    let said = stage.posted("mod", log).join("\n");
    assert!(said.contains("could not delete a message"), "{said}");
    assert!(said.contains("**Manage Messages**"), "{said}");
    assert!(!said.contains("removed what"), "{said}");
    assert!(
        said.contains("somebody wrote"),
        "another handler still says what it saw: {said}"
    );
    assert_eq!(stage.told("ann"), [""; 0]);
    assert_eq!(stage.posted("mod", stage.channel), [""; 0]);
    let ann = stage.sandbox.user("ann").unwrap();
    let until = stage.sandbox.timeout_of(stage.server, ann).unwrap();
    assert!(until.is_some(), "a deed of its own is still done");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_gone_is_told_once_in_a_while() {
    let (stage, log) = stage().await;
    stage.choose("room", Value::Channel(ChannelId(1))).await;
    for _ in 0..3 {
        stage.say("ann", "news");
        stage.until_idle().await;
    }
    let said = stage.posted("mod", log);
    let gone = said
        .iter()
        .filter(|one| one.contains("the channel is gone"));
    assert_eq!(gone.count(), 1, "{said:?}");
    assert!(
        !said.iter().any(|one| one.contains("told the news")),
        "{said:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_is_told_when_the_mod_log_is_gone() {
    let (stage, _) = stage().await;
    stage.log_to(ChannelId(1)).await;
    for _ in 0..3 {
        stage.say("ann", "hello");
        stage.until_idle().await;
    }
    let told = stage.told("owner");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("moderation log"), "{told:?}");
}

/// A machine whose clock is apart from Discord's by a fixed time.
struct Apart(Arc<dyn Wall>, Duration);

impl Clock for Apart {
    fn now(&self) -> Timestamp {
        self.0.now().plus(self.1)
    }
}

impl Wall for Apart {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_longest_timeout_is_given_with_two_clocks_apart() {
    for seconds in [-600, -20, 0, 20, 600] {
        let mut stage = Stage::set_in(plan(), bot(&[Permission::Administrator])).await;
        stage.stop_bot().await;
        stage.wall = Arc::new(Apart(Arc::clone(&stage.wall), Duration::seconds(seconds)));
        stage.start_bot().await;
        stage.say("ann", "mud");
        stage.until_idle().await;
        let ann = stage.sandbox.user("ann").unwrap();
        let until = stage.sandbox.timeout_of(stage.server, ann).unwrap();
        let left = until.unwrap().since(stage.sandbox.clock().now());
        let longest = Duration::days(28);
        let least = Duration {
            ms: longest.ms - 65_000,
        };
        assert!(least <= left && left <= longest, "{seconds}: {left}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_template_is_refused_before_it_is_kept() {
    let (stage, _) = stage().await;
    for wrong in [
        "Hi {{ user.nmae }}",
        "Hi {{ user.name",
        "{% for a in b %}{% endfor %}",
    ] {
        let options = [("name", "hi"), ("response", wrong)];
        let answer = stage.command("owner", "/answer", &options).await;
        let said = super::content(&answer);
        assert!(
            said.contains("cannot be used") && said.contains("Nothing was changed"),
            "{said}"
        );
    }
    assert_eq!(stage.rows("answer").await, 0);
}
