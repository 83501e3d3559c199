//! What is read of the model, and by whom.

use super::*;

impl State {
    pub fn read(&self, plan: &Plan, read: &Read, now: Timestamp) -> Result<Answer, VaultError> {
        self.answer(plan, read, false, now)
    }

    /// Whether its second has come.
    pub fn is_past(&self, plan: &Plan, row: &Row, now: Timestamp) -> bool {
        self.due(plan, row).is_some_and(|due| due <= now)
    }

    pub(super) fn answer(
        &self,
        plan: &Plan,
        read: &Read,
        held: bool,
        now: Timestamp,
    ) -> Result<Answer, VaultError> {
        let is_there = |row: &&Row| !row.over && !self.is_past(plan, row, now);
        let is_seen = |row: &&Row| is_there(row) && (held || !self.is_hidden(plan, row));
        Ok(match read {
            Read::WithHeld(read) => self.answer(plan, read, true, now)?,
            Read::Row(id) => {
                let row = self.find(plan, id)?.filter(is_seen);
                Answer::Row(row.map(|row| row.stored.clone()))
            }
            Read::Scan(scan) => {
                rules::store_in(plan, scan.store, scan.guild)?;
                let here = |row: &&Row| row.store == scan.store && row.guild == scan.guild;
                let rows = self.rows.iter().filter(here).filter(is_seen);
                let rows = rows.map(|row| row.stored.clone()).collect();
                Answer::Rows(rules::scanned(scan, rows))
            }
            Read::Tally { of, sum } => {
                let rows = self.answer(plan, &Read::Scan(of.clone()), held, now)?;
                let rows = match rows {
                    Answer::Rows(rows) => rows,
                    other => unreachable!("{other:?}"),
                };
                let numbers = rows.iter().map(|row| match sum {
                    None => 1,
                    Some(field) => match row.values[field.0 as usize] {
                        Value::Int(number) => i128::from(number),
                        _ => 0,
                    },
                });
                let total: i128 = numbers.sum();
                let total = total.clamp(i64::MIN.into(), i64::MAX.into());
                Answer::Number(total.try_into().unwrap())
            }
            Read::Number { store, guild } => {
                let last = self.counters.get(&(*store, *guild)).copied();
                Answer::Number(last.unwrap_or_default() + 1)
            }
            Read::Settings(guild) => Answer::Settings(self.settings_at(plan, *guild, now)),
            Read::Suppressed { guild, user } => {
                Answer::Suppressed(rules::stopped(plan, self.wish(*guild, *user)))
            }
            Read::Erasure { guild, user } => {
                let mut commit = Commit::default();
                self.clone().erase(plan, *guild, *user, &mut commit);
                Answer::Erasure(commit.erased)
            }
            Read::ServerErasure(guild) => Answer::Erasure(self.server_erasure(plan, *guild).erased),
            Read::Export { guild, user } => Answer::Export(self.export(plan, *guild, *user, now)),
        })
    }

    pub(super) fn export(
        &self,
        plan: &Plan,
        guild: Option<GuildId>,
        user: UserId,
        now: Timestamp,
    ) -> Export {
        let mut export = Export::default();
        for store in &plan.stores {
            let is_here = |of: Option<GuildId>| guild.is_none() || of.is_none() || of == guild;
            let of = |row: &&Row| row.store == store.id && is_here(row.guild);
            let guilds: BTreeSet<_> = self.rows.iter().filter(of).map(|row| row.guild).collect();
            for guild in guilds {
                let here = |row: &&Row| row.store == store.id && row.guild == guild;
                let here = self.rows.iter().filter(here);
                let here = here.filter(|row| !row.over && !self.is_past(plan, row, now));
                let here: Vec<_> = here.collect();
                let mut rows: Vec<_> = here.iter().map(|row| row.stored.clone()).collect();
                rules::sort(&mut rows);
                for stored in rows {
                    let row = here.iter().find(|row| row.stored == stored).unwrap();
                    let due = self.due(plan, row);
                    let theirs = rules::exported(store, &row.id(), &stored, user, due);
                    export.rows.extend(theirs);
                }
            }
        }
        export.others = self.others(plan, guild, user, now);
        let left = self.left.iter().filter(|((_, who), _)| *who == user);
        let left = left.filter(|((of, _), _)| guild.is_none_or(|guild| guild == *of));
        export.left = left.map(|((of, _), left)| (*of, left.since)).collect();
        let mut latest = None;
        for place in [None].into_iter().chain(guild.map(Some)) {
            let last = self
                .said
                .iter()
                .rposition(|(who, of, _)| *who == user && *of == place);
            latest = latest.max(last);
            export.choices.extend(last.map(|at| {
                let (_, _, wish) = &self.said[at];
                (place, *wish > Wish::Nothing)
            }));
        }
        // A later word undoes one to the contrary.
        let stops = latest.is_some_and(|at| self.said[at].2 > Wish::Nothing);
        export.choices.retain(|(_, stop)| *stop == stops);
        if !stops && let Some((_, place, _)) = latest.map(|at| &self.said[at]) {
            export.choices.retain(|(of, _)| of == place);
        }
        export
    }

    /// Rows that somebody is in and does not get.
    pub(super) fn others(
        &self,
        plan: &Plan,
        guild: Option<GuildId>,
        user: UserId,
        now: Timestamp,
    ) -> Vec<Others> {
        let mut found: BTreeMap<_, u64> = BTreeMap::new();
        let is_here = |of: Option<GuildId>| guild.is_none() || of.is_none() || of == guild;
        for row in self.rows.iter().filter(|row| is_here(row.guild)) {
            let store = &plan.stores[row.store.0 as usize];
            let has_part = row.named(plan).iter().any(|(_, who)| *who == user);
            let why = match (has_part, row.mentions(user)) {
                (true, _) if row.over || self.is_past(plan, row, now) => Absence::Over,
                (false, true) => Absence::Named,
                _ => continue,
            };
            *found
                .entry((store.name.clone(), row.guild, why))
                .or_default() += 1;
        }
        for (of, row) in &self.settings {
            if is_here(Some(*of)) && row.mentions(user) {
                let key = ("settings".to_owned(), Some(*of), Absence::Named);
                found.insert(key, 1);
            }
        }
        let found = found.into_iter();
        found
            .map(|((store, guild, why), rows)| Others {
                store,
                guild,
                why,
                rows,
            })
            .collect()
    }

    pub(super) fn settings_of(&self, guild: Option<GuildId>) -> Settings {
        let row = guild.and_then(|guild| self.settings.get(&guild));
        row.map(|row| row.settings.clone()).unwrap_or_default()
    }

    /// The latest word counts, whether it was about one server or about all; where that is to stop, the one that goes further.
    pub(super) fn wish(&self, guild: Option<GuildId>, user: UserId) -> Wish {
        let last = |wanted: Option<GuildId>| {
            let said = self.said.iter().enumerate().rev();
            let mut about = said.filter(|(_, (who, of, _))| *who == user && *of == wanted);
            about.next().map(|(at, (_, _, wish))| (at, *wish))
        };
        let both = [last(guild), last(None)];
        match both.iter().flatten().max() {
            None | Some((_, Wish::Nothing)) => Wish::Nothing,
            Some(_) => both.iter().flatten().map(|(_, wish)| *wish).max().unwrap(),
        }
    }
}
