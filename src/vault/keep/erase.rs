//! Erasure of a person, or of a server (`server`), in steps that can be resumed: the intent, the secrets, the rows, the intent again.
//!
//! 1. One batch: rows that stay lose the person; the intent names the aliases that die. Durable before anything follows.
//! 2. Their slots are overwritten. From here on nobody can read what the rows held, in whatever copy, and they read as not
//!    there. This is acknowledged.
//! 3. Rows that go are deleted, at most 256 a batch, and with the last the intent. Who counts rows waits for it, and so
//!    does the next batch. That it is durable nobody waits for: as long as the intent is on the disk, a restart does it again.
//!
//! INVARIANT: an erasure that has begun is finished before anybody reads after a restart (`open` resumes it), and before
//! anything else is written.
//! INVARIANT: when it is acknowledged, its intent was durable, and its slots are destroyed in both files.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{transaction::Transaction, view, writer::Writer};
use crate::{
    plan::{EraseRule, StoreId, Wish},
    port::{Batch, Commit, Op, VaultError},
    sabotage::{Saboteur, off},
    vault::{
        engines::Readable,
        ground::fault::damaged,
        ledger::{Who, seal::Alias},
        rows::{
            layout::{self, DbKey},
            named,
            record::{Record, Roles, Section},
            rules,
            schema::Kept,
        },
    },
    vocab::{GuildId, Timestamp, UserId, Value},
};

/// Deletions in one batch; more would make readers wait.
pub(super) const ROWS_MAX: usize = 256;

impl Writer {
    /// Makes the people that the batch names nobody; `delete_doomed` deletes what they leave. All ops are erasures and
    /// suppressions.
    pub(in crate::vault) fn erase(
        &mut self,
        batch: &Batch,
        now: Timestamp,
    ) -> Result<(Commit, Vec<Alias>), VaultError> {
        let commit = self.begin_erasure(batch, now)?;
        let doomed = self.finish(Self::destroy_doomed)?;
        Ok((commit, doomed))
    }

    /// The first step, not yet durable.
    pub(super) fn begin_erasure(
        &mut self,
        batch: &Batch,
        now: Timestamp,
    ) -> Result<Commit, VaultError> {
        rules::check_batch(batch)?;
        let shared = Arc::clone(&self.shared);
        let revision = self.revision + 1;
        let mut transaction = Self::transaction(&shared, &mut self.idle, revision, now);
        transaction.expect(batch)?;
        let mut commit = Commit {
            revision,
            ..Commit::default()
        };
        let mut doomed = BTreeSet::new();
        for (place, op) in (0..).zip(&batch.ops) {
            match op {
                Op::Erase { guild, user } => {
                    transaction.begin(*guild, *user, &mut doomed, &mut commit)?;
                    let starts_again = rules::stopped(&shared.shape.plan, Wish::NotAgain);
                    // Who objects wants more than that already.
                    let is_news = transaction.view().wish(*guild, *user)? < Wish::NoMore;
                    if !starts_again.is_empty() && is_news && !off(Saboteur::NotAgain) {
                        transaction.choose(*guild, *user, place, Wish::NotAgain)?;
                    }
                }
                Op::EraseServer { guild } => {
                    transaction.begin_server(*guild, &mut doomed, &mut commit)?;
                }
                Op::Suppress { guild, user, on } => {
                    transaction.choose(*guild, *user, place, rules::said(*on))?;
                }
                _ => {
                    return Err(rules::refused(
                        "an erasure and other writes are in one batch".to_owned(),
                    ));
                }
            }
        }
        let overlay = transaction.done()?;
        self.put(overlay, revision)?;
        Ok(commit)
    }

    /// Does what intents promise; also those of a process that was killed. Nothing else is written before it is done.
    pub(super) fn finish_erasures(&mut self, now: Timestamp) -> Result<(), VaultError> {
        self.finish(|writer| {
            let doomed = writer.destroy_doomed()?;
            writer.delete_doomed(doomed, now)
        })
    }

    /// Does part of what an intent promises; where it fails, nothing is written any more.
    pub(in crate::vault) fn finish<T>(
        &mut self,
        part: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        match part(self) {
            Err(error) if self.broken.is_none() => {
                let told = self.engine_broke(&error);
                // What is damaged is found again by a restart, which says what to do.
                Err(match error {
                    VaultError::Io(_) => told,
                    error => error,
                })
            }
            done => done,
        }
    }

    /// Destroys the secrets that intents name.
    fn destroy_doomed(&mut self) -> Result<Vec<Alias>, VaultError> {
        let shared = Arc::clone(&self.shared);
        let intents = shared.engine.scan(&[layout::ERASING], usize::MAX)?;
        let aliases: Vec<Alias> = intents
            .iter()
            .filter_map(|(key, _)| layout::alias(key))
            .collect();
        // Also where nobody dies: that somebody does not want to be started with is acknowledged too.
        self.durable()?;
        let destroyed = shared.ledger.destroy(&aliases);
        destroyed.map_err(|error| self.ledger_broke(&error))?;
        Ok(aliases)
    }

    /// Deletes the rows that go with people who are nobody any more, and their intents.
    pub(super) fn delete_doomed(
        &mut self,
        doomed: Vec<Alias>,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let shared = Arc::clone(&self.shared);
        for alias in doomed {
            loop {
                let revision = self.revision;
                let mut transaction = Self::transaction(&shared, &mut self.idle, revision, now);
                let rows = shared
                    .engine
                    .scan(&layout::person_prefix(&alias), ROWS_MAX)?;
                for (entry, _) in &rows {
                    let row = layout::row_of_person(entry).ok_or_else(|| damaged("an index"))?;
                    transaction.remove(&row)?;
                }
                // Of a server that is erased, where nobody had a part in them.
                let room = ROWS_MAX - rows.len();
                let of_server = layout::scope_prefix(&alias);
                for (row, _) in &shared.engine.scan(&of_server, room)? {
                    transaction.remove(row)?;
                }
                let last = rows.len() < ROWS_MAX && !transaction.overlay.any(&of_server)?;
                if last {
                    transaction.forget_numbers(&alias)?;
                    transaction.overlay.remove(layout::erasing(&alias));
                }
                let overlay = transaction.done()?;
                self.put(overlay, revision)?;
                if last {
                    break;
                }
            }
            self.idle.remove(&alias);
        }
        Ok(())
    }
}

impl Transaction<'_, '_> {
    /// Takes a person out of the rows that stay, and writes down what is to die. `commit` tells the rows concerned.
    /// `doomed` gathers rows that go later, so that nobody counts or changes them again.
    fn begin(
        &mut self,
        guild: Option<GuildId>,
        user: UserId,
        doomed: &mut BTreeSet<DbKey>,
        commit: &mut Commit,
    ) -> Result<(), VaultError> {
        for (of, alias) in self.ledger.of_user(user) {
            // What belongs to no server is erased wherever that is asked for.
            if guild.is_some() && of.is_some() && guild != of {
                continue;
            }
            let is_left = self.is_left(&alias)?;
            if !is_left {
                self.overlay.put(layout::erasing(&alias), []);
                self.forget_departure(&alias)?;
            }
            for (entry, roles) in self
                .overlay
                .scan(&layout::person_prefix(&alias), usize::MAX)?
            {
                let (kept, row) = view::pointed(self.shape, &entry)?;
                if doomed.contains(&row) {
                    continue;
                }
                let (rule, record) = self.view().fate(kept, &row, &alias, &roles, self.now)?;
                commit.erased.add(kept.called(), rule);
                if rule == EraseRule::Refuse {
                    continue;
                }
                commit.erased_in.extend(of.zip(kept.id));
                match record {
                    Some(record) if rule != EraseRule::Delete => {
                        let new = self.without(kept, &row, &record, &alias, |_| true)?;
                        self.store(kept, &row, Some(&record), &new)?;
                    }
                    // Its secret stays for others, so it dies with its generation.
                    _ if is_left => self.remove(&row)?,
                    _ => drop(doomed.insert(row)),
                }
            }
        }
        Ok(())
    }

    /// Whether some row under this secret is refused to be erased, so that the secret stays.
    fn is_left(&self, alias: &Alias) -> Result<bool, VaultError> {
        match self.ledger.who(alias) {
            Some(Who::Refused(..)) if !off(Saboteur::Refused) => {}
            None | Some(_) => return Ok(false),
        }
        for (entry, roles) in self
            .overlay
            .scan(&layout::person_prefix(alias), usize::MAX)?
        {
            let (kept, row) = view::pointed(self.shape, &entry)?;
            let (rule, _) = self.view().fate(kept, &row, alias, &roles, self.now)?;
            if rule == EraseRule::Refuse {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes a person out of these stores alone. Their secret stays, so what is left of the rows dies with its generation.
    pub(super) fn erase_from(
        &mut self,
        guild: Option<GuildId>,
        user: UserId,
        stores: &[StoreId],
        commit: &mut Commit,
    ) -> Result<(), VaultError> {
        for (of, alias) in self.ledger.of_user(user) {
            if guild.is_some() && of.is_some() && guild != of {
                continue;
            }
            for (entry, roles) in self
                .overlay
                .scan(&layout::person_prefix(&alias), usize::MAX)?
            {
                let (kept, row) = view::pointed(self.shape, &entry)?;
                if !kept.id.is_some_and(|id| stores.contains(&id)) {
                    continue;
                }
                let (mut rule, record) = self.view().fate(kept, &row, &alias, &roles, self.now)?;
                if rule == EraseRule::Refuse {
                    commit.erased.add(&kept.store.name, rule);
                    continue;
                }
                if is_keyed(kept, &roles)? {
                    // Their secret stays, so the row's address would go on naming them.
                    rule = EraseRule::Delete;
                }
                commit.erased.add(&kept.store.name, rule);
                commit.erased_in.extend(of.zip(kept.id));
                match record {
                    Some(record) if rule != EraseRule::Delete => {
                        let new = self.without(kept, &row, &record, &alias, |_| true)?;
                        self.store(kept, &row, Some(&record), &new)?;
                    }
                    _ => self.remove(&row)?,
                }
            }
            // Their secret stays, so a backup is to know that what it has of them is over.
            for id in stores {
                let number = self.shape.of(*id)?.number;
                let tag = self.ledger.taken_out_tag(Who::person(of, user), number);
                self.note(&tag, 0, Wish::Nothing)?;
            }
        }
        Ok(())
    }

    /// A record that stays, without this person in the roles that `which` tells.
    pub(super) fn without(
        &self,
        kept: &Kept,
        row: &[u8],
        record: &Record,
        alias: &Alias,
        which: impl Fn(&str) -> bool,
    ) -> Result<Record, VaultError> {
        let missing = || damaged("the ledger");
        let (scope, _, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        let key = |alias| {
            let keys = self.ledger.by_alias(alias).ok_or_else(missing)?;
            self.shape
                .sealing(kept, self.ledger, &keys, record.generation)
        };
        let (theirs, common) = (key(alias)?, key(&scope)?);
        let mut new = record.clone();
        new.revision = self.revision;
        for section in new
            .sections
            .iter_mut()
            .filter(|section| section.alias == Some(*alias) && which(&section.owner))
        {
            let mut people = kept.store.people();
            let by = people
                .find(|(_, field)| field.name == section.owner)
                .map(|(id, _)| id);
            let rule = match by {
                Some(by) => rules::erase_rule(&kept.store, by),
                None if named::is_named(&section.owner) => rules::named_rule(&section.owner),
                None => EraseRule::Delete,
            };
            let mut content: BTreeMap<String, Value> = section.open(row, &theirs)?;
            if rule == EraseRule::Pseudonymise {
                content.insert(section.owner.clone(), Value::None);
            } else {
                for value in content.values_mut() {
                    *value = Value::None;
                }
            }
            let content = content
                .iter()
                .map(|(name, value)| (name.as_str(), value))
                .collect();
            *section = Section::seal(row, &section.owner, None, &common, &content)?;
        }
        Ok(new)
    }
}

/// Whether one of these roles of somebody stands in the key.
fn is_keyed(kept: &Kept, roles: &[u8]) -> Result<bool, VaultError> {
    let roles = Roles::decode(roles).ok_or_else(|| damaged("an index"))?;
    let key = kept.store.fields.iter().take(kept.store.key_len as usize);
    let names: Vec<&str> = key.map(|field| field.name.as_str()).collect();
    Ok(roles.0.iter().any(|role| names.contains(&kept.now(role))))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        plan::FieldId,
        port::{Answer, Read, Scan, Vault},
        vault::{MasterKey, SealedVault, open, policy},
    };

    const ANN: UserId = UserId(1);
    const MOD: UserId = UserId(2);
    const LOUNGE: GuildId = GuildId(3);
    const NOW: Timestamp = Timestamp(1_760_000_000_000);

    fn warnings() -> Read {
        first_warnings(None)
    }

    fn first_warnings(limit: Option<u32>) -> Read {
        Read::Scan(Scan {
            store: policy::WARNING,
            guild: Some(LOUNGE),
            of: None,
            by: None,
            limit,
        })
    }

    async fn prepared(dir: &Path, key: &MasterKey) {
        let vault = SealedVault::open(dir, policy::shared(), key, NOW).unwrap();
        let text = || Value::Text("text".to_owned());
        let warning = |member, moderator| Op::Insert {
            store: policy::WARNING,
            guild: Some(LOUNGE),
            values: vec![
                Value::None,
                Value::User(member),
                Value::User(moderator),
                text(),
                text(),
            ],
        };
        let mut ops = vec![warning(ANN, MOD); 300];
        ops.push(warning(MOD, ANN));
        let batch = Batch {
            numbers: Vec::new(),
            expect: Vec::new(),
            ops,
        };
        vault.commit(batch, NOW).await.unwrap();
    }

    /// Begins to erase Ann, goes on as `further` says, and is killed.
    fn killed(dir: &Path, key: &MasterKey, further: impl FnOnce(&mut Writer)) {
        let (mut writer, _lock) = open::open(dir, &policy::shared(), key, NOW).unwrap();
        let erase = Op::Erase {
            guild: None,
            user: ANN,
        };
        let batch = Batch {
            numbers: Vec::new(),
            expect: Vec::new(),
            ops: vec![erase],
        };
        assert_eq!(
            writer.begin_erasure(&batch, NOW).unwrap().erased.rows(),
            301
        );
        further(&mut writer);
    }

    async fn is_finished(dir: &Path, key: &MasterKey) {
        let vault = SealedVault::open(dir, policy::shared(), key, NOW).unwrap();
        let Answer::Rows(rows) = vault.read(&warnings(), NOW).await.unwrap() else {
            panic!("not rows");
        };
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].values[1..3], [Value::User(MOD), Value::None]);
        assert_eq!(vault.verify().await.unwrap(), 1);
        drop(vault);
        let (writer, _lock) = open::open(dir, &policy::shared(), key, NOW).unwrap();
        assert!(writer.shared.ledger.of_user(ANN).is_empty());
        assert_eq!(writer.shared.ledger.of_user(MOD).len(), 1);
        assert!(!writer.shared.engine.any(&[layout::ERASING]).unwrap());
    }

    #[tokio::test]
    async fn an_erasure_killed_after_its_intent_is_finished_at_the_next_start() {
        let home = tempfile::tempdir().unwrap();
        let key = MasterKey::random().unwrap();
        prepared(home.path(), &key).await;
        killed(home.path(), &key, |_| {});
        is_finished(home.path(), &key).await;
    }

    #[tokio::test]
    async fn an_erasure_killed_after_the_secrets_shows_no_row_and_is_finished() {
        let home = tempfile::tempdir().unwrap();
        let key = MasterKey::random().unwrap();
        prepared(home.path(), &key).await;
        killed(home.path(), &key, |writer| {
            let ann = writer.shared.ledger.of_user(ANN);
            let aliases: Vec<Alias> = ann.into_iter().map(|(_, alias)| alias).collect();
            writer.shared.ledger.destroy(&aliases).unwrap();
            // The rows are still there, and read as not there.
            let rows = writer
                .shared
                .engine
                .scan(&[layout::ROW], usize::MAX)
                .unwrap();
            assert_eq!(rows.len(), 301);
            let answer = writer.shared.current().answer(&warnings(), NOW).unwrap();
            assert!(matches!(answer, Answer::Rows(rows) if rows.len() == 1));
            let answer = writer
                .shared
                .current()
                .answer(&first_warnings(Some(1)), NOW);
            assert!(matches!(answer.unwrap(), Answer::Rows(rows) if rows.len() == 1));
            let of = Read::Scan(Scan {
                store: policy::WARNING,
                guild: Some(LOUNGE),
                of: Some((FieldId(1), ANN)),
                by: None,
                limit: None,
            });
            let answer = writer.shared.current().answer(&of, NOW).unwrap();
            assert_eq!(answer, Answer::Rows(Vec::new()));
        });
        is_finished(home.path(), &key).await;
    }
}
