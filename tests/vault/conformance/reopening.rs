//! A start under another policy: what is kept for a shorter time now ends sooner, also where it has begun to end; nothing
//! that was promised is put off.

use candor::{
    plan::{Export, FieldId, Plan, StoreId, Trigger},
    port::{Op, Vault},
    vocab::{Duration, Timestamp, Value},
};

use super::BackEnd;
use crate::{
    calls::{
        ANN, ARCADE, LOUNGE, MOD, START, after, badge, ban, command, commit, export, left, line,
        profile, row, seen, switch, ticket, ticket_id, warning,
    },
    policy::{self, BADGE, BAN, COMMAND, KEEP, LINE, PROFILE, SEEN, TICKET, WARNING},
};

pub async fn suite<B: BackEnd>(mut new: impl FnMut() -> B) {
    what_counts_from_a_row_is_shortened(&new()).await;
    what_counts_from_a_departure_is_shortened(&new()).await;
    what_is_finished_already_is_shortened(&new()).await;
    a_default_that_is_shorter_shortens(&new()).await;
    a_smaller_ring_lets_go(&new()).await;
    what_a_switch_ends_is_not_put_off(&new()).await;
    what_is_on_after_a_return_is_kept(&new()).await;
}

/// The settings go with the server after two days, and with them that the feature was off.
async fn what_a_switch_ends_is_not_put_off<B: BackEnd>(home: &B) {
    let gone = Op::GuildRemoved {
        guild: LOUNGE,
        since: START,
    };
    let vault = home.open(START);
    let ops = [badge(LOUNGE, ANN, "a"), switch(LOUNGE, Some(false)), gone];
    commit(&vault, ops, START).await;
    let with = keeping(
        BADGE,
        &[(Trigger::FeatureOff, 4), (Trigger::GuildRemoved, 7)],
    );
    let vault = home.reopen(vault, with.clone(), after(3));
    assert_eq!(vault.next_due().await.unwrap(), Some(after(1)));
    // Nobody sees the row, whether or not a sweep came by.
    assert_eq!(vault.dump(BADGE, after(3)).await.unwrap(), []);
    let swept = vault.sweep(after(3)).await.unwrap();
    assert_eq!((swept.rows, swept.guilds), (1, 1));
}

/// A row of a server that the bot left and came back to.
async fn what_is_on_after_a_return_is_kept<B: BackEnd>(home: &B) {
    let with = keeping(
        BADGE,
        &[(Trigger::FeatureOff, 9), (Trigger::GuildRemoved, 20)],
    );
    let gone = Op::GuildRemoved {
        guild: LOUNGE,
        since: START,
    };
    let vault = home.open(START);
    let vault = home.reopen(vault, with.clone(), START);
    let ops = [badge(LOUNGE, ANN, "a"), switch(LOUNGE, Some(false)), gone];
    commit(&vault, ops, START).await;
    assert_eq!(vault.sweep(after(3)).await.unwrap().rows, 0);
    let vault = home.reopen(vault, with, after(3));
    assert_eq!(vault.next_due().await.unwrap(), Some(after(9)));
    commit(&vault, [Op::GuildPresent { guild: LOUNGE }], after(5)).await;
    assert_eq!(vault.next_due().await.unwrap(), None);
    commit(&vault, [badge(LOUNGE, MOD, "b")], after(10)).await;
    assert_eq!(vault.sweep(after(30)).await.unwrap().rows, 0);
    assert_eq!(vault.dump(BADGE, after(30)).await.unwrap().len(), 2);
}

async fn a_smaller_ring_lets_go<B: BackEnd>(home: &B) {
    let with = |newest| {
        let mut plan = policy::plan();
        let ring = plan.stores[LINE.0 as usize].keep.as_mut();
        ring.unwrap().newest = newest;
        plan
    };
    let vault = home.open(START);
    let vault = home.reopen(vault, with(4), START);
    let lines: Vec<_> = (0..4).map(|_| line(LOUNGE, ANN, MOD, "a")).collect();
    commit(&vault, lines, START).await;
    commit(&vault, [line(LOUNGE, MOD, MOD, "b")], START).await;
    let vault = home.reopen(vault, with(2), START);
    let rows = vault.dump(LINE, crate::calls::EARLY).await.unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(id, _)| id.key).collect();
    assert_eq!(rows, [3, 4, 5].map(|number| vec![Value::Int(number)]));
    assert_eq!(vault.verify().await.unwrap(), 3);
}

/// The usual plan, in which one store is kept otherwise.
fn keeping(store: StoreId, clauses: &[(Trigger, i64)]) -> Plan {
    let days = |(trigger, days): &(Trigger, i64)| (*trigger, Duration::days(*days));
    let clauses: Vec<_> = clauses.iter().map(days).collect();
    let mut plan = policy::plan();
    let kept = &mut plan.stores[store.0 as usize];
    kept.retention = policy::retain(&clauses);
    kept.export.get_or_insert(Export {
        to: kept.people().map(|(field, _)| field).collect(),
        redact: Vec::new(),
    });
    plan
}

/// Starts with one limit after the other, and looks at the first deadline after each.
async fn starts<B: BackEnd>(
    home: &B,
    mut vault: B::Vault,
    (store, trigger): (StoreId, Trigger),
    days: impl IntoIterator<Item = (i64, i64)>,
    now: Timestamp,
) -> B::Vault {
    for (limit, due) in days {
        vault = home.reopen(vault, keeping(store, &[(trigger, limit)]), now);
        let next = vault.next_due().await.unwrap();
        assert_eq!(next, Some(after(due)), "{trigger:?} {limit}");
    }
    vault
}

async fn what_counts_from_a_row_is_shortened<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    commit(&vault, [profile(ANN, "before")], START).await;
    let age = (PROFILE, Trigger::Age);
    let vault = starts(home, vault, age, [(10, 10), (90, 10)], after(1)).await;
    // Not by writing to it either; a new row has the new limit.
    let ops = [profile(ANN, "again"), profile(MOD, "new")];
    commit(&vault, ops, after(1)).await;
    assert_eq!(vault.sweep(after(10)).await.unwrap().rows, 1);
    assert_eq!(vault.next_due().await.unwrap(), Some(after(91)));
    vault.sweep(after(91)).await.unwrap();

    // What counts from a time in the row is shortened with it, and said anew by a write.
    commit(&vault, [ban(LOUNGE, ANN, Some(after(95)))], after(91)).await;
    let field = (BAN, Trigger::Field { field: FieldId(1) });
    let vault = starts(home, vault, field, [(0, 95), (3, 95)], after(91)).await;
    commit(&vault, [ban(LOUNGE, ANN, Some(after(94)))], after(91)).await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(97)));
    vault.sweep(after(97)).await.unwrap();

    // What counts from the last writing begins again with it, also under the longer limit.
    commit(&vault, [seen(LOUNGE, ANN, None)], after(100)).await;
    let idle = (SEEN, Trigger::EntryIdle);
    let vault = starts(home, vault, idle, [(5, 105), (60, 105)], after(101)).await;
    commit(&vault, [seen(LOUNGE, ANN, None)], after(102)).await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(162)));
    assert_eq!(vault.verify().await.unwrap(), 1);
}

async fn what_counts_from_a_departure_is_shortened<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    commit(&vault, [warning(LOUNGE, ANN, MOD, "w")], START).await;
    let gone = Op::GuildRemoved {
        guild: LOUNGE,
        since: START,
    };
    commit(&vault, [gone], START).await;
    let removed = (WARNING, Trigger::GuildRemoved);
    let vault = starts(home, vault, removed, [(5, 1), (0, 0), (5, 0)], START).await;
    assert_eq!(vault.sweep(START).await.unwrap().rows, 1);

    commit(&vault, [badge(LOUNGE, ANN, "a")], START).await;
    commit(&vault, [switch(LOUNGE, Some(false))], START).await;
    let off = (BADGE, Trigger::FeatureOff);
    let vault = starts(home, vault, off, [(5, 1), (0, 0), (5, 0)], START).await;
    assert_eq!(vault.sweep(START).await.unwrap().rows, 1);

    let ops = [seen(ARCADE, ANN, None), left(ARCADE, ANN, START)];
    commit(&vault, ops, START).await;
    let member = (SEEN, Trigger::MemberLeft);
    let vault = starts(home, vault, member, [(3, 1), (0, 0), (3, 0)], START).await;
    assert_eq!(vault.sweep(START).await.unwrap().rows, 1);
    assert_eq!(vault.verify().await.unwrap(), 0);
}

async fn what_is_finished_already_is_shortened<B: BackEnd>(home: &B) {
    let ended = |number| Op::FlowEnded {
        row: ticket_id(LOUNGE, number),
    };
    let with = |clauses: &[_]| keeping(TICKET, clauses);
    let vault = home.open(START);
    let vault = home.reopen(vault, with(&[(Trigger::FlowEnded, 20)]), START);
    let made_and_ended = Op::InsertedFlowEnded {
        store: TICKET,
        guild: Some(LOUNGE),
        insert: 2,
    };
    let ops = [
        ticket(LOUNGE, ANN, MOD),
        ticket(LOUNGE, MOD, MOD),
        ticket(LOUNGE, MOD, MOD),
        made_and_ended,
    ];
    commit(&vault, ops, START).await;
    commit(&vault, [ended(1)], after(1)).await;
    // Only the first end counts, and a write does not forget it.
    let again = Op::Put {
        row: ticket_id(LOUNGE, 1),
        values: vec![Value::None, Value::User(ANN), Value::None],
    };
    commit(&vault, [again, ended(1)], after(2)).await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(20)));

    let vault = home.reopen(vault, with(&[(Trigger::Age, 300)]), after(2));
    assert_eq!(vault.next_due().await.unwrap(), Some(after(20)));
    let vault = home.reopen(vault, with(&[(Trigger::FlowEnded, 5)]), after(3));
    assert_eq!(vault.next_due().await.unwrap(), Some(after(5)));
    let vault = home.reopen(vault, with(&[(Trigger::FlowEnded, 40)]), after(3));
    assert_eq!(vault.next_due().await.unwrap(), Some(after(5)));
    // People are told so too.
    let due = |of: candor::port::Export| -> Vec<_> { of.rows.iter().map(|row| row.due).collect() };
    assert_eq!(due(export(&vault, None, ANN).await), [Some(after(6))]);

    assert_eq!(vault.sweep(after(5)).await.unwrap().rows, 1);
    assert_eq!(vault.sweep(after(6)).await.unwrap().rows, 1);
    assert_eq!(row(&vault, ticket_id(LOUNGE, 1)).await, None);
    // What is not finished is kept, and what is finished next has the shortest grace that its store has promised.
    assert_eq!(vault.sweep(after(200)).await.unwrap().rows, 0);
    commit(&vault, [ended(2)], after(200)).await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(205)));
    // What a shorter grace has ended by now is gone with the next sweep.
    let vault = home.reopen(vault, with(&[(Trigger::FlowEnded, 1)]), after(203));
    assert_eq!(vault.sweep(after(203)).await.unwrap().rows, 1);
    assert_eq!(vault.verify().await.unwrap(), 0);
}

async fn a_default_that_is_shorter_shortens<B: BackEnd>(home: &B) {
    let with = |days| {
        let mut plan = policy::plan();
        let keep = &mut plan.settings[KEEP.0 as usize];
        keep.default = Some(Value::Duration(Duration::days(days)));
        plan
    };
    let vault = home.open(START);
    let chosen = Op::SetSetting {
        guild: ARCADE,
        setting: KEEP,
        value: Some(Value::Duration(Duration::days(8))),
    };
    let ops = [chosen, command(LOUNGE, "a", MOD), command(ARCADE, "b", MOD)];
    commit(&vault, ops, START).await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(8)));
    let vault = home.reopen(vault, with(3), after(1));
    let vault = home.reopen(vault, with(30), after(1));
    assert_eq!(vault.sweep(after(3)).await.unwrap().rows, 1);
    // A server that chose otherwise is not concerned.
    assert_eq!(vault.next_due().await.unwrap(), Some(after(8)));
    let rows = vault.dump(COMMAND, crate::calls::EARLY).await.unwrap();
    assert_eq!(rows.len(), 1);
    let owner = rows[0].1.values[FieldId(2).0 as usize].clone();
    assert_eq!(owner, Value::User(MOD));
}
