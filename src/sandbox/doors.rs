//! People at the doors to a command: an entry of a menu, and a form that the bot shows them.

use serde_json::{Value, json};

use super::{
    InteractionId, Refusal, Sandbox,
    field::{Fields, fault},
};
use crate::vocab::{ChannelId, MessageId, UserId};

/// Discord's number for a form that was filled in.
const FILLED_IN: u8 = 5;

/// What a menu is opened on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuTarget {
    Member(UserId),
    Message(MessageId),
}

/// A form before somebody, as Discord's clients show it.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenForm {
    /// What it was the answer to.
    pub asked: InteractionId,
    pub channel: ChannelId,
    pub form: Value,
}

impl Sandbox {
    /// Picks an entry of the menu on a member or on a message.
    ///
    /// # Errors
    /// 10063 for an unknown entry, 50013 without permission, 50035 for somebody or something that is not there.
    pub fn open_menu(
        &self,
        person: UserId,
        channel: ChannelId,
        entry: &str,
        target: MenuTarget,
    ) -> Result<InteractionId, Refusal> {
        let (kind, target) = match target {
            MenuTarget::Member(user) => (2, user.0),
            MenuTarget::Message(message) => (3, message.0),
        };
        let data = json!({"type": kind, "name": entry, "target_id": target.to_string()});
        let body = json!({"type": 2, "channel_id": channel, "data": data});
        self.interact(person, body, Vec::new())
    }

    /// The form that stands open before somebody. Discord shows one at a time.
    #[must_use]
    pub fn form(&self, person: UserId) -> Option<OpenForm> {
        let world = self.state.world();
        let own = world.interactions.values().rev();
        let mut own = own.filter(|one| one.user == person.0);
        let newest = own.find(|one| one.kind == FILLED_IN || one.form().is_some())?;
        Some(OpenForm {
            asked: InteractionId(newest.id),
            channel: ChannelId(newest.channel),
            form: newest.form()?.clone(),
        })
    }

    /// Fills in the form that stands open before somebody. What is not given stays as it stands there.
    ///
    /// # Errors
    /// 10062 without such a form, 50035 for an input that it does not have or a text that does not fit.
    pub fn fill(&self, person: UserId, texts: &[(&str, &str)]) -> Result<InteractionId, Refusal> {
        let open = self.form(person).ok_or(Refusal::UNKNOWN_INTERACTION)?;
        let (channel, form) = (open.channel, open.form);
        let rows = form.list("components").iter();
        let inputs: Vec<&Value> = rows.flat_map(|row| row.list("components")).collect();
        let known = |name: &str| inputs.iter().any(|one| one.text("custom_id") == Some(name));
        if let Some((name, _)) = texts.iter().find(|(name, _)| !known(name)) {
            let what = format!("The form has no input `{name}`");
            return Err(fault("data.components", "BASE_TYPE_CHOICES", &what));
        }
        let filled = inputs.iter().map(|input| {
            let name = input.text("custom_id").unwrap_or_default();
            let given = texts.iter().find(|(given, _)| *given == name);
            let text = given.map(|(_, text)| *text).or(input.text("value"));
            let filled = json!({"type": 4, "custom_id": name, "value": text.unwrap_or_default()});
            json!({"type": 1, "components": [filled]})
        });
        let data =
            json!({"custom_id": form.get("custom_id"), "components": filled.collect::<Vec<_>>()});
        let body = json!({"type": FILLED_IN, "channel_id": channel, "data": data});
        self.interact(person, body, Vec::new())
    }
}
