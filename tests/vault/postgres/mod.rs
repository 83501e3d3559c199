//! The vault on PostgreSQL: the same suite, the same agreement with the model, and what only a server can do to it.

mod moving;

use std::{fs, path::Path, sync::Arc};

use candor::{
    plan::{BACKUP_MAX, Plan},
    port::{Op, Vault, VaultError},
    vault::{self, Address, Location, MasterKey, Relocate, Restore, SealedVault, nobody},
    vocab::{Timestamp, UserId},
};

use crate::{
    agreement,
    backup::{OTHER, dumps},
    calls::{self as c, ANN, LOUNGE, MOD, START},
    cluster::Cluster,
    conformance,
    disk::{self, Home, SECRET},
    policy, relocate,
};

/// A bot's data: a database, and the directory of the ledger.
pub struct Bot {
    pub address: Address,
    pub database: String,
    dir: tempfile::TempDir,
    key: MasterKey,
}

impl Bot {
    pub fn new(cluster: &Cluster) -> Self {
        let (address, database) = cluster.database();
        Self {
            address,
            database,
            dir: tempfile::tempdir().unwrap(),
            key: MasterKey::random().unwrap(),
        }
    }

    fn try_open(&self, now: Timestamp) -> Result<SealedVault, VaultError> {
        self.try_open_with(policy::plan(), now)
    }

    pub fn try_open_with(&self, plan: Plan, now: Timestamp) -> Result<SealedVault, VaultError> {
        SealedVault::connect(
            &self.address,
            self.dir.path(),
            Arc::new(plan),
            &self.key,
            now,
        )
    }

    pub fn open(&self) -> SealedVault {
        self.try_open(START).unwrap()
    }

    pub fn refusal(&self) -> String {
        self.try_open(START).err().unwrap().to_string()
    }
}

impl conformance::BackEnd for Bot {
    type Vault = SealedVault;

    fn open(&self, now: Timestamp) -> SealedVault {
        self.try_open(now).unwrap()
    }

    fn reopen(&self, vault: SealedVault, plan: Plan, now: Timestamp) -> SealedVault {
        drop(vault);
        self.try_open_with(plan, now).unwrap()
    }
}

#[tokio::test]
async fn postgres_conforms() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    conformance::suite(|| Bot::new(&cluster)).await;
    conformance::large::what_is_too_large_is_refused_with_its_batch(&Bot::new(&cluster)).await;
}

#[test]
fn postgres_agrees_with_the_model() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    agreement::agrees(
        3_000,
        || Bot::new(&cluster),
        |bot, plan, now| bot.try_open_with(plan, now).unwrap(),
    );
}

#[tokio::test]
async fn the_server_sees_nobody_and_reads_nothing() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let bot = Bot::new(&cluster);
    let vault = bot.open();
    c::commit(&vault, disk::everything(), START).await;
    cluster.sql(&bot.database, "CHECKPOINT");
    let texts = [SECRET, "particular-name"];
    let ids = [ANN.0, MOD.0, LOUNGE.0, 555_666_777_888_999_000];
    let files = format!(
        "SELECT oid FROM pg_database WHERE datname = '{}'",
        bot.database
    );
    let files = cluster
        .data()
        .join("base")
        .join(cluster.sql("postgres", &files));
    for dir in [
        files.as_path(),
        &cluster.data().join("pg_wal"),
        bot.dir.path(),
    ] {
        assert_eq!(disk::in_plain(dir, &texts, &ids), None);
    }
    // The scan can see: what is declared rather than stored is there.
    assert!(disk::holds(&files, b"moderator"));
    assert_eq!(vault.verify().await.unwrap(), 6);
}

#[tokio::test]
async fn one_process_has_the_database_and_one_that_was_replaced_writes_nothing() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let bot = Bot::new(&cluster);
    let first = bot.open();
    c::commit(&first, [c::xp(LOUNGE, ANN, 1)], START).await;
    // The ledger's directory is locked; a copy of it is not, and there the lease counts.
    assert!(bot.refusal().contains("another process uses the data"));
    let copy = Bot {
        address: bot.address.clone(),
        database: bot.database.clone(),
        dir: tempfile::tempdir().unwrap(),
        key: bot.key.clone(),
    };
    for file in ["ledger", "ledger.mirror", "sequence"] {
        fs::copy(bot.dir.path().join(file), copy.dir.path().join(file)).unwrap();
    }
    assert!(copy.refusal().contains("another process uses the database"));

    cluster.sql(
        &bot.database,
        "UPDATE candor_lease SET until = now() - INTERVAL '1 second'",
    );
    let second = copy.open();
    let late = first.commit(c::batch([c::xp(LOUNGE, ANN, 2)]), START).await;
    assert!(
        matches!(late, Err(VaultError::Refused { .. } | VaultError::Io(_))),
        "{late:?}"
    );
    let row = c::row(&second, c::xp_id(LOUNGE, ANN)).await.unwrap();
    assert_eq!(row.values[1], candor::vocab::Value::Int(1));
    c::commit(&second, [c::xp(LOUNGE, ANN, 3)], START).await;
    assert!(first.verify().await.is_err());
}

#[tokio::test]
async fn rows_that_their_indexes_or_counters_have_lost_are_not_served() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let bot = Bot::new(&cluster);
    let vault = bot.open();
    let warnings = [
        c::warning(LOUNGE, ANN, MOD, "one"),
        c::warning(LOUNGE, MOD, ANN, "two"),
    ];
    c::commit(&vault, warnings, START).await;
    for (user, on) in [(ANN, true), (MOD, true), (MOD, false), (MOD, true)] {
        let guild = Some(LOUNGE);
        c::commit(&vault, [Op::Suppress { guild, user, on }], START).await;
    }
    drop(vault);
    let sql = |sql: &str| cluster.sql(&bot.database, sql);
    let tables = ["candor_rows", "candor_people", "candor_due", "candor_marks"];
    for table in tables {
        sql(&format!(
            "CREATE TABLE kept_{table} AS SELECT * FROM {table}"
        ));
    }
    let (choice, counter) = ("get_byte(key, 0) = 7", "get_byte(key, 0) = 8");
    let mark = |name: &str| format!("key = '\\x00'::bytea || '{name}'::bytea");
    let first = |table: &str| format!("key = (SELECT key FROM {table} ORDER BY key LIMIT 1)");
    let flipped =
        |field: &str| format!("{field} = set_byte({field}, 12, get_byte({field}, 12) # 1)");
    for (damage, told) in [
        (
            format!("DELETE FROM candor_people WHERE {}", first("candor_people")),
            "the index of people, with 3 entries instead of 4, is damaged; restore a backup",
        ),
        (
            format!(
                "UPDATE candor_people SET {} WHERE {}",
                flipped("key"),
                first("candor_people")
            ),
            "the index of people, with entries that lead astray, is damaged",
        ),
        (
            "UPDATE candor_people SET value = '\\x066d656d626572' WHERE length(value) > 7"
                .to_owned(),
            "the index of people, with entries that lead astray, is damaged",
        ),
        (
            "TRUNCATE candor_due".to_owned(),
            "the index of due times, with 0 entries instead of 2, is damaged",
        ),
        (
            format!("UPDATE candor_rows SET {}", flipped("scope")),
            "an entry of candor_rows, which stands in another server's place, is damaged",
        ),
        (
            format!("DELETE FROM candor_marks WHERE {choice}"),
            "the list of opt-outs, with 0 entries instead of 2, is damaged",
        ),
        (
            format!(
                "UPDATE candor_marks SET {} WHERE {choice}",
                flipped("value")
            ),
            "the list of opt-outs, with entries that lead astray, is damaged",
        ),
        (
            format!("UPDATE candor_marks SET scope = substring(scope FOR 8) WHERE {choice}"),
            "an entry of candor_marks, which stands in another server's place, is damaged",
        ),
        (
            format!("DELETE FROM candor_marks WHERE {counter}"),
            "the counter of `warning`, which stands at 0 after 2, is damaged",
        ),
        (
            format!("DELETE FROM candor_marks WHERE {}", mark("schema")),
            "the database, which has rows and no `schema`, is damaged",
        ),
        (
            format!("DELETE FROM candor_marks WHERE {}", mark("revision")),
            "the database, which has rows and no `revision`, is damaged",
        ),
        (
            format!(
                "UPDATE candor_marks SET value = '\\x0000000000000000' WHERE {}",
                mark("revision")
            ),
            "the count of changes, which is behind the rows, is damaged",
        ),
    ] {
        sql(&damage);
        let refusal = bot.refusal();
        assert!(refusal.starts_with(told), "{damage}: {refusal}");
        for table in tables {
            sql(&format!(
                "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}"
            ));
        }
    }

    // Also one that is lost while the bot runs gives no number twice.
    let vault = bot.open();
    assert_eq!(vault.verify().await.unwrap(), 2);
    sql(&format!("DELETE FROM candor_marks WHERE {counter}"));
    let again = c::batch([c::warning(LOUNGE, ANN, MOD, "three")]);
    let told = vault.commit(again, START).await.unwrap_err().to_string();
    assert!(
        told.starts_with("the counter of `warning`, which gives a number again, is damaged"),
        "{told}"
    );
}

#[tokio::test]
async fn what_does_not_belong_together_or_is_incomplete_is_not_served() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let mut bot = Bot::new(&cluster);
    let vault = bot.open();
    c::commit(
        &vault,
        [c::xp(LOUNGE, ANN, 1), c::xp(LOUNGE, MOD, 1)],
        START,
    )
    .await;
    drop(vault);

    let key = std::mem::replace(&mut bot.key, MasterKey::random().unwrap());
    assert!(
        bot.refusal()
            .starts_with("the master key does not open this data")
    );
    bot.key = key;

    let elsewhere = Bot::new(&cluster);
    let ours = std::mem::replace(&mut bot.address, elsewhere.address.clone());
    assert!(
        bot.refusal().contains("batches are missing"),
        "{}",
        bot.refusal()
    );
    bot.address = ours;

    let ledger = std::mem::replace(&mut bot.dir, tempfile::tempdir().unwrap());
    let refusal = bot.refusal();
    assert!(
        refusal.starts_with("the ledger in ") && refusal.contains(" is missing; put "),
        "{refusal}"
    );
    bot.dir = ledger;

    // As after an old copy of the database was put back.
    cluster.sql(
        &bot.database,
        "UPDATE candor_lease SET sequence = sequence - 1",
    );
    assert!(
        bot.refusal()
            .starts_with("the database, of which the last 1 batches are missing")
    );
    cluster.sql(
        &bot.database,
        "UPDATE candor_lease SET sequence = sequence + 1",
    );

    cluster.sql(&bot.database, "CREATE TABLE aside AS SELECT * FROM candor_rows; DELETE FROM candor_rows WHERE key = (SELECT key FROM candor_rows ORDER BY key DESC LIMIT 1)");
    assert!(
        bot.refusal()
            .contains("store `xp`, with 1 rows instead of 2"),
        "{}",
        bot.refusal()
    );
    cluster.sql(
        &bot.database,
        "DELETE FROM candor_rows; INSERT INTO candor_rows SELECT * FROM aside",
    );
    cluster.sql(&bot.database, "UPDATE candor_rows SET value = set_byte(value, 60, get_byte(value, 60) # 1) WHERE key = (SELECT key FROM candor_rows ORDER BY key DESC LIMIT 1)");
    assert!(
        bot.refusal().starts_with("a row is damaged"),
        "{}",
        bot.refusal()
    );
    cluster.sql(
        &bot.database,
        "DELETE FROM candor_rows; INSERT INTO candor_rows SELECT * FROM aside",
    );

    cluster.sql(
        &bot.database,
        "INSERT INTO candor_version (version, at) VALUES (99, now())",
    );
    assert!(bot.refusal().contains("made by a newer candor"));
    cluster.sql(
        &bot.database,
        "DELETE FROM candor_version WHERE version = 99",
    );
    assert_eq!(bot.open().verify().await.unwrap(), 2);
}

#[tokio::test]
async fn the_way_over_the_network_is_encrypted_and_the_server_is_who_it_says() {
    let port = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().port()
    };
    let Some(cluster) = Cluster::start(&["listen_addresses = '127.0.0.1'"], port) else {
        return;
    };
    let (_, database) = cluster.database();
    let certificate = cluster.certify();
    let dir = tempfile::tempdir().unwrap();
    let key = MasterKey::random().unwrap();
    let open = |parameters: &str| {
        let address = format!("postgres://candor@localhost:{port}/{database}?{parameters}");
        let address = Address::parse(&address).unwrap();
        SealedVault::connect(&address, dir.path(), policy::shared(), &key, START)
    };
    let vault = open(&format!(
        "sslmode=require&sslrootcert={}",
        certificate.display()
    ))
    .unwrap();
    c::commit(&vault, [c::xp(LOUNGE, ANN, 1)], START).await;
    let ours = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'candor'";
    assert_eq!(cluster.sql(&database, ours), "t");
    drop(vault);
    // Nobody that browsers believe vouches for this server.
    let error = open("sslmode=require").err().unwrap().to_string();
    assert!(error.contains("certificate"), "{error}");
}
