//! What a start under another policy does: shorter promises shorten, and what was promised stays.
//!
//! Graces of triggers that are yet to come have no deadline to stand in. So the new plan gets the clauses of the old one
//! for them, wherever there are rows.

use super::state::State;
use crate::{
    plan::{Plan, Retention, Trigger},
    port::VaultError,
    vault::rules::{self, Deadlines, Ends},
    vocab::{Duration, Timestamp},
};

impl State {
    /// # Errors
    /// `Refused` when other stores are declared than before: rows are kept by the number of their store here.
    pub(super) fn reopen(
        &mut self,
        before: &Plan,
        plan: &mut Plan,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let names = |plan: &Plan| -> Vec<String> {
            plan.stores.iter().map(|store| store.name.clone()).collect()
        };
        if names(before) != names(plan) {
            let what = "the model is opened again with other stores";
            return Err(rules::refused(what.to_owned()));
        }
        for (old, new) in before.stores.iter().zip(&mut plan.stores) {
            if self.rows.iter().any(|row| row.store == old.id) {
                if rules::grace(&old.retention, Trigger::MemberLeft).is_some() {
                    new.hold = rules::stricter(old.hold.clone(), new.hold.take());
                }
                promise(&old.retention, &mut new.retention);
            }
        }
        if !self.settings.is_empty() {
            promise(&before.settings_retention, &mut plan.settings_retention);
        }
        self.start(plan, now);
        Ok(())
    }

    fn start(&mut self, plan: &Plan, now: Timestamp) {
        let boot = |store| {
            plan.store(store)
                .and_then(|store| rules::grace(&store.retention, Trigger::Boot))
        };
        self.rows
            .retain(|row| boot(row.store).is_none_or(|grace| grace > Duration { ms: 0 }));
        self.shorten(plan, |_, _| true);
        for row in &mut self.rows {
            if let Some(grace) = boot(row.store) {
                row.deadlines.fixed = row.deadlines.fixed.min(now.plus(grace));
            }
        }
        for row in self.settings.values_mut() {
            let (created, written) = (row.created, row.written);
            let retention = &plan.settings_retention;
            let deadlines = Deadlines::of(retention, created, written, Ends::NONE, |_| None);
            row.deadlines = row.deadlines.nearer(deadlines);
        }
        self.forget_departures(plan);
    }
}

fn promise(before: &Retention, now: &mut Retention) {
    let yet_to_come = [
        Trigger::GuildRemoved,
        Trigger::MemberLeft,
        Trigger::FlowEnded,
        Trigger::TokenRevoked,
    ];
    let clauses = before.clauses.iter();
    let clauses = clauses.filter(|clause| yet_to_come.contains(&clause.trigger));
    now.clauses.extend(clauses.copied());
}
