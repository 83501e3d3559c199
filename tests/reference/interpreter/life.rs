//! How long rows stay, and what happens that is no event: time, wishes, erasures, settings.

use candor::{
    plan::{EraseRule, Owner, Plan, Store, Trigger, Wish},
    port::RowId,
    vocab::{ChannelId, GuildId, Holder, Timestamp, UserId, Value},
};

use super::super::trace::{Happening, answer};
use super::{Row, State, Val, place};

impl State {
    pub fn told(&mut self, plan: &Plan, happening: &Happening) {
        match happening.clone() {
            Happening::Passes(length) => self.now = self.now.plus(length),
            Happening::Erased { guild, who } => self.erase(plan, guild, who),
            Happening::Objects { guild, who, on } => {
                let wish = if on { Wish::NoMore } else { Wish::Nothing };
                self.said.push((who, guild, wish));
            }
            Happening::Sets {
                guild,
                setting,
                value,
            } => {
                let here = self.settings.entry(guild).or_default();
                match value {
                    Some(value) => here.values.insert(setting, value),
                    None => here.values.remove(&setting),
                };
                self.settings_changed(plan, guild);
            }
            Happening::Switches { guild, feature, on } => {
                let name = plan.features[feature.0 as usize].name.clone();
                let here = self.settings.entry(guild).or_default();
                match on {
                    Some(on) => here.switched.insert(name, on),
                    None => here.switched.remove(&name),
                };
                if self.is_on(plan, guild, feature) {
                    self.off.remove(&(guild, feature));
                } else {
                    let now = self.now;
                    self.off.entry((guild, feature)).or_insert(now);
                }
            }
            Happening::Removed(guild) => {
                let known = self.rows.keys().any(|id| id.guild == Some(guild))
                    || self.has_settings(plan, guild)
                    || self.off.keys().any(|(of, _)| *of == guild);
                if known {
                    let now = self.now;
                    self.removed.entry(guild).or_insert(now);
                }
            }
            Happening::Back(guild) => self.returns(plan, guild),
            Happening::ChannelGone(guild, channel) => {
                for (id, row) in &mut self.rows {
                    let store = &plan.stores[id.store.0 as usize];
                    let is_there = id.guild.is_none_or(|of| of == guild);
                    if is_there && channel_of(store, &row.values) == Some(channel) {
                        row.channel_gone.get_or_insert(self.now);
                    }
                }
            }
            Happening::Answers {
                guild,
                who,
                feature,
                yes,
            } => {
                if let Some((row, values)) = answer(plan, (guild, who, feature, yes), self.now) {
                    self.write(plan, row, values.into_iter().map(Val::plain).collect());
                }
            }
            Happening::Event { .. }
            | Happening::Command { .. }
            | Happening::Menu { .. }
            | Happening::Door { .. }
            | Happening::Fills { .. }
            | Happening::Typed { .. } => {}
        }
        self.over(plan);
    }

    /// The bot is in the server again, with what is on there now.
    pub(super) fn returns(&mut self, plan: &Plan, guild: GuildId) {
        if self.removed.remove(&guild).is_some() {
            let off = std::mem::take(&mut self.off).into_iter();
            let stays = off.filter(|((of, id), _)| *of != guild || !self.is_on(plan, guild, *id));
            self.off = stays.collect();
        }
    }

    /// Whether the server changed something from the defaults.
    fn has_settings(&self, plan: &Plan, guild: GuildId) -> bool {
        let Some(here) = self.settings.get(&guild) else {
            return false;
        };
        let changed = here.values.iter().any(|(id, value)| {
            plan.setting(*id)
                .is_some_and(|setting| setting.default.as_ref() != Some(value))
        });
        changed
            || here.switched.iter().any(|(name, on)| {
                plan.features
                    .iter()
                    .any(|feature| feature.name == *name && feature.default_on != *on)
            })
    }

    fn settings_changed(&mut self, plan: &Plan, guild: GuildId) {
        let ids: Vec<RowId> = self
            .rows
            .keys()
            .filter(|id| id.guild == Some(guild))
            .cloned()
            .collect();
        for id in ids {
            let mut by_setting = self.rows[&id].by_setting.clone();
            self.shorten(plan, &id, &mut by_setting);
            if let Some(row) = self.rows.get_mut(&id) {
                row.by_setting = by_setting;
            }
        }
    }

    /// When a row's time is over: the earliest of its clauses counts.
    pub fn due(&self, plan: &Plan, id: &RowId, row: &Row) -> Option<Timestamp> {
        let store = &plan.stores[id.store.0 as usize];
        let mut due = Vec::new();
        for (at, clause) in store.retention.clauses.iter().enumerate() {
            let since: Vec<Timestamp> = match clause.trigger {
                Trigger::Age => vec![row.made],
                Trigger::EntryIdle => vec![row.written],
                Trigger::FlowEnded => row.finished.into_iter().collect(),
                Trigger::ChannelRemoved { .. } => row.channel_gone.into_iter().collect(),
                Trigger::Setting { .. } => row
                    .by_setting
                    .get(&at)
                    .map(|length| row.made.plus(*length))
                    .into_iter()
                    .collect(),
                Trigger::Field { field } => match row.values[place(field)].value {
                    Value::Instant(at) => vec![at],
                    _ => row
                        .emptied
                        .get(&place(field))
                        .copied()
                        .into_iter()
                        .collect(),
                },
                Trigger::GuildRemoved => id
                    .guild
                    .and_then(|guild| self.removed.get(&guild))
                    .copied()
                    .into_iter()
                    .collect(),
                Trigger::MemberLeft => subjects(store, row)
                    .into_iter()
                    .filter_map(|user| self.left.get(&(id.guild?, user)).copied())
                    .collect(),
                Trigger::FeatureOff => id
                    .guild
                    .and_then(|guild| self.off.get(&(guild, store.feature)))
                    .copied()
                    .into_iter()
                    .collect(),
                Trigger::Boot | Trigger::Erased => Vec::new(),
            };
            due.extend(since.into_iter().map(|since| since.plus(clause.after)));
        }
        due.into_iter().min()
    }

    /// When it goes with its server or with whom it is about: then nothing runs.
    fn departs(&self, plan: &Plan, id: &RowId, row: &Row) -> bool {
        let store = &plan.stores[id.store.0 as usize];
        let mut clauses = store.retention.clauses.iter();
        clauses.any(|clause| {
            let since: Vec<Timestamp> = match clause.trigger {
                Trigger::GuildRemoved => id
                    .guild
                    .and_then(|guild| self.removed.get(&guild))
                    .copied()
                    .into_iter()
                    .collect(),
                Trigger::MemberLeft => subjects(store, row)
                    .into_iter()
                    .filter_map(|user| self.left.get(&(id.guild?, user)).copied())
                    .collect(),
                _ => Vec::new(),
            };
            since
                .iter()
                .any(|since| since.plus(clause.after) <= self.now)
        })
    }

    /// A row goes, and what runs at its end is still to come.
    pub(super) fn ends(&mut self, plan: &Plan, id: &RowId) {
        let Some(row) = self.rows.remove(id) else {
            return;
        };
        let runs = plan
            .handlers
            .iter()
            .any(|handler| handler.on.store == Some(id.store));
        if runs && !self.departs(plan, id, &row) {
            self.ended.push((id.clone(), row));
        }
    }

    /// Who left a server leaves what others wrote as well, in stores that keep nothing of those who left.
    fn leave_texts(&mut self, plan: &Plan) {
        for ((guild, user), since) in self.left.clone() {
            for (id, row) in &mut self.rows {
                let clauses = plan.stores[id.store.0 as usize].retention.clauses.iter();
                let mut left = clauses.filter(|clause| clause.trigger == Trigger::MemberLeft);
                let now = self.now;
                if id.guild != Some(guild) || !left.any(|one| since.plus(one.after) <= now) {
                    continue;
                }
                for val in row.values.iter_mut().skip(id.key.len()) {
                    if let Value::Text(text) = &mut val.value {
                        *text = text.replace(&format!("<@{user}>"), "somebody");
                    }
                }
            }
        }
    }

    /// What is over is not there.
    pub fn over(&mut self, plan: &Plan) {
        self.leave_texts(plan);
        let gone: Vec<RowId> = self
            .rows
            .iter()
            .filter(|(id, row)| self.due(plan, id, row).is_some_and(|due| due <= self.now))
            .map(|(id, _)| id.clone())
            .collect();
        for id in gone {
            self.ends(plan, &id);
        }
        let graces: Vec<_> = plan
            .settings_retention
            .clauses
            .iter()
            .filter(|clause| clause.trigger == Trigger::GuildRemoved)
            .map(|clause| clause.after)
            .collect();
        for (guild, since) in self.removed.clone() {
            if graces.iter().any(|grace| since.plus(*grace) <= self.now) {
                self.settings.remove(&guild);
            }
            let empty = !self.rows.keys().any(|id| id.guild == Some(guild))
                && !self.has_settings(plan, guild);
            if empty {
                self.removed.remove(&guild);
                self.off.retain(|(of, _), _| *of != guild);
                self.numbers.retain(|(_, of), _| *of != Some(guild));
            }
        }
        self.forget_departures(plan);
    }

    /// When somebody left is only known while there is something about them.
    fn forget_departures(&mut self, plan: &Plan) {
        let rows = &self.rows;
        self.left.retain(|(guild, user), _| {
            rows.iter().any(|(id, row)| {
                id.guild == Some(*guild)
                    && (names(&plan.stores[id.store.0 as usize], row, *user)
                        || mentions(row, *user))
            })
        });
    }

    pub(super) fn leave(&mut self, plan: &Plan, guild: GuildId, user: UserId) {
        let now = self.now;
        self.left.entry((guild, user)).or_insert(now);
        // What was over before, and is to be forgotten with them, runs nothing any more.
        let ended = std::mem::take(&mut self.ended);
        let stays = |(id, row): &(RowId, Row)| !self.departs(plan, id, row);
        self.ended = ended.into_iter().filter(stays).collect();
        self.forget_departures(plan);
        self.over(plan);
    }

    /// The latest word counts, whether it was about one server or about all; where that is to stop, the one that goes further.
    pub(super) fn wish(&self, guild: Option<GuildId>, user: UserId) -> Wish {
        let last = |of: Option<GuildId>| {
            let mut said = self.said.iter().enumerate();
            said.rfind(|(_, (who, place, _))| *who == user && *place == of)
        };
        let mut both: Vec<_> = last(None)
            .into_iter()
            .chain(guild.and_then(|guild| last(Some(guild))))
            .collect();
        both.sort_by_key(|(at, _)| *at);
        match both.last() {
            None | Some((_, (_, _, Wish::Nothing))) => Wish::Nothing,
            Some(_) => both
                .iter()
                .map(|(_, (_, _, wish))| *wish)
                .max()
                .unwrap_or(Wish::Nothing),
        }
    }

    fn erase(&mut self, plan: &Plan, guild: Option<GuildId>, user: UserId) {
        let ids: Vec<RowId> = self
            .rows
            .keys()
            // What belongs to no server is erased wherever that is asked for.
            .filter(|id| guild.is_none() || id.guild.is_none() || id.guild == guild)
            .cloned()
            .collect();
        for id in ids {
            let store = &plan.stores[id.store.0 as usize];
            let Some(mut row) = self.rows.remove(&id) else {
                continue;
            };
            let mut stays = true;
            let mut touched = false;
            for at in 0..store.fields.len() {
                let Some(owner) = store.fields[at].person else {
                    continue;
                };
                if row.values[at].value != Value::User(user) {
                    continue;
                }
                touched = true;
                let said = store
                    .on_erase
                    .iter()
                    .find(|rule| place(rule.by) == at)
                    .map(|rule| rule.rule);
                let rule = said.unwrap_or(match owner {
                    Owner::Subject(_) => EraseRule::Delete,
                    _ => EraseRule::Pseudonymise,
                });
                stays &= rule != EraseRule::Delete;
                for other in 0..store.fields.len() {
                    let field = &store.fields[other];
                    let theirs = match field.person.unwrap_or(field.owner) {
                        Owner::Subject(of) | Owner::Party(of) => place(of) == at,
                        Owner::Guild => false,
                    };
                    if other == at || theirs && rule == EraseRule::Redact {
                        if let Value::Instant(time) = row.values[other].value {
                            row.emptied.insert(other, time);
                        }
                        row.values[other].value = Value::None;
                    }
                }
            }
            let mut id = id;
            if mentions(&row, user) {
                for (at, val) in row.values.iter_mut().enumerate() {
                    if let Value::Text(text) = &mut val.value {
                        let without = text.replace(&format!("<@{user}>"), "somebody");
                        stays &= at >= id.key.len() || without == *text;
                        *text = without;
                    }
                }
                touched = true;
            }
            if stays {
                if touched {
                    let key = row.values.iter().take(id.key.len());
                    id.key = key.map(|val| val.value.clone()).collect();
                }
                self.rows.insert(id, row);
            }
        }
        for (of, here) in &mut self.settings {
            if guild.is_none_or(|guild| guild == *of) {
                for value in here.values.values_mut() {
                    match value {
                        Value::Text(text) => {
                            *text = text.replace(&format!("<@{user}>"), "somebody");
                        }
                        Value::Who(who) => who.remove(Holder::Person(user)),
                        _ => {}
                    }
                }
            }
        }
        self.left
            .retain(|(of, who), _| *who != user || guild.is_some_and(|guild| guild != *of));
        let again = plan
            .stores
            .iter()
            .any(|store| store.on_erase.iter().any(|rule| rule.suppress));
        if again && self.wish(guild, user) < Wish::NoMore {
            self.said.push((user, guild, Wish::NotAgain));
        }
        self.forget_departures(plan);
    }
}

fn subjects(store: &Store, row: &Row) -> Vec<UserId> {
    let fields = store.fields.iter().zip(&row.values);
    let subjects = fields.filter(|(field, _)| matches!(field.person, Some(Owner::Subject(_))));
    let users = subjects.filter_map(|(_, val)| match val.value {
        Value::User(user) => Some(user),
        _ => None,
    });
    users.collect()
}

fn names(store: &Store, row: &Row, user: UserId) -> bool {
    let fields = store.fields.iter().zip(&row.values);
    let mut people = fields.filter(|(field, _)| field.person.is_some());
    people.any(|(_, val)| val.value == Value::User(user))
}

/// Whether a text in the row mentions somebody.
fn mentions(row: &Row, user: UserId) -> bool {
    let mention = format!("<@{user}>");
    row.values
        .iter()
        .any(|val| matches!(&val.value, Value::Text(text) if text.contains(&mention)))
}

/// The channel that a row goes with.
pub(super) fn channel_of(store: &Store, values: &[Val]) -> Option<ChannelId> {
    let mut clauses = store.retention.clauses.iter();
    let field = clauses.find_map(|clause| clause.trigger.channel())?;
    match values[place(field)].value {
        Value::Channel(channel) => Some(channel),
        _ => None,
    }
}
