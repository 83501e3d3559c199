//! What is due, and when: to the millisecond, whatever was written since.

use candor::{
    port::{Op, Vault, VaultError},
    vocab::{Duration, Timestamp, Value},
};

use crate::{
    calls::{
        ANN, ARCADE, LOUNGE, MOD, START, after, all, badge, ban, batch, command, commit, count,
        erase, export, line, line_again, note, row, rows, seen, switch, ticket, ticket_id, warning,
        xp, xp_id,
    },
    policy::{BADGE, BAN, KEEP, LINE, NOTE, TICKET, XP},
};

pub async fn suite<V: Vault>(mut new: impl FnMut() -> V) {
    deadlines_are_kept_to_the_millisecond(new()).await;
    a_setting_shortens_but_does_not_lengthen(new()).await;
    a_finished_row_is_due_after_its_grace_whatever_is_written(new()).await;
    a_row_finished_where_it_was_made_is_due(new()).await;
    a_time_in_the_row_moves_both_ways(new()).await;
    a_feature_that_is_off_ends_its_rows(new()).await;
    a_ring_keeps_the_newest_of_each_person(new()).await;
}

async fn deadlines_are_kept_to_the_millisecond(vault: impl Vault) {
    assert_eq!(vault.next_due().await.unwrap(), None);
    commit(&vault, [note("a"), warning(LOUNGE, ANN, MOD, "w")], START).await;
    commit(
        &vault,
        [note("b"), seen(LOUNGE, ANN, None)],
        Timestamp(START.0 + 5),
    )
    .await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(1)));
    assert_eq!(
        vault.sweep(Timestamp(after(1).0 - 1)).await.unwrap().rows,
        0
    );
    let swept = vault.sweep(Timestamp(after(1).0 + 2)).await.unwrap();
    assert_eq!((swept.rows, swept.late_ms_max, swept.guilds), (1, 2, 0));
    assert_eq!(
        vault.next_due().await.unwrap(),
        Some(Timestamp(after(1).0 + 5))
    );
    // Written again: idle starts anew, age does not.
    commit(&vault, [seen(LOUNGE, ANN, None)], after(6)).await;
    assert_eq!(vault.sweep(after(12)).await.unwrap().rows, 1);
    assert_eq!(vault.next_due().await.unwrap(), Some(after(13)));
    assert_eq!(
        vault.sweep(after(40)).await.unwrap().late_ms_max,
        Duration::days(27).ms
    );
    assert_eq!(vault.next_due().await.unwrap(), None);
    assert_eq!(vault.verify().await.unwrap(), 0);

    let many: Vec<Op> = (0..700).map(|i| note(&i.to_string())).collect();
    commit(&vault, many, after(50)).await;
    assert_eq!(vault.sweep(after(51)).await.unwrap().rows, 700);
    assert_eq!(count(&vault, NOTE).await, 0);
}

async fn a_setting_shortens_but_does_not_lengthen(vault: impl Vault) {
    let keep = |days: Option<i64>| Op::SetSetting {
        guild: LOUNGE,
        setting: KEEP,
        value: days.map(|days| Value::Duration(Duration::days(days))),
    };
    commit(&vault, [command(LOUNGE, "a", MOD)], START).await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(10)));
    commit(&vault, [keep(Some(4))], START).await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(4)));
    commit(&vault, [keep(Some(30)), command(LOUNGE, "b", MOD)], START).await;
    assert_eq!(vault.sweep(after(4)).await.unwrap().rows, 1);
    assert_eq!(vault.next_due().await.unwrap(), Some(after(30)));
    commit(&vault, [keep(None)], after(4)).await;
    assert_eq!(vault.next_due().await.unwrap(), Some(after(10)));
}

async fn a_finished_row_is_due_after_its_grace_whatever_is_written(vault: impl Vault) {
    commit(
        &vault,
        [ticket(LOUNGE, ANN, MOD), ticket(LOUNGE, ANN, MOD)],
        START,
    )
    .await;
    let ended = |number| Op::FlowEnded {
        row: ticket_id(LOUNGE, number),
    };
    commit(&vault, [ended(1), ended(99)], after(1)).await;
    // Neither a write nor a second end moves the deadline away.
    let again = Op::Put {
        row: ticket_id(LOUNGE, 1),
        values: vec![Value::None, Value::User(ANN), Value::None],
    };
    let before = after(2).plus(Duration { ms: -1 });
    commit(&vault, [again, ended(1)], before).await;
    vault.sweep(before).await.unwrap();
    assert_eq!(count(&vault, TICKET).await, 2);
    vault.sweep(after(2)).await.unwrap();
    assert_eq!(row(&vault, ticket_id(LOUNGE, 1)).await, None);
    assert!(row(&vault, ticket_id(LOUNGE, 2)).await.is_some());
    // An earlier deadline stays: idle since the beginning.
    commit(&vault, [ended(2)], after(5)).await;
    vault.sweep(after(5)).await.unwrap();
    assert_eq!(count(&vault, TICKET).await, 0);
    // A store without the clause is not concerned.
    commit(&vault, [xp(LOUNGE, ANN, 1)], START).await;
    let row = xp_id(LOUNGE, ANN);
    commit(&vault, [Op::FlowEnded { row }], START).await;
    vault.sweep(after(900)).await.unwrap();
    assert_eq!(count(&vault, XP).await, 1);
}

async fn a_time_in_the_row_moves_both_ways(vault: impl Vault) {
    let next = async || vault.next_due().await.unwrap();
    commit(&vault, [ban(LOUNGE, ANN, Some(after(5)))], START).await;
    assert_eq!(next().await, Some(after(6)));
    commit(&vault, [ban(LOUNGE, ANN, Some(after(20)))], after(1)).await;
    assert_eq!(next().await, Some(after(21)));
    commit(&vault, [ban(LOUNGE, ANN, Some(after(3)))], after(2)).await;
    assert_eq!(next().await, Some(after(4)));
    let due: Vec<_> = export(&vault, None, ANN).await.rows;
    assert_eq!(due[0].due, Some(after(4)));
    // None is no end; the other clauses stay.
    commit(&vault, [ban(LOUNGE, ANN, None)], after(3)).await;
    assert_eq!(next().await, Some(after(60)));
    assert_eq!(vault.sweep(after(10)).await.unwrap().rows, 0);
    // Past is due; and nothing puts the other clauses off.
    commit(&vault, [ban(LOUNGE, MOD, Some(after(1)))], after(10)).await;
    assert_eq!(vault.sweep(after(10)).await.unwrap().rows, 1);
    assert_eq!(count(&vault, BAN).await, 1);
    commit(&vault, [ban(LOUNGE, ANN, Some(after(900)))], after(59)).await;
    assert_eq!(vault.sweep(after(60)).await.unwrap().rows, 1);
    assert_eq!(vault.verify().await.unwrap(), 0);
}

async fn a_feature_that_is_off_ends_its_rows(vault: impl Vault) {
    let next = async || vault.next_due().await.unwrap();
    let badges = [badge(LOUNGE, ANN, "a"), badge(ARCADE, ANN, "a")];
    commit(&vault, badges, START).await;
    assert_eq!(next().await, None);
    commit(&vault, [switch(LOUNGE, Some(false))], after(1)).await;
    assert_eq!(next().await, Some(after(2)));
    // The first time counts, and what is written meanwhile goes with the rest.
    let meanwhile = [switch(LOUNGE, Some(false)), badge(LOUNGE, MOD, "b")];
    commit(&vault, meanwhile, after(1).plus(Duration::seconds(60))).await;
    assert_eq!(next().await, Some(after(2)));
    // Switched on again, also by a reset, nothing is due.
    for on in [Some(true), None] {
        commit(&vault, [switch(LOUNGE, on)], after(1)).await;
        assert_eq!(next().await, None);
        assert_eq!(vault.sweep(after(9)).await.unwrap().rows, 0);
        commit(&vault, [switch(LOUNGE, Some(false))], after(9)).await;
        assert_eq!(next().await, Some(after(10)));
    }
    assert_eq!(vault.sweep(after(10)).await.unwrap().rows, 2);
    assert_eq!(count(&vault, BADGE).await, 1);
    // It is still off.
    commit(&vault, [badge(LOUNGE, ANN, "late")], after(20)).await;
    assert_eq!(vault.sweep(after(20)).await.unwrap().rows, 1);
    let due = export(&vault, Some(ARCADE), ANN).await.rows;
    assert_eq!(due[0].due, None);
    // The server is forgotten with the rest.
    let gone = Op::GuildRemoved {
        guild: LOUNGE,
        since: after(20),
    };
    commit(&vault, [gone], after(20)).await;
    assert_eq!(vault.sweep(after(30)).await.unwrap().guilds, 1);
    let guilds = vault.guilds().await.unwrap();
    assert_eq!(guilds, [(ARCADE, None)]);
    assert_eq!(vault.verify().await.unwrap(), 1);
}

async fn a_ring_keeps_the_newest_of_each_person(vault: impl Vault) {
    let kept = async |guild| {
        let rows = rows(&vault, all(LINE, guild)).await;
        let rows = rows.into_iter().map(|row| row.key[0].clone());
        rows.collect::<Vec<_>>()
    };
    let numbers = |numbers: &[i64]| -> Vec<_> { numbers.iter().copied().map(Value::Int).collect() };
    let of = |member, words: &str| line(LOUNGE, member, MOD, words);
    commit(&vault, [of(ANN, "a"), of(MOD, "b"), of(ANN, "c")], START).await;
    assert_eq!(kept(LOUNGE).await, numbers(&[1, 2, 3]));
    // The oldest goes, in one commit also several; others and other servers are not concerned.
    commit(
        &vault,
        [of(ANN, "d"), line(ARCADE, ANN, MOD, "e")],
        after(1),
    )
    .await;
    assert_eq!(kept(LOUNGE).await, numbers(&[2, 3, 4]));
    let many: Vec<_> = (0..5).map(|_| of(ANN, "f")).collect();
    commit(&vault, many, after(1)).await;
    assert_eq!(kept(LOUNGE).await, numbers(&[2, 8, 9]));
    assert_eq!(kept(ARCADE).await, numbers(&[1]));
    // A row that becomes somebody else's stands in their ring by its age.
    commit(
        &vault,
        [of(MOD, "g"), line_again(LOUNGE, 8, MOD, MOD)],
        after(1),
    )
    .await;
    assert_eq!(kept(LOUNGE).await, numbers(&[8, 9, 10]));
    // Rows about nobody are in no ring.
    commit(&vault, [erase(MOD)], after(1)).await;
    let three: Vec<_> = (0..3).map(|_| of(ANN, "h")).collect();
    commit(&vault, three, after(1)).await;
    assert_eq!(kept(LOUNGE).await, numbers(&[8, 10, 12, 13]));
    assert_eq!(vault.sweep(after(60)).await.unwrap().rows, 5);
    assert_eq!(vault.verify().await.unwrap(), 0);
}

async fn a_row_finished_where_it_was_made_is_due(vault: impl Vault) {
    let ended = |insert| Op::InsertedFlowEnded {
        store: TICKET,
        guild: Some(LOUNGE),
        insert,
    };
    let ops = [ticket(LOUNGE, ANN, MOD), ticket(LOUNGE, MOD, ANN), ended(1)];
    commit(&vault, ops, START).await;
    vault.sweep(after(1)).await.unwrap();
    assert!(row(&vault, ticket_id(LOUNGE, 1)).await.is_some());
    assert_eq!(row(&vault, ticket_id(LOUNGE, 2)).await, None);
    let result = vault.commit(batch([ended(0)]), START).await;
    assert!(matches!(result, Err(VaultError::Refused { .. })));
}
