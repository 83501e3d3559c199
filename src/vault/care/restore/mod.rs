//! Putting a backup back, without bringing back what was erased.
//!
//! 1. The backup is read for its digest; the database of today, if it opens, finishes erasures that were begun.
//! 2. A new database is built in `restoring`. The ledger of today is the authority: a row whose secrets are gone is left
//!    out, a person whose secret is gone is emptied from rows that stay. What is due is left out. Today's opt-outs,
//!    departures, removals and nearer deadlines win.
//! 3. `restoring`, checked and synced, becomes `restored` by one rename. Before it the old data stands, after it the new:
//!    `open::exchange` finishes it, also at the next start. For a database server it becomes `loading`, and `load`
//!    gives the server what is in it.
//!
//! INVARIANT: nothing here writes to the ledger; a restore can only lose secrets, at the stocktaking that follows.

mod fate;

use std::{fs, path::Path, sync::Arc};

use self::fate::{Fate, TakenOut, belongs, carry_over, fate};
use super::backup::{Manifest, Reading};
use crate::{
    plan::Plan,
    port::VaultError,
    vault::{
        engines::{Changes, choices::Choices, disk::Sled},
        ground::{
            fault::{self, damaged},
            file::{make_private, sync_dir},
            lock,
            progress::{Count, Watch},
        },
        keep::{
            Shared,
            check::{self, Depth, check},
            deaths::{self, Deaths},
            stock::Opening,
            writer::Writer,
        },
        ledger::{Ledger, key::MasterKey},
        open::{
            arrival,
            exchange::{BUILDING, BUILT, LOADING, finish_restore, remove},
            location::Location,
            rewrap,
        },
        rows::{
            join::{Gaps, Joined, Known, join, refuse},
            layout,
            record::Record,
            schema::{SETTINGS, Shape},
        },
    },
    vocab::Timestamp,
};

/// What is written at once: nobody reads meanwhile, and memory stays bounded.
const BATCH_BYTES: usize = 4 << 20;

/// What a restore did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub manifest: Manifest,
    pub rows: u64,
    /// Rows of people or servers that were erased since, and so cannot be read any more.
    pub erased: u64,
    /// Rows that are kept, without somebody who was erased since.
    pub emptied: u64,
    /// Rows whose time has come since.
    pub due: u64,
    /// Rows of stores that the policy drops, or dropped since.
    pub dropped: u64,
    /// Why the database of today could not be read; then removals and departures since the backup are not known.
    pub blind: Option<String>,
}

impl Restored {
    fn nothing(manifest: Manifest) -> Self {
        Self {
            manifest,
            rows: 0,
            erased: 0,
            emptied: 0,
            due: 0,
            dropped: 0,
            blind: None,
        }
    }
}

/// Whether to change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restore {
    Look,
    Replace,
}

/// Replaces the data in a place by the backup `from`, and sweeps what is due.
///
/// # Errors
/// `Refused` when the backup is damaged or another bot's, when the ledger is missing, and as [`super::SealedVault::open`].
/// Until the new database is whole and on disk, the old one stands.
pub fn restore(
    place: &Location,
    from: &Path,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
    how: Restore,
    watch: &Watch,
) -> Result<Restored, VaultError> {
    put_back(place, from, plan, key, now, how, watch)
        .map_err(|error| fault::placed(place.directory(), error))
}

fn put_back(
    place: &Location,
    from: &Path,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
    how: Restore,
    watch: &Watch,
) -> Result<Restored, VaultError> {
    let dir = place.directory();
    let moved = arrival::departed(dir)?;
    if !moved && (!dir.is_dir() || !Ledger::exists(dir)?) {
        return Err(VaultError::Refused {
            what: format!("there is no ledger in {}, and a backup cannot be read without it", dir.display()),
            help: "put the files `ledger`, `ledger.mirror` and `choices` of this bot there first, or set CANDOR_DATA, or CANDOR_LEDGER with a database, to where they are".to_owned(),
        });
    }
    let lock = lock::take(dir)?;
    arrival::finish_move(dir)?;
    finish_restore(dir)?;
    rewrap::finish_rotation(dir)?;
    // First, so that a damaged backup changes nothing at all.
    let backup = Reading::open(from, &Ledger::open(dir, key)?)?;
    let what_for = match how {
        Restore::Look => Opening::Look,
        Restore::Replace => Opening::Use,
    };
    let (today, blind) = match (place.locked(plan, key, now, what_for), place) {
        (Ok(writer), _) => (Some(writer), None),
        // A server that cannot be reached now cannot be given anything either.
        (Err(error @ VaultError::Damaged { .. }), _)
        | (Err(error @ VaultError::Io(_)), Location::Directory(_)) => {
            (None, Some(error.to_string()))
        }
        (Err(other), _) => return Err(other),
    };
    if today.is_none() {
        knows_choices(place)?;
    }
    let mut restored = build(dir, backup, today.as_ref(), plan, key, now, watch)?;
    restored.blind = blind;
    drop(today);
    if how == Restore::Replace {
        match place {
            Location::Directory(_) => commit(dir, BUILT)?,
            Location::Database { .. } => commit(dir, LOADING)?,
        }
        let mut writer = place.locked(plan, key, now, Opening::Use)?;
        restored.due += writer.sweep(now)?.rows;
        restored.rows = check::count(&writer.shared.current())?;
    } else {
        remove(&dir.join(BUILDING))?;
    }
    drop(lock);
    Ok(restored)
}

fn build(
    dir: &Path,
    mut backup: Reading,
    today: Option<&Writer>,
    plan: &Arc<Plan>,
    key: &MasterKey,
    now: Timestamp,
    watch: &Watch,
) -> Result<Restored, VaultError> {
    let (home, manifest) = (dir.join(BUILDING), backup.manifest.clone());
    remove(&home)?;
    make_private(&home)?;
    let joined = joined(plan, &manifest, today)?;
    let ledger = Ledger::open(dir, key)?;
    if let Some(today) = today {
        // Where data are only looked at: whom a start would have forgotten.
        ledger.hide(&today.idle);
    }
    let shared = Arc::new(Shared {
        shape: joined.shape,
        ledger,
        engine: Box::new(Sled::open(&home)?),
    });
    // The latest number that anything was given, so that later choices stay later.
    let chosen = Choices::read(dir)?.latest;
    let last = chosen.values().filter_map(|choice| layout::number(choice));
    let revision = manifest
        .revision
        .max(today.map_or(0, |today| today.revision))
        .max(last.max().unwrap_or(0));
    shared.engine.apply(Changes::from([
        (layout::meta("ledger"), Some(shared.ledger.id.to_vec())),
        // What is renamed in rows that stay, the next start does.
        (layout::meta("schema"), Some(joined.before)),
        (
            layout::meta("revision"),
            Some(revision.to_be_bytes().to_vec()),
        ),
    ]))?;
    let mut writer = Writer::new(Arc::clone(&shared), revision, Deaths::default());
    let taken_out = TakenOut::of(today, &chosen)?;
    let generations = backup.generations(&shared.ledger, now)?;
    let mut restored = Restored::nothing(manifest);
    let count = Count::new(watch, "rows put back", Some(restored.manifest.rows()));
    let (mut more, mut gaps) = (true, Gaps::new());
    while more {
        let mut bytes = 0;
        let mut transaction = Writer::transaction(&shared, &mut writer.idle, revision, now);
        while bytes < BATCH_BYTES {
            let Some((key, value)) = backup.next()? else {
                more = false;
                break;
            };
            // The indexes of a row are about as large as its key, a few times.
            bytes += 5 * key.len() + value.len();
            if key.first() != Some(&layout::ROW) {
                if belongs(&shared.ledger, today, &key) {
                    transaction.overlay.put(key, value);
                }
                continue;
            }
            count.step();
            let (_, number, _) = layout::split_row(&key).ok_or_else(|| damaged("the backup"))?;
            let kept = shared.shape.numbered(number)?;
            let record = Record::decode(&key, &value)?;
            let counted = u64::from(number != SETTINGS);
            let by = (&taken_out, now);
            let record = match fate(&shared, &generations, today, kept, &key, record, by)? {
                Fate::Erased => {
                    restored.erased += counted;
                    continue;
                }
                Fate::Due => {
                    restored.due += counted;
                    continue;
                }
                Fate::Dropped => {
                    restored.dropped += counted;
                    continue;
                }
                Fate::Emptied(record) => {
                    restored.emptied += counted;
                    record
                }
                Fate::Stays(record) => record,
            };
            if number == SETTINGS {
                judge(&shared, &key, &record, &mut gaps)?;
            }
            restored.rows += counted;
            transaction.store(kept, &key, None, &record)?;
        }
        let overlay = transaction.done()?;
        writer.write(overlay, revision)?;
    }
    refuse(&gaps)?;
    if let Some(today) = today {
        carry_over(&shared, today)?;
    } else {
        let chosen = chosen
            .into_iter()
            .map(|(tag, choice)| (layout::suppressed(&tag), Some(choice)));
        shared.engine.apply(chosen.collect())?;
    }
    check::count_choices(&*shared.engine)?;
    let deaths = today.map(|today| &today.deaths);
    shared.engine.apply(deaths::replaced(deaths, now))?;
    drop(writer);
    let Ok(Shared { shape, .. }) = Arc::try_unwrap(shared) else {
        return Err(damaged("the new database, which is still open,"));
    };
    confirm(dir, &home, shape, restored.rows, key)?;
    Ok(restored)
}

/// The stores of the backup under the policy, as far as that has a place for them.
fn joined(
    plan: &Arc<Plan>,
    manifest: &Manifest,
    today: Option<&Writer>,
) -> Result<Joined, VaultError> {
    let known = Known {
        stored: Some(manifest.schema.as_bytes()),
        bot: Some(&manifest.bot),
        today: today.map(|today| &today.shared.shape),
    };
    let joined = join(plan, &known, |number| Ok(manifest.rows_of(number)))?;
    refuse(&joined.gaps)?;
    Ok(joined)
}

/// What a server had set, and the policy has no place for.
fn judge(shared: &Shared, row: &[u8], record: &Record, gaps: &mut Gaps) -> Result<(), VaultError> {
    let (scope, ..) = layout::split_row(row).ok_or_else(|| damaged("the backup"))?;
    if let Some(keys) = shared.ledger.by_alias(&scope) {
        let view = shared.current();
        view.gaps_in(&view.settings_in(row, record, &keys)?, gaps);
    }
    Ok(())
}

/// Refuses to go on where the database cannot be read and the file beside it does not say what people chose. That there
/// is none to be had the operator says by an empty one.
fn knows_choices(place: &Location) -> Result<(), VaultError> {
    let Location::Directory(dir) = place else {
        return Ok(());
    };
    let found = Choices::read(dir)?;
    if found.is_there && !found.is_damaged {
        return Ok(());
    }
    let how = if found.is_there { "damaged" } else { "missing" };
    Err(VaultError::Refused {
        what: format!(
            "the file `choices` in {} is {how}, and with the database unreadable too, opt-outs since the backup would be forgotten",
            dir.display()
        ),
        help: "put a whole copy of it there; or, if there is none, an empty file `choices`, then restore, and tell people to opt out again".to_owned(),
    })
}

/// Reads the new database once more from the disk, and opens every field.
fn confirm(
    dir: &Path,
    home: &Path,
    shape: Shape,
    rows: u64,
    key: &MasterKey,
) -> Result<(), VaultError> {
    let shared = Shared {
        shape,
        ledger: Ledger::open(dir, key)?,
        engine: Box::new(Sled::open(home)?),
    };
    let view = shared.current();
    let found = check(&view, Depth::All, |(): &mut (), kept, row, record| {
        let opened = view.opened(kept, row, &record)?;
        opened.map(drop).ok_or_else(|| damaged("the new database"))
    })?;
    if found.rows == rows {
        Ok(())
    } else {
        Err(damaged("the new database"))
    }
}

/// From here on the new database counts.
fn commit(dir: &Path, as_what: &str) -> Result<(), VaultError> {
    sync_dir(&dir.join(BUILDING))?;
    fs::rename(dir.join(BUILDING), dir.join(as_what))?;
    sync_dir(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        port::{Answer, Batch, Op, Read, RowId, Vault},
        vault::{SealedVault, ground::progress, open::exchange::REPLACED, policy},
        vocab::{GuildId, UserId, Value},
    };

    const ANN: UserId = UserId(1);
    const NOW: Timestamp = Timestamp(1_760_000_000_000);

    fn id() -> RowId {
        RowId {
            store: policy::XP,
            guild: Some(GuildId(3)),
            key: vec![Value::User(ANN)],
        }
    }

    async fn total(dir: &Path, key: &MasterKey, put: Option<i64>) -> Value {
        let vault = SealedVault::open(dir, policy::shared(), key, NOW).unwrap();
        if let Some(total) = put {
            let values = vec![Value::User(ANN), Value::Int(total)];
            let batch = Batch {
                numbers: Vec::new(),
                expect: Vec::new(),
                ops: vec![Op::Put { row: id(), values }],
            };
            vault.commit(batch, NOW).await.unwrap();
        }
        match vault.read(&Read::Row(id()), NOW).await.unwrap() {
            Answer::Row(Some(row)) => row.values[1].clone(),
            other => panic!("{other:?}"),
        }
    }

    /// A directory with 2 in it and a whole new database of a backup with 1, not yet decided.
    async fn built(home: &Path, key: &MasterKey) {
        let file = home.join("one");
        let dir = home.join("data");
        total(&dir, key, Some(1)).await;
        let vault = SealedVault::open(&dir, policy::shared(), key, NOW).unwrap();
        vault
            .backup(&file, NOW, NOW.plus(crate::plan::BACKUP_MAX))
            .await
            .unwrap();
        drop(vault);
        total(&dir, key, Some(2)).await;
        let backup = Reading::open(&file, &Ledger::open(&dir, key).unwrap()).unwrap();
        build(
            &dir,
            backup,
            None,
            &policy::shared(),
            key,
            NOW,
            &progress::nobody(),
        )
        .unwrap();
    }

    #[tokio::test]
    async fn killed_at_any_step_either_the_old_data_stand_or_the_new() {
        for step in 0..7 {
            let home = tempfile::tempdir().unwrap();
            let key = MasterKey::random().unwrap();
            built(home.path(), &key).await;
            let dir = home.path().join("data");
            if step > 0 {
                commit(&dir, BUILT).unwrap();
                fs::create_dir(dir.join(REPLACED)).unwrap();
            }
            let moves = [
                (dir.join("sled"), dir.join(REPLACED).join("sled")),
                (dir.join(BUILT).join("sled"), dir.join("sled")),
                (dir.join("sequence"), dir.join(REPLACED).join("sequence")),
                (dir.join(BUILT).join("sequence"), dir.join("sequence")),
            ];
            for (from, to) in moves.iter().take(step.max(1) - 1) {
                fs::rename(from, to).unwrap();
            }
            if step == 6 {
                fs::remove_dir_all(dir.join(BUILT)).unwrap();
            }
            let found = total(&dir, &key, None).await;
            assert_eq!(found, Value::Int(if step == 0 { 2 } else { 1 }), "{step}");
            for name in [BUILDING, BUILT, REPLACED] {
                assert!(!dir.join(name).exists(), "{name} after {step}");
            }
        }
    }
}
