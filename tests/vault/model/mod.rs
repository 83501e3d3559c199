//! The vault that everybody can see to be right: plain rows in memory and full scans, with rules of its own. The real one
//! must agree with it. Nothing is durable.

mod past;
mod rules;
mod state;

use std::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use candor::{
    plan::{Plan, StoreId, Trigger},
    port::{
        Answer, Batch, Commit, Marks, Op, Read, Receipt, RowId, StoreCount, StoredRow, Swept,
        Vault, VaultError,
    },
    vocab::{ChannelId, GuildId, Timestamp, UserId},
};

use self::state::State;

pub struct MemoryVault {
    plan: Arc<Plan>,
    state: Mutex<State>,
    receipts: AtomicU64,
}

impl MemoryVault {
    pub fn new(plan: Arc<Plan>) -> Self {
        Self {
            plan,
            state: Mutex::default(),
            receipts: AtomicU64::new(1),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

/// An erasure stands beside other erasures and suppressions only.
fn is_allowed(ops: &[Op]) -> bool {
    let (mut erases, mut others) = (false, false);
    for op in ops {
        match op {
            Op::Erase { .. } | Op::EraseServer { .. } => erases = true,
            Op::Suppress { .. } | Op::Record(_) => {}
            _ => others = true,
        }
    }
    !(erases && others)
}

#[async_trait]
impl Vault for MemoryVault {
    async fn read(&self, read: &Read, now: Timestamp) -> Result<Answer, VaultError> {
        self.state().read(&self.plan, read, now)
    }

    async fn commit(&self, batch: Batch, now: Timestamp) -> Result<Commit, VaultError> {
        if !is_allowed(&batch.ops) {
            return Err(rules::fault("an erasure and other writes are in one batch"));
        }
        let mut state = self.state();
        for (id, revision) in &batch.expect {
            let row = state.find(&self.plan, id)?;
            let is_as_read = row.map_or(*revision == 0, |row| {
                let is_past = !row.over && state.is_past(&self.plan, row, now);
                if *revision == 0 {
                    row.over || is_past || state.is_hidden(&self.plan, row)
                } else {
                    row.stored.revision == *revision && !is_past
                }
            });
            if !is_as_read {
                return Err(VaultError::Conflict);
            }
        }
        for (store, guild, number) in &batch.numbers {
            let (store, guild) = (*store, *guild);
            let next = state.read(&self.plan, &Read::Number { store, guild }, now)?;
            if next != Answer::Number(*number) {
                return Err(VaultError::Conflict);
            }
        }
        let request = batch.ops.iter().find_map(|op| match op {
            Op::Record(request) => Some(*request),
            _ => None,
        });
        let mut next = state.clone();
        next.revision += 1;
        let mut commit = Commit {
            revision: next.revision,
            ..Commit::default()
        };
        for op in batch.ops {
            next.apply(&self.plan, op, now, &mut commit)?;
        }
        commit.receipt = request.map(|request| Receipt {
            id: format!("{:016}", self.receipts.fetch_add(1, Ordering::Relaxed)),
            request,
            at: now,
            erased: commit.erased.clone(),
        });
        *state = next;
        Ok(commit)
    }

    async fn sweep(&self, now: Timestamp) -> Result<Swept, VaultError> {
        Ok(self.state().sweep(&self.plan, now))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, VaultError> {
        let state = self.state();
        let rows = state.rows.iter().map(|row| state.due(&self.plan, row));
        let guilds = state.settings.keys();
        let settings = guilds.map(|guild| state.settings_due(&self.plan, *guild));
        Ok(rows.chain(settings).flatten().min())
    }

    async fn guilds(&self) -> Result<Vec<(GuildId, Option<Timestamp>)>, VaultError> {
        let state = self.state();
        let rows = state.rows.iter().filter_map(|row| row.guild);
        let mut all: Vec<_> = rows
            .chain(state.settings.keys().copied())
            .chain(state.removed.keys().copied())
            .chain(state.off.keys().map(|(guild, _)| *guild))
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
            let store = &self.plan.stores[row.store.0 as usize];
            if rules::says(&store.retention, Trigger::MemberLeft) {
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

    async fn channels(&self, guild: Option<GuildId>) -> Result<Vec<ChannelId>, VaultError> {
        let state = self.state();
        let mut channels = Vec::new();
        for row in state
            .rows
            .iter()
            .filter(|row| row.guild == guild && row.counts_on())
        {
            let store = &self.plan.stores[row.store.0 as usize];
            channels.extend(rules::channel(store, &row.stored.values));
        }
        channels.sort_unstable();
        channels.dedup();
        Ok(channels)
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

    async fn dump(
        &self,
        store: StoreId,
        now: Timestamp,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        let state = self.state();
        let rows = state.rows.iter();
        let rows = rows.filter(|row| row.store == store);
        let rows = rows.filter(|row| !row.over && !state.is_past(&self.plan, row, now));
        let mut rows: Vec<_> = rows.map(|row| (row.id(), row.stored.clone())).collect();
        rows.sort_by_key(|(id, row)| {
            let order = (id.guild, row.key.clone(), row.created, row.revision);
            (order, row.values.clone(), row.written)
        });
        Ok(rows)
    }

    async fn due(&self, row: &RowId) -> Result<Option<Timestamp>, VaultError> {
        let state = self.state();
        let row = state.find(&self.plan, row)?;
        let row = row.filter(|row| !row.over);
        Ok(row.and_then(|row| state.due(&self.plan, row)))
    }

    async fn ended(
        &self,
        guild: Option<GuildId>,
        limit: usize,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        let state = self.state();
        let is_here = |row: &&state::Row| row.over && (guild.is_none() || row.guild == guild);
        let rows = state.rows.iter().filter(is_here).take(limit);
        Ok(rows.map(|row| (row.id(), row.stored.clone())).collect())
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

impl MemoryVault {
    /// The same data after a start with another plan.
    ///
    /// # Errors
    /// `Refused` when `plan` does not say what becomes of something that is there.
    pub fn reopened(self, mut plan: Plan, now: Timestamp) -> Result<Self, VaultError> {
        self.state().reopen(&self.plan, &mut plan, now)?;
        Ok(Self {
            plan: Arc::new(plan),
            state: self.state,
            receipts: self.receipts,
        })
    }
}
