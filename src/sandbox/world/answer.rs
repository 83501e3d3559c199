//! The bot answers an interaction: once within three seconds, then through its token for fifteen minutes.
//!
//! Both deadlines count virtual time, so a bot that answers in real time is late only when somebody moved the clock.

use serde_json::{Value, json};

use super::{
    Answered, Change, Interaction, World,
    draft::{Draft, EPHEMERAL, LOADING},
    post::{Sender, Upload},
};
use crate::sandbox::{
    field::{Faults, Fields, Id, fault, put},
    refusal::Refusal,
};

const ANSWER_WITHIN_MS: i64 = 3_000;
const TOKEN_LIVES_MS: i64 = 15 * 60 * 1_000;

impl World {
    /// A first answer of Discord's types 4 to 9. Gives the object that `with_response=true` asks for.
    pub(crate) fn answer(
        &mut self,
        id: Id,
        token: &str,
        body: &Value,
        files: &[Upload],
    ) -> Result<Value, Refusal> {
        let found = self
            .interactions
            .get(&id)
            .filter(|one| one.token == token)
            .ok_or(Refusal::UNKNOWN_INTERACTION)?
            .clone();
        if found.state != Answered::Waiting {
            return Err(Refusal::ALREADY_ACKNOWLEDGED);
        }
        if self.now().since(found.made).ms > ANSWER_WITHIN_MS {
            return Err(Refusal::UNKNOWN_INTERACTION);
        }
        let kind = body.int("type");
        let empty = json!({});
        let data = body.given("data").unwrap_or(&empty);
        let message = match (kind, found.kind) {
            (Some(4), 2 | 3 | 5) => Some(self.answer_message(&found, data, files)?),
            (Some(5), 2 | 3 | 5) => Some(self.defer(&found, data)?),
            (Some(6), 3 | 5) if found.on_message.is_some() => {
                self.settle_interaction(id, Answered::Deferred, found.on_message, None);
                None
            }
            (Some(7), 3 | 5) => {
                let on = found.on_message.ok_or(Refusal::UNKNOWN_MESSAGE)?;
                self.edit(found.channel, on, Draft::read(data)?, files)?;
                self.settle_interaction(id, Answered::Done, Some(on), None);
                Some(on)
            }
            (Some(8), 4) => {
                choices(data)?;
                self.settle_interaction(id, Answered::Done, None, Some(data.clone()));
                None
            }
            (Some(9), 2 | 3) => {
                modal(data)?;
                self.settle_interaction(id, Answered::Done, None, Some(data.clone()));
                None
            }
            _ => {
                return Err(fault(
                    "type",
                    "INTERACTION_RESPONSE_TYPE_INVALID",
                    "The interaction response type is not valid for this interaction",
                ));
            }
        };
        Ok(self.show_answer(&found, kind.unwrap_or_default(), message))
    }

    fn answer_message(
        &mut self,
        found: &Interaction,
        data: &Value,
        files: &[Upload],
    ) -> Result<Id, Refusal> {
        let draft = Draft::read(data)?;
        let sender = self.sender(found, draft.flags & EPHEMERAL != 0);
        let message = self.post(found.channel, sender, draft, files)?;
        self.settle_interaction(found.id, Answered::Done, Some(message), None);
        Ok(message)
    }

    fn defer(&mut self, found: &Interaction, data: &Value) -> Result<Id, Refusal> {
        let mut draft = Draft::read(data)?;
        draft.flags |= LOADING;
        let sender = self.sender(found, draft.flags & EPHEMERAL != 0);
        let message = self.post(found.channel, sender, draft, &[])?;
        self.settle_interaction(found.id, Answered::Deferred, Some(message), None);
        Ok(message)
    }

    fn sender(&self, found: &Interaction, ephemeral: bool) -> Sender {
        Sender {
            author: self.bot,
            webhook: None,
            interaction: Some(found.id),
            only_for: ephemeral.then_some(found.user),
            kind: if found.kind == 2 { 20 } else { 0 },
        }
    }

    fn settle_interaction(
        &mut self,
        id: Id,
        state: Answered,
        original: Option<Id>,
        shown: Option<Value>,
    ) {
        let Some(found) = self.interactions.get_mut(&id) else {
            return;
        };
        found.state = state;
        found.original = original.or(found.original);
        found.shown = shown.or(found.shown.take());
        let (channel, user) = (found.channel, found.user);
        self.changed(Change {
            kind: "interaction",
            channel: Some(channel),
            subject: Some(id),
            only_for: Some(user),
        });
    }

    fn show_answer(&self, found: &Interaction, kind: i64, message: Option<Id>) -> Value {
        let mut shown = json!({"id": found.id.to_string(), "type": found.kind});
        let mut resource = json!({"type": kind});
        if let Some(made) = message.and_then(|id| self.message(found.channel, id).ok()) {
            put(&mut shown, "response_message_id", made.id.to_string());
            put(
                &mut shown,
                "response_message_loading",
                made.flags & LOADING != 0,
            );
            put(
                &mut shown,
                "response_message_ephemeral",
                made.only_for.is_some(),
            );
            if kind == 4 || kind == 7 {
                put(&mut resource, "message", self.show_message(made, self.bot));
            }
        }
        json!({"interaction": shown, "resource": resource})
    }

    /// The interaction behind a webhook token that is still good.
    pub(crate) fn by_token(&self, application: Id, token: &str) -> Result<&Interaction, Refusal> {
        if application != self.bot {
            return Err(Refusal::UNKNOWN_WEBHOOK);
        }
        let found = self
            .interactions
            .values()
            .rev()
            .find(|one| one.token == token)
            .ok_or(Refusal::INVALID_WEBHOOK_TOKEN)?;
        if self.now().since(found.made).ms > TOKEN_LIVES_MS {
            return Err(Refusal::INVALID_WEBHOOK_TOKEN);
        }
        if found.state == Answered::Waiting {
            return Err(Refusal::UNKNOWN_WEBHOOK);
        }
        Ok(found)
    }

    /// A further message. The first one after a deferral becomes the answer itself.
    pub(crate) fn follow_up(
        &mut self,
        found: &Interaction,
        body: &Value,
        files: &[Upload],
    ) -> Result<Id, Refusal> {
        let draft = Draft::read(body)?;
        if draft.is_empty(files.len()) {
            return Err(Refusal::EMPTY_MESSAGE);
        }
        let loading = found.original.filter(|id| {
            self.message(found.channel, *id)
                .is_ok_and(|one| one.flags & LOADING != 0)
        });
        if let Some(original) = loading {
            self.edit_answer(found, original, draft, files)?;
            return Ok(original);
        }
        let mut sender = self.sender(found, draft.flags & EPHEMERAL != 0);
        let mut draft = draft;
        sender.kind = 0;
        let original = found
            .original
            .and_then(|id| self.message(found.channel, id).ok());
        if original.is_some_and(|one| one.only_for.is_none()) {
            draft.reply_to = found.original;
        }
        self.post(found.channel, sender, draft, files)
    }

    /// Changes an answer or a further message; an answer that was deferred is there from then on.
    pub(crate) fn edit_answer(
        &mut self,
        found: &Interaction,
        message: Id,
        draft: Draft,
        files: &[Upload],
    ) -> Result<(), Refusal> {
        let was_loading = self.message(found.channel, message)?.flags & LOADING != 0;
        self.edit(found.channel, message, draft, files)?;
        if was_loading {
            self.message_mut(found.channel, message)?.edited = None;
        }
        if found.original == Some(message) {
            self.settle_interaction(found.id, Answered::Done, None, None);
        }
        Ok(())
    }

    /// What became of an interaction, for whoever made it.
    pub(crate) fn outcome(&self, id: Id) -> Result<Value, Refusal> {
        let found = self
            .interactions
            .get(&id)
            .ok_or(Refusal::UNKNOWN_INTERACTION)?;
        let age = self.now().since(found.made).ms;
        let state = match found.state {
            Answered::Waiting if age > ANSWER_WITHIN_MS => "failed",
            Answered::Waiting => "waiting",
            Answered::Deferred if age > TOKEN_LIVES_MS => "failed",
            Answered::Deferred => "deferred",
            Answered::Done => "answered",
        };
        Ok(json!({
            "id": id.to_string(),
            "type": found.kind,
            "state": state,
            "channel_id": found.channel.to_string(),
            "message_id": found.original.map(|id| id.to_string()),
            "shown": found.shown,
        }))
    }
}

fn choices(data: &Value) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    let given = data.list("choices");
    faults.at_most("data.choices", given.len(), 25);
    for (at, choice) in given.iter().enumerate() {
        let name = choice.text("name").unwrap_or_default();
        faults.length(&format!("data.choices.{at}.name"), name, 1, 100);
        match choice.given("value") {
            Some(Value::String(text)) => faults.at_most(
                &format!("data.choices.{at}.value"),
                text.chars().count(),
                100,
            ),
            Some(Value::Number(_)) => {}
            _ => faults.required(format!("data.choices.{at}.value")),
        }
    }
    faults.judge()
}

fn modal(data: &Value) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    faults.length(
        "data.custom_id",
        data.text("custom_id").unwrap_or_default(),
        1,
        100,
    );
    faults.length("data.title", data.text("title").unwrap_or_default(), 1, 45);
    let rows = data.list("components").len();
    if rows == 0 || rows > 5 {
        faults.add(
            "data.components",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        );
    }
    faults.judge()
}
