//! A row's second: from then on nobody reads it, before any sweep and after a time without the bot.

use candor::{
    port::{Answer, Batch, Op, Read, RowId, Scan, Vault, VaultError},
    vocab::{Duration, GuildId, Timestamp, UserId, Value},
};

use super::BackEnd;
use crate::{
    calls::{
        ANN, ARCADE, LOUNGE, MOD, START, after, badge, ban, commit, erase, left, note, place,
        place_id, seen, switch, ticket, ticket_id, with_ends,
    },
    policy::{BADGE, BAN, KEEP, NOTE, SEEN},
};

pub async fn suite<B: BackEnd>(mut new: impl FnMut() -> B) {
    every_kind_of_end_counts_to_the_millisecond(&new()).await;
    after_a_time_without_the_bot_nothing_is_over_late(&new()).await;
    what_is_written_over_it_is_a_row_of_its_own(&new()).await;
    it_waits_for_what_runs_at_its_end(&new()).await;
}

/// By key, by a scan, in the export of `user`, by an operator.
async fn seen_by(
    vault: &impl Vault,
    id: &RowId,
    user: Option<UserId>,
    now: Timestamp,
) -> [bool; 4] {
    let Answer::Row(row) = vault.read(&Read::Row(id.clone()), now).await.unwrap() else {
        panic!("a row");
    };
    let (store, guild) = (id.store, id.guild);
    let scan = Scan {
        store,
        guild,
        of: None,
        by: None,
        limit: None,
    };
    let Answer::Rows(rows) = vault.read(&Read::Scan(scan), now).await.unwrap() else {
        panic!("rows");
    };
    let of = user.unwrap_or(UserId(0));
    let export = Read::Export { guild, user: of };
    let Answer::Export(export) = vault.read(&export, now).await.unwrap() else {
        panic!("an export");
    };
    let dump = vault.dump(store, now).await.unwrap();
    [
        row.is_some(),
        rows.iter().any(|row| row.key == id.key),
        export
            .rows
            .iter()
            .any(|row| row.store == store && row.key == id.key),
        dump.iter().any(|(found, _)| found == id),
    ]
}

/// Until the millisecond before, and not from then on.
async fn ends(vault: &impl Vault, id: RowId, exported: Option<UserId>, at: Timestamp) {
    let before = seen_by(vault, &id, exported, Timestamp(at.0 - 1)).await;
    assert_eq!(before, [true, true, exported.is_some(), true], "{id:?}");
    for now in [at, Timestamp(at.0 + 1), at.plus(Duration::days(400))] {
        let then = seen_by(vault, &id, exported, now).await;
        assert_eq!(then, [false; 4], "{id:?} {now:?}");
    }
    assert_eq!(vault.due(&id).await.unwrap(), Some(at));
}

fn of(store: candor::plan::StoreId, guild: GuildId, user: UserId) -> RowId {
    RowId {
        store,
        guild: Some(guild),
        key: vec![Value::User(user)],
    }
}

async fn every_kind_of_end_counts_to_the_millisecond<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    let keep = Op::SetSetting {
        guild: ARCADE,
        setting: KEEP,
        value: Some(Value::Duration(Duration::days(4))),
    };
    let made = [
        note("a"),
        ban(LOUNGE, ANN, Some(after(2))),
        ticket(LOUNGE, ANN, MOD),
        badge(LOUNGE, ANN, "off"),
        badge(ARCADE, ANN, "removed"),
        place(LOUNGE, ANN, MOD),
        seen(LOUNGE, ANN, None),
        keep,
    ];
    commit(&vault, made, START).await;
    let finished = Op::FlowEnded {
        row: ticket_id(LOUNGE, 1),
    };
    let later = [
        finished,
        switch(LOUNGE, Some(false)),
        Op::GuildRemoved {
            guild: ARCADE,
            since: after(1),
        },
        left(LOUNGE, ANN, after(1)),
    ];
    commit(&vault, later, after(1)).await;
    let note = RowId {
        store: NOTE,
        guild: None,
        key: vec![Value::Int(1)],
    };
    ends(&vault, note, None, after(1)).await;
    ends(&vault, of(BAN, LOUNGE, ANN), None, after(3)).await;
    ends(&vault, ticket_id(LOUNGE, 1), None, after(2)).await;
    ends(&vault, of(BADGE, LOUNGE, ANN), Some(ANN), after(2)).await;
    ends(&vault, of(BADGE, ARCADE, ANN), Some(ANN), after(4)).await;
    let idle = vault.due(&of(SEEN, LOUNGE, ANN)).await.unwrap().unwrap();
    ends(&vault, of(SEEN, LOUNGE, ANN), None, idle).await;

    // What only a hold keeps, for who may see it.
    let gone = vault.due(&place_id(LOUNGE, ANN)).await.unwrap().unwrap();
    let held = Read::WithHeld(Box::new(Read::Row(place_id(LOUNGE, ANN))));
    for (now, is_there) in [(Timestamp(gone.0 - 1), true), (gone, false)] {
        let answer = vault.read(&held, now).await.unwrap();
        assert_eq!(matches!(answer, Answer::Row(Some(_))), is_there);
    }

    // A server's settings go two days after it.
    for (now, set) in [(Timestamp(after(3).0 - 1), 1), (after(3), 0)] {
        let answer = vault.read(&Read::Settings(ARCADE), now).await.unwrap();
        let Answer::Settings(settings) = answer else {
            panic!("settings");
        };
        assert_eq!(settings.values.len(), set);
    }
}

async fn after_a_time_without_the_bot_nothing_is_over_late<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    commit(
        &vault,
        [badge(LOUNGE, ANN, "a"), ban(LOUNGE, MOD, Some(START))],
        START,
    )
    .await;
    commit(&vault, [switch(LOUNGE, Some(false))], START).await;
    // Two days without it: the first who opens the data reads nothing of them.
    let vault = home.reopen(vault, crate::policy::plan(), after(3));
    assert_eq!(
        seen_by(&vault, &of(BADGE, LOUNGE, ANN), None, after(3)).await,
        [false; 4]
    );
    assert_eq!(
        seen_by(&vault, &of(BAN, LOUNGE, MOD), None, after(3)).await,
        [false; 4]
    );
    let swept = vault.sweep(after(3)).await.unwrap();
    assert_eq!(swept.rows, 2, "they were there all the same");
    assert_eq!(vault.verify().await.unwrap(), 0);
}

async fn what_is_written_over_it_is_a_row_of_its_own<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    let id = of(BAN, LOUNGE, ANN);
    commit(&vault, [ban(LOUNGE, ANN, Some(START))], START).await;
    // Who read it in time, and writes too late, decides again.
    let Answer::Row(Some(old)) = vault.read(&Read::Row(id.clone()), START).await.unwrap() else {
        panic!("a row");
    };
    let write = |revision| Batch {
        expect: vec![(id.clone(), revision)],
        ops: vec![ban(LOUNGE, ANN, Some(after(5)))],
        ..Batch::default()
    };
    let late = vault.commit(write(old.revision), after(1)).await;
    assert!(matches!(late, Err(VaultError::Conflict)));
    vault.commit(write(0), after(1)).await.unwrap();
    let Answer::Row(Some(new)) = vault.read(&Read::Row(id.clone()), after(1)).await.unwrap() else {
        panic!("a row");
    };
    assert_eq!((new.created, new.written), (after(1), after(1)));
    assert_eq!(vault.due(&id).await.unwrap(), Some(after(6)));
    assert_eq!(vault.sweep(after(5)).await.unwrap().rows, 0);
    assert_eq!(vault.verify().await.unwrap(), 1);

    // A numbered row whose second has come is not changed.
    commit(&vault, [note("a")], after(6)).await;
    let change = Op::Put {
        row: RowId {
            store: NOTE,
            guild: None,
            key: vec![Value::Int(1)],
        },
        values: vec![Value::Int(1), Value::Text("b".to_owned())],
    };
    let late = Batch {
        ops: vec![change],
        ..Batch::default()
    };
    let late = vault.commit(late, after(7)).await;
    assert!(matches!(late, Err(VaultError::Conflict)));
    vault
        .commit(crate::calls::batch([erase(ANN)]), after(7))
        .await
        .unwrap();
}

async fn it_waits_for_what_runs_at_its_end<B: BackEnd>(home: &B) {
    let vault = home.open(START);
    let vault = home.reopen(vault, with_ends(&[BAN]), START);
    let id = of(BAN, LOUNGE, ANN);
    commit(&vault, [ban(LOUNGE, ANN, Some(START))], START).await;
    ends(&vault, id.clone(), None, after(1)).await;
    let again = Batch {
        expect: vec![(id.clone(), 0)],
        ops: vec![ban(LOUNGE, ANN, None)],
        ..Batch::default()
    };
    let result = vault.commit(again.clone(), after(1)).await;
    assert!(
        matches!(result, Err(VaultError::Conflict)),
        "its end comes first"
    );
    vault.sweep(after(1)).await.unwrap();
    assert_eq!(vault.ended(None, 9).await.unwrap().len(), 1);
    commit(&vault, [Op::Remove { row: id }], after(1)).await;
    vault.commit(again, after(1)).await.unwrap();
}
