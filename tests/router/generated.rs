//! `/privacy`, `/config` and `/help`.

use candor::{
    lexicon::{OptionKind, kind::option},
    plan::{FeatureId, Setting},
    port::{
        ActionKind, File, Op, OptionDraft, OptionValue, Request, RequestKind, RequestedBy, Upload,
    },
    router::commands,
    vocab::{ChannelId, Duration, Value},
};

use crate::{
    plan::plan,
    world::{ABOVE, ADMIN, ANN, BOB, COUNCIL, GENERAL, GUILD, LOG, MOD, OWNER, VERIFIED, World},
};

fn world() -> World {
    World::new(plan())
}

fn warned() -> World {
    let mut world = world();
    for member in [ANN, BOB] {
        let options = [
            ("member", OptionValue::User(member)),
            ("reason", OptionValue::Text("spam".into())),
        ];
        world.calls(MOD, "warn", &options);
    }
    world
}

fn file(content: &str) -> OptionValue {
    OptionValue::Attachment(Upload {
        name: "settings.json".into(),
        bytes: content.len() as u64,
        url: "https://cdn.example/settings.json".into(),
        content: Some(content.into()),
    })
}

fn import(world: &mut World, content: &str) -> String {
    let result = world.calls(ADMIN, "config import", &[("file", file(content))]);
    result.answer(true).content.clone()
}

#[test]
fn settings_are_set_shown_and_reset() {
    let mut world = world();
    let options = [
        ("enabled", OptionValue::Bool(true)),
        ("xp-min", OptionValue::Int(20)),
        ("announce-in", OptionValue::Channel(LOG)),
    ];
    let set = world.calls(ADMIN, "config set levels", &options);
    assert_eq!(set.ops.len(), 3);
    assert!(
        set.answer(true)
            .content
            .contains("`levels.xp-min` is now 20.")
    );
    let shown = world.calls(ADMIN, "config show", &[]);
    let shown = &shown.answer(true).content;
    for line in [
        "**Levels** (`levels`): on",
        "• `announce-in`: <#21>",
        "• `xp-min`: 20",
        "**Warnings** (`warnings`): on (default)",
        "• `mod-log`: not set (default)",
    ] {
        assert!(shown.lines().any(|it| it == line), "{line}\n{shown}");
    }
    // What equals the default is not kept.
    world.calls(
        ADMIN,
        "config set levels",
        &[("xp-min", OptionValue::Int(15))],
    );
    assert_eq!(world.settings.values.len(), 1);
    assert_eq!(
        world.types(ADMIN, "config reset", "setting", "")[..2],
        ["levels", "levels.announce-in"]
    );
    let what = |name: &str| [("setting", OptionValue::Text(name.into()))];
    world.calls(ADMIN, "config reset", &what("levels.announce-in"));
    assert_eq!(world.settings.values.len(), 0);
    world.calls(ADMIN, "config reset", &what("levels"));
    assert_eq!(world.settings.switched.len(), 0);
    assert!(
        world
            .calls(ADMIN, "config reset", &what("nope"))
            .refusal()
            .contains("no setting `nope`")
    );
    assert!(
        world
            .calls(ADMIN, "config set levels", &[])
            .refusal()
            .starts_with("Nothing to change")
    );
}

#[test]
fn every_config_command_asks_for_manage_server() {
    let mut world = world();
    for path in [
        "config show",
        "config set levels",
        "config reset",
        "config export",
        "config import",
    ] {
        assert!(
            world
                .calls(MOD, path, &[])
                .refusal()
                .contains("**Manage Server**"),
            "{path}"
        );
    }
    assert_eq!(world.types(MOD, "config reset", "setting", ""), [""; 0]);
}

#[test]
fn values_are_checked_against_the_server() {
    let mut world = world();
    let cases = [
        (
            "levels",
            "xp-min",
            OptionValue::Int(0),
            "`xp-min` must be at least 1.",
        ),
        (
            "levels",
            "announce-in",
            OptionValue::Channel(ChannelId(9)),
            "must be a channel of this server",
        ),
        (
            "roles",
            "role",
            OptionValue::Role(ABOVE),
            "Move the bot's role above it",
        ),
        (
            "trouble",
            "pause",
            OptionValue::Text("soon".into()),
            "must be a duration",
        ),
        (
            "trouble",
            "pause",
            OptionValue::Text("29d".into()),
            "at most 28d",
        ),
        (
            "trouble",
            "other",
            OptionValue::Int(1),
            "There is no setting `trouble.other`.",
        ),
        (
            "other",
            "other",
            OptionValue::Int(1),
            "There is no feature `other`.",
        ),
    ];
    for (family, name, value, why) in cases {
        let result = world.calls(ADMIN, &format!("config set {family}"), &[(name, value)]);
        assert!(result.refusal().contains(why), "{}", result.refusal());
    }
    let words = OptionValue::Text(" spam, buy now ,,".into());
    world.calls(
        ADMIN,
        "config set trouble",
        &[
            ("words", words),
            ("pause", OptionValue::Text("1H 30m".into())),
        ],
    );
    let values: Vec<&Value> = world.settings.values.values().collect();
    assert_eq!(
        values,
        [
            &Value::Words(vec!["spam".into(), "buy now".into()]),
            &Value::Duration(Duration::seconds(5_400))
        ]
    );
    world.calls(
        ADMIN,
        "config set trouble",
        &[("pause", OptionValue::Text("0s".into()))],
    );
    assert_eq!(world.settings.values.len(), 1, "zero is the default");
}

#[test]
fn nobody_has_the_bot_give_a_role_above_their_own() {
    let mut world = world();
    let council = [("role", OptionValue::Role(COUNCIL))];
    let refused = world.calls(ADMIN, "config set roles", &council);
    assert!(refused.refusal().contains("does not stand above"));
    let content = r#"{"format": 1, "settings": {"levels.xp-min": 9, "roles.role": "106"}}"#;
    assert!(import(&mut world, content).contains("does not stand above"));
    assert_eq!(world.settings, candor::port::Settings::default());

    world.calls(OWNER, "config set roles", &council);
    let chosen = world.settings.clone();
    assert_ne!(chosen, candor::port::Settings::default());
    // What the owner chose may stay when somebody below sets other things.
    let content = r#"{"format": 1, "settings": {"roles.role": "106"}}"#;
    assert!(import(&mut world, content).contains("0 of them changed"));
    assert_eq!(world.settings, chosen);
}

#[test]
fn an_exported_file_restores_exactly() {
    let mut world = world();
    world.switch("levels", true);
    world.switch("warnings", false);
    world.set("announce-in", Value::Channel(GENERAL));
    world.set("mod-log", Value::Channel(LOG));
    world.set("role", Value::Role(VERIFIED));
    world.set("words", Value::Words(vec!["a".into(), "b".into()]));
    world.set("pause", Value::Duration(Duration::seconds(90)));
    let saved = world.settings.clone();
    let exported = world.calls(ADMIN, "config export", &[]);
    let File { name, bytes, .. } = exported.answer(true).files[0].clone();
    assert_eq!(name, "settings.json");
    let content = String::from_utf8(bytes).unwrap();
    world.settings = candor::port::Settings::default();
    world.set("xp-min", Value::Int(99));
    assert!(import(&mut world, &content).contains("8 of them changed"));
    assert_eq!(world.settings, saved);
    assert!(import(&mut world, &content).contains("0 of them changed"));
}

#[test]
fn a_file_with_a_mistake_changes_nothing() {
    let mut world = world();
    let cases = [
        ("{", "line 1"),
        ("[]", "not one of `/config export`"),
        ("{}", "`format` must be 1"),
        (r#"{"format":1,"extra":1}"#, "`extra`"),
        (
            r#"{"format":1,"settings":[]}"#,
            "`settings` must be an object",
        ),
        (
            r#"{"format":1,"enabled":{"nope":true}}"#,
            "no feature `nope`",
        ),
        (
            r#"{"format":1,"enabled":{"levels":1}}"#,
            "`enabled.levels` must be true or false",
        ),
        (
            r#"{"format":1,"settings":{"levels.nope":1}}"#,
            "no setting `levels.nope`",
        ),
        (
            r#"{"format":1,"settings":{"levels.xp-min":"1"}}"#,
            "`levels.xp-min` must be a whole number",
        ),
        (
            r#"{"format":1,"enabled":{"levels":true},"settings":{"levels.xp-min":0}}"#,
            "at least 1",
        ),
        (
            r#"{"format":1,"settings":{"server.mod-log":"9"}}"#,
            "must be a channel of this server",
        ),
        (
            r#"{"format":1,"settings":{"server.mod-log":21}}"#,
            "an id, as a string",
        ),
    ];
    for (content, why) in cases {
        let result = world.calls(ADMIN, "config import", &[("file", file(content))]);
        assert!(
            result.refusal().contains(why),
            "{content}: {}",
            result.refusal()
        );
        assert!(result.refusal().ends_with("Nothing was changed."));
    }
    let unread = Upload {
        name: "big.json".into(),
        bytes: 1 << 30,
        url: String::new(),
        content: None,
    };
    let result = world.calls(
        ADMIN,
        "config import",
        &[("file", OptionValue::Attachment(unread))],
    );
    assert!(result.refusal().contains("could not be read"));
}

#[test]
fn a_person_sees_exports_and_deletes_what_is_theirs() {
    let mut world = warned();
    world.switch("levels", true);
    world.says(ANN, "hello");
    let data = world.calls(ANN, "privacy data", &[]);
    let content = &data.answer(true).content;
    for part in [
        "2 rows",
        "**Warning**",
        "reason: spam",
        "**Xp**",
        "the rest is about somebody else",
        "kept until the bot is removed from the server",
    ] {
        assert!(content.contains(part), "{part}\n{content}");
    }
    assert!(!content.contains("<@3>"), "the moderator is left out");
    let export = world.calls_in_dm(ANN, "privacy export");
    let [page, data] = export.answer(true).files.as_slice() else {
        panic!("a page and a document: {export:?}");
    };
    assert_eq!((&*page.name, &*data.name), ("my-data.html", "my-data.json"));
    let json: serde_json::Value = serde_json::from_slice(&data.bytes).unwrap();
    let published = candor::rights::schema().to_value();
    assert_eq!(crate::schema::misfits(&published, &json), [""; 0]);
    assert_eq!(
        (json["format"].as_u64(), json["person"].as_str()),
        (Some(5), Some("4"))
    );
    assert_eq!(json["rows"].as_array().unwrap().len(), 2);
    assert_eq!(json["rows"][1]["fields"]["at"], "2023-11-14T22:13:20Z");
    assert_eq!(json["rows"][1]["redacted"][0], "moderator");

    let asked = world.calls(ANN, "privacy delete", &[]);
    assert_eq!(asked.ops, []);
    let button = &asked.answer(true).buttons[0];
    assert_eq!(
        (button.style.word(), button.custom_id.as_str()),
        ("danger", "candor:delete:4:10")
    );
    assert!(
        asked
            .answer(true)
            .content
            .contains("where you are the “moderator”, the record stays")
    );
    let custom_id = button.custom_id.clone();
    assert!(
        world
            .presses(BOB, &custom_id)
            .refusal()
            .contains("for somebody else")
    );
    assert!(
        world
            .presses(ANN, "candor:delete:4:99")
            .refusal()
            .contains("another place")
    );
    assert!(
        world
            .presses(ANN, "candor:delete:4:all")
            .refusal()
            .contains("another place")
    );
    let deleted = world.presses(ANN, &custom_id);
    assert_eq!(
        deleted.ops[0],
        Op::Erase {
            guild: Some(GUILD),
            user: ANN
        }
    );
    let ActionKind::UpdateMessage { message } = &deleted.actions[0].kind else {
        panic!("the question is replaced: {:?}", deleted.actions);
    };
    assert!(message.buttons.is_empty());
    assert!(
        message.content.starts_with("Erased, in this server.\n"),
        "{}",
        message.content
    );
    assert_eq!(
        deleted.ops[1],
        recorded(RequestKind::Erasure, false),
        "what was erased, the receipt tells"
    );
    assert_eq!(world.kept("xp"), Vec::<&Vec<Value>>::new());
    assert_eq!(world.kept("warning").len(), 1, "Bob's stays");
    world.advance(Duration::seconds(60));
    assert_eq!(world.says(ANN, "hello").ops, [], "and nothing starts again");
    assert!(
        world
            .calls(ANN, "privacy data", &[])
            .answer(true)
            .content
            .contains("keeps nothing about you")
    );
}

#[test]
fn deleting_in_a_direct_message_means_everywhere() {
    let mut world = warned();
    let asked = world.calls_in_dm(ANN, "privacy delete");
    assert_eq!(
        asked.answer(true).buttons[0].custom_id,
        "candor:delete:4:all"
    );
    let mut event = world.call(ANN, "x", &[]);
    event.guild = None;
    (event.tells, event.kind) = crate::world::interaction(candor::port::InteractionKind::Button(
        candor::port::ButtonPress {
            custom_id: "candor:delete:4:all".into(),
            chosen: None,
        },
    ));
    let deleted = world.happens(&event);
    assert_eq!(
        deleted.ops[0],
        Op::Erase {
            guild: None,
            user: ANN
        }
    );
}

fn recorded(kind: RequestKind, everywhere: bool) -> Op {
    Op::Record(Request {
        kind,
        by: RequestedBy::Person,
        everywhere,
    })
}

#[test]
fn opting_out_is_a_switch() {
    let mut world = world();
    let out = world.calls(ANN, "privacy optout", &[]);
    let suppress = |on| Op::Suppress {
        guild: Some(GUILD),
        user: ANN,
        on,
    };
    assert_eq!(
        out.ops,
        [suppress(true), recorded(RequestKind::OptOut, false)]
    );
    assert!(out.answer(true).content.contains("**Xp** (Levels)"));
    let back = world.calls(ANN, "privacy optout", &[]);
    assert_eq!(
        back.ops,
        [suppress(false), recorded(RequestKind::OptIn, false)]
    );
    world.calls_in_dm(ANN, "privacy optout");
    let here = world.calls(ANN, "privacy optout", &[]);
    assert!(
        here.answer(true)
            .content
            .contains("opted in again in this server"),
        "the latest word counts"
    );
}

#[test]
fn the_notice_is_one_command_away() {
    let mut world = world();
    for answer in [
        world.calls(ANN, "privacy notice", &[]),
        world.calls_in_dm(ANN, "privacy notice"),
    ] {
        assert!(answer.answer(true).content.contains("Testbot"));
    }
    assert_eq!(
        world.calls(ANN, "privacy", &[]).refusal(),
        "This command is no longer in use."
    );
}

#[test]
fn help_lists_what_the_member_may_use() {
    let mut world = world();
    let member = world.calls(ANN, "help", &[]).answer(true).content.clone();
    assert!(
        member.contains("`/warnings [member]`: List warnings"),
        "{member}"
    );
    assert!(!member.contains("/warn ") && !member.contains("/clearwarns"));
    assert!(
        !member.contains("/custom") && !member.contains("/config") && !member.contains("/rank")
    );
    world.switch("levels", true);
    let options = [
        ("name", OptionValue::Text("greet".into())),
        ("response", OptionValue::Text("x".into())),
    ];
    world.calls(ADMIN, "custom add", &options);
    let admin = world.calls(ADMIN, "help", &[]).answer(true).content.clone();
    for part in [
        "`/custom add <name> <response>`",
        "`/greet`",
        "/config show",
        "/rank",
        "/privacy",
    ] {
        assert!(admin.contains(part), "{part}\n{admin}");
    }
    let dm = world.calls_in_dm(ANN, "help").answer(true).content.clone();
    assert!(dm.contains("/privacy") && !dm.contains("/warnings"));
}

#[test]
fn config_has_a_picker_for_each_setting() {
    let drafts = commands(&plan());
    let config = drafts.iter().find(|draft| draft.name == "config").unwrap();
    let OptionDraft::Group { options, .. } = &config.options[1] else {
        panic!("`set` is a group: {:?}", config.options);
    };
    let kinds = |family: &str| -> Vec<(String, &OptionKind)> {
        let options = options.iter().find_map(|option| match option {
            OptionDraft::Subcommand { name, options, .. } if name == family => Some(options),
            _ => None,
        });
        let values = options.unwrap().iter().map(|option| match option {
            OptionDraft::Value { name, kind, .. } => (name.clone(), *kind),
            other => panic!("a value: {other:?}"),
        });
        values.collect()
    };
    assert_eq!(
        kinds("levels"),
        [
            ("enabled".into(), &option::BOOL),
            ("announce-in".into(), &option::CHANNEL),
            ("xp-min".into(), &option::INT)
        ]
    );
    assert_eq!(kinds("server"), [("mod-log".into(), &option::CHANNEL)]);
}

fn characters(options: &[OptionDraft]) -> usize {
    let units = |text: &str| text.encode_utf16().count();
    let each = options.iter().map(|option| match option {
        OptionDraft::Value { name, about, .. } => units(name) + units(about),
        OptionDraft::Subcommand {
            name,
            about,
            options,
        }
        | OptionDraft::Group {
            name,
            about,
            options,
        } => units(name) + units(about) + characters(options),
    });
    each.sum()
}

#[test]
fn what_the_compiler_counts_of_config_is_what_discord_gets() {
    let text = r#"
candor version=1 bot="Case" updated="2026-01-01"
controller "Case team" established=DE { contact email="privacy@example.org" }
feature rooms {
    setting hubs channel list=#true default="" about="Channels that make one"
    setting staff who default=nobody about="Who may close them"
    setting most int default=5 about="How many"
    command "/rooms" about="How many rooms" {
        require "may(invoker, settings.staff)"
        when "channel in settings.hubs and settings.most > 3" { reply "{length(settings.hubs)}" }
    }
}
feature other { command "/other" about="Other" { reply "Other"; emit mod-log "other" } }
"#;
    let plan = candor::compile(&candor::syntax::Source {
        file: "case.kdl".to_owned(),
        text: text.to_owned(),
    });
    let plan = plan.plan.unwrap();
    let drafts = commands(&plan);
    let config = drafts.iter().find(|one| one.name == "config").unwrap();
    let of = |feature| {
        let all = plan.settings.iter();
        all.filter(move |one| one.feature == feature).collect()
    };
    let features = (0u32..).zip(&plan.features);
    let features = features.map(|(id, one)| (Some(&*one.name), of(Some(FeatureId(id)))));
    let families: Vec<(Option<&str>, Vec<&Setting>)> = features.chain([(None, of(None))]).collect();
    let sent = "config".len() + config.about.len() + characters(&config.options);
    assert_eq!(candor::check::configured::characters(&families), sent);
    let groups: Vec<&str> = config
        .options
        .iter()
        .filter_map(|option| match option {
            OptionDraft::Group { name, options, .. } if options.len() == 1 => Some(&**name),
            _ => None,
        })
        .collect();
    assert_eq!(groups, ["add", "remove", "deny"]);
}
