//! Arguments of commands: what a person handed over, checked against what the command takes.
//!
//! Discord checks most of this before it sends a command; here it is checked again, because a payload can be older than
//! the plan. Refusals name the option.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{
    commands,
    round::{Flow, refuse},
    run::Run,
    text::chars,
};
use crate::{
    plan::{Param, ParamKind, Plan, Slot},
    port::{CommandCall, Guild, OptionValue},
    vocab::{ChannelId, Duration, GuildId, MessageId, Value},
};

/// What an option takes; a parameter of a command, or a setting in `/config set`.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) kind: ParamKind,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) choices: &'a [String],
}

impl<'a> From<&'a Param> for Wanted<'a> {
    fn from(param: &'a Param) -> Self {
        Self {
            name: &param.name,
            kind: param.kind,
            min: param.min,
            max: param.max,
            choices: &param.choices,
        }
    }
}

impl Run<'_, '_> {
    /// Puts each argument into its slot; what was left out is none.
    pub(super) fn bind(&mut self, params: &[Param], call: &CommandCall) -> Flow<()> {
        for param in params {
            let value = match call.options.get(&param.name) {
                Some(OptionValue::Attachment(upload)) if param.kind == ParamKind::Attachment => {
                    let place = u32::try_from(self.uploads.len()).unwrap_or(u32::MAX);
                    self.uploads.push(upload.clone());
                    Value::Attachment(place)
                }
                Some(OptionValue::Text(link)) if param.kind == ParamKind::MessageLink => {
                    let (channel, message) = message_link(&param.name, link, self.guild()?)?;
                    let next = Slot(param.slot.0.saturating_add(1));
                    self.set(next, Some(Value::Channel(channel)))?;
                    Value::Message(message)
                }
                Some(option) => value(self.round.plan, &param.into(), option)?,
                None if param.required => {
                    return refuse(format!("`{}` is missing.", param.name));
                }
                None => Value::None,
            };
            self.set(param.slot, Some(value))?;
        }
        Ok(())
    }
}

/// The value of an option, or what is wrong with it. Files and links to messages are not values on their own.
pub(super) fn value(plan: &Plan, wanted: &Wanted<'_>, option: &OptionValue) -> Flow<Value> {
    let name = wanted.name;
    match (wanted.kind, option) {
        (ParamKind::Text, OptionValue::Text(text)) => {
            if !wanted.choices.is_empty() && !wanted.choices.contains(text) {
                return refuse(format!(
                    "`{name}` must be one of: {}.",
                    wanted.choices.join(", ")
                ));
            }
            let length = i64::try_from(chars(text)).unwrap_or(i64::MAX);
            in_range(wanted, length, " characters long")?;
            Ok(Value::Text(text.clone()))
        }
        (ParamKind::Int, OptionValue::Int(number)) => {
            in_range(wanted, *number, "")?;
            Ok(Value::Int(*number))
        }
        (ParamKind::Bool, OptionValue::Bool(truth)) => Ok(Value::Bool(*truth)),
        (ParamKind::User, OptionValue::User(user)) => Ok(Value::User(*user)),
        (ParamKind::Channel, OptionValue::Channel(channel)) => Ok(Value::Channel(*channel)),
        (ParamKind::Role, OptionValue::Role(role)) => Ok(Value::Role(*role)),
        (ParamKind::Duration, OptionValue::Text(text)) => {
            let duration = duration(name, text)?;
            if duration < Duration::seconds(1) {
                return refuse(format!("`{name}` must be at least one second."));
            }
            Ok(Value::Duration(duration))
        }
        (ParamKind::Emoji, OptionValue::Text(text)) => emoji(name, text),
        (ParamKind::CommandName, OptionValue::Text(text)) => command_name(plan, name, text),
        _ => refuse(format!(
            "`{name}` does not have the kind this command takes; the command has changed, so reload Discord and try again."
        )),
    }
}

fn in_range(wanted: &Wanted<'_>, number: i64, what: &str) -> Flow<()> {
    let name = wanted.name;
    match (wanted.min, wanted.max) {
        (Some(min), _) if number < min => refuse(format!("`{name}` must be at least {min}{what}.")),
        (_, Some(max)) if number > max => refuse(format!("`{name}` must be at most {max}{what}.")),
        _ => Ok(()),
    }
}

/// `10m`, `1H 30M`: without regard to case and spaces.
pub(super) fn duration(name: &str, text: &str) -> Flow<Duration> {
    let joined: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    match joined.parse::<Duration>() {
        Ok(duration) => Ok(duration),
        Err(_) => refuse(format!(
            "`{name}` must be a duration such as `30s`, `10m`, `12h`, `7d` or `1h30m`."
        )),
    }
}

/// `👍` stays, `<:party:123>` and `<a:party:123>` become `party:123`, as Discord's routes want it.
fn emoji(name: &str, text: &str) -> Flow<Value> {
    let text = text.trim();
    let custom = text
        .strip_prefix("<:")
        .or_else(|| text.strip_prefix("<a:"))
        .and_then(|rest| rest.strip_suffix('>'));
    if let Some(custom) = custom
        && let Some((word, id)) = custom.split_once(':')
        && !word.is_empty()
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && id.parse::<u64>().is_ok()
    {
        return Ok(Value::Emoji(custom.to_owned()));
    }
    let one = text.graphemes(true).count() == 1;
    // Keycaps (`1️⃣`) start with a digit and end with U+20E3; no other emoji starts with a letter, digit or ASCII sign.
    let first = text.chars().next();
    let pictured = first.is_some_and(|c| !c.is_ascii() && !c.is_alphanumeric());
    if one && (pictured || text.ends_with('\u{20E3}')) {
        return Ok(Value::Emoji(text.to_owned()));
    }
    refuse(format!(
        "`{name}` must be one emoji, such as 👍 or one of this server's own."
    ))
}

/// Every form of link that Discord's clients copy: `https://discord.com/channels/SERVER/CHANNEL/MESSAGE`.
fn message_link(name: &str, text: &str, guild: &Guild) -> Flow<(ChannelId, MessageId)> {
    let wrong = || {
        format!(
            "`{name}` must be a link to a message of this server. Open the message's menu and choose “Copy Message Link”."
        )
    };
    let ids: Option<Vec<u64>> = text
        .trim()
        .trim_matches(['<', '>'])
        .split_once("/channels/")
        .and_then(|(_, path)| path.split('/').map(|id| id.parse().ok()).collect());
    match ids.as_deref() {
        Some([server, channel, message]) if GuildId(*server) == guild.id => {
            Ok((ChannelId(*channel), MessageId(*message)))
        }
        _ => refuse(wrong()),
    }
}

fn command_name(plan: &Plan, name: &str, text: &str) -> Flow<Value> {
    let word = text.trim().trim_start_matches('/').to_lowercase();
    if !commands::is_name(&word) {
        return refuse(format!(
            "`{name}` must be a word of at most 32 letters, digits, `-` or `_`."
        ));
    }
    if commands::is_taken(plan, &word) {
        return refuse(format!(
            "`/{word}` is a command of this bot already; choose another name."
        ));
    }
    Ok(Value::Text(word))
}
