//! Data that go to a server and come back: by a move, and by a restore.

use super::*;

#[tokio::test]
async fn a_bot_moves_onto_the_server_and_back() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let home = Home::new();
    let [one, two] = ["one", "two"].map(|name| {
        let (address, database) = cluster.database();
        let ledger = home.dir.path().join(name);
        let address = Box::new(address);
        (Location::Database { address, ledger }, database)
    });
    let back = Location::Directory(home.dir.path().join("back"));
    let places = [one.0, two.0.clone(), back, two.0];
    relocate::round_trip(&home, &places).await;
    // Rows are taken out where they have moved away.
    let rows = "SELECT count(*) FROM candor_rows";
    assert_eq!(cluster.sql(&one.1, rows), "0");
    assert_eq!(
        cluster.sql(&one.1, "SELECT sequence FROM candor_lease"),
        "0"
    );
    assert_ne!(cluster.sql(&two.1, rows), "0");
}

#[tokio::test]
async fn a_move_onto_a_server_that_fails_in_the_middle_goes_on_where_it_was() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let home = Home::new();
    let vault = home.open(START);
    let words = "w".repeat(20_000);
    let warnings: Vec<Op> = (0..200)
        .map(|user| c::warning(LOUNGE, UserId(1 + user), MOD, &words))
        .collect();
    c::commit(&vault, warnings, START).await;
    let before = dumps(&vault).await;
    drop(vault);
    let bot = Bot::new(&cluster);
    drop(bot.open());
    let from = Location::Directory(home.path());
    let place = |ledger: &Path| Location::Database {
        address: Box::new(bot.address.clone()),
        ledger: ledger.to_owned(),
    };
    let go = |to: &Location| {
        let plan = policy::shared();
        vault::relocate(
            &from,
            to,
            &plan,
            &home.key,
            START,
            Relocate::Move,
            &nobody(),
        )
    };
    // Another bot has that database.
    let to = place(&home.dir.path().join("ledger"));
    let told = go(&to).unwrap_err().to_string();
    assert!(told.starts_with("there is other data in bot"), "{told}");
    drop(bot.open());

    let (address, database) = cluster.database();
    let to = Location::Database {
        address: Box::new(address),
        ledger: home.dir.path().join("ledger"),
    };
    let told = relocate::open(&to, &bot.key).map(drop);
    told.unwrap();
    // That was a new bot, which has no rows but a ledger.
    assert!(go(&to).unwrap_err().to_string().contains("other data"));
    cluster.sql(&database, "DELETE FROM candor_marks");
    fs::remove_dir_all(to.directory()).unwrap();
    // What a server does whose disk is full, after some of the rows.
    cluster.sql(
        &database,
        "CREATE SEQUENCE seen; \
         CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
           IF nextval('seen') = 150 THEN RAISE EXCEPTION 'full' USING ERRCODE = '22000'; END IF; \
           RETURN NEW; END $$; \
         CREATE TRIGGER full_disk BEFORE INSERT ON candor_rows FOR EACH ROW EXECUTE FUNCTION full_disk()",
    );
    assert!(go(&to).is_err());
    let sent: u64 = cluster
        .sql(&database, "SELECT count(*) FROM candor_rows")
        .parse()
        .unwrap();
    assert!(0 < sent && sent < 150, "{sent}");
    let told = relocate::open(&to, &home.key).err().unwrap().to_string();
    assert!(told.contains("still counts there"), "{told}");
    assert_eq!(dumps(&home.open(START)).await, before);
    let seen = "SELECT last_value FROM seen";
    let first: u64 = cluster.sql(&database, seen).parse().unwrap();
    assert_eq!(go(&to).unwrap().rows, 200);
    let all: u64 = cluster.sql(&database, seen).parse().unwrap();
    assert_eq!(all - first, 200 - sent, "what is there is not sent again");
    let vault = relocate::open(&to, &home.key).unwrap();
    assert_eq!(dumps(&vault).await, before);
}

#[tokio::test]
async fn a_table_that_is_gone_or_in_disorder_is_named_and_made_again_by_a_restore() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let bot = Bot::new(&cluster);
    let vault = bot.open();
    c::commit(&vault, disk::everything(), START).await;
    let file = bot.dir.path().join("file.candor-backup");
    let until = START.plus(BACKUP_MAX);
    vault.backup(&file, START, until).await.unwrap();
    drop(vault);
    let place = Location::Database {
        address: Box::new(bot.address.clone()),
        ledger: bot.dir.path().to_owned(),
    };
    let restore = || {
        let (plan, how) = (policy::shared(), Restore::Replace);
        vault::restore(&place, &file, &plan, &bot.key, START, how, &nobody()).unwrap()
    };
    let names = |told: &str, table: &str| {
        let words = format!(
            "the database, whose table `{table}` is missing, is damaged; restore a backup with `candor restore`"
        );
        assert!(told.contains(&words), "{told}");
    };
    for table in ["candor_rows", "candor_people", "candor_due", "candor_marks"] {
        let vault = bot.open();
        cluster.sql(&bot.database, &format!("DROP TABLE {table}"));
        names(&vault.verify().await.unwrap_err().to_string(), table);
        drop(vault);
        names(&bot.refusal(), table);
        names(&restore().blind.unwrap(), table);
        assert_eq!(bot.open().verify().await.unwrap(), 6);
    }
    for table in ["candor_rows", "candor_people", "candor_due"] {
        cluster.sql(
            &bot.database,
            &format!("UPDATE {table} SET scope = '\\x07'"),
        );
        let words = format!("an entry of {table}, which stands in another server's place,");
        assert!(bot.refusal().contains(&words), "{}", bot.refusal());
        assert!(restore().blind.unwrap().contains(&words));
        assert_eq!(bot.open().verify().await.unwrap(), 6);
    }
    // What is not about rows is missed as well.
    cluster.sql(&bot.database, "DROP TABLE candor_lease");
    let told = bot.refusal();
    assert!(told.contains("batches are missing, is damaged"), "{told}");
}

#[tokio::test]
async fn a_backup_is_put_back_onto_the_server() {
    let Some(cluster) = Cluster::start(&[], 5432) else {
        return;
    };
    let bot = Bot::new(&cluster);
    let vault = bot.open();
    c::commit(&vault, disk::everything(), START).await;
    c::commit(&vault, [c::xp(LOUNGE, OTHER, 7)], START).await;
    let file = bot.dir.path().join("file.candor-backup");
    vault
        .backup(&file, START, START.plus(BACKUP_MAX))
        .await
        .unwrap();
    let before = dumps(&vault).await;
    let since = [
        c::xp(LOUNGE, ANN, 1),
        c::xp(LOUNGE, OTHER, 8),
        c::profile(MOD, "new"),
    ];
    c::commit(&vault, since, START).await;
    let changed = dumps(&vault).await;
    drop(vault);
    let place = Location::Database {
        address: Box::new(bot.address.clone()),
        ledger: bot.dir.path().to_owned(),
    };
    let restore = |file: &Path, how| {
        let plan = policy::shared();
        vault::restore(&place, file, &plan, &bot.key, START, how, &nobody())
    };
    let damaged = bot.dir.path().join("damaged");
    let mut bytes = fs::read(&file).unwrap();
    bytes[500] ^= 1;
    fs::write(&damaged, bytes).unwrap();
    assert!(restore(&damaged, Restore::Replace).is_err());
    assert_eq!(restore(&file, Restore::Look).unwrap().rows, 7);
    assert_eq!(dumps(&bot.open()).await, changed);

    let done = restore(&file, Restore::Replace).unwrap();
    assert_eq!((done.rows, done.erased, &done.blind), (7, 0, &None));
    let vault = bot.open();
    assert_eq!(dumps(&vault).await, before);
    c::commit(&vault, [c::erase(ANN)], START).await;
    let erased = dumps(&vault).await;
    drop(vault);

    // Decided, and then the server fails: the next start finishes it, and nobody is brought back.
    cluster.sql(
        &bot.database,
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
           RAISE EXCEPTION 'full' USING ERRCODE = '22000'; END $$; \
         CREATE TRIGGER fail BEFORE INSERT OR UPDATE OR DELETE ON candor_rows FOR EACH ROW EXECUTE FUNCTION fail()",
    );
    assert!(restore(&file, Restore::Replace).is_err());
    assert!(bot.try_open(START).is_err());
    cluster.sql(&bot.database, "DROP TRIGGER fail ON candor_rows");
    let vault = bot.open();
    assert!(c::export(&vault, None, ANN).await.rows.is_empty());
    let found = dumps(&vault).await;
    assert!(!found.contains(&ANN.0.to_string()) && !erased.contains(&ANN.0.to_string()));
    assert!(c::row(&vault, c::xp_id(LOUNGE, OTHER)).await.is_some());
    drop(vault);

    // Also where the database is lost.
    cluster.sql(
        &bot.database,
        "DELETE FROM candor_rows WHERE key = (SELECT key FROM candor_rows ORDER BY key DESC LIMIT 1)",
    );
    assert!(bot.refusal().contains("is damaged"), "{}", bot.refusal());
    let done = restore(&file, Restore::Replace).unwrap();
    assert!(done.blind.is_some());
    let vault = bot.open();
    assert_eq!(vault.verify().await.unwrap(), done.rows);
    assert!(c::export(&vault, None, ANN).await.rows.is_empty());
}
