//! What every vault must do. Each case is a function of the trait alone, and runs on every back end.

use candor::{
    plan::{EraseRule, FieldId},
    port::{
        Answer, Batch, Direction, Op, Read, Request, RequestKind, RequestedBy, RowId, Scan,
        StoredRow, Vault, VaultError,
    },
    vocab::{Duration, GuildId, MessageId, Timestamp, UserId, Value},
};

use crate::policy::{
    COMMAND, GREETING, KEEP, NOTE, PLACE, PROFILE, SEEN, TICKET, TOKEN, VOTE, WARNING, XP,
};

pub const ANN: UserId = UserId(111_222_333_444_555_666);
pub const MOD: UserId = UserId(777_888_999_000_111_222);
pub const LOUNGE: GuildId = GuildId(333_444_555_666_777_888);
pub const ARCADE: GuildId = GuildId(999_000_111_222_333_444);
pub const START: Timestamp = Timestamp(1_760_000_000_000);

pub fn after(days: i64) -> Timestamp {
    START.plus(Duration::days(days))
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn xp(guild: GuildId, user: UserId, total: i64) -> Op {
    Op::Put {
        row: xp_id(guild, user),
        values: vec![Value::User(user), Value::Int(total)],
    }
}

pub fn xp_id(guild: GuildId, user: UserId) -> RowId {
    RowId {
        store: XP,
        guild: Some(guild),
        key: vec![Value::User(user)],
    }
}

pub fn warning(guild: GuildId, member: UserId, moderator: UserId, reason: &str) -> Op {
    Op::Insert {
        store: WARNING,
        guild: Some(guild),
        values: vec![
            Value::None,
            Value::User(member),
            Value::User(moderator),
            text(reason),
            text("memo"),
        ],
    }
}

pub fn seen(guild: GuildId, user: UserId, by: Option<UserId>) -> Op {
    Op::Put {
        row: RowId {
            store: SEEN,
            guild: Some(guild),
            key: vec![Value::User(user)],
        },
        values: vec![
            Value::User(user),
            Value::Int(1),
            by.map_or(Value::None, Value::User),
        ],
    }
}

pub fn command(guild: GuildId, name: &str, author: UserId) -> Op {
    Op::Put {
        row: RowId {
            store: COMMAND,
            guild: Some(guild),
            key: vec![text(name)],
        },
        values: vec![text(name), text("hello"), Value::User(author), text("mine")],
    }
}

pub fn profile(user: UserId, motto: &str) -> Op {
    Op::Put {
        row: RowId {
            store: PROFILE,
            guild: None,
            key: vec![Value::User(user)],
        },
        values: vec![Value::User(user), text(motto)],
    }
}

pub fn vote(guild: GuildId, message: u64, user: UserId) -> Op {
    let key = vec![Value::Message(MessageId(message)), Value::User(user)];
    Op::Put {
        values: [key.clone(), vec![text("yes")]].concat(),
        row: RowId {
            store: VOTE,
            guild: Some(guild),
            key,
        },
    }
}

pub fn note(words: &str) -> Op {
    Op::Insert {
        store: NOTE,
        guild: None,
        values: vec![Value::None, text(words)],
    }
}

pub fn ticket(guild: GuildId, author: UserId, helper: UserId) -> Op {
    Op::Insert {
        store: TICKET,
        guild: Some(guild),
        values: vec![Value::None, Value::User(author), Value::User(helper)],
    }
}

pub fn ticket_id(guild: GuildId, number: i64) -> RowId {
    RowId {
        store: TICKET,
        guild: Some(guild),
        key: vec![Value::Int(number)],
    }
}

pub fn token_id(guild: GuildId, user: UserId) -> RowId {
    RowId {
        store: TOKEN,
        guild: Some(guild),
        key: vec![Value::User(user)],
    }
}

pub fn token(guild: GuildId, user: UserId, by: UserId) -> Op {
    Op::Put {
        row: token_id(guild, user),
        values: vec![Value::User(user), Value::User(by)],
    }
}

pub fn place_id(guild: GuildId, user: UserId) -> RowId {
    RowId {
        store: PLACE,
        guild: Some(guild),
        key: vec![Value::User(user)],
    }
}

pub fn place(guild: GuildId, user: UserId, by: UserId) -> Op {
    Op::Put {
        row: place_id(guild, user),
        values: vec![Value::User(user), Value::User(by)],
    }
}

pub fn left(guild: GuildId, user: UserId, since: Timestamp) -> Op {
    Op::MemberLeft { guild, user, since }
}

/// The same with rows that only a hold keeps.
pub async fn row_with_held(vault: &impl Vault, id: RowId) -> Option<StoredRow> {
    let read = Read::WithHeld(Box::new(Read::Row(id)));
    match vault.read(&read).await.unwrap() {
        Answer::Row(row) => row,
        other => panic!("{other:?}"),
    }
}

pub fn batch(ops: impl Into<Vec<Op>>) -> Batch {
    Batch {
        expect: Vec::new(),
        ops: ops.into(),
    }
}

pub async fn commit(
    vault: &impl Vault,
    ops: impl Into<Vec<Op>>,
    now: Timestamp,
) -> candor::port::Commit {
    vault.commit(batch(ops), now).await.unwrap()
}

pub async fn row(vault: &impl Vault, id: RowId) -> Option<StoredRow> {
    match vault.read(&Read::Row(id)).await.unwrap() {
        Answer::Row(row) => row,
        other => panic!("{other:?}"),
    }
}

pub async fn rows(vault: &impl Vault, scan: Scan) -> Vec<StoredRow> {
    match vault.read(&Read::Scan(scan)).await.unwrap() {
        Answer::Rows(rows) => rows,
        other => panic!("{other:?}"),
    }
}

pub async fn export(
    vault: &impl Vault,
    guild: Option<GuildId>,
    user: UserId,
) -> candor::port::Export {
    match vault.read(&Read::Export { guild, user }).await.unwrap() {
        Answer::Export(export) => export,
        other => panic!("{other:?}"),
    }
}

pub async fn suppressed(vault: &impl Vault, guild: Option<GuildId>, user: UserId) -> bool {
    match vault.read(&Read::Suppressed { guild, user }).await.unwrap() {
        Answer::Suppressed(stores) => {
            assert!(stores.is_empty() || stores == [XP]);
            !stores.is_empty()
        }
        other => panic!("{other:?}"),
    }
}

pub async fn settings(vault: &impl Vault, guild: GuildId) -> candor::port::Settings {
    match vault.read(&Read::Settings(guild)).await.unwrap() {
        Answer::Settings(settings) => settings,
        other => panic!("{other:?}"),
    }
}

pub async fn count(vault: &impl Vault, store: candor::plan::StoreId) -> u64 {
    let counts = vault.counts().await.unwrap();
    counts
        .iter()
        .find(|count| count.store == store)
        .unwrap()
        .rows
}

pub fn all(store: candor::plan::StoreId, guild: GuildId) -> Scan {
    Scan {
        store,
        guild: Some(guild),
        of: None,
        by: None,
        limit: None,
    }
}

/// Runs every case, each on a vault of its own.
pub async fn suite<V: Vault>(mut new: impl FnMut() -> V) {
    rows_are_written_read_and_removed(new()).await;
    a_commit_is_all_or_nothing(new()).await;
    auto_keys_count_up_and_are_never_used_again(new()).await;
    scans_select_sort_and_cut(new()).await;
    settings_keep_what_differs(new()).await;
    erasing_follows_the_role(new()).await;
    an_erasure_is_foretold_counted_and_receipted(new()).await;
    erasing_everywhere_crosses_servers(new()).await;
    exports_leave_others_out(new()).await;
    a_choice_survives_and_the_latest_counts(new()).await;
    deadlines_are_kept_to_the_millisecond(new()).await;
    a_removed_server_is_forgotten_unless_it_returns(new()).await;
    a_member_who_left_is_forgotten_unless_they_return(new()).await;
    a_setting_shortens_but_does_not_lengthen(new()).await;
    a_finished_row_is_due_after_its_grace_whatever_is_written(new()).await;
    a_row_finished_where_it_was_made_is_due(new()).await;
    a_withdrawn_token_takes_the_rows_about_its_person(new()).await;
    departures_are_held_when_there_are_many(new()).await;
    a_hold_ends_with_a_return_and_with_an_erasure(new()).await;
    what_is_held_is_seen_by_who_may(new()).await;
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
    assert_eq!(
        settings(&vault, ARCADE).await,
        candor::port::Settings::default()
    );
    assert_eq!(vault.guilds().await.unwrap(), [(LOUNGE, None)]);

    // What stands at its default is not kept.
    let keep = Op::SetSetting {
        guild: ARCADE,
        setting: KEEP,
        value: Some(Value::Duration(Duration::days(10))),
    };
    commit(&vault, [greet(None), off(Some(true)), keep], START).await;
    assert_eq!(
        settings(&vault, LOUNGE).await,
        candor::port::Settings::default()
    );
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
    assert_eq!(
        settings(&vault, LOUNGE).await,
        candor::port::Settings::default()
    );
    assert_eq!(vault.guilds().await.unwrap(), []);
}

async fn erasing_follows_the_role(vault: impl Vault) {
    let ops = [
        xp(LOUNGE, ANN, 1),
        xp(LOUNGE, MOD, 2),
        warning(LOUNGE, ANN, MOD, "about ann"),
        warning(LOUNGE, MOD, ANN, "about mod"),
        command(LOUNGE, "hello", MOD),
        vote(LOUNGE, 1, MOD),
        vote(LOUNGE, 2, MOD),
        xp(ARCADE, MOD, 3),
    ];
    commit(&vault, ops, START).await;
    let erase = Op::Erase {
        guild: Some(LOUNGE),
        user: MOD,
    };
    assert_eq!(
        commit(&vault, [erase.clone()], after(1))
            .await
            .erased
            .rows(),
        6
    );

    assert_eq!(row(&vault, xp_id(LOUNGE, MOD)).await, None);
    assert!(row(&vault, xp_id(LOUNGE, ANN)).await.is_some());
    assert!(row(&vault, xp_id(ARCADE, MOD)).await.is_some());
    // Deleted where it was about them, blanked where they were a party.
    let warnings = rows(&vault, all(WARNING, LOUNGE)).await;
    assert_eq!(warnings.len(), 1);
    let expected = [
        Value::Int(1),
        Value::User(ANN),
        Value::None,
        text("about ann"),
        Value::None,
    ];
    assert_eq!(warnings[0].values, expected);
    assert_eq!(warnings[0].written, START);
    // Pseudonymised: only the person goes.
    let commands = rows(&vault, all(COMMAND, LOUNGE)).await;
    assert_eq!(
        commands[0].values,
        [text("hello"), text("hello"), Value::None, text("mine")]
    );
    let votes = rows(&vault, all(VOTE, LOUNGE)).await;
    assert_eq!(votes.len(), 2);
    assert_eq!(
        votes[0].values,
        [Value::Message(MessageId(1)), Value::None, text("yes")]
    );
    let nobody = RowId {
        store: VOTE,
        guild: Some(LOUNGE),
        key: votes[0].key.clone(),
    };
    assert_eq!(row(&vault, nobody).await, None);
    let of = Scan {
        of: Some((FieldId(2), MOD)),
        ..all(WARNING, LOUNGE)
    };
    assert_eq!(rows(&vault, of).await, []);
    assert_eq!(commit(&vault, [erase], after(1)).await.erased.rows(), 0);

    // Whoever comes back begins anew, beside what they left as nobody.
    let wanted = Op::Suppress {
        guild: Some(LOUNGE),
        user: MOD,
        on: false,
    };
    commit(&vault, [wanted], after(2)).await;
    commit(&vault, [vote(LOUNGE, 1, MOD), xp(LOUNGE, MOD, 9)], after(2)).await;
    assert_eq!(rows(&vault, all(VOTE, LOUNGE)).await.len(), 3);
    assert_eq!(
        row(&vault, xp_id(LOUNGE, MOD)).await.unwrap().created,
        after(2)
    );
    vault.verify().await.unwrap();
}

async fn an_erasure_is_foretold_counted_and_receipted(vault: impl Vault) {
    let ops = [
        xp(LOUNGE, ANN, 1),
        warning(LOUNGE, ANN, MOD, "about ann"),
        warning(LOUNGE, MOD, ANN, "about mod"),
        seen(ARCADE, MOD, Some(ANN)),
    ];
    commit(&vault, ops, START).await;
    let foretold = |guild| Read::Erasure { guild, user: ANN };
    let Answer::Erasure(here) = vault.read(&foretold(Some(LOUNGE))).await.unwrap() else {
        panic!("no erasure");
    };
    assert_eq!(here.rows(), 3);
    let Answer::Erasure(all) = vault.read(&foretold(None)).await.unwrap() else {
        panic!("no erasure");
    };
    assert_eq!(all.rows(), 4);
    let request = Request {
        kind: RequestKind::Erasure,
        by: RequestedBy::Person,
        everywhere: true,
    };
    let ops = [
        Op::Erase {
            guild: None,
            user: ANN,
        },
        Op::Record(request),
    ];
    let done = commit(&vault, ops, START).await;
    assert_eq!(done.erased, all, "what was foretold came about");
    let receipt = done.receipt.unwrap();
    assert_eq!((receipt.request, receipt.at), (request, START));
    assert_eq!(receipt.erased, all);
    assert_eq!(
        all.rows_by(EraseRule::Delete)
            + all.rows_by(EraseRule::Pseudonymise)
            + all.rows_by(EraseRule::Redact),
        4
    );
    // A request that changes nothing has a receipt of its own.
    let again = commit(&vault, [Op::Record(request)], START).await;
    assert_ne!(again.receipt.unwrap().id, receipt.id);
    assert_eq!(again.erased.rows(), 0);
}

async fn erasing_everywhere_crosses_servers(vault: impl Vault) {
    let ops = [
        xp(LOUNGE, ANN, 1),
        xp(ARCADE, ANN, 1),
        xp(ARCADE, MOD, 1),
        profile(ANN, "gone"),
        profile(MOD, "here"),
        warning(ARCADE, ANN, MOD, "x"),
    ];
    commit(&vault, ops, START).await;
    assert_eq!(export(&vault, None, ANN).await.rows.len(), 4);
    let erase = Op::Erase {
        guild: None,
        user: ANN,
    };
    assert_eq!(commit(&vault, [erase], START).await.erased.rows(), 4);
    assert_eq!(export(&vault, None, ANN).await.rows, []);
    assert_eq!(row(&vault, xp_id(LOUNGE, ANN)).await, None);
    assert_eq!(count(&vault, XP).await, 1);
    assert_eq!(count(&vault, PROFILE).await, 1);
    assert_eq!(count(&vault, WARNING).await, 0);

    let many: Vec<Op> = (0..600)
        .map(|i| warning(LOUNGE, ANN, MOD, &i.to_string()))
        .collect();
    commit(&vault, many, START).await;
    let erase = Op::Erase {
        guild: Some(LOUNGE),
        user: ANN,
    };
    assert_eq!(commit(&vault, [erase], START).await.erased.rows(), 600);
    assert_eq!(count(&vault, WARNING).await, 0);
    assert_eq!(vault.verify().await.unwrap(), 2);
}

async fn exports_leave_others_out(vault: impl Vault) {
    let ops = [
        xp(LOUNGE, ANN, 1),
        xp(ARCADE, ANN, 2),
        warning(LOUNGE, ANN, MOD, "why"),
        profile(ANN, "motto"),
    ];
    commit(&vault, ops, START).await;
    let mine = export(&vault, Some(LOUNGE), ANN).await;
    assert_eq!(
        mine.rows.iter().map(|row| row.store).collect::<Vec<_>>(),
        [XP, WARNING]
    );
    let warning = &mine.rows[1];
    let names: Vec<_> = warning.fields.keys().map(String::as_str).collect();
    assert_eq!(names, ["id", "member", "reason"]);
    assert_eq!(warning.fields["reason"], text("why"));
    assert_eq!((warning.created, warning.due), (START, Some(after(20))));
    assert_eq!(
        (warning.guild, &warning.key),
        (Some(LOUNGE), &vec![Value::Int(1)])
    );
    // The warning is not the moderator's to export.
    assert_eq!(export(&vault, None, MOD).await.rows, []);
    let everywhere = export(&vault, None, ANN).await;
    assert_eq!(
        everywhere
            .rows
            .iter()
            .map(|row| row.store)
            .collect::<Vec<_>>(),
        [XP, XP, WARNING, PROFILE]
    );
}

async fn a_choice_survives_and_the_latest_counts(vault: impl Vault) {
    let choose = |guild, on| Op::Suppress {
        guild,
        user: ANN,
        on,
    };
    assert!(!suppressed(&vault, Some(LOUNGE), ANN).await);
    commit(&vault, [choose(Some(LOUNGE), true)], START).await;
    assert!(suppressed(&vault, Some(LOUNGE), ANN).await);
    assert!(!suppressed(&vault, Some(ARCADE), ANN).await);
    assert!(!suppressed(&vault, Some(LOUNGE), MOD).await);
    // A write that was decided before the choice is decided again, wherever else it may still be made.
    let late = Batch {
        expect: Vec::new(),
        ops: vec![xp(LOUNGE, ANN, 1)],
    };
    let refused = vault.commit(late, START).await;
    assert!(matches!(refused, Err(VaultError::Conflict)), "{refused:?}");
    commit(&vault, [xp(ARCADE, ANN, 1), xp(LOUNGE, MOD, 1)], START).await;
    commit(&vault, [choose(None, false)], START).await;
    assert!(!suppressed(&vault, Some(LOUNGE), ANN).await);
    commit(&vault, [choose(None, true)], START).await;
    assert!(suppressed(&vault, Some(ARCADE), ANN).await);
    commit(&vault, [choose(Some(ARCADE), false)], START).await;
    assert!(!suppressed(&vault, Some(ARCADE), ANN).await);
    assert!(suppressed(&vault, Some(LOUNGE), ANN).await);

    // Erasure says so by itself where a store asks for it, and may say otherwise in the same breath.
    let erase = Op::Erase {
        guild: None,
        user: MOD,
    };
    commit(&vault, [xp(LOUNGE, MOD, 1)], START).await;
    commit(&vault, [erase.clone()], START).await;
    assert!(suppressed(&vault, Some(LOUNGE), MOD).await);
    let again = Op::Suppress {
        guild: None,
        user: MOD,
        on: false,
    };
    commit(&vault, [erase, again], START).await;
    assert!(!suppressed(&vault, Some(LOUNGE), MOD).await);
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

async fn a_withdrawn_token_takes_the_rows_about_its_person(vault: impl Vault) {
    let ops = [
        token(LOUNGE, ANN, MOD),
        token(ARCADE, ANN, ANN),
        token(LOUNGE, MOD, ANN),
        xp(LOUNGE, ANN, 1),
    ];
    commit(&vault, ops, START).await;
    commit(&vault, [Op::TokenRevoked { user: ANN }], after(1)).await;
    let before = after(2).plus(Duration { ms: -1 });
    vault.sweep(before).await.unwrap();
    assert_eq!(count(&vault, TOKEN).await, 3);
    vault.sweep(after(2)).await.unwrap();
    assert_eq!(count(&vault, TOKEN).await, 1);
    assert!(row(&vault, token_id(LOUNGE, MOD)).await.is_some());
    assert_eq!(count(&vault, XP).await, 1);
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
        expect: vec![(id.clone(), 0)],
        ops: vec![place(LOUNGE, ANN, ANN)],
    };
    vault.commit(write, START).await.unwrap();
    assert_eq!(row(&vault, id).await, None);
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
