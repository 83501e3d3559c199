//! When rows are due: what a setting, an end that was told or a stricter policy does to their deadlines.
//!
//! INVARIANT: a deadline only ever moves nearer, but for `entry.idle`, which starts again with each write.

use super::{
    engine::Source,
    layout,
    ledger::damaged,
    record::Record,
    rules::{self, Deadlines, Ends},
    schema::{Kept, SETTINGS},
    seal::Alias,
    transaction::Transaction,
    view,
};
use crate::{
    port::{RowId, Settings, VaultError},
    vocab::{Duration, GuildId, Timestamp, UserId},
};

impl Transaction<'_, '_> {
    pub(super) fn deadlines(
        &self,
        kept: &Kept,
        guild: Option<GuildId>,
        created: Timestamp,
        written: Timestamp,
        ends: Ends,
    ) -> Result<Deadlines, VaultError> {
        let retention = &kept.store.retention;
        let settings = match guild {
            Some(guild) if rules::waits_for_setting(retention) => self.view().settings(guild)?,
            _ => Settings::default(),
        };
        Ok(Deadlines::of(retention, created, written, ends, |id| {
            rules::duration(&self.shape.plan, settings.values.get(&id), id)
        }))
    }

    /// A setting can be a retention: shorter shortens what is there, longer does not lengthen it.
    pub(super) fn plan_again(&mut self, guild: GuildId, scope: &Alias) -> Result<(), VaultError> {
        let shape = self.shape;
        let waiting = shape.all().filter(|kept| {
            kept.id.is_some()
                && kept.number != SETTINGS
                && rules::waits_for_setting(&kept.store.retention)
        });
        for kept in waiting {
            for (row, bytes) in self
                .draft
                .scan(&layout::store_prefix(scope, kept.number), usize::MAX)?
            {
                let old = Record::decode(&row, &bytes)?;
                let deadlines =
                    self.deadlines(kept, Some(guild), old.created, old.written, old.ends)?;
                self.shorten(kept, &row, &old, deadlines)?;
            }
        }
        Ok(())
    }

    /// Brings a row's deadlines nearer where `deadlines` are.
    pub(super) fn shorten(
        &mut self,
        kept: &Kept,
        row: &[u8],
        old: &Record,
        deadlines: Deadlines,
    ) -> Result<(), VaultError> {
        let new = Record {
            deadlines: old.deadlines.nearer(deadlines),
            ..old.clone()
        };
        self.planned(kept, row, old, &new)
    }

    /// What a row was kept for is over now. When that was stays with it, for a policy that shortens the grace later.
    fn ended(
        &mut self,
        kept: &Kept,
        row: &[u8],
        old: &Record,
        ends: Ends,
        grace: Duration,
    ) -> Result<(), VaultError> {
        let new = Record {
            deadlines: old.deadlines.nearer(Deadlines::after(self.now, grace)),
            ends: old.ends.earlier(ends),
            ..old.clone()
        };
        self.planned(kept, row, old, &new)
    }

    fn planned(
        &mut self,
        kept: &Kept,
        row: &[u8],
        old: &Record,
        new: &Record,
    ) -> Result<(), VaultError> {
        if new == old {
            return Ok(());
        }
        self.store(kept, row, Some(old), new)
    }

    pub(super) fn flow_ended(&mut self, id: &RowId) -> Result<(), VaultError> {
        let shape = self.shape;
        let kept = shape.of(id.store)?;
        let row = self.view().address(id)?;
        let (Some(grace), Some(row)) = (kept.flow_grace, row) else {
            return Ok(());
        };
        match self.view().record(&row)? {
            Some(old) => self.ended(kept, &row, &old, Ends::flow(self.now), grace),
            None => Ok(()),
        }
    }

    /// Rows that others have about this person as a party stay.
    pub(super) fn token_revoked(&mut self, user: UserId) -> Result<(), VaultError> {
        let shape = self.shape;
        for (_, person) in self.ledger.of_user(user) {
            for kept in shape.all() {
                let Some(grace) = kept.token_grace else {
                    continue;
                };
                let prefix = layout::person_store_prefix(&person, kept.number);
                for (entry, _) in self.draft.scan(&prefix, usize::MAX)? {
                    let row = layout::row_of_person(&entry).ok_or_else(|| damaged("an index"))?;
                    let old = self.view().record(&row)?;
                    let old = old.ok_or_else(|| damaged("an index"))?;
                    if view::subjects(kept, &old).contains(&person) {
                        self.ended(kept, &row, &old, Ends::token(self.now), grace)?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, sync::Arc};

    use super::*;
    use crate::{
        plan::{Plan, Trigger},
        port::{Batch, Op, Vault as _},
        vault::{MasterKey, SealedVault, engine::Changes, open, policy},
        vocab::Value,
    };

    const START: Timestamp = Timestamp(1_760_000_000_000);
    const GUILD: Option<GuildId> = Some(GuildId(3));

    fn after(days: i64) -> Timestamp {
        START.plus(Duration::days(days))
    }

    fn keeping(days: i64) -> Plan {
        let mut plan = policy::plan();
        plan.stores[policy::TICKET.0 as usize].retention =
            policy::retain(&[(Trigger::FlowEnded, Duration::days(days))]);
        plan
    }

    /// Rows as a candor left them that knew version 2 only: of their ends nothing but deadlines.
    fn forget_ends(dir: &Path, key: &MasterKey) {
        let (mut writer, _lock) = open::open(dir, &Arc::new(keeping(20)), key, START).unwrap();
        let rows = writer
            .shared
            .engine
            .scan(&[layout::ROW], usize::MAX)
            .unwrap();
        let before = rows.into_iter().map(|(row, bytes)| {
            let mut record = Record::decode(&row, &bytes).unwrap();
            assert_ne!(record.ends, Ends::NONE);
            record.ends = Ends::NONE;
            let bytes = record.encode(&row).unwrap();
            assert_eq!(bytes[0], 2);
            (row, Some(bytes))
        });
        let before: Changes = before.collect();
        writer.apply(before).unwrap();
    }

    #[tokio::test]
    async fn what_was_finished_before_ends_were_kept_stays_due_when_it_was() {
        let home = tempfile::tempdir().unwrap();
        let key = MasterKey::random().unwrap();
        let open =
            |days, now| SealedVault::open(home.path(), Arc::new(keeping(days)), &key, now).unwrap();
        let ticket = |number| RowId {
            store: policy::TICKET,
            guild: GUILD,
            key: vec![Value::Int(number)],
        };
        let made_and_ended = |user| {
            let values = vec![Value::None, Value::User(UserId(user)), Value::None];
            let store = policy::TICKET;
            let guild = GUILD;
            let insert = 0;
            vec![
                Op::Insert {
                    store,
                    guild,
                    values,
                },
                Op::InsertedFlowEnded {
                    store,
                    guild,
                    insert,
                },
            ]
        };
        let commit = async |vault: &SealedVault, ops, now| {
            let expect = Vec::new();
            vault.commit(Batch { expect, ops }, now).await.unwrap();
        };
        let vault = open(20, START);
        commit(&vault, made_and_ended(1), START).await;
        drop(vault);
        forget_ends(home.path(), &key);

        let vault = open(20, START);
        assert_eq!(vault.verify().await.unwrap(), 1);
        commit(&vault, made_and_ended(2), START).await;
        drop(vault);
        let vault = open(5, after(1));
        assert_eq!(vault.sweep(after(5)).await.unwrap().rows, 1);
        assert_eq!(vault.next_due().await.unwrap(), Some(after(20)));
        // Finished once more it goes by when that was.
        commit(&vault, vec![Op::FlowEnded { row: ticket(1) }], after(6)).await;
        assert_eq!(vault.next_due().await.unwrap(), Some(after(11)));
        assert_eq!(vault.sweep(after(11)).await.unwrap().rows, 1);
        assert_eq!(vault.verify().await.unwrap(), 0);
    }
}
