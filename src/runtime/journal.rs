//! Entries of journals that stand alone: the bot stopped, or Discord did not answer, between an effect and what follows.
//!
//! Where asking again for the effect makes no second one, it is asked for again until it is there, and its block follows.
//! A message is never sent again: that it may or may not be there is told to the server's mod-log, and to the operator.
//!
//! INVARIANT: looked at in the server's lane, where no event is under way; so an entry that is there stands alone.

use std::sync::Arc;

use super::{
    core::Core,
    lane::Lane,
    turn::{Ask, Turn},
};
use crate::{
    port::{Answer, Batch, Guild, Op, Read, RowId, Scan, StoredRow, VaultError},
    router,
    vocab::Place,
    wording::say,
};

impl Core {
    /// Goes on with what Discord did not answer.
    pub(super) async fn take_up_unfinished(self: &Arc<Self>) {
        for guild in self.unfinished.take() {
            let core = Arc::clone(self);
            let lane = Lane::Guild(guild.id);
            let work = async move { core.take_up(&guild).await };
            self.lanes.push(lane, work).await;
        }
    }

    /// Goes on with every entry of the server, or tells of it. Only in the server's lane.
    pub(super) async fn take_up(&self, guild: &Arc<Guild>) {
        let mut journals: Vec<_> = self.plan.sequels().map(|one| one.journal).collect();
        journals.dedup();
        for journal in journals {
            let scan = Scan {
                store: journal,
                guild: Some(guild.id),
                of: None,
                by: None,
                limit: None,
            };
            match self.vault.read(&Read::Scan(scan)).await {
                Ok(Answer::Rows(rows)) => {
                    for row in rows {
                        let entry = RowId {
                            store: journal,
                            guild: Some(guild.id),
                            key: row.key.clone(),
                        };
                        self.take_up_entry(guild, &entry, &row).await;
                    }
                }
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "a journal cannot be read"),
            }
        }
    }

    async fn take_up_entry(&self, guild: &Arc<Guild>, entry: &RowId, row: &StoredRow) {
        let now = self.clock.now();
        let Some((event, pending)) = router::kept(&self.plan, guild, entry, row, now) else {
            // Told first: told twice does less harm than never.
            self.tell_doubt(entry).await;
            self.drop_entry(entry).await;
            return;
        };
        let turn = Turn::late(event);
        match turn.decide(self, Ask::Again(&pending)).await {
            Ok(actions) if actions.is_empty() => {
                self.tell_doubt(entry).await;
                self.drop_entry(entry).await;
            }
            Ok(actions) => turn.act(self, actions).await,
            Err(error) => tracing::error!(%error, "what follows an effect cannot be decided"),
        }
    }

    pub(super) async fn drop_entry(&self, entry: &RowId) {
        let row = entry.clone();
        let batch = Batch {
            ops: vec![Op::Remove { row }],
            ..Batch::default()
        };
        match self.vault.commit(batch, self.clock.now()).await {
            // It is gone already.
            Ok(_) | Err(VaultError::Conflict) => {}
            Err(error) => tracing::error!(%error, "an entry of a journal cannot be removed"),
        }
    }

    /// Says that an effect may or may not have happened, and that nothing followed.
    pub(super) async fn tell_doubt(&self, entry: &RowId) {
        let Some(at) = self.effect_of(entry) else {
            return;
        };
        let line = format!("{}:{}", at.file, at.first_line);
        tracing::warn!(at = %line, "an effect may or may not have happened; nothing followed it");
        let Some(guild) = entry.guild else {
            return;
        };
        let store = self.plan.store(entry.store);
        let feature = store.and_then(|store| self.plan.feature(store.feature));
        let feature = feature.map_or("", |feature| feature.title.as_str());
        let text = say!("effect-in-doubt", feature, line = &line);
        self.tell(guild, None, &text).await;
    }

    /// The line of the policy that an entry's effect stands in.
    fn effect_of(&self, entry: &RowId) -> Option<&Place> {
        let mut sequels = self.plan.sequels();
        let sequel = sequels.find(|one| one.journal == entry.store)?;
        Some(&sequel.first.at)
    }
}
