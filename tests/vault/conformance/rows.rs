//! Rows and settings: written, read, scanned and removed, wholly or not at all; what makes no sense is refused.

use candor::{
    plan::FieldId,
    port::{Batch, Direction, Op, Read, RowId, Scan, Settings, StoredRow, Vault, VaultError},
    vocab::{Duration, Timestamp, UserId, Value},
};

use crate::{
    calls::{
        ANN, ARCADE, LOUNGE, MOD, START, after, all, batch, commit, count, note, profile, row,
        rows, settings, text, warning, xp, xp_id,
    },
    policy::{GREETING, KEEP, PROFILE, WARNING, XP},
};

pub async fn suite<V: Vault>(mut new: impl FnMut() -> V) {
    rows_are_written_read_and_removed(new()).await;
    a_commit_is_all_or_nothing(new()).await;
    auto_keys_count_up_and_are_never_used_again(new()).await;
    scans_select_sort_and_cut(new()).await;
    settings_keep_what_differs(new()).await;
    misuse_is_refused(new()).await;
}

async fn rows_are_written_read_and_removed(vault: impl Vault) {
    assert_eq!(row(&vault, xp_id(LOUNGE, ANN)).await, None);
    let first = commit(
        &vault,
        [xp(LOUNGE, ANN, 5), profile(ANN, "carpe diem")],
        START,
    )
    .await;
    let found = row(&vault, xp_id(LOUNGE, ANN)).await.unwrap();
    assert_eq!(found.values, [Value::User(ANN), Value::Int(5)]);
    assert_eq!(
        (found.created, found.written, found.revision),
        (START, START, first.revision)
    );

    let second = commit(&vault, [xp(LOUNGE, ANN, 6)], after(1)).await;
    assert!(second.revision > first.revision);
    let found = row(&vault, xp_id(LOUNGE, ANN)).await.unwrap();
    assert_eq!(found.values[1], Value::Int(6));
    assert_eq!(
        (found.created, found.written, found.revision),
        (START, after(1), second.revision)
    );
    assert_eq!(row(&vault, xp_id(ARCADE, ANN)).await, None);
    assert_eq!(row(&vault, xp_id(LOUNGE, MOD)).await, None);
    assert_eq!(count(&vault, XP).await, 1);

    let remove = Op::Remove {
        row: xp_id(LOUNGE, ANN),
    };
    commit(&vault, [remove.clone(), remove], after(1)).await;
    assert_eq!(row(&vault, xp_id(LOUNGE, ANN)).await, None);
    assert_eq!(count(&vault, XP).await, 0);
    assert_eq!(vault.verify().await.unwrap(), 1);
    let dump = vault.dump(PROFILE).await.unwrap();
    assert_eq!(dump[0].1.values, [Value::User(ANN), text("carpe diem")]);
}

async fn a_commit_is_all_or_nothing(vault: impl Vault) {
    let first = commit(&vault, [xp(LOUNGE, ANN, 1)], START).await.revision;
    let expecting = |revision, total| Batch {
        numbers: Vec::new(),
        expect: vec![(xp_id(LOUNGE, ANN), revision)],
        ops: vec![xp(LOUNGE, ANN, total), xp(LOUNGE, MOD, total)],
    };
    assert!(matches!(
        vault.commit(expecting(0, 2), START).await,
        Err(VaultError::Conflict)
    ));
    assert!(matches!(
        vault.commit(expecting(first + 1, 2), START).await,
        Err(VaultError::Conflict)
    ));
    assert_eq!(row(&vault, xp_id(LOUNGE, MOD)).await, None);
    vault.commit(expecting(first, 3), START).await.unwrap();
    assert_eq!(
        row(&vault, xp_id(LOUNGE, MOD)).await.unwrap().values[1],
        Value::Int(3)
    );
    let new = Batch {
        numbers: Vec::new(),
        expect: vec![(xp_id(ARCADE, ANN), 0)],
        ops: vec![xp(ARCADE, ANN, 4)],
    };
    vault.commit(new.clone(), START).await.unwrap();
    assert!(matches!(
        vault.commit(new, START).await,
        Err(VaultError::Conflict)
    ));

    // The second op fails, and takes the first along.
    let mut broken = RowId {
        store: WARNING,
        guild: Some(LOUNGE),
        key: vec![Value::Int(99)],
    };
    let values = vec![
        Value::None,
        Value::User(ANN),
        Value::User(MOD),
        text("x"),
        text("y"),
    ];
    let put = Op::Put {
        row: broken.clone(),
        values,
    };
    let result = vault.commit(batch([xp(LOUNGE, ANN, 77), put]), START).await;
    assert!(matches!(result, Err(VaultError::Conflict)));
    assert_eq!(
        row(&vault, xp_id(LOUNGE, ANN)).await.unwrap().values[1],
        Value::Int(3)
    );
    broken.guild = None;
    assert!(matches!(
        vault.read(&Read::Row(broken)).await,
        Err(VaultError::Refused { .. })
    ));
}

async fn auto_keys_count_up_and_are_never_used_again(vault: impl Vault) {
    let both = [
        warning(LOUNGE, ANN, MOD, "a"),
        warning(LOUNGE, ANN, MOD, "b"),
    ];
    assert_eq!(commit(&vault, both, START).await.keys, [1, 2]);
    assert_eq!(
        commit(&vault, [warning(ARCADE, ANN, MOD, "c")], START)
            .await
            .keys,
        [1]
    );
    let id = |number| RowId {
        store: WARNING,
        guild: Some(LOUNGE),
        key: vec![Value::Int(number)],
    };
    let remove = [Op::Remove { row: id(1) }, Op::Remove { row: id(2) }];
    commit(&vault, remove, START).await;
    vault.sweep(START).await.unwrap();
    assert_eq!(
        commit(&vault, [warning(LOUNGE, ANN, MOD, "d")], START)
            .await
            .keys,
        [3]
    );
    assert_eq!(row(&vault, id(3)).await.unwrap().values[0], Value::Int(3));
    assert_eq!(
        commit(&vault, [note("x"), note("y")], START).await.keys,
        [1, 2]
    );
}

async fn scans_select_sort_and_cut(vault: impl Vault) {
    let users: Vec<UserId> = (1..=9).map(UserId).collect();
    let ops: Vec<Op> = users
        .iter()
        .map(|user| xp(LOUNGE, *user, (user.0 % 3).cast_signed()))
        .collect();
    commit(&vault, ops, START).await;
    commit(&vault, [xp(ARCADE, ANN, 100)], START).await;
    let ids = |rows: Vec<StoredRow>| -> Vec<u64> {
        let user = |row: StoredRow| match row.key[0] {
            Value::User(user) => user.0,
            _ => 0,
        };
        rows.into_iter().map(user).collect()
    };
    assert_eq!(
        ids(rows(&vault, all(XP, LOUNGE)).await),
        [1, 2, 3, 4, 5, 6, 7, 8, 9]
    );
    let top = Scan {
        by: Some((FieldId(1), Direction::Descending)),
        limit: Some(4),
        ..all(XP, LOUNGE)
    };
    assert_eq!(ids(rows(&vault, top).await), [2, 5, 8, 1]);
    let least = Scan {
        by: Some((FieldId(1), Direction::Ascending)),
        limit: Some(4),
        ..all(XP, LOUNGE)
    };
    assert_eq!(ids(rows(&vault, least).await), [3, 6, 9, 1]);

    let warnings: Vec<Op> = (0..20)
        .map(|i| {
            if i % 2 == 0 {
                warning(LOUNGE, ANN, MOD, "a")
            } else {
                warning(LOUNGE, MOD, ANN, "b")
            }
        })
        .collect();
    commit(&vault, warnings, START).await;
    let of = |field, user| Scan {
        of: Some((FieldId(field), user)),
        ..all(WARNING, LOUNGE)
    };
    let about = rows(&vault, of(1, ANN)).await;
    assert_eq!(about.len(), 10);
    assert!(about.iter().all(|row| row.values[3] == text("a")));
    assert_eq!(rows(&vault, of(2, ANN)).await.len(), 10);
    assert_eq!(rows(&vault, of(1, UserId(5))).await, []);
    let first = Scan {
        limit: Some(3),
        ..all(WARNING, LOUNGE)
    };
    let keys: Vec<_> = rows(&vault, first)
        .await
        .into_iter()
        .map(|row| row.key[0].clone())
        .collect();
    assert_eq!(keys, [Value::Int(1), Value::Int(2), Value::Int(3)]);
}

fn greet(value: Option<Value>) -> Op {
    Op::SetSetting {
        guild: LOUNGE,
        setting: GREETING,
        value,
    }
}

async fn settings_keep_what_differs(vault: impl Vault) {
    let off = |on| Op::SwitchFeature {
        guild: LOUNGE,
        feature: "all".to_owned(),
        on,
    };
    commit(
        &vault,
        [greet(Some(text("welcome"))), off(Some(false))],
        START,
    )
    .await;
    let set = settings(&vault, LOUNGE).await;
    assert_eq!(set.values.get(&GREETING), Some(&text("welcome")));
    assert_eq!(set.switched.get("all"), Some(&false));
    assert_eq!(settings(&vault, ARCADE).await, Settings::default());
    assert_eq!(vault.guilds().await.unwrap(), [(LOUNGE, None)]);

    // What stands at its default is not kept.
    let keep = Op::SetSetting {
        guild: ARCADE,
        setting: KEEP,
        value: Some(Value::Duration(Duration::days(10))),
    };
    commit(&vault, [greet(None), off(Some(true)), keep], START).await;
    assert_eq!(settings(&vault, LOUNGE).await, Settings::default());
    assert_eq!(vault.guilds().await.unwrap(), []);

    commit(&vault, [greet(Some(text("hi")))], START).await;
    let gone = Op::GuildRemoved {
        guild: LOUNGE,
        since: after(1),
    };
    commit(&vault, [gone], after(1)).await;
    assert_eq!(vault.guilds().await.unwrap(), [(LOUNGE, Some(after(1)))]);
    assert_eq!(vault.next_due().await.unwrap(), Some(after(3)));
    vault.sweep(Timestamp(after(3).0 - 1)).await.unwrap();
    assert_eq!(settings(&vault, LOUNGE).await.values.len(), 1);
    assert_eq!(vault.sweep(after(3)).await.unwrap().guilds, 1);
    assert_eq!(settings(&vault, LOUNGE).await, Settings::default());
    assert_eq!(vault.guilds().await.unwrap(), []);
}

async fn misuse_is_refused(vault: impl Vault) {
    let refused = |batch: Batch| {
        let vault = &vault;
        async move {
            matches!(
                vault.commit(batch, START).await,
                Err(VaultError::Refused { .. })
            )
        }
    };
    let erase = Op::Erase {
        guild: None,
        user: ANN,
    };
    assert!(refused(batch([erase, xp(LOUNGE, ANN, 1)])).await);
    let no_server = Op::Put {
        row: RowId {
            guild: None,
            ..xp_id(LOUNGE, ANN)
        },
        values: vec![Value::User(ANN), Value::Int(1)],
    };
    assert!(refused(batch([no_server])).await);
    let nobody = Op::Put {
        row: RowId {
            key: vec![Value::None],
            ..xp_id(LOUNGE, ANN)
        },
        values: vec![Value::None, Value::Int(1)],
    };
    assert!(refused(batch([nobody])).await);
    let short = Op::Put {
        row: xp_id(LOUNGE, ANN),
        values: vec![Value::User(ANN)],
    };
    assert!(refused(batch([short])).await);
    let unknown = Op::SwitchFeature {
        guild: LOUNGE,
        feature: "nothing".to_owned(),
        on: Some(true),
    };
    assert!(refused(batch([unknown])).await);
    assert_eq!(vault.guilds().await.unwrap(), []);
    assert_eq!(vault.verify().await.unwrap(), 0);
}
