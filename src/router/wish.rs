//! What people wish: whom rows are not written about, and who is asked first.
//!
//! - Nothing is written about somebody who objected, or was erased where a store says `suppress=#true`. Where somebody asked
//!   for it by a command, the command is refused, since what it says would not be so. Where nobody did, and among the rows of
//!   an `each`, the write is left out in silence and the handler goes on: what it reads afterwards is the default, so nothing
//!   that depends on a change happens.
//! - What rests on consent is written once the person has said yes. A command without it asks, and does nothing before the
//!   answer; a handler that nobody asked for does nothing at all.

use super::{
    evaluate::value_at,
    round::{Flow, Halt, refuse},
    run::Run,
};
use crate::{
    plan::{self, FieldId, Step, StepKind, Store, StoreId, Wish, consent::Consent},
    port::RowId,
    sabotage::{Saboteur, off},
    vocab::{UserId, Value},
    wording::say,
};

impl Run<'_, '_> {
    /// Whether a row is written, as far as those in it are concerned; false where the write is left out.
    pub(super) fn may_write(&mut self, store: &Store, values: &[Value]) -> Flow<bool> {
        for field in store.stopped_by(Wish::NoMore) {
            if let Value::User(user) = value_at(values, field.0)
                && self.is_stopped(store, user)?
            {
                return Ok(false);
            }
        }
        if store.consent.is_some() {
            for (field, _) in store.people() {
                if let Value::User(user) = value_at(values, field.0) {
                    self.has_consent(store, user)?;
                }
            }
        }
        Ok(true)
    }

    /// The same for a block that follows an effect, before the effect: by then it is too late to ask.
    pub(super) fn may_follow(
        &mut self,
        journal: StoreId,
        entry: &[Value],
        steps: &[Step],
    ) -> Flow<bool> {
        let journal = self.store(journal)?;
        if !self.may_write(journal, entry)? {
            return Ok(false);
        }
        let actor = self.round.event.actor.id;
        for step in plan::all(steps) {
            let Some((id, is_about_actor)) = written(&step.kind) else {
                continue;
            };
            let store = self.store(id)?;
            let mut stopping = store.stopped_by(Wish::NoMore);
            if stopping.any(is_about_actor) && self.is_stopped(store, actor)? {
                return Ok(false);
            }
            if store.consent.is_some() {
                self.has_consent(store, actor)?;
            }
        }
        Ok(true)
    }

    fn is_stopped(&mut self, store: &Store, user: UserId) -> Flow<bool> {
        // Of what belongs to no server, a wish about this one stops what would be written here.
        let here = self.round.event.guild.as_deref().map(|guild| guild.id);
        let guild = self.scope(store)?.or(here);
        if !self.round.suppressed(guild, user)?.contains(&store.id) || off(Saboteur::OptedOut) {
            return Ok(false);
        }
        let is_asked = self.round.interaction().is_some();
        if !is_asked && store.consent.is_some() {
            // Nothing is done about them, as if they had not consented.
            return Err(Halt::Consent(store.feature, Consent::Refused));
        }
        if !is_asked || !self.hand.is_empty() && store.consent.is_none() {
            return Ok(true);
        }
        if user == self.round.event.actor.id {
            let erased = store.on_erase.iter().any(|rule| rule.suppress);
            return refuse(say!("opted-out", erased));
        }
        let who = self.show(&Value::User(user));
        refuse(say!("opted-out-other", who))
    }

    fn has_consent(&mut self, store: &Store, user: UserId) -> Flow<()> {
        let Some(answers) = store.consent else {
            return Ok(());
        };
        let id = RowId {
            store: answers,
            guild: Some(self.guild()?.id),
            key: vec![Value::User(user)],
        };
        let plan = self.round.plan;
        let row = self.round.row(id)?.map(|row| row.values.as_slice());
        match plan.consent(store.feature, row) {
            Consent::Given => Ok(()),
            Consent::Unasked | Consent::Outdated | Consent::Refused if off(Saboteur::Unasked) => {
                Ok(())
            }
            _ if user != self.round.event.actor.id => {
                let who = self.show(&Value::User(user));
                refuse(say!("consent-missing-other", who))
            }
            consent @ (Consent::Unasked | Consent::Outdated | Consent::Refused) => {
                Err(Halt::Consent(store.feature, consent))
            }
        }
    }
}

/// The store that a step writes, and which of its fields it fills with the person of the event.
fn written(step: &StepKind) -> Option<(StoreId, impl Fn(FieldId) -> bool)> {
    let (store, mut given) = match step {
        StepKind::Insert { store, values } => (*store, values.clone()),
        StepKind::Update { store, key, values } => {
            let key = (0..).map(FieldId).zip(key.iter().cloned());
            (*store, key.chain(values.clone()).collect())
        }
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_)
        | StepKind::Then { .. } => return None,
    };
    given.retain(|(_, value)| value.is_actor());
    Some((store, move |field| given.iter().any(|(of, _)| *of == field)))
}
