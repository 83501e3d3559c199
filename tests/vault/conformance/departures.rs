//! Servers and members that go, return, or go all at once.

use candor::{
    port::{Answer, Batch, Op, Read, RowId, Vault},
    vocab::{Duration, GuildId, Timestamp, UserId, Value},
};

use crate::{
    calls::{
        ANN, ARCADE, LOUNGE, MOD, START, after, all, commit, count, export, left, place, place_id,
        row, row_with_held, rows, seen, warning, xp, xp_id,
    },
    policy::{PLACE, SEEN, WARNING, XP},
};

pub async fn suite<V: Vault>(mut new: impl FnMut() -> V) {
    a_removed_server_is_forgotten_unless_it_returns(new()).await;
    a_member_who_left_is_forgotten_unless_they_return(new()).await;
    departures_are_held_when_there_are_many(new()).await;
    a_hold_ends_with_a_return_and_with_an_erasure(new()).await;
    what_is_held_is_seen_by_who_may(new()).await;
}

async fn a_removed_server_is_forgotten_unless_it_returns(vault: impl Vault) {
    let ops = [
        xp(LOUNGE, ANN, 1),
        warning(LOUNGE, ANN, MOD, "w"),
        xp(ARCADE, ANN, 1),
    ];
    commit(&vault, ops.clone(), START).await;
    let gone = Op::GuildRemoved {
        guild: LOUNGE,
        since: after(2),
    };
    let back = Op::GuildPresent { guild: LOUNGE };
    commit(&vault, [gone.clone()], after(3)).await;
    assert_eq!(
        vault.guilds().await.unwrap(),
        [(LOUNGE, Some(after(2))), (ARCADE, None)]
    );
    assert_eq!(vault.next_due().await.unwrap(), Some(after(2)));
    commit(&vault, [back.clone()], after(3)).await;
    assert_eq!(vault.sweep(after(4)).await.unwrap().rows, 0);
    assert_eq!(
        vault.guilds().await.unwrap(),
        [(LOUNGE, None), (ARCADE, None)]
    );

    commit(&vault, [gone], after(4)).await;
    let export_due = export(&vault, Some(LOUNGE), ANN).await.rows[1].due;
    assert_eq!(export_due, Some(after(3)));
    assert_eq!(vault.sweep(after(2)).await.unwrap().rows, 1);
    assert_eq!(row(&vault, xp_id(LOUNGE, ANN)).await, None);
    // A return in time keeps what is left, and its numbers go on.
    commit(&vault, [back], after(2)).await;
    assert_eq!(vault.sweep(after(5)).await.unwrap().rows, 0);
    assert_eq!(count(&vault, WARNING).await, 1);
    assert_eq!(
        commit(&vault, [warning(LOUNGE, ANN, MOD, "w")], after(5))
            .await
            .keys,
        [2]
    );

    // What is written while the server is gone goes with it.
    let gone = Op::GuildRemoved {
        guild: LOUNGE,
        since: after(6),
    };
    commit(&vault, [gone], after(6)).await;
    commit(&vault, [xp(LOUNGE, MOD, 1)], after(6)).await;
    let swept = vault.sweep(after(7)).await.unwrap();
    assert_eq!((swept.rows, swept.guilds), (3, 1));
    assert_eq!(vault.guilds().await.unwrap(), [(ARCADE, None)]);
    assert_eq!(vault.next_due().await.unwrap(), None);
    assert_eq!(
        commit(&vault, [warning(LOUNGE, ANN, MOD, "w")], after(8))
            .await
            .keys,
        [1]
    );
    // A server about which nothing is known leaves no trace.
    let unknown = Op::GuildRemoved {
        guild: GuildId(5),
        since: after(8),
    };
    commit(&vault, [unknown], after(8)).await;
    assert!(
        !vault
            .guilds()
            .await
            .unwrap()
            .iter()
            .any(|(guild, _)| guild.0 == 5)
    );
}

fn sorted<T: Ord, const N: usize>(mut all: [T; N]) -> [T; N] {
    all.sort_unstable();
    all
}

async fn a_member_who_left_is_forgotten_unless_they_return(vault: impl Vault) {
    let left = |user| Op::MemberLeft {
        guild: LOUNGE,
        user,
        since: after(1),
    };
    // ANN is a party in the row about MOD: that row is not hers to take along.
    commit(
        &vault,
        [
            seen(LOUNGE, ANN, None),
            seen(LOUNGE, MOD, Some(ANN)),
            xp(LOUNGE, ANN, 1),
        ],
        START,
    )
    .await;
    // Who is there to be asked about: not MOD where only others' rows name them, nor whoever has rows of other stores.
    commit(
        &vault,
        [xp(LOUNGE, UserId(5), 1), seen(ARCADE, UserId(5), Some(MOD))],
        START,
    )
    .await;
    let members = async |guild| vault.members(guild).await.unwrap();
    assert_eq!(members(LOUNGE).await, sorted([(ANN, None), (MOD, None)]));
    assert_eq!(members(ARCADE).await, [(UserId(5), None)]);
    assert_eq!(members(GuildId(77)).await, []);
    let elsewhere = Op::Remove {
        row: RowId {
            store: SEEN,
            guild: Some(ARCADE),
            key: vec![Value::User(UserId(5))],
        },
    };
    let other = Op::Remove {
        row: xp_id(LOUNGE, UserId(5)),
    };
    commit(&vault, [elsewhere, other], START).await;
    commit(&vault, [left(ANN)], after(1)).await;
    assert_eq!(
        members(LOUNGE).await,
        sorted([(ANN, Some(after(1))), (MOD, None)])
    );
    assert_eq!(vault.next_due().await.unwrap(), Some(after(2)));
    let back = Op::MemberPresent {
        guild: LOUNGE,
        user: ANN,
    };
    commit(&vault, [back], after(1)).await;
    assert_eq!(vault.sweep(after(3)).await.unwrap().rows, 0);
    commit(&vault, [left(ANN), left(UserId(5))], after(3)).await;
    assert_eq!(
        export(&vault, Some(LOUNGE), ANN).await.rows[1].due,
        Some(after(2))
    );
    assert_eq!(vault.sweep(after(3)).await.unwrap().rows, 1);
    assert_eq!(count(&vault, SEEN).await, 1);
    assert_eq!(count(&vault, XP).await, 1);
    // Still gone: a new row about her is due at once.
    commit(&vault, [seen(LOUNGE, ANN, None)], after(4)).await;
    assert_eq!(vault.sweep(after(4)).await.unwrap().rows, 1);
}

const CAT: UserId = UserId(822_333_444_555_666_777);

const DAN: UserId = UserId(933_444_555_666_777_888);

fn minutes(minutes: i64) -> Timestamp {
    START.plus(Duration::seconds(minutes * 60))
}

async fn places(vault: &impl Vault) {
    let all = [ANN, MOD, CAT, DAN];
    let mut ops: Vec<Op> = all.iter().map(|user| place(LOUNGE, *user, MOD)).collect();
    ops.push(place(ARCADE, ANN, MOD));
    commit(vault, ops, START).await;
}

/// Who has a place in the lounge, held or not.
async fn with_places(vault: &impl Vault) -> Vec<UserId> {
    let rows = vault.dump(PLACE).await.unwrap();
    let here = rows.into_iter().filter(|(id, _)| id.guild == Some(LOUNGE));
    let users = here.filter_map(|(_, row)| match row.values[0] {
        Value::User(user) => Some(user),
        _ => None,
    });
    let mut users: Vec<_> = users.collect();
    users.sort_unstable();
    users
}

async fn departures_are_held_when_there_are_many(vault: impl Vault) {
    places(&vault).await;
    // Two are not many; they wait for as long as the hold looks, and no longer. One elsewhere does not count.
    let ops = [left(LOUNGE, ANN, START), left(ARCADE, ANN, START)];
    commit(&vault, ops, START).await;
    commit(&vault, [left(LOUNGE, CAT, minutes(59))], minutes(59)).await;
    vault
        .sweep(minutes(60).plus(Duration { ms: -1 }))
        .await
        .unwrap();
    assert_eq!(with_places(&vault).await, [ANN, MOD, CAT, DAN]);
    vault.sweep(minutes(60)).await.unwrap();
    assert_eq!(with_places(&vault).await, [MOD, CAT, DAN]);
    // The third within an hour: those three, and not she who left before.
    let ops = [left(LOUNGE, DAN, minutes(100)), place(LOUNGE, ANN, ANN)];
    commit(&vault, ops, minutes(100)).await;
    commit(&vault, [left(LOUNGE, MOD, minutes(118))], minutes(118)).await;
    vault.sweep(minutes(119)).await.unwrap();
    assert_eq!(with_places(&vault).await, [ANN, MOD, CAT, DAN]);
    let two_days = 2 * 24 * 60;
    vault
        .sweep(minutes(59 + two_days).plus(Duration { ms: -1 }))
        .await
        .unwrap();
    assert_eq!(with_places(&vault).await, [ANN, MOD, CAT, DAN]);
    // Each goes two days after the own departure.
    vault.sweep(minutes(59 + two_days)).await.unwrap();
    assert_eq!(with_places(&vault).await, [ANN, MOD, DAN]);
    vault.sweep(minutes(118 + two_days)).await.unwrap();
    assert_eq!(with_places(&vault).await, [ANN]);
    // Other clauses count all the same.
    vault
        .sweep(minutes(100).plus(Duration::days(9)))
        .await
        .unwrap();
    assert_eq!(with_places(&vault).await, []);
}

async fn a_hold_ends_with_a_return_and_with_an_erasure(vault: impl Vault) {
    places(&vault).await;
    let all = [ANN, CAT, DAN];
    let ops: Vec<Op> = all.iter().map(|user| left(LOUNGE, *user, START)).collect();
    commit(&vault, ops, START).await;
    let back = Op::MemberPresent {
        guild: LOUNGE,
        user: ANN,
    };
    commit(&vault, [back], minutes(5)).await;
    let erase = Op::Erase {
        guild: None,
        user: CAT,
    };
    commit(&vault, [erase], minutes(5)).await;
    assert_eq!(with_places(&vault).await, [ANN, MOD, DAN]);
    vault.sweep(after(2)).await.unwrap();
    assert_eq!(with_places(&vault).await, [ANN, MOD]);
    // Who came back is counted from the new departure, and alone.
    commit(&vault, [left(LOUNGE, ANN, after(3))], after(3)).await;
    vault
        .sweep(after(3).plus(Duration::seconds(3600)))
        .await
        .unwrap();
    assert_eq!(with_places(&vault).await, [MOD]);
}

async fn what_is_held_is_seen_by_who_may(vault: impl Vault) {
    places(&vault).await;
    commit(&vault, [left(LOUNGE, ANN, START)], START).await;
    let id = place_id(LOUNGE, ANN);
    assert_eq!(row(&vault, id.clone()).await, None);
    assert!(row_with_held(&vault, id.clone()).await.is_some());
    assert!(row(&vault, place_id(ARCADE, ANN)).await.is_some());
    let scan = all(PLACE, LOUNGE);
    assert_eq!(rows(&vault, scan.clone()).await.len(), 3);
    let with_held = Read::WithHeld(Box::new(Read::Scan(scan)));
    let Answer::Rows(seen) = vault.read(&with_held).await.unwrap() else {
        panic!("not rows");
    };
    assert_eq!(seen.len(), 4);
    // It is theirs all the same.
    assert_eq!(export(&vault, Some(LOUNGE), ANN).await.rows.len(), 1);
    // What was read as not there is expected to be so.
    let write = Batch {
        numbers: Vec::new(),
        expect: vec![(id.clone(), 0)],
        ops: vec![place(LOUNGE, ANN, ANN)],
    };
    vault.commit(write, START).await.unwrap();
    assert_eq!(row(&vault, id).await, None);
}
