//! What policies declare: handlers, commands, commands made at run time.

use candor::{
    lexicon::{
        Given,
        deed::ADD_ROLE,
        event::{MEMBER_JOIN, REACTION_ADD},
    },
    plan::Wish,
    port::{ActionKind, Op, OptionDraft, OptionValue},
    router::{commands, guild_commands},
    vocab::{Duration, Permission, Value},
};

use crate::{
    plan::{line_of, plan},
    world::{
        ABOVE, ADMIN, ANN, BOB, BOT, GENERAL, GUILD, HIGH, LOG, MANAGED, MOD, OWNER, VERIFIED,
        World, deed, happened, reacted, with,
    },
};

fn world() -> World {
    World::new(plan())
}

fn user(id: candor::vocab::UserId) -> OptionValue {
    OptionValue::User(id)
}

fn text(text: &str) -> OptionValue {
    OptionValue::Text(text.into())
}

#[test]
fn messages_earn_xp_after_a_pause_and_levels_are_announced() {
    let mut world = world();
    world.switch("levels", true);
    world.set("announce-in", Value::Channel(LOG));
    let first = world.says(ANN, "hello");
    let [Op::Put { values, .. }] = first.ops.as_slice() else {
        panic!("one row is written: {:?}", first.ops);
    };
    assert!(matches!(values[1], Value::Int(15..=25)));
    assert_eq!(world.says(ANN, "again").ops, [], "within the pause");
    let mut announced = Vec::new();
    for _ in 0..10 {
        world.advance(Duration::seconds(60));
        announced.extend(world.says(ANN, "more").actions);
    }
    let [action] = announced.as_slice() else {
        panic!("level 1 is announced once: {announced:?}");
    };
    let ActionKind::Send { channel, message } = &action.kind else {
        panic!("it is sent: {action:?}");
    };
    assert_eq!(*channel, LOG);
    assert_eq!(message.content, "<@4> reached level 1");
    assert_eq!(message.notify, [ANN], "the policy says mentions");
    assert_eq!(world.kept("xp").len(), 1);
}

#[test]
fn a_feature_that_is_off_is_silent_and_its_commands_say_how_to_turn_it_on() {
    let mut world = world();
    let message = world.says(ANN, "hello");
    assert_eq!((message.ops, message.actions), (vec![], vec![]));
    let answer = world.calls(ANN, "rank", &[]);
    assert!(
        answer
            .refusal()
            .contains("`/config set levels enabled:True`")
    );
    world.switch("roles", false);
    assert!(
        world
            .presses(ANN, "candor:verify")
            .refusal()
            .contains("off in this server")
    );
}

#[test]
fn nothing_is_written_about_somebody_who_opted_out() {
    let mut world = world();
    world.switch("levels", true);
    world.set("announce-in", Value::Channel(LOG));
    for place in [Some(GUILD), None] {
        world.choices.clear();
        world.choose(place, ANN, Wish::NotAgain);
        for _ in 0..20 {
            world.advance(Duration::seconds(60));
            let result = world.says(ANN, "hello");
            assert_eq!((result.ops, result.actions), (vec![], vec![]));
        }
    }
    assert_eq!(
        world.says(BOB, "hello").ops.len(),
        1,
        "others are not concerned"
    );
}

#[test]
fn a_warning_is_recorded_counted_logged_and_told() {
    let mut world = world();
    world.set("mod-log", Value::Channel(LOG));
    for count in 1..=2 {
        let warn = world.calls(
            MOD,
            "warn",
            &[("member", user(ANN)), ("reason", text("spam"))],
        );
        let answer = warn.answer(true);
        assert_eq!(answer.content, format!("<@4> has {count} warnings"));
        assert_eq!(answer.notify, [], "nobody is notified");
        let [_, log, dm] = warn.actions.as_slice() else {
            panic!("answer, log, message: {:?}", warn.actions);
        };
        assert_eq!(warn.sent()[0].0, LOG);
        assert!(
            matches!(&log.kind, ActionKind::Send { message, .. } if message.content == "<@4> was warned: spam")
        );
        assert!(
            matches!(&dm.kind, ActionKind::Dm { user: ANN, message } if message.content == "You were warned in Lounge: spam")
        );
        assert_eq!(dm.otherwise.as_deref(), Some("<@4> was not told"));
        assert_eq!(dm.at.as_ref().unwrap().first_line, line_of("dm to="));
    }
    let mut reason =
        |of: &str| world.calls(MOD, "warn", &[("member", user(BOB)), ("reason", text(of))]);
    let refused = reason(&"x".repeat(21));
    assert!(
        refused.refusal().contains("at most 20 characters"),
        "nothing is cut silently"
    );
    reason(&"😀".repeat(10));
    let kept = world.kept("warning");
    assert_eq!(kept[2][3], Value::Text("😀".repeat(10)));
    let listed = world.calls(ANN, "warnings", &[]);
    assert_eq!(listed.answer(true).content, "1. #2 spam\n2. #1 spam");
    let cleared = world.calls(MOD, "clearwarns", &[("member", user(ANN))]);
    assert_eq!(cleared.ops.len(), 2);
    assert_eq!(cleared.answer(true).content, "Done.");
    assert_eq!(world.kept("warning").len(), 1, "others keep theirs");
    assert_eq!(
        world
            .calls(MOD, "clearwarns", &[("member", user(ANN))])
            .answer(true)
            .content,
        "Nothing to do."
    );
    assert_eq!(
        world.calls(ANN, "warnings", &[]).answer(true).content,
        "No warnings."
    );
}

#[test]
fn the_mod_log_is_silent_while_no_channel_is_chosen() {
    let mut world = world();
    let warn = world.calls(
        MOD,
        "warn",
        &[("member", user(ANN)), ("reason", text("spam"))],
    );
    assert_eq!(warn.sent(), []);
}

#[test]
fn permission_and_hierarchy_are_checked() {
    let mut world = world();
    let cases = [
        (ANN, BOB, "**Timeout Members**"),
        (MOD, MOD, "to yourself"),
        (MOD, BOT, "to itself"),
        (MOD, OWNER, "owns the server"),
        (
            MOD,
            ADMIN,
            "Your highest role does not stand above that of <@5>",
        ),
        (OWNER, HIGH, "Move the bot's role above it"),
    ];
    for (who, whom, why) in cases {
        let options = [("member", user(whom)), ("reason", text("x"))];
        let result = world.calls(who, "warn", &options);
        assert!(result.refusal().contains(why), "{:?}", result.refusal());
        assert_eq!(result.failed, []);
    }
    // Discord's own word about the permissions counts before roles.
    let mut event = world.call(ANN, "warn", &[("member", user(BOB)), ("reason", text("x"))]);
    event.actor.permissions = Some(with(Permission::ModerateMembers));
    assert!(
        world
            .happens(&event)
            .refusal()
            .contains("does not stand above"),
        "an equal is not above"
    );
    event.actor.roles = Some(vec![VERIFIED]);
    assert_eq!(world.happens(&event).ops.len(), 1);
}

#[test]
fn arguments_are_checked_again() {
    let mut world = world();
    let missing = world.calls(MOD, "warn", &[("member", user(ANN))]);
    assert_eq!(missing.refusal(), "`reason` is missing.");
    let long = text(&"x".repeat(513));
    let long = world.calls(MOD, "warn", &[("member", user(ANN)), ("reason", long)]);
    assert_eq!(
        long.refusal(),
        "`reason` must be at most 512 characters long."
    );
    let kind = world.calls(
        MOD,
        "warn",
        &[("member", text("ann")), ("reason", text("x"))],
    );
    assert!(
        kind.refusal()
            .starts_with("`member` does not have the kind")
    );
}

#[test]
fn admins_make_commands_at_run_time() {
    let mut world = world();
    let answer = text("Hello {{ user.name }} of {{ server.name }} in {{ channel.mention }}");
    let options = [("name", text("/Greet")), ("response", answer)];
    assert!(
        world
            .calls(ANN, "custom add", &options)
            .refusal()
            .contains("**Manage Server**")
    );
    let added = world.calls(ADMIN, "custom add", &options);
    assert_eq!(added.answer(true).content, "/greet is ready.");
    let refresh = ActionKind::RefreshCommands { guild: GUILD };
    assert_eq!(
        added.kinds().first(),
        Some(&&refresh),
        "before it is called ready"
    );
    assert_eq!(
        world.calls(ADMIN, "custom add", &options).refusal(),
        "There is one already."
    );

    let rows = vec![(
        world.store("custom-command"),
        world.rows.values().cloned().collect(),
    )];
    let drafts = guild_commands(&world.plan, &rows);
    assert_eq!(drafts.len(), 1);
    assert_eq!(
        (drafts[0].name.as_str(), drafts[0].about.as_str()),
        ("greet", "A command of this server")
    );

    let called = world.calls(ANN, "greet", &[]);
    assert_eq!(
        called.answer(false).content,
        "Hello User 4 of Lounge in <#20>"
    );
    assert_eq!(world.types(ADMIN, "custom remove", "name", "gr"), ["greet"]);
    assert_eq!(
        world.types(ANN, "custom remove", "name", "gr"),
        [""; 0],
        "only for who may remove them"
    );
    let removed = world.calls(ADMIN, "custom remove", &[("name", text("greet"))]);
    assert_eq!(removed.kinds().first(), Some(&&refresh));
    assert_eq!(
        world.calls(ANN, "greet", &[]).refusal(),
        "`/greet` is no longer in use."
    );

    for taken in ["warn", "privacy", "not a name", ""] {
        let options = [("name", text(taken)), ("response", text("x"))];
        world.calls(ADMIN, "custom add", &options).refusal();
    }
    let broken = [
        ("name", text("broken")),
        ("response", text("{{ user.nmae }}")),
    ];
    let refused = world.calls(ADMIN, "custom add", &broken);
    assert!(refused.refusal().contains("`user.nmae` is not known"));
}

#[test]
fn rows_that_discord_would_refuse_make_no_command() {
    let mut world = world();
    for name in ["ok", "warn", "Upper", "two words", "config"] {
        let options = [("name", text("x")), ("response", text("x"))];
        world.calls(ADMIN, "custom add", &options);
        let (_, mut row) = world.rows.pop_first().unwrap();
        row.values[0] = Value::Text(name.into());
        row.key = vec![row.values[0].clone()];
        let store = world.store("custom-command");
        let id = candor::port::RowId {
            store,
            guild: Some(GUILD),
            key: row.key.clone(),
        };
        world.rows.insert(id, row);
        let rows = vec![(store, world.rows.values().cloned().collect())];
        let made = guild_commands(&world.plan, &rows);
        assert_eq!(
            made.iter().any(|one| one.name == name),
            name == "ok",
            "{name}"
        );
    }
}

#[test]
fn roles_the_bot_cannot_give_are_refused_with_what_to_do() {
    let mut world = world();
    world.set("mod-log", Value::Channel(LOG));
    for (role, why) in [
        (ABOVE, "Move the bot's role above it"),
        (MANAGED, "belongs to an integration"),
    ] {
        world.set("role", Value::Role(role));
        assert!(world.presses(ANN, "candor:verify").refusal().contains(why));
        let event = world.event(ANN, reacted(&REACTION_ADD, 1, "👍"));
        let reacted = world.happens(&event);
        assert_eq!(
            reacted.actions.len(),
            1,
            "nobody asked, so the mod-log is told"
        );
        assert!(reacted.sent()[0].1.content.contains(why));
    }
    world.set("role", Value::Role(VERIFIED));
    let pressed = world.presses(ANN, "candor:verify");
    assert_eq!(pressed.actions.len(), 2);
    let (done, args) = deed(&pressed.actions[0].kind);
    assert_eq!((done, args.user("member")), (&ADD_ROLE, Some(ANN)));
    assert_eq!(args.get("role"), Some(&Given::Role(VERIFIED)));
    assert_eq!(
        pressed.actions[0].at.as_ref().unwrap().first_line,
        line_of("add-role member=\"member\" role=\"settings.role\" reason")
    );
    assert_eq!(
        world.presses(ANN, "candor:gone").refusal(),
        "This button is no longer in use."
    );
}

#[test]
fn what_goes_wrong_changes_nothing_and_is_counted() {
    let mut world = world();
    world.switch("levels", true);
    let refused = world.calls(ANN, "range", &[("number", OptionValue::Int(-1))]);
    assert!(refused.refusal().contains("from 0 to 1000000"));
    assert_eq!(refused.failed, []);
    assert_eq!(world.kept("tally"), Vec::<&Vec<Value>>::new());

    for id in 100..140 {
        world.says(candor::vocab::UserId(id), "count me");
    }
    let endless = world.calls(ANN, "endless", &[]);
    let [failure] = endless.failed.as_slice() else {
        panic!("one failure: {:?}", endless.failed);
    };
    assert!(failure.what.contains("bound"));
    assert_eq!(
        failure.at.as_ref().unwrap().first_line,
        line_of("each \"tally\" { each")
    );
    assert!(endless.refusal().contains(&failure.reference));
}

#[test]
fn no_number_makes_a_handler_fail() {
    let mut world = world();
    world.switch("levels", true);
    world.set("mod-log", Value::Channel(LOG));
    for (path, number, said) in [
        ("overflow", 1, "9223372036854775807"),
        ("overflow", -1, "9223372036854775806"),
        ("divide", 0, "0"),
        ("divide", 1, "1"),
    ] {
        let result = world.calls(ANN, path, &[("number", OptionValue::Int(number))]);
        assert_eq!(result.failed, [], "{path} {number}");
        assert_eq!(result.answer(false).content, said, "{path} {number}");
    }
    let one = vec![Value::User(ANN), Value::Int(1)];
    assert_eq!(world.kept("tally"), [&one]);

    // What its field does not hold is kept at the bound where nobody asked, and the mod-log is told without the number.
    let message = world.says(ANN, "overflow");
    assert_eq!(message.failed, []);
    let most = vec![Value::User(ANN), Value::Int(1_000_000)];
    assert_eq!(world.kept("tally"), [&most]);
    let told: Vec<_> = message.sent();
    let [(LOG, told)] = told.as_slice() else {
        panic!("one line: {told:?}");
    };
    assert!(told.content.contains("from 0 to 1000000"), "{told:?}");
    assert!(!told.content.contains("9223"), "{told:?}");
}

#[test]
fn a_leaderboard_is_ordered_and_a_card_is_an_embed() {
    let mut world = world();
    world.switch("levels", true);
    assert_eq!(
        world.calls(ANN, "leaderboard", &[]).answer(false).content,
        "Nobody yet"
    );
    world.says(ANN, "hello");
    world.says(BOB, "hello");
    world.advance(Duration::seconds(60));
    world.says(BOB, "hello");
    let list = world.calls(ANN, "leaderboard", &[]);
    let content = &list.answer(false).content;
    assert!(
        content.starts_with("1. <@7>: ") && content.contains("\n2. <@4>: "),
        "{content}"
    );
    let rank = world.calls(ANN, "rank", &[("member", user(MOD))]);
    let embed = rank.answer(false).embed.as_ref().unwrap();
    assert_eq!(
        (embed.title.as_deref(), embed.description.as_str()),
        (Some("Rank"), "<@3>: 0 XP")
    );
}

#[test]
fn who_joins_is_greeted_with_the_servers_own_text() {
    let mut world = world();
    world.set("greet-in", Value::Channel(GENERAL));
    let event = world.event(ANN, happened(&MEMBER_JOIN));
    let greeted = world.happens(&event);
    let (channel, message) = greeted.sent()[0];
    assert_eq!((channel, message.content.as_str()), (GENERAL, "Hi <@4>"));
    assert_eq!(message.notify, [ANN]);
    world.set("welcome", Value::Text("@everyone {{ secret }}".into()));
    let failed = world.happens(&event);
    assert_eq!(failed.actions, []);
    assert_eq!(failed.failed.len(), 1);
    assert!(
        !failed.failed[0].what.contains("secret"),
        "failures hold no data"
    );
}

#[test]
fn the_bots_own_messages_are_not_seen() {
    let mut world = world();
    world.switch("levels", true);
    assert_eq!(world.says(BOT, "hello").ops, []);
    world.set("greet-in", Value::Channel(GENERAL));
    let joins = world.event(BOT, happened(&MEMBER_JOIN));
    assert_eq!(world.happens(&joins).actions, []);
}

#[test]
fn servers_only_means_servers_only() {
    let mut world = world();
    assert_eq!(
        world.calls_in_dm(ANN, "warnings").refusal(),
        "This works in servers only."
    );
    assert_eq!(
        world.calls_in_dm(ANN, "nothing").refusal(),
        "This works in servers only."
    );
}

#[test]
fn few_rounds_ask_for_much() {
    let mut world = world();
    world.switch("levels", true);
    // The switch; the row; whether Ann opted out here or everywhere, with the setting already known.
    assert!(world.says(ANN, "hello").rounds <= 4);
    let warn = world.calls(
        MOD,
        "warn",
        &[("member", user(ANN)), ("reason", text("spam"))],
    );
    // And whether Ann objects.
    assert!(warn.rounds <= 4, "{}", warn.rounds);
}

#[test]
fn drafts_follow_the_policy() {
    let drafts = commands(&plan());
    let names: Vec<&str> = drafts.iter().map(|draft| draft.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "rank",
            "leaderboard",
            "warn",
            "warnings",
            "clearwarns",
            "custom",
            "overflow",
            "divide",
            "range",
            "endless",
            "privacy",
            "config",
            "help"
        ]
    );
    let custom = &drafts[5];
    assert_eq!(custom.permissions, Some(Permission::ManageGuild.bit()));
    assert_eq!(custom.about, "Custom commands");
    let [
        OptionDraft::Subcommand { name: add, .. },
        OptionDraft::Subcommand {
            name: remove,
            options,
            ..
        },
    ] = custom.options.as_slice()
    else {
        panic!("two subcommands: {:?}", custom.options);
    };
    assert_eq!((add.as_str(), remove.as_str()), ("add", "remove"));
    assert!(matches!(
        options[0],
        OptionDraft::Value {
            autocomplete: true,
            ..
        }
    ));
    let in_dm: Vec<&str> = drafts
        .iter()
        .filter(|one| one.in_dm)
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(in_dm, ["privacy", "help"]);
    assert_eq!(drafts[11].permissions, Some(Permission::ManageGuild.bit()));
}
