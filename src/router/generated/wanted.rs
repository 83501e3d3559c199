//! What a server's settings are to be after a command, and what it takes to make them so.

use std::collections::{BTreeMap, BTreeSet};

use super::setting;
use crate::{
    lexicon::kind::MEMBERS_MAX,
    plan::{Feature, Plan, Setting, SettingId},
    port::{Guild, Op, Settings},
    router::{
        authority, prefix,
        round::{Flow, Round, refuse},
    },
    vocab::{UserId, Value},
    wording::say,
};

fn named(value: &Value) -> Vec<UserId> {
    if let Value::Who(who) = value {
        return who.people().collect();
    }
    Vec::new()
}

/// Settings as they are to be.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) values: BTreeMap<SettingId, Value>,
    pub(super) switched: BTreeMap<String, bool>,
}

impl Wanted {
    pub(super) fn of(stored: &Settings) -> Self {
        Self {
            values: stored.values.clone(),
            switched: stored.switched.clone(),
        }
    }

    pub(super) fn now<'a>(&'a self, setting: &'a Setting) -> Option<&'a Value> {
        let set = self.values.get(&setting.id);
        set.or(setting.default.as_ref())
    }

    /// What equals the default is not kept.
    pub(super) fn set(&mut self, setting: &Setting, value: Value) {
        if setting.default.as_ref() == Some(&value) {
            self.values.remove(&setting.id);
        } else {
            self.values.insert(setting.id, value);
        }
    }

    pub(super) fn switch(&mut self, plan: &Plan, feature: &Feature, on: bool) -> Flow<()> {
        if feature.fixed && on != feature.default_on {
            return refuse(say!("config-fixed", feature = plan.feature_called(feature)));
        }
        if on == feature.default_on {
            self.switched.remove(&feature.name);
        } else {
            self.switched.insert(feature.name.clone(), on);
        }
        Ok(())
    }

    /// Whoever chooses a role for the bot to give stands above it: else they could have the bot give it to them.
    fn check(&self, round: &Round<'_>, guild: &Guild, stored: &Settings) -> Flow<()> {
        for setting in &round.plan.settings {
            let value = self.values.get(&setting.id);
            if let Some(Value::Role(role)) = value
                && value != stored.values.get(&setting.id)
                && setting::is_given(round.plan, setting)
            {
                authority::require_above_role(round.event, guild, *role)?;
            }
        }
        self.check_prefixes(round.plan, stored)?;
        self.check_people(round.plan)
    }

    /// How a message begins that is a command is nothing with which people begin other messages.
    fn check_prefixes(&self, plan: &Plan, stored: &Settings) -> Flow<()> {
        let now = Settings {
            values: self.values.clone(),
            switched: self.switched.clone(),
        };
        let unclear = prefix::unclear(plan, &now);
        match unclear.filter(|_| now.values != stored.values) {
            Some(prefix) => refuse(say!("prefix-unclear", prefix)),
            None => Ok(()),
        }
    }

    /// People in settings are kept for each of them, and a server has a bound for that.
    fn check_people(&self, plan: &Plan) -> Flow<()> {
        let values = plan.settings.iter().filter_map(|one| self.now(one));
        let people: BTreeSet<UserId> = values.flat_map(named).collect();
        if people.len() > MEMBERS_MAX {
            return refuse(say!("setting-people", most = MEMBERS_MAX));
        }
        Ok(())
    }

    /// Writes what differs from what is stored, and tells how much that is.
    pub(super) fn apply(
        self,
        round: &mut Round<'_>,
        guild: &Guild,
        stored: &Settings,
    ) -> Flow<usize> {
        self.check(round, guild, stored)?;
        let guild = guild.id;
        let mut changed = 0;
        for setting in round.plan.settings.iter().map(|setting| setting.id) {
            let value = self.values.get(&setting);
            if value != stored.values.get(&setting) {
                let value = value.cloned();
                round.draft.op(Op::SetSetting {
                    guild,
                    setting,
                    value,
                });
                changed += 1;
            }
        }
        for feature in round.plan.features.iter().map(|feature| &feature.name) {
            let on = self.switched.get(feature).copied();
            if on != stored.switched.get(feature).copied() {
                let feature = feature.clone();
                round.draft.op(Op::SwitchFeature { guild, feature, on });
                changed += 1;
            }
        }
        Ok(changed)
    }
}
