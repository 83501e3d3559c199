//! Settings as values: shown, checked against the server, and written to and read from JSON.
//!
//! In a file ids are strings (a snowflake does not survive every JSON reader), durations are as typed (`1h30m`), lists
//! are arrays, also of what a `who` names: `nobody` or `everyone`, roles as their mentions, `not` before who is denied.

use serde::Deserialize as _;
use serde_json::Value as Json;

use crate::{
    lexicon::{
        Rank,
        function::can_search_for,
        kind::{Datum, MEMBERS_MAX, Measure},
    },
    plan::{self, Arg, Home, Kind, Plan, Setting, Step, StepKind},
    port::{Guild, OptionValue},
    router::{
        argument::{self, Wanted, wrong_channel},
        authority,
        round::{Flow, Halt, refuse},
        template,
        text::{self, units},
    },
    vocab::{ChannelKind, Holder, Value},
    wording::say,
};

/// Settings that no feature owns are shown under this name.
pub(super) const SERVER: &str = "server";

/// Of one word, and of all words of a list together.
const WORD_CHARS_MAX: usize = 100;
const WORDS_CHARS_MAX: usize = 6_000;

/// A value that somebody typed or picked; of a list one of its values.
pub(super) fn from_option(plan: &Plan, setting: &Setting, option: &OptionValue) -> Flow<Value> {
    let kind = setting.kind.kind();
    let wanted = Wanted {
        name: plan.setting_called(setting),
        kind: kind.picker,
        // Zero is a meaningful setting ("not at all"), though not a meaningful argument.
        least: None,
        min: setting.min,
        max: setting.max,
        choices: &[],
    };
    let typed = argument::taken(plan, &wanted, option)?;
    let picked = typed.values.into_iter().next().unwrap_or(Value::None);
    // A kind without an option of its own is typed as a text.
    let value = if kind.holds(&picked) {
        Some(picked)
    } else {
        kind.typed(&Datum::from(&picked).to_string())
    };
    let name = plan.setting_path_called(setting);
    match value {
        Some(value) => {
            item_in_range(setting, &name, &value)?;
            Ok(value)
        }
        None => refuse(say!("setting-typed", name, kind = kind.name)),
    }
}

/// A value from a file.
pub(super) fn from_json(plan: &Plan, setting: &Setting, json: &Json) -> Flow<Value> {
    let datum = Datum::deserialize(json).ok();
    let value = datum.and_then(|datum| setting.kind.read(&datum));
    let name = plan.setting_path_called(setting);
    match value {
        Some(Value::Who(who)) if who.people().next().is_some() => {
            refuse(say!("setting-file-people", name))
        }
        Some(value) => Ok(value),
        None if setting.kind.is_list() => refuse(say!("setting-form", name, kind = "list")),
        None => refuse(say!("setting-form", name, kind = setting.kind.kind().name)),
    }
}

/// A value without what is gone from the server, and how much that is. A single value goes only where `alone_too`: it is
/// refused otherwise, since somebody chose it.
pub(super) fn living(guild: &Guild, value: &Value, alone_too: bool) -> (Value, usize) {
    if let Value::List(values) = value {
        let living = values.iter().filter(|one| !is_gone(guild, one)).cloned();
        let living: Vec<Value> = living.collect();
        let gone = values.len().saturating_sub(living.len());
        return (Value::List(living), gone);
    }
    if let Value::Who(who) = value {
        let living = who.map(|holder| (!is_nobodys(guild, holder)).then_some(holder));
        let gone = who
            .holders()
            .count()
            .saturating_sub(living.holders().count());
        return (Value::Who(living), gone);
    }
    if alone_too && is_gone(guild, value) {
        return (Value::None, 1);
    }
    (value.clone(), 0)
}

fn is_gone(guild: &Guild, value: &Value) -> bool {
    if let Value::Channel(id) = value {
        return !guild.channels.contains_key(id);
    }
    if let Value::Role(id) = value {
        return !guild.roles.contains_key(id);
    }
    false
}

/// Of people nobody knows whether they come back.
fn is_nobodys(guild: &Guild, holder: Holder) -> bool {
    match holder {
        Holder::Role(role) => !guild.roles.contains_key(&role),
        Holder::Person(_) => false,
    }
}

/// What the setting would have to be in this server; the same for what is typed and what comes from a file.
pub(super) fn check(plan: &Plan, guild: &Guild, setting: &Setting, value: &Value) -> Flow<()> {
    let name = plan.setting_path_called(setting);
    item_in_range(setting, &name, value)?;
    match value {
        Value::List(values) => {
            if values.len() > MEMBERS_MAX {
                return refuse(say!("setting-many", name, most = MEMBERS_MAX));
            }
            let mut each = values.iter();
            each.try_for_each(|one| check(plan, guild, setting, one))
        }
        Value::Who(who) => {
            if who.holders().count() > MEMBERS_MAX {
                return refuse(say!("setting-many", name, most = MEMBERS_MAX));
            }
            if who.everyone && !setting.takes_part() {
                return refuse(say!("setting-everyone", name));
            }
            if who.holders().any(|holder| is_nobodys(guild, holder)) {
                return refuse(say!("setting-role", name));
            }
            Ok(())
        }
        Value::Words(words) => {
            let all: usize = words.iter().map(|word| units(word)).sum();
            if all > WORDS_CHARS_MAX || words.iter().any(|word| units(word) > WORD_CHARS_MAX) {
                let (word, all) = (WORD_CHARS_MAX, WORDS_CHARS_MAX);
                return refuse(say!("setting-large", name, word, all));
            }
            if !can_search_for(words) {
                return refuse(say!("setting-unsearchable", name));
            }
            Ok(())
        }
        Value::Channel(channel) => match guild.channels.get(channel) {
            None => refuse(say!("setting-channel", name)),
            Some(known) => wrong_channel(*channel, known.kind, channels_for(plan, setting))
                .map_or(Ok(()), |problem| {
                    refuse(say!("setting-problem", name, problem))
                }),
        },
        Value::Text(text) => {
            let events = plan.rendered_by(Home::Setting(setting.id));
            template::tried(text, &events).or_else(|problem| {
                let problem = say!("template-refused", problem);
                refuse(say!("setting-problem", name, problem))
            })
        }
        Value::Role(role) => match guild.roles.get(role) {
            None => refuse(say!("setting-role", name)),
            Some(_) if is_given(plan, setting) => authority::role_problem(guild, *role)
                .map_or(Ok(()), |problem| {
                    refuse(say!("setting-problem", name, problem))
                }),
            Some(_) => Ok(()),
        },
        Value::None
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Instant(_)
        | Value::Duration(_)
        | Value::User(_)
        | Value::Guild(_)
        | Value::Message(_)
        | Value::Emoji(_)
        | Value::Url(_)
        | Value::Locale(_)
        | Value::Attachment(_) => Ok(()),
    }
}

fn item_in_range(setting: &Setting, name: &str, value: &Value) -> Flow<()> {
    let kind = setting.kind.kind();
    match kind.measure.zip(kind.size(value)) {
        Some((measure, size)) => in_range(setting, name, measure, size),
        None => Ok(()),
    }
}

fn in_range(setting: &Setting, name: &str, measure: Measure, size: i64) -> Flow<()> {
    let unit = match measure {
        Measure::Number | Measure::Time => "none",
        Measure::Characters => "characters",
    };
    match (setting.min, setting.max) {
        (Some(min), _) if size < min => {
            refuse(say!("at-least", name, min = measure.amount(min), unit))
        }
        (_, Some(max)) if size > max => {
            refuse(say!("at-most", name, max = measure.amount(max), unit))
        }
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// The kinds of channels that this setting can name; none for any.
pub(super) fn channels_for(plan: &Plan, setting: &Setting) -> &'static [ChannelKind] {
    plan.channels_for(Home::Setting(setting.id))
}

/// Why what a server chose does not work any more; none where it does.
pub(super) fn trouble(
    plan: &Plan,
    guild: &Guild,
    setting: &Setting,
    value: &Value,
) -> Option<String> {
    let (living, gone) = living(guild, value, false);
    if gone > 0 {
        return Some(say!("setting-gone", n = gone));
    }
    match check(plan, guild, setting, &living) {
        Err(Halt::Refuse(why)) => Some(why),
        Ok(()) | Err(Halt::Pending | Halt::Stop | Halt::Consent(..) | Halt::Fail(_)) => None,
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
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Then { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Ask(_) => false,
    })
}

/// With what is gone from the server shown as gone.
pub(super) fn show_here(guild: &Guild, value: &Value) -> String {
    let one = |value: &Value| {
        if is_gone(guild, value) {
            say!("setting-gone-one", value = Datum::from(value).to_string())
        } else {
            show(value)
        }
    };
    let Value::List(values) = value else {
        return show(value);
    };
    if values.is_empty() {
        return say!("setting-empty");
    }
    let shown: Vec<_> = values.iter().map(one).collect();
    shown.join(", ")
}

/// As `/config show` has it.
pub(super) fn show(value: &Value) -> String {
    if *value == Value::None {
        return say!("setting-unset");
    }
    if let Value::Text(text) = value {
        return say!("quoted", text);
    }
    text::show(value)
}
