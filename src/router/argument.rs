//! Arguments of commands: what a person handed over, checked against what the command takes.
//!
//! Discord checks most of this before it sends a command; here it is checked again, because a payload can be older than
//! the plan. Refusals name the option.

use std::collections::BTreeMap;

use super::{
    round::{Flow, Round, refuse},
    run::Run,
    taken,
};
use crate::{
    lexicon::kind::{Limits, OptionKind, Typed, URL_CHARS_MAX, Wrong},
    plan::{Command, Param, Plan, Slot},
    port::OptionValue,
    vocab::{ChannelId, ChannelKind, Duration, Type, Value},
    wording::say,
};

/// What an option takes; a parameter of a command, or a setting in `/config set`.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) kind: &'static OptionKind,
    pub(super) least: Option<Duration>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) choices: &'a [String],
}

impl<'a> From<&'a Param> for Wanted<'a> {
    fn from(param: &'a Param) -> Self {
        Self {
            name: &param.name,
            kind: param.kind,
            least: param.kind.least,
            min: param.min,
            max: param.max,
            choices: &param.choices,
        }
    }
}

impl Run<'_, '_> {
    /// Puts each argument into its slot; what was left out is none.
    pub(super) fn bind(
        &mut self,
        command: &Command,
        options: &BTreeMap<String, OptionValue>,
    ) -> Flow<()> {
        for param in &command.params {
            let values = match options.get(&param.name) {
                Some(OptionValue::Attachment(upload)) if *param.kind.value == Type::Attachment => {
                    let place = u32::try_from(self.uploads.len()).unwrap_or(u32::MAX);
                    self.uploads.push(upload.clone());
                    vec![Value::Attachment(place)]
                }
                Some(option) => {
                    let values = taken_here(self.round, param, option)?;
                    self.can_be_used(command, param, &values)?;
                    values
                }
                None if param.required => {
                    return refuse(say!("missing", name = &param.name));
                }
                None => vec![Value::None],
            };
            for (after, value) in (0..param.kind.slots).zip(values) {
                let slot = Slot(param.slot.0.saturating_add(after));
                self.set(slot, Some(value))?;
            }
        }
        Ok(())
    }
}

impl Run<'_, '_> {
    /// Refuses a channel in which nothing can be posted or made, where the command does.
    fn can_be_used(&self, command: &Command, param: &Param, values: &[Value]) -> Flow<()> {
        let Some(Value::Channel(channel)) = values.first() else {
            return Ok(());
        };
        let known = self.guild()?.channels.get(channel);
        let Some(known) = known.filter(|_| *param.kind.value == Type::Channel) else {
            return Ok(());
        };
        let wanted = self.round.plan.channels_for_option(command, param);
        wrong_channel(*channel, known.kind, wanted).map_or(Ok(()), refuse)
    }
}

/// The same of an option in this server: a link leads to a message of it.
pub(super) fn taken_here(
    round: &Round<'_>,
    param: &Param,
    option: &OptionValue,
) -> Flow<Vec<Value>> {
    let typed = taken(round.plan, &param.into(), option)?;
    if let Some(server) = typed.server
        && server != round.guild()?.id
    {
        return refuse(wrong(&param.name, Wrong::NotALink));
    }
    Ok(typed.values)
}

/// The values of an option, or what is wrong with it. Files are not values on their own.
pub(super) fn taken(plan: &Plan, wanted: &Wanted<'_>, option: &OptionValue) -> Flow<Typed> {
    let (name, kind) = (wanted.name, wanted.kind);
    let picked = |value: Value| {
        kind.value.kind().holds(&value).then(|| Typed {
            values: vec![value],
            server: None,
        })
    };
    let typed = match option {
        // Into a form people can type anything.
        OptionValue::Text(_) if kind.limits == Limits::Number => {
            return refuse(say!("not-a-number", name));
        }
        OptionValue::Message(channel, message) => (kind.slots == 2).then(|| Typed {
            values: vec![Value::Message(*message), Value::Channel(*channel)],
            server: None,
        }),
        OptionValue::Text(text) => match kind.typed(text).transpose() {
            Ok(typed) => typed,
            Err(what) => return refuse(wrong(name, what)),
        },
        OptionValue::Int(number) => picked(Value::Int(*number)),
        OptionValue::Bool(truth) => picked(Value::Bool(*truth)),
        OptionValue::User(user) => picked(Value::User(*user)),
        OptionValue::Channel(channel) => picked(Value::Channel(*channel)),
        OptionValue::Role(role) => picked(Value::Role(*role)),
        OptionValue::Attachment(_) => None,
    };
    let Some(typed) = typed else {
        return refuse(say!("option-changed", name));
    };
    for value in &typed.values {
        within(plan, wanted, value)?;
    }
    Ok(typed)
}

fn within(plan: &Plan, wanted: &Wanted<'_>, value: &Value) -> Flow<()> {
    let name = wanted.name;
    if let Value::Text(text) = value {
        if !wanted.choices.is_empty() && !wanted.choices.contains(text) {
            return refuse(say!("one-of", name, choices = wanted.choices.join(", ")));
        }
        if wanted.kind.names_command && taken::is_taken(plan, text) {
            return refuse(say!("command-taken", name = text));
        }
    }
    if let (Value::Duration(duration), Some(least)) = (value, wanted.least)
        && *duration < least
    {
        return refuse(say!("at-least-second", name));
    }
    let unit = match wanted.kind.limits {
        Limits::None | Limits::Choices => return Ok(()),
        Limits::Number => "none",
        Limits::Characters => "characters",
    };
    let size = wanted.kind.value.kind().size(value);
    size.map_or(Ok(()), |size| in_range(wanted, size, unit))
}

/// Why a channel is not of a kind that is wanted; any is where `wanted` names none.
pub(super) fn wrong_channel(
    channel: ChannelId,
    kind: ChannelKind,
    wanted: &[ChannelKind],
) -> Option<String> {
    if wanted.is_empty() || wanted.contains(&kind) {
        return None;
    }
    let channel = channel.to_string();
    Some(if wanted.contains(&ChannelKind::Category) {
        say!("no-category", channel)
    } else {
        say!("channel-kind", channel)
    })
}

/// What is wrong with what somebody typed, in words.
fn wrong(name: &str, what: Wrong) -> String {
    match what {
        Wrong::NotADuration => say!("not-a-duration", name),
        Wrong::NotAnEmoji => say!("not-an-emoji", name),
        Wrong::NotALink => say!("not-a-link", name),
        Wrong::NotAName => say!("not-a-name", name),
        Wrong::NotAnAddress => say!("not-an-address", name, most = URL_CHARS_MAX),
        Wrong::NotALanguage => say!("not-a-language", name),
    }
}

fn in_range(wanted: &Wanted<'_>, number: i64, unit: &str) -> Flow<()> {
    let name = wanted.name;
    match (wanted.min, wanted.max) {
        (Some(min), _) if number < min => {
            refuse(say!("at-least", name, min = min.to_string(), unit))
        }
        (_, Some(max)) if number > max => {
            refuse(say!("at-most", name, max = max.to_string(), unit))
        }
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}
