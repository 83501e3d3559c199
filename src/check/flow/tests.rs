//! Flows through stores: what they are whatever the order of the policy, and how many steps finding them takes.

use std::{collections::BTreeSet, fmt::Write as _};

use proptest::prelude::*;

use crate::{
    finding::Findings,
    plan::StoreId,
    resolve::{Policy, resolve},
    syntax::{Source, read},
};

use super::{End, Flow, Flows, Strength};

/// What a handler writes to a store's text.
#[derive(Debug, Clone, Copy)]
enum From {
    Content,
    /// The author's id, which says nothing about anybody where it only chooses a row.
    Id,
    /// The text of the author's row in another store.
    Row(usize),
    /// The text of a row of the first store, chosen by the text of a row of the second.
    Chosen(usize, usize),
}

/// Stores with one text each, and a handler for each write.
fn policy(stores: usize, writes: &[(usize, From)]) -> Policy {
    let policy = written_out(stores, writes, "");
    assert_eq!(policy.handlers.len(), writes.len());
    policy
}

fn written_out(stores: usize, writes: &[(usize, From)], more: &str) -> Policy {
    let mut text = "candor version=1 bot=\"Chain\" updated=\"2026-04-30\"\nfeature chain default=on about=\"A chain\" {\n".to_owned();
    for i in 0..stores {
        writeln!(
            text,
            "store s{i} scope=guild about=\"Kept\" {{
                key name text max=100 category=user-content
                field v text max=4000 default=\"\" category=user-content origin=subject about=\"text\"
                retain \"until guild.removed\"
            }}"
        )
        .unwrap();
    }
    for (into, from) in writes {
        let from = match from {
            From::Content => "message.content".to_owned(),
            From::Id => "author.mention".to_owned(),
            From::Row(i) => format!("s{i}['a'].v"),
            From::Chosen(i, by) => format!("s{i}[s{by}['a'].v].v"),
        };
        writeln!(
            text,
            "on message {{ update s{into} key=\"'a'\" {{ v \"{from}\" }} }}"
        )
        .unwrap();
    }
    text.push_str(more);
    text.push_str("}\n");
    let file = "chain.kdl".to_owned();
    let mut findings = Findings::default();
    let document = read(&Source { file, text }, &mut findings).unwrap();
    resolve(&document, &mut findings)
}

fn content(flows: &Flows) -> Vec<Flow> {
    flows.all(|source| source.name == "message.content", |_| true)
}

/// The stores whose text a source reaches, and whether only by a choice.
fn stores(flows: &[Flow]) -> BTreeSet<(StoreId, bool)> {
    let fields = flows.iter().filter_map(|flow| match flow.end {
        End::Field(store, field) if field.0 == 1 => {
            Some((store, flow.taint.strength != Strength::Copy))
        }
        End::Field(..) | End::Rows(_) | End::Out(_) => None,
    });
    fields.collect()
}

fn says(flow: &Flow) -> Vec<String> {
    let hops = flow.taint.trail.hops();
    hops.iter().map(|hop| hop.says.to_string()).collect()
}

/// Store by store, the content travels from the last to the first; the handlers stand in this order or in the other.
fn chain(length: usize, reverse: bool) -> Policy {
    let mut writes: Vec<_> = (1..length).map(|i| (i - 1, From::Row(i))).collect();
    writes.push((length - 1, From::Content));
    if !reverse {
        writes.reverse();
    }
    policy(length, &writes)
}

#[test]
fn a_chain_takes_the_same_steps_in_either_order_and_twice_as_many_for_twice_its_length() {
    let steps = |length: usize, reverse: bool| {
        let policy = chain(length, reverse);
        let flows = Flows::of(&policy);
        let found = content(&flows);
        assert_eq!(stores(&found).len(), length);
        let hops = found.iter().map(|flow| flow.taint.trail.length()).max();
        assert_eq!(hops, Some(2 * length - 1));
        let content = flows
            .ids
            .iter()
            .find(|(source, _)| source.name == "message.content");
        let looked = flows.reach(content.map(|(_, id)| *id)).looked;
        (flows.flows.len(), looked)
    };
    let (flows, looked) = steps(60, true);
    assert_eq!(steps(60, false), (flows, looked));
    assert_eq!(looked, 60 + 1);
    assert_eq!(steps(120, true), (2 * flows + 1, 2 * looked - 1));
}

#[test]
fn a_source_of_its_own_for_each_store_is_told_once_until_somebody_asks() {
    let length = 41;
    let mut writes: Vec<_> = (1..length).map(|i| (i - 1, From::Row(i))).collect();
    writes.extend((0..length).map(|i| (i, [From::Content, From::Id][i % 2])));
    let flows = Flows::of(&policy(length, &writes));
    // One for what is written and one for the rows, where something chose them.
    assert!(flows.flows.len() <= 2 * writes.len());
    assert_eq!(stores(&content(&flows)).len(), length);
}

#[test]
fn what_decides_is_told_once_for_all_the_steps_behind_it() {
    let told = |length: usize| {
        let mut handler = "on message {\n".to_owned();
        for i in 0..length {
            writeln!(
                handler,
                "when \"s{i}['a'].v == message.content\" {{ stop }}"
            )
            .unwrap();
            writeln!(handler, "update s{i} key=\"'a'\" {{ v \"'b'\" }}").unwrap();
        }
        handler.push_str("}\n");
        let flows = Flows::of(&written_out(length, &[], &handler));
        // The rows and the text of each step, and nothing explicitly.
        let found = content(&flows);
        assert!(
            found
                .iter()
                .all(|flow| flow.taint.strength == Strength::Decision)
        );
        // The rows, the key and the text of each.
        assert_eq!(found.len(), 3 * length);
        assert_eq!(says(&found[0])[1], "decides here");
        flows.flows.len() + flows.reasons.len() + flows.reached.len()
    };
    // One more is that of the whole handler.
    assert_eq!(told(80) - 1, 2 * (told(40) - 1));
}

#[test]
fn the_shortest_way_is_told_and_of_two_alike_the_first() {
    // Round in a circle, with a short cut that stands last.
    let writes = [
        (0, From::Content),
        (1, From::Row(0)),
        (2, From::Row(1)),
        (3, From::Row(2)),
        (0, From::Row(3)),
        (3, From::Row(0)),
        (3, From::Row(0)),
    ];
    let policy = policy(4, &writes);
    let flows = Flows::of(&policy);
    let found = content(&flows);
    let back = found.iter().rfind(|flow| {
        flow.end == End::Field(StoreId(0), crate::plan::FieldId(1)) && flow.taint.carried
    });
    let back = back.unwrap();
    assert_eq!(
        says(back),
        [
            "`message.content` is read here",
            "written to `s0.v`",
            "`s0.v` is read here",
            "written to `s3.v`",
            "`s3.v` is read here",
        ]
    );
    let by = back.taint.trail.hops()[3].at;
    assert!(by.start > policy.handlers[4].span.end && by.end < policy.handlers[6].span.start);
}

/// What `Flows` says of a source, by going round until nothing changes.
fn naive(source: From, stores: usize, writes: &[(usize, From)]) -> BTreeSet<(StoreId, bool)> {
    // Whether it is held, and only by a choice.
    let mut held: Vec<Option<bool>> = vec![None; stores];
    for _ in 0..=2 * stores {
        for (into, from) in writes {
            let came = match from {
                From::Content | From::Id => {
                    let same = matches!(from, From::Id) == matches!(source, From::Id);
                    same.then_some(false)
                }
                From::Row(i) => held[*i],
                From::Chosen(i, by) => {
                    let by = held[*by].map(|implicit| implicit || matches!(source, From::Id));
                    held[*i].into_iter().chain(by).min()
                }
            };
            held[*into] = held[*into].into_iter().chain(came).min();
        }
    }
    let reached = (0_u32..).zip(held);
    reached
        .filter_map(|(i, held)| Some((StoreId(i), held?)))
        .collect()
}

fn written() -> impl Strategy<Value = Vec<(usize, From)>> {
    let from = prop_oneof![
        1 => Just(From::Content),
        1 => Just(From::Id),
        5 => (0..6_usize).prop_map(From::Row),
        3 => (0..6_usize, 0..6_usize).prop_map(|(i, by)| From::Chosen(i, by)),
    ];
    prop::collection::vec((0..6_usize, from), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_going_round_finds(writes in written()) {
        let flows = Flows::of(&policy(6, &writes));
        prop_assert_eq!(stores(&content(&flows)), naive(From::Content, 6, &writes));
        let ids = flows.all(|source| source.name == "author.id", |_| true);
        // By several handlers a store can be reached in both manners.
        let all = stores(&ids);
        let mut ids = all.clone();
        ids.retain(|(store, implicit)| !implicit || !all.contains(&(*store, false)));
        prop_assert_eq!(ids, naive(From::Id, 6, &writes));
    }

    /// The same handlers in another order give the same stores, by ways of the same length.
    #[test]
    fn the_order_of_handlers_decides_nothing(
        writes in written(),
        order in Just((0..14).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let told = |writes: &[(usize, From)]| {
            let flows = Flows::of(&policy(6, writes));
            let found = content(&flows);
            let ways = found.iter().map(|flow| (flow.end, flow.taint.strength, flow.taint.trail.length()));
            let mut ways: Vec<_> = ways.collect();
            ways.sort_unstable();
            ways
        };
        let shuffled: Vec<_> = order.iter().filter_map(|i| writes.get(*i).copied()).collect();
        prop_assert_eq!(told(&writes), told(&shuffled));
    }
}
