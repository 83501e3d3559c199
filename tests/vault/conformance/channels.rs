//! Rows that go with a channel: when it was deleted counts, and only of the channel that a row names today.

use candor::{
    plan::{FieldId, Plan, Trigger},
    port::{Op, RowId, Vault},
    vocab::{ChannelId, Duration, GuildId, Timestamp},
};

use super::BackEnd;
use crate::{
    calls::{ARCADE, LOUNGE, START, after, all, commit, room, room_id, rows, with_ends},
    policy::{self, ROOM},
};

pub async fn suite<B: BackEnd>(mut new: impl FnMut() -> B) {
    rows_go_with_their_channel(&new()).await;
    another_channel_is_another_end(&new()).await;
    what_runs_at_the_end_runs(&new()).await;
    a_grace_is_shortened_and_not_put_off(&new()).await;
}

fn gone(guild: GuildId, channel: u64, since: Timestamp) -> Op {
    Op::ChannelRemoved {
        guild: Some(guild),
        channel: ChannelId(channel),
        since,
    }
}

async fn over(vault: &impl Vault) -> Vec<RowId> {
    let rows = vault.ended(None, usize::MAX).await.unwrap();
    rows.into_iter().map(|(id, _)| id).collect()
}

async fn channels<V: Vault>(vault: &V, guild: GuildId) -> Vec<u64> {
    let channels = vault.channels(Some(guild)).await.unwrap();
    channels.into_iter().map(|channel| channel.0).collect()
}

async fn rows_go_with_their_channel<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    assert!(channels(&vault, LOUNGE).await.is_empty());
    // Nothing is kept of the server yet.
    commit(&vault, [gone(LOUNGE, 7, START)], START).await;
    let ops = [
        room(LOUNGE, "a", 7),
        room(LOUNGE, "b", 7),
        room(LOUNGE, "c", 8),
        room(ARCADE, "a", 7),
    ];
    commit(&vault, ops, START).await;
    assert_eq!(channels(&vault, LOUNGE).await, [7, 8]);
    commit(&vault, [gone(LOUNGE, 7, START)], after(0)).await;
    assert_eq!(channels(&vault, LOUNGE).await, [8]);
    assert_eq!(channels(&vault, ARCADE).await, [7]);
    // The first time counts, unless a later answer says an earlier one.
    commit(&vault, [gone(LOUNGE, 7, after(5))], after(0)).await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(1)));
    let vault = home.reopen(vault, policy::plan(), after(0));
    assert_eq!(
        vault.due(&room_id(LOUNGE, "a")).await.unwrap(),
        Some(after(1))
    );
    assert_eq!(vault.sweep(after(1)).await.unwrap().rows, 2);
    assert_eq!(rows(&vault, all(ROOM, LOUNGE)).await.len(), 1);
    assert_eq!(rows(&vault, all(ROOM, ARCADE)).await.len(), 1);
    assert_eq!(vault.verify().await.unwrap(), 2);
}

async fn another_channel_is_another_end<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    commit(&vault, [room(LOUNGE, "a", 7), room(LOUNGE, "b", 7)], START).await;
    commit(&vault, [gone(LOUNGE, 7, START)], START).await;
    // One names another channel from now on, the other is written as it was.
    commit(&vault, [room(LOUNGE, "a", 8), room(LOUNGE, "b", 7)], START).await;
    assert_eq!(
        vault.due(&room_id(LOUNGE, "b")).await.unwrap(),
        Some(after(1))
    );
    assert_eq!(
        vault.due(&room_id(LOUNGE, "a")).await.unwrap(),
        Some(after(40))
    );
    assert_eq!(channels(&vault, LOUNGE).await, [8]);
    let vault = home.reopen(vault, policy::plan(), START);
    assert_eq!(vault.sweep(after(1)).await.unwrap().rows, 1);
    assert_eq!(channels(&vault, LOUNGE).await, [8]);
}

async fn what_runs_at_the_end_runs<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    let vault = home.reopen(vault, with_ends(&[ROOM]), START);
    commit(&vault, [room(LOUNGE, "a", 7)], START).await;
    commit(&vault, [gone(LOUNGE, 7, START)], START).await;
    vault.sweep(after(1)).await.unwrap();
    assert_eq!(over(&vault).await, [room_id(LOUNGE, "a")]);
    // Told again, it does not end again.
    assert!(channels(&vault, LOUNGE).await.is_empty());
    commit(&vault, [gone(LOUNGE, 7, after(2))], after(2)).await;
    assert_eq!(vault.next_due().await.unwrap(), None);
    assert_eq!(over(&vault).await, [room_id(LOUNGE, "a")]);
}

/// The same stores, in which rows stay so many days after their channel.
fn staying(days: Option<i64>) -> Plan {
    let mut plan = policy::plan();
    let field = FieldId(1);
    let channel = days.map(|days| (Trigger::ChannelRemoved { field }, Duration::days(days)));
    let clauses = channel
        .into_iter()
        .chain([(Trigger::Age, Duration::days(300))]);
    plan.stores[ROOM.0 as usize].retention = policy::retain(&clauses.collect::<Vec<_>>());
    plan
}

async fn a_grace_is_shortened_and_not_put_off<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    let vault = home.reopen(vault, staying(Some(20)), START);
    commit(&vault, [room(LOUNGE, "a", 7), room(LOUNGE, "b", 8)], START).await;
    commit(&vault, [gone(LOUNGE, 7, START)], START).await;
    // The first vault promised a day, of which these rows know nothing.
    assert_eq!(vault.next_due().await.unwrap(), Some(after(20)));
    let mut vault = vault;
    for (days, due) in [(None, 20), (Some(30), 20), (Some(5), 5), (Some(9), 5)] {
        vault = home.reopen(vault, staying(days), after(1));
        let next = vault.next_due().await.unwrap();
        assert_eq!(next, Some(after(due)), "{days:?}");
    }
}
