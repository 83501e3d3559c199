//! A start under a policy that drops or renames what an earlier one kept.

use candor::{
    plan::{Owner, Past, Plan, StoreId},
    port::{Op, Vault},
    vocab::{Duration, Piece, Type, Value},
};

use super::BackEnd;
use crate::{
    calls::{
        ANN, ARCADE, LOUNGE, MOD, START, after, badge, commit, count, erase, export, row, seen,
        settings, suppressed, switch, text, ticket, warning, xp, xp_id,
    },
    policy::{self, BADGE, COMMAND, GREETING, SEEN, TICKET, WARNING, XP},
};

pub async fn suite<B: BackEnd>(mut new: impl FnMut() -> B) {
    a_store_that_is_dropped_is_gone(&new()).await;
    a_feature_goes_with_all_it_kept(&new()).await;
    a_store_is_renamed_with_everything_that_belongs_to_it(&new()).await;
    fields_are_dropped_and_renamed(&new()).await;
    a_field_that_names_somebody_now_is_theirs(&new()).await;
    settings_and_features_are_renamed_and_dropped(&new()).await;
}

pub fn past(piece: Piece, written: &str, to: Option<&str>) -> Past {
    let (of, name) = match written.split_once('.') {
        Some((of, name)) => (Some(of.to_owned()), name),
        None => (None, written),
    };
    Past {
        piece,
        of,
        name: name.to_owned(),
        to: to.map(str::to_owned),
        at: policy::at(),
    }
}

/// The usual plan without a store, and what it says of it.
pub fn without(store: StoreId, said: &[Past]) -> Plan {
    let mut plan = policy::plan();
    plan.stores.remove(store.0 as usize);
    for (id, store) in (0..).zip(&mut plan.stores) {
        store.id = StoreId(id);
    }
    plan.past = said.to_vec();
    plan
}

/// Where a store is in a plan without an earlier one.
fn one_less(store: StoreId) -> StoreId {
    StoreId(store.0 - 1)
}

async fn a_store_that_is_dropped_is_gone<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    commit(
        &vault,
        [xp(LOUNGE, ANN, 7), warning(LOUNGE, ANN, MOD, "spam")],
        START,
    )
    .await;
    let drop = [past(Piece::Store, "xp", None)];
    let vault = home.reopen(vault, without(XP, &drop), after(1));
    assert_eq!(vault.verify().await.unwrap(), 1);
    assert_eq!(count(&vault, one_less(WARNING)).await, 1);
    let theirs = export(&vault, None, ANN).await;
    assert_eq!(theirs.rows.len(), 1);
    // A store of the same name is another one.
    let vault = home.reopen(vault, policy::plan(), after(2));
    assert_eq!(row(&vault, xp_id(LOUNGE, ANN)).await, None);
    commit(&vault, [xp(LOUNGE, ANN, 1)], after(2)).await;
    assert_eq!(count(&vault, XP).await, 1);
}

async fn a_feature_goes_with_all_it_kept<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    let set = Op::SetSetting {
        guild: LOUNGE,
        setting: GREETING,
        value: Some(text("hello")),
    };
    commit(
        &vault,
        [xp(LOUNGE, ANN, 7), switch(ARCADE, Some(false)), set],
        START,
    )
    .await;
    let mut plan = policy::plan();
    "other".clone_into(&mut plan.features[0].name);
    plan.stores.clear();
    plan.settings.clear();
    plan.past = vec![past(Piece::Feature, "all", None)];
    let vault = home.reopen(vault, plan, START);
    assert_eq!(vault.verify().await.unwrap(), 0);
    assert_eq!(vault.guilds().await.unwrap(), []);
    let mut plan = policy::plan();
    plan.past.clear();
    let vault = home.reopen(vault, plan, START);
    for guild in [LOUNGE, ARCADE] {
        assert_eq!(
            settings(&vault, guild).await,
            candor::port::Settings::default()
        );
    }
}

async fn a_store_is_renamed_with_everything_that_belongs_to_it<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    let ops = [
        ticket(LOUNGE, ANN, MOD),
        ticket(LOUNGE, MOD, ANN),
        seen(LOUNGE, ANN, Some(MOD)),
    ];
    commit(&vault, ops, START).await;
    commit(&vault, [erase(MOD)], START).await;
    let before = vault.dump(TICKET, crate::calls::EARLY).await.unwrap();
    assert_eq!(before.len(), 1);
    let mut plan = policy::plan();
    "case".clone_into(&mut plan.stores[TICKET.0 as usize].name);
    // In two steps, of which the first was long ago.
    plan.past = vec![
        past(Piece::Store, "ticket", Some("inquiry")),
        past(Piece::Store, "inquiry", Some("case")),
    ];
    let vault = home.reopen(vault, plan.clone(), after(1));
    assert_eq!(
        vault.dump(TICKET, crate::calls::EARLY).await.unwrap(),
        before
    );
    // Its numbers go on.
    let made = commit(&vault, [ticket(LOUNGE, ANN, MOD)], after(1)).await;
    assert_eq!(made.keys, [3]);
    // The line may go once it was read.
    plan.past.clear();
    let vault = home.reopen(vault, plan, after(1));
    assert_eq!(count(&vault, TICKET).await, 2);
    assert!(suppressed(&vault, Some(LOUNGE), MOD).await);
    assert_eq!(
        vault.dump(SEEN, crate::calls::EARLY).await.unwrap()[0]
            .1
            .values[2],
        Value::None
    );
}

async fn fields_are_dropped_and_renamed<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    let ops = [
        warning(LOUNGE, ANN, MOD, "spam"),
        warning(ARCADE, MOD, ANN, "more"),
    ];
    commit(&vault, ops, START).await;
    let mut plan = policy::plan();
    let store = &mut plan.stores[WARNING.0 as usize];
    store.fields.remove(4);
    "by".clone_into(&mut store.fields[2].name);
    "why".clone_into(&mut store.fields[3].name);
    store.export.as_mut().unwrap().redact.pop();
    plan.past = vec![
        past(Piece::Field, "warning.memo", None),
        past(Piece::Field, "warning.moderator", Some("by")),
        past(Piece::Field, "warning.reason", Some("why")),
    ];
    let vault = home.reopen(vault, plan.clone(), after(1));
    let rows = vault.dump(WARNING, crate::calls::EARLY).await.unwrap();
    let values: Vec<_> = rows
        .into_iter()
        .map(|(_, row)| (row.values, row.written))
        .collect();
    let row = |member, by, why| {
        let values = vec![
            Value::Int(1),
            Value::User(member),
            Value::User(by),
            text(why),
        ];
        (values, START)
    };
    assert_eq!(values, [row(ANN, MOD, "spam"), row(MOD, ANN, "more")]);
    // Whose part a renamed field is, it stays.
    commit(&vault, [erase(MOD)], after(1)).await;
    plan.past.clear();
    let vault = home.reopen(vault, plan, after(2));
    let rows = vault.dump(WARNING, crate::calls::EARLY).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        rows[0].1.values[1..],
        [Value::User(ANN), Value::None, text("spam")]
    );
    assert_eq!(vault.verify().await.unwrap(), 1);
}

/// A promise about them holds for rows of before too.
async fn a_field_that_names_somebody_now_is_theirs<B: BackEnd>(home: &B) {
    let nobodys = |plan: &mut Plan| {
        let field = &mut plan.stores[WARNING.0 as usize].fields[2];
        (field.person, field.owner) = (None, Owner::Guild);
        assert_eq!(field.kind, Type::UserId);
        let store = &mut plan.stores[WARNING.0 as usize];
        store.fields[4].owner = Owner::Guild;
        store.on_erase.pop();
    };
    let mut plan = policy::plan();
    nobodys(&mut plan);
    let vault = home.open(START);
    let vault = home.reopen(vault, plan, START);
    commit(&vault, [warning(LOUNGE, ANN, MOD, "spam")], START).await;
    let vault = home.reopen(vault, policy::plan(), after(1));
    assert_eq!(
        vault.dump(WARNING, crate::calls::EARLY).await.unwrap()[0]
            .1
            .values[2],
        Value::User(MOD)
    );
    let erased = commit(&vault, [erase(MOD)], after(1)).await.erased;
    assert_eq!(erased.rows(), 1);
    let rows = vault.dump(WARNING, crate::calls::EARLY).await.unwrap();
    assert_eq!(rows[0].1.values[2], Value::None);
    assert_eq!(rows[0].1.values[4], Value::None);
    assert_eq!(rows[0].1.values[3], text("spam"));
}

async fn settings_and_features_are_renamed_and_dropped<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    let set = |setting, value| Op::SetSetting {
        guild: LOUNGE,
        setting,
        value: Some(value),
    };
    let ops = [
        set(GREETING, text("hello")),
        set(policy::KEEP, Value::Duration(Duration::days(3))),
        switch(LOUNGE, Some(false)),
        badge(LOUNGE, ANN, "gold"),
    ];
    commit(&vault, ops, START).await;
    let mut plan = policy::plan();
    "club".clone_into(&mut plan.features[0].name);
    plan.settings.remove(policy::KEEP.0 as usize);
    plan.settings[0].id = candor::plan::SettingId(0);
    "welcome".clone_into(&mut plan.settings[0].name);
    let command = &mut plan.stores[COMMAND.0 as usize];
    command.retention.clauses.pop();
    plan.past = vec![
        past(Piece::Feature, "all", Some("club")),
        past(Piece::Setting, "club.keep", None),
        past(Piece::Setting, "club.greeting", Some("welcome")),
    ];
    let vault = home.reopen(vault, plan.clone(), after(1).plus(Duration::seconds(-1)));
    let now = settings(&vault, LOUNGE).await;
    assert_eq!(
        now.values.into_iter().collect::<Vec<_>>(),
        [(candor::plan::SettingId(0), text("hello"))]
    );
    assert_eq!(now.switched.get("club"), Some(&false));
    // It is off since then, whatever it is called.
    assert_eq!(count(&vault, BADGE).await, 1);
    vault.sweep(after(1)).await.unwrap();
    assert_eq!(count(&vault, BADGE).await, 0);
    plan.past.clear();
    let vault = home.reopen(vault, plan, after(1));
    assert_eq!(settings(&vault, LOUNGE).await.switched.len(), 1);
}
