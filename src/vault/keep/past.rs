//! Data of an earlier policy become those of today's: what a start does about `drop` and `rename`.
//!
//! Rows of stores go or are written anew in `stock`, with the rows that a start deletes. Here are the settings of servers
//! and the switches of features, which stand by their names, and a row that is written anew.
//!
//! INVARIANT: whatever is done here can be done again, so that a start that was killed does no harm. The list of stores is
//! written when all of it is done.

use super::{
    transaction::Transaction,
    view::{SettingsFile, View},
};
use crate::{
    plan::{Gap, SERVER, Setting, Today},
    port::VaultError,
    vault::{
        engines::Readable,
        ground::fault::damaged,
        ledger::{
            Who,
            seal::{Alias, Keys},
        },
        rows::{join::Gaps, layout, named, record::Record, schema::SETTINGS},
    },
    vocab::{Piece, Type, Value},
};

/// What something is that a server set or switched.
enum Said<'a> {
    /// Under this name, for this setting where it is one.
    Is(String, Option<&'a Setting>),
    Dropped,
    Gap(Gap),
}

impl<S: Readable + ?Sized> View<'_, S> {
    /// What servers set and switched that the policy has no place for, with how many servers did.
    pub(super) fn setting_gaps(&self, gaps: &mut Gaps) -> Result<(), VaultError> {
        for (_, scope) in self.ledger.servers() {
            let Some((_, file)) = self.set_in(&scope)? else {
                continue;
            };
            self.gaps_in(&file, gaps);
        }
        for (mark, _) in self.source.scan(&[layout::OFF], usize::MAX)? {
            let (_, feature) = layout::split_off(&mark).ok_or_else(|| damaged("an index"))?;
            if self.shape.plan.feature_today(feature) == Today::Unsaid {
                let gap = no_feature(feature);
                if !gaps.contains_key(&gap) {
                    gaps.entry(gap).or_default().add_server();
                }
            }
        }
        Ok(())
    }

    /// The same in what one server set.
    pub(in crate::vault) fn gaps_in(&self, file: &SettingsFile, gaps: &mut Gaps) {
        let mut here = Vec::new();
        for (name, value) in file {
            let gap = match self.said(name) {
                Said::Gap(gap) => gap,
                Said::Is(_, Some(setting)) if !fits(value, &setting.kind) => Gap::Retyped {
                    piece: Piece::Setting,
                    name: format!("{}.{}", self.shape.plan.feature_of(setting), setting.name),
                    was: None,
                    now: setting.kind.to_string(),
                },
                Said::Is(..) | Said::Dropped => continue,
            };
            if !here.contains(&gap) {
                gaps.entry(gap.clone()).or_default().add_server();
                here.push(gap);
            }
        }
    }

    /// What a name in a server's settings is today.
    fn said<'a>(&'a self, name: &'a str) -> Said<'a> {
        let plan = &self.shape.plan;
        if let Some(feature) = name.strip_prefix('F') {
            return match plan.feature_today(feature) {
                Today::Is(now) => Said::Is(format!("F{now}"), None),
                Today::Dropped => Said::Dropped,
                Today::Unsaid => Said::Gap(no_feature(feature)),
            };
        }
        let whole = name.strip_prefix('S').unwrap_or(name);
        let (feature, own) = whole.split_once('.').unwrap_or(("", whole));
        let feature = if feature.is_empty() { SERVER } else { feature };
        match plan.setting_today(feature, own) {
            Today::Is((feature, own)) => {
                let mut all = plan.settings.iter();
                let setting = all.find(|one| one.name == own && plan.feature_of(one) == feature);
                let named = setting.and_then(|setting| self.shape.setting_name(setting.id));
                Said::Is(format!("S{}", named.unwrap_or_default()), setting)
            }
            Today::Dropped => Said::Dropped,
            Today::Unsaid => {
                let gone = |feature: &str| Gap::Gone {
                    piece: Piece::Setting,
                    name: format!("{feature}.{own}"),
                };
                Said::Gap(match plan.feature_today(feature) {
                    Today::Unsaid => no_feature(feature),
                    Today::Is(now) => gone(now),
                    Today::Dropped => gone(feature),
                })
            }
        }
    }

    /// What a server set, by name, with its row.
    pub(super) fn set_in(
        &self,
        scope: &Alias,
    ) -> Result<Option<(Record, SettingsFile)>, VaultError> {
        let row = layout::row(scope, SETTINGS, &[]);
        let (Some(keys), Some(record)) = (self.ledger.by_alias(scope), self.record(&row)?) else {
            return Ok(None);
        };
        let file = self.settings_in(&row, &record, &keys)?;
        Ok(Some((record, file)))
    }

    /// What a row of settings says.
    pub(in crate::vault) fn settings_in(
        &self,
        row: &[u8],
        record: &Record,
        keys: &Keys,
    ) -> Result<SettingsFile, VaultError> {
        let kept = self.shape.numbered(SETTINGS)?;
        let mut file = SettingsFile::new();
        let mut lacks_named = false;
        for section in &record.sections {
            let theirs = match section.alias {
                Some(alias) => self.ledger.by_alias(&alias),
                None => Some(keys.clone()),
            };
            let Some(theirs) = theirs else {
                lacks_named = true;
                continue;
            };
            let key = self
                .shape
                .sealing(kept, self.ledger, &theirs, record.generation)?;
            file.extend(section.open(row, &key)?);
        }
        named::shown(&mut file, lacks_named);
        Ok(file)
    }
}

fn no_feature(name: &str) -> Gap {
    Gap::Gone {
        piece: Piece::Feature,
        name: name.to_owned(),
    }
}

/// Whether a value is of a type. What is kept is never without a value.
fn fits(value: &Value, kind: &Type) -> bool {
    let may_be_none = matches!(kind, Type::Optional(_));
    kind.holds(value) || may_be_none && *value == Value::None
}

impl Transaction<'_, '_> {
    /// Gives what a server set and switched the names of today, and forgets what is dropped. Tells how much that was.
    pub(super) fn move_settings(&mut self) -> Result<u64, VaultError> {
        let mut dropped = 0;
        for (guild, scope) in self.ledger.servers() {
            let Some((old, file)) = self.view().set_in(&scope)? else {
                continue;
            };
            let mut new = SettingsFile::new();
            let mut same = true;
            for (name, value) in file {
                match self.view().said(&name) {
                    Said::Is(now, _) => {
                        same &= now == name;
                        new.insert(now, value);
                    }
                    Said::Dropped | Said::Gap(_) => {
                        same = false;
                        dropped += 1;
                    }
                }
            }
            if same {
                continue;
            }
            let row = layout::row(&scope, SETTINGS, &[]);
            if new.is_empty() {
                self.remove(&row)?;
                continue;
            }
            let shape = self.shape;
            let kept = shape.numbered(SETTINGS)?;
            let keys = self.ledger.get(Who::server(Some(guild)));
            let keys = keys.ok_or_else(|| damaged("the ledger, which lacks secrets of rows,"))?;
            let sections = self.settings_sections(guild, &keys, &row, &new)?;
            let record = Record {
                generation: self.ledger.generation(),
                sections,
                ..old.clone()
            };
            self.store(kept, &row, Some(&old), &record)?;
        }
        Ok(dropped)
    }

    /// Gives the marks of features that are off the names of today, and forgets those of features that are dropped.
    pub(super) fn move_switches(&mut self) -> Result<(), VaultError> {
        let shape = self.shape;
        for (mark, since) in self.overlay.scan(&[layout::OFF], usize::MAX)? {
            let (scope, feature) = layout::split_off(&mark).ok_or_else(|| damaged("an index"))?;
            match shape.plan.feature_today(feature) {
                Today::Is(now) if now == feature => {}
                Today::Is(now) => {
                    self.overlay.remove(mark.clone());
                    self.overlay.put(layout::off(&scope, now), since);
                }
                Today::Dropped | Today::Unsaid => self.forget_switch(&scope, feature)?,
            }
        }
        Ok(())
    }

    /// The last numbers that were given in stores that are gone.
    pub(super) fn forget_counters(&mut self) -> Result<(), VaultError> {
        let shape = self.shape;
        for (counter, _) in self.overlay.scan(&[layout::COUNTER], usize::MAX)? {
            let number = counter.get(17..).and_then(<[u8]>::first_chunk);
            let number = number.ok_or_else(|| damaged("an index"))?;
            if shape
                .numbered(u32::from_be_bytes(*number))
                .is_ok_and(|kept| kept.gone)
            {
                self.overlay.remove(counter);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        plan::{Past, Plan},
        port::{Answer, Batch, Op, Read, Vault as _},
        vault::{MasterKey, SealedVault, engines::Changes, open, policy},
        vocab::{ChannelId, GuildId, Timestamp, UserId},
    };

    const NOW: Timestamp = Timestamp(1_760_000_000_000);

    #[test]
    fn a_list_is_neither_a_single_value_nor_a_list_of_others() {
        let list = |kind| Type::List(Box::new(kind));
        let channel = Value::Channel(ChannelId(7));
        let channels = Value::List(vec![channel.clone()]);
        assert!(fits(&channels, &list(Type::Channel)));
        assert!(!fits(&channels, &list(Type::Role)));
        assert!(!fits(&channels, &Type::Channel));
        assert!(!fits(&channel, &list(Type::Channel)));
        assert!(!fits(&Value::Words(Vec::new()), &list(Type::Url)));
        assert!(!fits(&Value::Text("https://a.example".into()), &Type::Url));
    }

    fn renamed() -> Arc<Plan> {
        let mut plan = policy::plan();
        plan.features[0].name = "every".to_owned();
        plan.settings[policy::GREETING.0 as usize].name = "hello".to_owned();
        plan.stores[policy::WARNING.0 as usize].fields[2].name = "by".to_owned();
        plan.stores[policy::WARNING.0 as usize].fields.pop();
        let past = |piece, of: Option<&str>, name: &str, to: Option<&str>| Past {
            piece,
            of: of.map(str::to_owned),
            name: name.to_owned(),
            to: to.map(str::to_owned),
            at: policy::at(),
        };
        plan.past = vec![
            past(Piece::Feature, None, "all", Some("every")),
            past(Piece::Setting, Some("every"), "greeting", Some("hello")),
            past(Piece::Field, Some("warning"), "moderator", Some("by")),
            past(Piece::Field, Some("warning"), "memo", None),
        ];
        Arc::new(plan)
    }

    #[tokio::test]
    async fn a_start_that_was_killed_before_its_last_step_does_all_of_it_again() {
        let home = tempfile::tempdir().unwrap();
        let key = MasterKey::random().unwrap();
        let (guild, text) = (Some(GuildId(3)), || Value::Text("text".to_owned()));
        let vault = SealedVault::open(home.path(), policy::shared(), &key, NOW).unwrap();
        let people = [1, 2].map(|user| Value::User(UserId(user)));
        let warning = Op::Insert {
            store: policy::WARNING,
            guild,
            values: [vec![Value::None], people.to_vec(), vec![text(), text()]].concat(),
        };
        let set = Op::SetSetting {
            guild: GuildId(3),
            setting: policy::GREETING,
            value: Some(text()),
        };
        let off = Op::SwitchFeature {
            guild: GuildId(3),
            feature: "all".to_owned(),
            on: Some(false),
        };
        let batch = Batch {
            expect: Vec::new(),
            numbers: Vec::new(),
            ops: vec![warning, set, off],
        };
        vault.commit(batch, NOW).await.unwrap();
        drop(vault);
        let schema = || layout::meta("schema");
        let (writer, lock) = open::open(home.path(), &policy::shared(), &key, NOW).unwrap();
        let before = writer.shared.engine.get(&schema()).unwrap();
        drop((writer, lock));
        for _ in 0..2 {
            let (writer, lock) = open::open(home.path(), &renamed(), &key, NOW).unwrap();
            let engine = &writer.shared.engine;
            assert_ne!(engine.get(&schema()).unwrap(), before);
            let again = Changes::from([(schema(), before.clone())]);
            engine.apply(again).unwrap();
            drop((writer, lock));
        }
        let vault = SealedVault::open(home.path(), renamed(), &key, NOW).unwrap();
        let rows = vault.dump(policy::WARNING, NOW).await.unwrap();
        assert_eq!(rows[0].1.values[2], people[1]);
        assert_eq!(rows[0].1.values.len(), 4);
        let read = Read::Settings(GuildId(3));
        let Answer::Settings(settings) = vault.read(&read, NOW).await.unwrap() else {
            panic!("no settings");
        };
        assert_eq!(settings.values.len(), 1);
        assert_eq!(settings.switched.get("every"), Some(&false));
        assert_eq!(vault.verify().await.unwrap(), 1);
    }
}
