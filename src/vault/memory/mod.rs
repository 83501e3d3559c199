//! The model: plain rows and full scans, so that it is right by looking at it. Nothing is durable.

mod reopen;
mod state;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use self::state::State;
use super::{requests, rules};
use crate::{
    plan::{Plan, StoreId, Trigger},
    port::{
        Answer, Batch, Commit, Marks, Read, Receipt, RowId, StoreCount, StoredRow, Swept, Vault,
        VaultError,
    },
    vocab::{GuildId, Timestamp, UserId},
};

/// A vault in memory, with the same meaning as the one on disk.
pub struct MemoryVault {
    plan: Arc<Plan>,
    state: Mutex<State>,
}

impl MemoryVault {
    #[must_use]
    pub fn new(plan: Arc<Plan>) -> Self {
        Self {
            plan,
            state: Mutex::default(),
        }
    }

    /// The same data after a start with another plan.
    ///
    /// # Errors
    /// `Refused` when `plan` declares other stores; what they promise may differ.
    pub fn reopened(self, mut plan: Plan, now: Timestamp) -> Result<Self, VaultError> {
        self.state().reopen(&self.plan, &mut plan, now)?;
        Ok(Self {
            plan: Arc::new(plan),
            state: self.state,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn read(&self, read: &Read) -> Result<Answer, VaultError> {
        self.state().read(&self.plan, read)
    }

    async fn commit(&self, mut batch: Batch, now: Timestamp) -> Result<Commit, VaultError> {
        let request = rules::take_request(&mut batch);
        rules::check_batch(&batch)?;
        let mut state = self.state();
        for (id, revision) in &batch.expect {
            let row = state.find(&self.plan, id)?;
            let found = row.map_or(0, |row| row.stored.revision);
            let hidden = row.is_some_and(|row| *revision == 0 && state.is_hidden(&self.plan, row));
            if found != *revision && !hidden {
                return Err(VaultError::Conflict);
            }
        }
        let mut next = state.clone();
        next.revision += 1;
        let mut commit = Commit {
            revision: next.revision,
            ..Commit::default()
        };
        for (place, op) in (0..).zip(batch.ops) {
            next.apply(&self.plan, op, place, now, &mut commit)?;
        }
        if let Some(request) = request {
            commit.receipt = Some(Receipt {
                id: requests::receipt()?,
                request,
                at: now,
                erased: commit.erased.clone(),
            });
        }
        *state = next;
        Ok(commit)
    }

    async fn sweep(&self, now: Timestamp) -> Result<Swept, VaultError> {
        Ok(self.state().sweep(&self.plan, now))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, VaultError> {
        let state = self.state();
        let rows = state.rows.iter().map(|row| state.due(&self.plan, row));
        let settings = state
            .settings
            .keys()
            .map(|guild| state.settings_due(&self.plan, *guild));
        Ok(rows.chain(settings).min().and_then(rules::known))
    }

    async fn guilds(&self) -> Result<Vec<(GuildId, Option<Timestamp>)>, VaultError> {
        let state = self.state();
        let rows = state.rows.iter().filter_map(|row| row.guild);
        let mut all: Vec<_> = rows
            .chain(state.settings.keys().copied())
            .chain(state.removed.keys().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        Ok(all
            .into_iter()
            .map(|guild| (guild, state.removed.get(&guild).copied()))
            .collect())
    }

    async fn members(
        &self,
        guild: GuildId,
    ) -> Result<Vec<(UserId, Option<Timestamp>)>, VaultError> {
        let state = self.state();
        let mut members = Vec::new();
        for row in state.rows.iter().filter(|row| row.guild == Some(guild)) {
            let Some(store) = self.plan.store(row.store) else {
                continue;
            };
            if rules::grace(&store.retention, Trigger::MemberLeft).is_some() {
                members.extend(row.subjects(store).into_iter().map(|user| {
                    let left = state.left.get(&(guild, user));
                    (user, left.map(|left| left.since))
                }));
            }
        }
        members.sort_unstable();
        members.dedup();
        Ok(members)
    }

    async fn counts(&self) -> Result<Vec<StoreCount>, VaultError> {
        let state = self.state();
        let count = |store| state.rows.iter().filter(|row| row.store == store).count() as u64;
        let counts = self.plan.stores.iter().map(|store| StoreCount {
            store: store.id,
            rows: count(store.id),
        });
        Ok(counts.collect())
    }

    async fn dump(&self, store: StoreId) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        let state = self.state();
        let rows = state.rows.iter().filter(|row| row.store == store);
        let mut rows: Vec<_> = rows.map(|row| (row.id(), row.stored.clone())).collect();
        rows.sort_by(|a, b| {
            a.0.guild
                .cmp(&b.0.guild)
                .then_with(|| rules::by_key(&a.1, &b.1))
        });
        Ok(rows)
    }

    async fn verify(&self) -> Result<u64, VaultError> {
        Ok(self.state().rows.len() as u64)
    }

    async fn marks(&self) -> Result<Marks, VaultError> {
        Ok(self.state().marks)
    }

    async fn mark(&self, marks: Marks) -> Result<(), VaultError> {
        self.state().marks = marks;
        Ok(())
    }
}
