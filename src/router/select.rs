//! Lists under a message, from which an option of a command is chosen.
//!
//! INVARIANT: Discord takes what is made here: 1 to 25 choices, each with a label, no value twice.

use super::{
    entry::packed_value,
    message::or_empty,
    round::Flow,
    run::Run,
    text::{BUTTON_PREFIX, units},
};
use crate::{
    plan::{
        Does, Pick,
        door::{CHOICES_MAX, PICK},
        param,
    },
    port::{ChoiceDraft, SelectDraft, SelectOf},
    vocab::Type,
};

/// The longest value of a choice that Discord takes.
const VALUE_CHARS_MAX: usize = 100;

impl Run<'_, '_> {
    /// None where nothing is there to be chosen.
    pub(super) fn select(
        &mut self,
        does: &Does,
        pick: &Pick,
        placeholder: String,
        pending: &mut bool,
    ) -> Flow<Option<SelectDraft>> {
        let chosen = Some(pick.option.as_str());
        let id = or_empty(self.door(PICK, chosen, does), pending)?;
        let of = if pick.choices.is_empty() {
            self.kind(does, pick)
        } else {
            let choices = self.choices(pick, pending)?;
            (!choices.is_empty()).then_some(SelectOf::Written(choices))
        };
        Ok(of.map(|of| SelectDraft {
            custom_id: format!("{BUTTON_PREFIX}{id}"),
            placeholder,
            of,
        }))
    }

    /// What Discord offers by itself.
    fn kind(&self, does: &Does, pick: &Pick) -> Option<SelectOf> {
        let mut commands = self.round.plan.commands.iter();
        let command = commands.find(|command| command.path == does.path)?;
        let mut params = command.params.iter();
        let param = params.find(|param| param.name == pick.option)?;
        match *param.kind.value {
            Type::Member => Some(SelectOf::Members),
            Type::Role => Some(SelectOf::Roles),
            Type::Channel => Some(SelectOf::Channels),
            Type::Int
            | Type::Bool
            | Type::UserId
            | Type::MessageId
            | Type::Text
            | Type::Instant
            | Type::Duration
            | Type::GuildId
            | Type::Emoji
            | Type::Words
            | Type::Url
            | Type::Locale
            | Type::Who
            | Type::Attachment
            | Type::Optional(_)
            | Type::List(_) => None,
        }
    }

    /// Choices whose value is something, each value once.
    fn choices(&mut self, pick: &Pick, pending: &mut bool) -> Flow<Vec<ChoiceDraft>> {
        let values = self.all(pick.choices.iter().map(|choice| &choice.value));
        let values = or_empty(values, pending)?;
        let mut choices: Vec<ChoiceDraft> = Vec::new();
        for (at, choice) in pick.choices.iter().enumerate() {
            let label = self.label(&choice.label, pending)?;
            let about = match &choice.about {
                Some(about) => Some(self.label(about, pending)?),
                None => None,
            };
            let value = values.get(at).and_then(packed_value);
            let value = value.map(|value| param::unescaped(&value));
            let Some(value) = value.filter(|value| units(value) <= VALUE_CHARS_MAX) else {
                continue;
            };
            if choices.iter().any(|one| one.value == value) || choices.len() == CHOICES_MAX {
                continue;
            }
            let label = if label.trim().is_empty() {
                value.clone()
            } else {
                label
            };
            choices.push(ChoiceDraft {
                label,
                about: about.filter(|about| !about.trim().is_empty()),
                value,
            });
        }
        Ok(choices)
    }
}
