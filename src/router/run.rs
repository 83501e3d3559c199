//! One handler at work: its local values, the row at hand, its draft and its bounds.

use super::{
    round::{Flow, Halt, Round, fail},
    text,
    writes::Writes,
};
use crate::{
    plan::{Slot, StepKind},
    port::{Action, Guild, MessageDraft, Pending, Person, RowId, Upload, Use},
    vocab::{Place, UserId, Value},
};

/// Expressions and steps that one handler may go through.
const WORK_MAX: u32 = 100_000;
/// Things on Discord that one handler may do.
const ACTIONS_MAX: usize = 100;

/// A row of a query, and its place in the list, from 1.
#[derive(Debug, Clone)]
pub(super) struct AtHand {
    pub(super) values: Vec<Value>,
    pub(super) rank: i64,
}

pub(super) struct Run<'r, 'a> {
    pub(super) round: &'r mut Round<'a>,
    /// None: its value waits for an answer.
    slots: Vec<Option<Value>>,
    /// The innermost query's row is last.
    pub(super) hand: Vec<AtHand>,
    /// The state the handler found, for `before.…`.
    pub(super) before: Writes,
    pub(super) draft: Writes,
    pub(super) actions: Vec<Action>,
    pub(super) uploads: Vec<Upload>,
    /// What was done that a `limit` counts.
    pub(super) used: Vec<Use>,
    /// The number of the next entry of an effect that follows later; they sort as they were decided.
    entry: Option<i64>,
    /// The step at work, for failures and actions.
    pub(super) at: Option<Place>,
    /// A row goes since somebody in it is erased: only deeds follow, and nothing is written or said.
    pub(super) only_deeds: bool,
    /// Something that was to be done is known not to happen: nothing is said any more, since it might claim it.
    pub(super) in_vain: bool,
    pub(super) work_left: u32,
}

impl<'r, 'a> Run<'r, 'a> {
    pub(super) fn new(round: &'r mut Round<'a>, slots: u32) -> Self {
        let draft = round.draft.clone();
        Self {
            slots: vec![Some(Value::None); slots as usize],
            hand: Vec::new(),
            before: draft.clone(),
            draft,
            actions: Vec::new(),
            uploads: round.event.tells.files().to_vec(),
            used: Vec::new(),
            entry: None,
            at: None,
            only_deeds: false,
            in_vain: false,
            work_left: WORK_MAX,
            round,
        }
    }

    /// At steps that waited for the result of an effect.
    pub(super) fn resumed(round: &'r mut Round<'a>, pending: &Pending) -> Self {
        let slots = pending.slots.iter().cloned().map(Some);
        let rows = pending.rows.iter().cloned();
        Self {
            slots: slots.collect(),
            hand: rows.map(|(values, rank)| AtHand { values, rank }).collect(),
            uploads: pending.uploads.clone(),
            in_vain: pending.in_vain,
            ..Self::new(round, 0)
        }
    }

    /// What steps see that wait for the result of an effect.
    pub(super) fn pending(&self, entry: RowId) -> Pending {
        let slots = self.slots.iter().cloned();
        let rows = self.hand.iter().cloned();
        Pending {
            entry,
            slots: slots.map(|slot| slot.unwrap_or(Value::None)).collect(),
            rows: rows.map(|row| (row.values, row.rank)).collect(),
            uploads: self.uploads.clone(),
            in_vain: self.in_vain,
        }
    }

    /// A number that nobody else has, as good as certainly.
    pub(super) fn number(&mut self) -> i64 {
        self.round.dice.between(0, i64::MAX).unwrap_or_default()
    }

    /// Numbers that nobody else has and that count up.
    pub(super) fn entry(&mut self) -> Flow<i64> {
        const APART: i64 = 1_000;
        let first = self.number() / APART * APART;
        let entry = self.entry.unwrap_or(first);
        if usize::try_from(entry % APART).is_ok_and(|entries| entries >= ACTIONS_MAX) {
            return fail(format!(
                "a handler did more than {ACTIONS_MAX} things on Discord"
            ));
        }
        self.entry = Some(entry + 1);
        Ok(entry)
    }

    pub(super) fn work(&mut self) -> Flow<()> {
        match self.work_left.checked_sub(1) {
            Some(left) => {
                self.work_left = left;
                Ok(())
            }
            None => fail("a handler did more than its bound allows"),
        }
    }

    pub(super) fn slot(&self, slot: Slot) -> Flow<Value> {
        match self.slots.get(slot.0 as usize) {
            Some(Some(value)) => Ok(value.clone()),
            Some(None) => Err(Halt::Pending),
            None => fail("the plan names a local value that it does not hold"),
        }
    }

    pub(super) fn set(&mut self, slot: Slot, value: Option<Value>) -> Flow<()> {
        match self.slots.get_mut(slot.0 as usize) {
            Some(place) => {
                *place = value;
                Ok(())
            }
            None => fail("the plan names a local value that it does not hold"),
        }
    }

    pub(super) fn act(&mut self, action: Action) -> Flow<()> {
        if self.actions.len() >= ACTIONS_MAX {
            return fail(format!(
                "a handler did more than {ACTIONS_MAX} things on Discord"
            ));
        }
        self.actions.push(action);
        Ok(())
    }

    pub(super) fn guild(&self) -> Flow<&'a Guild> {
        self.round.guild()
    }

    /// Somebody the event tells about.
    pub(super) fn person(&self, id: UserId) -> Option<&'a Person> {
        let event = self.round.event;
        if event.actor.id == id {
            return Some(&event.actor);
        }
        event.people.get(&id)
    }

    /// What a person did wrong is told to them; when nobody asked, it is counted as a failure. `what` holds no data.
    pub(super) fn object<T>(&self, message: String, what: &str) -> Flow<T> {
        if self.round.interaction().is_some() {
            Err(Halt::Refuse(message))
        } else {
            fail(what)
        }
    }

    pub(super) fn show(&self, value: &Value) -> String {
        if let Value::Attachment(place) = value
            && let Some(upload) = self.uploads.get(*place as usize)
        {
            return upload.url.clone();
        }
        text::show(value)
    }
}

/// A message of text alone.
pub(super) fn say(content: impl Into<String>) -> MessageDraft {
    MessageDraft {
        content: content.into(),
        ..MessageDraft::default()
    }
}

/// Whether a step does nothing but a deed, or decides whether others do.
pub(super) fn leads_to_deeds(step: &StepKind) -> bool {
    match step {
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Do { .. } => true,
        // What would follow from what it makes writes or says something.
        StepKind::Then { first, steps, .. } => steps.is_empty() && leads_to_deeds(&first.kind),
        StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Ask(_) => false,
    }
}
