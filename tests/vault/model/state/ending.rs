//! When something in the model ends, and what an erasure and a sweep take out.

use super::*;

impl State {
    /// When a row will be deleted, as far as is known.
    pub fn due(&self, plan: &Plan, row: &Row) -> Option<Timestamp> {
        let own = self.own_due(plan, row).filter(|_| !row.over);
        own.into_iter().chain(self.gone_due(plan, row)).min()
    }

    /// When its time is over.
    pub(super) fn own_due(&self, plan: &Plan, row: &Row) -> Option<Timestamp> {
        let mut due: Vec<Timestamp> = row.life.due().into_iter().collect();
        let store = &plan.stores[row.store.0 as usize];
        if let Some(guild) = row.guild {
            let feature = &plan.features[store.feature.0 as usize].name;
            if let Some(since) = self.off.get(&(guild, feature.clone())) {
                let graces = rules::after(&store.retention, Trigger::FeatureOff);
                due.extend(graces.map(|grace| since.plus(grace)));
            }
        }
        due.into_iter().min()
    }

    /// When it goes with its server, or with whom it is about.
    pub(super) fn gone_due(&self, plan: &Plan, row: &Row) -> Option<Timestamp> {
        let mut due: Vec<Timestamp> = Vec::new();
        let store = &plan.stores[row.store.0 as usize];
        if let Some(guild) = row.guild {
            if let Some(since) = self.removed.get(&guild) {
                let graces = rules::after(&store.retention, Trigger::GuildRemoved);
                due.extend(graces.map(|grace| since.plus(grace)));
            }
            for user in row.subjects(store) {
                if let Some(left) = self.left.get(&(guild, user)) {
                    let many = left.held.contains(&store.id);
                    let graces = rules::after(&store.retention, Trigger::MemberLeft);
                    let graces = graces.map(|grace| rules::held(grace, store.hold.as_ref(), many));
                    due.extend(graces.map(|grace| left.since.plus(grace)));
                }
            }
        }
        due.into_iter().min()
    }

    pub(super) fn settings_at(&self, plan: &Plan, guild: GuildId, now: Timestamp) -> Settings {
        if self.settings_due(plan, guild).is_some_and(|due| due <= now) {
            return Settings::default();
        }
        self.settings_of(Some(guild))
    }

    pub fn settings_due(&self, plan: &Plan, guild: GuildId) -> Option<Timestamp> {
        let own = self.settings.get(&guild).and_then(|row| row.life.due());
        let graces = rules::after(&plan.settings_retention, Trigger::GuildRemoved);
        let removed = self.removed.get(&guild).copied();
        let removed = graces.filter_map(|grace| Some(removed?.plus(grace)));
        removed.chain(own).min()
    }

    pub(super) fn erase(
        &mut self,
        plan: &Plan,
        guild: Option<GuildId>,
        user: UserId,
        commit: &mut Commit,
    ) {
        let is_here = |row: &Row| guild.is_none() || row.guild.is_none() || row.guild == guild;
        self.erase_rows(plan, user, commit, false, is_here);
        for (of, row) in &mut self.settings {
            if guild.is_none_or(|guild| guild == *of) && row.mentions(user) {
                commit.erased.add("settings", EraseRule::Pseudonymise);
                for value in row.settings.values.values_mut() {
                    rules::without(value, user);
                }
            }
        }
        self.left
            .retain(|(of, who), _| *who != user || guild.is_some_and(|guild| guild != *of));
    }

    /// All that is kept of a server goes, unless the policy refuses that of some of it.
    pub(super) fn erase_server(&mut self, guild: GuildId) {
        self.rows.retain(|row| row.guild != Some(guild));
        self.settings.remove(&guild);
        self.off.retain(|(of, _), _| *of != guild);
        self.removed.remove(&guild);
        self.counters.retain(|(_, of), _| *of != Some(guild));
        self.left.retain(|(of, _), _| *of != guild);
    }

    /// What that would do.
    pub(super) fn server_erasure(&self, plan: &Plan, guild: GuildId) -> Commit {
        let mut commit = Commit::default();
        for row in self.rows.iter().filter(|row| row.guild == Some(guild)) {
            let store = &plan.stores[row.store.0 as usize];
            let mut named = row.named(plan).into_iter();
            let refused = named.any(|(field, _)| rules::erasing(store, field) == EraseRule::Refuse);
            let rule = if refused && row.refusable {
                EraseRule::Refuse
            } else {
                EraseRule::Delete
            };
            commit.erased.add(&store.name, rule);
            commit.erased_in.insert((guild, row.store));
        }
        if self.settings.contains_key(&guild) {
            commit.erased.add("settings", EraseRule::Delete);
        }
        commit
    }

    pub(super) fn erase_rows(
        &mut self,
        plan: &Plan,
        user: UserId,
        commit: &mut Commit,
        // Whether who is taken out is still somebody, whom a key would name.
        stays: bool,
        is_meant: impl Fn(&Row) -> bool,
    ) {
        let revision = self.revision;
        self.rows.retain_mut(|row| {
            let store = &plan.stores[row.store.0 as usize];
            let named = row.named(plan).into_iter();
            let fields: Vec<_> = named.filter(|(_, who)| *who == user).collect();
            let is_here = is_meant(row);
            let promised = |rule| match rule {
                EraseRule::Refuse if !row.refusable => EraseRule::Delete,
                rule => rule,
            };
            let rules = fields
                .iter()
                .map(|(field, _)| promised(rules::erasing(store, *field)));
            let rules: Vec<EraseRule> = rules.collect();
            let key_len = row.stored.key.len();
            let in_key = |value: &Value| rules::mentioned(value).contains(&user);
            let by_text = if row.stored.values[..key_len].iter().any(in_key) {
                Some(EraseRule::Delete)
            } else {
                row.mentions(user).then_some(EraseRule::Pseudonymise)
            };
            let keyed = fields.iter().any(|(field, _)| (field.0 as usize) < key_len);
            let outright = (stays && keyed).then_some(EraseRule::Delete);
            let all = rules.iter().chain(&by_text).chain(&outright);
            let Some(rule) = all.min().filter(|_| is_here) else {
                return true;
            };
            if *rule == EraseRule::Refuse {
                commit.erased.add(&store.name, *rule);
                return true;
            }
            for value in &mut row.stored.values {
                rules::without(value, user);
            }
            commit.erased.add(&store.name, *rule);
            commit.erased_in.extend(row.guild.map(|of| (of, row.store)));
            for (rule, (field, _)) in rules.iter().zip(&fields) {
                for at in 0..store.fields.len() {
                    let is_theirs = rules::belongs_to(store, at) == Some(*field);
                    let is_name = at == field.0 as usize;
                    if is_name || (is_theirs && *rule == EraseRule::Redact) {
                        row.stored.values[at] = Value::None;
                    }
                }
            }
            let key = row.stored.key.len();
            row.stored.key = row.stored.values[..key].to_vec();
            row.stored.revision = revision;
            *rule != EraseRule::Delete
        });
    }

    /// Who left a server leaves what others wrote as well, in stores that keep nothing of those who left.
    pub(super) fn leave_texts(&mut self, plan: &Plan, now: Timestamp) {
        for ((guild, user), left) in &self.left {
            for row in self.rows.iter_mut().filter(|row| row.guild == Some(*guild)) {
                let store = &plan.stores[row.store.0 as usize];
                let many = left.held.contains(&store.id);
                let graces = rules::after(&store.retention, Trigger::MemberLeft);
                let mut due = graces.map(|grace| {
                    let wait = rules::held(grace, store.hold.as_ref(), many);
                    left.since.plus(wait)
                });
                if row.mentions(*user) && due.any(|due| due <= now) {
                    for value in &mut row.stored.values {
                        rules::without(value, *user);
                    }
                    row.stored.revision = self.revision;
                }
            }
        }
    }

    /// When somebody left is only known while there is something about them.
    pub fn forget_departures(&mut self, plan: &Plan) {
        let (rows, settings) = (&self.rows, &self.settings);
        self.left.retain(|(guild, user), _| {
            let mut here = rows.iter().filter(|row| row.guild == Some(*guild));
            here.any(|row| row.names(plan, *user))
                || settings.get(guild).is_some_and(|row| row.mentions(*user))
        });
    }

    pub fn sweep(&mut self, plan: &Plan, now: Timestamp) -> Swept {
        self.leave_texts(plan, now);
        let mut swept = Swept::default();
        let rows = std::mem::take(&mut self.rows);
        let (mut gone, mut stay) = (Vec::new(), Vec::new());
        for mut row in rows {
            let departs = self.gone_due(plan, &row).is_some_and(|due| due <= now);
            match self.due(plan, &row).filter(|due| *due <= now) {
                Some(due) if !departs && runs_at_end(plan, row.store) => {
                    swept.late_ms_max = swept.late_ms_max.max(now.since(due).ms);
                    row.over = true;
                    stay.push(row);
                }
                Some(due) => gone.push((row, due)),
                None => stay.push(row),
            }
        }
        self.rows = stay;
        for (row, due) in gone {
            swept.rows += 1;
            swept.places.extend(row.guild.map(|of| (of, row.store)));
            swept.late_ms_max = swept.late_ms_max.max(now.since(due).ms);
        }
        let guilds: Vec<_> = self.settings.keys().copied().collect();
        for guild in guilds {
            if let Some(due) = self.settings_due(plan, guild).filter(|due| *due <= now) {
                swept.late_ms_max = swept.late_ms_max.max(now.since(due).ms);
                self.settings.remove(&guild);
                self.forget_what_is_on(plan, guild);
            }
        }
        self.forget_departures(plan);
        let removed: Vec<_> = self.removed.keys().copied().collect();
        for guild in removed {
            if !self.has_anything(guild) {
                self.removed.remove(&guild);
                self.off.retain(|(of, _), _| *of != guild);
                self.counters.retain(|(_, of), _| *of != Some(guild));
                swept.guilds += 1;
            }
        }
        swept
    }
}
