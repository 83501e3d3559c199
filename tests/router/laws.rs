//! Laws over arbitrary events: the router ends, never panics, gives the same answer twice, stays within Discord's limits,
//! and notifies nobody it was not told to. (That a call is repeated and compared is in `World::happens`.)

use candor::{
    lexicon::event::{MEMBER_JOIN, MEMBER_LEAVE, REACTION_ADD, REACTION_REMOVE},
    port::{ActionKind, EventKind, InteractionKind, MessageDraft, OptionValue, Upload},
    vocab::{ChannelId, Duration, RoleId, UserId, Value},
};
use proptest::prelude::*;

use crate::{
    plan::{keta, plan},
    world::{What, World, call, happened, interaction, reacted, wrote},
};

fn option() -> impl Strategy<Value = OptionValue> {
    let id = prop_oneof![0_u64..8, 100_u64..106, any::<u64>()];
    prop_oneof![
        words().prop_map(OptionValue::Text),
        prop_oneof![any::<i64>(), -2_i64..3].prop_map(OptionValue::Int),
        any::<bool>().prop_map(OptionValue::Bool),
        id.clone().prop_map(|id| OptionValue::User(UserId(id))),
        id.clone()
            .prop_map(|id| OptionValue::Channel(ChannelId(id))),
        id.prop_map(|id| OptionValue::Role(RoleId(id))),
        words().prop_map(|content| OptionValue::Attachment(Upload {
            name: "f".into(),
            bytes: content.len() as u64,
            url: "u".into(),
            content: Some(content),
        })),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("overflow".to_owned()),
        Just("{{ user.mention }}{% if user.id %}@everyone{% endif %}".to_owned()),
        Just(r#"{"format":1,"settings":{"trouble.words":["a*","b"]}}"#.to_owned()),
        Just("greet".to_owned()),
        Just("👍".to_owned()),
        Just("https://discord.com/channels/10/20/1".to_owned()),
        Just("join discord.gg/abc".to_owned()),
        Just("é".repeat(2_500)),
        any::<String>(),
    ]
}

const PATHS: &[&str] = &[
    "rank",
    "leaderboard",
    "warn",
    "warnings",
    "clearwarns",
    "custom add",
    "custom remove",
    "overflow",
    "divide",
    "range",
    "endless",
    "privacy notice",
    "privacy data",
    "privacy export",
    "privacy delete",
    "privacy optout",
    "config show",
    "config set levels",
    "config set trouble",
    "config set server",
    "config reset",
    "config export",
    "config import",
    "help",
    "greet",
    "nothing at all here",
    "unwarn",
    "reactionrole add",
    "reactionrole remove",
    "reactionrole list",
    "custom list",
    "verification panel",
    "config set auto-moderation",
    "config set greetings",
];

const NAMES: &[&str] = &[
    "member",
    "reason",
    "name",
    "response",
    "number",
    "setting",
    "file",
    "enabled",
    "xp-min",
    "announce-in",
    "mod-log",
    "words",
    "welcome",
    "pause",
    "message",
    "emoji",
    "role",
    "blocked-words",
    "timeout-for",
];

fn event() -> impl Strategy<Value = What> {
    let options =
        prop::collection::vec((prop::sample::select(NAMES.to_vec()), option()), 0..5).boxed();
    let called = (prop::sample::select(PATHS.to_vec()), options);
    prop_oneof![
        (words(), any::<u32>(), any::<u32>()).prop_map(|(content, mentions, attachments)| wrote(
            &content,
            mentions.into(),
            attachments.into()
        )),
        any::<String>().prop_map(|emoji| reacted(&REACTION_ADD, 1, &emoji)),
        any::<String>().prop_map(|emoji| reacted(&REACTION_REMOVE, 1, &emoji)),
        Just(happened(&MEMBER_JOIN)),
        Just(happened(&MEMBER_LEAVE)),
        called
            .clone()
            .prop_map(|(path, options)| interaction(InteractionKind::Command(call(
                path, &options
            )))),
        called.prop_map(
            |(path, options)| interaction(InteractionKind::Autocomplete {
                call: call(path, &options),
                focused: options
                    .first()
                    .map_or(String::new(), |(name, _)| (*name).into()),
            })
        ),
        (words(), words()).prop_map(|(custom_id, text)| interaction(InteractionKind::Form(
            candor::port::FormAnswer {
                custom_id: format!("candor:form:{custom_id}"),
                texts: [("reason".to_owned(), text)].into(),
            }
        ))),
        (words(), 1_u64..9).prop_map(|(name, who)| interaction(InteractionKind::Menu(
            candor::port::MenuPick {
                name,
                target: OptionValue::User(UserId(who)),
            }
        ))),
        prop_oneof![
            Just("candor:verify".to_owned()),
            words().prop_map(|words| format!("candor:do:{words}")),
            any::<u64>().prop_map(|id| format!("candor:again:{id}")),
            (1_u64..8).prop_map(|id| format!("candor:form:warn?member={id}")),
            any::<u64>().prop_map(|id| format!("candor:delete:{id}:all")),
            (1_u64..8).prop_map(|id| format!("candor:delete:{id}:10")),
            any::<String>(),
        ]
        .prop_map(|custom_id| interaction(InteractionKind::Button(
            candor::port::ButtonPress {
                custom_id,
                chosen: None,
            }
        ))),
    ]
}

fn check(message: &MessageDraft, actor: UserId) {
    assert!(message.content.chars().count() <= 2_000);
    let embed = message.embed.as_ref();
    assert!(embed.is_none_or(|embed| embed.description.chars().count() <= 4_096));
    assert!(message.notify.iter().all(|id| *id == actor));
    assert!(
        message
            .buttons
            .iter()
            .all(|button| button.custom_id.len() <= 100)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_is_decided(
        events in prop::collection::vec((1_u64..9, any::<bool>(), event(), 0_i64..100), 1..12),
        seed in any::<u64>(),
        of_keta in any::<bool>(),
    ) {
        let mut world = World::new(if of_keta { keta() } else { plan() });
        world.seed = seed;
        for feature in ["levels", "auto-moderation", "verification", "greetings"] {
            world.switch(feature, true);
        }
        for name in ["announce-in", "channel", "mod-log"] {
            if let Some(setting) = world.plan.settings.iter().find(|one| one.name == name) {
                world.settings.values.insert(setting.id, Value::Channel(ChannelId(20)));
            }
        }
        for (actor, in_dm, kind, seconds) in events {
            world.advance(Duration::seconds(seconds));
            let actor = UserId(actor);
            let is_interaction = matches!(&kind.1, EventKind::Interaction(_));
            let mut event = world.event(actor, kind);
            if in_dm && is_interaction {
                event.guild = None;
            }
            let result = world.happens(&event);
            prop_assert!(!is_interaction || !result.actions.is_empty(), "every interaction is answered");
            for action in &result.actions {
                match &action.kind {
                    ActionKind::Reply { message, .. } | ActionKind::UpdateMessage { message }
                    | ActionKind::Send { message, .. } | ActionKind::Dm { message, .. } => check(message, actor),
                    ActionKind::Choices(choices) => prop_assert!(choices.len() <= 25),
                    _ => {}
                }
            }
        }
    }
}
