//! What somebody is told of what is kept about them: rows as they may have them, and how many others name them.
//!
//! INVARIANT: every row that names the person is among `rows`, or counted among `others`; settings that name them are
//! listed, and their row is counted where a text in it mentions them.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{View, pointed};
use crate::{
    plan::Wish,
    port::{Absence, Export, Others, RowId, VaultError},
    vault::{
        engines::Readable,
        ground::fault::damaged,
        rows::{
            layout, named,
            record::Roles,
            rules::{self, Choice},
            schema::SETTINGS,
        },
    },
    vocab::{GuildId, Timestamp, UserId, Value},
};

impl<S: Readable + ?Sized> View<'_, S> {
    pub(super) fn export(
        &self,
        guild: Option<GuildId>,
        user: UserId,
        now: Timestamp,
    ) -> Result<Export, VaultError> {
        let mut export = Export::default();
        let mut rows = Vec::new();
        // Somebody can stand in a row under both their secrets.
        let mut told = BTreeSet::new();
        let mut others: BTreeMap<(String, Option<GuildId>, Absence), u64> = BTreeMap::new();
        for (of, alias) in self.ledger.of_user(user) {
            if guild.is_some() && of.is_some() && guild != of {
                continue;
            }
            export.left.extend(of.zip(self.left(&alias)?));
            for (entry, roles) in self
                .source
                .scan(&layout::person_prefix(&alias), usize::MAX)?
            {
                let (kept, row) = pointed(self.shape, &entry)?;
                if !told.insert(row.clone()) {
                    continue;
                }
                let roles = Roles::decode(&roles).ok_or_else(|| damaged("an index"))?;
                if kept.number == SETTINGS
                    && let Some(guild) = of
                    && !self.set_about(guild, user, &row, &mut export)?
                {
                    continue;
                }
                let why = if roles.0.iter().all(|role| named::is_named(role)) {
                    Absence::Named
                } else if self.is_ended(kept, &row)? {
                    Absence::Over
                } else if let Some(store) = kept.id {
                    let record = self.record(&row)?.ok_or_else(|| damaged("an index"))?;
                    let Some(opened) = self.opened(kept, &row, &record)? else {
                        continue;
                    };
                    let due = self.due(kept, &row, &record)?;
                    let id = RowId {
                        store,
                        guild: of,
                        key: opened.key.clone(),
                    };
                    let due_at = rules::known(due);
                    if due <= now {
                        Absence::Over
                    } else if let Some(given) =
                        rules::exported(&kept.store, &id, &opened, user, due_at)
                    {
                        rows.push((opened, given));
                        continue;
                    } else {
                        Absence::Refused
                    }
                } else {
                    Absence::Dropped
                };
                let of = (kept.called().to_owned(), of, why);
                *others.entry(of).or_default() += 1;
            }
        }
        rows.sort_by(|(a, of), (b, other)| {
            (of.store, of.guild)
                .cmp(&(other.store, other.guild))
                .then_with(|| rules::by_key(a, b))
        });
        export.rows = rows.into_iter().map(|(_, given)| given).collect();
        export.others = others
            .into_iter()
            .map(|((store, guild, why), rows)| Others {
                store,
                guild,
                why,
                rows,
            })
            .collect();
        export.choices = self.chosen(guild, user)?;
        Ok(export)
    }

    /// Settings of a server that name somebody; tells whether a text in them mentions them as well.
    fn set_about(
        &self,
        guild: GuildId,
        user: UserId,
        row: &[u8],
        export: &mut Export,
    ) -> Result<bool, VaultError> {
        let record = self.record(row)?.ok_or_else(|| damaged("an index"))?;
        let Some(keys) = self.scope_of(row) else {
            return Ok(true);
        };
        let file = self.settings_in(row, &record, &keys)?;
        for setting in &self.shape.plan.settings {
            let name = self.shape.setting_name(setting.id).unwrap_or_default();
            if let Some(Value::Who(who)) = file.get(&format!("S{name}"))
                && let Some(side) = who.names(user)
            {
                export.settings.push((guild, setting.id, side));
            }
        }
        let mut values = file.values();
        Ok(values.any(|value| named::mentions_person(value, user)))
    }

    /// What somebody said about being started with: everywhere, and in the server that is asked about, as far as a later
    /// word does not undo it. Those of other servers cannot be listed, since nothing beside them says where they were given.
    fn chosen(
        &self,
        guild: Option<GuildId>,
        user: UserId,
    ) -> Result<Vec<(Option<GuildId>, bool)>, VaultError> {
        let places = [None].into_iter().chain(guild.map(Some));
        let mut choices = Vec::new();
        for place in places {
            choices.extend(self.choice(place, user)?.map(|choice| (place, choice)));
        }
        let latest = choices.iter().map(|(_, choice)| *choice).max();
        let holds = |choice: &Choice| {
            let both_stop = latest.is_some_and(|latest| latest.wish > Wish::Nothing)
                && choice.wish > Wish::Nothing;
            both_stop || Some(*choice) == latest
        };
        let chosen = choices.iter().filter(|(_, choice)| holds(choice));
        let chosen = chosen.map(|(place, choice)| (*place, choice.wish > Wish::Nothing));
        Ok(chosen.collect())
    }
}
