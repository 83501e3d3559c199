//! What dies row by row has no secret of its own to destroy: an expired row, an overwritten balance. So every row is also
//! sealed under the secret of its generation, and a generation does not last.
//!
//! 1. The first death notes its time. From then on the generation has less than 24 hours.
//! 2. After 12 hours the next generation begins: what is written from now on belongs to it.
//! 3. Live rows of older generations are sealed anew, a few hundred at a time, between other work.
//! 4. When none is left, the older secrets are destroyed. What died under them is noise, in free pages, log and copies.
//!
//! INVARIANT: a death that was noted at `t` is unreadable after the first sweep from `t + 23 h` on.
//! INVARIANT: at most one turn is under way; that an older secret exists is what says so, also after a kill.

use std::sync::Arc;

use super::{
    Shared,
    deaths::{BEFORE, BEGIN, Deaths, FINISH, HERE, Turn},
    writer::Writer,
};
use crate::{
    port::VaultError,
    vault::{
        engines::Changes,
        ground::fault::damaged,
        rows::{layout, record::Record, schema::Shape},
    },
    vocab::Timestamp,
};

/// Rows that are sealed anew before others get their turn.
const SLICE: usize = 512;

impl Writer {
    /// Begins a turn when it is time, and finishes one that has no time left.
    pub(in crate::vault) fn turn(&mut self, now: Timestamp) -> Result<(), VaultError> {
        match (&mut self.deaths.turning, self.deaths.here) {
            (Some(turn), _) => turn.paused = false,
            (None, Some(since)) if now >= since.plus(BEGIN) => self.begin_turn(since)?,
            (None, _) => {}
        }
        while self
            .deaths
            .turning
            .as_ref()
            .is_some_and(|turn| now >= turn.since.plus(FINISH))
        {
            self.turn_some()?;
        }
        Ok(())
    }

    fn begin_turn(&mut self, since: Timestamp) -> Result<(), VaultError> {
        self.shared.ledger.begin_generation()?;
        let moved = Changes::from([
            (layout::meta(BEFORE), Some(since.0.to_be_bytes().to_vec())),
            (layout::meta(HERE), None),
        ]);
        self.apply(moved)?;
        self.deaths = Deaths {
            here: None,
            turning: Some(Turn::new(since)),
        };
        Ok(())
    }

    /// Seals some rows anew; with the last, the older secrets go.
    pub(super) fn turn_some(&mut self) -> Result<(), VaultError> {
        let Some(turn) = &mut self.deaths.turning else {
            return Ok(());
        };
        let shared = Arc::clone(&self.shared);
        let rows = shared.engine.page(&[layout::ROW], &turn.next, SLICE)?;
        let mut changes = Changes::new();
        for (row, bytes) in &rows {
            let record = Record::decode(row, bytes)?;
            if record.generation < shared.ledger.generation() {
                let anew = resealed(&shared, row, &record)?;
                changes.insert(row.clone(), Some(anew.encode(row)?));
            }
        }
        if let Some((last, _)) = rows.last() {
            turn.next.clone_from(last);
            turn.next.push(0);
        }
        if rows.len() == SLICE {
            return self.apply(changes);
        }
        // Never empty, so that whoever still reads rows of before is waited for.
        changes.insert(layout::meta(BEFORE), None);
        self.apply(changes)?;
        self.destroy(&shared.ledger.older_generations())?;
        self.deaths.turning = None;
        Ok(())
    }
}

/// The record under the current generation.
fn resealed(shared: &Shared, row: &[u8], record: &Record) -> Result<Record, VaultError> {
    let Shared { shape, ledger, .. } = shared;
    let (scope, number, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
    let mut new = Record {
        generation: ledger.generation(),
        ..record.clone()
    };
    let kept = shape.numbered(number)?;
    for section in &mut new.sections {
        let keys = ledger.by_alias(&section.alias.unwrap_or(scope));
        let keys = keys.ok_or_else(|| damaged("the ledger, which lacks secrets of rows,"))?;
        let key = |generation| Shape::sealing(shape, kept, ledger, &keys, generation);
        *section = section.resealed(row, &key(record.generation)?, &key(new.generation)?)?;
    }
    Ok(new)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        port::{Answer, Batch, Op, Read, RowId, Vault},
        vault::{MasterKey, SealedVault, open, policy},
        vocab::{GuildId, UserId, Value},
    };

    const START: Timestamp = Timestamp(1_760_000_000_000);
    const PEOPLE: u64 = 3 * SLICE as u64 / 2;
    const ANN: u64 = 1;

    fn id(user: u64) -> RowId {
        RowId {
            store: policy::XP,
            guild: Some(GuildId(3)),
            key: vec![Value::User(UserId(user))],
        }
    }

    fn put(user: u64, total: i64) -> Op {
        Op::Put {
            row: id(user),
            values: vec![Value::User(UserId(user)), Value::Int(total)],
        }
    }

    /// Keeps somebody's secret alive, whatever else goes.
    fn warning(by: u64) -> Op {
        let text = || Value::Text("text".to_owned());
        let (member, moderator) = (UserId(2), UserId(by));
        Op::Insert {
            store: policy::WARNING,
            guild: Some(GuildId(3)),
            values: vec![
                Value::None,
                Value::User(member),
                Value::User(moderator),
                text(),
                text(),
            ],
        }
    }

    async fn commit(vault: &SealedVault, ops: Vec<Op>, now: Timestamp) {
        let batch = Batch {
            numbers: Vec::new(),
            expect: Vec::new(),
            ops,
        };
        vault.commit(batch, now).await.unwrap();
    }

    /// Every row as it stands on the disk.
    fn rows(writer: &Writer) -> Vec<(Vec<u8>, Vec<u8>)> {
        let engine = &writer.shared.engine;
        engine.scan(&[layout::ROW], usize::MAX).unwrap()
    }

    /// How many of the copied rows somebody opens who has the whole ledger.
    fn readable(writer: &Writer, copied: &[(Vec<u8>, Vec<u8>)]) -> usize {
        let ledger = &writer.shared.ledger;
        let aliases = ledger.aliases().into_iter();
        let keys: Vec<_> = aliases
            .filter_map(|(alias, _)| ledger.by_alias(&alias))
            .collect();
        let opens = |row: &[u8], bytes: &[u8]| {
            let record = Record::decode(row, bytes).unwrap();
            let section = &record.sections[0];
            ledger.generations().iter().any(|(_, generation)| {
                keys.iter().any(|keys| {
                    let key = keys.with(generation);
                    section.open::<Value>(row, &key).is_ok()
                })
            })
        };
        copied
            .iter()
            .filter(|(row, bytes)| opens(row, bytes))
            .count()
    }

    /// One row is overwritten and one is deleted; the rows as they were before.
    async fn with_deaths(dir: &Path, key: &MasterKey) -> Vec<(Vec<u8>, Vec<u8>)> {
        let vault = SealedVault::open(dir, policy::shared(), key, START).unwrap();
        let mut ops: Vec<Op> = (0..PEOPLE).map(|user| put(user, 7)).collect();
        ops.push(warning(0));
        commit(&vault, ops, START).await;
        drop(vault);
        let (writer, _) = open::open(dir, &policy::shared(), key, START).unwrap();
        let before = rows(&writer);
        drop(writer);
        let vault = SealedVault::open(dir, policy::shared(), key, START).unwrap();
        let ops = vec![put(ANN, 8), Op::Remove { row: id(0) }];
        commit(&vault, ops, START).await;
        drop(vault);
        let (writer, _) = open::open(dir, &policy::shared(), key, START).unwrap();
        let after = rows(&writer);
        let dead: Vec<_> = before
            .into_iter()
            .filter(|row| !after.contains(row))
            .collect();
        assert_eq!(dead.len(), 2);
        assert_eq!(
            readable(&writer, &dead),
            2,
            "the attack works before the turn"
        );
        dead
    }

    async fn is_turned(dir: &Path, key: &MasterKey, dead: &[(Vec<u8>, Vec<u8>)]) {
        let (writer, _) = open::open(dir, &policy::shared(), key, START).unwrap();
        assert!(writer.shared.ledger.older_generations().is_empty());
        assert_eq!(readable(&writer, dead), 0);
        drop(writer);
        let vault = SealedVault::open(dir, policy::shared(), key, START).unwrap();
        assert_eq!(vault.verify().await.unwrap(), PEOPLE);
        let Answer::Row(Some(row)) = vault.read(&Read::Row(id(ANN)), START).await.unwrap() else {
            panic!("no row");
        };
        assert_eq!(row.values[1], Value::Int(8));
    }

    #[tokio::test]
    async fn what_died_row_by_row_is_unreadable_within_a_day_also_with_the_whole_ledger() {
        let home = tempfile::tempdir().unwrap();
        let key = MasterKey::random().unwrap();
        let dead = with_deaths(home.path(), &key).await;
        let vault = SealedVault::open(home.path(), policy::shared(), &key, START).unwrap();
        vault.sweep(START.plus(FINISH)).await.unwrap();
        drop(vault);
        is_turned(home.path(), &key, &dead).await;
    }

    #[tokio::test]
    async fn a_turn_goes_on_between_other_work_and_readers_miss_nothing() {
        let home = tempfile::tempdir().unwrap();
        let key = MasterKey::random().unwrap();
        let dead = with_deaths(home.path(), &key).await;
        let vault = SealedVault::open(home.path(), policy::shared(), &key, START).unwrap();
        vault.sweep(START.plus(BEGIN)).await.unwrap();
        let ledger = home.path().join("ledger");
        let secrets = || {
            let slots = std::fs::read(&ledger).unwrap();
            let live = slots
                .chunks(128)
                .skip(1)
                .filter(|slot| slot[0] == 1 && slot[1] == 4);
            live.count()
        };
        while secrets() > 1 {
            assert_eq!(vault.verify().await.unwrap(), PEOPLE);
            commit(&vault, vec![put(ANN + 1, 9)], START).await;
        }
        drop(vault);
        is_turned(home.path(), &key, &dead).await;
    }

    #[tokio::test]
    async fn a_turn_that_was_killed_at_any_step_is_finished_later() {
        for step in 0..4 {
            let home = tempfile::tempdir().unwrap();
            let key = MasterKey::random().unwrap();
            let dead = with_deaths(home.path(), &key).await;
            let (mut writer, lock) =
                open::open(home.path(), &policy::shared(), &key, START).unwrap();
            match step {
                0 => {}
                1 => writer.shared.ledger.begin_generation().unwrap(),
                _ => {
                    writer.begin_turn(START).unwrap();
                    for _ in 2..step {
                        writer.turn_some().unwrap();
                    }
                }
            }
            assert_eq!(
                writer.shared.ledger.generation(),
                if step == 0 { 1 } else { 2 }
            );
            drop((writer, lock));
            let (mut writer, lock) =
                open::open(home.path(), &policy::shared(), &key, START).unwrap();
            assert_eq!(readable(&writer, &dead), 2, "{step}");
            writer.turn(START.plus(FINISH)).unwrap();
            assert_eq!(
                writer.shared.ledger.generation(),
                2,
                "no turn is begun twice"
            );
            drop((writer, lock));
            is_turned(home.path(), &key, &dead).await;
        }
    }
}
