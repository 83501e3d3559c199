//! What Keta's policy says, decision by decision.

use candor::{
    lexicon::{
        Given,
        deed::{ADD_ROLE, DELETE_MESSAGE, REACT, REMOVE_ROLE, TIMEOUT},
        event::{REACTION_ADD, REACTION_REMOVE},
    },
    port::{ActionKind, OptionValue},
    vocab::{ChannelId, Duration, MessageId, Permission, RoleId, UserId, Value},
};

use crate::{
    plan::keta,
    world::{ADMIN, ANN, BOB, LOG, MOD, OWNER, VERIFIED, World, deed, reacted, with, wrote},
};

fn text(text: &str) -> OptionValue {
    OptionValue::Text(text.into())
}

#[test]
fn auto_moderation_removes_tells_the_mod_log_and_keeps_nothing() {
    let mut world = World::new(keta());
    world.switch("auto-moderation", true);
    world.set("blocked-words", Value::Words(vec!["bad*".into()]));
    world.set("mod-log", Value::Channel(LOG));
    let removed = world.says(ANN, "such BADNESS");
    assert_eq!(removed.ops, []);
    let [delete, log] = removed.actions.as_slice() else {
        panic!("removed and logged: {:?}", removed.actions);
    };
    let (done, args) = deed(&delete.kind);
    assert_eq!(*done, DELETE_MESSAGE);
    let message = Given::Message(ChannelId(20), MessageId(500));
    assert_eq!(args.get("message"), Some(&message));
    assert_eq!(args.text("reason"), Some("Auto-moderation"));
    assert!(matches!(
        &log.kind,
        ActionKind::Send { channel: LOG, message }
            if message.content == "A message by <@4> in <#20> was removed: such BADNESS"
    ));
    world.set("timeout-for", Value::Duration(Duration::seconds(600)));
    let timed = world.says(ANN, "discord.gg/abc");
    let (done, args) = deed(&timed.actions[2].kind);
    assert_eq!(*done, TIMEOUT);
    assert_eq!(args.user("member"), Some(ANN));
    assert_eq!(args.duration("for"), Some(Duration::seconds(600)));
    assert_eq!(world.says(ANN, "a good message").actions, []);
    // Moderators are let be; the owner holds every permission.
    assert_eq!(world.says(OWNER, "bad").actions, []);
    let mut event = world.event(BOB, wrote("bad", 0, 0));
    event.actor.permissions = Some(with(Permission::ManageMessages));
    assert_eq!(world.happens(&event).actions, []);
}

#[test]
fn a_reaction_gives_the_role_that_an_admin_chose() {
    let mut world = World::new(keta());
    let link = "https://discord.com/channels/10/20/77";
    let options = [
        ("message", text(link)),
        ("emoji", text("<a:party:55>")),
        ("role", OptionValue::Role(VERIFIED)),
    ];
    let refused = world.calls(MOD, "reactionrole add", &options);
    assert!(refused.refusal().contains("**Manage Roles**"));
    for _ in 0..2 {
        let added = world.calls(OWNER, "reactionrole add", &options);
        let (done, args) = deed(&added.actions[0].kind);
        assert_eq!(*done, REACT);
        let message = Given::Message(ChannelId(20), MessageId(77));
        assert_eq!(args.get("message"), Some(&message));
        assert_eq!(args.get("emoji"), Some(&Given::Emoji("party:55".into())));
        assert_eq!(
            added.answer(true).content,
            "Whoever reacts with <a:party:55> gets <@&104>."
        );
    }
    assert_eq!(
        world.kept("reaction-role").len(),
        1,
        "replaced, not doubled"
    );
    let reacts = |world: &mut World, message, emoji: &str| {
        let event = world.event(ANN, reacted(&REACTION_ADD, message, emoji));
        world.happens(&event).actions
    };
    let given = reacts(&mut world, 77, "party:55");
    let (done, args) = deed(&given[0].kind);
    assert_eq!(*done, ADD_ROLE);
    assert_eq!(args.user("member"), Some(ANN));
    assert_eq!(args.get("role"), Some(&Given::Role(VERIFIED)));
    assert_eq!(reacts(&mut world, 77, "👍"), []);
    assert_eq!(reacts(&mut world, 78, "party:55"), []);
    let event = world.event(ANN, reacted(&REACTION_REMOVE, 77, "party:55"));
    let taken = world.happens(&event).actions;
    let (done, args) = deed(&taken[0].kind);
    assert_eq!((done, args.user("member")), (&REMOVE_ROLE, Some(ANN)));
    let role = |id| OptionValue::Role(RoleId(id));
    for (name, value, why) in [
        (
            "message",
            text("https://discord.com/channels/11/20/77"),
            "a message of this server",
        ),
        ("emoji", text("ab"), "must be one emoji"),
        ("role", role(103), "Move the bot's role above it"),
        ("role", role(105), "belongs to an integration"),
        ("role", role(10), "Everybody has that role already"),
    ] {
        let mut options = options.clone();
        for option in &mut options {
            if option.0 == name {
                option.1 = value.clone();
            }
        }
        let result = world.calls(OWNER, "reactionrole add", &options);
        assert!(result.refusal().contains(why), "{}", result.refusal());
    }
}

#[test]
fn one_warning_of_many_is_deleted_by_its_number() {
    let mut world = World::new(keta());
    for reason in ["first", "second"] {
        let options = [("member", OptionValue::User(ANN)), ("reason", text(reason))];
        world.calls(MOD, "warn", &options);
    }
    let number = |number| {
        [
            ("member", OptionValue::User(ANN)),
            ("number", OptionValue::Int(number)),
        ]
    };
    let wrong = world.calls(MOD, "unwarn", &number(9));
    assert_eq!(wrong.refusal(), "<@4> has no warning with that number.");
    world.calls(MOD, "unwarn", &number(1));
    let listed = world.calls(ANN, "warnings", &[]);
    let listed = &listed.answer(true).content;
    assert!(
        listed.starts_with("**2** · <t:1700000000:R> · <@3>: second"),
        "{listed}"
    );
    let others = world.calls(BOB, "warnings", &[("member", OptionValue::User(ANN))]);
    assert_eq!(others.ops, []);
    others.refusal();
}

#[test]
fn the_panels_button_verifies() {
    let mut world = World::new(keta());
    world.switch("verification", true);
    let early = world.calls(ADMIN, "verification panel", &[]);
    assert!(early.refusal().contains("that is done with /config"));
    assert!(
        world
            .presses(ANN, "candor:verify")
            .answer(true)
            .content
            .contains("not set up")
    );
    let set = world.calls(
        ADMIN,
        "config set verification",
        &[("role", OptionValue::Role(RoleId(103)))],
    );
    assert!(
        set.refusal().contains("Move the bot's role above it"),
        "the bot will have to give it"
    );
    world.calls(
        ADMIN,
        "config set verification",
        &[("role", OptionValue::Role(VERIFIED))],
    );
    let panel = world.calls(ADMIN, "verification panel", &[]);
    let button = panel.sent()[0].1.buttons[0].clone();
    assert_eq!(
        (button.label.as_str(), button.style.word()),
        ("Verify", "success")
    );
    let pressed = world.presses(ANN, &button.custom_id);
    assert_eq!(pressed.answer(true).content, "You are verified.");
    assert_eq!(
        world.kept("verification"),
        [&vec![
            Value::User(ANN),
            Value::Text("button".into()),
            Value::Instant(world.now)
        ]]
    );
    let again = world.presses(UserId(4), &button.custom_id);
    assert_eq!(again.ops.len(), 1, "the same row again");
    assert_eq!(world.kept("verification").len(), 1);
}
