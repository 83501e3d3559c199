//! Erasure of all that is kept of a server: the steps are those of a person's (`erase`), for the server's secret and those
//! of its members together. Rows that belong to no server stay.
//!
//! INVARIANT: what the policy refuses to erase is not erased by way of its server either: then nothing is.

use std::collections::BTreeSet;

use super::{transaction::Transaction, view, view::View};
use crate::{
    plan::EraseRule,
    port::{Commit, Erased, VaultError},
    vault::{
        engines::Readable,
        ground::fault::damaged,
        ledger::{Who, seal::Alias},
        rows::{
            layout::{self, DbKey},
            schema::SETTINGS,
        },
    },
    vocab::{GuildId, Timestamp},
};

impl<S: Readable + ?Sized> View<'_, S> {
    /// What becomes of the rows of a server that is erased.
    pub(super) fn server_erasure(
        &self,
        guild: GuildId,
        now: Timestamp,
    ) -> Result<Erased, VaultError> {
        let mut erased = Erased::default();
        for (_, number, rule) in self.server_rows(guild, now)? {
            erased.add(self.shape.numbered(number)?.called(), rule);
        }
        Ok(erased)
    }

    /// Each with its store, and what becomes of it.
    fn server_rows(
        &self,
        guild: GuildId,
        now: Timestamp,
    ) -> Result<Vec<(DbKey, u32, EraseRule)>, VaultError> {
        let Some(scope) = self.ledger.get(Who::server(Some(guild))) else {
            return Ok(Vec::new());
        };
        let refused = self.refused_in(guild, now)?;
        let mut rows = Vec::new();
        let prefix = layout::scope_prefix(&scope.alias);
        self.source.each(&prefix, &mut |row, _| {
            let (_, number, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
            let rule = if refused.contains(row) {
                EraseRule::Refuse
            } else {
                EraseRule::Delete
            };
            rows.push((row.to_vec(), number, rule));
            Ok(())
        })?;
        Ok(rows)
    }

    /// Rows of a server that the policy refuses to erase.
    fn refused_in(&self, guild: GuildId, now: Timestamp) -> Result<BTreeSet<DbKey>, VaultError> {
        let mut refused = BTreeSet::new();
        for alias in self.ledger.members(guild) {
            if !matches!(self.ledger.who(&alias), Some(Who::Refused(..))) {
                continue;
            }
            for (entry, roles) in self
                .source
                .scan(&layout::person_prefix(&alias), usize::MAX)?
            {
                let (kept, row) = view::pointed(self.shape, &entry)?;
                if self.fate(kept, &row, &alias, &roles, now)?.0 == EraseRule::Refuse {
                    refused.insert(row);
                }
            }
        }
        Ok(refused)
    }
}

impl Transaction<'_, '_> {
    /// Writes down what is to die, and forgets what is known of the server beside its rows. `doomed` gathers rows that go
    /// later, as with people.
    pub(super) fn begin_server(
        &mut self,
        guild: GuildId,
        doomed: &mut BTreeSet<DbKey>,
        commit: &mut Commit,
    ) -> Result<(), VaultError> {
        let rows = self.view().server_rows(guild, self.now)?;
        let refused = rows.iter().filter(|(.., rule)| *rule == EraseRule::Refuse);
        let refused = refused.count();
        if refused > 0 {
            return Err(VaultError::Refused {
                what: format!("the policy refuses to erase {refused} of the server's rows"),
                help: "`--dry-run` says in which stores; they go at the time that the policy says, or by its steps"
                    .to_owned(),
            });
        }
        let Some(scope) = self
            .ledger
            .get(Who::server(Some(guild)))
            .map(|keys| keys.alias)
        else {
            return Ok(());
        };
        for person in self.ledger.members(guild) {
            self.forget_departure(&person)?;
            self.overlay.put(layout::erasing(&person), []);
        }
        self.forget_removal(&scope)?;
        self.forget_switches(&scope)?;
        self.overlay.put(layout::erasing(&scope), []);
        for (row, number, rule) in rows {
            if doomed.insert(row) {
                let kept = self.shape.numbered(number)?;
                commit.erased.add(kept.called(), rule);
                let store = kept.id.filter(|_| number != SETTINGS);
                commit.erased_in.extend(store.map(|store| (guild, store)));
            }
        }
        Ok(())
    }

    /// The numbers of rows, of a server that is forgotten.
    pub(super) fn forget_numbers(&mut self, scope: &Alias) -> Result<(), VaultError> {
        for (counter, _) in self
            .overlay
            .scan(&layout::counter_prefix(scope), usize::MAX)?
        {
            self.overlay.remove(counter);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        port::{Batch, Op, Vault as _},
        vault::{MasterKey, SealedVault, open, policy},
        vocab::{UserId, Value},
    };

    const ANN: UserId = UserId(1);
    const LOUNGE: GuildId = GuildId(3);
    const ARCADE: GuildId = GuildId(4);
    const NOW: Timestamp = Timestamp(1_760_000_000_000);

    async fn prepared(dir: &Path, key: &MasterKey) {
        let vault = SealedVault::open(dir, policy::shared(), key, NOW).unwrap();
        let warning = |guild| Op::Insert {
            store: policy::WARNING,
            guild: Some(guild),
            values: vec![
                Value::None,
                Value::User(ANN),
                Value::User(UserId(2)),
                Value::Text("text".to_owned()),
                Value::Text("text".to_owned()),
            ],
        };
        let mut ops = vec![warning(LOUNGE); 300];
        ops.push(warning(ARCADE));
        let batch = Batch {
            ops,
            ..Batch::default()
        };
        vault.commit(batch, NOW).await.unwrap();
    }

    #[tokio::test]
    async fn the_erasure_of_a_server_that_was_killed_at_any_step_is_finished_at_the_next_start() {
        for step in 0..3 {
            let home = tempfile::tempdir().unwrap();
            let key = MasterKey::random().unwrap();
            prepared(home.path(), &key).await;
            let (mut writer, lock) = open::open(home.path(), &policy::shared(), &key, NOW).unwrap();
            let batch = Batch {
                ops: vec![Op::EraseServer { guild: LOUNGE }],
                ..Batch::default()
            };
            let begun = writer.begin_erasure(&batch, NOW).unwrap();
            assert_eq!(begun.erased.rows(), 300);
            let shared = std::sync::Arc::clone(&writer.shared);
            if step > 0 {
                let server = shared.ledger.get(Who::server(Some(LOUNGE))).unwrap().alias;
                let mut doomed = shared.ledger.members(LOUNGE);
                doomed.push(server);
                writer.durable().unwrap();
                shared.ledger.destroy(&doomed).unwrap();
                // The rows are still there, and who looks at them sees no damage.
                if step > 1 {
                    let some = vec![server];
                    writer.delete_doomed(some, NOW).unwrap();
                }
            }
            drop((writer, shared, lock));
            let vault = SealedVault::open(home.path(), policy::shared(), &key, NOW).unwrap();
            assert_eq!(vault.verify().await.unwrap(), 1, "{step}");
            assert_eq!(vault.guilds().await.unwrap(), [(ARCADE, None)]);
            drop(vault);
            let (writer, _lock) = open::open(home.path(), &policy::shared(), &key, NOW).unwrap();
            assert!(writer.shared.ledger.members(LOUNGE).is_empty());
            assert!(
                writer
                    .shared
                    .ledger
                    .get(Who::server(Some(LOUNGE)))
                    .is_none()
            );
            assert!(!writer.shared.engine.any(&[layout::ERASING]).unwrap());
        }
    }
}
