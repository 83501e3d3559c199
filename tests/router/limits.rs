//! Where there is more than Discord or the bot takes: rows, commands, templates, kinds of channels.

use std::sync::Arc;

use candor::{
    lexicon::event::MEMBER_JOIN,
    plan::Plan,
    port::{
        ActionKind, Channel, Event, EventKind, Line, OptionDraft, OptionValue, RowId, StoredRow,
    },
    router,
    vocab::{ChannelId, ChannelKind, Timestamp, Value},
};

use crate::{
    plan::compiled,
    world::{ADMIN, ANN, BOB, GENERAL, GUILD, LOG, Result, VERIFIED, World, guild},
};

const FORUM: ChannelId = ChannelId(22);
const STAGE: ChannelId = ChannelId(23);

fn plan() -> Plan {
    compiled("limits.kdl", include_str!("limits.kdl"))
}

fn world() -> World {
    World::new(plan())
}

fn text(text: &str) -> OptionValue {
    OptionValue::Text(text.into())
}

fn put(world: &mut World, store: &str, key: Value, rest: Vec<Value>) {
    let id = RowId {
        store: world.store(store),
        guild: Some(GUILD),
        key: vec![key.clone()],
    };
    let row = StoredRow {
        key: id.key.clone(),
        values: std::iter::once(key).chain(rest).collect(),
        revision: 1,
        created: Timestamp(0),
        written: Timestamp(0),
    };
    world.rows.insert(id, row);
}

fn fill(world: &mut World, rows: i64) {
    for n in 0..rows {
        let who = if n % 2 == 0 { ANN } else { BOB };
        put(
            world,
            "pot",
            Value::Int(n + 1),
            vec![Value::Int(n), Value::User(who)],
        );
    }
}

/// In a server with a forum and a stage.
fn happens(world: &mut World, mut event: Event) -> Result {
    let mut server = guild();
    for (id, kind) in [(FORUM, ChannelKind::Forum), (STAGE, ChannelKind::Stage)] {
        let name = "place".to_owned();
        server.channels.insert(id, Channel { name, kind });
    }
    event.guild = Some(Arc::new(server));
    world.happens(&event)
}

fn calls(world: &mut World, path: &str, options: &[(&str, OptionValue)]) -> Result {
    let event = world.call(ADMIN, path, options);
    happens(world, event)
}

fn joins(world: &mut World) -> Result {
    let event = world.event(
        ANN,
        (
            candor::port::Told::default(),
            EventKind::Happened(&MEMBER_JOIN),
        ),
    );
    happens(world, event)
}

fn content(result: &Result) -> &str {
    &result.answer(false).content
}

#[test]
fn many_rows_are_counted_added_up_and_deleted() {
    let mut world = world();
    fill(&mut world, 12_345);
    let sum = 12_345 * 12_344 / 2;
    assert_eq!(
        content(&world.calls(ANN, "total", &[])),
        format!("12345 {sum}")
    );
    assert_eq!(content(&world.calls(ANN, "few", &[])), "2000");
    assert_eq!(content(&world.calls(ANN, "mine", &[])), "6173");
    assert_eq!(content(&world.calls(ADMIN, "clean", &[])), "clean");
    assert_eq!(content(&world.calls(ANN, "total", &[])), "0 0");
}

#[test]
fn what_is_too_much_is_said_and_changes_nothing() {
    let mut world = world();
    fill(&mut world, 100_001);
    // The vault counts by itself, however many there are.
    let sum = 100_001_i64 * 100_000 / 2;
    let total = world.calls(ANN, "total", &[]);
    assert_eq!(content(&total), format!("100001 {sum}"));
    assert_eq!(content(&world.calls(ANN, "mine", &[])), "50001");
    let refused = world.calls(ADMIN, "clean", &[]);
    assert!(
        refused.refusal().contains("100000 rows"),
        "{}",
        refused.refusal()
    );
}

#[test]
fn a_list_counts_what_it_leaves_out() {
    let mut world = world();
    fill(&mut world, 130);
    let all = world.calls(ANN, "all", &[]);
    assert!(
        content(&all).ends_with("99\n… and 30 more"),
        "{}",
        content(&all)
    );
    assert_eq!(content(&world.calls(ANN, "best", &[])), "129\n128\n127");
    let each = world.calls(ADMIN, "each", &[]);
    let said = &each.answer(true).content;
    assert_eq!(
        said,
        "The first 100 of 130 were dealt with; the others were not."
    );
    assert_eq!(world.kept("note").len(), 100);
}

#[test]
fn the_hundred_and_first_command_is_refused() {
    let mut world = world();
    for n in 0..99 {
        put(
            &mut world,
            "custom",
            Value::Text(format!("c{n}")),
            vec![Value::Text("x".into()), Value::User(ADMIN)],
        );
    }
    let options = |name| [("name", text(name)), ("response", text("x"))];
    assert_eq!(
        content(&world.calls(ADMIN, "custom add", &options("last"))),
        "ready"
    );
    let full = world.calls(ADMIN, "custom add", &options("over"));
    assert!(
        full.refusal().contains("100 commands"),
        "{}",
        full.refusal()
    );
    assert_eq!(world.kept("custom").len(), 100);
}

#[test]
fn a_template_is_tried_with_what_every_event_that_renders_it_knows() {
    let mut world = world();
    for (response, wrong) in [
        ("Hi {{ user.nmae }}", Some("`user.nmae` is not known")),
        ("Hi {{ user.name", Some("line 1")),
        ("{{ user.name|tojson }}", Some("tojson")),
        ("Hi {{ user.name }} in {{ channel.mention }}", None),
    ] {
        let options = [("name", text("hi")), ("response", text(response))];
        let result = world.calls(ADMIN, "custom add", &options);
        match wrong {
            Some(wrong) => assert!(result.refusal().contains(wrong), "{}", result.refusal()),
            None => assert_eq!(content(&result), "ready"),
        }
    }
    // A message tells its channel, somebody who joins does not; and the template goes through a `let`.
    let refused = calls(
        &mut world,
        "config set points",
        &[("welcome", text("{{ channel.mention }}"))],
    );
    let said = refused.refusal();
    assert!(
        said.contains("`channel.mention` is not known") && said.contains("`user.mention`"),
        "{said}"
    );
    let set = calls(
        &mut world,
        "config set points",
        &[("welcome", text("{{ user.name }}"))],
    );
    assert!(set.answer(true).content.contains("is now"));
}

#[test]
fn a_template_that_breaks_later_is_told_to_the_mod_log() {
    let mut world = world();
    world.set("mod-log", Value::Channel(LOG));
    world.set("room", Value::Channel(GENERAL));
    world.set("welcome", Value::Text("Hi {{ user.nick }}".into()));
    let result = joins(&mut world);
    assert_eq!(result.failed.len(), 1);
    let [told] = result.actions.as_slice() else {
        panic!("one line: {:?}", result.actions);
    };
    assert_eq!(told.line, Some(Line::Lasting));
    let ActionKind::Send {
        channel: LOG,
        message,
    } = &told.kind
    else {
        panic!("in the mod-log: {told:?}");
    };
    assert!(
        message.content.contains("`user.nick` is not known"),
        "{}",
        message.content
    );
}

#[test]
fn only_channels_with_messages_are_taken_where_something_is_posted() {
    let mut world = world();
    for name in ["room", "mod-log"] {
        let family = if name == "room" { "points" } else { "server" };
        let path = format!("config set {family}");
        let forum = calls(&mut world, &path, &[(name, OptionValue::Channel(FORUM))]);
        assert!(
            forum.refusal().contains("takes no messages"),
            "{}",
            forum.refusal()
        );
        let stage = calls(&mut world, &path, &[(name, OptionValue::Channel(STAGE))]);
        assert!(stage.answer(true).content.contains("is now"));
    }
    let other = calls(
        &mut world,
        "config set points",
        &[("other", OptionValue::Channel(FORUM))],
    );
    assert!(other.answer(true).content.contains("is now"));
    for path in ["say", "keep"] {
        let forum = calls(
            &mut world,
            path,
            &[("place-to", OptionValue::Channel(FORUM))],
        );
        assert!(forum.refusal().contains("takes no messages"), "{path}");
    }
    let look = calls(
        &mut world,
        "look",
        &[("place-to", OptionValue::Channel(FORUM))],
    );
    assert_eq!(content(&look), "<#22>");
    // From a row that an earlier version wrote.
    put(
        &mut world,
        "place",
        Value::Text("x".into()),
        vec![Value::Channel(FORUM)],
    );
    let there = calls(&mut world, "there", &[]);
    assert!(
        there.refusal().contains("takes no messages"),
        "{}",
        there.refusal()
    );
}

#[test]
fn options_offer_only_channels_with_messages() {
    let plan = plan();
    let drafts = router::commands(&plan);
    let offered = |name: &str| {
        let draft = drafts.iter().find(|draft| draft.name == name).unwrap();
        match &draft.options[0] {
            OptionDraft::Value { channels, .. } => channels.clone(),
            other => panic!("an option: {other:?}"),
        }
    };
    assert_eq!(offered("say"), ChannelKind::WITH_MESSAGES);
    assert_eq!(offered("keep"), ChannelKind::WITH_MESSAGES);
    assert_eq!(offered("look"), []);
}

#[test]
fn nothing_is_said_after_what_cannot_be_done() {
    let mut world = world();
    world.set("mod-log", Value::Channel(LOG));
    world.set("room", Value::Channel(GENERAL));
    world.set("prize", Value::Role(crate::world::ABOVE));
    let result = joins(&mut world);
    let sent = result.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].1.content.contains("bot's highest role"), "{sent:?}");
    world.set("prize", Value::Role(VERIFIED));
    assert_eq!(joins(&mut world).sent().len(), 2, "greeting and log");
}

#[test]
fn a_setting_that_does_not_work_any_more_is_shown_as_such() {
    let mut world = world();
    world.set("room", Value::Channel(ChannelId(99)));
    world.set("welcome", Value::Text("{{ user.nick }}".into()));
    let shown = calls(&mut world, "config show", &[]);
    let shown = &shown.answer(true).content;
    let line = |name: &str| shown.lines().find(|line| line.contains(name)).unwrap();
    assert!(
        line("`room`").contains("must be a channel of this server"),
        "{shown}"
    );
    assert!(
        line("`welcome`").contains("`user.nick` is not known"),
        "{shown}"
    );
    assert!(!line("`other`").contains('⚠'), "{shown}");
}
