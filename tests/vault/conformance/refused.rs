//! Erasures that a policy refuses: what is refused stays as it is, everything else goes, and what was written before the
//! policy refused goes as well.

use candor::{
    plan::{EraseRule, FieldId, Kept, Plan},
    port::{Answer, Op, Read, Scan, Vault, VaultError},
    vocab::{UserId, Value},
};

use super::BackEnd;
use crate::{
    calls::{
        ANN, LOUNGE, MOD, START, all, batch, commit, count, erase, export, row, rows, warning, xp,
        xp_id,
    },
    policy::{self, WARNING, XP},
};

pub async fn suite<B: BackEnd>(mut new: impl FnMut() -> B) {
    what_is_refused_stays_alone(&new()).await;
    a_server_is_not_erased_around_it(&new()).await;
    what_was_promised_goes(&new()).await;
    what_is_not_refused_any_more_goes(&new()).await;
}

fn refusing() -> Plan {
    let mut plan = policy::plan();
    for rule in &mut plan.stores[XP.0 as usize].on_erase {
        rule.rule = EraseRule::Refuse;
        rule.suppress = false;
        rule.refusal = Some(Kept {
            reason: "it protects others".to_owned(),
            review: None,
            until: None,
            appeal: vec!["appeal".to_owned()],
        });
    }
    plan
}

async fn total(vault: &impl Vault, user: UserId) -> Option<Value> {
    let row = row(vault, xp_id(LOUNGE, user)).await?;
    Some(row.values[1].clone())
}

async fn a_server_is_not_erased_around_it<B: BackEnd>(home: &B) {
    let vault = home.reopen(home.open(START), refusing(), START);
    let ops = [xp(LOUNGE, ANN, 5), warning(LOUNGE, ANN, MOD, "spam")];
    commit(&vault, ops, START).await;
    let Ok(Answer::Erasure(would)) = vault.read(&Read::ServerErasure(LOUNGE), START).await else {
        panic!("no erasure");
    };
    let by = |rule| would.rows_by(rule);
    assert_eq!((by(EraseRule::Refuse), by(EraseRule::Delete)), (1, 1));
    let done = vault.commit(batch([Op::EraseServer { guild: LOUNGE }]), START);
    assert!(matches!(done.await, Err(VaultError::Refused { .. })));
    assert_eq!(vault.verify().await.unwrap(), 2);
    assert_eq!(total(&vault, ANN).await, Some(Value::Int(5)));
}

async fn what_is_refused_stays_alone<B: BackEnd>(home: &B) {
    let vault = home.reopen(home.open(START), refusing(), START);
    let ops = [
        xp(LOUNGE, ANN, 5),
        xp(LOUNGE, MOD, 6),
        warning(LOUNGE, ANN, MOD, "spam"),
    ];
    commit(&vault, ops, START).await;
    let erased = commit(&vault, [erase(ANN)], START).await.erased;
    let by = |rule| erased.rows_by(rule);
    assert_eq!((by(EraseRule::Refuse), by(EraseRule::Delete)), (1, 1));
    assert_eq!(total(&vault, ANN).await, Some(Value::Int(5)));
    assert_eq!(rows(&vault, all(WARNING, LOUNGE)).await, []);
    let theirs = Scan {
        of: Some((FieldId(0), ANN)),
        ..all(XP, LOUNGE)
    };
    assert_eq!(rows(&vault, theirs).await.len(), 1);
    assert_eq!(export(&vault, Some(LOUNGE), ANN).await.rows.len(), 1);
    // Whoever is there again is the same person to what stayed.
    commit(
        &vault,
        [xp(LOUNGE, ANN, 7), warning(LOUNGE, ANN, MOD, "again")],
        START,
    )
    .await;
    assert_eq!(total(&vault, ANN).await, Some(Value::Int(7)));
    assert_eq!(count(&vault, XP).await, 2);
    let vault = home.reopen(vault, refusing(), START);
    assert_eq!(total(&vault, ANN).await, Some(Value::Int(7)));
    assert_eq!(vault.verify().await.unwrap(), 3);
    let gone = Op::Remove {
        row: xp_id(LOUNGE, ANN),
    };
    commit(&vault, [gone], START).await;
    let erased = commit(&vault, [erase(ANN)], START).await.erased;
    assert_eq!((erased.rows(), erased.rows_by(EraseRule::Delete)), (1, 1));
    assert_eq!(total(&vault, ANN).await, None);
    assert_eq!(total(&vault, MOD).await, Some(Value::Int(6)));
}

async fn what_was_promised_goes<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    commit(&vault, [xp(LOUNGE, ANN, 5), xp(LOUNGE, MOD, 6)], START).await;
    let vault = home.reopen(vault, refusing(), START);
    assert_eq!(total(&vault, ANN).await, Some(Value::Int(5)));
    // Written anew, it is refused.
    commit(&vault, [xp(LOUNGE, MOD, 7)], START).await;
    assert_eq!(count(&vault, XP).await, 2);
    let erased = commit(&vault, [erase(ANN), erase(MOD)], START).await.erased;
    let by = |rule| erased.rows_by(rule);
    assert_eq!((by(EraseRule::Delete), by(EraseRule::Refuse)), (1, 1));
    assert_eq!(total(&vault, ANN).await, None);
    assert_eq!(total(&vault, MOD).await, Some(Value::Int(7)));
    assert_eq!(vault.verify().await.unwrap(), 1);
}

async fn what_is_not_refused_any_more_goes<B: BackEnd>(home: &B) {
    let vault = home.reopen(home.open(START), refusing(), START);
    commit(&vault, [xp(LOUNGE, ANN, 5)], START).await;
    let vault = home.reopen(vault, policy::plan(), START);
    assert_eq!(total(&vault, ANN).await, Some(Value::Int(5)));
    commit(&vault, [erase(ANN)], START).await;
    assert_eq!(total(&vault, ANN).await, None);
    assert_eq!(vault.verify().await.unwrap(), 0);
}
