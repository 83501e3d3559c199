//! Settings as values: shown, checked against the server, and written to and read from JSON.
//!
//! In a file ids are strings (a snowflake does not survive every JSON reader), durations are as typed (`1h30m`), lists
//! of words are arrays.

use serde_json::Value as Json;

use crate::{
    lexicon::{Rank, function::can_search_for},
    plan::{self, Arg, Kind, ParamKind, Plan, Setting, Step, StepKind},
    port::{Guild, OptionValue},
    router::{
        argument::{self, Wanted},
        authority,
        round::{Flow, refuse},
        text::{self, chars},
    },
    vocab::{ChannelId, Duration, RoleId, Timestamp, Type, UserId, Value},
    wording::say,
};

/// Settings that no feature owns are shown under this name.
pub(super) const SERVER: &str = "server";

/// Of one word, and of all words of a list together.
const WORD_CHARS_MAX: usize = 100;
const WORDS_CHARS_MAX: usize = 6_000;

/// `levels.xp-min`, `server.mod-log`.
pub(super) fn path(plan: &Plan, setting: &Setting) -> String {
    let feature = setting.feature.and_then(|id| plan.feature(id));
    let family = feature.map_or(SERVER, |feature| &feature.name);
    format!("{family}.{}", setting.name)
}

pub(super) fn kind(setting: &Setting) -> &Type {
    match &setting.kind {
        Type::Optional(inner) => inner,
        kind => kind,
    }
}

/// The picker that Discord shows for the setting.
pub(super) fn param_kind(setting: &Setting) -> ParamKind {
    match kind(setting) {
        Type::Bool => ParamKind::Bool,
        Type::Int => ParamKind::Int,
        Type::UserId | Type::Member => ParamKind::User,
        Type::Channel => ParamKind::Channel,
        Type::Role => ParamKind::Role,
        Type::Duration => ParamKind::Duration,
        Type::Emoji => ParamKind::Emoji,
        _ => ParamKind::Text,
    }
}

/// A value that somebody typed or picked.
pub(super) fn from_option(
    plan: &Plan,
    guild: &Guild,
    setting: &Setting,
    option: &OptionValue,
) -> Flow<Value> {
    let listed = matches!(kind(setting), Type::Words | Type::List(_));
    let wanted = Wanted {
        name: &setting.name,
        kind: param_kind(setting),
        min: setting.min.filter(|_| !listed),
        max: setting.max.filter(|_| !listed),
        choices: &[],
    };
    if let (Type::Duration, OptionValue::Text(text)) = (kind(setting), option) {
        // Zero is a meaningful setting ("not at all"), though not a meaningful argument.
        let value = Value::Duration(argument::duration(&setting.name, text)?);
        check(plan, guild, setting, &value)?;
        return Ok(value);
    }
    let mut value = argument::value(plan, &wanted, option)?;
    if listed && let Value::Text(text) = &value {
        value = Value::Words(words(text));
    }
    check(plan, guild, setting, &value)?;
    Ok(value)
}

fn words(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// A value from a file.
pub(super) fn from_json(plan: &Plan, guild: &Guild, setting: &Setting, json: &Json) -> Flow<Value> {
    let name = path(plan, setting);
    let text = json.as_str();
    let id = || text.and_then(|text| text.parse::<u64>().ok());
    let value = match kind(setting) {
        Type::Bool => json.as_bool().map(Value::Bool),
        Type::Int => json.as_i64().map(Value::Int),
        Type::UserId | Type::Member => id().map(|id| Value::User(UserId(id))),
        Type::Channel => id().map(|id| Value::Channel(ChannelId(id))),
        Type::Role => id().map(|id| Value::Role(RoleId(id))),
        Type::Duration => text
            .and_then(|text| text.parse::<Duration>().ok())
            .map(Value::Duration),
        Type::Instant => json.as_i64().map(|ms| Value::Instant(Timestamp(ms))),
        Type::Emoji => text.map(|text| Value::Emoji(text.to_owned())),
        Type::Text => text.map(|text| Value::Text(text.to_owned())),
        Type::Words | Type::List(_) => json.as_array().and_then(|all| {
            let words: Option<Vec<String>> = all
                .iter()
                .map(|one| one.as_str().map(ToOwned::to_owned))
                .collect();
            words.map(Value::Words)
        }),
        _ => None,
    };
    match value {
        Some(value) => {
            check(plan, guild, setting, &value)?;
            Ok(value)
        }
        None => refuse(say!("setting-form", name, form = form(kind(setting)))),
    }
}

/// How a value of this kind is written in a file: what the message `setting-form` chooses by.
fn form(kind: &Type) -> &'static str {
    match kind {
        Type::Bool => "bool",
        Type::Int => "int",
        Type::UserId | Type::Member | Type::Channel | Type::Role => "id",
        Type::Duration => "duration",
        Type::Words | Type::List(_) => "list",
        _ => "text",
    }
}

pub(super) fn to_json(value: &Value) -> Json {
    match value {
        Value::None => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Int(number) => Json::from(*number),
        Value::Attachment(place) => Json::from(*place),
        Value::Text(text) | Value::Emoji(text) => Json::from(text.clone()),
        Value::Instant(at) => Json::from(at.0),
        Value::Duration(duration) => Json::from(duration.to_string()),
        Value::User(id) => Json::from(id.to_string()),
        Value::Guild(id) => Json::from(id.to_string()),
        Value::Channel(id) => Json::from(id.to_string()),
        Value::Role(id) => Json::from(id.to_string()),
        Value::Message(id) => Json::from(id.to_string()),
        Value::Words(words) => Json::from(words.clone()),
    }
}

/// What the setting would have to be in this server; the same for what is typed and what comes from a file.
fn check(plan: &Plan, guild: &Guild, setting: &Setting, value: &Value) -> Flow<()> {
    let name = path(plan, setting);
    match value {
        Value::Int(number) => in_range(setting, &name, *number, "none"),
        Value::Text(text) => in_range(setting, &name, count(chars(text)), "characters"),
        Value::Duration(duration) => {
            let bound = |ms: Option<i64>| ms.map(|ms| Duration { ms });
            let unit = "none";
            match (bound(setting.min), bound(setting.max)) {
                (Some(min), _) if *duration < min => {
                    refuse(say!("at-least", name, min = min.to_string(), unit))
                }
                (_, Some(max)) if *duration > max => {
                    refuse(say!("at-most", name, max = max.to_string(), unit))
                }
                _ => Ok(()),
            }
        }
        Value::Words(words) => {
            let all: usize = words.iter().map(|word| chars(word)).sum();
            if all > WORDS_CHARS_MAX || words.iter().any(|word| chars(word) > WORD_CHARS_MAX) {
                let (word, all) = (WORD_CHARS_MAX, WORDS_CHARS_MAX);
                return refuse(say!("setting-large", name, word, all));
            }
            if !can_search_for(words) {
                return refuse(say!("setting-unsearchable", name));
            }
            in_range(setting, &name, count(words.len()), "words")
        }
        Value::Channel(channel) if !guild.channels.contains_key(channel) => {
            refuse(say!("setting-channel", name))
        }
        Value::Role(role) => match guild.roles.get(role) {
            None => refuse(say!("setting-role", name)),
            Some(_) if is_given(plan, setting) => authority::role_problem(guild, *role)
                .map_or(Ok(()), |problem| {
                    refuse(say!("setting-problem", name, problem))
                }),
            Some(_) => Ok(()),
        },
        _ => Ok(()),
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn in_range(setting: &Setting, name: &str, number: i64, unit: &str) -> Flow<()> {
    match (setting.min, setting.max) {
        (Some(min), _) if number < min => refuse(say!("at-least", name, min, unit)),
        (_, Some(max)) if number > max => refuse(say!("at-most", name, max, unit)),
        _ => Ok(()),
    }
}

/// Whether some handler gives or takes the role that this setting names, so that the bot must be able to.
pub(super) fn is_given(plan: &Plan, setting: &Setting) -> bool {
    let handlers = plan.handlers.iter().map(|handler| &handler.steps);
    let commands = plan.commands.iter().map(|command| &command.steps);
    handlers
        .chain(commands)
        .any(|steps| gives(steps, &Kind::Setting(setting.id)))
}

fn gives(steps: &[Step], wanted: &Kind) -> bool {
    plan::all(steps).any(|step| match &step.kind {
        StepKind::Do { deed, args } => deed.ranks.iter().any(|rank| match rank {
            Rank::Role(param) => {
                let given = args.get(*param).and_then(Arg::value);
                given.is_some_and(|given| given.kind == *wanted)
            }
            Rank::Member { .. } | Rank::NoAdministrator { .. } => false,
        }),
        _ => false,
    })
}

/// As `/config show` has it.
pub(super) fn show(value: &Value) -> String {
    match value {
        Value::None => say!("setting-unset"),
        Value::Text(text) => say!("quoted", text),
        other => text::show(other),
    }
}
