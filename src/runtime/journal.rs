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
    discord::DiscordError,
    plan::{Sequel, StoreId},
    port::{Answer, Batch, Guild, Op, Read, RowId, Scan, StoredRow, VaultError},
    router,
    vocab::{GuildId, Value},
    wording::say,
};

impl Core {
    /// Goes on with what Discord did not answer.
    pub(super) async fn take_up_unfinished(self: &Arc<Self>) {
        for guild in self.unfinished.take() {
            let core = Arc::clone(self);
            let lane = Lane::Guild(guild.id);
            let work = async move {
                // What had its day is given up first.
                core.catch_up(None).await;
                core.take_up(&guild).await;
            };
            self.lanes.push(lane, work).await;
        }
    }

    /// Goes on with every entry of the server, or tells of it. Only in the server's lane.
    pub(super) async fn take_up(&self, guild: &Arc<Guild>) {
        // It is taken up when the server is back.
        if self.contact.is_away(guild.id) {
            return;
        }
        let sequels = self.plan.sequels().filter(|one| !one.is_ending());
        let journals: Vec<_> = sequels.map(|one| one.journal).collect();
        for (entry, row) in self.entries(guild, journals).await {
            self.take_up_entry(guild, &entry, &row).await;
        }
        self.take_up_endings(guild).await;
    }

    /// Carries out what follows from the end of rows, in the order in which it was decided. Only in the server's lane.
    pub(super) async fn take_up_endings(&self, guild: &Arc<Guild>) {
        if self.contact.is_away(guild.id) {
            return;
        }
        let sequels = self.plan.sequels().filter(Sequel::is_ending);
        let journals: Vec<_> = sequels.map(|one| one.journal).collect();
        let mut entries = self.entries(guild, journals).await;
        entries.sort_by(|(a, one), (b, other)| {
            (one.created, &a.key, one.revision).cmp(&(other.created, &b.key, other.revision))
        });
        for (entry, row) in entries {
            self.take_up_ending(guild, &entry, &row).await;
        }
    }

    /// What stands in these journals of a server.
    async fn entries(&self, guild: &Arc<Guild>, journals: Vec<StoreId>) -> Vec<(RowId, StoredRow)> {
        let mut entries = Vec::new();
        for journal in journals {
            let scan = Scan {
                store: journal,
                guild: Some(guild.id),
                of: None,
                by: None,
                limit: None,
            };
            match self.vault.read(&Read::Scan(scan), self.clock.now()).await {
                Ok(Answer::Rows(rows)) => entries.extend(rows.into_iter().map(|row| {
                    let entry = RowId {
                        store: journal,
                        guild: Some(guild.id),
                        key: row.key.clone(),
                    };
                    (entry, row)
                })),
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "a journal cannot be read"),
            }
        }
        entries
    }

    async fn take_up_ending(&self, guild: &Arc<Guild>, entry: &RowId, row: &StoredRow) {
        let now = self.clock.now();
        let was_begun = row.values.last() == Some(&Value::Bool(true));
        let kept = router::kept(&self.plan, guild, entry, row, now).filter(|_| !was_begun);
        let Some((event, pending)) = kept else {
            self.tell_doubt(entry).await;
            self.drop_entry(entry).await;
            return;
        };
        let turn = Turn::late(event);
        let actions = match turn.decide(self, Ask::Again(&pending)).await {
            Ok(actions) => actions,
            Err(error) => {
                tracing::error!(%error, "what follows the end of a row cannot be decided");
                return;
            }
        };
        if actions.iter().all(|action| action.then.is_none()) {
            // There is nobody to tell, or a role stands too high.
            self.drop_entry(entry).await;
        } else if self.is_once(entry) && !self.set_begun(entry, true).await {
            return;
        }
        turn.act(self, actions).await;
    }

    fn is_once(&self, entry: &RowId) -> bool {
        let mut sequels = self.plan.sequels();
        let sequel = sequels.find(|one| one.journal == entry.store);
        sequel.is_some_and(|one| one.is_once())
    }

    /// Notes whether Discord is asked for an effect; whether that is on disk.
    pub(super) async fn set_begun(&self, entry: &RowId, begun: bool) -> bool {
        let row = match self
            .vault
            .read(&Read::Row(entry.clone()), self.clock.now())
            .await
        {
            Ok(Answer::Row(Some(row))) => row,
            Ok(_) => return false,
            Err(error) => {
                tracing::error!(%error, "a journal cannot be read");
                return false;
            }
        };
        let mut values = row.values;
        match values.last_mut() {
            Some(last) if *last != Value::Bool(begun) => *last = Value::Bool(begun),
            Some(_) | None => return true,
        }
        let put = Op::Put {
            row: entry.clone(),
            values,
        };
        let batch = Batch {
            numbers: Vec::new(),
            expect: vec![(entry.clone(), row.revision)],
            ops: vec![put],
        };
        match self.vault.commit(batch, self.clock.now()).await {
            Ok(_) => true,
            Err(error) => {
                tracing::error!(%error, "an entry of a journal cannot be written");
                false
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
        let Some(line) = self.line_of(entry.store) else {
            return;
        };
        tracing::warn!(at = %line, "an effect may or may not have happened; nothing followed it");
        let feature = self.feature_of(entry.store);
        let said = || say!("effect-in-doubt", feature, line = &line);
        self.tell_there(entry.guild, said).await;
    }

    /// Says that Discord refused what was to follow the end of a row.
    pub(super) async fn tell_refusal(&self, entry: &RowId, error: &DiscordError) {
        let Some(line) = self.line_of(entry.store) else {
            return;
        };
        let feature = self.feature_of(entry.store);
        let said = || say!("ended-refused", feature, why = error.for_people(), line = &line);
        self.tell_there(entry.guild, said).await;
    }

    /// Says it of entries that had their day, where somebody is there to be told: in an outage, once it is over.
    pub(super) fn given_up(self: &Arc<Self>, places: impl IntoIterator<Item = (GuildId, StoreId)>) {
        for (guild, store) in places {
            // Where the bot was removed, nobody is there to be told.
            if !self.plan.is_journal(store) || self.presence.removed(guild).is_some() {
                continue;
            }
            if self.contact.is_away(guild) {
                self.untold().insert((guild, store));
                continue;
            }
            let core = Arc::clone(self);
            let lanes = core.lanes.clone();
            let work = async move { core.tell_given_up(guild, store).await };
            tokio::spawn(async move { lanes.push(Lane::Guild(guild), work).await });
        }
    }

    /// The server is back: what is to be told there.
    pub(super) fn tell_untold(self: &Arc<Self>, guild: GuildId) {
        let told: Vec<_> = self
            .untold()
            .extract_if(.., |(of, _)| *of == guild)
            .collect();
        self.given_up(told);
    }

    /// Says that something was tried for a day in vain.
    pub(super) async fn tell_given_up(&self, guild: GuildId, journal: StoreId) {
        let Some(line) = self.line_of(journal) else {
            return;
        };
        tracing::warn!(at = %line, "an effect was given up after a day");
        let feature = self.feature_of(journal);
        let said = || say!("effect-given-up", feature, line = &line);
        self.tell_there(Some(guild), said).await;
    }

    async fn tell_there(&self, guild: Option<GuildId>, said: impl FnOnce() -> String) {
        let Some(guild) = guild else {
            return;
        };
        let text = &self.said_in(guild, said).await;
        let owner = self.known.get(guild).map(|server| server.owner);
        self.tell(guild, owner, text).await;
    }

    fn feature_of(&self, journal: StoreId) -> &str {
        let store = self.plan.store(journal);
        let feature = store.and_then(|store| self.plan.feature(store.feature));
        feature.map_or("", |feature| feature.title.as_str())
    }

    /// The line of the policy that the effect of a journal stands in.
    fn line_of(&self, journal: StoreId) -> Option<String> {
        let mut sequels = self.plan.sequels();
        let at = &sequels.find(|one| one.journal == journal)?.first.at;
        Some(format!("{}:{}", at.file, at.first_line))
    }
}
