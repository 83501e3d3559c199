//! The real serenity client logs in to the sandbox, hears people and answers a slash command.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::{sync::Arc, time::Duration};

use candor::sandbox::{Sandbox, SandboxConfig, WorldFile};
use serenity::{
    all::{
        ButtonStyle, ClientBuilder, CommandOptionType, ComponentInteraction, Context,
        CreateActionRow, CreateButton, CreateCommand, CreateCommandOption,
        CreateInteractionResponse, CreateInteractionResponseFollowup,
        CreateInteractionResponseMessage, EventHandler, GatewayIntents, Guild, GuildId, Http,
        HttpBuilder, Interaction, Message, Ready,
    },
    async_trait,
};
use tokio::sync::mpsc;

const WAIT: Duration = Duration::from_secs(20);

/// What the bot heard.
#[derive(Debug)]
enum Heard {
    Ready,
    Guild(Box<Guild>),
    Message(Box<Message>),
    Answered(Result<(), String>),
}

struct Bot {
    heard: mpsc::UnboundedSender<Heard>,
    guild: GuildId,
}

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, context: Context, _: Ready) {
        let rank = CreateCommand::new("rank")
            .description("Show a rank")
            .add_option(
                CreateCommandOption::new(CommandOptionType::User, "member", "Whose").required(true),
            );
        self.guild
            .set_commands(&context.http, vec![rank])
            .await
            .unwrap();
        self.heard.send(Heard::Ready).unwrap();
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        self.heard.send(Heard::Guild(Box::new(guild))).unwrap();
    }

    async fn message(&self, _: Context, message: Message) {
        self.heard.send(Heard::Message(Box::new(message))).unwrap();
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let done = match interaction {
            Interaction::Command(command) => {
                let whose = command
                    .data
                    .resolved
                    .users
                    .values()
                    .next()
                    .unwrap()
                    .name
                    .clone();
                let button = CreateButton::new("more")
                    .label("More")
                    .style(ButtonStyle::Primary);
                let message = CreateInteractionResponseMessage::new()
                    .content(format!("{whose} has rank 1"))
                    .components(vec![CreateActionRow::Buttons(vec![button])])
                    .ephemeral(true);
                let answer = CreateInteractionResponse::Message(message);
                command.create_response(&context.http, answer).await
            }
            Interaction::Component(press) => pressed(&context, &press).await,
            other => panic!("did not ask for {other:?}"),
        };
        let done = done.map_err(|error| error.to_string());
        self.heard.send(Heard::Answered(done)).unwrap();
    }
}

async fn pressed(context: &Context, press: &ComponentInteraction) -> serenity::Result<()> {
    press.defer_ephemeral(&context.http).await?;
    let more = CreateInteractionResponseFollowup::new().content("and more");
    press.create_followup(&context.http, more).await.map(drop)
}

/// serenity's own rate limiter would reach for the real Discord.
fn http(sandbox: &Sandbox) -> Http {
    HttpBuilder::new(format!("Bot {}", sandbox.bot_token()))
        .proxy(sandbox.origin())
        .ratelimiter_disabled(true)
        .build()
}

#[tokio::test]
async fn serenity_logs_in_hears_a_message_and_answers_a_command_and_a_button() {
    let world =
        WorldFile::parse("server lounge { member ann; member bob; channel general }").unwrap();
    let config = SandboxConfig {
        world,
        ..SandboxConfig::default()
    };
    let sandbox = Sandbox::start(config).await.unwrap();
    let lounge = sandbox.server("lounge").unwrap();
    let general = sandbox.channel(lounge, "general").unwrap();
    let (ann, bob) = (sandbox.user("ann").unwrap(), sandbox.user("bob").unwrap());

    let (sender, mut heard) = mpsc::unbounded_channel();
    let intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::MESSAGE_CONTENT;
    let bot = Bot {
        heard: sender,
        guild: GuildId::new(lounge.0),
    };
    let mut client = ClientBuilder::new_with_http(http(&sandbox), intents)
        .event_handler(bot)
        .await
        .unwrap();
    let shards = Arc::clone(&client.shard_manager);
    let running = tokio::spawn(async move { client.start().await });

    let mut ready = false;
    let mut guild = None;
    while !ready || guild.is_none() {
        match next(&mut heard).await {
            Heard::Ready => ready = true,
            Heard::Guild(found) => guild = Some(found),
            other => panic!("too early: {other:?}"),
        }
    }
    let guild = guild.unwrap();
    assert_eq!(guild.name, "lounge");
    assert_eq!(
        (guild.members.len(), guild.member_count),
        (1, 4),
        "the bot alone, of ann, bob, the owner and the bot"
    );

    sandbox.post(ann, general, "hello there").unwrap();
    let Heard::Message(message) = next(&mut heard).await else {
        panic!("no message");
    };
    assert_eq!(
        (message.content.as_str(), message.author.id.get()),
        ("hello there", ann.0)
    );

    let used = sandbox
        .invoke(ann, general, "/rank", &[("member", "bob")])
        .unwrap();
    assert!(matches!(next(&mut heard).await, Heard::Answered(Ok(()))));
    let outcome = sandbox.answered(used, WAIT).await.unwrap();
    assert_eq!(outcome.state, "answered");
    let seen = sandbox.messages(ann, general).unwrap();
    assert_eq!(seen.last().unwrap()["content"], "bob has rank 1");
    assert_eq!(
        sandbox.messages(bob, general).unwrap().len(),
        1,
        "the answer was ann's alone"
    );

    let used = sandbox
        .press(ann, general, outcome.message.unwrap(), "More")
        .unwrap();
    assert!(matches!(next(&mut heard).await, Heard::Answered(Ok(()))));
    assert_eq!(
        sandbox.answered(used, WAIT).await.unwrap().state,
        "answered"
    );
    assert_eq!(
        sandbox.messages(ann, general).unwrap().last().unwrap()["content"],
        "and more"
    );

    shards.shutdown_all().await;
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn serenity_hears_what_it_missed_after_every_kind_of_interruption() {
    let world = WorldFile::parse("server lounge { member ann }").unwrap();
    let config = SandboxConfig {
        world,
        ..SandboxConfig::default()
    };
    let sandbox = Sandbox::start(config).await.unwrap();
    let lounge = sandbox.server("lounge").unwrap();
    let general = sandbox.channel(lounge, "general").unwrap();
    let ann = sandbox.user("ann").unwrap();
    let (sender, mut heard) = mpsc::unbounded_channel();
    let intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::MESSAGE_CONTENT;
    let bot = Bot {
        heard: sender,
        guild: GuildId::new(lounge.0),
    };
    let mut client = ClientBuilder::new_with_http(http(&sandbox), intents)
        .event_handler(bot)
        .await
        .unwrap();
    let shards = Arc::clone(&client.shard_manager);
    let running = tokio::spawn(async move { client.start().await });
    while !matches!(next(&mut heard).await, Heard::Ready) {}

    let faults = format!("{}/sandbox/faults", sandbox.origin());
    let web = reqwest::Client::builder().no_proxy().build().unwrap();
    let ops = [
        serde_json::json!({"reconnect": true}),
        serde_json::json!({"drop": true}),
        serde_json::json!({"invalid_session": true}),
        serde_json::json!({"close": 4000}),
    ];
    for op in ops {
        web.post(&faults).json(&op).send().await.unwrap();
        sandbox.post(ann, general, &op.to_string()).unwrap();
        let content = loop {
            match next(&mut heard).await {
                Heard::Message(message) => break message.content,
                Heard::Ready | Heard::Guild(_) => {}
                Heard::Answered(done) => panic!("nothing to answer: {done:?}"),
            }
        };
        assert_eq!(content, op.to_string());
    }
    shards.shutdown_all().await;
    running.await.unwrap().unwrap();
}

async fn next(heard: &mut mpsc::UnboundedReceiver<Heard>) -> Heard {
    tokio::time::timeout(WAIT, heard.recv())
        .await
        .unwrap()
        .unwrap()
}
