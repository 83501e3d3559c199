//! The bot answers an interaction: once within three seconds, then through its token for fifteen minutes.
//!
//! Both deadlines count virtual time, so a bot that answers in real time is late only when somebody moved the clock.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Answered, Change, Interaction, World,
    body::{EPHEMERAL, LOADING, MessageBody},
    post::{Sender, Upload},
};
use crate::sandbox::{
    field::{Faults, Fields, Id, fault, put},
    refusal::Refusal,
};

const ANSWER_WITHIN_MS: i64 = 3_000;
/// Types of component, and the longest text that people can type into one:
/// <https://discord.com/developers/docs/components/reference>.
const ROW: i64 = 1;
const TEXT_INPUT: i64 = 4;
const TEXT_DISPLAY: i64 = 10;
const LABEL: i64 = 18;
const INPUT_CHARS_MAX: i64 = 4_000;
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
                self.note_answer(id, Answered::Deferred, found.on_message, None);
                None
            }
            (Some(7), 3 | 5) => {
                let on = found.on_message.ok_or(Refusal::UNKNOWN_MESSAGE)?;
                self.edit(found.channel, on, MessageBody::read(data)?, files)?;
                self.note_answer(id, Answered::Done, Some(on), None);
                Some(on)
            }
            (Some(8), 4) => {
                choices(data)?;
                self.note_answer(id, Answered::Done, None, Some(data.clone()));
                None
            }
            (Some(9), 2 | 3) => {
                modal(data)?;
                self.note_answer(id, Answered::Done, None, Some(data.clone()));
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
        let draft = MessageBody::read(data)?;
        let sender = self.sender(found, draft.flags & EPHEMERAL != 0);
        let message = self.post(found.channel, sender, draft, files)?;
        self.note_answer(found.id, Answered::Done, Some(message), None);
        Ok(message)
    }

    fn defer(&mut self, found: &Interaction, data: &Value) -> Result<Id, Refusal> {
        let mut draft = MessageBody::read(data)?;
        draft.flags |= LOADING;
        let sender = self.sender(found, draft.flags & EPHEMERAL != 0);
        let message = self.post(found.channel, sender, draft, &[])?;
        self.note_answer(found.id, Answered::Deferred, Some(message), None);
        Ok(message)
    }

    fn sender(&self, found: &Interaction, ephemeral: bool) -> Sender {
        Sender {
            author: self.bot,
            webhook: None,
            interaction: Some(found.id),
            only_for: ephemeral.then_some(found.user),
            kind: if found.kind == 2 { 20 } else { 0 },
            about: None,
            id: None,
        }
    }

    fn note_answer(&mut self, id: Id, state: Answered, original: Option<Id>, shown: Option<Value>) {
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
        let draft = MessageBody::read(body)?;
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
        draft: MessageBody,
        files: &[Upload],
    ) -> Result<(), Refusal> {
        let was_loading = self.message(found.channel, message)?.flags & LOADING != 0;
        self.edit(found.channel, message, draft, files)?;
        if was_loading {
            self.message_mut(found.channel, message)?.edited = None;
        }
        if found.original == Some(message) {
            self.note_answer(found.id, Answered::Done, None, None);
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
    let rows = data.list("components");
    if rows.is_empty() || rows.len() > 5 {
        faults.add(
            "data.components",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        );
    }
    let mut seen = BTreeSet::new();
    for (at, row) in rows.iter().enumerate() {
        let path = format!("data.components.{at}");
        match (row.int("type"), row.list("components")) {
            (Some(ROW), [input]) => {
                let path = format!("{path}.components.0");
                faults.length(
                    &format!("{path}.label"),
                    input.text("label").unwrap_or_default(),
                    1,
                    45,
                );
                text_input(input, &path, &mut seen, &mut faults);
            }
            (Some(ROW), _) => faults.add(
                format!("{path}.components"),
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 1 in length.",
            ),
            (Some(TEXT_DISPLAY | LABEL), _) => {}
            _ => faults.choices(format!("{path}.type"), "1, 10, 18"),
        }
    }
    faults.judge()
}

/// What people type into, in a row of its own.
fn text_input<'a>(input: &'a Value, path: &str, seen: &mut BTreeSet<&'a str>, faults: &mut Faults) {
    if input.int("type") != Some(TEXT_INPUT) {
        faults.choices(format!("{path}.type"), "4");
    }
    if !matches!(input.int("style"), Some(1 | 2)) {
        faults.choices(format!("{path}.style"), "1, 2");
    }
    let id = input.text("custom_id").unwrap_or_default();
    faults.length(&format!("{path}.custom_id"), id, 1, 100);
    if !seen.insert(id) {
        faults.add(
            format!("{path}.custom_id"),
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        );
    }
    let bound = |name: &str| input.int(name);
    let (least, most) = (bound("min_length"), bound("max_length"));
    let bounds = [("min_length", least, 0), ("max_length", most, 1)];
    for (name, given, from) in bounds {
        if given.is_some_and(|given| !(from..=INPUT_CHARS_MAX).contains(&given)) {
            faults.add(
                format!("{path}.{name}"),
                "NUMBER_TYPE_MAX",
                format!("int value should be less than or equal to {INPUT_CHARS_MAX}."),
            );
        }
    }
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        faults.add(
            format!("{path}.min_length"),
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to max_length.",
        );
    }
    let most = most.and_then(|most| usize::try_from(most).ok());
    if let Some(value) = input.text("value") {
        faults.length(&format!("{path}.value"), value, 0, most.unwrap_or(4_000));
    }
    if let Some(shown) = input.text("placeholder") {
        faults.length(&format!("{path}.placeholder"), shown, 0, 100);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        sandbox::{VirtualClock, WorldFile, hooks::Hooks},
        vocab::{Duration, Timestamp},
    };

    /// A world in which ann used `/rank` in the only channel.
    struct Used {
        world: World,
        id: Id,
        token: String,
        channel: Id,
        ann: Id,
    }

    fn used() -> Used {
        let clock = Arc::new(VirtualClock::at(Timestamp(1_800_000_000_000)));
        let mut world = World::new(clock, "http://127.0.0.1:1".to_owned(), Hooks::new().0);
        let file = WorldFile::parse("server lounge { member ann; member bob }").unwrap();
        world.seed(&file).unwrap();
        let guild = *world.guilds.keys().next().unwrap();
        let channel = world.guild_channels(guild).next().unwrap().id;
        let ann = world
            .users
            .values()
            .find(|user| user.name == "ann")
            .unwrap()
            .id;
        let rank = json!({"name": "rank", "description": "Show a rank"});
        world.register(Some(guild), &rank).unwrap();
        let body = json!({"type": 2, "channel_id": channel.to_string(), "data": {"name": "rank"}});
        let id = world.interact(ann, &body, &[]).unwrap();
        let token = world.interactions[&id].token.clone();
        Used {
            world,
            id,
            token,
            channel,
            ann,
        }
    }

    impl Used {
        fn answer(&mut self, body: &Value) -> Result<Value, Refusal> {
            self.world.answer(self.id, &self.token, body, &[])
        }

        fn follow_up(&mut self, content: &str) -> Result<Id, Refusal> {
            let found = self.world.by_token(self.world.bot, &self.token)?.clone();
            self.world
                .follow_up(&found, &json!({"content": content}), &[])
        }

        fn seen(&self, who: &str) -> Vec<String> {
            let who = self
                .world
                .users
                .values()
                .find(|user| user.name == who)
                .unwrap()
                .id;
            let seen = self.world.read_by(&self.world.channels[&self.channel], who);
            seen.iter()
                .map(|one| one.text("content").unwrap().to_owned())
                .collect()
        }
    }

    #[test]
    fn an_interaction_is_answered_once() {
        let mut used = used();
        let hello = json!({"type": 4, "data": {"content": "hello"}});
        assert_eq!(used.follow_up("early").unwrap_err().code, 10015);
        used.answer(&hello).unwrap();
        assert_eq!(used.answer(&hello).unwrap_err().code, 40060);
        assert_eq!(used.seen("bob"), ["hello"]);
    }

    #[test]
    fn three_seconds_are_the_limit_and_the_token_lives_fifteen_minutes() {
        let mut late = used();
        late.world.clock.advance(Duration { ms: 3_001 });
        assert_eq!(late.answer(&json!({"type": 5})).unwrap_err().code, 10062);
        let mut used = used();
        used.world.clock.advance(Duration { ms: 3_000 });
        used.answer(&json!({"type": 5})).unwrap();
        used.world.clock.advance(Duration::seconds(15 * 60 - 3));
        used.follow_up("in time").unwrap();
        used.world.clock.advance(Duration { ms: 1 });
        assert_eq!(used.follow_up("too late").unwrap_err().code, 50027);
    }

    #[test]
    fn the_first_message_after_a_deferral_is_the_answer_and_stays_as_private_as_it_was() {
        let mut used = used();
        used.answer(&json!({"type": 5, "data": {"flags": EPHEMERAL}}))
            .unwrap();
        assert_eq!(used.world.outcome(used.id).unwrap()["state"], "deferred");
        let answer = used.follow_up("done").unwrap();
        assert_eq!(used.world.interactions[&used.id].original, Some(answer));
        assert_eq!(used.world.outcome(used.id).unwrap()["state"], "answered");
        let more = used.follow_up("for all").unwrap();
        assert_ne!(more, answer);
        assert_eq!(used.seen("ann"), ["done", "for all"]);
        assert_eq!(used.seen("bob"), ["for all"]);
        let secret = used.world.message(used.channel, answer).unwrap();
        assert_eq!(
            (secret.only_for, secret.flags & LOADING),
            (Some(used.ann), 0)
        );
    }

    #[test]
    fn answers_that_do_not_fit_the_interaction_are_refused() {
        let mut used = used();
        for kind in [1, 6, 7, 8, 99] {
            let refusal = used
                .answer(&json!({"type": kind, "data": {"choices": []}}))
                .unwrap_err();
            assert_eq!(refusal.code, 50035, "type {kind}");
        }
        // Nothing was used up by the wrong ones.
        used.answer(&json!({"type": 4, "data": {"content": "at last"}}))
            .unwrap();
    }

    #[test]
    fn a_button_updates_the_message_it_is_on() {
        let mut used = used();
        let row = json!({"type": 1, "components": [{"type": 2, "style": 1, "label": "More", "custom_id": "more"}]});
        used.answer(&json!({"type": 4, "data": {"content": "one", "components": [row]}}))
            .unwrap();
        let message = used.world.interactions[&used.id].original.unwrap();
        let press = |custom_id: &str| {
            json!({
                "type": 3, "channel_id": used.channel.to_string(), "message_id": message.to_string(),
                "data": {"component_type": 2, "custom_id": custom_id},
            })
        };
        let (right, wrong) = (press("more"), press("less"));
        assert_eq!(
            used.world.interact(used.ann, &wrong, &[]).unwrap_err().code,
            50035
        );
        let pressed = used.world.interact(used.ann, &right, &[]).unwrap();
        let token = used.world.interactions[&pressed].token.clone();
        let update = json!({"type": 7, "data": {"content": "two", "components": []}});
        used.world.answer(pressed, &token, &update, &[]).unwrap();
        assert_eq!(used.seen("bob"), ["two"]);
    }
}
