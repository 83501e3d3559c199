//! What a restore brings back, and whom it does not.

use std::{fs, sync::Arc};

use candor::{
    plan::Trigger,
    port::{Op, Vault},
    vault::{Location, Relocate, Restore, SealedVault, nobody, relocate},
    vocab::{Duration, UserId, Value},
};

use crate::{
    backup::{OTHER, dumps, filled},
    calls::{self as c, ANN, ARCADE, LOUNGE, MOD, START, after},
    disk::{Home, SECRET, in_plain, live_slots},
    policy::{self, WARNING, XP},
};

#[tokio::test]
async fn a_restore_brings_nobody_back_who_was_erased_since() {
    let home = Home::new();
    filled(&home).await;
    let file = home.backup(START).await;
    home.erase([ANN]).await;
    let stays = c::warning(LOUNGE, OTHER, MOD, "stays");
    c::commit(&home.open(START), [stays], START).await;
    home.erase([MOD]).await;
    let left = live_slots(&home.path().join("ledger"));
    let done = home.restore(&file, START).unwrap();
    // Xp, warning, seen and profile of Ann; her command stays without her, and so does her vote.
    assert_eq!((done.erased, done.emptied, done.rows), (4, 2, 3));
    let vault = home.open(START);
    assert_eq!(vault.verify().await.unwrap(), 3);
    for user in [ANN, MOD] {
        assert_eq!(c::export(&vault, None, user).await.rows, []);
        assert!(c::suppressed(&vault, Some(LOUNGE), user).await);
    }
    let dump = dumps(&vault).await;
    assert!(!dump.contains(&ANN.0.to_string()) && !dump.contains(&MOD.0.to_string()));
    // A pseudonym's words stay.
    assert!(dump.contains("mine") && dump.contains("particular-name"));
    drop(vault);
    // The ledger gained nothing, and the directory tells nobody's name.
    for slot in live_slots(&home.path().join("ledger")) {
        assert!(left.contains(&slot));
    }
    assert_eq!(in_plain(&home.path(), &[SECRET], &[ANN.0, MOD.0]), None);
}

#[tokio::test]
async fn a_lost_database_is_restored_without_those_who_were_erased() {
    let home = Home::new();
    filled(&home).await;
    let vault = home.open(START);
    c::commit(&vault, [c::warning(LOUNGE, OTHER, MOD, "w")], START).await;
    drop(vault);
    let file = home.backup(START).await;
    home.erase([ANN, MOD]).await;
    fs::remove_dir_all(home.path().join("sled")).unwrap();
    fs::write(home.path().join("sequence"), b"damaged").unwrap();
    let refusal = home.try_open(policy::plan(), START).err().unwrap();
    assert!(refusal.to_string().contains("`candor restore`"));
    let done = home.restore(&file, START).unwrap();
    assert!(
        done.blind
            .unwrap()
            .starts_with("the database, which is missing,")
    );
    assert_eq!((done.erased, done.emptied, done.rows), (4, 3, 4));
    let vault = home.open(START);
    assert_eq!(vault.verify().await.unwrap(), 4);
    assert_eq!(c::export(&vault, None, ANN).await.rows, []);
    let dump = dumps(&vault).await;
    assert!(!dump.contains(&ANN.0.to_string()) && !dump.contains(&MOD.0.to_string()));
    // Who does not want to be started with is known beside the database, and can still think again.
    assert!(c::suppressed(&vault, Some(LOUNGE), ANN).await);
    assert!(c::suppressed(&vault, Some(ARCADE), MOD).await);
    assert!(!c::suppressed(&vault, Some(LOUNGE), OTHER).await);
    let back = Op::Suppress {
        guild: None,
        user: ANN,
        on: false,
    };
    c::commit(&vault, [back], START).await;
    assert!(!c::suppressed(&vault, Some(LOUNGE), ANN).await);
}

#[tokio::test]
async fn who_was_taken_out_of_a_store_does_not_come_back_into_it() {
    for lost in [false, true] {
        let home = Home::new();
        let vault = home.open(START);
        let ops = [
            c::xp(LOUNGE, ANN, 1),
            c::xp(ARCADE, ANN, 2),
            c::xp(LOUNGE, MOD, 3),
            c::vote(LOUNGE, 1, ANN),
            c::warning(LOUNGE, ANN, MOD, "about ann"),
        ];
        c::commit(&vault, ops, START).await;
        drop(vault);
        let file = home.backup(START).await;
        let vault = home.open(START);
        let out = Op::EraseFrom {
            guild: Some(LOUNGE),
            user: ANN,
            stores: vec![XP, policy::VOTE],
        };
        c::commit(&vault, [out], START).await;
        drop(vault);
        if lost {
            fs::remove_dir_all(home.path().join("sled")).unwrap();
        }
        let done = home.restore(&file, START).unwrap();
        assert_eq!((done.erased, done.emptied), (1, 1));
        let vault = home.open(START);
        let xp = c::rows(&vault, c::all(XP, LOUNGE)).await;
        assert_eq!(xp.len(), 1);
        assert_eq!(xp[0].values[0], Value::User(MOD));
        assert_eq!(c::rows(&vault, c::all(XP, ARCADE)).await.len(), 1);
        let votes = c::rows(&vault, c::all(policy::VOTE, LOUNGE)).await;
        assert_eq!(votes[0].values[1], Value::None);
        assert_eq!(c::rows(&vault, c::all(WARNING, LOUNGE)).await.len(), 1);
        // What is written later is restored like anything else.
        c::commit(&vault, [c::xp(LOUNGE, ANN, 4)], START).await;
        drop(vault);
        let file = home.backup(after(1)).await;
        home.restore(&file, after(1)).unwrap();
        let vault = home.open(after(1));
        assert_eq!(c::rows(&vault, c::all(XP, LOUNGE)).await.len(), 2);
    }
}

#[tokio::test]
async fn opt_outs_that_nobody_knows_any_more_are_told() {
    let home = Home::new();
    filled(&home).await;
    let file = home.backup(START).await;
    let vault = home.open(START);
    let suppress = Op::Suppress {
        guild: None,
        user: OTHER,
        on: true,
    };
    c::commit(&vault, [suppress], START).await;
    drop(vault);
    let (choices, sled) = (home.path().join("choices"), home.path().join("sled"));
    let whole = fs::read(&choices).unwrap();
    let mut torn = whole.clone();
    torn[3] ^= 1;
    fs::remove_dir_all(&sled).unwrap();
    for (how, bytes) in [("missing", None), ("damaged", Some(torn))] {
        let _ = fs::remove_file(&choices);
        if let Some(bytes) = bytes {
            fs::write(&choices, bytes).unwrap();
        }
        for restore in [Restore::Look, Restore::Replace] {
            let told = home.restore_as(&file, &home.key, START, restore);
            let told = told.unwrap_err().to_string();
            assert!(
                told.contains(&format!("`choices` in {} is {how}", home.path().display()))
                    && told.contains("opt-outs since the backup would be forgotten; put a whole"),
                "{told}"
            );
        }
        assert!(!sled.exists(), "nothing was put back");
    }
    // With the file nothing is forgotten; that there is none must be said.
    for (bytes, is_known) in [(whole, true), (Vec::new(), false)] {
        fs::write(&choices, bytes).unwrap();
        home.restore(&file, START).unwrap();
        let vault = home.open(START);
        assert_eq!(c::suppressed(&vault, None, OTHER).await, is_known);
        assert!(c::suppressed(&vault, Some(LOUNGE), MOD).await);
        drop(vault);
        fs::remove_dir_all(&sled).unwrap();
    }
}

#[tokio::test]
async fn a_lost_database_is_missed_also_where_only_opt_outs_were_in_it() {
    let home = Home::new();
    let vault = home.open(START);
    let suppress = Op::Suppress {
        guild: None,
        user: OTHER,
        on: true,
    };
    c::commit(&vault, [suppress], START).await;
    vault.sweep(START).await.unwrap();
    let file = home.file("one");
    vault.backup(&file, START, after(9)).await.unwrap();
    drop(vault);
    fs::remove_dir_all(home.path().join("sled")).unwrap();
    let refusal = home.try_open(policy::plan(), START).err().unwrap();
    let refusal = refusal.to_string();
    assert!(
        refusal.starts_with("the database, which is missing, is damaged"),
        "{refusal}"
    );
    home.restore(&file, START).unwrap();
    assert!(c::suppressed(&home.open(START), None, OTHER).await);
}

#[tokio::test]
async fn an_old_copy_of_one_ledger_file_brings_nobody_back_and_loses_nobody() {
    let names = ["ledger", "ledger.mirror"];
    for (old, is_lost) in names
        .into_iter()
        .flat_map(|old| [(old, true), (old, false)])
    {
        let home = Home::new();
        filled(&home).await;
        let old = home.path().join(old);
        let copy = fs::read(&old).unwrap();
        let (somebody, erased) = (UserId(77), UserId(78));
        let vault = home.open(START);
        c::commit(&vault, [c::xp(LOUNGE, somebody, 5)], START).await;
        c::commit(&vault, [c::xp(LOUNGE, erased, 6)], START).await;
        drop(vault);
        let file = home.backup(START).await;
        home.erase([ANN, erased]).await;
        let secrets = live_slots(&old);
        fs::write(&old, copy).unwrap();
        if is_lost {
            fs::remove_dir_all(home.path().join("sled")).unwrap();
            let done = home.restore(&file, START).unwrap();
            assert!(done.blind.is_some());
        }
        let vault = home.open(START);
        for user in [ANN, erased] {
            assert_eq!(c::export(&vault, None, user).await.rows, []);
        }
        for user in [somebody, OTHER] {
            assert!(c::row(&vault, c::xp_id(LOUNGE, user)).await.is_some());
        }
        vault.verify().await.unwrap();
        drop(vault);
        for name in names {
            for slot in live_slots(&home.path().join(name)) {
                // A restore without today's database begins another generation.
                assert!(secrets.contains(&slot) || is_lost && slot[1] == 4);
            }
        }
    }
}

#[tokio::test]
async fn time_does_not_stop_for_a_backup() {
    let home = Home::new();
    filled(&home).await;
    let vault = home.open(START);
    c::commit(&vault, [c::note("a day"), c::profile(OTHER, "p")], START).await;
    drop(vault);
    let file = home.backup(START).await;

    // Since then: a member and a server were left, somebody opted out, and a policy became stricter.
    let mut plan = policy::plan();
    let age = (Trigger::Age, Duration::days(4));
    plan.stores[policy::PROFILE.0 as usize].retention = policy::retain(&[age]);
    let vault = home.try_open(plan, START).unwrap();
    let since = [
        Op::MemberLeft {
            guild: LOUNGE,
            user: ANN,
            since: START,
        },
        Op::GuildRemoved {
            guild: ARCADE,
            since: START,
        },
        Op::Suppress {
            guild: None,
            user: OTHER,
            on: true,
        },
    ];
    c::commit(&vault, since, START).await;
    drop(vault);
    // The note is due, and the arcade's row was, a day after Ann left it.
    let done = home.restore(&file, after(3)).unwrap();
    assert_eq!((done.rows, done.due), (7, 2));
    let vault = home.open(after(3));
    assert_eq!(vault.next_due().await.unwrap(), Some(after(4)));
    assert!(c::suppressed(&vault, Some(LOUNGE), OTHER).await);
    assert_eq!(vault.guilds().await.unwrap(), [(LOUNGE, None)]);
    assert_eq!(vault.sweep(after(4)).await.unwrap().rows, 2);
    drop(vault);
    // On its last day everything has gone, or goes with its server.
    let done = home.restore(&file, after(29)).unwrap();
    assert!(done.due + done.erased >= 5, "{done:?}");
}

#[tokio::test]
async fn when_a_row_was_finished_comes_back_and_moves_with_it() {
    let hours = |hours: i64| START.plus(Duration::seconds(hours * 3600));
    let ended = |number| Op::FlowEnded {
        row: c::ticket_id(LOUNGE, number),
    };
    let home = Home::new();
    let vault = home.open(START);
    let tickets = [c::ticket(LOUNGE, ANN, MOD), c::ticket(LOUNGE, MOD, ANN)];
    c::commit(&vault, tickets, START).await;
    c::commit(&vault, [ended(1)], START).await;
    drop(vault);
    let file = home.backup(START).await;
    // The backup knows of one end, and only the data of today of the other.
    let vault = home.open(hours(10));
    c::commit(&vault, [ended(2)], hours(10)).await;
    drop(vault);
    assert_eq!(home.restore(&file, hours(11)).unwrap().rows, 2);
    let [from, to] = [home.path(), home.file("moved")].map(Location::Directory);
    let plan = policy::shared();
    let (how, watch) = (Relocate::Move, nobody());
    relocate(&from, &to, &plan, &home.key, hours(12), how, &watch).unwrap();

    let mut plan = policy::plan();
    let ended = (Trigger::FlowEnded, Duration::seconds(5 * 3600));
    plan.stores[policy::TICKET.0 as usize].retention = policy::retain(&[ended]);
    let moved = home.file("moved");
    let vault = SealedVault::open(&moved, Arc::new(plan), &home.key, hours(12)).unwrap();
    assert_eq!(vault.next_due().await.unwrap(), Some(hours(5)));
    assert_eq!(vault.sweep(hours(12)).await.unwrap().rows, 1);
    assert_eq!(vault.next_due().await.unwrap(), Some(hours(15)));
}

#[tokio::test]
async fn what_a_restore_replaces_is_unreadable_a_day_later() {
    let generations = |home: &Home| {
        let mut slots = live_slots(&home.path().join("ledger"));
        slots.retain(|slot| slot[1] == 4);
        slots.iter().map(|slot| slot[36..80].to_vec()).collect()
    };
    let later = UserId(321_321_321_321_321_321);
    for is_lost in [false, true] {
        let home = Home::new();
        filled(&home).await;
        let file = home.backup(START).await;
        // Comes after the backup and stays until the restore: no death was noted before.
        let vault = home.open(START);
        c::commit(&vault, [c::xp(LOUNGE, later, 9)], START).await;
        drop(vault);
        let before: Vec<Vec<u8>> = generations(&home);
        if is_lost {
            fs::remove_dir_all(home.path().join("sled")).unwrap();
        }
        home.restore(&file, START).unwrap();
        let vault = home.open(START);
        assert!(c::row(&vault, c::xp_id(LOUNGE, later)).await.is_none());
        vault.sweep(after(1)).await.unwrap();
        let left: Vec<Vec<u8>> = generations(&home);
        assert!(left.iter().all(|slot| !before.contains(slot)), "{is_lost}");
        let row = c::row(&vault, c::xp_id(LOUNGE, OTHER)).await.unwrap();
        assert_eq!(row.values[1], Value::Int(7));
    }
}
