//! Data that an earlier version wrote is read as it was meant. `written` has a data directory, packed file by file, its
//! master key and a backup, as the oldest format has them that is read; the snapshots say what they hold.

use std::{
    fmt::Write as _,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use candor::{
    port::{RowId, StoredRow, Vault},
    vault::{Location, MasterKey, Restore, SealedVault, nobody, requests, restore},
    vocab::{Duration, Timestamp, UserId},
};

use crate::{
    calls::{self as c, ANN, ARCADE, LOUNGE, MOD, START},
    disk::files,
    policy,
};

/// When it was left.
const LEFT: Timestamp = Timestamp(START.0 + 18 * 3_600_000);
const TOM: UserId = UserId(3);
const ZOE: UserId = UserId(4);

fn written() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault/written")
}

fn key() -> MasterKey {
    MasterKey::from_file(&written().join("key")).unwrap()
}

fn unpacked() -> tempfile::TempDir {
    let (home, packed) = (tempfile::tempdir().unwrap(), written().join("data"));
    for file in files(&packed) {
        let name = file.strip_prefix(&packed).unwrap().with_extension("");
        let to = home.path().join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        let mut bytes = Vec::new();
        let mut from = flate2::read::GzDecoder::new(fs::File::open(&file).unwrap());
        from.read_to_end(&mut bytes).unwrap();
        fs::write(to, bytes).unwrap();
    }
    home
}

fn open(home: &Path, now: Timestamp) -> SealedVault {
    SealedVault::open(home, policy::shared(), &key(), now).unwrap()
}

fn place(guild: Option<candor::vocab::GuildId>) -> &'static str {
    match guild {
        Some(LOUNGE) => "lounge",
        Some(ARCADE) => "arcade",
        _ => "-",
    }
}

async fn everything(vault: &SealedVault) -> String {
    let mut all = String::new();
    for store in &policy::plan().stores {
        for (RowId { guild, .. }, row) in vault.dump(store.id, crate::calls::EARLY).await.unwrap() {
            let StoredRow {
                values,
                revision,
                created,
                written,
                ..
            } = row;
            let [created, written] = [created, written].map(Timestamp::rfc3339);
            let (name, guild) = (&store.name, place(guild));
            writeln!(
                all,
                "{name} {guild} {values:?} {revision} {created} {written}"
            )
            .unwrap();
        }
    }
    for guild in [LOUNGE, ARCADE] {
        let settings = c::settings(vault, guild).await;
        let members = vault.members(guild).await.unwrap();
        writeln!(all, "{} {settings:?} {members:?}", place(Some(guild))).unwrap();
    }
    for (name, user) in [("ann", ANN), ("mod", MOD), ("tom", TOM), ("zoe", ZOE)] {
        let due = c::export(vault, None, user).await.rows;
        let due = due.iter().map(|row| {
            let due = row.due.map(Timestamp::rfc3339).unwrap_or_default();
            format!("{}:{}:{due}", row.store.0, place(row.guild))
        });
        let due: Vec<_> = due.collect();
        let suppressed = [
            c::suppressed(vault, Some(ARCADE), user).await,
            c::suppressed(vault, None, user).await,
        ];
        writeln!(all, "{name} {} {suppressed:?}", due.join(" ")).unwrap();
    }
    let due = vault.next_due().await.unwrap().map(Timestamp::rfc3339);
    writeln!(all, "due {due:?}").unwrap();
    all
}

fn held(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/vault");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[tokio::test]
async fn data_of_an_earlier_version_is_read() {
    let home = unpacked();
    let vault = open(home.path(), LEFT);
    vault.verify().await.unwrap();
    let marks = vault.marks().await.unwrap();
    assert_eq!(marks.time, Some(START.plus(Duration::seconds(16 * 3600))));
    held("written", &everything(&vault).await);
    // It is a vault like any other: rows end, people are erased, and it opens again.
    vault.sweep(c::after(3)).await.unwrap();
    c::commit(&vault, [c::erase(ANN)], c::after(3)).await;
    c::commit(&vault, [c::xp(LOUNGE, TOM, 5)], c::after(3)).await;
    drop(vault);
    let record = requests(home.path(), &key()).unwrap();
    assert_eq!((record.requests.len(), record.wrong.len()), (1, 0));
    let vault = open(home.path(), c::after(4));
    vault.verify().await.unwrap();
    held("written-and-used", &everything(&vault).await);
}

#[tokio::test]
async fn a_backup_of_an_earlier_version_is_put_back() {
    let home = unpacked();
    let restored = restore(
        &Location::Directory(home.path().to_owned()),
        &written().join("week.candor-backup"),
        &policy::shared(),
        &key(),
        LEFT,
        Restore::Replace,
        &nobody(),
    )
    .unwrap();
    assert_eq!((restored.erased, restored.due), (0, 0));
    let vault = open(home.path(), LEFT);
    vault.verify().await.unwrap();
    held("written-and-put-back", &everything(&vault).await);
}
