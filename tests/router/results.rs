//! Effects with a result: what is decided before Discord answers, and what after.

use std::sync::Arc;

use candor::{
    lexicon::deed::CREATE_THREAD,
    plan::Plan,
    port::{ActionKind, Made, Op, OptionValue, RowId},
    router::{again, kept},
    vocab::{ChannelId, MessageId, Value},
};

use crate::{
    plan::compiled,
    world::{ANN, GENERAL, GUILD, LOG, OWNER, World, deed, guild},
};

fn plan() -> Plan {
    let text = include_str!("../../policies/corpus/accept/flow/results.kdl");
    compiled("results.kdl", text)
}

fn text(text: &str) -> OptionValue {
    OptionValue::Text(text.into())
}

fn suggests(world: &mut World) -> candor::port::Event {
    world.set("channel", Value::Channel(LOG));
    world.call(ANN, "suggest", &[("text", text("more tea"))])
}

#[test]
fn an_effect_comes_first_and_its_block_is_a_transaction_of_its_own() {
    let mut world = World::new(plan());
    let event = suggests(&mut world);
    let first = world.happens(&event);
    let [Op::Put { row: entry, values }] = first.ops.as_slice() else {
        panic!("only the entry is written: {:?}", first.ops);
    };
    assert_eq!(
        values.len(),
        1,
        "a message is never sent again, so nothing is kept for it"
    );
    let [action] = first.actions.as_slice() else {
        panic!("nothing is answered yet: {:?}", first.actions);
    };
    assert!(matches!(action.kind, ActionKind::Send { channel: LOG, .. }));

    let made = Made::Message(LOG, MessageId(77), None);
    let then = world.follows(&event, action, &made);
    assert!(then.ops.contains(&Op::Remove { row: entry.clone() }));
    assert_eq!(world.kept("suggestion").len(), 1);
    let link = format!("https://discord.com/channels/{GUILD}/{LOG}/77");
    assert_eq!(world.kept("suggestion")[0][2], Value::Text(link.clone()));
    let [second, answer] = then.actions.as_slice() else {
        panic!("a second message and an answer: {:?}", then.actions);
    };
    assert!(second.then.is_some(), "blocks stand in blocks");
    let ActionKind::Reply { message, .. } = &answer.kind else {
        panic!("an answer: {answer:?}");
    };
    assert_eq!(message.content, format!("It stands here: {link}"));

    let twice = world.follows(&event, action, &made);
    assert_eq!((twice.ops, twice.actions), (vec![], vec![]), "once");
}

#[test]
fn nothing_waits_where_nothing_is_done() {
    let mut world = World::new(plan());
    let event = world.call(ANN, "suggest", &[("text", text("more tea"))]);
    let done = world.happens(&event);
    assert_eq!(done.ops, [], "there is no channel");
    assert_eq!(done.answer(true).content, "Nothing to do.");
}

#[test]
fn what_can_be_asked_for_again_is_decided_again_from_its_entry() {
    let mut world = World::new(plan());
    let link = format!("https://discord.com/channels/{GUILD}/{GENERAL}/55");
    let options = [("about", text("tea")), ("message", text(&link))];
    let event = world.call(OWNER, "open", &options);
    let first = world.happens(&event);
    let [Op::Put { row: entry, .. }] = first.ops.as_slice() else {
        panic!("only the entry is written: {:?}", first.ops);
    };
    let row = world.stored(entry).clone();
    let guild = Arc::new(guild());
    let (late, pending) = kept(&world.plan, &guild, entry, &row, world.now).unwrap();
    assert_eq!(late.actor.id, OWNER);
    let second = world.decides(&late, |plan, event, reads, now, dice| {
        again(plan, event, &pending, reads, now, dice)
    });
    assert_eq!(second.ops, []);
    let [action] = second.actions.as_slice() else {
        panic!("the same effect: {:?}", second.actions);
    };
    assert_eq!(deed(&action.kind), deed(&first.actions[0].kind));
    assert_eq!(*deed(&action.kind).0, CREATE_THREAD);
    let then = world.follows(&late, action, &Made::Channel(ChannelId(55)));
    assert_eq!(then.ops, [Op::Remove { row: entry.clone() }]);
    let ActionKind::Reply { message, .. } = &then.actions[0].kind else {
        panic!("an answer: {:?}", then.actions);
    };
    assert_eq!(message.content, "<#55>: tea");

    let unknown = RowId {
        key: vec![Value::Int(1)],
        ..entry.clone()
    };
    let short = candor::port::StoredRow {
        values: vec![Value::Int(1); 5],
        ..row
    };
    assert!(
        kept(&world.plan, &guild, &unknown, &short, world.now).is_none(),
        "of another form"
    );
}
