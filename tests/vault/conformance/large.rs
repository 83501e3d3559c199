//! Rows about as large as a row may be: several in a batch, read, scanned, exported, written again and found after a start.

use candor::{
    port::{Export, Op, StoredRow, Vault, VaultError},
    vocab::{UserId, Value},
};

use super::BackEnd;
use crate::{
    calls::{
        ANN, ARCADE, LOUNGE, MOD, START, after, all, batch, commit, count, export, profile, rows,
        text, warning,
    },
    policy::{self, PROFILE, WARNING},
};

/// Nearly 64 KiB in a row, since a third of it JSON spells otherwise.
const BYTES: usize = 46_000;
/// In one batch. Together they are larger than any page or buffer below.
const ROWS: u64 = 12;

pub async fn suite<B: BackEnd>(mut new: impl FnMut() -> B) {
    large_rows_are_kept_as_they_are(&new()).await;
}

/// Of different words for each number, so that no two are taken for each other.
fn words(number: u64) -> String {
    let word = format!("{number}\"ä\n ");
    let mut words = word.repeat(BYTES / word.len());
    words.push_str("the end");
    words
}

fn motto(row: &StoredRow) -> &Value {
    &row.values[1]
}

async fn as_written(vault: &impl Vault, offset: u64) {
    let found = vault.dump(PROFILE, crate::calls::EARLY).await.unwrap();
    assert_eq!(found.len() as u64, ROWS);
    for (number, (_, row)) in (0..).zip(&found) {
        assert_eq!(row.values[0], Value::User(UserId(1 + number)));
        assert!(motto(row) == &text(&words(number + offset)), "{number}");
    }
    let mottos = |export: Export| -> Vec<Value> {
        let rows = export.rows.into_iter();
        rows.map(|mut row| row.fields.remove("motto").unwrap())
            .collect()
    };
    let theirs = mottos(export(vault, None, UserId(3)).await);
    assert!(theirs == [text(&words(2 + offset))]);
}

async fn large_rows_are_kept_as_they_are<B: BackEnd>(home: &B) {
    let put = |offset: u64| -> Vec<Op> {
        let rows = (0..ROWS).map(|number| profile(UserId(1 + number), &words(number + offset)));
        rows.collect()
    };
    let vault = home.open(START);
    commit(&vault, put(0), START).await;
    as_written(&vault, 0).await;
    let vault = home.reopen(vault, policy::plan(), START);
    as_written(&vault, 0).await;
    // All of them are written again, twice, and so the old ones die.
    commit(&vault, put(100), after(1)).await;
    commit(&vault, put(200), after(1)).await;
    as_written(&vault, 200).await;
    let vault = home.reopen(vault, policy::plan(), after(1));
    as_written(&vault, 200).await;
    assert_eq!(vault.verify().await.unwrap(), ROWS);

    // Whoever shares a large row with somebody who is erased keeps it.
    let warned = (0..ROWS).map(|number| {
        let (member, moderator) = (UserId(1 + number), MOD);
        warning(LOUNGE, member, moderator, &words(number))
    });
    commit(&vault, warned.collect::<Vec<_>>(), after(1)).await;
    let erase = [MOD, UserId(1)].map(|user| Op::Erase { guild: None, user });
    commit(&vault, erase, after(1)).await;
    let vault = home.reopen(vault, policy::plan(), after(1));
    let found = rows(&vault, all(WARNING, LOUNGE)).await;
    assert_eq!(found.len() as u64, ROWS - 1);
    for (number, row) in (1..).zip(&found) {
        assert_eq!(row.values[2], Value::None);
        assert!(row.values[3] == text(&words(number)), "{number}");
    }
    assert_eq!(count(&vault, PROFILE).await, ROWS - 1);
    assert_eq!(vault.sweep(after(31)).await.unwrap().rows, 2 * (ROWS - 1));
    let vault = home.reopen(vault, policy::plan(), after(31));
    assert_eq!(vault.verify().await.unwrap(), 0);
}

/// Of vaults that write rows down: the model has no limit.
pub async fn what_is_too_large_is_refused_with_its_batch<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    commit(&vault, [profile(ANN, "small")], START).await;
    let ops = [
        profile(ANN, &words(1)),
        warning(ARCADE, ANN, MOD, &words(2)),
        profile(MOD, &"x".repeat(70_000)),
    ];
    let refused = vault.commit(batch(ops), START).await;
    assert!(matches!(refused, Err(VaultError::Refused { .. })));
    let vault = home.reopen(vault, policy::plan(), START);
    let found = vault.dump(PROFILE, crate::calls::EARLY).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(motto(&found[0].1), &text("small"));
    assert_eq!(count(&vault, WARNING).await, 0);
    commit(&vault, [profile(MOD, &words(3))], START).await;
    assert_eq!(vault.verify().await.unwrap(), 2);
}
