//! What a person picks, presses and fills in: components of messages and of modals, checked before the bot hears of it.
//!
//! INVARIANT: every person, role and channel among the values is in `resolved`, and no value is one that was not offered.

use serde_json::{Map, Value, json};

use super::{
    World,
    invoke::{COMPONENT, MODAL, Reading},
};
use crate::sandbox::{
    field::{Faults, Fields, Id, fault, integer, put},
    refusal::Refusal,
};

const ROW: i64 = 1;
const BUTTON: i64 = 2;
const TEXT_INPUT: i64 = 4;
const LABEL: i64 = 18;

impl World {
    pub(super) fn use_component(
        &mut self,
        user: Id,
        channel: Id,
        body: &Value,
        data: &Value,
    ) -> Result<Id, Refusal> {
        let id = body.id("message_id").ok_or(Refusal::UNKNOWN_MESSAGE)?;
        let message = self.message(channel, id)?;
        if message.only_for.is_some_and(|reader| reader != user) {
            return Err(Refusal::UNKNOWN_MESSAGE);
        }
        let wanted = data.text("custom_id").unwrap_or_default();
        let component = find_component(&message.components, wanted)
            .filter(|one| !one.flag("disabled"))
            .filter(|_| message.author == self.bot || message.interaction.is_some())
            .ok_or_else(|| invalid("data.custom_id"))?
            .clone();
        let kind = component.int("type").unwrap_or(BUTTON);
        let mut sent =
            json!({"custom_id": wanted, "component_type": kind, "id": component.get("id")});
        if kind != BUTTON {
            let mut reading = self.reading(user, channel);
            let values = self
                .picked(&component, data.list("values"), true, &mut reading)
                .ok_or_else(|| invalid("data.values"))?;
            put(&mut sent, "values", values);
            if !reading.resolved.is_empty() {
                put(&mut sent, "resolved", reading.resolved);
            }
        }
        self.open(COMPONENT, user, channel, String::new(), Some(id), &sent)
    }

    fn reading(&self, user: Id, channel: Id) -> Reading<'static> {
        Reading {
            guild: self.channels.get(&channel).and_then(|place| place.guild),
            user,
            channel,
            files: &[],
            typing: false,
            resolved: Map::new(),
            faults: Faults::default(),
        }
    }

    /// The values as the bot gets them; none if they are too few, too many, not offered or not there.
    fn picked(
        &self,
        select: &Value,
        values: &[Value],
        required: bool,
        reading: &mut Reading<'_>,
    ) -> Option<Vec<Value>> {
        let least = select.int("min_values").unwrap_or(1);
        let most = select.int("max_values").unwrap_or(1);
        let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
        let none_is_fine = !required && count == 0;
        if !(least..=most).contains(&count) && !none_is_fine {
            return None;
        }
        let mut made: Vec<Value> = Vec::new();
        for value in values {
            let read = match select.int("type") {
                Some(5) => self.resolve_user(value, reading),
                Some(6) => self.resolve_role(value, reading),
                Some(7) => self
                    .resolve_role(value, reading)
                    .or_else(|| self.resolve_user(value, reading)),
                Some(8) => self
                    .resolve_channel(value, reading)
                    .filter(|id| self.is_of_kind(id, select.list("channel_types"))),
                _ => select
                    .list("options")
                    .iter()
                    .find(|one| one.get("value") == Some(value))
                    .map(|_| value.clone()),
            }?;
            if made.contains(&read) {
                return None;
            }
            made.push(read);
        }
        Some(made)
    }

    fn is_of_kind(&self, channel: &Value, kinds: &[Value]) -> bool {
        let found = channel
            .as_str()
            .and_then(|id| id.parse().ok())
            .and_then(|id: Id| self.channels.get(&id));
        found.is_some_and(|found| {
            kinds.is_empty()
                || kinds
                    .iter()
                    .any(|kind| integer(kind) == Some(found.kind.into()))
        })
    }

    pub(super) fn fill_modal(
        &mut self,
        user: Id,
        channel: Id,
        data: &Value,
    ) -> Result<Id, Refusal> {
        let wanted = data.text("custom_id").unwrap_or_default();
        // The modal was shown by an earlier interaction of the same person; the newest one counts.
        let shown = self.interactions.values().rev().find(|one| {
            one.user == user
                && one.channel == channel
                && one
                    .shown
                    .as_ref()
                    .is_some_and(|modal| modal.text("custom_id") == Some(wanted))
        });
        let shown = shown.and_then(|one| Some((one.id, one.shown.clone()?, one.on_message)));
        let Some((asked, modal, on_message)) = shown else {
            return Err(Refusal::UNKNOWN_INTERACTION);
        };
        let mut reading = self.reading(user, channel);
        let mut number = 0;
        let filled: Vec<Value> = modal
            .list("components")
            .iter()
            .enumerate()
            .map(|(at, one)| {
                let path = format!("data.components.{at}");
                self.filled(
                    one,
                    data.list("components"),
                    &path,
                    &mut number,
                    &mut reading,
                )
            })
            .collect();
        reading.faults.judge()?;
        let mut sent = json!({"custom_id": wanted, "components": filled});
        if !reading.resolved.is_empty() {
            put(&mut sent, "resolved", reading.resolved);
        }
        let id = self.open(MODAL, user, channel, String::new(), on_message, &sent)?;
        if let Some(made) = self.interactions.get_mut(&id) {
            made.after = Some(asked);
        }
        Ok(id)
    }

    /// One component of a modal with what the person gave for it.
    fn filled(
        &self,
        asked: &Value,
        given: &[Value],
        path: &str,
        number: &mut u64,
        reading: &mut Reading<'_>,
    ) -> Value {
        *number += 1;
        let kind = asked.int("type").unwrap_or_default();
        let id = asked.bits("id").filter(|id| *id > 0).unwrap_or(*number);
        let mut shown = json!({"type": kind, "id": id});
        if kind == ROW {
            let inner: Vec<Value> = asked
                .list("components")
                .iter()
                .enumerate()
                .map(|(at, one)| {
                    let path = format!("{path}.components.{at}");
                    self.filled(one, given, &path, number, reading)
                })
                .collect();
            put(&mut shown, "components", inner);
            return shown;
        }
        if kind == LABEL {
            if let Some(inner) = asked.given("component") {
                let path = format!("{path}.component");
                let inner = self.filled(inner, given, &path, number, reading);
                put(&mut shown, "component", inner);
            }
            return shown;
        }
        let Some(custom_id) = asked.text("custom_id") else {
            return shown;
        };
        put(&mut shown, "custom_id", custom_id);
        let answer = find_component(given, custom_id).unwrap_or(&Value::Null);
        let required = asked.given("required") != Some(&json!(false));
        match kind {
            TEXT_INPUT => {
                let text = answer.text("value").unwrap_or_default();
                text_fits(asked, text, required, path, &mut reading.faults);
                put(&mut shown, "value", text);
            }
            3 | 5..=8 => match self.picked(asked, answer.list("values"), required, reading) {
                Some(values) => put(&mut shown, "values", values),
                None => reading.faults.add(
                    format!("{path}.values"),
                    "COMPONENT_VALIDATION_FAILED",
                    "Component validation failed",
                ),
            },
            _ => {
                for name in ["value", "values"] {
                    if let Some(value) = answer.get(name) {
                        put(&mut shown, name, value.clone());
                    }
                }
            }
        }
        shown
    }
}

fn text_fits(asked: &Value, text: &str, required: bool, path: &str, faults: &mut Faults) {
    let path = format!("{path}.value");
    if text.is_empty() {
        if required {
            faults.required(path);
        }
        return;
    }
    let bound = |name: &str, usual: usize| {
        let given = asked.int(name).and_then(|most| usize::try_from(most).ok());
        given.unwrap_or(usual)
    };
    faults.length(
        &path,
        text,
        bound("min_length", 0),
        bound("max_length", 4000),
    );
}

fn invalid(path: &str) -> Refusal {
    fault(
        path,
        "COMPONENT_VALIDATION_FAILED",
        "Component validation failed",
    )
}

/// The component with that custom id, however deep.
fn find_component<'a>(all: &'a [Value], custom_id: &str) -> Option<&'a Value> {
    all.iter().find_map(|one| {
        if one.text("custom_id") == Some(custom_id) {
            return Some(one);
        }
        let inside = |name: &str| {
            let inner = std::slice::from_ref(one.given(name)?);
            find_component(inner, custom_id)
        };
        find_component(one.list("components"), custom_id)
            .or_else(|| inside("accessory"))
            .or_else(|| inside("component"))
    })
}
