//! Data and their policy belong together: what a policy does not say of data that are there, it is refused for; what it
//! drops is gone from disk, backups and everybody's reach.

use std::sync::Arc;

use candor::{
    plan::{BACKUP_MAX, Field, Past, Plan, StoreId},
    port::{Op, Vault, VaultError},
    vault::{
        Location, Relocate, Restore, Restored, SealedVault, application, belongs_to, is_of, nobody,
        relocate, restore,
    },
    vocab::{Duration, Piece, Timestamp, Type, Value},
};

use crate::{
    calls::{self as c, ANN, ARCADE, LOUNGE, MOD, START, after},
    conformance::past::{past, without},
    disk::{Home, live_slots},
    policy::{self, FLASH, GREETING, NOTE, WARNING, XP},
};
#[cfg(unix)]
use crate::{cluster::Cluster, postgres::Bot};

fn told(opened: Result<SealedVault, VaultError>) -> String {
    opened.err().unwrap().to_string()
}

fn plan(edit: impl FnOnce(&mut Plan)) -> Plan {
    let mut plan = policy::plan();
    edit(&mut plan);
    plan
}

/// Rows of two stores, and a setting.
async fn fill(vault: &impl Vault) {
    let set = Op::SetSetting {
        guild: LOUNGE,
        setting: GREETING,
        value: Some(c::text("a setting of somebody")),
    };
    let ops = [
        c::xp(LOUNGE, ANN, 7),
        c::xp(ARCADE, ANN, 8),
        c::warning(LOUNGE, ANN, MOD, "spam"),
        c::switch(ARCADE, Some(false)),
        set,
    ];
    c::commit(vault, ops, START).await;
}

/// Each policy that has no place for something, and what is said of it.
fn unfit() -> Vec<(Plan, &'static str)> {
    vec![
        (
            without(XP, &[]),
            "the policy has no store `xp` any more (2 rows); write `drop store \"xp\"`, or `rename store \"xp\" to=\"NAME\"`",
        ),
        (
            plan(|plan| "points".clone_into(&mut plan.stores[XP.0 as usize].name)),
            "the policy has no store `xp` any more (2 rows)",
        ),
        (
            plan(|plan| plan.stores[XP.0 as usize].fields[1].kind = Type::Text),
            "the field `xp.total` was int and is text (2 rows); give the new field another name, and write `drop field \"xp.total\"`",
        ),
        (
            plan(|plan| "sum".clone_into(&mut plan.stores[XP.0 as usize].fields[1].name)),
            "the policy has no field `xp.total` any more (2 rows); each row must have `xp.sum`, and those that are there may not (2 rows)",
        ),
        (
            plan(|plan| drop(plan.stores[WARNING.0 as usize].fields.pop())),
            "the policy has no field `warning.memo` any more (1 row)",
        ),
        (
            plan(|plan| {
                let xp = &mut plan.stores[XP.0 as usize];
                xp.fields.push(Field {
                    name: "level".to_owned(),
                    ..xp.fields[1].clone()
                });
            }),
            "each row must have `xp.level`, and those that are there may not (2 rows); give `xp.level` a default, or `optional=#true`",
        ),
        (
            plan(|plan| plan.stores[XP.0 as usize].fields[0].kind = Type::MessageId),
            "the key or scope of store `xp` has changed (2 rows); give the new store another name, and write `drop store \"xp\"`",
        ),
        (
            plan(|plan| "hello".clone_into(&mut plan.settings[GREETING.0 as usize].name)),
            "the policy has no setting `all.greeting` any more (1 server); write `drop setting \"all.greeting\"`",
        ),
        (
            plan(|plan| plan.settings[GREETING.0 as usize].kind = Type::Channel),
            "the setting `all.greeting` is channel, and its values are not (1 server)",
        ),
        (
            plan(|plan| "every".clone_into(&mut plan.features[0].name)),
            "the policy has no feature `all` any more (3 rows",
        ),
        (
            plan(|plan| {
                // Two stores cannot be one.
                "points".clone_into(&mut plan.stores[XP.0 as usize].name);
                plan.past = vec![past(Piece::Store, "warning", Some("points"))];
                plan.stores.remove(WARNING.0 as usize);
                for (id, store) in (0..).zip(&mut plan.stores) {
                    store.id = StoreId(id);
                }
                plan.past.push(past(Piece::Store, "xp", Some("points")));
            }),
            "the store `warning` is renamed to `points`, which has data of its own (1 row)",
        ),
        (
            plan(|plan| "Other".clone_into(&mut plan.bot)),
            "the data here are those of the bot `Test`, and the policy is that of `Other`; name the policy of `Test`",
        ),
    ]
}

#[tokio::test]
async fn a_policy_that_does_not_say_what_becomes_of_data_is_refused() {
    let home = Home::new();
    fill(&home.open(START)).await;
    for (plan, wanted) in unfit() {
        let told = told(home.try_open(plan, START));
        assert!(told.contains(wanted), "{told}");
    }
    // Nothing happened to them.
    let vault = home.open(START);
    assert_eq!(vault.verify().await.unwrap(), 3);
    assert_eq!(c::settings(&vault, LOUNGE).await.values.len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn so_it_is_with_rows_on_a_server() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let bot = Bot::new(&cluster);
    fill(&bot.open()).await;
    for (plan, wanted) in unfit() {
        let told = told(bot.try_open_with(plan, START));
        assert!(told.contains(wanted), "{told}");
    }
    assert_eq!(bot.open().verify().await.unwrap(), 3);
}

#[tokio::test]
async fn what_has_no_data_may_change_freely() {
    let home = Home::new();
    let vault = home.open(START);
    let flash = Op::Put {
        row: candor::port::RowId {
            store: FLASH,
            guild: Some(LOUNGE),
            key: vec![Value::User(ANN)],
        },
        values: vec![Value::User(ANN), c::text("code")],
    };
    c::commit(&vault, [flash, c::note("a note")], START).await;
    drop(vault);
    // What does not outlive a start needs no word either.
    let mut few = plan(|plan| plan.stores.retain(|store| store.name == "note"));
    few.stores[0].id = StoreId(0);
    few.settings.clear();
    let vault = home.try_open(few, START).unwrap();
    assert_eq!(vault.verify().await.unwrap(), 1);
    assert_eq!(c::count(&vault, StoreId(0)).await, 1);
    drop(vault);
    let vault = home.open(START);
    assert_eq!(c::count(&vault, NOTE).await, 1);
}

#[tokio::test]
async fn a_bot_that_is_called_differently_says_so() {
    let home = Home::new();
    fill(&home.open(START)).await;
    let renamed = |past: Option<Past>| {
        plan(|plan| {
            "Better".clone_into(&mut plan.bot);
            plan.past.extend(past);
        })
    };
    let now = renamed(Some(past(Piece::Bot, "Test", Some("Better"))));
    home.try_open(now, START).unwrap();
    home.try_open(renamed(None), START).unwrap();
    assert!(told(home.try_open(policy::plan(), START)).contains("of the bot `Better`"));
}

/// What a start drops is sealed noise a day later, also for whoever has the ledger.
#[tokio::test]
async fn what_is_dropped_is_unreadable_a_day_later() {
    let drops = [
        without(XP, &[past(Piece::Store, "xp", None)]),
        plan(|plan| {
            plan.stores[XP.0 as usize].fields.pop();
            plan.past = vec![past(Piece::Field, "xp.total", None)];
        }),
        plan(|plan| {
            plan.settings.pop();
            plan.past = vec![past(Piece::Setting, "all.greeting", None)];
        }),
    ];
    for plan in drops {
        let generations = |home: &Home| -> Vec<Vec<u8>> {
            let mut slots = live_slots(&home.path().join("ledger"));
            slots.retain(|slot| slot[1] == 4);
            slots.iter().map(|slot| slot[36..80].to_vec()).collect()
        };
        let home = Home::new();
        fill(&home.open(START)).await;
        let before = generations(&home);
        let vault = home.try_open(plan.clone(), START).unwrap();
        vault.sweep(after(1)).await.unwrap();
        let left = generations(&home);
        assert!(left.iter().all(|slot| !before.contains(slot)));
        vault.verify().await.unwrap();
        drop(vault);
        // Another start has nothing left to do.
        home.try_open(plan, after(1)).unwrap();
    }
}

#[tokio::test]
async fn somebody_of_whom_all_is_dropped_is_nobody() {
    let home = Home::new();
    c::commit(&home.open(START), [c::xp(LOUNGE, ANN, 7)], START).await;
    let people = || {
        let mut slots = live_slots(&home.path().join("ledger"));
        slots.retain(|slot| slot[1] == 1 || slot[1] == 2);
        slots.len()
    };
    let before = people();
    let drop = without(XP, &[past(Piece::Store, "xp", None)]);
    let vault = home.try_open(drop, START).unwrap();
    vault.sweep(START).await.unwrap();
    assert!(people() < before, "{before}");
    assert_eq!(vault.guilds().await.unwrap(), []);
}

fn put_back(home: &Home, file: &std::path::Path, plan: Plan) -> Result<Restored, VaultError> {
    let place = Location::Directory(home.path());
    let (plan, how) = (Arc::new(plan), Restore::Replace);
    restore(&place, file, &plan, &home.key, START, how, &nobody())
}

async fn backup(home: &Home) -> std::path::PathBuf {
    let file = home.dir.path().join("old");
    let until = START.plus(BACKUP_MAX);
    let vault = home.open(START);
    vault.backup(&file, START, until).await.unwrap();
    file
}

#[tokio::test]
async fn a_backup_does_not_bring_back_what_was_dropped_since() {
    let home = Home::new();
    fill(&home.open(START)).await;
    let file = backup(&home).await;
    drop(
        home.try_open(without(XP, &[past(Piece::Store, "xp", None)]), START)
            .unwrap(),
    );
    // Also under a policy that says nothing of it any more, or has another store of that name.
    for now in [without(XP, &[]), policy::plan()] {
        let restored = put_back(&home, &file, now.clone()).unwrap();
        assert_eq!((restored.dropped, restored.rows), (2, 1));
        let vault = home.try_open(now, START).unwrap();
        assert_eq!(vault.verify().await.unwrap(), 1);
        assert_eq!(c::settings(&vault, LOUNGE).await.values.len(), 1);
    }
}

#[tokio::test]
async fn a_backup_of_before_a_rename_comes_back_under_the_new_name() {
    let home = Home::new();
    fill(&home.open(START)).await;
    let file = backup(&home).await;
    let renamed = plan(|plan| {
        "Better".clone_into(&mut plan.bot);
        let xp = &mut plan.stores[XP.0 as usize];
        "points".clone_into(&mut xp.name);
        "sum".clone_into(&mut xp.fields[1].name);
        "hello".clone_into(&mut plan.settings[GREETING.0 as usize].name);
        plan.past = vec![
            past(Piece::Bot, "Test", Some("Better")),
            past(Piece::Store, "xp", Some("points")),
            past(Piece::Field, "points.total", Some("sum")),
            past(Piece::Setting, "all.greeting", Some("hello")),
        ];
    });
    drop(home.try_open(renamed.clone(), START).unwrap());
    for is_lost in [false, true] {
        if is_lost {
            std::fs::remove_dir_all(home.path().join("sled")).unwrap();
        }
        let restored = put_back(&home, &file, renamed.clone()).unwrap();
        assert_eq!((restored.dropped, restored.rows), (0, 3));
        let vault = home.try_open(renamed.clone(), START).unwrap();
        let row = c::row(&vault, c::xp_id(LOUNGE, ANN)).await.unwrap();
        assert_eq!(row.values[1], Value::Int(7));
        assert_eq!(c::settings(&vault, LOUNGE).await.values.len(), 1);
        vault.verify().await.unwrap();
    }
}

#[tokio::test]
async fn who_was_taken_out_of_a_store_stays_out_of_it_under_its_new_name() {
    for is_lost in [false, true] {
        let home = Home::new();
        fill(&home.open(START)).await;
        let file = backup(&home).await;
        let out = Op::EraseFrom {
            guild: Some(LOUNGE),
            user: ANN,
            stores: vec![XP],
        };
        c::commit(&home.open(START), [out], START).await;
        let renamed = plan(|plan| {
            "points".clone_into(&mut plan.stores[XP.0 as usize].name);
            plan.past = vec![past(Piece::Store, "xp", Some("points"))];
        });
        drop(home.try_open(renamed.clone(), START).unwrap());
        if is_lost {
            std::fs::remove_dir_all(home.path().join("sled")).unwrap();
        }
        assert_eq!(put_back(&home, &file, renamed.clone()).unwrap().erased, 1);
        let vault = home.try_open(renamed, START).unwrap();
        assert!(c::row(&vault, c::xp_id(LOUNGE, ANN)).await.is_none());
        assert!(c::row(&vault, c::xp_id(ARCADE, ANN)).await.is_some());
    }
}

/// Whoever only looks has not decided yet.
#[tokio::test]
async fn a_look_at_a_backup_or_at_a_move_changes_nothing() {
    let home = Home::new();
    let vault = home.open(START);
    fill(&vault).await;
    c::commit(&vault, [c::warning(LOUNGE, MOD, MOD, "old")], START).await;
    drop(vault);
    let place = Location::Directory(home.path());
    let file = backup(&home).await;
    let drops = plan(|plan| {
        *plan = without(XP, &[past(Piece::Store, "xp", None)]);
        "every".clone_into(&mut plan.features[0].name);
        plan.past.push(past(Piece::Feature, "all", Some("every")));
    });
    let ledger = || std::fs::read(home.path().join("ledger")).unwrap();
    let secrets = ledger();
    let (key, drops) = (&home.key, Arc::new(drops));
    let look = restore(&place, &file, &drops, key, START, Restore::Look, &nobody());
    let look = look.unwrap();
    assert_eq!((look.dropped, look.rows, look.blind), (2, 2, None));
    let to = Location::Directory(home.dir.path().join("elsewhere"));
    let how = Relocate::Look;
    let moved = relocate(&place, &to, &drops, key, START, how, &nobody()).unwrap();
    assert_eq!(moved.rows, 2);
    assert!(ledger() == secrets, "nobody is forgotten");
    // The policy of before has everything.
    let vault = home.open(START);
    assert_eq!(vault.verify().await.unwrap(), 4);
    assert_eq!(c::settings(&vault, LOUNGE).await.values.len(), 1);
    assert_eq!(c::settings(&vault, ARCADE).await.switched.len(), 1);
}

#[tokio::test]
async fn a_backup_that_the_policy_has_no_place_for_is_refused() {
    let home = Home::new();
    fill(&home.open(START)).await;
    let file = backup(&home).await;
    std::fs::remove_dir_all(home.path().join("sled")).unwrap();
    for (plan, wanted) in unfit() {
        let told = put_back(&home, &file, plan).unwrap_err().to_string();
        assert!(told.contains(wanted), "{told}");
    }
    let drop = without(XP, &[past(Piece::Store, "xp", None)]);
    assert_eq!(put_back(&home, &file, drop).unwrap().dropped, 2);
}

#[test]
fn data_belong_to_an_application() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path();
    assert_eq!(application(dir).unwrap(), None);
    is_of(dir, 7).unwrap();
    belongs_to(dir, 7).unwrap();
    belongs_to(dir, 7).unwrap();
    is_of(dir, 7).unwrap();
    let told = is_of(dir, 8).unwrap_err().to_string();
    assert!(
        told.contains("those of the Discord application 7, and the token is that of 8"),
        "{told}"
    );
    std::fs::write(dir.join("application"), "seven").unwrap();
    assert!(
        is_of(dir, 7)
            .unwrap_err()
            .to_string()
            .contains("is damaged")
    );
}

#[tokio::test]
async fn a_member_who_left_and_a_feature_that_is_off_count_on_under_new_names() {
    let home = Home::new();
    let vault = home.open(START);
    let ops = [
        c::badge(LOUNGE, ANN, "gold"),
        c::seen(LOUNGE, ANN, None),
        c::switch(LOUNGE, Some(false)),
        c::left(LOUNGE, ANN, START),
    ];
    c::commit(&vault, ops, START).await;
    drop(vault);
    let renamed = plan(|plan| {
        "club".clone_into(&mut plan.features[0].name);
        "medal".clone_into(&mut plan.stores[policy::BADGE.0 as usize].name);
        "met".clone_into(&mut plan.stores[policy::SEEN.0 as usize].name);
        "who".clone_into(&mut plan.stores[policy::SEEN.0 as usize].fields[0].name);
        plan.past = vec![
            past(Piece::Feature, "all", Some("club")),
            past(Piece::Store, "badge", Some("medal")),
            past(Piece::Store, "seen", Some("met")),
            past(Piece::Field, "met.user", Some("who")),
        ];
    });
    let early: Timestamp = after(1).plus(Duration::seconds(-1));
    let vault = home.try_open(renamed, early).unwrap();
    vault.sweep(early).await.unwrap();
    assert_eq!(vault.verify().await.unwrap(), 2);
    vault.sweep(after(1)).await.unwrap();
    assert_eq!(vault.verify().await.unwrap(), 0);
}
