//! A server that cannot do what it is asked, breaks off, or stays away: nothing is lost or done twice, and it is told.

use std::sync::Arc;

use candor::{port::Vault, vocab::Value};

use crate::{
    calls::{self as c, ANN, LOUNGE, MOD, START},
    cluster::Cluster,
    postgres::Bot,
};

#[tokio::test]
async fn commits_are_done_again_when_the_server_cannot_put_them_in_order() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let bot = Bot::new(&cluster);
    let vault = bot.open();
    let before = cluster.sql(&bot.database, "SELECT sequence FROM candor_lease");
    // What serialization failures come from: the row that the next commit counts up changes under its hands.
    cluster.sql(
        &bot.database,
        "CREATE SEQUENCE clashes; \
         CREATE FUNCTION clash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
           IF nextval('clashes') % 3 <> 0 THEN RAISE EXCEPTION 'clash' USING ERRCODE = \
             CASE nextval('clashes') % 2 WHEN 0 THEN '40001' ELSE '40P01' END; END IF; \
           RETURN NEW; END $$; \
         CREATE TRIGGER clash BEFORE INSERT ON candor_rows FOR EACH ROW EXECUTE FUNCTION clash()",
    );
    for number in 1..=10 {
        let commit = c::commit(&vault, [c::warning(LOUNGE, ANN, MOD, "reason")], START).await;
        assert_eq!(commit.keys, [number]);
    }
    let clashes: i64 = cluster
        .sql(&bot.database, "SELECT last_value FROM clashes")
        .parse()
        .unwrap();
    assert!(clashes > 10, "{clashes}");
    let after = cluster.sql(&bot.database, "SELECT sequence FROM candor_lease");
    assert_eq!(
        after.parse::<i64>().unwrap(),
        before.parse::<i64>().unwrap() + 10
    );
    assert_eq!(vault.verify().await.unwrap(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_done_twice_when_connections_break_and_the_server_restarts() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let bot = Bot::new(&cluster);
    let vault = Arc::new(bot.open());
    let writing = tokio::spawn({
        let vault = Arc::clone(&vault);
        async move {
            let mut keys = Vec::new();
            for _ in 0..300 {
                let commit =
                    c::commit(&*vault, [c::warning(LOUNGE, ANN, MOD, "reason")], START).await;
                keys.extend(commit.keys);
            }
            keys
        }
    });
    let (database, cluster) = (bot.database.clone(), Arc::new(cluster));
    let breaking = Arc::clone(&cluster);
    tokio::task::spawn_blocking(move || {
        for round in 0..12 {
            if round == 6 {
                breaking.down();
                breaking.up();
            }
            breaking.sql(
                &database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'candor'",
            );
        }
    })
    .await
    .unwrap();
    let keys = writing.await.unwrap();
    assert_eq!(keys, (1..=300).collect::<Vec<i64>>());
    assert_eq!(vault.verify().await.unwrap(), 300);
    drop(vault);
    assert_eq!(bot.open().verify().await.unwrap(), 300);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stays_away_is_told_and_when_it_is_back_writing_goes_on() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let (bot, other) = (Bot::new(&cluster), Bot::new(&cluster));
    let vault = bot.open();
    c::commit(&vault, [c::xp(LOUNGE, ANN, 1)], START).await;
    cluster.down();
    // As long as patience lasts, all at once.
    let opening = tokio::task::spawn_blocking(move || other.refusal());
    let (write, erasure, sweep, read, opened) = tokio::join!(
        vault.commit(c::batch([c::xp(LOUNGE, ANN, 2)]), START),
        vault.commit(c::batch([c::erase(MOD)]), START),
        vault.sweep(START),
        vault.verify(),
        opening,
    );
    let told = [
        write.unwrap_err().to_string(),
        erasure.unwrap_err().to_string(),
        sweep.unwrap_err().to_string(),
        read.unwrap_err().to_string(),
        opened.unwrap(),
    ];
    for told in told {
        let begins = told.starts_with("cannot reach the data: the database bot");
        let helps = told.ends_with("see that its server runs, and try again");
        assert!(
            begins && helps && told.contains("does not answer"),
            "{told}"
        );
    }
    cluster.up();
    let row = c::row(&vault, c::xp_id(LOUNGE, ANN)).await.unwrap();
    assert_eq!(row.values[1], Value::Int(1));
    let next = c::commit(&vault, [c::xp(LOUNGE, ANN, 3)], START).await;
    assert_eq!(next.revision, row.revision + 1);
    assert_eq!(vault.verify().await.unwrap(), 1);
    drop(vault);
    let row = c::row(&bot.open(), c::xp_id(LOUNGE, ANN)).await.unwrap();
    assert_eq!(row.values[1], Value::Int(3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erasure_that_a_server_breaks_off_is_finished_before_anything_else_is_written() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let bot = Bot::new(&cluster);
    let vault = bot.open();
    let rows = [
        c::profile(ANN, "gone"),
        c::warning(LOUNGE, MOD, ANN, "stays"),
    ];
    c::commit(&vault, rows, START).await;
    // A disk of the server that fails when rows are deleted, after the intent was written.
    cluster.sql(
        &bot.database,
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
           RAISE EXCEPTION 'no such page' USING ERRCODE = '58030'; END $$; \
         CREATE TRIGGER fail BEFORE DELETE ON candor_rows FOR EACH ROW EXECUTE FUNCTION fail()",
    );
    // Her secrets are gone, which is acknowledged, and a row of hers that came in now would be taken along.
    c::commit(&vault, [c::erase(ANN)], START).await;
    assert_eq!(c::export(&vault, None, ANN).await.rows, []);
    let write = || vault.commit(c::batch([c::profile(ANN, "new")]), START);
    let told = write().await.unwrap_err();
    assert!(told.to_string().contains("no such page (58030)"), "{told}");
    cluster.sql(&bot.database, "DROP TRIGGER fail ON candor_rows");
    write().await.unwrap();
    let export = c::export(&vault, None, ANN).await;
    assert_eq!(export.rows.len(), 1);
    assert_eq!(export.rows[0].fields["motto"], c::text("new"));
    assert_eq!(vault.verify().await.unwrap(), 2);
    drop(vault);
    assert_eq!(bot.open().verify().await.unwrap(), 2);
}
