//! Rows at whose end something runs: who sees them, what makes them end, and that each is handed over until it is removed.

use candor::{
    plan::{StoreId, Trigger},
    port::{Batch, Op, RowId, Vault, VaultError},
    vocab::{Duration, Value},
};

use super::BackEnd;
use crate::{
    calls::{
        ANN, ARCADE, LOUNGE, MOD, START, after, all, badge, ban, batch, commit, erase, export,
        left, line, row, rows, switch, with_ends,
    },
    policy::{self, BADGE, BAN, FLASH, LINE},
};

pub async fn suite<B: BackEnd>(mut new: impl FnMut() -> B) {
    nobody_sees_a_row_whose_time_is_over(&new()).await;
    rings_and_features_end_rows(&new()).await;
    a_start_ends_rows_that_are_kept_until_then(&new()).await;
    what_goes_otherwise_does_not_end(&new()).await;
    a_policy_may_drop_what_runs(&new()).await;
    what_runs_late_finds_its_row_sealed_anew(&new()).await;
}

async fn over(vault: &impl Vault) -> Vec<RowId> {
    let rows = vault.ended(None, 100).await.unwrap();
    let mut rows: Vec<_> = rows.into_iter().map(|(id, _)| id).collect();
    rows.sort();
    rows
}

fn id(store: StoreId, key: Value) -> RowId {
    RowId {
        store,
        guild: Some(LOUNGE),
        key: vec![key],
    }
}

fn with<B: BackEnd>(home: &B, stores: &[StoreId]) -> B::Vault {
    let vault = home.open(START);
    home.reopen(vault, with_ends(stores), START)
}

async fn nobody_sees_a_row_whose_time_is_over<B: BackEnd>(home: &B) {
    let vault = with(home, &[BAN]);
    let of_ann = id(BAN, Value::User(ANN));
    let until = Some(after(2));
    commit(
        &vault,
        [ban(LOUNGE, ANN, until), ban(LOUNGE, MOD, None)],
        START,
    )
    .await;
    vault.sweep(after(2)).await.unwrap();
    assert_eq!(over(&vault).await, []);
    let swept = vault.sweep(after(3)).await.unwrap();
    assert_eq!(swept.rows, 0, "it waits for what runs");
    assert_eq!(row(&vault, of_ann.clone()).await, None);
    assert_eq!(rows(&vault, all(BAN, LOUNGE)).await.len(), 1);
    assert_eq!(export(&vault, Some(LOUNGE), ANN).await.rows.len(), 0);
    assert_eq!(vault.dump(BAN, crate::calls::EARLY).await.unwrap().len(), 1);
    assert_eq!(vault.due(&of_ann).await.unwrap(), None);
    // Nobody takes its place before that, also who read that nothing is there.
    let again = Batch {
        numbers: Vec::new(),
        expect: vec![(of_ann.clone(), 0)],
        ops: vec![ban(LOUNGE, ANN, None)],
    };
    let result = vault.commit(again, after(3)).await;
    assert!(matches!(result, Err(VaultError::Conflict)));
    // A start and another sweep change nothing.
    let vault = home.reopen(vault, with_ends(&[BAN]), after(30));
    vault.sweep(after(40)).await.unwrap();
    assert_eq!(over(&vault).await, std::slice::from_ref(&of_ann));
    let [(_, stored)] = &vault.ended(Some(LOUNGE), 100).await.unwrap()[..] else {
        panic!("one row");
    };
    assert_eq!(stored.values, [Value::User(ANN), Value::Instant(after(2))]);
    assert_eq!(vault.ended(Some(ARCADE), 100).await.unwrap(), []);
    let removed = Batch {
        numbers: Vec::new(),
        expect: vec![(of_ann.clone(), stored.revision)],
        ops: vec![Op::Remove {
            row: of_ann.clone(),
        }],
    };
    vault.commit(removed.clone(), after(40)).await.unwrap();
    let twice = vault.commit(removed, after(40)).await;
    assert!(matches!(twice, Err(VaultError::Conflict)), "once");
    assert_eq!(over(&vault).await, []);
    commit(&vault, [ban(LOUNGE, ANN, None)], after(41)).await;
    assert_eq!(vault.verify().await.unwrap(), 2);
}

async fn rings_and_features_end_rows<B: BackEnd>(home: &B) {
    let vault = with(home, &[LINE, BADGE]);
    let of = |words: &str| line(LOUNGE, ANN, MOD, words);
    commit(&vault, [of("a"), of("b"), of("c"), of("d")], START).await;
    let first = [1, 2].map(|number| id(LINE, Value::Int(number)));
    assert_eq!(over(&vault).await, first);
    assert_eq!(rows(&vault, all(LINE, LOUNGE)).await.len(), 2);
    let badges = [badge(LOUNGE, ANN, "a"), badge(LOUNGE, MOD, "b")];
    commit(&vault, badges, START).await;
    commit(&vault, [switch(LOUNGE, Some(false))], START).await;
    // Written while it is off: ends too.
    vault.sweep(after(1)).await.unwrap();
    assert_eq!(over(&vault).await.len(), 4);
    assert_eq!(rows(&vault, all(BADGE, LOUNGE)).await.len(), 0);
    assert_eq!(vault.next_due().await.unwrap(), Some(after(40)));
    assert_eq!(vault.verify().await.unwrap(), 6);
}

async fn a_start_ends_rows_that_are_kept_until_then<B: BackEnd>(home: &B) {
    let plan = || with_ends(&[FLASH]);
    let flash = |user| Op::Put {
        row: id(FLASH, Value::User(user)),
        values: vec![Value::User(user), Value::Text("code".to_owned())],
    };
    let vault = home.open(START);
    commit(&vault, [flash(MOD)], START).await;
    // What was sealed for one process alone is gone with it.
    let vault = home.reopen(vault, plan(), START);
    assert_eq!(over(&vault).await, []);
    assert_eq!(vault.verify().await.unwrap(), 0);
    commit(&vault, [flash(ANN)], START).await;
    let vault = home.reopen(vault, plan(), after(1));
    assert_eq!(over(&vault).await, [id(FLASH, Value::User(ANN))]);
    assert_eq!(rows(&vault, all(FLASH, LOUNGE)).await.len(), 0);
    let rows = vault.ended(None, 1).await.unwrap();
    assert_eq!(rows[0].1.values[1], Value::Text("code".to_owned()));
}

async fn what_goes_otherwise_does_not_end<B: BackEnd>(home: &B) {
    let mut plan = with_ends(&[BAN]);
    plan.stores[BAN.0 as usize].retention = policy::retain(&[
        (Trigger::Age, Duration::days(9)),
        (Trigger::MemberLeft, Duration::days(1)),
        (Trigger::GuildRemoved, Duration::days(1)),
    ]);
    let vault = home.open(START);
    let vault = home.reopen(vault, plan, START);
    let bans = [
        ban(LOUNGE, ANN, None),
        ban(LOUNGE, MOD, None),
        ban(ARCADE, ANN, None),
    ];
    commit(&vault, bans, START).await;
    commit(&vault, [left(LOUNGE, ANN, START)], START).await;
    assert_eq!(vault.sweep(after(1)).await.unwrap().rows, 1);
    commit(
        &vault,
        [Op::Remove {
            row: id(BAN, Value::User(MOD)),
        }],
        after(1),
    )
    .await;
    let gone = Op::GuildRemoved {
        guild: ARCADE,
        since: START,
    };
    commit(&vault, [gone], after(1)).await;
    assert_eq!(vault.sweep(after(1)).await.unwrap().rows, 1);
    assert_eq!(over(&vault).await, []);
    // Who is erased is not in a row that is over either.
    commit(&vault, [ban(LOUNGE, ANN, None)], START).await;
    vault.sweep(after(9)).await.unwrap();
    assert_eq!(over(&vault).await.len(), 1);
    vault.commit(batch([erase(ANN)]), after(9)).await.unwrap();
    assert_eq!(over(&vault).await, []);
    assert_eq!(vault.verify().await.unwrap(), 0);
}

/// What died meanwhile makes the secrets of that day go; the row that waits is sealed under those of the next.
async fn what_runs_late_finds_its_row_sealed_anew<B: BackEnd>(home: &B) {
    let vault = with(home, &[BAN]);
    let until = Some(START);
    commit(
        &vault,
        [ban(LOUNGE, ANN, until), ban(LOUNGE, MOD, None)],
        START,
    )
    .await;
    vault.sweep(after(1)).await.unwrap();
    let waits = vault.ended(None, 9).await.unwrap();
    assert_eq!(waits.len(), 1);
    let remove = Op::Remove {
        row: id(BAN, Value::User(MOD)),
    };
    commit(&vault, [remove], after(1)).await;
    for day in 2..5 {
        vault.sweep(after(day)).await.unwrap();
        assert_eq!(vault.ended(None, 9).await.unwrap(), waits, "{day}");
    }
    let vault = home.reopen(vault, with_ends(&[BAN]), after(5));
    vault.sweep(after(5)).await.unwrap();
    assert_eq!(vault.ended(None, 9).await.unwrap(), waits);
    let (row, stored) = waits.into_iter().next().unwrap();
    let done = Batch {
        expect: vec![(row.clone(), stored.revision)],
        ops: vec![Op::Remove { row }],
        ..Batch::default()
    };
    vault.commit(done, after(5)).await.unwrap();
    assert_eq!(over(&vault).await, []);
    assert_eq!(vault.verify().await.unwrap(), 0);
}

async fn a_policy_may_drop_what_runs<B: BackEnd>(home: &B) {
    let vault = with(home, &[BAN]);
    commit(&vault, [ban(LOUNGE, ANN, Some(START))], START).await;
    vault.sweep(after(1)).await.unwrap();
    assert_eq!(over(&vault).await.len(), 1);
    let vault = home.reopen(vault, policy::plan(), after(1));
    assert_eq!(over(&vault).await, []);
    assert_eq!(vault.verify().await.unwrap(), 0);
}
